//! What a change of type does to the values.

use crate::dialect::Conversion;

/// What becomes of the values.
pub(super) fn conversion(_from: &str, _to: &str) -> Conversion {
    Conversion::default()
}
