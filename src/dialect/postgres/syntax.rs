//! The lexical rules of PostgreSQL, with `standard_conforming_strings` on (the server's default): see "Lexical Structure"
//! in its manual, <https://www.postgresql.org/docs/current/sql-syntax-lexical.html>.

use super::body::Routine;
use super::keywords::RESERVED;
use crate::sql::syntax::{
    ClientSyntax, CommentSyntax, Escapes, Folding, InSchema, Longest, NameSyntax, Operators, Parameters, Prefix, Rules,
    Strings,
};
use crate::sql::{self, Control, Syntax, Token, TokenKind};

/// The lexical rules of PostgreSQL.
pub const SYNTAX: Syntax = Syntax::new(&RULES);

static RULES: Rules = Rules {
    name: "PostgreSQL",
    folding: Folding::Lower,
    reserved: RESERVED,
    names: NameSyntax { backticks: false, brackets: false, leading_digits: false, leading_dollar: false },
    strings: Strings {
        double_quotes: false,
        escapes: Escapes::None,
        prefixes: &[
            Prefix { text: "e", escapes: Escapes::C, identifiers: false },
            Prefix { text: "u&", escapes: Escapes::CodePoint, identifiers: true },
            Prefix { text: "b", escapes: Escapes::None, identifiers: false },
            Prefix { text: "x", escapes: Escapes::None, identifiers: false },
            Prefix { text: "n", escapes: Escapes::None, identifiers: false },
        ],
        continued: true,
        dollar_quotes: true,
        as_names: false,
    },
    comments: CommentSyntax {
        nested: true,
        hash: false,
        dashes_need_space: false,
        carriage_return_ends: true,
        code_marks: false,
    },
    parameters: Parameters {
        before_name: b"",
        question_mark: false,
        question_mark_number: false,
        dollar_number: true,
        variables: false,
    },
    operators: Operators { characters: b"+-*/<>=~!@#%^&|`?", longest: Longest::Run { special: b"~!@#%^&|`?" } },
    punctuation: &["::", ":=", ".."],
    client: ClientSyntax {
        sign: "\\",
        words: &[],
        delimiter: false,
        // `\set x 1` may be used as `:x` further on, which the server then refuses.
        without_effect: &[
            "\\restrict",
            "\\unrestrict",
            "\\set",
            "\\unset",
            "\\echo",
            "\\qecho",
            "\\warn",
            "\\pset",
            "\\timing",
            "\\encoding",
            "\\conninfo",
            "\\x",
            "\\t",
            "\\a",
        ],
    },
    copy_data: true,
    body: || Box::new(Routine::default()),
    control: &[
        (&["START", "TRANSACTION"], Some(Control::Begin)),
        (&["END"], Some(Control::Commit)),
        (&["PREPARE", "TRANSACTION"], Some(Control::Commit)),
        (&["ABORT"], Some(Control::Rollback)),
    ],
    without_transaction,
    fixed_names: &[],
    in_schema,
};

/// What `PreventInTransactionBlock` of the server refuses, as far as a statement's text shows it.
fn without_transaction(statement: &str) -> bool {
    let words = sql::head_words(SYNTAX, statement, 4);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let has = |word: &str| sql::significant(SYNTAX, statement).any(|token| token.is_word(word));
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
            let rest = sql::significant(SYNTAX, statement).skip(1).map(|token| token.text.to_ascii_uppercase());
            let rest: Vec<String> = rest.collect();
            matches!(rest.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), [] | ["(", .., ")"])
        }
        ["CLUSTER", "VERBOSE"] => sql::significant(SYNTAX, statement).count() == 2,
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
    for token in sql::significant(SYNTAX, statement).skip(1) {
        match token.text {
            "(" => parens += 1,
            ")" => parens = parens.saturating_sub(1),
            _ if parens > 0 => {
                if option == "concurrently" && token.kind != TokenKind::Punct {
                    option = if is_off(token.text) { String::new() } else { option };
                } else if token.is_word("CONCURRENTLY") {
                    "concurrently".clone_into(&mut option);
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
    let tokens: Vec<Token<'_>> = sql::significant(SYNTAX, statement).collect();
    tokens.windows(3).any(|window| match window {
        [name, equals, value] => names.iter().any(|n| name.is_word(n)) && equals.text == "=" && is_off(value.text),
        _ => false,
    })
}

fn is_off(value: &str) -> bool {
    let value = sql::unquote(SYNTAX, value);
    ["false", "off", "0", "no", "f", "n"].iter().any(|off| value.eq_ignore_ascii_case(off))
}

/// Whether `words` stand in `statement`, one directly behind the other.
fn follows(statement: &str, words: &[&str]) -> bool {
    let mut matched = 0;
    for token in sql::significant(SYNTAX, statement) {
        let expected = |n: usize| words.get(n).is_some_and(|word| token.is_word(word));
        matched = if expected(matched) { matched + 1 } else { usize::from(expected(0)) };
        if matched == words.len() {
            return true;
        }
    }
    false
}

/// Whether it is `CREATE SCHEMA name [AUTHORIZATION role]`, with nothing in it.
fn makes_a_schema_alone(statement: &str) -> bool {
    let tokens: Vec<Token<'_>> = sql::significant(SYNTAX, statement).collect();
    match tokens.as_slice() {
        [_, _, _] => true,
        [_, _, _, authorization, _] => authorization.is_word("AUTHORIZATION"),
        _ => false,
    }
}

/// `CREATE SCHEMA IF NOT EXISTS …`
fn with_if_not_exists(statement: &str) -> String {
    let mut words = sql::significant(SYNTAX, statement);
    let Some(word) = words.nth(1) else { return statement.to_owned() };
    let (before, after) = statement.split_at(word.span.end);
    format!("{before} IF NOT EXISTS{after}")
}

/// Whether it calls one of the functions that put the planner's statistics back.
fn restores_statistics(statement: &str) -> bool {
    const FUNCTIONS: [&str; 3] =
        ["pg_restore_relation_stats", "pg_restore_attribute_stats", "pg_restore_extended_stats"];
    let mut words = sql::significant(SYNTAX, statement).take(6);
    words.any(|token| FUNCTIONS.iter().any(|function| token.text.eq_ignore_ascii_case(function)))
}

/// What a schema's file can hold of this server's own statements.
fn in_schema(words: &[&str], statement: &str) -> InSchema {
    let refused = |what, help| InSchema::Refused { what, help };
    match words {
        // A dump that names its namespaces makes `public`, which every database has.
        ["CREATE", "SCHEMA", "PUBLIC"] => InSchema::Skipped,
        // The default namespace is there before the file is read: `search_path` may name one that the file makes.
        ["CREATE", "SCHEMA", rest @ ..]
            if !matches!(rest, ["IF" | "AUTHORIZATION", ..]) && makes_a_schema_alone(statement) =>
        {
            InSchema::PartAs(with_if_not_exists(statement))
        }
        // Its rows, and what looks after them: a history of migrations holds such statements between the others.
        ["REFRESH", "MATERIALIZED", "VIEW", ..] => InSchema::Skipped,
        [
            "VACUUM" | "ANALYZE" | "ANALYSE" | "REINDEX" | "CHECKPOINT" | "LOCK" | "NOTIFY" | "EXPLAIN" | "DISCARD",
            ..,
        ] => InSchema::Skipped,
        // What a dump of version 18 and newer holds of the planner's statistics.
        ["SELECT", ..] if restores_statistics(statement) => InSchema::Skipped,
        // How long a statement of the dump may take. A newer pg_dump writes settings that this server may not know.
        [
            "SET",
            "STATEMENT_TIMEOUT" | "LOCK_TIMEOUT" | "TRANSACTION_TIMEOUT" | "IDLE_IN_TRANSACTION_SESSION_TIMEOUT",
            ..,
        ] => InSchema::Skipped,
        ["CREATE" | "DROP", "INDEX", "CONCURRENTLY", ..] | ["CREATE", "UNIQUE", "INDEX", "CONCURRENTLY", ..] => {
            InSchema::PartAs(without_word(statement, "CONCURRENTLY"))
        }
        ["ALTER", "TABLE", ..] if follows(statement, &["DETACH", "PARTITION"]) && without_transaction(statement) => {
            InSchema::PartAs(without_word(statement, "CONCURRENTLY"))
        }
        // With an index it says what the table is to be clustered by from then on, else it is about rows alone.
        ["CLUSTER", ..] => {
            let names_index = |token: Token<'_>| token.is_word("USING") || token.is_word("ON");
            let names_index = sql::significant(SYNTAX, statement).any(names_index);
            if names_index { InSchema::Part } else { InSchema::Skipped }
        }
        ["CREATE" | "DROP" | "ALTER", "TABLESPACE" | "ROLE" | "USER" | "GROUP", rest @ ..]
            if rest.first() != Some(&"MAPPING") =>
        {
            refused(
                "a schema cannot make, change or drop what belongs to the whole server",
                "take the statement out; a schema is what one database holds",
            )
        }
        ["ALTER", "SYSTEM", ..] => refused(
            "a schema cannot change the settings of the server",
            "take the statement out; a schema is what one database holds",
        ),
        ["LISTEN" | "UNLISTEN" | "PREPARE" | "EXECUTE" | "DEALLOCATE", ..] => {
            refused("a statement of a session is no part of a schema", "take it out; a schema holds what it makes")
        }
        _ => InSchema::Part,
    }
}

/// A statement with the first of these words blanked out.
fn without_word(statement: &str, word: &str) -> String {
    let mut text = statement.to_owned();
    if let Some(token) = sql::significant(SYNTAX, statement).find(|token| token.is_word(word)) {
        text.replace_range(token.span.clone(), &" ".repeat(token.span.len()));
    }
    text
}
