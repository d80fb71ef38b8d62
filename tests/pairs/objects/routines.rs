//! Functions, procedures, aggregates, and event triggers.

use super::super::model::{Id, Model};
use super::super::random::Random;
use super::super::toml;
use super::{Kind, Knob, Object, enabled, need, section, sql_key, statement_section, turns};

pub(super) const KINDS: &[&dyn Kind] =
    &[&Pure, &Function, &TableFunction, &Procedure, &Aggregate, &EventFunction, &EventTrigger];

const VOLATILITY: [&str; 3] = ["", " STABLE", " IMMUTABLE"];
const ATTRIBUTES: [&str; 8] = [
    "",
    " STRICT",
    " SECURITY DEFINER",
    " PARALLEL SAFE",
    " COST 7",
    " SET search_path TO 'pg_catalog', 'public'",
    " SET work_mem TO '1MB'",
    " LEAKPROOF",
];

/// The section of a function or a procedure: the arguments' types stand behind its name where others have the name too.
pub(super) fn routine_section(model: &Model, one: &Object, was: Option<&str>, word: &str) -> String {
    let mut name = toml::name(model, one.namespace, &one.name);
    let same = |other: &&Object| (other.namespace, &other.name) == (one.namespace, &one.name);
    if one.name.contains('(') {
        let quoted = format!("\"{}\"", one.name.replace('"', "\"\""));
        name = model.namespace(one.namespace).map_or(quoted.clone(), |of| format!("{}.{quoted}", toml::part(of)));
    }
    if model.objects.iter().filter(same).count() > 1
        && let Some((_, arguments)) = one.kind.address(model, one).as_deref().and_then(|text| text.rsplit_once('('))
    {
        name += &format!("({arguments}");
    }
    section(word, &name, one, was, &[sql_key(model, one)])
}

/// A function of an integer that gives the same integer in however many ways it is written: for checks, defaults, indexes and
/// generated columns.
#[derive(Debug)]
struct Pure;

impl Kind for Pure {
    fn word(&self) -> &'static str {
        "pure"
    }

    fn base(&self) -> &'static str {
        "same"
    }

    fn weight(&self) -> usize {
        8
    }

    fn knobs(&self) -> &'static [Knob] {
        // Language, body, attribute, result, name of the argument.
        const { &[turns(3), turns(3), turns(8), turns(2), turns(2)] }
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let argument = one.of(4, &["a", "\"the value\""]);
        let result = one.of(3, &["integer", "bigint"]);
        let body = one.of(1, &["{} + 0", "0 + {}", "{} + 1 - 1"]).replace("{}", argument);
        let body = match one.knob(0) {
            0 => format!("LANGUAGE sql IMMUTABLE{} AS $f$SELECT ({body})::{result}$f$", one.of(2, &ATTRIBUTES)),
            1 => format!(
                "LANGUAGE plpgsql IMMUTABLE{} AS $f$\nBEGIN\n  -- it's; the \"same\"\n  RETURN {body};\nEND\n$f$",
                one.of(2, &ATTRIBUTES)
            ),
            _ => format!("LANGUAGE sql IMMUTABLE{} RETURN ({body})::{result}", one.of(2, &ATTRIBUTES)),
        };
        vec![format!("CREATE FUNCTION {}({argument} integer) RETURNS {result} {body}", one.qualified(model))]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("FUNCTION {}(integer)", one.qualified(model)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        Some(routine_section(model, one, was, "function"))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

/// A function of any form.
#[derive(Debug)]
pub(super) struct Function;

impl Function {
    /// The types of the arguments that tell it from others.
    fn identity(one: &Object) -> &'static str {
        one.of(2, &["integer", "integer, integer", "text", "integer, VARIADIC integer[]", "integer"])
    }

    fn arguments(one: &Object) -> String {
        let first = one.of(7, &["a", "\"First\""]);
        match one.knob(2) {
            0 => format!("{first} integer"),
            1 => format!("{first} integer, b integer{}", one.of(6, &["", " DEFAULT 3", " DEFAULT (2 + 2)"])),
            2 => format!("{first} text{}", one.of(6, &["", " DEFAULT 'it''s; x'", " DEFAULT NULL"])),
            3 => format!("{first} integer, VARIADIC c integer[]"),
            _ => format!("{first} integer, OUT x integer, OUT y text"),
        }
    }

    /// The type that it gives: an object's, where it uses one.
    fn result(model: &Model, one: &Object) -> String {
        if one.knob(2) == 4 {
            return "record".into();
        }
        match (one.knob(3), one.uses.first().and_then(|id| model.object(*id))) {
            (4 | 5, Some(used)) => used.qualified(model),
            (0 | 4, _) => "integer".into(),
            (1, _) => "bigint".into(),
            (2, _) => "SETOF integer".into(),
            _ => "TABLE(x integer, y text)".into(),
        }
    }

    /// A call of it.
    pub(super) fn call(model: &Model, one: &Object) -> String {
        let values = one.of(2, &["1", "1, 2", "'x'::text", "1, 2, 3", "1"]);
        format!("{}({values})", one.qualified(model))
    }
}

impl Kind for Function {
    fn word(&self) -> &'static str {
        "function"
    }

    fn base(&self) -> &'static str {
        "tally"
    }

    fn weight(&self) -> usize {
        9
    }

    fn knobs(&self) -> &'static [Knob] {
        // Language, body, arguments, result, volatility, attribute, default, name of the first argument, another attribute.
        const { &[turns(3), turns(3), turns(5), turns(6), turns(3), turns(8), turns(3), turns(2), turns(4)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        let others: Vec<(Option<Id>, String)> = model
            .objects
            .iter()
            .filter(|other| other.is("function"))
            .map(|other| (other.namespace, other.name.clone()))
            .collect();
        if random.chance(25)
            && let Some((namespace, name)) = random.pick(&others).cloned()
        {
            one.namespace = namespace;
            one.name = name;
        }
        let types: Vec<Id> = model.objects.iter().filter(|other| other.kind.is_type()).map(|other| other.id).collect();
        one.uses.extend(random.pick(&types).filter(|_| one.knob(3) > 3));
        true
    }

    fn fits(&self, model: &Model, one: &Object) -> bool {
        let same = |other: &&Object| {
            other.kind.word() == "function"
                && other.id != one.id
                && (other.namespace, &other.name) == (one.namespace, &one.name)
                && Function::identity(other).replace("VARIADIC ", "")
                    == Function::identity(one).replace("VARIADIC ", "")
        };
        !model.objects.iter().any(|other| same(&other))
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let result = Function::result(model, one);
        let number = 1 + one.knob(1);
        let values = match result.as_str() {
            "integer" | "SETOF integer" => format!("{number}"),
            "bigint" => format!("{number}::bigint"),
            "record" | "TABLE(x integer, y text)" => format!("{number}, 'it''s; -- {number}'::text"),
            other => format!("NULL::{other}"),
        };
        let language = if one.knob(0) == 1 { "plpgsql" } else { "sql" };
        let body = match (one.knob(0), result.as_str()) {
            (0, _) => format!("AS $f$SELECT {values} /* it's; $$ */$f$"),
            (1, "SETOF integer" | "TABLE(x integer, y text)") => {
                format!("AS $f$\nBEGIN\n  -- it's; \"x\n  RETURN QUERY SELECT {values};\nEND;\n$f$")
            }
            (1, "record") => format!("AS $f$\nBEGIN\n  x := {number};\n  y := 'a;b';\nEND\n$f$"),
            (1, "integer" | "bigint") => {
                format!("AS $f$\nDECLARE\n  n integer := {number};\nBEGIN\n  RETURN n;\nEND\n$f$")
            }
            (1, _) => format!("AS $f$BEGIN PERFORM {number}; RETURN NULL; END$f$"),
            _ => format!("BEGIN ATOMIC\n SELECT 'a;b'::text;\n SELECT {values};\nEND"),
        };
        let returns = if result == "record" { String::new() } else { format!(" RETURNS {result}") };
        let (volatility, attribute) = (one.of(4, &VOLATILITY), one.of(5, &ATTRIBUTES));
        let set = result.starts_with("SETOF") || result.starts_with("TABLE");
        let more = match one.knob(8) {
            1 if !attribute.contains("PARALLEL") => " PARALLEL RESTRICTED",
            2 if set => " ROWS 5",
            2 => " SET datestyle TO 'ISO, DMY'",
            3 => " SUPPORT generate_series_int4_support",
            _ => "",
        };
        vec![format!(
            "CREATE FUNCTION {}({}){returns} LANGUAGE {language}{volatility}{attribute}{more} {body}",
            one.qualified(model),
            Function::arguments(one),
        )]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("FUNCTION {}({})", one.qualified(model), Function::identity(one)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        Some(routine_section(model, one, was, "function"))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

/// A function that reads a table.
#[derive(Debug)]
struct TableFunction;

impl Kind for TableFunction {
    fn word(&self) -> &'static str {
        "table_function"
    }

    fn base(&self) -> &'static str {
        "rows_of"
    }

    fn knobs(&self) -> &'static [Knob] {
        // Form, language, number in the body.
        const { &[turns(4), turns(3), turns(2)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        let Some(table) = super::a_table(model, random, 1).and_then(|id| model.table(id)) else { return false };
        one.on = Some(table.id);
        one.columns = super::some_columns(table, random, 1);
        !one.columns.is_empty()
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let table = model.relation(one.on.expect("a table"));
        let column = model.quote(&model.name(one.columns[0]));
        let number = one.knob(2);
        let (arguments, returns, query) = match one.knob(0) {
            0 => ("", "bigint".to_owned(), format!("SELECT count({column}) + {number} FROM {table}")),
            1 => ("n integer", format!("SETOF {table}"), format!("SELECT * FROM {table} LIMIT {number}")),
            2 => ("", format!("SETOF {table}.{column}%TYPE"), format!("SELECT {column} FROM {table} LIMIT {number}")),
            _ => ("n integer", "boolean".to_owned(), format!("SELECT EXISTS (SELECT FROM {table} OFFSET {number})")),
        };
        let body = match (one.knob(1), one.knob(0)) {
            (0, _) => format!("LANGUAGE sql AS $f$ {query} $f$"),
            (1, 1 | 2) => format!("LANGUAGE plpgsql AS $f$BEGIN RETURN QUERY {query}; END$f$"),
            (1, _) => format!("LANGUAGE plpgsql AS $f$BEGIN RETURN ({query}); END$f$"),
            _ => format!("LANGUAGE sql BEGIN ATOMIC {query}; END"),
        };
        let arguments = if one.knob(0) == 3 { format!("r {table}") } else { arguments.to_owned() };
        vec![format!("CREATE FUNCTION {}({arguments}) RETURNS {returns} {body}", one.qualified(model))]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        let arguments = match one.knob(0) {
            0 | 2 => String::new(),
            1 => "integer".into(),
            _ => model.relation(one.on?),
        };
        Some(format!("FUNCTION {}({arguments})", one.qualified(model)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        Some(routine_section(model, one, was, "function"))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

#[derive(Debug)]
struct Procedure;

impl Kind for Procedure {
    fn word(&self) -> &'static str {
        "procedure"
    }

    fn base(&self) -> &'static str {
        "act"
    }

    fn weight(&self) -> usize {
        8
    }

    fn knobs(&self) -> &'static [Knob] {
        // Language, number in the body, arguments, attribute.
        const { &[turns(3), turns(3), turns(3), turns(3)] }
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let arguments = one.of(2, &["a integer", "INOUT a integer", "a integer, b text DEFAULT 'it''s; x'"]);
        let attribute = one.of(3, &["", " SECURITY DEFINER", " SET work_mem TO '1MB'"]);
        let number = one.knob(1);
        let body = match one.knob(0) {
            0 => format!("LANGUAGE sql{attribute} AS $f$SELECT {number} /* it's; */$f$"),
            1 => format!("LANGUAGE plpgsql{attribute} AS $f$\nBEGIN\n  -- it's; \n  a := {number};\nEND\n$f$"),
            _ => format!("LANGUAGE sql{attribute} BEGIN ATOMIC SELECT {number}; SELECT {number} + 1; END"),
        };
        vec![format!("CREATE PROCEDURE {}({arguments}) {body}", one.qualified(model))]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        let arguments = one.of(2, &["integer", "integer", "integer, text"]);
        Some(format!("PROCEDURE {}({arguments})", one.qualified(model)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        Some(routine_section(model, one, was, "procedure"))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

#[derive(Debug)]
struct Aggregate;

impl Kind for Aggregate {
    fn word(&self) -> &'static str {
        "aggregate"
    }

    fn base(&self) -> &'static str {
        "total_of"
    }

    fn knobs(&self) -> &'static [Knob] {
        // Form, function, first value, parallel, combined, how the state is handled.
        const { &[turns(3), turns(2), turns(3), turns(3), turns(2), turns(5)] }
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let mut options = match one.knob(0) {
            0 => format!("(integer) (SFUNC = {}, STYPE = integer", one.of(1, &["int4pl", "int4larger"])),
            1 => "(anycompatible) (SFUNC = array_append, STYPE = anycompatiblearray".to_owned(),
            _ => {
                "(VARIADIC \"any\" ORDER BY VARIADIC \"any\") (SFUNC = ordered_set_transition_multi, STYPE = internal, \
                  FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL"
                    .to_owned()
            }
        };
        if one.knob(0) < 2 {
            options += match (one.knob(0), one.knob(2)) {
                (0, 1) => ", INITCOND = '0'",
                (0, 2) => ", INITCOND = '7'",
                (1, 1 | 2) => ", INITCOND = '{}'",
                _ => "",
            };
        }
        options += one.of(3, &["", ", PARALLEL = SAFE", ", PARALLEL = RESTRICTED"]);
        if one.knob(0) == 0 {
            options += one.of(
                5,
                &[
                    "",
                    ", FINALFUNC = int4abs, FINALFUNC_MODIFY = SHAREABLE",
                    ", MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = integer, MSSPACE = 8",
                    ", SSPACE = 64",
                    ", SORTOP = <",
                ],
            );
        }
        if one.knob(0) == 0 && one.knob(4) == 1 {
            options += ", COMBINEFUNC = int4pl";
        }
        vec![format!("CREATE AGGREGATE {}{options})", one.qualified(model))]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        let arguments = one.of(0, &["integer", "anycompatible", "VARIADIC \"any\" ORDER BY VARIADIC \"any\""]);
        Some(format!("AGGREGATE {}({arguments})", one.qualified(model)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        Some(routine_section(model, one, was, "aggregate"))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

/// What event triggers run.
#[derive(Debug)]
struct EventFunction;

impl Kind for EventFunction {
    fn word(&self) -> &'static str {
        "event_function"
    }

    fn base(&self) -> &'static str {
        "on_ddl"
    }

    fn weight(&self) -> usize {
        1
    }

    fn knobs(&self) -> &'static [Knob] {
        const { &[turns(3)] }
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let body = one.of(0, &["NULL", "PERFORM 1", "-- it's; nothing\n  NULL"]);
        vec![format!(
            "CREATE FUNCTION {}() RETURNS event_trigger LANGUAGE plpgsql AS $f$\nBEGIN\n  {body};\nEND\n$f$",
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
struct EventTrigger;

impl Kind for EventTrigger {
    fn word(&self) -> &'static str {
        "event_trigger"
    }

    fn namespaced(&self) -> bool {
        false
    }

    fn weight(&self) -> usize {
        4
    }

    fn knobs(&self) -> &'static [Knob] {
        // Event, tags, state.
        const { &[turns(3), turns(3), turns(4)] }
    }

    fn early(&self) -> bool {
        false
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        one.uses.extend(need(model, random, "event_function", 20));
        !one.uses.is_empty()
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let (event, name) = (one.of(0, &["ddl_command_start", "ddl_command_end", "sql_drop"]), model.quote(&one.name));
        let tags = match (one.knob(0), one.knob(1)) {
            (_, 0) => "",
            (2, 1) => " WHEN TAG IN ('DROP TABLE')",
            (2, _) => " WHEN TAG IN ('DROP TABLE', 'DROP VIEW')",
            (_, 1) => " WHEN TAG IN ('CREATE TABLE')",
            _ => " WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE')",
        };
        let function = model.object(one.uses[0]).expect("a function").qualified(model);
        let mut sql = vec![format!("CREATE EVENT TRIGGER {name} ON {event}{tags} EXECUTE FUNCTION {function}()")];
        let state = one.of(2, &["", "DISABLE", "ENABLE REPLICA", "ENABLE ALWAYS"]);
        if !state.is_empty() {
            sql.push(format!("ALTER EVENT TRIGGER {name} {state}"));
        }
        sql
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("EVENT TRIGGER {}", model.quote(&one.name)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        Some(statement_section(model, one, was, "event_trigger", enabled(one, 2).as_slice()))
    }

    fn in_toml(&self) -> bool {
        true
    }
}
