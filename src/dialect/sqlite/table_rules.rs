//! What a table of SQLite can hold.

use crate::dialect::table_rules::TableRules;

/// Its rules.
pub(super) const RULES: TableRules = TableRules {
    identities: &[],
    null_in_primary_key: true,
    ordered_keys: true,
    implicit_references: true,
    generated_stored: false,
    any_type: true,
    no_columns: false,
};
