//! What ALTER can do, what stands in its way, and which names exclude each other.

use crate::engine::Flavor;
use crate::operation::Operation;
use crate::schema::{Node, Schema};

/// Whether a change can be made in place.
pub(super) fn alters(_operation: &Operation, _flavor: &Flavor) -> bool {
    true
}

/// Whether the server refuses the operation while the dependent exists.
pub(super) fn obstructs(_operation: &Operation, _dependent: &Node, _before: &Schema) -> bool {
    false
}

/// Whether two nodes cannot have one name at a time.
pub(super) fn same_space(_gone: &Node, _come: &Node) -> bool {
    false
}
