//! Sequences that are objects of their own, and OWNED BY.
//!
//! An owned sequence goes with its column, and a column's default may use the sequence before the column can own it. So
//! the statement that comes last links the two: a new column takes its sequences, a sequence takes an owner that is
//! there already. What drops an owner lets its sequences go first, so that each is dropped by an operation of its own,
//! or stays.

use crate::dialect::postgres::literal;
use crate::dialect::{Facts, Step};
use crate::schema::{Object, QName, Schema, SchemaObject, Sequence, SequenceOptions};

use super::{RenderContext, add, comment, name, quote};

impl RenderContext<'_> {
    /// Makes a sequence.
    pub(super) fn create_sequence(&self, sequence: &Sequence, out: &mut Vec<Step>) {
        let unlogged = if sequence.unlogged { "UNLOGGED " } else { "" };
        let ty = sequence.ty.as_ref().map(|ty| format!(" AS {ty}")).unwrap_or_default();
        let at = name(&sequence.name);
        add(out, format!("CREATE {unlogged}SEQUENCE {at}{ty}{}", options(&sequence.options)));
        comment::set("SEQUENCE", &at, None, sequence.annotation.comment.as_deref(), out);
    }

    /// Gives a new sequence to its column, where that is there already.
    pub(super) fn attach_to_column(&self, sequence: &Sequence, out: &mut Vec<Step>) {
        let Some(owner) = sequence.owned_by.as_ref().filter(|owner| self.is_there(owner)) else { return };
        self.follow_table(&sequence.name, sequence.annotation.owner.as_deref(), &owner.0, out);
        own(&sequence.name, Some(owner), out);
    }

    /// Gives a sequence the owner that its table has at this moment, as the server demands it of both.
    pub(super) fn follow_table(&self, sequence: &QName, now: Option<&str>, table: &QName, out: &mut Vec<Step>) {
        let of = self.before.table(table).or_else(|| self.after.table(table));
        let of = of.and_then(|table| table.annotation.owner.as_deref());
        if now != of {
            let to = of.map_or_else(|| "CURRENT_USER".to_owned(), quote::identifier);
            add(out, format!("ALTER SEQUENCE {} OWNER TO {to}", name(sequence)));
        }
    }

    /// Changes a sequence.
    pub(super) fn alter_sequence(&self, from: &Sequence, to: &Sequence, out: &mut Vec<Step>) {
        let at = name(&to.name);
        let mut words = Vec::new();
        if from.ty != to.ty {
            words.push(format!("AS {}", to.ty.as_deref().unwrap_or("bigint")));
        }
        let bigint = || "bigint".to_owned();
        let (old, new) = (from.ty.clone().unwrap_or_else(bigint), to.ty.clone().unwrap_or_else(bigint));
        words.extend(changed(&to.name, (&old, &from.options), (&new, &to.options), out));
        if !words.is_empty() {
            add(out, format!("ALTER SEQUENCE {at} {}", words.join(" ")));
        }
        if from.unlogged != to.unlogged {
            set_logged(&to.name, to.unlogged, out);
        }
        // What goes lets its sequences go first, and hands them on.
        let let_go = from.owned_by.as_ref().is_some_and(|owner| !self.is_there(owner));
        if from.owned_by != to.owned_by && !let_go && to.owned_by.as_ref().is_none_or(|owner| self.is_there(owner)) {
            if let Some((table, _)) = &to.owned_by {
                self.follow_table(&to.name, from.annotation.owner.as_deref(), table, out);
            }
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
            let id = sequence.id();
            let now = self.before.get(&id).and_then(Object::annotation).or(Some(&sequence.annotation));
            self.follow_table(&sequence.name, now.and_then(|now| now.owner.as_deref()), table, out);
            own(&sequence.name, Some(owner), out);
        }
    }

    /// Removes the ownership of a table's (or one column's) sequences before it is dropped.
    pub(super) fn detach_sequences(&self, table: &QName, column: Option<&str>, out: &mut Vec<Step>) {
        for (sequence, owner) in owned(self.before, table, column) {
            let next = self.after.objects.values().find_map(|object| match object {
                Object::Sequence(other) if other.name == sequence.name => other.owned_by.as_ref(),
                _ => None,
            });
            own(&sequence.name, next.filter(|next| self.is_there(next) && *next != owner), out);
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

/// The words that take a sequence from one type and list of options to others, as ALTER SEQUENCE takes them.
///
/// The server refuses bounds that its position lies outside of. Where it may, the bounds are widened first and the
/// position is looked at: one that would be outside begins anew.
pub(super) fn changed(
    sequence: &QName,
    from: (&str, &SequenceOptions),
    to: (&str, &SequenceOptions),
    out: &mut Vec<Step>,
) -> Vec<String> {
    let (old, new) = (bounds(from.0, from.1), bounds(to.0, to.1));
    // Where only the type is narrower, the rows of its column decide first.
    let turned = ascends(from.1) != ascends(to.1);
    let said = turned || from.1.min != to.1.min || from.1.max != to.1.max;
    let narrower = said && (new.0 > old.0 || new.1 < old.1);
    let mut words = changes(from.1, to.1);
    if !narrower {
        return words;
    }
    let both = (old.0.min(new.0), old.1.max(new.1));
    let wider = if rank(to.0) > rank(from.0) { format!("AS {} ", to.0) } else { String::new() };
    let at = name(sequence);
    add(out, format!("ALTER SEQUENCE {at} {wider}MINVALUE {} MAXVALUE {}", both.0, both.1));
    let first = start(to.1);
    let text = format!(
        "SELECT setval({}, {first}, false) FROM {at} WHERE last_value NOT BETWEEN {} AND {}",
        literal::plain(&at),
        new.0,
        new.1
    );
    let why = format!("if {sequence} stands outside of {} to {}, it begins anew at {first}", new.0, new.1);
    out.push(Step { comment: Some(why), ..Step::rows(text).facts(Facts::light()) });
    words.retain(|word| !word.contains("MINVALUE") && !word.contains("MAXVALUE"));
    let bound = |word: &str, value: Option<i64>| value.map_or(format!("NO {word}"), |value| format!("{word} {value}"));
    words.splice(0..0, [bound("MINVALUE", to.1.min), bound("MAXVALUE", to.1.max)]);
    words
}

/// The integer types by their size.
fn rank(ty: &str) -> usize {
    ["smallint", "integer", "bigint"].iter().position(|one| *one == ty).unwrap_or(2)
}

/// `ALTER SEQUENCE … SET LOGGED`
pub(super) fn set_logged(sequence: &QName, unlogged: bool, out: &mut Vec<Step>) {
    add(out, format!("ALTER SEQUENCE {} SET {}", name(sequence), if unlogged { "UNLOGGED" } else { "LOGGED" }));
}

/// The least and the greatest value.
pub(super) fn bounds(ty: &str, options: &SequenceOptions) -> (i64, i64) {
    let (least, greatest) = match ty {
        "smallint" => (i64::from(i16::MIN), i64::from(i16::MAX)),
        "integer" => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::MIN, i64::MAX),
    };
    let usual = if ascends(options) { (1, greatest) } else { (least, -1) };
    (options.min.unwrap_or(usual.0), options.max.unwrap_or(usual.1))
}

/// The options of a sequence with what was said of it brought into the range of a type.
pub(super) fn within(ty: &str, options: &SequenceOptions) -> SequenceOptions {
    let every = |increment| bounds(ty, &SequenceOptions { increment: Some(increment), ..SequenceOptions::default() });
    let (least, greatest) = (every(-1).0, every(1).1);
    let into = |value: Option<i64>| value.map(|value| value.clamp(least, greatest));
    SequenceOptions { min: into(options.min), max: into(options.max), start: into(options.start), ..options.clone() }
}

/// The words that take one list of options to the other, as ALTER SEQUENCE takes them.
fn changes(from: &SequenceOptions, to: &SequenceOptions) -> Vec<String> {
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
    words
}

pub(super) fn ascends(options: &SequenceOptions) -> bool {
    options.increment.unwrap_or(1) >= 0
}

/// Where it starts: at its lower end, or downwards at its upper end.
pub(super) fn start(options: &SequenceOptions) -> i64 {
    let end = if ascends(options) { options.min.unwrap_or(1) } else { options.max.unwrap_or(-1) };
    options.start.unwrap_or(end)
}
