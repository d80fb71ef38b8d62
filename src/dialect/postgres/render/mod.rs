//! The statements of every operation.

use crate::dialect::Step;
use crate::operation::Operation;
use crate::schema::Schema;

pub fn operation(_operation: &Operation, _before: &Schema, _after: &Schema) -> Vec<Step> {
    Vec::new()
}
