//! Tables that are made anew while their rows stay: where the old one, the new one and the copy stand among all else.
//!
//! A comparison says of such a table that it is dropped, made and given the rows ([`Operation::BringRows`]), so that whatever
//! stands on it goes and comes again as with any table that is dropped. Here the drop becomes what it is: the old table stands
//! aside until its rows are copied.

use std::collections::BTreeSet;

use crate::operation::{Operation, Part, RowsBrought};
use crate::schema::{Constraint, Kind, Node, Object, ObjectId, Origin, PartKind, QName, Schema, Table};

use super::unvalidated::is_unvalidated;

/// The operations, with each table set aside that would be dropped with rows that are brought over; what new tables do not
/// demand of rows that are there comes after these.
pub(super) fn kept(operations: Vec<Operation>, from: &Schema, to: &Schema) -> Vec<Operation> {
    let brought: Vec<RowsBrought> = brought(&operations).map(|(_, rows)| rows.clone()).collect();
    if brought.is_empty() {
        return operations;
    }
    let goes = |name: &QName| {
        let mut whole = brought.iter().filter(|rows| rows.only.is_none());
        whole.find(|rows| family(&rows.from.name, from).contains(name))
    };
    let filled: BTreeSet<QName> = brought.iter().flat_map(|rows| family(&rows.into.name, to)).collect();
    let mut out = Vec::with_capacity(operations.len());
    for operation in operations {
        match operation {
            Operation::Drop(Object::Table(table)) => {
                out.push(match goes(&table.name).filter(|_| !table.is_foreign()) {
                    Some(rows) => Operation::SetAside { table, types: rows.types.clone(), alone: false },
                    None => Operation::Drop(Object::Table(table)),
                });
            }
            Operation::Create(Object::Table(mut table)) if filled.contains(&table.name) => {
                let of = ObjectId::table(&table.name);
                let (later, now) = table.constraints.into_iter().partition(is_unvalidated);
                table.constraints = now;
                out.push(Operation::Create(Object::Table(table)));
                let own = later.into_iter().filter(|one: &Constraint| one.annotation.origin != Origin::Inherited);
                out.extend(own.map(|one| Operation::AddPart { of: of.clone(), part: Part::Constraint(one) }));
            }
            other => out.push(other),
        }
    }
    out
}

fn brought(operations: &[Operation]) -> impl Iterator<Item = (usize, &RowsBrought)> {
    operations.iter().enumerate().filter_map(|(at, operation)| match operation {
        Operation::BringRows(rows) => Some((at, rows)),
        _ => None,
    })
}

/// A table and its partitions, theirs included.
pub fn family(root: &QName, schema: &Schema) -> BTreeSet<QName> {
    let mut found = BTreeSet::from([root.clone()]);
    loop {
        let is_new = |table: &&Table| {
            table.partitioned_table().is_some_and(|parent| found.contains(parent)) && !found.contains(&table.name)
        };
        let more: Vec<QName> = schema.tables().filter(is_new).map(|table| table.name.clone()).collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

/// Whether rows are copied into a table that comes.
pub(super) fn is_filled(operations: &[Operation], table: &ObjectId) -> bool {
    brought(operations).any(|(_, rows)| ObjectId::table(&rows.into.name) == *table)
}

/// The table that an operation is about.
fn table_of(operation: &Operation) -> Option<QName> {
    let id = operation.object();
    (id.kind == Kind::Table).then(|| id.name.clone())
}

/// A part that answers to new rows, or holds them against other tables.
pub(super) fn answers(kind: PartKind) -> bool {
    kind == PartKind::ForeignKey || kind.facts().text
}

/// What the copies of rows wait for, and what waits for them.
pub(super) fn order(operations: &[Operation], from: &Schema, to: &Schema, wait: &mut impl FnMut(usize, usize)) {
    for (copy, rows) in brought(operations) {
        let (old, new) = (family(&rows.from.name, from), family(&rows.into.name, to));
        let stays = rows.into_parent();
        let declares =
            |table: &QName, column: &str| from.table(table).is_some_and(|table| table.column(column).is_some());
        let parents: Vec<&QName> =
            rows.from.parents().chain(rows.from.parents().flat_map(|parent| from.ancestors(parent))).collect();
        // What the old columns are of.
        let mut made_of: BTreeSet<&Node> = BTreeSet::new();
        for table in old.iter().filter_map(|name| from.table(name)) {
            let columns = table.columns.iter().map(|column| Node::column(&table.name, &column.name));
            let types = |need: &&Node| matches!(need, Node::Object(id) if id.kind != Kind::Table);
            made_of.extend(columns.filter_map(|node| from.depends.get(&node)).flatten().filter(types));
        }
        let aside: Vec<usize> = operations
            .iter()
            .enumerate()
            .filter(|(_, one)| match one {
                Operation::SetAside { table, .. } => rows.only.is_none() && old.contains(&table.name),
                Operation::TakeRows { table, .. } => rows.only.is_some() && table.name == rows.from.name,
                _ => false,
            })
            .map(|(at, _)| at)
            .collect();
        aside.iter().for_each(|at| wait(copy, *at));
        // Whoever inherits from another leaves it first, and so does a partition that is to be none of it.
        for at in &aside {
            let Some(Operation::SetAside { table, .. }) = operations.get(*at) else { continue };
            let stays_part = |of: &QName| to.table(&table.name).is_none_or(|to| to.partitioned_table() == Some(of));
            let whole = table.partitioned_table().filter(|of| !stays_part(of));
            for (other, one) in operations.iter().enumerate() {
                let is_left = |of: &QName| table.options.inherits.contains(of) || whole == Some(of);
                let goes = match one {
                    Operation::SetAside { table: parent, .. } | Operation::Drop(Object::Table(parent)) => {
                        is_left(&parent.name)
                    }
                    _ => false,
                };
                if goes {
                    wait(other, *at);
                }
            }
        }
        for (at, one) in operations.iter().enumerate() {
            if at == copy || aside.contains(&at) {
                continue;
            }
            let table = table_of(one);
            let of_new = table.as_ref().is_some_and(|name| new.contains(name));
            let of_old = table.as_ref().is_some_and(|name| old.contains(name));
            let of_parent = table.as_ref().is_some_and(|name| parents.contains(&name));
            // What is sorted into partitions finds all of them.
            let joins = |whole: &QName| {
                let joins = if matches!(one, Operation::SetAside { .. }) { Vec::new() } else { one.joins() };
                joins.into_iter().any(|of| of == whole || to.ancestors(of).contains(&whole))
            };
            if rows.through.as_ref().is_some_and(joins) {
                wait(copy, at);
            }
            match one {
                // A foreign partition goes first, so that what is copied is ours alone.
                Operation::Drop(Object::Table(table)) if of_old && table.is_foreign() => wait(copy, at),
                // One that it has itself may be of another type there.
                Operation::AddColumn { column, .. }
                    if of_parent && rows.only.is_none() && declares(&rows.from.name, &column.name) =>
                {
                    aside.iter().for_each(|aside| wait(at, *aside));
                }
                // One that goes would take along what stands on it, and is not copied. What is computed may have to go before its
                // base gets another type, which the rows wait for.
                Operation::DropColumn { column, .. }
                    if of_parent && rows.only.is_none() && column.generated.is_none() =>
                {
                    aside.iter().for_each(|aside| wait(at, *aside));
                }
                // The columns of a partition follow its parent's until it leaves.
                Operation::AddColumn { .. } | Operation::DropColumn { .. } | Operation::AlterColumn { .. }
                    if of_parent =>
                {
                    aside.iter().for_each(|aside| if rows.early { wait(at, *aside) } else { wait(*aside, at) });
                }
                // One that leaves its parent and comes again gives up rows in between.
                Operation::AddColumn { .. } | Operation::DropColumn { .. } | Operation::AlterColumn { .. }
                    if of_old && rows.only.is_some() =>
                {
                    aside.iter().for_each(|aside| wait(*aside, at));
                }
                Operation::Alter { .. } if of_old && rows.only.is_some() && !one.leaves().is_empty() => {
                    aside.iter().for_each(|aside| wait(*aside, at));
                }
                Operation::Alter { .. } if of_old && rows.only.is_some() && !one.joins().is_empty() => {
                    aside.iter().for_each(|aside| wait(at, *aside));
                }
                Operation::DropPart { .. } if of_old || of_parent => aside.iter().for_each(|aside| wait(*aside, at)),
                // What waits as text has nothing of the old type.
                Operation::AlterType(change) if rows.types.iter().any(|one| one.id() == change.id()) => {
                    aside.iter().for_each(|aside| wait(at, *aside));
                }
                // A new type takes the place of another in the table that is there.
                Operation::AlterType(change)
                    if change.uses().iter().any(|one| {
                        old.contains(&one.table) || rows.only.is_some() && parents.contains(&&one.table)
                    }) =>
                {
                    aside.iter().for_each(|aside| wait(*aside, at));
                }
                _ => {}
            }
            match one {
                Operation::BringRows(_)
                | Operation::SetAside { .. }
                | Operation::TakeRows { .. }
                | Operation::AlterAccess { .. }
                | Operation::AlterType(_) => {}
                Operation::AddPart { part, .. } if of_new => {
                    // A table that was there, and becomes a partition of the new one, has its keys when it does.
                    let joins = table.as_ref().is_some_and(|name| {
                        let made = || operations.iter().any(|other| other.makes_table(name));
                        *name != rows.into.name && from.table(name).is_some() && !made()
                    });
                    if joins && !answers(part.kind()) {
                        wait(copy, at);
                    } else if answers(part.kind()) || !stays {
                        wait(at, copy);
                    }
                }
                Operation::DropPart { part, .. } if of_new && !answers(part.kind()) => {}
                _ if of_new => wait(copy, at),
                _ => {
                    let stands_on = |need: &Node| {
                        let id = need.object();
                        id.kind == Kind::Table && new.contains(&id.name)
                    };
                    let made = one.produces();
                    if made.iter().filter_map(|node| to.depends.get(node)).flatten().any(stands_on) {
                        wait(at, copy);
                    }
                    if one.removes().iter().any(|node| made_of.contains(node)) {
                        wait(at, copy);
                    }
                }
            }
        }
    }
}
