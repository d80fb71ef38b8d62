//! Rows that change their partition, where the partitions of a table that stays become others.
//!
//! A partition that goes while others come that hold some of its rows is divided, or becomes part of another: its rows go into
//! those. One whose bound is made narrower gives up what it holds no more, and the default partition what a new one takes. Where
//! bounds do not tell, nothing is moved: a partition that goes is lost with its rows, as is said, and one that does not take
//! its rows is refused by the database.

use crate::dialect::Dialect;
use crate::operation::{Operation, Part, RowsBrought};
use crate::schema::{Constraint, Expr, Object, ObjectId, Origin, Partition, QName, Schema, Table};

/// The operations, with what moves rows between partitions. What an earlier look found is not among them. `back`: they undo
/// others, so that the default partition takes what a partition has that goes: it may come from there.
pub(super) fn moved(
    mut operations: Vec<Operation>,
    from: &Schema,
    to: &Schema,
    back: bool,
    dialect: &dyn Dialect,
) -> Vec<Operation> {
    let parents: Vec<&Table> = from
        .tables()
        .filter(|table| table.options.partition_by.is_some())
        .filter_map(|old| Some((old, to.table(&old.name)?)))
        .filter(|(old, new)| new.options.partition_by.is_some() && !is_made(&operations, &old.name))
        .map(|(_, new)| new)
        .collect();
    let mut found = Vec::new();
    for new in parents {
        found.extend(within(new, &operations, from, to, back, dialect));
    }
    let keys = released(&operations, &found, from, to);
    operations.extend(found);
    operations.extend(keys);
    operations
}

/// The operations without those that move rows between the partitions of a table that stays.
pub(super) fn without(operations: Vec<Operation>) -> Vec<Operation> {
    let moves = |one: &Operation| match one {
        Operation::TakeRows { .. } => true,
        Operation::BringRows(rows) => rows.into_parent(),
        _ => false,
    };
    operations.into_iter().filter(|one| !moves(one)).collect()
}

fn is_made(operations: &[Operation], table: &QName) -> bool {
    operations.iter().any(|one| one.makes_table(table))
}

fn is_dropped(operations: &[Operation], table: &QName) -> bool {
    operations.iter().any(|one| matches!(one, Operation::Drop(Object::Table(gone)) if gone.name == *table))
}

/// The partitions of a table.
fn partitions<'s>(of: &'s QName, schema: &'s Schema) -> impl Iterator<Item = (&'s Table, &'s Expr)> + 's {
    schema.tables().filter_map(move |table| {
        let Partition { of: parent, bound } = table.options.partition_of.as_ref()?;
        (parent == of).then_some((table, bound))
    })
}

fn bound_in<'s>(table: &QName, parent: &QName, schema: &'s Schema) -> Option<&'s Expr> {
    let partition = schema.table(table)?.options.partition_of.as_ref()?;
    (partition.of == *parent).then_some(&partition.bound)
}

/// What moves rows between the partitions of one table.
fn within(
    new: &Table,
    operations: &[Operation],
    from: &Schema,
    to: &Schema,
    back: bool,
    dialect: &dyn Dialect,
) -> Vec<Operation> {
    let parent = &new.name;
    // Bounds that were not there before: of new partitions, and of those that are there.
    let come: Vec<(&Table, &Expr)> =
        partitions(parent, to).filter(|(table, bound)| bound_in(&table.name, parent, from) != Some(*bound)).collect();
    let is_default = |bound: &Expr| bound.text().eq_ignore_ascii_case("default");
    let stays = |(table, bound): (&Table, &Expr)| is_default(bound) && bound_in(&table.name, parent, to) == Some(bound);
    let stays_somewhere = partitions(parent, from).any(stays);
    let to_rest = back && stays_somewhere;
    if come.is_empty() && !to_rest {
        return Vec::new();
    }
    // Bounds that nothing has any more.
    let gone: Vec<&Expr> = partitions(parent, from)
        .filter(|(table, bound)| bound_in(&table.name, parent, to) != Some(*bound))
        .map(|(_, bound)| bound)
        .collect();
    let bring = |table: Table, only: Option<Expr>, fitting: Option<Expr>| {
        Operation::BringRows(RowsBrought { only, fitting, ..RowsBrought::of(table, new.clone()) })
    };
    let condition = |bound: &Expr| dialect.bound_condition(parent, new.options.partition_by.as_ref()?, bound);
    let mut found = Vec::new();
    // What is elsewhere is not moved.
    for (table, bound) in partitions(parent, from).filter(|(table, _)| !table.is_foreign()) {
        let name = &table.name;
        if is_dropped(operations, name) && !is_made(operations, name) {
            if to_rest || come.iter().any(|(_, other)| dialect.bounds_meet(new, bound, other) == Some(true)) {
                // It follows its parent until it leaves.
                let known = come
                    .iter()
                    .map(|(_, other)| *other)
                    .filter(|other| dialect.bounds_meet(new, bound, other) != Some(false));
                let known: Vec<&Expr> = known.collect();
                let all =
                    to_rest || known.iter().any(|other| is_default(other)) || dialect.bounds_cover(new, bound, &known);
                let fitting: Option<Vec<Expr>> = known.iter().map(|other| condition(other)).collect();
                let fitting = fitting.filter(|_| !all).and_then(|conditions| either(&conditions));
                found.push(bring(Table { columns: new.columns.clone(), ..table.clone() }, None, fitting));
            }
            continue;
        }
        let Some((wanted, after)) = to.table(name).zip(bound_in(name, parent, to)) else { continue };
        if is_made(operations, name) {
            continue;
        }
        let leave = if after != bound {
            let takes = |other: &Expr| dialect.bounds_meet(new, bound, other) == Some(true);
            let has_place = stays_somewhere || others(&come, name).any(|(_, other)| takes(other));
            if dialect.bound_covers(new, after, bound) || !has_place {
                continue;
            }
            let rest = || others(&come, name).filter_map(|(_, bound)| condition(bound)).collect::<Vec<Expr>>();
            condition(after).map(|stays| Expr(format!("({stays}) IS NOT TRUE"))).or_else(|| either(&rest()))
        } else if is_default(bound) {
            // What others have held so far is not among the rest.
            let is_new = |bound: &&Expr| !gone.iter().any(|old| dialect.bound_covers(new, old, bound));
            let taken: Vec<Expr> = come.iter().map(|(_, bound)| *bound).filter(is_new).filter_map(condition).collect();
            either(&taken)
        } else {
            None
        };
        if let Some(rows) = leave {
            found.push(Operation::TakeRows { table: wanted.clone(), rows: rows.clone() });
            found.push(bring(wanted.clone(), Some(rows), None));
        }
    }
    found
}

fn others<'a>(come: &'a [(&'a Table, &'a Expr)], name: &'a QName) -> impl Iterator<Item = &'a (&'a Table, &'a Expr)> {
    come.iter().filter(move |(table, _)| table.name != *name)
}

fn either(conditions: &[Expr]) -> Option<Expr> {
    match conditions {
        [] => None,
        [one] => Some(one.clone()),
        several => Some(Expr(several.iter().map(|one| format!("({one})")).collect::<Vec<_>>().join(" OR "))),
    }
}

/// The foreign keys that lead to tables whose partitions leave them for a while: they are let go and come back.
fn released(operations: &[Operation], moves: &[Operation], from: &Schema, to: &Schema) -> Vec<Operation> {
    let leaves = |one: &Operation| -> Option<QName> {
        let (old, new) = match one {
            Operation::Alter { from: Object::Table(a), to: Object::Table(_) } => (a, to.table(&a.name)?),
            Operation::TakeRows { table, .. } => (table, table),
            Operation::BringRows(rows) => (&rows.from, if rows.into_parent() { &rows.from } else { &rows.into }),
            _ => return None,
        };
        let stays = old.partitioned_table().filter(|of| new.partitioned_table() == Some(of))?;
        let is_move = !matches!(one, Operation::Alter { .. }) || !one.leaves().is_empty();
        is_move.then(|| stays.clone())
    };
    let mut left: Vec<QName> = operations.iter().chain(moves).filter_map(leaves).collect();
    let mut at = 0;
    while let Some(table) = left.get(at).and_then(|name| to.table(name)) {
        let above = table.partitioned_table().filter(|name| !left.contains(name)).cloned();
        left.extend(above);
        at += 1;
    }
    // What leads to a partition itself would answer to the rows that it gives up: by `ON DELETE CASCADE`, with rows of its own.
    let given: Vec<&QName> = moves
        .iter()
        .filter_map(|one| match one {
            Operation::TakeRows { table, .. } => Some(&table.name),
            _ => None,
        })
        .collect();
    let below = from.tables().filter(|table| from.ancestors(&table.name).into_iter().any(|one| given.contains(&one)));
    let below: Vec<QName> = below.map(|table| table.name.clone()).collect();
    left.extend(given.into_iter().cloned().chain(below));
    let mut found = Vec::new();
    for table in from.tables() {
        let of = ObjectId::table(&table.name);
        for one in &table.constraints {
            let leads = one.foreign_key().is_some_and(|key| left.contains(&key.table));
            let same = |other: &&Constraint| other.name == one.name && other.definition == one.definition;
            let stays = to.table(&table.name).and_then(|table| table.constraints.iter().find(same));
            let touched = operations.iter().any(|other| match other {
                Operation::DropPart { of: id, part } | Operation::AlterPart { of: id, from: part, .. } => {
                    *id == of && part.key() == one.key()
                }
                Operation::RenamePart { of: id, from, .. } => *id == of && *from == one.key(),
                _ => false,
            });
            if let Some(stays) = stays.filter(|_| leads && !touched && one.annotation.origin != Origin::Inherited)
                && !is_made(operations, &table.name)
            {
                found.push(Operation::DropPart { of: of.clone(), part: Part::Constraint(one.clone()) });
                found.push(Operation::AddPart { of: of.clone(), part: Part::Constraint(stays.clone()) });
            }
        }
    }
    found
}
