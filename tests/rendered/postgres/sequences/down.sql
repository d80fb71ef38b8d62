BEGIN;
CREATE SEQUENCE goes_with_table;

CREATE TABLE gone (
    id bigint DEFAULT nextval('goes_with_table'::regclass),
    other bigint
);

ALTER SEQUENCE given_away OWNED BY gone.other;

ALTER SEQUENCE goes_with_table OWNED BY gone.id;

ALTER SEQUENCE kept_when_owner_goes OWNED BY gone.id;

ALTER SEQUENCE counted AS integer INCREMENT BY 5 MINVALUE 5 MAXVALUE 500 START WITH 5 CACHE 3 CYCLE;

ALTER SEQUENCE counted OWNED BY NONE;

ALTER SEQUENCE turned INCREMENT BY 1 NO MINVALUE NO MAXVALUE START WITH 1 RESTART;

ALTER SEQUENCE counted OWNED BY NONE;

-- loses the values of there.c
ALTER TABLE there
    ADD COLUMN b bigint,
    DROP COLUMN c;

-- loses all rows of comes
DROP TABLE comes;

ALTER SEQUENCE plain AS bigint INCREMENT BY 1 NO MINVALUE START WITH 1;

COMMENT ON SEQUENCE plain IS NULL;

DROP SEQUENCE fresh;

DROP SEQUENCE other.fresh;

DROP SCHEMA other;
COMMIT;
