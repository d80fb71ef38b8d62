//! The statements of every operation: a file an idea.

use crate::dialect::{Clause, Step};
use crate::engine::Flavor;
use crate::operation::Operation;
use crate::schema::Schema;

/// The statements of an operation, in order.
pub(super) fn operation(_operation: &Operation, _before: &Schema, _after: &Schema, _flavor: &Flavor) -> Vec<Step> {
    Vec::new()
}

/// Whether two clauses can stand in one `ALTER TABLE`.
pub(super) fn joins(_earlier: &Clause, _later: &Clause, _ordered: bool) -> bool {
    false
}
