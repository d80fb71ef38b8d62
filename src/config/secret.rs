//! Hides passwords in any text that is shown: a URL alone, or a whole `migrate.toml` that a fault is drawn in.
//!
//! It works on the text as written, not on a parsed URL, because a URL that cannot be parsed is shown too.

use std::ops::Range;

/// What stands for a password.
const STARS: &str = "***";
/// Query keys of a connection URL that hold a secret.
const SECRET_KEYS: [&str; 3] = ["password", "sslkey", "sslpassword"];

/// `text` with every password of a URL in it replaced by `***`.
pub fn mask(text: &str) -> String {
    mask_with_span(text, 0..0).0
}

/// A URL that can be read, redacted: the password lies between the first `:` and the last `@` of the authority, so that
/// an `@` further on is left alone.
pub(super) fn mask_url(url: &str) -> String {
    let start = url.find("://").map_or(0, |at| at + 3);
    let rest = url.get(start..).unwrap_or_default();
    let authority = start + rest.find(['/', '?']).unwrap_or(rest.len());
    let mut tail = Vec::new();
    secrets_of_query(url, authority, 0, &mut tail);
    let mut masked = mask(url.get(..authority).unwrap_or_default());
    let mut copied = authority;
    for secret in tail {
        masked.push_str(url.get(copied..secret.start).unwrap_or_default());
        masked.push_str(STARS);
        copied = secret.end;
    }
    masked.push_str(url.get(copied..).unwrap_or_default());
    masked
}

/// `text` with every password of a URL in it replaced by `***`, and `span` moved to where it lies then.
pub(super) fn mask_with_span(text: &str, span: Range<usize>) -> (String, Range<usize>) {
    let secrets = secrets(text);
    let mut masked = String::with_capacity(text.len());
    let mut copied = 0;
    for secret in &secrets {
        masked.push_str(text.get(copied..secret.start).unwrap_or_default());
        masked.push_str(STARS);
        copied = secret.end;
    }
    masked.push_str(text.get(copied..).unwrap_or_default());
    let moved = |offset: usize| {
        let mut to = offset;
        for secret in &secrets {
            if offset >= secret.end {
                to = (to + STARS.len()).saturating_sub(secret.len());
            } else if offset > secret.start {
                to = to.saturating_sub(offset - secret.start);
            }
        }
        to.min(masked.len())
    };
    let span = moved(span.start)..moved(span.end).max(moved(span.start));
    (masked, span)
}

/// Byte ranges of the secrets in `text`, in order, none overlapping another.
fn secrets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        secrets_of_line(line, line_start, &mut found);
        line_start += line.len();
    }
    found
}

fn secrets_of_line(line: &str, at: usize, found: &mut Vec<Range<usize>>) {
    let Some(start) = start_of_userinfo(line) else { return };
    let rest = line.get(start..).unwrap_or_default();
    // Everything up to the last `@` of the line may be password: one that holds `/`, `#`, a quote or a space, which is
    // just the one that makes a URL wrong, must not slip through.
    let mut from = start;
    if let Some(end) = rest.rfind('@') {
        let userinfo = rest.get(..end).unwrap_or_default();
        if let Some(colon) = userinfo.find(':') {
            push(line, start + colon + 1..start + end, at, found);
        }
        from = start + end;
    } else if let Some(colon) = rest.find(':') {
        // No `@` at all: `user:secret` reads as host and port, so what is no port is a secret.
        let tail = rest.get(colon + 1..).unwrap_or_default();
        let port = tail.split(['/', '"', '\'', '?', ',', ' ', '\r', '\n']).next().unwrap_or_default();
        if !port.chars().all(|c| c.is_ascii_digit()) && !port.starts_with("memory:") {
            let length = end_of_value(tail);
            push(line, start + colon + 1..start + colon + 1 + length, at, found);
            from = start + colon + 1 + length;
        }
    }
    secrets_of_query(line, from, at, found);
}

/// Where the part of a URL starts that may hold a user and a password.
fn start_of_userinfo(line: &str) -> Option<usize> {
    let with_slashes = line.find("://").map(|at| at + 3);
    // `postgres:user:secret@host`: wrong, and shown for that.
    let lower = line.to_ascii_lowercase();
    let without = ["postgres", "postgresql", "mysql", "mariadb"]
        .iter()
        .flat_map(|scheme| lower.match_indices(scheme).map(|(at, _)| at + scheme.len()))
        .filter_map(|end| {
            // A driver behind a `+`.
            let rest = lower.get(end..)?;
            let other = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '_'));
            let driver = if rest.starts_with('+') { rest.find(other)? } else { 0 };
            rest.get(driver..)?.starts_with(':').then_some(end + driver + 1)
        })
        .min();
    match (with_slashes, without) {
        (Some(a), Some(b)) if b + 2 < a => Some(b),
        (Some(a), _) => Some(a),
        (None, b) => b,
    }
}

fn secrets_of_query(line: &str, mut from: usize, at: usize, found: &mut Vec<Range<usize>>) {
    let lower = line.to_ascii_lowercase();
    loop {
        let next = SECRET_KEYS
            .iter()
            .filter_map(|key| {
                let found = lower.get(from..)?.match_indices(&format!("{key}=")).find(|(index, _)| {
                    let before = lower.get(..from + index).and_then(|head| head.chars().next_back());
                    matches!(before, Some('?' | '&' | ';'))
                })?;
                Some(from + found.0 + key.len() + 1)
            })
            .min();
        let Some(value) = next else { break };
        let tail = line.get(value..).unwrap_or_default();
        let length = tail.find('&').unwrap_or_else(|| end_of_value(tail));
        push(line, value..value + length, at, found);
        from = value + length;
    }
}

/// How far a secret may reach whose end is not known: to the last quote of the line, else to the end of the line.
fn end_of_value(tail: &str) -> usize {
    tail.rfind(['"', '\'']).unwrap_or_else(|| tail.trim_end().len())
}

/// Keeps a range that holds something to hide: neither nothing nor only `${VARIABLE}`, which a reader must see.
fn push(line: &str, range: Range<usize>, at: usize, found: &mut Vec<Range<usize>>) {
    let secret = line.get(range.clone()).unwrap_or_default();
    let variable = secret
        .strip_prefix("${")
        .and_then(|rest| rest.strip_suffix('}'))
        .is_some_and(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
    if !secret.is_empty() && !variable {
        found.push(range.start + at..range.end + at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hides_every_form_of_password() {
        for (url, shown) in [
            ("postgres://u:secret@h:5432/db", "postgres://u:***@h:5432/db"),
            ("postgres://u:se@cr#et/x?y z@h/db", "postgres://u:***@h/db"),
            ("postgres://h/db?user=u&password=secret", "postgres://h/db?user=u&password=***"),
            (
                "postgres://h/db?PassWord=secret&sslkey=k&sslpassword=p",
                "postgres://h/db?PassWord=***&sslkey=***&sslpassword=***",
            ),
            ("postgres://u:a@h/db?password=b", "postgres://u:***@h/db?password=***"),
            ("postgres://u:secret", "postgres://u:***"),
            ("mysql://u:sec ret", "mysql://u:***"),
            ("'mysql://u:sec\"ret'", "'mysql://u:***'"),
            ("postgres://u@h:5432/db", "postgres://u@h:5432/db"),
            ("postgres://h:5432/db", "postgres://h:5432/db"),
            ("sqlite://app.db?mode=ro", "sqlite://app.db?mode=ro"),
            ("sqlite::memory:", "sqlite::memory:"),
            ("postgres://u:${PASSWORD}@h/db", "postgres://u:${PASSWORD}@h/db"),
            ("postgres:u:secret@h", "postgres:u:***@h"),
            ("postgres://h/db?nopassword=x", "postgres://h/db?nopassword=x"),
        ] {
            assert_eq!(mask(url), shown, "{url}");
        }
    }

    #[test]
    fn keeps_a_span_on_what_it_marked() {
        let text = "[database]\nurl = \"postgres://u:long secret@h/db\" # x\nlock = 1\n";
        let at = text.find("lock").unwrap();
        let (masked, span) = mask_with_span(text, at..at + 4);
        assert_eq!(&masked[span], "lock");
        let url = text.find("\"postgres").unwrap()..text.find(" # x").unwrap();
        let (masked, span) = mask_with_span(text, url);
        assert_eq!(&masked[span], "\"postgres://u:***@h/db\"");
        assert!(!masked.contains("secret"));
    }

    #[test]
    fn leaves_an_at_sign_of_the_query_alone() {
        let url = "postgres://u:a@h/db?application_name=x@y&password=z";
        assert_eq!(mask_url(url), "postgres://u:***@h/db?application_name=x@y&password=***");
        assert_eq!(mask_url("postgres://u@h:5/db"), "postgres://u@h:5/db");
    }

    #[test]
    fn several_lines_each_on_their_own() {
        let text = "a = \"postgres://u:one@h/a\"\nmail = \"x@y\"\nb = 'mysql://u:two@h/b'\n";
        assert_eq!(mask(text), "a = \"postgres://u:***@h/a\"\nmail = \"x@y\"\nb = 'mysql://u:***@h/b'\n");
    }
}
