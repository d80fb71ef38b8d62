//! Names: of any length, found in any capitals of the ASCII letters, and without namespaces.

use crate::dialect::names::NameRules;
use crate::schema::PartKind;

/// Indexes share a space with tables and views (a key's own index has no name that could clash); triggers have a space
/// of their own, whatever table they are on.
pub(super) const RULES: NameRules = NameRules {
    longest: None,
    ignores_case: true,
    columns_ignore_case: true,
    default_namespace: None,
    among_relations: &[PartKind::Index],
    across_tables: &[PartKind::Trigger],
};
