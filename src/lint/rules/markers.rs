//! The markers that accept findings, judged themselves: one that says nothing true any more is worse than none.

use super::super::rule::{Level, Rule};
use super::ALL;

/// The code of a marker without a reason.
pub(crate) const ALLOW_UNREASONED: &str = "allow-without-reason";
/// The code of a marker for a rule that there is not.
pub(crate) const ALLOW_UNKNOWN: &str = "allow-unknown-rule";
/// The code of a marker that accepts nothing.
pub(crate) const ALLOW_UNUSED: &str = "allow-without-finding";

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: ALLOW_UNREASONED,
        level: Level::Warning,
        engines: ALL,
        title: "-- migrate:allow without a reason",
        why: "Who reads the script later has to know why it was right. Without a reason the marker accepts nothing.",
        safer: "-- migrate:allow drop-table nobody has read it since May, the rows are in the archive\nDROP TABLE {table};",
        check: |_, _| {},
    },
    Rule {
        code: ALLOW_UNKNOWN,
        level: Level::Warning,
        engines: ALL,
        title: "-- migrate:allow with a code that no rule has",
        why: "It accepts nothing; most often it is mistyped.",
        safer: "-- `migrate lint --explain` lists the codes\n-- migrate:allow drop-table the rows are in the archive\nDROP TABLE {table};",
        check: |_, _| {},
    },
    Rule {
        code: ALLOW_UNUSED,
        level: Level::Warning,
        engines: ALL,
        title: "-- migrate:allow where there is nothing to accept",
        why: "The statement below has no such finding (any more): left there, the marker would accept one that comes later and that nobody looked at.",
        safer: "-- Take the marker out, or put it on the line before the statement that it is for.",
        check: |_, _| {},
    },
];
