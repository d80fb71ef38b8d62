//! Lines that are not for the server but for its command-line client: psql's `\x`, the sqlite3 shell's `.x`, the
//! mysql client's `DELIMITER` and `\x`. They stand where a statement would start and go to the end of the line.

use super::{Syntax, Token, TokenKind, tokens};

/// Whether the first token of a statement starts a line for the client.
pub(super) fn is_client_line(syntax: Syntax, first: &Token<'_>) -> bool {
    let client = &syntax.client;
    match first.kind {
        TokenKind::Other | TokenKind::Punct => first.text == client.sign,
        TokenKind::Word => {
            client.words.iter().any(|word| first.is_word(word)) || (client.delimiter && first.is_word("delimiter"))
        }
        _ => false,
    }
}

/// The command of a client's line, as written, without its arguments, which may hold a password.
pub(super) fn name(line: &str) -> String {
    let end = line.find(|c: char| c.is_whitespace() || c == ';').unwrap_or(line.len());
    line.get(..end).unwrap_or(line).to_owned()
}

/// The argument of the mysql client's `DELIMITER`, if the line is one: `Some("")` where it is missing.
pub(super) fn delimiter(syntax: Syntax, line: &str) -> Option<&str> {
    if !syntax.client.delimiter {
        return None;
    }
    let named = line.split_at_checked("delimiter".len()).filter(|(command, rest)| {
        command.eq_ignore_ascii_case("delimiter") && !rest.starts_with(|c: char| c.is_alphanumeric())
    });
    let rest = named.map(|(_, rest)| rest).or_else(|| line.strip_prefix("\\d"))?;
    let rest = rest.trim();
    let quoted = ['\'', '"', '`'].iter().find_map(|&q| rest.strip_prefix(q).and_then(|r| r.split(q).next()));
    Some(quoted.unwrap_or_else(|| rest.split_whitespace().next().unwrap_or_default()))
}

/// A statement with its end, for the client: one that has a delimiter of its own would end it at the first `;` of a body.
pub fn ended_for_client(syntax: Syntax, sql: &str) -> String {
    if syntax.client.delimiter && tokens(syntax, sql).any(|token| token.is_punct(";")) {
        let mark = ["//", "$$", "@@"].into_iter().find(|mark| !sql.contains(mark)).unwrap_or("//;;");
        format!("DELIMITER {mark}\n{sql}{mark}\nDELIMITER ;")
    } else {
        format!("{sql};")
    }
}
