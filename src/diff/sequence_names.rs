//! Sequences that stand for themselves and those of columns share their names: what has one lets go of it before another takes it.

use crate::operation::Operation;
use crate::schema::{Column, Object, QName};

/// What holds the name of a sequence goes before another comes to have it.
pub(super) fn order(operations: &[Operation], wait: &mut impl FnMut(usize, usize)) {
    for (at, operation) in operations.iter().enumerate() {
        match operation {
            Operation::Drop(Object::Sequence(gone)) => {
                let takes = operations.iter().enumerate().filter(|(_, one)| takes(one, &gone.name));
                takes.for_each(|(other, _)| wait(other, at));
            }
            Operation::Create(Object::Sequence(comes)) => {
                let gives = operations.iter().enumerate().filter(|(_, one)| gives_up(one, &comes.name));
                gives.for_each(|(other, _)| wait(at, other));
            }
            _ => {}
        }
    }
}

/// Whether a column comes to have a sequence of this name.
fn takes(operation: &Operation, name: &QName) -> bool {
    match operation {
        Operation::Create(Object::Table(table)) => table.columns.iter().any(|column| is_fed(&table.name, column, name)),
        Operation::AddColumn { table, column, .. } => is_fed(table, column, name),
        Operation::AlterColumn { table, from, to, .. } => is_fed(table, to, name) && !is_fed(table, from, name),
        _ => false,
    }
}

/// Whether a column that has a sequence of this name has it no more.
fn gives_up(operation: &Operation, name: &QName) -> bool {
    match operation {
        Operation::Drop(Object::Table(table)) => table.columns.iter().any(|column| is_fed(&table.name, column, name)),
        Operation::DropColumn { table, column, .. } => is_fed(table, column, name),
        Operation::AlterColumn { table, from, to, .. } => is_fed(table, from, name) && !is_fed(table, to, name),
        _ => false,
    }
}

/// Whether a column has a sequence of this name of its own.
fn is_fed(table: &QName, column: &Column, name: &QName) -> bool {
    let usual = || format!("{}_{}_seq", table.name, column.name);
    let own = column.identity.as_ref().map(|identity| identity.sequence.clone().unwrap_or_else(usual));
    own.is_some_and(|own| table.sibling(own) == *name)
}
