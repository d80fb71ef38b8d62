//! Composite types: rows with named attributes. Each is a [`super::Definition`].

use super::{KindFacts, Phase};

/// What generic code must know of composite types.
pub(super) const FACTS: KindFacts = KindFacts {
    word: "composite type",
    created: Phase::CreateTypes,
    dropped: Phase::DropTypes,
    namespaced: true,
    renamed: true,
    recreated: false,
    text: false,
    ambient: false,
};
