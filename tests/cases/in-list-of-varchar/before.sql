CREATE TABLE old (id integer CONSTRAINT pk_old PRIMARY KEY, state varchar(10) NOT NULL, CONSTRAINT ck_old CHECK (state IN ('a', 'b')));
CREATE INDEX ix_old ON old (id) WHERE state IN ('a', 'b');
CREATE VIEW old_view AS SELECT id, state FROM old WHERE state IN ('x', 'y');
CREATE MATERIALIZED VIEW old_sums AS SELECT count(*) AS n FROM old WHERE state IN ('x', 'y');
