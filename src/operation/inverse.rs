//! The inverse of each operation.

use crate::schema::Object;

use super::{Fill, Operation};

impl Operation {
    /// The operation that undoes this one.
    ///
    /// Structure comes back whole. Rows do not: a column that is brought back gets its default, NULL or a placeholder.
    pub fn inverse(&self) -> Operation {
        match self.clone() {
            Operation::Create(object) => Operation::Drop(object),
            Operation::Drop(object) => Operation::Create(object),
            Operation::Alter { from, to } => Operation::Alter { from: to, to: from },
            Operation::AlterAccess { from, to } => Operation::AlterAccess { from: to, to: from },
            Operation::Rename { from, to } => Operation::Rename { from: to, to: from },
            Operation::AlterType(change) => Operation::AlterType(change.inverse()),
            Operation::AddColumn { table, column, references, after, .. } => {
                Operation::DropColumn { table, column, references, after, kept_below: false }
            }
            Operation::DropColumn { table, column, references, after, .. } => {
                let fill = if column.fills_itself() { Fill::Nothing } else { Fill::Placeholder };
                Operation::AddColumn { table, column, fill, references, after }
            }
            Operation::AlterColumn { table, from, to, .. } => {
                Operation::AlterColumn { table, from: to, to: from, using: None, fill: Fill::Nothing }
            }
            Operation::RenameColumn { table, from, to } => Operation::RenameColumn { table, from: to, to: from },
            Operation::AddPart { of, part } => Operation::DropPart { of, part },
            Operation::DropPart { of, part } => Operation::AddPart { of, part },
            Operation::AlterPart { of, from, to } => Operation::AlterPart { of, from: to, to: from },
            Operation::RenamePart { of, kind, from, to } => Operation::RenamePart { of, kind, from: to, to: from },
            Operation::RebuildTable { from, to, changes } => {
                let changes = changes.iter().rev().map(Operation::inverse).collect();
                Operation::RebuildTable { from: to, to: from, changes }
            }
            Operation::SetAside { table, .. } => Operation::Create(Object::Table(table)),
            // What moves between partitions is found anew for the way back.
            Operation::TakeRows { table, rows } => Operation::TakeRows { table, rows },
            Operation::BringRows(rows) => Operation::BringRows(rows.inverse()),
        }
    }
}
