//! What a table of PostgreSQL can hold.

use crate::dialect::table_rules::TableRules;
use crate::schema::IdentityKind;

/// Its rules. (Generated columns that are computed when they are read come with PostgreSQL 18, as its usual ones; what is
/// stored where nothing is said stays so in every version.)
pub(super) const RULES: TableRules = TableRules {
    identities: &[IdentityKind::ByDefault, IdentityKind::Always, IdentityKind::Serial],
    null_in_primary_key: false,
    ordered_keys: false,
    implicit_references: false,
    generated_stored: true,
    any_type: false,
    no_columns: true,
};
