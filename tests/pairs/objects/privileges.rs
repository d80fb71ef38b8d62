//! Grants, default privileges and owners.

use std::collections::BTreeMap;

use super::super::model::{Id, Model};
use super::super::random::Random;
use super::super::toml::text;
use super::{Kind, Knob, Object, a_table, some_columns, turns};

pub(super) const KINDS: &[&dyn Kind] =
    &[&Grant, &ColumnGrant, &ObjectGrant, &NamespaceGrant, &SequenceGrant, &DefaultPrivileges, &Owner];

/// The roles that pairs speak of, made where they are missing: they are the server's and not the database's.
pub(crate) const fn roles() -> &'static str {
    "DO $$ DECLARE role text; BEGIN FOREACH role IN ARRAY ARRAY['pairs_reader', 'pairs_writer', 'pairs_owner', 'pairs_keeper'] LOOP
       IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN EXECUTE format('CREATE ROLE %I', role); END IF;
     END LOOP; END $$;"
}

/// Whether a schema says anything of grants.
pub(crate) fn manages_privileges(model: &Model) -> bool {
    let words = ["grant", "column_grant", "object_grant", "namespace_grant", "sequence_grant", "default_privileges"];
    model.objects.iter().any(|one| words.contains(&one.kind.word()))
}

/// Whether a schema says anything of owners.
pub(crate) fn manages_owners(model: &Model) -> bool {
    model.objects.iter().any(|one| one.is("owner"))
}

const GRANTEES: [&str; 3] = ["pairs_reader", "pairs_writer", "PUBLIC"];
const OPTION: [&str; 2] = ["", " WITH GRANT OPTION"];
const OWNERS: [&str; 2] = ["pairs_owner", "pairs_keeper"];

fn option(one: &Object, grantee: usize, knob: usize) -> &'static str {
    // Nobody can hand on what everybody has.
    if one.knob(grantee) == 2 { "" } else { one.of(knob, &OPTION) }
}

/// What roles may do, by role: each privilege, and whether it can be handed on.
type Granted = BTreeMap<&'static str, BTreeMap<String, bool>>;

/// Adds privileges as a GRANT does: what could be handed on stays so.
fn give(granted: &mut Granted, to: &'static str, privileges: &[&str], option: bool) {
    let role = granted.entry(if to == "PUBLIC" { "public" } else { to }).or_default();
    for privilege in privileges {
        *role.entry((*privilege).to_owned()).or_default() |= option;
    }
}

/// As a key of `schema.toml`.
fn granted_key(granted: &Granted) -> Option<String> {
    let roles = granted.iter().map(|(role, privileges)| {
        let privileges = privileges.iter().map(|(privilege, option)| {
            text(&format!("{privilege}{}", if *option { " with grant option" } else { "" }))
        });
        format!("{role} = [{}]", privileges.collect::<Vec<_>>().join(", "))
    });
    (!granted.is_empty()).then(|| format!("grants = {{ {} }}", roles.collect::<Vec<_>>().join(", ")))
}

/// The owner and the grants of a table, a view or an object, as keys of `schema.toml`.
pub(super) fn keys(model: &Model, id: Id) -> Vec<String> {
    let mut keys = vec![];
    let mut granted = Granted::new();
    for one in &model.objects {
        match one.kind.word() {
            "owner" if one.on == Some(id) => keys.push(format!("owner = \"{}\"", one.of(0, &OWNERS))),
            "grant" if one.on == Some(id) => {
                let what: &[&str] = one
                    .of(0, &[&["select"][..], &["select", "insert"], &["all"], &["update", "references", "trigger"]]);
                give(&mut granted, one.of(1, &GRANTEES), what, !option(one, 1, 2).is_empty());
            }
            "namespace_grant" if one.on == Some(id) => {
                let what: &[&str] = one.of(0, &[&["usage"][..], &["create"], &["all"]]);
                give(&mut granted, one.of(1, &GRANTEES), what, !option(one, 1, 2).is_empty());
            }
            "object_grant" if one.uses.first() == Some(&id) => {
                let of = model.object(id).map_or("", |of| of.kind.word());
                let usage = ["domain", "composite", "range", "server", "wrapper", "counter"].contains(&of);
                let (what, none) = if usage { ("usage", "no usage") } else { ("execute", "no execute") };
                // Everybody may use what it is to begin with, but for servers, wrappers and sequences.
                if one.knob(0) > 0 && !["server", "wrapper", "counter"].contains(&of) {
                    give(&mut granted, "PUBLIC", &[none], false);
                }
                if one.knob(0) != 1 {
                    give(&mut granted, one.of(1, &GRANTEES), &[what], !option(one, 1, 2).is_empty());
                }
            }
            _ => {}
        }
    }
    keys.extend(granted_key(&granted));
    keys
}

/// The grants of a column and of the sequence that feeds it, as keys.
pub(super) fn column_grants(model: &Model, column: Id) -> Vec<String> {
    let mut fed = Granted::new();
    for one in model.objects.iter().filter(|one| one.is("sequence_grant") && one.columns.contains(&column)) {
        let what: &[&str] = one.of(0, &[&["usage"][..], &["select", "update"], &["all"]]);
        give(&mut fed, one.of(1, &GRANTEES), what, !option(one, 1, 2).is_empty());
    }
    let fed = granted_key(&fed).map(|key| format!("sequence_{key}"));
    grants_of_column(model, column).into_iter().chain(fed).collect()
}

fn grants_of_column(model: &Model, column: Id) -> Option<String> {
    let mut granted = Granted::new();
    for one in model.objects.iter().filter(|one| one.is("column_grant") && one.columns.contains(&column)) {
        let what: &[&str] = one.of(0, &[&["select"][..], &["update", "select"], &["insert"]]);
        give(&mut granted, one.of(1, &GRANTEES), what, !option(one, 1, 2).is_empty());
    }
    granted_key(&granted)
}

/// A grant on a table, a view or a sequence.
#[derive(Debug)]
struct Grant;

impl Kind for Grant {
    fn word(&self) -> &'static str {
        "grant"
    }

    fn weight(&self) -> usize {
        8
    }

    fn renamed(&self) -> bool {
        false
    }

    fn namespaced(&self) -> bool {
        false
    }

    fn knobs(&self) -> &'static [Knob] {
        // What, to whom, with the right to hand it on.
        const { &[turns(4), turns(3), turns(2)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        let mut relations: Vec<Id> = model.tables.iter().map(|table| table.id).collect();
        relations.extend(model.views.iter().map(|view| view.id));
        let words = ["partitioned", "heir", "view", "function_view", "materialized", "foreign_table", "family"];
        relations.extend(model.objects.iter().filter(|other| words.contains(&other.kind.word())).map(|other| other.id));
        one.on = random.pick(&relations).copied();
        one.on.is_some()
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let what = one.of(0, &["SELECT", "SELECT, INSERT", "ALL", "UPDATE, REFERENCES, TRIGGER"]);
        let (to, option) = (one.of(1, &GRANTEES), option(one, 1, 2));
        vec![format!("GRANT {what} ON {} TO {to}{option}", model.relation(one.on.expect("a relation")))]
    }

    fn address(&self, _: &Model, _: &Object) -> Option<String> {
        None
    }

    fn in_toml(&self) -> bool {
        true
    }
}

#[derive(Debug)]
struct ColumnGrant;

impl Kind for ColumnGrant {
    fn word(&self) -> &'static str {
        "column_grant"
    }

    fn renamed(&self) -> bool {
        false
    }

    fn namespaced(&self) -> bool {
        false
    }

    fn weight(&self) -> usize {
        6
    }

    fn knobs(&self) -> &'static [Knob] {
        const { &[turns(3), turns(3), turns(2)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        let Some(table) = a_table(model, random, 1).and_then(|id| model.table(id)) else { return false };
        one.on = Some(table.id);
        one.columns = some_columns(table, random, 2);
        !one.columns.is_empty()
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let columns: Vec<String> = one.columns.iter().map(|id| model.quote(&model.name(*id))).collect();
        let columns = columns.join(", ");
        let what = one.of(0, &["SELECT ({})", "UPDATE ({}), SELECT ({})", "INSERT ({})"]).replace("{}", &columns);
        let (to, option) = (one.of(1, &GRANTEES), option(one, 1, 2));
        vec![format!("GRANT {what} ON {} TO {to}{option}", model.relation(one.on.expect("a table")))]
    }

    fn address(&self, _: &Model, _: &Object) -> Option<String> {
        None
    }

    fn in_toml(&self) -> bool {
        true
    }
}

/// A grant on a namespace.
#[derive(Debug)]
struct NamespaceGrant;

impl Kind for NamespaceGrant {
    fn word(&self) -> &'static str {
        "namespace_grant"
    }

    fn renamed(&self) -> bool {
        false
    }

    fn namespaced(&self) -> bool {
        false
    }

    fn early(&self) -> bool {
        false
    }

    fn knobs(&self) -> &'static [Knob] {
        // What, to whom, with the right to hand it on.
        const { &[turns(3), turns(3), turns(2)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        let namespaces: Vec<Id> = model.namespaces.iter().map(|namespace| namespace.id).collect();
        one.on = random.pick(&namespaces).copied();
        one.on.is_some()
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let what = one.of(0, &["USAGE", "CREATE", "ALL"]);
        let namespace = model.quote(model.namespace(one.on).expect("a namespace"));
        vec![format!("GRANT {what} ON SCHEMA {namespace} TO {}{}", one.of(1, &GRANTEES), option(one, 1, 2))]
    }

    fn address(&self, _: &Model, _: &Object) -> Option<String> {
        None
    }

    fn in_toml(&self) -> bool {
        true
    }
}

/// A grant on the sequence that feeds a column.
#[derive(Debug)]
struct SequenceGrant;

impl Kind for SequenceGrant {
    fn word(&self) -> &'static str {
        "sequence_grant"
    }

    fn renamed(&self) -> bool {
        false
    }

    fn namespaced(&self) -> bool {
        false
    }

    fn knobs(&self) -> &'static [Knob] {
        // What, to whom, with the right to hand it on.
        const { &[turns(3), turns(3), turns(2)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        let numbered: Vec<(Id, Id)> = model
            .tables
            .iter()
            .flat_map(|table| table.columns.iter().map(move |column| (table.id, column)))
            .filter(|(_, column)| column.identity.is_some())
            .map(|(table, column)| (table, column.id))
            .collect();
        let Some((table, column)) = random.pick(&numbered).copied() else { return false };
        one.on = Some(table);
        one.columns = vec![column];
        true
    }

    fn fits(&self, model: &Model, one: &Object) -> bool {
        one.columns.iter().all(|id| model.column(*id).is_some_and(|(_, column)| column.identity.is_some()))
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let table = model.string(&model.relation(one.on.expect("a table")));
        let column = model.string(&model.name(one.columns[0]));
        let what = one.of(0, &["USAGE", "SELECT, UPDATE", "ALL"]);
        let (to, option) = (one.of(1, &GRANTEES), option(one, 1, 2));
        vec![format!(
            "DO $do$ BEGIN EXECUTE format('GRANT {what} ON SEQUENCE %s TO {to}{option}', pg_get_serial_sequence({table}, {column})); END \
             $do$"
        )]
    }

    fn address(&self, _: &Model, _: &Object) -> Option<String> {
        None
    }

    fn in_toml(&self) -> bool {
        true
    }
}

/// A grant on a function, a type, a server; for functions and types, what everybody has is taken away.
#[derive(Debug)]
struct ObjectGrant;

impl Kind for ObjectGrant {
    fn word(&self) -> &'static str {
        "object_grant"
    }

    fn weight(&self) -> usize {
        6
    }

    fn renamed(&self) -> bool {
        false
    }

    fn namespaced(&self) -> bool {
        false
    }

    fn early(&self) -> bool {
        false
    }

    fn knobs(&self) -> &'static [Knob] {
        // Given or taken, to whom, with the right to hand it on.
        const { &[turns(3), turns(2), turns(2)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        let words = [
            "pure",
            "function",
            "procedure",
            "aggregate",
            "trigger_function",
            "table_function",
            "domain",
            "composite",
            "range",
            "server",
            "wrapper",
            "counter",
        ];
        let objects: Vec<Id> =
            model.objects.iter().filter(|other| words.contains(&other.kind.word())).map(|other| other.id).collect();
        one.uses.extend(random.pick(&objects));
        !one.uses.is_empty()
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let of = model.object(one.uses[0]).expect("an object");
        let address = of.kind.address(model, of).expect("an address");
        let (what, address) = match of.kind.word() {
            "domain" | "composite" | "range" => ("USAGE", address),
            "counter" => ("USAGE", address),
            "server" => ("USAGE", address.replacen("SERVER", "FOREIGN SERVER", 1)),
            "wrapper" => ("USAGE", address),
            "aggregate" => {
                ("EXECUTE", address.replacen("AGGREGATE", "FUNCTION", 1).replace(" ORDER BY VARIADIC \"any\"", ""))
            }
            _ => ("EXECUTE", address),
        };
        let given = format!("GRANT {what} ON {address} TO {}{}", one.of(1, &GRANTEES), option(one, 1, 2));
        let taken = format!("REVOKE {what} ON {address} FROM PUBLIC");
        match one.knob(0) {
            0 => vec![given],
            1 => vec![taken],
            _ => vec![taken, given],
        }
    }

    fn address(&self, _: &Model, _: &Object) -> Option<String> {
        None
    }

    fn in_toml(&self) -> bool {
        true
    }
}

#[derive(Debug)]
struct DefaultPrivileges;

impl DefaultPrivileges {
    /// Whether what everybody has to begin with is taken away, and not given back.
    fn takes(one: &Object) -> bool {
        one.knob(3) == 1 && matches!(one.knob(0), 1 | 3) && one.knob(1) != 2 && one.namespace.is_none()
    }
}

impl Kind for DefaultPrivileges {
    fn moves(&self) -> bool {
        false
    }

    fn word(&self) -> &'static str {
        "default_privileges"
    }

    fn weight(&self) -> usize {
        6
    }

    fn renamed(&self) -> bool {
        false
    }

    fn early(&self) -> bool {
        false
    }

    fn knobs(&self) -> &'static [Knob] {
        // Of what, to whom, with the right to hand it on, taken from everybody.
        const { &[turns(5), turns(3), turns(2), turns(2)] }
    }

    fn tie(&self, _: &mut Model, _: &mut Random, one: &mut Object) -> bool {
        // Namespaces lie in none.
        if one.knob(0) == 4 {
            one.namespace = None;
        }
        true
    }

    fn fits(&self, model: &Model, one: &Object) -> bool {
        let same = |other: &Object| {
            other.is("default_privileges")
                && other.id != one.id
                && (other.knob(0), other.namespace) == (one.knob(0), one.namespace)
        };
        !model.objects.iter().any(same) && (one.knob(0) < 4 || one.namespace.is_none())
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let what = one.of(
            0,
            &["SELECT ON TABLES", "EXECUTE ON FUNCTIONS", "USAGE ON SEQUENCES", "USAGE ON TYPES", "USAGE ON SCHEMAS"],
        );
        let within = match model.namespace(one.namespace) {
            Some(namespace) => format!(" IN SCHEMA {}", model.quote(namespace)),
            None => String::new(),
        };
        // Those of a role that makes nothing here: what came after would have them on one side only.
        let head = format!("ALTER DEFAULT PRIVILEGES FOR ROLE pairs_owner{within}");
        let mut sql = vec![];
        if DefaultPrivileges::takes(one) {
            sql.push(format!("{head} REVOKE {what} FROM PUBLIC"));
        }
        sql.push(format!("{head} GRANT {what} TO {}{}", one.of(1, &GRANTEES), option(one, 1, 2)));
        sql
    }

    fn address(&self, _: &Model, _: &Object) -> Option<String> {
        None
    }

    fn toml(&self, model: &Model, one: &Object, _: Option<&str>) -> Option<String> {
        let what = one.of(0, &["tables", "functions", "sequences", "types", "schemas"]);
        let within = match model.namespace(one.namespace) {
            Some(namespace) if namespace.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()) => {
                format!(" in {namespace}")
            }
            Some(namespace) => format!(" in \"{}\"", namespace.replace('"', "\"\"")),
            None => String::new(),
        };
        let privilege = one.of(0, &["select", "execute", "usage", "usage", "usage"]);
        let mut granted = Granted::new();
        if DefaultPrivileges::takes(one) {
            give(&mut granted, "PUBLIC", &[&format!("no {privilege}")], false);
        }
        give(&mut granted, one.of(1, &GRANTEES), &[privilege], !option(one, 1, 2).is_empty());
        let name = text(&format!("{what}{within} for pairs_owner"));
        Some(format!("\n[default_privileges.{name}]\n{}\n", granted_key(&granted)?))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

/// An owner who is not the one that makes the schema.
#[derive(Debug)]
struct Owner;

impl Kind for Owner {
    fn word(&self) -> &'static str {
        "owner"
    }

    fn renamed(&self) -> bool {
        false
    }

    fn namespaced(&self) -> bool {
        false
    }

    fn early(&self) -> bool {
        false
    }

    fn knobs(&self) -> &'static [Knob] {
        const { &[turns(2)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        let words = [
            "pure",
            "function",
            "procedure",
            "aggregate",
            "domain",
            "composite",
            "range",
            "view",
            "materialized",
            "partitioned",
            "statistics",
            "dictionary",
            "configuration",
            "collation",
            "family",
            "heir",
            "operator",
            "operator_class",
            "table_function",
            "trigger_function",
        ];
        let mut objects: Vec<Id> =
            model.objects.iter().filter(|other| words.contains(&other.kind.word())).map(|other| other.id).collect();
        objects.extend(model.tables.iter().map(|table| table.id));
        one.on = random.pick(&objects).copied();
        one.on.is_some()
    }

    fn fits(&self, model: &Model, one: &Object) -> bool {
        !model.objects.iter().any(|other| other.is("owner") && other.id != one.id && other.on == one.on)
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let on = one.on.expect("an object");
        let address = match model.object(on) {
            Some(of) => of.kind.address(model, of).expect("an address"),
            None => format!("TABLE {}", model.relation(on)),
        };
        vec![format!("ALTER {address} OWNER TO {}", one.of(0, &OWNERS))]
    }

    fn address(&self, _: &Model, _: &Object) -> Option<String> {
        None
    }

    fn in_toml(&self) -> bool {
        true
    }
}
