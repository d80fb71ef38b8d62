-- migrate:upgrade transaction=off
ALTER TYPE r ADD VALUE IF NOT EXISTS 'w' BEFORE 'x';

-- migrate:upgrade
ALTER TABLE tx DROP CONSTRAINT tx_acc_r_fkey;

ALTER TABLE tx DETACH PARTITION tx0;

DROP TRIGGER ct ON tx;

-- what others write to acc_d while its rows are copied would be lost
LOCK TABLE acc_d IN ACCESS EXCLUSIVE MODE;

-- rows of acc_d that belong elsewhere
CREATE TEMPORARY TABLE acc_d__rows AS SELECT * FROM acc_d WHERE r IN ('y', 'w');

DELETE FROM acc_d WHERE r IN ('y', 'w');

CREATE TABLE acc_y (
    id integer NOT NULL,
    r r NOT NULL,
    CONSTRAINT acc_y_pkey PRIMARY KEY (id, r)
);

ALTER TABLE acc ATTACH PARTITION acc_y FOR VALUES IN ('y', 'w');

-- fails while acc_d has rows that no partition of acc takes
INSERT INTO acc (id, r)
SELECT id, r
FROM acc_d__rows;

DROP TABLE acc_d__rows;

-- what others write to tx0 while its rows are copied would be lost
LOCK TABLE tx0 IN ACCESS EXCLUSIVE MODE;

-- rows of tx0 that belong elsewhere
CREATE TEMPORARY TABLE tx0__rows AS SELECT * FROM tx0 WHERE (satisfies_hash_partition('tx'::regclass, 2, 0, id)) IS NOT TRUE;

DELETE FROM tx0 WHERE (satisfies_hash_partition('tx'::regclass, 2, 0, id)) IS NOT TRUE;

CREATE TABLE tx1 (
    id integer,
    acc integer,
    r r
);

ALTER TABLE tx ATTACH PARTITION tx1 FOR VALUES WITH (modulus 2, remainder 1);

ALTER TABLE tx ATTACH PARTITION tx0 FOR VALUES WITH (modulus 2, remainder 0);

-- fails while tx0 has rows that no partition of tx takes
INSERT INTO tx (id, acc, r)
SELECT id, acc, r
FROM tx0__rows;

DROP TABLE tx0__rows;

ALTER TABLE tx ADD CONSTRAINT tx_acc_r_fkey FOREIGN KEY (acc, r) REFERENCES acc (id, r) ON UPDATE CASCADE;

CREATE CONSTRAINT TRIGGER ct AFTER INSERT OR UPDATE ON tx DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION chk();

-- migrate:downgrade
ALTER TABLE tx DROP CONSTRAINT tx_acc_r_fkey;

ALTER TABLE tx DETACH PARTITION tx0;

DROP TRIGGER ct ON tx;

-- what others write to acc while its rows are copied would be lost
LOCK TABLE acc IN ACCESS EXCLUSIVE MODE;

-- the rows of acc wait until types of its columns have been made anew
CREATE TABLE acc__old AS SELECT id, r::text AS r FROM acc;

DROP TABLE acc;

-- tx1 stands aside until its rows are copied
ALTER TABLE tx DETACH PARTITION tx1;

ALTER TABLE tx1 RENAME TO tx1__old;

ALTER TABLE tx ATTACH PARTITION tx0 FOR VALUES WITH (modulus 1, remainder 0);

-- fails while tx1 has rows that no partition of tx takes
-- copies all rows of tx1
INSERT INTO tx (id, acc, r)
SELECT id, acc, r
FROM tx1__old;

DROP TABLE tx1__old;

ALTER TYPE r RENAME TO r__old;

CREATE TYPE r AS ENUM ('x', 'y');

-- fails while rows hold 'w'
ALTER TABLE tx ALTER COLUMN r TYPE r USING r::text::r;

DROP TYPE r__old;

CREATE TABLE acc (
    id integer NOT NULL,
    r r NOT NULL,
    CONSTRAINT acc_pkey PRIMARY KEY (id, r)
) PARTITION BY LIST (r);

CREATE TABLE acc_d (
    id integer NOT NULL,
    r r NOT NULL,
    CONSTRAINT acc_d_pkey PRIMARY KEY (id, r)
);

ALTER TABLE acc ATTACH PARTITION acc_d DEFAULT;

CREATE TABLE acc_x (
    id integer NOT NULL,
    r r NOT NULL,
    CONSTRAINT acc_x_pkey PRIMARY KEY (id, r)
);

ALTER TABLE acc ATTACH PARTITION acc_x FOR VALUES IN ('x');

-- fails while acc has rows that no partition of acc takes
-- copies all rows of acc
INSERT INTO acc (id, r)
SELECT id, r::text::r
FROM acc__old;

DROP TABLE acc__old;

ALTER TABLE tx ADD CONSTRAINT tx_acc_r_fkey FOREIGN KEY (acc, r) REFERENCES acc (id, r);

CREATE CONSTRAINT TRIGGER ct AFTER INSERT ON tx DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION chk();
