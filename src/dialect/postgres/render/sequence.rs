//! Sequences that are objects of their own, and OWNED BY.
//!
//! An owned sequence goes with its column, and a column's default may use the sequence before the column can own it. So
//! the statement that comes last links the two: a new column takes its sequences, a sequence takes an owner that is
//! there already. What drops an owner lets its sequences go first, so that each is dropped by an operation of its own,
//! or stays.

use crate::dialect::Step;
use crate::schema::{Object, QName, Schema, Sequence, SequenceOptions};

use super::{RenderContext, add, comment, name, quote};

impl RenderContext<'_> {
    /// Makes a sequence; ownership where the column is there already.
    pub(super) fn create_sequence(&self, sequence: &Sequence, out: &mut Vec<Step>) {
        let unlogged = if sequence.unlogged { "UNLOGGED " } else { "" };
        let ty = sequence.ty.as_ref().map(|ty| format!(" AS {ty}")).unwrap_or_default();
        let at = name(&sequence.name);
        add(out, format!("CREATE {unlogged}SEQUENCE {at}{ty}{}", options(&sequence.options)));
        if let Some(owner) = sequence.owned_by.as_ref().filter(|owner| self.is_there(owner)) {
            own(&sequence.name, Some(owner), out);
        }
        comment::set("SEQUENCE", &at, None, sequence.annotation.comment.as_deref(), out);
    }

    /// Changes a sequence.
    pub(super) fn alter_sequence(&self, from: &Sequence, to: &Sequence, out: &mut Vec<Step>) {
        let at = name(&to.name);
        let mut words = Vec::new();
        if from.ty != to.ty {
            words.push(format!("AS {}", to.ty.as_deref().unwrap_or("bigint")));
        }
        words.extend(changes(&from.options, &to.options));
        if !words.is_empty() {
            add(out, format!("ALTER SEQUENCE {at} {}", words.join(" ")));
        }
        if from.unlogged != to.unlogged {
            add(out, format!("ALTER SEQUENCE {at} SET {}", if to.unlogged { "UNLOGGED" } else { "LOGGED" }));
        }
        if from.owned_by != to.owned_by && to.owned_by.as_ref().is_none_or(|owner| self.is_there(owner)) {
            own(&to.name, to.owned_by.as_ref(), out);
        }
        comment::set("SEQUENCE", &at, from.annotation.comment.as_deref(), to.annotation.comment.as_deref(), out);
    }

    /// Whether a column stands before and after.
    fn is_there(&self, (table, column): &(QName, String)) -> bool {
        let has = |schema: &Schema| schema.table(table).is_some_and(|table| table.column(column).is_some());
        has(self.before) && has(self.after)
    }

    /// Gives the new columns of a table (or one of them) the sequences that they are to own.
    pub(super) fn attach_sequences(&self, table: &QName, column: Option<&str>, out: &mut Vec<Step>) {
        for (sequence, owner) in owned(self.after, table, column) {
            own(&sequence.name, Some(owner), out);
        }
    }

    /// Removes the ownership of a table's (or one column's) sequences before it is dropped.
    pub(super) fn detach_sequences(&self, table: &QName, column: Option<&str>, out: &mut Vec<Step>) {
        for (sequence, _) in owned(self.before, table, column) {
            let next = self.after.objects.values().find_map(|object| match object {
                Object::Sequence(other) if other.name == sequence.name => other.owned_by.as_ref(),
                _ => None,
            });
            own(&sequence.name, next.filter(|owner| self.is_there(owner) && owner.0 != *table), out);
        }
    }
}

/// The sequences that columns of a table own, each with its owner.
fn owned<'a>(
    schema: &'a Schema,
    table: &'a QName,
    column: Option<&'a str>,
) -> impl Iterator<Item = (&'a Sequence, &'a (QName, String))> {
    schema.objects.values().filter_map(move |object| match object {
        Object::Sequence(sequence) => sequence
            .owned_by
            .as_ref()
            .filter(|(of, name)| of == table && column.is_none_or(|column| name == column))
            .map(|owner| (sequence, owner)),
        _ => None,
    })
}

/// `ALTER SEQUENCE … OWNED BY …`
pub(super) fn own(sequence: &QName, owner: Option<&(QName, String)>, out: &mut Vec<Step>) {
    let owner = owner
        .map_or_else(|| "NONE".to_owned(), |(table, column)| format!("{}.{}", name(table), quote::identifier(column)));
    add(out, format!("ALTER SEQUENCE {} OWNED BY {owner}", name(sequence)));
}

/// The options as CREATE SEQUENCE takes them, each with a space before it.
pub(super) fn options(options: &SequenceOptions) -> String {
    let mut text = String::new();
    for (words, value) in [
        ("INCREMENT BY", options.increment),
        ("MINVALUE", options.min),
        ("MAXVALUE", options.max),
        ("START WITH", options.start),
        ("CACHE", options.cache),
    ] {
        if let Some(value) = value {
            text.push_str(&format!(" {words} {value}"));
        }
    }
    if options.cycle {
        text.push_str(" CYCLE");
    }
    text
}

/// The words that take one list of options to the other, as ALTER SEQUENCE takes them.
pub(super) fn changes(from: &SequenceOptions, to: &SequenceOptions) -> Vec<String> {
    let mut words = Vec::new();
    let turned = ascends(from) != ascends(to);
    if from.increment.unwrap_or(1) != to.increment.unwrap_or(1) {
        words.push(format!("INCREMENT BY {}", to.increment.unwrap_or(1)));
    }
    // What is not set follows the direction; the server keeps the old number unless it is told.
    for (word, old, new) in [("MINVALUE", from.min, to.min), ("MAXVALUE", from.max, to.max)] {
        match new {
            Some(value) if old != new => words.push(format!("{word} {value}")),
            None if old.is_some() || turned => words.push(format!("NO {word}")),
            _ => {}
        }
    }
    if start(from) != start(to) {
        words.push(format!("START WITH {}", start(to)));
    }
    if from.cache.unwrap_or(1) != to.cache.unwrap_or(1) {
        words.push(format!("CACHE {}", to.cache.unwrap_or(1)));
    }
    if from.cycle != to.cycle {
        words.push(if to.cycle { "CYCLE" } else { "NO CYCLE" }.to_owned());
    }
    if turned {
        words.push("RESTART".to_owned());
    }
    words
}

fn ascends(options: &SequenceOptions) -> bool {
    options.increment.unwrap_or(1) >= 0
}

/// Where it starts: at its lower end, or downwards at its upper end.
pub(super) fn start(options: &SequenceOptions) -> i64 {
    let end = if ascends(options) { options.min.unwrap_or(1) } else { options.max.unwrap_or(-1) };
    options.start.unwrap_or(end)
}
