//! Columns: their definitions, as they stand in CREATE TABLE and in ALTER TABLE … ADD COLUMN, and what ALTER TABLE does.

use crate::dialect::Step;
use crate::schema::{Column, Expr, QName, Schema, Table};

use super::super::{literal, quote};
use super::{constraint, name, table_text};

/// The definition of a column of this table, its key beside it where it is a key of one column.
pub(crate) fn definition(column: &Column, table: &Table) -> String {
    let mut text = quote::identifier(&column.name);
    if !column.ty.is_empty() {
        text.push(' ');
        text.push_str(&column.ty);
    }
    if !column.nullable {
        text.push_str(&not_null(column));
    }
    if let Some(key) = constraint::beside(column, table) {
        text.push(' ');
        text.push_str(&key);
    }
    text + &default_clause(column) + &collate_clause(column) + &generated_clause(column)
}

/// ` NOT NULL`, with what happens on a conflict.
pub(crate) fn not_null(column: &Column) -> String {
    let conflict = column.not_null_conflict.as_ref().map(|word| format!(" ON CONFLICT {word}"));
    format!(" NOT NULL{}", conflict.unwrap_or_default())
}

/// ` DEFAULT …`, or nothing.
pub(crate) fn default_clause(column: &Column) -> String {
    column.default.as_ref().map_or_else(String::new, |expression| format!(" DEFAULT {}", default(expression)))
}

/// ` COLLATE …`, or nothing.
pub(crate) fn collate_clause(column: &Column) -> String {
    column.collation.as_ref().map_or_else(String::new, |collation| format!(" COLLATE {collation}"))
}

/// ` GENERATED ALWAYS AS …`, or nothing.
pub(crate) fn generated_clause(column: &Column) -> String {
    column.generated.as_ref().map_or_else(String::new, |generated| {
        let kind = if generated.stored { "STORED" } else { "VIRTUAL" };
        format!(" GENERATED ALWAYS AS ({}) {kind}", generated.expression)
    })
}

/// A default, in parentheses where it is neither a literal nor one of the three words for the time.
pub(crate) fn default(expression: &Expr) -> String {
    let bare = literal::is_constant(expression) || literal::is_word(expression);
    if bare { expression.to_string() } else { format!("({expression})") }
}

/// `ADD COLUMN`
pub(crate) fn add(table: &QName, column: &Column, after: &Schema) -> Step {
    let of = after.table(table).cloned().unwrap_or_else(|| Table::new(table.clone()));
    let text = table_text::added_column(&of, column, &[]).map_or_else(|| definition(column, &of), str::to_owned);
    Step::new(format!("ALTER TABLE {} ADD COLUMN {text}", name(table)))
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
