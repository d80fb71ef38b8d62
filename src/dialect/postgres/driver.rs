//! PostgreSQL's folder from outside: connection, and scripts for `psql`. Its shadows are in [`super::shadow`].

use std::sync::Arc;

use super::Postgres;
use super::shadow::Scratch;
use crate::config::DatabaseUrl;
use crate::dialect::client::Client;
use crate::dialect::session::BoxFuture;
use crate::dialect::shadow::Shadows;
use crate::dialect::{ConnectSettings, Dialect, Session};
use crate::engine::{Engine, Flavor};
use crate::error::Result;

/// PostgreSQL.
#[derive(Debug)]
pub struct PostgresDriver;

impl crate::dialect::Driver for PostgresDriver {
    fn offline(&self) -> Arc<dyn Dialect> {
        Arc::new(Postgres::new(Flavor { engine: Engine::Postgres, mariadb: false, version: (12, 0, 0) }))
    }

    #[cfg(feature = "postgres")]
    fn connect<'a>(
        &'a self,
        url: &'a DatabaseUrl,
        settings: &'a ConnectSettings,
    ) -> BoxFuture<'a, Result<Box<dyn Session>>> {
        Box::pin(super::connect(url, settings))
    }

    #[cfg(not(feature = "postgres"))]
    fn connect<'a>(&'a self, url: &'a DatabaseUrl, _: &'a ConnectSettings) -> BoxFuture<'a, Result<Box<dyn Session>>> {
        let fault = crate::dialect::connect::ConnectError::NotBuilt { engine: url.engine(), feature: "postgres" };
        Box::pin(async move { Err(fault.into()) })
    }

    fn shadows(&self) -> &dyn Shadows {
        &Scratch
    }

    fn client(&self) -> &dyn Client {
        self
    }
}

impl Client for PostgresDriver {
    fn run_by(&self) -> &'static str {
        "psql -v ON_ERROR_STOP=1 -f THIS_FILE"
    }
}
