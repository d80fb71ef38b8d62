//! What can be wrong with a graph of revisions, and with what was asked of it.

use crate::error::{Fault, Place};

use super::BadName;

/// The revisions on disk make no graph.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum GraphError {
    /// An id that cannot be one.
    #[error("the revision id `{id}` {why}")]
    BadId {
        /// The id.
        id: String,
        /// What is wrong with it.
        why: BadName,
        /// Where it stands.
        places: Vec<Place>,
    },
    /// A branch label that cannot be one.
    #[error("the branch label `{label}` of revision {revision} {why}")]
    BadLabel {
        /// The label.
        label: String,
        /// The revision that carries it.
        revision: String,
        /// What is wrong with it.
        why: BadName,
        /// Where it stands.
        places: Vec<Place>,
    },
    /// Two scripts with one id.
    #[error("two scripts have the revision id {id}{}", in_files(files))]
    DuplicateId {
        /// The id.
        id: String,
        /// Both scripts, where they are known.
        files: Vec<String>,
        /// Where it stands.
        places: Vec<Place>,
    },
    /// Two revisions with one branch label.
    #[error("the branch label `{label}` of revision {second} is already that of revision {first}")]
    DuplicateLabel {
        /// The label.
        label: String,
        /// The revision that came first, by creation time.
        first: String,
        /// The other one.
        second: String,
        /// Where it stands.
        places: Vec<Place>,
    },
    /// A branch label that is the id of a revision.
    #[error("the branch label `{label}` of revision {revision} is the id of a revision")]
    LabelIsId {
        /// The label.
        label: String,
        /// The revision that carries it.
        revision: String,
        /// Where it stands.
        places: Vec<Place>,
    },
    /// A revision that names itself as a parent or as a dependency.
    #[error("revision {revision} {}", if *.dependency { "depends on itself" } else { "is its own parent" })]
    SelfLoop {
        /// The revision.
        revision: String,
        /// Whether in `depends_on`, else in `down_revision`.
        dependency: bool,
        /// Where it stands.
        places: Vec<Place>,
    },
    /// A parent that no script has.
    #[error("revision {revision} has the parent {parent}, and no script has that id")]
    UnknownParent {
        /// The revision.
        revision: String,
        /// What its `down_revision` names.
        parent: String,
        /// What may have been meant.
        hint: Option<String>,
        /// Where it stands.
        places: Vec<Place>,
    },
    /// A dependency that no script has.
    #[error("revision {revision} depends on {dependency}, and no script has that id or label")]
    UnknownDependency {
        /// The revision.
        revision: String,
        /// What its `depends_on` names.
        dependency: String,
        /// What may have been meant.
        hint: Option<String>,
        /// Where it stands.
        places: Vec<Place>,
    },
    /// Revisions that come before each other.
    #[error("{} in the revisions: {}", if *.dependency { "a cycle of dependencies" } else { "a cycle" }, revisions.join(" -> "))]
    Cycle {
        /// The cycle, each one coming before the next; the first is also the last.
        revisions: Vec<String>,
        /// Whether a `depends_on` is part of it.
        dependency: bool,
        /// Where each is named.
        places: Vec<Place>,
    },
    /// An old id that two squashes claim.
    #[error("revisions {first} and {second} both replace {id}")]
    DuplicateReplaces {
        /// The old id.
        id: String,
        /// One of them.
        first: String,
        /// The other.
        second: String,
        /// Where it stands.
        places: Vec<Place>,
    },
    /// An old id whose script is still there.
    #[error("revision {revision} replaces {id}, and the script of {id} is still there")]
    ReplacedPresent {
        /// The squash.
        revision: String,
        /// The old id.
        id: String,
        /// Where it stands.
        places: Vec<Place>,
    },
}

fn in_files(files: &[String]) -> String {
    match files {
        [] => String::new(),
        files => format!(": {}", files.join(" and ")),
    }
}

impl Fault for GraphError {
    fn code(&self) -> &'static str {
        match self {
            GraphError::BadId { .. } => "bad-revision-id",
            GraphError::BadLabel { .. } => "bad-branch-label",
            GraphError::DuplicateId { .. } => "duplicate-revision-id",
            GraphError::DuplicateLabel { .. } | GraphError::LabelIsId { .. } => "duplicate-branch-label",
            GraphError::SelfLoop { .. } | GraphError::Cycle { .. } => "revision-cycle",
            GraphError::UnknownParent { .. } => "unknown-parent",
            GraphError::UnknownDependency { .. } => "unknown-dependency",
            GraphError::DuplicateReplaces { .. } => "duplicate-replaces",
            GraphError::ReplacedPresent { .. } => "replaced-present",
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            GraphError::BadId { .. } => {
                "an id is letters, digits, `_` and `.`; `head`, `heads`, `base`, `current` and `none` are reserved".into()
            }
            GraphError::BadLabel { .. } => {
                "a label is letters, digits, `_`, `.` and `-`; `head`, `heads`, `base`, `current` and `none` are reserved"
                    .into()
            }
            GraphError::DuplicateId { .. } => {
                "remove one of them, or give one a new id, in its `-- revision:` line and in its file name".into()
            }
            GraphError::DuplicateLabel { .. } | GraphError::LabelIsId { .. } => {
                "a label is carried by one revision, and its children inherit it: rename or remove this one".into()
            }
            GraphError::SelfLoop { dependency: false, .. } => {
                "name the revision before it in `-- down_revision:`, or nothing where it is the first".into()
            }
            GraphError::SelfLoop { dependency: true, .. } => "remove it from `-- depends_on:`".into(),
            GraphError::Cycle { dependency: false, .. } => {
                "correct the `-- down_revision:` of one of them, so that there is a first one".into()
            }
            GraphError::Cycle { dependency: true, .. } => {
                "correct the `-- depends_on:` or the `-- down_revision:` of one of them, so that there is a first one"
                    .into()
            }
            GraphError::UnknownParent { hint, .. } => hint.clone().unwrap_or_else(|| {
                "is a script missing from the folder, or a folder from `version_paths`? else correct `-- down_revision:`"
                    .into()
            }),
            GraphError::UnknownDependency { hint, .. } => hint.clone().unwrap_or_else(|| {
                "is a script missing from the folder, or a folder from `version_paths`? else correct `-- depends_on:`"
                    .into()
            }),
            GraphError::DuplicateReplaces { .. } => "take the id out of one of the two `-- replaces:` lines".into(),
            GraphError::ReplacedPresent { .. } => {
                "a script that was squashed has to leave the folder: remove it, or take its id out of `-- replaces:`".into()
            }
        })
    }

    fn places(&self) -> Vec<Place> {
        match self {
            GraphError::BadId { places, .. }
            | GraphError::BadLabel { places, .. }
            | GraphError::DuplicateId { places, .. }
            | GraphError::DuplicateLabel { places, .. }
            | GraphError::LabelIsId { places, .. }
            | GraphError::SelfLoop { places, .. }
            | GraphError::UnknownParent { places, .. }
            | GraphError::UnknownDependency { places, .. }
            | GraphError::Cycle { places, .. }
            | GraphError::DuplicateReplaces { places, .. }
            | GraphError::ReplacedPresent { places, .. } => places.clone(),
        }
    }
}

/// What was asked cannot be found or cannot be done.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum TargetError {
    /// Text that names no revision.
    #[error("`{text}` does not name a revision: {why}")]
    Malformed {
        /// What was asked for.
        text: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// No such revision.
    #[error("can't locate revision `{text}`{}", if asked == text { String::new() } else { format!(" (in `{asked}`)") })]
    Unknown {
        /// What was asked for, whole.
        asked: String,
        /// The part of it that is unknown.
        text: String,
        /// What may have been meant.
        hint: Option<String>,
    },
    /// A prefix of several ids.
    #[error("`{text}` is the start of several revisions: {}", few(candidates))]
    AmbiguousPrefix {
        /// The prefix.
        text: String,
        /// All that start with it.
        candidates: Vec<String>,
    },
    /// `LABEL@REV` where REV is elsewhere.
    #[error("revision {revision} is not in the branch `{branch}`")]
    NotInBranch {
        /// The revision.
        revision: String,
        /// The branch, as asked for.
        branch: String,
        /// The head or heads of that branch.
        heads: Vec<String>,
    },
    /// One head was asked for where there are several.
    #[error("`{asked}`: there are several heads: {}", few(heads))]
    MultipleHeads {
        /// What was asked for.
        asked: String,
        /// The heads.
        heads: Vec<String>,
        /// A way to name each, in the same order.
        choices: Vec<String>,
        /// Whether `heads` would do.
        all: bool,
    },
    /// A relative step from where the database is, which is in several places.
    #[error("`{asked}` is ambiguous: the database is at several revisions: {}", few(at))]
    AmbiguousCurrent {
        /// What was asked for.
        asked: String,
        /// Where the database is.
        at: Vec<String>,
        /// A way to name each, in the same order.
        choices: Vec<String>,
    },
    /// A walk that came to a fork.
    #[error("`{asked}` is ambiguous: {} {} {}", at.as_deref().unwrap_or("base"), if *.up { "is followed by" } else { "has the parents" }, few(ways))]
    AmbiguousWalk {
        /// What was asked for.
        asked: String,
        /// The revision at the fork; none for base.
        at: Option<String>,
        /// Whether the walk goes up.
        up: bool,
        /// The ways that go on.
        ways: Vec<String>,
        /// A way to name each, in the same order.
        choices: Vec<String>,
    },
    /// A walk that came to the end of the chain.
    #[error("relative revision `{asked}` didn't produce {wanted} migrations: there {} {found} from {from}", if *.found == 1 { "is" } else { "are" })]
    TooFar {
        /// What was asked for.
        asked: String,
        /// Steps asked for.
        wanted: usize,
        /// Steps there are.
        found: usize,
        /// Where the walk began.
        from: String,
    },
    /// `upgrade -1` or `downgrade +1`.
    #[error("relative revision `{asked}` goes {}: that is for `{}`", if *.up { "up" } else { "down" }, if *.up { "upgrade" } else { "downgrade" })]
    WrongWay {
        /// What was asked for.
        asked: String,
        /// Whether it goes up.
        up: bool,
    },
    /// A downgrade to a revision that the database does not have.
    #[error("{revision} is not a valid downgrade target: it is not applied")]
    NotApplied {
        /// The revision.
        revision: String,
        /// Where the database is.
        at: Vec<String>,
    },
    /// `LABEL@REV` where no child of REV leads to LABEL.
    #[error("`{asked}` is not a valid downgrade target: nothing above {revision} leads to `{branch}`")]
    NothingAbove {
        /// What was asked for.
        asked: String,
        /// The revision.
        revision: String,
        /// The branch, as asked for.
        branch: String,
    },
    /// Rows of the version table that no script has.
    #[error("the database has {} that no script here has: {}", if rows.len() == 1 { "a revision" } else { "revisions" }, few(rows))]
    UnknownRows {
        /// The ids in the version table.
        rows: Vec<String>,
        /// What was asked for: `upgrade`, or the relative target.
        asked: String,
    },
    /// A database in the middle of what was squashed.
    #[error("the database has only a part of what revision {revision} stands in for: {}", few(present))]
    PartialSquash {
        /// The squash.
        revision: String,
        /// The old ids that the database has.
        present: Vec<String>,
        /// The last of the old ids, which it does not have.
        last: String,
    },
    /// `FROM:TO` that is none, or stands where none may.
    #[error("`{text}` is not a range: {why}")]
    BadRange {
        /// What was asked for.
        text: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A range whose ends are in different branches, or the wrong way round.
    #[error("`{from}:{to}` is no range: {from} does not come before {to}")]
    Unrelated {
        /// The lower end.
        from: String,
        /// The upper end.
        to: String,
        /// Whether it would be one the other way round.
        reversed: bool,
    },
    /// What is asked depends on where the database is, and that is not known here.
    #[error("`{asked}` depends on where the database is, which is not looked at here")]
    NoDatabase {
        /// What was asked for.
        asked: String,
    },
    /// A new revision on a revision that has children.
    #[error("revision {revision} is not a head: it is followed by {}", few(children))]
    NotAHead {
        /// The revision.
        revision: String,
        /// What follows it.
        children: Vec<String>,
        /// Whether a branch may be started there.
        branch: bool,
    },
    /// A merge that names a revision twice.
    #[error("revision {revision} is named twice")]
    NamedTwice {
        /// The revision.
        revision: String,
    },
    /// A merge of fewer than two revisions.
    #[error("a merge needs two revisions or more{}", match only { Some(id) => format!(", and there is one: {id}"), None => String::new() })]
    NothingToMerge {
        /// The one that was named.
        only: Option<String>,
    },
    /// A merge of revisions that are on one line.
    #[error("revision {lower} comes before {upper} already: there is nothing to merge")]
    OnOneLine {
        /// The one below.
        lower: String,
        /// The one above.
        upper: String,
    },
    /// A rebase of revisions that the database has.
    #[error("revisions that are applied can't be moved: {}", few(revisions))]
    RebaseApplied {
        /// The revisions that would move and are applied.
        revisions: Vec<String>,
    },
    /// A rebase that changes nothing.
    #[error("revision {revision} is already above {onto}")]
    RebaseDone {
        /// The revision to be moved.
        revision: String,
        /// Where to.
        onto: String,
    },
    /// A rebase onto something that comes after what is moved, or on nothing.
    #[error("revision {revision} can't be moved onto {onto}, which comes after it")]
    RebaseOntoItself {
        /// The revision to be moved.
        revision: String,
        /// Where to.
        onto: String,
    },
    /// A rebase after which the revisions are no graph any more.
    #[error("revision {revision} can't be moved onto {onto}: {error}")]
    RebaseBreaks {
        /// The revision to be moved.
        revision: String,
        /// Where to.
        onto: String,
        /// What would be wrong.
        error: Box<GraphError>,
    },
    /// A squash of one revision.
    #[error("there is nothing to squash: {revision} is a single revision")]
    NothingToSquash {
        /// The revision.
        revision: String,
    },
    /// A squash of a run that a branch leaves before its end.
    #[error("{revision} can't be squashed away: {child} branches off there, before {last}")]
    SquashFork {
        /// Where the branch leaves.
        revision: String,
        /// The first revision of that branch.
        child: String,
        /// The end of the run.
        last: String,
    },
    /// Several revisions where one has to be named.
    #[error("`{asked}` names several revisions, and one is needed: {}", few(found))]
    OneNeeded {
        /// What was asked for.
        asked: String,
        /// What it names.
        found: Vec<String>,
    },
    /// `base` or nothing where a revision has to be named.
    #[error("`{asked}` names no revision here")]
    NoneNamed {
        /// What was asked for.
        asked: String,
    },
}

/// A list for a message, cut where it gets long.
pub(super) fn few(names: &[String]) -> String {
    const MOST: usize = 8;
    let shown = names.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MOST) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn one_of(choices: &[String]) -> String {
    few(&choices.iter().map(|choice| format!("`{choice}`")).collect::<Vec<_>>())
}

impl Fault for TargetError {
    fn code(&self) -> &'static str {
        match self {
            TargetError::Malformed { .. } => "bad-revision",
            TargetError::Unknown { .. } => "unknown-revision",
            TargetError::AmbiguousPrefix { .. } => "ambiguous-revision",
            TargetError::NotInBranch { .. } => "not-in-branch",
            TargetError::MultipleHeads { .. } => "multiple-heads",
            TargetError::AmbiguousCurrent { .. } | TargetError::AmbiguousWalk { .. } => "ambiguous-step",
            TargetError::TooFar { .. } => "step-too-far",
            TargetError::WrongWay { .. } => "step-wrong-way",
            TargetError::NotApplied { .. } => "not-applied",
            TargetError::NothingAbove { .. } => "bad-downgrade-target",
            TargetError::UnknownRows { .. } => "unknown-applied",
            TargetError::PartialSquash { .. } => "partial-squash",
            TargetError::BadRange { .. } => "bad-range",
            TargetError::Unrelated { .. } => "unrelated-range",
            TargetError::NoDatabase { .. } => "needs-database",
            TargetError::NotAHead { .. } => "not-a-head",
            TargetError::NamedTwice { .. } => "named-twice",
            TargetError::NothingToMerge { .. } | TargetError::OnOneLine { .. } => "nothing-to-merge",
            TargetError::RebaseApplied { .. } => "rebase-applied",
            TargetError::RebaseDone { .. }
            | TargetError::RebaseOntoItself { .. }
            | TargetError::RebaseBreaks { .. } => "bad-rebase",
            TargetError::NothingToSquash { .. } => "nothing-to-squash",
            TargetError::SquashFork { .. } => "squash-fork",
            TargetError::OneNeeded { .. } => "several-revisions",
            TargetError::NoneNamed { .. } => "no-revision",
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            TargetError::Malformed { .. } => {
                "a revision is named by its id or the start of it, `head`, `heads`, `base`, `current`, a branch label, \
                 LABEL@head, LABEL@base, LABEL@REV, and steps from there: +N, -N, REV+N, REV-N, LABEL@+N, LABEL@-N"
                    .into()
            }
            TargetError::Unknown { hint, .. } => {
                hint.clone().unwrap_or_else(|| "`migrate history` lists the revisions".into())
            }
            TargetError::AmbiguousPrefix { .. } => "write more of the id".into(),
            TargetError::NotInBranch { heads, branch, .. } => match heads.as_slice() {
                [] => "`migrate branches` lists the branches".into(),
                [head] => format!("`{branch}@head` is {head}"),
                heads => format!("the heads of `{branch}` are {}", few(heads)),
            },
            TargetError::MultipleHeads { choices, all, .. } => match all {
                true => format!(
                    "name one: {}; or `heads` for all; `migrate merge` joins them, `migrate rebase` puts one above the other",
                    one_of(choices)
                ),
                false => format!("name one: {}", one_of(choices)),
            },
            TargetError::AmbiguousCurrent { choices, .. } | TargetError::AmbiguousWalk { choices, .. } => {
                format!("say which: {}", one_of(choices))
            }
            TargetError::TooFar { .. } => {
                "`migrate history` shows the chain, `migrate current` where the database is".into()
            }
            TargetError::WrongWay { .. } => "an upgrade takes +N, a downgrade -N".into(),
            TargetError::NotApplied { at, .. } => match at.as_slice() {
                [] => "the database is at base (nothing is applied)".into(),
                at => format!("the database is at {}; a downgrade goes to a revision below that", few(at)),
            },
            TargetError::NothingAbove { revision, .. } => {
                format!("name a branch that starts above {revision}, or leave the branch out")
            }
            TargetError::UnknownRows { .. } => {
                "get the scripts back: was the branch switched under the database, is this an older checkout, are they in \
                 another folder (`--dir`)? or, if the database is known to be what a revision here makes, `migrate stamp \
                 --purge REV`"
                    .into()
            }
            TargetError::PartialSquash { last, .. } => {
                format!(
                    "`migrate upgrade` brings it to {last} with the old scripts, which `migrate squash` keeps in the folder \
                     `squashed` beside `versions`; if they are gone, get them back"
                )
            }
            TargetError::BadRange { .. } => "a range is FROM:TO".into(),
            TargetError::Unrelated { from, to, reversed } => match reversed {
                true => format!("write `{to}:{from}`"),
                false => "both ends have to be on one line of the chain".into(),
            },
            TargetError::NoDatabase { .. } => "name a revision instead".into(),
            TargetError::NotAHead { branch: true, .. } => "name a head, or give `--splice` to start a branch here".into(),
            TargetError::NotAHead { branch: false, .. } => "name heads: `migrate heads` lists them".into(),
            TargetError::NamedTwice { .. } => "name each once".into(),
            TargetError::NothingToMerge { .. } => "`migrate heads` lists the heads".into(),
            TargetError::OnOneLine { .. } => "`migrate heads` lists the heads".into(),
            TargetError::RebaseApplied { .. } => {
                "downgrade below them first, or join the branches with `migrate merge`".into()
            }
            TargetError::RebaseDone { .. } => "there is nothing to do".into(),
            TargetError::RebaseOntoItself { .. } => "name a revision of another branch".into(),
            TargetError::RebaseBreaks { .. } => {
                "what depends on what decides the order of these branches: join them with `migrate merge`".into()
            }
            TargetError::NothingToSquash { .. } => "name a range of two revisions or more".into(),
            TargetError::SquashFork { revision, .. } => {
                format!(
                    "squash up to {revision} and from there on, or rebase that branch onto the end of the range first"
                )
            }
            TargetError::OneNeeded { .. } => "name one".into(),
            TargetError::NoneNamed { .. } => "`migrate history` lists the revisions".into(),
        })
    }
}
