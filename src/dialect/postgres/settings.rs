//! The settings of a PostgreSQL session that a script may have changed.
//!
//! Which ones cannot be told from a statement (a function may call `set_config`), so all are put back: `RESET ALL` takes a
//! session to the values that it had when it began (<https://www.postgresql.org/docs/current/sql-reset.html>), and those that
//! this program had set since then (its timeouts, the role's time zone) are set once more. `RESET ALL` leaves the role and
//! the session authorization alone; they have a RESET each (<https://www.postgresql.org/docs/current/sql-set-role.html>,
//! <https://www.postgresql.org/docs/current/sql-set-session-authorization.html>).

use super::quote;
use crate::dialect::postgres::SYNTAX;
use crate::dialect::session::{BoxFuture, ServerError, Session};
use crate::dialect::settings::{Changes, Restore, SessionSettings};
use crate::sql::{head_words, tokens};

/// PostgreSQL's settings.
pub(super) struct PostgresSettings;

const RESET: [&str; 3] = ["RESET SESSION AUTHORIZATION", "RESET ROLE", "RESET ALL"];

/// What was set in this session (<https://www.postgresql.org/docs/current/view-pg-settings.html>). What belongs to the
/// transaction shows here too, with the value that its default gives it.
const SET_HERE: &str = "SELECT name, setting FROM pg_catalog.pg_settings \
     WHERE source = 'session' AND name NOT LIKE 'transaction\\_%' ORDER BY name";

impl SessionSettings for PostgresSettings {
    fn changed_by(&self, sql: &str) -> Changes {
        let first = head_words(SYNTAX, sql, 1);
        let set = matches!(first.first().map(String::as_str), Some("SET" | "RESET" | "DISCARD"));
        Changes { any: set || sql.contains("set_config"), ..Changes::default() }
    }

    /// `SET`, `RESET`, and a `SELECT` of a single `set_config`, as `pg_dump` writes it. What is set for a transaction only is
    /// gone with it.
    fn is_setting(&self, sql: &str) -> bool {
        let words = head_words(SYNTAX, sql, 2);
        match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["SET", "LOCAL" | "TRANSACTION" | "CONSTRAINTS"] => false,
            ["SET" | "RESET", ..] => true,
            ["SELECT", ..] => is_set_config(sql),
            _ => false,
        }
    }

    fn save<'a>(
        &'a self,
        session: &'a mut dyn Session,
        changes: &'a Changes,
    ) -> BoxFuture<'a, Result<Restore, ServerError>> {
        Box::pin(async move {
            let mut restore = self.defaults(changes);
            if !changes.any {
                return Ok(restore);
            }
            let mut again: Vec<String> = Vec::new();
            for row in session.rows(SET_HERE).await? {
                if let [Some(name), Some(value)] = row.as_slice() {
                    let (name, value) = (quote::string(name), quote::string(value));
                    again.push(format!("pg_catalog.set_config({name}, {value}, false)"));
                }
            }
            if !again.is_empty() {
                restore.before_record.push(format!("SELECT {}", again.join(", ")));
            }
            Ok(restore)
        })
    }

    /// A rollback takes settings back with it, so there is nothing left to do outside of a transaction.
    fn defaults(&self, changes: &Changes) -> Restore {
        if changes.any {
            Restore { before_record: RESET.map(str::to_owned).to_vec(), outside: Vec::new() }
        } else {
            Restore::default()
        }
    }
}

/// `SELECT [pg_catalog.]set_config(…)`, and nothing behind the closing parenthesis.
fn is_set_config(sql: &str) -> bool {
    let mut words = tokens(SYNTAX, sql).filter(|token| !token.kind.is_trivia()).skip(1).peekable();
    if words.next_if(|token| token.is_word("pg_catalog")).is_some() && words.next_if(|word| word.text == ".").is_none()
    {
        return false;
    }
    if words.next_if(|token| token.is_word("set_config")).is_none() {
        return false;
    }
    let mut depth = 0usize;
    let mut closed = false;
    for token in words {
        match token.text {
            _ if closed => return false,
            "(" => depth += 1,
            ")" => {
                depth = depth.saturating_sub(1);
                closed = depth == 0;
            }
            _ => {}
        }
    }
    closed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sees_what_outlives_a_statement() {
        let changes = |sql: &str| PostgresSettings.changed_by(sql).any;
        assert!(changes("SET search_path = x"));
        assert!(changes("SELECT pg_catalog.set_config('search_path', '', false)"));
        assert!(!changes("UPDATE t SET a = 1"));
    }

    #[test]
    fn only_a_setting_is_sent_again() {
        for sql in [
            "SET search_path = x",
            "set role r",
            "RESET ALL",
            "SELECT pg_catalog.set_config('search_path', '', false)",
            "select set_config('a.b', upper('x'), false)",
        ] {
            assert!(PostgresSettings.is_setting(sql), "{sql}");
        }
        for sql in [
            "SET LOCAL search_path = x",
            "SET CONSTRAINTS ALL DEFERRED",
            "SELECT set_config('a.b', 'x', false), nextval('s')",
            "SELECT set_config('a.b', x, false) FROM t",
            "INSERT INTO t SELECT set_config('a.b', 'x', false)",
            "DO $$ BEGIN PERFORM set_config('a.b', 'x', false); END $$",
            "DISCARD ALL",
            "SELECT 1",
        ] {
            assert!(!PostgresSettings.is_setting(sql), "{sql}");
        }
    }
}
