//! What a database has: the set of its applied revisions, one row of the version table each.

use std::collections::{HashMap, HashSet};

use super::error::TargetError;
use super::{Graph, NodeSet};

/// A squash of which a database has some of the old revisions, but not the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partial {
    /// The squash.
    pub revision: String,
    /// The old ids that the database has.
    pub present: Vec<String>,
    /// The last of the old ids.
    pub last: String,
}

/// The set of applied revisions of one graph.
///
/// Ids that no script has are kept apart: they stop an upgrade, not a look. A database that has the last of the ids a
/// squash replaces has the squash.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    set: NodeSet,
    /// The rows by which a squash is applied, where old ones are among them.
    by_old_rows: HashMap<usize, Vec<String>>,
    unknown: Vec<String>,
    partial: Vec<Partial>,
}

impl Applied {
    /// Sorts the rows of the version table into what the graph knows and what it does not.
    pub fn new<I: IntoIterator<Item = S>, S: AsRef<str>>(graph: &Graph, rows: I) -> Applied {
        let mut applied = Applied::default();
        let mut old: HashMap<usize, Vec<(String, bool)>> = HashMap::new();
        for row in rows {
            let row = row.as_ref();
            if let Some(index) = graph.index(row) {
                applied.set.insert(index);
            } else if let Some((index, last)) = graph.replacement(row) {
                old.entry(index).or_default().push((row.to_owned(), last));
            } else {
                applied.unknown.push(row.to_owned());
            }
        }
        applied.unknown.sort_unstable();
        applied.unknown.dedup();
        for (index, rows) in old {
            let own = applied.set.contains(index);
            let whole = own || rows.iter().any(|(_, last)| *last);
            let mut present: Vec<String> = rows.into_iter().map(|(row, _)| row).collect();
            present.extend(own.then(|| graph.id(index).to_owned()));
            present.sort_unstable();
            present.dedup();
            if whole {
                applied.set.insert(index);
                applied.by_old_rows.insert(index, present);
            } else {
                let replaces = &graph.node(index).revision.replaces;
                let last = replaces.last().cloned().unwrap_or_default();
                applied.partial.push(Partial { revision: graph.id(index).to_owned(), present, last });
            }
        }
        applied.partial.sort_by(|a, b| a.revision.cmp(&b.revision));
        applied
    }

    /// The state that has exactly these nodes.
    pub fn from_set(set: NodeSet) -> Applied {
        Applied { set, ..Applied::default() }
    }

    /// The applied nodes.
    pub fn set(&self) -> &NodeSet {
        &self.set
    }

    /// Whether the revision with this id is applied.
    pub fn contains(&self, graph: &Graph, id: &str) -> bool {
        graph.index(id).is_some_and(|index| self.set.contains(index))
    }

    /// Whether nothing is applied, known or not.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.unknown.is_empty() && self.partial.is_empty()
    }

    /// Rows that no script has, sorted.
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }

    /// Squashes of which the database has only a part.
    pub fn partial(&self) -> &[Partial] {
        &self.partial
    }

    /// The applied revisions with no applied child: what `current` shows.
    pub fn heads(&self, graph: &Graph) -> NodeSet {
        graph.tips_by_down(&self.set)
    }

    /// The applied revisions that nothing applied comes after, by `down` or `depends_on`: where a relative step starts.
    pub fn tips(&self, graph: &Graph) -> NodeSet {
        graph.tips(&self.set)
    }

    /// The rows of the version table that say that a node is applied: its own id, or the old ids of what it replaces.
    pub fn rows_of(&self, graph: &Graph, index: usize) -> Vec<String> {
        self.by_old_rows.get(&index).cloned().unwrap_or_else(|| vec![graph.id(index).to_owned()])
    }

    /// All known rows of squashes that are only partly there.
    pub(super) fn partial_rows(&self) -> impl Iterator<Item = &str> {
        self.partial.iter().flat_map(|partial| partial.present.iter().map(String::as_str))
    }

    /// Refuses where what the database has and what is on disk do not meet.
    pub(super) fn must_be_known(&self, asked: &str) -> Result<(), TargetError> {
        if !self.unknown.is_empty() {
            return Err(TargetError::UnknownRows { rows: self.unknown.clone(), asked: asked.to_owned() });
        }
        match self.partial.first() {
            Some(Partial { revision, present, last }) => Err(TargetError::PartialSquash {
                revision: revision.clone(),
                present: present.clone(),
                last: last.clone(),
            }),
            None => Ok(()),
        }
    }

    /// Rows in `after` that are not in `before`, and the other way round.
    pub(super) fn difference(before: &HashSet<String>, after: &HashSet<String>) -> (Vec<String>, Vec<String>) {
        let mut insert: Vec<String> = after.difference(before).cloned().collect();
        let mut delete: Vec<String> = before.difference(after).cloned().collect();
        insert.sort_unstable();
        delete.sort_unstable();
        (insert, delete)
    }
}
