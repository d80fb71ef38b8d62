CREATE TABLE t (a integer, wider bigint GENERATED ALWAYS AS (a * 2) STORED, other integer GENERATED ALWAYS AS (a + 2) STORED,
    settles integer DEFAULT 4, starts integer GENERATED ALWAYS AS (a + 4) STORED CONSTRAINT starts_check CHECK (starts > 0),
    CONSTRAINT t_starts UNIQUE (starts));
CREATE INDEX ix_starts ON t (starts);
CREATE INDEX ix_settles ON t (settles);
CREATE VIEW v AS SELECT a, starts, settles FROM t;
