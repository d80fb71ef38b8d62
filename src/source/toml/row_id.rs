//! Rows that are numbered by their key: the one place where the schema file asks which column that is.

use crate::dialect::Dialect;
use crate::schema::Table;

/// Whether a column is what the database numbers the rows by, so that it is never NULL whatever its definition says.
pub(super) fn is_row_id(dialect: &dyn Dialect, table: &Table, column: &str) -> bool {
    dialect.table_rules().numbered_by_key() && table.is_row_id(column)
}
