//! Changes of the chain itself: where a new revision goes, what a merge joins, what a rebase rewrites, what a squash
//! takes the place of.

use super::error::{GraphError, TargetError};
use super::identifier::RevisionIdentifier;
use super::resolve::{Point, Resolver, nodes, resolve};
use super::{Applied, Graph, NodeSet, Revision};

/// The parents of a new revision: `head` says where it goes (by default on the one head), `base` starts a new root, `heads`
/// makes a merge of all. On a revision that is no head only where `splice` says that a branch is meant.
///
/// # Errors
/// A target that is none or names several revisions; one that is no head, where `splice` does not allow it; several heads
/// where nothing says which.
pub fn new_parents(
    graph: &Graph,
    applied: Option<&Applied>,
    head: Option<&str>,
    splice: bool,
) -> Result<Vec<String>, TargetError> {
    let points = resolve(graph, applied, head.unwrap_or("head"))?;
    let nodes = nodes(&points);
    if !splice {
        must_be_heads(graph, &nodes, true)?;
    }
    Ok(graph.ids(&nodes))
}

/// What `depends_on` of a new revision should hold for what was typed: a label stays a label, anything else becomes the full
/// id.
///
/// # Errors
/// A text that names no revision, or several.
pub fn new_dependency(graph: &Graph, applied: Option<&Applied>, text: &str) -> Result<String, TargetError> {
    if graph.labelled(text).is_some() {
        return Ok(text.to_owned());
    }
    let points = resolve(graph, applied, text)?;
    let found = nodes(&points);
    let mut several = found.iter();
    match (several.next(), several.next()) {
        (Some(index), None) => Ok(graph.id(index).to_owned()),
        (None, _) => Err(TargetError::NoneNamed { asked: text.to_owned() }),
        _ => Err(TargetError::OneNeeded { asked: text.to_owned(), found: graph.ids(&found) }),
    }
}

/// The parents of a merge of all that `targets` name: two heads or more (`splice`: any two revisions), each named once, none
/// below another.
///
/// # Errors
/// A target that is none; fewer than two revisions; one below another; one that is no head, where `splice` does not allow
/// it.
pub fn merge_parents(
    graph: &Graph,
    applied: Option<&Applied>,
    targets: &[&str],
    splice: bool,
) -> Result<Vec<String>, TargetError> {
    let mut parents = NodeSet::new();
    for target in targets {
        for point in resolve(graph, applied, target)? {
            let Point::At(index) = point else {
                return Err(TargetError::NoneNamed { asked: target.to_string() });
            };
            if !parents.insert(index) {
                return Err(TargetError::NamedTwice { revision: graph.id(index).to_owned() });
            }
        }
    }
    if parents.len() < 2 {
        return Err(TargetError::NothingToMerge { only: graph.ids(&parents).into_iter().next() });
    }
    if !splice {
        must_be_heads(graph, &parents, false)?;
    }
    for upper in parents.iter() {
        let mut below = graph.ancestors(&[upper].into_iter().collect());
        below.remove(upper);
        below.intersect(&parents);
        if let Some(lower) = below.iter().next() {
            let (lower, upper) = (graph.id(lower).to_owned(), graph.id(upper).to_owned());
            return Err(TargetError::OnOneLine { lower, upper });
        }
    }
    Ok(graph.ids(&parents))
}

/// `branch` says whether a branch may be started in place of it.
fn must_be_heads(graph: &Graph, nodes: &NodeSet, branch: bool) -> Result<(), TargetError> {
    match nodes.iter().find(|index| !graph.node(*index).is_head()) {
        Some(index) => {
            let children: NodeSet = graph.node(index).children.iter().copied().collect();
            Err(TargetError::NotAHead { revision: graph.id(index).to_owned(), children: graph.ids(&children), branch })
        }
        None => Ok(()),
    }
}

/// A script whose `down_revision` is to be rewritten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reparent {
    /// The revision.
    pub id: String,
    /// Its parents now.
    pub from: Vec<String>,
    /// Its parents afterwards.
    pub to: Vec<String>,
}

/// The scripts to rewrite so that `revision`, and all below it that `onto` does not have, come after `onto`: the first
/// revisions of that branch. Refuses where the database has one of those that would move.
///
/// # Errors
/// A target that is none; a revision that the database has; one that would come after itself.
pub fn rebase(graph: &Graph, applied: &Applied, revision: &str, onto: &str) -> Result<Vec<Reparent>, TargetError> {
    let revision = one(graph, Some(applied), revision)?;
    let onto = one(graph, Some(applied), onto)?;
    let kept = graph.needs(&[onto].into_iter().collect());
    let names = || (graph.id(revision).to_owned(), graph.id(onto).to_owned());
    if graph.descendants(&[revision].into_iter().collect()).contains(onto) {
        let (revision, onto) = names();
        return Err(TargetError::RebaseOntoItself { revision, onto });
    }
    let mut moved = graph.ancestors(&[revision].into_iter().collect());
    moved.subtract(&kept);
    let mut there = moved.clone();
    there.intersect(applied.set());
    if !there.is_empty() {
        return Err(TargetError::RebaseApplied { revisions: graph.ids(&there) });
    }
    let mut changes = Vec::new();
    for index in graph.sort(&moved) {
        let node = graph.node(index);
        if !node.down.is_empty() && node.down.iter().all(|parent| moved.contains(*parent)) {
            continue;
        }
        // A merge of the trunk into the branch needs the trunk no more: it lies below `onto`.
        let inside: NodeSet = node.down.iter().copied().filter(|parent| moved.contains(*parent)).collect();
        let to = if inside.is_empty() { vec![graph.id(onto).to_owned()] } else { graph.ids(&inside) };
        let from: Vec<String> = node.down.iter().map(|parent| graph.id(*parent).to_owned()).collect();
        if from != to {
            changes.push(Reparent { id: node.revision.id.clone(), from, to });
        }
    }
    let (revision, onto) = names();
    if changes.is_empty() {
        return Err(TargetError::RebaseDone { revision, onto });
    }
    // A `depends_on` may stand against the new order.
    reparented(graph, &changes).map_err(|error| TargetError::RebaseBreaks {
        revision,
        onto,
        error: Box::new(error),
    })?;
    Ok(changes)
}

/// The graph as it is after `changes`.
///
/// # Errors
/// Changes that make a cycle, or name a parent that is not there.
pub fn reparented(graph: &Graph, changes: &[Reparent]) -> Result<Graph, GraphError> {
    let revisions = graph.iter().map(|node| {
        let mut revision = node.revision.clone();
        if let Some(change) = changes.iter().find(|change| change.id == revision.id) {
            revision.down = change.to.clone();
        }
        revision
    });
    Graph::new(revisions.collect())
}

/// A run of revisions that one is to take the place of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SquashPlan {
    /// The revisions, in the order that they are run.
    pub revisions: Vec<String>,
    /// The head of the new revision but for its id, message and time. Its `replaces` names all ids that a database may
    /// know the run by, the last one last; scripts that name one of them as parent or dependency need no change.
    pub revision: Revision,
}

/// What a squash of `range` (`FROM:TO`, both ends in it; from base where FROM is left out) takes the place of.
///
/// Refuses where a branch leaves the run before its end, since that branch would come after revisions it never had.
///
/// # Errors
/// A text that is no range; ends that no line joins; a branch that leaves the run before its end.
pub fn squash(graph: &Graph, range: &str) -> Result<SquashPlan, TargetError> {
    let Some((from, to)) = RevisionIdentifier::split_range(range)? else {
        return Err(TargetError::BadRange { text: range.to_owned(), why: "`:` is missing" });
    };
    let (from, to) = (from.unwrap_or("base"), to.unwrap_or("head"));
    let start = nodes(&resolve(graph, None, from)?);
    let last = one(graph, None, to)?;
    let mut run = graph.ancestors(&[last].into_iter().collect());
    if !start.is_empty() {
        if !start.iter().all(|index| run.contains(index)) {
            let reversed = graph.ancestors(&start).contains(last);
            return Err(TargetError::Unrelated { from: from.to_owned(), to: to.to_owned(), reversed });
        }
        run.intersect(&graph.descendants(&start));
    }
    if run.len() < 2 {
        return Err(TargetError::NothingToSquash { revision: graph.id(last).to_owned() });
    }
    let mut made = Revision::default();
    let mut down = NodeSet::new();
    for index in graph.sort(&run) {
        let node = graph.node(index);
        if let Some(child) = node.children.iter().find(|child| index != last && !run.contains(**child)) {
            return Err(TargetError::SquashFork {
                revision: node.revision.id.clone(),
                child: graph.id(*child).to_owned(),
                last: graph.id(last).to_owned(),
            });
        }
        node.down.iter().filter(|parent| !run.contains(**parent)).for_each(|parent| {
            down.insert(*parent);
        });
        for (name, target) in node.revision.depends_on.iter().zip(&node.depends_on) {
            if !run.contains(*target) && !made.depends_on.contains(name) {
                made.depends_on.push(name.clone());
            }
        }
        made.labels.extend(node.revision.labels.iter().cloned());
        made.replaces.extend(node.revision.replaces.iter().cloned());
        made.replaces.push(node.revision.id.clone());
    }
    // A parent that lies below another one says nothing more.
    let below: NodeSet = down.iter().flat_map(|index| graph.node(index).down.clone()).collect();
    down.subtract(&graph.ancestors(&below));
    made.down = graph.ids(&down);
    Ok(SquashPlan { revisions: graph.ids(&run), revision: made })
}

fn one(graph: &Graph, applied: Option<&Applied>, text: &str) -> Result<usize, TargetError> {
    let ident = RevisionIdentifier::parse(text)?;
    let found = nodes(&Resolver { graph, applied, clamp: false }.any(&ident)?);
    let mut several = found.iter();
    match (several.next(), several.next()) {
        (Some(index), None) => Ok(index),
        (None, _) => Err(TargetError::NoneNamed { asked: text.to_owned() }),
        _ => Err(TargetError::OneNeeded { asked: text.to_owned(), found: graph.ids(&found) }),
    }
}
