//! Foreign data: wrappers, servers, user mappings. Each is a [`super::Definition`].

use super::{KindFacts, Phase};

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
    created: Phase::CreateDependents,
    dropped: Phase::DropDependents,
    namespaced: false,
    renamed: false,
    recreated: true,
    text: false,
    ambient: false,
};
