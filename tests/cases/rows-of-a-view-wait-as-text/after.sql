CREATE TABLE base (a integer, b integer);
CREATE VIEW pair AS SELECT b, a FROM base;
CREATE TABLE kept (one pair);
