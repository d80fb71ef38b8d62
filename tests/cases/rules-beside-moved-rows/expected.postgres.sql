-- migrate:upgrade
ALTER TABLE t DETACH PARTITION t_p1;

-- what others write to t_p1 while its rows are copied would be lost
LOCK TABLE t_p1 IN ACCESS EXCLUSIVE MODE;

-- rows of t_p1 that belong elsewhere
CREATE TEMPORARY TABLE t_p1__rows AS SELECT * FROM t_p1 WHERE (id >= 0 AND id < 2) IS NOT TRUE;

DELETE FROM t_p1 WHERE (id >= 0 AND id < 2) IS NOT TRUE;

CREATE TABLE t_p2 (
    id integer NOT NULL,
    c text,
    d text,
    CONSTRAINT t_p2_pkey PRIMARY KEY (id)
);

ALTER TABLE t ATTACH PARTITION t_p2 FOR VALUES FROM (2) TO (100);

ALTER TABLE t ATTACH PARTITION t_p1 FOR VALUES FROM (0) TO (2);

-- fails while t_p1 has rows that no partition of t takes
-- rows that only change their place are no new ones
ALTER TABLE t DISABLE RULE ri;

-- rows that only change their place are no new ones
ALTER TABLE t DISABLE RULE rd;

INSERT INTO t (id, c, d)
SELECT id, c, d
FROM t_p1__rows;

ALTER TABLE t ENABLE RULE ri;

ALTER TABLE t ENABLE RULE rd;

DROP TABLE t_p1__rows;

-- migrate:downgrade
ALTER TABLE t DETACH PARTITION t_p1;

-- t_p2 stands aside until its rows are copied
ALTER TABLE t DETACH PARTITION t_p2;

ALTER TABLE t_p2 DROP CONSTRAINT IF EXISTS t_p2_pkey;

ALTER TABLE t_p2 RENAME TO t_p2__old;

ALTER TABLE t ATTACH PARTITION t_p1 FOR VALUES FROM (0) TO (100);

-- fails while t_p2 has rows that no partition of t takes
-- rows that only change their place are no new ones
ALTER TABLE t DISABLE RULE ri;

-- rows that only change their place are no new ones
ALTER TABLE t DISABLE RULE rd;

-- copies all rows of t_p2
INSERT INTO t (id, c, d)
SELECT id, c, d
FROM t_p2__old;

ALTER TABLE t ENABLE RULE ri;

ALTER TABLE t ENABLE RULE rd;

DROP TABLE t_p2__old;
