//! When a query on PostgreSQL sees other rows than a constraint looks at.

use super::quote;

/// Has a row where one of the tables is not all there for this role (row-level security), or where rows of tables that inherit
/// from it are read with its own, which no key of it counts. Partitions are counted.
pub(super) fn row_guard(tables: &[&str]) -> String {
    let names: Vec<String> =
        tables.iter().map(|table| format!("{}::pg_catalog.regclass", quote::string(table))).collect();
    format!(
        "SELECT 1 FROM pg_catalog.pg_class WHERE oid IN ({}) AND (pg_catalog.row_security_active(oid) \
         OR relkind <> 'p' AND EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhparent = pg_class.oid)) LIMIT 1",
        names.join(", ")
    )
}
