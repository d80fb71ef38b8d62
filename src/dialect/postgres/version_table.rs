//! The version table on PostgreSQL.

use super::quote;
use crate::dialect::ServerError;
use crate::dialect::version_table::{ColumnTypes, Missing, VersionNamespaces, VersionTableSql};

/// PostgreSQL's words.
pub(super) struct PostgresVersionTable;

impl VersionTableSql for PostgresVersionTable {
    fn types(&self) -> ColumnTypes {
        ColumnTypes {
            key: "text",
            text: "text",
            long_text: "text",
            instant: "timestamptz",
            integer: "bigint",
            options: "",
        }
    }

    /// Not `now()`, which is the beginning of the transaction: revisions of one transaction would have one instant.
    fn now(&self) -> &'static str {
        "clock_timestamp()"
    }

    fn read_instant(&self, column: &str) -> String {
        format!("to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')")
    }

    /// By SQLSTATE: `undefined_table`, `invalid_schema_name`; `undefined_column`, and `undefined_function` where a column is of
    /// another type than this table's.
    fn missing(&self, fault: &ServerError) -> Option<Missing> {
        match fault.code.as_deref() {
            Some("42P01" | "3F000") => Some(Missing::Table),
            Some("42703" | "42883") => Some(Missing::Column),
            _ => None,
        }
    }

    fn namespaces(&self) -> Option<&dyn VersionNamespaces> {
        Some(self)
    }
}

impl VersionNamespaces for PostgresVersionTable {
    fn current(&self) -> &'static str {
        "SELECT current_schema()"
    }

    fn exists(&self, name: &str) -> String {
        format!("SELECT 1 FROM pg_namespace WHERE nspname = {}", quote::string(name))
    }

    fn create(&self, name: &str) -> String {
        format!("CREATE SCHEMA {}", quote::identifier(name))
    }

    /// It asks for the right to create schemas even where there is nothing to create.
    fn create_if_missing(&self, name: &str) -> String {
        format!("CREATE SCHEMA IF NOT EXISTS {}", quote::identifier(name))
    }
}
