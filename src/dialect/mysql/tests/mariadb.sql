-- case columns
-- before
CREATE TABLE t (
    id int(11) NOT NULL,
    name varchar(20),
    kind enum('a','b') NOT NULL DEFAULT 'a',
    `order` int(11),
    gone text,
    at datetime(3),
    big varchar(40),
    PRIMARY KEY (id)
);
-- rows
INSERT INTO t (id, name, `order`) VALUES (1, 'x', 5), (2, 'y', 6);
-- after
CREATE TABLE t (
    first int(11),
    id int(11) NOT NULL,
    name varchar(30) COMMENT 'it''s',
    kind enum('a','b','c') NOT NULL DEFAULT 'b',
    count int(11) NOT NULL DEFAULT 0,
    `order` bigint(20),
    at datetime(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
    big varchar(500),
    hidden json INVISIBLE,
    PRIMARY KEY (id)
);
-- up
-- loses the values of t.gone
ALTER TABLE t
    ADD COLUMN first int(11) FIRST,
    ADD COLUMN count int(11) NOT NULL DEFAULT 0 AFTER kind,
    ADD COLUMN hidden json INVISIBLE,
    MODIFY COLUMN name varchar(30) COMMENT 'it''s',
    MODIFY COLUMN kind enum('a','b','c') NOT NULL DEFAULT 'b',
    MODIFY COLUMN `order` bigint(20),
    MODIFY COLUMN at datetime(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
    MODIFY COLUMN big varchar(500),
    DROP COLUMN gone;
-- down
-- loses the values of t.first
-- loses the values of t.count
-- loses the values of t.hidden
-- fails while t.name holds values longer than varchar(20)
-- fails while t.kind holds values that enum('a','b') does not have
-- fails while t.order holds values beyond int(11)
-- fails while t.big holds values longer than varchar(40)
ALTER TABLE t
    ADD COLUMN gone text AFTER `order`,
    MODIFY COLUMN name varchar(20),
    MODIFY COLUMN kind enum('a','b') NOT NULL DEFAULT 'a',
    MODIFY COLUMN `order` int(11),
    MODIFY COLUMN at datetime(3),
    MODIFY COLUMN big varchar(40),
    DROP COLUMN first,
    DROP COLUMN count,
    DROP COLUMN hidden;

-- case a counting column
-- before
CREATE TABLE t (
    a int(11) NOT NULL,
    PRIMARY KEY (a)
);
-- rows
INSERT INTO t VALUES (1), (2);
-- after
CREATE TABLE t (
    id bigint(20) NOT NULL AUTO_INCREMENT,
    a int(11) NOT NULL,
    PRIMARY KEY (id),
    INDEX ia (a)
) AUTO_INCREMENT=3;
-- up
ALTER TABLE t
    DROP PRIMARY KEY,
    ADD COLUMN id bigint(20) NOT NULL AUTO_INCREMENT FIRST, ADD PRIMARY KEY (id),
    ADD INDEX ia (a);
-- down
-- loses the values of t.id
ALTER TABLE t
    DROP INDEX ia,
    DROP COLUMN id, DROP PRIMARY KEY,
    ADD PRIMARY KEY (a);

-- case the key under a counting column
-- before
CREATE TABLE t (
    id int(11) NOT NULL AUTO_INCREMENT,
    a int(11) NOT NULL,
    PRIMARY KEY (id)
);
-- rows
INSERT INTO t (a) VALUES (1), (2);
-- after
CREATE TABLE t (
    id int(11) NOT NULL AUTO_INCREMENT,
    a int(11) NOT NULL,
    PRIMARY KEY (id, a),
    UNIQUE INDEX ua (a)
);
-- up
ALTER TABLE t
    DROP PRIMARY KEY, ADD PRIMARY KEY (id, a),
    ADD UNIQUE INDEX ua (a),
    LOCK=NONE;
-- down
ALTER TABLE t
    DROP INDEX ua,
    DROP PRIMARY KEY, ADD PRIMARY KEY (id),
    LOCK=NONE;

-- case foreign keys
-- before
CREATE TABLE p (
    id int(11) NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE c (
    id int(11) NOT NULL,
    p int(11),
    q int(11),
    PRIMARY KEY (id),
    INDEX fk_p (p),
    CONSTRAINT fk_p FOREIGN KEY (p) REFERENCES p (id)
);
-- rows
INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1, 1);
-- after
CREATE TABLE p (
    id bigint(20) NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE c (
    id int(11) NOT NULL,
    p bigint(20),
    q bigint(20),
    PRIMARY KEY (id),
    INDEX fk_p (p),
    INDEX fk_q (q),
    CONSTRAINT fk_p FOREIGN KEY (p) REFERENCES p (id) ON DELETE CASCADE,
    CONSTRAINT fk_q FOREIGN KEY (q) REFERENCES p (id) ON DELETE SET NULL
);
CREATE TABLE d (
    id bigint(20) NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT fk_d FOREIGN KEY (id) REFERENCES p (id) ON DELETE CASCADE
);
-- up
ALTER TABLE c
    DROP FOREIGN KEY fk_p,
    MODIFY COLUMN p bigint(20),
    MODIFY COLUMN q bigint(20),
    ADD INDEX fk_q (q);
CREATE TABLE d (
    id bigint(20) NOT NULL,
    PRIMARY KEY (id)
);
ALTER TABLE p MODIFY COLUMN id bigint(20) NOT NULL;
ALTER TABLE c
    ADD CONSTRAINT fk_p FOREIGN KEY (p) REFERENCES p (id) ON DELETE CASCADE,
    ADD CONSTRAINT fk_q FOREIGN KEY (q) REFERENCES p (id) ON DELETE SET NULL;
ALTER TABLE d ADD CONSTRAINT fk_d FOREIGN KEY (id) REFERENCES p (id) ON DELETE CASCADE;
-- down
ALTER TABLE d DROP FOREIGN KEY fk_d, ALGORITHM=INSTANT;
-- fails while c.p holds values beyond int(11)
-- fails while c.q holds values beyond int(11)
ALTER TABLE c
    DROP FOREIGN KEY fk_p,
    DROP FOREIGN KEY fk_q,
    DROP INDEX fk_q,
    MODIFY COLUMN p int(11),
    MODIFY COLUMN q int(11);
-- fails while p.id holds values beyond int(11)
ALTER TABLE p MODIFY COLUMN id int(11) NOT NULL;
-- loses all rows of d
DROP TABLE d;
ALTER TABLE c ADD CONSTRAINT fk_p FOREIGN KEY (p) REFERENCES p (id);

-- case the index under a foreign key
-- before
CREATE TABLE p (
    id int(11) NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE c (
    id int(11) NOT NULL,
    p int(11),
    x int(11),
    PRIMARY KEY (id),
    INDEX fk_p (p),
    CONSTRAINT fk_p FOREIGN KEY (p) REFERENCES p (id)
);
-- rows
INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1, 1);
-- after
CREATE TABLE p (
    id int(11) NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE c (
    id int(11) NOT NULL,
    p int(11),
    x int(11),
    PRIMARY KEY (id),
    INDEX wide (p, x),
    CONSTRAINT fk_p FOREIGN KEY (p) REFERENCES p (id)
);
-- up
ALTER TABLE c DROP INDEX fk_p, ADD INDEX wide (p, x), ALGORITHM=NOCOPY, LOCK=NONE;
-- down
ALTER TABLE c DROP INDEX wide, ADD INDEX fk_p (p), ALGORITHM=NOCOPY, LOCK=NONE;

-- case an index that the server made by itself
-- before
CREATE TABLE p (
    id int(11) NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE c (
    id int(11) NOT NULL,
    p int(11),
    x int(11),
    PRIMARY KEY (id),
    INDEX fk_p (p),
    CONSTRAINT fk_p FOREIGN KEY (p) REFERENCES p (id)
);
-- rows
ALTER TABLE c DROP FOREIGN KEY fk_p, DROP INDEX fk_p; ALTER TABLE c ADD CONSTRAINT fk_p FOREIGN KEY (p) REFERENCES p (id);
-- after
CREATE TABLE p (
    id int(11) NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE c (
    id int(11) NOT NULL,
    p int(11),
    x int(11),
    PRIMARY KEY (id),
    INDEX fk_p (p),
    INDEX wide (p, x),
    CONSTRAINT fk_p FOREIGN KEY (p) REFERENCES p (id)
);
-- up
-- fk_p is said again: made for a foreign key, it would go without a word
ALTER TABLE c ADD INDEX wide (p, x), DROP INDEX fk_p, ADD INDEX fk_p (p), ALGORITHM=NOCOPY, LOCK=NONE;
-- down
ALTER TABLE c DROP INDEX wide, ALGORITHM=NOCOPY, LOCK=NONE;

-- case computed columns
-- before
CREATE TABLE t (
    id int(11) NOT NULL,
    a int(11),
    v bigint(20) GENERATED ALWAYS AS (`a` + 1) VIRTUAL,
    s bigint(20) GENERATED ALWAYS AS (`a` + 1) STORED,
    PRIMARY KEY (id),
    INDEX iv (v)
);
-- rows
INSERT INTO t (id, a) VALUES (1, 1);
-- after
CREATE TABLE t (
    id int(11) NOT NULL,
    a bigint(20),
    v bigint(20) GENERATED ALWAYS AS (`a` + 2) STORED,
    s bigint(20) GENERATED ALWAYS AS (`a` + 2) STORED,
    PRIMARY KEY (id),
    INDEX iv (v)
);
-- up
ALTER TABLE t
    DROP INDEX iv,
    DROP COLUMN v,
    MODIFY COLUMN a bigint(20),
    ADD COLUMN v bigint(20) GENERATED ALWAYS AS (`a` + 2) STORED AFTER a,
    MODIFY COLUMN s bigint(20) GENERATED ALWAYS AS (`a` + 2) STORED,
    ADD INDEX iv (v);
-- down
-- fails while t.a holds values beyond int(11)
ALTER TABLE t
    DROP INDEX iv,
    DROP COLUMN v,
    MODIFY COLUMN a int(11),
    ADD COLUMN v bigint(20) GENERATED ALWAYS AS (`a` + 1) VIRTUAL AFTER a,
    MODIFY COLUMN s bigint(20) GENERATED ALWAYS AS (`a` + 1) STORED,
    ADD INDEX iv (v);

-- case checks and keys
-- before
CREATE TABLE t (
    id int(11) NOT NULL,
    a int(11),
    PRIMARY KEY (id),
    CONSTRAINT positive CHECK (`a` > 0),
    UNIQUE INDEX ua (a)
);
-- rows
INSERT INTO t VALUES (1, 1);
-- after
CREATE TABLE t (
    id int(11) NOT NULL,
    a int(11),
    b int(11),
    PRIMARY KEY (id),
    CONSTRAINT loose CHECK (`b` > 0),
    UNIQUE INDEX ub (a, b)
);
-- up
ALTER TABLE t
    DROP CONSTRAINT positive,
    DROP INDEX ua,
    ADD COLUMN b int(11),
    ADD CONSTRAINT loose CHECK (`b` > 0),
    ADD UNIQUE INDEX ub (a, b);
-- down
-- loses the values of t.b
ALTER TABLE t
    DROP CONSTRAINT loose,
    DROP INDEX ub,
    DROP COLUMN b,
    ADD CONSTRAINT positive CHECK (`a` > 0),
    ADD UNIQUE INDEX ua (a);

-- case indexes
-- before
CREATE TABLE t (
    id int(11) NOT NULL,
    a varchar(300),
    b int(11),
    c text,
    PRIMARY KEY (id),
    INDEX ib (b),
    INDEX gone (b, id),
    INDEX old_name (id, b)
);
-- rows
INSERT INTO t VALUES (1, 'a', 1, 'some words');
-- after
CREATE TABLE t (
    id int(11) NOT NULL,
    a varchar(300),
    b int(11),
    c text,
    PRIMARY KEY (id),
    INDEX ib (b) IGNORED,
    UNIQUE INDEX ia (a(10) DESC) COMMENT 'of names',
    FULLTEXT INDEX words (c),
    INDEX new_name (id, b)
);
-- up
ALTER TABLE t
    DROP INDEX gone,
    RENAME INDEX old_name TO new_name,
    ADD UNIQUE INDEX ia (a(10) DESC) COMMENT 'of names',
    ADD FULLTEXT INDEX words (c),
    ALTER INDEX ib IGNORED;
-- down
ALTER TABLE t
    DROP INDEX ia,
    DROP INDEX words,
    RENAME INDEX new_name TO old_name,
    ADD INDEX gone (b, id),
    ALTER INDEX ib NOT IGNORED;

-- case the character set of a table
-- before
CREATE TABLE t (
    id int(11) NOT NULL,
    a varchar(9),
    own varchar(9) COLLATE latin1_bin,
    PRIMARY KEY (id)
);
-- rows
INSERT INTO t VALUES (1, 'a', 'b');
-- after
CREATE TABLE t (
    id int(11) NOT NULL,
    a varchar(9),
    own varchar(9) COLLATE latin1_bin,
    PRIMARY KEY (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- up
ALTER TABLE t DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
    MODIFY COLUMN a varchar(9);
-- down
-- t takes the character set of the database, whatever it is here
SET @migrate_sql = CONCAT('ALTER TABLE t DEFAULT CHARACTER SET ', @@character_set_database, ' COLLATE ', @@collation_database, ',
    MODIFY COLUMN a varchar(9)');
PREPARE migrate_statement FROM @migrate_sql;
EXECUTE migrate_statement;
DEALLOCATE PREPARE migrate_statement;

-- case options
-- before
CREATE TABLE t (
    id int(11) NOT NULL,
    PRIMARY KEY (id)
) ROW_FORMAT=COMPACT MAX_ROWS=10;
-- rows
INSERT INTO t VALUES (1);
-- after
CREATE TABLE t (
    id int(11) NOT NULL,
    PRIMARY KEY (id)
) STATS_PERSISTENT=1 MAX_ROWS=20 COMMENT='rows \\ ''of'' t';
-- up
ALTER TABLE t
    STATS_PERSISTENT=1,
    MAX_ROWS=20,
    ROW_FORMAT=DEFAULT,
    COMMENT='rows \\ ''of'' t',
    LOCK=NONE;
-- down
ALTER TABLE t
    ROW_FORMAT=COMPACT,
    MAX_ROWS=10,
    STATS_PERSISTENT=DEFAULT,
    COMMENT='',
    LOCK=NONE;

-- case partitions
-- before
CREATE TABLE t (
    id int(11) NOT NULL,
    PRIMARY KEY (id)
)
PARTITION BY RANGE (`id`)
(PARTITION p0 VALUES LESS THAN (10) ENGINE = InnoDB);
CREATE TABLE u (
    id int(11) NOT NULL,
    PRIMARY KEY (id)
);
-- rows
INSERT INTO t VALUES (1); INSERT INTO u VALUES (1), (2);
-- after
CREATE TABLE t (
    id int(11) NOT NULL,
    PRIMARY KEY (id)
)
PARTITION BY RANGE (`id`)
(PARTITION p0 VALUES LESS THAN (10) ENGINE = InnoDB,
 PARTITION p1 VALUES LESS THAN (20) ENGINE = InnoDB);
CREATE TABLE u (
    id int(11) NOT NULL,
    PRIMARY KEY (id)
)
PARTITION BY HASH (`id`)
PARTITIONS 2;
-- up
ALTER TABLE t ADD PARTITION (PARTITION p1 VALUES LESS THAN (20) ENGINE = InnoDB);
ALTER TABLE u
PARTITION BY HASH (`id`)
PARTITIONS 2;
-- down
ALTER TABLE u REMOVE PARTITIONING;
ALTER TABLE t
PARTITION BY RANGE (`id`)
(PARTITION p0 VALUES LESS THAN (10) ENGINE = InnoDB);

-- case views, triggers, routines, events
-- before
CREATE FUNCTION f() RETURNS int DETERMINISTIC
BEGIN
  DECLARE x int;
  SET x = 1;
  RETURN x;
END;
CREATE TABLE t (
    id int(11) NOT NULL,
    a int(11),
    PRIMARY KEY (id)
);
CREATE TRIGGER one BEFORE INSERT ON t FOR EACH ROW set new.a = 1;
CREATE TRIGGER two BEFORE INSERT ON t FOR EACH ROW FOLLOWS one set new.a = 2;
CREATE DEFINER=`root`@`localhost` VIEW v AS
select `t`.`id` AS `id` from `t`;
CREATE PROCEDURE p() select 1;
CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO select 1;
-- rows
INSERT INTO t VALUES (1, 1);
-- after
CREATE FUNCTION f() RETURNS int DETERMINISTIC
BEGIN
  DECLARE x int;
  SET x = 2;
  RETURN x;
END;
CREATE TABLE t (
    id int(11) NOT NULL,
    a int(11),
    PRIMARY KEY (id)
);
SET @migrate_sql_mode = @@SESSION.sql_mode;
SET SESSION sql_mode = 'ANSI_QUOTES';
CREATE TRIGGER one BEFORE INSERT ON t FOR EACH ROW set new.a = 5;
SET SESSION sql_mode = @migrate_sql_mode;
CREATE TRIGGER two BEFORE INSERT ON t FOR EACH ROW FOLLOWS one set new.a = 2;
CREATE ALGORITHM=MERGE DEFINER=`root`@`localhost` SQL SECURITY INVOKER VIEW v AS
select `t`.`id` AS `id`,`t`.`a` AS `a` from `t`
WITH CASCADED CHECK OPTION;
CREATE PROCEDURE p() select 2;
CREATE EVENT e ON SCHEDULE EVERY 2 DAY DISABLE DO select 1;
CREATE VIEW w AS
select `v`.`id` AS `id` from `v`;
-- up
CREATE OR REPLACE FUNCTION f() RETURNS int DETERMINISTIC
BEGIN
  DECLARE x int;
  SET x = 2;
  RETURN x;
END;
CREATE OR REPLACE PROCEDURE p() select 2;
CREATE OR REPLACE EVENT e ON SCHEDULE EVERY 2 DAY DISABLE DO select 1;
SET @migrate_sql_mode = @@SESSION.sql_mode;
SET SESSION sql_mode = 'ANSI_QUOTES';
CREATE OR REPLACE TRIGGER one BEFORE INSERT ON t FOR EACH ROW PRECEDES two set new.a = 5;
SET SESSION sql_mode = @migrate_sql_mode;
CREATE OR REPLACE ALGORITHM=MERGE DEFINER=`root`@`localhost` SQL SECURITY INVOKER VIEW v AS
select `t`.`id` AS `id`,`t`.`a` AS `a` from `t`
WITH CASCADED CHECK OPTION;
CREATE VIEW w AS
select `v`.`id` AS `id` from `v`;
-- down
DROP VIEW w;
CREATE OR REPLACE FUNCTION f() RETURNS int DETERMINISTIC
BEGIN
  DECLARE x int;
  SET x = 1;
  RETURN x;
END;
CREATE OR REPLACE PROCEDURE p() select 1;
CREATE OR REPLACE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO select 1;
CREATE OR REPLACE TRIGGER one BEFORE INSERT ON t FOR EACH ROW PRECEDES two set new.a = 1;
CREATE OR REPLACE DEFINER=`root`@`localhost` VIEW v AS
select `t`.`id` AS `id` from `t`;

-- case backfill
-- before
CREATE TABLE t (
    id int(11) NOT NULL,
    a int(11),
    at datetime ON UPDATE CURRENT_TIMESTAMP,
    PRIMARY KEY (id)
);
-- rows
INSERT INTO t VALUES (1, NULL, NULL);
-- after
CREATE TABLE t (
    id int(11) NOT NULL,
    a int(11) NOT NULL,
    at datetime ON UPDATE CURRENT_TIMESTAMP,
    b varchar(9) NOT NULL,
    PRIMARY KEY (id),
    INDEX ib (b)
);
-- up
ALTER TABLE t ADD COLUMN b varchar(9), ALGORITHM=INSTANT;
UPDATE t SET b = concat('b', id), t.at = t.at WHERE b IS NULL;
ALTER TABLE t MODIFY COLUMN b varchar(9) NOT NULL;
UPDATE t SET a = 7, t.at = t.at WHERE a IS NULL;
ALTER TABLE t
    MODIFY COLUMN a int(11) NOT NULL,
    ADD INDEX ib (b);
-- down
-- loses the values of t.b
ALTER TABLE t
    DROP INDEX ib,
    MODIFY COLUMN a int(11),
    DROP COLUMN b;

-- case columns that come back
-- before
CREATE TABLE p (
    id int(11) NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE t (
    id int(11) NOT NULL,
    number int(11) NOT NULL,
    word varchar(9) NOT NULL,
    day date NOT NULL,
    doc json NOT NULL,
    u uuid NOT NULL,
    code varchar(20) NOT NULL,
    p int(11) NOT NULL,
    only int(11) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE INDEX code (code),
    UNIQUE INDEX only (only),
    INDEX fk_p (p),
    CONSTRAINT fk_p FOREIGN KEY (p) REFERENCES p (id),
    CONSTRAINT fk_only FOREIGN KEY (only) REFERENCES p (id)
);
-- rows
INSERT INTO p VALUES (1), (2); INSERT INTO t VALUES (1, 1, 'w', '2020-01-01', '{}', uuid(), 'c', 1, 1), (2, 1, 'w', '2020-01-01', '{}', uuid(), 'd', 1, 2);
-- after
CREATE TABLE p (
    id int(11) NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE t (
    id int(11) NOT NULL,
    PRIMARY KEY (id)
);
-- up
-- loses the values of t.number
-- loses the values of t.word
-- loses the values of t.day
-- loses the values of t.doc
-- loses the values of t.u
-- loses the values of t.code
-- loses the values of t.p
-- loses the values of t.only
ALTER TABLE t
    DROP FOREIGN KEY fk_p,
    DROP FOREIGN KEY fk_only,
    DROP INDEX code,
    DROP INDEX only,
    DROP INDEX fk_p,
    DROP COLUMN number,
    DROP COLUMN word,
    DROP COLUMN day,
    DROP COLUMN doc,
    DROP COLUMN u,
    DROP COLUMN code,
    DROP COLUMN p,
    DROP COLUMN only;
-- down
-- the old values of number are gone: rows get 0
-- the old values of word are gone: rows get ''
-- the old values of day are gone: rows get '2000-01-01'
-- the old values of doc are gone: rows get '{}'
-- the old values of u are gone: rows get '00000000-0000-0000-0000-000000000000'
-- the old values of code are gone: rows get a number each
-- the old values of p are gone: rows get the first of p
-- the old values of only are gone: rows get one p after the other
ALTER TABLE t
    ADD COLUMN number int(11) NOT NULL,
    ADD COLUMN word varchar(9) NOT NULL AFTER number,
    ADD COLUMN day date NOT NULL DEFAULT '2000-01-01' AFTER word,
    ADD COLUMN doc json NOT NULL DEFAULT '{}' AFTER day,
    ADD COLUMN u uuid NOT NULL AFTER doc,
    ADD COLUMN code varchar(20) AFTER u,
    ADD COLUMN p int(11) AFTER code,
    ADD COLUMN only int(11) AFTER p,
    ALGORITHM=INSTANT;
UPDATE t, (SELECT @migrate_row := 0) AS start SET t.code = (@migrate_row := @migrate_row + 1);
ALTER TABLE t
    ALTER COLUMN day DROP DEFAULT,
    ALTER COLUMN doc DROP DEFAULT,
    MODIFY COLUMN code varchar(20) NOT NULL;
UPDATE t SET p = (SELECT lowest FROM (SELECT min(id) AS lowest FROM p) AS referred);
ALTER TABLE t MODIFY COLUMN p int(11) NOT NULL;
UPDATE t
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place FROM t) AS numbered USING (id)
JOIN (SELECT id AS value, row_number() OVER (ORDER BY id) AS place FROM p) AS referred USING (place)
SET t.only = referred.value;
ALTER TABLE t
    MODIFY COLUMN only int(11) NOT NULL,
    ADD UNIQUE INDEX code (code),
    ADD UNIQUE INDEX only (only),
    ADD INDEX fk_p (p),
    ADD CONSTRAINT fk_p FOREIGN KEY (p) REFERENCES p (id),
    ADD CONSTRAINT fk_only FOREIGN KEY (only) REFERENCES p (id);

-- case using
-- before
CREATE TABLE t (
    id int(11) NOT NULL,
    a varchar(20) NOT NULL,
    b int(11),
    PRIMARY KEY (id),
    INDEX ia (a, b)
);
-- rows
INSERT INTO t VALUES (1, 'n7', 1);
-- after
CREATE TABLE t (
    id int(11) NOT NULL,
    a int(11) NOT NULL,
    b int(11),
    PRIMARY KEY (id),
    INDEX ia (a, b)
);
-- up
ALTER TABLE t
    DROP INDEX ia,
    ADD COLUMN a_new int(11) AFTER a,
    LOCK=NONE;
UPDATE t SET a_new = substr(a, 2);
ALTER TABLE t DROP COLUMN a, CHANGE COLUMN a_new a int(11) NOT NULL;
ALTER TABLE t ADD INDEX ia (a, b), ALGORITHM=NOCOPY, LOCK=NONE;
-- down
ALTER TABLE t MODIFY COLUMN a varchar(20) NOT NULL;

-- case sequences
-- before
CREATE SEQUENCE s START WITH 5 INCREMENT BY 1 CACHE 10;
-- rows
SELECT nextval(s);
-- after
CREATE SEQUENCE s START WITH 5 INCREMENT BY 2 NOCACHE CYCLE;
-- up
ALTER SEQUENCE s INCREMENT BY 2 NOCACHE CYCLE;
-- down
ALTER SEQUENCE s INCREMENT BY 1 CACHE 10 NOCYCLE;

-- case history
-- before
CREATE TABLE t (
    id int(11) NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE u (
    id int(11) NOT NULL,
    PRIMARY KEY (id)
) WITH SYSTEM VERSIONING;
-- rows
INSERT INTO t VALUES (1); INSERT INTO u VALUES (1);
-- after
CREATE TABLE t (
    id int(11) NOT NULL,
    a int(11),
    PRIMARY KEY (id)
) WITH SYSTEM VERSIONING;
CREATE TABLE u (
    id int(11) NOT NULL,
    a int(11),
    PRIMARY KEY (id)
) WITH SYSTEM VERSIONING;
-- up
ALTER TABLE t
    ADD SYSTEM VERSIONING,
    ADD COLUMN a int(11);
SET STATEMENT system_versioning_alter_history = KEEP FOR ALTER TABLE u ADD COLUMN a int(11);
-- down
-- loses the history of the rows of t
-- loses the values of t.a
SET STATEMENT system_versioning_alter_history = KEEP FOR ALTER TABLE t
    DROP SYSTEM VERSIONING,
    DROP COLUMN a;
-- loses the values of u.a
SET STATEMENT system_versioning_alter_history = KEEP FOR ALTER TABLE u DROP COLUMN a;

