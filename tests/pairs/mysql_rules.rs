//! What MySQL and MariaDB refuse of a schema: an edit that comes to it is left out.

use super::additions::fits_charset;
use super::model::{Column, ForeignKey, Id, Model, Sql, Table, mentioned};
use super::types::{Type, Value};

/// Whether the servers take the schema.
pub(super) fn hold(model: &Model) -> bool {
    model.tables.iter().all(|table| {
        table.columns.iter().all(|column| holds_column(model, table, column))
            && table.foreign_keys.iter().all(|key| holds_foreign_key(model, table, key))
            && holds_partition(model, table)
            && holds_generated(model, table)
            && expressions(table).iter().all(|sql| {
                let counted = |id: &Id| table.column(*id).is_some_and(|column| column.identity.is_some());
                !mentioned(sql).iter().any(counted)
            })
    })
}

/// Expressions that may not mention what counts.
fn expressions(table: &Table) -> Vec<&Sql> {
    let generated = table.columns.iter().filter_map(|column| column.generated.as_ref().map(|(sql, _)| sql));
    let places = table.indexes.iter().flat_map(|index| &index.places).filter(|place| place.column.is_none());
    generated.chain(table.checks.iter().map(|check| &check.sql)).chain(places.map(|place| &place.sql)).collect()
}

fn holds_column(model: &Model, table: &Table, column: &Column) -> bool {
    let collation = column.collation.or(table.collation);
    // An index of words is not kept for what is computed at each reading, and takes no binary text.
    let words = |id: Id| {
        table.indexes.iter().any(|index| index.method.is_some() && index.places.iter().any(|p| p.column == Some(id)))
    };
    let indexed = |index: &&super::model::Index| index.places.iter().any(|place| place.column == Some(column.id));
    fits_charset(column.ty, collation)
        && (column.collation.is_none() || column.ty.has_charset())
        // MariaDB: a check of its own has its name, and a default of any column is kept in the table's character set.
        && !(column.ty == Type::Jsonb && table.checks.iter().any(|check| check.name.as_ref() == Some(&column.name)))
        && !(column.ty == Type::Wild && column.default.is_some() && !fits_charset(column.ty, table.collation))
        && (!column.on_update || column.ty.now().is_some())
        && (!column.invisible || column.nullable)
        && table.columns.iter().any(|column| !column.invisible)
        && (column.identity.is_none()
            || (column.ty.integer() && !column.nullable && column.default.is_none() && column.generated.is_none()))
        && (!words(column.id)
            || (column.ty.textual() && column.generated.as_ref().is_none_or(|(_, stored)| *stored)))
        && table.indexes.iter().filter(indexed).all(|index| {
            index.places.iter().filter(|place| place.column == Some(column.id)).all(|place| {
                index.method.is_some()
                    || (column.ty.apart() == place.length.is_some()
                        || (place.length.is_some() && matches!(column.ty, Type::Varchar(_))))
            })
        })
        && (table.keys.iter().all(|key| !key.columns.contains(&column.id)) || column.ty.keyable(model.engine))
        // What an edit cannot know of a row, no key may hold.
        && (column.identity.is_none() || !table.rows.iter().any(|row| row.get(&column.id) == Some(&Value::Null)))
}

/// A generated column comes behind one that it uses and whose default is an expression (error 3107).
fn holds_generated(model: &Model, table: &Table) -> bool {
    let place = |id: Id| table.columns.iter().position(|column| column.id == id);
    let computes =
        |column: &Column| column.default.as_ref().is_some_and(|one| model.default(one, column.ty).starts_with('('));
    table.columns.iter().enumerate().all(|(at, column)| {
        let used = column.generated.as_ref().map(|(sql, _)| mentioned(sql)).unwrap_or_default();
        used.into_iter().all(|id| place(id).is_none_or(|one| one < at || !computes(&table.columns[one])))
    })
}

fn holds_foreign_key(model: &Model, table: &Table, key: &ForeignKey) -> bool {
    let Some(target) = model.table(key.table) else { return false };
    let acts = |action: Option<&str>| matches!(action, Some("CASCADE" | "SET NULL"));
    let sets_null = key.on_delete == Some("SET NULL") || key.on_update == Some("SET NULL");
    let mentions = |sql: &Sql| mentioned(sql).iter().any(|id| key.columns.contains(id));
    let same =
        key.columns.iter().zip(&key.referred).all(|(from, to)| match (table.column(*from), target.column(*to)) {
            (Some(from), Some(to)) => from.ty == to.ty && model.collation(table, from) == model.collation(target, to),
            _ => false,
        });
    let free = !acts(key.on_delete) && !acts(key.on_update);
    // A NULL that is handed on has to be one that may be there.
    let handed_on = key.on_update != Some("CASCADE")
        || key.columns.iter().zip(&key.referred).all(|(from, to)| {
            table.column(*from).is_some_and(|column| column.nullable)
                || target.column(*to).is_some_and(|column| !column.nullable)
        });
    // The first of several gives its name to the index that InnoDB makes for them, and a schema.toml has no order of them.
    let alone = table.foreign_keys.iter().filter(|other| other.columns.first() == key.columns.first()).count() == 1;
    same && handed_on
        && alone
        && table.partition.is_none()
        && target.partition.is_none()
        && (!sets_null || key.columns.iter().all(|id| table.column(*id).is_some_and(|column| column.nullable)))
        && (free
            || (!table.columns.iter().any(|column| column.generated.as_ref().is_some_and(|(sql, _)| mentions(sql)))
                && !table.checks.iter().any(|check| mentions(&check.sql))))
}

fn holds_partition(model: &Model, table: &Table) -> bool {
    let Some(partition) = &table.partition else { return true };
    let Some(id) = mentioned(partition).first().copied() else { return false };
    table.column(id).is_some_and(|column| {
        // NULL is in no list, and KEY takes anything.
        column.ty.integer() && !column.nullable && column.generated.is_none()
    }) && table.foreign_keys.is_empty()
        && !model.tables.iter().any(|other| other.foreign_keys.iter().any(|key| key.table == table.id))
        && table.keys.iter().all(|key| key.columns.contains(&id))
        && table.indexes.iter().all(|index| {
            index.method.is_none()
                && (!index.unique
                    || index.places.iter().any(|place| place.column == Some(id) && place.length.is_none()))
        })
}
