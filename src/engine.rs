//! The families of databases, and a server's vendor and version as one value.

use serde::{Deserialize, Serialize};

/// The families of databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Engine {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
    /// MySQL and MariaDB.
    MySql,
}

impl Engine {
    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            Engine::Sqlite => "SQLite",
            Engine::Postgres => "PostgreSQL",
            Engine::MySql => "MySQL",
        }
    }
}

/// Vendor and version of a server as one value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Flavor {
    /// The family.
    pub engine: Engine,
    /// Whether it is MariaDB.
    pub mariadb: bool,
    /// Major, minor, patch.
    pub version: (u32, u32, u32),
}

impl Flavor {
    /// Whether the server is at least of this version.
    pub fn at_least(&self, major: u32, minor: u32) -> bool {
        (self.version.0, self.version.1) >= (major, minor)
    }

    /// Whether it is MariaDB.
    pub fn is_mariadb(&self) -> bool {
        self.mariadb
    }
}

/// `PostgreSQL 15.18`
impl std::fmt::Display for Flavor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = if self.mariadb { "MariaDB" } else { self.engine.name() };
        match (self.engine, self.version) {
            (Engine::Postgres, (major, minor, _)) => write!(f, "{name} {major}.{minor}"),
            (_, (major, minor, patch)) => write!(f, "{name} {major}.{minor}.{patch}"),
        }
    }
}
