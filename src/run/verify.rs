//! What a database has applied, against the scripts on disk: edited, missing, unknown, out of order.
//!
//! Nothing is run. What was edited is told by the checksum that the version table keeps; how, by the text that it keeps
//! beside it.

use std::collections::HashMap;

use super::chain::Chain;
use super::error::RunError;
use super::event::Reporter;
use super::planning::applied;
use super::runner::Runner;
use super::version_table::VersionRow;
use crate::error::{Fault, Result};
use crate::revision::{Applied, Direction, NodeSet, Point, instant, resolve};
use crate::script::{StatementChange, changes};
use crate::sql::Syntax;

/// One thing that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The script does something else than it did when it was applied.
    Edited {
        /// The revision.
        revision: String,
        /// The checksum of what was applied.
        applied: String,
        /// The checksum of what stands on disk.
        on_disk: String,
        /// What was edited, by the statement; none where the text that was applied is not kept.
        changes: Option<Vec<StatementChange>>,
    },
    /// A revision was applied, and its script is gone.
    Missing {
        /// The revision.
        revision: String,
        /// Its message.
        message: String,
        /// When it was applied.
        applied_at: String,
    },
    /// A row of the version table that no script has and that nothing is known of.
    Unknown {
        /// The row.
        revision: String,
    },
    /// A revision is not applied, and one that comes after it is.
    Skipped {
        /// The revision.
        revision: String,
        /// The one that comes after it.
        above: String,
    },
    /// A revision was applied after one that comes after it.
    Late {
        /// The revision.
        revision: String,
        /// When it was applied.
        applied_at: String,
        /// The one that comes after it.
        above: String,
    },
    /// A run was cut off in it.
    Partly {
        /// The revision.
        revision: String,
        /// Which way it went.
        direction: Direction,
        /// How many of its statements are done.
        done: usize,
    },
    /// A squash of which the database has only some of the old revisions.
    PartlySquashed {
        /// The squash.
        revision: String,
        /// The old revisions that the database has.
        present: Vec<String>,
    },
}

impl Finding {
    /// The revision that it is about.
    pub fn revision(&self) -> &str {
        match self {
            Finding::Edited { revision, .. }
            | Finding::Missing { revision, .. }
            | Finding::Unknown { revision }
            | Finding::Skipped { revision, .. }
            | Finding::Late { revision, .. }
            | Finding::Partly { revision, .. }
            | Finding::PartlySquashed { revision, .. } => revision,
        }
    }

    /// The kind of it, in a word or two.
    pub fn word(&self) -> &'static str {
        match self {
            Finding::Edited { .. } => "edited",
            Finding::Missing { .. } => "missing",
            Finding::Unknown { .. } => "unknown",
            Finding::Skipped { .. } | Finding::Late { .. } => "out of order",
            Finding::Partly { .. } => "partly applied",
            Finding::PartlySquashed { .. } => "partly squashed",
        }
    }
}

/// What [`Runner::verify`] found.
#[derive(Debug, Default)]
pub struct Verified {
    /// How many applied revisions were looked at.
    pub looked_at: usize,
    /// What is not as it should be, in the order of the chain, what the chain does not know last.
    pub findings: Vec<Finding>,
    /// Applied revisions that nothing can be said of: their rows hold no checksum.
    pub without_checksum: Vec<String>,
}

/// What `--accept` cannot accept.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// It is not one revision.
    #[error("`{asked}` does not name one revision")]
    NotOne {
        /// What was asked for.
        asked: String,
    },
    /// It is not applied.
    #[error("revision {revision} is not applied: there is nothing to accept")]
    NotApplied {
        /// The revision.
        revision: String,
    },
    /// It is in the middle of a run.
    #[error("a run was cut off in revision {revision}: what it does is not settled")]
    Partly {
        /// The revision.
        revision: String,
    },
}

impl Fault for AcceptError {
    fn code(&self) -> &'static str {
        match self {
            AcceptError::NotOne { .. } => "several-revisions",
            AcceptError::NotApplied { .. } => "not-applied",
            AcceptError::Partly { .. } => "revision-under-way",
        }
    }
    fn help(&self) -> Option<String> {
        Some(match self {
            AcceptError::NotOne { .. } => "name each edited revision by its id: `migrate verify` lists them".into(),
            AcceptError::NotApplied { .. } => "`migrate upgrade` applies it as it stands".into(),
            AcceptError::Partly { .. } => "`migrate upgrade` or `migrate downgrade` goes on where it stopped".into(),
        })
    }
}

impl Runner {
    /// Compares what is applied with the scripts on disk.
    ///
    /// # Errors
    /// The server's refusal; an applied script that cannot be read.
    pub async fn verify(&mut self, chain: &Chain) -> Result<Verified> {
        let rows = self.rows().await?;
        let syntax = self.session().dialect().syntax();
        let mut verified = compare(chain, &rows, syntax)?;
        let edited: Vec<String> = verified.findings.iter().filter_map(edited_revision).collect();
        let table = self.table().clone();
        let mut texts = table.scripts(self.session(), &edited).await?;
        for finding in &mut verified.findings {
            if let Finding::Edited { revision, changes: told, .. } = finding
                && let Some(old) = texts.remove(revision)
            {
                let (new, _) = chain.text(revision, syntax)?;
                *told = Some(changes(syntax, &old, &new));
            }
        }
        Ok(verified)
    }

    /// Takes the scripts of applied revisions, as they stand on disk, for what was applied. One that was applied out of
    /// order counts as applied together with the one after it. The revisions whose records changed.
    ///
    /// # Errors
    /// [`AcceptError`]; the server's refusal; a script that cannot be read.
    pub async fn accept(
        &mut self,
        chain: &Chain,
        revisions: &[String],
        reporter: &mut (dyn Reporter + Send),
    ) -> Result<Vec<String>> {
        let rows = self.rows().await?;
        accepted(chain, &rows, revisions)?;
        self.open_record(reporter).await?;
        let result = self.record_accepted(chain, revisions).await;
        self.close_record(result).await
    }

    async fn record_accepted(&mut self, chain: &Chain, revisions: &[String]) -> Result<Vec<String>> {
        let rows = self.rows().await?;
        let syntax = self.session().dialect().syntax();
        let mut changed = Vec::new();
        for id in accepted(chain, &rows, revisions)? {
            let (script, checksum) = chain.text(&id, syntax)?;
            let rows = Rows::of(&rows);
            let mut statements = Vec::new();
            if rows.get(&id).is_some_and(|row| row.checksum.as_deref() != Some(&checksum)) {
                statements.push(self.table().accept_sql(&id, &checksum, &script));
            }
            if let Some(above) = rows.earliest_above(chain, &id) {
                statements.push(self.table().applied_with_sql(&id, &above));
            }
            for statement in &statements {
                self.session().execute(statement).await.map_err(RunError::from)?;
            }
            if !statements.is_empty() {
                changed.push(id);
            }
        }
        Ok(changed)
    }
}

/// The rows of the version table, by revision.
struct Rows<'a>(HashMap<&'a str, &'a VersionRow>);

impl<'a> Rows<'a> {
    fn of(rows: &'a [VersionRow]) -> Self {
        Rows(rows.iter().map(|row| (row.revision.as_str(), row)).collect())
    }

    fn get(&self, revision: &str) -> Option<&'a VersionRow> {
        self.0.get(revision).copied()
    }

    /// Of what comes directly after a revision and was applied before it: what was applied first.
    fn earliest_above(&self, chain: &Chain, revision: &str) -> Option<String> {
        let graph = &chain.graph;
        let time = |id: &str| {
            let row = self.get(id).filter(|row| row.is_applied())?;
            Some((instant(&row.applied_at)?, row.revision.as_str()))
        };
        let (mine, _) = time(revision)?;
        let node = graph.node(graph.index(revision)?);
        let above = node.children.iter().chain(&node.dependents).filter_map(|index| time(graph.id(*index)));
        above.min().filter(|(theirs, _)| *theirs < mine).map(|(_, id)| id.to_owned())
    }
}

fn edited_revision(finding: &Finding) -> Option<String> {
    match finding {
        Finding::Edited { revision, .. } => Some(revision.clone()),
        _ => None,
    }
}

fn compare(chain: &Chain, rows: &[VersionRow], syntax: Syntax) -> Result<Verified> {
    let graph = &chain.graph;
    let applied = applied(chain, rows);
    let by_id = Rows::of(rows);
    let mut verified = Verified { looked_at: applied.set().len(), ..Verified::default() };
    for (missing, above) in skipped(chain, &applied) {
        verified.findings.push(Finding::Skipped { revision: missing, above });
    }
    for index in graph.sort(applied.set()) {
        let revision = graph.id(index).to_owned();
        // What a squash replaces is recorded under the old ids: there is no script to compare it with.
        let Some(row) = by_id.get(&revision) else { continue };
        match (&row.checksum, row.pending) {
            (_, Some(_)) => {}
            (None, None) => verified.without_checksum.push(revision.clone()),
            (Some(checksum), None) => {
                let (_, on_disk) = chain.text(&revision, syntax)?;
                if *checksum != on_disk {
                    let (applied, revision) = (checksum.clone(), revision.clone());
                    verified.findings.push(Finding::Edited { revision, applied, on_disk, changes: None });
                }
            }
        }
        if let Some(above) = by_id.earliest_above(chain, &revision) {
            let applied_at = row.applied_at.clone();
            verified.findings.push(Finding::Late { revision, applied_at, above });
        }
    }
    for row in rows {
        if let Some(pending) = row.pending {
            let (direction, done) = (pending.direction, pending.done);
            verified.findings.push(Finding::Partly { revision: row.revision.clone(), direction, done });
        }
    }
    for partial in applied.partial() {
        let (revision, present) = (partial.revision.clone(), partial.present.clone());
        verified.findings.push(Finding::PartlySquashed { revision, present });
    }
    for revision in applied.unknown().iter().cloned() {
        verified.findings.push(match by_id.get(&revision) {
            Some(row) if row.pending.is_some() => continue,
            Some(VersionRow { checksum: Some(_), message, applied_at, .. }) => {
                Finding::Missing { revision, message: message.clone(), applied_at: applied_at.clone() }
            }
            _ => Finding::Unknown { revision },
        });
    }
    Ok(verified)
}

/// Revisions that are not applied, each with one above it that is.
fn skipped(chain: &Chain, applied: &Applied) -> Vec<(String, String)> {
    let graph = &chain.graph;
    let mut skipped = graph.needs(applied.set());
    skipped.subtract(applied.set());
    let above = |index: usize| {
        let mut above: NodeSet = graph.needed_by(&[index].into_iter().collect());
        above.intersect(applied.set());
        graph.sort(&above).first().map(|first| graph.id(*first).to_owned())
    };
    graph.sort(&skipped).into_iter().filter_map(|index| Some((graph.id(index).to_owned(), above(index)?))).collect()
}

/// The applied revisions that are named, each once.
fn accepted(chain: &Chain, rows: &[VersionRow], revisions: &[String]) -> Result<Vec<String>> {
    let graph = &chain.graph;
    let applied = applied(chain, rows);
    let mut ids: Vec<String> = Vec::new();
    for asked in revisions {
        let points = resolve(graph, Some(&applied), asked)?;
        let [Point::At(index)] = points.as_slice() else {
            return Err(AcceptError::NotOne { asked: asked.clone() }.into());
        };
        let revision = graph.id(*index).to_owned();
        match rows.iter().find(|row| row.revision == revision) {
            Some(row) if row.pending.is_some() => return Err(AcceptError::Partly { revision }.into()),
            Some(_) if !ids.contains(&revision) => ids.push(revision),
            Some(_) => {}
            None => return Err(AcceptError::NotApplied { revision }.into()),
        }
    }
    Ok(ids)
}
