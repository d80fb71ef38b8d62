//! Columns: their definitions, as they stand in CREATE TABLE and in ALTER TABLE … ADD COLUMN, and what ALTER TABLE does.

use crate::dialect::Step;
use crate::schema::{Column, Expr, QName, Schema, Table};

use super::super::{literal, quote};
use super::{constraint, name};

/// The definition of a column of this table, its key beside it where it is a key of one column.
pub(crate) fn definition(column: &Column, table: &Table) -> String {
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
pub(crate) fn default(expression: &Expr) -> String {
    let bare = literal::is_constant(expression)
        || ["CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP"].contains(&expression.text());
    if bare { expression.to_string() } else { format!("({expression})") }
}

/// `ADD COLUMN`
pub(crate) fn add(table: &QName, column: &Column, after: &Schema) -> Step {
    let of = after.table(table).cloned().unwrap_or_else(|| Table::new(table.clone()));
    Step::new(format!("ALTER TABLE {} ADD COLUMN {}", name(table), definition(column, &of)))
}

/// `DROP COLUMN`
pub(crate) fn drop(table: &QName, column: &Column) -> Step {
    Step::new(format!("ALTER TABLE {} DROP COLUMN {}", name(table), quote::identifier(&column.name)))
}

/// `RENAME COLUMN`, with which SQLite changes the texts of all that mentions the column.
pub(crate) fn rename(table: &QName, from: &str, to: &str) -> Step {
    let (from, to) = (quote::identifier(from), quote::identifier(to));
    Step::new(format!("ALTER TABLE {} RENAME COLUMN {from} TO {to}", name(table)))
}
