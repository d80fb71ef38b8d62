//! Operations with what stands in their way, in an order that works.

use crate::dialect::Dialect;
use crate::error::Result;
use crate::operation::Operation;
use crate::schema::{Object, ObjectId, Schema};

use super::{by_place, dependents, held_domains, left_children, logging, order};

/// The operations with what stands in their way, in an order that works. Where none does, what would change in place is
/// dropped and created again: a view that goes over from a table that goes to one that comes holds both, and these two may
/// have to change places before; so may two constraints that get each other's names.
///
/// # Errors
/// Where no order works.
pub(super) fn arranged(
    operations: Vec<Operation>,
    from: &Schema,
    to: &Schema,
    dialect: &dyn Dialect,
) -> Result<Vec<Operation>> {
    let operations = logging::without_rings(operations, from, to);
    let with_dependents = |operations| dependents::cleared(operations, from, to, dialect);
    let operations = by_place::anew(operations, from, to, dialect, with_dependents);
    let operations = held_domains::anew(operations, from, to, with_dependents);
    let cleared = || with_dependents(operations.clone());
    let ordered = order::ordered(cleared(), from, to, dialect, true).or_else(|ring| {
        let anew = dependents::cleared(texts_anew(operations.clone(), from, to), from, to, dialect);
        order::ordered(anew.clone(), from, to, dialect, true)
            .or_else(|_| order::ordered(cleared(), from, to, dialect, false))
            .or_else(|_| order::ordered(anew, from, to, dialect, false))
            .map_err(|_| ring)
    });
    let mut ordered = ordered?;
    left_children::pass_by_themselves(&mut ordered, from, to);
    Ok(ordered)
}

/// The operations, texts that change in place and parts that get other names as a drop and a create.
fn texts_anew(operations: Vec<Operation>, before: &Schema, after: &Schema) -> Vec<Operation> {
    let find = |schema: &Schema, of: &ObjectId, kind, name: &str| schema.get(of).and_then(|one| one.part(kind, name));
    let anew = |one: &Operation| match one {
        Operation::Alter { to, .. } => {
            let kind = to.id().kind;
            kind.follows() && kind.facts().namespaced && !matches!(to, Object::View(view) if view.materialized)
        }
        _ => false,
    };
    let whole: Vec<ObjectId> = operations.iter().filter(|one| anew(one)).map(Operation::object).collect();
    let mut out = Vec::with_capacity(operations.len());
    for operation in operations {
        match operation {
            Operation::Alter { from, to } if whole.contains(&to.id()) => {
                out.extend([Operation::Drop(from), Operation::Create(to)]);
            }
            Operation::AddPart { ref of, .. }
            | Operation::DropPart { ref of, .. }
            | Operation::AlterPart { ref of, .. }
            | Operation::RenamePart { ref of, .. }
                if whole.contains(of) => {}
            Operation::AlterAccess { ref to, .. } if whole.contains(&to.id()) => {}
            Operation::RenamePart { ref of, kind, ref from, ref to } => {
                match (find(before, of, kind, from), find(after, of, kind, to)) {
                    (Some(old), Some(new)) => {
                        out.push(Operation::DropPart { of: of.clone(), part: old });
                        out.push(Operation::AddPart { of: of.clone(), part: new });
                    }
                    _ => out.push(operation),
                }
            }
            Operation::AlterPart { of, from, to } if from.kind().facts().text => {
                out.push(Operation::DropPart { of: of.clone(), part: from });
                out.push(Operation::AddPart { of, part: to });
            }
            other => out.push(other),
        }
    }
    out
}
