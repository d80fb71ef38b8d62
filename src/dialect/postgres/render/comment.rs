//! Comments on things.

use crate::dialect::{Facts, LockMode, Step};
use crate::schema::{Annotation, QName};

use super::{name, quote};

/// `COMMENT ON word at IS …`, where the comment changes.
pub(super) fn set(word: &str, at: &str, from: Option<&str>, to: Option<&str>, out: &mut Vec<Step>) {
    if from != to {
        let text = to.map_or_else(|| "NULL".to_owned(), quote::string);
        out.push(Step::remark(format!("COMMENT ON {word} {at} IS {text}")).facts(Facts::light().repeatable(true)));
    }
}

/// The same for a table, a view, or a part of one, which is locked against other changes of the schema.
pub(super) fn on_part_of(of: &QName, word: &str, at: &str, from: Option<&str>, to: Option<&str>, out: &mut Vec<Step>) {
    let before = out.len();
    set(word, at, from, to, out);
    for step in out.iter_mut().skip(before) {
        step.facts = Facts::locking(of, LockMode::ShareUpdateExclusive).repeatable(true);
    }
}

/// A column's comment, of a table or a view.
pub(super) fn on_column(of: &QName, column: &str, from: Option<&str>, to: Option<&str>, out: &mut Vec<Step>) {
    on_part_of(of, "COLUMN", &format!("{}.{}", name(of), quote::identifier(column)), from, to, out);
}

/// An extension's comment: none of its own is the one that the extension comes with, which the server has to be asked for,
/// and an empty one is none at all.
pub(super) fn on_extension(extension: &str, from: Option<&str>, to: Option<&str>, out: &mut Vec<Step>) {
    let at = quote::identifier(extension);
    match to {
        // One that has just been made has the comment that it comes with.
        Some("") if from != Some("") => set("EXTENSION", &at, Some(""), None, out),
        Some("") => {}
        Some(_) => set("EXTENSION", &at, from, to, out),
        None if from.is_some() => {
            let body = format!(
                "BEGIN\n  EXECUTE (SELECT format('COMMENT ON EXTENSION %I IS %L', name, comment)\n           FROM \
                 pg_available_extensions WHERE name = {});\nEND",
                quote::string(extension)
            );
            let text = format!("DO {}", quote::string(&body));
            out.push(Step::remark(text).facts(Facts::light().repeatable(true)));
        }
        None => {}
    }
}

/// The comment of a part that stands `ON` its table or view: a trigger, a rule, a policy. The table is not locked.
pub(super) fn on_part(
    of: &QName,
    word: &str,
    part: &str,
    from: Option<&Annotation>,
    to: &Annotation,
    out: &mut Vec<Step>,
) {
    let at = format!("{} ON {}", quote::identifier(part), name(of));
    set(word, &at, from.and_then(|said| said.comment.as_deref()), to.comment.as_deref(), out);
}
