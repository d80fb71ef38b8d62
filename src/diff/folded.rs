//! Parts that stood apart while the order was sought, back in the statements of the tables and views that they belong to.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::operation::{Operation, Part};
use crate::schema::{Constraint, ConstraintDefinition, ForeignKey, Node, Object, ObjectId, QName, Schema};

use super::order::all_changes;
use super::rows;

/// Puts foreign keys back into the tables that come or go where the order allows it: the table referred to is there
/// before (it was, it came earlier, or it is the same one), and goes later or stays.
pub(super) fn keys(operations: Vec<Operation>, from: &Schema) -> Vec<Operation> {
    let at_of = |want: fn(&Operation) -> Option<ObjectId>| -> HashMap<ObjectId, usize> {
        operations.iter().enumerate().filter_map(|(at, o)| want(o).map(|id| (id, at))).collect()
    };
    let creates = at_of(|operation| match operation {
        Operation::Create(Object::Table(table)) => Some(ObjectId::table(&table.name)),
        _ => None,
    });
    let drops = at_of(|operation| match operation {
        Operation::Drop(Object::Table(table)) => Some(ObjectId::table(&table.name)),
        _ => None,
    });
    // What stands aside lets go of its keys.
    let goes = at_of(|operation| match operation {
        Operation::Drop(Object::Table(table)) | Operation::SetAside { table, .. } => Some(ObjectId::table(&table.name)),
        _ => None,
    });
    // Where the first of those goes that descend from a table: a key to the whole is in its way.
    let mut first_gone: HashMap<&QName, usize> = HashMap::new();
    for (id, at) in &drops {
        for whole in from.ancestors(&id.name) {
            let first = first_gone.entry(whole).or_insert(*at);
            *first = (*first).min(*at);
        }
    }
    let mut left_at: HashMap<&QName, Vec<usize>> = HashMap::new();
    for (at, operation) in operations.iter().enumerate() {
        for parent in operation.leaves() {
            for whole in std::iter::once(parent).chain(from.ancestors(parent)) {
                left_at.entry(whole).or_default().push(at);
            }
        }
    }
    // A key of the target that is added by an operation of its own must be there first.
    let late_keys: HashSet<ObjectId> = operations
        .iter()
        .filter_map(|operation| match operation {
            Operation::AddPart { of, part } | Operation::DropPart { of, part } if part.kind().facts().referred_to => {
                Some(of.clone())
            }
            Operation::AlterColumn { table, .. }
            | Operation::AddColumn { table, .. }
            | Operation::DropColumn { table, .. } => Some(ObjectId::table(table)),
            _ => None,
        })
        .collect();
    let mut inside: HashMap<usize, Vec<Constraint>> = HashMap::new();
    let mut moved: HashSet<usize> = HashSet::new();
    for (at, operation) in operations.iter().enumerate() {
        let (of, part, table_at, adds) = match operation {
            Operation::AddPart { of, part } => (of, part, creates.get(of), true),
            Operation::DropPart { of, part } => (of, part, drops.get(of), false),
            _ => continue,
        };
        let (Part::Constraint(constraint), Some(&table_at)) = (part, table_at) else { continue };
        let Some(key) = constraint.foreign_key() else { continue };
        // Rows are copied before they are held against others.
        if adds && rows::is_filled(&operations, of) {
            continue;
        }
        let target = ObjectId::table(&key.table);
        let part_stays = || first_gone.get(&key.table).is_none_or(|&gone| gone > table_at);
        // A partition that leaves before the table goes would keep a copy.
        if !adds && left_at.get(&of.name).is_some_and(|left| left.iter().any(|left| (at..table_at).contains(left))) {
            continue;
        }
        let fits = if target == *of {
            // An index that no constraint stands for comes behind its table.
            if adds { operations.get(table_at).is_some_and(|one| has_key_for(one, key)) } else { part_stays() }
        } else if adds {
            !late_keys.contains(&target) && creates.get(&target).is_none_or(|&there| there < table_at)
        } else {
            !late_keys.contains(&target) && goes.get(&target).is_none_or(|&gone| gone > table_at) && part_stays()
        };
        if fits {
            inside.entry(table_at).or_default().push(constraint.clone());
            moved.insert(at);
        }
    }
    let mut out = Vec::with_capacity(operations.len());
    for (at, operation) in operations.into_iter().enumerate() {
        match operation {
            _ if moved.contains(&at) => {}
            Operation::Create(Object::Table(mut table)) => {
                table.constraints.extend(inside.remove(&at).unwrap_or_default());
                out.push(Operation::Create(Object::Table(table)));
            }
            Operation::Drop(Object::Table(mut table)) => {
                table.constraints.extend(inside.remove(&at).unwrap_or_default());
                out.push(Operation::Drop(Object::Table(table)));
            }
            other => out.push(other),
        }
    }
    out
}

/// Lets a table or view that goes for good take along those of its texts of which nothing between needs to be gone first: what
/// they use is neither dropped there nor given another type. What comes stays apart: it reads well behind all that it may use.
pub(super) fn texts(operations: Vec<Operation>, from: &Schema) -> Vec<Operation> {
    let created: HashSet<ObjectId> = operations
        .iter()
        .filter_map(|operation| match operation {
            Operation::Create(object) => Some(object.id()),
            _ => None,
        })
        .collect();
    let mut drops: HashMap<ObjectId, usize> = HashMap::new();
    let mut ends: HashMap<Node, Vec<usize>> = HashMap::new();
    for (at, operation) in operations.iter().enumerate() {
        let nodes = match operation {
            Operation::AlterColumn { .. } | Operation::AlterType(_) => all_changes(operation),
            Operation::Drop(_) | Operation::DropPart { .. } | Operation::DropColumn { .. } => operation.removes(),
            _ => continue,
        };
        if let Operation::Drop(object) = operation
            && !created.contains(&object.id())
        {
            drops.insert(object.id(), at);
        }
        nodes.into_iter().for_each(|node| ends.entry(node).or_default().push(at));
    }
    let mut inside: HashMap<usize, Vec<Part>> = HashMap::new();
    let mut moved: HashSet<usize> = HashSet::new();
    // From the last on: what one of them needs to be gone after it may be taken along too.
    for (at, operation) in operations.iter().enumerate().rev() {
        let Operation::DropPart { of, part } = operation else { continue };
        let Some(&object_at) = drops.get(of).filter(|_| part.kind().facts().text) else { continue };
        let node = Node::Part(of.clone(), part.kind(), part.key());
        let between = |need: &Node| {
            ends.get(need).into_iter().flatten().any(|end| at < *end && *end < object_at && !moved.contains(end))
        };
        if object_at > at && !from.depends.get(&node).into_iter().flatten().any(between) {
            inside.entry(object_at).or_default().push(part.clone());
            moved.insert(at);
        }
    }
    let mut out = Vec::with_capacity(operations.len());
    for (at, operation) in operations.into_iter().enumerate() {
        match operation {
            _ if moved.contains(&at) => {}
            Operation::Drop(mut object) => {
                for part in inside.remove(&at).unwrap_or_default().into_iter().rev() {
                    object.put_part(part);
                }
                out.push(Operation::Drop(object));
            }
            other => out.push(other),
        }
    }
    out
}

/// Whether a table that comes has a key over what a foreign key refers to.
fn has_key_for(create: &Operation, key: &ForeignKey) -> bool {
    let Operation::Create(Object::Table(table)) = create else { return false };
    let referred: BTreeSet<&String> = key.referred_in(table).into_iter().flatten().collect();
    table.constraints.iter().any(|one| match &one.definition {
        ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => {
            key.columns.iter().collect::<BTreeSet<_>>() == referred
        }
        _ => false,
    })
}
