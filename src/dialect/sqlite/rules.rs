//! What SQLite's ALTER can do, and what stands in its way.

use crate::operation::Operation;
use crate::schema::{Kind, Node, Object, PartKind};

/// Whether a change keeps its object: columns, options and constraints do, by a rebuild where need be.
pub fn alters(operation: &Operation) -> bool {
    match operation {
        Operation::AlterColumn { .. } => true,
        Operation::Alter { from: Object::Table(_) | Object::View(_), .. } => true,
        Operation::RenamePart { kind, .. } => *kind != PartKind::Trigger,
        _ => false,
    }
}

/// Whether ALTER TABLE can rename it: tables and columns. All else holds no data.
pub fn renames(operation: &Operation) -> bool {
    match operation {
        Operation::Rename { from, .. } => from.kind == Kind::Table,
        Operation::RenamePart { kind, .. } => *kind == PartKind::Column,
        _ => true,
    }
}

/// Tables, views and indexes share one space of names, triggers have another.
pub fn same_space(gone: &Node, come: &Node) -> bool {
    #[derive(PartialEq)]
    enum Space {
        Relations,
        Triggers,
    }
    let space = |node: &Node| match node {
        Node::Object(id) => matches!(id.kind, Kind::Table | Kind::View).then_some(Space::Relations),
        Node::Part(_, PartKind::Index, _) => Some(Space::Relations),
        Node::Part(_, PartKind::Trigger, _) => Some(Space::Triggers),
        Node::Part(..) => None,
    };
    space(gone).is_some_and(|gone| space(come) == Some(gone))
}
