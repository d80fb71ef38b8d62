//! What a session on MySQL and MariaDB does, and what a run on them does: each test on each server that there is.

mod connecting;
mod recovery;
mod runs;
mod session;
mod shadow;

use std::path::Path;

use migrate::config::DatabaseUrl;
use migrate::dialect::{ConnectSettings, Session, connect};

/// Runs a test's future.
fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(future)
}

/// A session on a database.
async fn open(url: &str) -> Box<dyn Session> {
    open_with(url, &ConnectSettings::default()).await
}

async fn open_with(url: &str, settings: &ConnectSettings) -> Box<dyn Session> {
    let url = DatabaseUrl::parse(url, Path::new("/")).expect("a URL");
    connect(&url, settings).await.expect("a session")
}

/// The one value of the one row.
async fn value(session: &mut dyn Session, sql: &str) -> String {
    let rows = session.rows(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    rows[0][0].clone().unwrap_or_else(|| "NULL".to_owned())
}
