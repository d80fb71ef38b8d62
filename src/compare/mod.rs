//! What is wanted against what is: from a schema source and a database to proven sections of a script.
//!
//! [`canonical`] has the server spell the wanted schema, [`Comparison`] holds both sides and the operations between
//! them, [`rows`] asks whether the rows that are there allow them, [`proof`] runs both directions in a shadow.

mod cache;
pub mod canonical;
mod differences;
mod guard;
mod job;
pub mod proof;
mod rehearsal;
mod replay;
mod rows;
mod script;
mod squash;
mod states;
mod subset;

use std::sync::Arc;

use crate::dialect::Dialect;
use crate::diff::{self, LikelyRename};
use crate::error::Result;
use crate::operation::Operation;
use crate::schema::{Hints, Schema};
use crate::shadow::Shadow;

pub use differences::Difference;
pub use guard::{BeyondModel, guard};
pub use job::{Ask, Job, Renames, Undecided, scope};
pub use rehearsal::{Rehearsed, Tell, Verdict};
pub use replay::{OutsideOfShadow, ReplayError};
pub use rows::allowed_by_rows;
pub use script::{SectionText, creation_text};
pub use squash::{Origin, SquashError, Squashed};

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
        dialect: &dyn Dialect,
        shadow: &mut Shadow,
    ) -> Result<Comparison> {
        let mut renames = diff::renames(&before, &after, hints)?;
        renames.retain(|rename| dialect.renames(rename));
        renames.splice(0..0, dialect.make_way(&renames, &before));
        let renamed = if renames.is_empty() {
            Arc::clone(&before)
        } else {
            Arc::new(canonical::renamed(&before, &renames, dialect, shadow).await?)
        };
        // A schema that is taken from the database whole is the database's.
        let changes =
            if Arc::ptr_eq(&renamed, &after) { Vec::new() } else { diff::changes(&renamed, &after, hints, dialect)? };
        Ok(Comparison { before, renamed, after, renames, changes })
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

    /// What data the upgrade loses, a line each.
    pub fn losses(&self) -> Vec<String> {
        self.operations().filter_map(Operation::loses).collect()
    }

    /// Drops and adds that look like renames, with every partner that is possible.
    pub fn likely_renames(&self) -> Vec<LikelyRename> {
        diff::likely_renames(&self.changes, &self.renamed, &self.after)
    }

    /// The sections of the upgrade.
    pub fn upgrade(&self, dialect: &dyn Dialect) -> Vec<SectionText> {
        let mut steps = script::steps(self.renames.iter(), &self.before, &self.renamed, dialect);
        steps.extend(script::steps(self.changes.iter(), &self.renamed, &self.after, dialect));
        script::sections(steps)
    }

    /// The sections of the downgrade: the inverse operations, what is renamed last.
    ///
    /// # Errors
    /// Where no order of the inverses works.
    pub fn downgrade(&self, dialect: &dyn Dialect) -> Result<Vec<SectionText>> {
        let changes = diff::undoing(&self.changes, &self.renamed, &self.after, dialect)?;
        let renames: Vec<Operation> = self.renames.iter().rev().map(Operation::inverse).collect();
        let mut steps = script::steps(changes.iter(), &self.after, &self.renamed, dialect);
        steps.extend(script::steps(renames.iter(), &self.renamed, &self.before, dialect));
        Ok(script::sections(steps))
    }
}
