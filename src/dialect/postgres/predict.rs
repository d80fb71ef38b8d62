//! What the server will make of a declared object, as far as that is certain.

use crate::schema::Object;

use super::types;

/// The object in the server's spelling where that is certain.
pub fn object(object: &Object) -> Object {
    let mut object = object.clone();
    if let Object::Table(table) = &mut object {
        for column in &mut table.columns {
            column.ty = types::canonical(&column.ty);
        }
    }
    object
}
