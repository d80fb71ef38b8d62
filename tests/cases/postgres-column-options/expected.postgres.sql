-- migrate:upgrade
ALTER TABLE item RENAME CONSTRAINT item_pkey TO pk_item;

ALTER TABLE item
    ADD COLUMN new text,
    ALTER COLUMN new SET STATISTICS 200,
    ALTER COLUMN new SET (n_distinct = -1, n_distinct_inherited = -1),
    ALTER COLUMN name RESET (n_distinct),
    ALTER COLUMN code SET (n_distinct = -0.25),
    ALTER COLUMN size TYPE bigint,
    ALTER COLUMN pair RESET (n_distinct);

ALTER TABLE reading ALTER COLUMN place SET (n_distinct_inherited = 50);

ALTER TABLE reading_2024 ALTER COLUMN place SET (n_distinct = 6);

-- migrate:downgrade
ALTER TABLE item RENAME CONSTRAINT pk_item TO item_pkey;

-- loses the values of item.new
-- fails while item.size holds values beyond integer
ALTER TABLE item
    ALTER COLUMN name SET (n_distinct = 100),
    ALTER COLUMN code SET (n_distinct = -0.5),
    ALTER COLUMN size TYPE integer,
    ALTER COLUMN pair SET (n_distinct = 3, n_distinct_inherited = 4),
    DROP COLUMN new;

ALTER TABLE reading ALTER COLUMN place SET (n_distinct_inherited = 40);

ALTER TABLE reading_2024 ALTER COLUMN place RESET (n_distinct);
