//! What a script changes of its session, saved before the first of its statements and put back behind the last one.

use super::prepare::{Acts, Piece};
use crate::dialect::settings::Restore;
use crate::dialect::{ServerError, Session};

/// What puts the settings back that the statements of a job change.
#[derive(Debug, Default)]
pub struct Saved {
    restore: Restore,
    /// The statements that do nothing but set something, in order.
    settings: Vec<Piece>,
}

impl Saved {
    /// Looks at what the statements of `jobs` will change, outside of any transaction.
    ///
    /// # Errors
    /// The server's refusal.
    pub async fn before<'j>(
        session: &mut dyn Session,
        jobs: impl IntoIterator<Item = &'j Acts>,
    ) -> Result<Self, ServerError> {
        let dialect = session.dialect();
        let known = dialect.session_settings();
        let mut saved = Saved::default();
        let mut changes = crate::dialect::settings::Changes::default();
        for acts in jobs.into_iter().filter(|acts| !acts.changes.is_empty()) {
            changes.add(acts.changes.clone());
            let pieces = acts.acts.iter().flat_map(|act| &act.pieces);
            saved.settings.extend(pieces.filter(|piece| known.is_setting(piece.sql())).cloned());
        }
        if !changes.is_empty() {
            saved.restore = known.save(session, &changes).await?;
        }
        Ok(saved)
    }

    /// The statements up to number `done` that were for their session only: one that goes on behind them sends them again.
    pub fn settings_of(&self, done: usize) -> impl Iterator<Item = &Piece> {
        self.settings.iter().filter(move |piece| piece.number <= done)
    }

    /// Puts back, in the transaction of a record, what that may depend on: a script that gives up its role must not keep
    /// its record from being written.
    ///
    /// # Errors
    /// The server's refusal.
    pub async fn within(&self, session: &mut dyn Session) -> Result<(), ServerError> {
        for sql in &self.restore.before_record {
            session.execute(sql).await?;
        }
        Ok(())
    }

    /// Puts back everything, outside of any transaction.
    ///
    /// # Errors
    /// The server's refusal.
    pub async fn outside(&self, session: &mut dyn Session) -> Result<(), ServerError> {
        for sql in self.restore.all() {
            session.execute(sql).await?;
        }
        Ok(())
    }
}
