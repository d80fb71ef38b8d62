//! The version table's rows as this run last read or wrote them.
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
use super::prepare::{PreparedStatements, ScriptStatement};
use super::version_table::{Pending, Record, VersionRow, VersionTable};
use crate::dialect::{ServerError, Session};
use crate::revision::Direction;
use crate::script::checksum_of_text;

/// One revision to be run, whole.
#[derive(Debug, Clone)]
pub struct PreparedRevision {
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
    /// The rows of the version table that go with it when it is undone: its own, or those that it replaces.
    pub rows: Vec<String>,
    /// Upgrade: the revisions that must be applied before. Downgrade: those that must not be applied any more. Of each
    /// its row, or the rows that stand for it.
    pub neighbours: Vec<Vec<String>>,
    /// Its statements.
    pub statements: PreparedStatements,
}

impl PreparedRevision {
    /// Its statements, in order.
    pub(super) fn sql(&self) -> impl Iterator<Item = &str> {
        self.all().map(ScriptStatement::sql)
    }

    /// The place of a statement among them.
    pub(super) fn place(&self, script_statement: &ScriptStatement) -> usize {
        self.all().position(|one| one.number == script_statement.number).unwrap_or_default()
    }

    /// Its statements, in order, with their places.
    pub fn all(&self) -> impl Iterator<Item = &ScriptStatement> {
        self.statements.groups.iter().flat_map(|group| &group.statements)
    }
}

/// How much of a revision is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RevisionProgress {
    /// Not begun.
    NotStarted,
    /// Cut off, after some of its statements or in one.
    PartlyDone(Pending),
    /// Nothing to do any more.
    Done,
}

/// What is recorded of a revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StatementMark {
    /// So many of its statements are done.
    Done(usize),
    /// So many are done, and the next one is begun: from here on it may take effect.
    Begun(usize),
    /// It is done.
    Whole,
}

impl StatementMark {
    fn pending(self, direction: Direction) -> Option<Pending> {
        match self {
            StatementMark::Done(done) => Some(Pending { direction, done, begun: false }),
            StatementMark::Begun(done) => Some(Pending { direction, done, begun: true }),
            StatementMark::Whole => None,
        }
    }
}

/// The version table as this run knows it.
#[derive(Debug)]
pub(super) struct VersionState {
    table: VersionTable,
    rows: BTreeMap<String, VersionRow>,
    /// What [`Session::data_version`] answered last.
    data_version: Option<String>,
    /// The checksums of applied revisions whose rows this run has marked on their way down.
    applied: BTreeMap<String, Option<String>>,
}

impl VersionState {
    /// From the rows read just now. `table` must exist before anything is recorded.
    pub(super) fn new(table: VersionTable, rows: Vec<VersionRow>) -> Self {
        let rows = rows.into_iter().map(|row| (row.revision.clone(), row)).collect();
        VersionState { table, rows, data_version: None, applied: BTreeMap::new() }
    }

    /// Looks, inside the transaction that is about to write or while it is waited for, whether the table still equals the copy
    /// in memory. Where it does not, the copy is replaced. The version of the data is taken before the rows are: what is
    /// written between the two is seen by the next look.
    ///
    /// # Errors
    /// The server's refusal.
    pub(super) async fn unchanged(&mut self, session: &mut dyn Session) -> Result<bool, RunError> {
        let Some(version) = session.data_version().await? else { return Ok(true) };
        if self.data_version.as_ref() == Some(&version) {
            return Ok(true);
        }
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
        self.data_version = Some(version);
        self.rows = rows;
        Ok(same)
    }

    /// How much of a revision is done, if it can be run at all.
    ///
    /// # Errors
    /// The revision was cut off in the other direction; its statements done were edited; what it builds on is gone.
    pub(super) fn progress(&self, prepared: &PreparedRevision) -> Result<RevisionProgress, RunError> {
        let row = prepared.rows.iter().chain([&prepared.id]).find_map(|id| self.rows.get(id));
        let pending = row.and_then(|row| row.pending);
        if let Some(pending) = pending
            && pending.direction != prepared.direction
        {
            return Err(RunError::UnderWay {
                revision: prepared.id.clone(),
                direction: pending.direction,
                done: pending.done,
            });
        }
        let row_is = |id: &String| self.rows.get(id).is_some_and(VersionRow::is_applied);
        let applied = |rows: &Vec<String>| rows.iter().any(row_is);
        let stays = match prepared.direction {
            Direction::Upgrade => prepared.neighbours.iter().all(applied),
            Direction::Downgrade => !prepared.neighbours.iter().any(applied),
        };
        match (row, pending) {
            (Some(_), None) if prepared.direction == Direction::Upgrade => Ok(RevisionProgress::Done),
            (None, _) if prepared.direction == Direction::Downgrade => Ok(RevisionProgress::Done),
            _ if !stays => Err(RunError::ChangedMeanwhile {
                revision: prepared.id.clone(),
                direction: prepared.direction,
                applied: Vec::new(),
            }),
            (Some(row), Some(pending)) => {
                if row.checksum.as_deref() != Some(&checksum_of_first(&prepared.statements, pending.settled())) {
                    return Err(RunError::EditedUnderWay {
                        revision: prepared.id.clone(),
                        done: pending.done,
                        begun: pending.begun,
                        path: prepared.path.clone(),
                    });
                }
                Ok(RevisionProgress::PartlyDone(pending))
            }
            _ => Ok(RevisionProgress::NotStarted),
        }
    }

    /// How far the revision is by its row, where it was begun and not ended.
    pub(super) fn pending(&self, prepared: &PreparedRevision) -> Option<Pending> {
        self.rows.get(&prepared.id).and_then(|row| row.pending)
    }

    /// Records how far the revision is. To be called in the transaction of the last statement that is done, where there is one;
    /// [`VersionState::record_in_memory`] follows once that is committed.
    ///
    /// # Errors
    /// The server's refusal.
    pub(super) async fn record(
        &self,
        session: &mut dyn Session,
        prepared: &PreparedRevision,
        mark: StatementMark,
        took: Duration,
    ) -> Result<(), ServerError> {
        let pending = mark.pending(prepared.direction);
        let checksum = pending.map(|pending| checksum_of_first(&prepared.statements, pending.settled()));
        let sql = match (prepared.direction, pending) {
            (Direction::Downgrade, None) => {
                let mut rows = prepared.rows.clone();
                if !rows.contains(&prepared.id) {
                    rows.push(prepared.id.clone());
                }
                self.table.delete_sql(&rows)
            }
            (Direction::Downgrade, Some(_)) if self.rows.contains_key(&prepared.id) => {
                // What the row says of the upgrade stays: the downgrade may be given up.
                self.table.mark_sql(&prepared.id, checksum.as_deref(), pending)
            }
            _ => {
                let record = Record {
                    message: &prepared.message,
                    checksum: Some(checksum.as_ref().unwrap_or(&prepared.checksum)),
                    duration_ms: Some(u64::try_from(took.as_millis()).unwrap_or(u64::MAX)),
                    pending,
                    script: pending.is_none().then_some(&*prepared.script),
                };
                if self.rows.contains_key(&prepared.id) {
                    self.table.update_sql(&prepared.id, record, Utc::now())
                } else {
                    self.table.insert_sql(&prepared.id, record, Utc::now())
                }
            }
        };
        session.execute(&sql).await.map(drop)
    }

    /// Takes back the mark of a revision of which no statement is done: it is again what it was before it was begun.
    ///
    /// # Errors
    /// The server's refusal.
    pub(super) async fn forget(
        &mut self,
        session: &mut dyn Session,
        prepared: &PreparedRevision,
    ) -> Result<(), RunError> {
        let Some(row) = self.rows.get(&prepared.id).cloned() else { return Ok(()) };
        if prepared.direction == Direction::Upgrade || !prepared.rows.contains(&prepared.id) {
            // There was no row before the mark.
            session.execute(&self.table.delete_sql(std::slice::from_ref(&prepared.id))).await?;
            self.rows.remove(&prepared.id);
            return Ok(());
        }
        // The mark took the place of the checksum of what was applied. Where an earlier run wrote it, the text that was
        // applied still tells the checksum.
        let checksum = if let Some(checksum) = self.applied.get(&prepared.id) {
            checksum.clone()
        } else {
            let text = self.table.scripts(session, std::slice::from_ref(&prepared.id)).await?.remove(&prepared.id);
            let syntax = session.dialect().syntax();
            text.and_then(|text| {
                let text: Arc<str> = text.strip_prefix('\u{feff}').unwrap_or(&text).into();
                checksum_of_text(Path::new(&prepared.path), &text, syntax).ok()
            })
        };
        session.execute(&self.table.mark_sql(&prepared.id, checksum.as_deref(), None)).await?;
        self.rows.insert(prepared.id.clone(), VersionRow { checksum, pending: None, ..row });
        Ok(())
    }

    /// What [`VersionState::record`] wrote is committed.
    pub(super) fn record_in_memory(&mut self, prepared: &PreparedRevision, mark: StatementMark) {
        let pending = mark.pending(prepared.direction);
        if prepared.direction == Direction::Downgrade && pending.is_none() {
            self.rows.remove(&prepared.id);
            prepared.rows.iter().for_each(|row| drop(self.rows.remove(row)));
            return;
        }
        let row = self.rows.entry(prepared.id.clone()).or_insert_with(|| VersionRow {
            revision: prepared.id.clone(),
            message: prepared.message.clone(),
            checksum: None,
            applied_at: String::new(),
            duration_ms: None,
            pending: None,
            reached: None,
        });
        if row.is_applied() && row.pending.is_none() {
            self.applied.insert(prepared.id.clone(), row.checksum.take());
        }
        row.checksum = pending.map(|pending| checksum_of_first(&prepared.statements, pending.settled()));
        row.pending = pending;
        row.reached = None;
    }

    /// The row that the revision's statement in batches had reached.
    pub(super) fn reached(&self, prepared: &PreparedRevision) -> Option<String> {
        self.rows.get(&prepared.id).and_then(|row| row.reached.clone())
    }

    /// Records the row that a statement in batches has reached, of which `done` are done before it; behind [`VersionState::record`], in the
    /// same transaction.
    ///
    /// # Errors
    /// The server's refusal.
    pub(super) async fn record_reached(
        &self,
        session: &mut dyn Session,
        prepared: &PreparedRevision,
        done: usize,
        reached: &str,
    ) -> Result<(), ServerError> {
        let pending = Pending { direction: prepared.direction, done, begun: true };
        session.execute(&self.table.reached_sql(&prepared.id, pending, reached)).await.map(drop)
    }

    /// What [`VersionState::record_reached`] wrote is committed.
    pub(super) fn reached_in_memory(&mut self, prepared: &PreparedRevision, reached: &str) {
        if let Some(row) = self.rows.get_mut(&prepared.id) {
            row.reached = Some(reached.to_owned());
        }
    }
}

/// The checksum of the first `count` statements, blind to line ends.
fn checksum_of_first(statements: &PreparedStatements, count: usize) -> String {
    let mut hash = Sha256::new();
    for script_statement in statements
        .groups
        .iter()
        .flat_map(|group| &group.statements)
        .filter(|script_statement: &&ScriptStatement| script_statement.number <= count)
    {
        hash.update(script_statement.sql().replace("\r\n", "\n"));
        hash.update([0]);
    }
    hex::encode(hash.finalize())
}
