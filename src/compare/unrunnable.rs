//! What a database takes unread and cannot run: views and triggers that name what there is not.
//!
//! The introspector says what cannot run. Here it is judged: what a schema declares, or breaks, is refused at its line; what
//! cannot run in the database either and is left as it is, is not.

use std::collections::BTreeMap;

use crate::dialect::Dialect;
use crate::error::{Fault, Place};
use crate::schema::{Node, Object, PartKind, Schema, Trigger, Unrunnable};
use crate::source::Ddl;
use crate::sql::{self, TokenKind};

/// Views or triggers of a schema file that cannot run.
#[derive(Debug, thiserror::Error)]
#[error("{}", said(.found))]
pub struct UnrunnableObjects {
    found: Vec<(Unrunnable, Option<Place>)>,
}

fn said(found: &[(Unrunnable, Option<Place>)]) -> String {
    match found {
        [(one, _), ..] => format!("{} cannot run: {}", one.node, one.message),
        [] => String::new(),
    }
}

impl Fault for UnrunnableObjects {
    fn code(&self) -> &'static str {
        "schema-refused"
    }
    fn places(&self) -> Vec<Place> {
        self.found.iter().filter_map(|(_, place)| place.clone()).collect()
    }
    fn notes(&self) -> Vec<String> {
        self.found.iter().skip(1).map(|(one, _)| format!("{} cannot run: {}", one.node, one.message)).collect()
    }
    fn help(&self) -> Option<String> {
        Some("the database takes it, and fails when it is used; nothing was changed; correct the schema file".into())
    }
}

/// Refuses what cannot run in `schema`, unless it is the same in `actual` and cannot run there either.
///
/// # Errors
/// [`UnrunnableObjects`].
pub(super) fn refuse(
    schema: &Schema,
    actual: &Schema,
    place: impl Fn(&Node) -> Option<Place>,
    dialect: &dyn Dialect,
) -> Result<(), UnrunnableObjects> {
    let left_alone = |one: &Unrunnable| {
        actual.cannot_run(&one.node).is_some() && is_same(schema, actual, &one.node, dialect) == Some(true)
    };
    let faults = schema.unrunnable.iter().filter(|one| one.excuse.is_none() && !left_alone(one));
    let found: Vec<(Unrunnable, Option<Place>)> = faults
        .map(|one| {
            let place = place(&one.node).map(|place| Place { label: one.message.clone(), ..place });
            (one.clone(), place)
        })
        .collect();
    if found.is_empty() { Ok(()) } else { Err(UnrunnableObjects { found }) }
}

fn is_same(schema: &Schema, actual: &Schema, node: &Node, dialect: &dyn Dialect) -> Option<bool> {
    let (here, there) = (schema.get(node.object())?, actual.get(node.object())?);
    Some(match node {
        Node::Part(_, PartKind::Trigger, name) => trigger(here, name)? == trigger(there, name)?,
        _ => dialect.same(here, there),
    })
}

fn trigger<'o>(object: &'o Object, name: &str) -> Option<&'o Trigger> {
    let triggers = match object {
        Object::Table(table) => &table.triggers,
        Object::View(view) => &view.triggers,
        _ => return None,
    };
    triggers.iter().find(|trigger| trigger.name == name)
}

/// Where a thing stands in a schema file, at the name that there is nothing of where it can be found.
pub(super) fn declared_place(places: &BTreeMap<Node, Place>, node: &Node, schema: &Schema) -> Option<Place> {
    let place = places.get(node).or_else(|| places.get(&Node::Object(node.object().clone())))?;
    let start = place.span.end;
    let rest = place.text.get(start..)?;
    // Up to the next section.
    let rest = rest.find("\n[").map_or(rest, |end| rest.get(..end).unwrap_or(rest));
    let missing = schema.cannot_run(node).and_then(|one| one.missing.as_deref());
    let span = missing.and_then(|name| word(rest, name)).map(|at| start + at.start..start + at.end);
    Some(Place { span: span.unwrap_or_else(|| place.span.clone()), ..place.clone() })
}

/// Where a thing is made in a SQL schema, at the name that there is nothing of where it can be found.
pub(super) fn statement_place(ddl: &Ddl, node: &Node, schema: &Schema, dialect: &dyn Dialect) -> Option<Place> {
    let statement = ddl.statements.iter().rfind(|statement| makes(&statement.text, node, dialect))?;
    let place = statement.place("");
    let missing = schema.cannot_run(node).and_then(|one| one.missing.as_deref());
    let first_line = statement.text.find('\n').unwrap_or(statement.text.len());
    let within = missing.and_then(|name| word(&statement.text, name)).unwrap_or(0..first_line);
    Some(Place { span: place.span.start + within.start..place.span.start + within.end, ..place })
}

/// Whether a statement is `CREATE VIEW name …` or `CREATE TRIGGER name …` of this thing.
fn makes(statement: &str, node: &Node, dialect: &dyn Dialect) -> bool {
    let syntax = dialect.syntax();
    let word = match node {
        Node::Object(id) => id.kind.word(),
        Node::Part(_, kind, _) => kind.facts().word,
    };
    let mut tokens = sql::tokens(syntax, statement).filter(|token| !token.kind.is_trivia());
    if !tokens.next().is_some_and(|token| token.is_word("CREATE")) || !tokens.by_ref().take(3).any(|t| t.is_word(word))
    {
        return false;
    }
    let is_name = |kind| matches!(kind, TokenKind::Word | TokenKind::QuotedIdent | TokenKind::String);
    let names = tokens.skip_while(|token| ["IF", "NOT", "EXISTS"].iter().any(|word| token.is_word(word)));
    let mut names = names.take_while(|token| token.is_punct(".") || is_name(token.kind)).take(3);
    names.any(|token| sql::unquote(syntax, token.text).eq_ignore_ascii_case(node.leaf()))
}

/// Where a text holds this word, whatever its capitals.
fn word(text: &str, name: &str) -> Option<std::ops::Range<usize>> {
    let (lower, name) = (text.to_ascii_lowercase(), name.to_ascii_lowercase());
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let mut found = lower.match_indices(&name).map(|(at, _)| at..at + name.len());
    found.find(|at| !lower[..at.start].ends_with(part) && !lower[at.end..].starts_with(part))
}
