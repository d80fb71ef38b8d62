//! The lexical rules of SQLite.

use super::body::TriggerBody;
use super::keywords::RESERVED;
use crate::sql::syntax::{
    ClientSyntax, CommentSyntax, Escapes, Folding, InSchema, Longest, NameSyntax, Operators, Parameters, Prefix, Rules,
    Strings,
};
use crate::sql::{self, Control, Syntax, TokenKind};

/// The lexical rules of SQLite.
pub const SYNTAX: Syntax = Syntax::new(&RULES);

static RULES: Rules = Rules {
    name: "SQLite",
    folding: Folding::Insensitive,
    reserved: RESERVED,
    names: NameSyntax { backticks: true, brackets: true, leading_digits: false, leading_dollar: false },
    strings: Strings {
        double_quotes: false,
        escapes: Escapes::None,
        prefixes: &[Prefix { text: "x", escapes: Escapes::None, identifiers: false }],
        continued: false,
        dollar_quotes: false,
        as_names: true,
    },
    comments: CommentSyntax {
        nested: false,
        hash: false,
        dashes_need_space: false,
        carriage_return_ends: false,
        code_marks: false,
    },
    parameters: Parameters {
        before_name: b"$:@",
        question_mark: true,
        question_mark_number: true,
        dollar_number: false,
        variables: false,
    },
    operators: Operators {
        characters: b"+-*/<>=~!%&|",
        longest: Longest::Listed(&["<=>", "->>", "->", "<<", ">>", "<=", ">=", "<>", "!=", "==", "||", "&&"]),
    },
    punctuation: &[":="],
    client: ClientSyntax { sign: ".", words: &[], delimiter: false, without_effect: &[] },
    copy_data: false,
    body: || Box::new(TriggerBody::default()),
    control: &[(&["END"], Some(Control::Commit))],
    without_transaction,
    fixed_names: &[],
    in_schema,
};

/// `VACUUM`, and the pragmas that have no effect or are refused in a transaction: see <https://www.sqlite.org/pragma.html>.
fn without_transaction(statement: &str) -> bool {
    let mut tokens = sql::significant(SYNTAX, statement);
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
    sets && name.is_some_and(|name| refused.contains(&sql::unquote(SYNTAX, name.text).to_lowercase().as_str()))
}

/// The settings of a connection, what maintains the file, and other files.
fn in_schema(words: &[&str], statement: &str) -> InSchema {
    match words {
        ["PRAGMA" | "ANALYZE" | "VACUUM", ..] => InSchema::Skipped,
        ["ATTACH" | "DETACH", ..] => InSchema::Refused {
            what: "a schema cannot attach another database",
            help: "take the statement out; a schema is that of one database",
        },
        // What `.dump` prints of a virtual table; rows of other tables are skipped.
        ["INSERT", "INTO", "SQLITE_SCHEMA" | "SQLITE_MASTER", ..] => InSchema::Refused {
            what: "a schema cannot write into SQLite's own catalogue",
            help: "`.dump` says a virtual table so; take what `.schema` prints in its place",
        },
        ["CREATE", "TABLE", ..] if is_of_sqlite_itself(statement) => InSchema::Skipped,
        _ => InSchema::Part,
    }
}

/// The tables that SQLite keeps for itself, which its dump prints all the same.
fn is_of_sqlite_itself(statement: &str) -> bool {
    let name = sql::tokens(SYNTAX, statement)
        .filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent | TokenKind::String))
        .map(|token| sql::unquote(SYNTAX, token.text))
        .find(|word| !["create", "table", "if", "not", "exists"].contains(&word.to_lowercase().as_str()));
    name.is_some_and(|name| name.to_lowercase().starts_with("sqlite_"))
}
