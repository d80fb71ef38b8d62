//! Event triggers: functions that run when a PostgreSQL database's schema changes. Each is a [`super::Definition`].

use super::{KindFacts, Phase};

/// What generic code must know of event triggers.
pub(super) const FACTS: KindFacts = KindFacts {
    word: "event trigger",
    created: Phase::CreateDependents,
    dropped: Phase::DropDependents,
    namespaced: false,
    renamed: true,
    recreated: true,
    text: false,
    ambient: false,
};
