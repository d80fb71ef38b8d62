//! The changes of a comparison: a coloured line each, and as JSON.

use serde_json::{Value, json};

use super::style::{BAD, CHANGED, GOOD, harmless, paint};
use crate::operation::{Mark, Operation};

/// A line each: `+ table orders`, what loses data saying so.
pub fn listed<'a>(operations: impl Iterator<Item = &'a Operation>) -> String {
    let mut text = String::new();
    for operation in operations {
        let style = match operation.mark() {
            Mark::Add => GOOD,
            Mark::Drop => BAD,
            Mark::Change => CHANGED,
        };
        text.push_str(&paint(style, format_args!("{} {}", operation.mark().sign(), harmless(&operation.describe()))));
        if let Some(lost) = operation.loses() {
            text.push_str(&format!(" {}", paint(BAD, format_args!("(loses {})", harmless(&lost)))));
        }
        text.push('\n');
    }
    text
}

/// `[{"mark": "+", "text": "table orders", "loses": null}]`
pub fn document<'a>(operations: impl Iterator<Item = &'a Operation>) -> Value {
    let one = |operation: &Operation| {
        json!({
            "mark": operation.mark().sign().to_string(),
            "text": operation.describe(),
            "loses": operation.loses(),
        })
    };
    Value::Array(operations.map(one).collect())
}
