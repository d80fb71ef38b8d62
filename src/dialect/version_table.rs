//! What the version table asks of a database: the types of its columns, how an instant is written and read, where the table
//! stands, and which refusal says that it is not there.

use chrono::{DateTime, SecondsFormat, Utc};

use super::ServerError;

/// The types of the version table's columns, and what follows its definition.
#[derive(Debug, Clone, Copy)]
pub struct ColumnTypes {
    /// A text that can be a primary key.
    pub key: &'static str,
    /// A text of a line.
    pub text: &'static str,
    /// A text of up to 256 KiB.
    pub long_text: &'static str,
    /// An instant, to the millisecond.
    pub instant: &'static str,
    /// A whole number of 64 bits.
    pub integer: &'static str,
    /// What stands behind the closing parenthesis, with a space before it.
    pub options: &'static str,
}

/// What a server says is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The table, or the namespace that it should be in.
    Table,
    /// A column of it.
    Column,
}

/// The version table in a database's own words.
pub trait VersionTableSql: Send + Sync {
    /// The types of its columns.
    fn types(&self) -> ColumnTypes;

    /// The expression for the current instant.
    fn now(&self) -> &'static str;

    /// An instant as the text of the literal that is stored: RFC 3339, unless the database reads another form.
    fn instant(&self, at: DateTime<Utc>) -> String {
        at.to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    /// The expression that answers the instant in `column` as RFC 3339 in UTC.
    fn read_instant(&self, column: &str) -> String;

    /// Whether a refusal says that the table or a column of it is not there.
    fn missing(&self, fault: &ServerError) -> Option<Missing>;

    /// The namespaces that the table can stand in; none where the database has none, so that `version_schema` is refused.
    fn namespaces(&self) -> Option<&dyn VersionNamespaces> {
        None
    }
}

/// How a namespace for the version table is found and made.
pub trait VersionNamespaces: Send + Sync {
    /// The query that answers the namespace of names that are written without one; NULL where there is none.
    fn current(&self) -> &'static str;

    /// The query that answers a row where there is a namespace of this name.
    fn exists(&self, name: &str) -> String;

    /// The statement that makes one.
    fn create(&self, name: &str) -> String;

    /// The statement that makes one unless it is there, for a script that cannot ask first.
    fn create_if_missing(&self, name: &str) -> String;
}
