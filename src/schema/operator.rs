//! Operators, their families and classes, and access methods. Each is a [`super::Definition`].

use super::{KindFacts, Phase};

/// What generic code must know of access methods.
pub(super) const ACCESS_METHOD: KindFacts = KindFacts {
    word: "access method",
    created: Phase::CreateExtensions,
    dropped: Phase::DropExtensions,
    namespaced: false,
    renamed: false,
    recreated: false,
    text: false,
    ambient: false,
};

/// What generic code must know of operators.
pub(super) const OPERATOR: KindFacts = KindFacts {
    word: "operator",
    created: Phase::CreateSequences,
    dropped: Phase::DropDependents,
    namespaced: true,
    renamed: false,
    recreated: true,
    text: false,
    ambient: false,
};

/// What generic code must know of operator families.
pub(super) const OPERATOR_FAMILY: KindFacts = KindFacts {
    word: "operator family",
    created: Phase::CreateSequences,
    dropped: Phase::DropTypes,
    namespaced: true,
    renamed: true,
    recreated: true,
    text: false,
    ambient: false,
};

/// What generic code must know of operator classes.
pub(super) const OPERATOR_CLASS: KindFacts = KindFacts {
    word: "operator class",
    created: Phase::CreateSequences,
    dropped: Phase::DropTypes,
    namespaced: true,
    renamed: true,
    recreated: true,
    text: false,
    ambient: false,
};
