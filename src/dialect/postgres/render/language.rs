//! Languages and transforms: CREATE OR REPLACE takes one in the place of the other.

use crate::schema::Definition;

use super::routine;

/// The statements that make one of the other in place, where that can be.
pub(super) fn alter(from: &Definition, to: &Definition) -> Option<Vec<String>> {
    (from.id == to.id).then(|| vec![routine::replacing(to.sql.text())])
}
