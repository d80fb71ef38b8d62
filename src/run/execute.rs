//! Runs the statements of one revision, or of several in one transaction, and records them.
//!
//! What is recorded is true whatever ends the run. A record is written in the transaction of the statements that it
//! mentions. A statement that shares no transaction with its record (DDL, where DDL commits by itself; an index that is
//! built concurrently) is marked as begun, run, and then counted: where a run was cut off between the mark and the
//! count, the next one finds out whether that one statement took effect ([`Recovery`](crate::dialect::Recovery)).

use std::time::{Duration, Instant};

use super::error::{Cause, RunError};
use super::event::{Event, Reporter};
use super::foreign_keys;
use super::keep::{Keeper, stopped};
use super::limits::{Limits, LockSettings, Tries, sets_limits};
use super::lock::{Holder, Waiting};
use super::prepare::{ScriptStatement, StatementGroup};
use super::session_settings::SavedSettings;
use super::stop::{Signal, Stop};
use super::version_state::{PreparedRevision, RevisionProgress, StatementMark, VersionState};
use super::version_table::Pending;
use super::watch::Watch;
use crate::dialect::notices::{Notice, Notices};
use crate::dialect::session::ServerErrorKind;
use crate::dialect::{ServerError, Session};
use crate::sql::redacted;

/// How long a cancelled statement may take to answer before it is left alone.
pub(super) const CANCEL_TIMEOUT: Duration = Duration::from_secs(10);
/// Why a revision did not come to its end.
#[derive(Debug)]
pub(super) enum ExecutionError {
    /// A statement, or the end of a transaction (no statement), failed.
    Failed {
        /// Which of the revisions that share the transaction.
        prepared: usize,
        /// The statement.
        script_statement: Option<ScriptStatement>,
        /// Why.
        cause: Cause,
    },
    /// The run was asked to stop.
    Stopped(Signal),
    /// Another connection changed the version table: what is left of the plan must be checked again.
    Elsewhere,
    /// Anything else.
    Fault(RunError),
}

impl From<RunError> for ExecutionError {
    fn from(fault: RunError) -> Self {
        ExecutionError::Fault(fault)
    }
}

impl From<ServerError> for ExecutionError {
    fn from(fault: ServerError) -> Self {
        ExecutionError::Fault(fault.into())
    }
}

/// Runs the statements of revisions on a session.
pub(super) struct Execution<'a> {
    /// The connection.
    pub session: &'a mut dyn Session,
    /// Tells when the run is asked to stop.
    pub stop: &'a Stop,
    /// Gets the events of the run.
    pub reporter: &'a mut (dyn Reporter + Send),
    /// What the server says beside its answers, where that is wanted.
    pub notices: Option<&'a mut Notices>,
    /// How long a run waits for locks.
    pub lock_settings: LockSettings,
    /// The limits that are set in the session.
    pub limits: Limits,
    /// The version table; none for a trial run.
    pub version_state: Option<&'a mut VersionState>,
    /// What keeps rows that are about to be lost; none where none are.
    pub keeper: Option<&'a mut Keeper>,
}

/// A group of statements of a revision, of which the statements up to number `done` are not run again.
pub(super) struct GroupExecution<'j> {
    pub(super) prepared: &'j PreparedRevision,
    group: &'j StatementGroup,
    done: usize,
    /// Whether the revision begins with it, in this run or an earlier one.
    pub(super) first: bool,
    /// What is recorded behind it.
    pub(super) mark: StatementMark,
    /// How long the statements of the revision took before this group of statements.
    pub(super) took: Duration,
}

impl GroupExecution<'_> {
    pub(super) fn statements(&self) -> impl Iterator<Item = &ScriptStatement> {
        self.group.statements.iter().filter(|script_statement| script_statement.number > self.done)
    }
}

impl Execution<'_> {
    /// Runs one revision from where it stands. True where there was something to do.
    ///
    /// # Errors
    /// [`ExecutionError`]
    pub(super) async fn run(&mut self, prepared: &PreparedRevision) -> Result<bool, ExecutionError> {
        loop {
            let resumed =
                match self.version_state.as_ref().map(|version_state| version_state.progress(prepared)).transpose()? {
                    Some(RevisionProgress::Done) => {
                        self.reporter.event(&Event::DoneElsewhere {
                            direction: prepared.direction,
                            revision: &prepared.id,
                            message: &prepared.message,
                        });
                        return Ok(false);
                    }
                    Some(RevisionProgress::PartlyDone(pending)) => Some(pending),
                    Some(RevisionProgress::NotStarted) | None => None,
                };
            match self.run_from(prepared, resumed).await {
                Err(ExecutionError::Elsewhere) => {}
                result => return result.map(|()| true),
            }
        }
    }

    /// `resumed`: how far an earlier run came, where one has begun.
    async fn run_from(&mut self, prepared: &PreparedRevision, resumed: Option<Pending>) -> Result<(), ExecutionError> {
        let done = resumed.map_or(0, |pending| pending.done);
        let saved = SavedSettings::before(&mut *self.session, [&prepared.statements]).await?;
        self.limits.scripts_own = sets_limits(&prepared.statements, self.session.dialect().syntax());
        self.reporter.event(&Event::Started {
            direction: prepared.direction,
            revision: &prepared.id,
            message: &prepared.message,
            done_before: done,
        });
        let result = self.groups(prepared, done, resumed.is_some_and(|pending| pending.begun), &saved).await;
        let took = self.restore(result, &saved).await?;
        self.settle_put_back().await;
        self.finished(prepared, took);
        Ok(())
    }

    /// The groups of statements of a revision behind its first `done` statements; the next one may have been `begun` by an earlier run.
    async fn groups(
        &mut self,
        prepared: &PreparedRevision,
        done: usize,
        begun: bool,
        saved: &SavedSettings,
    ) -> Result<Duration, ExecutionError> {
        self.set_again(saved, done).await?;
        let closing =
            StatementGroup { atomic: true, done_after: prepared.statements.total, ..StatementGroup::default() };
        let mut groups: Vec<&StatementGroup> =
            prepared.statements.groups.iter().filter(|group| group.done_after > done).collect();
        if groups.is_empty() {
            // Only the record is missing: the statements ahead were removed from the script, or there never were any.
            groups.push(
                prepared
                    .statements
                    .groups
                    .last()
                    .filter(|group| group.atomic && group.statements.is_empty())
                    .unwrap_or(&closing),
            );
        }
        let mut took = Duration::ZERO;
        let last = groups.len().saturating_sub(1);
        for (n, group) in groups.into_iter().enumerate() {
            let began = Instant::now();
            let mark = if n < last { StatementMark::Done(group.done_after) } else { StatementMark::Whole };
            let first = n == 0 && done == 0;
            let part = GroupExecution { prepared, group, done, first, mark, took };
            if let Some(batch) = group.batch {
                self.batches(&part, batch, begun && n == 0, saved).await?;
                if n < last {
                    self.set_again(saved, group.done_after).await?;
                }
            } else if group.atomic {
                self.atomically(&[part], saved).await?;
                if n < last {
                    self.set_again(saved, group.done_after).await?;
                }
            } else {
                self.alone(&part, begun && n == 0, saved).await?;
            }
            took += began.elapsed();
        }
        Ok(took)
    }

    /// Puts back what the statements have set, whatever ended them.
    async fn restore<T>(
        &mut self,
        result: Result<T, ExecutionError>,
        saved: &SavedSettings,
    ) -> Result<T, ExecutionError> {
        match result {
            Ok(value) => {
                self.usual_limits().await?;
                saved.outside(&mut *self.session).await?;
                Ok(value)
            }
            Err(broken) => {
                let _ = tokio::time::timeout(CANCEL_TIMEOUT, self.usual_limits()).await;
                // Where this fails or hangs, the connection is gone, and its settings with it.
                let _ = tokio::time::timeout(CANCEL_TIMEOUT, saved.outside(&mut *self.session)).await;
                Err(broken)
            }
        }
    }

    /// What the first `done` statements have set for their session, set again: by a run that goes on in another session,
    /// or where it was put back for a record.
    pub(super) async fn set_again(&mut self, saved: &SavedSettings, done: usize) -> Result<(), ExecutionError> {
        for script_statement in saved.settings_of(done) {
            self.send(0, None, script_statement).await?;
        }
        Ok(())
    }

    /// Runs revisions of one transaction each in a single one. Jobs that another run has done meanwhile are left out.
    ///
    /// # Errors
    /// [`ExecutionError`]; [`ExecutionError::Elsewhere`] never.
    pub(super) async fn run_together(
        &mut self,
        prepared_revisions: &[&PreparedRevision],
    ) -> Result<Vec<bool>, ExecutionError> {
        loop {
            let mut progress = Vec::new();
            for prepared in prepared_revisions {
                // A revision of the same transaction is a neighbour that will be there: only what is done is asked.
                let known = self.version_state.as_ref().map(|version_state| version_state.progress(prepared));
                progress.push(match known {
                    Some(Ok(progress)) => progress,
                    Some(Err(fault @ (RunError::UnderWay { .. } | RunError::EditedUnderWay { .. }))) => {
                        return Err(fault.into());
                    }
                    _ => RevisionProgress::NotStarted,
                });
            }
            let pending: Vec<&PreparedRevision> = prepared_revisions
                .iter()
                .zip(&progress)
                .filter(|(_, at)| **at != RevisionProgress::Done)
                .map(|(prepared, _)| *prepared)
                .collect();
            if let Some(done) = prepared_revisions
                .iter()
                .zip(&progress)
                .find(|(_, at)| **at == RevisionProgress::Done)
                .map(|(prepared, _)| prepared)
            {
                self.reporter.event(&Event::DoneElsewhere {
                    direction: done.direction,
                    revision: &done.id,
                    message: &done.message,
                });
            }
            match self.together(&pending).await {
                Err(ExecutionError::Elsewhere) => {}
                Err(broken) => return Err(broken),
                Ok(()) => return Ok(progress.iter().map(|at| *at != RevisionProgress::Done).collect()),
            }
        }
    }

    async fn together(&mut self, prepared_revisions: &[&PreparedRevision]) -> Result<(), ExecutionError> {
        if prepared_revisions.is_empty() {
            return Ok(());
        }
        let saved =
            SavedSettings::before(&mut *self.session, prepared_revisions.iter().map(|prepared| &prepared.statements))
                .await?;
        let syntax = self.session.dialect().syntax();
        self.limits.scripts_own = prepared_revisions.iter().any(|prepared| sets_limits(&prepared.statements, syntax));
        let parts: Vec<GroupExecution<'_>> = prepared_revisions
            .iter()
            .filter_map(|prepared| prepared.statements.groups.first().map(|group| (prepared, group)))
            .map(|(prepared, group)| GroupExecution {
                prepared,
                group,
                done: 0,
                first: true,
                mark: StatementMark::Whole,
                took: Duration::ZERO,
            })
            .collect();
        let result = self.atomically(&parts, &saved).await;
        let took = self.restore(result, &saved).await?;
        self.settle_put_back().await;
        for (prepared, took) in prepared_revisions.iter().zip(took) {
            self.finished(prepared, took);
        }
        Ok(())
    }

    fn finished(&mut self, prepared: &PreparedRevision, took: Duration) {
        self.reporter.event(&Event::Finished {
            direction: prepared.direction,
            revision: &prepared.id,
            message: &prepared.message,
            took,
        });
    }

    /// Statements and records in one transaction, tried again where a lock could not be had. Answers how long each part
    /// took.
    async fn atomically(
        &mut self,
        parts: &[GroupExecution<'_>],
        saved: &SavedSettings,
    ) -> Result<Vec<Duration>, ExecutionError> {
        let mut tries = Tries::first();
        loop {
            let revision = parts.first().map_or("", |part| part.prepared.id.as_str());
            let statements = parts.iter().flat_map(|part| part.statements().map(ScriptStatement::sql));
            self.look_first(revision, statements).await?;
            let broken = match self.attempt(parts, saved).await {
                Ok(took) => {
                    self.early_are_done();
                    for part in parts {
                        self.record_in_memory(part, part.mark);
                    }
                    return Ok(took);
                }
                Err(broken) => broken,
            };
            self.forget_early().await;
            self.again(parts, broken, &mut tries).await?;
        }
    }

    /// Pauses where `broken` is a lock that may be had later; else gives it back.
    pub(super) async fn again(
        &mut self,
        parts: &[GroupExecution<'_>],
        broken: ExecutionError,
        tries: &mut Tries,
    ) -> Result<(), ExecutionError> {
        let failed = tries.made();
        let pause = match &broken {
            ExecutionError::Failed { cause: Cause::Server(fault), .. } if fault.kind == ServerErrorKind::Lock => {
                tries.next(&self.lock_settings, self.limits.are_none())
            }
            _ => None,
        };
        match (&broken, pause) {
            (ExecutionError::Failed { prepared, cause: Cause::Server(fault), .. }, Some(pause)) => {
                let revision = parts.get(*prepared).map_or("", |part| part.prepared.id.as_str());
                let (why, of) = (fault.message.as_str(), self.lock_settings.lock_retries);
                self.reporter.event(&Event::Retrying { revision, attempt: failed, of, pause, why });
                self.stop.pause(pause).await.map_err(ExecutionError::Stopped)
            }
            _ => Err(broken),
        }
    }

    async fn attempt(
        &mut self,
        parts: &[GroupExecution<'_>],
        saved: &SavedSettings,
    ) -> Result<Vec<Duration>, ExecutionError> {
        if !parts.iter().any(|part| part.group.unenforced) {
            return self.transaction(parts, saved, false).await;
        }
        let enforced = foreign_keys::switch_off(&mut *self.session).await?;
        let result = self.transaction(parts, saved, true).await;
        if enforced {
            foreign_keys::switch_on(&mut *self.session).await?;
        }
        result
    }

    async fn transaction(
        &mut self,
        parts: &[GroupExecution<'_>],
        saved: &SavedSettings,
        unenforced: bool,
    ) -> Result<Vec<Duration>, ExecutionError> {
        self.begin().await?;
        let goes_with_it = self.session.dialect().transactional_ddl();
        self.limits.transaction(true, goes_with_it);
        let result = match self.body(parts, saved, unenforced).await {
            Ok(took) => match self.stop.asked() {
                Some(signal) => Err(ExecutionError::Stopped(signal)),
                None => self.session.commit().await.map(|()| took).map_err(|fault| ExecutionError::Failed {
                    prepared: parts.len().saturating_sub(1),
                    script_statement: None,
                    cause: Cause::Server(Box::new(fault)),
                }),
            },
            broken => broken,
        };
        if result.is_err() {
            self.roll_back().await;
        }
        self.limits.transaction(false, goes_with_it);
        result
    }

    /// Rolls back. Where even this fails or hangs, the connection is gone, and the server rolls back by itself.
    pub(super) async fn roll_back(&mut self) {
        let _ = tokio::time::timeout(CANCEL_TIMEOUT, self.session.rollback()).await;
    }

    /// Opens a transaction. Where it is the lock that keeps other runs out, waits for them.
    ///
    /// # Errors
    /// [`ExecutionError::Elsewhere`] as soon as the version table tells that another run went on meanwhile: what that one
    /// has done is not to be waited for.
    pub(super) async fn begin(&mut self) -> Result<(), ExecutionError> {
        let mut waiting = Waiting::new(Holder::Writer, self.lock_settings.lock_wait, self.stop);
        loop {
            match self.session.begin().await {
                Err(fault) if fault.kind == ServerErrorKind::Lock => {}
                result => return Ok(result?),
            }
            if let Some(version_state) = self.version_state.as_mut() {
                match version_state.unchanged(&mut *self.session).await {
                    Ok(true) => {}
                    Ok(false) => return Err(ExecutionError::Elsewhere),
                    // Where a commit of the other one keeps readers out as well, the next look tells.
                    Err(RunError::Server(fault)) if fault.kind == ServerErrorKind::Lock => {}
                    Err(fault) => return Err(fault.into()),
                }
            }
            waiting.pause(&mut *self.session, &mut *self.reporter).await?.map_err(ExecutionError::Stopped)?;
        }
    }

    async fn body(
        &mut self,
        parts: &[GroupExecution<'_>],
        saved: &SavedSettings,
        unenforced: bool,
    ) -> Result<Vec<Duration>, ExecutionError> {
        if let Some(version_state) = self.version_state.as_mut()
            && !version_state.unchanged(&mut *self.session).await?
        {
            return Err(ExecutionError::Elsewhere);
        }
        let before =
            if unenforced { foreign_keys::check(&mut *self.session).await? } else { foreign_keys::Checked::default() };
        let mut took = Vec::with_capacity(parts.len());
        for (n, part) in parts.iter().enumerate() {
            let began = Instant::now();
            if parts.len() > 1 {
                self.reporter.event(&Event::Started {
                    direction: part.prepared.direction,
                    revision: &part.prepared.id,
                    message: &part.prepared.message,
                    done_before: 0,
                });
            }
            if part.first {
                self.mark_changed(part.prepared).await?;
            }
            for script_statement in part.statements() {
                self.announce(part, script_statement);
                let to_see = self.keep_before(n, part.prepared, script_statement, false).await?;
                self.send(n, Some(part.prepared), script_statement).await?;
                self.keep_behind(to_see).await?;
            }
            if unenforced {
                let rows = foreign_keys::new_violations(&before, foreign_keys::check(&mut *self.session).await?);
                if !rows.is_empty() {
                    return Err(ExecutionError::Failed {
                        prepared: n,
                        script_statement: None,
                        cause: Cause::ForeignKeys(rows),
                    });
                }
            }
            if part.mark == StatementMark::Whole && self.keeper.is_some() {
                saved.within(&mut *self.session).await?;
                self.put_back(part.prepared).await?;
            }
            let spent = began.elapsed();
            self.record(part, part.mark, part.took + spent, saved).await?;
            took.push(spent);
        }
        Ok(took)
    }

    pub(super) async fn record(
        &mut self,
        part: &GroupExecution<'_>,
        mark: StatementMark,
        took: Duration,
        saved: &SavedSettings,
    ) -> Result<(), ExecutionError> {
        let Some(version_state) = self.version_state.as_ref() else { return Ok(()) };
        saved.within(&mut *self.session).await?;
        Ok(version_state.record(&mut *self.session, part.prepared, mark, took).await?)
    }

    pub(super) fn record_in_memory(&mut self, part: &GroupExecution<'_>, mark: StatementMark) {
        if let Some(version_state) = self.version_state.as_mut() {
            version_state.record_in_memory(part.prepared, mark);
        }
    }

    pub(super) fn announce(&mut self, part: &GroupExecution<'_>, script_statement: &ScriptStatement) {
        self.reporter.event(&Event::Statement {
            revision: &part.prepared.id,
            number: script_statement.number,
            of: part.prepared.statements.total,
            sql: script_statement.sql(),
        });
    }

    /// Sends one statement, a statement of `revision`, and tells how it goes; at a request to stop, cancels it on the server and
    /// waits for its end.
    pub(super) async fn send(
        &mut self,
        prepared: usize,
        revision: Option<&PreparedRevision>,
        script_statement: &ScriptStatement,
    ) -> Result<(), ExecutionError> {
        if let Some(signal) = self.stop.asked() {
            return Err(ExecutionError::Stopped(signal));
        }
        self.limit(script_statement.sql()).await?;
        self.send_as(prepared, revision, script_statement, script_statement.sql()).await.map(drop)
    }

    /// Sends `sql` for a statement, the whole of it or a batch; answers how many rows it touched.
    pub(super) async fn send_as(
        &mut self,
        prepared: usize,
        revision: Option<&PreparedRevision>,
        script_statement: &ScriptStatement,
        sql: &str,
    ) -> Result<u64, ExecutionError> {
        match self.told_or_stopped(revision, script_statement.number, sql).await {
            Ok(touched) => Ok(touched),
            Err(StatementEnd::Stopped(signal)) => Err(ExecutionError::Stopped(signal)),
            Err(StatementEnd::Refused(fault)) => Err(ExecutionError::Failed {
                prepared,
                script_statement: Some(script_statement.clone()),
                cause: Cause::Server(Box::new(fault)),
            }),
        }
    }

    /// Sends a statement of the run's own that may take long, and tells how it goes.
    pub(super) async fn told(
        &mut self,
        revision: Option<&PreparedRevision>,
        number: usize,
        sql: &str,
    ) -> Result<u64, ServerError> {
        match self.told_or_stopped(revision, number, sql).await {
            Ok(touched) => Ok(touched),
            Err(StatementEnd::Refused(fault)) => Err(fault),
            Err(StatementEnd::Stopped(signal)) => Err(stopped(signal)),
        }
    }

    async fn told_or_stopped(
        &mut self,
        revision: Option<&PreparedRevision>,
        number: usize,
        sql: &str,
    ) -> Result<u64, StatementEnd> {
        let cancel = self.session.canceller();
        let mut watch = Watch::of(&*self.session);
        let syntax = self.session.dialect().syntax();
        let mut running = self.session.execute(sql);
        let (result, signal) = loop {
            tokio::select! {
                biased;
                notice = next(&mut self.notices) => self.reporter.event(&Event::Notice(&notice)),
                result = &mut running => break (result, None),
                sight = watch.next() => self.reporter.event(&Event::Running {
                    revision: revision.map_or("", |revision| &revision.id),
                    number,
                    of: revision.map_or(0, |revision| revision.statements.total),
                    statement: &redacted(syntax, sql),
                    elapsed: sight.elapsed,
                    activity: sight.activity.as_ref(),
                }),
                signal = self.stop.wait() => {
                    self.reporter.event(&Event::Stopping(signal));
                    cancel().await;
                    match tokio::time::timeout(CANCEL_TIMEOUT, running).await {
                        Ok(result) => break (result, Some(signal)),
                        Err(_) => return Err(StatementEnd::Stopped(signal)),
                    }
                }
            }
        };
        watch.end().await;
        while let Some(notice) = self.notices.as_mut().and_then(|notices| notices.try_recv().ok()) {
            self.reporter.event(&Event::Notice(&notice));
        }
        match (result, signal) {
            // It came to its end all the same: that must be recorded before anything else.
            (Ok(touched), _) => Ok(touched),
            (Err(_), Some(signal)) => Err(StatementEnd::Stopped(signal)),
            (Err(fault), None) => Err(StatementEnd::Refused(fault)),
        }
    }
}

/// How a statement ended that did nothing.
enum StatementEnd {
    /// The server refused it.
    Refused(ServerError),
    /// The run was asked to stop.
    Stopped(Signal),
}

/// The next notice; for ever where there is nobody who could send one.
async fn next(notices: &mut Option<&mut Notices>) -> Notice {
    let notice = match notices {
        Some(notices) => notices.recv().await,
        None => None,
    };
    match notice {
        Some(notice) => notice,
        None => std::future::pending().await,
    }
}
