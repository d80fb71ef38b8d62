-- migrate:upgrade
ALTER TABLE e DETACH PARTITION e0;

ALTER TABLE e0 ALTER COLUMN id DROP DEFAULT;

ALTER TABLE e ALTER COLUMN id DROP DEFAULT;

ALTER SEQUENCE e_id_seq RENAME TO e_id_seq__old;

ALTER TABLE e ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;

SELECT setval('e_id_seq', last_value, is_called) FROM e_id_seq__old;

DROP SEQUENCE e_id_seq__old;

-- what others write to e0 while its rows are copied would be lost
LOCK TABLE e0 IN ACCESS EXCLUSIVE MODE;

-- rows of e0 that belong elsewhere
CREATE TEMPORARY TABLE e0__rows AS SELECT * FROM e0 WHERE (satisfies_hash_partition('e'::regclass, 2, 0, k)) IS NOT TRUE;

DELETE FROM e0 WHERE (satisfies_hash_partition('e'::regclass, 2, 0, k)) IS NOT TRUE;

CREATE TABLE e1 (
    id bigint NOT NULL,
    k integer NOT NULL
);

ALTER TABLE e ATTACH PARTITION e1 FOR VALUES WITH (modulus 2, remainder 1);

ALTER TABLE e ATTACH PARTITION e0 FOR VALUES WITH (modulus 2, remainder 0);

-- fails while e0 has rows that no partition of e takes
INSERT INTO e (id, k)
OVERRIDING SYSTEM VALUE
SELECT id, k
FROM e0__rows;

DROP TABLE e0__rows;

-- migrate:downgrade
ALTER TABLE e DETACH PARTITION e0;

ALTER SEQUENCE e_id_seq RENAME TO e_id_seq__old;

CREATE SEQUENCE e_id_seq;

SELECT setval('e_id_seq', last_value, is_called) FROM e_id_seq__old;

ALTER TABLE e
    ALTER COLUMN id DROP IDENTITY,
    ALTER COLUMN id SET DEFAULT nextval('e_id_seq'::regclass);

ALTER SEQUENCE e_id_seq OWNED BY e.id;

-- e1 stands aside until its rows are copied
ALTER TABLE e DETACH PARTITION e1;

ALTER TABLE e1 RENAME TO e1__old;

ALTER TABLE e0 ALTER COLUMN id SET DEFAULT nextval('e_id_seq'::regclass);

ALTER TABLE e ATTACH PARTITION e0 FOR VALUES WITH (modulus 1, remainder 0);

-- fails while e1 has rows that no partition of e takes
-- copies all rows of e1
INSERT INTO e (id, k)
SELECT id, k
FROM e1__old;

DROP TABLE e1__old;
