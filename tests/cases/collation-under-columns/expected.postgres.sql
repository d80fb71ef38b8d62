-- migrate:upgrade
DROP INDEX parts_name;

DROP INDEX parts_other;

ALTER TABLE parts
    ALTER COLUMN name DROP DEFAULT,
    ALTER COLUMN name TYPE text;

DROP COLLATION natural_order;

CREATE COLLATION natural_order (provider = icu, locale = 'de-u-kn-true');

ALTER TABLE parts
    ALTER COLUMN name TYPE text COLLATE natural_order,
    ALTER COLUMN name SET DEFAULT 'p'::text;

CREATE INDEX parts_name ON parts (name);

CREATE INDEX parts_other ON parts (other COLLATE natural_order);

-- migrate:downgrade
DROP INDEX parts_name;

DROP INDEX parts_other;

ALTER TABLE parts
    ALTER COLUMN name DROP DEFAULT,
    ALTER COLUMN name TYPE text;

DROP COLLATION natural_order;

CREATE COLLATION natural_order (provider = icu, locale = 'en-u-kn-true');

ALTER TABLE parts
    ALTER COLUMN name TYPE text COLLATE natural_order,
    ALTER COLUMN name SET DEFAULT 'p'::text;

CREATE INDEX parts_name ON parts (name);

CREATE INDEX parts_other ON parts (other COLLATE natural_order);
