//! Checks and NOT NULLs that are not validated, of tables that others inherit from.
//!
//! What a table has when another that inherits from it is made, that one has too, and has it validated: it holds no row yet. What
//! is not validated in both came when both were there.

use crate::operation::{Fill, Operation, Part};
use crate::schema::{Column, Constraint, NotNull, Object, ObjectId, Origin, PartKind, QName, Schema, Table};

/// The operations, with what new tables do not hold against rows of theirs added by itself, where tables inherit it.
pub(super) fn apart(operations: Vec<Operation>, to: &Schema) -> Vec<Operation> {
    let mut out = Vec::with_capacity(operations.len());
    for operation in operations {
        let Operation::Create(Object::Table(mut table)) = operation else {
            out.push(operation);
            continue;
        };
        let name = table.name.clone();
        let (late, now): (Vec<Constraint>, Vec<Constraint>) =
            std::mem::take(&mut table.constraints).into_iter().partition(|one| {
                let own = one.annotation.origin.is_own() && is_unvalidated(one);
                own && children(&name, to).any(|child| check_of(child, one).is_some())
            });
        table.constraints = now;
        let mut changes = Vec::new();
        for column in &mut table.columns {
            let own = column.not_null.not_valid && column.not_null.origin != Origin::Inherited;
            if own && children(&name, to).any(|child| is_open_below(child, &column.name)) {
                let open = Column { nullable: true, not_null: NotNull::default(), ..column.clone() };
                let to = std::mem::replace(column, open.clone());
                let (table, using, fill) = (name.clone(), None, Fill::Nothing);
                changes.push(Operation::AlterColumn { table, from: open, to, using, fill });
            }
        }
        out.push(Operation::Create(Object::Table(table)));
        out.append(&mut changes);
        let of = ObjectId::table(&name);
        out.extend(late.into_iter().map(|one| Operation::AddPart { of: of.clone(), part: Part::Constraint(one) }));
    }
    out
}

/// Tables that inherit are made before what they have not validated either, and after the rest.
pub(super) fn order(operations: &[Operation], to: &Schema, wait: &mut impl FnMut(usize, usize)) {
    let made = operations.iter().enumerate().filter_map(|(at, operation)| match operation {
        Operation::Create(Object::Table(table)) if !table.options.inherits.is_empty() => Some((at, table)),
        _ => None,
    });
    let made: Vec<(usize, &Table)> = made.collect();
    for (at, operation) in operations.iter().enumerate().filter(|_| !made.is_empty()) {
        let Operation::AddPart { of, part: Part::Constraint(one) } = operation else { continue };
        for (child, table) in &made {
            let inherits = to.ancestors(&table.name).contains(&&of.name);
            match to.table(&table.name).and_then(|table| check_of(table, one)).filter(|_| inherits) {
                Some(its) if is_unvalidated(one) && is_unvalidated(its) => wait(at, *child),
                // What is said of it is said when the table is made.
                Some(its) if is_unvalidated(one) || its.annotation.comment.is_some() => wait(*child, at),
                _ => {}
            }
        }
    }
}

/// Whether an operation is a NOT NULL that comes to a parent after a column of a child that has it from there: see [`apart`].
pub(super) fn comes_after(operation: Option<&Operation>, child: &ObjectId, to: &Schema) -> bool {
    match operation {
        Some(Operation::AlterColumn { table, from, to: column, .. }) => {
            let comes = from.nullable && column.not_null.not_valid && *table != child.name;
            comes && to.table(&child.name).is_some_and(|child| is_open_below(child, &column.name))
        }
        _ => false,
    }
}

/// The tables that inherit from this one, directly or not.
fn children<'s>(parent: &'s QName, schema: &'s Schema) -> impl Iterator<Item = &'s Table> {
    let inherits = |table: &&Table| !table.options.inherits.is_empty();
    schema.tables().filter(inherits).filter(move |table| schema.ancestors(&table.name).contains(&parent))
}

/// Whether a check does not look at rows that are there.
pub(super) fn is_unvalidated(one: &Constraint) -> bool {
    one.check().is_some_and(|check| check.not_valid)
}

/// The check that a child has from its parent.
fn check_of<'t>(child: &'t Table, one: &Constraint) -> Option<&'t Constraint> {
    let same = |its: &&Constraint| its.kind() == PartKind::Check && its.name == one.name;
    child.constraints.iter().find(same).filter(|its| its.annotation.origin == Origin::Inherited)
}

/// Whether a child has the NOT NULL of a column from its parent, not validated.
fn is_open_below(child: &Table, column: &str) -> bool {
    let column = child.column(column).filter(|_| !child.options.inherits.is_empty());
    column.is_some_and(|one| one.not_null.not_valid && one.not_null.origin == Origin::Inherited)
}
