//! Partitioned tables with their partitions, and inheritance. They have columns of their own, and rows.

use super::super::model::{Id, Model};
use super::super::random::Random;
use super::super::toml::{name, text};
use super::{Kind, Knob, Object, a_table, section, stays, turns};

pub(super) const KINDS: &[&dyn Kind] = &[&Partitioned, &Heir, &Family];

/// A partitioned table: each item is a partition.
#[derive(Debug)]
struct Partitioned;

/// What partitions a table.
const STRATEGY: usize = 0;
/// A partition for what no other takes.
const DEFAULT: usize = 1;
const KEY: usize = 2;
const INDEX: usize = 3;
const COLUMN: usize = 4;
const CHECK: usize = 5;
/// Something that one partition alone has.
const OWN: usize = 6;

/// Variants of a partition.
const WIDER: usize = 1;
const PARTED: usize = 2;
const ALONE: usize = 3;

impl Partitioned {
    fn part(model: &Model, one: &Object, item: usize) -> String {
        model.qualified(one.namespace, &format!("part_{}_{item}", one.id))
    }

    fn bounds(one: &Object, item: usize, variant: usize) -> String {
        let from = item * 20 + 20;
        match one.knob(STRATEGY) {
            0 => format!("FOR VALUES FROM ({from}) TO ({})", from + if variant == WIDER { 15 } else { 10 }),
            1 if variant == WIDER => format!("FOR VALUES IN ({from}, {}, {})", from + 1, from + 7),
            1 => format!("FOR VALUES IN ({from}, {})", from + 1),
            _ => format!("FOR VALUES WITH (MODULUS 4, REMAINDER {item})"),
        }
    }

    /// The columns, as they stand in a table that is no partition.
    fn columns(model: &Model, one: &Object) -> String {
        let mut columns = "region integer NOT NULL, number integer NOT NULL, note text".to_owned();
        columns += match one.knob(COLUMN) {
            0 => "",
            1 => ", extra text DEFAULT 'it''s; x'",
            2 => ", extra varchar(20)",
            _ => ", \"Extra one\" integer NOT NULL DEFAULT 3",
        };
        if let Some(used) = one.uses.first().and_then(|id| model.object(*id)) {
            columns += &format!(", typed {}", used.qualified(model));
        }
        columns
    }

    /// The same as entries of `columns`, with another default of `note`.
    fn column_keys(model: &Model, one: &Object, own: bool) -> String {
        let note = if own { "{ type = \"text?\", default = \"own\" }" } else { "\"text?\"" };
        let mut columns = format!("region = \"integer\", number = \"integer\", note = {note}");
        columns += match one.knob(COLUMN) {
            0 => "",
            1 => ", extra = { type = \"text?\", default = \"it's; x\" }",
            2 => ", extra = \"varchar(20)?\"",
            _ => ", \"Extra one\" = { type = \"integer\", default = 3 }",
        };
        if let Some(used) = one.uses.first().and_then(|id| model.object(*id)) {
            let ty = text(&format!("{}?", name(model, used.namespace, &used.name)));
            columns += &format!(", typed = {ty}");
        }
        format!("columns = {{ {columns} }}")
    }

    /// The keys of what the first partition alone has.
    fn own_keys(one: &Object, variant: usize) -> Vec<String> {
        let mut keys = vec![];
        match one.knob(OWN) {
            1 => keys.push(format!("indexes = {{ ix_{}_own = [\"number\", \"note\"] }}", one.id)),
            2 => keys.push(format!("checks = {{ ck_{}_own = \"region >= 0\" }}", one.id)),
            3 if variant != ALONE => keys.push("columns = { note = { default = \"own\" } }".into()),
            4 if variant != PARTED => keys.push("with = { fillfactor = 70 }".into()),
            _ => {}
        }
        keys
    }

    /// The values by which a row of an item is found; a hash decides by itself.
    fn region(one: &Object, item: usize) -> usize {
        match one.knob(STRATEGY) {
            2 => [0, 1, 2, 3][item % 4],
            _ => item * 20 + 21,
        }
    }
}

impl Kind for Partitioned {
    fn word(&self) -> &'static str {
        "partitioned"
    }

    fn base(&self) -> &'static str {
        "parted"
    }

    fn moves(&self) -> bool {
        false
    }

    fn weight(&self) -> usize {
        10
    }

    fn knobs(&self) -> &'static [Knob] {
        const { &[stays(3), turns(2), turns(3), turns(4), turns(4), turns(3), turns(5)] }
    }

    fn items(&self) -> (usize, usize) {
        (4, 4)
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        let types: Vec<Id> = model
            .objects
            .iter()
            .filter(|other| other.is("domain") && !other.kind.refuses_null(other))
            .map(|other| other.id)
            .collect();
        one.uses.extend(random.pick(&types).filter(|_| random.chance(40)));
        if one.knob(STRATEGY) == 2 {
            // A remainder that is not there takes no row: all of them, and none apart.
            one.items = (0..4).map(|item| (item, if random.chance(20) { PARTED } else { 0 })).collect();
            one.filled = (0..4).collect();
        }
        true
    }

    fn fits(&self, model: &Model, one: &Object) -> bool {
        let hash = one.knob(STRATEGY) == 2;
        let refuses = one.uses.iter().filter_map(|id| model.object(*id)).any(|used| used.kind.refuses_null(used));
        !refuses && (!hash || (one.items.len() == 4 && one.items.iter().all(|(_, variant)| matches!(variant, 0 | 2))))
    }

    fn becomes(&self, _: &Model, before: &Object, _: &Model, after: &Object) -> bool {
        // A column that goes to text comes back as another by a cast that may fail.
        before.knob(COLUMN) == after.knob(COLUMN) || before.knob(COLUMN).min(after.knob(COLUMN)) == 0
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let name = one.qualified(model);
        let mut table = Partitioned::columns(model, one);
        match one.knob(KEY) {
            1 => table += &format!(", CONSTRAINT pk_{} PRIMARY KEY (region, number)", one.id),
            2 => table += &format!(", CONSTRAINT uq_{} UNIQUE (number, region)", one.id),
            _ => {}
        }
        match one.knob(CHECK) {
            1 => table += &format!(", CONSTRAINT ck_{} CHECK (number >= 0)", one.id),
            2 => table += &format!(", CONSTRAINT ck_{} CHECK (number > -7)", one.id),
            _ => {}
        }
        let strategy = one.of(STRATEGY, &["RANGE (region)", "LIST (region)", "HASH (region)"]);
        let mut sql = vec![format!("CREATE TABLE {name} ({table}) PARTITION BY {strategy}")];
        for (item, variant) in &one.items {
            let part = Partitioned::part(model, one, *item);
            let bounds = Partitioned::bounds(one, *item, *variant);
            match *variant {
                ALONE => sql.push(format!("CREATE TABLE {part} ({})", Partitioned::columns(model, one))),
                PARTED => {
                    let below = model.qualified(one.namespace, &format!("part_{}_{item}_all", one.id));
                    sql.push(format!("CREATE TABLE {part} PARTITION OF {name} {bounds} PARTITION BY LIST (number)"));
                    sql.push(format!("CREATE TABLE {below} PARTITION OF {part} DEFAULT"));
                }
                _ => sql.push(format!("CREATE TABLE {part} PARTITION OF {name} {bounds}")),
            }
        }
        if one.knob(DEFAULT) == 1 && one.knob(STRATEGY) < 2 {
            let rest = model.qualified(one.namespace, &format!("part_{}_rest", one.id));
            sql.push(format!("CREATE TABLE {rest} PARTITION OF {name} DEFAULT"));
        }
        match one.knob(INDEX) {
            1 => sql.push(format!("CREATE INDEX ix_{} ON {name} (note)", one.id)),
            2 => sql.push(format!("CREATE INDEX ix_{} ON {name} (lower(note) DESC) WHERE number > 1", one.id)),
            3 => sql.push(format!("CREATE UNIQUE INDEX ix_{} ON {name} (region, number)", one.id)),
            _ => {}
        }
        let Some((item, variant)) = one.items.first().copied() else { return sql };
        let part = Partitioned::part(model, one, item);
        match one.knob(OWN) {
            1 => sql.push(format!("CREATE INDEX ix_{}_own ON {part} (number, note)", one.id)),
            2 => sql.push(format!("ALTER TABLE {part} ADD CONSTRAINT ck_{}_own CHECK (region >= 0)", one.id)),
            3 => sql.push(format!("ALTER TABLE {part} ALTER note SET DEFAULT 'own'")),
            4 if variant != PARTED => sql.push(format!("ALTER TABLE {part} SET (fillfactor = 70)")),
            _ => {}
        }
        sql
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("TABLE {}", one.qualified(model)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        let parent = name(model, one.namespace, &one.name);
        let mut keys = vec![
            format!("partition_by = \"{}\"", one.of(STRATEGY, &["range (region)", "list (region)", "hash (region)"])),
            Partitioned::column_keys(model, one, false),
        ];
        match one.knob(KEY) {
            1 => keys.push(format!("primary_key = {{ name = \"pk_{}\", columns = [\"region\", \"number\"] }}", one.id)),
            2 => keys.push(format!("uniques = {{ uq_{} = [\"number\", \"region\"] }}", one.id)),
            _ => {}
        }
        match one.knob(CHECK) {
            1 => keys.push(format!("checks = {{ ck_{} = \"number >= 0\" }}", one.id)),
            2 => keys.push(format!("checks = {{ ck_{} = \"number > -7\" }}", one.id)),
            _ => {}
        }
        let index = match one.knob(INDEX) {
            1 => "[\"note\"]",
            2 => "{ columns = [{ sql = \"lower(note)\", desc = true }], where = \"number > 1\" }",
            3 => "{ columns = [\"region\", \"number\"], unique = true }",
            _ => "",
        };
        if !index.is_empty() {
            keys.push(format!("indexes = {{ ix_{} = {index} }}", one.id));
        }
        let mut out = section("table", &parent, one, was, &keys);
        let of = |table: &str, bounds: &str| {
            let values = bounds.trim_start_matches("FOR VALUES ");
            format!("partition_of = {{ table = {}, values = {} }}", text(table), text(values))
        };
        for (at, (item, variant)) in one.items.iter().enumerate() {
            let part = name(model, one.namespace, &format!("part_{}_{item}", one.id));
            out += &format!("\n[table.{}]\n", text(&part));
            let own = at == 0 && one.knob(OWN) == 3;
            match *variant {
                ALONE => out += &Partitioned::column_keys(model, one, own),
                _ => out += &of(&parent, &Partitioned::bounds(one, *item, *variant)),
            }
            out += "\n";
            if at == 0 {
                out += &Partitioned::own_keys(one, *variant).join("\n");
                out += "\n";
            }
            if *variant == PARTED {
                let below = name(model, one.namespace, &format!("part_{}_{item}_all", one.id));
                out += "partition_by = \"list (number)\"\n";
                out += &format!("\n[table.{}]\n{}\n", text(&below), of(&part, "DEFAULT"));
            }
        }
        if one.knob(DEFAULT) == 1 && one.knob(STRATEGY) < 2 {
            let rest = name(model, one.namespace, &format!("part_{}_rest", one.id));
            out += &format!("\n[table.{}]\n{}\n", text(&rest), of(&parent, "DEFAULT"));
        }
        Some(out)
    }

    fn in_toml(&self) -> bool {
        true
    }

    fn inserts(&self, model: &Model, one: &Object) -> String {
        if model.rows == 0 {
            return String::new();
        }
        let mut sql = String::new();
        for item in one.filled.iter().filter(|item| one.item(**item).is_some()) {
            let alone = one.item(*item) == Some(ALONE);
            let into = if alone { Partitioned::part(model, one, *item) } else { one.qualified(model) };
            let region = Partitioned::region(one, *item);
            sql += &format!("INSERT INTO {into} (region, number, note) VALUES ({region}, {item}, 'n{item}');\n");
        }
        sql
    }

    fn select(&self, model: &Model, one: &Object, items: &[usize]) -> String {
        let mut sql = String::new();
        for item in items {
            let alone = one.item(*item) == Some(ALONE);
            let from = if alone { Partitioned::part(model, one, *item) } else { one.qualified(model) };
            sql += &format!(
                "SELECT '{} {item} ' || region || ' ' || number || ' ' || note FROM {from} WHERE number = {item};\n",
                one.id
            );
        }
        sql
    }
}

/// A table that inherits from one of the schema's.
#[derive(Debug)]
struct Heir;

impl Kind for Heir {
    fn word(&self) -> &'static str {
        "heir"
    }

    fn knobs(&self) -> &'static [Knob] {
        // Its own column, its check.
        const { &[turns(3), turns(3)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        one.on = a_table(model, random, 1);
        one.on.is_some()
    }

    fn fits(&self, model: &Model, one: &Object) -> bool {
        // A column of identity is no heir's, and NULLs are its own.
        one.on.and_then(|id| model.table(id)).is_some_and(|table| {
            table.columns.iter().all(|column| column.identity.is_none() && column.generated.is_none())
        })
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let mut own: Vec<String> = vec![];
        match one.knob(0) {
            1 => own.push("own_one integer".into()),
            2 => own.push("own_one bigint DEFAULT 3".into()),
            _ => {}
        }
        match (one.knob(1), one.knob(0)) {
            (1, 1 | 2) => own.push(format!("CONSTRAINT ck_{} CHECK (own_one > 1)", one.id)),
            (2, 1 | 2) => own.push(format!("CONSTRAINT ck_{} CHECK (own_one > 2)", one.id)),
            _ => {}
        }
        let parent = model.relation(one.on.expect("a table"));
        vec![format!("CREATE TABLE {} ({}) INHERITS ({parent})", one.qualified(model), own.join(", "))]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("TABLE {}", one.qualified(model)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        let table = model.table(one.on?)?;
        let mut keys = vec![format!("inherits = [{}]", text(&name(model, table.namespace, &table.name)))];
        match one.knob(0) {
            1 => keys.push("columns = { own_one = \"integer?\" }".into()),
            2 => keys.push("columns = { own_one = { type = \"bigint?\", default = 3 } }".into()),
            _ => {}
        }
        if let (number @ (1 | 2), 1 | 2) = (one.knob(1), one.knob(0)) {
            keys.push(format!("checks = {{ ck_{} = \"own_one > {number}\" }}", one.id));
        }
        Some(section("table", &name(model, one.namespace, &one.name), one, was, &keys))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

/// Tables of which some inherit from the first, or stand alone with the same columns.
#[derive(Debug)]
struct Family;

impl Kind for Family {
    fn moves(&self) -> bool {
        false
    }

    fn word(&self) -> &'static str {
        "family"
    }

    fn knobs(&self) -> &'static [Knob] {
        // A column of the first, its check (of it alone), its index, a default of a child.
        const { &[turns(3), turns(4), turns(2), turns(2)] }
    }

    fn items(&self) -> (usize, usize) {
        (3, 3)
    }

    fn becomes(&self, _: &Model, before: &Object, _: &Model, after: &Object) -> bool {
        before.knob(0) == after.knob(0) || before.knob(0) == 0 || after.knob(0) == 0
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let name = one.qualified(model);
        let more = one.of(0, &["", ", more text DEFAULT 'x'", ", more integer NOT NULL DEFAULT 1"]);
        let check = match one.knob(1) {
            1 => format!(", CONSTRAINT ck_{} CHECK (a > 0)", one.id),
            2 => format!(", CONSTRAINT ck_{} CHECK (a > 0) NO INHERIT", one.id),
            3 => format!(", CONSTRAINT ck_{} CHECK (a > -1)", one.id),
            _ => String::new(),
        };
        let mut sql = vec![format!("CREATE TABLE {name} (a integer, b text{more}{check})")];
        if one.knob(2) == 1 {
            sql.push(format!("CREATE INDEX ix_{} ON {name} (a)", one.id));
        }
        for (item, variant) in &one.items {
            let child = model.qualified(one.namespace, &format!("child_{}_{item}", one.id));
            // Those of an heir carry checks that are no longer inherited, so that it can stand alone.
            sql.push(match variant {
                0 => format!("CREATE TABLE {child} (c{item} integer) INHERITS ({name})"),
                1 => format!("CREATE TABLE {child} (a integer, b text, c{item} integer) INHERITS ({name})"),
                _ => format!("CREATE TABLE {child} (a integer, b text{more}, c{item} integer)"),
            });
            if one.knob(3) == 1 {
                sql.push(format!("ALTER TABLE {child} ALTER a SET DEFAULT 4"));
            }
        }
        sql
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("TABLE {}", one.qualified(model)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        let parent = name(model, one.namespace, &one.name);
        let more = one.of(
            0,
            &["", ", more = { type = \"text?\", default = \"x\" }", ", more = { type = \"integer\", default = 1 }"],
        );
        let mut keys = vec![format!("columns = {{ a = \"integer?\", b = \"text?\"{more} }}")];
        match one.knob(1) {
            1 => keys.push(format!("checks = {{ ck_{} = \"a > 0\" }}", one.id)),
            2 => keys.push(format!("checks = {{ ck_{} = {{ sql = \"a > 0\", no_inherit = true }} }}", one.id)),
            3 => keys.push(format!("checks = {{ ck_{} = \"a > -1\" }}", one.id)),
            _ => {}
        }
        if one.knob(2) == 1 {
            keys.push(format!("indexes = {{ ix_{} = [\"a\"] }}", one.id));
        }
        let mut out = section("table", &parent, one, was, &keys);
        for (item, variant) in &one.items {
            let child = name(model, one.namespace, &format!("child_{}_{item}", one.id));
            let a = match (variant, one.knob(3)) {
                (0, 0) => "",
                (0, _) => "a = { default = 4 }, ",
                (_, 0) => "a = \"integer?\", b = \"text?\", ",
                _ => "a = { type = \"integer?\", default = 4 }, b = \"text?\", ",
            };
            let more = if *variant == 2 { more.trim_start_matches(", ") } else { "" };
            let comma = if more.is_empty() { "" } else { ", " };
            let inherits = if *variant == 2 { String::new() } else { format!("inherits = [{}]\n", text(&parent)) };
            out += &format!(
                "\n[table.{}]\n{inherits}columns = {{ {a}{more}{comma}c{item} = \"integer?\" }}\n",
                text(&child)
            );
        }
        Some(out)
    }

    fn in_toml(&self) -> bool {
        true
    }

    fn inserts(&self, model: &Model, one: &Object) -> String {
        let children = one.filled.iter().filter(|item| one.item(**item).is_some() && model.rows > 0);
        children
            .map(|item| {
                let child = model.qualified(one.namespace, &format!("child_{}_{item}", one.id));
                format!("INSERT INTO {child} (a, b, c{item}) VALUES ({}, 'b', {item});\n", item + 1)
            })
            .collect()
    }

    fn select(&self, model: &Model, one: &Object, items: &[usize]) -> String {
        let rows = items.iter().map(|item| {
            let child = model.qualified(one.namespace, &format!("child_{}_{item}", one.id));
            format!("SELECT '{} ' || a || ' ' || b || ' ' || c{item} FROM {child};\n", one.id)
        });
        rows.collect()
    }
}
