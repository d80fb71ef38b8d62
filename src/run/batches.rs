//! A statement that changes many rows, some at a time (`batch=10000`): no lock is held for long, and nothing is done twice.
//!
//! The table is walked by its primary key. Each batch is the statement for the next so many rows in the order of the key, in a
//! transaction of its own, with the place reached in it recorded: a run that was cut off goes on behind that place, so that each row that is
//! there is looked at once. What the statement is to do to a row is its own condition's to say; a batch in which no row fulfils it costs a look.

use std::time::Instant;

use super::error::{Cause, RunError};
use super::event::{BatchProgress, Event};
use super::execute::{Execution, ExecutionError, GroupExecution};
use super::limits::Tries;
use super::prepare::ScriptStatement;
use super::session_settings::SavedSettings;
use super::version_state::StatementMark;
use crate::dialect::row_batches::{KeyColumn, WalkedTable, beside, walked};
use crate::script::Batch;
use crate::sql::{RowChange, row_change};

/// What is walked, and how.
struct Walk<'j> {
    script_statement: &'j ScriptStatement,
    change: RowChange,
    table: WalkedTable,
    batch: Batch,
    /// SQL's name of the table.
    name: String,
}

impl Execution<'_> {
    /// Runs a statement in batches, from where an earlier run came (`begun`).
    pub(super) async fn batches(
        &mut self,
        part: &GroupExecution<'_>,
        batch: Batch,
        begun: bool,
        saved: &SavedSettings,
    ) -> Result<(), ExecutionError> {
        let Some(script_statement) = part.statements().next() else { return Ok(()) };
        self.announce(part, script_statement);
        // A statement before it may have been one of those that wait for no time, or for all of it.
        self.usual_limits().await?;
        let walk = self.walk(script_statement, batch).await?;
        let mut reached = if begun { self.reached(part) } else { None };
        let began = Instant::now();
        let mut progress = BatchProgress { of: walk.table.rows, ..BatchProgress::default() };
        loop {
            let mut tries = Tries::first();
            let done = loop {
                match self.one_batch(part, &walk, reached.as_deref(), saved).await {
                    Ok(done) => break done,
                    Err(broken) => self.again(std::slice::from_ref(part), broken, &mut tries).await?,
                }
            };
            progress.looked_at += u64::from(batch.rows);
            progress.changed += done.changed;
            if let Some(cursor) = &done.reached {
                self.reached_in_memory(part, cursor);
            } else {
                self.record_in_memory(part, part.mark);
            }
            reached = done.reached;
            if reached.is_none() {
                return Ok(());
            }
            progress.elapsed = began.elapsed();
            self.reporter.event(&Event::Batch {
                number: script_statement.number,
                of: part.prepared.statements.total,
                table: &walk.name,
                progress,
            });
            self.stop.pause(batch.pause).await.map_err(ExecutionError::Stopped)?;
            if let Some(signal) = self.stop.asked() {
                return Err(ExecutionError::Stopped(signal));
            }
        }
    }

    /// Finds out how the table of a statement is walked.
    async fn walk<'j>(
        &mut self,
        script_statement: &'j ScriptStatement,
        batch: Batch,
    ) -> Result<Walk<'j>, ExecutionError> {
        let dialect = self.session.dialect();
        let syntax = dialect.syntax();
        let refused = |why: &str, help: &str| {
            let place = Box::new(script_statement.place(syntax, None, why));
            ExecutionError::Fault(RunError::NotInBatches { why: why.to_owned(), help: help.to_owned(), place })
        };
        let change = row_change(syntax, script_statement.sql())
            .map_err(|_| refused("is no change of the rows of one table", "see `batch=` in the README"))?;
        let table = walked(&mut *self.session, &change.table).await?;
        if table.key.is_empty() {
            return Err(refused(
                "its table has no primary key",
                "the rows of a table are walked by its primary key: give it one, or change its rows without `batch=`",
            ));
        }
        let is_assigned =
            |column: &KeyColumn| change.assigned.iter().any(|name| name.eq_ignore_ascii_case(&column.name));
        if let Some(column) = table.key.iter().find(|column| is_assigned(column)) {
            let why = format!("it changes `{}`, by which its table is walked", column.name);
            return Err(refused(&why, "change the primary key without `batch=`"));
        }
        let name = change.table.iter().map(|part| dialect.quote(part)).collect::<Vec<_>>().join(".");
        Ok(Walk { script_statement, change, table, batch, name })
    }

    /// One batch behind the row `reached`, and its record, in one transaction.
    async fn one_batch(
        &mut self,
        part: &GroupExecution<'_>,
        walk: &Walk<'_>,
        reached: Option<&str>,
        saved: &SavedSettings,
    ) -> Result<DoneBatch, ExecutionError> {
        self.begin().await?;
        let result = self.batch_body(part, walk, reached, saved).await;
        let result = match result {
            Ok(done) => self.session.commit().await.map(|()| done).map_err(|fault| ExecutionError::Failed {
                prepared: 0,
                script_statement: Some(walk.script_statement.clone()),
                cause: Cause::Server(Box::new(fault)),
            }),
            broken => broken,
        };
        if result.is_err() {
            self.roll_back().await;
        }
        result
    }

    async fn batch_body(
        &mut self,
        part: &GroupExecution<'_>,
        walk: &Walk<'_>,
        reached: Option<&str>,
        saved: &SavedSettings,
    ) -> Result<DoneBatch, ExecutionError> {
        if let Some(version_state) = self.version_state.as_mut()
            && !version_state.unchanged(&mut *self.session).await?
        {
            return Err(ExecutionError::Elsewhere);
        }
        let began = Instant::now();
        let compares_rows = self.session.dialect().row_batches().compares_rows();
        let key = &walk.table.key;
        let behind = match reached {
            Some(cursor) => {
                let literals: Vec<String> = serde_json::from_str(cursor).unwrap_or_default();
                if literals.len() != key.len() {
                    return Err(ExecutionError::Fault(RunError::WalkedByAnotherKey {
                        revision: part.prepared.id.clone(),
                        table: walk.name.clone(),
                    }));
                }
                Some(beside(key, ">", &literals, compares_rows))
            }
            None => None,
        };
        let list = |column: fn(&KeyColumn) -> &str| key.iter().map(column).collect::<Vec<_>>().join(", ");
        let (columns, literals) = (list(|column| &column.sql), list(|column| &column.literal));
        let condition = behind.as_ref().map(|behind| format!(" WHERE {behind}")).unwrap_or_default();
        let next = format!(
            "SELECT {literals} FROM {}{condition} ORDER BY {columns} LIMIT 1 OFFSET {}",
            walk.name,
            walk.batch.rows.saturating_sub(1)
        );
        let last = self.session.rows(&next).await?.into_iter().next();
        let last: Option<Vec<String>> = last.and_then(|row| row.into_iter().collect());
        let up_to = last.as_ref().map(|literals| beside(key, "<=", literals, compares_rows));
        let range: Vec<String> = behind.into_iter().chain(up_to).map(|range| format!("({range})")).collect();
        let sql = walk.script_statement.sql();
        let limited = if range.is_empty() { sql.to_owned() } else { walk.change.limited(sql, &range.join(" AND ")) };
        let changed = self.send_as(0, Some(part.prepared), walk.script_statement, &limited).await?;
        let reached = last.map(|literals| serde_json::to_string(&literals).unwrap_or_default());
        if let Some(cursor) = &reached {
            self.record_reached(part, cursor, part.took + began.elapsed(), saved).await?;
        } else {
            self.record(part, part.mark, part.took + began.elapsed(), saved).await?;
        }
        Ok(DoneBatch { changed, reached })
    }

    /// Records the row that was reached.
    async fn record_reached(
        &mut self,
        part: &GroupExecution<'_>,
        cursor: &str,
        took: std::time::Duration,
        saved: &SavedSettings,
    ) -> Result<(), ExecutionError> {
        let before = done_before(part);
        self.record(part, StatementMark::Begun(before), took, saved).await?;
        if let Some(version_state) = self.version_state.as_ref() {
            version_state.record_reached(&mut *self.session, part.prepared, before, cursor).await?;
        }
        Ok(())
    }

    fn reached(&self, part: &GroupExecution<'_>) -> Option<String> {
        self.version_state.as_ref()?.reached(part.prepared)
    }

    fn reached_in_memory(&mut self, part: &GroupExecution<'_>, cursor: &str) {
        let before = done_before(part);
        self.record_in_memory(part, StatementMark::Begun(before));
        if let Some(version_state) = self.version_state.as_mut() {
            version_state.reached_in_memory(part.prepared, cursor);
        }
    }
}

/// How many statements of the revision are done before the one that is run in batches.
fn done_before(part: &GroupExecution<'_>) -> usize {
    part.statements().next().map_or(0, |one| one.number.saturating_sub(1))
}

/// What a batch did.
struct DoneBatch {
    changed: u64,
    /// The last row that it looked at; None where there is none behind.
    reached: Option<String>,
}
