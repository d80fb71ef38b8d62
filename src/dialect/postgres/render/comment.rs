//! Comments on things.

use crate::dialect::Step;
use crate::schema::{QName, Trigger};

use super::{add, name, quote};

/// `COMMENT ON word at IS …`, where the comment changes.
pub fn set(word: &str, at: &str, from: Option<&str>, to: Option<&str>, out: &mut Vec<Step>) {
    if from != to {
        let text = to.map_or_else(|| "NULL".to_owned(), quote::string);
        add(out, format!("COMMENT ON {word} {at} IS {text}"));
    }
}

/// A column's comment, of a table or a view.
pub fn on_column(of: &QName, column: &str, from: Option<&str>, to: Option<&str>, out: &mut Vec<Step>) {
    set("COLUMN", &format!("{}.{}", name(of), quote::identifier(column)), from, to, out);
}

/// A trigger's comment.
pub fn on_trigger(of: &QName, trigger: &Trigger, from: Option<&str>, out: &mut Vec<Step>) {
    let at = format!("{} ON {}", quote::identifier(&trigger.name), name(of));
    set("TRIGGER", &at, from, trigger.comment.as_deref(), out);
}
