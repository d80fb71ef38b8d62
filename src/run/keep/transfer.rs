//! Rows from one session's database to another's, by way of the program, as literals.

use super::stopped;
use crate::dialect::{Dialect, ServerError, Session};
use crate::run::stop::Stop;

/// How many rows are read, and written, at a time.
const PAGE: usize = 500;

/// What is read: expressions, each for a column of the same place.
pub(super) struct Source<'a> {
    /// The table, as SQL.
    pub from: &'a str,
    /// What is read of a row.
    pub values: &'a [String],
    /// Whether the rows have numbers.
    pub numbered: bool,
}

/// Makes `table` with these columns and the rows of `source`. SQLite's columns need no type: without one, each value stays as
/// it is.
///
/// # Errors
/// What either database refuses.
pub(super) async fn transfer(
    dialect: &dyn Dialect,
    from: &mut dyn Session,
    source: &Source<'_>,
    to: &mut dyn Session,
    table: &str,
    columns: &[String],
    stop: &Stop,
) -> Result<u64, ServerError> {
    let names: Vec<String> = columns.iter().map(|column| dialect.quote(column)).collect();
    to.execute(&format!("CREATE TABLE {table} ({})", names.join(", "))).await?;
    let literals: Vec<String> = source.values.iter().map(|value| dialect.keep().literal(value)).collect();
    let literals = literals.join(", ");
    let (mut count, mut last) = (0_u64, None::<String>);
    loop {
        if let Some(signal) = stop.asked() {
            return Err(stopped(signal));
        }
        let sql = match (source.numbered, &last) {
            (true, Some(last)) => format!(
                "SELECT _rowid_, {literals} FROM {} WHERE _rowid_ > {last} ORDER BY _rowid_ LIMIT {PAGE}",
                source.from
            ),
            (true, None) => format!("SELECT _rowid_, {literals} FROM {} ORDER BY _rowid_ LIMIT {PAGE}", source.from),
            (false, _) => format!("SELECT NULL, {literals} FROM {} LIMIT {PAGE} OFFSET {count}", source.from),
        };
        let rows = from.rows(&sql).await?;
        let read = rows.len();
        let mut tuples = Vec::with_capacity(read);
        for row in rows {
            let mut values = row.into_iter();
            last = values.next().flatten();
            let values: Vec<String> = values.map(|value| value.unwrap_or_else(|| "NULL".to_owned())).collect();
            tuples.push(format!("({})", values.join(", ")));
        }
        if !tuples.is_empty() {
            to.execute(&format!("INSERT INTO {table} VALUES {}", tuples.join(", "))).await?;
        }
        count += read as u64;
        if read < PAGE {
            return Ok(count);
        }
    }
}
