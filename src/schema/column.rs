//! Columns.

use serde::{Deserialize, Serialize};

use super::{Annotation, Expr, Grant, Origin, Parameters, PartFacts, Phase, SequenceOptions};

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// The type with every modifier, as the server prints it (`character varying(200)`); empty where SQLite has none.
    pub ty: String,
    /// Whether NULL is allowed.
    pub nullable: bool,
    /// PostgreSQL from version 18 on: what else is said of its NOT NULL.
    #[serde(default, skip_serializing_if = "NotNull::is_usual")]
    pub not_null: NotNull,
    /// The default, where there is one (never for a serial, identity or generated column).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Expr>,
    /// Where its values come from a sequence of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Box<Identity>>,
    /// Where its values are computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generated: Option<Generated>,
    /// The collation, where it is not the type's own; qualified and quoted as SQL wants it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    /// SQLite: `ON CONFLICT` of the NOT NULL, in capitals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_null_conflict: Option<String>,
    /// PostgreSQL: `STORAGE` where it is not the type's own (`external`, `main`, …).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage: Option<String>,
    /// PostgreSQL: `COMPRESSION` where one is set (`pglz`, `lz4`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compression: Option<String>,
    /// PostgreSQL: the statistics target where one is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statistics: Option<i32>,
    /// PostgreSQL: what ANALYZE is told of it (`n_distinct`, `n_distinct_inherited`).
    #[serde(default, skip_serializing_if = "Parameters::is_none")]
    pub parameters: Parameters,
    /// PostgreSQL: what the wrapper of a foreign table's server is told of it (`OPTIONS`).
    #[serde(default, skip_serializing_if = "Parameters::is_none")]
    pub options: Parameters,
    /// MySQL: what the column gets whenever its row is changed (`CURRENT_TIMESTAMP(3)`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_update: Option<Expr>,
    /// MySQL: `INVISIBLE`: `SELECT *` leaves it out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub invisible: bool,
    /// MySQL: the spatial reference system that a geometry is bound to (MariaDB: `REF_SYSTEM_ID`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub srid: Option<u32>,
    /// MariaDB: the check that belongs to the column and has no other name than its, without outer parentheses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<Expr>,
    /// MySQL: what else stands in its definition, as the server prints it, in the server's order (`COMPRESSED`,
    /// `WITHOUT SYSTEM VERSIONING`, `GENERATED ALWAYS AS ROW START`, `COLUMN_FORMAT DYNAMIC`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributes: Option<String>,
    /// What is said of it beside its definition.
    #[serde(flatten)]
    pub annotation: Annotation,
}

impl Column {
    /// A nullable column with nothing but a type.
    pub fn new(name: impl Into<String>, ty: impl Into<String>) -> Self {
        Column {
            name: name.into(),
            ty: ty.into(),
            nullable: true,
            not_null: NotNull::default(),
            default: None,
            identity: None,
            generated: None,
            collation: None,
            not_null_conflict: None,
            storage: None,
            compression: None,
            statistics: None,
            parameters: Parameters::default(),
            options: Parameters::default(),
            on_update: None,
            invisible: false,
            srid: None,
            check: None,
            attributes: None,
            annotation: Annotation::default(),
        }
    }

    /// The same without what is compared by itself: who owns it, and what roles may do with it and its sequence.
    #[must_use]
    pub fn without_access(&self) -> Column {
        let mut column = self.clone();
        column.annotation.owner = None;
        column.annotation.grants.clear();
        if let Some(identity) = &mut column.identity {
            identity.grants.clear();
        }
        column
    }

    /// Whether a row made without naming the column gets a value all the same.
    pub fn fills_itself(&self) -> bool {
        self.nullable || self.default.is_some() || self.identity.is_some() || self.generated.is_some()
    }
}

/// A NOT NULL that is a constraint of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NotNull {
    /// Its name, where it is not the one that the server gives it (`<table>_<column>_not_null`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether a table that inherits declares it itself.
    #[serde(skip_serializing_if = "Origin::is_own")]
    pub origin: Origin,
    /// `NO INHERIT`: tables that inherit do not get it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub no_inherit: bool,
    /// `NOT VALID`: rows that were there may hold NULL.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub not_valid: bool,
    /// The comment on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl NotNull {
    /// Whether nothing is said of it.
    pub fn is_usual(&self) -> bool {
        *self == NotNull::default()
    }
}

/// How a sequence feeds a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityKind {
    /// `GENERATED ALWAYS AS IDENTITY`
    Always,
    /// `GENERATED BY DEFAULT AS IDENTITY`
    ByDefault,
    /// PostgreSQL's `serial`: a default of `nextval` on a sequence that the column owns.
    Serial,
    /// MySQL's `AUTO_INCREMENT`.
    AutoIncrement,
}

/// A sequence of a column's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// In which way.
    pub kind: IdentityKind,
    /// The sequence's name where it is not the server's default one (`<table>_<column>_seq`), in the table's namespace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<String>,
    /// The type of its sequence, where that is not the column's: of one that was an object of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence_type: Option<String>,
    /// Its options.
    #[serde(default)]
    pub options: SequenceOptions,
    /// PostgreSQL: whether its sequence is kept out of the write-ahead log, where that is otherwise than with its table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unlogged: Option<bool>,
    /// The comment on its sequence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// What roles may do with the sequence. Its owner is the table's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grants: Vec<Grant>,
    /// Whether the sequence is no part of the column, which only takes its values from there: so it is for a comparison with an
    /// identity that takes its place.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unowned: bool,
}

impl Identity {
    /// One whose sequence has the usual name and options.
    pub fn new(kind: IdentityKind) -> Self {
        Identity {
            kind,
            sequence: None,
            sequence_type: None,
            options: SequenceOptions::default(),
            unlogged: None,
            comment: None,
            grants: Vec::new(),
            unowned: false,
        }
    }
}

/// A generated column's expression.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generated {
    /// The expression, without outer parentheses.
    pub expression: Expr,
    /// Stored (true) or virtual.
    pub stored: bool,
}

/// What generic code must know of columns.
pub(super) const FACTS: PartFacts = PartFacts {
    word: "column",
    added: Phase::AddColumns,
    dropped: Phase::DropColumns,
    reaches_out: false,
    referred_to: false,
    text: false,
};
