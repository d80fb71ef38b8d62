//! Identifiers and string literals as MySQL and MariaDB read them.

use super::SYNTAX;
use crate::sql::is_reserved;

/// An identifier, quoted where the bare word would be read as something else.
pub(super) fn identifier(name: &str) -> String {
    if is_plain(name) { name.to_owned() } else { always(name) }
}

/// Whether a name can stand without quotes in every place.
fn is_plain(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && !is_reserved(SYNTAX, name)
}

/// An identifier in backticks whatever it is: these are quotes in every `sql_mode`.
pub(super) fn always(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

/// A string literal. A backslash begins an escape, unless `NO_BACKSLASH_ESCAPES` is set
/// (<https://dev.mysql.com/doc/refman/8.4/en/string-literals.html>).
pub(super) fn string(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}

/// Identifiers in a row, with commas between.
pub(super) fn list<S: AsRef<str>>(names: &[S]) -> String {
    names.iter().map(|name| identifier(name.as_ref())).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_quoted_only_where_they_must_be() {
        for plain in ["users", "AlbumId", "_x", "a1_b", "name"] {
            assert_eq!(identifier(plain), plain);
        }
        for (name, quoted) in
            [("order", "`order`"), ("1a", "`1a`"), ("a b", "`a b`"), ("a`b", "`a``b`"), ("a$", "`a$`")]
        {
            assert_eq!(identifier(name), quoted);
        }
        assert_eq!(list(&["a", "b c"]), "a, `b c`");
    }

    #[test]
    fn strings() {
        assert_eq!(string("it's \\"), "'it''s \\\\'");
    }
}
