//! What is left of a statement that a run was cut off in.

use crate::dialect::recovery::{Effect, Recovery};
use crate::dialect::session::{BoxFuture, ServerError, Session};

/// The answers of MySQL and MariaDB.
pub(super) struct MySqlRecovery;

impl Recovery for MySqlRecovery {
    fn stands_alone(&self, _sql: &str) -> bool {
        true
    }

    fn effect<'a>(&'a self, _: &'a mut dyn Session, _: &'a str) -> BoxFuture<'a, Result<Effect, ServerError>> {
        Box::pin(async { Ok(Effect::Unknown) })
    }

    fn means_done(&self, _sql: &str, _fault: &ServerError) -> bool {
        false
    }
}
