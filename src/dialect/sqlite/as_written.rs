//! Expressions, types and statements as they were written, within the model: what a schema file shows to people, and what a
//! table is made with. Everything else of an object stays in the model's spelling.

use crate::dialect::sqlite::SYNTAX;
use crate::schema::{Column, ConstraintDefinition, Expr, Index, IndexKey, Object, Table, Trigger, View};
use crate::sql::{TokenKind, strip_outer_parens, tokens};

use super::{literal, parse, render::written, types};

/// The object with the texts of the statements that made it.
pub(super) fn object(object: &Object) -> Object {
    match object {
        Object::Table(table) if table.options.virtual_table.is_none() => {
            let mut shown = table.clone();
            let read = written::table(table).and_then(|text| parse::table(text).ok());
            if let Some(read) = read.filter(|read| read.constraints.len() == table.constraints.len()) {
                take_texts(&mut shown, &read);
            }
            for index in &mut shown.indexes {
                let read = written::index(&table.name, index).and_then(|text| parse::index(&text).ok());
                if let Some((_, read)) = read {
                    take_index(index, &read);
                }
            }
            shown.triggers.iter_mut().for_each(trigger);
            Object::Table(shown)
        }
        Object::View(view) => {
            let mut shown = view.clone();
            let read = written::view(view).and_then(|text| parse::view(&text).ok());
            if let Some(View { query, .. }) = read {
                shown.query = query;
            }
            shown.triggers.iter_mut().for_each(trigger);
            Object::View(shown)
        }
        other => other.clone(),
    }
}

fn trigger(trigger: &mut Trigger) {
    if let Some(text) = written::trigger(trigger) {
        trigger.sql = Expr(text);
    }
}

/// Gives a table in the model's spelling the texts of the same table as it was declared, its triggers' too.
pub(super) fn declared(spelled: &mut Table, declared: &Table) {
    take_texts(spelled, declared);
    for (index, declared) in spelled.indexes.iter_mut().zip(&declared.indexes) {
        take_index(index, declared);
    }
    for (trigger, declared) in spelled.triggers.iter_mut().zip(&declared.triggers) {
        trigger.sql = declared.sql.clone();
    }
}

/// Takes the texts of columns and constraints from the same table in another spelling, place by place.
fn take_texts(table: &mut Table, read: &Table) {
    for (column, read) in table.columns.iter_mut().zip(&read.columns) {
        take_column(column, read);
    }
    for (constraint, read) in table.constraints.iter_mut().zip(&read.constraints) {
        if let (ConstraintDefinition::Check(check), ConstraintDefinition::Check(read)) =
            (&mut constraint.definition, &read.definition)
        {
            check.expression = closed(read.expression.text());
        }
    }
}

fn take_column(column: &mut Column, read: &Column) {
    let ty = crate::sql::normalize(SYNTAX, &read.ty);
    if types::canonical(&ty) == column.ty {
        column.ty = ty;
    }
    if let (Some(default), Some(read)) = (&mut column.default, &read.default) {
        let plain = literal::read(default).is_some() || literal::is_word(default);
        if !plain {
            *default = closed(strip_outer_parens(SYNTAX, read.text()));
        }
    }
    if let (Some(generated), Some(read)) = (&mut column.generated, &read.generated) {
        generated.expression = closed(read.expression.text());
    }
}

fn take_index(index: &mut Index, read: &Index) {
    for (place, read) in index.columns.iter_mut().zip(&read.columns) {
        if let (IndexKey::Expression(expression), IndexKey::Expression(read)) = (&mut place.key, &read.key) {
            *expression = closed(strip_outer_parens(SYNTAX, read.text()));
        }
    }
    if let (Some(predicate), Some(read)) = (&mut index.predicate, &read.predicate) {
        *predicate = closed(read.text());
    }
}

/// A text that something can follow: a comment at its end must not swallow it.
fn closed(text: &str) -> Expr {
    Expr(written::closed(text.to_owned()))
}

/// The text of a statement as it is kept: without the comments that tell migrate what was renamed, which are not about the
/// database.
pub(super) fn kept(sql: &str) -> String {
    if !sql.contains("migrate:") {
        return sql.to_owned();
    }
    let mut out = String::with_capacity(sql.len());
    for token in tokens(SYNTAX, sql) {
        let said = token.text.trim_start_matches('-').trim_start();
        if token.kind == TokenKind::LineComment && said.starts_with("migrate:") {
            // With the line that it had for itself.
            let line = out.trim_end_matches([' ', '\t']);
            let alone = line.strip_suffix('\n').map(|line| line.strip_suffix('\r').unwrap_or(line).len());
            out.truncate(alone.unwrap_or(line.len()));
        } else {
            out.push_str(token.text);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_to_migrate_is_not_kept() {
        let sql =
            "CREATE TABLE t (\n  a int, -- theirs\n  -- migrate: renamed_from c\n  b int -- migrate: renamed_from d\n)";
        assert_eq!(kept(sql), "CREATE TABLE t (\n  a int, -- theirs\n  b int\n)");
        assert_eq!(kept("CREATE TABLE t (a DEFAULT '-- migrate: x')"), "CREATE TABLE t (a DEFAULT '-- migrate: x')");
    }
}
