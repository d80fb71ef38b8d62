-- migrate:upgrade
ALTER TABLE t
    ALTER COLUMN size DROP DEFAULT,
    ALTER COLUMN size TYPE integer USING split_part(size, ' ', 1)::integer,
    ALTER COLUMN size SET DEFAULT 5;

-- migrate:downgrade
ALTER TABLE t
    ALTER COLUMN size DROP DEFAULT,
    ALTER COLUMN size TYPE text,
    ALTER COLUMN size SET DEFAULT '5 kg'::text;
