//! Two schemas -> the ordered operations that take one to the other.
//!
//! In two stages. [`renames`] finds what only changes its name; the database itself is then asked (in a shadow) what the
//! schema looks like with these applied, since a rename rewrites the texts of whatever mentions the old name. [`changes`]
//! compares that with what is wanted, by names alone: [`objects`] and [`parts`] find the differences, [`dependents`] adds
//! what stands in the way and must be dropped and created again, [`order`] sorts by the dependency records of both sides.
//!
//! The downgrade ([`downgrade_operations`]) is the inverse operations, with what stands in *their* way, in an order
//! that works for them.

mod arranged;
mod by_place;
mod capitals;
mod dependents;
mod descent;
mod detached;
mod divided_types;
mod downgrade;
mod families;
mod folded;
mod held_domains;
mod left_children;
mod logging;
mod objects;
mod order;
mod overloads;
mod parents;
mod partition_rows;
mod parts;
mod rename_candidates;
mod rename_rings;
mod renames;
mod rows;
mod sequence_names;
#[cfg(test)]
mod tests;
mod twin_indexes;
mod typed_tables;
mod unvalidated;

use crate::dialect::Dialect;
use crate::error::{Fault, Result};
use crate::operation::Operation;
use crate::schema::{Hints, QName, Schema};

pub use by_place::placed;
pub use capitals::rename_capitals;
pub use downgrade::downgrade_operations;
pub use overloads::complete_renames;
pub use rename_candidates::{RenameCandidate, rename_candidates};
pub use rename_rings::resolve_rename_cycles;
pub use renames::{parse_renames, renames};
pub use rows::family;

/// What cannot be compared or ordered.
#[derive(Debug, thiserror::Error)]
pub enum DiffError {
    /// A rename whose old name is still wanted.
    #[error("{new} says that it was renamed from {old}, but {old} is still in the schema")]
    RenameStillWanted {
        /// The node that is renamed.
        old: String,
        /// Its new name.
        new: String,
    },
    /// Names that go round, of things that look alike.
    #[error("{} have each other's old names and look alike, so nothing tells whether that rename has been done", names.join(", "))]
    RingOfRenames {
        /// Those that are renamed.
        names: Vec<String>,
    },
    /// A `--rename` that names nothing.
    #[error("--rename {given}: {why}")]
    BadRename {
        /// As given.
        given: String,
        /// What is wrong with it.
        why: String,
    },
    /// Operations that need each other first.
    #[error("these changes need each other first, so no order works: {}", .0.join("; "))]
    Cycle(Vec<String>),
    /// Enum values that go while nothing says what their rows become is found out only by the database; this one is a
    /// mapping to a value that is not there.
    #[error("enum {name}: '{value}' is to be replaced by '{by}', which is not one of its values")]
    UnknownReplacement {
        /// The type.
        name: String,
        /// The value that goes.
        value: String,
        /// What was to replace it.
        by: String,
    },
    /// A view that counts the columns of a table which has them in another order.
    #[error(
        "view {view} counts the columns of table {table} by their places, and after the upgrade or the downgrade these stand \
         in another order than in the schema that it comes from"
    )]
    CountedColumns {
        /// The view.
        view: QName,
        /// The table.
        table: QName,
    },
}

impl Fault for DiffError {
    fn code(&self) -> &'static str {
        match self {
            DiffError::RenameStillWanted { .. } => "rename-still-wanted",
            DiffError::RingOfRenames { .. } => "ring-of-renames",
            DiffError::BadRename { .. } => "bad-rename",
            DiffError::Cycle(_) => "operation-cycle",
            DiffError::UnknownReplacement { .. } => "unknown-replacement",
            DiffError::CountedColumns { .. } => "counted-columns",
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            DiffError::RenameStillWanted { .. } => {
                "remove `renamed_from`, or take the old one out of the schema".into()
            }
            DiffError::RingOfRenames { .. } => {
                "take these `renamed_from` out of the schema, and where they are still to be done give `revision` a \
                 `--rename OLD=NEW` for each, once"
                    .into()
            }
            DiffError::BadRename { .. } => {
                "write OLD=NEW: `users=people` for a table, `users.name=full_name` for a column".into()
            }
            DiffError::Cycle(_) => "make the change in two revisions".into(),
            DiffError::UnknownReplacement { .. } => "name one of the values that stay".into(),
            DiffError::CountedColumns { .. } => {
                "let the view read it as a query that names its columns, `(SELECT one AS a, two AS b FROM …) x`".into()
            }
        })
    }
}

/// The operations that take `from` to `to`, in an order that works; names are taken as they are.
///
/// # Errors
/// Where no order works, or a hint contradicts the schema.
pub fn changes(from: &Schema, to: &Schema, hints: &Hints, dialect: &dyn Dialect) -> Result<Vec<Operation>> {
    let apart = dialect.set_apart(from, to);
    let (from, to) = apart.as_ref().map_or((from, to), |(from, to)| (from, to));
    let found = objects::differences(from, to, hints, dialect)?;
    let found = divided_types::apart(found, from, to, dialect);
    let found = partition_rows::moved(found, from, to, false, dialect);
    arranged::arranged(found, from, to, dialect)
}

/// The same, and the wanted schema as it will be where views count columns that come to stand in another order than in it.
///
/// # Errors
/// As [`changes`]; a view that cannot be written for that order.
pub fn placed_changes(
    from: &Schema,
    to: &Schema,
    hints: &Hints,
    dialect: &dyn Dialect,
) -> Result<(Vec<Operation>, Option<Schema>)> {
    let found = changes(from, to, hints, dialect)?;
    match placed(from, to, &found, dialect)? {
        Some(to) => Ok((changes(from, &to, hints, dialect)?, Some(to))),
        None => Ok((found, None)),
    }
}

/// The operations that make a whole schema from nothing.
///
/// # Errors
/// As [`changes`].
pub fn creation(schema: &Schema, dialect: &dyn Dialect) -> Result<Vec<Operation>> {
    changes(&Schema::default(), schema, &Hints::default(), dialect)
}
