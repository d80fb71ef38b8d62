//! Functions, procedures and aggregates: what CREATE OR REPLACE and ALTER can do.

use crate::schema::Definition;

/// The statements that make one of the other in place, where that can be.
pub(super) fn alter(_from: &Definition, _to: &Definition) -> Option<Vec<String>> {
    None
}
