CREATE TABLE t (a integer, wider integer GENERATED ALWAYS AS (a * 2) STORED, other integer GENERATED ALWAYS AS (a + 1) STORED,
    settles integer GENERATED ALWAYS AS (a + 3) STORED, starts integer CONSTRAINT starts_check CHECK (starts > 0),
    CONSTRAINT t_starts UNIQUE (starts));
CREATE INDEX ix_starts ON t (starts);
CREATE INDEX ix_settles ON t (settles);
CREATE VIEW v AS SELECT a, starts, settles FROM t;
INSERT INTO t (a, starts) VALUES (1, 5), (2, 6);
