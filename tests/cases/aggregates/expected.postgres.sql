-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER AGGREGATE old_name(text[]) RENAME TO new_name;

DROP AGGREGATE goes(*);

DROP VIEW v;

DROP AGGREGATE total(integer);

CREATE FUNCTION final(bigint)
 RETURNS numeric
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT $1 * 2.0$function$;

CREATE AGGREGATE total(integer) (
    SFUNC = int4_sum,
    STYPE = bigint,
    FINALFUNC = final,
    FINALFUNC_MODIFY = SHAREABLE,
    COMBINEFUNC = int8pl,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE total(integer) IS 'adds twice';

CREATE AGGREGATE middle(double precision ORDER BY anyelement) (
    SFUNC = ordered_set_transition,
    STYPE = internal,
    FINALFUNC = percentile_disc_final,
    FINALFUNC_EXTRA
);

CREATE AGGREGATE lowest(integer) (
    SFUNC = int4smaller,
    STYPE = integer,
    SORTOP = <
);

CREATE AGGREGATE place(VARIADIC "any" ORDER BY VARIADIC "any") (
    SFUNC = ordered_set_transition_multi,
    STYPE = internal,
    FINALFUNC = rank_final,
    FINALFUNC_EXTRA,
    HYPOTHETICAL
);

CREATE OR REPLACE AGGREGATE group_concat(text) (
    SFUNC = concat_state,
    STYPE = text,
    SSPACE = 100,
    INITCOND = ''
);

CREATE OR REPLACE AGGREGATE total(bigint) (
    SFUNC = int8pl,
    STYPE = bigint,
    MSFUNC = int8pl,
    MINVFUNC = int8mi,
    MSTYPE = bigint,
    MSSPACE = 8,
    MINITCOND = '0'
);

CREATE VIEW v AS
SELECT total(t.a) AS a,
    last(t.id) AS l
   FROM t;

COMMENT ON VIEW v IS 'sums';

-- migrate:downgrade
DROP AGGREGATE middle(double precision, anyelement);

DROP AGGREGATE lowest(integer);

DROP AGGREGATE place("any");

DROP VIEW v;

DROP AGGREGATE total(integer);

CREATE AGGREGATE goes(*) (
    SFUNC = int8inc,
    STYPE = bigint,
    INITCOND = '0'
);

CREATE AGGREGATE total(integer) (
    SFUNC = int4pl,
    STYPE = integer,
    INITCOND = '0'
);

COMMENT ON AGGREGATE total(integer) IS 'adds';

CREATE OR REPLACE AGGREGATE group_concat(text) (
    SFUNC = concat_state,
    STYPE = text
);

CREATE OR REPLACE AGGREGATE total(bigint) (
    SFUNC = int8pl,
    STYPE = bigint,
    PARALLEL = SAFE
);

CREATE VIEW v AS
SELECT total(t.a) AS a,
    last(t.id) AS l
   FROM t;

COMMENT ON VIEW v IS 'sums';

DROP FUNCTION final(bigint);

ALTER AGGREGATE new_name(text[]) RENAME TO old_name;
