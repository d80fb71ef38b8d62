//! What walking a table by its key asks of a database: the columns of the key, their values as literals, how many rows there are.

use super::ServerError;
use super::session::{BoxFuture, Session};

/// A column of the key that a table is walked by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyColumn {
    /// Its name as the database stores it.
    pub name: String,
    /// Its name in SQL.
    pub sql: String,
    /// The expression that answers its value as a literal.
    pub literal: String,
}

/// A table to be walked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WalkedTable {
    /// The primary key, or SQLite's row id; empty where there is none.
    pub key: Vec<KeyColumn>,
    /// About how many rows there are, where that costs nothing to know.
    pub rows: Option<u64>,
}

/// What a database answers of it.
pub trait RowBatches: Send + Sync {
    /// The query for the columns of the key, in order: a row each, with its name, its name in SQL and its value's literal; `table` is
    /// the name in parts.
    fn key(&self, table: &[String]) -> String;

    /// The query for about how many rows there are, where it costs nothing.
    fn rows(&self, table: &[String]) -> Option<String>;

    /// Whether `(a, b) > (1, 2)` is looked up in an index.
    fn compares_rows(&self) -> bool;
}

/// Asks for what there is to know of a table.
pub fn walked<'a>(
    session: &'a mut dyn Session,
    table: &'a [String],
) -> BoxFuture<'a, Result<WalkedTable, ServerError>> {
    Box::pin(async move {
        let dialect = session.dialect();
        let batches = dialect.row_batches();
        let columns = session.rows(&batches.key(table)).await?.into_iter();
        let key = columns.filter_map(|row| match <[Option<String>; 3]>::try_from(row) {
            Ok([Some(name), Some(sql), Some(literal)]) => Some(KeyColumn { name, sql, literal }),
            _ => None,
        });
        let key = key.collect();
        let rows = match batches.rows(table) {
            Some(sql) => session.rows(&sql).await?.into_iter().flatten().flatten().next(),
            None => None,
        };
        Ok(WalkedTable { key, rows: rows.and_then(|rows| rows.parse().ok()) })
    })
}

/// The condition that holds of the rows whose key is behind (`>`) or up to (`<=`) these literals.
pub fn beside(key: &[KeyColumn], operator: &str, literals: &[String], compares_rows: bool) -> String {
    let pairs: Vec<(&str, &str)> =
        key.iter().map(|column| column.sql.as_str()).zip(literals.iter().map(String::as_str)).collect();
    if let [(column, literal)] = pairs.as_slice() {
        return format!("{column} {operator} {literal}");
    }
    if compares_rows {
        let list = |part: fn(&(&'_ str, &'_ str)) -> String| pairs.iter().map(part).collect::<Vec<_>>().join(", ");
        return format!("({}) {operator} ({})", list(|pair| pair.0.to_owned()), list(|pair| pair.1.to_owned()));
    }
    // `a >= 1 AND (a > 1 OR (a = 1 AND b > 2))`
    let strict = &operator[..1];
    let mut condition = String::new();
    for (n, (column, literal)) in pairs.iter().enumerate().rev() {
        let last = n + 1 == pairs.len();
        condition = if last {
            format!("{column} {operator} {literal}")
        } else {
            format!("({column} {strict} {literal} OR ({column} = {literal} AND {condition}))")
        };
    }
    match pairs.first() {
        Some((column, literal)) => format!("{column} {strict}= {literal} AND {condition}"),
        None => condition,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_compared_column_by_column_where_rows_are_not() {
        let column = |name: &str| KeyColumn { name: name.into(), sql: name.into(), literal: name.into() };
        let key = [column("a"), column("b")];
        let literals = ["1".to_owned(), "'x'".to_owned()];
        assert_eq!(beside(&key, ">", &literals, true), "(a, b) > (1, 'x')");
        assert_eq!(beside(&key, ">", &literals, false), "a >= 1 AND (a > 1 OR (a = 1 AND b > 'x'))");
        assert_eq!(beside(&key, "<=", &literals, false), "a <= 1 AND (a < 1 OR (a = 1 AND b <= 'x'))");
        assert_eq!(beside(&key[..1], "<=", &literals[..1], false), "a <= 1");
    }
}
