//! Types that are made anew while tables are divided by a column of them.
//!
//! A column of such a type passes to the new one by a change of its type, which the database refuses of a column that a table
//! is divided by. The table is then made anew itself, and its rows pass as text.

use std::collections::BTreeSet;

use crate::dialect::Dialect;
use crate::operation::{Operation, RowsBrought, TypeChange};
use crate::schema::{Kind, Node, Object, QName, Schema};

use super::rows::family;

/// The operations, with each table made anew that is divided by a column of a type that is.
pub(super) fn apart(
    mut operations: Vec<Operation>,
    from: &Schema,
    to: &Schema,
    dialect: &dyn Dialect,
) -> Vec<Operation> {
    let changes: Vec<TypeChange> = operations
        .iter()
        .filter_map(|one| match one {
            Operation::AlterType(change) if change.rebuilds() => Some(change.clone()),
            _ => None,
        })
        .collect();
    let divided = |schema: &Schema, table: &QName, column: &str| {
        let family = family(table, schema);
        family.iter().filter_map(|name| schema.table(name)).any(|table| dialect.divides(table, column))
    };
    let uses = changes.iter().flat_map(TypeChange::uses);
    let keyed =
        uses.filter(|one| divided(from, &one.table, &one.before.name) || divided(to, &one.table, &one.after.name));
    let tables: BTreeSet<QName> = keyed.map(|one| one.table.clone()).collect();
    for name in &tables {
        operations = made_anew(operations, name, &changes, from, to);
    }
    for change in changes {
        waiting(&mut operations, &change, from, to, dialect);
    }
    operations
}

/// A table that is made anew for another reason goes with its parts, and these may stand in the way of the new type until then
/// (a predicate of an index): the rows wait as text, too.
fn waiting(operations: &mut [Operation], change: &TypeChange, from: &Schema, to: &Schema, dialect: &dyn Dialect) {
    let alters = Operation::AlterType(change.clone());
    let touched = alters.changes();
    let mut gone: BTreeSet<QName> = BTreeSet::new();
    for one in operations.iter_mut() {
        let Operation::BringRows(rows) = one else { continue };
        if rows.only.is_some() || rows.into_parent() || rows.types.iter().any(|other| other.id() == change.id()) {
            continue;
        }
        let old = family(&rows.from.name, from);
        let in_the_way = from.depends.iter().any(|(node, needs)| {
            let of_old = matches!(node, Node::Part(id, ..) if id.kind == Kind::Table && old.contains(&id.name));
            of_old && needs.iter().any(|need| touched.contains(need)) && dialect.obstructs(&alters, node, from)
        });
        if in_the_way && change.uses().iter().any(|one| old.contains(&one.table)) {
            gone.extend(old);
            gone.extend(family(&rows.into.name, to));
            rows.types.push(change.clone());
        }
    }
    for one in operations {
        if let Operation::AlterType(other) = one
            && other.id() == change.id()
        {
            other.forget_uses(&gone);
        }
    }
}

fn made_anew(
    operations: Vec<Operation>,
    name: &QName,
    changes: &[TypeChange],
    from: &Schema,
    to: &Schema,
) -> Vec<Operation> {
    let (Some(old), Some(new)) = (from.table(name), to.table(name)) else { return operations };
    // Partitions that are there before and after.
    let both: BTreeSet<QName> = family(name, from).intersection(&family(name, to)).cloned().collect();
    let is_of = |one: &Operation| {
        let id = one.object();
        id.kind == Kind::Table && both.contains(&id.name)
    };
    let (mine, mut out): (Vec<Operation>, Vec<Operation>) =
        operations.into_iter().partition(|one| is_of(one) && !matches!(one, Operation::AlterAccess { .. }));
    for one in &mut out {
        if let Operation::AlterType(change) = one {
            change.forget_uses(&both);
        }
    }
    let columns = mine.into_iter().filter(|one| {
        let of_it = one.object().name == *name;
        of_it
            && matches!(one, Operation::AddColumn { .. } | Operation::DropColumn { .. } | Operation::AlterColumn { .. })
    });
    let types = changes.iter().filter(|change| change.uses().iter().any(|one| one.table == *name)).cloned().collect();
    let rows = RowsBrought { types, changes: columns.collect(), ..RowsBrought::of(old.clone(), new.clone()) };
    for member in &both {
        out.extend(from.table(member).map(|table| Operation::Drop(Object::Table(table.clone()))));
        out.extend(to.table(member).map(|table| Operation::Create(Object::Table(table.clone()))));
    }
    out.push(Operation::BringRows(rows));
    out
}
