//! What is a name and a statement.

use crate::dialect::Step;
use crate::schema::Definition;

use super::{add, comment, identity, word};

/// The statement, and the comment.
pub fn create(definition: &Definition, out: &mut Vec<Step>) {
    add(out, definition.sql.text());
    say(definition, None, out);
}

/// What changes in place: see [`alters`].
pub fn alter(from: &Definition, to: &Definition, out: &mut Vec<Step>) {
    say(to, from.comment.as_deref(), out);
}

/// Whether a definition can become another in place.
pub fn alters(from: &Definition, to: &Definition) -> bool {
    from.sql == to.sql
}

fn say(definition: &Definition, before: Option<&str>, out: &mut Vec<Step>) {
    let id = &definition.id;
    comment::set(word(id.kind), &identity(id), before, definition.comment.as_deref(), out);
}
