//! What can go wrong, as data.
//!
//! Each module has an error enum of its own and says, through [`Fault`], the stable code, the message, what to do
//! next and the place in a file. [`Error`] carries any of them to the one place that prints it and exits.

use std::fmt;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// A place in a file that a fault is drawn at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file as the user would name it.
    pub path: PathBuf,
    /// The whole text of the file.
    pub text: Arc<str>,
    /// Byte range in `text`.
    pub span: Range<usize>,
    /// What is written beside the marked text.
    pub label: String,
}

/// A fault: what a user, a script and a test can tell apart.
///
/// `Display` is the message: one sentence, no trailing full stop, no secret.
pub trait Fault: std::error::Error + Send + Sync + 'static {
    /// The stable code, kebab-case, that `--format json` prints.
    fn code(&self) -> &'static str;
    /// What to do next.
    fn help(&self) -> Option<String> {
        None
    }
    /// Where in which files the fault lies, the main place first.
    fn places(&self) -> Vec<Place> {
        Vec::new()
    }
    /// Further facts, a line each (a server's detail and hint, what was applied before).
    fn notes(&self) -> Vec<String> {
        Vec::new()
    }
    /// The exit status, by the contract of the command line.
    fn status(&self) -> u8 {
        2
    }
}

/// Any fault of the program.
pub struct Error(Box<dyn Fault>);

/// A result whose failure is any fault of the program.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// The fault inside.
    pub fn fault(&self) -> &dyn Fault {
        &*self.0
    }
    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.0.code()
    }
}

impl<F: Fault> From<F> for Error {
    fn from(fault: F) -> Self {
        Error(Box::new(fault))
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.code(), self.0)?;
        for note in self.0.notes() {
            write!(f, "\n  {note}")?;
        }
        Ok(())
    }
}
