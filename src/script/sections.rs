//! The sections of a script: what stands between its `-- migrate:upgrade` and `-- migrate:downgrade` lines.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::ScriptError;
use crate::error::Place;
use crate::nearest::nearest;
use crate::revision::Direction;

/// One section of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// When it is run.
    pub direction: Direction,
    /// Whether its statements run inside a transaction.
    pub transaction: bool,
    /// Its SQL, in bytes of the script's text: from the line after the marker to the next marker.
    pub span: Range<usize>,
    /// The line that it starts on, from 1.
    pub line: usize,
}

/// Words after `migrate:` that are directives within a section.
const DIRECTIVES: [&str; 1] = ["allow"];

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

/// Reads the sections of a script whose head ends at `start`.
pub(super) fn read(path: &Path, text: &Arc<str>, start: usize) -> Result<Vec<Section>, ScriptError> {
    let place = |span: Range<usize>, label: &str| {
        Box::new(Place { path: path.to_path_buf(), text: text.clone(), span, label: label.to_owned() })
    };
    let mut sections: Vec<Section> = Vec::new();
    for line in lines(text).skip_while(|line| line.span.start < start) {
        let content = text.get(line.span.clone()).unwrap_or_default();
        let Some((word, options)) = marker(content) else {
            if sections.is_empty() && !content.trim().is_empty() && !content.trim_start().starts_with("--") {
                let has_section = lines(text).any(|line| marker(text.get(line.span).unwrap_or_default()).is_some());
                let place = place(line.span, "before any section");
                return Err(if has_section {
                    ScriptError::BeforeSections { place }
                } else {
                    ScriptError::NoMarkers { path: path.to_path_buf(), place: Some(place) }
                });
            }
            continue;
        };
        let direction = match word {
            "upgrade" => Direction::Upgrade,
            "downgrade" => Direction::Downgrade,
            _ => {
                let at = line.span.start + content.find(word).unwrap_or_default();
                let hint = nearest(word, ["upgrade", "downgrade", "allow"])
                    .map(|near| format!("did you mean `-- migrate:{near}`?"));
                let place = place(at..at + word.len(), "unknown");
                return Err(ScriptError::UnknownSection { word: word.to_owned(), hint, place });
            }
        };
        let transaction = options_of(content, options, |span, label| {
            place(line.span.start + span.start..line.span.start + span.end, label)
        })?;
        if let Some(before) = sections.last_mut() {
            before.span.end = line.span.start;
        }
        sections.push(Section { direction, transaction, span: line.next..text.len(), line: line.number + 1 });
    }
    if !sections.iter().any(|section| section.direction == Direction::Upgrade) {
        let end = lines(text).last().map_or(0..0, |line| line.span);
        let place = (!end.is_empty()).then(|| place(end, "a section is expected after this"));
        return Err(ScriptError::NoMarkers { path: path.to_path_buf(), place });
    }
    Ok(sections)
}

/// The options of a marker: `transaction=on|off`, once.
fn options_of(
    line: &str,
    options: &str,
    place: impl Fn(Range<usize>, &str) -> Box<Place>,
) -> Result<bool, ScriptError> {
    let mut transaction = None;
    let mut from = line.trim_end().len() - options.trim_end().len();
    for option in options.split_whitespace() {
        let at = line.get(from..).and_then(|rest| rest.find(option)).map_or(from, |found| from + found);
        from = at + option.len();
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        let fault = |why: String, hint: &str| {
            Err(ScriptError::BadOption { why, hint: hint.to_owned(), place: place(at..at + option.len(), "") })
        };
        let known = "the option of a section is `transaction=off`";
        match (name, value) {
            ("transaction", _) if transaction.is_some() => {
                return fault("`transaction` stands twice".into(), "write it once");
            }
            ("transaction", "on") => transaction = Some(true),
            ("transaction", "off") => transaction = Some(false),
            ("transaction", _) => {
                return fault(format!("bad value in `{option}`"), "write `transaction=off` or `transaction=on`");
            }
            (name, _) => match nearest(name, ["transaction"]) {
                Some(near) => return fault(format!("unknown option `{name}`"), &format!("did you mean `{near}=off`?")),
                None => return fault(format!("unknown option `{name}`"), known),
            },
        }
    }
    Ok(transaction.unwrap_or(true))
}
