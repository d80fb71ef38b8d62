//! A revision of the chain, as a line, in detail, and as JSON.

use serde_json::{Value, json};

use super::graph::{GraphRow, GraphStyle, LineCharacters, draw};
use super::style::{FAINT, GOOD, ID, count, paint, printable};
use crate::revision::{Graph, NodeSet, RevisionNode};

/// How many characters of a path or message are a detail's label.
const LABEL: usize = 12;

/// A revision with all that is said of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RevisionView<'a> {
    /// The graph.
    pub graph: &'a Graph,
    /// Its index in it.
    pub index: usize,
    /// The revisions that the database is at, where it was asked.
    pub current: Option<&'a NodeSet>,
}

impl RevisionView<'_> {
    fn node(&self) -> &RevisionNode {
        self.graph.node(self.index)
    }

    fn is_current(&self) -> Option<bool> {
        self.current.map(|current| current.contains(self.index))
    }

    /// `(head) (current) (branchpoint) (mergepoint)`
    fn marks(&self) -> Vec<&'static str> {
        let node = self.node();
        let mut marks = Vec::new();
        if node.is_effective_head() {
            marks.push("(effective head)");
        } else if node.is_head() {
            marks.push("(head)");
        }
        if self.is_current() == Some(true) {
            marks.push("(current)");
        }
        if node.is_branch_point() {
            marks.push("(branchpoint)");
        }
        if node.is_merge_point() {
            marks.push("(mergepoint)");
        }
        marks
    }

    /// The parents, each as it is found in the chain: of one that was squashed, what took its place.
    fn parents(&self) -> Vec<String> {
        let graph = self.graph;
        let shown = |id: &String| match graph.replacement(id) {
            Some((index, _)) if graph.index(id).is_none() => format!("{} (squashed: {id})", graph.id(index)),
            _ => id.clone(),
        };
        self.node().revision.down.iter().map(shown).collect()
    }

    /// `3f2a9c81d4e7 <- 1b0c77e2a955 [billing] (head) add orders`, without a line end.
    pub(crate) fn line(&self) -> String {
        let node = self.node();
        let revision = &node.revision;
        let parents = match self.parents().as_slice() {
            [] => "base".to_owned(),
            parents => parents.join(", "),
        };
        let mut line = format!("{} {}", paint(ID, printable(&revision.id)), paint(FAINT, format_args!("<- {parents}")));
        if !revision.depends_on.is_empty() {
            line.push_str(&format!(" (depends on {})", printable(&revision.depends_on.join(", "))));
        }
        if !revision.replaces.is_empty() {
            line.push_str(&format!(" (replaces {})", count(revision.replaces.len(), "revision")));
        }
        if !revision.labels.is_empty() {
            line.push_str(&format!(" [{}]", printable(&revision.labels.join(", "))));
        }
        for mark in self.marks() {
            line.push(' ');
            line.push_str(&paint(GOOD, mark));
        }
        if !revision.message.is_empty() {
            line.push(' ');
            line.push_str(&printable(&revision.message));
        }
        line
    }

    /// What the line leaves out, a line each, ended.
    pub(crate) fn details(&self) -> String {
        let node = self.node();
        let revision = &node.revision;
        let ids = |nodes: &[usize]| nodes.iter().map(|near| self.graph.id(*near)).collect::<Vec<_>>().join(", ");
        let path = revision.path().map(|path| path.display().to_string()).unwrap_or_default();
        let details = [
            ("followed by", ids(&node.children)),
            ("needed by", ids(&node.dependents)),
            ("branches", node.labels.join(", ")),
            ("replaces", revision.replaces.join(", ")),
            ("created", revision.created.clone().unwrap_or_default()),
            ("path", path),
        ];
        let mut text = String::new();
        for (label, value) in details.iter().filter(|(_, value)| !value.is_empty()) {
            let label = paint(FAINT, format_args!("{:<LABEL$}", format!("{label}:")));
            text.push_str(&format!("    {label} {}\n", printable(value)));
        }
        text
    }

    /// All of it as JSON. `current` is null where the database was not asked.
    pub(crate) fn json(&self) -> Value {
        let node = self.node();
        let revision = &node.revision;
        json!({
            "revision": revision.id,
            "down_revision": revision.down,
            "parents": node.down.iter().map(|parent| self.graph.id(*parent)).collect::<Vec<_>>(),
            "depends_on": revision.depends_on,
            "branch_labels": revision.labels,
            "replaces": revision.replaces,
            "message": revision.message,
            "created": revision.created,
            "path": revision.path().map(|path| path.display().to_string()),
            "head": node.is_head(),
            "effective_head": node.is_effective_head(),
            "current": self.is_current(),
            "branchpoint": node.is_branch_point(),
            "mergepoint": node.is_merge_point(),
        })
    }
}

/// Several of them: a line each, or in detail.
pub(crate) fn listed(graph: &Graph, indexes: &[usize], current: Option<&NodeSet>, details: bool) -> String {
    let mut text = String::new();
    for index in indexes {
        let shown = RevisionView { graph, index: *index, current };
        text.push_str(&shown.line());
        text.push('\n');
        if details {
            text.push_str(&shown.details());
        }
    }
    text
}

/// Several of them, newest first, as [`listed`], beside the graph of their branches and merges: for a terminal.
pub(crate) fn drawn(
    graph: &Graph,
    indexes: &[usize],
    current: Option<&NodeSet>,
    details: bool,
    strokes: LineCharacters,
) -> String {
    let row = |index: &usize| {
        let node = graph.node(*index);
        let ids = |near: &[usize]| near.iter().map(|near| graph.id(*near)).collect();
        GraphRow {
            id: graph.id(*index),
            down: ids(&node.down),
            depends_on: ids(&node.depends_on),
            text: listed(graph, &[*index], current, details),
            current: current.is_some_and(|current| current.contains(*index)),
        }
    };
    let rows: Vec<GraphRow<'_>> = indexes.iter().map(row).collect();
    // Styles are taken out again where they are not wanted.
    let mut text = draw(&rows, GraphStyle { strokes, styled: true }).join("\n");
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// Several of them as `{"revisions": […]}`.
pub(crate) fn document(graph: &Graph, indexes: &[usize], current: Option<&NodeSet>) -> Value {
    let shown = indexes.iter().map(|index| RevisionView { graph, index: *index, current }.json());
    json!({ "revisions": shown.collect::<Vec<_>>() })
}
