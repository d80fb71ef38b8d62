//! How a table is walked by its primary key on PostgreSQL.

use crate::dialect::row_batches::RowBatches;

use super::quote;

/// PostgreSQL's answers.
pub(super) struct PostgresRowBatches;

fn regclass(table: &[String]) -> String {
    let name: Vec<String> = table.iter().map(|part| quote::identifier(part)).collect();
    format!("pg_catalog.to_regclass({})", quote::string(&name.join(".")))
}

impl RowBatches for PostgresRowBatches {
    fn key(&self, table: &[String]) -> String {
        format!(
            "SELECT attname, pg_catalog.quote_ident(attname), \
             pg_catalog.format('pg_catalog.quote_literal(%I::pg_catalog.text)', attname) \
             FROM pg_catalog.pg_index, pg_catalog.unnest(indkey) WITH ORDINALITY AS place (attnum, n), pg_catalog.pg_attribute \
             WHERE indrelid = {} AND indisprimary AND n <= indnkeyatts AND attrelid = indrelid \
             AND pg_attribute.attnum = place.attnum ORDER BY n",
            regclass(table)
        )
    }

    fn rows(&self, table: &[String]) -> Option<String> {
        // A partitioned table has none of its own.
        Some(format!(
            "SELECT pg_catalog.sum(reltuples)::bigint FROM pg_catalog.pg_class WHERE reltuples > 0 AND (oid = {0} OR oid IN \
             (SELECT relid FROM pg_catalog.pg_partition_tree({0})))",
            regclass(table)
        ))
    }

    fn compares_rows(&self) -> bool {
        true
    }
}
