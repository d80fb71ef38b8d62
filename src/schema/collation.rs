//! Collations, and conversions between encodings. Each is a [`super::Definition`].

use super::{KindFacts, Phase};

/// What generic code must know of collations.
pub(super) const COLLATION: KindFacts = KindFacts {
    word: "collation",
    created: Phase::CreateTypes,
    dropped: Phase::DropTypes,
    namespaced: true,
    renamed: true,
    recreated: false,
    text: false,
    ambient: false,
};

/// What generic code must know of conversions.
pub(super) const CONVERSION: KindFacts = KindFacts {
    word: "conversion",
    created: Phase::CreateDependents,
    dropped: Phase::DropDependents,
    namespaced: true,
    renamed: true,
    recreated: true,
    text: false,
    ambient: false,
};
