//! `CREATE INDEX`, `CREATE VIEW` and `CREATE TRIGGER`: their heads; queries, expressions and statements are kept as SQL.

use crate::dialect::sqlite::SYNTAX;
use crate::schema::{Expr, Index, IndexColumn, IndexKey, Nulls, QName, View};
use crate::sql::{Token, TokenKind, tokens, unquote};

use super::super::normalize::collation;
use super::cursor::{Cursor, ParseError};

/// Reads a `CREATE INDEX`; answers the table and the index, its expressions as written.
///
/// # Errors
/// Where the text is not understood.
pub(crate) fn index(sql: &str) -> Result<(String, Index), ParseError> {
    let mut cursor = Cursor::new(sql);
    cursor.expect(&["CREATE"], "CREATE")?;
    let unique = cursor.eat(&["UNIQUE"]);
    cursor.expect(&["INDEX"], "INDEX")?;
    cursor.eat(&["IF", "NOT", "EXISTS"]);
    let name = cursor.qualified()?;
    cursor.expect(&["ON"], "ON")?;
    let table = cursor.name()?;
    let mut columns = Vec::new();
    for element in cursor.list()? {
        columns.push(index_column(element)?);
    }
    let mut predicate = None;
    if cursor.eat(&["WHERE"]) {
        predicate = Some(Expr::from(cursor.rest()));
    } else {
        cursor.eat_punct(";");
        if !cursor.done() {
            return Err(cursor.unread("WHERE or the end"));
        }
    }
    Ok((table, Index { name, unique, columns, predicate, ..Index::default() }))
}

/// One place: an expression, then COLLATE, ASC or DESC, and NULLS, each taken off its end.
pub(crate) fn index_column(element: &str) -> Result<IndexColumn, ParseError> {
    let all: Vec<Token<'_>> = tokens(SYNTAX, element).filter(|token| !token.kind.is_trivia()).collect();
    let mut rest = all.as_slice();
    let mut column = IndexColumn::column("");
    if let [before @ .., nulls, end] = rest
        && !before.is_empty()
        && nulls.is_word("NULLS")
        && (end.is_word("FIRST") || end.is_word("LAST"))
    {
        column.nulls = Some(if end.is_word("FIRST") { Nulls::First } else { Nulls::Last });
        rest = before;
    }
    if let [before @ .., order] = rest
        && !before.is_empty()
        && (order.is_word("ASC") || order.is_word("DESC"))
    {
        column.descending = order.is_word("DESC");
        rest = before;
    }
    if let [before @ .., collate, name] = rest
        && is_primary(before)
        && collate.is_word("COLLATE")
    {
        column.collation = Some(collation(&unquote(SYNTAX, name.text)));
        rest = before;
    }
    column.key = match rest {
        [] => return Err(Cursor::new(element).unread("a column or an expression")),
        [one] if matches!(one.kind, TokenKind::Word | TokenKind::QuotedIdent | TokenKind::String) => {
            IndexKey::Column(unquote(SYNTAX, one.text))
        }
        [first, ..] => {
            let end = rest.last().map_or(first.span.end, |last| last.span.end);
            IndexKey::Expression(Expr::from(element.get(first.span.start..end).unwrap_or_default()))
        }
    };
    Ok(column)
}

/// Whether COLLATE behind these tokens is of all of them: it binds closer than any operator, so that in `a || b COLLATE c` it
/// is of `b` alone.
fn is_primary(tokens: &[Token<'_>]) -> bool {
    let closes_last = |tokens: &[Token<'_>]| {
        let mut depth = 0usize;
        let open = tokens.first().is_some_and(|token| token.is_punct("("));
        open && tokens.iter().enumerate().all(|(at, token)| {
            if token.is_punct("(") {
                depth += 1;
            } else if token.is_punct(")") {
                depth = depth.saturating_sub(1);
            }
            depth > 0 || at + 1 == tokens.len()
        })
    };
    match tokens {
        [] => false,
        [_] => true,
        [name, rest @ ..] if matches!(name.kind, TokenKind::Word | TokenKind::QuotedIdent) => closes_last(rest),
        all => closes_last(all),
    }
}

/// Reads a `CREATE VIEW`, its query as written.
///
/// # Errors
/// Where the text is not understood.
pub(crate) fn view(sql: &str) -> Result<View, ParseError> {
    let mut cursor = Cursor::new(sql);
    cursor.expect(&["CREATE"], "CREATE")?;
    let _ = cursor.eat(&["TEMP"]) || cursor.eat(&["TEMPORARY"]);
    cursor.expect(&["VIEW"], "VIEW")?;
    cursor.eat(&["IF", "NOT", "EXISTS"]);
    let name = cursor.qualified()?;
    let mut columns = Vec::new();
    if cursor.is_punct("(") {
        for element in cursor.list()? {
            columns.push(Cursor::new(element).name()?);
        }
    }
    cursor.expect(&["AS"], "AS")?;
    let mut view = View::new(QName::plain(name), cursor.rest());
    view.columns = columns;
    Ok(view)
}

/// A trigger taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TriggerText {
    /// Its name.
    pub name: String,
    /// `BEFORE`, `AFTER` or `INSTEAD OF`; where nothing is said SQLite takes BEFORE.
    pub time: &'static str,
    /// `INSERT`, `DELETE` or `UPDATE`.
    pub event: &'static str,
    /// The columns of `UPDATE OF`.
    pub columns: Vec<String>,
    /// The table or view.
    pub on: String,
    /// The condition behind `WHEN`, as written.
    pub condition: Option<String>,
    /// The statements between BEGIN and END, each as written and without its `;`.
    pub statements: Vec<String>,
}

/// Reads a `CREATE TRIGGER`.
///
/// # Errors
/// Where the text is not understood.
pub(crate) fn trigger(sql: &str) -> Result<TriggerText, ParseError> {
    let mut cursor = Cursor::new(sql);
    cursor.expect(&["CREATE"], "CREATE")?;
    let _ = cursor.eat(&["TEMP"]) || cursor.eat(&["TEMPORARY"]);
    cursor.expect(&["TRIGGER"], "TRIGGER")?;
    cursor.eat(&["IF", "NOT", "EXISTS"]);
    let name = cursor.qualified()?;
    let time = if cursor.eat(&["INSTEAD", "OF"]) {
        "INSTEAD OF"
    } else if cursor.eat(&["AFTER"]) {
        "AFTER"
    } else {
        cursor.eat(&["BEFORE"]);
        "BEFORE"
    };
    let mut columns = Vec::new();
    let event = if cursor.eat(&["INSERT"]) {
        "INSERT"
    } else if cursor.eat(&["DELETE"]) {
        "DELETE"
    } else {
        cursor.expect(&["UPDATE"], "INSERT, DELETE or UPDATE")?;
        if cursor.eat(&["OF"]) {
            columns.push(cursor.name()?);
            while cursor.eat_punct(",") {
                columns.push(cursor.name()?);
            }
        }
        "UPDATE"
    };
    cursor.expect(&["ON"], "ON")?;
    let on = cursor.qualified()?;
    cursor.eat(&["FOR", "EACH", "ROW"]);
    let condition = if cursor.eat(&["WHEN"]) { Some(condition(&mut cursor)?) } else { None };
    cursor.expect(&["BEGIN"], "BEGIN")?;
    let mut statements = Vec::new();
    let mut start = cursor.place();
    loop {
        // END stands where a statement would start; the END of a CASE never does.
        if start == cursor.place() && cursor.eat(&["END"]) {
            cursor.eat_punct(";");
            break;
        }
        if cursor.is_punct(";") {
            statements.push(cursor.between(start, cursor.place()).to_owned());
            cursor.advance();
            start = cursor.place();
        } else if cursor.advance().is_none() {
            return Err(cursor.unread("END"));
        }
    }
    if !cursor.done() {
        return Err(cursor.unread("the end"));
    }
    Ok(TriggerText { name, time, event, columns, on, condition, statements })
}

/// Everything up to the BEGIN of the body.
fn condition(cursor: &mut Cursor<'_>) -> Result<String, ParseError> {
    let start = cursor.place();
    let mut depth = 0usize;
    while depth > 0 || !cursor.is_word("BEGIN") {
        match cursor.advance() {
            Some(token) if token.is_punct("(") => depth += 1,
            Some(token) if token.is_punct(")") => depth = depth.saturating_sub(1),
            Some(_) => {}
            None => return Err(cursor.unread("BEGIN")),
        }
    }
    Ok(cursor.between(start, cursor.place()).to_owned())
}
