//! Base types, made of functions, and the shells that stand for types while their functions are made. Each is a
//! [`super::Definition`].
//!
//! A type and its functions need each other. The shell breaks the ring: the functions need it, and the type needs both.

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

/// What generic code must know of shell types. One takes another name together with its type.
pub(super) const SHELL_FACTS: KindFacts = KindFacts { word: "shell type", renamed: false, ..FACTS };
