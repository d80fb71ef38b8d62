//! What the words of a statement say of how it may be run.

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
fn significant(syntax: Syntax, sql: &str) -> impl Iterator<Item = Token<'_>> {
    Lexer::new(syntax, sql).filter(|token| !token.kind.is_trivia() && token.kind != TokenKind::CodeMark)
}

/// The unquoted words that `statement` starts with, in upper case, at most `count`.
pub fn head_words(syntax: Syntax, statement: &str, count: usize) -> Vec<String> {
    significant(syntax, statement)
        .take_while(|token| token.kind == TokenKind::Word)
        .take(count)
        .map(|token| token.text.to_ascii_uppercase())
        .collect()
}

/// What a runner must refuse or treat apart; `None` for every other statement.
pub fn control(syntax: Syntax, statement: &str) -> Option<Control> {
    let first = significant(syntax, statement).next()?;
    if client::is_client_line(syntax, &first) {
        return Some(Control::ClientCommand(client::name(statement.get(first.span.start..).unwrap_or_default())));
    }
    let words = head_words(syntax, statement, 4);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let to_savepoint = |rest: &[&str]| {
        let rest = match rest {
            ["TRANSACTION" | "WORK", rest @ ..] => rest,
            rest => rest,
        };
        rest.first() == Some(&"TO")
    };
    let (mysql, postgres) = (syntax == Syntax::MySql, syntax == Syntax::Postgres);
    match words.as_slice() {
        // MariaDB's anonymous block.
        ["BEGIN", "NOT", ..] if mysql => None,
        ["BEGIN", ..] => Some(Control::Begin),
        ["START", "TRANSACTION", ..] if syntax != Syntax::Sqlite => Some(Control::Begin),
        ["XA", "START" | "BEGIN", ..] if mysql => Some(Control::Begin),
        ["XA", "ROLLBACK", ..] if mysql => Some(Control::Rollback),
        ["XA", "END" | "PREPARE" | "COMMIT", ..] if mysql => Some(Control::Commit),
        ["COMMIT", ..] => Some(Control::Commit),
        ["END", ..] if !mysql => Some(Control::Commit),
        ["PREPARE", "TRANSACTION", ..] if postgres => Some(Control::Commit),
        ["ROLLBACK", rest @ ..] if to_savepoint(rest) => Some(Control::Savepoint),
        ["ROLLBACK", ..] => Some(Control::Rollback),
        ["ABORT", ..] if postgres => Some(Control::Rollback),
        ["SAVEPOINT" | "RELEASE", ..] => Some(Control::Savepoint),
        ["COPY", ..] if postgres && copies_from_stdin(syntax, statement) => Some(Control::CopyFromStdin),
        ["COPY", ..] if postgres && copies(syntax, statement, "TO", "STDOUT") => Some(Control::CopyToStdout),
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
    match syntax {
        Syntax::MySql => false,
        Syntax::Sqlite => sqlite_without_transaction(statement),
        Syntax::Postgres => postgres_without_transaction(statement),
    }
}

fn sqlite_without_transaction(statement: &str) -> bool {
    let mut tokens = significant(Syntax::Sqlite, statement);
    match tokens.next() {
        Some(first) if first.is_word("VACUUM") => return true,
        Some(first) if first.is_word("PRAGMA") => {}
        _ => return false,
    }
    // PRAGMA [schema.]name = value, or name(value); without a value it only asks.
    let mut name = tokens.next();
    let mut next = tokens.next();
    if next.as_ref().is_some_and(|token| token.is_punct(".")) {
        name = tokens.next();
        next = tokens.next();
    }
    let sets = next.is_some_and(|token| token.text == "=" || token.is_punct("("));
    let refused = ["foreign_keys", "journal_mode", "synchronous", "temp_store", "temp_store_directory"];
    sets && name
        .is_some_and(|name| refused.contains(&super::unquote(Syntax::Sqlite, name.text).to_lowercase().as_str()))
}

fn postgres_without_transaction(statement: &str) -> bool {
    let words = head_words(Syntax::Postgres, statement, 4);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let has = |word: &str| significant(Syntax::Postgres, statement).any(|token| token.is_word(word));
    match words.as_slice() {
        ["VACUUM", ..] => true,
        ["CREATE" | "DROP", "DATABASE" | "TABLESPACE", ..] => true,
        ["ALTER", "SYSTEM", ..] => true,
        ["DISCARD", "ALL"] => true,
        ["COMMIT" | "ROLLBACK", "PREPARED"] => true,
        ["CREATE", "INDEX", "CONCURRENTLY", ..] | ["CREATE", "UNIQUE", "INDEX", "CONCURRENTLY"] => true,
        ["DROP", "INDEX", "CONCURRENTLY", ..] => true,
        ["ALTER", "DATABASE", ..] => follows(statement, &["SET", "TABLESPACE"]),
        ["ALTER", "TABLE", ..] => follows(statement, &["DETACH", "PARTITION"]) && has("CONCURRENTLY"),
        // Without a table it goes through all of them, each in a transaction of its own.
        ["CLUSTER"] => {
            let rest = significant(Syntax::Postgres, statement).skip(1).map(|token| token.text.to_ascii_uppercase());
            let rest: Vec<String> = rest.collect();
            matches!(rest.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), [] | ["(", .., ")"])
        }
        ["CLUSTER", "VERBOSE"] => significant(Syntax::Postgres, statement).count() == 2,
        ["REINDEX", ..] => reindex(statement),
        ["CREATE" | "DROP", "SUBSCRIPTION", ..] => !option_is_off(statement, &["create_slot", "connect"]),
        ["ALTER", "SUBSCRIPTION", ..] => {
            (has("REFRESH") || has("PUBLICATION")) && !option_is_off(statement, &["refresh"])
        }
        _ => false,
    }
}

/// `REINDEX [(options)] {INDEX | TABLE | SCHEMA | DATABASE | SYSTEM} [CONCURRENTLY] name`.
fn reindex(statement: &str) -> bool {
    let mut parens = 0usize;
    let mut option = String::new();
    let mut kind_seen = false;
    for token in significant(Syntax::Postgres, statement).skip(1) {
        match token.text {
            "(" => parens += 1,
            ")" => parens = parens.saturating_sub(1),
            _ if parens > 0 => {
                if option == "concurrently" && token.kind != TokenKind::Punct {
                    option = if is_off(token.text) { String::new() } else { option };
                } else if token.is_word("CONCURRENTLY") {
                    option = "concurrently".to_owned();
                }
            }
            _ if kind_seen => return token.is_word("CONCURRENTLY") || !option.is_empty(),
            _ if token.is_word("SCHEMA") || token.is_word("DATABASE") || token.is_word("SYSTEM") => return true,
            _ => kind_seen = true,
        }
    }
    false
}

/// Whether one of `names` is given as an option that is off: `name = false`.
fn option_is_off(statement: &str, names: &[&str]) -> bool {
    let tokens: Vec<Token<'_>> = significant(Syntax::Postgres, statement).collect();
    tokens.windows(3).any(|window| match window {
        [name, equals, value] => names.iter().any(|n| name.is_word(n)) && equals.text == "=" && is_off(value.text),
        _ => false,
    })
}

fn is_off(value: &str) -> bool {
    let value = super::unquote(Syntax::Postgres, value);
    ["false", "off", "0", "no", "f", "n"].iter().any(|off| value.eq_ignore_ascii_case(off))
}

/// Whether `words` stand in `statement`, one directly behind the other.
fn follows(statement: &str, words: &[&str]) -> bool {
    let mut matched = 0;
    for token in significant(Syntax::Postgres, statement) {
        let expected = |n: usize| words.get(n).is_some_and(|word| token.is_word(word));
        matched = if expected(matched) { matched + 1 } else { usize::from(expected(0)) };
        if matched == words.len() {
            return true;
        }
    }
    false
}
