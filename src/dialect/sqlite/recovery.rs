//! SQLite: statements that can share no transaction with their record.

use crate::dialect::recovery::{Effect, Recovery};
use crate::dialect::session::{BoxFuture, ServerError, Session};
use crate::dialect::sqlite::SYNTAX;
use crate::sql::{head_words, without_transaction};

/// SQLite's answers.
pub(super) struct SqliteRecovery;

impl Recovery for SqliteRecovery {
    /// `VACUUM` and some pragmas work outside of a transaction only; what is attached belongs to the connection; savepoints
    /// outside of one are transactions of the script's own.
    fn stands_alone(&self, sql: &str) -> bool {
        let first = head_words(SYNTAX, sql, 1);
        matches!(first.first().map(String::as_str), Some("PRAGMA" | "ATTACH" | "DETACH" | "SAVEPOINT" | "RELEASE"))
            || without_transaction(SYNTAX, sql)
    }

    /// A statement is atomic and ends with its process. `VACUUM` and pragmas leave nothing that doing them again would
    /// change; what an attached file has seen was rolled back with its savepoint.
    fn effect<'a>(&'a self, _: &'a mut dyn Session, _: &'a str) -> BoxFuture<'a, Result<Effect, ServerError>> {
        Box::pin(async { Ok(Effect::None) })
    }

    fn means_done(&self, _: &str, _: &ServerError) -> bool {
        false
    }
}
