//! Triggers.

use crate::dialect::Step;
use crate::schema::{Expr, Object, ObjectId, Schema, Trigger};

use super::super::quote;
use super::{find, written};

/// `CREATE TRIGGER`
pub(crate) fn create(trigger: &Trigger) -> Step {
    Step::new(written::trigger(trigger).unwrap_or_else(|| trigger.sql.to_string()))
}

/// `DROP TRIGGER`
pub(crate) fn drop(name: &str) -> Step {
    Step::new(format!("DROP TRIGGER {}", quote::identifier(name)))
}

/// SQLite cannot rename a trigger: it is recreated.
pub(crate) fn rename(of: &ObjectId, from: &str, to: &str, before: &Schema, after: &Schema) -> Vec<Step> {
    let found = find(of, before, after).find_map(|object| {
        let triggers = match object {
            Object::Table(table) => &table.triggers,
            Object::View(view) => &view.triggers,
            _ => return None,
        };
        triggers.iter().find(|trigger| trigger.name == from || trigger.name == to)
    });
    let again = found.map(|trigger| create(&renamed(trigger, to)));
    [drop(from)].into_iter().chain(again).collect()
}

/// The trigger under another name.
fn renamed(trigger: &Trigger, name: &str) -> Trigger {
    let sql = written::renamed(trigger.sql.text(), "TRIGGER", name);
    Trigger { annotation: trigger.annotation.only_written(), ..Trigger::new(name, sql) }
}

/// The trigger over another view.
pub(crate) fn moved(trigger: &Trigger, on: &str) -> Trigger {
    Trigger { sql: Expr(written::renamed(trigger.sql.text(), "ON", on)), ..trigger.clone() }
}
