//! The proof that nothing is lost: the text is read, and what comes back is compared.

use std::path::PathBuf;
use std::sync::Arc;

use crate::config::Naming;
use crate::dialect::Dialect;
use crate::schema::{Kind, Object, Schema, Table};

/// What the text does not say as the schema has it; `shown` is the schema with its texts as they were written.
pub(super) fn differences(
    schema: &Schema,
    shown: &Schema,
    text: &str,
    dialect: &dyn Dialect,
    naming: &Naming,
) -> Vec<String> {
    let mut things: Vec<String> = schema
        .unmodelled
        .iter()
        .map(|thing| format!("{} {}: this kind is not supported yet", thing.kind, thing.name))
        .collect();
    let read = match super::super::problems(&[(PathBuf::from("schema.toml"), Arc::from(text))], dialect, naming) {
        Ok(declared) => declared.schema,
        Err(problems) => {
            things.extend(problems.into_iter().map(|problem| problem.message));
            return things;
        }
    };
    for (id, object) in &schema.objects {
        let Some(back) = read.get(id) else {
            things.push(format!("{id}: it does not come back"));
            continue;
        };
        let (back, mut object) = (dialect.predict(back), object.clone());
        if let Object::Table(table) = &mut object
            && table.options.virtual_table.is_some()
        {
            table.columns.clear();
        }
        if !back.same_access(&object) {
            things.push(format!("{id}: its owner or its grants would come back otherwise"));
        }
        let same_text = || shown.get(id).is_some_and(|shown| dialect.same(&back, &dialect.predict(shown)));
        if !dialect.same(&back, &object) && !dialect.same(&back, &dialect.predict(&object)) && !same_text() {
            things.extend(
                parts(&back, &object).into_iter().map(|part| format!("{id}: {part} would come back otherwise")),
            );
        }
    }
    // A namespace can be implied by a name; nothing else comes of itself.
    let more = read.objects.keys().filter(|id| id.kind != Kind::Namespace && schema.get(id).is_none());
    things.extend(more.map(|id| format!("{id}: it comes of itself")));
    things
}

/// The parts in which two objects differ.
fn parts(back: &Object, object: &Object) -> Vec<String> {
    let (Object::Table(back), Object::Table(table)) = (back, object) else { return vec!["its definition".to_owned()] };
    let mut found = Vec::new();
    for column in &table.columns {
        if back.column(&column.name) != Some(column) {
            found.push(format!("column {}", column.name));
        }
    }
    for constraint in &table.constraints {
        if !back.constraints.contains(constraint) {
            found.push(format!("{} {}", constraint.kind().word(), constraint.key()));
        }
    }
    for index in &table.indexes {
        if !back.indexes.contains(index) {
            found.push(format!("index {}", index.name));
        }
    }
    for trigger in &table.triggers {
        if !back.triggers.contains(trigger) {
            found.push(format!("trigger {}", trigger.name));
        }
    }
    for rule in table.rules.iter().filter(|rule| !back.rules.contains(rule)) {
        found.push(format!("rule {}", rule.name));
    }
    for policy in table.policies.iter().filter(|policy| !back.policies.contains(policy)) {
        found.push(format!("policy {}", policy.name));
    }
    if back.row_security != table.row_security {
        found.push("row level security".to_owned());
    }
    if found.is_empty() {
        found.push(whole(back, table).to_owned());
    }
    found
}

fn whole(back: &Table, table: &Table) -> &'static str {
    if back.options == table.options { "its definition" } else { "what is said of the whole table" }
}
