//! Enforcement of foreign keys, where a database must do without it for a while.
//!
//! A table that is rebuilt is dropped on the way. With enforcement on, that would delete the rows that refer to it (ON
//! DELETE CASCADE), and where the switch does nothing inside a transaction, it stands around it: off before, on again
//! after, and every row is checked before the commit.

use std::fmt::Debug;

use super::session::{BoxFuture, ServerError, Session};

/// How a database switches the enforcement of foreign keys off and on, and looks for rows that refer to nothing.
pub trait ForeignKeySwitch: Debug + Send + Sync {
    /// The statement that a script has before the transaction.
    fn off(&self) -> &'static str;

    /// The statement that a script has after it.
    fn on(&self) -> &'static str;

    /// The statement that a script has before its end, to show the rows that refer to nothing.
    fn check(&self) -> &'static str;

    /// Which of these a statement of a script is, however it is written.
    fn recognize(&self, statement: &str) -> Option<ForeignKeyStatement>;

    /// Whether foreign keys are enforced in a session.
    fn enforced<'a>(&'a self, session: &'a mut dyn Session) -> BoxFuture<'a, Result<bool, ServerError>>;

    /// Every row that refers to nothing.
    fn violations<'a>(&'a self, session: &'a mut dyn Session) -> BoxFuture<'a, Result<Vec<Violation>, ServerError>>;

    /// The tables that there are: a row may refer to one that there is not, where the database takes such a key.
    fn tables<'a>(&'a self, session: &'a mut dyn Session) -> BoxFuture<'a, Result<Vec<String>, ServerError>>;

    /// What a script for the database's own client says in the transaction, where no runner compares the rows.
    fn counted(&self) -> Counted;
}

/// A statement of a script about the enforcement of foreign keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForeignKeyStatement {
    /// Switches it off.
    Off,
    /// Switches it on.
    On,
    /// Looks for rows that refer to nothing.
    Check,
}

/// A row whose foreign key refers to nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// The table it is in.
    pub table: String,
    /// Its number; a table WITHOUT ROWID has none.
    pub rowid: Option<String>,
    /// The table it refers to.
    pub parent: String,
}

/// Rows that refer to nothing, counted in SQL.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counted {
    /// First in the transaction: how many there are.
    pub before: Vec<String>,
    /// Behind its statements: fails where there are more.
    pub after: Vec<String>,
}
