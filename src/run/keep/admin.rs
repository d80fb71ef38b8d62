//! What is kept, for who asks: listed, pruned, and foretold for a run that is not made.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::KeepSettings;
use super::copy::{kept_of, layout, size};
use super::foresee::{Section, foresee};
use super::registry::{self, Kept};
use crate::dialect::Session;
use crate::error::Result;
use crate::run::error::RunError;
use crate::run::runner::Runner;
use crate::run::version_state::PreparedRevision;

/// The copies of a database, and where they stand.
#[derive(Debug, Clone, Default)]
pub struct KeptRows {
    /// `migrate_kept`, or the file.
    pub place: String,
    /// The copies, the oldest first.
    pub copies: Vec<Kept>,
}

impl KeptRows {
    /// Those of these revisions (by the start of their ids; all where none is named), of before so long.
    pub fn select(&mut self, revisions: &[String], older_than: Option<Duration>) {
        let limit = older_than.and_then(|age| chrono::Duration::from_std(age).ok()).map(|age| Utc::now() - age);
        self.copies.retain(|kept| {
            let named = revisions.is_empty() || revisions.iter().any(|start| kept.revision.starts_with(start.as_str()));
            let old = limit.is_none_or(|limit| {
                DateTime::parse_from_rfc3339(&kept.kept_at).is_ok_and(|at| at.with_timezone(&Utc) < limit)
            });
            named && old
        });
    }
}

impl Runner {
    /// What is kept of this database, whether or not rows are kept now.
    ///
    /// # Errors
    /// The server's refusal.
    pub async fn kept(&mut self) -> Result<KeptRows> {
        let (session, settings) = self.with_keep_settings();
        let dialect = session.dialect();
        let mut copies = Vec::new();
        let mut store = settings.store(&*dialect, false).await?;
        if store.is_some() || !dialect.keep().is_apart() {
            let database = database(session).await?;
            let on: &mut dyn Session = match &mut store {
                Some(store) => &mut **store,
                None => session,
            };
            copies = registry::read(on, &database).await.map_err(RunError::from)?;
        }
        if let Some(store) = store {
            store.close().await;
        }
        Ok(KeptRows { place: settings.place(&*dialect), copies })
    }

    /// Removes copies.
    ///
    /// # Errors
    /// The server's refusal; those before it are removed.
    pub async fn prune(&mut self, copies: &[Kept]) -> Result<()> {
        let (session, settings) = self.with_keep_settings();
        let dialect = session.dialect();
        let mut store = settings.store(&*dialect, false).await?;
        let on: &mut dyn Session = match &mut store {
            Some(store) => &mut **store,
            None => session,
        };
        for kept in copies {
            for sql in registry::remove(&*dialect, &kept.copy) {
                on.execute(&sql).await.map_err(RunError::from)?;
            }
        }
        if let Some(mut store) = store {
            if !copies.is_empty() {
                // The room is the file's until it is given back.
                let _ = store.execute("VACUUM").await;
            }
            store.close().await;
        }
        Ok(())
    }
}

/// What tells this database's copies from others'.
pub(super) async fn database(session: &mut dyn Session) -> Result<String, RunError> {
    let dialect = session.dialect();
    let rows = session.rows(dialect.keep().database()).await?;
    Ok(rows.into_iter().flatten().flatten().next().unwrap_or_default())
}

/// What a run of these revisions would keep of the tables that are there now.
///
/// # Errors
/// The server's refusal.
pub(in crate::run) async fn foretell(
    session: &mut dyn Session,
    settings: &KeepSettings,
    prepared_revisions: &[PreparedRevision],
) -> Result<KeptRows, RunError> {
    let dialect = session.dialect();
    let mut found = KeptRows { place: settings.place(&*dialect), copies: Vec::new() };
    if !settings.is_on(&*dialect) {
        return Ok(found);
    }
    let database = database(session).await?;
    for prepared in prepared_revisions {
        let statements: Vec<&str> = prepared.sql().collect();
        for next in 0..statements.len() {
            let section = Section { statements: &statements, next };
            for lost in foresee(&mut *session, section).await? {
                let layout = layout(&lost);
                let size = size(&mut *session, &lost, &layout).await?;
                if size.0 > 0 {
                    found.copies.push(kept_of(&*dialect, &database, prepared, next + 1, &lost, &layout, size));
                }
            }
        }
    }
    Ok(found)
}
