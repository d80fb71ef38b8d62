//! What the introspector makes of real databases of MySQL and MariaDB: each test on each server that there is.

mod beyond;
mod filter;
mod inventory;
mod model;
mod reading;

use migrate::dialect::Scope;
use migrate::schema::Schema;

use super::{open, run, scope};
use crate::support::mysql::{Database, Server};

/// Reads a database's schema.
fn read(database: &Database) -> Schema {
    read_within(database, &scope(&[], &[]))
}

/// Reads a part of it.
fn read_within(database: &Database, scope: &Scope) -> Schema {
    run(async { open(&database.url()).await.introspect(scope).await.expect("a schema") })
}

/// What is named as beyond the model.
fn unmodelled(schema: &Schema) -> Vec<String> {
    schema.unmodelled.iter().map(|one| format!("{}: {} [{}]", one.kind, one.name, one.exclude)).collect()
}

/// Tables of every kind that the server has, and what else stands beside them.
fn everything(server: Server) -> String {
    let own = match server {
        Server::MySql => include_str!("tables-mysql.sql"),
        Server::MariaDb | Server::NewMariaDb => include_str!("tables-mariadb.sql"),
    };
    format!("{}\n{own}\n{}", include_str!("tables.sql"), include_str!("programs.sql"))
}
