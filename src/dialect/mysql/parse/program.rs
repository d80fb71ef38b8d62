//! Triggers, routines and events: their heads. Bodies are kept as they were written.

use super::cursor::{Cursor, ParseError};
use crate::dialect::mysql::quote;
use crate::sql::TokenKind;

/// A routine or an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::dialect::mysql) struct Program {
    /// Its name.
    pub name: String,
    /// The statement that makes it, without its definer.
    pub sql: String,
    /// Who it runs as, as SQL.
    pub definer: Option<String>,
}

/// A trigger taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::dialect::mysql) struct TriggerText {
    /// Its name.
    pub name: String,
    /// `BEFORE INSERT`
    pub moment: String,
    /// The table.
    pub table: String,
    /// The statement that makes it, without its definer and its place among others.
    pub sql: String,
    /// Who it runs as, as SQL.
    pub definer: Option<String>,
}

/// `` DEFINER=`user`@`host` `` where it stands here, as SQL in backticks; a role has no host.
///
/// # Errors
/// Where no name follows.
pub(super) fn definer(cursor: &mut Cursor<'_>) -> Result<Option<String>, ParseError> {
    if !cursor.eat(&["DEFINER"]) {
        return Ok(None);
    }
    cursor.eat_operator("=");
    let mut definer = quote::always(&cursor.name()?);
    if cursor.eat_operator("@") {
        definer.push('@');
        definer.push_str(&quote::always(&cursor.name()?));
    } else if let Some(host) = cursor.peek().filter(|token| token.kind == TokenKind::Parameter) {
        // A host without quotes is read as a variable.
        let host = host.text.trim_start_matches('@').to_owned();
        definer.push('@');
        definer.push_str(&quote::always(&host));
        cursor.advance();
    }
    Ok(Some(definer))
}

/// `CREATE [OR REPLACE] DEFINER=…`
fn create(cursor: &mut Cursor<'_>) -> Result<Option<String>, ParseError> {
    cursor.expect(&["CREATE"], "CREATE")?;
    cursor.eat(&["OR", "REPLACE"]);
    definer(cursor)
}

/// A name behind `IF NOT EXISTS`, without the database's.
fn name(cursor: &mut Cursor<'_>) -> Result<String, ParseError> {
    cursor.eat(&["IF", "NOT", "EXISTS"]);
    let name = cursor.name()?;
    if cursor.eat_punct(".") { cursor.name() } else { Ok(name) }
}

/// Reads what `SHOW CREATE FUNCTION` and `SHOW CREATE PROCEDURE` print.
///
/// # Errors
/// Where the head is not understood.
pub(in crate::dialect::mysql) fn routine(sql: &str) -> Result<Program, ParseError> {
    let mut cursor = Cursor::new(sql);
    let definer = create(&mut cursor)?;
    let kind = if cursor.eat(&["PROCEDURE"]) {
        "PROCEDURE"
    } else if cursor.eat(&["AGGREGATE", "FUNCTION"]) {
        "AGGREGATE FUNCTION"
    } else {
        cursor.expect(&["FUNCTION"], "FUNCTION or PROCEDURE")?;
        "FUNCTION"
    };
    let name = name(&mut cursor)?;
    if !cursor.is_punct("(") {
        return Err(cursor.unread("the parameters"));
    }
    let sql = format!("CREATE {kind} {}{}", quote::identifier(&name), cursor.tail().trim_end());
    Ok(Program { name, sql, definer })
}

/// Reads what `SHOW CREATE EVENT` prints. `starts_unsaid`: the start that it prints was not said, but is the moment at which the
/// event was made; it is left out, since it would be another in every database.
///
/// # Errors
/// Where the head is not understood.
pub(in crate::dialect::mysql) fn event(sql: &str, starts_unsaid: bool) -> Result<Program, ParseError> {
    let mut cursor = Cursor::new(sql);
    let definer = create(&mut cursor)?;
    cursor.expect(&["EVENT"], "EVENT")?;
    let name = name(&mut cursor)?;
    if !cursor.is_word("ON") {
        return Err(cursor.unread("ON SCHEDULE"));
    }
    let from = cursor.place();
    let schedule = if starts_unsaid { repeated(&mut cursor) } else { None };
    let head = schedule.map(|end| cursor.between(from, end).to_owned() + " ").unwrap_or_default();
    let sql = format!("CREATE EVENT {} {head}{}", quote::identifier(&name), cursor.tail().trim());
    Ok(Program { name, sql, definer })
}

/// Goes over `ON SCHEDULE EVERY … STARTS '…'`; answers the place before STARTS.
fn repeated(cursor: &mut Cursor<'_>) -> Option<usize> {
    while !cursor.is_word("STARTS") {
        if cursor.is_word("DO") {
            return None;
        }
        cursor.advance()?;
    }
    let end = cursor.place();
    cursor.advance()?;
    cursor.advance()?;
    Some(end)
}

/// Reads what `SHOW CREATE TRIGGER` prints.
///
/// # Errors
/// Where the head is not understood.
pub(in crate::dialect::mysql) fn trigger(sql: &str) -> Result<TriggerText, ParseError> {
    let mut cursor = Cursor::new(sql);
    let definer = create(&mut cursor)?;
    cursor.expect(&["TRIGGER"], "TRIGGER")?;
    let name = name(&mut cursor)?;
    let from = cursor.place();
    while !cursor.is_word("ON") {
        if cursor.advance().is_none() {
            return Err(cursor.unread("ON"));
        }
    }
    let moment = cursor.between(from, cursor.place());
    let moment = moment.split_whitespace().map(str::to_ascii_uppercase).collect::<Vec<_>>().join(" ");
    cursor.expect(&["ON"], "ON")?;
    let table = self::name(&mut cursor)?;
    cursor.expect(&["FOR", "EACH", "ROW"], "FOR EACH ROW")?;
    // The order among others is told by the server as a number.
    if cursor.eat(&["FOLLOWS"]) || cursor.eat(&["PRECEDES"]) {
        cursor.name()?;
    }
    let sql = format!(
        "CREATE TRIGGER {} {moment} ON {} FOR EACH ROW {}",
        quote::identifier(&name),
        quote::identifier(&table),
        cursor.tail().trim()
    );
    Ok(TriggerText { name, moment, table, sql, definer })
}
