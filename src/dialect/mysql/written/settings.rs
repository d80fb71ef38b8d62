//! The settings that a dump changes and puts back, followed as far as they matter to what is made.

use std::collections::HashMap;

use crate::dialect::mysql::SYNTAX;
use crate::dialect::mysql::parse::Cursor;
use crate::sql::{TokenKind, unquote};

/// Modes under which the server reads its own spelling as it meant it
/// (<https://dev.mysql.com/doc/refman/8.4/en/sql-mode.html>).
const HARMLESS: &[&str] = &[
    "STRICT_TRANS_TABLES",
    "STRICT_ALL_TABLES",
    "ERROR_FOR_DIVISION_BY_ZERO",
    "NO_AUTO_CREATE_USER",
    "NO_AUTO_VALUE_ON_ZERO",
    "NO_ENGINE_SUBSTITUTION",
    "NO_ZERO_DATE",
    "NO_ZERO_IN_DATE",
    "ONLY_FULL_GROUP_BY",
];

/// Settings that change nothing of what a server makes of its own spelling. The zone counts where times are said: who reads
/// tables and events looks to that.
const WITHOUT_EFFECT: &[&str] =
    &["foreign_key_checks", "unique_checks", "sql_notes", "note_verbosity", "time_zone", "autocommit"];

/// The session's settings between two statements.
pub(super) struct Settings {
    /// None where it is not known.
    sql_mode: Option<String>,
    /// The modes that are kept in variables.
    kept: HashMap<String, Option<String>>,
    foreign_keys_unchecked: bool,
}

impl Settings {
    /// At the start of a file.
    pub(super) fn new(sql_mode: &str) -> Self {
        Settings { sql_mode: Some(sql_mode.to_owned()), kept: HashMap::new(), foreign_keys_unchecked: false }
    }

    /// Whether statements are read as usual.
    pub(super) fn usual(&self) -> bool {
        self.sql_mode.as_ref().is_some_and(|modes| {
            modes.split(',').all(|mode| mode.is_empty() || HARMLESS.iter().any(|one| one.eq_ignore_ascii_case(mode)))
        })
    }

    /// Whether a table must be there when a foreign key refers to it.
    pub(super) fn foreign_keys_are_checked(&self) -> bool {
        !self.foreign_keys_unchecked
    }

    /// The mode that is set.
    pub(super) fn sql_mode(&self) -> &str {
        self.sql_mode.as_deref().unwrap_or_default()
    }

    /// Follows what stands behind SET; false where it does something else.
    pub(super) fn set(&mut self, cursor: &mut Cursor<'_>) -> bool {
        while !cursor.done() {
            if self.assignment(cursor).is_none() {
                return false;
            }
            if !cursor.eat_punct(",") && !cursor.done() {
                return false;
            }
        }
        true
    }

    fn assignment(&mut self, cursor: &mut Cursor<'_>) -> Option<()> {
        let name = variable(cursor)?;
        if !cursor.eat_operator("=") && !cursor.eat_punct(":=") {
            return None;
        }
        let is_mode = name == "sql_mode";
        if !is_mode && !name.starts_with('@') && !WITHOUT_EFFECT.contains(&name.as_str()) {
            return None;
        }
        let token = cursor.peek()?;
        let value = match token.kind {
            TokenKind::String => {
                let text = unquote(SYNTAX, token.text);
                cursor.advance();
                Some(text)
            }
            TokenKind::Number | TokenKind::Word if !token.text.starts_with('@') => {
                if name == "foreign_key_checks" {
                    self.foreign_keys_unchecked = token.text == "0";
                }
                cursor.advance();
                None
            }
            _ => {
                self.foreign_keys_unchecked &= name != "foreign_key_checks";
                let from = variable(cursor)?;
                if from == "sql_mode" { self.sql_mode.clone() } else { self.kept.get(&from).cloned().flatten() }
            }
        };
        if is_mode {
            // In any other case it is not known what the file sets.
            self.sql_mode = Some(value?);
        } else if name.starts_with('@') {
            self.kept.insert(name, value);
        }
        Some(())
    }
}

/// The name of a setting or, with its `@`, of a variable, in small letters.
fn variable(cursor: &mut Cursor<'_>) -> Option<String> {
    let mut name = cursor.advance()?.text.to_ascii_lowercase();
    while matches!(name.as_str(), "@@session" | "@@local") && cursor.eat_punct(".") {
        name = format!("@@{}", cursor.advance()?.text.to_ascii_lowercase());
    }
    if matches!(name.as_str(), "session" | "local") {
        name = cursor.advance()?.text.to_ascii_lowercase();
    }
    let plain = name.strip_prefix("@@").unwrap_or(&name);
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '@' | '.');
    plain.chars().all(known).then(|| plain.trim_start_matches("session.").to_owned())
}
