//! Tables that have left their parents by the time that a type is made anew.
//!
//! What is done to a column of a parent is done to that of its children, so that a child's column passes over to the new type
//! with its parent's. One that has left passes over by itself, and what stands aside waits as text. Which of them have left is known
//! when the order is.

use super::rows::family;
use crate::operation::{Operation, TypeChange, TypeUse, TypeUseParents};
use crate::schema::{Column, Node, Object, Origin, QName, Schema, Table};

/// Has the columns of a rebuilt type pass by themselves where their table has left its parents before.
pub(super) fn pass_by_themselves(operations: &mut [Operation], from: &Schema, to: &Schema) {
    for at in 0..operations.len() {
        let Some(Operation::AlterType(change)) = operations.get(at) else { continue };
        if !change.rebuilds() {
            continue;
        }
        let mut change = change.clone();
        change.forget_left();
        let (before, after) = operations.split_at(at);
        let is_brought = |name: &QName| {
            after.iter().any(|one| matches!(one, Operation::BringRows(rows) if rows.only.is_none() && family(&rows.from.name, from).contains(name)))
        };
        let passes = |table: &Table| {
            let above = from.ancestors(&table.name);
            change.uses().iter().any(|one| {
                above.contains(&&one.table) && table.column(&one.before.name).is_some_and(|own| own.ty == one.before.ty)
            })
        };
        // The last of several of a table counts: it may have come to its parents again.
        let left: Vec<&Table> = before
            .iter()
            .filter_map(|one| match one {
                Operation::Alter { from: Object::Table(old), .. } if !one.leaves().is_empty() => Some(old),
                _ => None,
            })
            .filter(|table| !has_come(before, &table.name) && passes(table))
            .collect();
        let left: Vec<(QName, Vec<TypeUse>)> =
            left.into_iter().map(|table| (table.name.clone(), more_uses(table, &change, before, from, to))).collect();
        let aside: Vec<QName> = before
            .iter()
            .filter_map(|one| match one {
                Operation::SetAside { table, types, .. } if table.parents().next().is_some() => {
                    (!waits(types, &change) && passes(table) && is_brought(&table.name)).then(|| table.name.clone())
                }
                _ => None,
            })
            .collect();
        let is_root = |one: &Operation, name: &QName| matches!(one, Operation::BringRows(rows) if rows.only.is_none() && rows.from.name == *name);
        let roots: Vec<QName> =
            aside.iter().filter(|name| operations.iter().any(|one| is_root(one, name))).cloned().collect();
        for one in operations.iter_mut() {
            match one {
                Operation::SetAside { table, types, alone } if aside.contains(&table.name) => {
                    types.push(change.clone());
                    *alone = roots.contains(&table.name);
                }
                Operation::BringRows(rows) if aside.contains(&rows.from.name) => rows.types.push(change.clone()),
                _ => {}
            }
        }
        for (table, more) in left {
            change.pass_by_themselves(&table, more);
        }
        if let Some(one) = operations.get_mut(at) {
            *one = Operation::AlterType(change);
        }
    }
}

fn waits(types: &[TypeChange], change: &TypeChange) -> bool {
    types.iter().any(|other| other.id() == change.id())
}

fn has_come(operations: &[Operation], table: &QName) -> bool {
    let last = operations.iter().rev().find(|one| {
        matches!(one, Operation::Alter { to: Object::Table(to), .. } if to.name == *table)
            && !(one.leaves().is_empty() && one.joins().is_empty())
    });
    last.is_some_and(|one| !one.joins().is_empty())
}

/// The columns of a type that a table has from its parents, as its own, where nothing else is known of them.
fn more_uses(table: &Table, change: &TypeChange, done: &[Operation], from: &Schema, to: &Schema) -> Vec<TypeUse> {
    let of_type = Node::Object(change.id());
    let is_of = |column: &&Column| {
        let node = Node::column(&table.name, &column.name);
        column.generated.is_none() && from.depends.get(&node).is_some_and(|needs| needs.contains(&of_type))
    };
    let known =
        |column: &Column| change.uses().iter().any(|one| one.table == table.name && one.before.name == column.name);
    let has_gone = |column: &Column| {
        let drops = |one: &Operation| matches!(one, Operation::DropColumn { table: of, column: gone, .. } if *of == table.name && gone.name == column.name);
        done.iter().any(drops)
    };
    let own = |column: &Column| {
        let mut column = column.clone();
        column.annotation.origin = Origin::Own;
        column
    };
    let columns = table.columns.iter().filter(is_of).filter(|column| !known(column) && !has_gone(column));
    columns
        .map(|column| {
            // What goes afterwards passes over as it is.
            let wanted = to.table(&table.name).and_then(|table| table.column(&column.name));
            let after = wanted.filter(|one| one.ty == column.ty).unwrap_or(column);
            TypeUse {
                table: table.name.clone(),
                before: own(column),
                after: own(after),
                parents: TypeUseParents::LeftAlone,
            }
        })
        .collect()
}
