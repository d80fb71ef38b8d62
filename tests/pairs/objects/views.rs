//! Views with options, views over functions, and indexes of materialized views.

use super::super::model::{Id, Model};
use super::super::random::Random;
use super::super::toml::{name, text};
use super::super::types::Value;
use super::routines::Function;
use super::{Kind, Knob, Object, a_table, need, section, some_columns, turns};

pub(super) const KINDS: &[&dyn Kind] = &[&View, &FunctionView, &Materialized];

/// A view of a table, with options.
#[derive(Debug)]
struct View;

impl View {
    fn query(model: &Model, one: &Object) -> String {
        let columns: Vec<String> = one.columns.iter().map(|id| model.quote(&model.name(*id))).collect();
        let condition = if one.knob(1) == 1 { format!(" WHERE {} IS NOT NULL", columns[0]) } else { String::new() };
        format!("SELECT {} FROM {}{condition}", columns.join(", "), model.relation(one.on.expect("a table")))
    }

    /// A column with what an INSERT through the view gets there.
    fn default(model: &Model, one: &Object) -> Option<(String, String)> {
        let (_, column) = model.column(one.columns[0]).filter(|_| one.knob(3) > 0)?;
        match column.ty.value(2 + one.knob(3), model) {
            Value::Sql(value) => Some((column.name.clone(), value)),
            _ => None,
        }
    }
}

impl Kind for View {
    fn word(&self) -> &'static str {
        "view"
    }

    fn weight(&self) -> usize {
        6
    }

    fn knobs(&self) -> &'static [Knob] {
        // Options, condition, check option, default of a column.
        const { &[turns(4), turns(2), turns(3), turns(3)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        let Some(table) = a_table(model, random, 1).and_then(|id| model.table(id)) else { return false };
        one.on = Some(table.id);
        one.columns = some_columns(table, random, 2);
        !one.columns.is_empty()
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let options =
            one.of(0, &["", " WITH (security_barrier)", " WITH (security_invoker)", " WITH (security_invoker=false)"]);
        let check = match (one.knob(1), one.knob(2)) {
            (1, 1) => " WITH LOCAL CHECK OPTION",
            (1, 2) => " WITH CASCADED CHECK OPTION",
            _ => "",
        };
        let name = one.qualified(model);
        let mut sql = vec![format!("CREATE VIEW {name}{options} AS {}{check}", View::query(model, one))];
        if let Some((column, value)) = View::default(model, one) {
            sql.push(format!("ALTER VIEW {name} ALTER {} SET DEFAULT {value}", model.quote(&column)));
        }
        sql
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("VIEW {}", one.qualified(model)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        let mut keys = vec![format!("sql = {}", text(&View::query(model, one)))];
        let options =
            one.of(0, &["", "security_barrier = true", "security_invoker = true", "security_invoker = false"]);
        let check = match (one.knob(1), one.knob(2)) {
            (1, 1) => "check_option = \"local\"",
            (1, 2) => "check_option = \"cascaded\"",
            _ => "",
        };
        let options: Vec<&str> = [options, check].into_iter().filter(|option| !option.is_empty()).collect();
        if !options.is_empty() {
            keys.push(format!("with = {{ {} }}", options.join(", ")));
        }
        if let Some((column, value)) = View::default(model, one) {
            keys.push(format!("column_defaults = {{ {} = {{ sql = {} }} }}", text(&column), text(&value)));
        }
        Some(section("view", &name(model, one.namespace, &one.name), one, was, &keys))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

/// A view over what a function gives.
#[derive(Debug)]
struct FunctionView;

impl FunctionView {
    fn query(model: &Model, one: &Object) -> String {
        let call = Function::call(model, model.object(one.uses[0]).expect("a function"));
        let more = one.of(0, &["", ", 1 AS one"]);
        format!("SELECT x.*{more} FROM {call} x")
    }
}

impl Kind for FunctionView {
    fn word(&self) -> &'static str {
        "function_view"
    }

    fn base(&self) -> &'static str {
        "called"
    }

    fn knobs(&self) -> &'static [Knob] {
        const { &[turns(2)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        one.uses.extend(need(model, random, "function", 30));
        !one.uses.is_empty()
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        vec![format!("CREATE VIEW {} AS {}", one.qualified(model), FunctionView::query(model, one))]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("VIEW {}", one.qualified(model)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        let query = format!("sql = {}", text(&FunctionView::query(model, one)));
        Some(section("view", &name(model, one.namespace, &one.name), one, was, &[query]))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

/// A materialized view with indexes.
#[derive(Debug)]
struct Materialized;

impl Materialized {
    fn query(model: &Model, one: &Object) -> String {
        let column = model.quote(&model.name(one.columns[0]));
        let shown = match one.knob(0) {
            0 => format!("{column} IS NULL AS empty, count(*) AS number"),
            _ => format!("{column} IS NOT NULL AS empty, count(*) + 1 AS number"),
        };
        format!("SELECT {shown} FROM {} GROUP BY 1", model.relation(one.on.expect("a table")))
    }
}

impl Kind for Materialized {
    fn word(&self) -> &'static str {
        "materialized"
    }

    fn base(&self) -> &'static str {
        "kept"
    }

    fn knobs(&self) -> &'static [Knob] {
        // Query, data, fillfactor, how it is kept.
        const { &[turns(2), turns(2), turns(2), turns(3)] }
    }

    fn items(&self) -> (usize, usize) {
        (3, 2)
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        let table: Option<Id> = a_table(model, random, 1);
        let Some(table) = table.and_then(|id| model.table(id)) else { return false };
        one.on = Some(table.id);
        one.columns = some_columns(table, random, 1);
        !one.columns.is_empty()
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let query = Materialized::query(model, one);
        let with = one.of(2, &["", " WITH (fillfactor = 80)"]);
        let data = one.of(1, &["", " WITH NO DATA"]);
        let name = one.qualified(model);
        let mut sql = vec![format!("CREATE MATERIALIZED VIEW {name}{with} AS {query}{data}")];
        for (item, variant) in &one.items {
            let (unique, places) = match (item, variant) {
                (0, 0) => ("UNIQUE ", "empty"),
                (0, _) => ("UNIQUE ", "empty, number"),
                (1, 0) => ("", "number DESC"),
                (1, _) => ("", "number) WHERE (number > 1"),
                (_, 0) => ("", "(number + 1)"),
                _ => ("", "(number + 2), empty"),
            };
            sql.push(format!("CREATE {unique}INDEX ix_{}_{item} ON {name} ({places})", one.id));
        }
        match one.knob(3) {
            1 => sql.push(format!("ALTER MATERIALIZED VIEW {name} ALTER number SET STATISTICS 50")),
            2 => {
                let index = one.items.first().map(|(item, _)| format!("ix_{}_{item}", one.id));
                let whole = one.items.first() != Some(&(1, 1));
                sql.extend(index.filter(|_| whole).map(|on| format!("ALTER MATERIALIZED VIEW {name} CLUSTER ON {on}")));
            }
            _ => {}
        }
        sql
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("MATERIALIZED VIEW {}", one.qualified(model)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        let query = format!("sql = {}", text(&Materialized::query(model, one)));
        let mut keys = vec![query, "materialized = true".to_owned()];
        if one.knob(1) == 1 {
            keys.push("no_data = true".into());
        }
        if one.knob(2) == 1 {
            keys.push("with = { fillfactor = 80 }".into());
        }
        let index = |(item, variant): &(usize, usize)| {
            let index = match (item, variant) {
                (0, 0) => "{ columns = [\"empty\"], unique = true }",
                (0, _) => "{ columns = [\"empty\", \"number\"], unique = true }",
                (1, 0) => "[\"number desc\"]",
                (1, _) => "{ columns = [\"number\"], where = \"number > 1\" }",
                (_, 0) => "{ columns = [{ sql = \"number + 1\" }] }",
                _ => "{ columns = [{ sql = \"number + 2\" }, \"empty\"] }",
            };
            format!("ix_{}_{item} = {index}", one.id)
        };
        if !one.items.is_empty() {
            keys.push(format!("indexes = {{ {} }}", one.items.iter().map(index).collect::<Vec<_>>().join(", ")));
        }
        match (one.knob(3), one.items.first()) {
            (1, _) => keys.push("stored_columns = { number = { statistics = 50 } }".into()),
            (2, Some((item, variant))) if (*item, *variant) != (1, 1) => {
                keys.push(format!("cluster_on = \"ix_{}_{item}\"", one.id));
            }
            _ => {}
        }
        Some(section("view", &name(model, one.namespace, &one.name), one, was, &keys))
    }

    fn in_toml(&self) -> bool {
        true
    }
}
