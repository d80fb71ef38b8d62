//! Which statements of MySQL and MariaDB commit by themselves, and what is left of one that a run was cut off in.
//!
//! A statement of DDL takes effect whole or not at all (MySQL 8:
//! <https://dev.mysql.com/doc/refman/8.4/en/atomic-ddl.html>, MariaDB from 10.6:
//! <https://mariadb.com/kb/en/atomic-ddl/>), and the server finishes or gives up the statement of a client that is
//! gone. It holds the lock of that client's run (`GET_LOCK`) until then, so that the next run begins behind it. What
//! became of it the server itself tells: sent again, the statement takes effect, or is refused because it has. Only what
//! could be done twice is looked for ([`UnnamedKey`]).

use super::SYNTAX;
use super::errors::number;
use super::settings::{AUTOCOMMIT, MySqlSettings};
use super::unnamed_keys::UnnamedKey;
use crate::dialect::recovery::{Effect, Recovery};
use crate::dialect::session::{BoxFuture, ServerError, Session};
use crate::dialect::settings::SessionSettings;
use crate::sql::{head_words, significant};

/// The answers of MySQL and MariaDB.
pub(super) struct MySqlRecovery;

/// What statements begin with that leave an open transaction as it is.
#[rustfmt::skip]
const KEEPS_TRANSACTION: [&str; 20] = [
    "INSERT", "REPLACE", "UPDATE", "DELETE", "SELECT", "WITH", "VALUES", "TABLE", "DO", "SHOW", "DESCRIBE", "DESC",
    "EXPLAIN", "HELP", "CHECKSUM", "USE", "HANDLER", "SIGNAL", "PREPARE", "DEALLOCATE",
];

impl Recovery for MySqlRecovery {
    /// Everything that is not known to leave an open transaction as it is
    /// (<https://dev.mysql.com/doc/refman/8.4/en/implicit-commit.html>): DDL and what maintains tables commit, and so may a
    /// procedure, a prepared statement, a block.
    fn stands_alone(&self, sql: &str) -> bool {
        let words = head_words(SYNTAX, sql, 2);
        match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            [first, ..] if KEEPS_TRANSACTION.contains(first) => false,
            // A temporary table is the session's own, and commits nothing.
            ["LOAD", "DATA" | "XML"] | ["CREATE" | "DROP", "TEMPORARY"] => false,
            ["SET", "PASSWORD" | "GLOBAL" | "PERSIST" | "PERSIST_ONLY" | "DEFAULT" | "RESOURCE"] => true,
            // What it was set to before decides whether it commits.
            ["SET", ..] => MySqlSettings.changed_by(sql).names.contains(&AUTOCOMMIT),
            // A query in parentheses.
            [] => false,
            _ => true,
        }
    }

    /// A key without a name is looked for. Any other statement is sent again: see above.
    fn effect<'a>(&'a self, session: &'a mut dyn Session, sql: &'a str) -> BoxFuture<'a, Result<Effect, ServerError>> {
        Box::pin(async move {
            let Some(key) = UnnamedKey::of(sql) else { return Ok(Effect::Unknown) };
            Ok(if session.rows(&key.query()).await?.is_empty() { Effect::None } else { Effect::Whole })
        })
    }

    fn means_done(&self, sql: &str, fault: &ServerError) -> bool {
        let Some(number) = number(fault) else { return false };
        let says = |word: &str| significant(SYNTAX, sql).any(|token| token.is_word(word));
        match head_words(SYNTAX, sql, 1).first().map(String::as_str) {
            // There already: database, table or view, key, foreign key, routine, trigger, event; user or role; UDF; server;
            // tablespace; check; sequence.
            Some("CREATE") => {
                matches!(number, 1007 | 1050 | 1061 | 1826 | 1304 | 1359 | 1537 | 1396 | 1125 | 1476 | 1813 | 3822)
            }
            // Not there any more: database, table, key or column, routine, trigger, event; user or role; server; MariaDB's sequence
            // and view.
            Some("DROP") => {
                matches!(number, 1008 | 1051 | 1091 | 1146 | 1305 | 1360 | 1539 | 1396 | 1477 | 4091 | 4092)
            }
            // The old name is gone, the new one is there.
            Some("RENAME") => matches!(number, 1146 | 1050 | 1396 | 1017),
            // All of its clauses are done or none is: one that cannot be done twice tells of all.
            Some("ALTER") => match number {
                // Column, key, primary key, foreign key, check, partition, versioning: there already.
                1060 | 1061 | 1068 | 1826 | 3822 | 1517 | 4134 | 4135 => {
                    says("ADD") || says("CHANGE") || says("RENAME")
                }
                // MariaDB says of a constraint's name that it is a key twice.
                1005 | 1022 => says("ADD") && (fault.message.contains("121") || fault.message.contains("uplicate")),
                // Column or key, check, partition, partitions at all, versioning: not there any more.
                1091 | 3821 | 3940 | 4124 => says("DROP"),
                1507 => says("DROP") || says("REORGANIZE"),
                1505 => says("REMOVE") || says("DROP"),
                // The old name of a column or a key.
                1054 | 1176 => says("CHANGE") || says("RENAME"),
                // Of the table itself.
                1146 | 1050 | 1537 | 1539 | 1017 => says("RENAME"),
                _ => false,
            },
            Some("INSTALL") => matches!(number, 1968 | 1125),
            Some("UNINSTALL") => number == 1305,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::session::ServerErrorKind;

    #[test]
    fn what_commits_stands_alone() {
        for sql in [
            "CREATE TABLE t (a int)",
            "create or replace view v as select 1",
            "ALTER TABLE t ADD b int",
            "DROP TABLE t",
            "RENAME TABLE a TO b",
            "TRUNCATE t",
            "ANALYZE TABLE t",
            "OPTIMIZE TABLE t",
            "LOCK TABLES t WRITE",
            "UNLOCK TABLES",
            "GRANT SELECT ON t TO u",
            "SET autocommit = 0",
            "set @@session.autocommit = 1",
            "SET PASSWORD = 'x'",
            "SET GLOBAL event_scheduler = ON",
            "CALL p()",
            "EXECUTE s",
            "BEGIN NOT ATOMIC SET @a = 1; END",
            "FLUSH TABLES",
            "LOAD INDEX INTO CACHE t",
            "SAVEPOINT s",
            "/*!40000 ALTER TABLE t DISABLE KEYS */",
        ] {
            assert!(MySqlRecovery.stands_alone(sql), "{sql}");
        }
        for sql in [
            "INSERT INTO t VALUES (1)",
            "(SELECT 1)",
            "WITH a AS (SELECT 1) SELECT * FROM a",
            "UPDATE t SET a = 1",
            "SET @a = 1",
            "SET NAMES utf8mb4",
            "SET SESSION sql_mode = ''",
            "LOAD DATA INFILE 'x' INTO TABLE t",
            "CREATE TEMPORARY TABLE t (a int)",
            "DROP TEMPORARY TABLE t",
            "USE d",
        ] {
            assert!(!MySqlRecovery.stands_alone(sql), "{sql}");
        }
    }

    #[test]
    fn a_refusal_tells_only_of_what_the_statement_does() {
        let done = |sql: &str, code: &str| {
            let fault = ServerError {
                kind: ServerErrorKind::Statement,
                message: String::new(),
                code: Some(format!("{code} (42000)")),
                detail: None,
                hint: None,
                context: None,
                position: None,
            };
            MySqlRecovery.means_done(sql, &fault)
        };
        assert!(done("CREATE TABLE t (a int)", "1050"));
        assert!(done("DROP TABLE t", "1051"));
        assert!(done("ALTER TABLE t ADD COLUMN a int", "1060"));
        assert!(done("ALTER TABLE t DROP COLUMN a", "1091"));
        assert!(done("ALTER TABLE t RENAME COLUMN a TO b", "1054"));
        assert!(done("RENAME TABLE a TO b", "1146"));
        assert!(!done("CREATE TABLE t (a int)", "1051"));
        assert!(!done("ALTER TABLE t ADD COLUMN a int", "1091"));
        assert!(!done("ALTER TABLE t MODIFY a int", "1054"));
        assert!(!done("ALTER TABLE t ADD COLUMN a int", "1146"), "there is no such table");
        assert!(!done("CREATE TABLE t (a int)", "1064"));
        assert!(!done("INSERT INTO t VALUES (1)", "1062"));
    }
}
