//! What the revision chain makes: all upgrades, run in a shadow and read back.

use std::sync::Arc;

use super::{Job, guard};
use crate::config::TransactionMode;
use crate::dialect::Session;
use crate::error::{Fault, Place, Result};
use crate::revision::{Applied, upgrade};
use crate::run::{Acts, Block, Chain, RunError, Stop, run_sections};
use crate::schema::Schema;

/// A revision that does not run from an empty database.
#[derive(Debug, thiserror::Error)]
#[error("revision {revision} does not run in the shadow: {fault}")]
pub struct ReplayError {
    /// The revision.
    pub revision: String,
    /// What a run says of it.
    pub fault: RunError,
}

impl Fault for ReplayError {
    fn code(&self) -> &'static str {
        "replay-failed"
    }
    fn help(&self) -> Option<String> {
        self.fault.help()
    }
    fn places(&self) -> Vec<Place> {
        self.fault.places()
    }
    fn notes(&self) -> Vec<String> {
        self.fault.notes()
    }
}

/// A script that cannot be tried out inside of a transaction.
#[derive(Debug, thiserror::Error)]
#[error("revision {0} has statements that run outside of a transaction, and the shadow is inside of one")]
pub struct OutsideOfShadow(pub String);

impl Fault for OutsideOfShadow {
    fn code(&self) -> &'static str {
        "no-shadow"
    }
    fn help(&self) -> Option<String> {
        Some("give the role CREATEDB, so that the shadow can be a database of its own".into())
    }
}

impl Job {
    /// The schema that the chain makes from an empty database. The shadow is a new one before and after.
    ///
    /// # Errors
    /// A script that cannot be read or run; what the model does not hold.
    pub async fn replayed(&mut self, chain: &Chain, stop: &Stop) -> Result<Arc<Schema>> {
        self.shadow.close().await;
        let result = self.replay(chain, stop).await;
        self.shadow.close().await;
        let schema = result?;
        guard(&schema, "the revision chain")?;
        Ok(Arc::new(schema))
    }

    async fn replay(&mut self, chain: &Chain, stop: &Stop) -> Result<Schema> {
        let syntax = self.dialect.syntax();
        let nothing = Applied::default();
        let plan = upgrade(&chain.graph, &nothing, "heads")?;
        let jobs = chain.jobs(&plan, &nothing, syntax, TransactionMode::Each)?;
        // A chain lives where its scripts say: only a database of its own can hold more than one namespace.
        self.shadow.one_namespace(true);
        self.shadow.session().await?;
        let commits = self.shadow.commits();
        let scope = self.shadow.within(&self.scope);
        let session = self.shadow.session().await?;
        for (step, job) in plan.steps.iter().zip(&jobs) {
            if commits {
                let script = chain.script(&step.id)?;
                let blocks: Vec<Block> = script
                    .sections_for(step.direction)?
                    .into_iter()
                    .map(|section| Block {
                        path: script.path.clone(),
                        text: script.text.clone(),
                        span: section.span.clone(),
                        transaction: section.transaction,
                    })
                    .collect();
                run_sections(session, &blocks, stop)
                    .await
                    .map_err(|fault| ReplayError { revision: step.id.clone(), fault })?;
            } else {
                within_transaction(session, &step.id, &job.acts).await?;
            }
        }
        session.introspect(&scope).await
    }
}

/// Only the statements, where the shadow is a transaction that is rolled back.
async fn within_transaction(session: &mut dyn Session, revision: &str, acts: &Acts) -> Result<()> {
    for act in &acts.acts {
        if !act.atomic || act.unenforced {
            return Err(OutsideOfShadow(revision.to_owned()).into());
        }
        for piece in &act.pieces {
            if let Err(fault) = session.execute(piece.sql()).await {
                return Err(ReplayError { revision: revision.to_owned(), fault: fault.into() }.into());
            }
        }
    }
    Ok(())
}
