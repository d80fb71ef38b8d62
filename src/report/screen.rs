//! Where all output goes: results to standard output, the rest to standard error, one JSON document where that is
//! asked for.
//!
//! A reader that goes away (`migrate history | head -1`) is no fault: what it does not read is not written.
//! A result that cannot be written for another reason is one: [`write_error`] says so to the exit status.

use std::io::{self, Write};
use std::sync::OnceLock;

use serde_json::Value;

use super::style::{WARNING, paint, printable};

/// The form of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON document.
    Json,
    /// A report in a form of its own, which the command writes whole ([`Screen::report`]).
    Report,
}

/// What is shown, and how much of it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Screen {
    /// The form of the results.
    pub format: Format,
    /// `-q`: no progress, no notes.
    pub quiet: bool,
    /// `-v`: more of everything.
    pub verbose: bool,
}

impl Screen {
    /// Whether results are JSON.
    pub(crate) fn is_json(self) -> bool {
        self.format == Format::Json
    }

    /// Whether results are for people.
    pub(crate) fn is_text(self) -> bool {
        self.format == Format::Text
    }

    /// The report that was asked for, whole.
    pub(crate) fn report(self, text: &str) {
        if self.format == Format::Report {
            to_stdout(text);
        }
    }

    /// A result in text, with its line end; nothing where results have another form.
    pub(crate) fn result(self, text: &str) {
        if self.is_text() {
            to_stdout(text);
        }
    }

    /// What goes with a result: not for a script that asked for quiet, not beside JSON.
    pub(crate) fn progress(self, text: &str) {
        if !self.quiet {
            self.result(text);
        }
    }

    /// The JSON document; nothing where results are text.
    pub(crate) fn document(self, document: &Value) {
        if self.is_json() {
            to_stdout(&format!("{document:#}\n"));
        }
    }

    /// A remark on standard error that goes with a result in text: JSON says the same by itself.
    pub(crate) fn remark(self, text: &str) {
        if self.is_text() {
            self.note(text);
        }
    }

    /// What happens, on standard error, without its line end.
    pub(crate) fn note(self, text: &str) {
        if !self.quiet {
            to_stderr(&format!("{text}\n"));
        }
    }

    /// A warning on standard error.
    pub(crate) fn warn(self, text: &str) {
        to_stderr(&format!("{}: {}\n", paint(WARNING, "warning"), printable(text)));
    }
}

/// Why a result could not be written, where it was not for want of a reader.
static WRITE_ERROR: OnceLock<io::Error> = OnceLock::new();

/// Why a result is not, or not whole, on standard output (a full disk): the program must not end as if it were there.
pub(crate) fn write_error() -> Option<&'static io::Error> {
    WRITE_ERROR.get()
}

/// Takes note of a result that could not be written. A reader that went away needs no more.
pub(crate) fn record_write_result(outcome: io::Result<()>) {
    if let Err(why) = outcome
        && why.kind() != io::ErrorKind::BrokenPipe
    {
        // The first reason is the one that is said.
        let _ = WRITE_ERROR.set(why);
    }
}

/// Writes and flushes.
fn to_stdout(text: &str) {
    let mut out = anstream::stdout().lock();
    record_write_result(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
}

/// Writes to standard error.
pub(crate) fn to_stderr(text: &str) {
    let mut out = anstream::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
