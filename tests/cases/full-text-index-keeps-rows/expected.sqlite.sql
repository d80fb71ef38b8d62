-- migrate:upgrade
-- loses the values of f.old
-- f is made again: create the new table, copy the rows, drop the old table, rename
CREATE VIRTUAL TABLE _migrate_new_f USING fts5(t, "u v" UNINDEXED, tokenize = 'porter');

INSERT INTO _migrate_new_f (rowid, t)
SELECT rowid, t
FROM f;

DROP TABLE f;

ALTER TABLE _migrate_new_f RENAME TO f;

-- migrate:downgrade
-- loses the values of f.u v
-- f is made again: create the new table, copy the rows, drop the old table, rename
CREATE VIRTUAL TABLE _migrate_new_f USING fts5(t, old);

INSERT INTO _migrate_new_f (rowid, t)
SELECT rowid, t
FROM f;

DROP TABLE f;

ALTER TABLE _migrate_new_f RENAME TO f;
