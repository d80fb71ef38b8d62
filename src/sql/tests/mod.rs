//! Tests of the lexer, the splitter and what stands on them.

mod lexer;
mod mysql;
mod normal;
mod properties;
mod split;
mod unquote;
mod words;

use super::*;
use crate::dialect;

const SQLITE: Syntax = dialect::sqlite::SYNTAX;
const POSTGRES: Syntax = dialect::postgres::SYNTAX;
const MYSQL: Syntax = dialect::mysql::SYNTAX;

const ALL: [Syntax; 3] = [SQLITE, POSTGRES, MYSQL];

#[test]
fn reserved_words_are_sorted_for_the_search_and_known_in_any_case() {
    for syntax in ALL {
        assert!(syntax.reserved.is_sorted());
    }
    assert!(is_reserved(POSTGRES, "User"));
    assert!(is_reserved(SQLITE, "TABLE"));
    assert!(is_reserved(MYSQL, "rank"));
    assert!(!is_reserved(SQLITE, "key"));
    assert!(!is_reserved(POSTGRES, "id"));
}

/// The texts of the statements of `sql`.
fn texts(syntax: Syntax, sql: &str) -> Vec<String> {
    match split(syntax, sql) {
        Ok(statements) => statements.into_iter().map(|statement| statement.text).collect(),
        Err(error) => panic!("{error}: {sql}"),
    }
}

/// Asserts that `sql`, with and without `;` at its end and with a statement around it, is one statement.
#[track_caller]
fn one(syntax: Syntax, sql: &str) {
    assert_eq!(texts(syntax, sql), [sql]);
    assert_eq!(texts(syntax, &format!("SELECT 0;\n{sql};\nSELECT 9;")), ["SELECT 0", sql, "SELECT 9"]);
}

fn fault(syntax: Syntax, sql: &str) -> SplitFault {
    match split(syntax, sql) {
        Ok(statements) => panic!("split into {statements:?}"),
        Err(error) => error.fault,
    }
}
