-- migrate:upgrade
-- s stands aside until its rows are copied
ALTER TABLE s NO INHERIT a;

ALTER TABLE s RENAME TO s__old;

-- e stands aside until its rows are copied
ALTER TABLE e NO INHERIT m;

ALTER TABLE e RENAME TO e__old;

-- t stands aside until its rows are copied
ALTER TABLE t NO INHERIT a;

ALTER TABLE t NO INHERIT o;

ALTER TABLE t RENAME TO t__old;

-- c stands aside until its rows are copied
ALTER TABLE c NO INHERIT a;

ALTER TABLE c RENAME TO c__old;

CREATE TABLE b (
    y integer DEFAULT 3
) INHERITS (a);

CREATE TABLE c () INHERITS (b);

CREATE TABLE t (
    z integer
) INHERITS (o, a);

CREATE TABLE e () INHERITS (a);

CREATE TABLE s () INHERITS (m);

-- copies all rows of c
INSERT INTO c (id, x)
SELECT id, x
FROM c__old;

DROP TABLE c__old;

-- copies all rows of t
INSERT INTO t (q, id, x, z)
SELECT q, id, x, z
FROM t__old;

DROP TABLE t__old;

-- loses the values of e.y
-- copies all rows of e
INSERT INTO e (id, x)
SELECT id, x
FROM e__old;

DROP TABLE e__old;

-- copies all rows of s
INSERT INTO s (id, x)
SELECT id, x
FROM s__old;

DROP TABLE s__old;

-- migrate:downgrade
-- s stands aside until its rows are copied
ALTER TABLE s NO INHERIT m;

ALTER TABLE s RENAME TO s__old;

-- e stands aside until its rows are copied
ALTER TABLE e NO INHERIT a;

ALTER TABLE e RENAME TO e__old;

-- t stands aside until its rows are copied
ALTER TABLE t NO INHERIT o;

ALTER TABLE t NO INHERIT a;

ALTER TABLE t RENAME TO t__old;

-- c stands aside until its rows are copied
ALTER TABLE c NO INHERIT b;

ALTER TABLE c RENAME TO c__old;

-- loses all rows of b
DROP TABLE b;

CREATE TABLE c () INHERITS (a);

CREATE TABLE t (
    z integer
) INHERITS (a, o);

CREATE TABLE e () INHERITS (m);

CREATE TABLE s () INHERITS (a);

-- loses the values of c.y
-- copies all rows of c
INSERT INTO c (id, x)
SELECT id, x
FROM c__old;

DROP TABLE c__old;

-- copies all rows of t
INSERT INTO t (id, x, q, z)
SELECT id, x, q, z
FROM t__old;

DROP TABLE t__old;

-- copies all rows of e
INSERT INTO e (id, x)
SELECT id, x
FROM e__old;

DROP TABLE e__old;

-- loses the values of s.y
-- copies all rows of s
INSERT INTO s (id, x)
SELECT id, x
FROM s__old;

DROP TABLE s__old;
