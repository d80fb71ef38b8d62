//! What is a name and a statement.

use crate::dialect::Step;
use crate::dialect::postgres::SYNTAX;
use crate::schema::{Definition, Kind};
use crate::sql;

use super::{
    add, base_type, comment, composite_type, event_trigger, extension_needs, foreign_data, identity, language,
    operator, publication, routine, statistics, text_search, word,
};

/// The statement, and the comment.
pub(super) fn create(definition: &Definition, out: &mut Vec<Step>) {
    statements(definition).into_iter().for_each(|statement| add(out, statement));
    if definition.id.kind == Kind::Statistics {
        statistics::beside(definition).into_iter().for_each(|statement| add(out, statement));
    }
    if definition.id.kind == Kind::EventTrigger {
        event_trigger::beside(definition).into_iter().for_each(|statement| add(out, statement));
    }
    say(definition, None, out);
    extensions(definition, &[], out);
}

/// The extensions that a routine was made to depend on; `before`: those that it depends on by now.
fn extensions(definition: &Definition, before: &[String], out: &mut Vec<Step>) {
    let id = &definition.id;
    let what = format!("{} {}", word(id.kind), identity(id));
    extension_needs::change(&what, before, &definition.annotation.extensions, out);
}

/// The statements that create it: one, but for what is filled by others once it is there.
fn statements(definition: &Definition) -> Vec<String> {
    let whole = definition.sql.text();
    if !matches!(definition.id.kind, Kind::TextSearchConfiguration | Kind::OperatorFamily) {
        return vec![whole.to_owned()];
    }
    let parts = sql::split(SYNTAX, whole).map(|parts| parts.into_iter().map(|part| part.text).collect());
    parts.unwrap_or_else(|_| vec![whole.to_owned()])
}

/// What changes in place: see [`alters`].
pub(super) fn alter(from: &Definition, to: &Definition, out: &mut Vec<Step>) {
    in_place(from, to).into_iter().flatten().for_each(|statement| add(out, statement));
    say(to, from.annotation.comment.as_deref(), out);
    // A routine that is replaced forgets them.
    let replaced = from.sql != to.sql && matches!(to.id.kind, Kind::Function | Kind::Procedure);
    let before = if replaced { Vec::new() } else { from.annotation.extensions.clone() };
    extensions(to, &before, out);
}

/// Whether a definition can become another in place.
pub(crate) fn alters(from: &Definition, to: &Definition) -> bool {
    in_place(from, to).is_some()
}

/// The statements that make one of the other in place, where that can be: a kind answers in its own file.
fn in_place(from: &Definition, to: &Definition) -> Option<Vec<String>> {
    if from.sql == to.sql && from.settings == to.settings {
        return Some(Vec::new());
    }
    match to.id.kind {
        Kind::Publication => publication::alter(from, to),
        Kind::ForeignDataWrapper | Kind::Server | Kind::UserMapping => foreign_data::alter(from, to),
        Kind::Statistics => statistics::alter(from, to),
        Kind::TextSearchParser
        | Kind::TextSearchTemplate
        | Kind::TextSearchDictionary
        | Kind::TextSearchConfiguration => text_search::alter(from, to),
        Kind::Cast | Kind::AccessMethod | Kind::Operator | Kind::OperatorFamily | Kind::OperatorClass => {
            operator::alter(from, to)
        }
        Kind::RangeType => composite_type::alter_range(from, to),
        Kind::BaseType => base_type::alter(from, to),
        Kind::Language | Kind::Transform => language::alter(from, to),
        Kind::EventTrigger => event_trigger::alter(from, to),
        Kind::Function | Kind::Procedure | Kind::Aggregate => routine::alter(from, to),
        Kind::Namespace
        | Kind::Extension
        | Kind::Enum
        | Kind::Sequence
        | Kind::Table
        | Kind::View
        | Kind::Domain
        | Kind::CompositeType
        | Kind::ShellType
        // What ALTER can change of these is their name, their owner and their namespace.
        | Kind::Collation
        | Kind::Conversion
        | Kind::DefaultPrivileges
        | Kind::SystemObject
        | Kind::Event => None,
    }
}

fn say(definition: &Definition, before: Option<&str>, out: &mut Vec<Step>) {
    let id = &definition.id;
    comment::set(word(id.kind), &identity(id), before, definition.annotation.comment.as_deref(), out);
}
