//! The row id: which column of a table is it, and what follows from that.
//!
//! [SQLite's rule](https://www.sqlite.org/lang_createtable.html#rowid): a column whose declared type is exactly `INTEGER`
//! and that alone is the primary key is the row id under a name of its own, in STRICT tables too, and not in a table WITHOUT
//! ROWID. The exception, an old mistake that SQLite keeps: `INTEGER PRIMARY KEY DESC` beside the column is none, while
//! `PRIMARY KEY (a DESC)` beside the columns is. The tests ask SQLite itself of each form.

use super::SYNTAX;
use crate::schema::{Column, ConstraintDefinition, Key, Table};

/// The column that is the row id.
pub(super) fn of(table: &Table) -> Option<&Column> {
    if table.options.without_rowid {
        return None;
    }
    let key = table.primary_key()?;
    table.column(alone(key)?).filter(|column| is_integer(&column.ty) && !descends_beside(key))
}

/// The only column of a key.
fn alone(key: &Key) -> Option<&str> {
    match key.columns.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

/// Whether a declared type is the one of row ids: in any case, in quotes or not.
fn is_integer(ty: &str) -> bool {
    crate::sql::unquote(SYNTAX, ty).eq_ignore_ascii_case("INTEGER")
}

/// Whether a key says `PRIMARY KEY DESC` beside its column. The model holds nothing else in this way: the order of a key
/// that stands apart and is a row id means nothing, and is not kept ([`without_order`]).
fn descends_beside(key: &Key) -> bool {
    key.orders.iter().any(|order| order == "DESC")
}

/// Takes the order off a key that stands apart from its column and makes this column the row id.
pub(super) fn without_order(table: &mut Table) {
    if table.options.without_rowid {
        return;
    }
    let integers: Vec<String> =
        table.columns.iter().filter(|column| is_integer(&column.ty)).map(|column| column.name.clone()).collect();
    for constraint in &mut table.constraints {
        if let ConstraintDefinition::PrimaryKey(key) = &mut constraint.definition
            && alone(key).is_some_and(|only| integers.iter().any(|name| name.eq_ignore_ascii_case(only)))
        {
            key.orders.clear();
        }
    }
}

/// Calls the column that is to number the rows `INTEGER`, where it can be the row id, and answers whether it can.
pub(super) fn number(table: &mut Table, name: &str) -> bool {
    let fits = !table.options.without_rowid
        && table.primary_key().is_some_and(|key| alone(key) == Some(name) && !descends_beside(key));
    match table.columns.iter_mut().find(|column| column.name == name).filter(|_| fits) {
        Some(column) => {
            column.ty = "INTEGER".to_owned();
            true
        }
        None => false,
    }
}

/// The column as it counts in a comparison: the row id is never NULL, whether its definition says so or not; `DEFAULT NULL`
/// is what no default is, and `COLLATE BINARY` what SQLite does unasked.
pub(super) fn comparable(table: &Table, column: &Column) -> Column {
    let row_id = of(table).is_some_and(|row_id| row_id.name == column.name);
    let mut column = column.clone();
    if row_id {
        column.nullable = false;
        column.not_null_conflict = None;
    }
    column.default.take_if(|default| default.text() == "NULL");
    column.collation.take_if(|collation| collation == "BINARY");
    column
}
