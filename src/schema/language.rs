//! Languages that functions are written in, and transforms of types for them. Each is a [`super::Definition`].

use super::{KindFacts, Phase};

/// What generic code must know of languages.
pub(super) const LANGUAGE: KindFacts = KindFacts {
    word: "language",
    created: Phase::CreateExtensions,
    dropped: Phase::DropExtensions,
    namespaced: false,
    renamed: true,
    recreated: false,
    text: false,
    ambient: false,
};

/// What generic code must know of transforms.
pub(super) const TRANSFORM: KindFacts = KindFacts {
    word: "transform",
    created: Phase::CreateDependents,
    dropped: Phase::DropDependents,
    namespaced: false,
    renamed: false,
    recreated: true,
    text: false,
    ambient: false,
};
