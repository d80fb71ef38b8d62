-- migrate:upgrade
-- r is made again: create the new table, copy the rows, drop the old table, rename
CREATE VIRTUAL TABLE _migrate_new_r USING rtree(id, x1, x2, y1, y2, +note text);

INSERT INTO _migrate_new_r (id, x1, x2)
SELECT id, x1, x2
FROM r;

DROP TABLE r;

ALTER TABLE _migrate_new_r RENAME TO r;

-- migrate:downgrade
-- loses the values of r.note
-- loses the values of r.y2
-- loses the values of r.y1
-- r is made again: create the new table, copy the rows, drop the old table, rename
CREATE VIRTUAL TABLE _migrate_new_r USING rtree(id, x1, x2);

INSERT INTO _migrate_new_r (id, x1, x2)
SELECT id, x1, x2
FROM r;

DROP TABLE r;

ALTER TABLE _migrate_new_r RENAME TO r;
