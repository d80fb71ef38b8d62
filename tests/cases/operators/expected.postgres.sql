-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP OPERATOR <<< (pair, pair);

CREATE SCHEMA more;

CREATE FUNCTION pair_gt(pair, pair)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT $1.a > $2.a$function$;

CREATE OPERATOR <<< (FUNCTION = pair_lt, LEFTARG = pair, RIGHTARG = pair, COMMUTATOR = OPERATOR(more.>>>));

CREATE OPERATOR more.>>> (FUNCTION = pair_gt, LEFTARG = pair, RIGHTARG = pair);

ALTER OPERATOR === (pair, pair) SET (RESTRICT = neqsel, JOIN = eqjoinsel);

COMMENT ON OPERATOR === (pair, pair) IS NULL;

ALTER OPERATOR FAMILY pairs USING btree DROP FUNCTION 1 (integer, bigint);

ALTER OPERATOR FAMILY pairs USING btree ADD OPERATOR 1 < (integer, bigint);

ALTER OPERATOR FAMILY pairs USING btree ADD FUNCTION 1 (bigint, integer) btint84cmp(bigint, integer);

COMMENT ON OPERATOR FAMILY pairs USING btree IS 'by the first';

CREATE OPERATOR CLASS by_first FOR TYPE pair USING btree FAMILY pairs AS OPERATOR 1 <<< (pair, pair), OPERATOR 3 === (pair, pair), FUNCTION 1 (pair, pair) pair_cmp(pair, pair);

CREATE TABLE t (
    id integer NOT NULL,
    p pair,
    CONSTRAINT pk_t PRIMARY KEY (id)
);

CREATE INDEX ix_p ON t (p by_first);

-- migrate:downgrade
DROP OPERATOR more.>>> (pair, pair);

ALTER OPERATOR === (pair, pair) SET (RESTRICT = eqsel, JOIN = NONE);

COMMENT ON OPERATOR === (pair, pair) IS 'same';

ALTER OPERATOR FAMILY pairs USING btree DROP OPERATOR 1 (integer, bigint);

ALTER OPERATOR FAMILY pairs USING btree DROP FUNCTION 1 (bigint, integer);

ALTER OPERATOR FAMILY pairs USING btree ADD FUNCTION 1 (integer, bigint) btint48cmp(integer, bigint);

COMMENT ON OPERATOR FAMILY pairs USING btree IS NULL;

-- loses all rows of t
DROP TABLE t;

DROP FUNCTION pair_gt(pair, pair);

DROP OPERATOR CLASS by_first USING btree;

DROP OPERATOR <<< (pair, pair);

CREATE OPERATOR <<< (FUNCTION = pair_lt, LEFTARG = pair, RIGHTARG = pair);

DROP SCHEMA more;
