//! A database before anything is connected: the way in to its folder.
//!
//! Each folder has one [`Driver`], and [`driver`] is the one place that lists them. From there generic code gets the pure
//! side ([`Dialect`]), a connection ([`Session`]), throw-away databases ([`Shadows`]) and what a script for the database's
//! own client says ([`Client`]).

use std::sync::Arc;

use super::client::Client;
use super::session::{BoxFuture, ConnectSettings, Session};
use super::shadow::Shadows;
use super::{Dialect, mysql, postgres, sqlite};
use crate::config::DatabaseUrl;
use crate::engine::Engine;
use crate::error::Result;

/// What a database's folder answers for without a connection.
pub trait Driver: Send + Sync {
    /// The pure side where no server is asked: what it says holds for every version.
    fn offline(&self) -> Arc<dyn Dialect>;

    /// Opens a session on the database that `url` names.
    ///
    /// # Errors
    /// Where there is no such server or database, or where it does not let us in; [`ConnectError::NotBuilt`](super::connect::ConnectError::NotBuilt) in a build
    /// without it.
    fn connect<'a>(
        &'a self,
        url: &'a DatabaseUrl,
        settings: &'a ConnectSettings,
    ) -> BoxFuture<'a, Result<Box<dyn Session>>>;

    /// How throw-away databases are made.
    fn shadows(&self) -> &dyn Shadows;

    /// What a script for the database's own client says around its statements.
    fn client(&self) -> &dyn Client;
}

/// The driver of a family of databases.
///
/// # Errors
/// None: each family has one. A build without one's driver says so when it is to connect.
pub fn driver(engine: Engine) -> Result<&'static dyn Driver> {
    match engine {
        Engine::Sqlite => Ok(&sqlite::SqliteDriver),
        Engine::Postgres => Ok(&postgres::PostgresDriver),
        Engine::MySql => Ok(&mysql::MySqlDriver),
    }
}

/// Opens a session on the database that `url` names.
///
/// # Errors
/// [`ConnectError`](super::connect::ConnectError) and the like, where there is no such database or where it does not let us in.
pub async fn connect(url: &DatabaseUrl, settings: &ConnectSettings) -> Result<Box<dyn Session>> {
    driver(url.engine())?.connect(url, settings).await
}

/// The pure side of a family of databases where no server is asked.
///
/// # Errors
/// As [`driver`].
pub fn offline_dialect(engine: Engine) -> Result<Arc<dyn Dialect>> {
    Ok(driver(engine)?.offline())
}
