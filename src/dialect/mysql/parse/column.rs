//! A column of `CREATE TABLE`. Its clauses stand in an order that differs by vendor and version: any is read.

use super::conventions::{Conventions, modern};
use super::cursor::{Cursor, ParseError};
use crate::schema::{Column, Expr, Generated, Identity, IdentityKind, SequenceOptions};
use crate::sql::TokenKind;

/// Reads a column.
///
/// # Errors
/// Where a clause is not known.
pub(super) fn column(cursor: &mut Cursor<'_>, conventions: &Conventions) -> Result<Column, ParseError> {
    let from = cursor.place();
    let name = cursor.name()?;
    let mut column = Column::new(name, column_type(cursor)?);
    let mut charset = None;
    let mut attributes: Vec<String> = Vec::new();
    let mut has_default = false;
    while !cursor.is_punct(",") && !cursor.is_punct(")") {
        has_default |= cursor.is_word("DEFAULT");
        clause(cursor, &mut column, &mut charset, &mut attributes, conventions)?;
    }
    if !has_default && lacks_default(&column, &attributes) {
        cursor.go(from);
        return Err(cursor.unread("a default (`ALTER COLUMN … SET DEFAULT NULL` gives it the usual one)"));
    }
    if conventions.mariadb && is_unprintable(&column) {
        cursor.go(from);
        return Err(cursor.unread("a default whose bytes are printed (MariaDB writes `?` for what is no text)"));
    }
    if let (None, Some(charset)) = (&column.collation, charset) {
        column.collation = Some(conventions.default_collation(&charset));
    }
    if !attributes.is_empty() {
        column.attributes = Some(attributes.join(" "));
    }
    Ok(column)
}

/// Whether a column that takes NULL has no default at all, not even that, after `ALTER COLUMN … DROP DEFAULT`: no `CREATE TABLE` can
/// say so (<https://dev.mysql.com/doc/refman/8.4/en/data-type-defaults.html>). Of the large types MySQL prints no NULL.
fn lacks_default(column: &Column, attributes: &[String]) -> bool {
    column.nullable
        && column.generated.is_none()
        && column.identity.is_none()
        && !column.ty.ends_with("text")
        && !column.ty.ends_with("blob")
        && !attributes.iter().any(|attribute| attribute.starts_with("GENERATED"))
}

/// Whether a default may be other bytes than it says: MariaDB prints that of a `binary` or a `varbinary` as text, with `?` in the
/// place of each byte that is none. No column of `information_schema` says more.
fn is_unprintable(column: &Column) -> bool {
    (column.ty.starts_with("binary") || column.ty.starts_with("varbinary"))
        && column
            .default
            .as_ref()
            .is_some_and(|default| default.text().starts_with('\'') && default.text().contains('?'))
}

/// `int(10) unsigned zerofill`, `enum('a','b')`, `timestamp`
fn column_type(cursor: &mut Cursor<'_>) -> Result<String, ParseError> {
    let from = cursor.place();
    match cursor.advance() {
        Some(token) if token.kind == TokenKind::Word => {}
        _ => {
            cursor.go(from);
            return Err(cursor.unread("a type"));
        }
    }
    if cursor.is_punct("(") {
        cursor.parens()?;
    }
    while ["UNSIGNED", "ZEROFILL", "SIGNED", "PRECISION"].iter().any(|word| cursor.is_word(word)) {
        cursor.advance();
    }
    let ty = cursor.between(from, cursor.place()).to_owned();
    // How old files hold their times: not the schema's affair.
    if cursor.peek().is_some_and(|token| token.kind == TokenKind::BlockComment && token.text == "/* mariadb-5.3 */") {
        cursor.advance();
    }
    Ok(ty)
}

/// Clauses that are kept as they are printed.
const KEPT: &[&[&str]] = &[
    &["GENERATED", "ALWAYS", "AS", "ROW", "START"],
    &["GENERATED", "ALWAYS", "AS", "ROW", "END"],
    &["WITHOUT", "SYSTEM", "VERSIONING"],
    &["WITH", "SYSTEM", "VERSIONING"],
    &["COLUMN_FORMAT", "FIXED"],
    &["COLUMN_FORMAT", "DYNAMIC"],
    &["STORAGE", "DISK"],
    &["STORAGE", "MEMORY"],
    &["NOT", "SECONDARY"],
    &["COMPRESSED"],
];

fn clause(
    cursor: &mut Cursor<'_>,
    column: &mut Column,
    charset: &mut Option<String>,
    attributes: &mut Vec<String>,
    conventions: &Conventions,
) -> Result<(), ParseError> {
    let from = cursor.place();
    if cursor.eat(&["NOT", "NULL"]) {
        column.nullable = false;
    } else if cursor.eat(&["NULL"]) {
        column.nullable = true;
    } else if cursor.eat(&["DEFAULT"]) {
        column.default = default(cursor)?.map(|text| Expr(conventions.unqualified(text)));
    } else if cursor.eat(&["COMMENT"]) {
        column.annotation.comment = Some(cursor.string()?);
    } else if cursor.eat(&["AUTO_INCREMENT"]) {
        let options = SequenceOptions::default();
        column.identity = Some(Box::new(Identity { options, ..Identity::new(IdentityKind::AutoIncrement) }));
    } else if cursor.eat(&["COLLATE"]) {
        column.collation = Some(modern(&cursor.name()?));
    } else if cursor.eat(&["CHARACTER", "SET"]) || cursor.eat(&["CHARSET"]) {
        *charset = Some(modern(&cursor.name()?));
    } else if cursor.eat(&["ON", "UPDATE"]) {
        column.on_update = default(cursor)?.map(Expr::from);
    } else if cursor.eat(&["INVISIBLE"]) {
        column.invisible = true;
    } else if cursor.eat(&["CHECK"]) {
        column.check = Some(conventions.expression(cursor.parens()?));
    } else if cursor.eat(&["SRID"]) {
        column.srid = Some(cursor.number()?);
    } else if let Some(words) = KEPT.iter().find(|words| cursor.eat(words)) {
        // MariaDB's COMPRESSED may name its method.
        if *words == ["COMPRESSED"] && cursor.eat_operator("=") {
            cursor.name()?;
        }
        attributes.push(cursor.between(from, cursor.place()).to_owned());
    } else if cursor.eat(&["GENERATED", "ALWAYS", "AS"]) || cursor.eat(&["AS"]) {
        let expression = conventions.expression(cursor.parens()?);
        let stored = cursor.eat(&["STORED"]) || cursor.eat(&["PERSISTENT"]);
        if !stored {
            cursor.expect(&["VIRTUAL"], "VIRTUAL or STORED")?;
        }
        column.generated = Some(Generated { expression, stored });
    } else if cursor.eat(&["ENGINE_ATTRIBUTE"]) || cursor.eat(&["SECONDARY_ENGINE_ATTRIBUTE"]) {
        cursor.eat_operator("=");
        cursor.string()?;
        attributes.push(cursor.between(from, cursor.place()).to_owned());
    } else if cursor.peek().is_some_and(|token| token.kind == TokenKind::QuotedIdent) {
        // An option of the storage engine.
        cursor.name()?;
        if !cursor.eat_operator("=") {
            return Err(cursor.unread("`=` behind an option of the column"));
        }
        cursor.advance();
        attributes.push(cursor.between(from, cursor.place()).to_owned());
    } else {
        return Err(cursor.unread("a clause of a column, `,` or `)`"));
    }
    Ok(())
}

/// A default, as it is printed: a literal, a call, or an expression in parentheses; none where it is NULL.
fn default<'a>(cursor: &mut Cursor<'a>) -> Result<Option<&'a str>, ParseError> {
    let from = cursor.place();
    if cursor.eat(&["NULL"]) {
        return Ok(None);
    }
    if cursor.is_punct("(") {
        cursor.parens()?;
        return Ok(Some(cursor.between(from, cursor.place())));
    }
    while cursor.eat_operator("-") || cursor.eat_operator("+") {}
    let Some(token) = cursor.advance() else { return Err(cursor.unread("a default")) };
    match token.kind {
        TokenKind::String | TokenKind::Number => {}
        // CASE is a call to MariaDB, and printed without parentheses.
        TokenKind::Word if token.is_word("CASE") => {
            let mut depth = 1usize;
            while depth > 0 {
                match cursor.advance() {
                    Some(token) if token.is_word("CASE") => depth += 1,
                    Some(token) if token.is_word("END") => depth -= 1,
                    Some(_) => {}
                    None => return Err(cursor.unread("END")),
                }
            }
        }
        TokenKind::Word | TokenKind::QuotedIdent => {
            // `_utf8mb4'x'`, `DATE'2020-01-01'`: a word before a string belongs to it.
            let literal = |token: &crate::sql::Token<'_>| {
                token.kind == TokenKind::String || token.kind == TokenKind::Number && token.text.starts_with("0x")
            };
            let comment = |token: &crate::sql::Token<'_>| {
                token.kind == TokenKind::BlockComment && token.text.starts_with("/*WITH")
            };
            if cursor.peek().is_some_and(comment) && cursor.peek_at(1).is_some_and(literal) {
                cursor.advance();
            }
            if token.kind == TokenKind::Word && cursor.peek().is_some_and(literal) {
                cursor.advance();
            }
            while cursor.eat_punct(".") {
                cursor.name()?;
            }
            if cursor.is_punct("(") {
                cursor.parens()?;
            }
        }
        _ => {
            cursor.go(from);
            return Err(cursor.unread("a default"));
        }
    }
    Ok(Some(cursor.between(from, cursor.place())))
}
