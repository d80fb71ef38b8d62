//! Whether the rows that are there allow the operations: asked before a script is written, so that it does not fail later.

use crate::dialect::{Dialect, Session};
use crate::error::{Fault, Result};
use crate::operation::{Fill, Operation, TypeChange};
use crate::schema::QName;

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
    /// Rows whose values another type would not keep, though the server may only warn of it.
    #[error("{count} of the rows of {table} hold a {column} that {to} does not keep (it is {from} now)")]
    Misfits {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// Its type.
        from: String,
        /// The type it is to get.
        to: String,
        /// How many rows.
        count: String,
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
            RowsError::Misfits { .. } => "values-do-not-fit",
            RowsError::ValueInUse { .. } => "enum-value-in-use",
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
            RowsError::Misfits { .. } => {
                "change these rows first, or say how the values are made: `using` beside the type".to_owned()
            }
            RowsError::ValueInUse { value, .. } => {
                format!("say what these rows become: replaced_by = {{ {value} = \"…\" }}")
            }
        })
    }
}

/// Looks at the rows of the live database.
///
/// # Errors
/// [`RowsError`] at the first operation that rows stand against; a query that fails.
pub async fn allowed_by_rows(
    operations: &[Operation],
    before: impl Fn(&QName, &str) -> (QName, String),
    session: &mut dyn Session,
) -> Result<()> {
    let dialect = session.dialect();
    for operation in operations.iter().flat_map(Operation::shown) {
        if let Operation::AlterColumn { table, from, to, using: None, .. } = operation {
            let (old, column) = before(table, &from.name);
            if let Some(test) = dialect.misfits(&dialect.quote(&column), from, to)
                && let Some(count) = count(session, dialect.as_ref(), &old, &test).await?
            {
                let (table, column) = (table.to_string(), to.name.clone());
                let (from, to) = (from.ty.clone(), to.ty.clone());
                return Err(RowsError::Misfits { table, column, from, to, count }.into());
            }
        }
        match operation {
            Operation::AddColumn { table, column, fill: Fill::Nothing, .. } if !column.fills_itself() => {
                let (old, _) = before(table, &column.name);
                if any(session, dialect.as_ref(), &old, None).await? {
                    let (table, column) = (table.to_string(), column.name.clone());
                    return Err(RowsError::NoValue { table, column }.into());
                }
            }
            Operation::AlterColumn { table, from, to, fill: Fill::Nothing, .. } if from.nullable && !to.nullable => {
                let (old, column) = before(table, &from.name);
                let test = format!("{} IS NULL", dialect.quote(&column));
                if any(session, dialect.as_ref(), &old, Some(&test)).await? {
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
                        let (old, column) = before(&one.table, &one.before.name);
                        // Where the column cannot hold it, only its default needs the type.
                        let column = dialect.quote(&column);
                        let Some(test) = dialect.holds_enum_value(&column, &one.before.ty, &change.from.name, value)
                        else {
                            continue;
                        };
                        if any(session, dialect.as_ref(), &old, Some(&test)).await? {
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

/// How many rows meet a condition, where any do.
async fn count(session: &mut dyn Session, dialect: &dyn Dialect, table: &QName, test: &str) -> Result<Option<String>> {
    let query = format!("SELECT CAST(count(*) AS CHAR(20)) FROM {} WHERE {test}", dialect.qualified(table));
    let rows = session.rows(&query).await?;
    let found = rows.into_iter().flatten().flatten().next();
    Ok(found.map(|text| text.trim().to_owned()).filter(|text| text != "0"))
}

async fn any(session: &mut dyn Session, dialect: &dyn Dialect, table: &QName, test: Option<&str>) -> Result<bool> {
    let test = test.map_or_else(String::new, |test| format!(" WHERE {test}"));
    let query = format!("SELECT 1 FROM {}{test} LIMIT 1", dialect.qualified(table));
    Ok(!session.rows(&query).await?.is_empty())
}
