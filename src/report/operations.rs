//! The changes of a comparison: a coloured line each, and as JSON.

use serde_json::{Value, json};

use super::style::{BAD, CHANGED, GOOD, harmless, paint};
use crate::operation::{Mark, Operation};

/// One change as it is told.
struct Told {
    mark: Mark,
    text: String,
    loses: Option<String>,
}

/// What is dropped and made again is one change, not two.
fn told<'a>(operations: impl Iterator<Item = &'a Operation>) -> Vec<Told> {
    let operations: Vec<&Operation> = operations.collect();
    let node = |operation: &Operation| match operation.mark() {
        Mark::Add => operation.produces().into_iter().next(),
        Mark::Drop => operation.removes().into_iter().next(),
        Mark::Change => None,
    };
    let with = |mark: Mark, operation: &Operation| {
        let same = node(operation);
        same.is_some() && operations.iter().any(|other| other.mark() == mark && node(other) == same)
    };
    let mut told = Vec::new();
    for &operation in &operations {
        let (mut mark, mut text) = (operation.mark(), operation.describe());
        match mark {
            Mark::Add if with(Mark::Drop, operation) => continue,
            Mark::Drop if with(Mark::Add, operation) => {
                mark = Mark::Change;
                text.push_str(": made again");
            }
            _ => {}
        }
        told.push(Told { mark, text, loses: operation.loses() });
    }
    told
}

/// A line each: `+ table orders`, what loses data saying so.
pub fn listed<'a>(operations: impl Iterator<Item = &'a Operation>) -> String {
    let mut text = String::new();
    for one in told(operations) {
        let style = match one.mark {
            Mark::Add => GOOD,
            Mark::Drop => BAD,
            Mark::Change => CHANGED,
        };
        text.push_str(&paint(style, format_args!("{} {}", one.mark.sign(), harmless(&one.text))));
        if let Some(lost) = one.loses {
            text.push_str(&format!(" {}", paint(BAD, format_args!("(loses {})", harmless(&lost)))));
        }
        text.push('\n');
    }
    text
}

/// `[{"mark": "+", "text": "table orders", "loses": null}]`
pub fn document<'a>(operations: impl Iterator<Item = &'a Operation>) -> Value {
    let one = |one: Told| json!({ "mark": one.mark.sign().to_string(), "text": one.text, "loses": one.loses });
    Value::Array(told(operations).into_iter().map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Object, QName, View};

    #[test]
    fn what_is_made_again_is_one_change() {
        let view = |name: &str| Object::View(View::new(QName::plain(name), "SELECT 1"));
        let operations = [
            Operation::Drop(view("a")),
            Operation::Drop(view("b")),
            Operation::Create(view("a")),
            Operation::Create(view("c")),
        ];
        let text = anstream::adapter::strip_str(&listed(operations.iter())).to_string();
        assert_eq!(text, "~ view a: made again\n- view b\n+ view c\n");
    }
}
