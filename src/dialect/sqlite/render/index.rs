//! Indexes.

use crate::dialect::Step;
use crate::dialect::sqlite::SYNTAX;
use crate::schema::{Index, IndexColumn, IndexKey, Nulls, Object, ObjectId, QName, Schema};

use super::super::quote;
use super::{find, written};

/// `CREATE INDEX`
pub(crate) fn create(table: &QName, index: &Index) -> Step {
    Step::new(written::index(table, index).unwrap_or_else(|| statement(table, index)))
}

/// The statement of an index in the model's spelling.
pub(crate) fn statement(table: &QName, index: &Index) -> String {
    let unique = if index.unique { "UNIQUE " } else { "" };
    let columns: Vec<String> = index.columns.iter().map(place).collect();
    let mut sql = format!(
        "CREATE {unique}INDEX {} ON {} ({})",
        quote::identifier(&index.name),
        quote::identifier(&table.name),
        columns.join(", ")
    );
    if let Some(predicate) = &index.predicate {
        sql.push_str(&format!(" WHERE {predicate}"));
    }
    sql
}

/// `DROP INDEX`
pub(crate) fn drop(name: &str) -> Step {
    Step::new(format!("DROP INDEX {}", quote::identifier(name)))
}

/// SQLite cannot rename an index: it is recreated.
pub(crate) fn rename(of: &ObjectId, from: &str, to: &str, before: &Schema, after: &Schema) -> Vec<Step> {
    let found = find(of, before, after).find_map(|object| match object {
        Object::Table(table) => table.indexes.iter().find(|index| index.name == from || index.name == to),
        _ => None,
    });
    let again = found.map(|index| create(&of.name, &Index { name: to.to_owned(), ..index.clone() }));
    [drop(from)].into_iter().chain(again).collect()
}

fn place(place: &IndexColumn) -> String {
    let mut text = match &place.key {
        IndexKey::Column(name) => quote::identifier(name),
        IndexKey::Expression(expression) if is_call(expression.text()) => expression.to_string(),
        // The parentheses keep a COLLATE or a word at its end apart from what follows.
        IndexKey::Expression(expression) => format!("({expression})"),
    };
    if let Some(collation) = &place.collation {
        text.push_str(&format!(" COLLATE {collation}"));
    }
    if place.descending {
        text.push_str(" DESC");
    }
    match place.nulls {
        None => {}
        Some(Nulls::First) => text.push_str(" NULLS FIRST"),
        Some(Nulls::Last) => text.push_str(" NULLS LAST"),
    }
    text
}

/// Whether an expression is one function with its arguments.
fn is_call(expression: &str) -> bool {
    let Some((name, arguments)) = expression.find('(').and_then(|at| expression.split_at_checked(at)) else {
        return false;
    };
    quote::is_plain(name) && crate::sql::strip_outer_parens(SYNTAX, arguments).len() < arguments.len()
}
