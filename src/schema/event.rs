//! Events: statements that a MySQL server runs by the clock. Each is a [`super::Definition`].

use super::{KindFacts, Phase};

/// What generic code must know of events.
pub(super) const FACTS: KindFacts = KindFacts {
    word: "event",
    created: Phase::CreateDependents,
    dropped: Phase::DropDependents,
    namespaced: true,
    renamed: false,
    recreated: true,
    text: false,
    ambient: false,
};
