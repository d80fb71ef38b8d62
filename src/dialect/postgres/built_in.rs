//! Names that the server has itself. `pg_catalog` is searched before every namespace, so that a type, function or operator of
//! the same name is found only where its namespace is said.
//!
//! The lists hold the names of every version; a test asks the server whether one is missing. A name too many costs nothing: what
//! has it is named with its namespace, which is right everywhere.

use std::collections::HashSet;
use std::sync::LazyLock;

/// The types, without arrays and the row types of catalogues.
static TYPES: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("built_in/types.txt").lines().collect());

/// The functions, procedures and aggregates.
static ROUTINES: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("built_in/routines.txt").lines().collect());

static OPERATORS: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("built_in/operators.txt").lines().collect());

static TEXT_SEARCH: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("built_in/text_search.txt").lines().collect());

/// Whether the server has a type of this name.
pub fn is_type(name: &str) -> bool {
    TYPES.contains(name)
}

/// Whether the server has a function, procedure or aggregate of this name, with whatever arguments.
pub fn is_routine(name: &str) -> bool {
    ROUTINES.contains(name)
}

/// Whether the server has an operator of this name.
pub fn is_operator(name: &str) -> bool {
    OPERATORS.contains(name)
}

/// Whether the server has a configuration, dictionary, parser or template for text search of this name.
pub fn is_text_search(name: &str) -> bool {
    TEXT_SEARCH.contains(name)
}
