//! The downgrade: the inverse of each operation of the upgrade, never a second comparison.
//!
//! The inverses in reverse order are not enough. What stands in the way of a change need not stand in the way of its
//! inverse, nor the other way round (a value is added to an enum in place, and only a new type takes it away again); and
//! a change that comes last one way may have to come last the other way too (a default that uses the added value). So
//! what was dropped and created again only to make way is taken out, and dependents and order are worked out for the
//! inverses by themselves.

use std::collections::{BTreeSet, HashMap};

use crate::dialect::Dialect;
use crate::error::Result;
use crate::operation::{Fill, Operation, TypeChange};
use crate::schema::{Kind, Object, ObjectId, QName, Schema};

use super::rows::family;
use super::{arranged, by_place, descent, divided_types, objects, partition_rows, parts, typed_tables};

/// The operations that undo `operations`, which take `from` to `to`.
///
/// # Errors
/// Where no order works, or a view cannot be written for the order that columns have then.
pub fn downgrade_operations(
    operations: &[Operation],
    from: &Schema,
    to: &Schema,
    dialect: &dyn Dialect,
) -> Result<Vec<Operation>> {
    let undone = inverses(operations, from, to, dialect)?;
    match by_place::placed(to, from, &undone, dialect)? {
        Some(placed) => inverses(&by_place::exchanged(operations, from, &placed), &placed, to, dialect),
        None => Ok(undone),
    }
}

fn inverses(operations: &[Operation], from: &Schema, to: &Schema, dialect: &dyn Dialect) -> Result<Vec<Operation>> {
    let apart = dialect.set_apart(from, to);
    let (from, to) = apart.as_ref().map_or((from, to), |(from, to)| (from, to));
    let operations = partition_rows::without(whole_columns(operations));
    let operations: Vec<Operation> = operations.into_iter().map(unkept).collect();
    let inverses: Vec<Operation> =
        without_recreations(&operations, from, to).into_iter().map(Operation::inverse).collect();
    // What cannot be changed back in place comes again with all its parts.
    let anew: Vec<ObjectId> = inverses
        .iter()
        .filter(|inverse| matches!(inverse, Operation::Alter { to, .. } if !matches!(to, Object::Table(_))))
        .filter(|inverse| !dialect.alters(inverse))
        .map(Operation::object)
        .collect();
    let inverses = inverses.into_iter().filter(|inverse| !part_of(inverse).is_some_and(|of| anew.contains(of)));
    let inverses: Vec<Operation> = inverses.flat_map(|inverse| possible(inverse, from, to, dialect)).collect();
    let inverses = kept_values(inverses, dialect);
    let mut inverses = rebuilt_domains(inverses, from, to, dialect);
    inverses.extend(typed_tables::said_again(to, from, dialect));
    let inverses = descent::undone(inverses, to, from, dialect);
    let inverses = divided_types::apart(inverses, to, from, dialect);
    let inverses = partition_rows::moved(inverses, to, from, true, dialect);
    let inverses = without_attached(combined(inverses, from, to, dialect), to);
    let inverses = filled(inverses, from, dialect);
    arranged::arranged(inverses, to, from, dialect)
}

/// The operations without those that drop an index or a key which goes with that of the whole that it belongs to.
fn without_attached(mut operations: Vec<Operation>, schema: &Schema) -> Vec<Operation> {
    let mut gone: HashMap<String, Vec<QName>> = HashMap::new();
    for operation in &operations {
        if let Operation::DropPart { of, part } = operation
            && part.kind().has_index()
        {
            gone.entry(part.key()).or_default().push(of.name.clone());
        }
    }
    operations.retain(|one| {
        let Operation::DropPart { of, part } = one else { return true };
        let origin = part.origin();
        let wholes = origin.attached().and_then(|whole| gone.get(whole));
        wholes.is_none_or(|wholes| {
            let above = schema.ancestors(&of.name);
            !wholes.iter().any(|table| above.contains(&table))
        })
    });
    operations
}

/// The operations, with a neutral value for a column that comes back and is of a domain that allows no NULL.
fn filled(mut operations: Vec<Operation>, schema: &Schema, dialect: &dyn Dialect) -> Vec<Operation> {
    for operation in &mut operations {
        if let Operation::AddColumn { column, fill: fill @ Fill::Nothing, .. } = operation
            && schema.needs_value(column, |name| dialect.qualified(name))
        {
            *fill = Fill::Placeholder;
        }
    }
    operations
}

/// What is set aside so that its rows are kept is dropped, as far as the comparison goes.
fn unkept(operation: Operation) -> Operation {
    match operation {
        Operation::SetAside { table, .. } => Operation::Drop(Object::Table(table)),
        other => other,
    }
}

/// The operations with each change of a column as one: what only took its default away to make way is part of what follows.
fn whole_columns(operations: &[Operation]) -> Vec<Operation> {
    let mut out: Vec<Operation> = Vec::with_capacity(operations.len());
    for operation in operations {
        if let Operation::AlterColumn { table, from, to, using, fill } = operation {
            let first = out.iter().position(|earlier| {
                matches!(earlier, Operation::AlterColumn { table: of, to: between, .. } if of == table && between == from)
            });
            if let Some(at) = first
                && let Operation::AlterColumn { from: old, .. } = out.remove(at)
            {
                if old != *to {
                    let (table, to) = (table.clone(), to.clone());
                    out.push(Operation::AlterColumn { table, from: old, to, using: using.clone(), fill: fill.clone() });
                }
                continue;
            }
        }
        // What was said of a column before it went is no part of it when it comes back.
        if let Operation::DropColumn { table, column, .. } = operation {
            let said = out.iter().position(|earlier| {
                matches!(earlier, Operation::AlterColumn { table: of, to: said, .. } if of == table && said == column)
            });
            if let Some(at) = said
                && let Operation::AlterColumn { from: old, .. } = out.remove(at)
            {
                let mut whole = operation.clone();
                if let Operation::DropColumn { column, .. } = &mut whole {
                    *column = old;
                }
                out.push(whole);
                continue;
            }
        }
        out.push(operation.clone());
    }
    out
}

/// The operations without the pairs that drop something and make the very same again.
fn without_recreations<'a>(operations: &'a [Operation], from: &Schema, to: &Schema) -> Vec<&'a Operation> {
    // What a table is made anew for is undone by making it anew: its rows are brought back.
    let brought: BTreeSet<QName> = operations
        .iter()
        .filter_map(|one| match one {
            Operation::BringRows(rows) if !rows.into_parent() => Some(&rows.into.name),
            _ => None,
        })
        .flat_map(|name| family(name, from).into_iter().chain(family(name, to)))
        .collect();
    let is_brought = |one: &Operation| {
        let id = one.object();
        id.kind == Kind::Table && brought.contains(&id.name)
    };
    let same = |drop: &Operation, create: &Operation| match (drop, create) {
        (Operation::Drop(a), Operation::Create(b)) => a.id() == b.id() && a.same(b),
        (Operation::DropPart { of: a, part: old }, Operation::AddPart { of: b, part: new }) => a == b && old == new,
        (
            Operation::DropColumn { table: a, column: old, .. },
            Operation::AddColumn { table: b, column: new, fill, .. },
        ) => a == b && old == new && *fill == Fill::Nothing,
        _ => false,
    };
    let again =
        |one: &Operation| !is_brought(one) && operations.iter().any(|other| same(one, other) || same(other, one));
    // A part goes and comes with its object, where that does not become the very same again.
    let recreated: BTreeSet<ObjectId> = operations
        .iter()
        .filter(|one| matches!(one, Operation::Drop(_) | Operation::Create(_)) && !again(one))
        .map(Operation::object)
        .collect();
    let stays = |one: &&Operation| !again(one) || part_of(one).is_some_and(|of| recreated.contains(of));
    operations.iter().filter(stays).collect()
}

/// The object that an operation adds a part to or changes one of.
fn part_of(operation: &Operation) -> Option<&ObjectId> {
    match operation {
        Operation::AddPart { of, .. }
        | Operation::DropPart { of, .. }
        | Operation::AlterPart { of, .. }
        | Operation::RenamePart { of, .. } => Some(of),
        _ => None,
    }
}

/// The operation, or where the database cannot do it in place, a drop and a create that come to the same.
fn possible(inverse: Operation, from: &Schema, to: &Schema, dialect: &dyn Dialect) -> Vec<Operation> {
    if dialect.alters(&inverse) {
        return vec![inverse];
    }
    match &inverse {
        Operation::AlterColumn { table, from: old, to: new, .. } => match (to.table(table), from.table(table)) {
            (Some(a), Some(b)) => {
                let fill = if new.fills_itself() { Fill::Nothing } else { Fill::Placeholder };
                vec![parts::dropped(a, old), parts::added(b, new, fill)]
            }
            _ => vec![inverse],
        },
        Operation::AlterPart { of, from: old, to: new } => vec![
            Operation::DropPart { of: of.clone(), part: old.clone() },
            Operation::AddPart { of: of.clone(), part: new.clone() },
        ],
        Operation::Alter { from: old, to: new } if !matches!(new, Object::Table(_)) => {
            vec![Operation::Drop(old.clone()), Operation::Create(new.clone())]
        }
        Operation::RenamePart { of, kind, from: old, to: new } => {
            let find = |schema: &Schema, name: &str| schema.get(of).and_then(|object| object.part(*kind, name));
            match (find(to, old), find(from, new)) {
                (Some(old), Some(new)) => {
                    vec![
                        Operation::DropPart { of: of.clone(), part: old },
                        Operation::AddPart { of: of.clone(), part: new },
                    ]
                }
                _ => vec![inverse],
            }
        }
        _ => vec![inverse],
    }
}

/// The operations, with a generated column that goes and comes again as a plain one changed in place: it keeps what it computed.
fn kept_values(operations: Vec<Operation>, dialect: &dyn Dialect) -> Vec<Operation> {
    let mut out = operations;
    let mut at = 0;
    while at < out.len() {
        let plain = |drop: &Operation, add: &Operation| match (drop, add) {
            (Operation::DropColumn { table, column: from, .. }, Operation::AddColumn { table: of, column: to, .. })
                if table == of && from.name == to.name && from.generated.is_some() && to.generated.is_none() =>
            {
                let (table, from, to) = (table.clone(), from.clone(), to.clone());
                let change = Operation::AlterColumn { table, from, to, using: None, fill: Fill::Nothing };
                dialect.alters(&change).then_some(change)
            }
            _ => None,
        };
        let found = out.iter().enumerate().find_map(|(other, add)| Some((other, plain(out.get(at)?, add)?)));
        if let Some((other, change)) = found {
            out[at] = change;
            out.remove(other);
        }
        at += 1;
    }
    out
}

/// The operations, those of a domain as a change of the whole where what it did not demand any more cannot be demanded again
/// in place.
fn rebuilt_domains(operations: Vec<Operation>, from: &Schema, to: &Schema, dialect: &dyn Dialect) -> Vec<Operation> {
    let mut out: Vec<Operation> = Vec::with_capacity(operations.len());
    let mut rebuilt: BTreeSet<ObjectId> = BTreeSet::new();
    // What is done beside a change of the whole is apart from that for a reason.
    let is_whole = |one: &&Operation| matches!(one, Operation::AlterType(TypeChange::Domain(_)));
    let wholes: BTreeSet<ObjectId> = operations.iter().filter(is_whole).map(Operation::object).collect();
    for operation in operations {
        let id = operation.object();
        if id.kind != Kind::Domain || wholes.contains(&id) || matches!(operation, Operation::AlterAccess { .. }) {
            out.push(operation);
            continue;
        }
        if rebuilt.contains(&id) {
            continue;
        }
        if let (Some(Object::Domain(old)), Some(Object::Domain(new))) = (to.get(&id), from.get(&id))
            && let Some(change) = objects::domains(old, new, to, from, dialect)
                .into_iter()
                .find(|one| matches!(one, Operation::AlterType(_)))
        {
            rebuilt.insert(id);
            out.push(change);
        } else {
            out.push(operation);
        }
    }
    out
}

/// The operations of each table folded into what the database can do.
fn combined(operations: Vec<Operation>, from: &Schema, to: &Schema, dialect: &dyn Dialect) -> Vec<Operation> {
    let mut out: Vec<Operation> = Vec::with_capacity(operations.len());
    let mut tables: Vec<(QName, Vec<Operation>)> = Vec::new();
    for operation in operations {
        match table_of(&operation).filter(|name| to.table(name).is_some() && from.table(name).is_some()) {
            Some(name) => match tables.iter_mut().find(|(other, _)| *other == name) {
                Some((_, list)) => list.push(operation),
                None => tables.push((name, vec![operation])),
            },
            None => out.push(operation),
        }
    }
    for (name, list) in tables {
        // A rebuild stands for all that is done to its table.
        let rebuilt = list.iter().any(|operation| matches!(operation, Operation::RebuildTable { .. }));
        match (to.table(&name), from.table(&name)) {
            (Some(a), Some(b)) if !rebuilt => out.extend(dialect.combine(a, b, list)),
            _ => out.extend(list),
        }
    }
    out
}

/// The table that an operation changes, its parts included.
fn table_of(operation: &Operation) -> Option<QName> {
    match operation {
        Operation::AddColumn { table, .. }
        | Operation::DropColumn { table, .. }
        | Operation::AlterColumn { table, .. }
        | Operation::RenameColumn { table, .. } => Some(table.clone()),
        Operation::AddPart { of, .. }
        | Operation::DropPart { of, .. }
        | Operation::AlterPart { of, .. }
        | Operation::RenamePart { of, .. } => {
            Some(of).filter(|of| **of == ObjectId::table(&of.name)).map(|of| of.name.clone())
        }
        Operation::Alter { to: Object::Table(table), .. } | Operation::RebuildTable { to: table, .. } => {
            Some(table.name.clone())
        }
        _ => None,
    }
}
