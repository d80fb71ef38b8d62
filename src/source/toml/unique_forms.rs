//! Unique constraints and unique indexes where they are one thing ([`Dialect::uniques_are_indexes`]): each is put into the form in
//! which the database is read, however the file says it, so that its old name, its faults and its place are found.
//!
//! [`Dialect::uniques_are_indexes`]: crate::dialect::Dialect::uniques_are_indexes

use super::grammar::key_constraint::ordered_column;
use super::schema_reader::SchemaReader;
use super::unresolved::{UnresolvedConstraint, UnresolvedIndex, UnresolvedTable};
use crate::schema::{Constraint, ConstraintDefinition, Index, IndexColumn, Key, Parameters};

/// Puts the unique constraints and the unique indexes of a table into their forms. All have names by now.
pub(super) fn table(reader: &SchemaReader<'_>, table: &mut UnresolvedTable<'_>) {
    if !reader.dialect.uniques_are_indexes() {
        return;
    }
    let mut indexes = Vec::new();
    for part in std::mem::take(&mut table.constraints) {
        match index_of(&part.constraint) {
            Some(index) => indexes.push(UnresolvedIndex {
                index,
                at: part.at,
                name_at: part.name_at,
                renamed_from: part.renamed_from,
            }),
            None => table.constraints.push(part),
        }
    }
    for part in std::mem::take(&mut table.indexes) {
        match constraint_of(&part.index) {
            Some(constraint) => table.constraints.push(UnresolvedConstraint {
                constraint,
                at: part.at,
                name_at: part.name_at,
                after: None,
                target: None,
                renamed_from: part.renamed_from,
            }),
            None => table.indexes.push(part),
        }
    }
    table.indexes.append(&mut indexes);
}

/// The index that a unique constraint is, if more is said of it than its columns.
fn index_of(constraint: &Constraint) -> Option<Index> {
    let ConstraintDefinition::Unique(key) = &constraint.definition else { return None };
    let plain = Key { columns: key.columns.clone(), ..Key::default() };
    if *key == plain && constraint.annotation.comment.is_none() {
        return None;
    }
    let order = |nth: usize| key.orders.get(nth).map(String::as_str).unwrap_or_default();
    let columns = key.columns.iter().enumerate().map(|(nth, name)| ordered_column(name, order(nth)));
    let (method, rest): (Vec<_>, Vec<_>) = key.parameters.iter().cloned().partition(|(name, _)| name == "using");
    Some(Index {
        name: constraint.name.clone()?,
        unique: true,
        method: method.into_iter().next().map(|(_, method)| method.to_ascii_lowercase()),
        columns: columns.collect(),
        parameters: Parameters::from(rest),
        annotation: constraint.annotation.clone(),
        ..Index::default()
    })
}

/// The constraint that a unique index is, if nothing is said of it but its columns.
fn constraint_of(index: &Index) -> Option<Constraint> {
    let names: Vec<String> = index.columns.iter().filter_map(IndexColumn::name).map(str::to_owned).collect();
    let plain = Index {
        name: index.name.clone(),
        unique: true,
        columns: names.iter().map(IndexColumn::column).collect(),
        annotation: index.annotation.clone(),
        ..Index::default()
    };
    (*index == plain && index.annotation.comment.is_none()).then(|| Constraint {
        name: Some(index.name.clone()),
        definition: ConstraintDefinition::Unique(Key { columns: names, ..Key::default() }),
        annotation: index.annotation.clone(),
    })
}
