//! Domains: types with a default, NOT NULL and checks of their own.

use super::{KindFacts, Phase};

/// What generic code must know of domains.
pub(super) const FACTS: KindFacts = KindFacts {
    word: "domain",
    created: Phase::CreateTypes,
    dropped: Phase::DropTypes,
    namespaced: true,
    renamed: true,
    recreated: false,
    text: false,
    ambient: false,
};
