//! What stands at the rows of a table: triggers, rules, policies, row-level security, and statistics.

use super::super::model::{Id, Model};
use super::super::random::Random;
use super::super::toml::text;
use super::routines::routine_section;
use super::{
    Kind, Knob, Object, a_table, enabled, need, part_section, some_columns, sql_key, statement_section, turns,
};

pub(super) const KINDS: &[&dyn Kind] =
    &[&TriggerFunction, &Trigger, &ViewTrigger, &Rule, &ViewRule, &Policy, &RowSecurity, &Statistics];

/// What triggers run.
#[derive(Debug)]
struct TriggerFunction;

impl Kind for TriggerFunction {
    fn word(&self) -> &'static str {
        "trigger_function"
    }

    fn base(&self) -> &'static str {
        "touch"
    }

    fn weight(&self) -> usize {
        2
    }

    fn knobs(&self) -> &'static [Knob] {
        // Body, security.
        const { &[turns(3), turns(2)] }
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let body = one.of(0, &["", "  -- it's; \"nothing\n", "  PERFORM 'a;b';\n"]);
        let security = one.of(1, &["", " SECURITY DEFINER"]);
        vec![format!(
            "CREATE FUNCTION {}() RETURNS trigger LANGUAGE plpgsql{security} AS $f$\nBEGIN\n{body}  IF TG_OP = 'DELETE' THEN RETURN \
             OLD; END IF;\n  RETURN NEW;\nEND\n$f$",
            one.qualified(model)
        )]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("FUNCTION {}()", one.qualified(model)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        Some(routine_section(model, one, was, "function"))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

#[derive(Debug)]
struct Trigger;

const BEFORE_INSERT: usize = 0;
const AFTER_UPDATE: usize = 2;
const TRUNCATE: usize = 5;

impl Kind for Trigger {
    fn word(&self) -> &'static str {
        "trigger"
    }

    fn weight(&self) -> usize {
        12
    }

    fn namespaced(&self) -> bool {
        false
    }

    fn knobs(&self) -> &'static [Knob] {
        // Event, by row, condition, columns, constraint, transition table, state, argument.
        const { &[turns(6), turns(2), turns(2), turns(2), turns(3), turns(2), turns(4), turns(2)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        one.uses.extend(need(model, random, "trigger_function", 20));
        let parted: Vec<Id> =
            model.objects.iter().filter(|other| other.is("partitioned")).map(|other| other.id).collect();
        if let Some(parted) = random.pick(&parted).filter(|_| random.chance(40)) {
            one.on = Some(*parted);
            return !one.uses.is_empty();
        }
        let Some(table) = a_table(model, random, 1).and_then(|id| model.table(id)) else { return false };
        one.on = Some(table.id);
        one.columns = some_columns(table, random, 1);
        !one.uses.is_empty() && !one.columns.is_empty()
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let events = [
            "BEFORE INSERT",
            "BEFORE UPDATE",
            "AFTER UPDATE",
            "AFTER INSERT OR DELETE",
            "BEFORE DELETE",
            "AFTER TRUNCATE",
        ];
        let (event, name) = (one.knob(0), model.quote(&one.name));
        let column = one.columns.first().map(|id| model.quote(&model.name(*id)));
        let generated =
            one.columns.iter().any(|id| model.column(*id).is_some_and(|(_, column)| column.generated.is_some()));
        let after = matches!(event, 2 | 3);
        let parted = one.on.is_some_and(|id| model.object(id).is_some());
        let transition = event == AFTER_UPDATE && one.knob(5) == 1 && one.knob(4) == 0 && !(parted && one.knob(1) == 0);
        let constraint = after && one.knob(4) > 0;
        let by_row = event != TRUNCATE && (one.knob(1) == 0 || constraint);
        let updates = matches!(event, 1 | 2);
        let of = match &column {
            Some(column) if updates && one.knob(3) == 1 && !transition && !generated => format!(" OF {column}"),
            _ => String::new(),
        };
        let when = match (&column, event) {
            (Some(column), BEFORE_INSERT) if !generated => format!("NEW.{column} IS NOT NULL"),
            (Some(column), 4) => format!("OLD.{column} IS NULL"),
            (Some(column), 1 | 2) if !(generated && event == 1) => {
                format!("OLD.{column} IS NULL OR NEW.{column} IS NOT NULL")
            }
            _ => String::new(),
        };
        let when =
            if by_row && one.knob(2) == 1 && !when.is_empty() { format!(" WHEN ({when})") } else { String::new() };
        let deferrable = match one.knob(4) {
            1 if constraint => " DEFERRABLE INITIALLY IMMEDIATE",
            2 if constraint => " DEFERRABLE INITIALLY DEFERRED",
            _ => "",
        };
        let table = model.relation(one.on.expect("a table"));
        let function = model.object(one.uses[0]).expect("a function").qualified(model);
        let mut sql = vec![format!(
            "CREATE {}TRIGGER {name} {}{of} ON {table}{deferrable}{} FOR EACH {}{when} EXECUTE FUNCTION {function}({})",
            if constraint { "CONSTRAINT " } else { "" },
            events[event],
            if transition { " REFERENCING OLD TABLE AS was NEW TABLE AS is_now" } else { "" },
            if by_row { "ROW" } else { "STATEMENT" },
            one.of(7, &["", "'it''s; x', 'b'"]),
        )];
        let state = one.of(6, &["", "DISABLE", "ENABLE REPLICA", "ENABLE ALWAYS"]);
        if !state.is_empty() {
            sql.push(format!("ALTER TABLE {table} {state} TRIGGER {name}"));
        }
        sql
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("TRIGGER {} ON {}", model.quote(&one.name), model.relation(one.on?)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        let keys: Vec<String> = [sql_key(model, one)].into_iter().chain(enabled(one, 6)).collect();
        Some(part_section(model, one, was, "triggers", &keys))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

/// Any view that is not materialized.
fn a_view(model: &Model, random: &mut Random) -> Option<Id> {
    let mut views: Vec<Id> = model.views.iter().filter(|view| !view.materialized).map(|view| view.id).collect();
    views.extend(model.objects.iter().filter(|one| one.is("view")).map(|one| one.id));
    random.pick(&views).copied()
}

/// Whether a view is still one.
fn is_view(model: &Model, id: Option<Id>) -> bool {
    id.is_some_and(|id| model.view(id).is_none_or(|view| !view.materialized))
}

/// A trigger in place of what is done to a view.
#[derive(Debug)]
struct ViewTrigger;

impl Kind for ViewTrigger {
    fn word(&self) -> &'static str {
        "view_trigger"
    }

    fn base(&self) -> &'static str {
        "instead"
    }

    fn namespaced(&self) -> bool {
        false
    }

    fn weight(&self) -> usize {
        8
    }

    fn knobs(&self) -> &'static [Knob] {
        const { &[turns(4), turns(2)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        one.uses.extend(need(model, random, "trigger_function", 20));
        one.on = a_view(model, random);
        one.on.is_some() && !one.uses.is_empty()
    }

    fn fits(&self, model: &Model, one: &Object) -> bool {
        is_view(model, one.on)
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let event = one.of(0, &["INSERT", "UPDATE", "DELETE", "INSERT OR UPDATE"]);
        let view = model.relation(one.on.expect("a view"));
        let function = model.object(one.uses[0]).expect("a function").qualified(model);
        vec![format!(
            "CREATE TRIGGER {} INSTEAD OF {event} ON {view} FOR EACH ROW EXECUTE FUNCTION {function}({})",
            model.quote(&one.name),
            one.of(1, &["", "'x'"])
        )]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("TRIGGER {} ON {}", model.quote(&one.name), model.relation(one.on?)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        Some(part_section(model, one, was, "triggers", &[sql_key(model, one)]))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

#[derive(Debug)]
struct Rule;

impl Kind for Rule {
    fn word(&self) -> &'static str {
        "rule"
    }

    fn namespaced(&self) -> bool {
        false
    }

    fn knobs(&self) -> &'static [Knob] {
        // What it does, state.
        const { &[turns(5), turns(4)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        let Some(table) = a_table(model, random, 1).and_then(|id| model.table(id)) else { return false };
        one.on = Some(table.id);
        one.columns = some_columns(table, random, 1);
        !one.columns.is_empty()
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let (table, name) = (model.relation(one.on.expect("a table")), model.quote(&one.name));
        let column = model.quote(&model.name(one.columns[0]));
        let (event, rest) = match one.knob(0) {
            0 => ("UPDATE", "DO ALSO NOTIFY pairs, 'it''s; x'".to_owned()),
            1 => ("DELETE", "DO INSTEAD NOTHING".into()),
            2 => ("INSERT", "DO ALSO NOTIFY pairs".into()),
            3 => (
                "UPDATE",
                format!(
                    "WHERE OLD.{column} IS NULL AND NEW.{column} IS NOT NULL DO ALSO (DELETE FROM {table} WHERE false; DELETE \
                     FROM {table} WHERE OLD.{column} IS NULL AND false)"
                ),
            ),
            _ => ("DELETE", format!("WHERE OLD.{column} IS NULL DO INSTEAD NOTHING")),
        };
        let mut sql = vec![format!("CREATE RULE {name} AS ON {event} TO {table} {rest}")];
        let state = one.of(1, &["", "DISABLE", "ENABLE REPLICA", "ENABLE ALWAYS"]);
        if !state.is_empty() {
            sql.push(format!("ALTER TABLE {table} {state} RULE {name}"));
        }
        sql
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("RULE {} ON {}", model.quote(&one.name), model.relation(one.on?)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        let keys: Vec<String> = [sql_key(model, one)].into_iter().chain(enabled(one, 1)).collect();
        Some(part_section(model, one, was, "rules", &keys))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

/// A rule of a view.
#[derive(Debug)]
struct ViewRule;

impl Kind for ViewRule {
    fn word(&self) -> &'static str {
        "view_rule"
    }

    fn base(&self) -> &'static str {
        "rule_of"
    }

    fn namespaced(&self) -> bool {
        false
    }

    fn weight(&self) -> usize {
        8
    }

    fn knobs(&self) -> &'static [Knob] {
        const { &[turns(3)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        one.on = a_view(model, random);
        one.on.is_some()
    }

    fn fits(&self, model: &Model, one: &Object) -> bool {
        is_view(model, one.on)
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let event = one.of(0, &["INSERT", "UPDATE", "DELETE"]);
        let (name, view) = (model.quote(&one.name), model.relation(one.on.expect("a view")));
        vec![format!("CREATE RULE {name} AS ON {event} TO {view} DO INSTEAD NOTHING")]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("RULE {} ON {}", model.quote(&one.name), model.relation(one.on?)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        Some(part_section(model, one, was, "rules", &[sql_key(model, one)]))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

#[derive(Debug)]
struct Policy;

const COMMANDS: [&str; 5] = ["ALL", "SELECT", "INSERT", "UPDATE", "DELETE"];

impl Policy {
    /// Which rows there are, and which may be written.
    fn conditions(model: &Model, one: &Object) -> (Option<String>, Option<String>) {
        let column = model.quote(&model.name(one.columns[0]));
        let function = one.uses.first().and_then(|id| model.object(*id)).map(|used| used.qualified(model));
        let condition = match (one.knob(5), function) {
            (0, Some(function)) => format!("{function}(length({column}::text)) > 0"),
            (0 | 1, _) => format!("{column} IS NOT NULL"),
            (2, _) => format!("{column} IS NULL OR CURRENT_USER = 'it''s; x'"),
            _ => format!(
                "EXISTS (SELECT FROM {} x WHERE x.{column} IS NOT NULL)",
                model.relation(one.on.expect("a table"))
            ),
        };
        let command = one.of(1, &COMMANDS);
        let using = command != "INSERT" && (one.knob(3) == 0 || matches!(command, "SELECT" | "DELETE"));
        let check = matches!(command, "ALL" | "INSERT" | "UPDATE") && (one.knob(4) == 0 || !using);
        (using.then(|| condition.clone()), check.then_some(condition))
    }
}

impl Kind for Policy {
    fn word(&self) -> &'static str {
        "policy"
    }

    fn weight(&self) -> usize {
        10
    }

    fn namespaced(&self) -> bool {
        false
    }

    fn knobs(&self) -> &'static [Knob] {
        // Permissive, command, roles, using, check, condition.
        const { &[turns(2), turns(5), turns(4), turns(2), turns(2), turns(4)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        let Some(table) = a_table(model, random, 1).and_then(|id| model.table(id)) else { return false };
        one.on = Some(table.id);
        one.columns = some_columns(table, random, 1);
        one.uses.extend(super::a_function(model, random, 50));
        !one.columns.is_empty()
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let (using, check) = Policy::conditions(model, one);
        let mut sql = format!(
            "CREATE POLICY {} ON {} AS {} FOR {} TO {}",
            model.quote(&one.name),
            model.relation(one.on.expect("a table")),
            one.of(0, &["PERMISSIVE", "RESTRICTIVE"]),
            one.of(1, &COMMANDS),
            one.of(2, &["PUBLIC", "pairs_reader", "pairs_reader, pairs_writer", "CURRENT_USER"]),
        );
        if let Some(condition) = using {
            sql += &format!(" USING ({condition})");
        }
        if let Some(condition) = check {
            sql += &format!(" WITH CHECK ({condition})");
        }
        vec![sql]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("POLICY {} ON {}", model.quote(&one.name), model.relation(one.on?)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        let (using, check) = Policy::conditions(model, one);
        let mut keys = vec![];
        if one.knob(0) == 1 {
            keys.push("restrictive = true".to_owned());
        }
        if one.knob(1) > 0 {
            keys.push(format!("for = \"{}\"", one.of(1, &COMMANDS).to_lowercase()));
        }
        let to = one.of(2, &["", "\"pairs_reader\"", "[\"pairs_reader\", \"pairs_writer\"]", "\"postgres\""]);
        if !to.is_empty() {
            keys.push(format!("to = {to}"));
        }
        keys.extend(using.map(|sql| format!("using = {}", text(&sql))));
        keys.extend(check.map(|sql| format!("check = {}", text(&sql))));
        Some(part_section(model, one, was, "policies", &keys))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

/// Row-level security of a table.
#[derive(Debug)]
struct RowSecurity;

impl Kind for RowSecurity {
    fn word(&self) -> &'static str {
        "row_security"
    }

    fn renamed(&self) -> bool {
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
        !model.objects.iter().any(|other| other.is("row_security") && other.id != one.id && other.on == one.on)
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let table = model.relation(one.on.expect("a table"));
        let words: &[&str] = match one.knob(0) {
            0 => &["ENABLE"],
            1 => &["FORCE"],
            _ => &["ENABLE", "FORCE"],
        };
        words.iter().map(|word| format!("ALTER TABLE {table} {word} ROW LEVEL SECURITY")).collect()
    }

    fn address(&self, _: &Model, _: &Object) -> Option<String> {
        None
    }

    fn table_keys(&self, _: &Model, one: &Object) -> String {
        let keys = ["row_level_security = true\n", "force_row_level_security = true\n"];
        match one.knob(0) {
            2 => keys.concat(),
            key => keys[key].to_owned(),
        }
    }

    fn in_toml(&self) -> bool {
        true
    }
}

#[derive(Debug)]
struct Statistics;

impl Kind for Statistics {
    fn word(&self) -> &'static str {
        "statistics"
    }

    fn base(&self) -> &'static str {
        "stats_of"
    }

    fn knobs(&self) -> &'static [Knob] {
        // Kinds, target, expression.
        const { &[turns(5), turns(2), turns(2)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        let Some(table) = a_table(model, random, 2).and_then(|id| model.table(id)) else { return false };
        one.on = Some(table.id);
        one.columns = some_columns(table, random, 2);
        one.columns.len() == 2
    }

    fn fits(&self, model: &Model, one: &Object) -> bool {
        // An object's type may have no order, and what is computed at each reading can have none.
        one.columns.iter().all(|id| model.column(*id).is_some_and(|(_, column)| !column.ty.is_of_object()))
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let kinds = one.of(0, &["", " (ndistinct)", " (dependencies)", " (mcv)", " (ndistinct, mcv)"]);
        let [a, b] = [0, 1].map(|at| model.quote(&model.name(one.columns[at])));
        let on = match one.knob(2) {
            0 => format!("{a}, {b}"),
            _ => format!("{a}, ({b} IS NULL)"),
        };
        let name = one.qualified(model);
        let mut sql =
            vec![format!("CREATE STATISTICS {name}{kinds} ON {on} FROM {}", model.relation(one.on.expect("a table")))];
        if one.knob(1) == 1 {
            sql.push(format!("ALTER STATISTICS {name} SET STATISTICS 100"));
        }
        sql
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("STATISTICS {}", one.qualified(model)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        let target = (one.knob(1) == 1).then(|| "target = 100".to_owned());
        Some(statement_section(model, one, was, "statistics", target.as_slice()))
    }

    fn in_toml(&self) -> bool {
        true
    }
}
