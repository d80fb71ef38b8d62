//! Grants, default privileges and owners.

use super::super::model::{Id, Model};
use super::super::random::Random;
use super::{Kind, Knob, Object, a_table, some_columns, turns};

pub(super) const KINDS: &[&dyn Kind] = &[&Grant, &ColumnGrant, &ObjectGrant, &DefaultPrivileges, &Owner];

/// The roles that pairs speak of, made where they are missing: they are the server's and not the database's.
pub(crate) const fn roles() -> &'static str {
    "DO $$ DECLARE role text; BEGIN FOREACH role IN ARRAY ARRAY['pairs_reader', 'pairs_writer', 'pairs_owner'] LOOP
       IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN EXECUTE format('CREATE ROLE %I', role); END IF;
     END LOOP; END $$;"
}

/// Whether a schema says anything of grants.
pub(crate) fn manages_privileges(model: &Model) -> bool {
    model
        .objects
        .iter()
        .any(|one| ["grant", "column_grant", "object_grant", "default_privileges"].contains(&one.kind.word()))
}

/// Whether a schema says anything of owners.
pub(crate) fn manages_owners(model: &Model) -> bool {
    model.objects.iter().any(|one| one.is("owner"))
}

const GRANTEES: [&str; 3] = ["pairs_reader", "pairs_writer", "PUBLIC"];
const OPTION: [&str; 2] = ["", " WITH GRANT OPTION"];

fn option(one: &Object, grantee: usize, knob: usize) -> &'static str {
    // Nobody can hand on what everybody has.
    if one.knob(grantee) == 2 { "" } else { one.of(knob, &OPTION) }
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
}

#[derive(Debug)]
struct DefaultPrivileges;

impl Kind for DefaultPrivileges {
    fn word(&self) -> &'static str {
        "default_privileges"
    }

    fn weight(&self) -> usize {
        2
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
        // Of what, to whom.
        const { &[turns(4), turns(3)] }
    }

    fn fits(&self, model: &Model, one: &Object) -> bool {
        !model.objects.iter().any(|other| other.is("default_privileges") && other.id != one.id)
    }

    fn sql(&self, _: &Model, one: &Object) -> Vec<String> {
        let what = one.of(0, &["SELECT ON TABLES", "EXECUTE ON FUNCTIONS", "USAGE ON SEQUENCES", "USAGE ON TYPES"]);
        // Those of a role that makes nothing here: what came after would have them on one side only.
        vec![format!("ALTER DEFAULT PRIVILEGES FOR ROLE pairs_owner GRANT {what} TO {}", one.of(1, &GRANTEES))]
    }

    fn address(&self, _: &Model, _: &Object) -> Option<String> {
        None
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
        vec![format!("ALTER {address} OWNER TO {}", one.of(0, &["pairs_owner", "pairs_writer"]))]
    }

    fn address(&self, _: &Model, _: &Object) -> Option<String> {
        None
    }
}
