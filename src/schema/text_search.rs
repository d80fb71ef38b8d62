//! Text search: parsers, templates, dictionaries, configurations. Each is a [`super::Definition`].

use super::{KindFacts, Phase};

/// What generic code must know of text search parsers.
pub(super) const PARSER: KindFacts = KindFacts {
    word: "text search parser",
    created: Phase::CreateTypes,
    dropped: Phase::DropTypes,
    namespaced: true,
    renamed: true,
    recreated: false,
    text: false,
    ambient: false,
};

/// What generic code must know of text search templates.
pub(super) const TEMPLATE: KindFacts = KindFacts {
    word: "text search template",
    created: Phase::CreateTypes,
    dropped: Phase::DropTypes,
    namespaced: true,
    renamed: true,
    recreated: false,
    text: false,
    ambient: false,
};

/// What generic code must know of text search dictionaries.
pub(super) const DICTIONARY: KindFacts = KindFacts {
    word: "text search dictionary",
    created: Phase::CreateTypes,
    dropped: Phase::DropTypes,
    namespaced: true,
    renamed: true,
    recreated: true,
    text: false,
    ambient: false,
};

/// What generic code must know of text search configurations.
pub(super) const CONFIGURATION: KindFacts = KindFacts {
    word: "text search configuration",
    created: Phase::CreateTypes,
    dropped: Phase::DropTypes,
    namespaced: true,
    renamed: true,
    recreated: true,
    text: false,
    ambient: false,
};
