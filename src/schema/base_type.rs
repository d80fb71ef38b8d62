//! Base types, made of functions, and the shells that stand for them before. Each is a [`super::Definition`].

use super::{KindFacts, Phase};

/// What generic code must know of base types.
pub(super) const FACTS: KindFacts = KindFacts {
    word: "base type",
    created: Phase::CreateTypes,
    dropped: Phase::DropTypes,
    namespaced: true,
    renamed: true,
    recreated: false,
    text: false,
    ambient: false,
};
