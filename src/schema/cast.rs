//! Casts. Each is a [`super::Definition`].

use super::{KindFacts, Phase};

/// What generic code must know of casts.
pub(super) const FACTS: KindFacts = KindFacts {
    word: "cast",
    created: Phase::CreateSequences,
    dropped: Phase::DropDependents,
    namespaced: false,
    renamed: false,
    recreated: true,
    text: false,
    ambient: false,
};
