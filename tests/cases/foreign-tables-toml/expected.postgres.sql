-- migrate:upgrade
CREATE FOREIGN TABLE alone (
    id integer OPTIONS (key 'true') DEFAULT 3 NOT NULL,
    name text,
    CONSTRAINT ck_alone CHECK (id > 0)
) SERVER near;

COMMENT ON FOREIGN TABLE alone IS 'new';

ALTER FOREIGN TABLE heir
    OPTIONS (DROP a),
    ALTER COLUMN id OPTIONS (ADD x 'y'),
    ALTER COLUMN own TYPE integer,
    ALTER COLUMN own OPTIONS (ADD "Odd n" '1');

ALTER FOREIGN TABLE old_events
    OPTIONS (ADD table_name 'it''s', ADD "Odd n" ''),
    ALTER COLUMN id OPTIONS (ADD column_name 'nr');

-- migrate:downgrade
ALTER FOREIGN TABLE heir
    OPTIONS (ADD a 'b'),
    ALTER COLUMN id OPTIONS (DROP x),
    ALTER COLUMN own TYPE text,
    ALTER COLUMN own OPTIONS (DROP "Odd n");

ALTER FOREIGN TABLE old_events
    OPTIONS (DROP table_name, DROP "Odd n"),
    ALTER COLUMN id OPTIONS (DROP column_name);

DROP FOREIGN TABLE alone;
