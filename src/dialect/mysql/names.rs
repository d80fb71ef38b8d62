//! Names: 64 characters long, columns and indexes in any capitals, and no namespaces but the database itself.

use crate::dialect::names::{LengthUnit, NameRules};
use crate::schema::PartKind;

/// The names of foreign keys and checks must differ in the whole database, those of triggers too; indexes are their table's
/// affair. Whether capitals of table names count is the server's setting (`lower_case_table_names`); here they do.
pub(super) const RULES: NameRules = NameRules {
    longest: Some((64, LengthUnit::Characters)),
    ignores_case: false,
    columns_ignore_case: true,
    default_namespace: None,
    among_relations: &[],
    across_tables: &[PartKind::Trigger, PartKind::ForeignKey, PartKind::Check],
};
