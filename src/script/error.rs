//! What can be wrong with a script on disk.

use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::{Fault, Place};
use crate::revision::Direction;
use crate::sql::SplitError;
use crate::text::{NUL_HELP, is_utf16};

/// A script cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ScriptError {
    /// A folder of scripts that is not there.
    #[error("the folder of the revision scripts is missing: {}", path.display())]
    FolderMissing {
        /// The folder.
        path: PathBuf,
    },
    /// A file or folder that cannot be read.
    #[error("can't read {}: {reason}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// A symbolic link that leads out of the folders of scripts.
    #[error("{} is a link to {}, which is in none of the folders of revision scripts", path.display(), target.display())]
    LinkOutside {
        /// The link.
        path: PathBuf,
        /// Its end.
        target: PathBuf,
    },
    /// A file that cannot be written.
    #[error("can't write {}: {reason}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// A file that is there already.
    #[error("{} exists already", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A file that is no UTF-8 text.
    #[error("{} is not UTF-8 text{}", path.display(), if *.utf16 { ": it is UTF-16" } else { "" })]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// Whether it starts with the mark of UTF-16.
        utf16: bool,
    },
    /// A NUL byte, which no database takes.
    #[error("{} holds a NUL byte, which no database takes", place.path.display())]
    Nul {
        /// Where it stands.
        place: Box<Place>,
    },
    /// A `.sql` file without a head.
    #[error("{} is not a revision script: it has no `-- revision:` line at its top", path.display())]
    NoHead {
        /// The file.
        path: PathBuf,
        /// Where the head should be.
        place: Option<Box<Place>>,
    },
    /// A key of the head that is none.
    #[error("unknown key `{key}` in the head of {}", place.path.display())]
    UnknownKey {
        /// The key.
        key: String,
        /// What may have been meant.
        hint: Option<String>,
        /// Where it stands.
        place: Box<Place>,
    },
    /// A key of the head that stands twice.
    #[error("`{key}` appears twice in the head of {}", place.path.display())]
    DuplicateKey {
        /// The key.
        key: &'static str,
        /// The second.
        place: Box<Place>,
        /// The first.
        first: Box<Place>,
    },
    /// A value in the head that cannot be.
    #[error("bad value of `{key}` in the head of {}: {why}", place.path.display())]
    BadValue {
        /// The key.
        key: &'static str,
        /// What was expected.
        why: String,
        /// Where it stands.
        place: Box<Place>,
    },
    /// A script without a section.
    #[error("{} has no `-- migrate:upgrade` line", path.display())]
    NoMarkers {
        /// The file.
        path: PathBuf,
        /// Where one is expected.
        place: Option<Box<Place>>,
    },
    /// SQL before the first section.
    #[error("{} has SQL before its first section", place.path.display())]
    BeforeSections {
        /// Where it stands.
        place: Box<Place>,
    },
    /// `-- migrate:` with a word that is none.
    #[error("unknown section `migrate:{word}` in {}", place.path.display())]
    UnknownSection {
        /// The word.
        word: String,
        /// What may have been meant.
        hint: Option<String>,
        /// Where it stands.
        place: Box<Place>,
    },
    /// An option of a section that is none.
    #[error("{why} in {}", place.path.display())]
    BadOption {
        /// What is wrong.
        why: String,
        /// What to write.
        hint: String,
        /// Where it stands.
        place: Box<Place>,
    },
    /// A section that is needed and not there.
    #[error("revision {revision} has no `-- migrate:{}` section: {}", direction.word(), path.display())]
    NoSection {
        /// The file.
        path: PathBuf,
        /// The revision.
        revision: String,
        /// Which section.
        direction: Direction,
    },
    /// SQL that cannot be taken apart.
    #[error("{error}")]
    Split {
        /// What is wrong, its span and line those of the script.
        error: SplitError,
        /// Where.
        place: Box<Place>,
    },
    /// A template that cannot be rendered.
    #[error("{} can't be rendered: {reason}", path.display())]
    Template {
        /// The file.
        path: PathBuf,
        /// What the template engine says.
        reason: String,
        /// Where.
        place: Option<Box<Place>>,
        /// What to do.
        help: &'static str,
    },
    /// A script with `template: on`, in a program that renders none.
    #[error("{} is a template, and this program was built without templates", path.display())]
    NoTemplates {
        /// The file.
        path: PathBuf,
        /// Where the head says so.
        place: Option<Box<Place>>,
    },
    /// A template of the user's that makes another script than was asked for.
    #[error("the template {} gives a script whose {what}", path.display())]
    TemplateResult {
        /// The template.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// A hook that failed on a new script.
    #[error("the hook `{command}` {why}")]
    Hook {
        /// The command as it was run.
        command: String,
        /// How it failed.
        why: String,
        /// The script, which is written.
        script: PathBuf,
        /// The last lines that it printed.
        output: Vec<String>,
    },
    /// A file name that is no name below the folder.
    #[error("`{name}` from `file_template` is no file name below the folder of the scripts")]
    FileName {
        /// The name.
        name: String,
    },
}

impl ScriptError {
    pub(super) fn read(path: &Path, error: &io::Error) -> ScriptError {
        ScriptError::Read { path: path.to_path_buf(), reason: reason(error) }
    }

    pub(super) fn write(path: &Path, error: &io::Error) -> ScriptError {
        ScriptError::Write { path: path.to_path_buf(), reason: reason(error) }
    }

    pub(super) fn not_utf8(path: &Path, bytes: &[u8]) -> ScriptError {
        ScriptError::NotUtf8 { path: path.to_path_buf(), utf16: is_utf16(bytes) }
    }

    pub(super) fn nul(path: &Path, text: String, span: Range<usize>) -> ScriptError {
        let place = Place { path: path.to_path_buf(), text: text.into(), span, label: "here".to_owned() };
        ScriptError::Nul { place: Box::new(place) }
    }

    /// `error` has span and line of the whole text.
    pub(super) fn split(path: &Path, text: &Arc<str>, error: SplitError) -> ScriptError {
        ScriptError::Split { place: Box::new(error.place(path.to_path_buf(), text.clone(), 0)), error }
    }

    /// A tera error, drawn where it says it is.
    #[cfg(feature = "templates")]
    pub(super) fn template(path: &Path, text: &Arc<str>, error: &tera::Error, help: &'static str) -> ScriptError {
        let (reason, place) = match error.kind() {
            tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
                let span = report.span().range.clone();
                let label = String::new();
                let place = Place { path: path.to_path_buf(), text: text.clone(), span, label };
                (report.message().to_owned(), Some(Box::new(place)))
            }
            kind => (kind.to_string(), None),
        };
        ScriptError::Template { path: path.to_path_buf(), reason, place, help }
    }
}

/// The system's words without its number.
pub(super) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split_once(" (os error").map_or(text.clone(), |(words, _)| words.to_lowercase())
}

impl Fault for ScriptError {
    fn code(&self) -> &'static str {
        match self {
            ScriptError::FolderMissing { .. } => "versions-missing",
            ScriptError::Read { .. } => "script-unreadable",
            ScriptError::LinkOutside { .. } => "script-link-outside",
            ScriptError::Write { .. } => "script-unwritable",
            ScriptError::Exists { .. } => "script-exists",
            ScriptError::NotUtf8 { .. } => "script-not-utf8",
            ScriptError::Nul { .. } => "nul-byte",
            ScriptError::NoHead { .. } => "script-without-head",
            ScriptError::UnknownKey { .. } => "script-unknown-key",
            ScriptError::DuplicateKey { .. } => "script-duplicate-key",
            ScriptError::BadValue { .. } => "script-bad-value",
            ScriptError::NoMarkers { .. } | ScriptError::BeforeSections { .. } => "script-without-section",
            ScriptError::UnknownSection { .. } => "script-unknown-section",
            ScriptError::BadOption { .. } => "script-bad-option",
            ScriptError::NoSection { .. } => "script-no-section",
            ScriptError::Split { error, .. } => error.code(),
            ScriptError::Template { .. } => "template-failed",
            ScriptError::NoTemplates { .. } => "templates-not-built",
            ScriptError::TemplateResult { .. } => "template-wrong",
            ScriptError::Hook { .. } => "hook-failed",
            ScriptError::FileName { .. } => "bad-file-name",
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            ScriptError::FolderMissing { .. } => {
                "make the folder (a new project gets it from `migrate init`); or name another by `[migrations] dir` in \
                 migrate.toml, or by --dir"
                    .into()
            }
            ScriptError::Read { .. } | ScriptError::Write { .. } => return None,
            ScriptError::LinkOutside { .. } => {
                "put the file there itself, or name its folder in `version_paths` under [migrations]".into()
            }
            ScriptError::Exists { .. } => "give another id, message or `file_template`, or remove the file".into(),
            ScriptError::NotUtf8 { .. } => "save it as UTF-8".into(),
            ScriptError::Nul { .. } => NUL_HELP.into(),
            ScriptError::NoHead { .. } => {
                "a revision script starts with lines like `-- revision: 3f2a9c81d4e7`; other .sql files have to be elsewhere"
                    .into()
            }
            ScriptError::UnknownKey { hint, .. } => hint.clone().unwrap_or_else(|| {
                format!("the head has {}; a remark is written without a colon after its first word", super::KEYS.join(", "))
            }),
            ScriptError::DuplicateKey { .. } => "write it once; several values are separated by commas".into(),
            ScriptError::BadValue { .. } => return None,
            ScriptError::NoMarkers { .. } => {
                "write `-- migrate:upgrade` on a line of its own before the SQL, and `-- migrate:downgrade` before what undoes it"
                    .into()
            }
            ScriptError::BeforeSections { .. } => "write `-- migrate:upgrade` on a line of its own before it".into(),
            ScriptError::UnknownSection { hint, .. } => {
                hint.clone().unwrap_or_else(|| "a section is `-- migrate:upgrade` or `-- migrate:downgrade`".into())
            }
            ScriptError::BadOption { hint, .. } => hint.clone(),
            ScriptError::NoSection { direction: Direction::Downgrade, .. } => {
                "write one; an empty section says that there is nothing to undo".into()
            }
            ScriptError::NoSection { .. } => "write one".into(),
            ScriptError::Split { error, .. } => return error.help(),
            ScriptError::Template { help, .. } => (*help).into(),
            ScriptError::NoTemplates { .. } => {
                "build it with the feature `templates` of the crate `migrate`, or write the script without `template: on`".into()
            }
            ScriptError::TemplateResult { .. } => {
                "`migrate init` in another folder writes a template that works, with every variable explained".into()
            }
            ScriptError::Hook { script, .. } => format!("the script is written: {}", script.display()),
            ScriptError::FileName { .. } => "see `file_template` in migrate.toml".into(),
        })
    }

    fn places(&self) -> Vec<Place> {
        match self {
            ScriptError::UnknownKey { place, .. }
            | ScriptError::BadValue { place, .. }
            | ScriptError::BeforeSections { place }
            | ScriptError::Nul { place }
            | ScriptError::UnknownSection { place, .. }
            | ScriptError::BadOption { place, .. }
            | ScriptError::Split { place, .. } => vec![(**place).clone()],
            ScriptError::DuplicateKey { place, first, .. } => vec![(**place).clone(), (**first).clone()],
            ScriptError::NoHead { place, .. }
            | ScriptError::NoMarkers { place, .. }
            | ScriptError::Template { place, .. }
            | ScriptError::NoTemplates { place, .. } => place.iter().map(|place| (**place).clone()).collect(),
            _ => Vec::new(),
        }
    }

    fn notes(&self) -> Vec<String> {
        match self {
            ScriptError::Hook { output, .. } => output.clone(),
            _ => Vec::new(),
        }
    }
}
