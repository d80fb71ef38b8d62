//! The version table on SQLite.

use crate::dialect::ServerError;
use crate::dialect::version_table::{ColumnTypes, Missing, VersionTableSql};

/// SQLite's words.
pub(super) struct SqliteVersionTable;

impl VersionTableSql for SqliteVersionTable {
    /// Instants are texts that sort as they follow each other.
    fn types(&self) -> ColumnTypes {
        ColumnTypes {
            key: "text",
            text: "text",
            long_text: "text",
            instant: "text",
            integer: "integer",
            options: " WITHOUT ROWID",
        }
    }

    fn now(&self) -> &'static str {
        "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
    }

    fn read_instant(&self, column: &str) -> String {
        column.to_owned()
    }

    /// By the message: SQLite has one code (`SQLITE_ERROR`) for whatever is wrong with a statement.
    fn missing(&self, fault: &ServerError) -> Option<Missing> {
        if fault.message.contains("no such table") {
            return Some(Missing::Table);
        }
        fault.message.contains("no such column").then_some(Missing::Column)
    }
}
