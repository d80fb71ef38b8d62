//! The folder of MySQL and MariaDB from outside: connection, and scripts for `mysql` and `mariadb`. Its shadows are in
//! [`super::shadow`].

use std::sync::Arc;

use super::MySql;
use super::shadow::Scratch;
use crate::config::DatabaseUrl;
use crate::dialect::client::Client;
use crate::dialect::session::BoxFuture;
use crate::dialect::shadow::Shadows;
use crate::dialect::{ConnectSettings, Dialect, Session};
use crate::engine::{Engine, Flavor};
use crate::error::Result;

/// MySQL and MariaDB.
#[derive(Debug)]
pub struct MySqlDriver;

impl crate::dialect::Driver for MySqlDriver {
    fn offline(&self) -> Arc<dyn Dialect> {
        Arc::new(MySql::new(Flavor { engine: Engine::MySql, mariadb: false, version: (8, 0, 0) }))
    }

    #[cfg(feature = "mysql")]
    fn connect<'a>(
        &'a self,
        url: &'a DatabaseUrl,
        settings: &'a ConnectSettings,
    ) -> BoxFuture<'a, Result<Box<dyn Session>>> {
        Box::pin(super::connect(url, settings))
    }

    #[cfg(not(feature = "mysql"))]
    fn connect<'a>(&'a self, url: &'a DatabaseUrl, _: &'a ConnectSettings) -> BoxFuture<'a, Result<Box<dyn Session>>> {
        let fault = crate::dialect::connect::ConnectError::NotBuilt { engine: url.engine(), feature: "mysql" };
        Box::pin(async move { Err(fault.into()) })
    }

    fn shadows(&self) -> &dyn Shadows {
        &Scratch
    }

    fn client(&self) -> &dyn Client {
        self
    }
}

impl Client for MySqlDriver {
    /// The client stops at the first statement that fails. Unless it is told otherwise, it takes the comments out of bodies.
    fn run_by(&self) -> &'static str {
        "mysql --comments DATABASE < THIS_FILE"
    }

    /// The file is UTF-8, whatever the client's locale says.
    fn settings(&self) -> &'static [&'static str] {
        &["SET NAMES utf8mb4"]
    }

    fn begin(&self) -> &'static str {
        "START TRANSACTION"
    }
}
