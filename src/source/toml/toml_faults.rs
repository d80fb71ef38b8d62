//! Faults of the TOML itself; a key that stands twice is shown at both of its places.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::document::{At, Document};
use crate::source::error::Problem;
use crate::text::NUL_HELP;

/// A fault of the parser as a problem.
pub(super) fn problem(document: &Document, fault: &toml::de::Error) -> Problem {
    let end = document.text.len();
    let span = fault.span().unwrap_or(end..end);
    if fault.message() == "duplicate key" {
        return duplicate(document, span);
    }
    Problem {
        code: "invalid-toml",
        message: format!("{} is not valid TOML: {}", document.path.display(), fault.message()),
        help: None,
        places: vec![At { document, span }.place("here")],
    }
}

/// A string or key in which an escape (`\u0000`) makes a NUL byte.
pub(super) fn nul(document: &Document, span: Range<usize>) -> Problem {
    Problem {
        code: "nul-byte",
        message: format!("a string in {} holds a NUL byte, which no database takes", document.path.display()),
        help: Some(NUL_HELP.to_owned()),
        places: vec![At { document, span }.place("here")],
    }
}

fn duplicate(document: &Document, span: Range<usize>) -> Problem {
    let written = document.text.get(span.clone()).unwrap_or_default();
    let name = written.trim_matches(['"', '\'']);
    let mut places = vec![At { document, span: span.clone() }.place("defined again here")];
    if let Some(first) = first_definition(&document.text, &span) {
        places.push(At { document, span: first }.place("first defined here"));
    }
    Problem {
        code: "duplicate-name",
        message: format!("`{name}` is defined twice"),
        help: Some("a name is defined once: rename or remove one of the two".to_owned()),
        places,
    }
}

/// Where the key that stands at `span` again was defined before. The parser knows, and does not say.
fn first_definition(text: &str, span: &Range<usize>) -> Option<Range<usize>> {
    let line_start = text.get(..span.start)?.rfind('\n').map_or(0, |at| at + 1);
    let (before, _) = DeTable::parse_recoverable(text.get(..span.start)?);
    let line = text.get(line_start..)?.lines().next()?;
    if line.trim_start().starts_with('[') {
        // A header: its path, walked from the top.
        let (header, _) = DeTable::parse_recoverable(line);
        return walk(before.get_ref(), header.get_ref());
    }
    let key = text.get(span.clone())?;
    let key = key.trim_matches(['"', '\'']);
    // A key: in the tables before it, the last of that name.
    let mut found = None;
    last_key(&before, key, &mut found);
    found
}

fn walk(tree: &DeTable<'_>, path: &DeTable<'_>) -> Option<Range<usize>> {
    let (step, rest) = path.iter().next()?;
    let (key, value) = tree.get_key_value(step.get_ref().as_ref())?;
    match (rest.get_ref(), value.get_ref()) {
        (DeValue::Table(rest), DeValue::Table(tree)) if !rest.is_empty() => walk(tree, rest),
        _ => Some(key.span()),
    }
}

fn last_key(tree: &Spanned<DeTable<'_>>, name: &str, found: &mut Option<Range<usize>>) {
    fn visit(table: &DeTable<'_>, name: &str, found: &mut Option<Range<usize>>) {
        for (key, value) in table {
            if key.get_ref() == name && found.as_ref().is_none_or(|known| known.start < key.span().start) {
                *found = Some(key.span());
            }
            if let DeValue::Table(inner) = value.get_ref() {
                visit(inner, name, found);
            }
        }
    }
    visit(tree.get_ref(), name, found);
}
