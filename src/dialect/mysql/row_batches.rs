//! How a table is walked by its primary key on MySQL and MariaDB.
//!
//! Row constructors are not looked up in an index there
//! (<https://dev.mysql.com/doc/refman/8.4/en/row-constructor-optimization.html>).

use crate::dialect::row_batches::RowBatches;

use super::quote;

/// Their answers.
pub(super) struct MySqlRowBatches;

/// Schema and name, for a condition on `information_schema`.
fn named(table: &[String]) -> String {
    let (schema, name) = match table {
        [schema, name] => (quote::string(schema), quote::string(name)),
        [.., name] => ("DATABASE()".to_owned(), quote::string(name)),
        [] => ("DATABASE()".to_owned(), "''".to_owned()),
    };
    format!("TABLE_SCHEMA = {schema} AND TABLE_NAME = {name}")
}

impl RowBatches for MySqlRowBatches {
    fn key(&self, table: &[String]) -> String {
        format!(
            "SELECT COLUMN_NAME, quoted, CASE \
             WHEN DATA_TYPE IN ('tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'decimal', 'float', 'double', 'year') THEN quoted \
             WHEN DATA_TYPE IN ('binary', 'varbinary', 'blob', 'tinyblob', 'mediumblob', 'longblob', 'bit') \
             THEN CONCAT('CONCAT(\\'0x\\', HEX(', quoted, '))') \
             ELSE CONCAT('QUOTE(', quoted, ')') END FROM (SELECT COLUMN_NAME, DATA_TYPE, \
             CONCAT('`', REPLACE(COLUMN_NAME, '`', '``'), '`') AS quoted, SEQ_IN_INDEX \
             FROM information_schema.STATISTICS JOIN information_schema.COLUMNS USING (TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME) \
             WHERE {} AND INDEX_NAME = 'PRIMARY') AS key_columns ORDER BY SEQ_IN_INDEX",
            named(table)
        )
    }

    fn rows(&self, table: &[String]) -> Option<String> {
        Some(format!("SELECT TABLE_ROWS FROM information_schema.TABLES WHERE {}", named(table)))
    }

    fn compares_rows(&self) -> bool {
        false
    }
}
