//! What must go with a thing that goes, and whether the rows still fulfil what the schema demands.

use std::collections::BTreeSet;

use super::model::{Default, Engine, ForeignKey, Id, Model, Piece, Sql, Table, mentioned};
use super::objects;
use super::types::Value;

/// Takes out of a model all that mentions what is no longer there, until nothing does.
pub(super) fn prune(model: &mut Model) {
    loop {
        let before = size(model);
        objects::prune(model);
        let made: BTreeSet<Id> = model.objects.iter().map(|one| one.id).collect();
        let labels: BTreeSet<Id> = model.enums.iter().flat_map(|one| &one.values).map(|value| value.id).collect();
        let tables: BTreeSet<Id> = model.tables.iter().map(|table| table.id).collect();
        let columns: BTreeSet<Id> =
            model.tables.iter().flat_map(|table| &table.columns).map(|column| column.id).collect();
        let outputs: BTreeSet<Id> = model.views.iter().flat_map(|view| &view.columns).map(|output| output.id).collect();
        let sources: BTreeSet<Id> =
            model.tables.iter().map(|table| table.id).chain(model.views.iter().map(|view| view.id)).collect();
        let known = |id: &Id| columns.contains(id) || outputs.contains(id);
        let holds = |sql: &Sql| {
            sql.iter().all(|piece| match piece {
                Piece::Text(_) => true,
                Piece::Name(id) => known(id),
                Piece::Label(_, id) => labels.contains(id),
                Piece::Object(id) => made.contains(id),
            })
        };
        let referable = referable(model);
        let mysql = model.engine.is_mysql();
        for table in &mut model.tables {
            table.columns.retain(|column| {
                column.generated.as_ref().is_none_or(|(sql, _)| holds(sql))
                    && column.ty.of_object().is_none_or(|id| made.contains(&id))
            });
            for column in &mut table.columns {
                if matches!(&column.default, Some(Default::Call(id)) if !made.contains(id)) {
                    column.default = None;
                }
            }
            table.keys.retain(|key| key.columns.iter().chain(&key.include).all(&known));
            table.checks.retain(|check| holds(&check.sql));
            table.foreign_keys.retain(|key| {
                key.columns.iter().all(&known)
                    && tables.contains(&key.table)
                    && referable.contains(&(key.table, key.referred.clone()))
            });
            table.indexes.retain(|index| {
                index.places.iter().all(|place| holds(&place.sql))
                    && index.include.iter().all(&known)
                    && index.predicate.as_ref().is_none_or(holds)
            });
            table.triggers.retain(|trigger| trigger.columns.iter().all(&known) && holds(&trigger.body));
            if table.partition.as_ref().is_some_and(|sql| !holds(sql)) {
                table.partition = None;
            }
            if mysql {
                count_by_keys(table);
            } else if table.keys.iter().all(|key| !key.primary) {
                table.without_rowid = false;
                for column in &mut table.columns {
                    if column.identity == Some(super::model::Identity::Autoincrement) {
                        column.identity = None;
                    }
                }
            }
        }
        for view in &mut model.views {
            let first = view.columns.first().map(|output| output.id);
            view.columns.retain(|output| known(&output.of));
            if view.columns.first().map(|output| output.id) != first {
                view.index = None;
            }
            if view.filter.as_ref().is_some_and(|sql| !holds(sql)) {
                view.filter = None;
            }
        }
        model.views.retain(|view| !view.columns.is_empty() && sources.contains(&view.source));
        model.tables.retain(|table| table.columns.iter().any(|column| column.generated.is_none()));
        if size(model) == before {
            return;
        }
    }
}

/// MySQL: only the first column of a key counts.
fn count_by_keys(table: &mut Table) {
    let mut first: Vec<Id> = table.keys.iter().filter_map(|key| key.columns.first().copied()).collect();
    let usable = table.indexes.iter().filter(|index| index.method.is_none());
    first.extend(usable.filter_map(|index| index.places.first()?.column));
    for column in &mut table.columns {
        if !first.contains(&column.id) {
            column.identity = None;
        }
    }
}

/// The keys that a foreign key may refer to.
pub(super) fn referable(model: &Model) -> BTreeSet<(Id, Vec<Id>)> {
    let keys = |table: &Table| {
        let usable = table.keys.iter().filter(|key| model.engine != Engine::Postgres || key.deferrable.is_none());
        usable.map(|key| (table.id, key.columns.clone())).collect::<Vec<_>>()
    };
    model.tables.iter().flat_map(keys).collect()
}

fn size(model: &Model) -> usize {
    let tables: usize = model
        .tables
        .iter()
        .map(|t| {
            1 + t.columns.len()
                + t.keys.len()
                + t.checks.len()
                + t.foreign_keys.len()
                + t.indexes.len()
                + t.triggers.len()
        })
        .sum();
    let views: usize = model.views.iter().map(|v| 1 + v.columns.len() + v.filter.iter().count()).sum();
    tables + views + model.objects.len()
}

/// Whether the rows fulfil the schema.
pub(super) fn holds(model: &Model) -> bool {
    if model.engine.is_mysql() && !super::mysql_rules::hold(model) {
        return false;
    }
    model.tables.iter().all(|table| {
        let filled = table.columns.iter().all(|column| {
            column.nullable
                || column.generated.is_some()
                || table.rows.iter().all(|row| row.get(&column.id) != Some(&Value::Null))
        });
        let unique = table.keys.iter().all(|key| table.distinct(&key.columns, !key.nulls_not_distinct && !key.primary))
            && table.indexes.iter().filter(|index| index.unique).all(|index| {
                table.distinct(&index.places.iter().flat_map(|p| mentioned(&p.sql)).collect::<Vec<_>>(), true)
            });
        // A table that is kept through a crash refers to none that is not.
        let kept = |key: &ForeignKey| table.unlogged || model.table(key.table).is_none_or(|target| !target.unlogged);
        filled
            && table.foreign_keys.iter().all(kept)
            && objects::filled(model, table)
            && unique
            && table.foreign_keys.iter().all(|key| refers(model, table, key))
    })
}

/// Whether each row finds what it refers to.
pub(super) fn refers(model: &Model, table: &Table, key: &ForeignKey) -> bool {
    let Some(target) = model.table(key.table) else { return false };
    table.rows.iter().all(|row| {
        let tuple: Vec<Option<&Value>> = key.columns.iter().map(|id| row.get(id)).collect();
        tuple.contains(&Some(&Value::Null))
            || target.rows.iter().any(|other| {
                let referred: Vec<Option<&Value>> = key.referred.iter().map(|id| other.get(id)).collect();
                referred == tuple && !tuple.contains(&Some(&Value::Unknown))
            })
    })
}

/// The old schema with the rows that a downgrade leaves, as far as they can be known: what was dropped is empty.
pub(super) fn downgraded(old: &Model, new: &Model) -> Model {
    let mut model = old.clone();
    for table in &mut model.tables {
        let Some(now) = new.table(table.id) else {
            table.rows.clear();
            continue;
        };
        let columns = table.columns.clone();
        let keys = table.foreign_keys.clone();
        for (at, row) in table.rows.iter_mut().enumerate() {
            let after = now.rows.get(at);
            for column in &columns {
                let before = row.get(&column.id).cloned().unwrap_or(Value::Null);
                let same = now.column(column.id).filter(|other| other.ty == column.ty);
                let value = match (same, now.column(column.id), after.and_then(|row| row.get(&column.id))) {
                    (Some(_), _, Some(value)) => match value {
                        // A value that has gone with its enum is another one now.
                        Value::Label(of, id) | Value::Labels(of, id)
                            if !old.enums.iter().any(|e| e.id == *of && e.values.iter().any(|v| v.id == *id)) =>
                        {
                            Value::Unknown
                        }
                        value => value.clone(),
                    },
                    (None, Some(_), Some(Value::Null)) => Value::Null,
                    // A change of type keeps what is different different.
                    (None, Some(_), Some(_)) => before,
                    _ if column.generated.is_some() || column.identity.is_some() => Value::Unknown,
                    _ if column.default.is_some() => old.default_value(column.default.as_ref(), column.ty),
                    _ if column.nullable => Value::Null,
                    _ => {
                        // A placeholder satisfies a foreign key where there is a row to refer to.
                        let refers = keys.iter().find(|key| key.columns == [column.id]);
                        refers
                            .and_then(|key| Some((old.table(key.table)?, key.referred.first()?)))
                            .and_then(|(target, referred)| target.rows.first()?.get(referred).cloned())
                            .unwrap_or(Value::Unknown)
                    }
                };
                row.insert(column.id, value);
            }
        }
    }
    model
}
