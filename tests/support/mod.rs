//! What the tests stand on: servers that the test run starts itself, projects in temporary folders, dumps by the
//! databases' own clients.
//!
//! A test asks for a database and gets one of its own:
//!
//! ```ignore
//! let Some(database) = support::postgres::Database::new() else { return };
//! ```
//!
//! A server that is not installed fails the test and names the package. `MIGRATE_TEST_SKIP=postgres,mysql` leaves out
//! the tests of one, and says so; only then is there no database. `MIGRATE_TEST_POSTGRES_URL` and
//! `MIGRATE_TEST_MYSQL_URL` name a server to use in place of one started here, `MIGRATE_TEST_POSTGRES_BIN` the programs of
//! another PostgreSQL than the installed one.

// Each part is for the tests of every command, not all of which use all of it.
#![allow(dead_code, unused_imports, reason = "each kind of test uses a part of it")]

pub(crate) mod certificates;
pub(crate) mod client;
pub(crate) mod mysql;
pub(crate) mod network;
pub(crate) mod pooler;
pub(crate) mod postgres;
pub(crate) mod project;
pub(crate) mod python;
pub(crate) mod server;
pub(crate) mod sqlite;
mod tests;

pub(crate) use project::{Project, Run};

use std::sync::atomic::{AtomicU32, Ordering};

/// The table that records what is applied; never part of a dump.
pub(crate) const VERSION_TABLE: &str = "migrate_version";

/// A name that no other test of this or another run has.
pub(crate) fn unique_name(prefix: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let nanos =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |time| time.subsec_nanos());
    format!("{prefix}_{}_{nanos:08x}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Whether `MIGRATE_TEST_SKIP` leaves a server out; says so once, past the capture of the test harness.
pub(crate) fn skipped(server: &str) -> bool {
    let skip = std::env::var("MIGRATE_TEST_SKIP").unwrap_or_default();
    if !skip.split(',').any(|word| word.trim() == server) {
        return false;
    }
    static SAID: std::sync::Mutex<Vec<String>> = std::sync::Mutex::new(Vec::new());
    let mut said = SAID.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if !said.iter().any(|name| name == server) {
        said.push(server.to_owned());
        let line = format!("the tests on {server} are skipped: MIGRATE_TEST_SKIP={skip}\n");
        std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes()).ok();
    }
    true
}
