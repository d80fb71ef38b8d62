//! What tables are made of, with all the options that columns, keys and indexes of the plain generator do not have: sequences and
//! identities, checks, exclusion constraints, indexes; and a table with what came with PostgreSQL 18.

use super::super::model::{Id, Identity, Model};
use super::super::random::Random;
use super::super::toml::{name, text};
use super::super::types::Value;
use super::{Kind, Knob, Object, a_table, part_section, section, some_columns, turns};

pub(super) const KINDS: &[&dyn Kind] = &[&Counter, &Numbering, &Check, &Exclusion, &Index, &Referring, &Typed, &Modern];

/// A sequence with options, which may be a column's own.
#[derive(Debug)]
struct Counter;

impl Counter {
    /// The options, as words of SQL and as keys of `schema.toml`.
    fn options(one: &Object) -> Vec<(&'static str, &'static str)> {
        let all = [
            one.of(0, &[("", ""), ("AS integer", "type = \"integer\""), ("AS smallint", "type = \"smallint\"")]),
            one.of(1, &[("", ""), ("INCREMENT BY 3", "increment = 3"), ("INCREMENT BY 7", "increment = 7")]),
            one.of(2, &[("", ""), ("CACHE 5", "cache = 5")]),
            one.of(3, &[("", ""), ("MINVALUE -5", "min = -5")]),
            one.of(4, &[("", ""), ("MAXVALUE 900", "max = 900")]),
            one.of(5, &[("", ""), ("CYCLE", "cycle = true")]),
            one.of(6, &[("", ""), ("START WITH 4", "start = 4")]),
        ];
        all.into_iter().filter(|(sql, _)| !sql.is_empty()).collect()
    }

    /// The column that it goes with.
    fn owner(one: &Object) -> Option<(Id, Id)> {
        Some((one.on?, *one.columns.first()?)).filter(|_| one.knob(7) == 1)
    }
}

impl Kind for Counter {
    fn word(&self) -> &'static str {
        "counter"
    }

    fn weight(&self) -> usize {
        5
    }

    fn knobs(&self) -> &'static [Knob] {
        // Type, increment, cache, least, greatest, cycle, start, whether it goes with its column.
        const { &[turns(3), turns(3), turns(2), turns(2), turns(2), turns(2), turns(2), turns(2)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        let Some(table) = a_table(model, random, 1).and_then(|id| model.table(id)).filter(|_| random.chance(60)) else {
            return true;
        };
        one.on = Some(table.id);
        one.columns = some_columns(table, random, 1);
        one.namespace = table.namespace;
        true
    }

    fn fits(&self, model: &Model, one: &Object) -> bool {
        // It lies where the table of its column lies, and has its owner.
        let owned = |other: &Object| other.is("owner") && (other.on == one.on || other.on == Some(one.id));
        let fed = one.columns.iter().any(|id| model.column(*id).is_some_and(|(_, column)| column.identity.is_some()));
        let alone = Counter::owner(one).is_none() || (!model.objects.iter().any(owned) && !fed);
        alone && one.on.and_then(|id| model.table(id)).is_none_or(|table| table.namespace == one.namespace)
    }

    fn moves(&self) -> bool {
        false
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let options: String = Counter::options(one).iter().map(|(sql, _)| format!(" {sql}")).collect();
        let owner = Counter::owner(one).map_or_else(String::new, |(table, column)| {
            format!(" OWNED BY {}.{}", model.relation(table), model.quote(&model.name(column)))
        });
        vec![format!("CREATE SEQUENCE {}{options}{owner}", one.qualified(model))]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("SEQUENCE {}", one.qualified(model)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        let mut keys: Vec<String> = Counter::options(one).iter().map(|(_, key)| (*key).to_owned()).collect();
        if let Some((table, column)) = Counter::owner(one) {
            let table = model.table(table)?;
            let table = name(model, table.namespace, &table.name);
            let column = super::super::toml::part(&model.name(column));
            keys.push(format!("owned_by = {}", text(&format!("{table}.{column}"))));
        }
        Some(section("sequence", &name(model, one.namespace, &one.name), one, was, &keys))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

/// How an identity column counts.
#[derive(Debug)]
struct Numbering;

impl Numbering {
    fn options(one: &Object) -> Vec<(&'static str, &'static str)> {
        let all = [
            one.of(0, &[("", ""), ("INCREMENT BY 3", "increment = 3"), ("INCREMENT BY 2", "increment = 2")]),
            one.of(1, &[("", ""), ("CACHE 5", "cache = 5")]),
            one.of(2, &[("", ""), ("MAXVALUE 9000", "max = 9000")]),
            one.of(3, &[("", ""), ("CYCLE", "cycle = true")]),
            one.of(4, &[("", ""), ("START WITH 7", "start = 7")]),
        ];
        all.into_iter().filter(|(sql, _)| !sql.is_empty()).collect()
    }
}

impl Kind for Numbering {
    fn word(&self) -> &'static str {
        "numbering"
    }

    fn renamed(&self) -> bool {
        false
    }

    fn namespaced(&self) -> bool {
        false
    }

    fn weight(&self) -> usize {
        10
    }

    fn knobs(&self) -> &'static [Knob] {
        // Increment, cache, greatest, cycle, start.
        const { &[turns(3), turns(2), turns(2), turns(2), turns(2)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        let numbered: Vec<(Id, Id)> = model
            .tables
            .iter()
            .flat_map(|table| table.columns.iter().map(move |column| (table.id, column)))
            .filter(|(_, column)| matches!(column.identity, Some(Identity::Always | Identity::ByDefault)))
            .map(|(table, column)| (table, column.id))
            .collect();
        let Some((table, column)) = random.pick(&numbered).copied() else { return false };
        one.on = Some(table);
        one.columns = vec![column];
        true
    }

    fn fits(&self, model: &Model, one: &Object) -> bool {
        let counts = |id: &Id| {
            let column = model.column(*id).map(|(_, column)| column);
            column.is_some_and(|one| matches!(one.identity, Some(Identity::Always | Identity::ByDefault)))
        };
        let again = |other: &Object| other.is("numbering") && other.id != one.id && other.columns == one.columns;
        one.columns.iter().all(counts) && !model.objects.iter().any(again)
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let options: String = Numbering::options(one).iter().map(|(sql, _)| format!(" SET {sql}")).collect();
        if options.is_empty() {
            return vec![];
        }
        let (table, column) = (model.relation(one.on.expect("a table")), model.quote(&model.name(one.columns[0])));
        vec![format!("ALTER TABLE {table} ALTER {column}{options}")]
    }

    fn address(&self, _: &Model, _: &Object) -> Option<String> {
        None
    }

    fn identity_keys(&self, one: &Object) -> Vec<&'static str> {
        Numbering::options(one).into_iter().map(|(_, key)| key).collect()
    }

    fn in_toml(&self) -> bool {
        true
    }
}

/// A check that holds for whatever there is, in all its forms.
#[derive(Debug)]
struct Check;

impl Check {
    fn condition(model: &Model, one: &Object) -> String {
        let column = model.quote(&model.name(one.columns[0]));
        one.of(0, &["{} IS NULL OR {} IS NOT NULL", "({} IS NOT NULL) OR ({} IS NULL) OR false"]).replace("{}", &column)
    }

    /// What stands behind it, as SQL and as a key.
    fn forms(one: &Object) -> (&'static str, &'static str) {
        let young = ("NOT ENFORCED", "enforced = false");
        let all = [("", ""), ("NOT VALID", "not_valid = true"), ("NO INHERIT", "no_inherit = true"), young];
        one.of(1, if super::version() >= 18 { &all } else { &all[..3] })
    }
}

impl Kind for Check {
    fn word(&self) -> &'static str {
        "late_check"
    }

    fn base(&self) -> &'static str {
        "ck_late"
    }

    fn namespaced(&self) -> bool {
        false
    }

    fn renamed(&self) -> bool {
        false
    }

    fn knobs(&self) -> &'static [Knob] {
        // Condition; valid, inherited, enforced.
        const { &[turns(2), turns(4)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        let Some(table) = a_table(model, random, 1).and_then(|id| model.table(id)) else { return false };
        one.on = Some(table.id);
        one.columns = some_columns(table, random, 1);
        !one.columns.is_empty()
    }

    fn fits(&self, model: &Model, one: &Object) -> bool {
        // The child of a table whose check is not inherited has one of its own by that name.
        one.on.is_some_and(|id| model.table(id).is_some())
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let (table, name) = (model.relation(one.on.expect("a table")), model.quote(&one.name));
        let form = match Check::forms(one).0 {
            "" => String::new(),
            form => format!(" {form}"),
        };
        vec![format!("ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({}){form}", Check::condition(model, one))]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("CONSTRAINT {} ON {}", model.quote(&one.name), model.relation(one.on?)))
    }

    fn toml(&self, model: &Model, one: &Object, _: Option<&str>) -> Option<String> {
        let mut keys = vec![format!("sql = {}", text(&Check::condition(model, one)))];
        keys.extend(Some(Check::forms(one).1.to_owned()).filter(|key| !key.is_empty()));
        Some(part_section(model, one, None, "checks", &keys))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

/// That no two rows are equal, as an exclusion constraint.
#[derive(Debug)]
struct Exclusion;

impl Exclusion {
    const DEFERRABLE: [(&'static str, &'static str); 3] = [
        ("", ""),
        (" DEFERRABLE", "deferrable = true"),
        (" DEFERRABLE INITIALLY DEFERRED", "deferrable = \"initially deferred\""),
    ];
}

impl Kind for Exclusion {
    fn word(&self) -> &'static str {
        "exclusion"
    }

    fn base(&self) -> &'static str {
        "ex"
    }

    fn namespaced(&self) -> bool {
        false
    }

    fn weight(&self) -> usize {
        10
    }

    fn knobs(&self) -> &'static [Knob] {
        // Method, condition, deferrable, storage parameter.
        const { &[turns(2), turns(2), turns(3), turns(2)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        let Some(table) = a_table(model, random, 1).and_then(|id| model.table(id)) else { return false };
        one.on = Some(table.id);
        one.columns = some_columns(table, random, 1);
        !one.columns.is_empty()
    }

    fn fits(&self, model: &Model, one: &Object) -> bool {
        one.columns.iter().all(|id| {
            model.column(*id).is_some_and(|(table, column)| {
                (column.ty.integer() || column.ty.textual())
                    && column.generated.is_none()
                    && table.distinct(&[*id], true)
                    && table.rows.iter().all(|row| row.get(id) != Some(&Value::Unknown))
            })
        })
    }

    fn becomes(&self, old: &Model, before: &Object, new: &Model, after: &Object) -> bool {
        // An expression of the old type does not compare the new one.
        let ty = |model: &Model, one: &Object| model.column(one.columns[0]).map(|(_, column)| column.ty);
        ty(old, before) == ty(new, after)
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let (table, name) = (model.relation(one.on.expect("a table")), model.quote(&one.name));
        let column = model.quote(&model.name(one.columns[0]));
        let method = one.of(0, &["btree", "hash"]);
        let with = one.of(3, &["", " WITH (fillfactor = 60)"]);
        let condition = if one.knob(1) == 1 { format!(" WHERE ({column} IS NOT NULL)") } else { String::new() };
        vec![format!(
            "ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING {method} ({column} WITH =){with}{condition}{}",
            one.of(2, &Exclusion::DEFERRABLE).0
        )]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("CONSTRAINT {} ON {}", model.quote(&one.name), model.relation(one.on?)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        let column = model.name(one.columns[0]);
        let mut keys = vec![
            format!("using = \"{}\"", one.of(0, &["btree", "hash"])),
            format!("elements = [{{ column = {}, operator = \"=\" }}]", text(&column)),
        ];
        if one.knob(1) == 1 {
            keys.push(format!("where = {}", text(&format!("{} IS NOT NULL", model.quote(&column)))));
        }
        keys.extend(Some(one.of(2, &Exclusion::DEFERRABLE).1.to_owned()).filter(|key| !key.is_empty()));
        if one.knob(3) == 1 {
            keys.push("with = { fillfactor = 60 }".into());
        }
        Some(part_section(model, one, was, "exclusions", &keys))
    }

    fn hinted(&self) -> bool {
        false
    }

    fn in_toml(&self) -> bool {
        true
    }
}

/// An index with all that one can say.
#[derive(Debug)]
struct Index;

impl Index {
    /// Its method, with the storage parameter that fits it.
    fn method(one: &Object) -> (&'static str, &'static str) {
        let (method, parameters) = one.of(
            0,
            &[
                ("btree", ["fillfactor = 60", "deduplicate_items = false"]),
                ("brin", ["pages_per_range = 7", "autosummarize = true"]),
            ],
        );
        (
            method,
            match one.knob(1) {
                0 => "",
                parameter => parameters[parameter - 1],
            },
        )
    }

    /// The first column and what else of the table the index holds.
    fn column(model: &Model, one: &Object) -> String {
        model.name(one.columns[0])
    }

    fn included(model: &Model, one: &Object) -> Option<String> {
        let wanted = one.knob(4) == 1 && one.knob(0) == 0;
        one.columns.get(1).filter(|_| wanted).map(|id| model.name(*id))
    }
}

impl Kind for Index {
    fn word(&self) -> &'static str {
        "late_index"
    }

    fn base(&self) -> &'static str {
        "ix_late"
    }

    fn namespaced(&self) -> bool {
        false
    }

    fn weight(&self) -> usize {
        10
    }

    fn knobs(&self) -> &'static [Knob] {
        // Method, parameter, order, place of NULL, further column, condition, statistics of an expression, unique with NULLs alike.
        const { &[turns(2), turns(3), turns(2), turns(2), turns(2), turns(2), turns(3), turns(2)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        let Some(table) = a_table(model, random, 2).and_then(|id| model.table(id)) else { return false };
        one.on = Some(table.id);
        one.columns = some_columns(table, random, 2);
        one.columns.len() == 2
    }

    fn fits(&self, model: &Model, one: &Object) -> bool {
        let stored = |id: &Id| model.column(*id).is_some_and(|(_, column)| column.generated.is_none());
        let (Some(first), Some((table, column))) =
            (one.columns.first(), one.columns.first().and_then(|id| model.column(*id)))
        else {
            return false;
        };
        let unique = one.knob(7) == 0
            || (table.distinct(&[*first], false)
                && table.rows.iter().all(|row| row.get(first) != Some(&Value::Unknown)));
        (column.ty.integer() || column.ty.textual()) && one.columns.iter().all(stored) && unique
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let (table, name) = (model.relation(one.on.expect("a table")), model.quote(&one.name));
        let column = model.quote(&Index::column(model, one));
        let (method, parameter) = Index::method(one);
        let btree = method == "btree";
        let unique = if btree && one.knob(7) == 1 { "UNIQUE " } else { "" };
        let mut place =
            if one.knob(6) > 0 && btree && unique.is_empty() { format!("({column} IS NULL)") } else { column.clone() };
        if btree {
            place += one.of(2, &["", " DESC"]);
            place += one.of(3, &["", " NULLS FIRST"]);
        }
        let mut sql = format!("CREATE {unique}INDEX {name} ON {table} USING {method} ({place})");
        if let Some(included) = Index::included(model, one) {
            sql += &format!(" INCLUDE ({})", model.quote(&included));
        }
        if !unique.is_empty() {
            sql += " NULLS NOT DISTINCT";
        }
        if !parameter.is_empty() {
            sql += &format!(" WITH ({parameter})");
        }
        if one.knob(5) == 1 {
            sql += &format!(" WHERE {column} IS NOT NULL");
        }
        let mut all = vec![sql];
        if one.knob(6) == 2 && btree && unique.is_empty() {
            let index =
                model.qualified(model.table(one.on.expect("a table")).and_then(|table| table.namespace), &one.name);
            all.push(format!("ALTER INDEX {index} ALTER COLUMN 1 SET STATISTICS 300"));
        }
        all
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        let table = model.table(one.on?)?;
        Some(format!("INDEX {}", model.qualified(table.namespace, &one.name)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        let column = Index::column(model, one);
        let (method, parameter) = Index::method(one);
        let btree = method == "btree";
        let unique = btree && one.knob(7) == 1;
        let expression = one.knob(6) > 0 && btree && !unique;
        let mut place = if expression {
            format!("sql = {}", text(&format!("{} IS NULL", model.quote(&column))))
        } else {
            format!("column = {}", text(&column))
        };
        if btree {
            place += one.of(2, &["", ", desc = true"]);
            place += one.of(3, &["", ", nulls = \"first\""]);
        }
        if one.knob(6) == 2 && expression {
            place += ", statistics = 300";
        }
        let mut keys = vec![format!("columns = [{{ {place} }}]"), format!("using = \"{method}\"")];
        if let Some(included) = Index::included(model, one) {
            keys.push(format!("include = [{}]", text(&included)));
        }
        if unique {
            keys.push("unique = true".into());
            keys.push("nulls_not_distinct = true".into());
        }
        if !parameter.is_empty() {
            keys.push(format!("with = {{ {parameter} }}"));
        }
        if one.knob(5) == 1 {
            keys.push(format!("where = {}", text(&format!("{} IS NOT NULL", model.quote(&column)))));
        }
        Some(part_section(model, one, was, "indexes", &keys))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

/// A table that refers to another, with all that a foreign key can say.
#[derive(Debug)]
struct Referring;

impl Referring {
    /// What stands behind the key, as SQL and as keys.
    fn forms(one: &Object) -> Vec<(&'static str, &'static str)> {
        let both = one.knob(4) == 1;
        let on_delete = one.of(
            0,
            &[
                ("", ""),
                ("ON DELETE CASCADE", "on_delete = \"cascade\""),
                ("ON DELETE SET NULL", "on_delete = \"set null\""),
                ("ON DELETE SET NULL (k)", "on_delete = \"set null\", on_delete_columns = [\"k\"]"),
                ("ON DELETE SET DEFAULT", "on_delete = \"set default\""),
                ("ON DELETE RESTRICT", "on_delete = \"restrict\""),
            ],
        );
        let plain = ("ON DELETE SET NULL", "on_delete = \"set null\"");
        let young = ("NOT ENFORCED", "enforced = false");
        let valid = [("", ""), ("", ""), ("NOT VALID", "not_valid = true"), young];
        let valid = one.of(3, if super::version() >= 18 { &valid } else { &valid[..3] });
        let deferrable = [
            ("", ""),
            ("DEFERRABLE", "deferrable = true"),
            ("DEFERRABLE INITIALLY DEFERRED", "deferrable = \"initially deferred\""),
        ];
        let all = [
            one.of(1, &[("", ""), ("MATCH FULL", "match = \"full\"")]),
            if on_delete.0.ends_with(')') && !both { plain } else { on_delete },
            one.of(
                5,
                &[
                    ("", ""),
                    ("ON UPDATE CASCADE", "on_update = \"cascade\""),
                    ("ON UPDATE SET NULL", "on_update = \"set null\""),
                ],
            ),
            if valid == young { ("", "") } else { one.of(2, &deferrable) },
            valid,
        ];
        all.into_iter().filter(|(sql, _)| !sql.is_empty()).collect()
    }
}

impl Kind for Referring {
    fn word(&self) -> &'static str {
        "referring"
    }

    fn weight(&self) -> usize {
        8
    }

    fn moves(&self) -> bool {
        false
    }

    fn knobs(&self) -> &'static [Knob] {
        // On delete, match, when it is checked, valid, columns, on update.
        const { &[turns(6), turns(2), turns(3), turns(4), turns(2), turns(3)] }
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let (child, parent) = (one.qualified(model), model.qualified(one.namespace, &format!("parent_{}", one.id)));
        let columns = one.of(4, &["id", "id, k"]);
        let forms: String = Referring::forms(one).iter().map(|(sql, _)| format!(" {sql}")).collect();
        vec![
            format!("CREATE TABLE {child} (id integer DEFAULT 1, k integer DEFAULT 1)"),
            format!(
                "CREATE TABLE {parent} (id integer CONSTRAINT pk_{id} PRIMARY KEY, k integer, CONSTRAINT uq_{id} UNIQUE (id, k))",
                id = one.id
            ),
            format!(
                "ALTER TABLE {child} ADD CONSTRAINT fk_{} FOREIGN KEY ({columns}) REFERENCES {parent} ({columns}){forms}",
                one.id
            ),
        ]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("TABLE {}", one.qualified(model)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        let id = one.id;
        let parent = text(&name(model, one.namespace, &format!("parent_{id}")));
        let columns = one.of(4, &["\"id\"", "\"id\", \"k\""]);
        let forms: String = Referring::forms(one).iter().map(|(_, key)| format!(", {key}")).collect();
        let keys = [
            "columns = { id = { type = \"integer?\", default = 1 }, k = { type = \"integer?\", default = 1 } }"
                .to_owned(),
            format!(
                "foreign_keys = {{ fk_{id} = {{ columns = [{columns}], references = {{ table = {parent}, columns = [{columns}] }}{forms} \
                 }} }}"
            ),
        ];
        let child = section("table", &name(model, one.namespace, &one.name), one, was, &keys);
        Some(format!(
            "{child}\n[table.{parent}]\nprimary_key = {{ name = \"pk_{id}\", columns = [\"id\"] }}\nuniques = {{ uq_{id} = [\"id\", \
             \"k\"] }}\ncolumns = {{ id = \"integer\", k = \"integer?\" }}\n"
        ))
    }

    fn in_toml(&self) -> bool {
        true
    }

    fn inserts(&self, model: &Model, one: &Object) -> String {
        if model.rows == 0 {
            return String::new();
        }
        let (child, parent) = (one.qualified(model), model.qualified(one.namespace, &format!("parent_{}", one.id)));
        format!("INSERT INTO {parent} VALUES (1, 1);\nINSERT INTO {child} VALUES (1, 1);\n")
    }
}

/// A table of a composite type.
#[derive(Debug)]
struct Typed;

impl Kind for Typed {
    fn word(&self) -> &'static str {
        "typed"
    }

    fn knobs(&self) -> &'static [Knob] {
        // Its check.
        const { &[turns(3)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        one.uses.extend(super::need(model, random, "composite", 20));
        !one.uses.is_empty()
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let of = model.object(one.uses[0]).expect("a type").qualified(model);
        let check = one.of(0, &["", " (CONSTRAINT ck_{} CHECK (1 > 0))", " (CONSTRAINT ck_{} CHECK (2 > 1))"]);
        vec![format!("CREATE TABLE {} OF {of}{}", one.qualified(model), check.replace("{}", &one.id.to_string()))]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("TABLE {}", one.qualified(model)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        let of = model.object(*one.uses.first()?)?.qualified(model);
        let mut keys = vec![format!("of_type = {}", text(&of))];
        if one.knob(0) > 0 {
            keys.push(format!("checks = {{ ck_{} = \"{}\" }}", one.id, one.of(0, &["", "1 > 0", "2 > 1"])));
        }
        Some(section("table", &name(model, one.namespace, &one.name), one, was, &keys))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

/// A table with what PostgreSQL has since version 18.
#[derive(Debug)]
struct Modern;

impl Modern {
    /// The computed column, as SQL and as an entry of `columns`.
    fn computed(one: &Object) -> Option<(&'static str, &'static str)> {
        [
            None,
            Some((
                "v integer GENERATED ALWAYS AS (a * 2) VIRTUAL",
                "v = { type = \"integer?\", generated = { sql = \"a * 2\", stored = false } }",
            )),
            Some((
                "v integer GENERATED ALWAYS AS (a * 3) VIRTUAL",
                "v = { type = \"integer?\", generated = { sql = \"a * 3\", stored = false } }",
            )),
            Some((
                "v integer GENERATED ALWAYS AS (a * 2) STORED",
                "v = { type = \"integer?\", generated = \"a * 2\" }",
            )),
        ][one.knob(0)]
    }

    /// Its NOT NULL, as a constraint of the table and as keys of the column.
    fn not_null(one: &Object) -> (String, String) {
        let name = format!("nn_{}", one.id);
        match one.knob(1) {
            0 => (String::new(), "b = \"integer?\"".into()),
            1 => (
                format!("CONSTRAINT {name} NOT NULL b"),
                format!("b = {{ type = \"integer\", not_null = \"{name}\" }}"),
            ),
            2 => ("NOT NULL b".into(), "b = \"integer\"".into()),
            3 => (
                format!("CONSTRAINT {name} NOT NULL b NO INHERIT"),
                format!("b = {{ type = \"integer\", not_null = \"{name}\", not_null_no_inherit = true }}"),
            ),
            _ => (
                // One that is not valid is added by a statement of its own.
                format!("later CONSTRAINT {name} NOT NULL b NOT VALID"),
                format!("b = {{ type = \"integer\", not_null = \"{name}\", not_null_not_valid = true }}"),
            ),
        }
    }
}

impl Kind for Modern {
    fn word(&self) -> &'static str {
        "modern"
    }

    fn since(&self) -> u32 {
        18
    }

    fn weight(&self) -> usize {
        10
    }

    fn knobs(&self) -> &'static [Knob] {
        // Computed column, NOT NULL, key over time, check, reference to itself, reference over time.
        const { &[turns(4), turns(5), turns(3), turns(4), turns(4), turns(3)] }
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let (table, id) = (one.qualified(model), one.id);
        let mut items =
            vec!["a integer".to_owned(), "b integer".into(), "during int4range".into(), "who int4range".into()];
        let mut later = vec![];
        items.extend(Modern::computed(one).map(|(sql, _)| sql.to_owned()));
        items.push(format!("CONSTRAINT uq_{id} UNIQUE (a)"));
        match Modern::not_null(one).0 {
            sql if sql.is_empty() => {}
            sql if sql.starts_with("later ") => later.push(sql.replacen("later ", "", 1)),
            sql => items.push(sql),
        }
        match one.knob(2) {
            1 => items.push(format!("CONSTRAINT pk_{id} PRIMARY KEY (who, during WITHOUT OVERLAPS)")),
            2 => items.push(format!("CONSTRAINT pk_{id} UNIQUE (who, during WITHOUT OVERLAPS)")),
            _ => {}
        }
        let check = one.of(3, &["", "", " NOT ENFORCED", " NOT VALID"]);
        match one.knob(3) {
            0 => {}
            3 => later.push(format!("CONSTRAINT ck_{id} CHECK (b > 0){check}")),
            _ => items.push(format!("CONSTRAINT ck_{id} CHECK (b > 0){check}")),
        }
        if one.knob(4) > 0 {
            let form = one.of(4, &["", "", " NOT ENFORCED", " NOT VALID"]);
            later.push(format!("CONSTRAINT fk_{id} FOREIGN KEY (b) REFERENCES {table} (a){form}"));
        }
        if one.knob(5) > 0 && one.knob(2) > 0 {
            let form = one.of(5, &["", "", " NOT ENFORCED"]);
            later.push(format!(
                "CONSTRAINT fp_{id} FOREIGN KEY (who, PERIOD during) REFERENCES {table} (who, PERIOD during){form}"
            ));
        }
        let mut sql = vec![format!("CREATE TABLE {table} ({})", items.join(", "))];
        sql.extend(later.into_iter().map(|constraint| format!("ALTER TABLE {table} ADD {constraint}")));
        sql
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("TABLE {}", one.qualified(model)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        let (table, id) = (name(model, one.namespace, &one.name), one.id);
        let mut columns = vec!["a = \"integer?\"".to_owned(), Modern::not_null(one).1];
        let range = if one.knob(2) == 1 { "int4range" } else { "int4range?" };
        columns.push(format!("during = \"{range}\""));
        columns.push(format!("who = \"{range}\""));
        columns.extend(Modern::computed(one).map(|(_, key)| key.to_owned()));
        let mut keys = vec![format!("columns = {{ {} }}", columns.join(", "))];
        let over_time = "columns = [\"who\", \"during\"], without_overlaps = true";
        let mut uniques = vec![format!("uq_{id} = [\"a\"]")];
        match one.knob(2) {
            1 => keys.push(format!("primary_key = {{ name = \"pk_{id}\", {over_time} }}")),
            2 => uniques.push(format!("pk_{id} = {{ {over_time} }}")),
            _ => {}
        }
        keys.push(format!("uniques = {{ {} }}", uniques.join(", ")));
        let form = ["", "", ", enforced = false", ", not_valid = true"];
        if one.knob(3) > 0 {
            keys.push(format!("checks = {{ ck_{id} = {{ sql = \"b > 0\"{} }} }}", form[one.knob(3)]));
        }
        let mut references = vec![];
        let of = |columns: &str| format!("references = {{ table = {}, columns = [{columns}] }}", text(&table));
        if one.knob(4) > 0 {
            references.push(format!("fk_{id} = {{ columns = [\"b\"], {}{} }}", of("\"a\""), form[one.knob(4)]));
        }
        if one.knob(5) > 0 && one.knob(2) > 0 {
            let both = "\"who\", \"during\"";
            references.push(format!(
                "fp_{id} = {{ columns = [{both}], {}, period = true{} }}",
                of(both),
                form[one.knob(5)]
            ));
        }
        if !references.is_empty() {
            keys.push(format!("foreign_keys = {{ {} }}", references.join(", ")));
        }
        Some(section("table", &table, one, was, &keys))
    }

    fn in_toml(&self) -> bool {
        true
    }

    fn inserts(&self, model: &Model, one: &Object) -> String {
        if model.rows == 0 {
            return String::new();
        }
        format!("INSERT INTO {} (a, b, during, who) VALUES (1, 1, '[1,5)', '[1,2)');\n", one.qualified(model))
    }
}
