//! What a schema's file can hold of the statements that only MySQL and MariaDB have, or that only their dumps have.
//!
//! The statements are run in a database that is made for it. So a name that says its database leads somewhere else, and is
//! refused; USE as well. What `mysqldump` and `mariadb-dump` print can stand as it is: settings of the session that the objects
//! are made by are set, those of the server and of the connection's character set are not, and rows are left out.

use super::SYNTAX;
use crate::sql::syntax::InSchema;
use crate::sql::{self, Token, TokenKind};

/// What becomes of a statement.
pub(super) fn in_schema(words: &[&str], statement: &str) -> InSchema {
    let refused = |what, help| InSchema::Refused { what, help };
    if names_a_database(words, statement) {
        return refused(
            "a statement of a schema names the database that it changes",
            "leave the database's name out: a schema is made in another database first, to be compared",
        );
    }
    match words {
        ["SET", ..] => set(statement),
        ["USE", ..] => refused(
            "a schema cannot change to another database",
            "take the statement out; a schema is what one database holds, and mysqldump without --databases writes none",
        ),
        // Rows, and what a dump has around them.
        ["LOCK" | "UNLOCK", "TABLES" | "TABLE", ..] | ["LOAD" | "DO" | "SELECT", ..] => InSchema::Skipped,
        ["ALTER", "TABLE", ..] if is_about_keys(statement) => InSchema::Skipped,
        ["CREATE" | "DROP" | "ALTER", "SCHEMA", ..] => refused(
            "a schema cannot make, change or drop a whole database",
            "take the statement out; a schema is what one database holds",
        ),
        [
            "ANALYZE" | "CHECK" | "CHECKSUM" | "OPTIMIZE" | "REPAIR" | "FLUSH" | "CACHE" | "RESET" | "PURGE" | "KILL",
            ..,
        ] => refused(
            "a statement that maintains a live database is no part of a schema",
            "take it out; in a revision it can stand in a section of its own: `-- migrate:upgrade transaction=off`",
        ),
        [
            "CREATE" | "DROP" | "ALTER" | "RENAME",
            "USER" | "ROLE" | "SERVER" | "TABLESPACE" | "UNDO" | "LOGFILE" | "RESOURCE" | "INSTANCE" | "PACKAGE",
            ..,
        ]
        | ["INSTALL" | "UNINSTALL" | "CHANGE" | "START" | "STOP" | "SHUTDOWN" | "RESTART" | "CLONE" | "BINLOG", ..] => {
            refused(
                "a schema cannot make, change or drop what belongs to the whole server",
                "take the statement out; a schema is what one database holds",
            )
        }
        [
            "SHOW" | "DESCRIBE" | "DESC" | "EXPLAIN" | "HELP" | "HANDLER" | "PREPARE" | "EXECUTE" | "DEALLOCATE"
            | "IMPORT",
            ..,
        ] => refused("a statement of a session is no part of a schema", "take it out; a schema holds what it makes"),
        ["CREATE", ..] => without_definer(statement).map_or(InSchema::Part, InSchema::PartAs),
        _ => InSchema::Part,
    }
}

/// Settings, one or several. Those of the session that decide what an object becomes are set.
fn set(statement: &str) -> InSchema {
    let tokens: Vec<Token<'_>> = sql::significant(SYNTAX, statement).skip(1).collect();
    let mut kept = statement.to_owned();
    let mut any = false;
    let mut from = 0;
    let mut depth = 0usize;
    for at in 0..=tokens.len() {
        let end = match tokens.get(at).map(|token| token.text) {
            Some("(") => {
                depth += 1;
                false
            }
            Some(")") => {
                depth = depth.saturating_sub(1);
                false
            }
            Some(",") => depth == 0,
            Some(_) => false,
            None => true,
        };
        if !end {
            continue;
        }
        let one = tokens.get(from..at).unwrap_or_default();
        match setting(one) {
            Setting::Kept => any = true,
            Setting::Skipped => {
                // With a comma beside it.
                let first = if any { from.saturating_sub(1) } else { from };
                let last = if any { at.saturating_sub(1) } else { at };
                let last = tokens.get(last).or(tokens.last());
                if let (Some(first), Some(last)) = (tokens.get(first), last) {
                    let span = first.span.start..last.span.end;
                    kept.replace_range(span.clone(), &" ".repeat(span.len()));
                }
            }
            Setting::OfTheServer => {
                return InSchema::Refused {
                    what: "a schema cannot change the settings of the server",
                    help: "take the statement out; a schema is what one database holds",
                };
            }
        }
        from = at + 1;
    }
    if !any {
        InSchema::Skipped
    } else if kept == statement {
        InSchema::Part
    } else {
        InSchema::PartAs(kept)
    }
}

/// What becomes of one setting.
enum Setting {
    Kept,
    Skipped,
    OfTheServer,
}

fn setting(tokens: &[Token<'_>]) -> Setting {
    let word = |at: usize| tokens.get(at).map(|token| token.text.to_ascii_lowercase()).unwrap_or_default();
    let first = word(0);
    let scope = matches!(first.as_str(), "global" | "persist" | "persist_only" | "session" | "local");
    // `@@SESSION.SQL_LOG_BIN` is several tokens.
    let rest = tokens.iter().skip(usize::from(scope)).enumerate();
    let dotted = rest.take_while(|(nth, token)| *nth == 0 || token.text.starts_with('.') || nth % 2 == 0);
    let name: String =
        dotted.take_while(|(_, token)| !matches!(token.text, "=" | ":=")).map(|(_, token)| token.text).collect();
    let name = name.to_ascii_lowercase();
    let name = name.strip_prefix("@@").unwrap_or(&name);
    match name.rsplit('.').next().unwrap_or_default() {
        // The text comes to the server as UTF-8, whatever the file's client was set to.
        "names"
        | "charset"
        | "character_set_client"
        | "character_set_results"
        | "collation_connection"
        | "character_set_connection" => Setting::Skipped,
        "character" if word(1) == "set" => Setting::Skipped,
        // What a dump says of the server that it is loaded into.
        "sql_log_bin" | "gtid_purged" | "innodb_stats_auto_recalc" => Setting::Skipped,
        "transaction" => Setting::Skipped,
        "password" | "role" | "default" | "resource" => Setting::OfTheServer,
        _ if matches!(first.as_str(), "global" | "persist" | "persist_only") => Setting::OfTheServer,
        _ if name.starts_with("global.") || name.starts_with("persist") => Setting::OfTheServer,
        _ => Setting::Kept,
    }
}

/// `ALTER TABLE t DISABLE KEYS`, which a dump has before its rows.
fn is_about_keys(statement: &str) -> bool {
    let tokens: Vec<Token<'_>> = sql::significant(SYNTAX, statement).collect();
    matches!(tokens.as_slice(), [.., how, keys] if keys.is_word("keys") && (how.is_word("disable") || how.is_word("enable")))
}

/// The statement with its `DEFINER = …` blanked out, where it has one: the role need not be there, and not everybody may give it.
fn without_definer(statement: &str) -> Option<String> {
    let mut tokens = sql::significant(SYNTAX, statement).skip(1).peekable();
    let from = loop {
        let token = tokens.next()?;
        match token.text.to_ascii_uppercase().as_str() {
            "DEFINER" => break token.span.start,
            // What may stand before it: `OR REPLACE`, `ALGORITHM = MERGE`.
            "OR" | "REPLACE" | "ALGORITHM" | "=" | "UNDEFINED" | "MERGE" | "TEMPTABLE" => {}
            _ => return None,
        }
    };
    let kinds = ["SQL", "VIEW", "TRIGGER", "FUNCTION", "PROCEDURE", "EVENT", "AGGREGATE", "PACKAGE"];
    let mut end = from;
    for token in tokens {
        if token.kind == TokenKind::Word && kinds.iter().any(|kind| token.is_word(kind)) {
            let mut text = statement.to_owned();
            text.replace_range(from..end, &" ".repeat(end - from));
            return Some(text);
        }
        end = token.span.end;
    }
    None
}

/// Whether a statement says which database the thing is in that it makes, changes or drops.
fn names_a_database(words: &[&str], statement: &str) -> bool {
    if !matches!(words.first(), Some(&("CREATE" | "DROP" | "ALTER" | "RENAME"))) {
        return false;
    }
    let tokens: Vec<Token<'_>> = sql::significant(SYNTAX, statement).collect();
    let kinds = ["TABLE", "TABLES", "VIEW", "TRIGGER", "FUNCTION", "PROCEDURE", "EVENT", "SEQUENCE", "INDEX"];
    let is_kind = |token: &Token<'_>| kinds.iter().any(|kind| token.is_word(kind));
    let Some(kind) = tokens.iter().position(is_kind) else { return false };
    let is_name = |token: &&Token<'_>| matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent);
    let qualified = |at: usize| {
        tokens.get(at).as_ref().is_some_and(is_name) && tokens.get(at + 1).is_some_and(|token| token.is_punct("."))
    };
    let mut at = kind + 1;
    while tokens.get(at).is_some_and(|token| ["IF", "NOT", "EXISTS"].iter().any(|word| token.is_word(word))) {
        at += 1;
    }
    if qualified(at) {
        return true;
    }
    // The table of an index or a trigger; further names of DROP and RENAME.
    let of_table = tokens[kind].is_word("INDEX") || tokens[kind].is_word("TRIGGER");
    let list = matches!(words.first(), Some(&("DROP" | "RENAME")));
    let mut depth = 0usize;
    for (nth, token) in tokens.iter().enumerate().skip(at) {
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            "," if list && depth == 0 && qualified(nth + 1) => return true,
            _ if token.is_word("on") && of_table && depth == 0 => return qualified(nth + 1),
            _ if token.is_word("to") && depth == 0 && words.first() != Some(&"CREATE") && qualified(nth + 1) => {
                return true;
            }
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(statement: &str) -> InSchema {
        let words = sql::head_words(SYNTAX, statement, 6);
        in_schema(&words.iter().map(String::as_str).collect::<Vec<_>>(), statement)
    }

    fn blanked(statement: &str) -> String {
        match made(statement) {
            InSchema::PartAs(text) => {
                assert_eq!(text.len(), statement.len(), "every word stays at its place");
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            }
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    fn refused(statement: &str, begins: &str) {
        match made(statement) {
            InSchema::Refused { what, .. } => assert!(what.starts_with(begins), "{statement}: {what}"),
            other => panic!("{statement}: {other:?}"),
        }
    }

    #[test]
    fn definers_are_left_out() {
        let trigger = "/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET @x = 1 */";
        assert_eq!(
            blanked(trigger),
            "/*!50003 CREATE*/ /*!50017 */ /*!50003 TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET @x = 1 */"
        );
        let view = "/*!50001 CREATE ALGORITHM=UNDEFINED */\n/*!50013 DEFINER=`root`@`localhost` SQL SECURITY DEFINER */\n/*!50001 VIEW `v` AS select 1 */";
        assert_eq!(
            blanked(view),
            "/*!50001 CREATE ALGORITHM=UNDEFINED */ /*!50013 SQL SECURITY DEFINER */ /*!50001 VIEW `v` AS select 1 */"
        );
        assert_eq!(
            blanked("CREATE OR REPLACE DEFINER = CURRENT_USER() FUNCTION f() RETURNS int RETURN 1"),
            "CREATE OR REPLACE FUNCTION f() RETURNS int RETURN 1"
        );
        assert_eq!(made("CREATE VIEW definer AS SELECT 1"), InSchema::Part);
    }

    #[test]
    fn settings_of_the_session_are_set() {
        for kept in [
            "SET FOREIGN_KEY_CHECKS = 0",
            "/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */",
            "/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */",
            "SET @MYSQLDUMP_TEMP_LOG_BIN = @@SESSION.SQL_LOG_BIN",
            "SET SESSION sql_mode = 'ANSI,STRICT_ALL_TABLES'",
        ] {
            assert_eq!(made(kept), InSchema::Part, "{kept}");
        }
        for skipped in [
            "/*!40101 SET NAMES utf8mb4 */",
            "/*!50503 SET character_set_client = utf8mb4 */",
            "SET CHARACTER SET latin1",
            "/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */",
            "SET @@SESSION.SQL_LOG_BIN= 0",
            "SET @@GLOBAL.GTID_PURGED=/*!80000 '+'*/ 'd8e555d3:1-11'",
            "/*!50606 SET GLOBAL INNODB_STATS_AUTO_RECALC=OFF */",
        ] {
            assert_eq!(made(skipped), InSchema::Skipped, "{skipped}");
        }
        assert_eq!(blanked("SET NAMES utf8mb4, FOREIGN_KEY_CHECKS = 0"), "SET FOREIGN_KEY_CHECKS = 0");
        assert_eq!(blanked("SET a = 1, NAMES utf8, b = IF(1, 2, 3)"), "SET a = 1 , b = IF(1, 2, 3)");
        refused("SET GLOBAL max_connections = 5", "a schema cannot change the settings");
        refused("SET @@GLOBAL.sql_mode = ''", "a schema cannot change the settings");
    }

    #[test]
    fn rows_and_what_stands_around_them_are_left_out() {
        for skipped in [
            "LOCK TABLES `a` WRITE",
            "UNLOCK TABLES",
            "/*!40000 ALTER TABLE `a` DISABLE KEYS */",
            "/*!40000 ALTER TABLE `a` ENABLE KEYS */",
            "DO SETVAL(`s`, 5, 0)",
        ] {
            assert_eq!(made(skipped), InSchema::Skipped, "{skipped}");
        }
        assert_eq!(made("ALTER TABLE a ADD KEY (b)"), InSchema::Part);
    }

    #[test]
    fn what_leads_out_of_the_database_is_refused() {
        refused("USE shop", "a schema cannot change to another database");
        refused("CREATE SCHEMA shop", "a schema cannot make, change or drop a whole database");
        refused("ANALYZE TABLE a", "a statement that maintains");
        refused("CREATE USER joe", "a schema cannot make, change or drop what belongs");
        refused("SHOW TABLES", "a statement of a session");
        for statement in [
            "CREATE TABLE IF NOT EXISTS `shop`.`a` (b int)",
            "DROP TABLE a, shop.b",
            "DROP TABLE IF EXISTS shop.b",
            "CREATE UNIQUE INDEX i ON shop.a (b)",
            "CREATE TRIGGER t BEFORE INSERT ON shop.a FOR EACH ROW SET @x = 1",
            "ALTER TABLE a RENAME TO shop.a",
            "RENAME TABLE a TO b, c TO shop.d",
            "ALTER TABLE shop.a ADD b int",
            "CREATE VIEW shop.v AS SELECT 1",
        ] {
            refused(statement, "a statement of a schema names the database");
        }
        for part in [
            "CREATE VIEW v AS SELECT a.b FROM shop.a AS a",
            "CREATE TABLE a (b int REFERENCES shop.b (c))",
            "CREATE TRIGGER t AFTER UPDATE ON a FOR EACH ROW INSERT INTO log VALUES (NEW.b)",
            "DROP TABLE IF EXISTS `a`",
            "ALTER TABLE a RENAME TO b, ADD CONSTRAINT c FOREIGN KEY (d) REFERENCES e (f)",
        ] {
            assert_eq!(made(part), InSchema::Part, "{part}");
        }
    }
}
