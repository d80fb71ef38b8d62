//! Where in a schema file the SQL stands that a server refuses.
//!
//! A statement is made of strings of the file, as they stand there: a check, a default, a view's query. Only when a server has
//! refused one is the file read once more, for the strings of that one object. The one that the server's position lies in is
//! marked at that very place, through the escapes and line breaks of TOML. A server that gives no position names a word: it is
//! marked where it stands once.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::dotted_names;
use crate::error::Place;
use crate::schema::ObjectId;
use crate::sql::{self, Syntax, TokenKind};

/// What a server has refused.
#[derive(Debug, Clone, Copy)]
pub struct Refused<'a> {
    /// The statement.
    pub sql: &'a str,
    /// Where in it, in bytes, if the server says so.
    pub position: Option<usize>,
    /// The word that the server names, if it does.
    pub word: Option<&'a str>,
    /// Names of the column or part that it is about, if that is known.
    pub near: &'a [String],
    /// Only strings under one of these keys, if any is given.
    pub keys: &'a [&'a str],
}

/// A string of the file.
struct Fragment<'d> {
    /// The keys that lead to it, from the object on.
    path: Vec<&'d str>,
    value: &'d str,
    /// As it is written, quotes included.
    span: Range<usize>,
}

/// Keys whose strings are in no statement, or in it as a string of their own.
const NO_SQL: [&str; 3] = ["comment", "column_comments", "renamed_from"];

/// The place of what was refused, in the file that `object` stands in; none where it cannot be told for certain.
pub fn locate(object: &Place, id: &ObjectId, refused: &Refused<'_>, syntax: Syntax) -> Option<Place> {
    let (table, _) = DeTable::parse_recoverable(&object.text);
    let DeValue::Table(kind) = table.get_ref().get(id.kind.word())?.get_ref() else { return None };
    let mut all = Vec::new();
    for (key, value) in kind {
        if dotted_names::qualified(key.get_ref()).is_ok_and(|name| name == id.name) {
            collect(value, &mut Vec::new(), &mut all);
        }
    }
    all.retain(|fragment| refused.keys.is_empty() || refused.keys.iter().any(|key| fragment.path.contains(key)));
    let near: Vec<&Fragment<'_>> = all.iter().filter(|one| refused.near.iter().any(|name| one.is_of(name))).collect();
    let all: Vec<&Fragment<'_>> = all.iter().collect();
    // What is known of the column or part decides; where it is named otherwise in the file, all of the object is looked at.
    let found = [near, all].into_iter().filter(|some| !some.is_empty()).find_map(|some| match refused.position {
        Some(position) => at_position(&some, refused.sql, position, syntax),
        None => at_word(&some, refused.word?, syntax),
    });
    let (fragment, range) = found?;
    let literal = object.text.get(fragment.span.clone())?;
    let span = match range {
        Some(range) => {
            let start = file_offset(literal, range.start, true);
            fragment.span.start + start..fragment.span.start + file_offset(literal, range.end, false).max(start)
        }
        None => fragment.span.clone(),
    };
    Some(Place { span, label: String::new(), ..object.clone() })
}

fn collect<'d>(value: &'d Spanned<DeValue<'d>>, path: &mut Vec<&'d str>, all: &mut Vec<Fragment<'d>>) {
    match value.get_ref() {
        DeValue::String(text) => all.push(Fragment { path: path.clone(), value: text, span: value.span() }),
        DeValue::Array(list) => list.iter().for_each(|one| collect(one, path, all)),
        DeValue::Table(table) => {
            for (key, value) in table {
                if !NO_SQL.contains(&key.get_ref().as_ref()) {
                    path.push(key.get_ref());
                    collect(value, path, all);
                    path.pop();
                }
            }
        }
        _ => {}
    }
}

/// A fragment and the part of its value that is meant; all of it, where that cannot be said.
type Found<'f, 'd> = (&'f Fragment<'d>, Option<Range<usize>>);

impl Fragment<'_> {
    fn is_of(&self, name: &str) -> bool {
        self.path.iter().any(|key| key.eq_ignore_ascii_case(name))
    }

    /// Whether it is a column's type, which is no text of its own.
    fn is_type(&self) -> bool {
        matches!(self.path.as_slice(), ["columns", _] | ["columns", _, "type"])
    }
}

/// The longest string that the position lies in. None where two are as long: they say the same at two places.
fn at_position<'f, 'd>(
    fragments: &[&'f Fragment<'d>],
    sql: &str,
    position: usize,
    syntax: Syntax,
) -> Option<Found<'f, 'd>> {
    let mut best: Vec<(usize, Found<'f, 'd>)> = Vec::new();
    for fragment in fragments {
        let bare = fragment.value.trim().trim_end_matches(';').trim_end();
        // The model holds an expression without parentheses around all of it.
        for variant in [bare, sql::strip_outer_parens(syntax, bare)] {
            if variant.is_empty() {
                continue;
            }
            let lead = fragment.value.find(variant).unwrap_or_default();
            let covering = sql
                .match_indices(variant)
                .map(|(at, _)| at)
                .take_while(|at| *at <= position)
                .find(|at| position <= at + variant.len());
            if let Some(at) = covering {
                let token = sql::token_at(syntax, fragment.value, lead + position - at);
                best.push((variant.len(), (fragment, Some(token))));
                break;
            }
        }
    }
    let longest = best.iter().map(|(length, _)| *length).max()?;
    best.retain(|(length, _)| *length == longest);
    match best.as_slice() {
        [_] => best.pop().map(|(_, found)| found),
        _ => None,
    }
}

/// The word where it stands once; the one string that holds it more than once.
fn at_word<'f, 'd>(fragments: &[&'f Fragment<'d>], word: &str, syntax: Syntax) -> Option<Found<'f, 'd>> {
    let mut found: Option<Found<'f, 'd>> = None;
    for fragment in fragments.iter().filter(|fragment| !fragment.is_type()) {
        for range in sql::tokens_like(syntax, fragment.value, word) {
            found = match found {
                None => Some((fragment, Some(range))),
                Some((other, _)) if std::ptr::eq(other, *fragment) => Some((other, None)),
                Some(_) => return None,
            };
        }
    }
    found
}

/// Where the byte `offset` of a string's value stands in the string as it is written; `begins` says that something begins
/// there, so that it is behind a line that is continued, not before.
fn file_offset(literal: &str, offset: usize, begins: bool) -> usize {
    let (quote, escapes, multiline) = match literal.as_bytes() {
        [b'"', b'"', b'"', ..] if literal.len() >= 6 => (3, true, true),
        [b'\'', b'\'', b'\'', ..] if literal.len() >= 6 => (3, false, true),
        [b'"', ..] => (1, true, false),
        [b'\'', ..] => (1, false, false),
        _ => return offset.min(literal.len()),
    };
    let mut at = quote;
    if multiline {
        // The line break behind the opening quotes is no part of the value.
        let rest = literal.get(at..).unwrap_or_default();
        at += if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
    }
    let mut value = 0;
    while value < offset || begins {
        let rest = literal.get(at..).unwrap_or_default();
        let Some(c) = rest.chars().next() else { break };
        if c != '\\' || !escapes {
            if value >= offset {
                break;
            }
            at += c.len_utf8();
            value += c.len_utf8();
            continue;
        }
        let digits = match rest.as_bytes().get(1) {
            Some(b'u') => 4,
            Some(b'U') => 8,
            Some(b'x') => 2,
            Some(b'"' | b'\\' | b'b' | b'e' | b'f' | b'n' | b'r' | b't') => 0,
            // A line that is continued: the white space behind it is no part of the value.
            _ => {
                let behind = rest.get(1..).unwrap_or_default();
                at += 1 + behind.len() - behind.trim_start().len();
                if behind.is_empty() {
                    break;
                }
                continue;
            }
        };
        if value >= offset {
            break;
        }
        let code = rest.get(2..2 + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        value += code.filter(|_| digits > 0).and_then(char::from_u32).map_or(1, char::len_utf8);
        at += 2 + digits;
    }
    at.min(literal.len())
}

/// The tokens of a statement's text that may name a column or part, around a position: the first ones of its line.
pub fn names_of_line(syntax: Syntax, sql: &str, position: usize) -> Vec<String> {
    let start = sql.get(..position).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    sql::tokens(syntax, sql.get(start..).unwrap_or_default())
        .filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent))
        .take(2)
        .map(|token| sql::unquote(syntax, token.text))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{postgres, sqlite};
    use crate::schema::{Kind, QName};

    /// The text that is marked.
    fn marked(file: &str, refused: &Refused<'_>) -> Option<String> {
        let id = ObjectId::new(Kind::Table, QName::plain("t"));
        let place = Place { path: "schema.toml".into(), text: file.into(), span: 0..1, label: String::new() };
        let syntax = if refused.position.is_some() { postgres::SYNTAX } else { sqlite::SYNTAX };
        locate(&place, &id, refused, syntax).map(|place| place.text[place.span].to_owned())
    }

    fn at(file: &str, sql: &str, word: &str, near: &str) -> Option<String> {
        let near = [near.to_owned()];
        let position = Some(sql.find(word).unwrap());
        marked(file, &Refused { sql, position, word: None, near: &near, keys: &[] })
    }

    fn named(file: &str, word: &str) -> Option<String> {
        marked(file, &Refused { sql: "", position: None, word: Some(word), near: &[], keys: &[] })
    }

    #[test]
    fn a_position_is_marked_in_the_string_it_comes_from() {
        let file = "[table.t.columns]\na = \"int\"\nb = { type = \"int\", default = { sql = \"nope(1)\" } }\n\
                    [table.t.checks]\nc = '''\n  a > 0 AND\n  \"wröng\" < 1'''\nd = \"\"\"a <> 'x\\ty' \\\n    AND é\\u0041b > 0\"\"\"\n";
        let check = "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0 AND\n  \"wröng\" < 1)";
        assert_eq!(at(file, check, "\"wröng", "c").as_deref(), Some("\"wröng\""));
        let escaped = "ALTER TABLE t ADD CONSTRAINT d CHECK (a <> 'x\ty' AND éAb > 0)";
        assert_eq!(at(file, escaped, "éAb", "d").as_deref(), Some("é\\u0041b"));
        assert_eq!(at(file, "  b int DEFAULT nope(1),", "nope", "b").as_deref(), Some("nope"));
        // What is in no string of the file is not guessed at.
        assert_eq!(at(file, "CREATE TABLE t (x)", "CREATE", "t"), None);
    }

    #[test]
    fn parentheses_around_all_of_it_are_left_out_in_the_statement() {
        let file = "[table.t.checks]\nc = \" (a > nope) \"\n";
        assert_eq!(at(file, "CHECK (a > nope)", "nope", "c").as_deref(), Some("nope"));
    }

    #[test]
    fn a_word_is_marked_where_it_stands_once() {
        let file = "[table.t.columns]\na = \"nope\"\n[table.t.checks]\nc = \"a > NOPE + 'nope'\"\nd = \"twice > twice\"\n\
                    e = \"many > 0\"\nf = \"many > 1\"\n[table.other.checks]\nc = \"nope > 0\"\n";
        assert_eq!(named(file, "nope").as_deref(), Some("NOPE"));
        assert_eq!(named(file, "twice").as_deref(), Some("\"twice > twice\""));
        assert_eq!(named(file, "many"), None);
        assert_eq!(named(file, "none"), None);
    }

    #[test]
    fn the_same_text_at_two_places_is_told_apart_by_the_part() {
        let file = "[table.t.checks]\nc = \"nope > 0\"\nd = \"nope > 0\"\n";
        assert_eq!(at(file, "CHECK (nope > 0)", "nope", "d").as_deref(), Some("nope"));
        assert_eq!(at(file, "CHECK (nope > 0)", "nope", "x"), None);
    }

    #[test]
    fn offsets_of_all_forms_of_string() {
        for (literal, value) in [
            ("\"a\\nb\"", "a\nb"),
            ("'a\\nb'", "a\\nb"),
            ("\"\"\"\na\\\n   b\"\"\"", "ab"),
            ("'''\na\nb'''", "a\nb"),
            ("\"\\u00e9\\U0001F600b\"", "é😀b"),
            ("\"\"", ""),
        ] {
            let end = file_offset(literal, value.len(), false);
            let quotes =
                if literal.len() >= 6 && (literal.starts_with("\"\"\"") || literal.starts_with("'''")) { 3 } else { 1 };
            assert_eq!(end, literal.len() - quotes, "{literal}");
            if let Some(at) = value.find('b') {
                assert_eq!(&literal[file_offset(literal, at, true)..][..1], "b", "{literal}");
            }
        }
    }
}
