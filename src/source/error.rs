//! What can be wrong with a schema source.

use std::path::PathBuf;

use thiserror::Error;

use crate::error::{Fault, Place};

/// One thing that is wrong in a schema file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The stable code.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// Where, and then where else (the first of two definitions).
    pub places: Vec<Place>,
}

impl Problem {
    /// The message with as much of the help as fits beside the marked text: a guess, or what is short.
    fn in_a_line(&self) -> String {
        const ROOM: usize = 60;
        let guess = |help: &str| help.starts_with("did you mean").then(|| help.find('?').map(|end| end + 1)).flatten();
        let short = self.help.as_deref().and_then(|help| match guess(help) {
            Some(end) => help.get(..end),
            None => Some(help).filter(|help| help.chars().count() <= ROOM),
        });
        match short {
            Some(help) => format!("{}: {help}", self.message),
            None => self.message.clone(),
        }
    }
}

/// A fault of a schema source.
#[derive(Debug, Error)]
pub enum SourceError {
    /// The schema file says what cannot be: all that was found, the first of the file first; never empty.
    #[error("{}", first_message(problems))]
    Invalid {
        /// What was found.
        problems: Vec<Problem>,
    },
    /// There is no such file or folder.
    #[error("there is no schema {what} {}", path.display())]
    Missing {
        /// `file` or `folder`.
        what: &'static str,
        /// Its path.
        path: PathBuf,
    },
    /// It cannot be read.
    #[error("cannot read {}: {why}", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// A folder with no schema file in it.
    #[error("the schema folder {} holds no .toml and no .sql file", path.display())]
    EmptyFolder {
        /// The folder.
        path: PathBuf,
    },
    /// A folder with both kinds.
    #[error("the schema folder {} holds both .toml and .sql files", folder.display())]
    Mixed {
        /// The folder.
        folder: PathBuf,
        /// One of the first kind.
        toml: PathBuf,
        /// One of the second.
        sql: PathBuf,
    },
    /// The program cannot be started.
    #[error("cannot run the schema command `{program}`: {why}")]
    NotStarted {
        /// The program.
        program: String,
        /// What the system says.
        why: String,
    },
    /// The program failed.
    #[error("the schema command `{program}` failed ({status})")]
    Failed {
        /// The program.
        program: String,
        /// How it ended.
        status: String,
        /// The end of what it said on stderr.
        said: Vec<String>,
    },
    /// The program printed no text.
    #[error("the schema command `{program}` printed something that is not UTF-8 text")]
    NotText {
        /// The program.
        program: String,
    },
    /// A schema cannot be written as a schema file without a loss.
    #[error("{} cannot be said in a schema.toml", match things.len() { 1 => "one thing".to_owned(), n => format!("{n} things") })]
    Unsayable {
        /// What, each with its reason.
        things: Vec<String>,
    },
}

fn first_message(problems: &[Problem]) -> String {
    match problems {
        [] => "the schema file is wrong".to_owned(),
        [only] => only.message.clone(),
        [first, rest @ ..] => format!("{} (and {} more below)", first.message, rest.len()),
    }
}

impl Fault for SourceError {
    fn code(&self) -> &'static str {
        match self {
            SourceError::Invalid { problems } => problems.first().map_or("invalid-schema", |problem| problem.code),
            SourceError::Missing { .. } => "schema-not-found",
            SourceError::Unreadable { .. } => "schema-unreadable",
            SourceError::EmptyFolder { .. } => "schema-folder-empty",
            SourceError::Mixed { .. } => "schema-folder-mixed",
            SourceError::NotStarted { .. } | SourceError::Failed { .. } | SourceError::NotText { .. } => {
                "schema-command-failed"
            }
            SourceError::Unsayable { .. } => "not-sayable",
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            SourceError::Invalid { problems } => problems.first().and_then(|problem| problem.help.clone()),
            SourceError::Missing { what, .. } => Some(format!(
                "create the {what}, or set `source` in [schema] of migrate.toml; `migrate init --from-db` writes the \
                 schema of the database that you have"
            )),
            SourceError::EmptyFolder { .. } => {
                Some("put the schema into it; an empty file is an empty schema".to_owned())
            }
            SourceError::Mixed { toml, sql, .. } => {
                Some(format!("keep one kind: {} or {}, for example", toml.display(), sql.display()))
            }
            SourceError::NotStarted { .. } => Some(
                "it runs in the folder of migrate.toml; give its path from there, or put it on the PATH".to_owned(),
            ),
            SourceError::Failed { .. } => {
                Some("run it by hand in the folder of migrate.toml; it must print DDL and exit with 0".to_owned())
            }
            SourceError::NotText { .. } => Some("make it print UTF-8 (PYTHONIOENCODING=utf-8, for one)".to_owned()),
            SourceError::Unsayable { .. } => Some("`--as sql` can say it, or `exclude` it in [schema]".to_owned()),
            SourceError::Unreadable { .. } => None,
        }
    }

    fn places(&self) -> Vec<Place> {
        let SourceError::Invalid { problems } = self else { return Vec::new() };
        let mut places = Vec::new();
        for (number, problem) in problems.iter().enumerate() {
            for (nth, place) in problem.places.iter().enumerate() {
                let mut place = place.clone();
                // Only the first problem has its message above the drawing: the others carry theirs.
                if number > 0 && nth == 0 {
                    place.label = problem.in_a_line();
                }
                places.push(place);
            }
        }
        places
    }

    fn notes(&self) -> Vec<String> {
        match self {
            SourceError::Failed { said, .. } => said.clone(),
            SourceError::Unsayable { things } => things.clone(),
            _ => Vec::new(),
        }
    }
}
