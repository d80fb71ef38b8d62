//! What a schema file says beside the structure: what a comparison of structures alone cannot know.

use std::collections::{BTreeMap, BTreeSet};

use super::{Expr, Node, ObjectId, QName};

/// Renames and the ways of data, as declared.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hints {
    /// `renamed_from`: the old node and the new one, of the same kind. A part's node names its object by the new name.
    pub renames: Vec<(Node, Node)>,
    /// Enum values that got another name: the type (by its new name), old, new.
    pub value_renames: Vec<(QName, String, String)>,
    /// Enum values that go (`replaced_by`): the type, the value that goes, the one that its rows get.
    pub value_replacements: Vec<(QName, String, String)>,
    /// `using`: by column, the expression that makes the new values at a type change.
    pub using: BTreeMap<Node, Expr>,
    /// `backfill`: by column, what rows get where the column becomes NOT NULL or is added so.
    pub backfill: BTreeMap<Node, Expr>,
    /// `check_body = false`: functions and procedures whose bodies the server need not accept.
    pub unchecked_bodies: BTreeSet<ObjectId>,
}

impl Hints {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Hints::default()
    }

    /// Takes the other's in.
    pub fn extend(&mut self, other: Hints) {
        self.renames.extend(other.renames);
        self.value_renames.extend(other.value_renames);
        self.value_replacements.extend(other.value_replacements);
        self.using.extend(other.using);
        self.backfill.extend(other.backfill);
        self.unchecked_bodies.extend(other.unchecked_bodies);
    }
}
