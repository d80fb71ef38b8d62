//! Plans a run from the rows of the version table, the graph and the target.

use super::chain::Chain;
use super::error::RunError;
use super::event::{Event, Reporter};
use super::version_state::{PreparedRevision, RevisionProgress, VersionState};
use super::version_table::{Pending, VersionRow};
use crate::error::Result;
use crate::revision::{self, Applied, Direction, Plan, StampPlan};

/// Ids and how far each is: what a plan depends on.
pub(super) fn state(rows: &[VersionRow]) -> Vec<(&str, Option<Pending>)> {
    let mut state: Vec<_> = rows.iter().map(|row| (row.revision.as_str(), row.pending)).collect();
    state.sort_unstable_by_key(|(id, _)| *id);
    state
}

/// What the database has, by the graph. One that was cut off on its way up is not applied, unless no script tells of it.
pub fn applied(chain: &Chain, rows: &[VersionRow]) -> Applied {
    let counted = rows.iter().filter(|row| row.is_applied() || chain.graph.index(&row.revision).is_none());
    Applied::new(&chain.graph, counted.map(|row| row.revision.as_str()))
}

/// What brings a database with these rows to `target`, and what it has.
///
/// # Errors
/// A target that is none; a revision that was cut off on its way in the other direction; rows that no script has.
pub fn plan(chain: &Chain, rows: &[VersionRow], direction: Direction, target: &str) -> Result<(Plan, Applied)> {
    for row in rows.iter().filter(|row| chain.graph.index(&row.revision).is_some()) {
        if let Some(pending) = row.pending.filter(|pending| pending.direction != direction) {
            let revision = row.revision.clone();
            return Err(RunError::UnderWay { revision, direction: pending.direction, done: pending.done }.into());
        }
    }
    let applied = applied(chain, rows);
    let plan = match direction {
        Direction::Upgrade => revision::upgrade(&chain.graph, &applied, target)?,
        Direction::Downgrade => revision::downgrade(&chain.graph, &applied, target)?,
    };
    Ok((plan, applied))
}

pub(super) fn stamp(chain: &Chain, rows: &[VersionRow], targets: &[&str], purge: bool) -> Result<StampPlan> {
    // One that was cut off counts here: it gives way to a target on its line like any other.
    let applied = Applied::new(&chain.graph, rows.iter().map(|row| row.revision.as_str()));
    Ok(revision::stamp(&chain.graph, &applied, targets, purge)?)
}

/// Rows that were cut off and that a target has below it are said to be whole: taken out and inserted again.
pub(super) fn with_cut_off(
    chain: &Chain,
    rows: &[VersionRow],
    targets: &[&str],
    mut insert: Vec<String>,
    mut delete: Vec<String>,
) -> Result<(Vec<String>, Vec<String>)> {
    let applied = Applied::new(&chain.graph, rows.iter().map(|row| row.revision.as_str()));
    let mut named = revision::NodeSet::new();
    for target in targets {
        for point in revision::resolve(&chain.graph, Some(&applied), target)? {
            if let revision::Point::At(index) = point {
                named.insert(index);
            }
        }
    }
    let whole = chain.graph.needs(&named);
    for row in rows.iter().filter(|row| row.pending.is_some()) {
        if delete.contains(&row.revision) {
            continue;
        }
        if chain.graph.index(&row.revision).is_some_and(|index| whole.contains(index)) {
            delete.push(row.revision.clone());
            insert.push(row.revision.clone());
        }
    }
    Ok((insert, delete))
}

/// How many revisions from `at` on can share one transaction.
pub(super) fn joinable(prepared_revisions: &[PreparedRevision], at: usize, version_state: &VersionState) -> usize {
    let fresh = |prepared: &&PreparedRevision| {
        prepared.statements.is_joinable()
            && !matches!(version_state.progress(prepared), Ok(RevisionProgress::PartlyDone(_)))
    };
    prepared_revisions.iter().skip(at).take_while(fresh).count().max(1)
}

pub(super) fn tell(plan: &Plan, prepared_revisions: &[PreparedRevision], reporter: &mut (dyn Reporter + Send)) {
    for note in &plan.notes {
        reporter.event(&Event::Warning(note.to_string()));
    }
    reporter.event(&Event::Planned {
        direction: plan.direction,
        revisions: prepared_revisions.len(),
        statements: prepared_revisions.iter().map(|prepared| prepared.statements.total).sum(),
    });
}
