//! What happens in a run, told as it happens: the terminal and JSON are made from the same events.

use std::time::Duration;

use super::keep::Kept;
use super::lock::Holder;
use super::stop::Signal;
use crate::dialect::activity::{Activity, LockWait};
use crate::dialect::notices::Notice;
use crate::revision::Direction;

/// One thing that happened.
#[derive(Debug, Clone)]
pub enum Event<'a> {
    /// Somebody else has the lock: this run waits for it.
    Waiting {
        /// What it is.
        on: Holder,
        /// Who it is, as far as the server tells.
        who: Option<String>,
    },
    /// A lock in the database could not be had in time: the revision was rolled back and is tried again.
    Retrying {
        /// The revision.
        revision: &'a str,
        /// Which try failed, from 1.
        attempt: u32,
        /// How many there are; None where the time decides (`lock_wait`).
        of: Option<u32>,
        /// How long until the next.
        pause: Duration,
        /// What the server said.
        why: &'a str,
    },
    /// Somebody has locks in the way of a revision, in a transaction that is open for longer than a moment: it does not begin before that
    /// ends. Told again while it lasts.
    Held {
        /// The revision.
        revision: &'a str,
        /// How long it has been waiting.
        waited: Duration,
        /// Who has them, and on what.
        wait: &'a LockWait,
    },
    /// What will be done is known.
    Planned {
        /// Which way.
        direction: Direction,
        /// How many revisions.
        revisions: usize,
        /// How many statements they hold.
        statements: usize,
    },
    /// A revision begins.
    Started {
        /// Which way.
        direction: Direction,
        /// The revision.
        revision: &'a str,
        /// Its message.
        message: &'a str,
        /// How many of its statements an earlier run has done already.
        done_before: usize,
    },
    /// A statement is sent.
    Statement {
        /// The revision.
        revision: &'a str,
        /// Its number in the revision, from 1.
        number: usize,
        /// How many the revision has.
        of: usize,
        /// The statement.
        sql: &'a str,
    },
    /// Rows are copied before the next statement loses them.
    Keeping {
        /// What, with its size.
        kept: &'a Kept,
        /// Where the copy is to stand.
        place: &'a str,
    },
    /// Rows that the other direction of a revision lost are in their table again.
    PutBack {
        /// What the copy was of.
        kept: &'a Kept,
        /// How many rows.
        rows: u64,
        /// How many of the copy have no place any more, or a value that was changed since: they stay in the copy.
        missed: u64,
        /// Where the copy stands.
        place: &'a str,
    },
    /// A statement is still running: told from two seconds on, once a second.
    Running {
        /// The revision; empty where there is none.
        revision: &'a str,
        /// The statement's number in the revision, from 1.
        number: usize,
        /// How many the revision has.
        of: usize,
        /// The statement on one line, without its literals.
        statement: &'a str,
        /// For how long.
        elapsed: Duration,
        /// What the server tells of it, where it tells anything.
        activity: Option<&'a Activity>,
    },
    /// A batch of a statement is done and recorded.
    Batch {
        /// The statement's number in the revision, from 1.
        number: usize,
        /// How many the revision has.
        of: usize,
        /// The table.
        table: &'a str,
        /// How far it is.
        progress: BatchProgress,
    },
    /// A revision is done and recorded.
    Finished {
        /// Which way.
        direction: Direction,
        /// The revision.
        revision: &'a str,
        /// Its message.
        message: &'a str,
        /// How long its statements took.
        took: Duration,
    },
    /// Another run did a revision of the plan meanwhile.
    DoneElsewhere {
        /// Which way.
        direction: Direction,
        /// The revision.
        revision: &'a str,
        /// Its message.
        message: &'a str,
    },
    /// Something to know that stops nothing.
    Warning(String),
    /// The server said something while a statement ran (PostgreSQL: `RAISE NOTICE`, a warning).
    Notice(&'a Notice),
    /// The run was asked to stop.
    Stopping(Signal),
}

/// How far a statement is that changes its rows in batches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BatchProgress {
    /// How many rows were looked at by this run.
    pub looked_at: u64,
    /// How many of them were changed.
    pub changed: u64,
    /// About how many the table has.
    pub of: Option<u64>,
    /// For how long this run has been at it.
    pub elapsed: Duration,
}

/// Receives the events of a run.
pub trait Reporter {
    /// Takes one event.
    fn event(&mut self, event: &Event<'_>);
}

impl<F: FnMut(&Event<'_>)> Reporter for F {
    fn event(&mut self, event: &Event<'_>) {
        self(event);
    }
}

/// Ignores every event.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Reporter for Silent {
    fn event(&mut self, _: &Event<'_>) {}
}
