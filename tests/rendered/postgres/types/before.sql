CREATE TYPE mood AS ENUM ('happy', 'sad');
CREATE TABLE parent (code integer PRIMARY KEY);
CREATE TABLE t (
    id integer PRIMARY KEY, short varchar(50) DEFAULT 'abc' NOT NULL, digits text DEFAULT '7', flag integer DEFAULT 1, yes boolean,
    whole integer, stamp timestamp, feeling text DEFAULT 'sad', list text, one integer, doc json, price numeric(10,2), parent integer REFERENCES parent,
    c text COLLATE "C", base integer, twice integer GENERATED ALWAYS AS (base * 2) STORED, sized text
);
ALTER TABLE t ALTER sized SET STORAGE external;
CREATE VIEW v AS SELECT id, short, digits FROM t;
COMMENT ON VIEW v IS 'seen';
CREATE VIEW vv AS SELECT short FROM v;
CREATE INDEX ix ON t (lower(short));
INSERT INTO parent VALUES (1);
INSERT INTO t (id, short, digits, flag, yes, whole, stamp, feeling, list, one, doc, price, parent, base) VALUES
    (1, 'x', '42', 1, true, 5, '2020-01-01', 'happy', '{a,b}', 3, '{"a":1}', 1.5, 1, 4), (2, 'y', '43', 0, false, 6, NULL, 'sad', NULL, NULL, NULL, NULL, NULL, NULL);
