//! `-- migrate:allow CODE reason`: a finding that somebody has looked at and accepts.
//!
//! A marker stands on a line of its own before its statement, with nothing but comments between them. It is a comment to
//! everybody else: the statement runs as it would without it, and no checksum changes.

use std::ops::Range;

use crate::sql::{Syntax, TokenKind, tokens};

/// A marker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marker {
    /// The rule that it names.
    pub code: String,
    /// Why its findings are right.
    pub reason: String,
    /// The comment, in bytes of the script.
    pub span: Range<usize>,
    /// The number of the statement that it is for, among those of the section; none where it stands before none.
    pub statement: Option<usize>,
}

/// The code and the reason of a comment that is a marker.
fn read(comment: &str) -> Option<(String, String)> {
    let rest = comment.strip_prefix("migrate:")?.trim_start().strip_prefix("allow")?;
    if rest.starts_with(|c: char| !c.is_whitespace()) {
        return None;
    }
    let rest = rest.trim();
    let (code, reason) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    Some((code.trim_end_matches([':', ',']).to_owned(), reason.trim().to_owned()))
}

/// The markers of a section, whose text begins at byte `start` of the script; `statements`: where its statements stand there.
pub(crate) fn markers(syntax: Syntax, section: &str, start: usize, statements: &[Range<usize>]) -> Vec<Marker> {
    let mut found = Vec::new();
    for token in tokens(syntax, section) {
        if !matches!(token.kind, TokenKind::LineComment | TokenKind::BlockComment) {
            continue;
        }
        let Some((code, reason)) = token.comment_text().and_then(read) else { continue };
        let span = token.span.start + start..token.span.end + start;
        let inside = statements.iter().any(|statement| statement.start < span.start && span.end <= statement.end);
        let before =
            statements.iter().rfind(|statement| statement.end <= span.start).map_or(start, |statement| statement.end);
        let between = section.get(before.saturating_sub(start)..token.span.start).unwrap_or_default();
        let own_line = before == start || between.contains('\n');
        let statement = statements.iter().position(|statement| statement.start >= span.end);
        found.push(Marker { code, reason, statement: statement.filter(|_| own_line && !inside), span });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::postgres::SYNTAX;
    use crate::sql::split;

    fn told(sql: &str) -> Vec<(String, String, Option<usize>)> {
        let statements: Vec<_> = split(SYNTAX, sql).unwrap().into_iter().map(|one| one.span).collect();
        let markers = markers(SYNTAX, sql, 0, &statements);
        markers.into_iter().map(|marker| (marker.code, marker.reason, marker.statement)).collect()
    }

    fn one(code: &str, reason: &str, statement: Option<usize>) -> Vec<(String, String, Option<usize>)> {
        vec![(code.to_owned(), reason.to_owned(), statement)]
    }

    #[test]
    fn a_marker_is_for_the_statement_below_it() {
        assert_eq!(told("-- migrate:allow a so it is\nSELECT 1;"), one("a", "so it is", Some(0)));
        assert_eq!(told("SELECT 1; -- x\n-- migrate: allow a: yes\n\n-- more\nSELECT 2"), one("a", "yes", Some(1)));
        assert_eq!(told("/* migrate:allow a b */ SELECT 1"), one("a", "b", Some(0)));
        assert_eq!(told("-- migrate:allow\nSELECT 1"), one("", "", Some(0)));
    }

    #[test]
    fn elsewhere_it_is_for_none() {
        assert_eq!(told("SELECT 1; -- migrate:allow a b\nSELECT 2"), one("a", "b", None));
        assert_eq!(told("SELECT 1;\n-- migrate:allow a b\n"), one("a", "b", None));
        assert_eq!(told("SELECT (\n-- migrate:allow a b\n1); SELECT 2"), one("a", "b", None));
    }

    #[test]
    fn what_only_looks_like_one_is_none() {
        for sql in [
            "SELECT '\n-- migrate:allow a b\n'",
            "SELECT $$\n-- migrate:allow a b\n$$",
            "SELECT 1 AS \"\n-- migrate:allow a b\n\"",
            "-- migrate:allowed a b\nSELECT 1",
            "-- see migrate:allow a b\nSELECT 1",
        ] {
            assert_eq!(told(sql), [], "{sql}");
        }
    }
}
