//! Compares what the pragmas say of a table with what was parsed from its CREATE statement: a table that was misread is
//! named as one that the model does not hold, rather than compared wrongly.

use serde::Deserialize;

use super::{SYNTAX, row_id};
use crate::schema::{ConstraintDefinition, Table};
use crate::sql::tokens;

/// A row of `pragma_table_xinfo`: name, type, notnull, pk, hidden, default.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct ColumnFact(String, String, i64, i64, i64, Option<String>);

/// A row of `pragma_index_list`: name, unique, origin, partial.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct IndexFact(String, i64, String, i64);

/// A row of `pragma_foreign_key_list`: id, table, from, to, `on_update`, `on_delete`.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct KeyFact(i64, String, String, Option<String>, String, String);

/// What the pragmas say of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct PragmaFacts {
    /// Its columns in order.
    pub columns: Vec<ColumnFact>,
    /// Its indexes, those of keys among them.
    pub indexes: Vec<IndexFact>,
    /// Its foreign keys, a row for each column of one.
    pub keys: Vec<KeyFact>,
}

/// The first thing in which the table, in the model's spelling, and the pragmas disagree.
pub(super) fn disagreement(table: &Table, facts: &PragmaFacts) -> Option<String> {
    columns(table, facts).or_else(|| indexes(table, facts)).or_else(|| keys(table, facts))
}

fn columns(table: &Table, facts: &PragmaFacts) -> Option<String> {
    if table.columns.len() != facts.columns.len() {
        return Some(format!("{} columns read, {} there", table.columns.len(), facts.columns.len()));
    }
    let row_id = row_id::of(table).map(|column| column.name.clone());
    let key = table.primary_key().map(|key| key.columns.as_slice()).unwrap_or_default();
    for (column, ColumnFact(name, ty, not_null, pk, hidden, default)) in table.columns.iter().zip(&facts.columns) {
        let said = |what: &str| Some(format!("{what} of column {name}"));
        if column.name != *name {
            return said("the name");
        }
        if column.ty != *ty && bare(&column.ty) != bare(ty) {
            return said("the type");
        }
        if row_id.as_ref() != Some(name) && column.nullable == (*not_null != 0) {
            return said("NOT NULL");
        }
        let at = key.iter().position(|other| other == name).map_or(0, |at| at + 1);
        if usize::try_from(*pk) != Ok(at) {
            return said("the place in the primary key");
        }
        let generated = match &column.generated {
            None => 0,
            Some(generated) if generated.stored => 3,
            Some(_) => 2,
        };
        if *hidden != generated {
            return said("the kind");
        }
        if column.generated.is_none() && column.default.is_some() != default.is_some() {
            return said("the default");
        }
    }
    None
}

/// A type without its quotes, of which SQLite takes off some and leaves some, and without white space and comments.
fn bare(ty: &str) -> String {
    let said = |c: &char| !matches!(c, '"' | '\'' | '`' | '[' | ']');
    let words = tokens(SYNTAX, ty).filter(|token| !token.kind.is_trivia());
    let words: String = words.map(|token| token.text).collect();
    words.chars().filter(|c| said(c) && !c.is_ascii_whitespace()).map(|c| c.to_ascii_uppercase()).collect()
}

fn indexes(table: &Table, facts: &PragmaFacts) -> Option<String> {
    let made = facts.indexes.iter().filter(|IndexFact(_, _, origin, _)| origin == "c");
    if made.clone().count() != table.indexes.len() {
        return Some("the number of indexes".to_owned());
    }
    for IndexFact(name, unique, _, partial) in made {
        let Some(index) = table.indexes.iter().find(|index| index.name == *name) else {
            return Some(format!("index {name}"));
        };
        if index.unique != (*unique != 0) || index.predicate.is_some() != (*partial != 0) {
            return Some(format!("index {name}"));
        }
    }
    // SQLite makes one index for keys that say the same.
    let uniques = table
        .constraints
        .iter()
        .filter(|constraint| matches!(constraint.definition, ConstraintDefinition::Unique(_)))
        .count();
    let enforced = facts.indexes.iter().filter(|IndexFact(_, _, origin, _)| origin == "u").count();
    (enforced > uniques).then(|| "the number of UNIQUE constraints".to_owned())
}

fn keys(table: &Table, facts: &PragmaFacts) -> Option<String> {
    if facts.keys.is_empty() && table.constraints.iter().all(|constraint| constraint.foreign_key().is_none()) {
        return None;
    }
    type Key = (String, Vec<(String, Option<String>)>, String, String);
    let mut there: Vec<(i64, Key)> = Vec::new();
    for KeyFact(id, to, from, referred, on_update, on_delete) in &facts.keys {
        let columns = (from.to_ascii_lowercase(), referred.as_ref().map(|name| name.to_ascii_lowercase()));
        if let Some((_, key)) = there.iter_mut().find(|(other, _)| other == id) {
            key.1.push(columns);
        } else {
            let key = (to.to_ascii_lowercase(), vec![columns], on_update.clone(), on_delete.clone());
            there.push((*id, key));
        }
    }
    let mut there: Vec<Key> = there.into_iter().map(|(_, key)| key).collect();
    let mut read: Vec<Key> = table
        .constraints
        .iter()
        .filter_map(|constraint| constraint.foreign_key())
        .map(|key| {
            let columns = key.columns.iter().enumerate().map(|(at, from)| {
                (from.to_ascii_lowercase(), key.referred.get(at).map(|name| name.to_ascii_lowercase()))
            });
            let (on_update, on_delete) = (key.on_update.sql().to_owned(), key.on_delete.sql().to_owned());
            (key.table.name.to_ascii_lowercase(), columns.collect(), on_update, on_delete)
        })
        .collect();
    there.sort();
    read.sort();
    (there != read).then(|| "the foreign keys".to_owned())
}
