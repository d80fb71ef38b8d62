//! The order between tables and those that descend from them.

use std::collections::HashMap;

use crate::operation::{Operation, Part};
use crate::schema::{Constraint, Object, ObjectId, Origin, PartKind, QName, Schema, SchemaObject, Table};

use super::descent::goes_with_whole;
use super::{rows, twin_indexes, unvalidated};

/// Tables with children: a child leaves its parent before anything else is done to the two, and before another takes its
/// place; it comes to its parent after all else has been done. An index that is to be the partition of another is there
/// before that one looks for it.
pub(super) fn order(operations: &[Operation], from: &Schema, to: &Schema, wait: &mut impl FnMut(usize, usize)) {
    let mut of: HashMap<ObjectId, Vec<usize>> = HashMap::new();
    let mut leaving: HashMap<&QName, Vec<usize>> = HashMap::new();
    for (at, operation) in operations.iter().enumerate() {
        // Its grants wait for all that is done to a table, rows that are brought among it; nothing waits for them.
        if matches!(operation, Operation::AlterAccess { .. }) {
            continue;
        }
        of.entry(operation.object()).or_default().push(at);
        for parent in operation.leaves() {
            leaving.entry(parent).or_default().push(at);
        }
    }
    let about = |id: &ObjectId| of.get(id).into_iter().flatten().copied();
    // What is done to a table goes down to all that descend from it.
    fn above<'a>(parents: &[&'a QName], schema: &'a Schema) -> Vec<&'a QName> {
        let more = parents.iter().flat_map(|parent| schema.ancestors(parent));
        parents.iter().copied().chain(more).collect()
    }
    // Its copy of a key that goes goes with it, before the table leaves.
    let goes_along = |leaving: &ObjectId, of: &ObjectId, key: &Constraint| {
        let whole = ObjectId::table(&of.name) == *of && from.ancestors(&leaving.name).contains(&&of.name);
        let tables = from.table(&leaving.name).filter(|_| whole).zip(to.table(&leaving.name));
        let copies = |(actual, wanted): (&Table, &Table)| {
            let same = |one: &&Constraint| one.key() == key.key() || one.definition == key.definition;
            let copy = actual.constraints.iter().filter(same).find(|one| one.annotation.origin == Origin::Inherited);
            copy.is_some_and(|copy| goes_with_whole(copy, actual, wanted, operations))
        };
        tables.is_some_and(copies)
    };
    let has_from_above = |of: &ObjectId, key: &Constraint| {
        let inherited = |one: &Constraint| one.key() == key.key() && one.annotation.origin == Origin::Inherited;
        from.table(&of.name).is_some_and(|table| table.constraints.iter().any(inherited))
    };
    for (at, operation) in operations.iter().enumerate() {
        let (leaves, joins) = (operation.leaves(), operation.joins());
        let alters = matches!(operation, Operation::Alter { .. });
        let leaves_too = |other: usize| operations.get(other).is_some_and(|one| !one.leaves().is_empty());
        // A key that leads to the whole leads to each part of it.
        let wholes = above(&leaves, from);
        let leads_here = |other: &Operation| match other {
            // One that the table has from there cannot go before it has left.
            Operation::DropPart { of, part: Part::Constraint(key) } => {
                key.foreign_key().is_some_and(|key| wholes.contains(&&key.table)) && !has_from_above(of, key)
                    || goes_along(&operation.object(), of, key)
            }
            _ => false,
        };
        let leads = |other: &usize| operations.get(*other).is_some_and(leads_here);
        if alters && !leaves.is_empty() {
            let parents = wholes.iter().flat_map(|parent| about(&ObjectId::table(parent)));
            parents.filter(|later| !leads(later)).for_each(|later| wait(later, at));
            about(&operation.object())
                .filter(|later| !leaves_too(*later) && !leads(later))
                .for_each(|later| wait(later, at));
        }
        if !leaves.is_empty() {
            let earlier = operations.iter().enumerate().filter(|(_, other)| leads_here(other));
            earlier.for_each(|(other, _)| wait(at, other));
        }
        if leaves.is_empty() && !joins.is_empty() {
            for parent in &above(&joins, to) {
                leaving.get(parent).into_iter().flatten().for_each(|earlier| wait(at, *earlier));
                let changes = about(&ObjectId::table(parent)).filter(|other| match operations.get(*other) {
                    Some(Operation::Create(_)) => true,
                    Some(Operation::AddPart { .. } | Operation::BringRows(_)) | None => false,
                    one if unvalidated::comes_after(one, &operation.object(), to) => false,
                    Some(_) => !leaves_too(*other),
                });
                changes.for_each(|earlier| wait(at, earlier));
            }
            if alters {
                // They come when rows have found their places, which the table has to be there for.
                let is_rule = |other: &usize| matches!(operations.get(*other), Some(Operation::AddPart { part, .. }) if rows::answers(part.kind()));
                // A trigger that it has from there it has from then on.
                let (after, before): (Vec<usize>, Vec<usize>) =
                    about(&operation.object()).partition(|other| sets_trigger_of_parent(operations.get(*other)));
                let brings_rows = |other: &usize| matches!(operations.get(*other), Some(Operation::BringRows(rows)) if rows.into_parent());
                let is_late = |other: &usize| operations.get(*other).is_some_and(|one| twin_indexes::is_late(one, to));
                before
                    .into_iter()
                    .filter(|other| !is_rule(other) && !is_late(other) && !brings_rows(other))
                    .for_each(|earlier| wait(at, earlier));
                after.into_iter().for_each(|later| wait(later, at));
            }
        }
    }
    // A key to a whole comes when all its parts are there.
    for (at, operation) in operations.iter().enumerate() {
        let Operation::AddPart { part: Part::Constraint(one), .. } = operation else { continue };
        let Some(key) = one.foreign_key() else { continue };
        let comes = |other: &Operation| {
            let joins = if matches!(other, Operation::Alter { .. }) { other.joins() } else { Vec::new() };
            !joins.is_empty() && above(&joins, to).contains(&&key.table)
        };
        let earlier = operations.iter().enumerate().filter(|(_, other)| comes(other));
        earlier.for_each(|(other, _)| wait(at, other));
    }
    for (at, operation) in operations.iter().enumerate() {
        let Operation::AddPart { of: whole, part } = operation else { continue };
        if part.is_only() {
            let comes = |joins: &[&QName]| above(joins, to).contains(&&whole.name);
            let earlier = operations.iter().enumerate().filter(|(_, other)| comes(&other.joins()));
            earlier.for_each(|(other, _)| wait(at, other));
        }
    }
    rules_between(operations, from, to, wait);
    names_below(operations, to, wait);
    twin_indexes::order(operations, to, wait);
    let mut wholes: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, operation) in operations.iter().enumerate() {
        if let Operation::AddPart { part, .. } = operation {
            wholes.entry(part.key()).or_default().push(at);
        }
    }
    for (at, operation) in operations.iter().enumerate() {
        let (Operation::AddPart { part, .. } | Operation::AlterPart { to: part, .. }) = operation else { continue };
        let Some(parent) = part.origin().attached() else { continue };
        let whole = wholes.get(parent).into_iter().flatten().copied().filter(|whole| *whole != at);
        let is_made = matches!(operation, Operation::AddPart { .. });
        // What is said of one that comes with the whole is said when it has come.
        whole.for_each(|whole| if is_made { wait(whole, at) } else { wait(at, whole) });
    }
}

/// What partitions get with an index or a key of their whole finds its name free.
fn names_below(operations: &[Operation], to: &Schema, wait: &mut impl FnMut(usize, usize)) {
    let mut gone: HashMap<(Option<&String>, String), usize> = HashMap::new();
    for (at, operation) in operations.iter().enumerate() {
        if let Operation::DropPart { of, part } = operation
            && part.kind().has_index()
        {
            gone.insert((of.name.namespace.as_ref(), part.key()), at);
        }
    }
    if gone.is_empty() {
        return;
    }
    for (at, operation) in operations.iter().enumerate() {
        let Operation::AddPart { of, part } = operation else { continue };
        if !part.kind().has_index() {
            continue;
        }
        let mut wholes = vec![(&of.name, part.key())];
        while let Some((whole, key)) = wholes.pop() {
            for partition in to.tables().filter(|table| table.partitioned_table() == Some(whole)) {
                let parts = partition.parts();
                let own = parts.iter().filter(|own| own.kind().has_index() && own.origin().attached() == Some(&key));
                for name in own.map(Part::key) {
                    if let Some(other) = gone.get(&(partition.name.namespace.as_ref(), name.clone())) {
                        wait(at, *other);
                    }
                    wholes.push((&partition.name, name));
                }
            }
        }
    }
}

/// A check or a foreign key that a child declares itself on one side and only inherits on the other: its own is gone before the parent's comes, and
/// comes when the parent's is gone. One that it declares too, and otherwise, is there when the parent's comes.
fn rules_between(operations: &[Operation], from: &Schema, to: &Schema, wait: &mut impl FnMut(usize, usize)) {
    let is_rule = |kind: PartKind| matches!(kind, PartKind::Check | PartKind::ForeignKey);
    let has = |schema: &Schema, table: &QName, name: &str, origin: Origin| {
        let rule = schema.table(table).and_then(|table| table.constraints.iter().find(|one| one.key() == name));
        rule.is_some_and(|one| is_rule(one.kind()) && one.annotation.origin == origin)
    };
    let inherits = |schema: &Schema, table: &QName, name: &str| has(schema, table, name, Origin::Inherited);
    let of_rule = |operation: &Operation| match operation {
        Operation::AddPart { of, part } | Operation::DropPart { of, part } if is_rule(part.kind()) => {
            Some((of.name.clone(), part.key()))
        }
        _ => None,
    };
    // A table that comes to a parent has its check from there alone if the check comes after it.
    for (at, operation) in operations.iter().enumerate() {
        let Operation::Alter { to: Object::Table(child), .. } = operation else { continue };
        if operation.joins().is_empty() || child.options.partition_of.is_some() {
            continue;
        }
        let above = to.ancestors(&child.name);
        for (other, one) in operations.iter().enumerate() {
            let comes = matches!(one, Operation::AddPart { .. });
            if let Some((parent, name)) = of_rule(one).filter(|_| comes)
                && above.contains(&&parent)
                && inherits(to, &child.name, &name)
            {
                wait(other, at);
            }
        }
    }
    for (at, operation) in operations.iter().enumerate() {
        let Some((table, name)) = of_rule(operation) else { continue };
        let goes = matches!(operation, Operation::DropPart { .. });
        let side = if goes { to } else { from };
        if !goes && has(to, &table, &name, Origin::Merged) {
            let above = to.ancestors(&table);
            for (other, one) in operations.iter().enumerate() {
                let differs = match (operation, one) {
                    (
                        Operation::AddPart { part: Part::Constraint(own), .. },
                        Operation::AddPart { part: Part::Constraint(its), .. },
                    ) => own.definition != its.definition,
                    _ => false,
                };
                if differs && of_rule(one).is_some_and(|(of, its)| its == name && above.contains(&&of)) {
                    wait(other, at);
                }
            }
        }
        // While its parent has one as well, a table cannot drop its own.
        if goes && has(from, &table, &name, Origin::Merged) && !inherits(to, &table, &name) {
            let above = from.ancestors(&table);
            for (other, one) in operations.iter().enumerate() {
                let parents = of_rule(one).is_some_and(|(of, its)| its == name && above.contains(&&of));
                if parents && matches!(one, Operation::DropPart { .. }) {
                    wait(at, other);
                }
            }
        }
        if !inherits(side, &table, &name) {
            continue;
        }
        let above = side.ancestors(&table);
        for (other, one) in operations.iter().enumerate() {
            let parents = of_rule(one).is_some_and(|(of, its)| its == name && above.contains(&&of));
            match one {
                Operation::AddPart { .. } if goes && parents => wait(other, at),
                // What it has from there too goes there first.
                Operation::DropPart { .. } if goes && parents => wait(at, other),
                Operation::DropPart { .. } if !goes && parents => wait(at, other),
                _ => {}
            }
        }
    }
}

/// Whether it says when a trigger fires that a partition has from its parent.
fn sets_trigger_of_parent(operation: Option<&Operation>) -> bool {
    matches!(operation, Some(Operation::AddPart { part: Part::Trigger(one), .. }) if one.is_inherited())
}
