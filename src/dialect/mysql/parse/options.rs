//! What follows the list of a `CREATE TABLE`: options and partitions.

use super::conventions::{Conventions, modern};
use super::cursor::{Cursor, ParseError};
use crate::schema::{Counter, Expr, Parameters, Table};
use crate::sql::TokenKind;

/// Reads the options into the table, those left out that are the database's own defaults; answers the table's collation.
///
/// # Errors
/// Where an option is not known, or has no place in the model.
pub(super) fn options(
    cursor: &mut Cursor<'_>,
    table: &mut Table,
    conventions: &Conventions,
) -> Result<String, ParseError> {
    let (mut charset, mut collation) = (None, None);
    let mut parameters: Vec<(String, String)> = Vec::new();
    while !cursor.done() {
        if cursor.eat(&["PARTITION", "BY"]) {
            table.options.partition_by = Some(Expr::from(cursor.rest()));
            break;
        }
        if cursor.eat(&["WITH", "SYSTEM", "VERSIONING"]) {
            table.options.system_versioned = true;
        } else if cursor.eat(&["DEFAULT", "CHARSET"]) || cursor.eat(&["CHARSET"]) {
            cursor.eat_operator("=");
            charset = Some(modern(&cursor.name()?));
        } else if cursor.eat(&["COLLATE"]) {
            cursor.eat_operator("=");
            collation = Some(modern(&cursor.name()?));
        } else if cursor.eat(&["COMMENT"]) {
            cursor.eat_operator("=");
            table.annotation.comment = Some(cursor.string()?);
        } else if cursor.eat(&["AUTO_INCREMENT"]) {
            cursor.eat_operator("=");
            table.options.auto_increment = Counter(Some(cursor.number()?));
        } else if cursor.is_word("CONNECTION") {
            // It may hold a password: the model must not know it, since it is printed and cached.
            return Err(cursor.unread("a table without a connection to another server"));
        } else if cursor.is_word("SEQUENCE") || cursor.is_word("START") {
            return Err(cursor.unread("an ordinary table"));
        } else {
            let (name, value) = option(cursor)?;
            if name != "engine" || !value.eq_ignore_ascii_case(&conventions.engine) {
                parameters.push((name, value));
            }
        }
    }
    let charset = charset.unwrap_or_else(|| conventions.charset.clone());
    let collation = collation.unwrap_or_else(|| conventions.default_collation(&charset));
    if charset != conventions.charset {
        parameters.push(("charset".to_owned(), charset));
    }
    if collation != conventions.collation {
        parameters.push(("collate".to_owned(), collation.clone()));
    }
    table.options.parameters = Parameters::from(parameters);
    Ok(collation)
}

/// `NAME=value`: the name in small letters, the value as SQL.
fn option(cursor: &mut Cursor<'_>) -> Result<(String, String), ParseError> {
    let name = match cursor.peek() {
        Some(token) if matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent) => cursor.name()?,
        _ => return Err(cursor.unread("an option of the table")),
    };
    let mut name = name.to_ascii_lowercase();
    if matches!(name.as_str(), "data" | "index") {
        cursor.expect(&["DIRECTORY"], "DIRECTORY")?;
        name.push_str("_directory");
    }
    // Of these two the server prints none.
    let bare = matches!(name.as_str(), "tablespace" | "storage");
    if !cursor.eat_operator("=") && !bare {
        return Err(cursor.unread("`=` behind an option of the table"));
    }
    let from = cursor.place();
    if cursor.is_punct("(") {
        cursor.parens()?;
    } else {
        let value =
            |kind| matches!(kind, TokenKind::Word | TokenKind::QuotedIdent | TokenKind::String | TokenKind::Number);
        if !cursor.peek().is_some_and(|token| value(token.kind)) {
            return Err(cursor.unread("the value of an option"));
        }
        cursor.advance();
    }
    Ok((name, cursor.between(from, cursor.place()).to_owned()))
}
