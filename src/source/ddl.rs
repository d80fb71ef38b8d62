//! A schema written as SQL of the target database: what its own dump prints is a schema as it stands.
//!
//! The database itself reads the statements, in a shadow. Here they are only cut, what belongs to the dump's client or to
//! rows and roles is left out, and what comments say beside the structure is read ([`super::hints`]).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::{Place, Result};
use crate::schema::Hints;
use crate::sql::syntax::InSchema;
use crate::sql::{self, Control, Statement, Syntax};

use super::error::{Problem, SourceError};
use super::{Ddl, DdlStatement, hints};

/// Reads texts, in order. `owners` and `privileges` say whether roles are part of the schema: without them a dump's
/// statements about roles are left out, since these roles need not be there.
///
/// # Errors
/// Text that cannot be split, a statement that a schema cannot hold, a hint that says nothing: each at its line.
pub(super) fn read(files: &[(PathBuf, Arc<str>)], syntax: Syntax, owners: bool, privileges: bool) -> Result<Ddl> {
    let mut ddl = Ddl { statements: Vec::new(), hints: Hints::default() };
    let mut problems = Vec::new();
    for (path, text) in files {
        let statements = sql::split(syntax, text).map_err(|fault| {
            let place = fault.place(path.clone(), text.clone(), 0);
            let help = crate::error::Fault::help(&fault);
            let problem = Problem {
                code: crate::error::Fault::code(&fault),
                message: fault.to_string(),
                help,
                places: vec![place],
            };
            SourceError::Invalid { problems: vec![problem] }
        })?;
        // Of those that are run: MariaDB's dumps set sequences by `DO`.
        let runs_code = statements.iter().any(|statement| {
            let word = sql::head_words(syntax, &statement.text, 1);
            matches!(word.first().map(String::as_str), Some("DO" | "CALL"))
                && matches!(statement_use(syntax, statement, owners, privileges, false), StatementUse::Run(_))
        });
        for statement in statements {
            match statement_use(syntax, &statement, owners, privileges, runs_code) {
                StatementUse::Run(text_to_run) => {
                    if let Err(problem) = hints::read(syntax, &statement, path, text, &mut ddl.hints) {
                        problems.push(problem);
                    }
                    ddl.statements.push(DdlStatement {
                        text: text_to_run.unwrap_or(statement.text),
                        path: path.clone(),
                        source: text.clone(),
                        span: statement.span,
                    });
                }
                StatementUse::Skip => {}
                StatementUse::Refuse(message, help) => {
                    let place = place(path, text, &statement, "not a part of a schema");
                    problems.push(Problem {
                        code: "not-schema",
                        message,
                        help: Some(help.to_owned()),
                        places: vec![place],
                    });
                }
            }
        }
    }
    if problems.is_empty() { Ok(ddl) } else { Err(SourceError::Invalid { problems }.into()) }
}

/// The first line of a statement.
pub(super) fn place(path: &Path, text: &Arc<str>, statement: &Statement, label: &str) -> Place {
    let length = statement.text.lines().next().map_or(1, str::len);
    let span = statement.span.start..statement.span.start + length;
    Place { path: path.to_path_buf(), text: text.clone(), span, label: label.to_owned() }
}

enum StatementUse {
    /// As it stands, or in another form of the same length.
    Run(Option<String>),
    Skip,
    Refuse(String, &'static str),
}

fn statement_use(
    syntax: Syntax,
    statement: &Statement,
    owners: bool,
    privileges: bool,
    runs_code: bool,
) -> StatementUse {
    match sql::control(syntax, &statement.text) {
        // The shadow is a transaction of its own; a dump's are for loading it.
        Some(Control::Begin | Control::Commit | Control::Rollback | Control::Savepoint) => return StatementUse::Skip,
        Some(Control::CopyFromStdin) => return StatementUse::Skip,
        Some(Control::ClientCommand(name)) if syntax.client.without_effect.contains(&name.as_str()) => {
            return StatementUse::Skip;
        }
        Some(Control::ClientCommand(name)) => {
            return StatementUse::Refuse(
                format!("`{name}` is a command of the database's client, and a schema is read without one"),
                "take the line out; a schema holds SQL only",
            );
        }
        Some(Control::CopyToStdout) | None => {}
    }
    let words = sql::head_words(syntax, &statement.text, 6);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match (syntax.in_schema)(&words, &statement.text) {
        InSchema::Part => {}
        InSchema::PartAs(text) => return StatementUse::Run(Some(text)),
        InSchema::Skipped => return StatementUse::Skip,
        InSchema::Refused { what, help } => return StatementUse::Refuse(what.to_owned(), help),
    }
    match words.as_slice() {
        // What a block of code makes may hang on rows that were put in before it.
        ["INSERT" | "UPDATE" | "DELETE" | "TRUNCATE", ..] if runs_code => StatementUse::Run(None),
        // Rows are no part of a schema; a dump may hold them.
        ["INSERT" | "REPLACE" | "UPDATE" | "DELETE" | "TRUNCATE" | "COPY", ..] => StatementUse::Skip,
        ["CREATE" | "DROP" | "ALTER", "DATABASE", ..] => StatementUse::Refuse(
            "a schema cannot make, change or drop a whole database".to_owned(),
            "take the statement out; a schema is what one database holds",
        ),
        ["GRANT" | "REVOKE", ..] | ["ALTER", "DEFAULT", "PRIVILEGES", ..] if !privileges => StatementUse::Skip,
        ["ALTER", ..] if !owners && gives_owner(syntax, &statement.text) => StatementUse::Skip,
        _ => StatementUse::Run(None),
    }
}

/// `ALTER … OWNER TO role`
fn gives_owner(syntax: Syntax, text: &str) -> bool {
    let words: Vec<String> = sql::tokens(syntax, text)
        .filter(|token| !token.kind.is_trivia())
        .map(|token| token.text.to_ascii_uppercase())
        .collect();
    matches!(words.as_slice(), [.., owner, to, _] if owner == "OWNER" && to == "TO")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{mysql, postgres, sqlite};

    fn texts(syntax: Syntax, text: &str) -> Vec<String> {
        let files = [(PathBuf::from("schema.sql"), Arc::from(text))];
        read(&files, syntax, false, false).unwrap().statements.into_iter().map(|statement| statement.text).collect()
    }

    #[test]
    fn rows_count_only_where_code_is_run_that_may_read_them() {
        let code = "INSERT INTO t VALUES (1);\nDO $$ BEGIN PERFORM 1; END $$;\nCOPY t FROM 'file';\n";
        assert_eq!(texts(postgres::SYNTAX, code), ["INSERT INTO t VALUES (1)", "DO $$ BEGIN PERFORM 1; END $$"]);
        assert_eq!(texts(postgres::SYNTAX, "INSERT INTO t VALUES (1);\nSELECT 1;\n"), ["SELECT 1"]);
        // As mariadb-dump prints it of a sequence.
        let dump = "CREATE SEQUENCE seq;\nDO SETVAL(`seq`, 41, 0);\nINSERT INTO t VALUES (1);\n";
        assert_eq!(texts(mysql::SYNTAX, dump), ["CREATE SEQUENCE seq"]);
    }

    fn fault(syntax: Syntax, text: &str) -> (String, usize) {
        let files = [(PathBuf::from("schema.sql"), Arc::from(text))];
        let Err(fault) = read(&files, syntax, false, false) else { panic!("no fault in {text}") };
        let place = fault.fault().places().remove(0);
        (fault.to_string(), text[..place.span.start].lines().count().max(1))
    }

    #[test]
    fn a_dump_is_a_schema_as_it_stands() {
        let dump = "\\restrict x\nSET statement_timeout = 0;\nCREATE TABLE t (a int);\nALTER TABLE t OWNER TO joe;\n\
                    COPY t (a) FROM stdin;\n1\n\\.\nGRANT SELECT ON t TO joe;\nINSERT INTO t VALUES (1);\n\\unrestrict x\n";
        assert_eq!(texts(postgres::SYNTAX, dump), ["CREATE TABLE t (a int)"]);
        let dump = "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT);\n\
                    CREATE TABLE sqlite_sequence(name,seq);\nINSERT INTO t VALUES(1);\nCOMMIT;\n";
        assert_eq!(texts(sqlite::SYNTAX, dump), ["CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT)"]);
    }

    /// What the dump tools of both print of the same objects: each statement that is run, in a line and without blanks.
    fn run_of_a_dump(text: &str) -> Vec<String> {
        let all = texts(mysql::SYNTAX, text);
        all.into_iter().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn dumps_of_mysql_and_mariadb_are_schemas_as_they_stand() {
        for (text, event) in [
            (include_str!("test_dumps/mariadb.sql"), "CALL clean(1); END"),
            (include_str!("test_dumps/mysql.sql"), "CALL clean(1); END"),
        ] {
            let run = run_of_a_dump(text);
            let has = |begins: &str| run.iter().any(|text| text.starts_with(begins));
            for begins in [
                "/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */",
                "DROP TABLE IF EXISTS `customers`",
                "CREATE TABLE `customers` ( `id` bigint",
                "/*!50001 CREATE VIEW `names` AS SELECT",
                "/*!50001 DROP VIEW IF EXISTS `names`*/",
                "/*!50003 CREATE*/ /*!50017 */ /*!50003 TRIGGER ",
                "/*!50106 CREATE*/ /*!50117 */ /*!50106 EVENT `nightly` ON SCHEDULE EVERY 1 DAY",
                "CREATE FUNCTION `twice`(a int) RETURNS int",
                "CREATE PROCEDURE `clean`(IN days int) BEGIN DELETE FROM orders WHERE id < days; END",
                "/*!50001 CREATE ALGORITHM=UNDEFINED */ /*!50013 SQL SECURITY DEFINER */ /*!50001 VIEW `names` AS select",
            ] {
                assert!(has(begins), "{begins}\n{run:#?}");
            }
            for left_out in
                ["INSERT INTO", "LOCK", "SET NAMES", "character_set_client =", "SQL_LOG_BIN=", "DEFINER=", "SETVAL"]
            {
                let found = run.iter().find(|text| text.contains(left_out));
                assert_eq!(found, None, "{left_out}");
            }
            assert!(run.iter().any(|text| text.contains(event)));
        }
    }

    #[test]
    fn what_frameworks_write_for_mysql_is_a_schema() {
        // Django's `sqlmigrate`.
        let text = "--\n-- Create model Person\n--\nCREATE TABLE `app_person` (`id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY);\n\
                    ALTER TABLE `app_person` ADD CONSTRAINT `fk` FOREIGN KEY (`id`) REFERENCES `b` (`id`);\n";
        assert_eq!(texts(mysql::SYNTAX, text).len(), 2);
        // Rails' `structure.sql`, Laravel's `schema:dump`: a dump with the rows of their own tables behind it.
        let text = "SET FOREIGN_KEY_CHECKS=0;\n/*!40101 SET NAMES utf8 */;\nDROP TABLE IF EXISTS `a`;\nCREATE TABLE `a` (\n  `b` int\n) ENGINE=InnoDB;\n\
                    INSERT INTO `schema_migrations` (version) VALUES\n('1');\nSET FOREIGN_KEY_CHECKS=1;\n";
        let run = texts(mysql::SYNTAX, text);
        assert_eq!(run.len(), 4, "{run:#?}");
        // WordPress: two spaces before the columns of a key.
        let text = "CREATE TABLE wp_terms (\n term_id bigint(20) unsigned NOT NULL auto_increment,\n slug varchar(200) NOT NULL default '',\n \
                    PRIMARY KEY  (term_id),\n KEY slug (slug(191))\n) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;\n";
        assert_eq!(texts(mysql::SYNTAX, text).len(), 1);
        assert_eq!(
            fault(mysql::SYNTAX, "CREATE DATABASE /*!32312 IF NOT EXISTS*/ `shop`;\n").0,
            "a schema cannot make, change or drop a whole database"
        );
    }

    #[test]
    fn an_index_is_one_however_it_is_to_be_built() {
        let built = |text: &str| texts(postgres::SYNTAX, text).remove(0);
        assert_eq!(built("CREATE INDEX CONCURRENTLY i ON t (a)"), "CREATE INDEX              i ON t (a)");
        assert_eq!(
            built("create unique index /* CONCURRENTLY */ concurrently IF NOT EXISTS \"concurrently\" ON t (a)"),
            "create unique index /* CONCURRENTLY */              IF NOT EXISTS \"concurrently\" ON t (a)"
        );
        assert_eq!(built("DROP INDEX CONCURRENTLY IF EXISTS i"), "DROP INDEX              IF EXISTS i");
    }

    #[test]
    fn what_leaves_no_trace_in_a_schema_is_left_out() {
        let history = "\\set ON_ERROR_STOP on\n\\echo 'tables'\nSET lock_timeout = '5s';\nSET transaction_timeout = 0;\nLOCK TABLE t;\n\
                       CREATE TABLE t (a int);\nVACUUM (FULL) t;\nANALYZE t;\nREINDEX INDEX CONCURRENTLY i;\nVACUUM;\n\
                       ALTER TABLE p DETACH PARTITION t CONCURRENTLY;\nCHECKPOINT;\nCLUSTER;\nCLUSTER t;\nCLUSTER t USING i;\n";
        assert_eq!(
            texts(postgres::SYNTAX, history),
            ["CREATE TABLE t (a int)", "ALTER TABLE p DETACH PARTITION t             ", "CLUSTER t USING i"]
        );
    }

    #[test]
    fn what_a_schema_cannot_hold_is_refused() {
        assert!(fault(postgres::SYNTAX, "CREATE ROLE joe").0.contains("the whole server"));
        assert!(fault(postgres::SYNTAX, "LISTEN x").0.contains("of a session"));
        let statistics = "SELECT * FROM pg_catalog.pg_restore_relation_stats(\n\t'version', '180001'::integer)";
        assert_eq!(texts(postgres::SYNTAX, statistics), [""; 0]);
        assert_eq!(texts(postgres::SYNTAX, "REFRESH MATERIALIZED VIEW v"), [""; 0]);
        let mapping = "CREATE USER MAPPING FOR joe SERVER s";
        assert_eq!(texts(postgres::SYNTAX, mapping), [mapping]);
    }

    #[test]
    fn a_namespace_may_be_there_before() {
        let made = |text: &str| texts(postgres::SYNTAX, text).remove(0);
        assert_eq!(made("CREATE SCHEMA app"), "CREATE SCHEMA IF NOT EXISTS app");
        assert_eq!(
            made("CREATE SCHEMA \"A b\" AUTHORIZATION x"),
            "CREATE SCHEMA IF NOT EXISTS \"A b\" AUTHORIZATION x"
        );
        let whole = "CREATE SCHEMA app CREATE TABLE t (a int)";
        assert_eq!(made(whole), whole);
        assert_eq!(made("CREATE SCHEMA IF NOT EXISTS app"), "CREATE SCHEMA IF NOT EXISTS app");
        assert_eq!(made("CREATE SCHEMA AUTHORIZATION x"), "CREATE SCHEMA AUTHORIZATION x");
    }

    #[test]
    fn what_is_no_schema_is_refused_at_its_line() {
        let (message, line) = fault(postgres::SYNTAX, "CREATE TABLE t (a int);\nDROP DATABASE app;\n");
        assert_eq!((message.as_str(), line), ("a schema cannot make, change or drop a whole database", 1));
        assert!(fault(postgres::SYNTAX, "\\connect app\n").0.starts_with("`\\connect` is a command"));
        assert!(fault(sqlite::SYNTAX, "ATTACH 'x.db' AS x;").0.contains("attach"));
        assert!(fault(sqlite::SYNTAX, "CREATE TABLE t (a text DEFAULT 'x);").0.contains("never closed"));
    }
}
