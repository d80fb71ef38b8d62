//! The databases that keys stand for: as the engines, but that MySQL and MariaDB, which have much in common, are told apart.

use crate::engine::{Engine, Flavor};

/// A database that can have a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Database {
    Sqlite,
    Postgres,
    MySql,
    MariaDb,
}

use Database::{MariaDb, MySql, Postgres, Sqlite};

/// Every database: those that messages and the documentation go by.
pub(crate) const ALL: &[Database] = &[Sqlite, Postgres, MySql, MariaDb];
/// PostgreSQL alone.
pub(crate) const POSTGRES: &[Database] = &[Postgres];
/// SQLite alone.
pub(crate) const SQLITE: &[Database] = &[Sqlite];
/// MySQL and MariaDB.
pub(crate) const MYSQL: &[Database] = &[MySql, MariaDb];
/// Those that can leave a constraint unenforced.
pub(crate) const ENFORCING: &[Database] = &[Postgres, MySql];
/// MariaDB and not MySQL.
pub(crate) const MARIADB_ALONE: &[Database] = &[MariaDb];
/// The servers.
pub(crate) const SERVERS: &[Database] = &[Postgres, MySql, MariaDb];
/// All but MySQL and MariaDB.
pub(crate) const NOT_MYSQL: &[Database] = &[Sqlite, Postgres];
/// All but MariaDB.
pub(crate) const NOT_MARIADB: &[Database] = &[Sqlite, Postgres, MySql];
/// PostgreSQL and MariaDB.
pub(crate) const SEQUENCES: &[Database] = &[Postgres, MariaDb];

impl Database {
    /// The one that a server is.
    pub(crate) fn of(flavor: &Flavor) -> Database {
        match flavor.engine {
            Engine::Sqlite => Sqlite,
            Engine::Postgres => Postgres,
            Engine::MySql if flavor.mariadb => MariaDb,
            Engine::MySql => MySql,
        }
    }

    /// The name for people.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Sqlite => Engine::Sqlite.name(),
            Postgres => Engine::Postgres.name(),
            MySql => Engine::MySql.name(),
            MariaDb => "MariaDB",
        }
    }
}

/// `PostgreSQL, MySQL and MariaDB`
pub(crate) fn names(databases: &[Database]) -> String {
    let names: Vec<&str> = databases.iter().map(|database| database.name()).collect();
    match names.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => names.concat(),
    }
}
