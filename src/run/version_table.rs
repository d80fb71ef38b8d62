//! The version table: one row for each applied revision, and the SQL that reads and changes it.
//!
//! A row whose `pending` is set belongs to a revision that was cut off on its way: some of its statements share no
//! transaction with the row, and `statements_done` of them are done. Where a run was cut off in the statement after these,
//! `pending` says that it was begun: it may have taken effect. The checksum is then that of the statements done and begun,
//! so that a script whose statements ahead were corrected can go on, and one in which any of these was edited is refused.
//!
//! A row keeps the script's text as it was when it was applied, so that `verify` can tell what was edited since. It is
//! not read with the rows. A version table made by an older migrate, without that column, gets the column at the next
//! run.
//!
//! The SQL is made as text, so that an offline script can hold the same statements that a run sends. In an offline
//! script the rows are written without the script's text: it would repeat each statement of the script.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::error::RunError;
use crate::config::Config;
use crate::dialect::version_table::{ColumnTypes, Missing, VersionTableSql};
use crate::dialect::{Dialect, ServerError, Session};
use crate::revision::Direction;
use crate::schema::QName;

/// A row of the version table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionRow {
    /// The revision's id.
    pub revision: String,
    /// Its message when it was applied.
    pub message: String,
    /// The checksum of its script when it was applied; none for a stamped one. While it is under way: that of the
    /// statements done.
    pub checksum: Option<String>,
    /// When it was applied, RFC 3339 in UTC.
    pub applied_at: String,
    /// How long its statements took, in milliseconds; none for a stamped one.
    pub duration_ms: Option<u64>,
    /// What it was cut off in, where it was.
    pub pending: Option<Pending>,
    /// The row that a statement in batches had reached, where it was cut off in one: literals, as JSON.
    pub reached: Option<String>,
}

/// How far a revision came that was cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending {
    /// Which of its sections were being run.
    pub direction: Direction,
    /// How many of their statements are done.
    pub done: usize,
    /// Whether the statement after these was begun, so that it may have taken effect.
    pub begun: bool,
}

/// What follows where the next statement changes its rows in batches, before the row that was reached.
const REACHED: &str = ", rows done up to ";

/// What follows the direction where the next statement was begun.
const BEGUN: &str = ", next statement begun";

impl Pending {
    /// `upgrade`; `upgrade, next statement begun`.
    fn text(self) -> String {
        format!("{}{}", self.direction.word(), if self.begun { BEGUN } else { "" })
    }

    fn read(text: &str, done: usize) -> Option<Self> {
        let (word, begun) = match text.strip_suffix(BEGUN) {
            Some(word) => (word, true),
            None => (text, false),
        };
        let direction = [Direction::Upgrade, Direction::Downgrade].into_iter().find(|it| it.word() == word)?;
        Some(Pending { direction, done, begun })
    }

    /// How many statements must stay as they are: those done, and the one that was begun.
    pub fn settled(self) -> usize {
        self.done + usize::from(self.begun)
    }
}

impl VersionRow {
    /// Whether the database counts as having the revision: one that was cut off on its way up does not.
    pub fn is_applied(&self) -> bool {
        self.pending.is_none_or(|pending| pending.direction == Direction::Downgrade)
    }
}

/// What a row holds beside the id.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// The revision's message.
    pub message: &'a str,
    /// See [`VersionRow::checksum`].
    pub checksum: Option<&'a str>,
    /// See [`VersionRow::duration_ms`].
    pub duration_ms: Option<u64>,
    /// See [`VersionRow::pending`].
    pub pending: Option<Pending>,
    /// The text of the script, to be kept; what is there stays where there is none.
    pub script: Option<&'a str>,
}

/// Longer scripts are not kept, in bytes.
const LONGEST_SCRIPT: usize = 256 * 1024;

/// The table, by the name it has on this server.
#[derive(Debug, Clone)]
pub struct VersionTable {
    name: QName,
    dialect: Arc<dyn Dialect>,
    /// Whether the column that keeps the scripts is known to be there.
    keeps: bool,
}

const COLUMNS: &str = "revision, message, checksum, applied_at, duration_ms, pending, statements_done";

impl VersionTable {
    /// The table of a project. Its name is made whole by the connection's namespace, where there are namespaces, so that a
    /// script that changes that (`search_path`) can't make it another table.
    ///
    /// # Errors
    /// The server's refusal; no namespace to put the table in; a `version_schema` where the database has none.
    pub async fn locate(session: &mut dyn Session, config: &Config) -> Result<Self, RunError> {
        let dialect = session.dialect();
        let mut table = Self::unlocated(dialect.clone(), config)?;
        if let (Some(namespaces), None) = (dialect.version_table().namespaces(), &table.name.namespace) {
            let rows = session.rows(namespaces.current()).await?;
            let current = rows.into_iter().flatten().flatten().next();
            table.name.namespace = Some(current.ok_or(RunError::NoSchema)?);
        }
        Ok(table)
    }

    /// The table of a project where no server is asked: by the name of the configuration, as it stands there.
    ///
    /// # Errors
    /// A `version_schema` where the database has none.
    pub fn unlocated(dialect: Arc<dyn Dialect>, config: &Config) -> Result<Self, RunError> {
        let (namespace, name) = (config.migrations.version_schema.clone(), config.migrations.version_table.clone());
        match (dialect.version_table().namespaces(), namespace) {
            (None, Some(schema)) => Err(RunError::VersionSchema { schema, database: dialect.flavor().engine.name() }),
            (_, namespace) => Ok(VersionTable { name: QName { namespace, name }, dialect, keeps: false }),
        }
    }

    /// Its name.
    pub fn name(&self) -> &QName {
        &self.name
    }

    fn sql(&self) -> String {
        self.dialect.qualified(&self.name)
    }

    fn words(&self) -> &dyn VersionTableSql {
        self.dialect.version_table()
    }

    /// All rows; `None` where there is no such table.
    ///
    /// # Errors
    /// The server's refusal; a table of that name that is not a version table.
    pub async fn read(&self, session: &mut dyn Session) -> Result<Option<Vec<VersionRow>>, RunError> {
        let applied_at = self.words().read_instant("applied_at");
        let sql = format!("SELECT {} FROM {}", COLUMNS.replace("applied_at", &applied_at), self.sql());
        match session.rows(&sql).await {
            Ok(rows) => rows.into_iter().map(|row| self.row(row)).collect::<Result<_, _>>().map(Some),
            Err(fault) => match self.words().missing(&fault) {
                Some(Missing::Table) => Ok(None),
                Some(Missing::Column) => Err(RunError::ForeignTable { table: self.name.to_string() }),
                None => Err(fault.into()),
            },
        }
    }

    fn row(&self, row: Vec<Option<String>>) -> Result<VersionRow, RunError> {
        let foreign = || RunError::ForeignTable { table: self.name.to_string() };
        let Ok([revision, message, checksum, applied_at, duration, pending, done]) =
            <[Option<String>; 7]>::try_from(row)
        else {
            return Err(foreign());
        };
        let (pending, reached) = match pending.as_deref().and_then(|text| text.split_once(REACHED)) {
            Some((pending, reached)) => (Some(pending.to_owned()), Some(reached.to_owned())),
            None => (pending, None),
        };
        let pending = match pending.as_deref() {
            None => None,
            Some(text) => {
                let done = done.and_then(|done| done.parse().ok()).ok_or_else(foreign)?;
                Some(Pending::read(text, done).ok_or_else(foreign)?)
            }
        };
        Ok(VersionRow {
            revision: revision.ok_or_else(foreign)?,
            message: message.unwrap_or_default(),
            checksum,
            applied_at: applied_at.unwrap_or_default(),
            duration_ms: duration.and_then(|duration| duration.parse().ok()),
            pending,
            reached,
        })
    }

    /// Makes the table, and the namespace that it is to be in, where they are missing.
    ///
    /// # Errors
    /// The server's refusal.
    pub async fn create(&self, session: &mut dyn Session) -> Result<(), ServerError> {
        if let (Some(namespaces), Some(name)) = (self.words().namespaces(), &self.name.namespace)
            && session.rows(&namespaces.exists(name)).await?.is_empty()
        {
            session.execute(&namespaces.create(name)).await?;
        }
        session.execute(&self.create_sql()).await.map(drop)
    }

    /// The statements that make what is missing of the two, where no server is asked.
    pub fn create_statements(&self) -> Vec<String> {
        let namespace = match (self.words().namespaces(), &self.name.namespace) {
            (Some(namespaces), Some(name)) => Some(namespaces.create_if_missing(name)),
            _ => None,
        };
        namespace.into_iter().chain([self.create_sql()]).collect()
    }

    /// Gives a table of before scripts were kept the column for them. A role that may not do that goes without.
    ///
    /// # Errors
    /// The server's refusal to be asked.
    pub async fn complete(&mut self, session: &mut dyn Session) -> Result<(), ServerError> {
        if self.keeps {
            return Ok(());
        }
        let look = format!("SELECT script FROM {} LIMIT 0", self.sql());
        let there = |result: Result<_, ServerError>| match result {
            Ok(_) => Ok(true),
            Err(fault) if self.words().missing(&fault).is_some() => Ok(false),
            Err(fault) => Err(fault),
        };
        if !there(session.rows(&look).await)? {
            let add = format!("ALTER TABLE {} ADD COLUMN script {}", self.sql(), self.words().types().long_text);
            // Another run may have done it meanwhile.
            let _ = session.execute(&add).await;
            self.keeps = there(session.rows(&look).await)?;
            return Ok(());
        }
        self.keeps = true;
        Ok(())
    }

    /// The scripts that rows keep, by revision; those without one are left out.
    ///
    /// # Errors
    /// The server's refusal.
    pub async fn scripts(
        &self,
        session: &mut dyn Session,
        revisions: &[String],
    ) -> Result<HashMap<String, String>, RunError> {
        if revisions.is_empty() {
            return Ok(HashMap::new());
        }
        let sql = format!("SELECT revision, script FROM {} WHERE {}", self.sql(), self.are(revisions));
        let rows = match session.rows(&sql).await {
            Err(fault) if self.words().missing(&fault).is_some() => Vec::new(),
            rows => rows?,
        };
        let pairs = rows.into_iter().filter_map(|row| match <[Option<String>; 2]>::try_from(row) {
            Ok([Some(revision), Some(script)]) => Some((revision, script)),
            _ => None,
        });
        Ok(pairs.collect())
    }

    /// The statement that makes the table where it is missing.
    fn create_sql(&self) -> String {
        let ColumnTypes { key, text, long_text, instant, integer, options } = self.words().types();
        format!(
            "CREATE TABLE IF NOT EXISTS {} (\n  revision {key} NOT NULL PRIMARY KEY,\n  message {text} NOT NULL,\n  \
             checksum {text},\n  applied_at {instant} NOT NULL,\n  duration_ms {integer},\n  pending {text},\n  \
             statements_done {integer},\n  script {long_text}\n){options}",
            self.sql()
        )
    }

    /// The statement that puts a row in.
    pub fn insert_sql(&self, revision: &str, record: Record<'_>, at: DateTime<Utc>) -> String {
        self.insert(revision, record, &self.instant(at))
    }

    /// The statement that puts a row in, applied when the statement is run.
    pub fn insert_now_sql(&self, revision: &str, record: Record<'_>) -> String {
        self.insert(revision, record, self.words().now())
    }

    fn insert(&self, revision: &str, record: Record<'_>, at: &str) -> String {
        let mut values = vec![
            self.dialect.string(revision),
            self.dialect.string(record.message),
            self.text(record.checksum),
            at.to_owned(),
            number(record.duration_ms),
            self.text(record.pending.map(Pending::text).as_deref()),
            number(record.pending.map(|pending| pending.done)),
        ];
        let mut columns = COLUMNS.to_owned();
        if let Some(script) = self.kept(record.script) {
            columns.push_str(", script");
            values.push(self.dialect.string(script));
        }
        format!("INSERT INTO {} ({columns}) VALUES ({})", self.sql(), values.join(", "))
    }

    /// The text to be kept, if it can be.
    fn kept<'t>(&self, script: Option<&'t str>) -> Option<&'t str> {
        script.filter(|script| self.keeps && script.len() <= LONGEST_SCRIPT && !script.contains('\0'))
    }

    /// The statement that changes a row.
    pub fn update_sql(&self, revision: &str, record: Record<'_>, at: DateTime<Utc>) -> String {
        let script = self.kept(record.script).map(|script| format!(", script = {}", self.dialect.string(script)));
        format!(
            "UPDATE {} SET message = {}, checksum = {}, applied_at = {}, duration_ms = {}, pending = {}, \
             statements_done = {}{} WHERE revision = {}",
            self.sql(),
            self.dialect.string(record.message),
            self.text(record.checksum),
            self.instant(at),
            number(record.duration_ms),
            self.text(record.pending.map(Pending::text).as_deref()),
            number(record.pending.map(|pending| pending.done)),
            script.unwrap_or_default(),
            self.dialect.string(revision),
        )
    }

    /// The statement that takes an edited script for the one that was applied.
    pub fn accept_sql(&self, revision: &str, checksum: &str, script: &str) -> String {
        let script = match (self.keeps, self.kept(Some(script))) {
            (false, _) => String::new(),
            (true, kept) => format!(", script = {}", self.text(kept)),
        };
        let checksum = self.dialect.string(checksum);
        format!(
            "UPDATE {} SET checksum = {checksum}{script} WHERE revision = {}",
            self.sql(),
            self.dialect.string(revision)
        )
    }

    /// The statement that says of a revision that it was applied when another one was.
    pub fn applied_with_sql(&self, revision: &str, other: &str) -> String {
        let (table, revision, other) = (self.sql(), self.dialect.string(revision), self.dialect.string(other));
        // MySQL reads no table that it updates, unless in a derived one.
        format!(
            "UPDATE {table} SET applied_at = (SELECT applied_at FROM \
             (SELECT applied_at FROM {table} WHERE revision = {other}) AS later) WHERE revision = {revision}"
        )
    }

    /// The statement that changes only how far a row's revision is, and the checksum that goes with it.
    pub fn mark_sql(&self, revision: &str, checksum: Option<&str>, pending: Option<Pending>) -> String {
        format!(
            "UPDATE {} SET checksum = {}, pending = {}, statements_done = {} WHERE revision = {}",
            self.sql(),
            self.text(checksum),
            self.text(pending.map(Pending::text).as_deref()),
            number(pending.map(|pending| pending.done)),
            self.dialect.string(revision),
        )
    }

    /// The statement that adds to the mark of a revision which row its statement in batches has reached.
    pub fn reached_sql(&self, revision: &str, pending: Pending, reached: &str) -> String {
        format!(
            "UPDATE {} SET pending = {} WHERE revision = {}",
            self.sql(),
            self.dialect.string(&format!("{}{REACHED}{reached}", pending.text())),
            self.dialect.string(revision),
        )
    }

    /// The statement that takes all rows out.
    pub fn clear_sql(&self) -> String {
        format!("DELETE FROM {}", self.sql())
    }

    /// The statement that takes rows out.
    pub fn delete_sql(&self, revisions: &[String]) -> String {
        format!("DELETE FROM {} WHERE {}", self.sql(), self.are(revisions))
    }

    fn are(&self, revisions: &[String]) -> String {
        let list: Vec<String> = revisions.iter().map(|revision| self.dialect.string(revision)).collect();
        format!("revision IN ({})", list.join(", "))
    }

    fn text(&self, text: Option<&str>) -> String {
        text.map_or_else(|| "NULL".to_owned(), |text| self.dialect.string(text))
    }

    fn instant(&self, at: DateTime<Utc>) -> String {
        self.dialect.string(&self.words().instant(at))
    }
}

fn number<T: ToString>(number: Option<T>) -> String {
    number.map_or_else(|| "NULL".to_owned(), |number| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_under_way_is_read_as_it_is_written() {
        for direction in [Direction::Upgrade, Direction::Downgrade] {
            for begun in [false, true] {
                let pending = Pending { direction, done: 3, begun };
                assert_eq!(Pending::read(&pending.text(), 3), Some(pending));
            }
        }
        assert_eq!(Pending { direction: Direction::Upgrade, done: 3, begun: false }.text(), "upgrade");
        assert_eq!(Pending::read("sidegrade", 0), None);
        assert_eq!(Pending::read("upgraded", 0), None);
    }
}
