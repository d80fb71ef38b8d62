//! What has been read before names left out are made and references are looked up: both need the whole schema.

use super::document::{At, Text};
use crate::schema::{Constraint, Enum, Extension, Hints, Index, Namespace, QName, Sequence, Table, Trigger, View};

/// Everything read so far, in the order of the files.
#[derive(Default)]
pub(super) struct Draft<'d> {
    pub namespaces: Vec<(Namespace, At<'d>)>,
    pub extensions: Vec<(Extension, At<'d>)>,
    pub enums: Vec<(Enum, At<'d>)>,
    pub sequences: Vec<DraftSequence<'d>>,
    pub tables: Vec<DraftTable<'d>>,
    pub views: Vec<DraftView<'d>>,
    /// All but the renames.
    pub hints: Hints,
    /// Every `renamed_from` of an object or a column, with its place; those of other parts, whose names may still have to
    /// be made, stand with the parts.
    pub renames: Vec<Renamed<'d>>,
}

/// A rename, to be checked against the whole schema.
pub(super) struct Renamed<'d> {
    pub old: crate::schema::Node,
    pub new: crate::schema::Node,
    pub at: At<'d>,
}

/// A sequence.
pub(super) struct DraftSequence<'d> {
    pub sequence: Sequence,
    pub at: At<'d>,
    pub owner: Option<Text<'d>>,
}

/// A table.
pub(super) struct DraftTable<'d> {
    /// Its columns, options and comment; constraints, indexes and triggers are still beside it.
    pub table: Table,
    pub at: At<'d>,
    /// The places of the columns, in their order.
    pub columns: Vec<At<'d>>,
    pub constraints: Vec<DraftConstraint<'d>>,
    pub indexes: Vec<DraftIndex<'d>>,
    pub triggers: Vec<DraftTrigger<'d>>,
    /// Columns that the rows are to be numbered by on SQLite, which does that for a lone integer key alone.
    pub numbered: Vec<(usize, At<'d>)>,
    /// Columns that are said not to be NULL in so many words, by their place.
    pub not_null: Vec<usize>,
    /// Whether the file leaves constraints without a name as they are.
    pub unnamed: bool,
    /// Indexes that options name, to be looked up.
    pub index_names: Vec<Text<'d>>,
}

/// A constraint.
pub(super) struct DraftConstraint<'d> {
    /// Its name where it is given; a foreign key's reference is still to be looked up.
    pub constraint: Constraint,
    pub at: At<'d>,
    /// Where its name is given.
    pub name_at: Option<At<'d>>,
    /// What a check without a name is called after: its column.
    pub after: Option<String>,
    pub target: Option<Target<'d>>,
    pub renamed_from: Option<Text<'d>>,
}

/// What a foreign key refers to, as written.
pub(super) enum Target<'d> {
    /// `"table.column"`, `"table"`, `"namespace.table.column"`.
    Short(Text<'d>),
    /// A table, and columns unless its primary key is meant.
    Long { table: Text<'d>, columns: Option<Vec<Text<'d>>>, external: bool },
}

/// An index.
pub(super) struct DraftIndex<'d> {
    /// The index; its name is empty where it is not given.
    pub index: Index,
    pub at: At<'d>,
    pub name_at: Option<At<'d>>,
    pub renamed_from: Option<Text<'d>>,
}

/// A trigger.
pub(super) struct DraftTrigger<'d> {
    pub trigger: Trigger,
    pub at: At<'d>,
    pub renamed_from: Option<Text<'d>>,
}

/// A view.
pub(super) struct DraftView<'d> {
    pub view: View,
    pub at: At<'d>,
    pub indexes: Vec<DraftIndex<'d>>,
    pub triggers: Vec<DraftTrigger<'d>>,
}

impl<'d> DraftTable<'d> {
    pub fn name(&self) -> &QName {
        &self.table.name
    }
}
