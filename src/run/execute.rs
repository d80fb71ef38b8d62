//! Runs the statements of one revision, or of several in one transaction, and records them.
//!
//! What is recorded is true whatever ends the run. A record is written in the transaction of the statements that it speaks
//! of. A statement that shares no transaction with its record (DDL, where DDL commits by itself; an index that is built
//! concurrently) is marked as begun, run, and then counted: where a run was cut off between the mark and the count, the
//! next one finds out whether that one statement took effect ([`Recovery`](crate::dialect::Recovery)).

use std::time::{Duration, Instant};

use super::error::{Cause, RunError};
use super::event::{Event, Reporter};
use super::foreign_keys;
use super::ledger::{Job, Ledger, Mark, Standing};
use super::prepare::{Act, Piece};
use super::settings_of_script::Saved;
use super::stop::{Signal, Stop};
use super::version_table::Pending;
use crate::dialect::notices::{Notice, Notices};
use crate::dialect::session::ServerErrorKind;
use crate::dialect::{ServerError, Session};

/// How patient a run is.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// How often a revision that waited too long for a lock is tried again.
    pub lock_retries: u32,
    /// How long another run is waited for.
    pub lock_wait: Duration,
}

/// How long a cancelled statement may take to answer before it is left alone.
const FAREWELL: Duration = Duration::from_secs(10);
/// The first pause before a revision is tried again; each further one is twice as long, up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// How often a transaction that another run of `migrate` keeps out is tried to be opened.
const POLL: Duration = Duration::from_millis(50);

/// Why a job did not come to its end.
#[derive(Debug)]
pub enum Broken {
    /// A statement, or the end of a transaction (no piece), failed.
    Failed {
        /// Which of the jobs that share the transaction.
        job: usize,
        /// The statement.
        piece: Option<Piece>,
        /// Why.
        cause: Cause,
    },
    /// The run was asked to stop.
    Stopped(Signal),
    /// The version table is no more what was believed: all that is planned must be looked at again.
    Elsewhere,
    /// Anything else.
    Fault(RunError),
}

impl From<RunError> for Broken {
    fn from(fault: RunError) -> Self {
        Broken::Fault(fault)
    }
}

impl From<ServerError> for Broken {
    fn from(fault: ServerError) -> Self {
        Broken::Fault(fault.into())
    }
}

/// A session at work.
pub struct Execution<'a> {
    /// The connection.
    pub session: &'a mut dyn Session,
    /// The wish to stop.
    pub stop: &'a Stop,
    /// Who listens.
    pub reporter: &'a mut (dyn Reporter + Send),
    /// What the server says beside its answers, where that is wanted.
    pub notices: Option<&'a mut Notices>,
    /// How patient it is.
    pub patience: Patience,
    /// The version table; none for a trial run.
    pub ledger: Option<&'a mut Ledger>,
}

/// An act of a job, of which the statements up to number `done` are not run again.
pub(super) struct Part<'j> {
    pub(super) job: &'j Job,
    act: &'j Act,
    done: usize,
    /// What is recorded behind it.
    pub(super) mark: Mark,
    /// How long the statements of the job took before this act.
    pub(super) took: Duration,
}

impl Part<'_> {
    pub(super) fn pieces(&self) -> impl Iterator<Item = &Piece> {
        self.act.pieces.iter().filter(|piece| piece.number > self.done)
    }
}

impl Execution<'_> {
    /// Runs one job from where it stands. True where there was something to do.
    ///
    /// # Errors
    /// [`Broken`]
    pub async fn run(&mut self, job: &Job) -> Result<bool, Broken> {
        loop {
            let resumed = match self.ledger.as_ref().map(|ledger| ledger.standing(job)).transpose()? {
                Some(Standing::Done) => {
                    self.reporter.event(&Event::DoneElsewhere {
                        direction: job.direction,
                        revision: &job.id,
                        message: &job.message,
                    });
                    return Ok(false);
                }
                Some(Standing::Partly(pending)) => Some(pending),
                Some(Standing::Fresh) | None => None,
            };
            match self.run_from(job, resumed).await {
                Err(Broken::Elsewhere) => continue,
                result => return result.map(|()| true),
            }
        }
    }

    /// `resumed`: how far an earlier run came, where one has begun.
    async fn run_from(&mut self, job: &Job, resumed: Option<Pending>) -> Result<(), Broken> {
        let done = resumed.map_or(0, |pending| pending.done);
        let saved = Saved::before(&mut *self.session, [&job.acts]).await?;
        self.reporter.event(&Event::Started {
            direction: job.direction,
            revision: &job.id,
            message: &job.message,
            done_before: done,
        });
        let result = self.acts(job, done, resumed.is_some_and(|pending| pending.begun), &saved).await;
        let took = self.put_back(result, &saved).await?;
        self.finished(job, took);
        Ok(())
    }

    /// The acts of a job behind its first `done` statements; the next one may have been `begun` by an earlier run.
    async fn acts(&mut self, job: &Job, done: usize, begun: bool, saved: &Saved) -> Result<Duration, Broken> {
        self.set_again(saved, done).await?;
        let closing = Act { atomic: true, done_after: job.acts.total, ..Act::default() };
        let mut acts: Vec<&Act> = job.acts.acts.iter().filter(|act| act.done_after > done).collect();
        if acts.is_empty() {
            // Only the record is missing: the statements ahead were removed from the script, or there never were any.
            acts.push(job.acts.acts.last().filter(|act| act.atomic && act.pieces.is_empty()).unwrap_or(&closing));
        }
        let mut took = Duration::ZERO;
        let last = acts.len().saturating_sub(1);
        for (n, act) in acts.into_iter().enumerate() {
            let began = Instant::now();
            let mark = if n < last { Mark::Done(act.done_after) } else { Mark::Whole };
            let part = Part { job, act, done, mark, took };
            if act.atomic {
                self.atomically(&[part], saved).await?;
                if n < last {
                    self.set_again(saved, act.done_after).await?;
                }
            } else {
                self.alone(&part, begun && n == 0, saved).await?;
            }
            took += began.elapsed();
        }
        Ok(took)
    }

    /// Puts back what the statements have set, whatever ended them.
    async fn put_back<T>(&mut self, result: Result<T, Broken>, saved: &Saved) -> Result<T, Broken> {
        match result {
            Ok(value) => {
                saved.outside(&mut *self.session).await?;
                Ok(value)
            }
            Err(broken) => {
                // Where this fails or hangs, the connection is gone, and its settings with it.
                let _ = tokio::time::timeout(FAREWELL, saved.outside(&mut *self.session)).await;
                Err(broken)
            }
        }
    }

    /// What the first `done` statements have set for their session, set again: by a run that goes on in another session,
    /// or where it was put back for a record.
    pub(super) async fn set_again(&mut self, saved: &Saved, done: usize) -> Result<(), Broken> {
        for piece in saved.settings_of(done) {
            self.send(0, piece).await?;
        }
        Ok(())
    }

    /// Runs jobs of one transaction each in a single one. Jobs that another run has done meanwhile are left out.
    ///
    /// # Errors
    /// [`Broken`]; [`Broken::Elsewhere`] never.
    pub async fn run_together(&mut self, jobs: &[&Job]) -> Result<Vec<bool>, Broken> {
        loop {
            let mut standing = Vec::new();
            for job in jobs {
                // A job of the same transaction is a neighbour that will be there: only what is done is asked.
                let known = self.ledger.as_ref().map(|ledger| ledger.standing(job));
                standing.push(match known {
                    Some(Ok(standing)) => standing,
                    Some(Err(fault @ (RunError::UnderWay { .. } | RunError::EditedUnderWay { .. }))) => {
                        return Err(fault.into());
                    }
                    _ => Standing::Fresh,
                });
            }
            let pending: Vec<&Job> =
                jobs.iter().zip(&standing).filter(|(_, at)| **at != Standing::Done).map(|(job, _)| *job).collect();
            if let Some(done) = jobs.iter().zip(&standing).find(|(_, at)| **at == Standing::Done).map(|(job, _)| job) {
                self.reporter.event(&Event::DoneElsewhere {
                    direction: done.direction,
                    revision: &done.id,
                    message: &done.message,
                });
            }
            match self.together(&pending).await {
                Err(Broken::Elsewhere) => continue,
                Err(broken) => return Err(broken),
                Ok(()) => return Ok(standing.iter().map(|at| *at != Standing::Done).collect()),
            }
        }
    }

    async fn together(&mut self, jobs: &[&Job]) -> Result<(), Broken> {
        if jobs.is_empty() {
            return Ok(());
        }
        let saved = Saved::before(&mut *self.session, jobs.iter().map(|job| &job.acts)).await?;
        let parts: Vec<Part<'_>> = jobs
            .iter()
            .filter_map(|job| job.acts.acts.first().map(|act| (job, act)))
            .map(|(job, act)| Part { job, act, done: 0, mark: Mark::Whole, took: Duration::ZERO })
            .collect();
        let result = self.atomically(&parts, &saved).await;
        let took = self.put_back(result, &saved).await?;
        for (job, took) in jobs.iter().zip(took) {
            self.finished(job, took);
        }
        Ok(())
    }

    fn finished(&mut self, job: &Job, took: Duration) {
        self.reporter.event(&Event::Finished {
            direction: job.direction,
            revision: &job.id,
            message: &job.message,
            took,
        });
    }

    /// Statements and records in one transaction, tried again where a lock could not be had. Answers how long each part
    /// took.
    async fn atomically(&mut self, parts: &[Part<'_>], saved: &Saved) -> Result<Vec<Duration>, Broken> {
        let mut attempt = 1;
        loop {
            let broken = match self.attempt(parts, saved).await {
                Ok(took) => {
                    for part in parts {
                        self.believe(part, part.mark);
                    }
                    return Ok(took);
                }
                Err(broken) => broken,
            };
            self.again(parts, broken, &mut attempt).await?;
        }
    }

    /// Pauses where `broken` is a lock that may be had later; else gives it back.
    pub(super) async fn again(&mut self, parts: &[Part<'_>], broken: Broken, attempt: &mut u32) -> Result<(), Broken> {
        let of = self.patience.lock_retries;
        match &broken {
            Broken::Failed { job, cause: Cause::Server(fault), .. }
                if fault.kind == ServerErrorKind::Lock && *attempt <= of =>
            {
                let pause = FIRST_PAUSE.saturating_mul(1 << (*attempt - 1).min(10)).min(LONGEST_PAUSE);
                let revision = parts.get(*job).map_or("", |part| part.job.id.as_str());
                let why = fault.message.as_str();
                self.reporter.event(&Event::Retrying { revision, attempt: *attempt, of, pause, why });
                *attempt += 1;
                self.stop.pause(pause).await.map_err(Broken::Stopped)
            }
            _ => Err(broken),
        }
    }

    async fn attempt(&mut self, parts: &[Part<'_>], saved: &Saved) -> Result<Vec<Duration>, Broken> {
        if !parts.iter().any(|part| part.act.unenforced) {
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
        parts: &[Part<'_>],
        saved: &Saved,
        unenforced: bool,
    ) -> Result<Vec<Duration>, Broken> {
        self.begin().await?;
        let result = match self.body(parts, saved, unenforced).await {
            Ok(took) => match self.stop.asked() {
                Some(signal) => Err(Broken::Stopped(signal)),
                None => self.session.commit().await.map(|()| took).map_err(|fault| Broken::Failed {
                    job: parts.len().saturating_sub(1),
                    piece: None,
                    cause: Cause::Server(Box::new(fault)),
                }),
            },
            broken => broken,
        };
        if result.is_err() {
            // Where even this fails or hangs, the connection is gone, and the server rolls back by itself.
            let _ = tokio::time::timeout(FAREWELL, self.session.rollback()).await;
        }
        result
    }

    /// Opens a transaction. Where it is the lock that keeps other runs out, waits for them.
    pub(super) async fn begin(&mut self) -> Result<(), Broken> {
        let began = Instant::now();
        let mut told = false;
        loop {
            match self.session.begin().await {
                Err(fault) if fault.kind == ServerErrorKind::Lock => {
                    if began.elapsed() >= self.patience.lock_wait {
                        return Err(RunError::LockHeld { waited: began.elapsed(), applied: Vec::new() }.into());
                    }
                    if !std::mem::replace(&mut told, true) {
                        self.reporter.event(&Event::WaitingForRun);
                    }
                    self.stop.pause(POLL).await.map_err(Broken::Stopped)?;
                }
                result => return Ok(result?),
            }
        }
    }

    async fn body(&mut self, parts: &[Part<'_>], saved: &Saved, unenforced: bool) -> Result<Vec<Duration>, Broken> {
        if let Some(ledger) = self.ledger.as_mut()
            && !ledger.unchanged(&mut *self.session).await?
        {
            return Err(Broken::Elsewhere);
        }
        let before = match unenforced {
            true => foreign_keys::violations(&mut *self.session).await?,
            false => Vec::new(),
        };
        let mut took = Vec::with_capacity(parts.len());
        for (n, part) in parts.iter().enumerate() {
            let began = Instant::now();
            if parts.len() > 1 {
                self.reporter.event(&Event::Started {
                    direction: part.job.direction,
                    revision: &part.job.id,
                    message: &part.job.message,
                    done_before: 0,
                });
            }
            for piece in part.pieces() {
                self.announce(part, piece);
                self.send(n, piece).await?;
            }
            if unenforced {
                let rows = foreign_keys::new_violations(&before, foreign_keys::violations(&mut *self.session).await?);
                if !rows.is_empty() {
                    return Err(Broken::Failed { job: n, piece: None, cause: Cause::ForeignKeys(rows) });
                }
            }
            let spent = began.elapsed();
            self.record(part, part.mark, part.took + spent, saved).await?;
            took.push(spent);
        }
        Ok(took)
    }

    pub(super) async fn record(
        &mut self,
        part: &Part<'_>,
        mark: Mark,
        took: Duration,
        saved: &Saved,
    ) -> Result<(), Broken> {
        let Some(ledger) = self.ledger.as_ref() else { return Ok(()) };
        saved.within(&mut *self.session).await?;
        Ok(ledger.record(&mut *self.session, part.job, mark, took).await?)
    }

    pub(super) fn believe(&mut self, part: &Part<'_>, mark: Mark) {
        if let Some(ledger) = self.ledger.as_mut() {
            ledger.believe(part.job, mark);
        }
    }

    pub(super) fn announce(&mut self, part: &Part<'_>, piece: &Piece) {
        self.reporter.event(&Event::Statement {
            revision: &part.job.id,
            number: piece.number,
            of: part.job.acts.total,
            sql: piece.sql(),
        });
    }

    /// Sends one statement; at a wish to stop, cancels it on the server and waits for its end.
    pub(super) async fn send(&mut self, job: usize, piece: &Piece) -> Result<(), Broken> {
        if let Some(signal) = self.stop.asked() {
            return Err(Broken::Stopped(signal));
        }
        let cancel = self.session.canceller();
        let mut running = self.session.execute(piece.sql());
        let (result, signal) = loop {
            tokio::select! {
                biased;
                notice = next(&mut self.notices) => self.reporter.event(&Event::Notice(&notice)),
                result = &mut running => break (result, None),
                signal = self.stop.wait() => {
                    self.reporter.event(&Event::Stopping(signal));
                    cancel().await;
                    match tokio::time::timeout(FAREWELL, running).await {
                        Ok(result) => break (result, Some(signal)),
                        Err(_) => return Err(Broken::Stopped(signal)),
                    }
                }
            }
        };
        while let Some(notice) = self.notices.as_mut().and_then(|notices| notices.try_recv().ok()) {
            self.reporter.event(&Event::Notice(&notice));
        }
        match (result, signal) {
            // It came to its end all the same: that must be recorded before anything else.
            (Ok(_), _) => Ok(()),
            (Err(_), Some(signal)) => Err(Broken::Stopped(signal)),
            (Err(fault), None) => {
                Err(Broken::Failed { job, piece: Some(piece.clone()), cause: Cause::Server(Box::new(fault)) })
            }
        }
    }
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
