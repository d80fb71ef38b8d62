//! Foreign data: wrappers, servers, user mappings, each a [`super::Definition`]; and what makes a [`super::Table`] a foreign one.

use serde::{Deserialize, Serialize};

use super::{KindFacts, Parameters, Phase};

/// Where the rows of a foreign table are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignSource {
    /// The server's name.
    pub server: String,
    /// What the server's wrapper is told of the table.
    #[serde(default, skip_serializing_if = "Parameters::is_none")]
    pub options: Parameters,
}

/// What generic code must know of foreign data wrappers.
pub(super) const WRAPPER: KindFacts = KindFacts {
    word: "foreign data wrapper",
    created: Phase::CreateExtensions,
    dropped: Phase::DropExtensions,
    namespaced: false,
    renamed: true,
    recreated: false,
    text: false,
    ambient: false,
};

/// What generic code must know of servers.
pub(super) const SERVER: KindFacts = KindFacts {
    word: "server",
    created: Phase::CreateExtensions,
    dropped: Phase::DropExtensions,
    namespaced: false,
    renamed: true,
    recreated: false,
    text: false,
    ambient: false,
};

/// What generic code must know of user mappings.
pub(super) const USER_MAPPING: KindFacts = KindFacts {
    word: "user mapping",
    // A materialized view over a foreign table is filled through it, which no record says.
    created: Phase::CreateExtensions,
    dropped: Phase::DropExtensions,
    namespaced: false,
    renamed: false,
    recreated: true,
    text: false,
    ambient: false,
};
