//! What a script changes of its session, saved before the first of its statements and put back behind the last one.

use super::prepare::{PreparedStatements, ScriptStatement};
use crate::dialect::settings::Restore;
use crate::dialect::{ServerError, Session};

/// What puts the settings back that the statements of a revision change.
#[derive(Debug, Default)]
pub(super) struct SavedSettings {
    restore: Restore,
    /// The statements that do nothing but set something, in order.
    settings: Vec<ScriptStatement>,
}

impl SavedSettings {
    /// Looks at what the statements of `revisions` will change, outside of any transaction.
    ///
    /// # Errors
    /// The server's refusal.
    pub(super) async fn before<'j>(
        session: &mut dyn Session,
        prepared_revisions: impl IntoIterator<Item = &'j PreparedStatements>,
    ) -> Result<Self, ServerError> {
        let dialect = session.dialect();
        let known = dialect.session_settings();
        let mut saved = SavedSettings::default();
        let mut changes = crate::dialect::settings::Changes::default();
        for prepared in prepared_revisions.into_iter().filter(|prepared| !prepared.changes.is_empty()) {
            changes.add(prepared.changes.clone());
            let statements = prepared.groups.iter().flat_map(|group| &group.statements);
            saved
                .settings
                .extend(statements.filter(|script_statement| known.is_setting(script_statement.sql())).cloned());
        }
        if !changes.is_empty() {
            saved.restore = known.save(session, &changes).await?;
        }
        Ok(saved)
    }

    /// The statements up to number `done` that were for their session only: one that goes on behind them sends them again.
    pub(super) fn settings_of(&self, done: usize) -> impl Iterator<Item = &ScriptStatement> {
        self.settings.iter().filter(move |script_statement| script_statement.number <= done)
    }

    /// Puts back, in the transaction of a record, what that may depend on: a script that gives up its role must not keep
    /// its record from being written.
    ///
    /// # Errors
    /// The server's refusal.
    pub(super) async fn within(&self, session: &mut dyn Session) -> Result<(), ServerError> {
        for sql in &self.restore.before_record {
            session.execute(sql).await?;
        }
        Ok(())
    }

    /// Puts back everything, outside of any transaction.
    ///
    /// # Errors
    /// The server's refusal.
    pub(super) async fn outside(&self, session: &mut dyn Session) -> Result<(), ServerError> {
        for sql in self.restore.all() {
            session.execute(sql).await?;
        }
        Ok(())
    }
}
