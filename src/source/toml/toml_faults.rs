//! Faults of the TOML itself; a key that stands twice is shown at both of its places.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::document::{At, Document};
use crate::source::error::Problem;
use crate::text::NUL_HELP;

/// The faults of the parser as problems. A table that stands twice is said once, not again for each of its parts.
pub(super) fn problems(document: &Document, faults: &[toml::de::Error]) -> Vec<Problem> {
    let mut problems: Vec<Problem> = Vec::new();
    // Where the section of the last header that stands twice ends: what its keys repeat is no fault of theirs.
    let mut section = 0..0;
    for fault in faults {
        let span = fault.span().unwrap_or_default();
        let header = header_twice(&document.text, &span).is_some();
        let problem = problem(document, fault);
        if problem.code == DUPLICATE {
            let again = problems.iter().any(|known| known.message == problem.message);
            if again || (!header && section.contains(&span.start)) {
                continue;
            }
            if header {
                section = span.end..section_end(&document.text, &span);
            }
        }
        problems.push(problem);
    }
    problems
}

/// Where what a header begins ends: at the next header of another thing.
fn section_end(text: &str, header: &Range<usize>) -> usize {
    let start = text.get(..header.start).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1);
    let thing = |line: &str| -> Vec<String> {
        let (header, _) = DeTable::parse_recoverable(line);
        header_path(header.get_ref()).into_iter().take(2).map(|(name, _)| name).collect()
    };
    let mut at = start;
    let mut own = None;
    for line in text.get(start..).unwrap_or_default().split_inclusive('\n') {
        if line.trim_start().starts_with('[') {
            let named = thing(line.trim());
            if own.get_or_insert_with(|| named.clone()) != &named {
                return at;
            }
        }
        at += line.len();
    }
    text.len()
}

const DUPLICATE: &str = "duplicate-name";

fn problem(document: &Document, fault: &toml::de::Error) -> Problem {
    let end = document.text.len();
    let span = fault.span().unwrap_or(end..end);
    // What stands in braces, or is no table, is added to by a second definition.
    if fault.message() == "duplicate key" || fault.message().starts_with("cannot extend value of type") {
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
    let text = &document.text;
    let again = header_twice(text, &span).unwrap_or_else(|| {
        let written = text.get(span.clone()).unwrap_or_default();
        let what = format!("`{}`", written.trim_matches(['"', '\'']));
        Again { what, first: key_before(text, &span), span }
    });
    let mut places = vec![At { document, span: again.span }.place("defined again here")];
    if let Some(first) = again.first {
        places.push(At { document, span: first }.place("first defined here"));
    }
    Problem {
        code: DUPLICATE,
        message: format!("{} is defined twice", again.what),
        help: Some("a name is defined once: rename or remove one of the two".to_owned()),
        places,
    }
}

/// What stands twice, and where.
struct Again {
    what: String,
    span: Range<usize>,
    first: Option<Range<usize>>,
}

/// A header that stands twice: `[table.a]`, or `[table.a.columns]`, which is the table named twice, too.
fn header_twice(text: &str, span: &Range<usize>) -> Option<Again> {
    let start = text.get(..span.start)?.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(start..)?.lines().next()?;
    if !line.trim_start().starts_with('[') {
        return None;
    }
    let (before, _) = DeTable::parse_recoverable(text.get(..start)?);
    let (header, _) = DeTable::parse_recoverable(line);
    let path = header_path(header.get_ref());
    let names: Vec<&str> = path.iter().map(|(name, _)| name.as_str()).collect();
    let at = |depth: usize| path.get(depth).map(|(_, span)| span.start + start..span.end + start);
    let first = |depth: usize| key_at(before.get_ref(), names.get(..=depth)?);
    let in_header = |span: &Range<usize>| {
        let start = text.get(..span.start).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1);
        text.get(start..).is_some_and(|line| line.trim_start().starts_with('['))
    };
    let (what, depth) = match names.as_slice() {
        [kind, name, "columns"] if first(2).is_some_and(|first| in_header(&first)) => (format!("{kind} `{name}`"), 1),
        [kind, name] => (format!("{kind} `{name}`"), 1),
        [kind, name, part] => (format!("`{part}` of {kind} `{name}`"), 2),
        [.., last] => (format!("`{last}`"), names.len() - 1),
        [] => return None,
    };
    Some(Again { what, span: at(depth)?, first: first(depth) })
}

/// The names of a header with their places in its line.
fn header_path(header: &DeTable<'_>) -> Vec<(String, Range<usize>)> {
    let mut path = Vec::new();
    let mut table = Some(header);
    while let Some((key, value)) = table.and_then(|table| table.iter().next()) {
        path.push((key.get_ref().to_string(), key.span()));
        table = match value.get_ref() {
            DeValue::Table(table) => Some(table),
            DeValue::Array(list) => match list.iter().next().map(Spanned::get_ref) {
                Some(DeValue::Table(table)) => Some(table),
                _ => None,
            },
            _ => None,
        };
    }
    path
}

/// Where the last name of a path is defined.
fn key_at(tree: &DeTable<'_>, path: &[&str]) -> Option<Range<usize>> {
    let (name, rest) = path.split_first()?;
    let (key, value) = tree.get_key_value(*name)?;
    match value.get_ref() {
        DeValue::Table(tree) if !rest.is_empty() => key_at(tree, rest),
        _ => Some(key.span()),
    }
}

/// Where the key that stands at `span` again was defined before: in the tables before it, the last of that name. The parser
/// knows, and does not say.
fn key_before(text: &str, span: &Range<usize>) -> Option<Range<usize>> {
    let (before, _) = DeTable::parse_recoverable(text.get(..span.start)?);
    let key = text.get(span.clone())?.trim_matches(['"', '\'']);
    let mut found = None;
    last_key(&before, key, &mut found);
    found
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
