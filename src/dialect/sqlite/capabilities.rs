//! What SQLite's ALTER can do, and what stands in its way.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::references::mentions;
use crate::operation::{Operation, Part};
use crate::schema::{Kind, Node, Object, ObjectId, PartKind, Schema, Unrunnable};

/// Whether a change keeps its object: columns, options and constraints do, by a rebuild where need be.
pub(super) fn alters(operation: &Operation) -> bool {
    match operation {
        Operation::AlterColumn { .. } => true,
        Operation::Alter { from: Object::View(a), to: Object::View(b) } => a.is_defined_as(b),
        Operation::Alter { from: Object::Table(_), .. } => true,
        Operation::RenamePart { kind, .. } => *kind != PartKind::Trigger,
        _ => false,
    }
}

/// Whether an operation fails while `dependent` exists. Nothing of itself does: SQLite checks neither views nor triggers
/// when they are made, and a rebuild passes by them. But while a view is away, ALTER TABLE refuses whatever it does over
/// another view or a trigger that uses that one.
pub(super) fn obstructs(operation: &Operation, dependent: &Node) -> bool {
    matches!(operation, Operation::Drop(Object::View(_)))
        && match dependent {
            Node::Object(id) => id.kind == Kind::View,
            Node::Part(_, kind, _) => *kind == PartKind::Trigger,
        }
}

/// Whether ALTER TABLE can rename it: tables and columns. All else holds no data.
pub(super) fn renames(operation: &Operation) -> bool {
    match operation {
        Operation::Rename { from, .. } => from.kind == Kind::Table,
        Operation::RenamePart { kind, .. } => *kind == PartKind::Column,
        _ => true,
    }
}

/// A view's column may change its name with that of the table below it, and then SQLite refuses over a view above that
/// view, and over a trigger of the view that mentions the column: such views and triggers go before the renames.
pub(super) fn make_way(renames: &[Operation], before: &Schema) -> Vec<Operation> {
    let mut renamed: Vec<(ObjectId, [&str; 2])> = Vec::new();
    for rename in renames {
        if let Operation::RenameColumn { table, from, to } = rename {
            // A table that is renamed too is called by its new name here.
            let old = renames.iter().find_map(|other| match other {
                Operation::Rename { from, to } if to.name == *table => Some(from.name.clone()),
                _ => None,
            });
            renamed.push((ObjectId::table(&old.unwrap_or_else(|| table.clone())), [from, to]));
        }
    }
    let mut views: Vec<(usize, Operation)> = Vec::new();
    let mut triggers = Vec::new();
    for view in before.views() {
        let of = ObjectId::view(&view.name);
        let below = below(&of, before);
        let touched = |id: &ObjectId| renamed.iter().any(|(table, _)| table == id);
        let above_another = below.iter().any(|id| id.kind == Kind::View && self::below(id, before).iter().any(touched));
        if above_another {
            views.push((below.len(), Operation::Drop(Object::View(view.clone()))));
            continue;
        }
        let speaks = |text: &str| {
            renamed.iter().any(|(table, names)| below.contains(table) && names.iter().any(|name| mentions(text, name)))
        };
        for trigger in view.triggers.iter().filter(|trigger| speaks(trigger.sql.text())) {
            triggers.push(Operation::DropPart { of: of.clone(), part: Part::Trigger(trigger.clone()) });
        }
    }
    for (_, drop) in &views {
        for dependent in before.dependents(&Node::Object(drop.object())) {
            if let Node::Part(of, PartKind::Trigger, name) = dependent
                && let Some(Object::Table(table)) = before.get(of)
                && let Some(trigger) = table.triggers.iter().find(|trigger| trigger.name == *name)
            {
                let drop = Operation::DropPart { of: of.clone(), part: Part::Trigger(trigger.clone()) };
                if !triggers.contains(&drop) {
                    triggers.push(drop);
                }
            }
        }
    }
    if !renames.is_empty() {
        for drop in in_the_way(before) {
            let of_dropped = views.iter().any(|(_, other)| *other == drop || drop.object() == other.object());
            if !of_dropped && !triggers.contains(&drop) {
                triggers.push(drop);
            }
        }
    }
    // Objects with the most dependencies come first.
    views.sort_by_key(|(below, _)| Reverse(*below));
    views.into_iter().map(|(_, drop)| drop).chain(triggers).collect()
}

/// What drops the views and triggers that cannot run: ALTER TABLE reads all of them when it renames or drops something, and
/// refuses over one that names what there is not. (A function that it does not know is none of its business.)
pub(super) fn in_the_way(schema: &Schema) -> Vec<Operation> {
    let reads = |one: &&Unrunnable| {
        one.excuse.is_none()
            || one.message.starts_with("no such table: ")
            || one.message.starts_with("no such module: ")
    };
    schema.unrunnable.iter().filter(reads).filter_map(|one| Operation::drop_of(schema, &one.node)).collect()
}

/// Everything that an object depends on, directly or not.
fn below(id: &ObjectId, schema: &Schema) -> BTreeSet<ObjectId> {
    let mut found = BTreeSet::new();
    let mut queue = vec![id.clone()];
    while let Some(id) = queue.pop() {
        let needs = schema.depends.get(&Node::Object(id)).into_iter().flatten();
        for need in needs.map(Node::object) {
            if found.insert(need.clone()) {
                queue.push(need.clone());
            }
        }
    }
    found
}

/// Tables, views and indexes share one space of names, triggers have another.
pub(super) fn same_space(gone: &Node, come: &Node) -> bool {
    #[derive(PartialEq)]
    enum NameScope {
        Relations,
        Triggers,
    }
    let space = |node: &Node| match node {
        Node::Object(id) => matches!(id.kind, Kind::Table | Kind::View).then_some(NameScope::Relations),
        Node::Part(_, PartKind::Index, _) => Some(NameScope::Relations),
        Node::Part(_, PartKind::Trigger, _) => Some(NameScope::Triggers),
        Node::Part(..) => None,
    };
    space(gone).is_some_and(|gone| space(come) == Some(gone))
}
