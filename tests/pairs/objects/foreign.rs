//! Foreign data wrappers, servers, user mappings and foreign tables.

use super::super::model::Model;
use super::super::random::Random;
use super::{Kind, Knob, Object, need, stays, turns};

pub(super) const KINDS: &[&dyn Kind] = &[&Wrapper, &Server, &Mapping, &ForeignTable];

#[derive(Debug)]
struct Wrapper;

impl Kind for Wrapper {
    fn word(&self) -> &'static str {
        "wrapper"
    }

    fn namespaced(&self) -> bool {
        false
    }

    fn weight(&self) -> usize {
        1
    }

    fn knobs(&self) -> &'static [Knob] {
        const { &[turns(3)] }
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let options = one.of(0, &["", " OPTIONS (debug 'true')", " OPTIONS (debug 'it''s; x', \"Other\" '1')"]);
        vec![format!("CREATE FOREIGN DATA WRAPPER {}{options}", model.quote(&one.name))]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("FOREIGN DATA WRAPPER {}", model.quote(&one.name)))
    }
}

#[derive(Debug)]
struct Server;

impl Kind for Server {
    fn word(&self) -> &'static str {
        "server"
    }

    fn namespaced(&self) -> bool {
        false
    }

    fn weight(&self) -> usize {
        2
    }

    fn knobs(&self) -> &'static [Knob] {
        // Type, version, options.
        const { &[stays(2), turns(3), turns(3)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        one.uses.extend(need(model, random, "wrapper", 20));
        !one.uses.is_empty()
    }

    fn becomes(&self, _: &Model, before: &Object, _: &Model, after: &Object) -> bool {
        // A version can be given and changed, never taken away.
        before.knob(1) == after.knob(1) || (before.knob(1) > 0 && after.knob(1) > 0)
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let wrapper = model.quote(&model.object(one.uses[0]).expect("a wrapper").name);
        let kind = one.of(0, &["", " TYPE 'old'"]);
        let version = one.of(1, &["", " VERSION '1'", " VERSION '2'"]);
        let options = one.of(2, &["", " OPTIONS (host 'it''s; x')", " OPTIONS (host 'y', port '5')"]);
        vec![format!("CREATE SERVER {}{kind}{version} FOREIGN DATA WRAPPER {wrapper}{options}", model.quote(&one.name))]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("SERVER {}", model.quote(&one.name)))
    }
}

#[derive(Debug)]
struct Mapping;

impl Kind for Mapping {
    fn word(&self) -> &'static str {
        "user_mapping"
    }

    fn namespaced(&self) -> bool {
        false
    }

    fn renamed(&self) -> bool {
        false
    }

    fn weight(&self) -> usize {
        2
    }

    fn knobs(&self) -> &'static [Knob] {
        // Whose, options.
        const { &[turns(2), turns(3)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        one.uses.extend(need(model, random, "server", 20));
        !one.uses.is_empty()
    }

    fn fits(&self, model: &Model, one: &Object) -> bool {
        !model.objects.iter().any(|other| {
            other.is("user_mapping") && other.id != one.id && other.uses == one.uses && other.knob(0) == one.knob(0)
        })
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let server = model.quote(&model.object(one.uses[0]).expect("a server").name);
        let whose = one.of(0, &["pairs_reader", "PUBLIC"]);
        let options = one.of(1, &["", " OPTIONS (\"user\" 'a')", " OPTIONS (\"user\" 'it''s')"]);
        vec![format!("CREATE USER MAPPING FOR {whose} SERVER {server}{options}")]
    }

    fn address(&self, _: &Model, _: &Object) -> Option<String> {
        None
    }
}

#[derive(Debug)]
struct ForeignTable;

impl Kind for ForeignTable {
    fn word(&self) -> &'static str {
        "foreign_table"
    }

    fn base(&self) -> &'static str {
        "afar"
    }

    fn knobs(&self) -> &'static [Knob] {
        // Options, options of a column, NOT NULL, a column's default.
        const { &[turns(3), turns(2), turns(2), turns(2)] }
    }

    fn items(&self) -> (usize, usize) {
        (3, 2)
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        one.uses.extend(need(model, random, "server", 20));
        !one.uses.is_empty()
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let server = model.quote(&model.object(one.uses[0]).expect("a server").name);
        let mut columns = vec![format!(
            "a integer{}{}{}",
            one.of(1, &["", " OPTIONS (column_name 'it''s; x')"]),
            one.of(2, &["", " NOT NULL"]),
            one.of(3, &["", " DEFAULT 3"])
        )];
        for (item, variant) in &one.items {
            columns.push(format!(
                "c{item} {}",
                [["text", "varchar(20)"], ["integer", "bigint"], ["date", "text"]][*item][*variant]
            ));
        }
        let options = one.of(0, &["", " OPTIONS (table_name 'x')", " OPTIONS (table_name 'y', \"Schema\" 'z')"]);
        vec![format!("CREATE FOREIGN TABLE {} ({}) SERVER {server}{options}", one.qualified(model), columns.join(", "))]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("FOREIGN TABLE {}", one.qualified(model)))
    }
}
