//! The settings of a session of MySQL or MariaDB that a script may have changed: its system variables, its database, its
//! role, its locks of tables.
//!
//! User variables (`@a`) are no settings: they hold what a script has found out, so that to set them again would be to run
//! a statement again.

use super::SYNTAX;
use super::quote;
use crate::dialect::session::{BoxFuture, ServerError, Session};
use crate::dialect::settings::{Changes, Restore, SessionSettings};
use crate::sql::{Token, TokenKind, head_words, significant};

/// Settings of MySQL and MariaDB.
pub(super) struct MySqlSettings;

/// The variables of a session that change what statements do or keep, or how they wait
/// (<https://dev.mysql.com/doc/refman/8.4/en/dynamic-system-variables.html>,
/// <https://mariadb.com/kb/en/server-system-variables/>), in the order in which they are put back: a character set takes
/// its collation along. Which of them a server has is asked.
const VARIABLES: &[&str] = &[
    "character_set_client",
    "character_set_results",
    "character_set_connection",
    "collation_connection",
    "sql_mode",
    "alter_algorithm",
    "auto_increment_increment",
    "auto_increment_offset",
    "binlog_format",
    "block_encryption_mode",
    "bulk_insert_buffer_size",
    "character_set_collations",
    "character_set_filesystem",
    "check_constraint_checks",
    "collation_server",
    "character_set_server",
    "column_compression_threshold",
    "cte_max_recursion_depth",
    "default_collation_for_utf8mb4",
    "default_storage_engine",
    "default_tmp_storage_engine",
    "default_week_format",
    "div_precision_increment",
    "enforce_storage_engine",
    "eq_range_index_dive_limit",
    "explicit_defaults_for_timestamp",
    "foreign_key_checks",
    "group_concat_max_len",
    "innodb_ddl_buffer_size",
    "innodb_ddl_threads",
    "innodb_ft_enable_stopword",
    "innodb_lock_wait_timeout",
    "innodb_parallel_read_threads",
    "innodb_strict_mode",
    "join_buffer_size",
    "lc_messages",
    "lc_time_names",
    "lock_wait_timeout",
    "low_priority_updates",
    "max_error_count",
    "max_execution_time",
    "max_heap_table_size",
    "max_join_size",
    "max_recursive_iterations",
    "max_sort_length",
    "max_sp_recursion_depth",
    "max_statement_time",
    "myisam_sort_buffer_size",
    "net_read_timeout",
    "net_write_timeout",
    "old_alter_table",
    "old_mode",
    "optimizer_switch",
    "print_identified_with_as_hex",
    "restrict_fk_on_non_standard_key",
    "sort_buffer_size",
    "sql_auto_is_null",
    "sql_big_selects",
    "sql_generate_invisible_primary_key",
    "sql_if_exists",
    "sql_log_bin",
    "sql_notes",
    "sql_quote_show_create",
    "sql_require_primary_key",
    "sql_safe_updates",
    "sql_select_limit",
    "sql_warnings",
    "system_versioning_alter_history",
    "system_versioning_asof",
    "system_versioning_insert_history",
    "time_zone",
    "tmp_table_size",
    "transaction_isolation",
    "transaction_read_only",
    "tx_isolation",
    "tx_read_only",
    "unique_checks",
    "updatable_views_with_limit",
    "use_secondary_engine",
    "wait_timeout",
    AUTOCOMMIT,
    COMPLETION,
    TIMESTAMP,
];

/// Each statement commits by itself.
pub(super) const AUTOCOMMIT: &str = "autocommit";
const COMPLETION: &str = "completion_type";
/// The clock of the session, where it was set; it cannot be asked whether it was.
const TIMESTAMP: &str = "timestamp";

/// What `SET NAMES` and `SET CHARACTER SET` set.
const NAMES: [&str; 4] =
    ["character_set_client", "character_set_results", "character_set_connection", "collation_connection"];
/// What `SET SESSION TRANSACTION` sets, by its old names too.
const TRANSACTION: [&str; 4] = ["transaction_isolation", "transaction_read_only", "tx_isolation", "tx_read_only"];

/// What is no variable.
const DATABASE: &str = "USE";
const ROLE: &str = "ROLE";
const TABLE_LOCKS: &str = "LOCK TABLES";

/// Those that cannot be set within a transaction, or that end it.
const OUTSIDE: [&str; 5] = [AUTOCOMMIT, "sql_log_bin", "binlog_format", TABLE_LOCKS, COMPLETION];

impl SessionSettings for MySqlSettings {
    fn changed_by(&self, sql: &str) -> Changes {
        let words = head_words(SYNTAX, sql, 2);
        let names = match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["USE", ..] => vec![DATABASE],
            ["LOCK", "TABLE" | "TABLES"] => vec![TABLE_LOCKS],
            ["FLUSH", ..] if says(sql, "LOCK") => vec![TABLE_LOCKS],
            ["SET", "GLOBAL" | "PERSIST" | "PERSIST_ONLY" | "PASSWORD" | "DEFAULT" | "RESOURCE"] => Vec::new(),
            ["SET", "ROLE"] => vec![ROLE],
            ["SET", ..] => set_by(sql),
            _ => Vec::new(),
        };
        Changes { any: false, names }
    }

    /// `USE`, locks of tables, and a `SET` of variables to what needs no query; a user variable beside one keeps what that
    /// was, as dumps do it, and is set again with it.
    fn is_setting(&self, sql: &str) -> bool {
        let words = head_words(SYNTAX, sql, 2);
        match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["UNLOCK", ..] => true,
            // For the next transaction alone.
            ["SET", "TRANSACTION"] => false,
            ["SET", ..] => (keeps_variables(sql) || !self.changed_by(sql).is_empty()) && !says(sql, "SELECT"),
            _ => !self.changed_by(sql).is_empty(),
        }
    }

    fn save<'a>(
        &'a self,
        session: &'a mut dyn Session,
        changes: &'a Changes,
    ) -> BoxFuture<'a, Result<Restore, ServerError>> {
        Box::pin(async move {
            let mut restore = Restore::default();
            let changed = |name: &str| changes.names.contains(&name);
            if changed(DATABASE) {
                let rows = session.rows("SELECT DATABASE()").await?;
                if let Some(name) = rows.into_iter().flatten().flatten().next() {
                    put_back(&mut restore, DATABASE, format!("USE {}", quote::identifier(&name)));
                }
            }
            if changed(ROLE) {
                let rows = session.rows("SELECT CURRENT_ROLE()").await?;
                let role = rows.into_iter().flatten().flatten().next().filter(|role| role != "NONE");
                // MySQL answers a list that is quoted, MariaDB a bare name.
                let role = role.map(|role| if role.starts_with('`') { role } else { quote::identifier(&role) });
                put_back(&mut restore, ROLE, format!("SET ROLE {}", role.unwrap_or_else(|| "NONE".to_owned())));
            }
            let variables: Vec<&str> = VARIABLES.iter().copied().filter(|name| changed(name)).collect();
            if !variables.is_empty() {
                let list = variables.iter().map(|name| quote::string(name)).collect::<Vec<_>>().join(", ");
                let rows = session.rows(&format!("SHOW SESSION VARIABLES WHERE Variable_name IN ({list})")).await?;
                for name in variables {
                    let found = rows.iter().find(|row| matches!(row.first(), Some(Some(found)) if found == name));
                    if let Some(value) = found.and_then(|row| row.get(1)) {
                        put_back(&mut restore, name, set(name, value.as_deref()));
                    }
                }
            }
            unlock(&mut restore, changes);
            Ok(restore)
        })
    }

    fn defaults(&self, changes: &Changes) -> Restore {
        let mut restore = Restore::default();
        if NAMES.iter().any(|name| changes.names.contains(name)) {
            put_back(&mut restore, NAMES[0], "SET NAMES utf8mb4".to_owned());
        }
        for name in VARIABLES.iter().filter(|name| changes.names.contains(name) && !NAMES.contains(name)) {
            // A version has one of the two names: what the script sets by a statement of its own has none.
            if !TRANSACTION.contains(name) {
                put_back(&mut restore, name, format!("SET SESSION {name} = {}", default_of(name)));
            }
        }
        unlock(&mut restore, changes);
        restore
    }
}

/// What a variable is in a session in which nothing was set. `DEFAULT` says that too, but not for every variable: MySQL 9.7
/// takes it for 0 where it is `foreign_key_checks` or `unique_checks`.
fn default_of(name: &str) -> String {
    if [TIMESTAMP, "sql_log_bin"].contains(&name) { "DEFAULT".to_owned() } else { format!("@@GLOBAL.{name}") }
}

fn unlock(restore: &mut Restore, changes: &Changes) {
    if changes.names.contains(&TABLE_LOCKS) {
        put_back(restore, TABLE_LOCKS, "UNLOCK TABLES".to_owned());
    }
}

/// The record needs what most of them change: where it is, how texts are read.
fn put_back(restore: &mut Restore, name: &str, sql: String) {
    if OUTSIDE.contains(&name) {
        restore.outside.push(sql);
    } else {
        restore.before_record.push(sql);
    }
}

/// The statement that sets a variable to a value that `SHOW VARIABLES` prints: numbers are no strings.
fn set(name: &str, value: Option<&str>) -> String {
    let value = match value {
        _ if name == TIMESTAMP => "DEFAULT".to_owned(),
        None | Some("") if name == "character_set_results" => "NULL".to_owned(),
        None => "DEFAULT".to_owned(),
        Some(number) if number.parse::<f64>().is_ok() => number.to_owned(),
        Some(text) => quote::string(text),
    };
    format!("SET SESSION {name} = {value}")
}

/// The variables that a `SET` names on the left of an assignment.
fn set_by(sql: &str) -> Vec<&'static str> {
    let words = head_words(SYNTAX, sql, 3);
    let mut at = words.iter().skip(1).map(String::as_str).filter(|word| !matches!(*word, "SESSION" | "LOCAL"));
    match at.next() {
        Some("NAMES" | "CHARSET") => return NAMES.to_vec(),
        Some("CHARACTER" | "CHAR") => return NAMES.to_vec(),
        // Without SESSION it holds for one transaction.
        Some("TRANSACTION") if words.get(1).is_some_and(|word| word != "TRANSACTION") => return TRANSACTION.to_vec(),
        Some("TRANSACTION") => return Vec::new(),
        // MariaDB's `SET STATEMENT … FOR` holds for that statement.
        Some("STATEMENT") => return Vec::new(),
        _ => {}
    }
    let mut found = Vec::new();
    for assignment in assignments(sql) {
        let Some(target) = assignment.first() else { continue };
        let names = |token: &Token<'_>, variable: &str| {
            token
                .text
                .trim_matches('`')
                .rsplit(['@', '.'])
                .next()
                .is_some_and(|name| name.eq_ignore_ascii_case(variable))
        };
        if target.iter().any(|token| {
            ["GLOBAL", "PERSIST", "PERSIST_ONLY", "@@GLOBAL"]
                .iter()
                .any(|word| token.text.get(..word.len()).is_some_and(|text| text.eq_ignore_ascii_case(word)))
        }) {
            continue;
        }
        let user = target.first().is_some_and(|token| token.text.starts_with('@') && !token.text.starts_with("@@"));
        let variable = target.last().filter(|_| !user);
        let variable = variable.and_then(|token| VARIABLES.iter().find(|variable| names(token, variable)));
        if let Some(variable) = variable
            && !found.contains(variable)
        {
            found.push(variable);
        }
    }
    found
}

/// The assignments of a `SET`: of each, what stands before the `=` and what behind it.
fn assignments(sql: &str) -> Vec<Vec<Vec<Token<'_>>>> {
    let mut all = vec![vec![Vec::new()]];
    let mut depth = 0usize;
    for token in significant(SYNTAX, sql).skip(1) {
        if token.is_punct("(") {
            depth += 1;
        } else if token.is_punct(")") {
            depth = depth.saturating_sub(1);
        }
        let Some(current) = all.last_mut() else { break };
        match token.text {
            "," if depth == 0 => all.push(vec![Vec::new()]),
            "=" | ":=" if depth == 0 && current.len() == 1 => current.push(Vec::new()),
            _ => {
                if let Some(side) = current.last_mut() {
                    side.push(token);
                }
            }
        }
    }
    all
}

/// Whether every assignment keeps a system variable's value in a user variable: `SET @old = @@sql_mode`.
fn keeps_variables(sql: &str) -> bool {
    assignments(sql).iter().all(|assignment| match assignment.as_slice() {
        [target, value] => {
            target.first().is_some_and(|token| token.text.starts_with('@'))
                && value.first().is_some_and(|token| token.text.starts_with("@@"))
                && value.iter().all(|token| token.kind != TokenKind::Punct || token.text == ".")
        }
        _ => false,
    })
}

fn says(sql: &str, word: &str) -> bool {
    significant(SYNTAX, sql).any(|token| token.is_word(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sees_what_outlives_a_statement() {
        let names = |sql: &str| MySqlSettings.changed_by(sql).names;
        assert_eq!(names("SET foreign_key_checks = 0"), ["foreign_key_checks"]);
        assert_eq!(names("SET @@session.SQL_MODE = 'ANSI', @@unique_checks := 0"), ["sql_mode", "unique_checks"]);
        assert_eq!(names("SET SESSION `time_zone` = '+00:00'"), ["time_zone"]);
        assert_eq!(
            names("SET LOCAL sql_mode = CONCAT(@@sql_mode, ',ANSI'), time_zone = 'x'"),
            ["sql_mode", "time_zone"]
        );
        assert_eq!(names("/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */"), ["unique_checks"]);
        assert_eq!(names("SET NAMES latin1"), NAMES);
        assert_eq!(names("SET CHARACTER SET utf8"), NAMES);
        assert_eq!(names("SET SESSION TRANSACTION READ ONLY"), TRANSACTION);
        assert_eq!(names("SET TRANSACTION READ ONLY"), [""; 0]);
        assert_eq!(names("SET GLOBAL sql_mode = ''"), [""; 0]);
        assert_eq!(names("SET @@global.sql_mode = ''"), [""; 0]);
        assert_eq!(names("SET @sql_mode = 1"), [""; 0]);
        assert_eq!(names("SET STATEMENT sql_mode = '' FOR SELECT 1"), [""; 0]);
        assert_eq!(names("USE other"), [DATABASE]);
        assert_eq!(names("LOCK TABLES t WRITE"), [TABLE_LOCKS]);
        assert_eq!(names("SET ROLE r"), [ROLE]);
        assert_eq!(names("UPDATE t SET sql_mode = 1"), [""; 0]);
    }

    #[test]
    fn only_a_setting_is_sent_again() {
        for sql in [
            "SET foreign_key_checks = 0",
            "SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO'",
            "SET @old = @@session.sql_mode",
            "SET SQL_MODE=@OLD_SQL_MODE",
            "USE other",
            "LOCK TABLES t WRITE",
            "UNLOCK TABLES",
        ] {
            assert!(MySqlSettings.is_setting(sql), "{sql}");
        }
        for sql in [
            "SET @a = 1",
            "SET @a = @@sql_mode, @b = LAST_INSERT_ID()",
            "SET time_zone = (SELECT z FROM t)",
            "SET TRANSACTION READ ONLY",
            "SET GLOBAL sql_mode = ''",
            "SELECT 1",
            "CREATE TABLE t (a int)",
        ] {
            assert!(!MySqlSettings.is_setting(sql), "{sql}");
        }
    }

    #[test]
    fn values_are_written_as_they_are_read() {
        assert_eq!(set("sql_mode", Some("")), "SET SESSION sql_mode = ''");
        assert_eq!(set("lock_wait_timeout", Some("50")), "SET SESSION lock_wait_timeout = 50");
        assert_eq!(set("foreign_key_checks", Some("ON")), "SET SESSION foreign_key_checks = 'ON'");
        assert_eq!(set("character_set_results", Some("")), "SET SESSION character_set_results = NULL");
        assert_eq!(set("timestamp", Some("12.5")), "SET SESSION timestamp = DEFAULT");
    }
}
