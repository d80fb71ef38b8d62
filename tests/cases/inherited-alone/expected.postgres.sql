-- migrate:upgrade
DROP VIEW children;

ALTER TABLE all_own NO INHERIT plain;

ALTER TABLE leaving NO INHERIT base;

ALTER TABLE base ADD COLUMN more text;

-- grand stands aside until its rows are copied
ALTER TABLE grand NO INHERIT child;

DROP INDEX grand_x;

ALTER TABLE grand RENAME TO grand__old;

-- owning stands aside until its rows are copied
ALTER TABLE owning NO INHERIT plain;

ALTER TABLE owning RENAME TO owning__old;

CREATE TABLE owning (
    name text,
    note text
) INHERITS (plain);

ALTER TABLE all_own INHERIT plain;

-- copies all rows of owning
INSERT INTO owning (id, name, note)
SELECT id, name, note
FROM owning__old;

DROP TABLE owning__old;

-- child stands aside until its rows are copied
ALTER TABLE child RENAME TO child__old;

CREATE TABLE child (
    note text
) INHERITS (base);

-- copies all rows of child
INSERT INTO child (id, created, note)
SELECT id, created, note
FROM child__old;

DROP TABLE child__old;

CREATE TABLE grand (
    x integer
) INHERITS (child);

CREATE INDEX grand_x ON grand (x);

-- copies all rows of grand
INSERT INTO grand (id, created, note, x)
SELECT id, created, note, x
FROM grand__old;

DROP TABLE grand__old;

CREATE VIEW children AS
SELECT child.id,
    child.note
   FROM child;

-- migrate:downgrade
ALTER TABLE child NO INHERIT base;

-- owning stands aside until its rows are copied
ALTER TABLE owning NO INHERIT plain;

ALTER TABLE owning RENAME TO owning__old;

-- leaving stands aside until its rows are copied
ALTER TABLE leaving RENAME TO leaving__old;

-- all_own stands aside until its rows are copied
ALTER TABLE all_own NO INHERIT plain;

ALTER TABLE all_own RENAME TO all_own__old;

CREATE TABLE all_own (
    more integer
) INHERITS (plain);

CREATE TABLE owning (
    note text
) INHERITS (plain);

-- copies all rows of all_own
INSERT INTO all_own (id, name, more)
SELECT id, name, more
FROM all_own__old;

DROP TABLE all_own__old;

-- copies all rows of owning
INSERT INTO owning (id, name, note)
SELECT id, name, note
FROM owning__old;

DROP TABLE owning__old;

-- loses the values of child.more
ALTER TABLE child
    ALTER COLUMN id DROP DEFAULT,
    ALTER COLUMN created DROP DEFAULT,
    DROP COLUMN more;

-- loses the values of base.more
ALTER TABLE base DROP COLUMN more;

CREATE TABLE leaving (
    extra integer
) INHERITS (base);

-- copies all rows of leaving
INSERT INTO leaving (id, created, extra)
SELECT id, created, extra
FROM leaving__old;

DROP TABLE leaving__old;
