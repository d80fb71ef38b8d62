//! What is said above a statement of the tables that it locks, with what the database says of their size.

use super::Comparison;
use crate::dialect::{Dialect, Step, TableSize, TableSizes, facts_in_words};
use crate::schema::QName;

/// What of it a text says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum StatementCosts {
    /// Nothing: there are no tables in use.
    #[default]
    None,
    /// The locks on tables that are large, as in a script: whoever waits for a small one does not wait for long.
    OfLargeTables(TableSizes),
    /// All locks on tables that have rows; on any table where no database says.
    All(Option<TableSizes>),
}

impl StatementCosts {
    /// All of it, with the sizes that are known.
    #[must_use]
    pub fn all(self) -> Self {
        match self {
            StatementCosts::None => StatementCosts::All(None),
            StatementCosts::OfLargeTables(sizes) => StatementCosts::All(Some(sizes)),
            all @ StatementCosts::All(_) => all,
        }
    }
}

/// Bytes and rows from which on a table is large.
const LARGE: (u64, u64) = (1_000_000, 10_000);

fn is_large(size: &TableSize) -> bool {
    size.bytes.is_some_and(|bytes| bytes >= LARGE.0) || size.rows.is_some_and(|rows| rows >= LARGE.1)
}

impl Comparison {
    /// Puts above each step what it locks.
    pub(super) fn say_costs(&self, steps: &mut [Step], dialect: &dyn Dialect) {
        let sizes = match &self.costs {
            StatementCosts::None => return,
            StatementCosts::OfLargeTables(sizes) => Some(sizes),
            StatementCosts::All(sizes) => sizes.as_ref(),
        };
        // The database has the tables under the names from before the renames.
        let size = |table: &QName| sizes?.get(table).or_else(|| sizes?.get(&self.old_name(table, "").0));
        let counts = |table: &QName| match (&self.costs, size(table)) {
            (StatementCosts::OfLargeTables(_), size) => size.is_some_and(|size| is_large(&size)),
            (_, size) => !size.is_some_and(|size| size.empty),
        };
        for step in steps {
            if let Some(words) = facts_in_words(&step.facts, dialect.engine(), counts, size) {
                step.explain(&words);
            }
        }
    }
}
