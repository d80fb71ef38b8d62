//! What a script changes of its session, so that it can be put back: one revision must not change how the next one
//! runs, or a chain would do one thing in a single run and another in several.

use crate::dialect::{ServerError, Session};
use crate::dialect::{postgres, sqlite};
use crate::sql::{Syntax, TokenKind, head_words, tokens};

/// SQLite's pragmas that hold for a connection, that change what statements do.
const PRAGMAS: [&str; 7] = [
    "foreign_keys",
    "legacy_alter_table",
    "ignore_check_constraints",
    "recursive_triggers",
    "case_sensitive_like",
    "trusted_schema",
    "writable_schema",
];

/// The value that a pragma of [`PRAGMAS`] has in a session of a run, before a script changes it.
pub fn value_in_a_run(pragma: &str) -> &'static str {
    match pragma {
        "foreign_keys" | "trusted_schema" => "ON",
        _ => "OFF",
    }
}

/// What takes back a script's settings where it can't be known what it has set. RESET ALL leaves the first two alone.
pub const RESET: [&str; 3] = ["RESET SESSION AUTHORIZATION", "RESET ROLE", "RESET ALL"];

/// What the statements of a revision change of the session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// PostgreSQL: settings, the role.
    pub settings: bool,
    /// SQLite: these pragmas.
    pub pragmas: Vec<&'static str>,
}

impl Changes {
    /// Adds those of another statement.
    pub fn add(&mut self, more: Changes) {
        self.settings |= more.settings;
        for pragma in more.pragmas {
            if !self.pragmas.contains(&pragma) {
                self.pragmas.push(pragma);
            }
        }
    }
}

/// What one statement changes of the session.
pub fn changes(syntax: Syntax, sql: &str) -> Changes {
    let first = head_words(syntax, sql, 1);
    match first.first().map(String::as_str) {
        Some("SET" | "RESET" | "DISCARD") if syntax == postgres::SYNTAX => {
            Changes { settings: true, ..Changes::default() }
        }
        _ if syntax == postgres::SYNTAX => Changes { settings: sql.contains("set_config"), ..Changes::default() },
        Some("PRAGMA") if syntax == sqlite::SYNTAX => {
            let named = |pragma: &&&str| {
                let word = |text: &str| text.trim_matches(['"', '`', '[', ']']).eq_ignore_ascii_case(pragma);
                tokens(syntax, sql).any(|token| !token.kind.is_trivia() && word(token.text))
            };
            let pragmas = PRAGMAS.iter().filter(named).copied().collect();
            let sets = tokens(syntax, sql).any(|token| token.kind == TokenKind::Punct && token.text != ".");
            let sets = sets || tokens(syntax, sql).any(|token| token.text == "=");
            Changes { pragmas: if sets { pragmas } else { Vec::new() }, ..Changes::default() }
        }
        _ => Changes::default(),
    }
}

/// The values to put back.
#[derive(Debug, Default)]
pub struct Saved {
    settings: bool,
    pragmas: Vec<(&'static str, String)>,
}

impl Saved {
    /// Looks at what `changes` says will change, outside of any transaction.
    ///
    /// # Errors
    /// The server's refusal.
    pub async fn before(session: &mut dyn Session, changes: &Changes) -> Result<Self, ServerError> {
        let mut saved = Saved { settings: changes.settings, pragmas: Vec::new() };
        for pragma in &changes.pragmas {
            let rows = session.rows(&format!("PRAGMA {pragma}")).await?;
            if let Some(value) = rows.into_iter().flatten().flatten().next() {
                saved.pragmas.push((pragma, value));
            }
        }
        Ok(saved)
    }

    /// Puts back what a transaction can change, before its record is written: a script that gives up its role, or
    /// points the `search_path` elsewhere, must not keep the record from being written.
    ///
    /// # Errors
    /// The server's refusal.
    pub async fn within(&self, session: &mut dyn Session) -> Result<(), ServerError> {
        if self.settings {
            for sql in RESET {
                session.execute(sql).await?;
            }
        }
        Ok(())
    }

    /// Puts back the rest, outside of any transaction.
    ///
    /// # Errors
    /// The server's refusal.
    pub async fn after(&self, session: &mut dyn Session) -> Result<(), ServerError> {
        for (pragma, value) in &self.pragmas {
            session.execute(&format!("PRAGMA {pragma} = {value}")).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sees_what_outlives_a_statement() {
        assert!(changes(postgres::SYNTAX, "SET search_path = x").settings);
        assert!(changes(postgres::SYNTAX, "SELECT pg_catalog.set_config('search_path', '', false)").settings);
        assert!(!changes(postgres::SYNTAX, "UPDATE t SET a = 1").settings);
        assert_eq!(changes(sqlite::SYNTAX, "PRAGMA main.legacy_alter_table = ON").pragmas, ["legacy_alter_table"]);
        assert_eq!(changes(sqlite::SYNTAX, "pragma foreign_keys(0)").pragmas, ["foreign_keys"]);
        assert_eq!(changes(sqlite::SYNTAX, "PRAGMA foreign_keys").pragmas, [""; 0]);
        assert_eq!(changes(sqlite::SYNTAX, "PRAGMA user_version = 3"), Changes::default());
        assert_eq!(changes(sqlite::SYNTAX, "UPDATE t SET foreign_keys = 1"), Changes::default());
    }
}
