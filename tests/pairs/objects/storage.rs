//! What a table and its columns have beside their structure: replica identity, storage parameters, compression.

use super::super::model::{Id, Model, Table};
use super::super::random::Random;
use super::super::toml::text;
use super::{Kind, Knob, Object, a_table, some_columns, statement_section, turns};

pub(super) const KINDS: &[&dyn Kind] = &[&ReplicaIdentity, &Parameters, &ColumnStorage, &Clustered, &Publication];

/// Whether another object of the same kind stands on the same.
fn alone(model: &Model, one: &Object) -> bool {
    !model.objects.iter().any(|other| {
        other.is(one.kind.word()) && other.id != one.id && other.on == one.on && other.columns == one.columns
    })
}

/// An index that is one of a key whose name is said.
fn named_key(table: &Table) -> Option<&str> {
    table.primary_key().filter(|key| key.deferrable.is_none()).and_then(|key| key.name.as_deref())
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
        let identity = match (one.knob(0), named_key(table)) {
            (1, _) => "NOTHING".to_owned(),
            (2, Some(key)) => format!("USING INDEX {}", model.quote(key)),
            _ => "FULL".into(),
        };
        vec![format!("ALTER TABLE {} REPLICA IDENTITY {identity}", model.relation(table.id))]
    }

    fn address(&self, _: &Model, _: &Object) -> Option<String> {
        None
    }

    fn table_keys(&self, model: &Model, one: &Object) -> String {
        let key = one.on.and_then(|id| model.table(id)).and_then(named_key);
        let identity = match (one.knob(0), key) {
            (1, _) => "nothing",
            (2, Some(key)) => key,
            _ => "full",
        };
        format!("replica_identity = {}\n", text(identity))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

/// Storage parameters of a table.
#[derive(Debug)]
struct Parameters;

impl Parameters {
    /// Names and values.
    fn said(one: &Object) -> impl Iterator<Item = (&'static str, &'static str)> {
        one.items.iter().map(|(item, variant)| {
            let name = ["autovacuum_enabled", "parallel_workers", "toast.autovacuum_enabled", "toast_tuple_target"];
            let value = [["false", "true"], ["2", "3"], ["false", "true"], ["256", "512"]];
            (name[*item], value[*item][*variant])
        })
    }
}

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
        let parameters: Vec<String> = Parameters::said(one).map(|(name, value)| format!("{name} = {value}")).collect();
        vec![format!("ALTER TABLE {table} SET ({})", parameters.join(", "))]
    }

    fn address(&self, _: &Model, _: &Object) -> Option<String> {
        None
    }

    fn table_entries(&self, _: &Model, one: &Object) -> Vec<(&'static str, String)> {
        Parameters::said(one).map(|(name, value)| ("with", format!("{} = {value}", text(name)))).collect()
    }

    fn in_toml(&self) -> bool {
        true
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

    fn column_keys(&self, model: &Model, one: &Object, column: Id) -> Vec<String> {
        let mut keys: Vec<&str> = vec![];
        if model.column(column).is_some_and(|(_, column)| column.ty.textual()) {
            keys.push(one.of(0, &["", "storage = \"external\"", "storage = \"main\""]));
            keys.extend((one.knob(1) > 0).then_some("compression = \"pglz\""));
        }
        keys.extend((one.knob(2) > 0).then_some("statistics = 200"));
        keys.extend((one.knob(3) > 0).then_some("with = { n_distinct = -0.5 }"));
        keys.into_iter().filter(|key| !key.is_empty()).map(str::to_owned).collect()
    }

    fn in_toml(&self) -> bool {
        true
    }
}

/// A table marked to be clustered by an index.
#[derive(Debug)]
struct Clustered;

impl Clustered {
    fn index<'m>(model: &'m Model, one: &Object) -> Option<&'m str> {
        let table = model.table(one.on?)?;
        let plain = table.indexes.iter().filter(|index| index.method.is_none() && index.predicate.is_none());
        let keys = table.keys.iter().filter_map(|key| key.name.as_deref());
        plain.map(|index| index.name.as_str()).chain(keys).nth(one.knob(0))
    }
}

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
        let index = Clustered::index(model, one).into_iter();
        index
            .map(|index| {
                format!("ALTER TABLE {} CLUSTER ON {}", model.relation(one.on.expect("a table")), model.quote(index))
            })
            .collect()
    }

    fn address(&self, _: &Model, _: &Object) -> Option<String> {
        None
    }

    fn table_keys(&self, model: &Model, one: &Object) -> String {
        let index = Clustered::index(model, one);
        index.map_or_else(String::new, |index| format!("cluster_on = {}\n", text(index)))
    }

    fn in_toml(&self) -> bool {
        true
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
        const { &[turns(6), turns(4), turns(2)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        let table: Option<Id> = a_table(model, random, 1);
        let Some(table) = table.and_then(|id| model.table(id)) else { return false };
        one.on = Some(table.id);
        one.columns = some_columns(table, random, 1);
        let others: Vec<Id> = model.tables.iter().map(|table| table.id).filter(|id| Some(*id) != one.on).collect();
        one.uses.extend(random.pick(&others));
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
            2 => format!("FOR TABLE {table} ({column}){condition}"),
            3 => {
                let other = one.uses.first().map_or_else(String::new, |id| format!(", {}", model.relation(*id)));
                format!("FOR TABLE {table}{condition}{other}")
            }
            4 => "FOR TABLES IN SCHEMA public".into(),
            _ => format!("FOR TABLES IN SCHEMA public, TABLE {table}{condition}"),
        };
        let publish = one.of(
            1,
            &[
                "",
                " WITH (publish = 'insert')",
                " WITH (publish_via_partition_root = true)",
                " WITH (publish = 'insert, truncate')",
            ],
        );
        vec![format!("CREATE PUBLICATION {} {of}{publish}", model.quote(&one.name))]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("PUBLICATION {}", model.quote(&one.name)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        Some(statement_section(model, one, was, "publication", &[]))
    }

    fn in_toml(&self) -> bool {
        true
    }
}
