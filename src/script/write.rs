//! Scripts put on disk, whole or not at all, and heads rewritten.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use rand::Rng;

use super::ScriptError;
use super::head::{self, Head, KEYS};
use super::sections::lines;
use crate::revision::Graph;
use crate::text::without_byte_order_mark;

/// A section to be written.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct NewSection {
    /// Whether it runs inside a transaction.
    pub transaction: bool,
    /// Its SQL.
    pub body: String,
}

/// Replaces a script by a new text, at once: who reads it sees the old or the new one.
///
/// # Errors
/// A file that is not there or cannot be written.
pub fn write_over(path: &Path, text: &str) -> Result<(), ScriptError> {
    // A link stays a link: what it points to is replaced.
    let path = fs::canonicalize(path).map_err(|error| ScriptError::write(path, &error))?;
    let temporary = write_beside(&path, text)?;
    let modes = fs::metadata(&path).and_then(|old| fs::set_permissions(&temporary, old.permissions()));
    modes.and_then(|()| fs::rename(&temporary, &path)).map_err(|error| {
        let _ = fs::remove_file(&temporary);
        ScriptError::write(&path, &error)
    })
}

/// Writes a hidden file beside `path`, which no reader takes for a script.
pub(super) fn write_beside(path: &Path, text: &str) -> Result<PathBuf, ScriptError> {
    let name = format!(".{:016x}.tmp", rand::rng().random::<u64>());
    let temporary = path.with_file_name(name);
    let written = fs::File::create_new(&temporary).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    match written {
        Ok(()) => Ok(temporary),
        Err(error) => {
            let _ = fs::remove_file(&temporary);
            Err(ScriptError::write(path, &error))
        }
    }
}

/// The text of a script with another value of one key of its head; the rest stays byte for byte. A key that is not there
/// yet is put after `revision`.
///
/// # Errors
/// A head that cannot be read.
pub fn set_head(path: &Path, text: &str, key: &'static str, value: &str) -> Result<String, ScriptError> {
    let body = without_byte_order_mark(text);
    let (mark, _) = text.split_at(text.len() - body.len());
    Head::parse(path, body)?;
    debug_assert!(KEYS.contains(&key));
    let head = body.get(..head::end(body)).unwrap_or(body);
    let value = one_line(value);
    let spaced = if value.is_empty() { String::new() } else { format!(" {value}") };
    let mut after_revision = None;
    for line in lines(head) {
        let Some((word, _)) = head::key_line(head, &line) else { continue };
        let found = head.get(word.clone()).unwrap_or_default();
        if found == key {
            let (before, rest) = (body.get(..word.end + 1), body.get(line.span.end..));
            return Ok([mark, before.unwrap_or_default(), &spaced, rest.unwrap_or_default()].concat());
        }
        if found == "revision" {
            after_revision = Some(line);
        }
    }
    let Some(line) = after_revision else { return Ok(text.to_owned()) };
    let (before, rest) = (body.get(..line.span.end).unwrap_or_default(), body.get(line.span.end..).unwrap_or_default());
    let ending = if rest.starts_with("\r\n") { "\r\n" } else { "\n" };
    Ok([mark, before, ending, "-- ", key, ":", &spaced, rest].concat())
}

/// A new id: 12 random hex digits that no revision has.
pub fn new_id(graph: &Graph) -> String {
    loop {
        let id = format!("{:012x}", rand::rng().random::<u64>() >> 16);
        if graph.index(&id).is_none() && graph.replacement(&id).is_none() {
            return id;
        }
    }
}

/// The message as part of a file name: its words in lower case, joined by `_`, not longer than `longest` characters, cut
/// between two words where that can be.
pub fn slug(message: &str, longest: usize) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let words: Vec<&str> = message.split(|c| !is_word(c)).filter(|word| !word.is_empty()).collect();
    let slug = words.join("_").to_lowercase();
    let Some((end, next)) = slug.char_indices().nth(longest) else { return slug };
    let cut = slug.get(..end).unwrap_or_default();
    let cut = match cut.rsplit_once('_') {
        Some((words, _)) if next != '_' => words,
        _ => cut,
    };
    cut.trim_end_matches('_').to_owned()
}

/// One line: what would end a line, or not show, becomes a space.
pub(super) fn one_line(text: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    let text: String = text.chars().map(|c| if breaks(c) { ' ' } else { c }).collect();
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
