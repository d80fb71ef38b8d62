//! MariaDB's sequences (<https://mariadb.com/kb/en/create-sequence/>).

use crate::dialect::{Facts, Step};
use crate::schema::{Sequence, SequenceOptions};

use super::name;

/// Makes a sequence.
pub(super) fn create(sequence: &Sequence, out: &mut Vec<Step>) {
    let words = options(&sequence.options);
    let ty = sequence.ty.as_ref().map(|ty| format!(" AS {ty}")).unwrap_or_default();
    out.push(
        Step::new(format!("CREATE SEQUENCE {}{ty}{words}", name(&sequence.name)))
            .facts(Facts::light().repeatable(false)),
    );
}

/// Changes a sequence; where it stands is left as it is.
pub(super) fn alter(from: &Sequence, to: &Sequence, out: &mut Vec<Step>) {
    let (a, b) = (&from.options, &to.options);
    let mut words = String::new();
    for (word, old, new, usual) in [
        ("INCREMENT BY", a.increment, b.increment, "INCREMENT BY 1"),
        ("MINVALUE", a.min, b.min, "NO MINVALUE"),
        ("MAXVALUE", a.max, b.max, "NO MAXVALUE"),
        ("START WITH", a.start, b.start, "START WITH 1"),
        ("CACHE", a.cache, b.cache, "CACHE 1000"),
    ] {
        match new {
            _ if old == new => {}
            Some(value) => words.push_str(&one(word, value)),
            None => words.push_str(&format!(" {usual}")),
        }
    }
    if a.cycle != b.cycle {
        words.push_str(if b.cycle { " CYCLE" } else { " NOCYCLE" });
    }
    if from.ty != to.ty {
        words = format!(" AS {}{words}", to.ty.as_deref().unwrap_or("bigint"));
    }
    if !words.is_empty() {
        out.push(Step::new(format!("ALTER SEQUENCE {}{words}", name(&to.name))).facts(Facts::light().repeatable(true)));
    }
}

/// The options as CREATE SEQUENCE takes them, each with a space before it.
fn options(options: &SequenceOptions) -> String {
    let mut text = String::new();
    for (word, value) in [
        ("START WITH", options.start),
        ("MINVALUE", options.min),
        ("MAXVALUE", options.max),
        ("INCREMENT BY", options.increment),
        ("CACHE", options.cache),
    ] {
        if let Some(value) = value {
            text.push_str(&one(word, value));
        }
    }
    if options.cycle {
        text.push_str(" CYCLE");
    }
    text
}

/// No numbers are held back where the cache is 0.
fn one(word: &str, value: i64) -> String {
    if word == "CACHE" && value == 0 { " NOCACHE".to_owned() } else { format!(" {word} {value}") }
}
