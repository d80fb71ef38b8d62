//! Revision scripts: the files of the chain, read and written.
//!
//! ```text
//! folders ─► read_heads ─► [Revision] (the first lines of each file) ─► revision::Graph
//! one path ─► Script::load ─► sections ─► statements, checksum
//! NewScript ─► render (script.sql.tera) ─► write (feature `templates`)
//! ```
//!
//! A script is plain SQL with a head of `-- key: value` lines and `-- migrate:upgrade`, `-- migrate:downgrade` lines that start
//! its sections. The head is read without the rest of the file, so thousands of scripts, or large ones, cost little
//! until one is run. A byte-order mark and CRLF change nothing.

mod changes;
mod checksum;
#[cfg(feature = "cli")]
mod editor;
mod error;
mod folder;
mod head;
#[cfg(feature = "cli")]
mod hooks;
#[cfg(feature = "templates")]
mod new_script;
mod render;
mod sections;
mod squashed;
mod variables;
mod write;

#[cfg(test)]
#[cfg(feature = "cli")]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::revision::{Direction, Revision};
use crate::sql::{SplitError, Statement, Syntax, split};
use crate::text::{self, TextFault, without_byte_order_mark};

pub use changes::{StatementChange, changes};
#[cfg(feature = "cli")]
pub use editor::{Editor, EditorError};
pub use error::ScriptError;
pub use folder::read_heads;
pub use head::{Head, KEYS};
#[cfg(feature = "cli")]
pub use hooks::run_hooks;
#[cfg(feature = "templates")]
pub use new_script::{DEFAULT_TEMPLATE, NewScript, ScriptLocation};
use sections::Sections;
pub use sections::{Batch, Section};
pub use squashed::{KEPT_IN, kept_names, remove_abandoned, take_replaced};
pub use variables::Variables;
pub use write::{NewSection, new_id, set_head, slug, text_digest, with_sections_of, write_new, write_over};

/// The text of a script as it stands on disk, a byte-order mark included.
///
/// # Errors
/// A file that cannot be read, or is no UTF-8 text.
pub fn read_text(path: &Path) -> Result<String, ScriptError> {
    let bytes = text::read(path).map_err(|error| ScriptError::read(path, &error))?;
    text::decoded(bytes).map_err(|fault| match fault {
        TextFault::NotUtf8 { utf16, .. } => ScriptError::NotUtf8 { path: path.to_path_buf(), utf16 },
        TextFault::Nul { text, span } => ScriptError::nul(path, text, span),
    })
}

fn refuse_nul(path: &Path, text: &str) -> Result<(), ScriptError> {
    text::nul_in(text).map_or(Ok(()), |span| Err(ScriptError::nul(path, text.to_owned(), span)))
}

/// [`Script::checksum`] of a script by its text on disk, which has no byte-order mark; a template is not rendered.
///
/// # Errors
/// A head or sections that cannot be read; a NUL byte.
pub fn checksum_of_text(path: &Path, text: &Arc<str>, syntax: Syntax) -> Result<String, ScriptError> {
    if Head::parse(path, text)?.template {
        return Ok(checksum::of_template(path, syntax, text));
    }
    Ok(checksum::of_sections(syntax, text, &sections::read(path, text, head::end(text), syntax)?.sections))
}

/// A revision script, read whole.
#[derive(Debug, Clone)]
pub struct Script {
    /// What its head says.
    pub revision: Revision,
    /// The file, as the user would name it.
    pub path: PathBuf,
    /// The text that is run: without a byte-order mark, rendered where the head says `template: on`.
    pub text: Arc<str>,
    /// Its sections, in the order of the file.
    pub sections: Vec<Section>,
    /// The text on disk, where it was rendered.
    source: Option<Arc<str>>,
    /// What is opened in the last section and never closed, if anything is: sections behind it cannot be told.
    fault: Option<Box<SplitError>>,
}

impl Script {
    /// Whether `revision --autogenerate` wrote it, and nobody has changed it since.
    pub fn is_as_generated(&self) -> bool {
        Head::parse(&self.path, &self.text).is_ok_and(|head| head.is_as_generated(&self.text) == Some(true))
    }

    /// Reads a script. `variables` are those of `-x`, for one with `template: on` in its head.
    ///
    /// # Errors
    /// A file that cannot be read; what [`Script::parse`] refuses.
    pub fn load(path: &Path, variables: &Variables, syntax: Syntax) -> Result<Script, ScriptError> {
        Script::parse(path, &read_text(path)?, variables, syntax)
    }

    /// Reads a script from its text; `path` is only for messages.
    ///
    /// # Errors
    /// A head or sections that cannot be read; a template that cannot be rendered; a NUL byte, also in what was rendered.
    pub fn parse(path: &Path, text: &str, variables: &Variables, syntax: Syntax) -> Result<Script, ScriptError> {
        let source: Arc<str> = without_byte_order_mark(text).into();
        refuse_nul(path, &source)?;
        let Head { revision, template, .. } = Head::parse(path, &source)?;
        let text =
            if template { render::render_script(&revision, path, &source, variables)?.into() } else { source.clone() };
        refuse_nul(path, &text)?;
        // What a template makes of the head is not read: the head is known without rendering.
        let start = head::end(&text);
        let Sections { sections, fault } = sections::read(path, &text, start, syntax)?;
        let path = path.to_path_buf();
        Ok(Script { revision, path, sections, source: template.then_some(source), fault: fault.map(Box::new), text })
    }

    /// The sections that a step runs, in order.
    ///
    /// A script without a downgrade section cannot be undone; an empty section says that there is nothing to undo.
    ///
    /// # Errors
    /// [`ScriptError::NoSection`]; something that is never closed, where the section may stand behind it.
    pub fn sections_for(&self, direction: Direction) -> Result<Vec<&Section>, ScriptError> {
        let found: Vec<&Section> = self.sections.iter().filter(|section| section.direction == direction).collect();
        if found.is_empty() {
            if let Some(fault) = &self.fault {
                return Err(ScriptError::split(&self.path, &self.text, (**fault).clone()));
            }
            return Err(ScriptError::NoSection {
                path: self.path.clone(),
                revision: self.revision.id.clone(),
                direction,
            });
        }
        Ok(found)
    }

    /// The statements of a section, their spans and lines those of [`Script::text`].
    ///
    /// # Errors
    /// SQL that cannot be split into statements.
    pub fn statements(&self, section: &Section, syntax: Syntax) -> Result<Vec<Statement>, ScriptError> {
        let (start, before) = (section.span.start, section.line - 1);
        let mut statements = split(syntax, self.body(section)).map_err(|error| {
            let span = error.span.start + start..error.span.end + start;
            ScriptError::split(&self.path, &self.text, SplitError { span, line: error.line + before, ..error })
        })?;
        for statement in &mut statements {
            statement.span = statement.span.start + start..statement.span.end + start;
            statement.line += before;
        }
        Ok(statements)
    }

    /// The SQL of a section.
    pub fn body(&self, section: &Section) -> &str {
        self.text.get(section.span.clone()).unwrap_or_default()
    }

    /// The text as it stands on disk, without a byte-order mark.
    pub fn on_disk(&self) -> &Arc<str> {
        self.source.as_ref().unwrap_or(&self.text)
    }

    /// SHA-256, in hex, of what the script does: its statements, their direction and the options of their sections.
    ///
    /// Blind to the head (a rebase rewrites it), to comments, line ends, a byte-order mark and white space outside of
    /// strings. Of a template its own text counts, not what the variables of one run made of it.
    pub fn checksum(&self, syntax: Syntax) -> String {
        match &self.source {
            None => checksum::of_sections(syntax, &self.text, &self.sections),
            Some(source) => checksum::of_template(&self.path, syntax, source),
        }
    }
}
