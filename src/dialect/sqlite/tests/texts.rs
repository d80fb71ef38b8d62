//! Texts that nobody has thought of: cut off anywhere, or put together at random.

use proptest::prelude::*;

use super::super::normalize::{self, KnownNames};
use super::super::{canonical, parse};
use crate::dialect::sqlite::SYNTAX;
use crate::sql::{TokenKind, tokens};

const TEXTS: [&str; 4] = [
    "CREATE TABLE t (id INTEGER PRIMARY KEY ON CONFLICT FAIL AUTOINCREMENT, [a b] \"x\" (1, -2) NOT NULL DEFAULT -1.5e3 COLLATE nocase, \
     c AS (id || 'ü') STORED, d REFERENCES t (id) ON DELETE SET NULL MATCH full NOT DEFERRABLE INITIALLY DEFERRED, \
     CONSTRAINT k UNIQUE (a, b DESC) ON CONFLICT IGNORE CHECK ((a) > (b)) FOREIGN KEY (a) REFERENCES t) STRICT, WITHOUT ROWID",
    "CREATE UNIQUE INDEX i ON t (a COLLATE nocase DESC, lower(b) ASC NULLS FIRST) WHERE a IS NOT NULL",
    "CREATE VIEW v (a, \"b c\") AS WITH x(y) AS (SELECT -1) SELECT y, CASE WHEN 1 THEN 'a' END FROM x ORDER BY 1",
    "CREATE TRIGGER tr INSTEAD OF UPDATE OF a, b ON v WHEN (new.a > 0) BEGIN UPDATE t SET a = CASE 1 WHEN 1 THEN 2 END; SELECT 1; END",
];

#[test]
fn a_text_that_is_cut_off_is_refused_or_read_but_never_more() {
    for text in TEXTS {
        for (end, _) in text.char_indices() {
            let cut = &text[..end];
            let _ = (parse::table(cut), parse::index(cut), parse::view(cut), parse::trigger(cut));
            let _ = canonical::trigger(cut, &KnownNames::default());
            let whole = normalize::expression(cut, &KnownNames::of(["A", "x"]));
            assert_eq!(normalize::expression(&whole, &KnownNames::of(["A", "x"])), whole);
        }
    }
    assert!(parse::table(TEXTS[0]).is_ok() && parse::index(TEXTS[1]).is_ok());
    assert!(parse::view(TEXTS[2]).is_ok() && parse::trigger(TEXTS[3]).is_ok());
}

/// A text of words, names, literals and operators, with white space and comments at random.
fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "A",
        "\"a\"",
        "[b c]",
        "`d`",
        "\"none\"",
        "t . a",
        "NEW.\"a\"",
        "(",
        ")",
        ",",
        "+",
        "-",
        "*",
        "||",
        "->>",
        "=",
        "<>",
        "1",
        "0xAb",
        "1.5E3",
        "'it''s'",
        "x'ab'",
        "NULL",
        "true",
        "case",
        "WHEN",
        "then",
        "END",
        "and",
        "NOT",
        "in",
        "like",
        "LIKE",
        "glob",
        "is",
        "between",
        "collate",
        "nocase",
        "cast",
        "as",
        "integer",
        "lower",
        "count",
        "select",
        "from",
        "where",
        "order",
        "by",
        "desc",
        "new",
        "current_timestamp",
        "union",
        "all",
        "values",
        "replace",
        ";",
    ]);
    let gap = prop::sample::select(vec![" ", "  ", "\n", " /* x */ ", " -- y\n"]);
    prop::collection::vec((piece, gap), 0..24).prop_map(|parts| parts.into_iter().flat_map(|(a, b)| [a, b]).collect())
}

/// What a text says, blind to case, quotes, space and comments: more than a spelling may be blind to, never less.
fn said(text: &str) -> Vec<String> {
    tokens(SYNTAX, text)
        .filter(|token| !token.kind.is_trivia())
        .map(|token| match token.kind {
            TokenKind::String if token.text.starts_with('\'') => token.text.to_owned(),
            TokenKind::Word | TokenKind::QuotedIdent => crate::sql::unquote(SYNTAX, token.text).to_ascii_lowercase(),
            _ => token.text.to_ascii_lowercase(),
        })
        .collect()
}

proptest! {
    #[test]
    fn a_spelling_says_what_was_written_and_stays(text in text()) {
        let names = KnownNames::of(["a", "b c", "d"]);
        for spelled in [normalize::body(&text, &names), normalize::query(&text, &names)] {
            prop_assert_eq!(said(&spelled), said(&text));
        }
        let body = normalize::body(&text, &names);
        prop_assert_eq!(normalize::body(&body, &names), body);
        let query = normalize::query(&text, &names);
        prop_assert_eq!(normalize::query(&query, &names), query);
        let expression = normalize::expression(&text, &names);
        prop_assert_eq!(said(&expression), said(crate::sql::strip_outer_parens(SYNTAX, &text)));
        prop_assert_eq!(normalize::expression(&expression, &names), expression);
    }
}
