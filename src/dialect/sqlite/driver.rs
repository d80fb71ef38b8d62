//! SQLite's folder from outside: connection, shadow, and scripts for the `sqlite3` shell.

use std::path::Path;
use std::sync::Arc;

use super::Sqlite;
use crate::config::DatabaseUrl;
use crate::dialect::client::Client;
use crate::dialect::session::BoxFuture;
use crate::dialect::shadow::{Live, Shadows};
use crate::dialect::{ConnectSettings, Dialect, Session};
use crate::engine::{Engine, Flavor};
use crate::error::Result;

/// SQLite.
#[derive(Debug)]
pub struct SqliteDriver;

impl crate::dialect::Driver for SqliteDriver {
    fn offline(&self) -> Arc<dyn Dialect> {
        Arc::new(Sqlite::new(Flavor { engine: Engine::Sqlite, mariadb: false, version: (3, 0, 0) }))
    }

    fn connect<'a>(
        &'a self,
        url: &'a DatabaseUrl,
        settings: &'a ConnectSettings,
    ) -> BoxFuture<'a, Result<Box<dyn Session>>> {
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
impl Shadows for SqliteDriver {
    fn create<'a>(&'a self, live: &'a Live, _name: &'a str) -> BoxFuture<'a, Result<Box<dyn Session>>> {
        Box::pin(async move {
            let url = DatabaseUrl::parse("sqlite::memory:", Path::new(""))?;
            super::connect(&url, &live.settings).await
        })
    }
}

impl Client for SqliteDriver {
    fn run_by(&self) -> &'static str {
        "sqlite3 -bail FILE.db < THIS_FILE"
    }

    fn settings(&self) -> &'static [&'static str] {
        &["PRAGMA foreign_keys = ON"]
    }

    fn begin(&self) -> &'static str {
        "BEGIN IMMEDIATE"
    }
}
