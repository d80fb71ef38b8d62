//! `migrate test`: runs each revision's upgrade, downgrade and upgrade again in a shadow database.
//!
//! A revision is undone directly after it was applied: then the state before it is known, a downgrade that fails leaves
//! the shadow where it was, and the second upgrade finds the rows that the downgrade should have taken away. The
//! schema is read once after each upgrade and once after each downgrade; no state but the last two is kept.
//!
//! Where a downgrade leaves something behind, the shadow is astray, and the chain is run anew up to there. So that a chain in
//! which most downgrades do is not run as often as it has revisions, the first that goes astray makes the walk careful: from
//! there on each downgrade is tried in a transaction that is rolled back, and what that shows for certain is not done again.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use crate::dialect::settings::Changes;
use crate::dialect::{Dialect, Scope, Session};
use crate::error::{Error, Result};
use crate::revision::{Direction, NodeSet, state_at};
use crate::run::{Cause, Chain, Failure, PreparedStatements, RunError, Stop, prepare};
use crate::schema::Schema;

use super::replay::{ReplayError, sql_sections};
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

/// The states around the upgrade of one revision.
struct States<'a> {
    before: &'a Schema,
    after: &'a Schema,
    scope: &'a Scope,
}

/// What a walk has learned from the downgrades that led it astray.
#[derive(Default)]
struct Careful {
    /// Whether one did.
    on: bool,
    /// The server's codes of second upgrades that failed. In a transaction with the downgrade an upgrade may fail for that
    /// alone (PostgreSQL: a value just added to an enum); a code that a real run has shown is believed.
    refusals: HashSet<String>,
}

impl Careful {
    fn learn(&mut self, outcome: &TestOutcome) {
        self.on = true;
        if let TestOutcome::NotRepeatable(fault) = outcome {
            self.refusals.extend(refusal(fault));
        }
    }
}

/// The server's code in a fault of a run, as its notes have it.
fn refusal(fault: &Error) -> Option<String> {
    fault.fault().notes().into_iter().find(|note| note.starts_with("code: "))
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
        let everything = self.shadow.within(&Scope { managed: self.scope.managed, ..Scope::everything() });
        let mut before = self.shadow.session().await?.introspect(&everything).await?;
        let mut careful = Careful::default();
        for index in graph.sort(&new) {
            let (id, began) = (graph.id(index), Instant::now());
            if let Err(fault) = self.up(chain, id, stop).await {
                tell(&tried(id, began, TestOutcome::UpgradeFailed(fault)));
                return Ok(None);
            }
            done.push(id);
            let after = self.shadow.session().await?.introspect(&everything).await?;
            let states = States { before: &before, after: &after, scope: &everything };
            let known = if careful.on { self.rehearsed(chain, id, &states, &careful).await? } else { None };
            let (outcome, astray) = match known {
                Some(outcome) => (outcome, false),
                None => self.there_and_back(chain, id, &states, stop).await?,
            };
            if astray {
                careful.learn(&outcome);
            }
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
        let upgrade = sql_sections(chain, id, Direction::Upgrade, self.dialect.syntax())?;
        self.step(id, Direction::Upgrade, &upgrade, stop).await
    }

    /// Undoes the revision that was applied last, looks, and applies it again. The outcome, and whether the shadow is no
    /// more what it was before.
    async fn there_and_back(
        &mut self,
        chain: &Chain,
        id: &str,
        states: &States<'_>,
        stop: &Stop,
    ) -> Result<(TestOutcome, bool)> {
        let dialect = self.dialect.clone();
        let downgrade = match sql_sections(chain, id, Direction::Downgrade, dialect.syntax()) {
            Ok(sql_sections) => sql_sections,
            Err(fault) => return Ok((TestOutcome::DowngradeFailed(fault.into()), false)),
        };
        if let Err(fault) = self.step(id, Direction::Downgrade, &downgrade, stop).await {
            // What has left the transaction may have done a part of its work.
            let now = self.shadow.session().await?.introspect(states.scope).await?;
            return Ok((TestOutcome::DowngradeFailed(fault), !same(&now, states.after)));
        }
        let back = self.shadow.session().await?.introspect(states.scope).await?;
        let differences = differences(&back, states.before, AFTER_DOWNGRADE, dialect.as_ref())?;
        if !differences.is_empty() {
            return Ok((TestOutcome::NotRestored(differences), true));
        }
        match self.up(chain, id, stop).await {
            Ok(()) => Ok((TestOutcome::Passed, false)),
            Err(fault) => Ok((TestOutcome::NotRepeatable(fault), true)),
        }
    }

    /// What is wrong with the downgrade of the revision that was applied last, if a transaction that is rolled back shows it
    /// for certain. The shadow stays as it is.
    async fn rehearsed(
        &mut self,
        chain: &Chain,
        id: &str,
        states: &States<'_>,
        careful: &Careful,
    ) -> Result<Option<TestOutcome>> {
        let dialect = self.dialect.clone();
        if !dialect.transactional_ddl() {
            return Ok(None);
        }
        let mut directions = Vec::new();
        for direction in [Direction::Downgrade, Direction::Upgrade] {
            let Ok(sections) = sql_sections(chain, id, direction, dialect.syntax()) else { return Ok(None) };
            match prepare(&*dialect, &sections, true) {
                Ok(statements) if statements.groups.iter().all(|group| group.atomic && !group.outside) => {
                    directions.push(statements);
                }
                _ => return Ok(None),
            }
        }
        let unenforced = directions.iter().flat_map(|statements| &statements.groups).any(|group| group.unenforced);
        let switch = dialect.foreign_key_switch().filter(|_| unenforced);
        let mut changes = Changes::default();
        directions.iter().for_each(|statements| changes.add(statements.changes.clone()));
        let commits = self.shadow.commits();
        if !commits && (unenforced || !changes.is_empty()) {
            return Ok(None);
        }
        let session = self.shadow.session().await?;
        // A transaction does not take every setting back.
        let restore = dialect.session_settings().save(session, &changes).await?;
        if let Some(switch) = switch {
            session.execute(switch.off()).await?;
        }
        if commits {
            session.begin().await?;
        } else {
            session.execute("SAVEPOINT migrate_rehearsal").await?;
        }
        let result = rehearse(session, id, &directions, states, careful, &*dialect).await;
        if commits {
            session.rollback().await?;
        } else {
            session.execute("ROLLBACK TO SAVEPOINT migrate_rehearsal").await?;
            session.execute("RELEASE SAVEPOINT migrate_rehearsal").await?;
        }
        if let Some(switch) = switch {
            session.execute(switch.on()).await?;
        }
        for sql in restore.all().filter(|_| commits) {
            session.execute(sql).await?;
        }
        result
    }
}

/// Downgrade and upgrade in one transaction, as far as they go.
async fn rehearse(
    session: &mut dyn Session,
    revision: &str,
    directions: &[PreparedStatements],
    states: &States<'_>,
    careful: &Careful,
    dialect: &dyn Dialect,
) -> Result<Option<TestOutcome>> {
    for (nth, statements) in directions.iter().enumerate() {
        for statement in statements.groups.iter().flat_map(|group| &group.statements) {
            if let Err(server) = session.execute(statement.sql()).await {
                let code = server.code.as_ref().map(|code| format!("code: {code}"));
                // A downgrade that fails is told by a real run, which is rolled back too.
                let believed = nth > 0 && code.is_some_and(|code| careful.refusals.contains(&code));
                let fault = RunError::Failed(Box::new(Failure {
                    revision: None,
                    place: Some(statement.refused_at(dialect.syntax(), Some(&server))),
                    line: Some(statement.line),
                    number: Some((statement.number, statements.total)),
                    cause: Cause::Server(Box::new(server)),
                    before: Vec::new(),
                    rolled_back: Vec::new(),
                    done: 0,
                    begun: false,
                }));
                let refused = ReplayError { revision: revision.to_owned(), direction: Direction::Upgrade, fault };
                return Ok(believed.then(|| TestOutcome::NotRepeatable(refused.into())));
            }
        }
        if nth == 0 {
            let back = session.introspect(states.scope).await?;
            let differences = differences(&back, states.before, AFTER_DOWNGRADE, dialect)?;
            if !differences.is_empty() {
                return Ok(Some(TestOutcome::NotRestored(differences)));
            }
            if careful.refusals.is_empty() {
                return Ok(None);
            }
        }
    }
    Ok(None)
}
