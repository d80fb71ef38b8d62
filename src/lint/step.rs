//! What a rule sees: one statement, what is known before it, and what stands around it.

use std::ops::Range;
use std::sync::Arc;

use super::state::{State, Table};
use super::statement::{AlterTable, Clause, Kind};
use crate::dialect::{Dialect, Facts, LockMode, TableSize, TableSizes};
use crate::engine::{Engine, Flavor};
use crate::schema::QName;

/// Where the scripts are going to run.
#[derive(Debug, Clone)]
pub struct World {
    /// Spells names.
    pub dialect: Arc<dyn Dialect>,
    /// Vendor and version: the server's, or what is assumed.
    pub flavor: Flavor,
    /// The tables that the database has; `None` where none was asked.
    pub sizes: Option<TableSizes>,
    /// Whether the run limits how long it waits for a lock.
    pub limits_locks: bool,
    /// Which statements share a transaction.
    pub mode: crate::config::TransactionMode,
}

/// A statement of a script, read.
#[derive(Debug, Clone)]
pub(crate) struct ReadStatement {
    pub kind: Kind,
    /// Where it stands in the script, in bytes.
    pub span: Range<usize>,
    /// The number of the transaction that it runs in.
    pub unit: usize,
    /// Whether its section asks for a transaction.
    pub transaction: bool,
    /// Whether its section runs it in batches.
    pub batched: bool,
}

/// See the module.
pub(crate) struct Step<'a> {
    pub world: &'a World,
    pub state: &'a State,
    pub read: &'a ReadStatement,
    pub kind: &'a Kind,
    pub sql: &'a str,
    /// The statements of the script before it, in its direction.
    pub before: &'a [ReadStatement],
    /// Those behind it.
    pub behind: &'a [ReadStatement],
    pub facts: &'a Facts,
    /// The locks that the transaction has taken before.
    pub held: &'a [(QName, LockMode)],
    /// Whether a statement of the script before it changed the schema in this transaction.
    pub after_ddl: bool,
}

impl<'a> Step<'a> {
    pub(crate) fn engine(&self) -> Engine {
        self.world.flavor.engine
    }

    pub(crate) fn is_postgres(&self) -> bool {
        self.engine() == Engine::Postgres
    }

    pub(crate) fn is_mysql(&self) -> bool {
        self.engine() == Engine::MySql
    }

    /// The whole statement.
    pub(crate) fn whole(&self) -> Range<usize> {
        0..self.sql.len()
    }

    /// Whether nobody waits for this table and no row of it matters: the run has made it, or it is empty.
    pub(crate) fn is_quiet(&self, table: &QName) -> bool {
        self.state.is_made_here(table) || self.size(table).is_some_and(|size| size.empty)
    }

    /// What the database says of a table.
    pub(crate) fn size(&self, table: &QName) -> Option<TableSize> {
        self.world.sizes.as_ref()?.get(table)
    }

    /// The clauses of an ALTER TABLE on a table that is in use.
    pub(crate) fn clauses(&self) -> impl Iterator<Item = (&'a AlterTable, &'a Clause)> + use<'a> {
        let alter = match self.kind {
            Kind::AlterTable(alter) if !self.is_quiet(&alter.table) => Some(alter),
            _ => None,
        };
        alter.into_iter().flat_map(|alter| alter.clauses.iter().map(move |clause| (alter, clause)))
    }

    /// The same for the databases whose ALTER TABLE can be held to do without a copy, unless it is.
    pub(crate) fn unasserted_clauses(&self) -> impl Iterator<Item = (&'a AlterTable, &'a Clause)> + use<'a> {
        self.clauses().filter(|(alter, _)| !alter.asserts())
    }

    /// A table as the scripts before made it.
    pub(crate) fn table(&self, name: &QName) -> Option<&'a Table> {
        self.state.table(name)
    }

    /// A name as SQL.
    pub(crate) fn quoted(&self, name: &str) -> String {
        self.world.dialect.quote(name)
    }

    /// A qualified name as SQL.
    pub(crate) fn spelled(&self, name: &QName) -> String {
        self.world.dialect.qualified(name)
    }

    /// Names as SQL, with commas between them.
    pub(crate) fn list(&self, names: &[String]) -> String {
        names.iter().map(|name| self.quoted(name)).collect::<Vec<_>>().join(", ")
    }

    /// Whether the server is at least of this version. MariaDB and MySQL count apart.
    pub(crate) fn at_least(&self, major: u32, minor: u32) -> bool {
        self.world.flavor.at_least(major, minor)
    }

    /// Whether a statement behind it in the script, in any section, is like this.
    pub(crate) fn comes(&self, like: impl Fn(&Kind) -> bool) -> bool {
        self.behind.iter().any(|read| like(&read.kind))
    }

    /// Whether one before it is.
    pub(crate) fn came(&self, like: impl Fn(&Kind) -> bool) -> bool {
        self.before.iter().any(|read| like(&read.kind))
    }

    /// Whether two names are one.
    pub(crate) fn same(&self, a: &QName, b: &QName) -> bool {
        self.state.key(a) == self.state.key(b)
    }
}
