-- migrate:upgrade
CREATE TABLE three (
    a integer NOT NULL,
    b integer NOT NULL,
    CONSTRAINT three_pkey PRIMARY KEY (a, b)
);

ALTER TABLE three ADD CONSTRAINT three_a_b_key UNIQUE (a, b);

ALTER TABLE one
    ALTER COLUMN id DROP DEFAULT,
    ADD CONSTRAINT one_id_key UNIQUE (id);

ALTER TABLE two ADD CONSTRAINT two_a UNIQUE (number);

ALTER TABLE two ADD CONSTRAINT two_b UNIQUE (number);

-- migrate:downgrade
ALTER TABLE one
    DROP CONSTRAINT one_id_key,
    ALTER COLUMN id SET DEFAULT nextval('shared'::regclass);

ALTER TABLE two
    DROP CONSTRAINT two_a,
    DROP CONSTRAINT two_b;

-- loses all rows of three
DROP TABLE three;
