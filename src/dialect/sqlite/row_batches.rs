//! How a table is walked on SQLite: by its row id, or by its primary key where it has none.

use crate::dialect::row_batches::RowBatches;

use super::quote;

/// SQLite's answers.
pub(super) struct SqliteRowBatches;

impl RowBatches for SqliteRowBatches {
    fn key(&self, table: &[String]) -> String {
        let name = table.last().map(|name| quote::string(name)).unwrap_or_default();
        format!(
            "SELECT 'rowid', 'rowid', 'rowid' FROM pragma_table_list({name}) WHERE type = 'table' AND wr = 0 \
             UNION ALL SELECT name, quoted, 'quote(' || quoted || ')' FROM (SELECT name, '\"' || replace(name, '\"', '\"\"') || '\"' AS quoted \
             FROM pragma_table_info({name}) WHERE pk > 0 AND (SELECT wr FROM pragma_table_list({name})) ORDER BY pk)"
        )
    }

    fn rows(&self, _table: &[String]) -> Option<String> {
        None
    }

    fn compares_rows(&self) -> bool {
        true
    }
}
