//! Databases: what differs from one to the next.
//!
//! Each database is a folder of the same files. Generic code names none of them: it takes a [`Driver`] by the URL and asks
//! for what it needs.
//!
//! | trait | what it is asked for |
//! |---|---|
//! | [`Driver`] | the others, before anything is connected |
//! | [`Dialect`] | pure: spelling, what ALTER can do, the statements of an operation; hands out the traits of a run |
//! | [`Session`] | a connection: statements, transactions, the run's lock, the schema as it is |
//! | [`shadow::Shadows`] | throw-away databases |
//! | [`client::Client`] | scripts for the database's own client |
//! | [`VersionTableSql`] | a run: the version table in the database's words |
//! | [`SessionSettings`] | a run: what a script changes of its session, and how it is put back |
//! | [`Recovery`] | a run: what became of a statement that it was cut off in |
//! | [`Keep`](keep::Keep) | a run: rows copied before they are lost, and put back |
//! | [`ForeignKeySwitch`] | a run: foreign keys around the rebuild of a table |
//!
//! The lexical rules of its SQL are data ([`Syntax`]), and so is what it makes of names ([`NameRules`]) and tables
//! ([`TableRules`]).

pub mod activity;
mod batch;
pub mod client;
pub mod connect;
pub mod driver;
pub mod effects;
pub mod facts;
mod facts_in_words;
pub mod foreign_keys;
mod join;
pub mod keep;
pub mod lock_demand;
pub mod mysql;
pub mod names;
pub mod notices;
mod online;
mod outdated;
mod places;
pub mod postgres;
pub mod recovery;
pub mod row_batches;
pub mod row_guard;
pub mod session;
pub mod settings;
pub mod shadow;
pub mod sqlite;
mod step;
pub mod table_rules;
mod table_size;
pub mod value_class;
pub mod version_table;
mod written_schema;

use std::fmt::Debug;

use crate::engine::{Engine, Flavor};
use crate::operation::Operation;
use crate::schema::{Column, Expr, Kind, Node, Object, Origin, Part, PartKind, QName, Schema, Table};
use crate::sql::Syntax;

pub use batch::{render, render_online};
pub use driver::{Driver, connect, driver, offline_dialect};
pub use effects::{Conversion, Effects, Misfit, NeedsUsing, effects, own_effects};
pub use facts::{Fact, Facts, Lock, LockMode};
pub use facts_in_words::facts_in_words;
pub use foreign_keys::ForeignKeySwitch;
pub use lock_demand::{LockDemand, StatementLimits};
pub use names::NameRules;
pub use online::{OnlineChange, OnlineTables};
pub use outdated::{Outdated, outdated};
pub use recovery::Recovery;
use row_guard::RowRule;
pub use session::{ConnectSettings, Scope, ServerError, Session};
pub use settings::SessionSettings;
pub use step::{Apart, Clause, ClauseKind, SessionSetting, Step, StepStatement};
pub use table_rules::TableRules;
pub use table_size::{TableSize, TableSizes, table_key};
pub use value_class::ValueClass;
pub use version_table::VersionTableSql;
pub use written_schema::WrittenSchema;

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

/// The columns of a table or a view: in the order in which a text counts them, and as they stand in truth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnOrder {
    /// As the text has them.
    pub said: Vec<String>,
    /// As they stand.
    pub real: Vec<String>,
}

/// What a query counts the columns of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// A table, or a function that is called.
    pub name: QName,
    /// Whether it is a function.
    pub called: bool,
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

    /// The namespace that a name without one is in on this connection: none where there are no namespaces, or where the
    /// connection has no default one. [`NameRules::default_namespace`] is what it is where nothing says otherwise.
    fn default_namespace(&self) -> Option<&str> {
        self.names().default_namespace
    }

    /// What its tables can hold.
    fn table_rules(&self) -> TableRules;

    /// The query for what the tables hold, one row each: namespace (NULL where there is none, or where it is the usual one), name, about how many
    /// rows and how many bytes, as far as that is known without reading them (NULL: it is not), and whether there is certainly
    /// no row (`1`).
    fn table_sizes(&self) -> Option<&'static str> {
        None
    }

    // Spelling.

    /// An identifier as SQL, quoted where it must be.
    fn quote(&self, name: &str) -> String;

    /// A qualified name as SQL.
    fn qualified(&self, name: &QName) -> String {
        match &name.namespace {
            Some(namespace) => format!("{}.{}", self.quote(namespace), self.quote(&name.name)),
            None => self.quote(&name.name),
        }
    }

    /// The name that every primary key has, where the database lets none have another.
    fn primary_key_name(&self) -> Option<&'static str> {
        None
    }

    /// Whether a unique constraint is nothing but a unique index over columns: such an index is then read as a constraint, and a
    /// constraint of which more is said (a prefix, a direction, a comment) as an index.
    fn uniques_are_indexes(&self) -> bool {
        false
    }

    /// Whether a foreign key can lead into another database of the server, which stands where a namespace would.
    fn refers_to_other_databases(&self) -> bool {
        false
    }

    /// A string literal as SQL.
    fn string(&self, text: &str) -> String;

    /// A type of the schema file as this database writes it in DDL: `bytes` -> `bytea`; what is not one of the portable
    /// names passes through as written.
    fn native_type(&self, written: &str) -> String;

    /// The shortest portable spelling of a type that [`Dialect::native_type`] and the server turn into `stored` again:
    /// `character varying(200)` -> `varchar(200)`.
    fn portable_type(&self, stored: &str) -> String;

    /// What kind of values a type holds.
    fn value_class(&self, ty: &str) -> ValueClass;

    /// A literal as the SQL of a default for a column of this type.
    fn literal(&self, value: &Literal, ty: &str) -> Expr;

    /// The literal that a stored default stands for, where it is one: the inverse of [`Dialect::literal`].
    fn as_literal(&self, stored: &Expr, ty: &str) -> Option<Literal>;

    /// Shorter forms of an expression as the server printed it, the shortest first, without what the server itself may have put
    /// in. They are proposals: whether one is stored as the same expression is for the server to say.
    fn shorter(&self, _stored: &Expr) -> Vec<Expr> {
        Vec::new()
    }

    // What a comparison asks: what is the same, and what this database can change.

    /// An object as the server will spell it, as far as that is certain: what is left as written is simply not known to
    /// be equal, and is then asked of the server in a shadow database. Never a guess: a wrong answer hides a difference.
    fn predict(&self, object: &Object) -> Object;

    /// The object with its texts as they were written, where the database keeps them: for people to read.
    fn as_written(&self, object: &Object) -> Object {
        object.clone()
    }

    /// The schema that these statements make in an empty database, where the database keeps what it is told and that can
    /// be said without it. None where only the database can say.
    fn written_schema(&self, _statements: &[&str], _scope: &Scope) -> Option<WrittenSchema> {
        None
    }

    /// The column as it counts in a comparison: without what this database does unasked and whether it is said or not.
    fn comparable_column(&self, _table: &Table, column: &Column) -> Column {
        column.clone()
    }

    /// The part as it counts in a comparison, likewise.
    fn comparable_part(&self, part: &Part) -> Part {
        part.clone()
    }

    /// Whether two objects are the same to this database.
    fn same(&self, one: &Object, other: &Object) -> bool {
        match (one, other) {
            (Object::Table(a), Object::Table(b)) if a != b => {
                let comparable = |table: &Table| {
                    let mut comparable = table.clone();
                    for column in &mut comparable.columns {
                        *column = self.comparable_column(table, column);
                    }
                    for constraint in &mut comparable.constraints {
                        if let Part::Constraint(part) = self.comparable_part(&Part::Constraint(constraint.clone())) {
                            *constraint = part;
                        }
                    }
                    for index in &mut comparable.indexes {
                        if let Part::Index(part) = self.comparable_part(&Part::Index(index.clone())) {
                            *index = part;
                        }
                    }
                    comparable.unordered()
                };
                comparable(a) == comparable(b)
            }
            _ => one.same(other),
        }
    }

    /// The column that numbers the rows of its own accord and so is never NULL, whatever its definition says: SQLite's row
    /// id.
    fn row_id<'t>(&self, _table: &'t Table) -> Option<&'t Column> {
        None
    }

    /// Makes a column that is to number the rows one that does, where only some can; answers whether it can.
    fn number_rows(&self, _table: &mut Table, _column: &str) -> bool {
        true
    }

    /// Both schemas as they are compared and as the statements between them are made, where that is not as they are read: what
    /// is a part of one thing before and of another after is neither dropped nor made.
    fn set_apart(&self, _from: &Schema, _to: &Schema) -> Option<(Schema, Schema)> {
        None
    }

    /// Folds the column-level and table-level operations of one table that exists on both sides into what this database
    /// can do: as they are, or as one rebuild.
    fn combine(&self, from: &Table, to: &Table, operations: Vec<Operation>) -> Vec<Operation>;

    /// What the database itself does to a table that descends from another when it does `operation` to that one, as
    /// operations on the child; `wanted` is what the child is to be in the end.
    fn passes_on(&self, _operation: &Operation, _child: &Table, _wanted: &Table) -> Vec<Operation> {
        Vec::new()
    }

    /// Whether a table becomes another only by a new one in its place, which its rows are copied into.
    fn is_made_anew(&self, _from: &Table, _to: &Table) -> bool {
        false
    }

    /// Whether a table is divided by a column, so that nothing of it may change.
    fn divides(&self, _table: &Table, _column: &str) -> bool {
        false
    }

    /// Whether two partitions of `parent` could hold the same row, by their bounds; none where that is not known.
    fn bounds_meet(&self, _parent: &Table, _a: &Expr, _b: &Expr) -> Option<bool> {
        None
    }

    /// Whether a bound certainly allows all rows that another does.
    fn bound_covers(&self, _parent: &Table, _outer: &Expr, _inner: &Expr) -> bool {
        false
    }

    /// Whether bounds together certainly allow all rows that another does.
    fn bounds_cover(&self, _parent: &Table, _inner: &Expr, _outer: &[&Expr]) -> bool {
        false
    }

    /// The condition that the rows of a partition of `parent` fulfil; none where it is not known. `key`: what the parent is
    /// partitioned by.
    fn bound_condition(&self, _parent: &QName, _key: &Expr, _bound: &Expr) -> Option<Expr> {
        None
    }

    /// The name that the database gives the NOT NULL of a column, where it has names for them.
    fn usual_not_null(&self, _table: &QName, _column: &str) -> Option<String> {
        None
    }

    /// The name that the NOT NULL of a column gives up with an operation and the one that it takes, as those of constraints of its
    /// table (checks, say); none where NOT NULL has no name.
    fn not_null_names(&self, operation: &Operation) -> (Option<Node>, Option<Node>) {
        let named = |table: &QName, column: &Column| {
            let is_own = !column.nullable && column.not_null.origin != Origin::Inherited;
            let usual = self.usual_not_null(table, &column.name).filter(|_| is_own)?;
            Some(Node::part(table, PartKind::Check, column.not_null.name.clone().unwrap_or(usual)))
        };
        let (old, new) = match operation {
            Operation::AddColumn { table, column, .. } => (None, named(table, column)),
            Operation::DropColumn { table, column, .. } => (named(table, column), None),
            Operation::AlterColumn { table, from, to, .. } => (named(table, from), named(table, to)),
            _ => (None, None),
        };
        if old == new { (None, None) } else { (old, new) }
    }

    /// The name that the database gives a partition's own index for an index or key of the partitioned table, where that is
    /// known.
    fn name_of_partition(&self, _partition: &QName, _part: &Part) -> Option<String> {
        None
    }

    /// Whether the database refuses `operation` while `dependent`, an object or part that is the same before and after,
    /// exists: it is then dropped before and recreated after.
    fn obstructs(&self, operation: &Operation, dependent: &Node, before: &Schema) -> bool;

    /// Whether owners and grants are said by statements of their own, beside the objects.
    fn has_grants(&self) -> bool {
        false
    }

    /// All that can be granted on objects of a kind, in the usual order.
    fn privileges(&self, _kind: Kind) -> &'static [&'static str] {
        &[]
    }

    /// Whether two parts with the same name but other content can be changed in place ([`Operation::AlterPart`],
    /// [`Operation::AlterColumn`] or [`Operation::Alter`]); else they are dropped and recreated. Both operands are
    /// whole.
    fn alters(&self, operation: &Operation) -> bool;

    /// Whether a rename that is asked for is done as one, before anything else is compared. What holds no data and cannot be
    /// renamed here is left to the comparison, which drops it and makes it under its new name.
    fn renames(&self, _operation: &Operation) -> bool {
        true
    }

    /// What must be dropped before these renames, since they would fail over it; the comparison recreates it as wanted.
    fn make_way(&self, _renames: &[Operation], _before: &Schema) -> Vec<Operation> {
        Vec::new()
    }

    /// The statements of an operation, in order. `before` and `after` are the whole schemas around the migration.
    /// [`render`] makes those of a list of operations.
    fn render(&self, operation: &Operation, before: &Schema, after: &Schema) -> Vec<Step>;

    /// Whether it has other statements for a table whose traffic must not stop ([`Dialect::online`]).
    fn has_online_forms(&self) -> bool {
        false
    }

    /// What takes the place of an operation's statements on a table whose traffic must not stop: the same in the end, with no
    /// lock held while all rows are read or written. Where the database has no such form, they stay.
    fn online(&self, _change: &OnlineChange<'_>, steps: Vec<Step>) -> Vec<Step> {
        steps
    }

    /// A statement that stands apart ([`Apart`]) as it can be tried inside a transaction, where only that is at hand.
    fn within_transaction(&self, statement: &str) -> String {
        statement.to_owned()
    }

    /// What a section with these statements begins with, so that they work in their order.
    fn opening(&self, _steps: &[Step]) -> Vec<Step> {
        Vec::new()
    }

    /// The statement that makes the database look at a text of this object that it may have taken unread, and changes nothing.
    fn recheck(&self, _object: &Object) -> Option<String> {
        None
    }

    /// The types that tell a routine from others of its name, as the statement that creates it says them; none where names alone
    /// tell routines apart, and where only the database can say.
    fn arguments(&self, _statement: &str) -> Option<Vec<String>> {
        None
    }

    /// What makes the database take the bodies of functions unread for the rest of a transaction, and what makes it read them
    /// again.
    fn body_checks(&self) -> Option<(&'static str, &'static str)> {
        None
    }

    /// Whether two clauses of one table can stand in one `ALTER TABLE`, in this order, and do what they do one after the
    /// other. `ordered`: the later one builds on the earlier, so that the database must not take it first.
    fn joins(&self, _earlier: &Clause, _later: &Clause, _ordered: bool) -> bool {
        false
    }

    /// What becomes of the values of a column that changes its type, where nobody says how (`using`).
    fn conversion(&self, _from: &str, _to: &str) -> Conversion {
        Conversion::default()
    }

    /// The values of a column that its new definition does not hold, where the database may cut them off or change them with no
    /// more than a warning (MySQL without a strict `sql_mode`). Asked where nobody says how the values pass (`using`).
    fn misfit(&self, _from: &Column, _to: &Column, _wanted: Option<&Table>) -> Option<Misfit> {
        None
    }

    /// Whether the server itself has a value for the rows of a new column that is NOT NULL and has no default.
    fn fills(&self, _column: &Column) -> bool {
        false
    }

    /// Whether no value of a column's old type can pass to its new one by itself, so that somebody has to say how (`using`).
    /// `before` and `after` are the whole schemas, whose types these may be.
    fn needs_using(&self, _from: &Column, _to: &Column, _before: &Schema, _after: &Schema) -> Option<NeedsUsing> {
        None
    }

    /// Whether relations of these two nodes share one space of names, so that one must go before the other can come
    /// (PostgreSQL: tables, views, indexes, sequences of a namespace; SQLite: tables, views, indexes).
    fn same_space(&self, gone: &Node, come: &Node) -> bool;

    /// What an object holds beside its name that one at a time can hold (PostgreSQL: that an operator class or a conversion is the
    /// default, the name of a range's multirange).
    fn claim(&self, _object: &Object) -> Option<String> {
        None
    }

    /// The type that comes with another, as a column of it says it (PostgreSQL: the multirange of a range).
    fn companion(&self, _object: &Object) -> Option<String> {
        None
    }

    /// The tables whose columns a view's query counts by their places (PostgreSQL: `FROM t x(a, b)`), and the functions of whose
    /// results it does (`FROM f() x(a, b)`).
    fn counts_columns(&self, _query: &str) -> Vec<Counted> {
        Vec::new()
    }

    /// A query that [`Dialect::counts_columns`], written for the order that columns have in truth; nothing where it stays as it is.
    ///
    /// # Errors
    /// A table whose columns have another order where that cannot be said.
    fn rearranged(
        &self,
        _query: &str,
        _order: &dyn Fn(&Counted) -> Option<ColumnOrder>,
    ) -> Result<Option<String>, QName> {
        Ok(None)
    }

    /// Whether the database keeps records of what the texts of views and triggers use; where not, every name that they
    /// mention counts as used.
    fn records_dependencies(&self) -> bool {
        true
    }

    /// Whether the database may rewrite a text of this view or table when it changes something that the text does not name,
    /// and so may refuse the change over it. Asked where the database keeps no such records.
    fn respells(&self, _object: &Object) -> bool {
        false
    }

    /// Whether a foreign key can name a table that is not there yet (SQLite), so that it stays inside CREATE TABLE.
    fn forward_references(&self) -> bool;

    // What a run and the rows are asked with.

    /// How enforcement of foreign keys is switched off around a transaction, where a rebuild of a table needs that
    /// ([`Facts::foreign_keys_off`]).
    fn foreign_key_switch(&self) -> Option<&dyn ForeignKeySwitch> {
        None
    }

    /// The condition under which a column of type `ty` holds `value` of the enum type `of`, or an array that has it, or anything that
    /// is made of it in `schema`; `column` is quoted. None where the column holds no such values, and on a database without enum types
    /// of their own.
    fn holds_enum_value(
        &self,
        _schema: &Schema,
        _column: &str,
        _ty: &str,
        _of: &QName,
        _value: &str,
    ) -> Option<String> {
        None
    }

    /// What a statement asks of the tables that others are using; of what nothing is known, nothing.
    fn lock_demand(&self, _statement: &str) -> LockDemand {
        LockDemand::default()
    }

    /// The statements that set how long further ones may wait and run. `local`: for the rest of the transaction, where that is open
    /// and settings go with it. None where each statement has the limits of its session.
    fn set_limits(&self, _limits: StatementLimits, _local: bool) -> Vec<String> {
        Vec::new()
    }

    /// The statement after which the session waits for no lock that others would wait behind; None where the shortest limit
    /// is short enough.
    fn give_up_at_once(&self) -> Option<&'static str> {
        None
    }

    /// A query that has a row where rows of `tables`, each as it is written in a statement, cannot be asked for what the statement
    /// asks of them: it looks at others, or makes something of them. None where they always can.
    fn row_guard(&self, _rule: RowRule, _tables: &[&str]) -> Option<String> {
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

    /// How a table is walked by a statement that changes its rows in batches.
    fn row_batches(&self) -> &dyn row_batches::RowBatches;

    /// How rows are kept that a revision is about to lose.
    fn keep(&self) -> &dyn keep::Keep;
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
