//! Range types. Each is a [`super::Definition`].

use super::{KindFacts, Phase};

/// What generic code must know of range types.
pub(super) const FACTS: KindFacts = KindFacts {
    word: "range type",
    created: Phase::CreateTypes,
    dropped: Phase::DropTypes,
    namespaced: true,
    renamed: true,
    recreated: false,
    text: false,
    ambient: false,
};
