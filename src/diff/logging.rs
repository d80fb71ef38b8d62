//! Tables that are logged or not, and the foreign keys between them: one that is logged may not refer to one that is not.
//!
//! So of two that change alike, the one that refers changes first to be unlogged, and last to be logged. Where they refer to
//! each other, their keys make way.

use crate::operation::{Operation, Part};
use crate::schema::{Constraint, Object, ObjectId, QName, Schema, Table};

/// The tables that change whether they are logged: the place, the name, whether they are unlogged then.
fn changing(operations: &[Operation]) -> Vec<(usize, &QName, bool)> {
    let all = operations.iter().enumerate();
    all.filter_map(|(at, operation)| match operation {
        Operation::Alter { from: Object::Table(from), to: Object::Table(to) }
            if from.options.unlogged != to.options.unlogged =>
        {
            Some((at, &to.name, to.options.unlogged))
        }
        _ => None,
    })
    .collect()
}

/// The foreign keys of a table to others that are there before and after.
fn kept_keys<'s>(table: &QName, from: &'s Schema, to: &'s Schema) -> Vec<&'s Constraint> {
    let keys = |schema: &'s Schema| schema.table(table).into_iter().flat_map(|table: &Table| &table.constraints);
    let after: Vec<&Constraint> = keys(to).filter(|one| one.foreign_key().is_some()).collect();
    let stays = |one: &&Constraint| after.iter().any(|other| other.name == one.name);
    let others = |one: &&Constraint| one.foreign_key().is_some_and(|key| key.table != *table);
    keys(from).filter(others).filter(stays).collect()
}

/// In which order tables change.
pub(super) fn order(operations: &[Operation], from: &Schema, to: &Schema, wait: &mut impl FnMut(usize, usize)) {
    let changing = changing(operations);
    for (at, table, unlogged) in &changing {
        for one in kept_keys(table, from, to) {
            let gone = |operation: &Operation| {
                matches!(operation, Operation::DropPart { of, part: Part::Constraint(gone) }
                    if *of == ObjectId::table(table) && gone.name == one.name)
            };
            if operations.iter().any(gone) {
                continue;
            }
            let target = one.foreign_key().map(|key| &key.table);
            for (other, ..) in changing.iter().filter(|(_, name, same)| Some(*name) == target && same == unlogged) {
                if *unlogged { wait(*other, *at) } else { wait(*at, *other) }
            }
        }
    }
}

/// The operations, with the keys that tables refer to each other by taken away and given back.
pub(super) fn without_rings(mut operations: Vec<Operation>, from: &Schema, to: &Schema) -> Vec<Operation> {
    let all = changing(&operations);
    let targets = |table: &QName, unlogged: bool| -> Vec<&QName> {
        let keys = kept_keys(table, from, to);
        let reached = keys.iter().filter_map(|one| one.foreign_key()).map(|key| &key.table);
        reached.filter(|target| all.iter().any(|(_, name, same)| name == target && *same == unlogged)).collect()
    };
    let mut ways = Vec::new();
    for (_, table, unlogged) in &all {
        for one in kept_keys(table, from, to) {
            let Some(target) = one.foreign_key().map(|key| &key.table) else { continue };
            if !targets(table, *unlogged).contains(&target) {
                continue;
            }
            // Whether the way leads back.
            let mut reached = vec![target];
            let mut next = 0;
            while let Some(at) = reached.get(next).copied() {
                next += 1;
                for further in targets(at, *unlogged) {
                    if !reached.contains(&further) {
                        reached.push(further);
                    }
                }
            }
            if reached.contains(table) {
                let after = to.table(table).and_then(|table| table.constraints.iter().find(|two| two.name == one.name));
                ways.extend(after.map(|after| (ObjectId::table(table), one.clone(), after.clone())));
            }
        }
    }
    for (of, old, new) in ways {
        let about = |operation: &Operation| match operation {
            Operation::DropPart { of: other, part } | Operation::AddPart { of: other, part } => {
                *other == of && part.key() == old.key()
            }
            Operation::AlterPart { of: other, from, .. } => *other == of && from.key() == old.key(),
            _ => false,
        };
        if !operations.iter().any(about) {
            operations.push(Operation::DropPart { of: of.clone(), part: Part::Constraint(old) });
            operations.push(Operation::AddPart { of, part: Part::Constraint(new) });
        }
    }
    operations
}
