CREATE TABLE item (
    id integer PRIMARY KEY,
    name text,
    code text,
    size integer,
    pair integer
);
ALTER TABLE item ALTER COLUMN name SET (n_distinct = 100);
ALTER TABLE item ALTER COLUMN code SET (n_distinct = -0.5);
ALTER TABLE item ALTER COLUMN size SET (n_distinct = 7);
ALTER TABLE item ALTER COLUMN pair SET (n_distinct = 3, n_distinct_inherited = 4);

CREATE TABLE reading (
    day date NOT NULL,
    place text
) PARTITION BY RANGE (day);
CREATE TABLE reading_2024 PARTITION OF reading FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
ALTER TABLE reading ALTER COLUMN place SET (n_distinct_inherited = 40);
