-- migrate:upgrade
ALTER TABLE leaf DROP CONSTRAINT leaf_fk;

ALTER TABLE tree DROP CONSTRAINT tree_fk;

ALTER TABLE tree DETACH PARTITION tree_1;

-- what others write to tree_1 while its rows are copied would be lost
LOCK TABLE tree_1 IN ACCESS EXCLUSIVE MODE;

-- rows of tree_1 that belong elsewhere
CREATE TEMPORARY TABLE tree_1__rows AS SELECT * FROM tree_1 WHERE (r >= 0 AND r < 50) IS NOT TRUE;

DELETE FROM tree_1 WHERE (r >= 0 AND r < 50) IS NOT TRUE;

CREATE TABLE tree_2 (
    id integer NOT NULL,
    r integer NOT NULL,
    parent integer,
    CONSTRAINT tree_2_pkey PRIMARY KEY (id, r)
);

ALTER TABLE tree ATTACH PARTITION tree_2 FOR VALUES FROM (50) TO (100);

ALTER TABLE tree ATTACH PARTITION tree_1 FOR VALUES FROM (0) TO (50);

-- fails while tree_1 has rows that no partition of tree takes
INSERT INTO tree (id, r, parent)
SELECT id, r, parent
FROM tree_1__rows;

DROP TABLE tree_1__rows;

ALTER TABLE leaf ADD CONSTRAINT leaf_fk FOREIGN KEY (tree_id, tree_r) REFERENCES tree (id, r) ON UPDATE CASCADE;

ALTER TABLE tree ADD CONSTRAINT tree_fk FOREIGN KEY (parent, r) REFERENCES tree (id, r) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;

-- migrate:downgrade
ALTER TABLE leaf DROP CONSTRAINT leaf_fk;

ALTER TABLE tree DROP CONSTRAINT tree_fk;

ALTER TABLE tree DETACH PARTITION tree_1;

-- tree_2 stands aside until its rows are copied
ALTER TABLE tree DETACH PARTITION tree_2;

ALTER TABLE tree_2 DROP CONSTRAINT IF EXISTS tree_2_pkey;

ALTER TABLE tree_2 RENAME TO tree_2__old;

ALTER TABLE tree ATTACH PARTITION tree_1 FOR VALUES FROM (0) TO (100);

-- fails while tree_2 has rows that no partition of tree takes
-- copies all rows of tree_2
INSERT INTO tree (id, r, parent)
SELECT id, r, parent
FROM tree_2__old;

DROP TABLE tree_2__old;

ALTER TABLE leaf ADD CONSTRAINT leaf_fk FOREIGN KEY (tree_id, tree_r) REFERENCES tree_1 (id, r);

ALTER TABLE tree ADD CONSTRAINT tree_fk FOREIGN KEY (parent, r) REFERENCES tree (id, r);
