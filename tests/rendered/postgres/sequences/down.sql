BEGIN;
CREATE SEQUENCE goes_with_table;

CREATE TABLE gone (
    id bigint DEFAULT nextval('goes_with_table'::regclass),
    other bigint
);

ALTER SEQUENCE goes_with_table OWNED BY gone.id;

ALTER SEQUENCE given_away OWNED BY gone.other;

ALTER SEQUENCE kept_when_owner_goes OWNED BY gone.id;

ALTER SEQUENCE counted MINVALUE 1 MAXVALUE 9223372036854775807;

-- if counted stands outside of 5 to 500, it begins anew at 5
SELECT setval('counted', 5, false) FROM counted WHERE last_value NOT BETWEEN 5 AND 500;

ALTER SEQUENCE counted AS integer MINVALUE 5 MAXVALUE 500 INCREMENT BY 5 START WITH 5 CACHE 3 CYCLE;

ALTER SEQUENCE turned MINVALUE -9223372036854775808 MAXVALUE 9223372036854775807;

-- if turned stands outside of 1 to 9223372036854775807, it begins anew at 1
SELECT setval('turned', 1, false) FROM turned WHERE last_value NOT BETWEEN 1 AND 9223372036854775807;

ALTER SEQUENCE turned NO MINVALUE NO MAXVALUE INCREMENT BY 1 START WITH 1;

ALTER SEQUENCE counted OWNED BY NONE;

-- loses the values of there.c
ALTER TABLE there
    ADD COLUMN b bigint,
    DROP COLUMN c;

-- loses all rows of comes
DROP TABLE comes;

ALTER SEQUENCE plain AS bigint MINVALUE -10 MAXVALUE 9223372036854775807;

-- if plain stands outside of 1 to 9223372036854775807, it begins anew at 1
SELECT setval('plain', 1, false) FROM plain WHERE last_value NOT BETWEEN 1 AND 9223372036854775807;

ALTER SEQUENCE plain AS bigint NO MINVALUE NO MAXVALUE INCREMENT BY 1 START WITH 1;

COMMENT ON SEQUENCE plain IS NULL;

DROP SEQUENCE fresh;

DROP SEQUENCE other.fresh;

DROP SCHEMA other;
COMMIT;
