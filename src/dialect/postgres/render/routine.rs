//! Functions, procedures and aggregates: what CREATE OR REPLACE can do.

use crate::dialect::Step;
use crate::dialect::postgres::SYNTAX;
use crate::schema::{Definition, Kind};
use crate::sql;

/// The statements that make one of the other in place, where that can be: what uses it stays, and so do its owner and its
/// grants.
pub(super) fn alter(from: &Definition, to: &Definition) -> Option<Vec<String>> {
    replaces(from, to).then(|| vec![replacing(to.sql.text())])
}

/// Whether the server takes one in the place of the other
/// (<https://www.postgresql.org/docs/current/sql-createfunction.html>): neither what it returns may change nor the name of an
/// argument, and a default that is there must stay.
fn replaces(from: &Definition, to: &Definition) -> bool {
    let same = |clause: &str| from.clause(clause).is_some() && from.clause(clause) == to.clause(clause);
    if from.id != to.id || !same("kind") || !same("result") {
        return false;
    }
    let names = |one: &Definition| -> Vec<String> {
        one.clause("inputs").and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    };
    let number = |one: &Definition| one.clause("defaults").and_then(|text| text.parse::<usize>().ok()).unwrap_or(0);
    let (old, new) = (names(from), names(to));
    let kept = |(at, name): (usize, &String)| name.is_empty() || new.get(at) == Some(name);
    old.iter().enumerate().all(kept) && number(from) <= number(to)
}

/// `CREATE OR REPLACE FUNCTION …` of `CREATE FUNCTION …`
pub(super) fn replacing(statement: &str) -> String {
    match statement.trim_start().get(..7) {
        Some(create) if create.eq_ignore_ascii_case("CREATE ") && !says_replace(statement) => {
            format!("CREATE OR REPLACE {}", statement.trim_start().get(7..).unwrap_or_default().trim_start())
        }
        _ => statement.to_owned(),
    }
}

fn says_replace(statement: &str) -> bool {
    let words = sql::head_words(SYNTAX, statement, 3);
    matches!(words.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), ["CREATE", "OR", "REPLACE"])
}

/// The statement without OR REPLACE, as the model has it.
pub(crate) fn plain(statement: &str) -> Option<String> {
    if !says_replace(statement) {
        return None;
    }
    let third = sql::tokens(SYNTAX, statement).filter(|token| !token.kind.is_trivia()).nth(2)?;
    Some(format!("CREATE {}", statement.get(third.span.end..)?.trim_start()))
}

/// Whether a statement makes a function or procedure whose body the server would look at: it may name what comes further
/// down in the script, and whatever was taken unread before.
fn has_body(statement: &str) -> bool {
    let words = sql::head_words(SYNTAX, statement, 4);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    matches!(
        words.as_slice(),
        ["CREATE", "FUNCTION" | "PROCEDURE", ..] | ["CREATE", "OR", "REPLACE", "FUNCTION" | "PROCEDURE"]
    )
}

/// What a section with these statements begins with.
pub(crate) fn opening(steps: &[Step]) -> Vec<Step> {
    if !steps.iter().any(|step| has_body(&step.sql())) {
        return Vec::new();
    }
    let comment = "the bodies of functions may name what is made further down";
    vec![
        Step::new("SET check_function_bodies = off")
            .comment(comment)
            .facts(crate::dialect::Facts::light().repeatable(true)),
    ]
}

/// What makes the server look at a body that it took unread; none where it looks at none.
pub(crate) fn recheck(definition: &Definition) -> Option<String> {
    // One that was made to depend on an extension would forget that.
    let kept = definition.annotation.extensions.is_empty();
    (kept && matches!(definition.id.kind, Kind::Function | Kind::Procedure)).then(|| replacing(definition.sql.text()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{ObjectId, QName};

    fn function(result: &str, inputs: &[&str], defaults: usize) -> Definition {
        let id = ObjectId::new(Kind::Function, QName::plain("f"));
        let mut definition = Definition::new(id, format!("CREATE FUNCTION f({})", inputs.join(", ")));
        definition.clauses = vec![
            ("kind".to_owned(), "f".to_owned()),
            ("result".to_owned(), result.to_owned()),
            ("inputs".to_owned(), serde_json::to_string(inputs).unwrap()),
            ("defaults".to_owned(), defaults.to_string()),
        ];
        definition
    }

    #[test]
    fn a_function_is_replaced_while_nothing_of_how_it_is_called_goes() {
        let old = function("integer", &["a", ""], 1);
        let becomes = |result: &str, inputs: &[&str], defaults| replaces(&old, &function(result, inputs, defaults));
        assert!(becomes("integer", &["a", "b"], 2));
        assert!(!becomes("bigint", &["a", ""], 1));
        assert!(!becomes("integer", &["x", ""], 1));
        assert!(!becomes("integer", &["a", ""], 0));
        assert!(!becomes("integer", &[], 1));
        assert_eq!(alter(&old, &old), Some(vec!["CREATE OR REPLACE FUNCTION f(a, )".to_owned()]));
    }

    #[test]
    fn or_replace_is_put_in_and_taken_out() {
        assert_eq!(replacing("create   function f()"), "CREATE OR REPLACE function f()");
        assert_eq!(replacing("CREATE OR  REPLACE FUNCTION f()"), "CREATE OR  REPLACE FUNCTION f()");
        assert_eq!(plain("create or replace  function f()").as_deref(), Some("CREATE function f()"));
        assert_eq!(plain("CREATE FUNCTION f()"), None);
    }

    #[test]
    fn bodies_are_taken_unread_where_there_are_some() {
        assert_eq!(opening(&[Step::new("CREATE TABLE t ()")]), []);
        let steps = [Step::new("CREATE TABLE t ()"), Step::new("CREATE OR REPLACE PROCEDURE p() AS ''")];
        assert_eq!(opening(&steps).len(), 1);
    }
}
