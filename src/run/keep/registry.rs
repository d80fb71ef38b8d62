//! The registry of what is kept: a row for each copy, beside the copies.

use chrono::Utc;
use serde_json::{Value, json};

use crate::dialect::keep::NAMESPACE;
use crate::dialect::session::Row;
use crate::dialect::version_table::{ColumnTypes, Missing};
use crate::dialect::{Dialect, ServerError, Session};
use crate::revision::Direction;
use crate::schema::QName;

/// The registry's name in [`NAMESPACE`]. A copy's name has a `_` before its table's.
const REGISTRY: &str = "registry";

const COLUMNS: &str = "copy, database_name, revision, direction, statement, table_name, column_names, detail, row_count, bytes, kept_at, state";

/// What a copy is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptState {
    /// Its rows are put back by the other direction of its revision.
    Kept,
    /// That was done, and not for all of its rows: it is there for a person to look at.
    PutBackInPart,
    /// The same statement was run once more, with a copy of its own.
    Replaced,
}

impl KeptState {
    const ALL: [KeptState; 3] = [KeptState::Kept, KeptState::PutBackInPart, KeptState::Replaced];

    /// In a word or two.
    pub fn words(self) -> &'static str {
        match self {
            KeptState::Kept => "kept",
            KeptState::PutBackInPart => "put back in part",
            KeptState::Replaced => "replaced",
        }
    }
}

/// A copy of rows that a revision lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The copy's own name.
    pub copy: String,
    /// What tells this database's copies from others' in the same namespace.
    pub(super) database: String,
    /// The revision.
    pub revision: String,
    /// The direction that lost the rows: the other one puts them back.
    pub direction: Direction,
    /// The statement's number in the revision, from 1.
    pub statement: usize,
    /// The table, as it is usually called: by the name that it had before the revision was run.
    pub table: String,
    /// That name.
    pub(super) before: QName,
    /// The name that it had behind it.
    pub(super) later: QName,
    /// The columns that were lost; none where the table was.
    pub columns: Vec<KeptColumn>,
    /// All columns that the copy has.
    pub(super) copied: Vec<String>,
    /// Those that tell its rows apart; none where nothing does, or where the table was lost.
    pub(super) key: Vec<String>,
    /// How many rows.
    pub rows: u64,
    /// How many bytes their values have.
    pub bytes: u64,
    /// When, RFC 3339 in UTC.
    pub kept_at: String,
    /// What it is there for.
    pub state: KeptState,
}

/// A column that was lost, or whose values were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptColumn {
    /// Its name before.
    pub name: String,
    /// Its type before, as the database writes it.
    pub ty: String,
    /// Its name behind it, where it got another type.
    pub(super) retyped: Option<String>,
}

impl Kept {
    /// The whole table, not only columns of it.
    pub fn is_table(&self) -> bool {
        self.columns.is_empty()
    }

    /// What it is of, for people: `table orders`, `columns a, b of orders`.
    pub fn what(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|column| column.name.as_str()).collect();
        match names.as_slice() {
            [] => format!("table {}", self.table),
            [only] => format!("column {only} of {}", self.table),
            names => format!("columns {} of {}", names.join(", "), self.table),
        }
    }

    fn detail(&self) -> Value {
        let columns: Vec<Value> = self
            .columns
            .iter()
            .map(|column| json!({ "name": column.name, "type": column.ty, "retyped": column.retyped }))
            .collect();
        json!({
            "namespace": self.before.namespace,
            "before": self.before.name,
            "later": self.later.name,
            "columns": columns,
            "copied": self.copied,
            "key": self.key,
        })
    }

    fn of_row(row: Row) -> Option<Self> {
        let [copy, database, revision, direction, statement, table, _, detail, rows, bytes, kept_at, state] =
            <[Option<String>; 12]>::try_from(row).ok()?;
        let state = state?;
        let direction = direction?;
        let direction = [Direction::Upgrade, Direction::Downgrade].into_iter().find(|it| it.word() == direction)?;
        let detail: Value = serde_json::from_str(&detail?).ok()?;
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let texts = |key: &str| -> Vec<String> {
            detail.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(text).collect()
        };
        let columns = detail.get("columns").and_then(Value::as_array).into_iter().flatten();
        let columns = columns.filter_map(|column| {
            Some(KeptColumn {
                name: column.get("name").and_then(text)?,
                ty: column.get("type").and_then(text)?,
                retyped: column.get("retyped").and_then(text),
            })
        });
        let namespace = detail.get("namespace").and_then(text);
        Some(Kept {
            copy: copy?,
            database: database.unwrap_or_default(),
            revision: revision?,
            direction,
            statement: statement?.parse().ok()?,
            table: table?,
            before: QName { namespace: namespace.clone(), name: detail.get("before").and_then(text)? },
            later: QName { namespace, name: detail.get("later").and_then(text)? },
            columns: columns.collect(),
            copied: texts("copied"),
            key: texts("key"),
            rows: rows?.parse().ok()?,
            bytes: bytes?.parse().ok()?,
            kept_at: kept_at.unwrap_or_default(),
            state: KeptState::ALL.into_iter().find(|one| one.words() == state)?,
        })
    }
}

/// What a table is usually called: without the namespace that names without one are in.
pub(super) fn usual_name(dialect: &dyn Dialect, database: &str, name: &QName) -> String {
    let usual = dialect.default_namespace().unwrap_or(database);
    match &name.namespace {
        Some(namespace) if namespace != usual => format!("{namespace}.{}", name.name),
        _ => name.name.clone(),
    }
}

/// The copies of this database, the oldest first. None where there is no registry.
///
/// # Errors
/// The server's refusal.
pub(super) async fn read(session: &mut dyn Session, database: &str) -> Result<Vec<Kept>, ServerError> {
    let dialect = session.dialect();
    let columns = COLUMNS.replace("kept_at", &dialect.version_table().read_instant("kept_at"));
    let sql = format!(
        "SELECT {columns} FROM {} WHERE database_name = {} ORDER BY kept_at, revision, statement, copy",
        name(&*dialect),
        dialect.string(database)
    );
    match session.rows(&sql).await {
        Ok(rows) => Ok(rows.into_iter().filter_map(Kept::of_row).collect()),
        Err(fault) if dialect.version_table().missing(&fault) == Some(Missing::Table) => Ok(Vec::new()),
        Err(fault) => Err(fault),
    }
}

/// The statements that make the namespace and the registry where they are missing.
pub(super) fn create(dialect: &dyn Dialect) -> Vec<String> {
    let ColumnTypes { key, text, long_text, instant, integer, options } = dialect.version_table().types();
    let table = format!(
        "CREATE TABLE IF NOT EXISTS {} (\n  copy {key} NOT NULL PRIMARY KEY,\n  database_name {text} NOT NULL,\n  \
         revision {text} NOT NULL,\n  direction {text} NOT NULL,\n  statement {integer} NOT NULL,\n  \
         table_name {text} NOT NULL,\n  column_names {text} NOT NULL,\n  detail {long_text} NOT NULL,\n  \
         row_count {integer} NOT NULL,\n  bytes {integer} NOT NULL,\n  kept_at {instant} NOT NULL,\n  state {text} NOT NULL\n){options}",
        name(dialect)
    );
    dialect.keep().prepare().into_iter().chain([table]).collect()
}

/// The statements that put a copy into the registry, in place of one by its name.
pub(super) fn insert(dialect: &dyn Dialect, kept: &Kept) -> Vec<String> {
    let text = |text: &str| dialect.string(text);
    let names: Vec<&str> = kept.columns.iter().map(|column| column.name.as_str()).collect();
    let values = [
        text(&kept.copy),
        text(&kept.database),
        text(&kept.revision),
        text(kept.direction.word()),
        kept.statement.to_string(),
        text(&kept.table),
        text(&names.join(", ")),
        text(&kept.detail().to_string()),
        kept.rows.to_string(),
        kept.bytes.to_string(),
        text(&dialect.version_table().instant(Utc::now())),
        text(kept.state.words()),
    ];
    vec![
        delete(dialect, &kept.copy),
        format!("INSERT INTO {} ({COLUMNS}) VALUES ({})", name(dialect), values.join(", ")),
    ]
}

/// The statement that takes a copy out of the registry.
pub(super) fn delete(dialect: &dyn Dialect, copy: &str) -> String {
    format!("DELETE FROM {} WHERE copy = {}", name(dialect), dialect.string(copy))
}

/// The statement that says what a copy is there for from now on.
pub(super) fn set_state(dialect: &dyn Dialect, copy: &str, state: KeptState) -> String {
    let (state, copy) = (dialect.string(state.words()), dialect.string(copy));
    format!("UPDATE {} SET state = {state} WHERE copy = {copy}", name(dialect))
}

/// The statements that remove a copy.
pub(super) fn remove(dialect: &dyn Dialect, copy: &str) -> [String; 2] {
    let table = dialect.keep().copy_name(dialect, copy);
    [format!("DROP TABLE IF EXISTS {table}"), delete(dialect, copy)]
}

fn name(dialect: &dyn Dialect) -> String {
    dialect.keep().copy_name(dialect, REGISTRY)
}

/// Where copies stand, for people: `migrate_kept`, or the file.
pub(super) fn place(dialect: &dyn Dialect, file: Option<&std::path::Path>) -> String {
    match file {
        Some(file) if dialect.keep().is_apart() => file.display().to_string(),
        _ => NAMESPACE.to_owned(),
    }
}
