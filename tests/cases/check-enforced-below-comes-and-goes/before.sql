CREATE TABLE sums (total integer);
CREATE TABLE bills () INHERITS (sums);
CREATE TABLE fees (rate integer CONSTRAINT rated CHECK (rate > 0) NOT ENFORCED);
CREATE TABLE tolls (rate integer CONSTRAINT rated CHECK (rate > 0)) INHERITS (fees);
