//! Where an operation stands when no dependency decides.

use crate::schema::{Object, PartKind, Phase};

use super::Operation;

impl Operation {
    /// Its place in a script that reads well: asked only where no dependency decides.
    pub fn phase(&self) -> Phase {
        match self {
            Operation::Create(object) => object.id().kind.facts().created,
            Operation::Drop(object) => object.id().kind.facts().dropped,
            Operation::SetAside { .. } | Operation::TakeRows { .. } => Phase::AlterColumns,
            // Whatever checks rows or answers to them comes after.
            Operation::BringRows(_) => PartKind::Column.facts().added,
            // What a table is divided by must be there, and so must its keys.
            Operation::Alter { from: Object::Table(a), to: Object::Table(b) }
                if b.options.partition_by.is_some() && a.options.partition_by != b.options.partition_by =>
            {
                Phase::AlterParts
            }
            Operation::Alter { .. } => Phase::AlterObjects,
            Operation::AlterAccess { .. } => Phase::AlterAccess,
            Operation::Rename { .. } | Operation::RenameColumn { .. } | Operation::RenamePart { .. } => Phase::Rename,
            Operation::AlterType(change) if change.rebuilds() => Phase::CreateSequences,
            Operation::AlterType(_) => Phase::AddEnumValues,
            Operation::AddColumn { .. } => PartKind::Column.facts().added,
            Operation::DropColumn { column, .. } if column.generated.is_some() => Phase::DropGeneratedColumns,
            Operation::DropColumn { .. } => PartKind::Column.facts().dropped,
            Operation::AlterColumn { .. } | Operation::RebuildTable { .. } => Phase::AlterColumns,
            Operation::AddPart { part, .. } => part.kind().facts().added,
            Operation::DropPart { part, .. } => part.kind().facts().dropped,
            Operation::AlterPart { .. } => Phase::AlterParts,
        }
    }
}
