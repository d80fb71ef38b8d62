//! Reads a schema out of PostgreSQL's catalogues: a fixed number of set-based queries, sent in one message, or two where it holds
//! something rare, in one snapshot.
//!
//! - [`catalog`]: the list of the queries, and their answers;
//! - [`reader`]: which of it is the user's schema, and under which names;
//! - [`extensions`], [`types`], [`relations`], [`sequences`], [`namespaces`], [`routines`]: the objects, each kind with its query, what
//!   decodes its rows, and what makes objects of them;
//! - [`tables`], [`views`]: made of [`columns`], [`constraints`], [`indexes`], [`comments`];
//! - [`ancestry`]: which table is whose child;
//! - [`depends`]: who needs what;
//! - [`unmodelled`]: what the model has no place for, by name;
//! - [`inventory`], [`whole`]: every catalogue, and the proof that nothing in them was overlooked.
//!
//! For the time of the reading `search_path` is the default namespace alone, so that names in expressions are printed
//! without a namespace where they lie there and with one everywhere else; and whatever else changes how the server
//! prints a constant has a fixed value, so that two servers print the same thing the same way.

mod access;
mod aggregates;
mod ancestry;
mod catalog;
mod cells;
mod columns;
mod comments;
mod composite_types;
mod constraints;
mod depends;
mod domains;
mod event_triggers;
mod extension_needs;
mod extensions;
mod foreign_data;
mod indexes;
pub mod inventory;
mod languages;
mod namespaces;
mod own_name;
mod parameters;
mod policies;
mod publications;
mod reader;
mod relations;
mod routines;
mod rules;
mod sequences;
mod statements;
mod statistics;
mod system_grants;
mod tables;
mod triggers;
mod types;
mod unmodelled;
mod views;
mod whole;

use sqlx::postgres::PgRow;

use super::quote;
use super::session::PostgresSession;
use crate::dialect::Dialect;
use crate::dialect::session::{Scope, ServerError};
use crate::engine::Flavor;
use crate::error::Result;
use crate::schema::Schema;

use catalog::{Catalog, QUERIES, Query};
use cells::Cells;
use reader::CatalogReader;
use whole::Unknown;

/// The name of the savepoint that a reading inside a transaction goes back to.
const SAVEPOINT: &str = "migrate_introspection";

/// What decides how the server prints things, and keeps it from compiling queries that take a millisecond and from sorting
/// on disk.
const SETTINGS: &str = "SET LOCAL quote_all_identifiers = off; SET LOCAL DateStyle = 'ISO, MDY'; \
     SET LOCAL IntervalStyle = 'postgres'; SET LOCAL TimeZone = 'UTC'; SET LOCAL extra_float_digits = 1; \
     SET LOCAL bytea_output = 'hex'; SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0; \
     SET LOCAL work_mem = '64MB'";

/// Reads the schema.
///
/// # Errors
/// What the server says, where a query fails.
pub(super) async fn read(session: &mut PostgresSession, scope: &Scope) -> Result<Schema> {
    let default = scope.only.clone().or_else(|| session.namespace().map(str::to_owned));
    let catalog = fetch(session, default.as_deref()).await?;
    Ok(CatalogReader::new(&catalog, scope, default.as_deref()).schema())
}

/// The queries, as they are sent to a server of this version.
pub fn queries(flavor: &Flavor) -> Vec<String> {
    QUERIES.iter().map(|query| (query.text)(flavor)).collect()
}

/// Asks nearly everything in one message; in a second one for what the first has shown to be there and is rare, in a third one
/// for the names of what no query claimed. In a transaction of its own, or in a savepoint of the one that is open, so that
/// settings are back as they were afterwards.
async fn fetch(session: &mut PostgresSession, default: Option<&str>) -> Result<Catalog, ServerError> {
    let (open, close, give_up) = if session.in_transaction() {
        let back = format!("ROLLBACK TO SAVEPOINT {SAVEPOINT}; RELEASE SAVEPOINT {SAVEPOINT}");
        (format!("SAVEPOINT {SAVEPOINT}"), back.clone(), back)
    } else {
        ("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY".to_owned(), "COMMIT".to_owned(), "ROLLBACK".to_owned())
    };
    let path = default.map_or_else(|| "''".to_owned(), quote::identifier);
    let before = [open, format!("SET LOCAL search_path = {path}"), SETTINGS.to_owned()].join("; ");
    let skipped = before.split("; ").count();
    let flavor = session.postgres().flavor().clone();
    let first: Vec<&Query> = QUERIES.iter().filter(|query| !query.is_second).collect();
    let questions: Vec<String> = first.iter().map(|query| (query.text)(&flavor)).collect();
    let mut catalog = Catalog::default();
    let take = |statement: usize, row: &PgRow| {
        if let Some(query) = statement.checked_sub(skipped).and_then(|at| first.get(at)) {
            (query.take)(&mut catalog, Cells::of(row));
        }
    };
    let mut read = session.each(format!("{before}; {}", questions.join("; ")), take).await;
    let second = QUERIES.iter().filter(|query| query.is_second);
    let second: Vec<(&Query, String)> =
        second.filter_map(|query| Some((query, (query.second)(&flavor, &catalog)?))).collect();
    if read.is_ok() && !second.is_empty() {
        let questions: Vec<&str> = second.iter().map(|(_, text)| text.as_str()).collect();
        let take = |statement: usize, row: &PgRow| {
            if let Some((query, _)) = second.get(statement) {
                (query.take)(&mut catalog, Cells::of(row));
            }
        };
        read = session.each(questions.join("; "), take).await;
    }
    let result = match read {
        Ok(()) => {
            let unclaimed = catalog.unclaimed();
            let names = if unclaimed.is_empty() { String::new() } else { format!("{}; ", whole::names(&unclaimed)) };
            let mut unknown = Vec::new();
            let take = |_, row: &PgRow| unknown.push(Unknown::of(Cells::of(row)));
            let named = session.each(format!("{names}{close}"), take).await;
            catalog.unknown = unknown;
            named
        }
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(catalog),
        Err(error) => {
            session.batch(give_up).await.ok();
            Err(error)
        }
    }
}
