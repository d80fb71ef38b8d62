//! What the revision chain makes: all upgrades, run in a shadow and read back.

use std::sync::Arc;

use super::{Comparer, refuse_unmodelled};
use crate::config::TransactionMode;
use crate::dialect::{Dialect, Session};
use crate::error::{Fault, Place, Result};
use crate::revision::{Applied, Direction, upgrade};
use crate::run::{
    Chain, PreparedStatements, RunError, ScriptStatement, Silent, SqlSection, StatementGroup, Stop, prepare,
    run_sections,
};
use crate::schema::Schema;
use crate::script::ScriptError;
use crate::sql::Syntax;

/// A revision that does not run from where the chain has come to.
#[derive(Debug, thiserror::Error)]
#[error("{} {revision} does not run in the shadow: {fault}", match direction {
    Direction::Upgrade => "revision",
    Direction::Downgrade => "the downgrade of revision",
})]
pub struct ReplayError {
    /// The revision.
    pub revision: String,
    /// Which of its sections.
    pub direction: Direction,
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

impl Comparer {
    /// The schema that the chain makes from an empty database. The shadow is a new one before and after.
    ///
    /// # Errors
    /// A script that cannot be read or run; what the model does not hold.
    pub async fn replayed(&mut self, chain: &Chain, stop: &Stop) -> Result<Arc<Schema>> {
        self.shadow.close().await;
        let result = self.replay(chain, stop).await;
        self.shadow.close().await;
        let schema = result?;
        refuse_unmodelled(&schema, "the revision chain")?;
        Ok(Arc::new(schema))
    }

    async fn replay(&mut self, chain: &Chain, stop: &Stop) -> Result<Schema> {
        let nothing = Applied::default();
        let plan = upgrade(&chain.graph, &nothing, "heads")?;
        // What cannot be run is told before anything is.
        chain.prepared_revisions(&plan, &nothing, &*self.dialect, TransactionMode::Each)?;
        self.play(chain, plan.steps.iter().map(|step| step.id.as_str()), stop).await?;
        let scope = self.shadow.within(&self.scope);
        self.shadow.session().await?.introspect(&scope).await
    }

    /// Runs the upgrades of revisions in the shadow, one after another.
    ///
    /// # Errors
    /// A script that cannot be read or run.
    pub(super) async fn play<'i>(
        &mut self,
        chain: &Chain,
        revisions: impl Iterator<Item = &'i str>,
        stop: &Stop,
    ) -> Result<()> {
        // A chain lives where its scripts say: only a database of its own can hold more than one namespace.
        self.shadow.one_namespace(true);
        for revision in revisions {
            let sql_sections = sql_sections(chain, revision, Direction::Upgrade, self.dialect.syntax())?;
            self.step(revision, Direction::Upgrade, &sql_sections, stop).await?;
        }
        self.shadow.session().await.map(drop)
    }

    /// Runs the sections of one revision in the shadow, as a run would. Where it fails, nothing of it is left, unless it
    /// has left the transaction.
    ///
    /// # Errors
    /// [`ReplayError`], [`OutsideOfShadow`].
    pub(super) async fn step(
        &mut self,
        revision: &str,
        direction: Direction,
        sql_sections: &[SqlSection],
        stop: &Stop,
    ) -> Result<()> {
        self.shadow.session().await?;
        let commits = self.shadow.commits();
        let session = self.shadow.session().await?;
        let failed = |fault| ReplayError { revision: revision.to_owned(), direction, fault }.into();
        if commits {
            return run_sections(session, sql_sections, stop, &mut Silent).await.map_err(failed);
        }
        let statements = prepare(&*self.dialect, sql_sections, true).map_err(failed)?;
        // What stands alone for the sake of others may share the transaction: nobody uses the shadow.
        let fits = |one: &ScriptStatement| self.dialect.within_transaction(one.sql()) != one.sql();
        let leaves = |group: &StatementGroup| !group.atomic && !group.statements.iter().all(fits);
        if statements.groups.iter().any(|group| leaves(group) || group.unenforced) {
            return Err(OutsideOfShadow(revision.to_owned()).into());
        }
        within_transaction(session, &statements, &*self.dialect).await.map_err(failed)
    }
}

/// The sections of a revision in one direction.
///
/// # Errors
/// A script that cannot be read, or has none.
pub(super) fn sql_sections(
    chain: &Chain,
    revision: &str,
    direction: Direction,
    syntax: Syntax,
) -> Result<Vec<SqlSection>, ScriptError> {
    let script = chain.script(revision, syntax)?;
    let sections = script.sections_for(direction)?.into_iter();
    Ok(sections
        .map(|section| SqlSection {
            path: script.path.clone(),
            text: script.text.clone(),
            span: section.span.clone(),
            transaction: section.transaction,
            batch: section.batch,
        })
        .collect())
}

/// Only the statements, where the shadow is a transaction that is rolled back: so DDL can be, to a savepoint too.
async fn within_transaction(
    session: &mut dyn Session,
    statements: &PreparedStatements,
    dialect: &dyn Dialect,
) -> Result<(), RunError> {
    session.execute("SAVEPOINT migrate_step").await?;
    for script_statement in statements.groups.iter().flat_map(|group| &group.statements) {
        if let Err(fault) = session.execute(&dialect.within_transaction(script_statement.sql())).await {
            session.execute("ROLLBACK TO SAVEPOINT migrate_step").await?;
            return Err(fault.into());
        }
    }
    session.execute("RELEASE SAVEPOINT migrate_step").await?;
    Ok(())
}
