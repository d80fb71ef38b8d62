BEGIN;
CREATE SCHEMA other;

CREATE UNLOGGED SEQUENCE fresh;

CREATE SEQUENCE other.fresh;

ALTER SEQUENCE counted AS bigint INCREMENT BY 1 NO MINVALUE NO MAXVALUE START WITH 1 CACHE 1 NO CYCLE;

ALTER SEQUENCE plain MINVALUE -10 MAXVALUE 9223372036854775807;

-- if plain stands outside of -10 to 32767, it begins anew at 0
SELECT setval('plain', 0, false) FROM plain WHERE last_value NOT BETWEEN -10 AND 32767;

ALTER SEQUENCE plain AS smallint MINVALUE -10 NO MAXVALUE INCREMENT BY 2 START WITH 0;

COMMENT ON SEQUENCE plain IS 'a sequence';

CREATE SEQUENCE shared;

CREATE TABLE comes (
    id bigint DEFAULT nextval('shared'::regclass),
    odd bigint DEFAULT nextval('plain'::regclass)
);

ALTER SEQUENCE shared OWNED BY comes.id;

ALTER SEQUENCE turned MINVALUE -9223372036854775808 MAXVALUE 9223372036854775807;

-- if turned stands outside of -9223372036854775808 to -1, it begins anew at -1
SELECT setval('turned', -1, false) FROM turned WHERE last_value NOT BETWEEN -9223372036854775808 AND -1;

ALTER SEQUENCE turned NO MINVALUE NO MAXVALUE INCREMENT BY -1 START WITH -1;

-- loses the values of there.b
ALTER TABLE there
    ADD COLUMN c bigint,
    DROP COLUMN b;

ALTER SEQUENCE counted OWNED BY there.c;

ALTER SEQUENCE given_away OWNED BY there.a;

ALTER SEQUENCE kept_when_owner_goes OWNED BY NONE;

-- loses all rows of gone
DROP TABLE gone;
COMMIT;
