//! Stored functions, procedures and aggregates. Each is a [`super::Definition`].

use super::{KindFacts, Phase};

/// What generic code must know of functions: views use them, so they come first.
pub(super) const FUNCTION: KindFacts = KindFacts {
    word: "function",
    created: Phase::CreateTypes,
    dropped: Phase::DropTypes,
    namespaced: true,
    renamed: true,
    recreated: true,
    text: false,
    ambient: false,
};

/// What generic code must know of procedures.
pub(super) const PROCEDURE: KindFacts = KindFacts {
    word: "procedure",
    created: Phase::CreateDependents,
    dropped: Phase::DropDependents,
    namespaced: true,
    renamed: true,
    recreated: true,
    text: false,
    ambient: false,
};

/// What generic code must know of aggregates.
pub(super) const AGGREGATE: KindFacts = KindFacts {
    word: "aggregate",
    created: Phase::CreateSequences,
    dropped: Phase::DropDependents,
    namespaced: true,
    renamed: true,
    recreated: true,
    text: false,
    ambient: false,
};
