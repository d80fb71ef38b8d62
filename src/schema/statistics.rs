//! Statistics objects: what the planner keeps of several columns of a table. Each is a [`super::Definition`].

use super::{KindFacts, Phase};

/// What generic code must know of statistics.
pub(super) const FACTS: KindFacts = KindFacts {
    word: "statistics",
    created: Phase::CreateDependents,
    dropped: Phase::DropDependents,
    namespaced: true,
    renamed: true,
    recreated: true,
    text: false,
    ambient: false,
};
