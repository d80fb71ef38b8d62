//! The sections of a script: what stands between its `-- migrate:upgrade` and `-- migrate:downgrade` lines.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::ScriptError;
use crate::error::Place;
use crate::nearest::nearest;
use crate::revision::Direction;
#[cfg(feature = "templates")]
use crate::sql::WHOLE;
use crate::sql::{self, SplitError, Syntax};

/// One section of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// When it is run.
    pub direction: Direction,
    /// Whether its statements run inside a transaction.
    pub transaction: bool,
    /// How its one statement changes its rows in batches, where it does.
    pub batch: Option<Batch>,
    /// Its SQL, in bytes of the script's text: from the line after the marker to the next marker.
    pub span: Range<usize>,
    /// The line that it starts on, from 1.
    pub line: usize,
}

/// How many rows a statement changes at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Batch {
    /// Rows that are looked at in one transaction.
    pub rows: u32,
    /// The pause between two of them.
    pub pause: Duration,
}

/// Words after `migrate:` that are directives within a section.
const DIRECTIVES: [&str; 2] = ["allow", "whole"];

/// A line of a text, without its end.
pub(super) struct Line {
    pub span: Range<usize>,
    /// Where the next line starts.
    pub next: usize,
    /// From 1.
    pub number: usize,
}

pub(super) fn lines(text: &str) -> impl Iterator<Item = Line> + '_ {
    let (mut at, mut number) = (0, 0);
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let (length, next) = rest.find('\n').map_or((rest.len(), rest.len()), |end| (end, end + 1));
        let line = rest.get(..length).unwrap_or_default();
        let line = line.strip_suffix('\r').unwrap_or(line);
        number += 1;
        let found = Line { span: at..at + line.len(), next: at + next, number };
        at += next;
        Some(found)
    })
}

/// What follows `migrate:` in a marker: the word and the rest of the line. A space before the word is forgiven where the
/// word is that of a section; else the line is a comment.
pub(super) fn marker(line: &str) -> Option<(&str, &str)> {
    let content = line.trim().strip_prefix("--")?.trim_start().strip_prefix("migrate:")?;
    let body = content.trim_start();
    let word = body.split(char::is_whitespace).next().unwrap_or_default();
    let rest = body.get(word.len()..).unwrap_or_default();
    let spaced = body.len() < content.len();
    match word {
        "upgrade" | "downgrade" => Some((word, rest)),
        _ if spaced || word.is_empty() || DIRECTIVES.contains(&word) => None,
        _ => Some((word, rest)),
    }
}

/// The sections of a script, and what keeps the text behind them from being read.
pub(super) struct Sections {
    pub sections: Vec<Section>,
    /// Something is opened and never closed, in the last of the sections: a marker behind it is none. Span and line are
    /// those of the whole text.
    pub fault: Option<SplitError>,
}

/// Reads the sections of a script whose head ends at `start`.
///
/// A marker is a comment to the lexer: what looks like one in a string, a quoted name, a block comment or a body is none.
pub(super) fn read(path: &Path, text: &Arc<str>, start: usize, syntax: Syntax) -> Result<Sections, ScriptError> {
    let body = text.get(start..).unwrap_or_default();
    let (dividers, fault) = sql::dividers(syntax, body, &|comment| marker(comment).is_some());
    let mut markers = Vec::with_capacity(dividers.len());
    let (mut counted, mut number) = (0, 1);
    for divider in dividers {
        let at = start + divider.span.start;
        let line_start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        number += text.get(counted..line_start).map_or(0, |between| between.matches('\n').count());
        counted = line_start;
        let rest = text.get(line_start..).unwrap_or_default();
        markers.extend(lines(rest).next().map(|line| Line {
            // From the comment on: a byte-order mark may stand before it.
            span: at..line_start + line.span.end,
            next: line_start + line.next,
            number,
        }));
    }
    let fault = fault.map(|fault| SplitError {
        span: fault.span.start + start..fault.span.end + start,
        line: fault.line + text.get(..start).map_or(0, |head| head.matches('\n').count()),
        ..fault
    });
    Ok(Sections { sections: of_markers(path, text, start, markers, fault.as_ref())?, fault })
}

/// The same of a template as it stands on disk, which is no SQL: each line that looks like a marker is one.
pub(super) fn of_lines(path: &Path, text: &Arc<str>, start: usize) -> Result<Vec<Section>, ScriptError> {
    let is_marker =
        |line: &Line| line.span.start >= start && marker(text.get(line.span.clone()).unwrap_or_default()).is_some();
    of_markers(path, text, start, lines(text).filter(is_marker).collect(), None)
}

fn of_markers(
    path: &Path,
    text: &Arc<str>,
    start: usize,
    markers: Vec<Line>,
    fault: Option<&SplitError>,
) -> Result<Vec<Section>, ScriptError> {
    let place = |span: Range<usize>, label: &str| {
        Box::new(Place { path: path.to_path_buf(), text: text.clone(), span, label: label.to_owned() })
    };
    // The head ends at the first marker or at the first line that is no comment.
    let first = lines(text.get(start..).unwrap_or_default()).next();
    if let Some(line) = first
        && marker(text.get(start..start + line.span.end).unwrap_or_default()).is_none()
    {
        let has_section = lines(text).any(|line| marker(text.get(line.span).unwrap_or_default()).is_some());
        let place = place(start..start + line.span.end, "before any section");
        return Err(if has_section {
            ScriptError::BeforeSections { place }
        } else {
            ScriptError::NoMarkers { path: path.to_path_buf(), place: Some(place) }
        });
    }
    let mut sections: Vec<Section> = Vec::new();
    for line in markers {
        let content = text.get(line.span.clone()).unwrap_or_default();
        let Some((word, options)) = marker(content) else { continue };
        let direction = match word {
            "upgrade" => Direction::Upgrade,
            "downgrade" => Direction::Downgrade,
            _ => {
                let at = line.span.start + content.find(word).unwrap_or_default();
                let hint = nearest(word, ["upgrade", "downgrade", "allow", "whole"])
                    .map(|near| format!("did you mean `-- migrate:{near}`?"));
                let place = place(at..at + word.len(), "unknown");
                return Err(ScriptError::UnknownSection { word: word.to_owned(), hint, place });
            }
        };
        let (transaction, batch) = options_of(content, options, |span, label| {
            place(line.span.start + span.start..line.span.start + span.end, label)
        })?;
        if let Some(before) = sections.last_mut() {
            // Up to the start of the line.
            let end = text.get(..line.span.start).and_then(|before| before.rfind('\n'));
            before.span.end = end.map_or(line.span.start, |end| end + 1);
        }
        sections.push(Section { direction, transaction, batch, span: line.next..text.len(), line: line.number + 1 });
    }
    if !sections.iter().any(|section| section.direction == Direction::Upgrade) {
        if let Some(fault) = fault {
            return Err(ScriptError::split(path, text, fault.clone()));
        }
        let end = lines(text).last().map_or(0..0, |line| line.span);
        let place = (!end.is_empty()).then(|| place(end, "a section is expected after this"));
        return Err(ScriptError::NoMarkers { path: path.to_path_buf(), place });
    }
    Ok(sections)
}

/// The SQL of a section to be written, with [`WHOLE`] before each statement in which a comment would be read as a marker.
#[cfg(feature = "templates")]
pub(super) fn guarded(syntax: Syntax, body: &str) -> String {
    let mut body = body.to_owned();
    loop {
        let (dividers, _) = sql::dividers(syntax, &body, &|comment| marker(comment).is_some());
        let Some(start) = dividers.iter().find_map(|divider| divider.ends) else { return body };
        let begins_line = start == 0 || body.get(..start).is_some_and(|before| before.ends_with('\n'));
        body.insert_str(start, &format!("{}-- {WHOLE}\n", if begins_line { "" } else { "\n" }));
    }
}

/// The options of a marker: `transaction=on|off`, and with `off` how rows are changed in batches: `batch=N`, `pause=50ms`.
fn options_of(
    line: &str,
    options: &str,
    place: impl Fn(Range<usize>, &str) -> Box<Place>,
) -> Result<(bool, Option<Batch>), ScriptError> {
    let (mut transaction, mut rows, mut pause): (Option<bool>, Option<u32>, Option<Duration>) = (None, None, None);
    let mut batched = None;
    let mut from = line.trim_end().len() - options.trim_end().len();
    for option in options.split_whitespace() {
        let at = line.get(from..).and_then(|rest| rest.find(option)).map_or(from, |found| from + found);
        from = at + option.len();
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        let fault = |why: String, hint: &str| {
            Err(ScriptError::BadOption { why, hint: hint.to_owned(), place: place(at..at + option.len(), "") })
        };
        let known = "the options of a section are `transaction=off`, `batch=10000` and `pause=50ms`";
        match (name, value) {
            ("transaction", _) if transaction.is_some() => {
                return fault("`transaction` stands twice".into(), "write it once");
            }
            ("transaction", "on") => transaction = Some(true),
            ("transaction", "off") => transaction = Some(false),
            ("transaction", _) => {
                return fault(format!("bad value in `{option}`"), "write `transaction=off` or `transaction=on`");
            }
            ("batch", value) => match value.parse() {
                Ok(number) if number > 0 && rows.is_none() => {
                    rows = Some(number);
                    batched = Some(at..at + option.len());
                }
                _ => return fault(format!("bad value in `{option}`"), "write the number of rows, once: `batch=10000`"),
            },
            ("pause", value) => match value.parse::<humantime::Duration>() {
                Ok(time) if pause.is_none() => {
                    pause = Some(time.into());
                    batched = batched.or(Some(at..at + option.len()));
                }
                _ => {
                    return fault(format!("bad value in `{option}`"), "write a time with its unit, once: `pause=50ms`");
                }
            },
            (name, _) => match nearest(name, ["transaction", "batch", "pause"]) {
                Some("transaction") => {
                    return fault(format!("unknown option `{name}`"), "did you mean `transaction=off`?");
                }
                Some(near) => return fault(format!("unknown option `{name}`"), &format!("did you mean `{near}=`?")),
                None => return fault(format!("unknown option `{name}`"), known),
            },
        }
    }
    let fault = |why: &str, hint: &str| {
        let place = place(batched.clone().unwrap_or_default(), "");
        Err(ScriptError::BadOption { why: why.to_owned(), hint: hint.to_owned(), place })
    };
    match (transaction, rows) {
        (Some(false), Some(rows)) => Ok((false, Some(Batch { rows, pause: pause.unwrap_or_default() }))),
        (_, Some(_)) => fault("batches are committed one by one", "write `transaction=off batch=…`"),
        _ if pause.is_some() => fault("`pause` is for batches", "write `transaction=off batch=10000 pause=…`"),
        _ => Ok((transaction.unwrap_or(true), None)),
    }
}
