//! What a script can change of its session, and how it is put back: one revision must not change how the next one runs, or
//! a chain would do one thing in a single run and another in several.

use super::session::{BoxFuture, ServerError, Session};

/// What statements change of their session that outlives them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Whether anything may have changed, beyond what the statements' texts tell.
    pub any: bool,
    /// The settings that the texts name, as the dialect knows them.
    pub names: Vec<&'static str>,
}

impl Changes {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        !self.any && self.names.is_empty()
    }

    /// Adds those of another statement.
    pub fn add(&mut self, more: Changes) {
        self.any |= more.any;
        for name in more.names {
            if !self.names.contains(&name) {
                self.names.push(name);
            }
        }
    }
}

/// The statements that put settings back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Restore {
    /// Those that the record of a revision may depend on: sent in the transaction of the record, before it.
    pub before_record: Vec<String>,
    /// Those that work outside of a transaction only, or that nothing hurries.
    pub outside: Vec<String>,
}

impl Restore {
    /// Whether there is nothing to put back.
    pub fn is_empty(&self) -> bool {
        self.before_record.is_empty() && self.outside.is_empty()
    }

    /// All of them, in an order that works outside of a transaction.
    pub fn all(&self) -> impl Iterator<Item = &String> {
        self.before_record.iter().chain(&self.outside)
    }
}

/// The settings of a session, as far as a script can change them.
pub trait SessionSettings: Send + Sync {
    /// What one statement changes of the session that outlives it.
    fn changed_by(&self, sql: &str) -> Changes;

    /// Whether a statement does nothing but change the session. A run that goes on with a revision in a session of its own
    /// sends such statements again; no other statement is ever sent twice.
    fn is_setting(&self, sql: &str) -> bool;

    /// Looks, outside of any transaction, at what `changes` says will change; answers what puts it back.
    fn save<'a>(
        &'a self,
        session: &'a mut dyn Session,
        changes: &'a Changes,
    ) -> BoxFuture<'a, Result<Restore, ServerError>>;

    /// What puts it back where no server is asked: to the values that a session has in which nothing was set.
    fn defaults(&self, changes: &Changes) -> Restore;
}
