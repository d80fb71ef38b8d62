//! What a database is asked for where rows are kept that a revision is about to lose, and put back by its other direction.
//!
//! A copy of rows is a table in a namespace of its own, [`NAMESPACE`], with the columns that are kept, under their names; for a
//! column that gets another type, two more: what the new type made of the value ([`seen_column`]), and whether that was changed
//! since ([`changed_column`]). Which rows are copied and when is the runner's to say (`run/keep/`); here is how that is spelled.

use super::Dialect;
use super::session::{BoxFuture, ServerError, Session};
use crate::config::filter::KEPT_NAMESPACE;
use crate::schema::QName;

/// Where copies stand: a schema (PostgreSQL), a database (MySQL, MariaDB), a file beside the database (SQLite). It is never part
/// of a comparison.
pub const NAMESPACE: &str = KEPT_NAMESPACE;

/// The copy's column for what became of the value of its column number `at`.
pub fn seen_column(at: usize) -> String {
    format!("_migrate_seen_{at}")
}

/// The copy's column that says whether that was changed since: 1 where it was.
pub fn changed_column(at: usize) -> String {
    format!("_migrate_changed_{at}")
}

/// A table whose rows may be kept, as it is in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingTable {
    /// Its name, with its namespace where there are namespaces.
    pub name: QName,
    /// Its columns, in order.
    pub columns: Vec<StandingColumn>,
    /// What tells its rows apart, the primary key first: columns that are never NULL, unique together.
    pub keys: Vec<Vec<String>>,
    /// Whether a query for its rows must leave out those of its children.
    pub alone: bool,
    /// Whether the server shows this session a part of its rows only.
    pub hides_rows: bool,
    /// SQLite: whether its rows have numbers by which they can be read in pages.
    pub numbered: bool,
}

/// A column of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingColumn {
    /// Its name.
    pub name: String,
    /// Its type, as the database writes it.
    pub ty: String,
    /// Whether the database computes its values.
    pub generated: bool,
    /// Whether its type or its collation is the schema's own, so that a copy would stand in the way of their going: it is
    /// copied as text.
    pub own_type: bool,
    /// Whether an UPDATE that doesn't name it changes it.
    pub updates_itself: bool,
}

impl StandingTable {
    /// The column of this name. Most databases know it by other capitals too.
    pub fn column(&self, name: &str) -> Option<&StandingColumn> {
        let exact = self.columns.iter().find(|column| column.name == name);
        exact.or_else(|| self.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name)))
    }
}

/// What was done before rows are put into a table, and has to be undone behind it.
#[derive(Debug, Clone, Default)]
pub struct Opened {
    /// The statements that undo it.
    pub undo: Vec<String>,
    /// What the user should know.
    pub notes: Vec<String>,
}

/// Keeping rows, in a database's own words.
pub trait Keep: Send + Sync {
    /// Whether copies are another session's to write, since a transaction of this one can't reach them (SQLite).
    fn is_apart(&self) -> bool {
        false
    }

    /// The statements that make the namespace where it is missing.
    fn prepare(&self) -> Vec<String> {
        Vec::new()
    }

    /// What to grant, or to do, where it can't be made.
    fn help(&self) -> &'static str;

    /// A table of the namespace, as SQL.
    fn copy_name(&self, dialect: &dyn Dialect, name: &str) -> String {
        format!("{}.{}", dialect.quote(NAMESPACE), dialect.quote(name))
    }

    /// The query for what tells this database's copies from those of others in the same namespace: empty where there are none.
    fn database(&self) -> &'static str {
        "SELECT ''"
    }

    /// What may stand behind `ALTER TABLE … DROP` and is no column, in upper case.
    fn not_columns(&self) -> &'static [&'static str] {
        &["CONSTRAINT"]
    }

    /// The table that a statement means by a name of these parts; none where there is none, or none whose rows last.
    fn find<'a>(
        &'a self,
        session: &'a mut dyn Session,
        name: &'a [String],
    ) -> BoxFuture<'a, Result<Option<StandingTable>, ServerError>>;

    /// Whether a value that a column's new type doesn't hold is changed with a warning, where it should be refused.
    fn is_lenient<'a>(&'a self, _session: &'a mut dyn Session) -> BoxFuture<'a, Result<bool, ServerError>> {
        Box::pin(async { Ok(false) })
    }

    /// The statements before a copy: nobody may write to the table between the copy and what loses the rows.
    fn lock(&self, _table: &str) -> Vec<String> {
        Vec::new()
    }

    /// The statement that makes a copy: a table by the name `copy` with these columns.
    fn copy(&self, copy: &str, columns: &str, from: &str) -> String {
        format!("CREATE TABLE {copy} AS SELECT {columns} FROM {from}")
    }

    /// The size of a value, in bytes.
    fn bytes(&self, value: &str) -> String;

    /// A value as it is copied.
    fn copied(&self, value: &str, _column: &StandingColumn) -> String {
        value.to_owned()
    }

    /// A copied value as a value of a column.
    fn restored(&self, value: &str, _column: &StandingColumn) -> String {
        value.to_owned()
    }

    /// What tells a value from others of the same column: a text, NULL for NULL.
    fn fingerprint(&self, value: &str) -> String;

    /// A NULL that can hold such a text.
    fn no_fingerprint(&self) -> &'static str;

    /// The condition that two values differ, where either may be NULL.
    fn differ(&self, one: &str, other: &str) -> String;

    /// Changes rows of `target` (known as `t` in what follows) by rows of `source` (known as `k`): `sets` are a column and its
    /// new value each.
    fn update(&self, target: &str, source: &str, sets: &[(String, String)], on: &str) -> String {
        let sets: Vec<String> = sets.iter().map(|(column, value)| format!("{column} = {value}")).collect();
        format!("UPDATE {target} AS t SET {} FROM {source} AS k WHERE {on}", sets.join(", "))
    }

    /// What follows the columns in the INSERT that puts rows back.
    fn overriding(&self) -> &'static str {
        ""
    }

    /// Makes a table take rows as they are: without its triggers, and without foreign keys that look at each row as it comes.
    fn open<'a>(
        &'a self,
        session: &'a mut dyn Session,
        table: &'a StandingTable,
    ) -> BoxFuture<'a, Result<Opened, ServerError>>;

    /// What checks, behind the rows that were put into a table, that its foreign keys hold: a refusal, or rows that break one.
    fn check<'a>(
        &'a self,
        session: &'a mut dyn Session,
        table: &'a StandingTable,
    ) -> BoxFuture<'a, Result<Option<String>, ServerError>>;

    /// The statements that let a table's counters go on behind the rows that were put back.
    fn counters<'a>(
        &'a self,
        _session: &'a mut dyn Session,
        _table: &'a StandingTable,
    ) -> BoxFuture<'a, Result<Vec<String>, ServerError>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    /// Where copies stand apart: a value as the literal that is written there, whatever its type.
    fn literal(&self, value: &str) -> String {
        value.to_owned()
    }
}
