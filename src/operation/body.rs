//! Things that are a text (a view's query, a trigger, a function): the text before a change and after it.

use serde::Serialize;

use super::{Operation, Part};
use crate::schema::Object;
use crate::schema::secret::without_stand_ins;

/// A text that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BodyChange {
    /// Before.
    pub from: String,
    /// After.
    pub to: String,
}

/// The texts of what one operation takes away (or changes) and another one brings (or the same one changes), if it is one
/// and they differ.
pub fn body_change(old: &Operation, new: &Operation) -> Option<BodyChange> {
    let from = match old {
        Operation::Drop(object) | Operation::Alter { from: object, .. } => of_object(object),
        Operation::DropPart { part, .. } | Operation::AlterPart { from: part, .. } => of_part(part),
        _ => None,
    }?;
    let to = match new {
        Operation::Create(object) | Operation::Alter { to: object, .. } => of_object(object),
        Operation::AddPart { part, .. } | Operation::AlterPart { to: part, .. } => of_part(part),
        _ => None,
    }?;
    (from != to).then(|| BodyChange { from: without_stand_ins(from), to: without_stand_ins(to) })
}

fn of_object(object: &Object) -> Option<&str> {
    match object {
        Object::View(view) => Some(view.query.text()),
        Object::Definition(definition) => Some(definition.sql.text()),
        _ => None,
    }
}

fn of_part(part: &Part) -> Option<&str> {
    match part {
        Part::Trigger(trigger) => Some(trigger.sql.text()),
        Part::Rule(rule) => Some(rule.sql.text()),
        _ => None,
    }
}
