//! What the words of a statement say of how it may be run.

use std::ops::Range;

use super::lexer::Lexer;
use super::{Syntax, Token, TokenKind, client};

/// A statement that a runner must refuse at the top level of a script, or treat apart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Control {
    /// Starts a transaction: `BEGIN`, `START TRANSACTION`, `XA START`.
    Begin,
    /// Ends the transaction, keeping its work or handing it over: `COMMIT`, `END`, `PREPARE TRANSACTION`, `XA END` …
    Commit,
    /// Undoes the whole transaction: `ROLLBACK`, `ABORT`.
    Rollback,
    /// Works within the transaction: `SAVEPOINT`, `RELEASE`, `ROLLBACK TO`.
    Savepoint,
    /// `COPY … FROM stdin`: its data follow by the copy protocol (PostgreSQL). Sent as a query it hangs the connection.
    CopyFromStdin,
    /// `COPY … TO stdout`: its data come by the copy protocol (PostgreSQL).
    CopyToStdout,
    /// A line for the database's command-line client, by the name of the command (`\connect`, `.read`, `source`). Its
    /// arguments are left out: they may hold a password.
    ClientCommand(String),
}

/// The tokens of a statement that a server reads, code marks left out.
pub fn significant(syntax: Syntax, sql: &str) -> impl Iterator<Item = Token<'_>> {
    Lexer::new(syntax, sql).filter(|token| !token.kind.is_trivia() && token.kind != TokenKind::CodeMark)
}

/// The token that the byte `at` lies in; to the end of the word where it is a long one (a function's body).
pub fn token_at(syntax: Syntax, sql: &str, at: usize) -> Range<usize> {
    let token = Lexer::new(syntax, sql).find(|token| token.span.contains(&at));
    match token {
        Some(token) if !token.kind.is_trivia() && !token.text.contains('\n') => token.span,
        _ => {
            let rest = sql.get(at..).unwrap_or_default();
            let word = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
            at..at + word.max(rest.chars().next().map_or(0, char::len_utf8))
        }
    }
}

/// The tokens that are the word `word`, quoted or not, in any case; strings are none.
pub fn tokens_like(syntax: Syntax, sql: &str, word: &str) -> Vec<Range<usize>> {
    let like = |token: &Token<'_>| match token.kind {
        TokenKind::QuotedIdent => super::unquote(syntax, token.text).eq_ignore_ascii_case(word),
        TokenKind::String => false,
        _ => token.text.eq_ignore_ascii_case(word),
    };
    significant(syntax, sql).filter(like).map(|token| token.span).collect()
}

/// The unquoted words that `statement` starts with, in upper case, at most `count`.
pub fn head_words(syntax: Syntax, statement: &str, count: usize) -> Vec<String> {
    significant(syntax, statement)
        .take_while(|token| token.kind == TokenKind::Word)
        .take(count)
        .map(|token| token.text.to_ascii_uppercase())
        .collect()
}

/// What people call a statement: its beginning up to what it says of the thing that it names (`CREATE VIEW v`,
/// `ALTER TABLE ONLY t ADD CONSTRAINT c`).
pub fn heading(syntax: Syntax, statement: &str) -> String {
    const ENDS: [&str; 14] = [
        "AS",
        "IS",
        "RETURNS",
        "LANGUAGE",
        "BEFORE",
        "AFTER",
        "INSTEAD",
        "FOR",
        "USING",
        "CHECK",
        "PRIMARY",
        "UNIQUE",
        "FOREIGN",
        "PARTITION",
    ];
    const MOST: usize = 12;
    let (mut start, mut end) = (None, 0);
    for (at, token) in significant(syntax, statement).enumerate() {
        let named = matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent) || token.is_punct(".");
        if !named || at >= MOST || at >= 3 && ENDS.iter().any(|word| token.is_word(word)) {
            break;
        }
        start.get_or_insert(token.span.start);
        end = token.span.end;
    }
    statement.get(start.unwrap_or_default()..end).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a runner must refuse or treat apart; `None` for every other statement.
pub fn control(syntax: Syntax, statement: &str) -> Option<Control> {
    let first = significant(syntax, statement).next()?;
    if client::is_client_line(syntax, &first) {
        return Some(Control::ClientCommand(client::name(statement.get(first.span.start..).unwrap_or_default())));
    }
    let words = head_words(syntax, statement, 4);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if let Some((_, control)) = syntax.control.iter().find(|(head, _)| words.starts_with(head)) {
        return control.clone();
    }
    let to_savepoint = |rest: &[&str]| {
        let rest = match rest {
            ["TRANSACTION" | "WORK", rest @ ..] => rest,
            rest => rest,
        };
        rest.first() == Some(&"TO")
    };
    match words.as_slice() {
        ["BEGIN", ..] => Some(Control::Begin),
        ["COMMIT", ..] => Some(Control::Commit),
        ["ROLLBACK", rest @ ..] if to_savepoint(rest) => Some(Control::Savepoint),
        ["ROLLBACK", ..] => Some(Control::Rollback),
        ["SAVEPOINT" | "RELEASE", ..] => Some(Control::Savepoint),
        ["COPY", ..] if syntax.copy_data && copies_from_stdin(syntax, statement) => Some(Control::CopyFromStdin),
        ["COPY", ..] if syntax.copy_data && copies(syntax, statement, "TO", "STDOUT") => Some(Control::CopyToStdout),
        _ => None,
    }
}

/// Whether a `COPY` takes its data from the client.
pub(super) fn copies_from_stdin(syntax: Syntax, statement: &str) -> bool {
    copies(syntax, statement, "FROM", "STDIN")
}

/// Whether the words `preposition` `place` stand outside of parentheses.
fn copies(syntax: Syntax, statement: &str, preposition: &str, place: &str) -> bool {
    let mut parens = 0usize;
    let mut before = false;
    for token in significant(syntax, statement) {
        if parens == 0 && before && token.is_word(place) {
            return true;
        }
        before = token.is_word(preposition);
        match token.text {
            "(" => parens += 1,
            ")" => parens = parens.saturating_sub(1),
            _ => {}
        }
    }
    false
}

/// Whether the database refuses `statement` inside a transaction block, or ignores it there (SQLite's
/// `PRAGMA foreign_keys`).
///
/// What depends on the state of the database cannot be seen in the text: `REINDEX TABLE` of a partitioned table, or a
/// procedure that commits. MySQL and MariaDB refuse nothing: their DDL ends the transaction instead.
pub fn without_transaction(syntax: Syntax, statement: &str) -> bool {
    (syntax.without_transaction)(statement)
}
