//! What PostgreSQL's ALTER can do, and what stands in its way.

use crate::engine::Flavor;
use crate::operation::Operation;
use crate::schema::{Node, Schema};

pub fn obstructs(_operation: &Operation, _dependent: &Node, _before: &Schema) -> bool {
    true
}

pub fn alters(_operation: &Operation, _flavor: &Flavor) -> bool {
    true
}

pub fn same_space(gone: &Node, come: &Node) -> bool {
    gone == come
}
