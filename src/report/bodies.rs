//! Two texts of one thing (a view's query, a function's body, a statement of a script) as a diff by the line: the one place
//! that draws it.

use std::time::Duration;

use similar::{ChangeTag, TextDiff};

use super::style::{BAD, FAINT, GOOD, paint, printable};

/// So many lines are shown around what differs.
const CONTEXT: usize = 3;
/// After this time a coarser diff will do.
const LONGEST: Duration = Duration::from_secs(1);

/// The diff, a line each, each behind `indent`: `- gone`, `+ new`, `  kept`; `…` where lines that are kept are left out.
pub(crate) fn drawn(from: &str, to: &str, indent: &str) -> String {
    // Every line ended: a last one without its end is no other line.
    let ended = |text: &str| text.lines().map(|line| format!("{}\n", line.trim_end())).collect::<String>();
    let (from, to) = (ended(from), ended(to));
    let diff = TextDiff::configure().timeout(LONGEST).diff_lines(from.as_str(), to.as_str());
    let mut text = String::new();
    for (number, group) in diff.grouped_ops(CONTEXT).iter().enumerate() {
        let starts = group.first().is_some_and(|operation| operation.old_range().start == 0);
        if number > 0 || !starts {
            text.push_str(&format!("{indent}{}\n", paint(FAINT, "…")));
        }
        for change in group.iter().flat_map(|operation| diff.iter_changes(operation)) {
            let (sign, style) = match change.tag() {
                ChangeTag::Delete => ('-', BAD),
                ChangeTag::Insert => ('+', GOOD),
                ChangeTag::Equal => (' ', FAINT),
            };
            let line = format!("{sign} {}", printable(change.value().trim_end_matches('\n')));
            text.push_str(&format!("{indent}{}\n", paint(style, line.trim_end())));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(from: &str, to: &str) -> String {
        anstream::adapter::strip_str(&drawn(from, to, "  ")).to_string()
    }

    #[test]
    fn by_the_line() {
        assert_eq!(
            plain("SELECT a,\n  b\nFROM t", "SELECT a,\n  c\nFROM t\n"),
            "    SELECT a,\n  -   b\n  +   c\n    FROM t\n"
        );
        assert_eq!(plain("a", "b"), "  - a\n  + b\n");
        assert_eq!(plain("a\r\n", "a"), "");
    }

    #[test]
    fn far_from_what_differs_lines_are_left_out() {
        let lines = |word: &str| {
            (0..20).map(|n| format!("{}\n", if n == 10 { word.to_owned() } else { n.to_string() })).collect::<String>()
        };
        assert_eq!(plain(&lines("x"), &lines("y")), "  …\n    7\n    8\n    9\n  - x\n  + y\n    11\n    12\n    13\n");
    }
}
