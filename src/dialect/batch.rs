//! The statements of a whole list of operations.

use std::collections::HashSet;

use crate::operation::Operation;
use crate::schema::{Object, QName, Schema};

use super::{Dialect, Step, join};

/// The statements of operations, in an order that works as theirs does: the clauses of one table that can be one
/// `ALTER TABLE` are one. `before` and `after` are the whole schemas around them.
pub fn render(dialect: &dyn Dialect, operations: &[Operation], before: &Schema, after: &Schema) -> Vec<Step> {
    let new: HashSet<&QName> = operations
        .iter()
        .filter_map(|operation| match operation {
            Operation::Create(Object::Table(table)) => Some(&table.name),
            Operation::Create(Object::View(view)) => Some(&view.name),
            _ => None,
        })
        .collect();
    let mut out = Vec::new();
    for (at, operation) in operations.iter().enumerate() {
        let mut steps = dialect.render(operation, before, after);
        let losing = match operation {
            // What hangs on it is taken care of before.
            Operation::Drop(_) | Operation::DropColumn { .. } => steps.last_mut(),
            _ => steps.first_mut(),
        };
        if let Some(step) = losing {
            step.facts.loses.extend(operation.loses());
        }
        for step in &mut steps {
            step.facts.forget(|table| new.contains(table));
        }
        out.extend(steps.into_iter().map(|step| (at, step)));
    }
    join::joined(out, operations, before, after, dialect)
}
