//! Hides what reads like a password in lines that are drawn of a file, and in what a server says.
//!
//! A script may hold one (`CREATE USER MAPPING … OPTIONS (password '…')`, `IDENTIFIED BY '…'`, `password=…` in a connection
//! string), and a fault on such a line shows the line. What is hidden keeps its length, so that marks stay where they are.

use std::borrow::Cow;
use std::ops::Range;

use crate::schema::secret::is_secret_name;

/// The text with asterisks in place of each secret.
pub(super) fn hidden(text: &str) -> Cow<'_, str> {
    let mut found = strings(text);
    found.extend(settings(text));
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let is_hidden = |at: usize| found.iter().any(|range| range.contains(&at));
    let mut shown = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if is_hidden(at) && c != '\n' && c != '\r' {
            shown.extend(std::iter::repeat_n('*', c.len_utf8()));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// What stands in quotes behind the name of a secret, without the quotes.
fn strings(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(['\'', '"', '$'])).map(|next| at + next) {
        let rest = text.get(start..).unwrap_or_default();
        let quote = quote(rest);
        let inner = start + quote.len();
        let end = match quote {
            "$" => inner,
            _ => text.get(inner..).and_then(|rest| rest.find(quote)).map_or(text.len(), |end| inner + end),
        };
        if quote != "$" && names_secret(text.get(..start).unwrap_or_default()) {
            found.push(inner..end);
            // A quote that is written twice does not end it.
            let mut last = end;
            while text.get(last..).and_then(|rest| rest.strip_prefix(quote)).is_some_and(|rest| rest.starts_with(quote))
            {
                let from = last + 2 * quote.len();
                last = text.get(from..).and_then(|rest| rest.find(quote)).map_or(text.len(), |end| from + end);
                found.push(from..last);
            }
            at = last + quote.len();
        } else {
            at = if quote == "$" { inner } else { end + quote.len() };
        }
    }
    found
}

/// The quote that a text starts with: `'`, `"`, `$$`, `$tag$`; a lone `$` is none.
fn quote(text: &str) -> &str {
    if !text.starts_with('$') {
        return text.get(..1).unwrap_or_default();
    }
    let is_tag = |tag: &str| tag.chars().all(|c| c.is_alphanumeric() || c == '_');
    match text.get(1..).and_then(|rest| rest.find('$')) {
        Some(end) if text.get(1..=end).is_some_and(is_tag) => text.get(..end + 2).unwrap_or("$"),
        _ => "$",
    }
}

/// Whether the last word is the name of a secret, or `IDENTIFIED BY`.
fn names_secret(before: &str) -> bool {
    let end = before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '"' | ':' | 'E' | 'e'));
    // An `e` at the end of a word is no prefix of a string.
    let spaced = before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '"' | ':'));
    [end, spaced].into_iter().any(|text| {
        let (rest, last) = last_word(text);
        let said_by =
            last.eq_ignore_ascii_case("by") && last_word(rest.trim_end()).1.eq_ignore_ascii_case("identified");
        said_by || is_secret_name(last)
    })
}

fn last_word(text: &str) -> (&str, &str) {
    let start = text.char_indices().rev().take_while(|(_, c)| c.is_alphanumeric() || *c == '_').last();
    text.split_at(start.map_or(text.len(), |(at, _)| at))
}

/// The values of `password=…` without quotes of their own, as connection strings have them.
fn settings(text: &str) -> Vec<Range<usize>> {
    let value = |(at, _): (usize, &str)| {
        let (_, name) = last_word(text.get(..at)?.trim_end());
        let rest = text.get(at + 1..)?;
        let start = at + 1 + (rest.len() - rest.trim_start_matches(' ').len());
        // An arrow is what a function's argument is named with.
        let rest = text.get(start..).filter(|rest| !rest.starts_with('>'))?;
        let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '&' | ';' | ',' | ')'));
        let end = start + length.unwrap_or(rest.len());
        (is_secret_name(name) && end > start).then_some(start..end)
    };
    text.match_indices('=').filter_map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_is_shown_and_nothing_moves() {
        for (text, shown) in [
            ("OPTIONS (\"user\" 'x', password 'hush')", "OPTIONS (\"user\" 'x', password '****')"),
            ("OPTIONS (\"password\" 'it''s', user 'x')", "OPTIONS (\"password\" '**''*', user 'x')"),
            ("OPTIONS (password 'hush", "OPTIONS (password '****"),
            ("ALTER ROLE x PASSWORD E'hüsh'; SELECT 'x'", "ALTER ROLE x PASSWORD E'*****'; SELECT 'x'"),
            ("PASSWORD $q$hush$q$ $1 'a'", "PASSWORD $q$****$q$ $1 'a'"),
            ("CREATE USER u IDENTIFIED BY \"hush\"", "CREATE USER u IDENTIFIED BY \"****\""),
            ("CONNECTION 'host=h password=hush dbname=d'", "CONNECTION 'host=h password=**** dbname=d'"),
            ("f(secret => 'hush', b => 'x')", "f(secret => '****', b => 'x')"),
            ("CHECK (state = 'new')", "CHECK (state = 'new')"),
        ] {
            assert_eq!(hidden(text), shown);
            assert_eq!(hidden(text).len(), text.len());
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_keeps_its_length(text in "(password|PASSWORD|identified by|secret|[\\s='\"$>:aé€]|\\$q\\$){0,24}") {
            let shown = hidden(&text);
            proptest::prop_assert_eq!(shown.len(), text.len());
            proptest::prop_assert_eq!(shown.matches('\n').count(), text.matches('\n').count());
        }
    }
}
