//! Primary keys and unique constraints whose index is built beside reads and writes.

use crate::dialect::{OnlineChange, Step, StepStatement};
use crate::operation::Operation;
use crate::schema::{Constraint, ConstraintDefinition, Index, IndexColumn, Key};

use super::super::{RenderContext, constraint};
use super::index::{concurrently, replaces};
use super::{carry, is_buildable};

impl RenderContext<'_> {
    /// The index by `CREATE UNIQUE INDEX CONCURRENTLY`, then the constraint over it. The server takes no finished index for a key of
    /// a partitioned table, nor for one without overlaps.
    pub(super) fn build_key(
        &self,
        change: &OnlineChange<'_>,
        one: &Constraint,
        key: &Key,
        plain: Vec<Step>,
    ) -> Vec<Step> {
        let (of, old) = (&change.operation.object(), self.replaced(change));
        let Some(called) = one.name.as_deref().filter(|_| is_buildable(one) && !self.is_partitioned(of)) else {
            return plain;
        };
        let mut plain = plain.into_iter();
        let Some(mut first) = plain.next() else { return Vec::new() };
        let unique = Index {
            name: called.to_owned(),
            unique: true,
            columns: key.columns.iter().map(IndexColumn::column).collect(),
            include: key.include.clone(),
            nulls_not_distinct: key.nulls_not_distinct,
            parameters: key.parameters.clone(),
            ..Index::default()
        };
        let temporary = old.map_or_else(|| called.to_owned(), |_| self.free_relation(&of.name, called));
        let mut steps = vec![concurrently(&of.name, &unique, &temporary)];
        if let (Some(old), Some(step)) = (old, steps.first_mut()) {
            step.explain(&replaces(called));
            steps.extend(self.drop_replaced(of, old));
        }
        let comment = first.comment.take();
        if let StepStatement::AlterTable { clauses, .. } = &mut first.statement {
            for clause in clauses {
                clause.sql = format!("ADD {}", constraint::using_index(one, key, &temporary));
            }
        }
        // PRIMARY KEY makes its columns NOT NULL, and looks for NULLs where they are not.
        let is_primary = matches!(one.definition, ConstraintDefinition::PrimaryKey(_));
        first.facts.scans = (is_primary && !self.are_filled(change, key)).into();
        first.facts.fails_on.clear();
        carry(&Step { comment, ..first.clone() }, &mut steps);
        first.facts.loses.clear();
        steps.push(first);
        steps.extend(plain);
        steps
    }

    /// Whether the columns of a key are NOT NULL by the time that it comes.
    fn are_filled(&self, change: &OnlineChange<'_>, key: &Key) -> bool {
        let of = change.operation.object();
        let made_before = |name: &String| {
            change.operations.iter().take(change.at).any(|other| match other {
                Operation::AlterColumn { table, to: column, .. } | Operation::AddColumn { table, column, .. } => {
                    *table == of.name && column.name == *name && !column.nullable
                }
                _ => false,
            })
        };
        let stood = |name: &String| {
            self.before.table(&of.name).and_then(|table| table.column(name)).is_some_and(|column| !column.nullable)
        };
        key.columns.iter().all(|name| stood(name) || made_before(name))
    }
}
