-- migrate:upgrade
ALTER TABLE changes_it NOT OF;

ALTER TABLE leaves_it NOT OF;

ALTER TABLE leaves_it ADD COLUMN extra text;

-- loses the values of changes_it.z
ALTER TABLE changes_it DROP COLUMN z;

ALTER TABLE changes_it OF spot;

-- loses the values of joins_it.extra
ALTER TABLE joins_it DROP COLUMN extra;

ALTER TABLE joins_it OF spot;

-- migrate:downgrade
ALTER TABLE changes_it NOT OF;

ALTER TABLE joins_it NOT OF;

ALTER TABLE changes_it ADD COLUMN z integer;

ALTER TABLE changes_it OF place;

ALTER TABLE joins_it ADD COLUMN extra text;

-- loses the values of leaves_it.extra
ALTER TABLE leaves_it DROP COLUMN extra;

ALTER TABLE leaves_it OF spot;
