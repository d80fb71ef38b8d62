//! Views with options, views over functions, and indexes of materialized views.

use super::super::model::{Id, Model};
use super::super::random::Random;
use super::routines::Function;
use super::{Kind, Knob, Object, a_table, need, some_columns, turns};

pub(super) const KINDS: &[&dyn Kind] = &[&View, &FunctionView, &Materialized];

/// A view of a table, with options.
#[derive(Debug)]
struct View;

impl Kind for View {
    fn word(&self) -> &'static str {
        "view"
    }

    fn weight(&self) -> usize {
        6
    }

    fn knobs(&self) -> &'static [Knob] {
        // Options, condition, check option, default of a column.
        const { &[turns(4), turns(2), turns(3), turns(2)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        let Some(table) = a_table(model, random, 1).and_then(|id| model.table(id)) else { return false };
        one.on = Some(table.id);
        one.columns = some_columns(table, random, 2);
        !one.columns.is_empty()
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let columns: Vec<String> = one.columns.iter().map(|id| model.quote(&model.name(*id))).collect();
        let options =
            one.of(0, &["", " WITH (security_barrier)", " WITH (security_invoker)", " WITH (security_invoker=false)"]);
        let condition = if one.knob(1) == 1 { format!(" WHERE {} IS NOT NULL", columns[0]) } else { String::new() };
        let check = match (one.knob(1), one.knob(2)) {
            (1, 1) => " WITH LOCAL CHECK OPTION",
            (1, 2) => " WITH CASCADED CHECK OPTION",
            _ => "",
        };
        let name = one.qualified(model);
        let mut sql = vec![format!(
            "CREATE VIEW {name}{options} AS SELECT {} FROM {}{condition}{check}",
            columns.join(", "),
            model.relation(one.on.expect("a table"))
        )];
        if one.knob(3) == 1 {
            sql.push(format!("ALTER VIEW {name} ALTER {} SET DEFAULT NULL", columns[0]));
        }
        sql
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("VIEW {}", one.qualified(model)))
    }
}

/// A view over what a function gives.
#[derive(Debug)]
struct FunctionView;

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
        let call = Function::call(model, model.object(one.uses[0]).expect("a function"));
        let more = one.of(0, &["", ", 1 AS one"]);
        vec![format!("CREATE VIEW {} AS SELECT x.*{more} FROM {call} x", one.qualified(model))]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("VIEW {}", one.qualified(model)))
    }
}

/// A materialized view with indexes.
#[derive(Debug)]
struct Materialized;

impl Kind for Materialized {
    fn word(&self) -> &'static str {
        "materialized"
    }

    fn base(&self) -> &'static str {
        "kept"
    }

    fn knobs(&self) -> &'static [Knob] {
        // Query, data, fillfactor.
        const { &[turns(2), turns(2), turns(2)] }
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
        let column = model.quote(&model.name(one.columns[0]));
        let query = match one.knob(0) {
            0 => format!(
                "SELECT {column} IS NULL AS empty, count(*) AS number FROM {} GROUP BY 1",
                model.relation(one.on.expect("a table"))
            ),
            _ => format!(
                "SELECT {column} IS NOT NULL AS empty, count(*) + 1 AS number FROM {} GROUP BY 1",
                model.relation(one.on.expect("a table"))
            ),
        };
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
        sql
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("MATERIALIZED VIEW {}", one.qualified(model)))
    }
}
