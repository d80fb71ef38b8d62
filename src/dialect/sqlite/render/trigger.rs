//! Triggers.

use crate::dialect::Step;
use crate::dialect::sqlite::SYNTAX;
use crate::schema::{Annotation, Expr, Object, ObjectId, Schema, Trigger};
use crate::sql::tokens;

use super::super::quote;
use super::find;

/// `CREATE TRIGGER`
pub(crate) fn create(trigger: &Trigger) -> Step {
    Step::new(trigger.sql.text())
}

/// `DROP TRIGGER`
pub(crate) fn drop(name: &str) -> Step {
    Step::new(format!("DROP TRIGGER {}", quote::identifier(name)))
}

/// SQLite cannot rename a trigger: it is recreated.
pub(crate) fn rename(of: &ObjectId, from: &str, to: &str, before: &Schema, after: &Schema) -> Vec<Step> {
    let found = find(of, before, after).find_map(|object| {
        let triggers = match object {
            Object::Table(table) => &table.triggers,
            Object::View(view) => &view.triggers,
            _ => return None,
        };
        triggers.iter().find(|trigger| trigger.name == from || trigger.name == to)
    });
    let again = found.map(|trigger| create(&renamed(trigger, to)));
    [drop(from)].into_iter().chain(again).collect()
}

/// The trigger under another name.
fn renamed(trigger: &Trigger, name: &str) -> Trigger {
    let sql = replaced(trigger.sql.text(), "TRIGGER", name);
    Trigger { name: name.to_owned(), sql: Expr(sql), annotation: Annotation::default() }
}

/// The trigger over another view.
pub(crate) fn moved(trigger: &Trigger, on: &str) -> Trigger {
    Trigger { sql: Expr(replaced(trigger.sql.text(), "ON", on)), ..trigger.clone() }
}

/// The statement with the name behind the first `word` replaced.
fn replaced(sql: &str, word: &str, name: &str) -> String {
    let mut named = tokens(SYNTAX, sql).filter(|token| !token.kind.is_trivia());
    let at = named.by_ref().find(|token| token.is_word(word)).and_then(|_| named.next());
    match at {
        Some(token) => {
            let mut sql = sql.to_owned();
            sql.replace_range(token.span, &quote::identifier(name));
            sql
        }
        None => sql.to_owned(),
    }
}
