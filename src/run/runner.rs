//! Brings a database to a revision: plans, locks, runs, records.

use std::time::Duration;

use super::chain::Chain;
use super::edited::edited_scripts;
use super::error::{FailedRevision, Failure, RunError, Stopped};
use super::event::{Event, Reporter};
use super::execute::{Execution, ExecutionError};
use super::keep::{KeepSettings, Keeper, KeptRows, foretell};
use super::limits::{Limits, LockSettings};
use super::lock::{self, Holder, Waiting};
use super::planning::{joinable, plan, stamp, state, tell, with_cut_off};
use super::row_tests::{self, FindRowTests};
use super::stop::{Signal, Stop};
use super::version_state::{PreparedRevision, VersionState};
use super::version_table::{VersionRow, VersionTable};
use crate::config::{Config, Edited, MigrationSettings, TransactionMode};
use crate::dialect::Session;
use crate::dialect::notices::Notices;
use crate::dialect::session::ServerErrorKind;
use crate::error::{Error, Result};
use crate::revision::{Direction, Plan, StampPlan};

/// A connection with the version table of a project.
pub struct Runner {
    session: Box<dyn Session>,
    table: VersionTable,
    mode: TransactionMode,
    edited: Edited,
    lock_settings: LockSettings,
    stop: Stop,
    notices: Option<Notices>,
    keep: KeepSettings,
    find_row_tests: Option<FindRowTests>,
}

/// One revision that was run.
#[derive(Debug, Clone)]
pub struct Ran {
    /// The revision.
    pub revision: String,
    /// Its message.
    pub message: String,
    /// How long its statements took.
    pub took: Duration,
}

/// What a run did.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The revisions that this run did, in order.
    pub ran: Vec<Ran>,
    /// The revisions of the plan that another run did meanwhile.
    pub elsewhere: Vec<String>,
    /// The rows of the version table behind it.
    pub rows: Vec<VersionRow>,
}

/// What would be run.
#[derive(Debug, Default)]
pub struct Preview {
    /// The revisions, with their statements.
    pub prepared_revisions: Vec<PreparedRevision>,
    /// What should be known before.
    pub notes: Vec<String>,
    /// What would be kept of the tables that are there now.
    pub keeps: KeptRows,
}

/// What a stamp did.
#[derive(Debug, Default)]
pub struct Stamped {
    /// The rows that were put in.
    pub inserted: Vec<String>,
    /// The rows that were taken out.
    pub deleted: Vec<String>,
    /// The rows behind it.
    pub rows: Vec<VersionRow>,
}

impl Runner {
    /// A runner on a connection. The version table is not looked at yet.
    ///
    /// # Errors
    /// See [`VersionTable::locate`].
    pub async fn new(mut session: Box<dyn Session>, config: &Config, stop: Stop) -> Result<Self> {
        let table = VersionTable::locate(&mut *session, config).await?;
        let lock_settings = LockSettings::of(&config.database);
        let notices = session.listen();
        let MigrationSettings { transaction: mode, edited, .. } = config.migrations;
        let keep = KeepSettings::of(config);
        Ok(Runner { session, table, mode, edited, lock_settings, stop, notices, keep, find_row_tests: None })
    }

    /// Has the rows asked before a run whether they are in the way of its statements.
    #[must_use]
    pub fn asking_rows(mut self, find: FindRowTests) -> Self {
        self.find_row_tests = Some(find);
        self
    }

    /// The connection.
    pub fn session(&mut self) -> &mut dyn Session {
        &mut *self.session
    }

    /// The connection, and where rows are kept.
    pub(super) fn with_keep_settings(&mut self) -> (&mut dyn Session, &KeepSettings) {
        (&mut *self.session, &self.keep)
    }

    /// The version table.
    pub fn table(&self) -> &VersionTable {
        &self.table
    }

    /// Closes the connection; does not wait longer than five seconds for the server.
    pub async fn close(self) {
        let _ = tokio::time::timeout(Duration::from_secs(5), self.session.close()).await;
    }

    /// The rows of the version table; none where there is no table.
    ///
    /// # Errors
    /// The server's refusal; a table of that name that is another.
    pub async fn rows(&mut self) -> Result<Vec<VersionRow>, RunError> {
        Ok(self.table.read(&mut *self.session).await?.unwrap_or_default())
    }

    /// What [`Runner::run`] would do, read and checked.
    ///
    /// # Errors
    /// As [`Runner::run`], but for what only the running shows.
    pub async fn preview(&mut self, chain: &Chain, direction: Direction, target: &str) -> Result<Preview> {
        let rows = self.rows().await?;
        let (plan, prepared_revisions) = self.prepared_revisions(chain, &rows, direction, target)?;
        let edited = self.edited_scripts(chain, &rows, direction)?;
        let notes = edited.into_iter().chain(plan.notes.iter().map(ToString::to_string)).collect();
        let keeps = foretell(&mut *self.session, &self.keep, &prepared_revisions).await?;
        Ok(Preview { prepared_revisions, notes, keeps })
    }

    /// What is planned from these rows, read and checked.
    fn prepared_revisions(
        &self,
        chain: &Chain,
        rows: &[VersionRow],
        direction: Direction,
        target: &str,
    ) -> Result<(Plan, Vec<PreparedRevision>)> {
        let (plan, applied) = plan(chain, rows, direction, target)?;
        let prepared_revisions = chain.prepared_revisions(&plan, &applied, &*self.session.dialect(), self.mode)?;
        Ok((plan, prepared_revisions))
    }

    /// What an upgrade says of applied scripts that were edited since.
    fn edited_scripts(&self, chain: &Chain, rows: &[VersionRow], direction: Direction) -> Result<Option<String>> {
        match direction {
            Direction::Upgrade => edited_scripts(chain, rows, self.session.dialect().syntax(), self.edited),
            Direction::Downgrade => Ok(None),
        }
    }

    /// Brings the database to `target`.
    ///
    /// # Errors
    /// A target that is none; a script that cannot be run; a statement that fails ([`RunError::Failed`], which says
    /// what stays); a request to stop ([`RunError::Stopped`], likewise).
    pub async fn run(
        &mut self,
        chain: &Chain,
        direction: Direction,
        target: &str,
        reporter: &mut (dyn Reporter + Send),
    ) -> Result<Outcome> {
        // What cannot be run is refused, and what is done is seen, before a lock is waited for. Where a revision is under
        // way, this very moment may be another run's: then only what is read behind the lock counts.
        let rows = self.rows().await?;
        let early = match self.prepared_revisions(chain, &rows, direction, target) {
            Ok((plan, prepared_revisions)) if prepared_revisions.is_empty() => {
                if let Some(warning) = self.edited_scripts(chain, &rows, direction)? {
                    reporter.event(&Event::Warning(warning));
                }
                tell(&plan, &prepared_revisions, reporter);
                return Ok(Outcome { rows, ..Outcome::default() });
            }
            Err(fault) if rows.iter().all(|row| row.pending.is_none()) => return Err(fault),
            early => early.ok(),
        };
        if let Some(warning) = self.edited_scripts(chain, &rows, direction)? {
            reporter.event(&Event::Warning(warning));
        }
        if let Some(rows) = self.lock_unless_done(chain, direction, target, &rows, reporter).await? {
            let elsewhere = early.map(|(_, prepared)| prepared.into_iter().map(|prepared| prepared.id).collect());
            return Ok(Outcome { rows, elsewhere: elsewhere.unwrap_or_default(), ..Outcome::default() });
        }
        let result = async {
            let there = self.table.read(&mut *self.session).await?;
            let missing = there.is_none();
            let now = there.unwrap_or_default();
            let (plan, prepared_revisions) = match early.filter(|_| state(&now) == state(&rows)) {
                Some(early) => early,
                None => self.prepared_revisions(chain, &now, direction, target)?,
            };
            tell(&plan, &prepared_revisions, reporter);
            if let Some(find) = self.find_row_tests.filter(|_| now.iter().all(|row| row.pending.is_none())) {
                let tests = find(&*self.session.dialect(), &prepared_revisions);
                row_tests::ask(&mut *self.session, tests, &self.stop, reporter).await?;
            }
            if missing && !prepared_revisions.is_empty() {
                self.create(reporter).await?;
            }
            self.table.complete(&mut *self.session).await.map_err(RunError::from)?;
            let mut keeper = Keeper::prepare(&mut *self.session, &self.keep, &prepared_revisions).await?;
            let outcome = self.run_jobs(&prepared_revisions, now, keeper.as_mut(), reporter).await;
            if let Some(keeper) = keeper {
                keeper.close().await;
            }
            outcome
        }
        .await;
        self.unlock().await;
        let mut outcome = result?;
        outcome.rows = self.rows().await?;
        Ok(outcome)
    }

    async fn run_jobs(
        &mut self,
        prepared_revisions: &[PreparedRevision],
        rows: Vec<VersionRow>,
        mut keeper: Option<&mut Keeper>,
        reporter: &mut (dyn Reporter + Send),
    ) -> Result<Outcome> {
        let mut version_state = VersionState::new(self.table.clone(), rows);
        let mut outcome = Outcome::default();
        let apart: Vec<&str> = prepared_revisions
            .iter()
            .filter(|prepared| !prepared.statements.is_joinable())
            .map(|prepared| prepared.id.as_str())
            .collect();
        if self.mode == TransactionMode::All && prepared_revisions.len() > 1 && !apart.is_empty() {
            reporter.event(&Event::Warning(format!(
                "not all of it is one transaction: what comes before and behind {} is committed by itself",
                apart.join(", ")
            )));
        }
        let mut at = 0;
        while let Some(prepared) = prepared_revisions.get(at) {
            let together = match self.mode {
                TransactionMode::All => joinable(prepared_revisions, at, &version_state),
                TransactionMode::Each | TransactionMode::Off => 1,
            };
            let group: Vec<&PreparedRevision> = prepared_revisions.iter().skip(at).take(together).collect();
            at += together;
            let mut timed = TimingReporter { inner: &mut *reporter, took: Vec::new() };
            let mut execution = Execution {
                session: &mut *self.session,
                stop: &self.stop,
                reporter: &mut timed,
                notices: self.notices.as_mut(),
                lock_settings: self.lock_settings,
                limits: Limits::default(),
                version_state: Some(&mut version_state),
                keeper: keeper.as_deref_mut(),
            };
            let result = match together {
                1 => execution.run(prepared).await.map(|ran| vec![ran]),
                _ => execution.run_together(&group).await,
            };
            let took = timed.took;
            match result {
                Ok(ran) => {
                    for (prepared, ran) in group.iter().zip(ran) {
                        let spent =
                            took.iter().find(|(id, _)| *id == prepared.id).map_or(Duration::ZERO, |(_, took)| *took);
                        if ran {
                            outcome.ran.push(Ran {
                                revision: prepared.id.clone(),
                                message: prepared.message.clone(),
                                took: spent,
                            });
                        } else {
                            outcome.elsewhere.push(prepared.id.clone());
                        }
                    }
                }
                Err(broken) => {
                    let before = outcome.ran.into_iter().map(|ran| ran.revision).collect();
                    return Err(self.explain(broken, &group, before, &version_state));
                }
            }
        }
        Ok(outcome)
    }

    /// What a person must know of a run that broke.
    fn explain(
        &self,
        broken: ExecutionError,
        group: &[&PreparedRevision],
        before: Vec<String>,
        version_state: &VersionState,
    ) -> Error {
        let single = match group {
            [prepared] => Some(*prepared),
            _ => None,
        };
        let pending = single.and_then(|prepared| version_state.pending(prepared));
        let rolled_back = |known: bool| {
            if known && pending.is_none() {
                group.iter().map(|prepared| prepared.id.clone()).collect()
            } else {
                Vec::new()
            }
        };
        let (prepared, script_statement, cause) = match broken {
            ExecutionError::Failed { prepared, script_statement, cause } => (prepared, script_statement, cause),
            ExecutionError::Fault(RunError::Server(fault)) => (0, None, super::error::Cause::Server(fault)),
            ExecutionError::Stopped(signal) => return self.stopped(signal, group, before, version_state).into(),
            ExecutionError::Fault(RunError::ChangedMeanwhile { revision, direction, .. }) => {
                return RunError::ChangedMeanwhile { revision, direction, applied: before }.into();
            }
            ExecutionError::Fault(RunError::LockHeld { by, who, waited, .. }) => {
                return RunError::LockHeld { by, who, waited, applied: before }.into();
            }
            ExecutionError::Fault(fault) => return fault.into(),
            // The execution looks again by itself; it never comes here.
            ExecutionError::Elsewhere => {
                let first = group.first();
                return RunError::ChangedMeanwhile {
                    revision: first.map(|prepared| prepared.id.clone()).unwrap_or_default(),
                    direction: first.map_or(Direction::Upgrade, |prepared| prepared.direction),
                    applied: before,
                }
                .into();
            }
        };
        let failed = group.get(prepared).or(group.first());
        let server = match &cause {
            super::error::Cause::Server(fault) => Some(&**fault),
            super::error::Cause::ForeignKeys(_) => None,
        };
        let lost = server.is_some_and(|fault| fault.kind == ServerErrorKind::Connection);
        let syntax = self.session.dialect().syntax();
        RunError::Failed(Box::new(Failure {
            revision: failed.map(|prepared| FailedRevision {
                id: prepared.id.clone(),
                message: prepared.message.clone(),
                direction: prepared.direction,
                path: prepared.path.clone(),
            }),
            place: script_statement.as_ref().map(|script_statement| script_statement.refused_at(syntax, server)),
            line: script_statement.as_ref().map(|script_statement| script_statement.line),
            number: script_statement.as_ref().map(|script_statement| {
                (script_statement.number, failed.map_or(0, |prepared| prepared.statements.total))
            }),
            // A commit without an answer may or may not have taken place.
            rolled_back: rolled_back(!(lost && script_statement.is_none())),
            cause,
            before,
            done: pending.map_or(0, |pending| pending.done),
            begun: pending.is_some_and(|pending| pending.begun),
        }))
        .into()
    }

    fn stopped(
        &self,
        signal: Signal,
        group: &[&PreparedRevision],
        before: Vec<String>,
        version_state: &VersionState,
    ) -> RunError {
        let partly = match group {
            [prepared] => version_state.pending(prepared).map(|pending| (prepared.id.clone(), pending.done)),
            _ => None,
        };
        let rolled_back = match partly {
            Some(_) => Vec::new(),
            None => group.iter().map(|prepared| prepared.id.clone()).collect(),
        };
        let direction = group.first().map(|prepared| prepared.direction);
        RunError::Stopped(Box::new(Stopped { signal, direction, before, rolled_back, partly }))
    }

    /// Says that the database is at `targets` and has all that they need, without running a script.
    ///
    /// # Errors
    /// A target that is none; the server's refusal.
    pub async fn stamp(
        &mut self,
        chain: &Chain,
        targets: &[&str],
        purge: bool,
        reporter: &mut (dyn Reporter + Send),
    ) -> Result<Stamped> {
        // A target that is none is told before a lock is waited for.
        let rows = self.rows().await?;
        stamp(chain, &rows, targets, purge)?;
        self.open_record(reporter).await?;
        let result = self.stamped(chain, targets, purge, reporter).await;
        let mut stamped = self.close_record(result).await?;
        stamped.rows = self.rows().await?;
        Ok(stamped)
    }

    async fn stamped(
        &mut self,
        chain: &Chain,
        targets: &[&str],
        purge: bool,
        reporter: &mut (dyn Reporter + Send),
    ) -> Result<Stamped> {
        let syntax = self.session.dialect().syntax();
        let rows = self.rows().await?;
        let StampPlan { insert, delete, notes } = stamp(chain, &rows, targets, purge)?;
        for note in notes {
            reporter.event(&Event::Warning(note.to_string()));
        }
        let (insert, delete) = with_cut_off(chain, &rows, targets, insert, delete)?;
        if !delete.is_empty() {
            let sql = self.table.delete_sql(&delete);
            self.session.execute(&sql).await.map_err(RunError::from)?;
        }
        for id in &insert {
            let message = chain.graph.get(id).map(|revision| revision.message.clone()).unwrap_or_default();
            // A script that cannot be read has no checksum here.
            let (script, checksum) = chain.text(id, syntax).ok().unzip();
            let record = super::version_table::Record {
                message: &message,
                checksum: checksum.as_deref(),
                duration_ms: None,
                pending: None,
                script: script.as_deref(),
            };
            let sql = self.table.insert_sql(id, record, chrono::Utc::now());
            self.session.execute(&sql).await.map_err(RunError::from)?;
        }
        Ok(Stamped { inserted: insert, deleted: delete, rows: Vec::new() })
    }

    /// Keeps other runs out and opens a transaction in which only the version table is to be changed;
    /// [`Runner::close_record`] ends it.
    pub(super) async fn open_record(&mut self, reporter: &mut (dyn Reporter + Send)) -> Result<()> {
        self.lock(reporter).await?;
        let opened = async {
            self.create(reporter).await?;
            self.table.complete(&mut *self.session).await?;
            self.begin(reporter).await
        }
        .await;
        if opened.is_err() {
            self.unlock().await;
        }
        Ok(opened?)
    }

    /// Commits what was done since [`Runner::open_record`], or takes it back where it failed.
    pub(super) async fn close_record<T>(&mut self, result: Result<T>) -> Result<T> {
        let result = match result {
            Ok(done) => self.session.commit().await.map(|()| done).map_err(|fault| RunError::from(fault).into()),
            Err(fault) => {
                let _ = self.session.rollback().await;
                Err(fault)
            }
        };
        self.unlock().await;
        result
    }

    /// Makes the version table where it is missing; whether it was.
    ///
    /// # Errors
    /// The server's refusal; a table of that name that is another.
    pub async fn ensure_version(&mut self, reporter: &mut (dyn Reporter + Send)) -> Result<bool> {
        if self.table.read(&mut *self.session).await?.is_some() {
            return Ok(false);
        }
        self.lock(reporter).await?;
        let made = self.create(reporter).await;
        self.unlock().await;
        made?;
        Ok(true)
    }

    async fn create(&mut self, reporter: &mut (dyn Reporter + Send)) -> Result<(), RunError> {
        let dialect = self.session.dialect();
        if dialect.transactional_ddl() {
            self.begin(reporter).await?;
        }
        match self.table.create(&mut *self.session).await {
            // Where DDL commits by itself, there is nothing to commit.
            Ok(()) if !dialect.transactional_ddl() => Ok(()),
            Ok(()) => Ok(self.session.commit().await?),
            Err(fault) => {
                let _ = self.session.rollback().await;
                let namespaces = self.session.dialect().names().default_namespace.is_some();
                Err(RunError::NoVersionTable {
                    table: self.table.name().to_string(),
                    fault: Box::new(fault),
                    namespaces,
                })
            }
        }
    }

    /// A transaction for the version table alone.
    async fn begin(&mut self, reporter: &mut (dyn Reporter + Send)) -> Result<(), RunError> {
        lock::begin(&mut *self.session, self.lock_settings.lock_wait, &self.stop, reporter).await
    }

    async fn lock(&mut self, reporter: &mut (dyn Reporter + Send)) -> Result<(), RunError> {
        lock::take(&mut *self.session, self.lock_settings.lock_wait, &self.stop, reporter).await
    }

    /// Takes the lock. While another run has it, looks what that one has done by now: where nothing is left to do, the
    /// lock is not needed, and the rows that say so are the answer. So a crowd that was started at once ends with the one
    /// that does the work, instead of taking the lock one after another to find it done.
    async fn lock_unless_done(
        &mut self,
        chain: &Chain,
        direction: Direction,
        target: &str,
        rows: &[VersionRow],
        reporter: &mut (dyn Reporter + Send),
    ) -> Result<Option<Vec<VersionRow>>> {
        let stop = self.stop.clone();
        let mut waiting = Waiting::new(Holder::Run, self.lock_settings.lock_wait, &stop);
        let mut seen = rows.to_vec();
        while !self.session.try_lock(lock::NAME).await.map_err(RunError::from)? {
            let now = self.rows().await?;
            if state(&now) != state(&seen) {
                if now.iter().all(|row| row.pending.is_none())
                    && let Ok((plan, _)) = plan(chain, &now, direction, target)
                    && plan.steps.is_empty()
                {
                    tell(&plan, &[], reporter);
                    return Ok(Some(now));
                }
                seen = now;
            }
            waiting.pause(&mut *self.session, reporter).await?.map_err(RunError::stopped_early)?;
        }
        Ok(None)
    }

    async fn unlock(&mut self) {
        lock::release(&mut *self.session).await;
    }
}

/// A reporter that also records how long each revision took.
struct TimingReporter<'a> {
    inner: &'a mut (dyn Reporter + Send),
    took: Vec<(String, Duration)>,
}

impl Reporter for TimingReporter<'_> {
    fn event(&mut self, event: &Event<'_>) {
        if let Event::Finished { revision, took, .. } = event {
            self.took.push(((*revision).to_owned(), *took));
        }
        self.inner.event(event);
    }
}
