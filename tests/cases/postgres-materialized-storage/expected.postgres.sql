-- migrate:upgrade
ALTER TABLE big
    ALTER COLUMN name SET STORAGE EXTENDED,
    ALTER COLUMN name SET COMPRESSION pglz,
    ALTER COLUMN size SET STATISTICS 500,
    ALTER COLUMN size SET (n_distinct = -0.5);

ALTER TABLE small SET WITHOUT CLUSTER;

CREATE INDEX big_name ON big (name);

ALTER TABLE big CLUSTER ON big_name;

CREATE MATERIALIZED VIEW new AS
SELECT item.id,
    item.name
   FROM item
  WHERE (item.size < 5);

ALTER TABLE new ALTER COLUMN name SET STORAGE MAIN;

CREATE INDEX new_id ON new (id);

ALTER TABLE new CLUSTER ON new_id;

-- migrate:downgrade
DROP MATERIALIZED VIEW new;

DROP INDEX big_name;

ALTER TABLE big
    ALTER COLUMN name SET STORAGE EXTERNAL,
    ALTER COLUMN name SET COMPRESSION default,
    ALTER COLUMN size SET STATISTICS -1,
    ALTER COLUMN size SET (n_distinct = 5),
    CLUSTER ON big_id;

ALTER TABLE small CLUSTER ON small_id;
