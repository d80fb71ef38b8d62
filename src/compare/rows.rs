//! Whether the rows that are there allow the operations: asked before a script is written, so that it does not fail later.

use crate::dialect::{Dialect, Session};
use crate::error::{Fault, Result};
use crate::operation::{Fill, Operation, TypeChange};
use crate::schema::{Column, QName, Schema, Table};

/// Rows that a change would break on.
#[derive(Debug, thiserror::Error)]
pub(super) enum RowsError {
    /// A new column that rows have no value for.
    #[error("column {table}.{column} is NOT NULL and has no default, but {table} has rows")]
    NoValue {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// A column that becomes NOT NULL while rows hold NULL.
    #[error("column {table}.{column} becomes NOT NULL, but {table} has rows where it is NULL")]
    Nulls {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// Values that a column's new type does not hold.
    #[error("column {table}.{column} becomes {ty}, but {}", in_rows(.rows, .words))]
    Misfit {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// Its new type.
        ty: String,
        /// How many rows there are.
        rows: String,
        /// What they hold.
        words: String,
    },
    /// An enum value that goes while rows hold it.
    #[error("enum {name}: the value '{value}' goes, but {table}.{column} has rows that hold it")]
    ValueInUse {
        /// The type.
        name: String,
        /// The value.
        value: String,
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
}

impl Fault for RowsError {
    fn code(&self) -> &'static str {
        match self {
            RowsError::NoValue { .. } | RowsError::Nulls { .. } => "needs-backfill",
            RowsError::ValueInUse { .. } => "enum-value-in-use",
            RowsError::Misfit { .. } => "values-do-not-fit",
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            RowsError::NoValue { column, .. } => format!(
                "give it a default, let it be NULL (\"type?\"), or say what the rows get: {column} = {{ …, backfill = {{ sql = \"…\" }} }}"
            ),
            RowsError::Nulls { column, .. } => {
                format!("say what these rows get: {column} = {{ …, backfill = {{ sql = \"…\" }} }}")
            }
            RowsError::Misfit { column, .. } => {
                format!(
                    "change these rows first, or say how the values pass: {column} = {{ …, using = {{ sql = \"…\" }} }}"
                )
            }
            RowsError::ValueInUse { value, .. } => {
                format!("say what these rows become: replaced_by = {{ {value} = \"…\" }}")
            }
        })
    }
}

/// `3 rows hold values beyond int`
fn in_rows(rows: &str, words: &str) -> String {
    if rows == "1" { format!("1 row holds {words}") } else { format!("{rows} rows hold {words}") }
}

/// The tables, under their names in `schema`, that hold the rows of this one: itself, as SQL has it; but where another server
/// has some of them, each that holds rows of ours by itself. What is another's is not looked at.
fn held_in(table: &QName, schema: &Schema, dialect: &dyn Dialect, before: impl Fn(&QName) -> QName) -> Vec<String> {
    let Some(whole) = schema.table(table) else { return vec![dialect.qualified(&before(table))] };
    let mut found: Vec<&Table> = vec![whole];
    let mut at = 0;
    while let Some(parent) = found.get(at).map(|table| table.name.clone()) {
        let is_child = |one: &&Table| {
            one.parents().any(|other| *other == parent) && !found.iter().any(|known| known.name == one.name)
        };
        let children: Vec<&Table> = schema.tables().filter(is_child).collect();
        found.extend(children);
        at += 1;
    }
    if !found.iter().any(|table| table.is_foreign()) {
        return vec![dialect.qualified(&before(table))];
    }
    let ours = found.iter().filter(|table| !table.is_foreign());
    ours.map(|table| format!("ONLY {}", dialect.qualified(&before(&table.name)))).collect()
}

/// Looks at the rows of the live database; `live` is what is there, with the renames applied.
///
/// # Errors
/// [`RowsError`] at the first operation that rows stand against; a query that fails.
pub async fn allowed_by_rows(
    operations: &[Operation],
    before: impl Fn(&QName, &str) -> (QName, String),
    (live, after): (&Schema, &Schema),
    session: &mut dyn Session,
) -> Result<()> {
    let dialect = session.dialect();
    let held = |table: &QName, column: &str| held_in(table, live, dialect.as_ref(), |table| before(table, column).0);
    for operation in operations.iter().flat_map(Operation::shown) {
        if let Operation::AlterColumn { table, from, to, using: None, .. } = operation
            && let (_, column) = before(table, &from.name)
            && let Some(misfit) = dialect.misfit(&Column { name: column, ..from.clone() }, to, after.table(table))
        {
            for place in held(table, &from.name) {
                let query = format!("SELECT COUNT(*) FROM {place} WHERE {}", misfit.condition);
                let rows = session.rows(&query).await?;
                let count = rows.into_iter().flatten().flatten().next().unwrap_or_default();
                if count != "0" {
                    let (table, column, ty) = (table.to_string(), to.name.clone(), to.ty.clone());
                    return Err(RowsError::Misfit { table, column, ty, rows: count, words: misfit.words }.into());
                }
            }
        }
        match operation {
            Operation::AddColumn { table, column, fill: Fill::Nothing, .. } if !column.fills_itself() => {
                if any(session, &held(table, &column.name), None).await? {
                    let (table, column) = (table.to_string(), column.name.clone());
                    return Err(RowsError::NoValue { table, column }.into());
                }
            }
            Operation::AlterColumn { table, from, to, fill: Fill::Nothing, .. }
                if from.nullable && !to.nullable && !to.not_null.not_valid =>
            {
                let (_, column) = before(table, &from.name);
                let test = format!("{} IS NULL", dialect.quote(&column));
                // One that comes from a parent: it holds its default in all rows, or nothing.
                let comes =
                    |one: &Operation| matches!(one, Operation::AddColumn { column, .. } if column.name == from.name);
                let comes = !from.annotation.origin.is_own() && operations.iter().any(comes);
                let test = Some(test.as_str()).filter(|_| !comes);
                if !(comes && from.default.is_some()) && any(session, &held(table, &from.name), test).await? {
                    return Err(RowsError::Nulls { table: table.to_string(), column: to.name.clone() }.into());
                }
            }
            Operation::AlterType(TypeChange::Enum(change)) => {
                let gone = change.from.values.iter().filter(|value| {
                    !change.to.values.contains(value)
                        && !change.renamed.iter().any(|(old, _)| old == *value)
                        && !change.replaced.iter().any(|(old, _)| old == *value)
                });
                for value in gone {
                    for one in &change.uses {
                        let (_, column) = before(&one.table, &one.before.name);
                        // Where the column cannot hold it, only its default needs the type.
                        let column = dialect.quote(&column);
                        let Some(test) = dialect.holds_enum_value(&column, &one.before.ty, &change.from.name, value)
                        else {
                            continue;
                        };
                        if any(session, &held(&one.table, &one.before.name), Some(&test)).await? {
                            return Err(RowsError::ValueInUse {
                                name: change.to.name.to_string(),
                                value: value.clone(),
                                table: one.table.to_string(),
                                column: one.before.name.clone(),
                            }
                            .into());
                        }
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

async fn any(session: &mut dyn Session, places: &[String], test: Option<&str>) -> Result<bool> {
    let test = test.map_or_else(String::new, |test| format!(" WHERE {test}"));
    for place in places {
        if !session.rows(&format!("SELECT 1 FROM {place}{test} LIMIT 1")).await?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}
