//! Tables that have left their parents by the time that a type is made anew.
//!
//! What is done to a column of a parent is done to that of its children, so that a child's column passes over to the new type
//! with its parent's. One that has left passes over by itself, and what stands aside waits as text. Which of them have left is known
//! when the order is.

use crate::operation::{Operation, TypeChange, TypeUse, TypeUseParents};
use crate::schema::{Column, Node, Object, Origin, QName, Schema, Table};

use super::rows::family;

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
        let left: Vec<(QName, Vec<TypeUse>)> = left(before, &change, from)
            .into_iter()
            .map(|table| (table.name.clone(), more_uses(table, &change, before, from, to)))
            .collect();
        let aside = aside(before, after, &change, from);
        for one in operations.iter_mut() {
            match one {
                Operation::SetAside { table, types, alone } => {
                    if let Some((_, is_root)) = aside.iter().find(|(name, _)| *name == table.name) {
                        types.push(change.clone());
                        *alone = *is_root;
                    }
                }
                Operation::BringRows(rows) if aside.iter().any(|(name, _)| *name == rows.from.name) => {
                    rows.types.push(change.clone());
                }
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

/// Whether a column of a table would pass over with that of a parent.
fn passes(table: &Table, change: &TypeChange, from: &Schema) -> bool {
    let above = from.ancestors(&table.name);
    change.uses().iter().any(|one| {
        above.contains(&&one.table) && table.column(&one.before.name).is_some_and(|own| own.ty == one.before.ty)
    })
}

/// The tables that have left their parents, and have not come to them again.
fn left<'o>(done: &'o [Operation], change: &TypeChange, from: &Schema) -> Vec<&'o Table> {
    let leaves = |one: &'o Operation| match one {
        Operation::Alter { from: Object::Table(old), .. } if !one.leaves().is_empty() => Some(old),
        _ => None,
    };
    let left = done.iter().filter_map(leaves);
    left.filter(|table| !has_come(done, &table.name) && passes(table, change, from)).collect()
}

/// The tables that stand aside while their rows wait, and whether they do so for themselves and not as part of another.
fn aside(done: &[Operation], to_do: &[Operation], change: &TypeChange, from: &Schema) -> Vec<(QName, bool)> {
    let waiting: Vec<&QName> = to_do
        .iter()
        .filter_map(|one| match one {
            Operation::BringRows(rows) if rows.only.is_none() => Some(&rows.from.name),
            _ => None,
        })
        .collect();
    let wait = |name: &QName| waiting.iter().any(|root| family(root, from).contains(name));
    let stands = |one: &Operation| match one {
        Operation::SetAside { table, types, .. } if table.parents().next().is_some() => {
            let is_one = !is_said(types, change) && passes(table, change, from) && wait(&table.name);
            is_one.then(|| (table.name.clone(), waiting.contains(&&table.name)))
        }
        _ => None,
    };
    done.iter().filter_map(stands).collect()
}

fn is_said(types: &[TypeChange], change: &TypeChange) -> bool {
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
