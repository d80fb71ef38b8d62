//! Foreign data wrappers, servers, user mappings and foreign tables.

use super::super::model::Model;
use super::super::random::Random;
use super::super::toml;
use super::{Kind, Knob, Object, need, section, statement_section, turns};

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

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        Some(statement_section(model, one, was, "foreign_data_wrapper", &[]))
    }

    fn in_toml(&self) -> bool {
        true
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
        const { &[turns(2), turns(3), turns(3)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        one.uses.extend(need(model, random, "wrapper", 20));
        !one.uses.is_empty()
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

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        Some(statement_section(model, one, was, "server", &[]))
    }

    fn in_toml(&self) -> bool {
        true
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

    fn toml(&self, model: &Model, one: &Object, _: Option<&str>) -> Option<String> {
        let server = &model.object(one.uses[0])?.name;
        let name = format!("{} on {server}", one.of(0, &["pairs_reader", "public"]));
        let plain = Object { comment: None, ..one.clone() };
        Some(section("user_mapping", &name, &plain, None, &[super::sql_key(model, one)]))
    }

    fn in_toml(&self) -> bool {
        true
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
        // Options, options of a column, NOT NULL, a column's default, a check, a statistics target.
        const { &[turns(3), turns(3), turns(2), turns(2), turns(3), turns(2)] }
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
        let name = one.qualified(model);
        let mut columns = vec![format!(
            "a integer{}{}{}",
            one.of(1, &["", " OPTIONS (column_name 'it''s; x')", " OPTIONS (\"Other\" '', column_name 'b')"]),
            one.of(2, &["", " NOT NULL"]),
            one.of(3, &["", " DEFAULT 3"])
        )];
        for (item, variant) in &one.items {
            columns.push(format!("c{item} {}", TYPES[*item][*variant]));
        }
        columns.extend(check(one).map(|check| format!("CONSTRAINT positive CHECK ({check})")));
        let options = one.of(0, &["", " OPTIONS (table_name 'x')", " OPTIONS (table_name 'y', \"Schema\" 'z')"]);
        let mut sql = vec![format!("CREATE FOREIGN TABLE {name} ({}) SERVER {server}{options}", columns.join(", "))];
        if one.knob(5) == 1 {
            sql.push(format!("ALTER FOREIGN TABLE {name} ALTER COLUMN a SET STATISTICS 7"));
        }
        sql
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("FOREIGN TABLE {}", one.qualified(model)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        let server = &model.object(one.uses[0])?.name;
        let mut keys = vec![format!("server = {}", toml::text(server))];
        let options = one.of(0, &["", "table_name = \"x\"", "table_name = \"y\", Schema = \"z\""]);
        if !options.is_empty() {
            keys.push(format!("options = {{ {options} }}"));
        }
        if let Some(check) = check(one) {
            keys.push(format!("checks = {{ positive = {} }}", toml::text(check)));
        }
        let said = [
            one.of(
                1,
                &["", "options = { column_name = \"it's; x\" }", "options = { Other = \"\", column_name = \"b\" }"],
            ),
            one.of(3, &["", "default = 3"]),
            one.of(5, &["", "statistics = 7"]),
        ];
        let said: String = said.iter().filter(|said| !said.is_empty()).map(|said| format!(", {said}")).collect();
        keys.push(format!("columns.a = {{ type = \"integer{}\"{said} }}", one.of(2, &["?", ""])));
        keys.extend(
            one.items.iter().map(|(item, variant)| format!("columns.c{item} = \"{}?\"", TYPES[*item][*variant])),
        );
        Some(section("table", &toml::name(model, one.namespace, &one.name), one, was, &keys))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

/// The types of its columns: no row is ever converted, so any may become any other.
const TYPES: [[&str; 2]; 3] = [["text", "varchar(20)"], ["integer", "bytea"], ["date", "integer"]];

fn check(one: &Object) -> Option<&'static str> {
    Some(one.of(4, &["", "a > 0", "a > 5"])).filter(|check| !check.is_empty())
}
