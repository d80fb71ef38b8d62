//! What the introspector of PostgreSQL makes of a real database, and what a session of it does.

mod built_in;
mod connecting;
mod filter;
mod inventory;
mod model;
mod mysql;
mod session;
mod shorter;
mod unmodelled;

use std::path::Path;

use migrate::config::{DatabaseUrl, Filter};
use migrate::dialect::{ConnectSettings, Scope, Session, connect};
use migrate::schema::{Node, ObjectId, PartKind, QName, Schema};

use crate::support::postgres::Database;

/// Runs a test's future.
fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(future)
}

/// A session on a database.
async fn open(url: &str) -> Box<dyn Session> {
    let url = DatabaseUrl::parse(url, Path::new("/")).expect("a URL");
    connect(&url, &ConnectSettings::default()).await.expect("a session")
}

/// A scope of everything, with patterns left out.
fn scope(include: &[&str], exclude: &[&str]) -> Scope {
    let mut filter = Filter::default();
    include.iter().for_each(|pattern| filter.include(pattern).expect("a pattern"));
    exclude.iter().for_each(|pattern| filter.exclude(pattern).expect("a pattern"));
    Scope { filter, ..Scope::everything() }.keeping()
}

/// Reads a database's schema.
fn read(database: &Database) -> Schema {
    read_within(database, &scope(&[], &[]))
}

/// Reads a part of a database's schema.
fn read_within(database: &Database, scope: &Scope) -> Schema {
    run(async { open(&database.url()).await.introspect(scope).await.expect("a schema") })
}

/// The ids of all objects as text.
fn ids(schema: &Schema) -> Vec<String> {
    schema.objects.keys().map(ObjectId::to_string).collect()
}

/// What is named as beyond the model: kind, name, pattern.
fn unmodelled(schema: &Schema) -> Vec<String> {
    schema.unmodelled.iter().map(|one| format!("{}: {} [{}]", one.kind, one.name, one.exclude)).collect()
}

/// What a node needs, as text, its own table aside.
fn needs(schema: &Schema, node: &Node) -> Vec<String> {
    let needed = schema.depends.get(node).into_iter().flatten();
    needed.filter(|needed| **needed != Node::Object(node.object().clone())).map(Node::to_string).collect()
}

/// A part of a table in the default namespace.
fn part(table: &str, kind: PartKind, name: &str) -> Node {
    Node::part(&QName::plain(table), kind, name)
}
