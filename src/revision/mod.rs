//! The revision chain: a graph of revisions, what of it a database has, and plans from here to there.
//!
//! Pure: no file and no database is touched here, so all of it is tested with revisions named `a`, `b` and `c1`.
//!
//! ```text
//! [Revision] ─► Graph ──────┐
//! rows of the table ─► Applied ├─► upgrade / downgrade / stamp / history ─► Plan, Stamp, [&Revision]
//! "L1@head-1" ─► Ident ─────┘
//! ```
//!
//! The words are those of the field. A revision's `down` are its parents; a *base* has none. A *branch point* has
//! several children, a *merge point* several parents. `depends_on` names revisions of other branches that have to be
//! applied before this one. A *versioned head* is in nobody's `down`; a *real head* is in nobody's `depends_on` either;
//! a versioned head that is no real head is an *effective head*. The *lineage* of a revision is itself, what lies below
//! it and what lies above it, by `down` alone; a *branch* is the lineage of the revision that carries the label.
//!
//! Every order here is the same for the same revisions, whatever order they were read in: by creation time, then id.

mod applied;
mod edit;
mod error;
mod graph;
mod history;
mod identifier;
mod plan;
mod resolve;
mod set;

#[cfg(test)]
mod graph_tests;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod scenarios;

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use crate::error::Place;

pub use applied::{Applied, Partial};
pub use edit::{Reparent, SquashPlan, merge_parents, new_dependency, new_parents, rebase, reparented, squash};
pub use error::{GraphError, TargetError};
pub(crate) use graph::instant;
pub use graph::{Graph, RevisionNode};
pub use history::history;
pub use identifier::{RevisionIdentifier, Symbol};
pub use plan::{Direction, Plan, PlanNote, RevisionStep, StampPlan, downgrade, stamp, upgrade};
pub use resolve::{Point, resolve, state_at};
pub use set::NodeSet;

/// One revision: the head of a script, as data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Revision {
    /// The id: unique in the project, see [`check_id`].
    pub id: String,
    /// The parents' ids: none for a base, several for a merge.
    pub down: Vec<String>,
    /// Ids or labels of revisions of other branches that have to be applied before this one.
    pub depends_on: Vec<String>,
    /// Branch labels this revision carries; each is unique in the project.
    pub labels: Vec<String>,
    /// Ids of the revisions that this one replaces (a squash), oldest first: a database that has the last one has this
    /// one.
    pub replaces: Vec<String>,
    /// What it is about, one line.
    pub message: String,
    /// When it was made, RFC 3339, as written.
    pub created: Option<String>,
    /// Where it was read from; a revision made in memory has none.
    pub origin: Option<Arc<Origin>>,
}

/// Where a revision was read from, so that a fault of the graph can be drawn at its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The script, as the user would name it.
    pub path: PathBuf,
    /// The text from the start of the script to the end of its head.
    pub head: Arc<str>,
    /// The keys of the head and the byte range of each one's value in `head`.
    pub values: Vec<(&'static str, Range<usize>)>,
}

impl Revision {
    /// The script that the revision was read from.
    pub fn path(&self) -> Option<&std::path::Path> {
        self.origin.as_ref().map(|origin| origin.path.as_path())
    }

    /// The place of `word` in the value of `key` in the head, of the whole value where `word` is not in it.
    pub fn place(&self, key: &str, word: &str, label: impl Into<String>) -> Option<Place> {
        let origin = self.origin.as_ref()?;
        let span = origin.values.iter().find(|(known, _)| *known == key).map(|(_, span)| span.clone())?;
        let value = origin.head.get(span.clone())?;
        let span =
            value.match_indices(word).map(|(at, _)| span.start + at..span.start + at + word.len()).find(|found| {
                let inside = |at: usize| origin.head.as_bytes().get(at).is_some_and(u8::is_ascii_alphanumeric);
                !word.is_empty()
                    && (found.start == span.start || !inside(found.start - 1))
                    && (found.end >= span.end || !inside(found.end))
            });
        let whole = || origin.values.iter().find(|(known, _)| *known == key).map(|(_, span)| span.clone());
        Some(Place {
            path: origin.path.clone(),
            text: origin.head.clone(),
            span: span.or_else(whole)?,
            label: label.into(),
        })
    }
}

/// Names that stand for something else where a revision is named.
pub const RESERVED: [&str; 5] = ["head", "heads", "base", "current", "none"];

/// Why a name cannot be an id or a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadName {
    /// It is empty.
    Empty,
    /// It is one of [`RESERVED`].
    Reserved,
    /// It holds a character that means something where a revision is named, in a list or in a path.
    Character(char),
    /// It ends like a relative step (`x-2`): only a label can, since an id holds no `-`.
    Step,
}

/// Whether `id` can be the id of a revision: not reserved, no white space, no control character, none of `@ + - : ,`
/// (they have a meaning where revisions are named) and none of `/ \` (the id is part of a file name).
///
/// # Errors
/// [`BadName`]: why it cannot.
pub fn check_id(id: &str) -> Result<(), BadName> {
    check_name(id, &['@', '+', '-', ':', ',', '/', '\\'])
}

/// Whether `label` can be a branch label: as [`check_id`], but `-` and `/` are allowed inside, as in `billing-v2`, unless it
/// would read as a relative step.
///
/// # Errors
/// [`BadName`]: why it cannot.
pub fn check_label(label: &str) -> Result<(), BadName> {
    check_name(label, &['@', '+', ':', ','])?;
    match label.rsplit_once('-') {
        Some((_, digits)) if digits.bytes().all(|byte| byte.is_ascii_digit()) => Err(BadName::Step),
        _ => Ok(()),
    }
}

fn check_name(name: &str, forbidden: &[char]) -> Result<(), BadName> {
    if name.is_empty() {
        return Err(BadName::Empty);
    }
    if let Some(bad) = name.chars().find(|c| c.is_whitespace() || c.is_control() || forbidden.contains(c)) {
        return Err(BadName::Character(bad));
    }
    if RESERVED.iter().any(|word| word.eq_ignore_ascii_case(name)) {
        return Err(BadName::Reserved);
    }
    Ok(())
}

impl std::fmt::Display for BadName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BadName::Empty => write!(f, "is empty"),
            BadName::Reserved => write!(f, "is a reserved word"),
            BadName::Character(c) if c.is_whitespace() => write!(f, "holds white space"),
            BadName::Character(c) => write!(f, "holds `{}`", c.escape_default()),
            BadName::Step => write!(f, "ends like a relative step"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_mean_something_else_are_refused() {
        for id in ["a", "3f2a9c81d4e7", "release_1.2", "ñandú", "#1"] {
            assert_eq!(check_id(id), Ok(()), "{id}");
        }
        for word in RESERVED {
            assert_eq!(check_id(word), Err(BadName::Reserved));
            assert_eq!(check_label(word), Err(BadName::Reserved));
        }
        assert_eq!(check_id("HEAD"), Err(BadName::Reserved));
        for (id, bad) in
            [("a@b", '@'), ("a+1", '+'), ("a-1", '-'), ("a:b", ':'), ("a b", ' '), ("a,b", ','), ("../a", '/')]
        {
            assert_eq!(check_id(id), Err(BadName::Character(bad)), "{id}");
        }
        assert_eq!(check_id(""), Err(BadName::Empty));
        assert_eq!(check_label("billing-v2"), Ok(()));
        assert_eq!(check_label("billing-2"), Err(BadName::Step));
        assert_eq!(check_label("billing-"), Err(BadName::Step));
    }
}
