//! Indexes of a partition's own beside one of it that belongs to the partitioned table's and is made alike.
//!
//! A partitioned index that is made, and a partition that comes, take the oldest index of the partition that fits
//! (`DefineIndex` and `AttachPartitionEnsureIndexes` in PostgreSQL's `src/backend/commands`). So the one that is to belong to
//! the whole is made first, and the partition's own when it has been taken.

use crate::operation::{Operation, Part};
use crate::schema::{ConstraintDefinition, Expr, Index, IndexColumn, IndexKey, ObjectId, Schema, SchemaObject, Table};

/// What two indexes are alike in, to be taken for one another.
#[derive(PartialEq, Eq)]
struct Shape {
    unique: bool,
    nulls_not_distinct: bool,
    method: Option<String>,
    columns: Vec<(IndexKey, Option<String>, Option<String>)>,
    predicate: Option<Expr>,
}

fn shape(part: &Part) -> Option<Shape> {
    let column = |one: &IndexColumn| (one.key.clone(), one.collation.clone(), one.opclass.clone());
    let of_index = |index: &Index| Shape {
        unique: index.unique,
        nulls_not_distinct: index.nulls_not_distinct,
        method: index.method.clone(),
        columns: index.columns.iter().map(column).collect(),
        predicate: index.predicate.clone(),
    };
    match part {
        Part::Index(index) => Some(of_index(index)),
        Part::Constraint(one) => match &one.definition {
            ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => Some(Shape {
                unique: true,
                nulls_not_distinct: key.nulls_not_distinct,
                method: None,
                columns: key.columns.iter().map(|name| (IndexKey::Column(name.clone()), None, None)).collect(),
                predicate: None,
            }),
            _ => None,
        },
        _ => None,
    }
}

/// The parts of a table that belong to an index of its partitioned table, and for which the database could take this one.
fn twins(table: &Table, part: &Part) -> Vec<Part> {
    if table.options.partition_of.is_none() || !part.kind().has_index() || part.origin().attached().is_some() {
        return Vec::new();
    }
    let itself = |other: &Part| other.kind() == part.kind() && other.key() == part.key();
    if table.parts().iter().any(|other| itself(other) && other.origin().attached().is_some()) {
        return Vec::new();
    }
    let same =
        |other: &Part| other.origin().attached().is_some() && other.key() != part.key() && shape(other) == shape(part);
    table.parts().into_iter().filter(|other| other.kind().has_index() && same(other)).collect()
}

/// Whether a part of a table that comes has to wait until another has been taken in its place.
pub(super) fn comes_later(of: &ObjectId, part: &Part, schema: &Schema) -> bool {
    schema.table(&of.name).is_some_and(|table| ObjectId::table(&table.name) == *of && !twins(table, part).is_empty())
}

/// The same of an operation.
pub(super) fn is_late(operation: &Operation, schema: &Schema) -> bool {
    matches!(operation, Operation::AddPart { of, part } if comes_later(of, part, schema))
}

/// The parts of a table that comes to a partitioned one that would be taken in the place of those that are to be: they make way, and
/// come again behind.
pub(super) fn in_the_way(table: &Table, wanted: &Table) -> Vec<Part> {
    let joins = wanted.options.partition_of.is_some() && table.options.partition_of != wanted.options.partition_of;
    let stays =
        |part: &Part| wanted.parts().iter().any(|other| other.kind() == part.kind() && other.key() == part.key());
    let parts = table.parts().into_iter().filter(|_| joins);
    parts.filter(|part| part.kind().has_index() && stays(part) && !twins(wanted, part).is_empty()).collect()
}

/// Puts the indexes of a partition that is made into the order of those that they belong to, where these are made alike: each of
/// them takes the first that fits.
pub(super) fn arrange(partition: &mut Table, schema: &Schema) {
    let Some(whole) = partition.partitioned_table().and_then(|whole| schema.table(whole)) else { return };
    let shapes: Vec<Option<Shape>> = partition.indexes.iter().map(|one| shape(&Part::Index(one.clone()))).collect();
    let has_twin = shapes.iter().enumerate().any(|(at, one)| shapes.iter().skip(at + 1).any(|other| one == other));
    if !has_twin {
        return;
    }
    let place = |index: &Index| {
        let of = index.annotation.origin.attached()?;
        whole.indexes.iter().position(|one| one.name == of)
    };
    // Its own stay behind those that are taken.
    partition.indexes.sort_by_key(|index| place(index).unwrap_or(usize::MAX));
}

/// A partition's own comes when the one that belongs to the whole is there and belongs to it.
pub(super) fn order(operations: &[Operation], to: &Schema, wait: &mut impl FnMut(usize, usize)) {
    for (at, operation) in operations.iter().enumerate() {
        let Operation::AddPart { of, part } = operation else { continue };
        let Some(table) = to.table(&of.name).filter(|_| part.kind().has_index()) else { continue };
        for twin in twins(table, part) {
            let whole = twin.origin().attached();
            for (other, one) in operations.iter().enumerate().filter(|(other, _)| *other != at) {
                let earlier = match one {
                    Operation::AddPart { of: its, part } if its == of => part.key() == twin.key(),
                    Operation::AddPart { part, .. } => whole == Some(part.key().as_str()),
                    Operation::Alter { .. } => one.object() == *of && !one.joins().is_empty(),
                    _ => false,
                };
                if earlier {
                    wait(at, other);
                }
            }
        }
    }
}
