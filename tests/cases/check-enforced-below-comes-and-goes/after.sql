CREATE TABLE sums (total integer, note text CONSTRAINT noted CHECK (note <> '') NOT ENFORCED);
CREATE TABLE bills (note text CONSTRAINT noted CHECK (note <> '')) INHERITS (sums);
CREATE TABLE fees (rate integer);
CREATE TABLE tolls (rate integer) INHERITS (fees);
