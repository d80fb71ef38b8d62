//! Views that name what there is not: the server keeps a view whatever becomes of what it reads, and fails when it is used.
//!
//! Only a view whose text names something that is not there is asked for (and one that reads such a view), by SHOW COLUMNS, which
//! opens the view and runs nothing.

use std::collections::HashSet;

use super::depends::{Relations, Used, used};
use crate::dialect::mysql::errors;
use crate::dialect::mysql::quote;
use crate::dialect::mysql::session::MySqlSession;
use crate::dialect::session::{Scope, ServerError, ServerErrorKind};
use crate::schema::{Excuse, Kind, Node, ObjectId, Schema, Unrunnable, View};

/// `ER_VIEW_INVALID`, and what a view says that reads through another.
const INVALID: &[u16] = &[1356, 1146, 1054, 1305];

/// What of a schema, as it was read from this database, the database cannot run; what lies behind others' failures first.
///
/// # Errors
/// Where the database does not answer at all.
pub(super) async fn of(
    session: &mut MySqlSession,
    schema: &Schema,
    relations: &Relations,
    scope: &Scope,
) -> Result<Vec<Unrunnable>, ServerError> {
    let database = session.database().to_owned();
    let mut found = Vec::new();
    for (view, missing) in suspects(schema, relations, &database) {
        let question = format!("SHOW COLUMNS FROM {}", quote::always(&view.name.name));
        let fault = match session.batch(question).await {
            Ok(_) => continue,
            Err(fault) if fault.kind == ServerErrorKind::Connection => return Err(fault),
            Err(fault) => fault,
        };
        if !errors::number(&fault).is_some_and(|number| INVALID.contains(&number)) {
            continue;
        }
        let left_out = |name: &str| ["table", "view"].iter().any(|kind| !scope.filter.matches(kind, None, name));
        found.push(Unrunnable {
            node: Node::Object(ObjectId::view(&view.name)),
            // The message is to be the same in a shadow.
            message: fault.message.replace(&format!("'{database}."), "'"),
            excuse: missing.as_deref().filter(|name| left_out(name)).map(|_| Excuse::Excluded),
            missing,
        });
    }
    Ok(found)
}

/// The views whose texts name what there is not, with that name, and behind them those that read them.
fn suspects<'s>(schema: &'s Schema, relations: &Relations, database: &str) -> Vec<(&'s View, Option<String>)> {
    let views: Vec<(&View, Used)> = schema.views().map(|view| (view, used(view.query.text(), database))).collect();
    let mut suspects: Vec<(&View, Option<String>)> = Vec::new();
    let mut named: HashSet<&str> = HashSet::new();
    for (view, used) in &views {
        if let Some(missing) = missing(schema, relations, used) {
            named.insert(&view.name.name);
            suspects.push((view, Some(missing)));
        }
    }
    // As long as one more reads a suspect.
    let mut before = 0;
    while !named.is_empty() && before < suspects.len() {
        before = suspects.len();
        for (view, used) in &views {
            let reads = used.relations.iter().any(|name| named.contains(name.as_str()));
            if reads && !named.contains(view.name.name.as_str()) {
                named.insert(&view.name.name);
                suspects.push((view, None));
            }
        }
    }
    suspects
}

/// The first name that there is nothing of.
fn missing(schema: &Schema, relations: &Relations, used: &Used) -> Option<String> {
    if let Some(name) = used.relations.iter().find(|name| relations.get(name).is_none()) {
        return Some(name.clone());
    }
    if let Some(name) = used.functions.iter().find(|name| relations.function(name).is_none()) {
        return Some(name.clone());
    }
    let missing = used.columns.iter().find(|(relation, column)| {
        let table = relations.get(relation).filter(|id| id.kind == Kind::Table).and_then(|id| schema.table(&id.name));
        table.is_some_and(|table| !table.columns.iter().any(|other| other.name.eq_ignore_ascii_case(column)))
    });
    missing.map(|(_, column)| column.clone())
}
