//! The statements for a table whose traffic must not stop: what takes the place of the plain ones.
//!
//! PostgreSQL has a way beside traffic for indexes, keys, checks, foreign keys and NOT NULL, each of the same shape: what locks
//! takes moments, what reads the rows takes a lock that nobody waits for, and the two share no transaction
//! (<https://www.postgresql.org/docs/current/sql-createindex.html>, "Building Indexes Concurrently";
//! <https://www.postgresql.org/docs/current/sql-altertable.html>, "Notes"). A change that writes all rows anew has none.

mod column;
mod constraint;
mod index;
mod key;

use crate::dialect::{Apart, ClauseKind, OnlineChange, Step, StepStatement};
use crate::engine::Flavor;
use crate::operation::{Fill, Operation};
use crate::schema::{Constraint, ConstraintDefinition, Kind, ObjectId, Part, QName, Schema};

use super::RenderContext;

/// What takes the place of the plain `steps` of an operation.
pub(crate) fn online(change: &OnlineChange<'_>, steps: Vec<Step>, flavor: &Flavor) -> Vec<Step> {
    let context = RenderContext { before: change.before, after: change.after, flavor };
    context.online(change, steps)
}

impl RenderContext<'_> {
    fn online(&self, change: &OnlineChange<'_>, steps: Vec<Step>) -> Vec<Step> {
        let id = change.operation.object();
        if id.kind == Kind::Table && self.is_foreign(&id.name) {
            return steps;
        }
        match change.operation {
            Operation::DropPart { .. } if change.replacement().is_some_and(|one| self.replaced(&one).is_some()) => {
                Vec::new()
            }
            Operation::DropPart { of, part: Part::Index(one) } => self.drop_index(&of.name, one, steps),
            Operation::AddPart { of, part } => {
                let old = self.replaced(change);
                match part {
                    Part::Index(one) if self.is_partitioned(of) && !one.only => self.build_indexes(change, one, steps),
                    Part::Index(one) if !one.only => self.build_index(of, one, old, steps),
                    Part::Constraint(one) => match &one.definition {
                        ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => {
                            self.build_key(change, one, key, steps)
                        }
                        ConstraintDefinition::ForeignKey(_) | ConstraintDefinition::Check(_) => {
                            self.add_unvalidated(&of.name, one, steps)
                        }
                        ConstraintDefinition::Exclusion(_) => steps,
                    },
                    _ => steps,
                }
            }
            Operation::AddColumn { table, column, fill, .. } => self.add_column_online(table, column, fill, steps),
            Operation::AlterColumn { table, to, fill, .. } => {
                let filled = !matches!(fill, Fill::Nothing);
                self.fill_online(table, to, filled, steps)
            }
            _ => steps,
        }
        .into_iter()
        .map(validated_apart)
        .collect()
    }

    /// The index or key that goes when the one that is added is there, where that can be built beforehand. Those of a partitioned
    /// table and of its partitions hang together.
    fn replaced<'c>(&self, change: &OnlineChange<'c>) -> Option<&'c Part> {
        let Operation::AddPart { of, part } = change.operation else { return None };
        let of_partition =
            |schema: &Schema| schema.table(&of.name).is_some_and(|table| table.options.partition_of.is_some());
        let apart = !self.is_partitioned(of) && !of_partition(self.before) && !of_partition(self.after);
        let buildable = match part {
            Part::Index(one) => !one.only,
            Part::Constraint(one) => is_buildable(one),
            _ => false,
        };
        change.replaced().filter(|old| apart && buildable && !is_taken_up(change, &of.name, old))
    }

    fn is_partitioned(&self, of: &ObjectId) -> bool {
        of.kind == Kind::Table
            && [self.before, self.after]
                .iter()
                .any(|schema| schema.table(&of.name).is_some_and(|table| table.options.partition_by.is_some()))
    }
}

/// Whether a foreign key comes over the columns of a key that goes, which another over the same columns is there for: as long as
/// the old one is there, the server takes that.
fn is_taken_up(change: &OnlineChange<'_>, of: &QName, old: &Part) -> bool {
    let Some(columns) = old.unique_columns() else { return false };
    // It waits for the one that takes the place of the old one itself.
    if let Operation::AddPart { part, .. } = change.operation
        && part.unique_columns().is_some_and(|others| others == columns)
    {
        return false;
    }
    change.operations.iter().any(|one| match one {
        Operation::AddPart { part: Part::Constraint(one), .. } => {
            one.foreign_key().is_some_and(|key| key.table == *of && key.refers_to(&columns))
        }
        _ => false,
    })
}

/// Whether a key can stand on an index that was built before: one without overlaps cannot.
fn is_buildable(one: &Constraint) -> bool {
    let without_overlaps = match &one.definition {
        ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => key.without_overlaps,
        _ => true,
    };
    one.name.is_some() && !without_overlaps
}

/// VALIDATE reads all rows and lets others read and write, as long as no other lock is held meanwhile.
fn validated_apart(step: Step) -> Step {
    match &step.statement {
        StepStatement::AlterTable { clauses, .. }
            if clauses.iter().all(|clause| clause.kind == ClauseKind::ValidateConstraint) =>
        {
            step.apart(Apart::Whole)
        }
        _ => step,
    }
}

/// Lays what is said of a plain step, and what it loses, on the first of those in its place.
fn carry(plain: &Step, steps: &mut [Step]) {
    if let Some(first) = steps.first_mut() {
        first.explain(plain.comment.as_deref().unwrap_or_default());
        first.facts.loses.extend(plain.facts.loses.iter().cloned());
    }
}
