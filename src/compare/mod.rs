//! What is wanted against what is: from a schema source and a database to proven sections of a script.
//!
//! [`canonical`] has the server spell the wanted schema, [`Comparison`] holds both sides and the operations between
//! them, [`rows`] asks whether the rows that are there allow them, [`proof`] runs both directions in a shadow.

mod adoption;
mod bodies;
mod cache;
pub(crate) use cache::entry as read_cache_entry;
pub mod canonical;
mod chain_test;
mod comparer;
mod conversions;
mod creation;
mod differences;
mod foreign_rows;
mod guessed_order;
mod known_equality;
mod live_tables;
mod mentions;
mod other_tools;
mod plain_spelling;
pub mod proof;
#[cfg(test)]
mod rename_tests;
mod replay;
mod row_keys;
mod rows;
mod schema_equality;
mod script;
mod shortcuts;
mod squash;
mod statement_costs;
mod subset;
#[cfg(test)]
mod trial_size_tests;
mod unmodelled;
mod unrunnable;
mod unsound_bodies;

use std::sync::Arc;

use crate::dialect::{self, Dialect, OnlineTables};
use crate::diff::{self, RenameCandidate};
use crate::error::Result;
use crate::operation::Operation;
use crate::schema::{Hints, Managed, QName, Schema};
use crate::shadow::Shadow;

pub use adoption::{Adoption, LeftOut};
pub use chain_test::{OnTested, TestOutcome, TestedRevision};
pub use comparer::{AskRename, Comparer, RenameOptions, UndecidedRenames, scope};
pub use conversions::NoConversion;
pub use differences::Difference;
pub use known_equality::KnownEquality;
pub use replay::{OutsideOfShadow, ReplayError};
pub use rows::{Places, allowed_by_rows};
pub use script::{SectionText, creation_text, for_client};
pub use squash::{SquashError, SquashMethod, Squashed};
pub use statement_costs::StatementCosts;
pub use unmodelled::{UnmodelledObjects, refuse_secrets, refuse_unmodelled};
pub use unrunnable::UnrunnableObjects;

/// Both sides of a comparison, and the operations between them.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// What is.
    pub before: Arc<Schema>,
    /// What is, with the renames applied.
    pub renamed: Arc<Schema>,
    /// What is wanted, in the server's own spelling.
    pub after: Arc<Schema>,
    /// The renames, in order.
    pub renames: Vec<Operation>,
    /// All other operations, in order.
    pub changes: Vec<Operation>,
    /// Which of owners and grants are compared.
    pub managed: Managed,
    /// The tables whose traffic must not stop for the changes, under the names that they have then.
    pub online: OnlineTables,
    /// What is said above the statements of what they lock.
    pub costs: StatementCosts,
}

impl Comparison {
    /// Compares. The shadow is used only where something is renamed.
    ///
    /// # Errors
    /// Where a hint contradicts the schema, no order of the operations works, or the shadow fails.
    pub async fn of(
        before: Arc<Schema>,
        after: Arc<Schema>,
        hints: &Hints,
        managed: Managed,
        dialect: &dyn Dialect,
        shadow: &mut Shadow,
    ) -> Result<Comparison> {
        let mut renames = diff::renames(&before, &after, hints, dialect)?;
        renames.retain(|rename| dialect.renames(rename));
        renames.splice(0..0, dialect.make_way(&renames, &before));
        let renamed = if renames.is_empty() {
            Arc::clone(&before)
        } else {
            Arc::new(canonical::renamed(&before, &renames, managed, dialect, shadow).await?)
        };
        // What no schema says of owners and grants is as it was.
        let kept = if Arc::ptr_eq(&renamed, &after) { None } else { after.keeping_access(&renamed, managed) };
        let after = kept.map_or(after, Arc::new);
        // Where the wanted schema is the live schema itself (every object was equal as declared), there is nothing to
        // compare.
        let (changes, placed) = if Arc::ptr_eq(&renamed, &after) {
            (Vec::new(), None)
        } else {
            diff::placed_changes(&renamed, &after, hints, dialect)?
        };
        let after = placed.map_or(after, Arc::new);
        unmodelled::refuse_operations_with_secrets(&changes)?;
        Ok(Comparison {
            before,
            renamed,
            after,
            renames,
            changes,
            managed,
            online: OnlineTables::None,
            costs: StatementCosts::None,
        })
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.renames.is_empty() && self.changes.is_empty()
    }

    /// All operations, in order.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.renames.iter().chain(&self.changes)
    }

    /// The operations as they are shown: what a rebuild stands for in its place.
    pub fn shown(&self) -> impl Iterator<Item = &Operation> {
        self.operations().flat_map(Operation::shown)
    }

    /// What data the upgrade loses, an entry each.
    pub fn losses(&self, dialect: &dyn Dialect) -> Vec<String> {
        self.operations().flat_map(|operation| dialect::effects(dialect, operation, &self.after).loses).collect()
    }

    /// Drops and adds that look like renames, with every partner that is possible.
    pub fn rename_candidates(&self) -> Vec<RenameCandidate> {
        diff::rename_candidates(&self.changes, &self.renamed, &self.after)
    }

    /// What a table and a column of it, as they are behind the renames, are called in the live database.
    fn old_name(&self, table: &QName, column: &str) -> (QName, String) {
        let mut old = (table.clone(), column.to_owned());
        for operation in self.renames.iter().rev() {
            match operation {
                Operation::RenameColumn { table, from, to } if *table == old.0 && *to == old.1 => {
                    old.1.clone_from(from);
                }
                Operation::Rename { from, to } if to.name == old.0 => old.0.clone_from(&from.name),
                _ => {}
            }
        }
        old
    }

    /// The sections of the upgrade.
    ///
    /// # Errors
    /// [`NoConversion`] where a column gets a type that the database cannot convert its values to; rows that would go to
    /// another server.
    pub fn upgrade(&self, dialect: &dyn Dialect) -> Result<Vec<SectionText>> {
        conversions::refuse(self, dialect)?;
        foreign_rows::refuse(self)?;
        let mut steps = dialect::render(dialect, &self.renames, &self.before, &self.renamed);
        let (before, after) = (&self.renamed, &self.after);
        steps.extend(dialect::render_online(dialect, &self.changes, before, after, &self.online));
        self.say_costs(&mut steps, dialect);
        Ok(script::sections(steps, dialect))
    }

    /// The sections of the downgrade: the inverse operations, what is renamed last.
    ///
    /// # Errors
    /// Where no order of the inverses works.
    pub fn downgrade(&self, dialect: &dyn Dialect) -> Result<Vec<SectionText>> {
        let changes = diff::downgrade_operations(&self.changes, &self.renamed, &self.after, dialect)?;
        let renames: Vec<Operation> = self.renames.iter().rev().map(Operation::inverse).collect();
        let mut steps = dialect::render_online(dialect, &changes, &self.after, &self.renamed, &self.online);
        steps.extend(dialect::render(dialect, &renames, &self.renamed, &self.before));
        self.say_costs(&mut steps, dialect);
        Ok(script::sections(steps, dialect))
    }
}
