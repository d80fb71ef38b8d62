//! What a statement says, as far as the rules ask: its kind, what it names, the clauses of ALTER TABLE.
//!
//! Plain data, made by [`super::parse`]. What is not known here is `Other`, and no rule judges it.

use std::ops::Range;

use crate::schema::QName;

/// The head of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `CREATE TABLE`
    CreateTable(NewTable),
    /// `ALTER TABLE`
    AlterTable(AlterTable),
    /// `CREATE INDEX`
    CreateIndex(NewIndex),
    /// `CREATE TRIGGER`
    CreateTrigger { name: String, table: QName },
    /// `CREATE VIEW`, materialized or not
    CreateView { name: QName, materialized: bool },
    /// `DROP …`
    Drop(Drop),
    /// `RENAME TABLE a TO b, …`
    RenameTables(Vec<(QName, QName)>),
    /// `ALTER SCHEMA a RENAME TO b` and the like; the word is that of the kind of object.
    Rename { word: String, name: QName },
    /// `CREATE TYPE … AS ENUM`
    CreateEnum { name: QName, values: Vec<String> },
    /// `ALTER TYPE … ADD VALUE`
    AddEnumValue { name: QName, value: String, placed: bool },
    /// `ALTER TYPE … RENAME VALUE`
    RenameEnumValue { name: QName, value: String },
    /// `CREATE DOMAIN`
    CreateDomain { name: QName, checked: bool },
    /// `ALTER DOMAIN`
    AlterDomain { name: QName, change: DomainChange },
    /// `TRUNCATE`
    Truncate { tables: Vec<QName>, cascade: bool },
    /// `UPDATE`
    Update { table: QName, filtered: bool, assigned: Vec<String> },
    /// `DELETE`
    Delete { table: QName, filtered: bool },
    /// `INSERT`; whether a query makes the rows.
    Insert { table: QName, query: bool },
    /// `REINDEX`
    Reindex { concurrently: bool, name: Option<QName>, index: bool },
    /// `VACUUM`
    Vacuum { full: bool, table: Option<QName> },
    /// `CLUSTER`
    Cluster { table: Option<QName> },
    /// `REFRESH MATERIALIZED VIEW`
    Refresh { name: QName, concurrently: bool, empty: bool },
    /// `LOCK TABLE`
    LockTable { tables: Vec<QName> },
    /// `GRANT`, `REVOKE`
    Privileges { word: &'static str },
    /// `CREATE`, `ALTER`, `DROP POLICY`
    Policy { table: QName },
    /// `ALTER EXTENSION … UPDATE`
    UpdateExtension { name: String },
    /// `DO`, a `CREATE FUNCTION` or `CALL`: SQL that is made while it runs cannot be seen.
    Program { word: &'static str, dynamic: bool },
    /// `SET name = value`
    Set { name: String, value: String },
    /// `PRAGMA name = value`
    Pragma { name: String, value: String },
    /// What begins or ends a transaction.
    Transaction,
    /// Anything else.
    Other,
}

/// A table that is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewTable {
    pub name: QName,
    pub temporary: bool,
    pub guarded: bool,
    pub columns: Vec<Column>,
    pub constraints: Vec<Constraint>,
    pub indexes: Vec<NewIndex>,
    /// The table that it is a partition of; whether it is the default one.
    pub partition_of: Option<(QName, bool)>,
    pub partitioned: bool,
    /// Whether its columns are told elsewhere: a query, LIKE, OF, INHERITS.
    pub elsewhere: bool,
    pub engine: Option<String>,
    pub charset: Option<String>,
}

impl NewTable {
    /// A table of which nothing but the name is known.
    pub(crate) fn named(name: QName) -> Self {
        NewTable {
            name,
            temporary: false,
            guarded: false,
            columns: Vec::new(),
            constraints: Vec::new(),
            indexes: Vec::new(),
            partition_of: None,
            partitioned: false,
            elsewhere: false,
            engine: None,
            charset: None,
        }
    }
}

/// A column as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Column {
    pub name: String,
    pub ty: Option<Type>,
    pub not_null: bool,
    pub default: Option<Expression>,
    pub primary_key: bool,
    pub unique: bool,
    pub checks: Vec<Expression>,
    pub references: Option<(QName, Vec<String>)>,
    pub stored: bool,
    pub generated: bool,
    pub identity: bool,
    /// `FIRST` or `AFTER`
    pub placed: bool,
    pub charset: Option<String>,
}

/// A type as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Type {
    /// The name that stands for all its spellings, in lower case: `integer` for `int4`.
    pub name: String,
    /// What stands in parentheses: lengths, the values of an enum.
    pub arguments: Vec<String>,
    pub array: bool,
    pub unsigned: bool,
    /// As it is written.
    pub text: String,
    /// Its character set, as MySQL writes it.
    pub charset: Option<String>,
}

/// An expression, as far as the words in it say something.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Expression {
    /// As it is written.
    pub text: String,
    /// The functions that it calls, in lower case.
    pub calls: Vec<String>,
    /// The column that it says is not null, if that is all that it says.
    pub not_null_of: Option<String>,
}

impl Expression {
    /// Whether it is NULL.
    pub(crate) fn is_null(&self) -> bool {
        self.text.trim_matches(['(', ')', ' ']).eq_ignore_ascii_case("null")
    }
}

/// A constraint of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Constraint {
    pub name: Option<String>,
    pub rule: ConstraintRule,
    pub not_valid: bool,
}

/// What a constraint says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ConstraintRule {
    Check(Expression),
    NotNull(String),
    Unique { columns: Vec<String>, index: Option<String> },
    PrimaryKey { columns: Vec<String>, index: Option<String> },
    ForeignKey { columns: Vec<String>, parent: QName, referred: Vec<String> },
    Exclude,
}

/// `ALTER TABLE` with its clauses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AlterTable {
    pub table: QName,
    pub guarded: bool,
    pub clauses: Vec<Clause>,
    /// The value of `ALGORITHM=`, in upper case.
    pub algorithm: Option<String>,
    /// The value of `LOCK=`, in upper case.
    pub lock: Option<String>,
}

impl AlterTable {
    /// Whether the statement itself says that it may not copy the table or keep writers out: the server refuses it where it
    /// would have to.
    pub(crate) fn asserts(&self) -> bool {
        asserted(self.algorithm.as_deref(), self.lock.as_deref())
    }
}

/// Whether `ALGORITHM` and `LOCK` rule out a copy with writers kept out.
pub(crate) fn asserted(algorithm: Option<&str>, lock: Option<&str>) -> bool {
    matches!(algorithm, Some("INSTANT" | "INPLACE" | "NOCOPY")) || lock == Some("NONE")
}

/// A clause of ALTER TABLE and where it stands in the statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clause {
    pub action: Action,
    pub span: Range<usize>,
}

/// What a clause of ALTER TABLE does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Action {
    AddColumn(Column),
    DropColumn {
        name: String,
        guarded: bool,
    },
    AddConstraint(Constraint),
    DropConstraint {
        name: String,
    },
    DropForeignKey {
        name: String,
    },
    DropPrimaryKey,
    DropIndex {
        name: String,
    },
    AddIndex(NewIndex),
    Validate {
        name: String,
    },
    SetNotNull {
        column: String,
    },
    DropNotNull {
        column: String,
    },
    SetDefault {
        column: String,
        default: Expression,
    },
    SetType {
        column: String,
        ty: Type,
        using: bool,
    },
    /// MySQL's MODIFY and CHANGE.
    Modify {
        column: String,
        to: Column,
    },
    RenameColumn {
        column: String,
        to: String,
    },
    RenameTo {
        name: QName,
    },
    RenameOther,
    AddIdentity {
        column: String,
    },
    Attach {
        partition: QName,
        default: bool,
    },
    Detach {
        partition: QName,
        concurrently: bool,
    },
    /// The whole table is written anew: the words say why.
    Rewrite {
        word: &'static str,
    },
    RowSecurity {
        word: &'static str,
    },
    ReplicaIdentity,
    Trigger {
        word: &'static str,
    },
    ConvertCharset,
    Engine {
        name: String,
    },
    SystemVersioning,
    Other,
}

/// An index that is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewIndex {
    pub name: Option<String>,
    pub table: QName,
    pub unique: bool,
    pub concurrently: bool,
    /// `ON ONLY`: not on the partitions.
    pub only: bool,
    pub guarded: bool,
    /// The columns, none where one of them is an expression.
    pub columns: Option<Vec<String>>,
    /// How many columns and expressions there are.
    pub width: usize,
    pub partial: bool,
    /// `FULLTEXT`, `SPATIAL`, or the access method, in lower case.
    pub method: Option<String>,
    pub algorithm: Option<String>,
    pub lock: Option<String>,
}

impl NewIndex {
    /// An index of which nothing but the table is known.
    pub(crate) fn on(table: QName) -> Self {
        NewIndex {
            name: None,
            table,
            unique: false,
            concurrently: false,
            only: false,
            guarded: false,
            columns: None,
            width: 0,
            partial: false,
            method: None,
            algorithm: None,
            lock: None,
        }
    }
}

/// `DROP`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Drop {
    /// The kind of object, in upper case.
    pub word: String,
    pub names: Vec<QName>,
    pub guarded: bool,
    pub concurrently: bool,
    /// The table of an index (MySQL) or a trigger.
    pub table: Option<QName>,
    pub algorithm: Option<String>,
    pub lock: Option<String>,
}

/// What ALTER DOMAIN does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DomainChange {
    AddCheck { not_valid: bool },
    SetNotNull,
    Other,
}
