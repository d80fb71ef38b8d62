//! `CREATE TABLE`: the list of columns, keys and constraints, and what follows it.

use super::column::column;
use super::conventions::Conventions;
use super::cursor::{Cursor, ParseError};
use super::key::{index, primary_key};
use super::options::options;
use crate::dialect::mysql::quote;
use crate::schema::{
    Action, Annotation, Check, Constraint, ConstraintDefinition, Deferrable, ForeignKey, Match, QName, Table,
};

/// Reads what `SHOW CREATE TABLE` prints.
///
/// # Errors
/// Where the text is not understood, or says what the model has no place for.
pub(in crate::dialect::mysql) fn table(sql: &str, conventions: &Conventions) -> Result<Table, ParseError> {
    let mut cursor = Cursor::new(sql);
    cursor.expect(&["CREATE"], "CREATE")?;
    cursor.eat(&["TEMPORARY"]);
    cursor.expect(&["TABLE"], "TABLE")?;
    let mut table = Table::new(QName::plain(cursor.name()?));
    cursor.expect_punct("(", "the list of columns")?;
    loop {
        element(&mut cursor, &mut table, conventions)?;
        if cursor.eat_punct(")") {
            break;
        }
        cursor.expect_punct(",", "`,` or `)`")?;
    }
    let collation = options(&mut cursor, &mut table, conventions)?;
    if conventions.mariadb {
        json_columns(&mut table, &collation);
    }
    Ok(table)
}

/// A column, a key or a constraint.
fn element(cursor: &mut Cursor<'_>, table: &mut Table, conventions: &Conventions) -> Result<(), ParseError> {
    let first = cursor.peek().filter(|token| token.kind == crate::sql::TokenKind::Word).map(|token| token.text);
    let Some(first) = first else {
        table.columns.push(column(cursor, conventions)?);
        return Ok(());
    };
    match first.to_ascii_uppercase().as_str() {
        "PRIMARY" => {
            let constraint = primary_key(cursor)?;
            table.constraints.push(constraint);
        }
        "UNIQUE" | "KEY" | "INDEX" | "FULLTEXT" | "SPATIAL" | "VECTOR" => index(cursor, table, conventions)?,
        "CONSTRAINT" | "FOREIGN" | "CHECK" => {
            let constraint = constraint(cursor, conventions)?;
            table.constraints.push(constraint);
        }
        "PERIOD" => {
            cursor.advance();
            let from = cursor.place();
            cursor.expect(&["FOR"], "FOR")?;
            cursor.name()?;
            cursor.parens()?;
            table.options.periods.push(cursor.between(from, cursor.place()).to_owned());
        }
        _ => return Err(cursor.unread("a column, a key or a constraint")),
    }
    Ok(())
}

/// `CONSTRAINT name FOREIGN KEY …` or `CONSTRAINT name CHECK …`
fn constraint(cursor: &mut Cursor<'_>, conventions: &Conventions) -> Result<Constraint, ParseError> {
    let name = if cursor.eat(&["CONSTRAINT"]) { Some(cursor.name()?) } else { None };
    let definition = if cursor.eat(&["FOREIGN", "KEY"]) {
        ConstraintDefinition::ForeignKey(foreign_key(cursor, conventions)?)
    } else {
        cursor.expect(&["CHECK"], "FOREIGN KEY or CHECK")?;
        let mut check = Check::new(conventions.expression(cursor.parens()?));
        check.not_enforced = cursor.eat(&["NOT", "ENFORCED"]);
        ConstraintDefinition::Check(check)
    };
    Ok(Constraint { name, definition, annotation: Annotation::default() })
}

fn foreign_key(cursor: &mut Cursor<'_>, conventions: &Conventions) -> Result<ForeignKey, ParseError> {
    let columns = cursor.names()?;
    cursor.expect(&["REFERENCES"], "REFERENCES")?;
    let mut table = QName::plain(cursor.name()?);
    if cursor.eat_punct(".") {
        let namespace = table.name;
        table = QName::plain(cursor.name()?);
        table.namespace = Some(namespace).filter(|namespace| *namespace != conventions.database);
    }
    let referred = cursor.names()?;
    let mut key = ForeignKey {
        columns,
        table,
        referred,
        on_delete: Action::NoAction,
        on_delete_columns: Vec::new(),
        on_update: Action::NoAction,
        matching: Match::Simple,
        deferrable: Deferrable::No,
        not_valid: false,
        not_enforced: false,
        period: false,
    };
    // What is the default is not printed: MySQL's is NO ACTION. MariaDB's is RESTRICT, so that it prints NO ACTION.
    loop {
        if cursor.eat(&["ON", "DELETE"]) {
            key.on_delete = action(cursor)?;
        } else if cursor.eat(&["ON", "UPDATE"]) {
            key.on_update = action(cursor)?;
        } else {
            return Ok(key);
        }
    }
}

fn action(cursor: &mut Cursor<'_>) -> Result<Action, ParseError> {
    for (words, action) in [
        (&["NO", "ACTION"][..], Action::NoActionSaid),
        (&["RESTRICT"], Action::Restrict),
        (&["CASCADE"], Action::Cascade),
        (&["SET", "NULL"], Action::SetNull),
        (&["SET", "DEFAULT"], Action::SetDefault),
    ] {
        if cursor.eat(words) {
            return Ok(action);
        }
    }
    Err(cursor.unread("an action"))
}

/// MariaDB's `json` is a longtext with a check that it holds JSON
/// (<https://mariadb.com/kb/en/json-data-type/>): what is made by that name and what is made by hand are the same.
fn json_columns(table: &mut Table, collation: &str) {
    for column in table.columns.iter_mut().filter(|column| column.ty == "longtext") {
        let of_json = column.collation.as_deref().unwrap_or(collation) == "utf8mb4_bin";
        let valid = || format!("json_valid({})", quote::always(&column.name));
        if of_json && column.check.as_ref().is_some_and(|check| check.0 == valid()) {
            "json".clone_into(&mut column.ty);
            column.collation = None;
            column.check = None;
        }
    }
}
