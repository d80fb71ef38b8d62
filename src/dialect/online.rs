//! Which tables are changed beside their traffic, and what a database is told when it makes the statements for it.
//!
//! A plain statement is right for a table that nobody uses: one transaction, nothing half done. On a table with rows the same
//! statement may hold a lock for as long as it reads or writes all of them. So the plain steps of an operation are made first,
//! and where the table is one to be spared, the database's own [`super::Dialect::online`] puts others in their place: what takes
//! long stands apart ([`super::Apart`]), and what locks takes moments.

use std::collections::BTreeSet;

use crate::operation::{Operation, Part};
use crate::schema::{Kind, Node, Object, PartKind, QName, Schema};

use super::facts::{Fact, LockMode};
use super::step::{Step, StepStatement};

/// The tables and materialized views that are changed beside their traffic.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum OnlineTables {
    /// None.
    #[default]
    None,
    /// All that are there before the script.
    All,
    /// These of them.
    These(BTreeSet<QName>),
}

impl OnlineTables {
    /// Whether it is one of them, if it was there before the script.
    pub fn has(&self, table: &QName) -> bool {
        match self {
            OnlineTables::None => false,
            OnlineTables::All => true,
            OnlineTables::These(tables) => tables.contains(table),
        }
    }
}

/// An operation on such a table, with what is around it.
#[derive(Debug, Clone, Copy)]
pub struct OnlineChange<'a> {
    /// The operation.
    pub operation: &'a Operation,
    /// Its place among all of the script.
    pub at: usize,
    /// All of them, in order.
    pub operations: &'a [Operation],
    /// The whole schema before.
    pub before: &'a Schema,
    /// The whole schema after.
    pub after: &'a Schema,
}

/// Whether an operation changes a table or view to be spared: it is there before, and is not made anew.
pub(super) fn is_spared(change: &OnlineChange<'_>, online: &OnlineTables) -> bool {
    if *online == OnlineTables::None {
        return false;
    }
    let table = match change.operation {
        Operation::AddColumn { table, .. }
        | Operation::DropColumn { table, .. }
        | Operation::AlterColumn { table, .. } => table,
        Operation::AddPart { of, .. } | Operation::DropPart { of, .. } | Operation::AlterPart { of, .. } => &of.name,
        Operation::Alter { to: Object::Table(table), .. } => &table.name,
        _ => return false,
    };
    let id = change.operation.object();
    if !matches!(id.kind, Kind::Table | Kind::View) {
        return false;
    }
    let stands = change.before.get(&id).is_some() && change.after.get(&id).is_some();
    let anew = || {
        change.operations.iter().any(|other| match other {
            Operation::Create(made) => made.id() == id,
            Operation::SetAside { table: set_aside, .. } => set_aside.name == *table,
            _ => false,
        })
    };
    stands && online.has(table) && !anew()
}

impl<'a> OnlineChange<'a> {
    /// Of an index or key that is added: the one of the same name that goes for it, where it can as well go when the new one is
    /// there.
    pub fn replaced(&self) -> Option<&'a Part> {
        let Operation::AddPart { of, part } = self.operation else { return None };
        let (earlier, _) = self.operations.split_at_checked(self.at)?;
        earlier.iter().find_map(|other| match other {
            Operation::DropPart { of: from, part: old }
                if from == of && old.key() == part.key() && is_index(old) && is_index(part) && self.can_stay(old) =>
            {
                Some(old)
            }
            _ => None,
        })
    }

    /// Of an index or key that is dropped: the addition of the one in its place, where it can as well go when that is there.
    pub fn replacement(&self) -> Option<OnlineChange<'a>> {
        let Operation::DropPart { of, part } = self.operation else { return None };
        let later = self.operations.iter().enumerate().skip(self.at + 1);
        let mut additions = later.map(|(at, operation)| OnlineChange { operation, at, ..*self });
        additions.find(|addition| addition.operation.object() == *of && addition.replaced() == Some(part))
    }

    /// Whether nothing that an index or key stands on changes or goes.
    fn can_stay(&self, old: &Part) -> bool {
        let Operation::AddPart { of, .. } = self.operation else { return false };
        let node = Node::Part(of.clone(), old.kind(), old.key());
        let needs = self.before.depends.get(&node);
        let stands_on = |node: &Node| needs.is_some_and(|needs| needs.contains(node));
        !self.operations.iter().any(|other| {
            let mut touched = other.removes();
            touched.extend(other.changes());
            touched.iter().any(|node| stands_on(node) && *node != Node::Object(of.clone()))
        })
    }
}

/// Whether an index stands behind it.
fn is_index(part: &Part) -> bool {
    matches!(part.kind(), PartKind::Index | PartKind::PrimaryKey | PartKind::Unique)
}

/// Says of a step what traffic waits for, where that takes as long as the table is large.
pub(super) fn say_cost(step: &mut Step, online: &OnlineTables, stood: impl Fn(&QName) -> bool) {
    let facts = &step.facts;
    let takes_long = |fact: Fact| fact == Fact::Yes;
    // The rows are those of the table itself: one that it refers to is locked with it.
    let itself = match &step.statement {
        StepStatement::AlterTable { table, .. } => Some(table),
        StepStatement::Sql(_) | StepStatement::Remark(_) | StepStatement::Rows(_) => None,
    };
    let long = facts.locks.iter().flatten().find(|lock| {
        lock.mode >= LockMode::Share
            && itself.is_none_or(|table| *table == lock.table)
            && online.has(&lock.table)
            && stood(&lock.table)
    });
    let Some(lock) = long else { return };
    let waits = if lock.mode == LockMode::AccessExclusive { "reads and writes wait" } else { "writes wait" };
    let table = &lock.table;
    if takes_long(facts.rewrites) {
        step.explain(&format!("writes all rows of {table} anew: {waits} until that is done"));
    } else if takes_long(facts.scans) {
        step.explain(&format!("reads all rows of {table}: {waits} until that is done"));
    }
}
