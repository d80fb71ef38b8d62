//! What can go wrong while scripts run.

use std::time::Duration;

use thiserror::Error;

use super::lock::Holder;
use super::stop::Signal;
use crate::dialect::foreign_keys::Violation;
use crate::dialect::{ServerError, session::ServerErrorKind};
use crate::error::{Fault, Place};
use crate::revision::Direction;
use crate::sql::{Control, SplitError};

/// A fault of a run.
#[derive(Debug, Error)]
pub enum RunError {
    /// The server refused something that is no statement of a script.
    #[error("{0}")]
    Server(Box<ServerError>),
    /// `version_schema` where the database knows no schemas.
    #[error("`version_schema` is `{schema}`, and {database} has no schemas")]
    VersionSchema {
        /// The schema.
        schema: String,
        /// The database's name.
        database: &'static str,
    },
    /// The connection's `search_path` leads nowhere.
    #[error("there is no schema to put the version table in: no schema of the search_path exists")]
    NoSchema,
    /// The version table cannot be made.
    #[error("the version table {table} can't be made: {fault}")]
    NoVersionTable {
        /// The table.
        table: String,
        /// The server's refusal.
        fault: Box<ServerError>,
        /// Whether the database has roles and namespaces; else it is a file.
        namespaces: bool,
    },
    /// A table by the version table's name that is not one.
    #[error("the table {table} exists and is not a version table of migrate")]
    ForeignTable {
        /// The table.
        table: String,
    },
    /// SQL that cannot be cut into statements.
    #[error("line {line} of {}: {fault}", place.path.display())]
    Unreadable {
        /// What is wrong.
        fault: Box<SplitError>,
        /// Its line in the file.
        line: usize,
        /// Where.
        place: Box<Place>,
    },
    /// A statement that must not stand at the top level of a script.
    #[error("`{what}` is not allowed in a script")]
    Refused {
        /// The statement's first words.
        what: String,
        /// What it does.
        control: Control,
        /// Where.
        place: Box<Place>,
    },
    /// A statement that the database refuses in a transaction, in a section that runs in one.
    #[error("`{what}` cannot run inside a transaction, and this section runs in one")]
    NeedsNoTransaction {
        /// The statement's first words.
        what: String,
        /// Where.
        place: Box<Place>,
    },
    /// A statement that cannot be done in batches.
    #[error("this cannot be done in batches: {why}")]
    NotInBatches {
        /// What is in the way.
        why: String,
        /// What to do.
        help: String,
        /// Where.
        place: Box<Place>,
    },
    /// A table was walked by another primary key than it has now.
    #[error("{revision} was cut off in batches over {table}, whose primary key is another one since")]
    WalkedByAnotherKey {
        /// The revision.
        revision: String,
        /// The table.
        table: String,
    },
    /// Rows are to be kept, and there is no place for the copies.
    #[error("{place}, where rows are to be kept, can't be made: {why}")]
    NoPlaceToKeep {
        /// The namespace, or the file.
        place: String,
        /// The refusal.
        why: String,
        /// What to do.
        help: &'static str,
    },
    /// A statement failed.
    #[error("{0}")]
    Failed(Box<Failure>),
    /// The run was asked to stop and did.
    #[error("stopped by {}", .0.signal.name())]
    Stopped(Box<Stopped>),
    /// Somebody else has the lock and keeps it.
    #[error("{} for {}", by.doing(), seconds(*waited))]
    LockHeld {
        /// What has it.
        by: Holder,
        /// Who that is, as far as the server tells.
        who: Option<String>,
        /// How long it was waited for.
        waited: Duration,
        /// What this run did before.
        applied: Vec<String>,
    },
    /// A revision that was cut off, whose statements done were edited since.
    #[error("revision {revision} was cut off {}, and these were edited since", cut_off(*done, *begun))]
    EditedUnderWay {
        /// The revision.
        revision: String,
        /// How many statements are done.
        done: usize,
        /// Whether the next one was begun.
        begun: bool,
        /// Its script.
        path: String,
    },
    /// A revision that was cut off on its way in the other direction.
    #[error("revision {revision} was cut off in its {} after {done} of its statements", direction.word())]
    UnderWay {
        /// The revision.
        revision: String,
        /// The direction that it was cut off in.
        direction: Direction,
        /// How many statements are done.
        done: usize,
    },
    /// Another run changed what this one builds on.
    #[error("another run changed the database meanwhile: revision {revision} can't be {} any more", done_word(*.direction))]
    ChangedMeanwhile {
        /// The revision.
        revision: String,
        /// What was to be done with it.
        direction: Direction,
        /// What was applied before.
        applied: Vec<String>,
    },
}

impl From<ServerError> for RunError {
    fn from(fault: ServerError) -> Self {
        RunError::Server(Box::new(fault))
    }
}

/// A statement, or the end of a transaction, that failed.
#[derive(Debug)]
pub struct Failure {
    /// The revision, unless the SQL belongs to none.
    pub revision: Option<FailedRevision>,
    /// Where the statement stands; none at the end of a transaction.
    pub place: Option<Place>,
    /// The statement's line; none at the end of a transaction.
    pub line: Option<usize>,
    /// Its number, and how many there are.
    pub number: Option<(usize, usize)>,
    /// Why.
    pub cause: Cause,
    /// The revisions of this run that are done and stay.
    pub before: Vec<String>,
    /// The revisions that were rolled back.
    pub rolled_back: Vec<String>,
    /// How many statements of the failed revision are done and stay.
    pub done: usize,
    /// Whether nobody knows yet if the statement after these took effect.
    pub begun: bool,
}

/// The revision that failed.
#[derive(Debug, Clone)]
pub struct FailedRevision {
    /// Its id.
    pub id: String,
    /// Its message.
    pub message: String,
    /// What was being done with it.
    pub direction: Direction,
    /// Its script.
    pub path: String,
}

/// Why something failed.
#[derive(Debug)]
pub enum Cause {
    /// The server's refusal.
    Server(Box<ServerError>),
    /// Rows whose foreign keys refer to nothing after a table was rebuilt.
    ForeignKeys(Vec<Violation>),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(revision) = &self.revision {
            let word = revision.direction.word();
            write!(f, "the {word} of revision {} ({}) failed", revision.id, revision.message)?;
            match self.line {
                Some(line) => write!(f, " at {}:{line}: ", revision.path)?,
                None => write!(f, " at the end of its transaction ({}): ", revision.path)?,
            }
        }
        match &self.cause {
            Cause::Server(fault) => write!(f, "{fault}"),
            Cause::ForeignKeys(rows) => {
                let tables = listed(rows.iter().map(|row| row.table.clone()));
                let (verb, one) = if rows.len() == 1 { ("refers", "1 row") } else { ("refer", "rows") };
                write!(f, "{one} of {tables} {verb} to rows that are not there")
            }
        }
    }
}

/// Distinct words in order.
fn listed(words: impl Iterator<Item = String>) -> String {
    let mut distinct: Vec<String> = Vec::new();
    for word in words {
        if !distinct.contains(&word) {
            distinct.push(word);
        }
    }
    distinct.join(", ")
}

impl Failure {
    fn notes(&self) -> Vec<String> {
        let mut notes = match &self.cause {
            Cause::Server(fault) => fault.notes(),
            Cause::ForeignKeys(rows) => rows
                .iter()
                .take(MOST_ROWS)
                .map(|row| match &row.rowid {
                    Some(rowid) => format!("row {rowid} of {} refers to {}", row.table, row.parent),
                    None => format!("a row of {} refers to {}", row.table, row.parent),
                })
                .chain((rows.len() > MOST_ROWS).then(|| format!("and {} more rows", rows.len() - MOST_ROWS)))
                .collect(),
        };
        if let Some((number, of)) = self.number {
            notes.push(format!("it is statement {number} of {of}"));
        }
        let Some(revision) = &self.revision else { return notes };
        notes.extend(remains(&self.before, &self.rolled_back, revision.direction));
        if self.done > 0 {
            notes.push(format!(
                "{} of revision {} done and not rolled back; the next `migrate {}` goes on behind {}",
                if self.done == 1 { "statement 1".to_owned() } else { format!("statements 1 to {}", self.done) },
                format_args!("{} {}", revision.id, if self.done == 1 { "is" } else { "are" }),
                revision.direction.word(),
                if self.done == 1 { "it" } else { "them" },
            ));
        }
        if self.begun {
            notes.push(format!(
                "whether statement {} took effect is not known; the next `migrate {}` finds out and goes on there",
                self.done + 1,
                revision.direction.word(),
            ));
        }
        notes
    }

    fn help(&self) -> Option<String> {
        match &self.cause {
            Cause::ForeignKeys(_) => {
                Some("correct or delete these rows in the script, behind the statements that make the table".into())
            }
            Cause::Server(fault) => match fault.kind {
                ServerErrorKind::Lock => Some(
                    "another session keeps a lock: end it, or raise `lock_wait` in [database] (`lock_retries`, where that is set)"
                        .into(),
                ),
                ServerErrorKind::Cancelled => {
                    Some("the statement was cancelled or ran longer than `statement_timeout` in [database]".into())
                }
                ServerErrorKind::Connection => Some(
                    "the connection was lost; `migrate current` tells what is applied, and the next run goes on there"
                        .into(),
                ),
                ServerErrorKind::Privilege => Some("the role of the database URL may not do this".into()),
                ServerErrorKind::Room => Some(
                    "one transaction holds more locks than the server has room for: raise `max_locks_per_transaction` on the \
                     server, or divide the revision"
                        .into(),
                ),
                ServerErrorKind::Statement => None,
            },
        }
    }

    fn code(&self) -> &'static str {
        match &self.cause {
            Cause::Server(fault) => fault.code(),
            Cause::ForeignKeys(_) => "foreign-key-violation",
        }
    }
}

/// How many rows are named.
const MOST_ROWS: usize = 5;

/// What of a run stays and what does not.
fn remains(before: &[String], rolled_back: &[String], direction: Direction) -> Vec<String> {
    let mut notes = Vec::new();
    let word = done_word(direction);
    notes.push(match before {
        [] => format!("nothing was {word} before it in this run"),
        before => format!("{word} before it in this run: {}", few(before)),
    });
    if !rolled_back.is_empty() {
        notes.push(format!("rolled back whole: {}", few(rolled_back)));
    }
    notes
}

/// How many ids are listed; of more, the first and the last are.
const MOST_IDS: usize = 12;

/// All ids, or of many how many they are, the first and the last.
pub(super) fn few(ids: &[String]) -> String {
    match ids {
        [first, .., last] if ids.len() > MOST_IDS => format!("{} revisions, {first} to {last}", ids.len()),
        ids => ids.join(", "),
    }
}

/// `applied`, `undone`.
pub(super) fn done_word(direction: Direction) -> &'static str {
    match direction {
        Direction::Upgrade => "applied",
        Direction::Downgrade => "undone",
    }
}

/// `after 3 of its statements`; `in statement 4, with 3 of its statements done`.
fn cut_off(done: usize, begun: bool) -> String {
    if begun {
        format!("in statement {}, with {done} of its statements done", done + 1)
    } else {
        format!("after {done} of its statements")
    }
}

fn seconds(duration: Duration) -> String {
    let whole = Duration::from_secs(duration.as_secs());
    let rounded = if whole.is_zero() { Duration::from_millis(duration.subsec_millis().into()) } else { whole };
    humantime::format_duration(rounded).to_string()
}

impl RunError {
    /// A request to stop came before anything was run.
    pub fn stopped_early(signal: Signal) -> Self {
        RunError::Stopped(Box::new(Stopped::early(signal)))
    }
}

/// What a run did before it gave up.
fn done(applied: &[String]) -> Option<String> {
    (!applied.is_empty()).then(|| format!("done in this run: {}", few(applied)))
}

/// Where a run was stopped.
#[derive(Debug)]
pub struct Stopped {
    /// What stopped it.
    pub signal: Signal,
    /// Which way it went; none where no revision was being run.
    pub direction: Option<Direction>,
    /// The revisions that are done and stay.
    pub before: Vec<String>,
    /// The revisions that were rolled back.
    pub rolled_back: Vec<String>,
    /// The revision that is only partly done, and how many of its statements are.
    pub partly: Option<(String, usize)>,
}

impl Stopped {
    /// Before anything was done.
    pub fn early(signal: Signal) -> Self {
        Stopped { signal, direction: None, before: Vec::new(), rolled_back: Vec::new(), partly: None }
    }

    fn notes(&self) -> Vec<String> {
        let Some(direction) = self.direction else { return Vec::new() };
        let word = done_word(direction);
        let mut notes = vec![match self.before.as_slice() {
            [] => format!("nothing was {word}"),
            before => format!("{word} in this run: {}", few(before)),
        }];
        if !self.rolled_back.is_empty() {
            notes.push(format!("rolled back whole: {}", few(&self.rolled_back)));
        }
        if let Some((revision, done)) = &self.partly {
            let word = direction.word();
            notes.push(format!(
                "{done} statement{} of revision {revision} {} done and not rolled back; the next `migrate {word}` goes on \
                 there",
                if *done == 1 { "" } else { "s" },
                if *done == 1 { "is" } else { "are" },
            ));
        }
        notes
    }
}

impl Fault for RunError {
    fn code(&self) -> &'static str {
        match self {
            RunError::Server(fault) => fault.code(),
            RunError::VersionSchema { .. } => "invalid-setting",
            RunError::NoSchema => "no-schema",
            RunError::NoVersionTable { fault, .. } => fault.code(),
            RunError::ForeignTable { .. } => "foreign-version-table",
            RunError::Unreadable { fault, .. } => fault.code(),
            RunError::Refused { .. } => "refused-statement",
            RunError::NeedsNoTransaction { .. } => "needs-no-transaction",
            RunError::NotInBatches { .. } => "not-in-batches",
            RunError::WalkedByAnotherKey { .. } => "walked-by-another-key",
            RunError::NoPlaceToKeep { .. } => "no-place-to-keep",
            RunError::Failed(failure) => failure.code(),
            RunError::Stopped(_) => "stopped",
            RunError::LockHeld { .. } => "lock-held",
            RunError::EditedUnderWay { .. } => "edited-under-way",
            RunError::UnderWay { .. } => "under-way",
            RunError::ChangedMeanwhile { .. } => "changed-meanwhile",
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            RunError::Server(fault) => return fault.help(),
            RunError::VersionSchema { .. } => "remove `version_schema` from [migrations]".into(),
            RunError::NoSchema => "set `version_schema` in [migrations]: the schema is made where it is missing".into(),
            RunError::NoVersionTable { fault, namespaces: false, .. } if fault.kind == ServerErrorKind::Privilege => {
                "see whether the database file and its folder may be written".into()
            }
            RunError::NoVersionTable { fault, .. } if fault.kind == ServerErrorKind::Privilege => {
                "let a role that may make tables there run `migrate ensure-version`, or name a schema of this role's with \
                 `version_schema` in [migrations]"
                    .into()
            }
            RunError::NoVersionTable { .. } => return None,
            RunError::ForeignTable { .. } => {
                "choose another name with `version_table` in [migrations], or rename that table".into()
            }
            RunError::Unreadable { fault, .. } => return fault.help(),
            RunError::Refused { control, .. } => match control {
                Control::Begin | Control::Commit | Control::Rollback | Control::Savepoint => {
                    "remove it: each revision runs in a transaction of its own; for statements outside of one, write \
                     them into a section of their own, `-- migrate:upgrade transaction=off`"
                        .into()
                }
                Control::CopyFromStdin => "write the rows as INSERT statements".into(),
                Control::CopyToStdout => "remove it: nobody reads what it prints".into(),
                Control::ClientCommand(_) => "remove it, or write the SQL that it stands for".into(),
            },
            RunError::NeedsNoTransaction { .. } => {
                "put it into a section of its own: `-- migrate:upgrade transaction=off` (or `-- migrate:downgrade …`)"
                    .into()
            }
            RunError::NotInBatches { help, .. } => help.clone(),
            RunError::WalkedByAnotherKey { .. } => {
                "give the table its old primary key again until the revision is applied; nothing was changed".into()
            }
            RunError::NoPlaceToKeep { help, .. } => format!(
                "nothing was run; {help}; or set `keep = \"none\"` in [migrations]: then what the revisions lose is gone"
            ),
            RunError::Failed(failure) => return failure.help(),
            RunError::Stopped(_) => return None,
            RunError::LockHeld { .. } => {
                "wait for it and run the command again, or raise `lock_wait` in [database]".into()
            }
            RunError::EditedUnderWay { done, begun, path, .. } => {
                let settled = done + usize::from(*begun);
                format!("write the first {settled} of its statements in {path} as they were; those behind them may change")
            }
            RunError::UnderWay { revision, direction, .. } => match direction {
                Direction::Upgrade => format!(
                    "finish it first (`migrate upgrade {revision}`); or undo by hand what is done and say so: \
                     `migrate stamp` to the revision before it"
                ),
                Direction::Downgrade => format!(
                    "finish that first: `migrate downgrade` to the revision before {revision}; or redo by hand what is \
                     undone and say so: `migrate stamp {revision}`"
                ),
            },
            RunError::ChangedMeanwhile { .. } => "look at `migrate current`, then run the command again".into(),
        })
    }

    fn places(&self) -> Vec<Place> {
        match self {
            RunError::Unreadable { place, .. }
            | RunError::Refused { place, .. }
            | RunError::NotInBatches { place, .. }
            | RunError::NeedsNoTransaction { place, .. } => vec![(**place).clone()],
            RunError::Failed(failure) => failure.place.iter().cloned().collect(),
            _ => Vec::new(),
        }
    }

    fn notes(&self) -> Vec<String> {
        match self {
            RunError::Server(fault) | RunError::NoVersionTable { fault, .. } => fault.notes(),
            RunError::Failed(failure) => failure.notes(),
            RunError::Stopped(stopped) => stopped.notes(),
            RunError::ChangedMeanwhile { applied, .. } => done(applied).into_iter().collect(),
            RunError::LockHeld { who, applied, .. } => {
                let holder = who.as_ref().map(|who| format!("the lock is held by {who}"));
                holder.into_iter().chain(done(applied)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn status(&self) -> u8 {
        match self {
            RunError::Stopped(stopped) => stopped.signal.status(),
            _ => 2,
        }
    }
}
