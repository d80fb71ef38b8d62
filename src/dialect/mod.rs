//! Databases: what differs from one to the next.
//!
//! A [`Dialect`] is pure: it quotes, names types and renders operations. A [`Session`] is a connection. Each database is
//! a folder of the same files, and all that is the same for all of them asks these two for what it needs.

pub mod client;
pub mod connect;
pub mod driver;
pub mod foreign_keys;
pub mod mysql;
pub mod names;
pub mod notices;
pub mod postgres;
pub mod recovery;
pub mod session;
pub mod settings;
pub mod shadow;
pub mod sqlite;
pub mod table_rules;
pub mod version_table;

use std::fmt::Debug;

use crate::engine::{Engine, Flavor};
use crate::operation::Operation;
use crate::schema::{Expr, Node, Object, QName, Schema, Table};
use crate::sql::Syntax;

pub use driver::{Driver, connect, driver, offline_dialect};
pub use foreign_keys::ForeignKeySwitch;
pub use names::NameRules;
pub use recovery::Recovery;
pub use session::{ConnectSettings, Scope, ServerError, Session};
pub use settings::SessionSettings;
pub use table_rules::TableRules;
pub use version_table::VersionTableSql;

/// A literal of the schema file, before the database's spelling is known.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// A string.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction, as written.
    Float(String),
    /// A truth value.
    Boolean(bool),
}

/// One statement of a script, with what the script must know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The statement, without the closing `;`.
    pub sql: String,
    /// A line of explanation put before it as a comment.
    pub comment: Option<String>,
    /// Whether it may run inside a transaction.
    pub transaction: bool,
    /// SQLite: whether enforcement of foreign keys must be off around the transaction (a table is rebuilt).
    pub unenforced: bool,
}

impl Step {
    /// An ordinary statement.
    pub fn new(sql: impl Into<String>) -> Self {
        Step { sql: sql.into(), comment: None, transaction: true, unenforced: false }
    }

    /// The same with a comment.
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }
}

/// The pure side of a database: spelling, and what its ALTER can do.
pub trait Dialect: Debug + Send + Sync {
    /// Vendor and version.
    fn flavor(&self) -> &Flavor;

    /// The family.
    fn engine(&self) -> Engine {
        self.flavor().engine
    }

    /// The lexical family.
    fn syntax(&self) -> Syntax {
        self.engine().syntax()
    }

    /// What the database makes of names.
    fn names(&self) -> NameRules;

    /// What its tables can hold.
    fn table_rules(&self) -> TableRules;

    /// An identifier as SQL, quoted where it must be.
    fn quote(&self, name: &str) -> String;

    /// A qualified name as SQL.
    fn qualified(&self, name: &QName) -> String {
        match &name.namespace {
            Some(namespace) => format!("{}.{}", self.quote(namespace), self.quote(&name.name)),
            None => self.quote(&name.name),
        }
    }

    /// A string literal as SQL.
    fn string(&self, text: &str) -> String;

    /// A type of the schema file as this database writes it in DDL: `bytes` -> `bytea`; what is not one of the portable
    /// names passes through as written.
    fn native_type(&self, written: &str) -> String;

    /// The shortest portable spelling of a type that [`Dialect::native_type`] and the server turn into `stored` again:
    /// `character varying(200)` -> `varchar(200)`.
    fn portable_type(&self, stored: &str) -> String;

    /// A literal as the SQL of a default for a column of this type.
    fn literal(&self, value: &Literal, ty: &str) -> Expr;

    /// The literal that a stored default stands for, where it is one: the inverse of [`Dialect::literal`].
    fn as_literal(&self, stored: &Expr, ty: &str) -> Option<Literal>;

    /// An object as the server will spell it, as far as that is certain: what is left as written is simply not known to
    /// be equal, and is then asked of the server in a shadow database. Never a guess: a wrong answer hides a difference.
    fn predict(&self, object: &Object) -> Object;

    /// Folds the column-level and table-level operations of one table that exists on both sides into what this database
    /// can do: as they are, or as one rebuild.
    fn combine(&self, from: &Table, to: &Table, operations: Vec<Operation>) -> Vec<Operation>;

    /// Whether the database refuses `operation` while `dependent`, an object or part that is the same before and after,
    /// exists: it is then dropped before and made again after.
    fn obstructs(&self, operation: &Operation, dependent: &Node, before: &Schema) -> bool;

    /// Whether two parts with the same name but other content can be changed in place ([`Operation::AlterPart`],
    /// [`Operation::AlterColumn`] or [`Operation::Alter`]); else they are dropped and made again. Both operands are whole.
    fn alters(&self, operation: &Operation) -> bool;

    /// Whether a rename that is asked for is done as one, before anything else is compared. What holds no data and cannot be
    /// renamed here is left to the comparison, which drops it and makes it under its new name.
    fn renames(&self, _operation: &Operation) -> bool {
        true
    }

    /// What must be dropped before these renames, since they would fail over it; the comparison makes it again as wanted.
    fn make_way(&self, _renames: &[Operation], _before: &Schema) -> Vec<Operation> {
        Vec::new()
    }

    /// The statements of an operation, in order. `before` and `after` are the whole schemas around the migration.
    fn render(&self, operation: &Operation, before: &Schema, after: &Schema) -> Vec<Step>;

    /// Whether relations of these two nodes share one space of names, so that one must go before the other can come
    /// (PostgreSQL: tables, views, indexes, sequences of a namespace; SQLite: tables, views, indexes).
    fn same_space(&self, gone: &Node, come: &Node) -> bool;

    /// Whether the database keeps records of what stands on what, so that a part of a schema can be told from the rest.
    fn records_dependencies(&self) -> bool {
        true
    }

    /// How enforcement of foreign keys is switched off around a transaction, where a rebuild of a table needs that
    /// ([`Step::unenforced`]).
    fn foreign_key_switch(&self) -> Option<&dyn ForeignKeySwitch> {
        None
    }

    /// The condition under which a column of type `ty` holds `value` of the enum type `of`, or an array that has it; `column`
    /// is quoted. None where the column is of neither kind, and on a database without enum types of their own.
    fn holds_enum_value(&self, _column: &str, _ty: &str, _of: &QName, _value: &str) -> Option<String> {
        None
    }

    /// Whether DDL can be rolled back.
    fn transactional_ddl(&self) -> bool;

    /// How the version table is written and read here.
    fn version_table(&self) -> &dyn VersionTableSql;

    /// What a script can change of its session.
    fn session_settings(&self) -> &dyn SessionSettings;

    /// What can be said of a statement that shares no transaction with its record.
    fn recovery(&self) -> &dyn Recovery;

    /// Whether a foreign key can name a table that is not there yet (SQLite), so that it stays inside CREATE TABLE.
    fn forward_references(&self) -> bool;
}

impl Engine {
    /// The lexical rules of its SQL.
    pub fn syntax(self) -> Syntax {
        match self {
            Engine::Sqlite => sqlite::SYNTAX,
            Engine::Postgres => postgres::SYNTAX,
            Engine::MySql => mysql::SYNTAX,
        }
    }
}
