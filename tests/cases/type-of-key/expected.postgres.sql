-- migrate:upgrade
ALTER TABLE a ALTER COLUMN id TYPE bigint;

ALTER TABLE b
    ALTER COLUMN id TYPE bigint,
    ALTER COLUMN a_id TYPE bigint;

ALTER SEQUENCE b_id_seq AS bigint;

-- migrate:downgrade
-- fails while a.id holds values beyond integer
ALTER TABLE a ALTER COLUMN id TYPE integer;

-- fails while b.id holds values beyond integer
-- fails while b.a_id holds values beyond integer
ALTER TABLE b
    ALTER COLUMN id TYPE integer,
    ALTER COLUMN a_id TYPE integer;

ALTER SEQUENCE b_id_seq AS integer;
