-- migrate:upgrade
ALTER TABLE q DETACH PARTITION q_lo;

-- q_hi stands aside until its rows are copied
ALTER TABLE q DETACH PARTITION q_hi;

ALTER TABLE q_hi RENAME TO q_hi__old;

-- what others write to q_lo while its rows are copied would be lost
LOCK TABLE q_lo IN ACCESS EXCLUSIVE MODE;

-- rows of q_lo that belong elsewhere
CREATE TEMPORARY TABLE q_lo__rows AS SELECT * FROM q_lo WHERE (amt < 5.5) IS NOT TRUE;

DELETE FROM q_lo WHERE (amt < 5.5) IS NOT TRUE;

CREATE TABLE q_mid (
    amt numeric NOT NULL
);

ALTER TABLE q ATTACH PARTITION q_mid FOR VALUES FROM (5.5) TO (MAXVALUE);

ALTER TABLE q ATTACH PARTITION q_lo FOR VALUES FROM (MINVALUE) TO (5.5);

-- fails while q_hi has rows that no partition of q takes
-- copies all rows of q_hi
INSERT INTO q (amt)
SELECT amt
FROM q_hi__old;

DROP TABLE q_hi__old;

-- fails while q_lo has rows that no partition of q takes
INSERT INTO q (amt)
SELECT amt
FROM q_lo__rows;

DROP TABLE q_lo__rows;

-- migrate:downgrade
ALTER TABLE q DETACH PARTITION q_lo;

-- q_mid stands aside until its rows are copied
ALTER TABLE q DETACH PARTITION q_mid;

ALTER TABLE q_mid RENAME TO q_mid__old;

CREATE TABLE q_hi (
    amt numeric NOT NULL
);

ALTER TABLE q ATTACH PARTITION q_hi FOR VALUES FROM (9.99) TO (MAXVALUE);

ALTER TABLE q ATTACH PARTITION q_lo FOR VALUES FROM (MINVALUE) TO (9.99);

-- fails while q_mid has rows that no partition of q takes
-- copies all rows of q_mid
INSERT INTO q (amt)
SELECT amt
FROM q_mid__old;

DROP TABLE q_mid__old;
