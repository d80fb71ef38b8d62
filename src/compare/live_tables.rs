//! Which of the tables that a comparison changes hold rows in the live database: one question for all of them.

use std::collections::BTreeSet;

use crate::dialect::session::ServerErrorKind;
use crate::dialect::{OnlineTables, Session};
use crate::error::Result;
use crate::operation::Operation;
use crate::schema::{Kind, Object, ObjectId, QName, Schema};

use super::rows::held_in;

/// How many tables are asked after in one query: a row has room for some thousand answers.
const AT_ONCE: usize = 500;

/// The tables and materialized views with rows among those that the operations change. `live` is what is there, with the renames
/// applied; `before` the name that a table has in the database. One that the database tells nothing of counts as if it had rows.
///
/// # Errors
/// A connection that is lost.
pub(super) async fn with_rows(
    operations: &[Operation],
    live: &Schema,
    before: impl Fn(&QName) -> QName,
    session: &mut dyn Session,
) -> Result<OnlineTables> {
    // What is done to a table is done to those below it, by the server or in the downgrade.
    let changed: BTreeSet<ObjectId> = operations.iter().map(Operation::object).collect();
    let below = live
        .tables()
        .filter(|table| live.ancestors(&table.name).into_iter().any(|one| changed.contains(&ObjectId::table(one))));
    let touched: BTreeSet<QName> = below
        .map(|table| ObjectId::table(&table.name))
        .chain(changed.iter().cloned())
        .filter(|id| match live.get(id) {
            Some(Object::Table(table)) => !table.is_foreign(),
            Some(Object::View(view)) => view.materialized && id.kind == Kind::View,
            _ => false,
        })
        .map(|id| id.name.clone())
        .collect();
    let dialect = session.dialect();
    let mut found = BTreeSet::new();
    let touched: Vec<QName> = touched.into_iter().collect();
    for some in touched.chunks(AT_ONCE) {
        let tests: Vec<String> = some
            .iter()
            .map(|table| {
                let places = held_in(table, live, dialect.as_ref(), &before);
                let any: Vec<String> = places.iter().map(|place| format!("EXISTS (SELECT 1 FROM {place})")).collect();
                format!("CASE WHEN {} THEN 1 ELSE 0 END", any.join(" OR "))
            })
            .collect();
        let answer = match session.rows(&format!("SELECT {}", tests.join(", "))).await {
            Ok(rows) => rows.into_iter().next().unwrap_or_default(),
            Err(fault) if fault.kind == ServerErrorKind::Connection => return Err(fault.into()),
            // One that may not be read, or a materialized view that was never filled.
            Err(_) => Vec::new(),
        };
        for (at, table) in some.iter().enumerate() {
            if !matches!(answer.get(at), Some(Some(text)) if text == "0") {
                found.insert(table.clone());
            }
        }
    }
    Ok(OnlineTables::These(found))
}
