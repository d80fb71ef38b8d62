//! Keys and indexes: in which form they are kept, and the index that `InnoDB` makes for a foreign key.

use crate::engine::Flavor;
use crate::schema::{Constraint, ConstraintDefinition, Index, IndexColumn, Key, Table};

/// Brings the keys of a table into the forms that they are read in.
pub(super) fn settle(table: &mut Table, flavor: &Flavor) {
    columns_by_their_names(table);
    unique_forms(table);
    foreign_key_indexes(table, flavor);
}

/// A column is printed as it was named, however a key writes its capitals.
fn columns_by_their_names(table: &mut Table) {
    let names: Vec<String> = table.columns.iter().map(|column| column.name.clone()).collect();
    let named = |name: &mut String| {
        if let Some(own) = names.iter().find(|own| own.eq_ignore_ascii_case(name)) {
            name.clone_from(own);
        }
    };
    for constraint in &mut table.constraints {
        match &mut constraint.definition {
            ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => {
                key.columns.iter_mut().for_each(named);
            }
            ConstraintDefinition::ForeignKey(key) => key.columns.iter_mut().for_each(named),
            ConstraintDefinition::Check(_) | ConstraintDefinition::Exclusion(_) => {}
        }
    }
    for place in table.indexes.iter_mut().flat_map(|index| &mut index.columns) {
        if let crate::schema::IndexKey::Column(name) = &mut place.key {
            named(name);
        }
    }
}

/// A unique index over plain columns, of which nothing else is said, is a unique constraint: to the server they are one.
fn unique_forms(table: &mut Table) {
    let plain = |index: &Index| {
        let columns: Vec<IndexColumn> =
            index.columns.iter().filter_map(IndexColumn::name).map(IndexColumn::column).collect();
        let bare = Index { name: index.name.clone(), unique: true, columns, ..Index::default() };
        *index == Index { annotation: index.annotation.clone(), ..bare } && index.annotation.comment.is_none()
    };
    let (unique, others) = std::mem::take(&mut table.indexes).into_iter().partition(plain);
    table.indexes = others;
    let unique: Vec<Index> = unique;
    table.constraints.extend(unique.into_iter().map(|index| {
        let columns = index.columns.iter().filter_map(IndexColumn::name).map(str::to_owned).collect();
        Constraint {
            name: Some(index.name),
            definition: ConstraintDefinition::Unique(Key { columns, ..Key::default() }),
            annotation: index.annotation,
        }
    }));
}

/// `InnoDB` wants an index that begins with the columns of a foreign key, and makes one of the constraint's name where there is
/// none (<https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html>).
fn foreign_key_indexes(table: &mut Table, flavor: &Flavor) {
    if table.options.parameters.iter().any(|(name, value)| name == "engine" && !value.eq_ignore_ascii_case("innodb")) {
        return;
    }
    let wanted: Vec<(Option<String>, Vec<String>)> = table
        .constraints
        .iter()
        .filter_map(|constraint| Some((constraint.name.clone(), constraint.foreign_key()?.columns.clone())))
        .filter(|(_, columns)| !is_served(table, columns, flavor))
        .collect();
    let made: Vec<Index> = wanted
        .iter()
        .filter_map(|(name, columns)| {
            // Of two such indexes of which one serves for both, which one stays hangs on the order in which the keys came.
            let others = wanted.iter().filter(|(other, _)| other != name);
            let alone = !others.into_iter().any(|(_, other)| other.starts_with(columns) || columns.starts_with(other));
            let name = name.clone().filter(|_| alone)?;
            Some(Index { name, columns: columns.iter().map(IndexColumn::column).collect(), ..Index::default() })
        })
        .collect();
    table.indexes.extend(made);
}

/// Whether an index or a key of the table begins with these columns, whole and in this order.
fn is_served(table: &Table, columns: &[String], flavor: &Flavor) -> bool {
    // An index that runs down serves MariaDB's foreign keys, and not MySQL's.
    let falls = |descending: bool| descending && !flavor.is_mariadb();
    let keys = table.constraints.iter().filter_map(|constraint| match &constraint.definition {
        ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => Some(key),
        _ => None,
    });
    let by_key = |key: &Key| {
        key.columns.starts_with(columns)
            && key
                .orders
                .iter()
                .take(columns.len())
                .all(|order| !order.contains('(') && !falls(order.to_ascii_lowercase().contains("desc")))
    };
    let by_index = |index: &Index| {
        index.columns.len() >= columns.len()
            && index.columns.iter().zip(columns).all(|(place, name)| {
                place.name() == Some(name) && place.length.is_none() && !falls(place.descending)
            })
            // MariaDB makes another beside one that is said to be a hash, and MySQL does not.
            && index.method.as_deref().is_none_or(|method| {
                method == "btree" || (method == "hash" && !flavor.is_mariadb())
            })
    };
    keys.into_iter().any(by_key) || table.indexes.iter().any(by_index)
}
