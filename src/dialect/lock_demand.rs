//! What a statement asks of the tables that others are using: who has to wait behind it while it waits itself.
//!
//! A server grants locks in the order of asking. A statement that waits for a reader keeps everyone waiting who comes after it, for as long
//! as it waits: such a one is sent with a short limit, and not at all while somebody is known to be in its way. A statement that nobody
//! waits behind has all the time that it needs, and loses its work where it is given up.

use std::time::Duration;

/// Who waits behind a statement that waits for its locks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Queue {
    /// Nothing is known of it: rows are read or changed, or what it makes is new.
    #[default]
    Unknown,
    /// Nobody but other changes of the schema: it was made for tables in use (`CREATE INDEX CONCURRENTLY`, `VALIDATE CONSTRAINT`).
    Nobody,
    /// Whoever writes to its tables.
    Writers,
    /// Whoever reads them, too.
    Everyone,
}

/// What a statement asks of tables that others may use.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LockDemand {
    /// Who waits behind it.
    pub queue: Queue,
    /// The tables, views and indexes that it names, as the database's SQL says their names.
    pub relations: Vec<String>,
    /// Whether it also locks the tables that its foreign keys lead to.
    pub referenced: bool,
}

impl LockDemand {
    /// What two statements of one transaction ask together.
    #[must_use]
    pub fn with(mut self, other: LockDemand) -> LockDemand {
        self.queue = self.queue.max(other.queue);
        self.relations.extend(other.relations);
        self.relations.sort();
        self.relations.dedup();
        self.referenced |= other.referenced;
        self
    }
}

/// How long a statement may wait and run; a limit of `None` is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatementLimits {
    /// For a lock.
    pub lock: Option<Duration>,
    /// In all.
    pub statement: Option<Duration>,
}
