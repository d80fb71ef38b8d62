-- migrate:upgrade
ALTER TABLE held DETACH PARTITION held_0;

ALTER TABLE held DETACH PARTITION held_1;

-- what others write to held_0 while its rows are copied would be lost
LOCK TABLE held_0 IN ACCESS EXCLUSIVE MODE;

-- rows of held_0 that belong elsewhere
CREATE TEMPORARY TABLE held_0__rows AS SELECT * FROM held_0 WHERE (satisfies_hash_partition('held'::regclass, 4, 0, tenant)) IS NOT TRUE;

DELETE FROM held_0 WHERE (satisfies_hash_partition('held'::regclass, 4, 0, tenant)) IS NOT TRUE;

-- what others write to held_1 while its rows are copied would be lost
LOCK TABLE held_1 IN ACCESS EXCLUSIVE MODE;

-- rows of held_1 that belong elsewhere
CREATE TEMPORARY TABLE held_1__rows AS SELECT * FROM held_1 WHERE (satisfies_hash_partition('held'::regclass, 4, 1, tenant)) IS NOT TRUE;

DELETE FROM held_1 WHERE (satisfies_hash_partition('held'::regclass, 4, 1, tenant)) IS NOT TRUE;

CREATE TABLE held_2 (
    tenant integer NOT NULL,
    k text NOT NULL,
    v text,
    CONSTRAINT held_2_pkey PRIMARY KEY (tenant, k)
);

ALTER TABLE held ATTACH PARTITION held_2 FOR VALUES WITH (modulus 4, remainder 2);

CREATE TABLE held_3 (
    tenant integer NOT NULL,
    k text NOT NULL,
    v text,
    CONSTRAINT held_3_pkey PRIMARY KEY (tenant, k)
);

ALTER TABLE held ATTACH PARTITION held_3 FOR VALUES WITH (modulus 4, remainder 3);

ALTER TABLE held ATTACH PARTITION held_0 FOR VALUES WITH (modulus 4, remainder 0);

ALTER TABLE held ATTACH PARTITION held_1 FOR VALUES WITH (modulus 4, remainder 1);

-- fails while held_0 has rows that no partition of held takes
INSERT INTO held (tenant, k, v)
SELECT tenant, k, v
FROM held_0__rows;

DROP TABLE held_0__rows;

-- fails while held_1 has rows that no partition of held takes
INSERT INTO held (tenant, k, v)
SELECT tenant, k, v
FROM held_1__rows;

DROP TABLE held_1__rows;

GRANT SELECT ON held TO PUBLIC;

GRANT INSERT ON held_1 TO PUBLIC;

-- migrate:downgrade
ALTER TABLE held DETACH PARTITION held_0;

ALTER TABLE held DETACH PARTITION held_1;

-- held_3 stands aside until its rows are copied
ALTER TABLE held DETACH PARTITION held_3;

ALTER TABLE held_3 DROP CONSTRAINT IF EXISTS held_3_pkey;

ALTER TABLE held_3 RENAME TO held_3__old;

-- held_2 stands aside until its rows are copied
ALTER TABLE held DETACH PARTITION held_2;

ALTER TABLE held_2 DROP CONSTRAINT IF EXISTS held_2_pkey;

ALTER TABLE held_2 RENAME TO held_2__old;

ALTER TABLE held ATTACH PARTITION held_0 FOR VALUES WITH (modulus 2, remainder 0);

ALTER TABLE held ATTACH PARTITION held_1 FOR VALUES WITH (modulus 2, remainder 1);

-- fails while held_2 has rows that no partition of held takes
-- copies all rows of held_2
INSERT INTO held (tenant, k, v)
SELECT tenant, k, v
FROM held_2__old;

DROP TABLE held_2__old;

-- fails while held_3 has rows that no partition of held takes
-- copies all rows of held_3
INSERT INTO held (tenant, k, v)
SELECT tenant, k, v
FROM held_3__old;

DROP TABLE held_3__old;

REVOKE SELECT ON held FROM PUBLIC;

REVOKE INSERT ON held_1 FROM PUBLIC;
