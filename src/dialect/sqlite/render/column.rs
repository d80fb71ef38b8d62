//! Columns: their definitions, as they stand in CREATE TABLE and in ALTER TABLE … ADD COLUMN, and what ALTER TABLE does.

use crate::dialect::Step;
use crate::schema::{Column, Expr, QName, Schema, Table, View};

use super::super::uses::mentions;
use super::super::{literal, quote};
use super::{constraint, name, trigger, view};

/// The definition of a column of this table, its key beside it where it is a key of one column.
pub fn definition(column: &Column, table: &Table) -> String {
    let mut text = quote::identifier(&column.name);
    if !column.ty.is_empty() {
        text.push(' ');
        text.push_str(&column.ty);
    }
    if !column.nullable {
        text.push_str(" NOT NULL");
        if let Some(conflict) = &column.not_null_conflict {
            text.push_str(&format!(" ON CONFLICT {conflict}"));
        }
    }
    if let Some(key) = constraint::beside(column, table) {
        text.push(' ');
        text.push_str(&key);
    }
    if let Some(expression) = &column.default {
        text.push_str(&format!(" DEFAULT {}", default(expression)));
    }
    if let Some(collation) = &column.collation {
        text.push_str(&format!(" COLLATE {collation}"));
    }
    if let Some(generated) = &column.generated {
        let kind = if generated.stored { "STORED" } else { "VIRTUAL" };
        text.push_str(&format!(" GENERATED ALWAYS AS ({}) {kind}", generated.expression));
    }
    text
}

/// A default, in parentheses where it is neither a literal nor one of the three words for the time.
pub fn default(expression: &Expr) -> String {
    let bare = literal::is_constant(expression)
        || ["CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP"].contains(&expression.text());
    if bare { expression.to_string() } else { format!("({expression})") }
}

/// `ADD COLUMN`
pub fn add(table: &QName, column: &Column, after: &Schema) -> Step {
    let of = after.table(table).cloned().unwrap_or_else(|| Table::new(table.clone()));
    Step::new(format!("ALTER TABLE {} ADD COLUMN {}", name(table), definition(column, &of)))
}

/// `DROP COLUMN`
pub fn drop(table: &QName, column: &Column) -> Step {
    Step::new(format!("ALTER TABLE {} DROP COLUMN {}", name(table), quote::identifier(&column.name)))
}

/// `RENAME COLUMN`, with which SQLite changes the texts of all that mentions the column. A view's column may change its
/// name with it, and then SQLite refuses over a trigger of the view that speaks of it, and over a view above it: such
/// triggers and views make way. They come back as they were; what they should say from now on is a difference of its own.
pub fn rename(table: &QName, from: &str, to: &str, before: &Schema) -> Vec<Step> {
    let above = above(table, before);
    let beside = before.views().filter(|view| !above.iter().any(|one| one.name == view.name));
    let triggers: Vec<_> =
        beside.flat_map(|view| &view.triggers).filter(|trigger| mentions(trigger.sql.text(), from)).collect();
    let rename =
        format!("ALTER TABLE {} RENAME COLUMN {} TO {}", name(table), quote::identifier(from), quote::identifier(to));
    let mut steps: Vec<Step> = triggers.iter().map(|one| trigger::drop(&one.name)).collect();
    steps.extend(above.iter().rev().map(|one| view::drop(&one.name)));
    steps.push(Step::new(rename));
    steps.extend(above.iter().flat_map(|one| view::create(one)));
    steps.extend(triggers.iter().map(|one| trigger::create(one)));
    steps
}

/// The views over views of a table, each behind those below it.
fn above<'s>(table: &QName, schema: &'s Schema) -> Vec<&'s View> {
    let mut below: Vec<&str> = Vec::new();
    below
        .extend(schema.views().filter(|one| mentions(one.query.text(), &table.name)).map(|one| one.name.name.as_str()));
    let mut found: Vec<&View> = Vec::new();
    loop {
        let next = schema.views().find(|view| {
            !found.iter().any(|one| one.name == view.name)
                && below.iter().any(|name| *name != view.name.name && mentions(view.query.text(), name))
        });
        let Some(view) = next else { return found };
        below.push(&view.name.name);
        found.push(view);
    }
}
