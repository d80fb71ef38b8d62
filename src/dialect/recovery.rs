//! What can be said of a statement that shares no transaction with its record: whether it is one, and, where a run was cut
//! off in it, whether it took effect.
//!
//! A record beside such a statement is always early or late. So the runner writes down that it begins, sends the statement,
//! and counts it; the next run finds a statement that was begun and not counted, and asks here.

use super::session::{BoxFuture, ServerError, Session};

/// What became of a statement that was begun and not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It took effect, whole: it must not be run again.
    Whole,
    /// It did not, or what it left is taken away: it is run as if it had not been begun.
    None,
    /// That cannot be seen. It is run again, and a refusal can still tell ([`Recovery::means_done`]).
    Unknown,
}

/// What becomes of statements that a transaction of the runner's does not hold together with their record.
pub trait Recovery: Send + Sync {
    /// Whether the statement can share no transaction with its record: the database refuses it in one, or commits what is
    /// open before it and itself (DDL, where it is not transactional), or it may commit of its own accord.
    fn stands_alone(&self, sql: &str) -> bool;

    /// Looks at the database for what a statement left that was begun and not counted, or that failed. What is half done
    /// is taken away.
    fn effect<'a>(&'a self, session: &'a mut dyn Session, sql: &'a str) -> BoxFuture<'a, Result<Effect, ServerError>>;

    /// Whether the refusal of a statement that an earlier run had begun says that it took effect then: what it makes is
    /// there already, what it removes is gone. Asked of that one statement only: of any other the same refusal is a fault.
    fn means_done(&self, sql: &str, fault: &ServerError) -> bool;
}
