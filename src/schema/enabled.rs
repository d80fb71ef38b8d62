//! When a trigger or a rule is in force.

use serde::{Deserialize, Serialize};

/// When a trigger or a rule is in force, by the role that a session has in replication (PostgreSQL's
/// `session_replication_role`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Enabled {
    /// In all sessions but a replica's: what is made is enabled like this.
    #[default]
    Origin,
    /// In no session.
    Disabled,
    /// In a replica's sessions alone.
    Replica,
    /// In all sessions.
    Always,
}

impl Enabled {
    /// Whether it is the usual one.
    pub fn is_usual(&self) -> bool {
        *self == Enabled::Origin
    }

    /// In a word; empty for the usual one.
    pub fn words(self) -> &'static str {
        match self {
            Enabled::Origin => "",
            Enabled::Disabled => " disabled",
            Enabled::Replica => " enabled in replicas",
            Enabled::Always => " enabled always",
        }
    }
}
