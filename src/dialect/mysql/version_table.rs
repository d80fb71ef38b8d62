//! The version table on MySQL and MariaDB.

use crate::dialect::ServerError;
use crate::dialect::version_table::{ColumnTypes, Missing, VersionTableSql};

/// Their words.
pub(super) struct MySqlVersionTable;

impl VersionTableSql for MySqlVersionTable {
    fn types(&self) -> ColumnTypes {
        ColumnTypes {
            key: "varchar(255)",
            text: "text",
            long_text: "mediumtext",
            instant: "datetime(3)",
            integer: "bigint",
            options: "",
        }
    }

    fn now(&self) -> &'static str {
        "utc_timestamp(3)"
    }

    fn read_instant(&self, column: &str) -> String {
        format!("date_format({column}, '%Y-%m-%dT%H:%i:%s.%fZ')")
    }

    fn missing(&self, _fault: &ServerError) -> Option<Missing> {
        None
    }
}
