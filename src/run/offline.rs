//! Offline: a run as a script for the database's own client, without a run.
//!
//! What it holds is what a run sends: the same statements in the same transactions, the rows of the version table, made by
//! the same code. What a run does by looking at the database is put in SQL where SQL can do it: SQLite's foreign keys are
//! counted around a rebuild, and the transaction fails where there are more rows that refer to nothing than before.
//!
//! Only SQL, no command of the client: the script can be read by other tools too. A client goes on behind a failed
//! statement unless it is told not to; the first line says how.

#[cfg(test)]
mod tests;

use std::fmt::Write;
use std::sync::Arc;

use super::chain::Chain;
use super::error::RunError;
use super::keep::may_lose;
use super::planning::{plan, stamp, with_cut_off};
use super::prepare::StatementGroup;
use super::version_state::PreparedRevision;
use super::version_table::{Record, VersionRow, VersionTable};
use crate::config::{Config, Keep, MigrationSettings, TransactionMode};
use crate::dialect::client::Client;
use crate::dialect::{Dialect, driver};
use crate::engine::Engine;
use crate::error::Result;
use crate::revision::{Direction, state_at};
use crate::sql::ended_for_client;

/// What the database has where the script begins.
#[derive(Debug, Clone, Default)]
pub struct OfflineStart {
    rows: Vec<VersionRow>,
    /// Whether the version table is there.
    table: bool,
}

impl OfflineStart {
    /// A database that is at the revision `text` and has nothing else; `base` is one without a version table.
    ///
    /// # Errors
    /// A revision that is none; one that only a database can tell.
    pub fn at(chain: &Chain, text: &str) -> Result<Self> {
        let state = state_at(&chain.graph, text)?;
        let row = |id: String| VersionRow {
            message: chain.graph.get(&id).map(|revision| revision.message.clone()).unwrap_or_default(),
            revision: id,
            checksum: None,
            applied_at: String::new(),
            duration_ms: None,
            pending: None,
            reached: None,
        };
        let rows: Vec<VersionRow> = chain.graph.ids(state.set()).into_iter().map(row).collect();
        Ok(OfflineStart { table: !rows.is_empty(), rows })
    }

    /// A database whose version table has these rows; `None` where there is no such table.
    pub fn of_rows(rows: Option<Vec<VersionRow>>) -> Self {
        OfflineStart { table: rows.is_some(), rows: rows.unwrap_or_default() }
    }
}

/// A script, and what goes with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfflineResult {
    /// The script; empty where there is nothing to do.
    pub sql: String,
    /// The revisions that it applies or undoes, or whose rows it puts in, in order.
    pub revisions: Vec<String>,
    /// What the user should know.
    pub notes: Vec<String>,
}

/// Writes scripts for one project.
#[derive(Debug, Clone)]
pub struct Offline {
    table: VersionTable,
    dialect: Arc<dyn Dialect>,
    client: &'static dyn Client,
    mode: TransactionMode,
    keep: Keep,
}

impl Offline {
    /// For a database of this family.
    ///
    /// # Errors
    /// A `version_schema` where the database has none; a database that this build does not know.
    pub fn new(engine: Engine, config: &Config) -> Result<Self> {
        let driver = driver(engine)?;
        let dialect = driver.offline();
        let table = VersionTable::unlocated(dialect.clone(), config)?;
        let MigrationSettings { transaction: mode, keep, .. } = config.migrations;
        Ok(Offline { table, dialect, client: driver.client(), mode, keep })
    }

    /// The script of `upgrade` or `downgrade` to `target`.
    ///
    /// # Errors
    /// As a run, but for what only the running shows; a revision that a run has left half done.
    pub fn run(
        &self,
        chain: &Chain,
        direction: Direction,
        start: &OfflineStart,
        target: &str,
    ) -> Result<OfflineResult> {
        if let Some((row, pending)) = start.rows.iter().find_map(|row| row.pending.map(|pending| (row, pending))) {
            // What is left of it depends on what an interrupted run has done: only a run can tell.
            let revision = row.revision.clone();
            return Err(RunError::UnderWay { revision, direction: pending.direction, done: pending.done }.into());
        }
        let (plan, applied) = plan(chain, &start.rows, direction, target)?;
        let prepared_revisions = chain.prepared_revisions(&plan, &applied, &*self.dialect, self.mode)?;
        let mut script = OfflineScript::new(self);
        if !prepared_revisions.is_empty() {
            script.prologue();
            if !start.table {
                script.blank();
                script.comment("the version table");
                self.create(&mut script);
            }
        }
        let mut rest = prepared_revisions.as_slice();
        while let Some(prepared) = rest.first() {
            let together = match self.mode {
                TransactionMode::All => {
                    rest.iter().take_while(|prepared| prepared.statements.is_joinable()).count().max(1)
                }
                TransactionMode::Each | TransactionMode::Off => 1,
            };
            match rest.get(..together).filter(|group| group.len() > 1) {
                Some(group) => self.together(&mut script, chain, group),
                None => self.prepared(&mut script, chain, prepared),
            }
            rest = rest.get(together..).unwrap_or_default();
        }
        let mut notes: Vec<String> = plan.notes.iter().map(ToString::to_string).collect();
        // What is to be copied is found out by looking at the database before each statement.
        let lose = |prepared: &&PreparedRevision| {
            self.keep == Keep::Tables && prepared.sql().any(|sql| may_lose(&*self.dialect, sql))
        };
        let losing: Vec<&str> = prepared_revisions.iter().filter(lose).map(|prepared| prepared.id.as_str()).collect();
        if !losing.is_empty() {
            notes.push(format!(
                "the script keeps no rows, whatever `keep` in [migrations] says: back up what {} would lose",
                losing.join(", ")
            ));
        }
        Ok(OfflineResult {
            sql: script.text,
            revisions: prepared_revisions.into_iter().map(|prepared| prepared.id).collect(),
            notes,
        })
    }

    /// The script of `stamp`. With `purge` nothing of `start` counts: the table is emptied.
    ///
    /// # Errors
    /// A target that is none.
    pub fn stamp(&self, chain: &Chain, start: &OfflineStart, targets: &[&str], purge: bool) -> Result<OfflineResult> {
        let rows = if purge { &[][..] } else { start.rows.as_slice() };
        let stamped = stamp(chain, rows, targets, purge)?;
        let (insert, delete) = with_cut_off(chain, rows, targets, stamped.insert, stamped.delete)?;
        let notes = stamped.notes.iter().map(ToString::to_string).collect();
        if insert.is_empty() && delete.is_empty() && !purge {
            return Ok(OfflineResult { notes, ..OfflineResult::default() });
        }
        let mut script = OfflineScript::new(self);
        script.prologue();
        script.blank();
        script.comment(&format!("stamp {}", targets.join(" ")));
        if !start.table {
            self.create(&mut script);
        }
        script.begin();
        if purge {
            script.statement(&self.table.clear_sql());
        } else if !delete.is_empty() {
            script.statement(&self.table.delete_sql(&delete));
        }
        for id in &insert {
            let message = chain.graph.get(id).map(|revision| revision.message.as_str()).unwrap_or_default();
            // A script that cannot be read has no checksum here.
            let checksum = chain.text(id, self.dialect.syntax()).ok().map(|(_, checksum)| checksum);
            let record =
                Record { message, checksum: checksum.as_deref(), duration_ms: None, pending: None, script: None };
            script.statement(&self.table.insert_now_sql(id, record));
        }
        script.commit();
        Ok(OfflineResult { sql: script.text, revisions: insert, notes })
    }

    /// The script of `ensure-version`.
    pub fn ensure_version(&self) -> String {
        let mut script = OfflineScript::new(self);
        self.create(&mut script);
        script.text
    }

    fn create(&self, script: &mut OfflineScript<'_>) {
        self.table.create_statements().iter().for_each(|sql| script.statement(sql));
    }

    /// Jobs of one transaction each, in a single one.
    fn together(&self, script: &mut OfflineScript<'_>, chain: &Chain, prepared_revisions: &[PreparedRevision]) {
        script.blank();
        script.begin();
        for (n, prepared) in prepared_revisions.iter().enumerate() {
            if n > 0 {
                script.blank();
            }
            script.comment(&heading(chain, prepared));
            for group in &prepared.statements.groups {
                script.group_statements(group);
            }
            self.record(script, prepared);
        }
        script.commit();
        prepared_revisions.iter().for_each(|prepared| script.put_back(prepared));
    }

    fn prepared(&self, script: &mut OfflineScript<'_>, chain: &Chain, prepared: &PreparedRevision) {
        script.blank();
        script.comment(&heading(chain, prepared));
        let last = prepared.statements.groups.len().saturating_sub(1);
        for (n, group) in prepared.statements.groups.iter().enumerate() {
            if group.outside || !group.atomic {
                script.group_statements(group);
                if n == last {
                    self.record(script, prepared);
                }
                continue;
            }
            let switch = self.dialect.foreign_key_switch().filter(|_| group.unenforced);
            let counted =
                switch.map(super::super::dialect::foreign_keys::ForeignKeySwitch::counted).unwrap_or_default();
            if let Some(switch) = switch {
                script.statement(switch.off());
            }
            script.begin();
            script.statements(&counted.before);
            script.group_statements(group);
            script.statements(&counted.after);
            if n == last {
                self.record(script, prepared);
            }
            script.commit();
            if let Some(switch) = switch {
                script.statement(switch.on());
            }
        }
        script.put_back(prepared);
    }

    fn record(&self, script: &mut OfflineScript<'_>, prepared: &PreparedRevision) {
        let restore = self.dialect.session_settings().defaults(&prepared.statements.changes);
        restore.before_record.iter().for_each(|sql| script.statement(sql));
        match prepared.direction {
            Direction::Upgrade => {
                let checksum = Some(prepared.checksum.as_str());
                let record =
                    Record { message: &prepared.message, checksum, duration_ms: None, pending: None, script: None };
                script.statement(&self.table.insert_now_sql(&prepared.id, record));
            }
            Direction::Downgrade => script.statement(&self.table.delete_sql(&prepared.rows)),
        }
    }
}

/// `upgrade 1b0c77e2a955 -> 3f2a9c81d4e7: add orders`
fn heading(chain: &Chain, prepared: &PreparedRevision) -> String {
    let parents = match chain.graph.index(&prepared.id).map(|index| &chain.graph.node(index).down) {
        Some(down) if !down.is_empty() => {
            down.iter().map(|parent| chain.graph.id(*parent)).collect::<Vec<_>>().join(", ")
        }
        _ => "base".to_owned(),
    };
    let (from, to) = match prepared.direction {
        Direction::Upgrade => (parents.as_str(), prepared.id.as_str()),
        Direction::Downgrade => (prepared.id.as_str(), parents.as_str()),
    };
    let message = if prepared.message.is_empty() { String::new() } else { format!(": {}", prepared.message) };
    format!("{} {from} -> {to}{message}", prepared.direction.word())
}

/// A script as it grows.
struct OfflineScript<'a> {
    offline: &'a Offline,
    text: String,
}

impl<'a> OfflineScript<'a> {
    fn new(offline: &'a Offline) -> Self {
        OfflineScript { offline, text: String::new() }
    }

    /// How to run it, and what a run sets for its session.
    fn prologue(&mut self) {
        self.comment(&format!("run by: {}", self.offline.client.run_by()));
        self.statements(self.offline.client.settings());
    }

    fn blank(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    fn comment(&mut self, text: &str) {
        let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        // Writing to a string does not fail.
        let _ = writeln!(self.text, "-- {text}");
    }

    fn statement(&mut self, sql: &str) {
        let syntax = self.offline.dialect.syntax();
        let _ = writeln!(self.text, "{}", ended_for_client(syntax, sql));
    }

    fn statements(&mut self, all: &[impl AsRef<str>]) {
        for sql in all {
            self.statement(sql.as_ref());
        }
    }

    fn group_statements(&mut self, group: &StatementGroup) {
        for script_statement in &group.statements {
            self.statement(script_statement.sql());
        }
    }

    fn begin(&mut self) {
        self.statement(self.offline.client.begin());
    }

    fn commit(&mut self) {
        self.statement("COMMIT");
    }

    /// Puts back what a revision has changed of the session, outside of a transaction.
    fn put_back(&mut self, prepared: &PreparedRevision) {
        let restore = self.offline.dialect.session_settings().defaults(&prepared.statements.changes);
        restore.outside.iter().for_each(|sql| self.statement(sql));
    }
}
