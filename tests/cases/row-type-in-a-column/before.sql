CREATE TABLE other (a integer);
CREATE TABLE t (o other[]);
