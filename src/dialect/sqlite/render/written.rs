//! Statements as they were written: used again as long as they say what the model says.
//!
//! SQLite keeps the text of each CREATE statement, and the model holds it beside the meaning ([`crate::schema::Written`]).
//! Whatever has been changed since, the text is read again here and compared, so that a text that has fallen behind its
//! object is never written.

use crate::dialect::sqlite::SYNTAX;
use crate::schema::{Annotation, Constraint, ConstraintDefinition, ForeignKey, Index, QName, Table, Trigger, View};
use crate::sql::{Token, TokenKind, tokens, unquote};

use super::super::normalize::KnownNames;
use super::super::references::named;
use super::super::{canonical, parse, quote, row_id};
use super::{index, view};

/// The statement of a table as it was written; none where it says something else.
pub(crate) fn table(table: &Table) -> Option<&str> {
    let text = table.annotation.written.text()?;
    if let Some(sql) = &table.options.virtual_table {
        return (crate::sql::normalize(SYNTAX, text) == crate::sql::normalize(SYNTAX, sql.text())).then_some(text);
    }
    says(text, table).then_some(text)
}

/// Whether a `CREATE TABLE` says what the model says, the table's name aside.
pub(crate) fn says(text: &str, table: &Table) -> bool {
    let Ok(mut read) = parse::table(text) else { return false };
    read.name = table.name.clone();
    canonical::table(&mut read);
    let mut order = read.columns.iter().map(|column| &column.name);
    let same_order = table.columns.iter().all(|column| order.next() == Some(&column.name)) && order.next().is_none();
    for constraint in &mut read.constraints {
        fill_references(constraint, table);
    }
    same_order && comparable(&read) == comparable(table)
}

/// A table with what its own statement says alone, as it is compared.
fn comparable(table: &Table) -> Table {
    let mut compared = table.clone();
    compared.indexes.clear();
    compared.triggers.clear();
    for column in &mut compared.columns {
        *column = row_id::comparable(table, column);
        column.annotation = Annotation::default();
    }
    compared.annotation = Annotation::default();
    for constraint in &mut compared.constraints {
        *constraint = folded(constraint);
    }
    compared.unordered()
}

/// A foreign key that leaves the columns to the primary key of its table means those that the model has found.
fn fill_references(constraint: &mut Constraint, table: &Table) {
    let name = &constraint.name;
    let ConstraintDefinition::ForeignKey(key) = &mut constraint.definition else { return };
    let mut like = table.constraints.iter().filter(|other| other.name == *name).filter_map(Constraint::foreign_key);
    let same =
        |other: &&ForeignKey| other.columns == key.columns && other.table.name.eq_ignore_ascii_case(&key.table.name);
    let found = like.find(same);
    if let Some(found) = found.filter(|_| key.referred.is_empty()) {
        key.referred.clone_from(&found.referred);
    }
}

/// A constraint as read from a text, as it is compared with those of the model.
pub(crate) fn resolved(constraint: &Constraint, table: &Table) -> Constraint {
    let mut constraint = constraint.clone();
    fill_references(&mut constraint, table);
    folded(&constraint)
}

/// A constraint as it is compared: the names that a foreign key refers to may be spelled in another case.
pub(crate) fn folded(constraint: &Constraint) -> Constraint {
    let mut constraint = constraint.clone();
    constraint.annotation = Annotation::default();
    if let ConstraintDefinition::ForeignKey(key) = &mut constraint.definition {
        key.table = QName::plain(key.table.name.to_ascii_lowercase());
        key.referred.iter_mut().for_each(|name| *name = name.to_ascii_lowercase());
    }
    constraint
}

/// The statement of an index as it was written, on this table.
pub(crate) fn index(on: &QName, index: &Index) -> Option<String> {
    let text = index.annotation.written.text()?;
    let (_, read) = parse::index(text).ok()?;
    let plain = index::statement(on, index);
    let words: Vec<_> = named(&plain).collect();
    let names = KnownNames::of(words.iter().map(AsRef::as_ref)).of_table(&on.name);
    let said = |index: &Index| {
        let mut spelled = Index { name: String::new(), ..index.clone() };
        canonical::index(&mut spelled, &names);
        index::statement(on, &spelled)
    };
    if !alike(&said(&read), &said(index)) {
        return None;
    }
    Some(closed(renamed(&renamed(text, "INDEX", &index.name), "ON", &on.name)))
}

/// The statement of a view as it was written.
pub(crate) fn view(view: &View) -> Option<String> {
    let text = view.annotation.written.text()?;
    let read = parse::view(text).ok()?;
    let plain = view::statement(view);
    let words: Vec<_> = named(&plain).collect();
    let names = KnownNames::of(words.iter().map(AsRef::as_ref));
    let said = |view: &View| {
        let mut spelled = View { name: QName::plain(""), ..view.clone() };
        canonical::view(&mut spelled, &names);
        view::statement(&spelled)
    };
    alike(&said(&read), &said(view)).then(|| closed(renamed(text, "VIEW", &view.name.name)))
}

/// Whether two statements differ in the capitals of words at most; those of a string are part of it.
fn alike(one: &str, other: &str) -> bool {
    let mut others = tokens(SYNTAX, other);
    let same = |token: Token<'_>| {
        others.next().is_some_and(|other| {
            token.kind == other.kind
                && (token.text == other.text
                    || token.kind != TokenKind::String && token.text.eq_ignore_ascii_case(other.text))
        })
    };
    tokens(SYNTAX, one).all(same) && others.next().is_none()
}

/// A text that something can follow, a `;` say: a comment at its end must not swallow it.
pub(crate) fn closed(sql: String) -> String {
    let open = tokens(SYNTAX, &sql).last().is_some_and(|token| token.kind == TokenKind::LineComment);
    if open { sql + "\n" } else { sql }
}

/// The statement of a trigger as it was written.
pub(crate) fn trigger(trigger: &Trigger) -> Option<String> {
    let text = trigger.annotation.written.text()?;
    let words: Vec<_> = named(trigger.sql.text()).collect();
    let names = KnownNames::of(words.iter().map(AsRef::as_ref));
    let on = parse::trigger(trigger.sql.text()).ok()?.on;
    let text = renamed(&renamed(text, "TRIGGER", &trigger.name), "ON", &on);
    let said = |sql: &str| canonical::trigger(sql, &names).ok();
    let (read, model) = (said(&text)?, said(trigger.sql.text())?);
    alike(&read, &model).then_some(text)
}

/// The statement with the name behind the first `word` replaced, where it is another.
pub(crate) fn renamed(sql: &str, word: &str, name: &str) -> String {
    let mut named = tokens(SYNTAX, sql).filter(|token| !token.kind.is_trivia());
    match named.by_ref().find(|token| token.is_word(word)).and_then(|_| named.next()) {
        Some(token) if unquote(SYNTAX, token.text) != name => {
            let mut sql = sql.to_owned();
            sql.replace_range(token.span, &quote::identifier(name));
            sql
        }
        _ => sql.to_owned(),
    }
}

/// A `CREATE TABLE` under another name, given as SQL. What the old name qualifies is said without it: there it would mean
/// nothing.
pub(crate) fn table_under(text: &str, old: &str, name: &str) -> String {
    let Ok((_, layout)) = parse::table_with_layout(text) else { return text.to_owned() };
    if unquote(SYNTAX, text.get(layout.name.clone()).unwrap_or_default()) == unquote(SYNTAX, name) {
        return text.to_owned();
    }
    let mut out = text.get(..layout.name.start).unwrap_or_default().to_owned();
    out.push_str(name);
    let rest = text.get(layout.name.end..).unwrap_or_default();
    let all: Vec<Token<'_>> = tokens(SYNTAX, rest).collect();
    let mut at = 0;
    while let Some(token) = all.get(at) {
        let qualifies = all.get(at + 1).is_some_and(|next| next.is_punct("."))
            && !token.kind.is_trivia()
            && unquote(SYNTAX, token.text).eq_ignore_ascii_case(old);
        if qualifies {
            at += 2;
            continue;
        }
        out.push_str(token.text);
        at += 1;
    }
    out
}
