//! What can be wrong with the configuration.

use std::path::PathBuf;

use thiserror::Error;

use super::url::UrlError;
use crate::error::{Fault, Place};
use crate::nearest::did_you_mean;

/// A fault of `migrate.toml`, of `.env`, of the environment or of a flag.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// No `migrate.toml` on the way up.
    #[error("no migrate.toml in {} nor in any folder above it", start.display())]
    NotFound {
        /// The working folder.
        start: PathBuf,
    },
    /// A file that cannot be read.
    #[error("cannot read {}: {why}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// Not TOML.
    #[error("{message}")]
    Syntax {
        /// What the parser says.
        message: String,
        /// Where.
        place: Box<Place>,
    },
    /// A section or key that is none.
    #[error("{message}")]
    Unknown {
        /// What is unknown.
        message: String,
        /// The nearest, or all that are known.
        help: String,
        /// Where.
        place: Box<Place>,
    },
    /// A value of the wrong type, or one that means nothing.
    #[error("{message}")]
    Value {
        /// Which setting, what was expected, what was found.
        message: String,
        /// What to write.
        help: Option<String>,
        /// Where.
        place: Box<Place>,
    },
    /// `--env NAME` where the file has no `[env.NAME]`.
    #[error("{} has no environment `{name}`", path.display())]
    UnknownEnvironment {
        /// The name.
        name: String,
        /// Those that the file has.
        known: Vec<String>,
        /// The file.
        path: PathBuf,
    },
    /// `--env NAME` where there is no file.
    #[error("there is no migrate.toml that could have an environment `{name}`")]
    NoFileForEnvironment {
        /// The name.
        name: String,
    },
    /// `${NAME}` where the environment has no NAME.
    #[error("the environment variable `{name}` is not set")]
    Variable {
        /// The variable.
        name: String,
        /// Where it is asked for.
        place: Box<Place>,
    },
    /// A line of `.env` that is not `NAME=value`. The line is not shown: it may hold a password.
    #[error("line {line} of {} is not `NAME=value`", path.display())]
    Env {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// A URL that cannot be read.
    #[error("{fault}")]
    Url {
        /// What is wrong.
        fault: UrlError,
        /// `--url` or `DATABASE_URL`, where it does not stand in the file.
        from: Option<&'static str>,
        /// Where, when in the file.
        place: Option<Box<Place>>,
    },
    /// A command needs a database and none is named.
    #[error("no database is named")]
    NoUrl,
    /// `direct_url` is of another kind of database than `url`.
    #[error("`direct_url` is {direct}, and `url` is {url}")]
    DirectEngine {
        /// The kind of `direct_url`.
        direct: &'static str,
        /// The kind of `url`.
        url: &'static str,
    },
    /// `--schema` names a file that is none of the forms.
    #[error("{message}")]
    Flag {
        /// What is wrong.
        message: String,
        /// What to write.
        help: String,
    },
}

impl Fault for ConfigError {
    fn code(&self) -> &'static str {
        match self {
            ConfigError::NotFound { .. } => "config-not-found",
            ConfigError::Unreadable { .. } => "config-unreadable",
            ConfigError::Syntax { .. } => "config-syntax",
            ConfigError::Unknown { .. } => "unknown-setting",
            ConfigError::Value { .. } => "invalid-setting",
            ConfigError::UnknownEnvironment { .. } | ConfigError::NoFileForEnvironment { .. } => "unknown-environment",
            ConfigError::Variable { .. } => "missing-variable",
            ConfigError::Env { .. } => "invalid-env-file",
            ConfigError::Url { fault, .. } => fault.code(),
            ConfigError::NoUrl => "no-database-url",
            ConfigError::DirectEngine { .. } => "direct-url-engine",
            ConfigError::Flag { .. } => "invalid-flag",
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            ConfigError::NotFound { .. } => {
                Some("`migrate init` makes a project here; `-c FILE` names a migrate.toml elsewhere".to_owned())
            }
            ConfigError::Unknown { help, .. } | ConfigError::Flag { help, .. } => Some(help.clone()),
            ConfigError::DirectEngine { .. } => {
                Some("`direct_url` names the database of `url`, past the pooler".to_owned())
            }
            ConfigError::Value { help, .. } => help.clone(),
            ConfigError::UnknownEnvironment { name, known, .. } if known.is_empty() => {
                Some(format!("it has none: write a section such as [env.{name}.database]"))
            }
            ConfigError::UnknownEnvironment { name, known, .. } => {
                let list = match known.as_slice() {
                    [one] => format!("it has only `{one}`"),
                    all => {
                        format!("it has {}", all.iter().map(|one| format!("`{one}`")).collect::<Vec<_>>().join(", "))
                    }
                };
                Some(match did_you_mean(name, known.iter().map(String::as_str)) {
                    Some(near) => format!("{near} {list}"),
                    None => list,
                })
            }
            ConfigError::NoFileForEnvironment { .. } => Some("leave `--env` out".to_owned()),
            ConfigError::Variable { name, .. } => Some(format!(
                "set `{name}`, or write `{name}=…` into a file `.env` beside migrate.toml; a literal `${{` is written `$${{`"
            )),
            ConfigError::Env { .. } => Some(
                "put a value that holds spaces, `#`, `$` or quotes in single quotes; the line is not shown, since it \
                 may hold a password"
                    .to_owned(),
            ),
            ConfigError::Url { fault, .. } => fault.help(),
            ConfigError::NoUrl => Some(
                "set `url` in [database] of migrate.toml, or the environment variable DATABASE_URL, or give --url"
                    .to_owned(),
            ),
            ConfigError::Unreadable { .. } | ConfigError::Syntax { .. } => None,
        }
    }

    fn places(&self) -> Vec<Place> {
        match self {
            ConfigError::Syntax { place, .. }
            | ConfigError::Unknown { place, .. }
            | ConfigError::Value { place, .. }
            | ConfigError::Variable { place, .. } => vec![(**place).clone()],
            ConfigError::Url { place, .. } => place.iter().map(|place| (**place).clone()).collect(),
            _ => Vec::new(),
        }
    }

    fn notes(&self) -> Vec<String> {
        match self {
            ConfigError::Url { from: Some(from), .. } => vec![format!("the URL was given by {from}")],
            _ => Vec::new(),
        }
    }
}
