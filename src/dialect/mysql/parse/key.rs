//! Keys and indexes of `CREATE TABLE`.

use super::conventions::Conventions;
use super::cursor::{Cursor, ParseError};
use crate::schema::{
    Annotation, Constraint, ConstraintDefinition, Index, IndexColumn, IndexKey, Key, Parameters, Table,
};
use crate::sql::TokenKind;

/// What stands behind a period in a MariaDB key (<https://mariadb.com/kb/en/application-time-periods/>).
const OVERLAPS: &[&str] = &["WITHOUT", "OVERLAPS"];

/// What follows the columns of a key.
#[derive(Default)]
struct KeyOptions {
    using: Option<String>,
    comment: Option<String>,
    invisible: bool,
    parameters: Vec<(String, String)>,
}

/// `PRIMARY KEY (…) …`
///
/// # Errors
/// Where a clause is not known.
pub(super) fn primary_key(cursor: &mut Cursor<'_>) -> Result<Constraint, ParseError> {
    cursor.expect(&["PRIMARY", "KEY"], "PRIMARY KEY")?;
    // `PRIMARY KEY USING BTREE (…)`, as older servers print it.
    let mut options = KeyOptions::default();
    if cursor.eat(&["USING"]) {
        options.using = Some(cursor.name()?.to_ascii_lowercase());
    }
    let mut key = Key::default();
    let mut orders = Vec::new();
    cursor.expect_punct("(", "the columns of the key")?;
    loop {
        key.columns.push(cursor.name()?);
        let from = cursor.place();
        if cursor.is_punct("(") {
            cursor.parens()?;
        }
        let length = cursor.between(from, cursor.place()).to_owned();
        let descending = cursor.eat(&["DESC"]);
        if !descending {
            cursor.eat(&["ASC"]);
        }
        if cursor.eat(OVERLAPS) {
            orders.push(OVERLAPS.join(" "));
        } else {
            orders.push(match (length.is_empty(), descending) {
                (_, false) => length,
                (true, true) => "DESC".to_owned(),
                (false, true) => format!("{length} DESC"),
            });
        }
        if cursor.eat_punct(")") {
            break;
        }
        cursor.expect_punct(",", "`,` or `)`")?;
    }
    if orders.iter().any(|order| !order.is_empty()) {
        key.orders = orders;
    }
    key_options(cursor, &mut options)?;
    if options.invisible {
        return Err(cursor.unread("a primary key that is used"));
    }
    let using = options.using.map(|using| ("using".to_owned(), using));
    key.parameters = using.into_iter().chain(options.parameters).collect();
    let annotation = Annotation::commented(options.comment);
    Ok(Constraint { name: Some("PRIMARY".to_owned()), definition: ConstraintDefinition::PrimaryKey(key), annotation })
}

/// `UNIQUE KEY name (…) …` and the others; a unique one over plain columns of which nothing else is said is a constraint.
///
/// # Errors
/// Where a clause is not known.
pub(super) fn index(cursor: &mut Cursor<'_>, table: &mut Table, conventions: &Conventions) -> Result<(), ParseError> {
    let mut index = Index { unique: cursor.eat(&["UNIQUE"]), ..Index::default() };
    let kinds = [("FULLTEXT", "fulltext"), ("SPATIAL", "spatial"), ("VECTOR", "vector")];
    index.method = kinds.iter().find(|(word, _)| cursor.eat(&[word])).map(|(_, method)| (*method).to_owned());
    if !cursor.eat(&["KEY"]) {
        cursor.expect(&["INDEX"], "KEY")?;
    }
    index.name = cursor.name()?;
    let mut options = KeyOptions::default();
    if cursor.eat(&["USING"]) {
        options.using = Some(cursor.name()?.to_ascii_lowercase());
    }
    let mut orders = Vec::new();
    cursor.expect_punct("(", "the columns of the key")?;
    loop {
        index.columns.push(index_column(cursor, conventions)?);
        let overlaps = cursor.eat(OVERLAPS);
        orders.push(if overlaps { OVERLAPS.join(" ") } else { String::new() });
        if cursor.eat_punct(")") {
            break;
        }
        cursor.expect_punct(",", "`,` or `)`")?;
    }
    key_options(cursor, &mut options)?;
    index.method = index.method.or(options.using);
    index.invisible = options.invisible;
    index.annotation.comment = options.comment;
    index.parameters = Parameters::from(options.parameters);
    match plain_columns(&index) {
        Some(columns) => {
            if orders.iter().all(String::is_empty) {
                orders.clear();
            }
            let definition = ConstraintDefinition::Unique(Key { columns, orders, ..Key::default() });
            table.constraints.push(Constraint {
                name: Some(index.name),
                definition,
                annotation: Annotation::default(),
            });
        }
        None if orders.iter().any(|order| !order.is_empty()) => {
            return Err(cursor.unread("WITHOUT OVERLAPS in a key of which nothing else is said"));
        }
        None => table.indexes.push(index),
    }
    Ok(())
}

/// The columns of a unique index of which nothing else is said.
fn plain_columns(index: &Index) -> Option<Vec<String>> {
    let said = index.method.is_some()
        || index.invisible
        || index.annotation.comment.is_some()
        || !index.parameters.is_none()
        || !index.unique;
    if said {
        return None;
    }
    let plain = |column: &IndexColumn| match &column.key {
        IndexKey::Column(name) if !column.descending && column.length.is_none() => Some(name.clone()),
        _ => None,
    };
    index.columns.iter().map(plain).collect()
}

/// `` `a`(10) DESC `` or `(expression) DESC`
fn index_column(cursor: &mut Cursor<'_>, conventions: &Conventions) -> Result<IndexColumn, ParseError> {
    let mut column = if cursor.is_punct("(") {
        IndexColumn::expression(conventions.expression(cursor.parens()?))
    } else {
        let mut column = IndexColumn::column(cursor.name()?);
        if cursor.eat_punct("(") {
            column.length = Some(cursor.number()?);
            cursor.expect_punct(")", "`)`")?;
        }
        column
    };
    column.descending = cursor.eat(&["DESC"]);
    if !column.descending {
        cursor.eat(&["ASC"]);
    }
    Ok(column)
}

fn key_options(cursor: &mut Cursor<'_>, options: &mut KeyOptions) -> Result<(), ParseError> {
    while !cursor.is_punct(",") && !cursor.is_punct(")") {
        let mut say = |name: &str, value: String| options.parameters.push((name.to_owned(), value));
        if cursor.eat(&["USING"]) {
            options.using = Some(cursor.name()?.to_ascii_lowercase());
        } else if cursor.eat(&["COMMENT"]) {
            options.comment = Some(cursor.string()?);
        } else if cursor.eat(&["INVISIBLE"]) || cursor.eat(&["IGNORED"]) {
            options.invisible = true;
        } else if cursor.eat(&["KEY_BLOCK_SIZE"]) {
            cursor.eat_operator("=");
            say("key_block_size", cursor.number::<u64>()?.to_string());
        } else if cursor.eat(&["WITH", "PARSER"]) {
            say("parser", cursor.name()?);
        } else if cursor.is_word("ENGINE_ATTRIBUTE") || cursor.is_word("SECONDARY_ENGINE_ATTRIBUTE") {
            let name = cursor.name()?.to_ascii_lowercase();
            cursor.eat_operator("=");
            let from = cursor.place();
            cursor.string()?;
            say(&name, cursor.between(from, cursor.place()).to_owned());
        } else if cursor.peek().is_some_and(|token| token.kind == TokenKind::QuotedIdent) {
            // An option of the storage engine.
            let name = cursor.name()?.to_ascii_lowercase();
            if !cursor.eat_operator("=") {
                return Err(cursor.unread("`=` behind an option of the key"));
            }
            let from = cursor.place();
            cursor.advance();
            say(&name, cursor.between(from, cursor.place()).to_owned());
        } else {
            return Err(cursor.unread("a clause of a key, `,` or `)`"));
        }
    }
    Ok(())
}
