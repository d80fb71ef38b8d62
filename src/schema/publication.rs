//! Publications: which tables a PostgreSQL server sends to its subscribers. A [`super::Definition`].

use super::{KindFacts, Phase};

/// What generic code must know of publications.
pub(super) const FACTS: KindFacts = KindFacts {
    word: "publication",
    created: Phase::CreateDependents,
    dropped: Phase::DropDependents,
    namespaced: false,
    renamed: true,
    recreated: true,
    // It names tables, and columns where it filters rows; it has none of its own that another could use.
    text: false,
    ambient: false,
};
