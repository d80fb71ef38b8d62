//! Views.

use crate::dialect::Step;
use crate::schema::{Object, ObjectId, QName, Schema, View};

use super::super::quote;
use super::{name, trigger, written};

/// A view with its triggers.
pub(crate) fn create(view: &View) -> Vec<Step> {
    let mut steps = vec![Step::new(written::view(view).unwrap_or_else(|| statement(view)))];
    steps.extend(view.triggers.iter().map(trigger::create));
    steps
}

/// The statement of a view in the model's spelling.
pub(crate) fn statement(view: &View) -> String {
    let columns = if view.columns.is_empty() { String::new() } else { format!(" ({})", quote::list(&view.columns)) };
    format!("CREATE VIEW {}{columns} AS\n{}", name(&view.name), view.query)
}

/// `DROP VIEW`
pub(crate) fn drop(view: &QName) -> Step {
    Step::new(format!("DROP VIEW {}", name(view)))
}

/// SQLite cannot rename a view: it is recreated, with its triggers.
pub(crate) fn rename(from: &QName, to: &QName, before: &Schema, after: &Schema) -> Vec<Step> {
    let again = match before.get(&ObjectId::view(from)) {
        Some(Object::View(view)) => {
            let triggers = view.triggers.iter().map(|one| trigger::moved(one, &to.name)).collect();
            create(&View { name: to.clone(), triggers, ..view.clone() })
        }
        _ => match after.get(&ObjectId::view(to)) {
            Some(Object::View(view)) => create(view),
            _ => Vec::new(),
        },
    };
    [drop(from)].into_iter().chain(again).collect()
}
