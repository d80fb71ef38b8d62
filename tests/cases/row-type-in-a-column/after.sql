CREATE TABLE other (a bigint);
CREATE TABLE t (o other[]);
