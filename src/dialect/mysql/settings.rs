//! The settings of a session that a script may have changed.

use crate::dialect::session::{BoxFuture, ServerError, Session};
use crate::dialect::settings::{Changes, Restore, SessionSettings};

/// Settings of MySQL and MariaDB.
pub(super) struct MySqlSettings;

impl SessionSettings for MySqlSettings {
    fn changed_by(&self, _sql: &str) -> Changes {
        Changes::default()
    }

    fn is_setting(&self, _sql: &str) -> bool {
        false
    }

    fn save<'a>(&'a self, _: &'a mut dyn Session, _: &'a Changes) -> BoxFuture<'a, Result<Restore, ServerError>> {
        Box::pin(async { Ok(Restore::default()) })
    }

    fn defaults(&self, _changes: &Changes) -> Restore {
        Restore::default()
    }
}
