//! SQLite's folder from outside: connection, shadow, and scripts for the `sqlite3` shell.

use std::path::Path;
use std::sync::Arc;

use super::Sqlite;
use crate::config::DatabaseUrl;
use crate::dialect::client::{Client, Unenforced};
use crate::dialect::session::Boxed;
use crate::dialect::shadow::{Live, Shadows};
use crate::dialect::{ConnectSettings, Dialect, Session};
use crate::engine::{Engine, Flavor};
use crate::error::Result;

/// SQLite.
#[derive(Debug)]
pub struct Driver;

impl crate::dialect::Driver for Driver {
    fn offline(&self) -> Arc<dyn Dialect> {
        Arc::new(Sqlite::new(Flavor { engine: Engine::Sqlite, mariadb: false, version: (3, 0, 0) }))
    }

    fn connect<'a>(
        &'a self,
        url: &'a DatabaseUrl,
        settings: &'a ConnectSettings,
    ) -> Boxed<'a, Result<Box<dyn Session>>> {
        Box::pin(super::connect(url, settings))
    }

    fn shadows(&self) -> &dyn Shadows {
        self
    }

    fn client(&self) -> &dyn Client {
        self
    }
}

/// A shadow is a database in memory, which ends with its session.
impl Shadows for Driver {
    fn create<'a>(&'a self, live: &'a Live, _name: &'a str) -> Boxed<'a, Result<Box<dyn Session>>> {
        Box::pin(async move {
            let url = DatabaseUrl::parse("sqlite::memory:", Path::new(""))?;
            super::connect(&url, &live.settings).await
        })
    }
}

/// Where rows that refer to nothing are counted around a transaction without enforcement.
const COUNT: &str = "temp.migrate_foreign_keys";

impl Client for Driver {
    fn run_by(&self) -> &'static str {
        "sqlite3 -bail FILE.db < THIS_FILE"
    }

    fn settings(&self) -> &'static [&'static str] {
        &["PRAGMA foreign_keys = ON"]
    }

    fn begin(&self) -> &'static str {
        "BEGIN IMMEDIATE"
    }

    fn unenforced(&self) -> Unenforced {
        Unenforced {
            before: vec!["PRAGMA foreign_keys = OFF".to_owned()],
            // Rows that refer to nothing are counted, between any two tables …
            first: vec![
                format!("CREATE TABLE {COUNT} (child, parent, had, has CHECK (has <= had))"),
                format!(
                    "INSERT INTO {COUNT} SELECT \"table\", parent, count(*), 0 FROM pragma_foreign_key_check GROUP BY 1, 2"
                ),
            ],
            // … and the check fails where there are more of them than before: the statements have made them.
            last: vec![
                format!(
                    "INSERT INTO {COUNT} SELECT f.\"table\", f.parent, coalesce((SELECT had FROM {COUNT} AS c \
                     WHERE c.child = f.\"table\" AND c.parent = f.parent), 0), count(*) \
                     FROM pragma_foreign_key_check AS f GROUP BY 1, 2"
                ),
                format!("DROP TABLE {COUNT}"),
            ],
            after: vec!["PRAGMA foreign_keys = ON".to_owned()],
        }
    }
}
