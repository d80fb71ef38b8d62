//! From what was typed to revisions of the graph.

use super::error::TargetError;
use super::identifier::{RevisionIdentifier, Symbol};
use super::{Applied, Graph, NodeSet};
use crate::nearest::did_you_mean;

/// What an identifier names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Point {
    /// A revision, by its index in the graph.
    At(usize),
    /// Before the first revision: of everything, or of the branch of one revision (`L@base`).
    Base(Option<usize>),
}

/// Resolves one identifier where any revision may be named (`show`, `stamp`, `merge`, `--head`): none for `head` in an
/// empty project, several for `heads` and for a step down from a merge.
///
/// `applied` is what the database has; where it is not looked at, `-N` counts from the heads, and what else depends on
/// the database is an error.
///
/// # Errors
/// A text that names no revision, or one that several could be meant by.
pub fn resolve(graph: &Graph, applied: Option<&Applied>, text: &str) -> Result<Vec<Point>, TargetError> {
    Resolver { graph, applied, clamp: false }.any(&RevisionIdentifier::parse(text)?)
}

/// The state of a database that is at what `text` names and has nothing else: the FROM of an offline run.
///
/// # Errors
/// As [`resolve`].
pub fn state_at(graph: &Graph, text: &str) -> Result<Applied, TargetError> {
    let points = resolve(graph, None, text)?;
    Ok(Applied::from_set(graph.needs(&nodes(&points))))
}

/// The revisions among `points`.
pub(super) fn nodes(points: &[Point]) -> NodeSet {
    points.iter().filter_map(|point| if let Point::At(index) = point { Some(*index) } else { None }).collect()
}

/// A branch that was named: its text and the revision that stands for it.
pub(super) struct Branch<'a> {
    pub text: &'a str,
    pub node: usize,
    pub lineage: NodeSet,
}

/// Where a walk down came to.
pub(super) struct WalkEnd {
    /// The revision that the last step undoes.
    pub last: usize,
    /// Its parents, or base.
    pub points: Vec<Point>,
}

pub(super) struct Resolver<'a> {
    pub graph: &'a Graph,
    pub applied: Option<&'a Applied>,
    /// Whether a walk past the end stops there (ranges of `history`), else it is an error.
    pub clamp: bool,
}

impl Resolver<'_> {
    /// Any identifier, with or without a step.
    pub(super) fn any(&self, ident: &RevisionIdentifier) -> Result<Vec<Point>, TargetError> {
        match ident.step {
            None => self.absolute(ident),
            Some(step) if ident.is_from_current() => match (step, self.applied) {
                (0, Some(_)) => self.current(ident),
                (1.., Some(applied)) => Ok(vec![self.above_current(ident, applied)?]),
                (_, Some(applied)) => Ok(self.below_current(ident, applied)?.points),
                (1.., None) => Err(TargetError::NoDatabase { asked: ident.text.clone() }),
                (_, None) => self.below_heads(ident),
            },
            Some(_) => self.named_step(ident),
        }
    }

    /// `L@` of an identifier.
    pub(super) fn branch<'i>(&self, ident: &'i RevisionIdentifier) -> Result<Option<Branch<'i>>, TargetError> {
        let Some(text) = ident.branch.as_deref() else { return Ok(None) };
        let node = self.name(ident, text, None)?;
        Ok(Some(Branch { text, node, lineage: self.graph.lineage(node) }))
    }

    /// An identifier without its step.
    pub(super) fn absolute(&self, ident: &RevisionIdentifier) -> Result<Vec<Point>, TargetError> {
        let branch = self.branch(ident)?;
        let within = |mut set: NodeSet| {
            if let Some(branch) = &branch {
                set.intersect(&branch.lineage);
            }
            self.graph.sort(&set).into_iter().map(Point::At).collect::<Vec<_>>()
        };
        match &ident.symbol {
            Some(Symbol::Head) => {
                let heads = within(self.graph.heads());
                match heads.len() {
                    0 | 1 => Ok(heads),
                    _ => Err(self.multiple_heads(ident, &nodes(&heads))),
                }
            }
            Some(Symbol::Heads) if branch.is_some() => Ok(within(self.graph.heads())),
            Some(Symbol::Heads) => Ok(within(self.graph.real_heads())),
            Some(Symbol::Base) => Ok(vec![Point::Base(branch.map(|branch| branch.node))]),
            Some(Symbol::Current) | None => self.current(ident),
            Some(Symbol::Name(name)) => Ok(vec![Point::At(self.name(ident, name, branch.as_ref())?)]),
        }
    }

    fn current(&self, ident: &RevisionIdentifier) -> Result<Vec<Point>, TargetError> {
        let applied = self.applied.ok_or_else(|| TargetError::NoDatabase { asked: ident.text.clone() })?;
        let branch = self.branch(ident)?;
        let mut heads = applied.heads(self.graph);
        if let Some(branch) = &branch {
            heads.intersect(&branch.lineage);
        }
        if heads.is_empty() {
            return Ok(vec![Point::Base(branch.map(|branch| branch.node))]);
        }
        Ok(self.graph.sort(&heads).into_iter().map(Point::At).collect())
    }

    /// An id, the start of one, or a label, in a branch if one is given.
    fn name(&self, ident: &RevisionIdentifier, name: &str, branch: Option<&Branch<'_>>) -> Result<usize, TargetError> {
        let graph = self.graph;
        let unknown = |hint| TargetError::Unknown { asked: ident.text.clone(), text: name.to_owned(), hint };
        let exact = graph.index(name).or_else(|| graph.labelled(name));
        let found = match (exact, graph.replacement(name)) {
            (Some(index), _) | (None, Some((index, true))) => index,
            (None, Some((index, false))) => {
                return Err(unknown(Some(format!("{name} was squashed into {}", graph.id(index)))));
            }
            (None, None) => {
                let mut found: NodeSet = graph.by_prefix(name).collect();
                found.extend(&graph.by_label_prefix(name));
                if let Some(branch) = branch {
                    let mut inside = found.clone();
                    inside.intersect(&branch.lineage);
                    // What is only outside is told apart below from what is nowhere.
                    if !inside.is_empty() {
                        found = inside;
                    }
                }
                let mut candidates = found.iter();
                match (candidates.next(), candidates.next()) {
                    (None, _) => {
                        let in_database =
                            self.applied.is_some_and(|applied| applied.unknown().iter().any(|row| row == name));
                        return Err(unknown(if in_database {
                            Some("the database has it, and no script here does: was the branch switched?".into())
                        } else {
                            did_you_mean(name, graph.names())
                        }));
                    }
                    (Some(index), None) => index,
                    _ => {
                        let mut candidates: Vec<String> = found.iter().map(|index| shown(graph, index, name)).collect();
                        candidates.sort_unstable();
                        return Err(TargetError::AmbiguousPrefix { text: name.to_owned(), candidates });
                    }
                }
            }
        };
        match branch {
            Some(branch) if !branch.lineage.contains(found) => {
                let mut heads = graph.heads();
                heads.intersect(&branch.lineage);
                Err(TargetError::NotInBranch {
                    revision: graph.id(found).to_owned(),
                    branch: branch.text.to_owned(),
                    heads: graph.ids(&heads),
                })
            }
            _ => Ok(found),
        }
    }

    /// `REV+N`, `REV-N`, `head-N`, `base+N`, with or without a branch.
    fn named_step(&self, ident: &RevisionIdentifier) -> Result<Vec<Point>, TargetError> {
        let branch = self.branch(ident)?;
        match ident.step.unwrap_or_default() {
            0 => self.absolute(ident),
            1.. => Ok(vec![self.above_named(ident)?]),
            _ => match self.below_named(ident)? {
                Some(below) => {
                    let inside = |point: &Point| match (point, &branch) {
                        (Point::At(index), Some(branch)) => branch.lineage.contains(*index),
                        _ => true,
                    };
                    let kept: Vec<Point> = below.points.iter().copied().filter(inside).collect();
                    Ok(if kept.is_empty() { below.points } else { kept })
                }
                None => Ok(vec![Point::Base(branch.map(|branch| branch.node))]),
            },
        }
    }

    /// N steps above a named revision or base.
    pub(super) fn above_named(&self, ident: &RevisionIdentifier) -> Result<Point, TargetError> {
        let branch = self.branch(ident)?;
        let start = self.one(ident)?;
        self.walk_up(ident, start, branch.as_ref())
    }

    /// N steps below a named revision; none where it starts at base and stops there.
    pub(super) fn below_named(&self, ident: &RevisionIdentifier) -> Result<Option<WalkEnd>, TargetError> {
        let branch = self.branch(ident)?;
        match self.one(ident)? {
            Some(start) => self.walk_down(ident, start, branch.as_ref()).map(Some),
            None if self.clamp => Ok(None),
            None => Err(self.too_far(ident, None, 0)),
        }
    }

    /// The one revision that a step starts from; none for base.
    fn one(&self, ident: &RevisionIdentifier) -> Result<Option<usize>, TargetError> {
        match self.absolute(ident)?.as_slice() {
            [] | [Point::Base(_)] => Ok(None),
            [Point::At(index)] => Ok(Some(*index)),
            many if matches!(ident.symbol, Some(Symbol::Heads)) => Err(self.multiple_heads(ident, &nodes(many))),
            many => Err(TargetError::OneNeeded { asked: ident.text.clone(), found: self.graph.ids(&nodes(many)) }),
        }
    }

    /// `+N`, `L@+N`: from the applied tip (in that branch: else from the last applied revision of it, else from base).
    pub(super) fn above_current(&self, ident: &RevisionIdentifier, applied: &Applied) -> Result<Point, TargetError> {
        let branch = self.branch(ident)?;
        let mut starts = applied.tips(self.graph);
        if let Some(branch) = &branch {
            starts.intersect(&branch.lineage);
            if starts.is_empty() {
                let mut on_branch = applied.set().clone();
                on_branch.intersect(&branch.lineage);
                starts = self.graph.tips_by_down(&on_branch);
            }
        }
        let mut several = starts.iter();
        match (several.next(), several.next()) {
            (start, None) => self.walk_up(ident, start, branch.as_ref()),
            _ => Err(self.ambiguous_current(ident, &starts)),
        }
    }

    /// `-N`, `L@-N`: from the applied tip (in that branch: else from its last applied revision, which something elsewhere
    /// depends on).
    pub(super) fn below_current(&self, ident: &RevisionIdentifier, applied: &Applied) -> Result<WalkEnd, TargetError> {
        applied.must_be_known(&ident.text)?;
        let branch = self.branch(ident)?;
        let mut starts = applied.tips(self.graph);
        if let Some(branch) = &branch {
            starts.intersect(&branch.lineage);
            if starts.is_empty() {
                starts = applied.heads(self.graph);
                starts.intersect(&branch.lineage);
            }
        }
        let mut several = starts.iter();
        match (several.next(), several.next()) {
            (None, _) => Err(self.too_far(ident, None, 0)),
            (Some(start), None) => self.walk_down(ident, start, branch.as_ref()),
            _ => Err(self.ambiguous_current(ident, &starts)),
        }
    }

    /// `-N` where no database is looked at: below each head.
    fn below_heads(&self, ident: &RevisionIdentifier) -> Result<Vec<Point>, TargetError> {
        let branch = self.branch(ident)?;
        let heads = match &branch {
            Some(branch) => {
                let mut heads = self.graph.heads();
                heads.intersect(&branch.lineage);
                heads
            }
            None => self.graph.real_heads(),
        };
        if ident.step == Some(0) {
            return Ok(self.graph.sort(&heads).into_iter().map(Point::At).collect());
        }
        let mut points = Vec::new();
        for head in self.graph.sort(&heads) {
            for point in self.walk_down(ident, head, branch.as_ref())?.points {
                if !points.contains(&point) {
                    points.push(point);
                }
            }
        }
        Ok(points)
    }

    /// The steps of an identifier upwards; `start` is none at base.
    pub(super) fn walk_up(
        &self,
        ident: &RevisionIdentifier,
        start: Option<usize>,
        branch: Option<&Branch<'_>>,
    ) -> Result<Point, TargetError> {
        let mut at = start;
        for walked in 0..steps(ident) {
            let mut ways = match at {
                Some(index) => self.graph.node(index).children.iter().copied().collect(),
                None => self.graph.bases(),
            };
            if let Some(branch) = branch {
                ways.intersect(&branch.lineage);
            }
            let mut several = ways.iter();
            match (several.next(), several.next()) {
                (None, _) if self.clamp => break,
                (None, _) => return Err(self.too_far(ident, start, walked)),
                (next, None) => at = next,
                _ => return Err(self.ambiguous_walk(ident, at, true, &ways)),
            }
        }
        Ok(at.map_or(Point::Base(branch.map(|branch| branch.node)), Point::At))
    }

    /// The steps of an identifier downwards, one at least. The last step may undo a merge; a step before it, only where
    /// the branch says which side to follow.
    pub(super) fn walk_down(
        &self,
        ident: &RevisionIdentifier,
        start: usize,
        branch: Option<&Branch<'_>>,
    ) -> Result<WalkEnd, TargetError> {
        let mut at = start;
        for walked in 1..steps(ident) {
            let parents: NodeSet = self.graph.node(at).down.iter().copied().collect();
            let mut ways = parents.clone();
            if parents.len() > 1
                && let Some(branch) = branch
            {
                ways.intersect(&branch.lineage);
            }
            let mut several = ways.iter();
            match (several.next(), several.next()) {
                (Some(next), None) => at = next,
                (None, _) if parents.is_empty() && self.clamp => break,
                (None, _) if parents.is_empty() => return Err(self.too_far(ident, Some(start), walked)),
                _ => return Err(self.ambiguous_walk(ident, Some(at), false, &parents)),
            }
        }
        let parents = &self.graph.node(at).down;
        let points = if parents.is_empty() {
            vec![Point::Base(Some(branch.map_or(start, |branch| branch.node)))]
        } else {
            parents.iter().copied().map(Point::At).collect()
        };
        Ok(WalkEnd { last: at, points })
    }

    pub(super) fn multiple_heads(&self, ident: &RevisionIdentifier, heads: &NodeSet) -> TargetError {
        let all = self.graph.heads();
        let choices = self.graph.sort(heads).into_iter().map(|head| {
            let name = self.graph.branch_name(head, &all);
            match (ident.step, name == self.graph.id(head)) {
                (None, true) => name.to_owned(),
                (None, false) => format!("{name}@head"),
                (Some(step), _) => format!("{name}@head{step:+}"),
            }
        });
        TargetError::MultipleHeads {
            asked: ident.text.clone(),
            heads: self.graph.ids(heads),
            choices: choices.collect(),
            all: ident.step.is_none() && ident.symbol != Some(Symbol::Heads),
        }
    }

    fn ambiguous_current(&self, ident: &RevisionIdentifier, at: &NodeSet) -> TargetError {
        TargetError::AmbiguousCurrent {
            asked: ident.text.clone(),
            at: self.graph.ids(at),
            choices: self.in_each_branch(ident, at),
        }
    }

    fn ambiguous_walk(&self, ident: &RevisionIdentifier, at: Option<usize>, up: bool, ways: &NodeSet) -> TargetError {
        TargetError::AmbiguousWalk {
            asked: ident.text.clone(),
            at: at.map(|index| self.graph.id(index).to_owned()),
            up,
            ways: self.graph.ids(ways),
            choices: self.in_each_branch(ident, ways),
        }
    }

    /// The identifier once more, for the branch of each of `ways`.
    fn in_each_branch(&self, ident: &RevisionIdentifier, ways: &NodeSet) -> Vec<String> {
        let rest = ident.text.split_once('@').map_or(ident.text.as_str(), |(_, rest)| rest);
        let name = |way: usize| {
            let name = self.graph.branch_name(way, ways);
            // A label carried further up than here may have other heads too: the id never has.
            let labelled = self.graph.labelled(name).is_some_and(|node| self.graph.lineage(node).contains(way));
            if labelled { name } else { self.graph.id(way) }
        };
        self.graph.sort(ways).into_iter().map(|way| format!("{}@{rest}", name(way))).collect()
    }

    fn too_far(&self, ident: &RevisionIdentifier, from: Option<usize>, found: usize) -> TargetError {
        let from = from.map_or("base", |index| self.graph.id(index)).to_owned();
        TargetError::TooFar { asked: ident.text.clone(), wanted: steps(ident), found, from }
    }
}

/// What of a revision starts with `prefix`: its id, else the label.
fn shown(graph: &Graph, index: usize, prefix: &str) -> String {
    let revision = &graph.node(index).revision;
    let label = revision.labels.iter().find(|label| label.starts_with(prefix));
    label.filter(|_| !revision.id.starts_with(prefix)).unwrap_or(&revision.id).clone()
}

fn steps(ident: &RevisionIdentifier) -> usize {
    usize::try_from(ident.step.unwrap_or_default().unsigned_abs()).unwrap_or(usize::MAX)
}
