//! What is a name and a statement.

use crate::dialect::Step;
use crate::schema::{Definition, Kind};

use super::{add, annotation, comment, identity, publication, word};

/// The statement, and the comment.
pub(super) fn create(definition: &Definition, out: &mut Vec<Step>) {
    add(out, definition.sql.text());
    say(definition, None, out);
    annotation::kept(word(definition.id.kind), &definition.id.name, &definition.annotation, &[], out);
}

/// What changes in place: see [`alters`].
pub(super) fn alter(from: &Definition, to: &Definition, out: &mut Vec<Step>) {
    if from.sql != to.sql {
        statements(from, to).into_iter().for_each(|statement| add(out, statement));
    }
    say(to, from.annotation.comment.as_deref(), out);
}

/// Whether a definition can become another in place.
pub(crate) fn alters(from: &Definition, to: &Definition) -> bool {
    from.sql == to.sql || alters_in_place(from, to)
}

/// The same where the statements differ: a kind answers in its own file.
fn alters_in_place(from: &Definition, to: &Definition) -> bool {
    match to.id.kind {
        Kind::Publication => publication::alters(from, to),
        Kind::Namespace | Kind::Extension | Kind::Enum | Kind::Sequence | Kind::Table | Kind::View => false,
    }
}

/// The statements that make one of the other in place.
fn statements(from: &Definition, to: &Definition) -> Vec<String> {
    match to.id.kind {
        Kind::Publication => publication::alter(from, to),
        Kind::Namespace | Kind::Extension | Kind::Enum | Kind::Sequence | Kind::Table | Kind::View => Vec::new(),
    }
}

fn say(definition: &Definition, before: Option<&str>, out: &mut Vec<Step>) {
    let id = &definition.id;
    comment::set(word(id.kind), &identity(id), before, definition.annotation.comment.as_deref(), out);
}
