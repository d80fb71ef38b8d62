//! What an upgrade, a downgrade or a stamp does, step by step, before any of it is done.

use std::collections::HashSet;

use super::error::TargetError;
use super::identifier::RevisionIdentifier;
use super::resolve::{Point, Resolver, nodes};
use super::{Applied, Graph, NodeSet};

/// Which sections of a script a step runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// The revision is applied.
    Upgrade,
    /// The revision is undone.
    Downgrade,
}

impl Direction {
    /// The word in a section's marker.
    pub fn word(self) -> &'static str {
        match self {
            Direction::Upgrade => "upgrade",
            Direction::Downgrade => "downgrade",
        }
    }
}

/// One revision to be run. Its rows change in the same transaction as its statements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionStep {
    /// The revision's id.
    pub id: String,
    /// Whether it is applied or undone.
    pub direction: Direction,
    /// The row of the version table that the step puts in.
    pub insert: Option<String>,
    /// The rows that the step takes out: that of the revision, or those of the old revisions that it replaces.
    pub delete: Vec<String>,
}

/// Something that the user should know before a plan is run. None of these stops it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanNote {
    /// Revisions to be applied of which one that comes after is applied already: a script was added below it.
    OutOfOrder {
        /// The revisions that are late.
        revisions: Vec<String>,
    },
    /// Revisions that a downgrade of one branch undoes in other branches, because they come after what is undone.
    OtherBranches {
        /// The branch that was named.
        branch: String,
        /// The revisions outside of it.
        revisions: Vec<String>,
    },
    /// Rows of the version table that no script has, and that are left alone.
    UnknownRows {
        /// The ids.
        rows: Vec<String>,
    },
}

impl std::fmt::Display for PlanNote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PlanNote::OutOfOrder { revisions } => {
                write!(f, "applied out of order, later revisions are applied already: {}", revisions.join(", "))
            }
            PlanNote::OtherBranches { branch, revisions } => {
                write!(f, "outside of `{branch}`, but it comes after what is undone: {}", revisions.join(", "))
            }
            PlanNote::UnknownRows { rows } => {
                write!(
                    f,
                    "the database has revisions that no script here has, they are left alone: {}",
                    rows.join(", ")
                )
            }
        }
    }
}

/// The steps from a state to another. After each of them the database is in a legal state: whatever it has, it has all
/// that this needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Which way it goes.
    pub direction: Direction,
    /// The steps, in order; none where there is nothing to do.
    pub steps: Vec<RevisionStep>,
    /// What the user should know before.
    pub notes: Vec<PlanNote>,
}

/// A change of the version table alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StampPlan {
    /// Rows to put in, each after those it needs.
    pub insert: Vec<String>,
    /// Rows to take out.
    pub delete: Vec<String>,
    /// What the user should know.
    pub notes: Vec<PlanNote>,
}

/// The steps that bring a database to `target`: all that it needs and that is not applied. Other branches are left
/// alone; nothing is to do where the target is applied.
///
/// Refuses where the database has revisions that no script has: what they changed is not known, so nothing can be
/// put on top of them.
///
/// # Errors
/// A target that is none, or lies below what is applied; several heads; rows that no script has.
pub fn upgrade(graph: &Graph, applied: &Applied, target: &str) -> Result<Plan, TargetError> {
    let ident = RevisionIdentifier::parse(target)?;
    applied.must_be_known("upgrade")?;
    let resolver = Resolver { graph, applied: Some(applied), clamp: false };
    let points = match ident.step {
        Some(step) if step < 0 && ident.is_from_current() => {
            return Err(TargetError::WrongWay { asked: ident.text.clone(), up: false });
        }
        _ => resolver.any(&ident)?,
    };
    let mut pending = graph.needs(&nodes(&points));
    pending.subtract(applied.set());
    let mut late = graph.needs(applied.set());
    late.intersect(&pending);
    let mut notes = Vec::new();
    if !late.is_empty() {
        notes.push(PlanNote::OutOfOrder { revisions: graph.ids(&late) });
    }
    let steps = graph.sort(&pending).into_iter().map(|index| {
        let id = graph.id(index).to_owned();
        RevisionStep { id: id.clone(), direction: Direction::Upgrade, insert: Some(id), delete: Vec::new() }
    });
    Ok(Plan { direction: Direction::Upgrade, steps: steps.collect(), notes })
}

/// The steps that take a database back to `target`: its children, what comes after them, and what depends on any of
/// these, in other branches too. With a branch (`L@REV`), only the children that lead to that branch.
///
/// # Errors
/// A target that is none, or that the database has not; a step that several branches could take.
pub fn downgrade(graph: &Graph, applied: &Applied, target: &str) -> Result<Plan, TargetError> {
    let ident = RevisionIdentifier::parse(target)?;
    let resolver = Resolver { graph, applied: Some(applied), clamp: false };
    let roots = downgrade_roots(&resolver, applied, &ident)?;
    let mut undone = graph.needed_by(&roots);
    undone.intersect(applied.set());
    let mut notes = Vec::new();
    if let Some(branch) = resolver.branch(&ident)? {
        let mut others = undone.clone();
        others.subtract(&branch.lineage);
        if !others.is_empty() {
            notes.push(PlanNote::OtherBranches { branch: branch.text.to_owned(), revisions: graph.ids(&others) });
        }
    }
    if !applied.unknown().is_empty() && !undone.is_empty() {
        notes.push(PlanNote::UnknownRows { rows: applied.unknown().to_vec() });
    }
    let steps = graph.sort(&undone).into_iter().rev().map(|index| RevisionStep {
        id: graph.id(index).to_owned(),
        direction: Direction::Downgrade,
        insert: None,
        delete: applied.rows_of(graph, index),
    });
    Ok(Plan { direction: Direction::Downgrade, steps: steps.collect(), notes })
}

/// The lowest revisions that a downgrade undoes; those that are not applied are dropped later.
fn downgrade_roots(
    resolver: &Resolver<'_>,
    applied: &Applied,
    ident: &RevisionIdentifier,
) -> Result<NodeSet, TargetError> {
    let graph = resolver.graph;
    let step = ident.step.unwrap_or_default();
    if ident.is_from_current() {
        return match step {
            0 => Ok(NodeSet::new()),
            1.. => Err(TargetError::WrongWay { asked: ident.text.clone(), up: true }),
            _ => Ok([resolver.below_current(ident, applied)?.last].into_iter().collect()),
        };
    }
    let points = match step {
        0 => resolver.absolute(ident)?,
        1.. => vec![resolver.above_named(ident)?],
        _ => match resolver.below_named(ident)? {
            // Below a base, or below a merge: the last step itself is what is undone.
            Some(below) if !matches!(below.points.as_slice(), [Point::At(_)]) => {
                if let Some(missing) = nodes(&below.points).iter().find(|index| !applied.set().contains(*index)) {
                    return Err(not_applied(graph, applied, missing));
                }
                return Ok([below.last].into_iter().collect());
            }
            Some(below) => below.points,
            None => Vec::new(),
        },
    };
    let branch = resolver.branch(ident)?;
    match points.as_slice() {
        [] => Ok(NodeSet::new()),
        [Point::Base(within)] => {
            let mut roots = graph.bases();
            if let Some(within) = within {
                roots.intersect(&graph.lineage(*within));
            }
            Ok(roots)
        }
        [Point::At(target)] => {
            if !applied.set().contains(*target) {
                return Err(not_applied(graph, applied, *target));
            }
            let mut roots: NodeSet = graph.node(*target).children.iter().copied().collect();
            if let Some(branch) = branch.filter(|_| roots.len() > 1) {
                roots.intersect(&branch.lineage);
                if roots.is_empty() {
                    return Err(TargetError::NothingAbove {
                        asked: ident.text.clone(),
                        revision: graph.id(*target).to_owned(),
                        branch: branch.text.to_owned(),
                    });
                }
            }
            Ok(roots)
        }
        // `current` of a database that is at several.
        many if nodes(many).iter().all(|index| applied.set().contains(index)) && is_current(ident) => {
            Ok(NodeSet::new())
        }
        many => Err(resolver.multiple_heads(ident, &nodes(many))),
    }
}

fn is_current(ident: &RevisionIdentifier) -> bool {
    matches!(ident.symbol, None | Some(super::Symbol::Current))
}

fn not_applied(graph: &Graph, applied: &Applied, target: usize) -> TargetError {
    TargetError::NotApplied { revision: graph.id(target).to_owned(), at: graph.ids(&applied.tips(graph)) }
}

/// The rows to change so that the database is at `targets`, with all that they need.
///
/// What is applied and lies on no line with a target stays. What lies on one (above or below it, dependencies counted)
/// gives way to the target. `base` takes all out, `L@base` what lies on a line with that branch. Rows that no script
/// has stay, unless `purge` empties the table first.
///
/// # Errors
/// A target that is none; two of which one lies below the other.
pub fn stamp(graph: &Graph, applied: &Applied, targets: &[&str], purge: bool) -> Result<StampPlan, TargetError> {
    let mut points = Vec::new();
    for target in targets {
        points.extend(resolve_stamp(graph, applied, target)?);
    }
    let mut staying = if purge { NodeSet::new() } else { applied.tips(graph) };
    for point in &points {
        let node = match point {
            Point::At(index) | Point::Base(Some(index)) => *index,
            Point::Base(None) => {
                staying = NodeSet::new();
                continue;
            }
        };
        let one: NodeSet = [node].into_iter().collect();
        staying.subtract(&graph.needs(&one));
        staying.subtract(&graph.needed_by(&one));
    }
    let mut after = graph.needs(&staying);
    after.intersect(applied.set());
    after.extend(&graph.needs(&nodes(&points)));

    let rows =
        |set: &NodeSet| -> HashSet<String> { set.iter().flat_map(|index| applied.rows_of(graph, index)).collect() };
    let mut before = rows(applied.set());
    let mut wanted = rows(&after);
    before.extend(applied.unknown().iter().cloned());
    before.extend(applied.partial_rows().map(str::to_owned));
    let mut notes = Vec::new();
    if !purge {
        // A part of a squash stays where the squash is not what the database is said to have now.
        let squashes = |id: &str| graph.replacement(id).is_some_and(|(index, _)| after.contains(index));
        wanted.extend(applied.partial_rows().filter(|row| !squashes(row)).map(str::to_owned));
        wanted.extend(applied.unknown().iter().cloned());
        if !applied.unknown().is_empty() {
            notes.push(PlanNote::UnknownRows { rows: applied.unknown().to_vec() });
        }
    }
    let (_, delete) = Applied::difference(&before, &wanted);
    let order = graph.sort(&after).into_iter().flat_map(|index| applied.rows_of(graph, index));
    let insert = order.filter(|row| !before.contains(row)).collect();
    Ok(StampPlan { insert, delete, notes })
}

fn resolve_stamp(graph: &Graph, applied: &Applied, target: &str) -> Result<Vec<Point>, TargetError> {
    Resolver { graph, applied: Some(applied), clamp: false }.any(&RevisionIdentifier::parse(target)?)
}
