//! Types: the portable names of the schema file as the server writes them, and back.

use crate::dialect::ValueClass;
use crate::engine::Flavor;

/// A type of the schema file as this database writes it.
pub(super) fn native(written: &str, _flavor: &Flavor) -> String {
    written.to_owned()
}

/// The shortest portable spelling of a stored type.
pub(super) fn portable(stored: &str, _flavor: &Flavor) -> String {
    stored.to_owned()
}

/// What kind of values a type holds.
pub(super) fn value_class(ty: &str) -> ValueClass {
    ValueClass::of(ty.split(['(', ' ']).next().unwrap_or_default())
}
