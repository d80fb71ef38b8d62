//! The graph: every revision, its parents, children, dependencies and dependents, by index.
//!
//! Made once in time linear to its size; 5,000 revisions take a few milliseconds. Nodes are numbered by creation time,
//! then id, so nothing here depends on the order that the scripts were read in.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveDateTime};

use super::error::GraphError;
use super::{NodeSet, Revision, check_id, check_label};
use crate::error::Place;
use crate::nearest::did_you_mean;

/// A revision in its graph.
#[derive(Debug, Clone)]
pub struct RevisionNode {
    /// The revision itself.
    pub revision: Revision,
    /// Its parents, in the order that its script names them.
    pub down: Vec<usize>,
    /// What it depends on, labels resolved.
    pub depends_on: Vec<usize>,
    /// The revisions it is a parent of.
    pub children: Vec<usize>,
    /// The revisions that depend on it by `depends_on`.
    pub dependents: Vec<usize>,
    /// The labels of its branch: its own, its ancestors', and those of what follows it up to the next fork; sorted.
    pub labels: Arc<[String]>,
    /// Its place in the one order that every plan follows.
    rank: usize,
}

impl RevisionNode {
    /// Whether it is in nobody's `down`.
    pub fn is_head(&self) -> bool {
        self.children.is_empty()
    }

    /// Whether nothing at all comes after it: no child, no dependent.
    pub fn is_real_head(&self) -> bool {
        self.children.is_empty() && self.dependents.is_empty()
    }

    /// Whether it is a head only because what comes after it does so by `depends_on`.
    pub fn is_effective_head(&self) -> bool {
        self.is_head() && !self.is_real_head()
    }

    /// Whether it has no parent.
    pub fn is_base(&self) -> bool {
        self.down.is_empty()
    }

    /// Whether it has several children.
    pub fn is_branch_point(&self) -> bool {
        self.children.len() > 1
    }

    /// Whether it has several parents.
    pub fn is_merge_point(&self) -> bool {
        self.down.len() > 1
    }
}

/// All revisions of a project.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    nodes: Vec<RevisionNode>,
    by_id: HashMap<String, usize>,
    by_label: HashMap<String, usize>,
    /// Old ids that a squash replaces, and whether each is the last of its list.
    replaced: HashMap<String, (usize, bool)>,
    /// Node indexes, sorted by id, for prefixes.
    sorted: Vec<usize>,
    /// Node indexes in the order that every plan follows.
    order: Vec<usize>,
}

impl Graph {
    /// Makes the graph, or says what is wrong with the revisions.
    ///
    /// # Errors
    /// An id that stands twice, a parent that no script has, a cycle, a label of two branches: see [`GraphError`].
    pub fn new(mut revisions: Vec<Revision>) -> Result<Graph, GraphError> {
        revisions.sort_by_cached_key(|revision| {
            let path = revision.path().map(std::path::Path::to_path_buf);
            (revision.created.as_deref().and_then(instant), revision.id.clone(), path)
        });
        let mut by_id: HashMap<String, usize> = HashMap::with_capacity(revisions.len());
        for (index, revision) in revisions.iter().enumerate() {
            if let Err(why) = check_id(&revision.id) {
                let places = place(revision, "revision", &revision.id, "this id");
                return Err(GraphError::BadId { id: revision.id.clone(), why, places });
            }
            if let Some(first) = by_id.insert(revision.id.clone(), index) {
                let pair = [revisions.get(first), Some(revision)];
                let pair = || pair.iter().flatten();
                let files = pair().filter_map(|one| one.path()).map(|path| path.display().to_string()).collect();
                let places = pair().flat_map(|one| place(one, "revision", &one.id, "this id")).collect();
                return Err(GraphError::DuplicateId { id: revision.id.clone(), files, places });
            }
        }
        let by_label = labels(&revisions, &by_id)?;
        let replaced = replaced(&revisions, &by_id)?;
        let nodes = link(revisions, &by_id, &by_label, &replaced)?;
        // A cycle by `down` alone is the more common mistake: it is looked for first.
        if order(&nodes, false).len() < nodes.len() {
            return Err(cycle(&nodes, false));
        }
        let order = order(&nodes, true);
        if order.len() < nodes.len() {
            return Err(cycle(&nodes, true));
        }
        let mut sorted: Vec<usize> = (0..nodes.len()).collect();
        sorted.sort_by(|a, b| nodes.get(*a).map(|n| &n.revision.id).cmp(&nodes.get(*b).map(|n| &n.revision.id)));
        let mut graph = Graph { nodes, by_id, by_label, replaced, sorted, order };
        for (rank, index) in graph.order.iter().enumerate() {
            if let Some(node) = graph.nodes.get_mut(*index) {
                node.rank = rank;
            }
        }
        graph.spread_labels();
        Ok(graph)
    }

    /// How many revisions there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The revision with this id.
    pub fn get(&self, id: &str) -> Option<&Revision> {
        self.by_id.get(id).map(|index| &self.node(*index).revision)
    }

    /// The index of the revision with this id.
    pub fn index(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The index of the revision that carries this label in its script.
    pub fn labelled(&self, label: &str) -> Option<usize> {
        self.by_label.get(label).copied()
    }

    /// The revision that replaces this old id, and whether the id is the last of those it replaces.
    pub fn replacement(&self, old: &str) -> Option<(usize, bool)> {
        self.replaced.get(old).copied()
    }

    /// The node at an index of this graph. An index of another graph is a mistake of the program.
    pub fn node(&self, index: usize) -> &RevisionNode {
        &self.nodes[index]
    }

    /// The id at an index of this graph.
    pub fn id(&self, index: usize) -> &str {
        &self.node(index).revision.id
    }

    /// All revisions, each after its parents and what it depends on, by creation time, then id.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &RevisionNode> + '_ {
        self.order.iter().map(|index| self.node(*index))
    }

    /// The nodes of `set` in the order of [`Graph::iter`].
    pub fn sort(&self, set: &NodeSet) -> Vec<usize> {
        let mut nodes: Vec<usize> = set.iter().collect();
        nodes.sort_by_key(|index| self.node(*index).rank);
        nodes
    }

    /// The ids of `nodes`, in the order of [`Graph::iter`].
    pub fn ids(&self, set: &NodeSet) -> Vec<String> {
        self.sort(set).into_iter().map(|index| self.id(index).to_owned()).collect()
    }

    /// The revisions without a parent.
    pub fn bases(&self) -> NodeSet {
        self.select(RevisionNode::is_base)
    }

    /// The versioned heads: in nobody's `down`.
    pub fn heads(&self) -> NodeSet {
        self.select(RevisionNode::is_head)
    }

    /// The real heads: in nobody's `down` nor `depends_on`. Applying these applies all.
    pub fn real_heads(&self) -> NodeSet {
        self.select(RevisionNode::is_real_head)
    }

    /// The revisions with several children.
    pub fn branch_points(&self) -> NodeSet {
        self.select(RevisionNode::is_branch_point)
    }

    fn select(&self, wanted: impl Fn(&RevisionNode) -> bool) -> NodeSet {
        self.nodes.iter().enumerate().filter(|(_, node)| wanted(node)).map(|(index, _)| index).collect()
    }

    /// `from` and all that has to be applied before it: by `down` and `depends_on`.
    pub fn needs(&self, from: &NodeSet) -> NodeSet {
        self.reach(from, |node| [&node.down, &node.depends_on])
    }

    /// `from` and all that can't be without it: by `down` and `depends_on`.
    pub fn needed_by(&self, from: &NodeSet) -> NodeSet {
        self.reach(from, |node| [&node.children, &node.dependents])
    }

    /// `from` and what lies below it by `down` alone.
    pub fn ancestors(&self, from: &NodeSet) -> NodeSet {
        self.reach(from, |node| [&node.down, EMPTY])
    }

    /// `from` and what lies above it by `down` alone.
    pub fn descendants(&self, from: &NodeSet) -> NodeSet {
        self.reach(from, |node| [&node.children, EMPTY])
    }

    /// The lineage of one revision: itself, what lies below it and above it, by `down` alone.
    pub fn lineage(&self, index: usize) -> NodeSet {
        let one: NodeSet = [index].into_iter().collect();
        let mut lineage = self.ancestors(&one);
        lineage.extend(&self.descendants(&one));
        lineage
    }

    fn reach<'a>(&'a self, from: &NodeSet, next: impl Fn(&'a RevisionNode) -> [&'a Vec<usize>; 2]) -> NodeSet {
        let mut found = from.clone();
        let mut open: Vec<usize> = from.iter().collect();
        while let Some(index) = open.pop() {
            for &near in next(self.node(index)).into_iter().flatten() {
                if found.insert(near) {
                    open.push(near);
                }
            }
        }
        found
    }

    /// The nodes of `set` with no child in it: the versioned heads of a state.
    pub fn tips_by_down(&self, set: &NodeSet) -> NodeSet {
        set.iter().filter(|index| !self.node(*index).children.iter().any(|child| set.contains(*child))).collect()
    }

    /// The nodes of `set` that nothing in it comes after: the real heads of a state.
    pub fn tips(&self, set: &NodeSet) -> NodeSet {
        let after = |index: usize| self.node(index).children.iter().chain(&self.node(index).dependents);
        set.iter().filter(|index| !after(*index).any(|above| set.contains(*above))).collect()
    }

    /// The nodes whose id starts with `prefix`, sorted by id.
    pub(super) fn by_prefix<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = usize> + 'a {
        let start = self.sorted.partition_point(|index| self.id(*index) < prefix);
        self.sorted.iter().skip(start).copied().take_while(move |index| self.id(*index).starts_with(prefix))
    }

    /// The nodes that carry a label that starts with `prefix`.
    pub(super) fn by_label_prefix(&self, prefix: &str) -> NodeSet {
        self.by_label.iter().filter(|(label, _)| label.starts_with(prefix)).map(|(_, index)| *index).collect()
    }

    /// All names of revisions, ids first, in a fixed order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let mut labels: Vec<&str> = self.by_label.keys().map(String::as_str).collect();
        labels.sort_unstable();
        self.sorted.iter().map(|index| self.id(*index)).chain(labels)
    }

    /// A short way to name the branch that ends in `head`: a label that no other head has, else the id.
    pub(super) fn branch_name(&self, head: usize, among: &NodeSet) -> &str {
        let shared =
            |label: &String| among.iter().any(|other| other != head && self.node(other).labels.contains(label));
        self.node(head).labels.iter().find(|label| !shared(label)).map_or(self.id(head), String::as_str)
    }

    /// Gives each node the labels of its branch. Down the chain a node shares its parent's list where it adds nothing, so a
    /// chain of thousands under one label holds one list.
    fn spread_labels(&mut self) {
        if self.by_label.is_empty() {
            return;
        }
        for at in 0..self.order.len() {
            let index = self.order[at];
            let node = self.node(index);
            let mut labels: Vec<String> = node.revision.labels.clone();
            let mut shared: Option<Arc<[String]>> = None;
            for parent in &node.down {
                let inherited = &self.node(*parent).labels;
                if labels.is_empty() && shared.is_none() {
                    shared = Some(inherited.clone());
                } else {
                    labels.extend(shared.take().iter().flat_map(|list| list.iter().cloned()));
                    labels.extend(inherited.iter().cloned());
                }
            }
            self.nodes[index].labels = shared.unwrap_or_else(|| sorted_list(labels));
        }
        // Back to the next fork or merge: what leads to the labelled revision and nowhere else is of its branch too. Never
        // past a fork, so what is added here need not be passed on again.
        for (label, start) in &self.by_label {
            let alone =
                |node: &RevisionNode| node.children.len() + node.dependents.len() <= 1 && !node.is_merge_point();
            let mut at = *start;
            while let (true, [parent]) = (alone(&self.nodes[at]), &self.nodes[at].down[..]) {
                let parent = *parent;
                if !alone(&self.nodes[parent]) {
                    break;
                }
                let mut labels = self.nodes[parent].labels.to_vec();
                labels.push(label.clone());
                self.nodes[parent].labels = sorted_list(labels);
                at = parent;
            }
        }
    }
}

const EMPTY: &Vec<usize> = &Vec::new();

fn sorted_list(mut labels: Vec<String>) -> Arc<[String]> {
    labels.sort_unstable();
    labels.dedup();
    labels.into()
}

/// The instant that a head's `created` names; a time without a zone is taken as UTC.
pub(crate) fn instant(created: &str) -> Option<i64> {
    let text = created.trim();
    if let Ok(time) =
        DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f%:z"))
    {
        return Some(time.timestamp_micros());
    }
    ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
        .or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0))
        .map(|time| time.and_utc().timestamp_micros())
}

fn place(revision: &Revision, key: &str, word: &str, label: &str) -> Vec<Place> {
    revision.place(key, word, label).into_iter().collect()
}

fn labels(revisions: &[Revision], by_id: &HashMap<String, usize>) -> Result<HashMap<String, usize>, GraphError> {
    let mut by_label: HashMap<String, usize> = HashMap::new();
    for (index, revision) in revisions.iter().enumerate() {
        for label in &revision.labels {
            let here = || place(revision, "branch_labels", label, "this label");
            let (label_, id) = (label.clone(), revision.id.clone());
            if let Err(why) = check_label(label) {
                return Err(GraphError::BadLabel { label: label_, revision: id, why, places: here() });
            }
            if by_id.contains_key(label) {
                return Err(GraphError::LabelIsId { label: label_, revision: id, places: here() });
            }
            if let Some(first) = by_label.insert(label.clone(), index).and_then(|first| revisions.get(first)) {
                let mut places = here();
                places.extend(place(first, "branch_labels", label, "here first"));
                return Err(GraphError::DuplicateLabel { label: label_, first: first.id.clone(), second: id, places });
            }
        }
    }
    Ok(by_label)
}

fn replaced(
    revisions: &[Revision],
    by_id: &HashMap<String, usize>,
) -> Result<HashMap<String, (usize, bool)>, GraphError> {
    let mut replaced: HashMap<String, (usize, bool)> = HashMap::new();
    for (index, revision) in revisions.iter().enumerate() {
        for (at, old) in revision.replaces.iter().enumerate() {
            let places = || place(revision, "replaces", old, "this id");
            if by_id.contains_key(old) {
                let (revision, id) = (revision.id.clone(), old.clone());
                return Err(GraphError::ReplacedPresent { revision, id, places: places() });
            }
            let last = at + 1 == revision.replaces.len();
            if let Some((first, _)) = replaced.insert(old.clone(), (index, last)) {
                let first = revisions.get(first).map(|first| first.id.clone()).unwrap_or_default();
                let (id, second) = (old.clone(), revision.id.clone());
                return Err(GraphError::DuplicateReplaces { id, first, second, places: places() });
            }
        }
    }
    Ok(replaced)
}

/// Resolves what each revision names. A parent or dependency that was squashed is the squash.
fn link(
    revisions: Vec<Revision>,
    by_id: &HashMap<String, usize>,
    by_label: &HashMap<String, usize>,
    replaced: &HashMap<String, (usize, bool)>,
) -> Result<Vec<RevisionNode>, GraphError> {
    let known = |name: &str| by_id.get(name).copied().or_else(|| replaced.get(name).map(|(index, _)| *index));
    let mut links: Vec<(Vec<usize>, Vec<usize>)> = Vec::with_capacity(revisions.len());
    for (index, revision) in revisions.iter().enumerate() {
        let id = || revision.id.clone();
        let mut down = Vec::with_capacity(revision.down.len());
        for parent in &revision.down {
            let places = |label: &str| place(revision, "down_revision", parent, label);
            match known(parent) {
                Some(found) if found == index => {
                    return Err(GraphError::SelfLoop { revision: id(), dependency: false, places: places("itself") });
                }
                Some(found) if down.contains(&found) => {}
                Some(found) => down.push(found),
                None => {
                    let hint = match by_label.get(parent).and_then(|index| revisions.get(*index)) {
                        Some(labelled) => Some(format!(
                            "`{parent}` is the branch label of revision {}: name the revision",
                            labelled.id
                        )),
                        None => did_you_mean(parent, sorted_names(by_id, None)),
                    };
                    let (parent, places) = (parent.clone(), places("no script has this id"));
                    return Err(GraphError::UnknownParent { revision: id(), parent, hint, places });
                }
            }
        }
        let mut depends_on = Vec::with_capacity(revision.depends_on.len());
        for name in &revision.depends_on {
            let places = |label: &str| place(revision, "depends_on", name, label);
            match known(name).or_else(|| by_label.get(name).copied()) {
                Some(found) if found == index => {
                    return Err(GraphError::SelfLoop { revision: id(), dependency: true, places: places("itself") });
                }
                Some(found) if depends_on.contains(&found) => {}
                Some(found) => depends_on.push(found),
                None => {
                    let hint = did_you_mean(name, sorted_names(by_id, Some(by_label)));
                    let (dependency, places) = (name.clone(), places("no script has this id or label"));
                    return Err(GraphError::UnknownDependency { revision: id(), dependency, hint, places });
                }
            }
        }
        links.push((down, depends_on));
    }
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); revisions.len()];
    let mut dependents: Vec<Vec<usize>> = vec![Vec::new(); revisions.len()];
    for (index, (down, depends_on)) in links.iter().enumerate() {
        for parent in down {
            children[*parent].push(index);
        }
        for name in depends_on {
            dependents[*name].push(index);
        }
    }
    let none: Arc<[String]> = Arc::from([]);
    let above = children.into_iter().zip(dependents);
    let nodes = revisions.into_iter().zip(links).zip(above).map(|((revision, (down, depends_on)), above)| {
        let (children, dependents) = above;
        RevisionNode { revision, down, depends_on, children, dependents, labels: none.clone(), rank: 0 }
    });
    Ok(nodes.collect())
}

fn sorted_names<'a>(ids: &'a HashMap<String, usize>, more: Option<&'a HashMap<String, usize>>) -> Vec<&'a str> {
    let mut names: Vec<&str> = ids.keys().chain(more.into_iter().flat_map(HashMap::keys)).map(String::as_str).collect();
    names.sort_unstable();
    names
}

/// A topological order: of what is free, the lowest index (the earliest, by creation time, then id) goes first. Shorter
/// than `nodes` where there is a cycle.
fn order(nodes: &[RevisionNode], dependencies: bool) -> Vec<usize> {
    let above = |node: &RevisionNode| -> Vec<usize> {
        let more = if dependencies { node.dependents.as_slice() } else { &[] };
        node.children.iter().chain(more).copied().collect()
    };
    let mut waiting: Vec<usize> =
        nodes.iter().map(|node| node.down.len() + if dependencies { node.depends_on.len() } else { 0 }).collect();
    let free = waiting.iter().enumerate().filter(|(_, count)| **count == 0).map(|(index, _)| Reverse(index));
    let mut free: BinaryHeap<Reverse<usize>> = free.collect();
    let mut order = Vec::with_capacity(nodes.len());
    while let Some(Reverse(index)) = free.pop() {
        order.push(index);
        for next in above(&nodes[index]) {
            waiting[next] -= 1;
            if waiting[next] == 0 {
                free.push(Reverse(next));
            }
        }
    }
    order
}

/// One cycle, found by walking down from a node that no order reaches: each such node has a node below it that none
/// reaches either, so the walk comes back to where it was.
fn cycle(nodes: &[RevisionNode], dependencies: bool) -> GraphError {
    let reached: NodeSet = order(nodes, dependencies).into_iter().collect();
    let below = |index: usize| -> Option<(usize, bool)> {
        let node = &nodes[index];
        let by_down = node.down.iter().map(|parent| (*parent, false));
        let by_dependency = node.depends_on.iter().map(|name| (*name, true)).filter(|_| dependencies);
        by_down.chain(by_dependency).find(|(next, _)| !reached.contains(*next))
    };
    let mut path: Vec<(usize, bool)> = Vec::new();
    let mut seen: HashMap<usize, usize> = HashMap::new();
    let mut at = (0..nodes.len()).find(|index| !reached.contains(*index)).unwrap_or_default();
    while !seen.contains_key(&at) {
        seen.insert(at, path.len());
        let Some((next, dependency)) = below(at) else { break };
        path.push((at, dependency));
        at = next;
    }
    let mut ring = path.split_off(seen.get(&at).copied().unwrap_or_default());
    // Told upwards, from the earliest of them, so that the message is always the same.
    ring.reverse();
    let start = ring.iter().enumerate().min_by_key(|(_, (index, _))| *index).map_or(0, |(at, _)| at);
    ring.rotate_left(start);
    let names: Vec<&str> = ring.iter().map(|(index, _)| nodes[*index].revision.id.as_str()).collect();
    let mut revisions: Vec<String> = names.iter().map(ToString::to_string).collect();
    revisions.extend(names.first().map(ToString::to_string));
    let places = ring.iter().filter_map(|(index, dependency)| {
        let revision = &nodes[*index].revision;
        let key = if *dependency { "depends_on" } else { "down_revision" };
        revision.place(key, "", "part of the cycle")
    });
    GraphError::Cycle {
        dependency: ring.iter().any(|(_, dependency)| *dependency),
        places: places.collect(),
        revisions,
    }
}
