-- migrate:upgrade
ALTER TABLE leaf NO INHERIT middle;

ALTER TABLE leaf RENAME CONSTRAINT base_a_not_null TO leaf_a_not_null;

-- migrate:downgrade
-- leaf stands aside until its rows are copied
ALTER TABLE leaf RENAME TO leaf__old;

CREATE TABLE leaf () INHERITS (middle);

-- copies all rows of leaf
INSERT INTO leaf (a)
SELECT a
FROM leaf__old;

DROP TABLE leaf__old;
