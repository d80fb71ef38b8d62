//! Scripts put on disk, whole or not at all, and heads rewritten.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rand::Rng;
use sha2::{Digest, Sha256};

use super::ScriptError;
use super::head::{self, Head, KEYS};
use super::sections::lines;
use crate::revision::Graph;
use crate::text::without_byte_order_mark;

/// How many hex digits of a digest are written.
const DIGEST: usize = 16;

/// How the name of a file ends that is being written.
const TEMPORARY: &str = ".tmp";

/// Nobody writes one for that long.
const ABANDONED: Duration = Duration::from_mins(1);

/// A section to be written.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct NewSection {
    /// Whether it runs inside a transaction.
    pub transaction: bool,
    /// How many rows its one statement changes at a time, where it does so in batches.
    pub batch: Option<u32>,
    /// Its SQL.
    pub body: String,
}

/// Replaces a script by a new text, at once: who reads it sees the old or the new one.
///
/// # Errors
/// A file that is not there or cannot be written.
pub fn write_over(path: &Path, text: &str) -> Result<(), ScriptError> {
    // A link stays a link: what it points to is replaced.
    let fault = |error| ScriptError::write(path, &error);
    let real = fs::canonicalize(path).map_err(fault)?;
    let temporary = write_beside(&real, text).map_err(|error| match error {
        // Named as the user would.
        ScriptError::Write { reason, .. } => ScriptError::Write { path: path.to_path_buf(), reason },
        other => other,
    })?;
    let modes = fs::metadata(&real).and_then(|old| fs::set_permissions(&temporary, old.permissions()));
    modes.and_then(|()| fs::rename(&temporary, &real)).map_err(|error| {
        let _ = fs::remove_file(&temporary);
        fault(error)
    })
}

/// Writes a file that is not there yet, whole or not at all.
///
/// # Errors
/// A file that is there already, or cannot be written.
pub fn write_new(path: &Path, text: &str) -> Result<(), ScriptError> {
    let temporary = write_beside(path, text)?;
    // A link fails where the name is taken, a rename would not; some file systems know no links.
    let linked = fs::hard_link(&temporary, path);
    let done = match linked {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        Err(_) if path.symlink_metadata().is_ok() => Err(io::ErrorKind::AlreadyExists.into()),
        Err(_) => fs::rename(&temporary, path),
        Ok(()) => Ok(()),
    };
    // Gone already where it was renamed.
    let _ = fs::remove_file(&temporary);
    match done {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(ScriptError::Exists { path: path.to_path_buf() })
        }
        Err(error) => Err(ScriptError::write(path, &error)),
    }
}

/// Writes a hidden file beside `path`, which no reader takes for a script.
fn write_beside(path: &Path, text: &str) -> Result<PathBuf, ScriptError> {
    remove_abandoned(path.parent().unwrap_or_else(|| Path::new("")));
    let name = format!(".{:016x}{TEMPORARY}", rand::rng().random::<u64>());
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

/// Removes the hidden files that runs have left which were killed while they wrote them.
fn remove_abandoned(folder: &Path) {
    let abandoned = |entry: &fs::DirEntry| {
        let name = entry.file_name();
        let digits = name.to_str().and_then(|name| name.strip_prefix('.')?.strip_suffix(TEMPORARY));
        let ours =
            digits.is_some_and(|digits| digits.len() == 16 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let age = || entry.metadata().and_then(|data| data.modified()).ok().and_then(|time| time.elapsed().ok());
        ours && age().is_some_and(|age| age > ABANDONED)
    };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten().filter(abandoned) {
        let _ = fs::remove_file(entry.path());
    }
}

/// The text of a script with another value of one key of its head; the rest stays byte for byte. A key that is not there
/// yet is put after those that come before it in [`KEYS`].
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
    let place = |word: &str| KEYS.iter().position(|known| *known == word);
    let mut before = None;
    for line in lines(head) {
        let Some((word, _)) = head::key_line(head, &line) else { continue };
        let found = head.get(word.clone()).unwrap_or_default();
        if found == key {
            let (before, rest) = (body.get(..word.end + 1), body.get(line.span.end..));
            return Ok([mark, before.unwrap_or_default(), &spaced, rest.unwrap_or_default()].concat());
        }
        if place(found) < place(key) {
            before = Some(line);
        }
    }
    let Some(line) = before else { return Ok(text.to_owned()) };
    let (before, rest) = (body.get(..line.span.end).unwrap_or_default(), body.get(line.span.end..).unwrap_or_default());
    let ending = if rest.starts_with("\r\n") { "\r\n" } else { "\n" };
    Ok([mark, before, ending, "-- ", key, ":", &spaced, rest].concat())
}

/// The text of a script with all that follows its head taken from another one.
pub fn with_sections_of(text: &str, other: &str) -> String {
    let (body, other) = (without_byte_order_mark(text), without_byte_order_mark(other));
    let head_end = text.len() - body.len() + head::end(body);
    let head = text.get(..head_end).unwrap_or_default();
    [head, other.get(head::end(other)..).unwrap_or_default()].concat()
}

/// A digest of all that follows the head, comments too, blind to the kind of line ends: whether a generated script was
/// edited since is told by it.
pub fn text_digest(text: &str) -> String {
    let text = without_byte_order_mark(text);
    let sections = text.get(head::end(text)..).unwrap_or_default().replace("\r\n", "\n");
    let digest = hex::encode(Sha256::digest(sections.trim_end()));
    digest.get(..DIGEST).unwrap_or(&digest).to_owned()
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
