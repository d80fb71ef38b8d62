//! Rows of this database that a change would hand to another server.
//!
//! A partitioned table that is made anew gets its rows back by an INSERT, and PostgreSQL sends each row to the partition that it
//! fits, a foreign one too. Nothing there would bring them back, so the change is refused.

use crate::diff;
use crate::error::{Fault, Result};
use crate::operation::Operation;
use crate::schema::{QName, Schema, Table};

use super::Comparison;

/// Rows that would be copied into a table with partitions on another server.
#[derive(Debug, thiserror::Error)]
#[error(
    "the rows of {table} would be copied into {table} as it will be, and partition {partition} of it is on another server"
)]
pub(super) struct RowsToForeignTable {
    /// The table that is made anew.
    pub table: QName,
    /// Its foreign partition.
    pub partition: QName,
}

impl Fault for RowsToForeignTable {
    fn code(&self) -> &'static str {
        "rows-to-foreign-table"
    }
    fn help(&self) -> Option<String> {
        Some("make two revisions of it: one without the foreign partition, and one that adds it".into())
    }
}

/// # Errors
/// [`RowsToForeignTable`] where a comparison copies rows into a table that gets a foreign partition.
pub(super) fn refuse(comparison: &Comparison) -> Result<()> {
    for operation in &comparison.changes {
        let Operation::BringRows(rows) = operation else { continue };
        let family = diff::family(&rows.into.name, &comparison.after);
        let is_foreign = |name: &QName, schema: &Schema| schema.table(name).is_some_and(Table::is_foreign);
        // One that was foreign before has its rows where they are.
        let mut come = family.into_iter().filter(|name| !is_foreign(name, &comparison.renamed));
        let foreign = come.find(|name| is_foreign(name, &comparison.after));
        if let Some(partition) = foreign {
            return Err(RowsToForeignTable { table: rows.into.name.clone(), partition }.into());
        }
    }
    Ok(())
}
