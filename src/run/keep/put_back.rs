//! Puts back what the other direction of a revision lost.
//!
//! Rows that can't be put back fail nothing: they stay in their copy, and that is said. All are tried at once, with foreign keys
//! that are looked at behind them, so that tables that refer to each other come back; where that fails, one after the other, again
//! and again as long as one succeeds.

use super::failed;
use super::registry::Kept;
use super::transfer::{Source, transfer};
use crate::dialect::keep::{StandingTable, changed_column, seen_column};
use crate::dialect::{Dialect, ServerError};
use crate::run::event::Event;
use crate::run::execute::{Execution, ExecutionError};
use crate::run::version_state::PreparedRevision;

const SAVEPOINT: &str = "migrate_put_back";

/// Rows that were put back, of one copy.
struct PutBack {
    rows: u64,
    /// How many of the copy's rows have no row any more, or one that was changed since.
    missed: u64,
    notes: Vec<String>,
}

/// Why rows can't be put back.
enum Obstacle {
    /// What the server said.
    Server(ServerError),
    /// In words.
    Words(String),
}

impl From<ServerError> for Obstacle {
    fn from(fault: ServerError) -> Self {
        Obstacle::Server(fault)
    }
}

impl Obstacle {
    fn words(self) -> String {
        match self {
            Obstacle::Server(fault) => fault.message,
            Obstacle::Words(words) => words,
        }
    }
}

/// Where the rows of a copy are read by the run's own session.
fn readable(dialect: &dyn Dialect, kept: &Kept) -> String {
    if dialect.keep().is_apart() {
        format!("temp.{}", dialect.quote(&format!("kept_{}", kept.copy)))
    } else {
        dialect.keep().copy_name(dialect, &kept.copy)
    }
}

/// The condition that a row `t` of the table and a row `k` of the copy are the same.
fn same_row(dialect: &dyn Dialect, table: &StandingTable, key: &[String]) -> Option<String> {
    let equal: Option<Vec<String>> = key
        .iter()
        .map(|key| {
            let column = table.column(key)?;
            let kept = dialect.keep().restored(&format!("k.{}", dialect.quote(key)), column);
            Some(format!("t.{} = {kept}", dialect.quote(&column.name)))
        })
        .collect();
    equal.filter(|equal| !equal.is_empty()).map(|equal| equal.join(" AND "))
}

impl Execution<'_> {
    /// Before the section of a revision: marks the values that were changed since its other direction gave them another type.
    ///
    /// # Errors
    /// The server's refusal.
    pub(in crate::run) async fn mark_changed(&mut self, prepared: &PreparedRevision) -> Result<(), ExecutionError> {
        let Some(keeper) = self.keeper.as_ref() else { return Ok(()) };
        for kept in keeper.of_other_direction(prepared) {
            let dialect = self.session.dialect();
            let keep = dialect.keep();
            if kept.columns.iter().all(|column| column.retyped.is_none()) {
                continue;
            }
            if keep.is_apart() {
                self.fetch(&kept).await.map_err(failed)?;
            }
            let table = keep.find(&mut *self.session, &kept.later.parts()).await.map_err(failed)?;
            let Some(table) = table else { continue };
            // The roles of the two are changed: it is the copy that is written to.
            let key: Option<Vec<String>> = kept
                .key
                .iter()
                .map(|key| {
                    let column = table.column(key)?;
                    let copied = keep.restored(&format!("t.{}", dialect.quote(key)), column);
                    Some(format!("{copied} = k.{}", dialect.quote(&column.name)))
                })
                .collect();
            let Some(on) = key.filter(|key| !key.is_empty()).map(|key| key.join(" AND ")) else { continue };
            for (at, column) in kept.columns.iter().enumerate() {
                let Some(now) = column.retyped.as_ref().and_then(|name| table.column(name)) else { continue };
                let seen = format!("t.{}", dialect.quote(&seen_column(at)));
                let value = keep.fingerprint(&format!("k.{}", dialect.quote(&now.name)));
                let changed =
                    format!("CASE WHEN {seen} IS NOT NULL AND {} THEN 1 ELSE 0 END", keep.differ(&value, &seen));
                let sets = [(dialect.quote(&changed_column(at)), changed)];
                let sql = keep.update(&readable(&*dialect, &kept), &dialect.qualified(&table.name), &sets, &on);
                self.session.execute(&sql).await.map_err(failed)?;
            }
        }
        Ok(())
    }

    /// Where copies stand apart: fetches one into a temporary table.
    async fn fetch(&mut self, kept: &Kept) -> Result<(), ServerError> {
        let dialect = self.session.dialect();
        let Some(store) = self.keeper.as_mut().and_then(|keeper| keeper.store.as_mut()) else { return Ok(()) };
        let table = readable(&*dialect, kept);
        self.session.execute(&format!("DROP TABLE IF EXISTS {table}")).await?;
        let mut columns = kept.copied.clone();
        for (at, _) in kept.columns.iter().enumerate().filter(|(_, column)| column.retyped.is_some()) {
            columns.extend([seen_column(at), changed_column(at)]);
        }
        let values: Vec<String> = columns.iter().map(|column| dialect.quote(column)).collect();
        let from = dialect.keep().copy_name(&*dialect, &kept.copy);
        let source = Source { from: &from, values: &values, numbered: true };
        transfer(&*dialect, &mut **store, &source, &mut *self.session, &table, &columns, self.stop).await.map(drop)
    }

    /// Behind the section of a revision, in a transaction: puts back what its other direction lost.
    ///
    /// # Errors
    /// Only where the connection is gone, or a savepoint can't be had.
    pub(in crate::run) async fn put_back(&mut self, prepared: &PreparedRevision) -> Result<(), ExecutionError> {
        let Some(keeper) = self.keeper.as_ref() else { return Ok(()) };
        let mut left = keeper.of_other_direction(prepared);
        if left.is_empty() {
            return Ok(());
        }
        let mut put: Vec<(Kept, PutBack)> = Vec::new();
        let mut why: Vec<String> = Vec::new();
        match self.together_or_not(&left).await? {
            Ok(all) => put = left.drain(..).zip(all).collect(),
            Err(_) => loop {
                let mut again = Vec::new();
                why.clear();
                let before = left.len();
                for kept in left {
                    match self.together_or_not(std::slice::from_ref(&kept)).await? {
                        Ok(one) => put.extend(one.into_iter().map(|one| (kept.clone(), one))),
                        Err(obstacle) => {
                            why.push(obstacle.words());
                            again.push(kept);
                        }
                    }
                }
                left = again;
                if left.is_empty() || left.len() == before {
                    break;
                }
            },
        }
        let place = self.keeper.as_ref().map(|keeper| keeper.place.clone()).unwrap_or_default();
        for (kept, PutBack { rows, missed, notes }) in put {
            self.reporter.event(&Event::PutBack { kept: &kept, rows, missed, place: &place });
            notes.into_iter().for_each(|note| self.reporter.event(&Event::Warning(note)));
            if let Some(keeper) = self.keeper.as_mut() {
                keeper.done.push((kept.copy, missed == 0));
            }
        }
        for (kept, why) in left.iter().zip(why) {
            self.reporter.event(&Event::Warning(format!(
                "{} can't be put back: {why}; the rows stay in {place}, as {}",
                kept.what(),
                kept.copy
            )));
        }
        Ok(())
    }

    /// Puts back all of these or none.
    async fn together_or_not(&mut self, all: &[Kept]) -> Result<Result<Vec<PutBack>, Obstacle>, ExecutionError> {
        self.session.execute(&format!("SAVEPOINT {SAVEPOINT}")).await.map_err(failed)?;
        let result = self.put_all(all).await;
        if result.is_err() {
            self.session.execute(&format!("ROLLBACK TO SAVEPOINT {SAVEPOINT}")).await.map_err(failed)?;
        }
        self.session.execute(&format!("RELEASE SAVEPOINT {SAVEPOINT}")).await.map_err(failed)?;
        Ok(result)
    }

    async fn put_all(&mut self, all: &[Kept]) -> Result<Vec<PutBack>, Obstacle> {
        let dialect = self.session.dialect();
        let keep = dialect.keep();
        let mut tables = Vec::new();
        for kept in all {
            let table = keep.find(&mut *self.session, &kept.before.parts()).await?;
            let table = table.ok_or_else(|| Obstacle::Words(format!("there is no table {} now", kept.table)))?;
            tables.push(table);
        }
        let (mut undo, mut results) = (Vec::new(), Vec::new());
        let mut opened: Vec<&StandingTable> = Vec::new();
        let result = async {
            for (kept, table) in all.iter().zip(&tables) {
                let mut notes = Vec::new();
                if !opened.iter().any(|other| other.name == table.name) {
                    let open = keep.open(&mut *self.session, table).await?;
                    undo.extend(open.undo);
                    notes = open.notes;
                    opened.push(table);
                }
                let (rows, missed) = self.put_one(kept, table).await?;
                results.push(PutBack { rows, missed, notes });
            }
            for table in &opened {
                if let Some(broken) = keep.check(&mut *self.session, table).await? {
                    return Err(Obstacle::Words(broken));
                }
                for sql in keep.counters(&mut *self.session, table).await? {
                    self.session.execute(&sql).await?;
                }
            }
            Ok(())
        }
        .await;
        // Of a transaction that failed the server takes nothing, and the savepoint undoes it; a setting is put back by this.
        for sql in undo.iter().rev() {
            let undone = self.session.execute(sql).await;
            if result.is_ok() {
                undone?;
            }
        }
        result.map(|()| results)
    }

    /// The rows of one copy: how many were put back, how many not.
    async fn put_one(&mut self, kept: &Kept, table: &StandingTable) -> Result<(u64, u64), Obstacle> {
        let dialect = self.session.dialect();
        let keep = dialect.keep();
        let source = readable(&*dialect, kept);
        // Before the section it was fetched to be marked, unless that was another run's.
        if keep.is_apart() && self.session.rows(&format!("SELECT 1 FROM {source} LIMIT 0")).await.is_err() {
            self.fetch(kept).await?;
        }
        let target = dialect.qualified(&table.name);
        if kept.is_table() {
            return self.put_rows(kept, table, &target, &source).await;
        }
        let on = same_row(&*dialect, table, &kept.key)
            .ok_or_else(|| Obstacle::Words(format!("{} has no key that tells its rows apart", kept.table)))?;
        let mut most = 0;
        for (at, column) in kept.columns.iter().enumerate() {
            let into = table.column(&column.name).filter(|into| !into.generated);
            let into = into.ok_or_else(|| Obstacle::Words(format!("there is no column {} now", column.name)))?;
            let name = dialect.quote(&into.name);
            let mut sets = vec![(name.clone(), keep.restored(&format!("k.{}", dialect.quote(&column.name)), into))];
            sets.extend(table.columns.iter().filter(|other| other.updates_itself && other.name != into.name).map(
                |other| {
                    let other = dialect.quote(&other.name);
                    (other.clone(), format!("t.{other}"))
                },
            ));
            let unchanged =
                column.retyped.as_ref().map(|_| format!(" AND k.{} = 0", dialect.quote(&changed_column(at))));
            let sql = keep.update(&target, &source, &sets, &format!("{on}{}", unchanged.unwrap_or_default()));
            most = most.max(self.session.execute(&sql).await?);
        }
        Ok((most, kept.rows.saturating_sub(most)))
    }

    /// The rows of a table that is there again.
    async fn put_rows(
        &mut self,
        kept: &Kept,
        table: &StandingTable,
        target: &str,
        source: &str,
    ) -> Result<(u64, u64), Obstacle> {
        let dialect = self.session.dialect();
        let keep = dialect.keep();
        let taken = kept.copied.iter().filter_map(|name| Some((name, table.column(name)?)));
        let taken: Vec<_> = taken.filter(|(_, column)| !column.generated).collect();
        if taken.is_empty() {
            return Err(Obstacle::Words(format!("{} has none of its columns now", kept.table)));
        }
        let names: Vec<String> = taken.iter().map(|(_, column)| dialect.quote(&column.name)).collect();
        let values: Vec<String> =
            taken.iter().map(|(name, column)| keep.restored(&format!("k.{}", dialect.quote(name)), column)).collect();
        let has_rows = format!("SELECT 1 FROM {target} LIMIT 1");
        let mut sql = format!(
            "INSERT INTO {target} ({}){} SELECT {} FROM {source} AS k",
            names.join(", "),
            keep.overriding(),
            values.join(", ")
        );
        if !self.session.rows(&has_rows).await?.is_empty() {
            // The section has put rows in itself: those of the same key are its own.
            let key = table.keys.iter().find(|key| key.iter().all(|column| kept.copied.contains(column)));
            let same = key.and_then(|key| same_row(&*dialect, table, key)).ok_or_else(|| {
                Obstacle::Words(format!("{} has rows already, and no key that tells them apart", kept.table))
            })?;
            sql.push_str(&format!(" WHERE NOT EXISTS (SELECT 1 FROM {target} AS t WHERE {same})"));
        }
        let rows = self.session.execute(&sql).await?;
        Ok((rows, kept.rows.saturating_sub(rows)))
    }
}
