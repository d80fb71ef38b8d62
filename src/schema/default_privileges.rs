//! Default privileges: the grants that objects get when they are made.

use super::{KindFacts, Phase};

/// What generic code must know of default privileges.
pub(super) const FACTS: KindFacts = KindFacts {
    word: "default privileges",
    created: Phase::CreateDependents,
    dropped: Phase::DropDependents,
    namespaced: false,
    renamed: false,
    recreated: true,
    text: false,
    ambient: false,
};
