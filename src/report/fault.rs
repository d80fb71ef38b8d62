//! Shows a fault: drawn at its lines for a person, as a value for `--format json`.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{
    AnnotationKind, Group, Level, Message, Origin, Renderer, Snippet, Title, normalize_untrusted_str,
};
use serde_json::{Value, json};

use super::secrets::hidden;
use crate::error::{Error, Fault, Place};

/// How many lines of a long statement are marked: the first of them says where it is.
const MOST_LINES: usize = 8;
/// Lines that are longer than so many bytes are drawn from a little before the mark to a little behind it.
const LONG: usize = 2_000;
/// How many bytes a little is.
const AROUND: usize = 200;

/// The fault for a terminal (`styled`) or for a file: the message, the marked lines, the notes, the help.
///
/// Ends without a line break. Control characters in names and texts are made visible, so that a database cannot send
/// commands to the terminal.
pub(crate) fn draw(error: &Error, styled: bool) -> String {
    let fault = error.fault();
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let places = fault.places();
    if places.is_empty() {
        return draw_without_place(fault, &renderer);
    }
    drawn_at(fault, &places, Level::ERROR.primary_title(fault.to_string()), &renderer)
}

/// What a check found, likewise: an error or a warning, with its code (`warning[drop-column]: …`).
pub(crate) fn draw_finding(finding: &dyn Fault, is_error: bool, styled: bool) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let level = if is_error { Level::ERROR } else { Level::WARNING };
    drawn_at(finding, &finding.places(), level.primary_title(finding.to_string()).id(finding.code()), &renderer)
}

fn drawn_at(fault: &dyn Fault, places: &[Place], title: Title<'_>, renderer: &Renderer) -> String {
    let windows: Vec<Window<'_>> = windows(places);
    let mut group = Group::with_title(title);
    for window in &windows {
        let mut snippet = Snippet::source(&*window.text).line_start(window.line);
        match window.column {
            // Of a line that is cut, the column is not that of what is drawn.
            Some(column) => {
                let origin = Origin::path(window.path.as_str()).line(window.line).char_column(column);
                group = group.element(origin);
            }
            None => snippet = snippet.path(window.path.as_str()),
        }
        for mark in &window.marks {
            let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let label = (!mark.label.is_empty()).then(|| normalize_untrusted_str(mark.label));
            snippet = snippet.annotation(kind.span(mark.span.clone()).label(label));
        }
        group = group.element(snippet);
    }
    let group = group.elements(remarks(fault).map(|(level, text)| message(level, &text)));
    renderer.render(&[group])
}

/// The fault as `--format json` prints it: code, message, help, notes, and the places by file, line and column (both
/// from 1, the column in characters).
pub(crate) fn to_json(error: &Error) -> Value {
    let fault = error.fault();
    let places: Vec<Value> = fault
        .places()
        .iter()
        .map(|place| {
            let (line, column) = line_and_column(&place.text, place.span.start);
            json!({ "file": place.path.to_string_lossy(), "line": line, "column": column })
        })
        .collect();
    json!({
        "error": {
            "code": fault.code(),
            "message": fault.to_string(),
            "help": fault.help(),
            "notes": fault.notes().iter().map(|note| hidden(note)).collect::<Vec<_>>(),
            "places": places,
        }
    })
}

/// Line and column of a byte offset, both from 1, the column in characters.
pub(crate) fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..floor(text, offset)).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before.get(line_start..).unwrap_or_default().chars().count();
    (before.matches('\n').count() + 1, column + 1)
}

/// Notes, then the help.
fn remarks(fault: &dyn Fault) -> impl Iterator<Item = (Level<'static>, String)> {
    let notes = fault.notes().into_iter().map(|note| (Level::NOTE, hidden(&note).into_owned()));
    notes.chain(fault.help().map(|help| (Level::HELP, help)))
}

fn message<'a>(level: Level<'a>, text: &str) -> Message<'a> {
    level.message(normalize_untrusted_str(text.trim_end()))
}

/// Title and remarks one under another: the frame that holds a snippet would be an empty box here.
fn draw_without_place(fault: &dyn Fault, renderer: &Renderer) -> String {
    let mut groups = vec![Group::with_title(Level::ERROR.primary_title(fault.to_string()))];
    groups.extend(
        remarks(fault)
            .map(|(level, text)| Group::with_title(level.secondary_title(normalize_untrusted_str(text.trim_end())))),
    );
    let drawn: Vec<String> = groups.into_iter().map(|group| renderer.render(&[group])).collect();
    drawn.join("\n")
}

/// A few lines of a file, with what is marked in them.
struct Window<'a> {
    path: String,
    text: Cow<'a, str>,
    /// The number of the first line.
    line: usize,
    /// The column of the first mark, where the line is cut.
    column: Option<usize>,
    marks: Vec<Underline<'a>>,
}

struct Underline<'a> {
    span: Range<usize>,
    label: &'a str,
    primary: bool,
}

/// The lines to draw of each place, those of one file that lie near each other together. A file may be large: what is
/// drawn of it is only what is cut out here.
fn windows(places: &[Place]) -> Vec<Window<'_>> {
    let mut windows: Vec<(Window<'_>, Range<usize>, &Place)> = Vec::new();
    for (index, place) in places.iter().enumerate() {
        let span = shorten(&place.text, &place.span);
        let primary = index == 0;
        let lines = lines_around(&place.text, &span);
        let near = windows.iter_mut().find(|(_, drawn, of)| {
            of.path == place.path
                && of.text == place.text
                && drawn.start.abs_diff(lines.start).max(drawn.end.abs_diff(lines.end)) < 20_000
        });
        let marks = if let Some((window, drawn, _)) = near {
            *drawn = drawn.start.min(lines.start)..drawn.end.max(lines.end);
            &mut window.marks
        } else {
            let path = normalize_untrusted_str(&place.path.to_string_lossy());
            let window = Window { path, text: Cow::Borrowed(""), line: 1, column: None, marks: Vec::new() };
            windows.push((window, lines, place));
            match windows.last_mut() {
                Some((window, ..)) => &mut window.marks,
                None => continue,
            }
        };
        marks.push(Underline { span, label: &place.label, primary });
    }
    windows
        .into_iter()
        .map(|(mut window, drawn, place)| {
            let (line, column) = line_and_column(&place.text, drawn.start);
            window.line = line;
            if column > 1 {
                let first = window.marks.first().map_or(drawn.start, |mark| mark.span.start);
                window.column = Some(line_and_column(&place.text, first).1);
            }
            for mark in &mut window.marks {
                mark.span = mark.span.start - drawn.start..mark.span.end - drawn.start;
            }
            window.text = hidden(place.text.get(drawn).unwrap_or_default());
            without_carriage_returns(&mut window);
            window
        })
        .collect()
}

/// The span on whole characters, and not over more lines than are worth showing.
fn shorten(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = floor(text, span.start);
    let end = floor(text, span.end).max(start);
    let marked = text.get(start..end).unwrap_or_default();
    let kept = match marked.match_indices('\n').nth(MOST_LINES - 1) {
        Some((at, _)) => marked.get(..at).unwrap_or_default(),
        None => marked,
    };
    let kept = kept.get(..floor(kept, LONG)).unwrap_or(kept);
    // A line break at the end would mark the start of the next line.
    start..start + kept.trim_end_matches(['\r', '\n']).len()
}

/// The lines that hold the span; what lies far from it in a long line is left out.
fn lines_around(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = text.get(..span.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let end = text.get(span.end..).and_then(|after| after.find('\n')).map_or(text.len(), |at| span.end + at);
    let first = if span.start - start > LONG { floor(text, span.start - AROUND) } else { start };
    let last = if end - span.end > LONG { floor(text, span.end + AROUND) } else { end };
    first..last
}

/// Line ends as one character, which would else be drawn as a sign of its own.
fn without_carriage_returns(window: &mut Window<'_>) {
    if !window.text.contains("\r\n") && !window.text.ends_with('\r') {
        return;
    }
    let removed: Vec<usize> = window
        .text
        .match_indices('\r')
        .map(|(at, _)| at)
        .filter(|at| matches!(window.text.as_bytes().get(at + 1), Some(b'\n') | None))
        .collect();
    let moved = |offset: usize| offset - removed.iter().filter(|at| **at < offset).count();
    for mark in &mut window.marks {
        mark.span = moved(mark.span.start)..moved(mark.span.end);
    }
    let text = window.text.replace("\r\n", "\n");
    window.text = Cow::Owned(text.strip_suffix('\r').map(str::to_owned).unwrap_or(text));
}

/// The offset, or the start of the character it lies in.
fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default)]
    struct Sample {
        message: &'static str,
        help: Option<&'static str>,
        notes: Vec<&'static str>,
        places: Vec<Place>,
    }

    impl std::fmt::Display for Sample {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str(self.message)
        }
    }

    impl std::error::Error for Sample {}

    impl Fault for Sample {
        fn code(&self) -> &'static str {
            "sample"
        }
        fn help(&self) -> Option<String> {
            self.help.map(str::to_owned)
        }
        fn notes(&self) -> Vec<String> {
            self.notes.iter().map(|note| (*note).to_owned()).collect()
        }
        fn places(&self) -> Vec<Place> {
            self.places.clone()
        }
    }

    fn place(text: &str, marked: &str, label: &str) -> Place {
        let start = text.find(marked).unwrap();
        Place { path: "a.toml".into(), text: text.into(), span: start..start + marked.len(), label: label.to_owned() }
    }

    fn drawn(sample: Sample) -> String {
        draw(&Error::from(sample), false)
    }

    #[test]
    fn at_its_line() {
        let text = "[database]\nurl = \"x\"\nlock_timout = \"5s\"\n";
        let sample = Sample {
            message: "unknown key `lock_timout` in [database]",
            help: Some("did you mean `lock_timeout`?"),
            notes: vec!["one", "two\nlines"],
            places: vec![place(text, "lock_timout", "not known")],
        };
        assert_eq!(
            drawn(sample),
            "error: unknown key `lock_timout` in [database]
 --> a.toml:3:1
  |
3 | lock_timout = \"5s\"
  | ^^^^^^^^^^^ not known
  |
  = note: one
  = note: two
          lines
  = help: did you mean `lock_timeout`?"
        );
    }

    #[test]
    fn without_a_place() {
        let sample = Sample {
            message: "no database is named",
            help: Some("set `url`"),
            notes: vec!["the first\nthe second"],
            places: Vec::new(),
        };
        assert_eq!(drawn(sample), "error: no database is named\nnote: the first\n      the second\nhelp: set `url`");
    }

    #[test]
    fn two_places_of_one_file_and_one_of_another() {
        let text = "one\ntwo\nthree\n";
        let mut other = place("elsewhere\n", "else", "and here");
        other.path = "b.toml".into();
        let sample = Sample {
            message: "defined twice",
            places: vec![place(text, "three", "again"), place(text, "one", "first"), other],
            ..Sample::default()
        };
        assert_eq!(
            drawn(sample),
            "error: defined twice
 --> a.toml:3:1
  |
1 | one
  | --- first
2 | two
3 | three
  | ^^^^^ again
  |
 ::: b.toml:1:1
  |
1 | elsewhere
  | ---- and here"
        );
    }

    #[test]
    fn line_ends_and_odd_spans() {
        let crlf = "one\r\ntwo\r\nthree\r\n";
        let sample = Sample { message: "m", places: vec![place(crlf, "two", "")], ..Sample::default() };
        assert_eq!(drawn(sample), "error: m\n --> a.toml:2:1\n  |\n2 | two\n  | ^^^");
        // Behind the end, and in the midst of a character.
        for (text, span) in [("", 0..0), ("a", 5..9), ("é", 1..2), ("a\n", 2..2), ("a\n", 1..2), ("\r\n\r\n", 0..4)] {
            let odd = Place { path: "a".into(), text: text.into(), span, label: "x".to_owned() };
            assert!(drawn(Sample { message: "m", places: vec![odd], ..Sample::default() }).starts_with("error: m\n"));
        }
    }

    #[test]
    fn a_long_line_is_drawn_around_its_mark() {
        let text = format!("a\n{}é wrong {}\n", "x".repeat(10_000_000), "y".repeat(10_000_000));
        let drawn = drawn(Sample { message: "m", places: vec![place(&text, "wrong", "this")], ..Sample::default() });
        assert!(drawn.len() < 2_000, "{}", drawn.len());
        assert!(drawn.contains(" --> a.toml:2:10000003\n") && drawn.contains("^^^^^ this"), "{drawn}");
    }

    #[test]
    fn marks_stand_under_wide_and_combining_characters() {
        for (text, under) in
            [("日本 wrong", "     ^^^^^"), ("e\u{301}e\u{301} wrong", "   ^^^^^"), ("\twrong", "    ^^^^^")]
        {
            let drawn = drawn(Sample { message: "m", places: vec![place(text, "wrong", "")], ..Sample::default() });
            assert!(drawn.lines().any(|line| line.strip_prefix("  | ") == Some(under)), "{drawn}");
        }
    }

    #[test]
    fn a_long_statement_is_not_drawn_whole() {
        let text = format!("-- head\nCREATE TABLE a (\n{}\n);\n", vec!["  c int,"; 500].join("\n"));
        let marked = text.find("CREATE").unwrap()..text.len();
        let place = Place { path: "a.sql".into(), text: text.into(), span: marked, label: "this".to_owned() };
        let drawn = drawn(Sample { message: "m", places: vec![place], ..Sample::default() });
        assert!(drawn.lines().count() <= MOST_LINES + 6, "{drawn}");
        assert!(drawn.contains("2 | / CREATE TABLE a ("), "{drawn}");
    }

    #[test]
    fn a_name_cannot_send_commands_to_the_terminal() {
        let sample = Sample {
            message: "table `\u{1b}[31m` is odd",
            help: Some("rename \u{1b}[0m it"),
            notes: vec!["\u{1b}]0;title\u{7}"],
            places: vec![place("x \u{1b}[31m y", "y", "\u{1b}[1m")],
        };
        let without_place =
            Sample { message: sample.message, help: sample.help, notes: sample.notes.clone(), ..Sample::default() };
        assert!(!drawn(sample).contains('\u{1b}'));
        assert!(!drawn(without_place).contains('\u{1b}'));
    }

    #[test]
    fn as_json() {
        let sample = Sample { message: "m", help: None, notes: vec!["n"], places: vec![place("a\nüb: c\n", "c", "")] };
        assert_eq!(
            to_json(&Error::from(sample)),
            json!({"error": {
                "code": "sample", "message": "m", "help": null, "notes": ["n"],
                "places": [{"file": "a.toml", "line": 2, "column": 5}],
            }})
        );
    }
}
