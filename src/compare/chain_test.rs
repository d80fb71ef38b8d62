//! `migrate test`: runs each revision's upgrade, downgrade and upgrade again in a shadow database.
//!
//! A revision is undone directly after it was applied: then the state before it is known, a downgrade that fails leaves
//! the shadow where it was, and the second upgrade finds the rows that the downgrade should have taken away. The
//! schema is read once after each upgrade and once after each downgrade; no state but the last two is kept.

use std::time::{Duration, Instant};

use crate::dialect::Scope;
use crate::error::{Error, Result};
use crate::revision::{Direction, NodeSet, state_at};
use crate::run::{Chain, Stop};
use crate::schema::Schema;

use super::replay::sql_sections;
use super::schema_equality::{AFTER_DOWNGRADE, differences, same};
use super::{Comparer, refuse_unmodelled};

/// What came of one revision.
#[derive(Debug)]
pub struct TestedRevision {
    /// The revision.
    pub revision: String,
    /// Its message.
    pub message: String,
    /// What was found.
    pub outcome: TestOutcome,
    /// How long all of it took.
    pub took: Duration,
}

/// What was found of one revision.
#[derive(Debug)]
pub enum TestOutcome {
    /// It runs, and its downgrade gives back exactly the state before.
    Passed,
    /// The upgrade does not run: what comes after it cannot be tried.
    UpgradeFailed(Error),
    /// The downgrade does not run, or there is none.
    DowngradeFailed(Error),
    /// The downgrade runs, and gives another state than the one before: what differs, a line each.
    NotRestored(Vec<String>),
    /// The downgrade gives back the schema, but not all: the upgrade does not run a second time.
    NotRepeatable(Error),
}

impl TestOutcome {
    /// Whether nothing is wrong.
    pub fn has_passed(&self) -> bool {
        matches!(self, TestOutcome::Passed)
    }
}

/// Who is told of each revision, as soon as it is known.
pub type OnTested<'a> = dyn FnMut(&TestedRevision) + Send + 'a;

impl Comparer {
    /// Runs the whole chain in a shadow, each revision up, down and up again; what `from` has below it, and itself, only
    /// up. The schema at the end, as it is compared; none where an upgrade does not run.
    ///
    /// # Errors
    /// Whatever keeps the shadow from being made or read; a chain that makes what the model does not hold.
    pub async fn test_chain(
        &mut self,
        chain: &Chain,
        from: Option<&str>,
        stop: &Stop,
        tell: &mut OnTested<'_>,
    ) -> Result<Option<Schema>> {
        self.shadow.close().await;
        let result = self.tested(chain, from, stop, tell).await;
        self.shadow.close().await;
        let schema = result?;
        if let Some(schema) = &schema {
            refuse_unmodelled(schema, "the revision chain")?;
        }
        Ok(schema)
    }

    async fn tested(
        &mut self,
        chain: &Chain,
        from: Option<&str>,
        stop: &Stop,
        tell: &mut OnTested<'_>,
    ) -> Result<Option<Schema>> {
        let graph = &chain.graph;
        let known = match from {
            Some(from) => state_at(graph, from)?.set().clone(),
            None => NodeSet::new(),
        };
        let mut new: NodeSet = (0..graph.len()).collect();
        new.subtract(&known);
        let mut done: Vec<&str> = Vec::new();
        let tried = |id: &str, began: Instant, outcome: TestOutcome| TestedRevision {
            revision: id.to_owned(),
            message: graph.get(id).map(|revision| revision.message.clone()).unwrap_or_default(),
            outcome,
            took: began.elapsed(),
        };
        self.play(chain, std::iter::empty(), stop).await?;
        for index in graph.sort(&known) {
            let (id, began) = (graph.id(index), Instant::now());
            if let Err(fault) = self.up(chain, id, stop).await {
                tell(&tried(id, began, TestOutcome::UpgradeFailed(fault)));
                return Ok(None);
            }
            done.push(id);
        }
        let everything = self.shadow.within(&Scope::everything());
        let mut before = self.shadow.session().await?.introspect(&everything).await?;
        for index in graph.sort(&new) {
            let (id, began) = (graph.id(index), Instant::now());
            if let Err(fault) = self.up(chain, id, stop).await {
                tell(&tried(id, began, TestOutcome::UpgradeFailed(fault)));
                return Ok(None);
            }
            done.push(id);
            let after = self.shadow.session().await?.introspect(&everything).await?;
            let (outcome, astray) = self.there_and_back(chain, id, &before, &after, &everything, stop).await?;
            tell(&tried(id, began, outcome));
            if astray {
                self.shadow.close().await;
                self.play(chain, done.iter().copied(), stop).await?;
            }
            before = after;
        }
        let scope = self.shadow.within(&self.scope);
        self.shadow.session().await?.introspect(&scope).await.map(Some)
    }

    async fn up(&mut self, chain: &Chain, id: &str, stop: &Stop) -> Result<()> {
        let upgrade = sql_sections(chain, id, Direction::Upgrade)?;
        self.step(id, Direction::Upgrade, &upgrade, stop).await
    }

    /// Undoes the revision that was applied last, looks, and applies it again. The outcome, and whether the shadow is no
    /// more what it was before.
    async fn there_and_back(
        &mut self,
        chain: &Chain,
        id: &str,
        before: &Schema,
        after: &Schema,
        scope: &Scope,
        stop: &Stop,
    ) -> Result<(TestOutcome, bool)> {
        let downgrade = match sql_sections(chain, id, Direction::Downgrade) {
            Ok(sql_sections) => sql_sections,
            Err(fault) => return Ok((TestOutcome::DowngradeFailed(fault.into()), false)),
        };
        let dialect = self.dialect.clone();
        if let Err(fault) = self.step(id, Direction::Downgrade, &downgrade, stop).await {
            // What has left the transaction may have done a part of its work.
            let now = self.shadow.session().await?.introspect(scope).await?;
            return Ok((TestOutcome::DowngradeFailed(fault), !same(&now, after)));
        }
        let back = self.shadow.session().await?.introspect(scope).await?;
        let differences = differences(&back, before, AFTER_DOWNGRADE, dialect.as_ref())?;
        if !differences.is_empty() {
            return Ok((TestOutcome::NotRestored(differences), true));
        }
        match self.up(chain, id, stop).await {
            Ok(()) => Ok((TestOutcome::Passed, false)),
            Err(fault) => Ok((TestOutcome::NotRepeatable(fault), true)),
        }
    }
}
