//! What SQLite makes of the values of a column that changes its type: a value is stored as the column's affinity wants it
//! (<https://www.sqlite.org/datatype3.html#type_affinity>), which can cost zeros in front of a number, and digits.

use crate::dialect::Conversion;

use super::types::{Affinity, affinity};

/// The change from one type to another.
pub(super) fn conversion(from: &str, to: &str) -> Conversion {
    use Affinity::{Blob, Integer, Numeric, Real, Text};
    let loses = match (affinity(from), affinity(to)) {
        // '007' becomes 7.
        (Text | Blob, Integer | Numeric | Real) => Some("zeros in front and spaces"),
        (Integer | Numeric, Real) => Some("digits of whole numbers beyond 2^53"),
        // Fifteen digits are written.
        (Real | Numeric | Blob, Text) => Some("digits behind the fifteenth"),
        _ => None,
    };
    Conversion { loses: loses.map(str::to_owned), fails_on: None }
}
