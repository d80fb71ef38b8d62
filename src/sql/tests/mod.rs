//! Tests of the lexer, the splitter and what stands on them.

mod lexer;
mod mysql;
mod normal;
mod properties;
mod split;
mod unquote;
mod words;

use super::*;

const ALL: [Syntax; 3] = [Syntax::Sqlite, Syntax::Postgres, Syntax::MySql];

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
