//! What a table of MySQL and MariaDB can hold.

use crate::dialect::table_rules::TableRules;
use crate::schema::IdentityKind;

/// Its rules.
pub(super) const RULES: TableRules = TableRules {
    identities: &[IdentityKind::AutoIncrement],
    null_in_primary_key: false,
    ordered_keys: true,
    implicit_references: false,
    generated_stored: false,
    any_type: false,
    no_columns: false,
};
