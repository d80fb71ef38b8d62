-- migrate:upgrade
CREATE TABLE whole (
    id integer GENERATED ALWAYS AS IDENTITY NOT NULL,
    k integer NOT NULL
) PARTITION BY LIST (k);

ALTER TABLE whole ATTACH PARTITION part FOR VALUES IN (1);

SELECT setval('whole_id_seq', max(id)) FROM whole HAVING max(id) >= 1;

-- migrate:downgrade
ALTER TABLE whole DETACH PARTITION part;

-- loses all rows of whole
DROP TABLE whole;
