//! Statements that were done, sent again: the refusal must be known to say so.

use migrate::dialect::Session;

use super::{open, run};
use crate::support::mysql::{Database, Server};

/// Each takes effect once; in this order.
const TWICE: &[&str] = &[
    "CREATE TABLE t (id int PRIMARY KEY, a int, b int)",
    "CREATE TABLE p (id int PRIMARY KEY)",
    "CREATE TABLE p2 AS SELECT 1 AS one",
    "CREATE INDEX i ON t (a)",
    "CREATE UNIQUE INDEX u ON t (b)",
    "ALTER TABLE t ADD COLUMN c int, ADD COLUMN d int, ALGORITHM = INPLACE, LOCK = NONE",
    "ALTER TABLE t ADD INDEX j (c)",
    "ALTER TABLE t ADD UNIQUE KEY uk (c), DROP COLUMN d",
    "ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 0)",
    "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (id)",
    "ALTER TABLE t DROP FOREIGN KEY fk",
    "ALTER TABLE t DROP CONSTRAINT ck",
    "ALTER TABLE t RENAME COLUMN c TO e",
    "ALTER TABLE t CHANGE e f bigint",
    "ALTER TABLE t RENAME INDEX j TO k",
    "ALTER TABLE t MODIFY b bigint NOT NULL DEFAULT 5, COMMENT = 'x'",
    "ALTER TABLE t ALTER COLUMN a SET DEFAULT 3",
    "ALTER TABLE t CONVERT TO CHARACTER SET latin1",
    "ALTER TABLE t DROP COLUMN f",
    "DROP INDEX i ON t",
    "ALTER TABLE t DROP PRIMARY KEY",
    "ALTER TABLE t ADD PRIMARY KEY (id)",
    "CREATE VIEW v AS SELECT id FROM t",
    "CREATE OR REPLACE VIEW v AS SELECT a FROM t",
    "ALTER VIEW v AS SELECT b FROM t",
    "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.a = 1; END",
    "CREATE PROCEDURE pr() BEGIN SELECT 1; END",
    "CREATE FUNCTION fu() RETURNS int DETERMINISTIC RETURN 1",
    "CREATE EVENT ev ON SCHEDULE EVERY 1 DAY DO DELETE FROM t",
    "ALTER EVENT ev RENAME TO ew",
    "DROP EVENT ew",
    "DROP FUNCTION fu",
    "DROP PROCEDURE pr",
    "DROP TRIGGER tr",
    "DROP VIEW v",
    "RENAME TABLE t TO t2",
    "ALTER TABLE t2 RENAME TO t3",
    "CREATE TABLE part (id int PRIMARY KEY) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10))",
    "ALTER TABLE part ADD PARTITION (PARTITION p1 VALUES LESS THAN (20))",
    "ALTER TABLE part REORGANIZE PARTITION p1 INTO (PARTITION q0 VALUES LESS THAN (15), PARTITION q1 VALUES LESS THAN (20))",
    "ALTER TABLE part DROP PARTITION q1",
    "ALTER TABLE part REMOVE PARTITIONING",
    "TRUNCATE TABLE t3",
    "ANALYZE TABLE t3",
    "DROP TABLE t3, p",
    "DROP TABLE IF EXISTS p2",
    "CREATE USER USER_NAME IDENTIFIED BY 'x'",
    "GRANT SELECT ON part TO USER_NAME",
    "DROP USER USER_NAME",
    "CREATE DATABASE USER_NAME",
    "DROP DATABASE USER_NAME",
];

const MARIADB: &[&str] = &[
    "CREATE SEQUENCE s",
    "ALTER SEQUENCE s INCREMENT BY 5",
    "RENAME TABLE s TO s2",
    "DROP SEQUENCE s2",
    "ALTER TABLE part ADD SYSTEM VERSIONING",
    "ALTER TABLE part DROP SYSTEM VERSIONING",
    "ALTER TABLE part ADD COLUMN IF NOT EXISTS x int",
];

async fn twice(session: &mut dyn Session, sql: &str) {
    session.execute(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    let Err(fault) = session.execute(sql).await else { return };
    let dialect = session.dialect();
    assert!(dialect.recovery().means_done(sql, &fault), "{}: {sql}: {fault} {:?}", dialect.flavor(), fault.code);
    assert!(dialect.recovery().stands_alone(sql), "{sql}");
}

#[test]
fn a_statement_that_is_done_says_so_when_it_is_sent_again() {
    for (server, database) in Database::on_each() {
        run(async {
            let mut session = open(&database.url()).await;
            let name = format!("u{}", database.name());
            let more = if server == Server::MySql { &[][..] } else { MARIADB };
            for sql in TWICE.iter().chain(more) {
                twice(&mut *session, &sql.replace("USER_NAME", &name)).await;
            }
        });
    }
}

/// What is said not to commit commits nothing, and what is said to be alone is.
#[test]
fn what_shares_a_transaction_can_be_rolled_back() {
    for (server, database) in Database::on_each() {
        run(async {
            let mut session = open(&database.url()).await;
            session.execute("CREATE TABLE t (n int)").await.unwrap();
            session.execute("CREATE PROCEDURE pr() SELECT 1").await.unwrap();
            for sql in [
                "INSERT INTO t VALUES (2)",
                "SELECT * FROM t",
                "(SELECT 1)",
                "WITH x AS (SELECT 1) SELECT * FROM x",
                "SET @a = 1",
                "SET NAMES utf8mb4",
                "SET SESSION sql_mode = @@sql_mode, foreign_key_checks = 1",
                "DO 1",
                "SHOW TABLES",
                "EXPLAIN SELECT 1",
                "CHECKSUM TABLE t",
                "PREPARE s FROM 'SELECT 1'",
                "DEALLOCATE PREPARE s",
                "CREATE TEMPORARY TABLE tmp (a int)",
                "DROP TEMPORARY TABLE tmp",
                "HANDLER t OPEN",
                "HANDLER t CLOSE",
                "USE mysql",
                "DESCRIBE user",
            ] {
                let dialect = session.dialect();
                assert!(!dialect.recovery().stands_alone(sql), "{sql}");
                session.execute(&format!("USE {}", database.name())).await.unwrap();
                session.begin().await.unwrap();
                session.execute("INSERT INTO t VALUES (1)").await.unwrap();
                if sql.starts_with("DESCRIBE") {
                    session.execute("USE mysql").await.unwrap();
                }
                session.execute(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
                session.rollback().await.unwrap();
                let count = format!("SELECT COUNT(*) FROM {}.t", database.name());
                assert_eq!(super::value(&mut *session, &count).await, "0", "{server:?}: {sql} commits");
            }
        });
    }
}

/// What could be done twice without a refusal is looked for.
#[test]
fn a_key_without_a_name_is_found() {
    use migrate::dialect::recovery::Effect;

    for (server, database) in Database::on_each() {
        run(async {
            let mut session = open(&database.url()).await;
            let dialect = session.dialect();
            session.execute("CREATE TABLE p (id int PRIMARY KEY, x int, UNIQUE (x))").await.unwrap();
            session.execute("CREATE TABLE `t 1` (id int PRIMARY KEY, a int, b varchar(20), p int)").await.unwrap();
            for sql in [
                "ALTER TABLE `t 1` ADD INDEX (a, b(10))",
                "ALTER TABLE `t 1` ADD UNIQUE (A), ALGORITHM = INPLACE",
                "ALTER TABLE `t 1` ADD FULLTEXT (b)",
                "ALTER TABLE `t 1` ADD FOREIGN KEY (p) REFERENCES p (x)",
                &format!("ALTER TABLE {}.`t 1` ADD KEY (b)", database.name()),
            ] {
                let effect = dialect.recovery().effect(&mut *session, sql).await.unwrap();
                assert_eq!(effect, Effect::None, "{server:?}: {sql}");
                session.execute(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
                let effect = dialect.recovery().effect(&mut *session, sql).await.unwrap();
                assert_eq!(effect, Effect::Whole, "{server:?}: {sql}");
            }
        });
    }
}
