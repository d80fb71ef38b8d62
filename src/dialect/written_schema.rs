//! What a file's statements make, as far as that can be said without running them.

use std::collections::BTreeSet;

use crate::schema::{ObjectId, Schema};

/// What [`super::Dialect::written_schema`] answers.
#[derive(Debug)]
pub struct WrittenSchema {
    /// The schema that the statements make.
    pub schema: Schema,
    /// The object that each statement belongs to; none for one that sets the session, which is run wherever any is.
    pub owners: Vec<Option<ObjectId>>,
    /// The objects of which only the database can say what they become: in the schema they stand by what they name.
    pub uncertain: BTreeSet<ObjectId>,
}
