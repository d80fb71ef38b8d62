//! The few styles of the terminal. What is printed passes through `anstream`, which takes them out where the output is
//! no terminal, or where no colour is wanted.

use anstyle::{AnsiColor, Style};

/// A revision's id.
pub(crate) const ID: Style = AnsiColor::Yellow.on_default();
/// What is new, or went well.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
/// What goes, or went wrong.
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
/// What changes, or needs a look.
pub(crate) const CHANGED: Style = AnsiColor::Cyan.on_default();
/// What may be overlooked.
pub(crate) const FAINT: Style = Style::new().dimmed();
/// A warning's first word.
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default().bold();

/// `text` in a style.
pub(crate) fn paint(style: Style, text: impl std::fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}

/// A text that comes from a database or a file, on one line and without what could command a terminal.
pub(crate) fn printable(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\r' | '\t' => ' ',
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(shown).collect()
}

/// `3 revisions`, `1 revision`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// A time that something took: `12 ms`, `3.4 s`, `2 min 5 s`.
pub(crate) fn duration_text(duration: std::time::Duration) -> String {
    let milliseconds = duration.as_millis();
    match milliseconds {
        0..1_000 => format!("{milliseconds} ms"),
        1_000..60_000 => format!("{:.1} s", duration.as_secs_f64()),
        _ => format!("{} min {} s", duration.as_secs() / 60, duration.as_secs() % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn times_are_short() {
        assert_eq!(duration_text(Duration::from_micros(400)), "0 ms");
        assert_eq!(duration_text(Duration::from_millis(999)), "999 ms");
        assert_eq!(duration_text(Duration::from_millis(3_440)), "3.4 s");
        assert_eq!(duration_text(Duration::from_secs(125)), "2 min 5 s");
    }

    #[test]
    fn a_name_cannot_command_the_terminal() {
        assert_eq!(printable("a\u{1b}[2Jb\nc"), "a\u{fffd}[2Jb c");
    }
}
