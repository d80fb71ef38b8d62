//! What this run believes that the version table holds, kept true while it writes.
//!
//! Where a lock keeps other runs out for the whole of a run, belief is enough. Where only each transaction is a lock
//! ([`Session::data_version`]), it first looks whether another connection wrote, and then reads the table again.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use sha2::{Digest, Sha256};

use super::error::RunError;
use super::prepare::{Acts, Piece};
use super::version_table::{Pending, Record, VersionRow, VersionTable};
use crate::dialect::{ServerError, Session};
use crate::revision::Direction;
use crate::script::checksum_of_text;

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
    /// Cut off, after some of its statements or in one.
    Partly(Pending),
    /// Nothing to do any more.
    Done,
}

/// What is recorded of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// So many of its statements are done.
    Done(usize),
    /// So many are done, and the next one is begun: from here on it may take effect.
    Begun(usize),
    /// It is done.
    Whole,
}

impl Mark {
    fn pending(self, direction: Direction) -> Option<Pending> {
        match self {
            Mark::Done(done) => Some(Pending { direction, done, begun: false }),
            Mark::Begun(done) => Some(Pending { direction, done, begun: true }),
            Mark::Whole => None,
        }
    }
}

/// The version table as this run knows it.
#[derive(Debug)]
pub struct Ledger {
    table: VersionTable,
    rows: BTreeMap<String, VersionRow>,
    /// What [`Session::data_version`] answered last.
    data_version: Option<String>,
    /// The checksums of applied revisions whose rows this run has marked on their way down.
    applied: BTreeMap<String, Option<String>>,
}

impl Ledger {
    /// From the rows read just now. `table` must exist before anything is recorded.
    pub fn new(table: VersionTable, rows: Vec<VersionRow>) -> Self {
        let rows = rows.into_iter().map(|row| (row.revision.clone(), row)).collect();
        Ledger { table, rows, data_version: None, applied: BTreeMap::new() }
    }

    /// Looks, inside the transaction that is about to write, whether the table still holds what is believed. Where it
    /// does not, belief follows the table.
    ///
    /// # Errors
    /// The server's refusal.
    pub async fn unchanged(&mut self, session: &mut dyn Session) -> Result<bool, RunError> {
        let Some(version) = session.data_version().await? else { return Ok(true) };
        if self.data_version.as_ref() == Some(&version) {
            return Ok(true);
        }
        self.data_version = Some(version);
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
                if row.checksum.as_deref() != Some(&checksum_of_first(&job.acts, pending.settled())) {
                    return Err(RunError::EditedUnderWay {
                        revision: job.id.clone(),
                        done: pending.done,
                        begun: pending.begun,
                        path: job.path.clone(),
                    });
                }
                Ok(Standing::Partly(pending))
            }
            _ => Ok(Standing::Fresh),
        }
    }

    /// How far the job is by its row, where it was begun and not ended.
    pub fn pending(&self, job: &Job) -> Option<Pending> {
        self.rows.get(&job.id).and_then(|row| row.pending)
    }

    /// Records how far the job is. To be called in the transaction of the last statement that is done, where there is one;
    /// [`Ledger::believe`] follows once that is committed.
    ///
    /// # Errors
    /// The server's refusal.
    pub async fn record(
        &self,
        session: &mut dyn Session,
        job: &Job,
        mark: Mark,
        took: Duration,
    ) -> Result<(), ServerError> {
        let pending = mark.pending(job.direction);
        let checksum = pending.map(|pending| checksum_of_first(&job.acts, pending.settled()));
        let sql = match (job.direction, pending) {
            (Direction::Downgrade, None) => {
                let mut rows = job.rows.clone();
                if !rows.contains(&job.id) {
                    rows.push(job.id.clone());
                }
                self.table.delete_sql(&rows)
            }
            (Direction::Downgrade, Some(_)) if self.rows.contains_key(&job.id) => {
                // What the row says of the upgrade stays: the downgrade may be given up.
                self.table.mark_sql(&job.id, checksum.as_deref(), pending)
            }
            _ => {
                let record = Record {
                    message: &job.message,
                    checksum: Some(checksum.as_ref().unwrap_or(&job.checksum)),
                    duration_ms: Some(u64::try_from(took.as_millis()).unwrap_or(u64::MAX)),
                    pending,
                    script: pending.is_none().then_some(&*job.script),
                };
                match self.rows.contains_key(&job.id) {
                    true => self.table.update_sql(&job.id, record, Utc::now()),
                    false => self.table.insert_sql(&job.id, record, Utc::now()),
                }
            }
        };
        session.execute(&sql).await.map(drop)
    }

    /// Takes back the mark of a job of which no statement is done: it is again what it was before it was begun.
    ///
    /// # Errors
    /// The server's refusal.
    pub async fn forget(&mut self, session: &mut dyn Session, job: &Job) -> Result<(), RunError> {
        let Some(row) = self.rows.get(&job.id).cloned() else { return Ok(()) };
        if job.direction == Direction::Upgrade || !job.rows.contains(&job.id) {
            // There was no row before the mark.
            session.execute(&self.table.delete_sql(std::slice::from_ref(&job.id))).await?;
            self.rows.remove(&job.id);
            return Ok(());
        }
        // The mark took the place of the checksum of what was applied. Where an earlier run wrote it, the text that was
        // applied still tells the checksum.
        let checksum = match self.applied.get(&job.id) {
            Some(checksum) => checksum.clone(),
            None => {
                let text = self.table.scripts(session, std::slice::from_ref(&job.id)).await?.remove(&job.id);
                let syntax = session.dialect().syntax();
                text.and_then(|text| {
                    let text: Arc<str> = text.strip_prefix('\u{feff}').unwrap_or(&text).into();
                    checksum_of_text(Path::new(&job.path), &text, syntax).ok()
                })
            }
        };
        session.execute(&self.table.mark_sql(&job.id, checksum.as_deref(), None)).await?;
        self.rows.insert(job.id.clone(), VersionRow { checksum, pending: None, ..row });
        Ok(())
    }

    /// What [`Ledger::record`] wrote is committed.
    pub fn believe(&mut self, job: &Job, mark: Mark) {
        let pending = mark.pending(job.direction);
        if job.direction == Direction::Downgrade && pending.is_none() {
            self.rows.remove(&job.id);
            job.rows.iter().for_each(|row| drop(self.rows.remove(row)));
            return;
        }
        let row = self.rows.entry(job.id.clone()).or_insert_with(|| VersionRow {
            revision: job.id.clone(),
            message: job.message.clone(),
            checksum: None,
            applied_at: String::new(),
            duration_ms: None,
            pending: None,
        });
        if row.is_applied() && row.pending.is_none() {
            self.applied.insert(job.id.clone(), row.checksum.take());
        }
        row.checksum = pending.map(|pending| checksum_of_first(&job.acts, pending.settled()));
        row.pending = pending;
    }
}

/// The checksum of the first `count` statements, blind to line ends.
fn checksum_of_first(acts: &Acts, count: usize) -> String {
    let mut hash = Sha256::new();
    for piece in acts.acts.iter().flat_map(|act| &act.pieces).filter(|piece: &&Piece| piece.number <= count) {
        hash.update(piece.sql().replace("\r\n", "\n"));
        hash.update([0]);
    }
    hex::encode(hash.finalize())
}
