CREATE TABLE base (a integer, b integer);
CREATE VIEW pair AS SELECT a, b FROM base;
CREATE TABLE kept (one pair);
