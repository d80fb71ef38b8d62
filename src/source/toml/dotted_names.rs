//! Names with dots: how a key of the schema file says a name within a namespace.
//!
//! `billing.invoices` is `invoices` in the namespace `billing`. A part in double quotes is taken as it stands, with `""`
//! for a quote, so that `"a.b"` (as a TOML key `'"a.b"'`) is one name that holds a dot.

use crate::dialect::NameRules;
use crate::schema::QName;

/// Why a text is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameFault {
    /// A part, or all of it, is empty.
    Empty,
    /// A quoted part is not closed, or something follows its closing quote.
    Quote,
    /// More parts than such a name has.
    TooLong,
}

impl NameFault {
    /// What is wrong, as the end of a sentence that begins with the name.
    pub(super) fn text(self) -> &'static str {
        match self {
            NameFault::Empty => "has an empty part",
            NameFault::Quote => "has a quoted part that is not closed or has something behind it",
            NameFault::TooLong => "has too many parts; a name that holds a dot is written in double quotes of its own",
        }
    }
}

/// The parts of a dotted name.
pub(super) fn parts(text: &str) -> Result<Vec<String>, NameFault> {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        let (part, after) = if let Some(quoted) = rest.strip_prefix('"') {
            quoted_part(quoted)?
        } else {
            let end = rest.find('.').unwrap_or(rest.len());
            let (part, after) = rest.split_at(end);
            (part.to_owned(), after)
        };
        if part.is_empty() {
            return Err(NameFault::Empty);
        }
        found.push(part);
        match after.strip_prefix('.') {
            Some(after) => rest = after,
            None if after.is_empty() => return Ok(found),
            None => return Err(NameFault::Quote),
        }
    }
}

/// The part up to the closing quote, and what follows that.
fn quoted_part(text: &str) -> Result<(String, &str), NameFault> {
    let mut part = String::new();
    let mut rest = text;
    loop {
        let end = rest.find('"').ok_or(NameFault::Quote)?;
        let (piece, after) = rest.split_at(end);
        part.push_str(piece);
        let after = after.strip_prefix('"').unwrap_or(after);
        match after.strip_prefix('"') {
            Some(after) => {
                part.push('"');
                rest = after;
            }
            None => return Ok((part, after)),
        }
    }
}

/// A name, with or without a namespace.
pub(super) fn qualified(text: &str) -> Result<QName, NameFault> {
    let mut parts = parts(text)?.into_iter();
    match (parts.next(), parts.next(), parts.next()) {
        (Some(name), None, _) => Ok(QName::plain(name)),
        (Some(namespace), Some(name), None) => Ok(QName::within(namespace, name)),
        _ => Err(NameFault::TooLong),
    }
}

/// A name of several as the database finds it: exactly, else in other capitals where those do not count.
pub(super) fn find<'n>(rules: NameRules, names: impl Iterator<Item = &'n str> + Clone, name: &str) -> Option<&'n str> {
    names.clone().find(|known| *known == name).or_else(|| names.clone().find(|known| rules.same(known, name)))
}

/// One part as it is written: in quotes where it would else be read as something different.
pub(super) fn show_part(part: &str) -> String {
    if part.contains('.') || part.starts_with('"') || part.is_empty() {
        format!("\"{}\"", part.replace('"', "\"\""))
    } else {
        part.to_owned()
    }
}

/// A name as it is written: the inverse of [`qualified`].
pub(super) fn show(name: &QName) -> String {
    match &name.namespace {
        Some(namespace) => format!("{}.{}", show_part(namespace), show_part(&name.name)),
        None => show_part(&name.name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dots_and_quotes() {
        assert_eq!(qualified("users"), Ok(QName::plain("users")));
        assert_eq!(qualified("billing.invoices"), Ok(QName::within("billing", "invoices")));
        assert_eq!(qualified("\"a.b\""), Ok(QName::plain("a.b")));
        assert_eq!(qualified("x.\"a\"\"b\""), Ok(QName::within("x", "a\"b")));
        assert_eq!(qualified("it\"s"), Ok(QName::plain("it\"s")));
        assert_eq!(qualified("a.b.c"), Err(NameFault::TooLong));
        assert_eq!(qualified("a..c"), Err(NameFault::Empty));
        assert_eq!(qualified(""), Err(NameFault::Empty));
        assert_eq!(qualified("\"a\"b"), Err(NameFault::Quote));
        assert_eq!(qualified("\"a"), Err(NameFault::Quote));
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(namespace in proptest::option::of("[a.\" é]{1,4}"), name in "[b.\" '\\\\]{1,4}") {
            let name = QName { namespace, name };
            prop_assert_eq!(qualified(&show(&name)), Ok(name));
        }
    }
}
