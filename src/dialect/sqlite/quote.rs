//! Identifiers and string literals as SQLite reads them.

use crate::dialect::sqlite::SYNTAX;
use crate::sql::is_reserved;

/// Keywords that SQLite takes for identifiers where no keyword fits, but that mean something else within an expression.
const WITHIN_EXPRESSIONS: [&str; 9] = ["always", "asc", "desc", "end", "generated", "glob", "like", "match", "regexp"];

/// An identifier, quoted where the bare word would be read as something else.
pub(super) fn identifier(name: &str) -> String {
    if is_plain(name) { name.to_owned() } else { always(name) }
}

/// Whether a name can stand without quotes in every place.
pub(super) fn is_plain(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && !is_reserved(SYNTAX, name)
        && !WITHIN_EXPRESSIONS.iter().any(|word| word.eq_ignore_ascii_case(name))
}

/// An identifier in quotes whatever it is.
pub(super) fn always(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A string literal. SQLite knows no escapes but the doubled quote; a NUL, which would end the statement, is written as
/// a byte string.
pub(super) fn string(text: &str) -> String {
    if text.contains('\0') {
        let digits: String = text.bytes().map(|byte| format!("{byte:02X}")).collect();
        return format!("CAST(X'{digits}' AS TEXT)");
    }
    format!("'{}'", text.replace('\'', "''"))
}

/// Identifiers in a row: `a, "b c"`.
pub(super) fn list<S: AsRef<str>>(names: &[S]) -> String {
    names.iter().map(|name| identifier(name.as_ref())).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_quoted_only_where_they_must_be() {
        for plain in ["users", "AlbumId", "_x", "a1_b", "key", "name", "type"] {
            assert_eq!(identifier(plain), plain);
        }
        for (name, quoted) in [
            ("order", "\"order\""),
            ("End", "\"End\""),
            ("1a", "\"1a\""),
            ("a b", "\"a b\""),
            ("a\"b", "\"a\"\"b\""),
            ("a]b", "\"a]b\""),
            ("naïve", "\"naïve\""),
            ("a$", "\"a$\""),
            ("", "\"\""),
            ("x; drop table y", "\"x; drop table y\""),
        ] {
            assert_eq!(identifier(name), quoted);
        }
    }

    #[test]
    fn strings() {
        assert_eq!(string("it's \\"), "'it''s \\'");
        assert_eq!(string("a\0b"), "CAST(X'610062' AS TEXT)");
    }
}
