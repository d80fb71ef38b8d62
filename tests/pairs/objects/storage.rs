//! What a table and its columns have beside their structure: replica identity, storage parameters, compression.

use super::super::model::{Id, Model};
use super::super::random::Random;
use super::{Kind, Knob, Object, a_table, some_columns, turns};

pub(super) const KINDS: &[&dyn Kind] = &[&ReplicaIdentity, &Parameters, &ColumnStorage, &Clustered, &Publication];

/// Whether another object of the same kind stands on the same.
fn alone(model: &Model, one: &Object) -> bool {
    !model.objects.iter().any(|other| {
        other.is(one.kind.word()) && other.id != one.id && other.on == one.on && other.columns == one.columns
    })
}

#[derive(Debug)]
struct ReplicaIdentity;

impl Kind for ReplicaIdentity {
    fn word(&self) -> &'static str {
        "replica_identity"
    }

    fn renamed(&self) -> bool {
        false
    }

    fn namespaced(&self) -> bool {
        false
    }

    fn knobs(&self) -> &'static [Knob] {
        const { &[turns(3)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        one.on = a_table(model, random, 1);
        one.on.is_some()
    }

    fn fits(&self, model: &Model, one: &Object) -> bool {
        alone(model, one)
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let Some(table) = one.on.and_then(|id| model.table(id)) else { return vec![] };
        // An index that is one of a key whose name is said.
        let key = table.primary_key().filter(|key| key.deferrable.is_none()).and_then(|key| key.name.as_deref());
        let identity = match (one.knob(0), key) {
            (1, _) => "NOTHING".to_owned(),
            (2, Some(key)) => format!("USING INDEX {}", model.quote(key)),
            _ => "FULL".into(),
        };
        vec![format!("ALTER TABLE {} REPLICA IDENTITY {identity}", model.relation(table.id))]
    }

    fn address(&self, _: &Model, _: &Object) -> Option<String> {
        None
    }
}

/// Storage parameters of a table.
#[derive(Debug)]
struct Parameters;

impl Kind for Parameters {
    fn word(&self) -> &'static str {
        "parameters"
    }

    fn renamed(&self) -> bool {
        false
    }

    fn namespaced(&self) -> bool {
        false
    }

    fn knobs(&self) -> &'static [Knob] {
        const { &[turns(2)] }
    }

    fn items(&self) -> (usize, usize) {
        (4, 2)
    }

    fn least(&self) -> usize {
        1
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        one.on = a_table(model, random, 1);
        one.on.is_some()
    }

    fn fits(&self, model: &Model, one: &Object) -> bool {
        alone(model, one)
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let table = model.relation(one.on.expect("a table"));
        let parameters: Vec<String> = one
            .items
            .iter()
            .map(|(item, variant)| {
                let name =
                    ["autovacuum_enabled", "parallel_workers", "toast.autovacuum_enabled", "toast_tuple_target"][*item];
                let value = [["false", "true"], ["2", "3"], ["false", "true"], ["256", "512"]][*item][*variant];
                format!("{name} = {value}")
            })
            .collect();
        vec![format!("ALTER TABLE {table} SET ({})", parameters.join(", "))]
    }

    fn address(&self, _: &Model, _: &Object) -> Option<String> {
        None
    }
}

/// How a column is stored, and what the planner keeps of it.
#[derive(Debug)]
struct ColumnStorage;

impl Kind for ColumnStorage {
    fn word(&self) -> &'static str {
        "column_storage"
    }

    fn renamed(&self) -> bool {
        false
    }

    fn namespaced(&self) -> bool {
        false
    }

    fn knobs(&self) -> &'static [Knob] {
        // Storage, compression, statistics, options.
        const { &[turns(3), turns(2), turns(2), turns(2)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        let Some(table) = a_table(model, random, 1).and_then(|id| model.table(id)) else { return false };
        one.on = Some(table.id);
        one.columns = some_columns(table, random, 1);
        !one.columns.is_empty()
    }

    fn fits(&self, model: &Model, one: &Object) -> bool {
        alone(model, one)
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let Some((table, column)) = one.columns.first().and_then(|id| model.column(*id)) else { return vec![] };
        let head = format!("ALTER TABLE {} ALTER {}", model.relation(table.id), model.quote(&column.name));
        let mut sql = vec![];
        if column.ty.textual() {
            if one.knob(0) > 0 {
                sql.push(format!("{head} SET STORAGE {}", one.of(0, &["", "EXTERNAL", "MAIN"])));
            }
            if one.knob(1) > 0 {
                sql.push(format!("{head} SET COMPRESSION pglz"));
            }
        }
        if one.knob(2) > 0 {
            sql.push(format!("{head} SET STATISTICS 200"));
        }
        if one.knob(3) > 0 {
            sql.push(format!("{head} SET (n_distinct = -0.5)"));
        }
        sql
    }

    fn address(&self, _: &Model, _: &Object) -> Option<String> {
        None
    }
}

/// A table marked to be clustered by an index.
#[derive(Debug)]
struct Clustered;

impl Kind for Clustered {
    fn word(&self) -> &'static str {
        "clustered"
    }

    fn renamed(&self) -> bool {
        false
    }

    fn namespaced(&self) -> bool {
        false
    }

    fn knobs(&self) -> &'static [Knob] {
        const { &[turns(2)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        one.on = a_table(model, random, 1);
        one.on.is_some()
    }

    fn fits(&self, model: &Model, one: &Object) -> bool {
        alone(model, one)
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let Some(table) = one.on.and_then(|id| model.table(id)) else { return vec![] };
        let indexes: Vec<&str> = table
            .indexes
            .iter()
            .filter(|index| index.method.is_none() && index.predicate.is_none())
            .map(|index| index.name.as_str())
            .chain(table.keys.iter().filter_map(|key| key.name.as_deref()))
            .collect();
        let Some(index) = indexes.get(one.knob(0)) else { return vec![] };
        vec![format!("ALTER TABLE {} CLUSTER ON {}", model.relation(table.id), model.quote(index))]
    }

    fn address(&self, _: &Model, _: &Object) -> Option<String> {
        None
    }
}

#[derive(Debug)]
struct Publication;

impl Kind for Publication {
    fn word(&self) -> &'static str {
        "publication"
    }

    fn base(&self) -> &'static str {
        "news"
    }

    fn namespaced(&self) -> bool {
        false
    }

    fn weight(&self) -> usize {
        3
    }

    fn early(&self) -> bool {
        false
    }

    fn knobs(&self) -> &'static [Knob] {
        // Of what, which changes, condition.
        const { &[turns(3), turns(3), turns(2)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        let table: Option<Id> = a_table(model, random, 1);
        let Some(table) = table.and_then(|id| model.table(id)) else { return false };
        one.on = Some(table.id);
        one.columns = some_columns(table, random, 1);
        !one.columns.is_empty()
    }

    fn fits(&self, model: &Model, one: &Object) -> bool {
        // The condition and the list of columns may mention only what no update changes; a computed column is in no list.
        one.columns.iter().all(|id| model.column(*id).is_some_and(|(_, column)| column.generated.is_none()))
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let table = model.relation(one.on.expect("a table"));
        let column = model.quote(&model.name(one.columns[0]));
        let condition = if one.knob(2) == 1 { format!(" WHERE ({column} IS NOT NULL)") } else { String::new() };
        let of = match one.knob(0) {
            0 => "FOR ALL TABLES".to_owned(),
            1 => format!("FOR TABLE {table}{condition}"),
            _ => format!("FOR TABLE {table} ({column}){condition}"),
        };
        let publish = one.of(1, &["", " WITH (publish = 'insert')", " WITH (publish_via_partition_root = true)"]);
        vec![format!("CREATE PUBLICATION {} {of}{publish}", model.quote(&one.name))]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("PUBLICATION {}", model.quote(&one.name)))
    }
}
