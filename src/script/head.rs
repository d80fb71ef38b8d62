//! The head of a script: the `-- key: value` lines before its first section.

use std::collections::HashSet;
use std::io::Read;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::ScriptError;
use super::sections::{Line, lines, marker};
use crate::error::Place;
use crate::nearest::did_you_mean;
use crate::revision::{Origin, Revision};
use crate::text::{self, is_utf16, without_byte_order_mark};

/// The keys that a head can have.
pub const KEYS: [&str; 9] = [
    "revision",
    "down_revision",
    "depends_on",
    "branch_labels",
    "replaces",
    "created",
    "generated",
    "message",
    "template",
];

/// How much of a file is read at first: a head is shorter, as a rule.
const FIRST_READ: usize = 4096;

/// The head of one script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// What it says of the revision.
    pub revision: Revision,
    /// Whether the script is a template that the `-x` variables fill in.
    pub template: bool,
    /// Of a generated script: what [`super::text_digest`] said of it when it was written.
    pub generated: Option<String>,
}

impl Head {
    /// Whether a generated script's text is still what was written; None of a script that was not generated.
    pub fn is_as_generated(&self, text: &str) -> Option<bool> {
        self.generated.as_ref().map(|digest| *digest == super::text_digest(text))
    }

    /// Reads the head of a file, and no more of the file than that takes.
    ///
    /// # Errors
    /// A file that cannot be read; what [`Head::parse`] refuses.
    pub fn read(path: &Path) -> Result<Head, ScriptError> {
        let fault = |error| ScriptError::read(path, &error);
        let mut file = text::open(path).map_err(fault)?;
        let mut bytes = Vec::with_capacity(FIRST_READ);
        let mut wanted = FIRST_READ as u64;
        loop {
            let got = (&mut file).take(wanted).read_to_end(&mut bytes).map_err(fault)?;
            let whole = (got as u64) < wanted;
            // A file of NUL bytes has no line to wait for.
            if let Some(nul) = bytes.iter().position(|byte| *byte == 0).filter(|_| !is_utf16(&bytes))
                && let Ok(text) = std::str::from_utf8(bytes.get(..=nul).unwrap_or_default())
            {
                return Err(ScriptError::nul(path, text.to_owned(), nul..nul + 1));
            }
            // A line that was cut by the read is looked at when it is there whole.
            let seen =
                if whole { bytes.len() } else { bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1) };
            let text = match std::str::from_utf8(bytes.get(..seen).unwrap_or_default()) {
                Ok(text) => text,
                Err(error) => {
                    std::str::from_utf8(bytes.get(..error.valid_up_to()).unwrap_or_default()).unwrap_or_default()
                }
            };
            let text_ = without_byte_order_mark(text);
            if end(text_) < text_.len() || (whole && text.len() == seen) {
                return Head::parse(path, text_);
            }
            if text.len() < seen {
                return Err(ScriptError::not_utf8(path, &bytes));
            }
            wanted = (bytes.len() as u64).max(FIRST_READ as u64);
        }
    }

    /// Reads the head from the text of a script, or from its start; there is no byte-order mark.
    ///
    /// # Errors
    /// No `revision`; a key that is unknown or stands twice; a value that is none of its key.
    pub fn parse(path: &Path, text: &str) -> Result<Head, ScriptError> {
        let text = text.get(..end(text)).unwrap_or(text);
        let head: Arc<str> = text.into();
        let place = |span: Range<usize>, label: &str| {
            Box::new(Place { path: path.to_path_buf(), text: head.clone(), span, label: label.to_owned() })
        };
        let mut values: Vec<(&'static str, Range<usize>)> = Vec::new();
        let mut keys: Vec<Range<usize>> = Vec::new();
        for line in lines(text) {
            let Some((key, value)) = key_line(text, &line) else { continue };
            let word = text.get(key.clone()).unwrap_or_default();
            let Some(known) = KEYS.iter().find(|known| **known == word) else {
                let hint = did_you_mean(word, KEYS);
                return Err(ScriptError::UnknownKey { key: word.to_owned(), hint, place: place(key, "unknown") });
            };
            if let Some(at) = values.iter().position(|(seen, _)| seen == known) {
                let first = keys.get(at).cloned().unwrap_or_default();
                let (first, again) = (place(first, "first here"), place(key, "here again"));
                return Err(ScriptError::DuplicateKey { key: known, place: again, first });
            }
            keys.push(key);
            values.push((known, value));
        }
        let span = |key: &str| values.iter().find(|(known, _)| *known == key).map(|(_, span)| span.clone());
        let value = |key: &str| span(key).and_then(|span| text.get(span)).unwrap_or_default();
        let bad = |key: &'static str, why: String| {
            let at = values.iter().position(|(known, _)| *known == key);
            let empty_at = at.and_then(|at| keys.get(at).cloned()).unwrap_or_default();
            let span = span(key).filter(|span| !span.is_empty()).unwrap_or(empty_at);
            ScriptError::BadValue { key, why, place: place(span, "") }
        };
        let list = |key: &'static str| -> Result<Vec<String>, ScriptError> {
            let text = value(key);
            if text.eq_ignore_ascii_case("none") {
                return Ok(Vec::new());
            }
            let mut names: Vec<String> = Vec::new();
            let mut seen = HashSet::new();
            for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
                if name.contains(char::is_whitespace) {
                    return Err(bad(key, format!("`{name}`; several are separated by commas")));
                }
                if !seen.insert(name) {
                    return Err(bad(key, format!("`{name}` stands twice")));
                }
                names.push(name.to_owned());
            }
            Ok(names)
        };
        if span("revision").is_none() {
            let first = lines(text).next().map_or(0..0, |line| line.span);
            let place = (!first.is_empty()).then(|| place(first, "the head belongs here"));
            return Err(ScriptError::NoHead { path: path.to_path_buf(), place });
        }
        if value("revision").is_empty() {
            return Err(bad("revision", "an id is expected".into()));
        }
        let created = Some(value("created")).filter(|text| !text.is_empty()).map(str::to_owned);
        if created.as_deref().is_some_and(|text| crate::revision::instant(text).is_none()) {
            return Err(bad("created", "a time is expected, as in 2026-11-20T15:30:00Z".into()));
        }
        let template = match value("template").to_ascii_lowercase().as_str() {
            "on" | "true" | "yes" => true,
            "" | "off" | "false" | "no" => false,
            _ => return Err(bad("template", "`on` or `off` is expected".into())),
        };
        let revision = Revision {
            id: value("revision").to_owned(),
            down: list("down_revision")?,
            depends_on: list("depends_on")?,
            labels: list("branch_labels")?,
            replaces: list("replaces")?,
            message: value("message").to_owned(),
            created,
            origin: None,
        };
        let generated = Some(value("generated")).filter(|text| !text.is_empty()).map(str::to_owned);
        let origin = Origin { path: path.to_path_buf(), head: head.clone(), values };
        Ok(Head { revision: Revision { origin: Some(Arc::new(origin)), ..revision }, template, generated })
    }
}

/// Where the head ends: at the first section, or at the first line that is neither empty nor a comment.
pub(super) fn end(text: &str) -> usize {
    let over = |line: &Line| {
        let content = text.get(line.span.clone()).unwrap_or_default().trim();
        !content.is_empty() && (!content.starts_with("--") || marker(content).is_some())
    };
    lines(text).find(over).map_or(text.len(), |line| line.span.start)
}

/// The spans of key and value of a line `-- key: value`. A word followed by a colon and something else than white space
/// (`-- http://…`) is a comment, unless the word is a key.
pub(super) fn key_line(text: &str, line: &Line) -> Option<(Range<usize>, Range<usize>)> {
    let whole = text.get(line.span.clone())?;
    let content = whole.trim_start().strip_prefix("--")?.trim_start();
    let (word, rest) = content.split_once(':')?;
    let is_word = !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    if !is_word || !(KEYS.contains(&word) || rest.is_empty() || rest.starts_with(char::is_whitespace)) {
        return None;
    }
    let start = line.span.start + (whole.len() - content.len());
    let value = rest.trim();
    let value_start = start + word.len() + 1 + (rest.len() - rest.trim_start().len()).min(rest.len());
    Some((start..start + word.len(), value_start..value_start + value.len()))
}
