//! The version table on MySQL and MariaDB.

use chrono::{DateTime, Utc};

use super::errors::number;
use crate::dialect::ServerError;
use crate::dialect::version_table::{ColumnTypes, Missing, VersionTableSql};

/// Their words.
pub(super) struct MySqlVersionTable;

impl VersionTableSql for MySqlVersionTable {
    /// Whatever the defaults of the server and the database are, the table is transactional, holds every text, and tells
    /// apart ids that differ in capitals alone. The format of its rows takes a key of 255 characters
    /// (<https://dev.mysql.com/doc/refman/8.4/en/innodb-limits.html>).
    fn types(&self) -> ColumnTypes {
        ColumnTypes {
            key: "varchar(255)",
            text: "text",
            long_text: "mediumtext",
            instant: "datetime(3)",
            integer: "bigint",
            options: " ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        }
    }

    /// The time zone of the session has no part in it.
    fn now(&self) -> &'static str {
        "utc_timestamp(3)"
    }

    /// Without a time zone: in UTC by agreement.
    fn instant(&self, at: DateTime<Utc>) -> String {
        at.format("%Y-%m-%d %H:%M:%S%.3f").to_string()
    }

    fn read_instant(&self, column: &str) -> String {
        format!("concat(left(date_format({column}, '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z')")
    }

    /// By number: no such table, no such database; no such column.
    fn missing(&self, fault: &ServerError) -> Option<Missing> {
        match number(fault) {
            Some(1146 | 1049) => Some(Missing::Table),
            Some(1054) => Some(Missing::Column),
            _ => None,
        }
    }
}
