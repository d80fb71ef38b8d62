//! `[migrations] keep = "tables"`: rows that a revision is about to lose are copied first, and its other direction puts them
//! back.
//!
//! ```text
//! statement ─► words (sql::losses) ─► foresee: what is lost here and now ─► copy ─► registry
//! the other direction's section ─► mark what was changed since ─► statements ─► put back ─► commit ─► remove the copy
//! ```
//!
//! Where DDL is transactional the copy is made in the transaction that loses the rows. Else (MySQL), and where the copy is another
//! session's to write (SQLite's file), it is committed before, so that a run that is killed in between has copied in vain but lost
//! nothing; the next one copies again. Copies are made in real runs only, never in a shadow.

mod admin;
mod copy;
mod foresee;
mod put_back;
mod registry;
mod transfer;

use std::path::PathBuf;

use super::error::RunError;
use super::execute::{Execution, ExecutionError};
use super::stop::Signal;
use super::version_state::PreparedRevision;
use crate::config::{Config, DatabaseUrl, Keep, SqlitePath};
use crate::dialect::session::ServerErrorKind;
use crate::dialect::{ConnectSettings, Dialect, ServerError, Session, connect};
use crate::error::Result;
use crate::revision::Direction;

pub use admin::KeptRows;
pub(super) use admin::foretell;
pub(super) use foresee::may_lose;
pub use registry::{Kept, KeptColumn, KeptState};

/// The end of the name of the file beside a SQLite database.
const FILE_ENDING: &str = ".kept";

/// Whether rows are kept, and where a session of its own finds the copies.
#[derive(Debug, Clone)]
pub(super) struct KeepSettings {
    wanted: bool,
    file: Option<DatabaseUrl>,
}

impl KeepSettings {
    /// Those of a project.
    pub(super) fn of(config: &Config) -> Self {
        let file = config.database.url.as_ref().and_then(|url| url.sqlite_beside(FILE_ENDING));
        KeepSettings { wanted: config.migrations.keep == Keep::Tables, file }
    }

    /// Whether rows are kept, and there is a place for them.
    fn is_on(&self, dialect: &dyn Dialect) -> bool {
        self.wanted && (self.file.is_some() || !dialect.keep().is_apart())
    }

    /// The file, where copies stand in one.
    fn path(&self) -> Option<PathBuf> {
        match self.file.as_ref()?.sqlite_path()? {
            SqlitePath::File(path) => Some(path.clone()),
            SqlitePath::Memory => None,
        }
    }

    /// Where copies stand, for people.
    fn place(&self, dialect: &dyn Dialect) -> String {
        registry::place(dialect, self.path().as_deref())
    }

    /// The session that writes copies, where the run's own can't; none where there is no file yet and it is not to be made, or
    /// where the database is none.
    async fn store(&self, dialect: &dyn Dialect, create: bool) -> Result<Option<Box<dyn Session>>> {
        let (true, Some(file)) = (dialect.keep().is_apart(), &self.file) else { return Ok(None) };
        if !create && self.path().is_none_or(|path| !path.exists()) {
            return Ok(None);
        }
        let settings = ConnectSettings { create, ..ConnectSettings::default() };
        connect(file, &settings).await.map(Some)
    }
}

/// What a run keeps rows with.
pub(super) struct Keeper {
    /// The session that writes copies, where the run's own can't.
    store: Option<Box<dyn Session>>,
    /// What tells this database's copies from others'.
    database: String,
    /// Where copies stand, for people.
    place: String,
    /// The copies that there are.
    entries: Vec<Kept>,
    /// Copies that were made for statements that are not done, or not committed.
    early: Vec<String>,
    /// Copies whose rows were put back, and whether all were: they go, or say so, once that is committed.
    done: Vec<(String, bool)>,
}

impl Keeper {
    /// What a run of these revisions needs: nothing where nothing is lost and nothing is kept. What is missing is made.
    ///
    /// # Errors
    /// [`RunError::NoPlaceToKeep`], before anything runs.
    pub(super) async fn prepare(
        session: &mut dyn Session,
        settings: &KeepSettings,
        prepared_revisions: &[PreparedRevision],
    ) -> Result<Option<Self>> {
        let dialect = session.dialect();
        if !settings.is_on(&*dialect) {
            return Ok(None);
        }
        let needed = prepared_revisions.iter().flat_map(PreparedRevision::sql).any(|sql| may_lose(&*dialect, sql));
        let place = settings.place(&*dialect);
        let refused = |why: String| RunError::NoPlaceToKeep { place: place.clone(), why, help: dialect.keep().help() };
        let mut store = match settings.store(&*dialect, needed).await {
            Ok(store) => store,
            Err(fault) => return Err(refused(fault.to_string()).into()),
        };
        if store.is_none() && dialect.keep().is_apart() {
            return Ok(None);
        }
        let database = admin::database(session).await?;
        let on: &mut dyn Session = match &mut store {
            Some(store) => &mut **store,
            None => session,
        };
        if needed {
            for sql in registry::create(&*dialect) {
                on.execute(&sql).await.map_err(|fault| refused(fault.message))?;
            }
        }
        let entries = registry::read(on, &database).await.map_err(RunError::from)?;
        if !needed && entries.is_empty() {
            return Ok(None);
        }
        Ok(Some(Keeper { store, database, place, entries, early: Vec::new(), done: Vec::new() }))
    }

    /// The copies of what the other direction of a revision lost, the last first.
    fn of_other_direction(&self, prepared: &PreparedRevision) -> Vec<Kept> {
        let of = |kept: &&Kept| {
            kept.revision == prepared.id && kept.direction != prepared.direction && kept.state == KeptState::Kept
        };
        let mut found: Vec<Kept> = self.entries.iter().filter(of).cloned().collect();
        found.sort_by_key(|kept| std::cmp::Reverse(kept.statement));
        found
    }

    /// Closes the session that writes copies, where there is one.
    pub(super) async fn close(self) {
        if let Some(store) = self.store {
            store.close().await;
        }
    }
}

impl Execution<'_> {
    /// Where the registry and the copies are written: the store, or the run's own session.
    fn kept_in(&mut self) -> &mut dyn Session {
        match self.keeper.as_mut().and_then(|keeper| keeper.store.as_mut()) {
            Some(store) => &mut **store,
            None => &mut *self.session,
        }
    }

    /// Runs statements where copies are written.
    async fn run_kept(&mut self, statements: &[String]) -> std::result::Result<(), ServerError> {
        for sql in statements {
            self.kept_in().execute(sql).await?;
        }
        Ok(())
    }

    /// What copies were made for was not done, or was rolled back: removes those that stand all the same.
    pub(super) async fn forget_early(&mut self) {
        let dialect = self.session.dialect();
        let Some(keeper) = self.keeper.as_mut() else { return };
        keeper.done.clear();
        let early = std::mem::take(&mut keeper.early);
        keeper.entries.retain(|entry| !early.contains(&entry.copy));
        if dialect.transactional_ddl() && !dialect.keep().is_apart() {
            return;
        }
        for copy in early {
            // What stays is replaced by the next run.
            let _ = self.run_kept(&registry::remove(&*dialect, &copy)).await;
        }
    }

    /// The statements that copies were made for are done.
    pub(super) fn early_are_done(&mut self) {
        if let Some(keeper) = self.keeper.as_mut() {
            keeper.early.clear();
        }
    }

    /// Removes the copies whose rows are in their tables again. To be called behind the commit.
    pub(super) async fn settle_put_back(&mut self) {
        let dialect = self.session.dialect();
        let done = self.keeper.as_mut().map(|keeper| std::mem::take(&mut keeper.done)).unwrap_or_default();
        for (copy, whole) in done {
            let statements = if whole {
                registry::remove(&*dialect, &copy).to_vec()
            } else {
                vec![registry::set_state(&*dialect, &copy, KeptState::PutBackInPart)]
            };
            // One that stays is listed, and can be pruned.
            let _ = self.run_kept(&statements).await;
            if let Some(keeper) = self.keeper.as_mut() {
                keeper.entries.retain(|entry| entry.copy != copy || !whole);
                let left = keeper.entries.iter_mut().filter(|entry| entry.copy == copy);
                left.for_each(|entry| entry.state = KeptState::PutBackInPart);
            }
        }
    }
}

/// A refusal while rows are copied, as a refusal of the statement that would lose them.
fn cannot_keep(what: &str, fault: ServerError) -> ServerError {
    ServerError { message: format!("{what} can't be kept: {}", fault.message), position: None, ..fault }
}

/// The name of a copy, unlike those that are `taken`.
fn name_of_copy(taken: &[Kept], database: &str, prepared: &PreparedRevision, statement: usize, table: &str) -> String {
    let name = first_name_of_copy(database, prepared, statement, table);
    let is_taken = |name: &String| taken.iter().any(|kept| kept.copy == *name);
    let further = (2_u32..).map(|number| format!("{name}_{number}"));
    std::iter::once(name.clone()).chain(further).find(|name| !is_taken(name)).unwrap_or(name)
}

fn first_name_of_copy(database: &str, prepared: &PreparedRevision, statement: usize, table: &str) -> String {
    use sha2::{Digest as _, Sha256};
    /// The shortest limit of all databases is 63 bytes, and a number may follow.
    const LONGEST: usize = 56;
    let database = if database.is_empty() { String::new() } else { format!("{database}_") };
    let down = if prepared.direction == Direction::Downgrade { "down" } else { "" };
    let whole = format!("{database}{}_{down}{statement}_{table}", prepared.id);
    if whole.len() <= LONGEST {
        return whole;
    }
    let digest = hex::encode(Sha256::digest(&whole));
    let mut end = LONGEST - 9;
    while !whole.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}_{}", whole.get(..end).unwrap_or_default(), digest.get(..8).unwrap_or_default())
}

/// A request to stop that came while rows are copied.
pub(super) fn stopped(signal: Signal) -> ServerError {
    ServerError {
        kind: ServerErrorKind::Cancelled,
        message: format!("stopped by {}", signal.name()),
        code: None,
        detail: None,
        hint: None,
        context: None,
        position: None,
    }
}

/// As a fault of the run.
fn failed(fault: ServerError) -> ExecutionError {
    ExecutionError::Fault(RunError::from(fault))
}
