//! A column's definition, as it stands in CREATE TABLE and in ALTER TABLE … ADD COLUMN.

use crate::schema::{Column, Expr, Table};

use super::super::{literal, quote};
use super::constraint;

/// The definition of a column of this table, its key beside it where it is a key of one column.
pub fn definition(column: &Column, table: &Table) -> String {
    let mut text = quote::identifier(&column.name);
    if !column.ty.is_empty() {
        text.push(' ');
        text.push_str(&column.ty);
    }
    if let Some(key) = constraint::beside(column, table) {
        text.push(' ');
        text.push_str(&key);
    }
    if !column.nullable {
        text.push_str(" NOT NULL");
        if let Some(conflict) = &column.not_null_conflict {
            text.push_str(&format!(" ON CONFLICT {conflict}"));
        }
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
