//! Identifiers and string literals as PostgreSQL reads them.

use super::SYNTAX;
use crate::sql::is_reserved;

/// An identifier, quoted where the server would fold, refuse or misread it.
pub fn identifier(name: &str) -> String {
    if is_plain(name) { name.to_owned() } else { always(name) }
}

/// Whether an identifier needs no quotes.
pub fn is_plain(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_ascii_lowercase() || c == '_')
        && chars.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !is_reserved(SYNTAX, name)
}

/// An identifier in quotes whatever it is.
pub fn always(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A string literal. One with a backslash is written as `E'…'`, which means the same whatever
/// `standard_conforming_strings` is set to.
pub fn string(text: &str) -> String {
    let doubled = text.replace('\'', "''");
    if text.contains('\\') { format!("E'{}'", doubled.replace('\\', "\\\\")) } else { format!("'{doubled}'") }
}

/// Identifiers in a row: `a, "B", c`.
pub fn list(names: &[impl AsRef<str>]) -> String {
    names.iter().map(|name| identifier(name.as_ref())).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_quoted_only_where_they_must_be() {
        for plain in ["users", "_x", "a1_b", "name", "date", "type", "text"] {
            assert_eq!(identifier(plain), plain);
        }
        for (name, quoted) in [
            ("Users", "\"Users\""),
            ("order", "\"order\""),
            ("user", "\"user\""),
            ("1a", "\"1a\""),
            ("a b", "\"a b\""),
            ("a\"b", "\"a\"\"b\""),
            ("naïve", "\"naïve\""),
            ("a$", "\"a$\""),
            ("", "\"\""),
            ("x; drop table y", "\"x; drop table y\""),
        ] {
            assert_eq!(identifier(name), quoted);
        }
    }

    #[test]
    fn a_backslash_makes_an_escape_string() {
        assert_eq!(string("it's"), "'it''s'");
        assert_eq!(string("a\\b'c"), "E'a\\\\b''c'");
    }
}
