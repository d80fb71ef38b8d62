//! An object as the server will spell it, as far as that is certain.

use crate::engine::Flavor;
use crate::schema::Object;

/// The object with what is certain spelled as the server does.
pub(super) fn object(object: &Object, _flavor: &Flavor) -> Object {
    object.clone()
}
