//! What this run believes that the version table holds, kept true while it writes.
//!
//! Where a lock of its own keeps other runs out, belief is enough. SQLite has no such lock: there every transaction
//! first looks whether another connection wrote, and then reads the table again.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use sha2::{Digest, Sha256};

use super::error::RunError;
use super::prepare::{Acts, Piece};
use super::version_table::{Pending, Record, VersionRow, VersionTable};
use crate::dialect::{ServerError, Session};
use crate::engine::Engine;
use crate::revision::Direction;

/// One revision to be run, whole.
#[derive(Debug, Clone)]
pub struct Job {
    /// The revision.
    pub id: String,
    /// Its message.
    pub message: String,
    /// Its script, as the user would name it.
    pub path: String,
    /// The checksum of its script.
    pub checksum: String,
    /// The text of its script as it stands on disk.
    pub script: Arc<str>,
    /// Which way.
    pub direction: Direction,
    /// The rows of the version table that go with it when it is undone: its own, or those that it stands in for.
    pub rows: Vec<String>,
    /// Upgrade: the revisions that must be applied before. Downgrade: those that must not be applied any more. Of each
    /// its row, or the rows that stand for it.
    pub neighbours: Vec<Vec<String>>,
    /// Its statements.
    pub acts: Acts,
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Not begun.
    Fresh,
    /// Cut off after so many statements.
    Partly(usize),
    /// Nothing to do any more.
    Done,
}

/// The version table as this run knows it.
#[derive(Debug)]
pub struct Ledger {
    table: VersionTable,
    rows: BTreeMap<String, VersionRow>,
    /// SQLite: changes when another connection writes.
    data_version: Option<String>,
    shared: bool,
}

impl Ledger {
    /// From the rows read just now. `table` must exist before anything is recorded.
    pub fn new(table: VersionTable, rows: Vec<VersionRow>, engine: Engine) -> Self {
        let rows = rows.into_iter().map(|row| (row.revision.clone(), row)).collect();
        Ledger { table, rows, data_version: None, shared: lock_lives_in_transaction(engine) }
    }

    /// Looks, inside the transaction that is about to write, whether the table still holds what is believed. Where it
    /// does not, belief follows the table.
    ///
    /// # Errors
    /// The server's refusal.
    pub async fn unchanged(&mut self, session: &mut dyn Session) -> Result<bool, RunError> {
        if !self.shared {
            return Ok(true);
        }
        let version = session.rows("PRAGMA data_version").await?.into_iter().flatten().flatten().next();
        if version.is_some() && version == self.data_version {
            return Ok(true);
        }
        self.data_version = version;
        let rows: BTreeMap<_, _> = self
            .table
            .read(session)
            .await?
            .unwrap_or_default()
            .into_iter()
            .map(|row| (row.revision.clone(), row))
            .collect();
        let state = |rows: &BTreeMap<String, VersionRow>| -> Vec<(String, Option<Pending>)> {
            rows.values().map(|row| (row.revision.clone(), row.pending)).collect()
        };
        let same = state(&rows) == state(&self.rows);
        self.rows = rows;
        Ok(same)
    }

    /// How far a job is, if it can be run at all.
    ///
    /// # Errors
    /// The revision was cut off in the other direction; its statements done were edited; what it builds on is gone.
    pub fn standing(&self, job: &Job) -> Result<Standing, RunError> {
        let row = job.rows.iter().chain([&job.id]).find_map(|id| self.rows.get(id));
        let pending = row.and_then(|row| row.pending);
        if let Some(pending) = pending
            && pending.direction != job.direction
        {
            return Err(RunError::UnderWay {
                revision: job.id.clone(),
                direction: pending.direction,
                done: pending.done,
            });
        }
        let row_is = |id: &String| self.rows.get(id).is_some_and(VersionRow::is_applied);
        let applied = |rows: &Vec<String>| rows.iter().any(row_is);
        let stays = match job.direction {
            Direction::Upgrade => job.neighbours.iter().all(applied),
            Direction::Downgrade => !job.neighbours.iter().any(applied),
        };
        match (row, pending) {
            (Some(_), None) if job.direction == Direction::Upgrade => Ok(Standing::Done),
            (None, _) if job.direction == Direction::Downgrade => Ok(Standing::Done),
            _ if !stays => Err(RunError::ChangedMeanwhile {
                revision: job.id.clone(),
                direction: job.direction,
                applied: Vec::new(),
            }),
            (Some(row), Some(pending)) => {
                if row.checksum.as_deref() != Some(&checksum_of_done(&job.acts, pending.done)) {
                    return Err(RunError::EditedUnderWay {
                        revision: job.id.clone(),
                        done: pending.done,
                        path: job.path.clone(),
                    });
                }
                Ok(Standing::Partly(pending.done))
            }
            _ => Ok(Standing::Fresh),
        }
    }

    /// Whether the table has a row that says how far the job is.
    pub fn is_under_way(&self, job: &Job) -> bool {
        self.rows.get(&job.id).is_some_and(|row| row.pending.is_some())
    }

    /// Records that `done` of the job's statements are done, or all of it (`None`). To be called in the transaction of
    /// the last of them, where there is one; [`Ledger::believe`] follows once that is committed.
    ///
    /// # Errors
    /// The server's refusal.
    pub async fn record(
        &self,
        session: &mut dyn Session,
        job: &Job,
        done: Option<usize>,
        took: Duration,
    ) -> Result<(), ServerError> {
        let sql = match (job.direction, done) {
            (Direction::Downgrade, None) => {
                let mut rows = job.rows.clone();
                if !rows.contains(&job.id) {
                    rows.push(job.id.clone());
                }
                self.table.delete_sql(&rows)
            }
            (Direction::Downgrade, Some(done)) if self.rows.contains_key(&job.id) => {
                // What the row says of the upgrade stays: the downgrade may be given up.
                let pending = Pending { direction: job.direction, done };
                self.table.mark_sql(&job.id, Some(&checksum_of_done(&job.acts, done)), Some(pending))
            }
            (_, done) => {
                let checksum = match done {
                    Some(done) => checksum_of_done(&job.acts, done),
                    None => job.checksum.clone(),
                };
                let record = Record {
                    message: &job.message,
                    checksum: Some(&checksum),
                    duration_ms: Some(u64::try_from(took.as_millis()).unwrap_or(u64::MAX)),
                    pending: done.map(|done| Pending { direction: job.direction, done }),
                    script: done.is_none().then_some(&*job.script),
                };
                match self.rows.contains_key(&job.id) {
                    true => self.table.update_sql(&job.id, record, Utc::now()),
                    false => self.table.insert_sql(&job.id, record, Utc::now()),
                }
            }
        };
        session.execute(&sql).await.map(drop)
    }

    /// How many statements of a job are done, where it was begun and not ended.
    pub fn done(&self, job: &Job) -> usize {
        self.rows.get(&job.id).and_then(|row| row.pending).map_or(0, |pending| pending.done)
    }

    /// Takes back the mark of a job of which no statement is done.
    ///
    /// # Errors
    /// The server's refusal.
    pub async fn forget(&mut self, session: &mut dyn Session, job: &Job) -> Result<(), ServerError> {
        match (job.direction, self.rows.get_mut(&job.id)) {
            (Direction::Upgrade, _) => {
                session.execute(&self.table.delete_sql(std::slice::from_ref(&job.id))).await?;
                self.rows.remove(&job.id);
            }
            (Direction::Downgrade, Some(row)) => {
                session.execute(&self.table.mark_sql(&job.id, row.checksum.as_deref(), None)).await?;
                row.pending = None;
            }
            (Direction::Downgrade, None) => {}
        }
        Ok(())
    }

    /// What [`Ledger::record`] wrote is committed.
    pub fn believe(&mut self, job: &Job, done: Option<usize>) {
        if job.direction == Direction::Downgrade && done.is_none() {
            self.rows.remove(&job.id);
            job.rows.iter().for_each(|row| drop(self.rows.remove(row)));
            return;
        }
        if job.direction == Direction::Downgrade
            && let Some(row) = self.rows.get_mut(&job.id)
        {
            // The checksum of the upgrade is kept for the case that nothing is undone.
            row.pending = done.map(|done| Pending { direction: job.direction, done });
            return;
        }
        let row = VersionRow {
            revision: job.id.clone(),
            message: job.message.clone(),
            checksum: done.map(|done| checksum_of_done(&job.acts, done)),
            applied_at: String::new(),
            duration_ms: None,
            pending: done.map(|done| Pending { direction: job.direction, done }),
        };
        self.rows.insert(job.id.clone(), row);
    }
}

/// Whether the lock that keeps other runs out is the transaction itself.
pub fn lock_lives_in_transaction(engine: Engine) -> bool {
    match engine {
        Engine::Sqlite => true,
        Engine::Postgres | Engine::MySql => false,
    }
}

/// The checksum of the first `done` statements, blind to line ends.
fn checksum_of_done(acts: &Acts, done: usize) -> String {
    let mut hash = Sha256::new();
    for piece in acts.acts.iter().flat_map(|act| &act.pieces).filter(|piece: &&Piece| piece.number <= done) {
        hash.update(piece.sql().replace("\r\n", "\n"));
        hash.update([0]);
    }
    hex::encode(hash.finalize())
}
