//! Columns that a sequence of their own feeds: serial and identity, and the ways between them.
//!
//! A way between them keeps the position: the new sequence goes on where the old one stood. A column that gets one for
//! the first time goes on behind the largest value it holds.

use crate::dialect::postgres::{literal, names, types};
use crate::dialect::{ClauseKind, Fact, Facts, Step};
use crate::schema::{Column, Identity, IdentityKind, Node, Object, QName, SequenceOptions};

use super::{RenderContext, add, alter, alter_column, comment, name, quote, sequence};

/// The sequence of a column.
pub(crate) fn sequence_of(table: &QName, column: &str, identity: &Identity) -> QName {
    table.sibling(identity.sequence.clone().unwrap_or_else(|| names::sequence(&table.name, column)))
}

/// Whether the word `serial` says all: the usual name, no options, NOT NULL.
pub(super) fn word(column: &Column) -> Option<&'static str> {
    let identity = column.identity.as_deref().filter(|identity| identity.kind == IdentityKind::Serial)?;
    let usual = identity.sequence.is_none() && identity.options == SequenceOptions::default();
    let said = &column.not_null;
    (usual && !column.nullable && said.name.is_none() && !said.no_inherit && !said.not_valid)
        .then(|| types::serial_word(&types::canonical(&column.ty)))
        .flatten()
}

/// What stands behind the type of a column.
pub(super) fn clause(table: &QName, column: &Column, identity: &Identity) -> String {
    let always = match identity.kind {
        IdentityKind::Serial => return format!("DEFAULT {}", next(&sequence_of(table, &column.name, identity))),
        IdentityKind::Always => "ALWAYS",
        IdentityKind::ByDefault | IdentityKind::AutoIncrement => "BY DEFAULT",
    };
    let mut inside = String::new();
    if let Some(sequence) = &identity.sequence {
        inside = format!(" SEQUENCE NAME {}", name(&table.sibling(sequence)));
    }
    inside.push_str(&sequence::options(&identity.options));
    match inside.trim_start() {
        "" => format!("GENERATED {always} AS IDENTITY"),
        inside => format!("GENERATED {always} AS IDENTITY ({inside})"),
    }
}

/// `nextval('orders_id_seq'::regclass)`
pub(crate) fn next(sequence: &QName) -> String {
    format!("nextval({}::regclass)", literal::plain(&name(sequence)))
}

/// What is said of the sequence of an identity beside its options, where it changes; `from`: the column before.
pub(super) fn said_of_sequence(table: &QName, from: Option<&Column>, to: &Column, out: &mut Vec<Step>) {
    let Some(identity) = to.identity.as_deref().filter(|identity| !is_serial(identity)) else { return };
    let before = from.and_then(|column| column.identity.as_deref()).filter(|before| !is_serial(before));
    let at = sequence_of(table, &to.name, identity);
    let unlogged = before.and_then(|before| before.unlogged);
    if unlogged != identity.unlogged {
        // Where it is as its table again, that is the other of what it was.
        let unlogged = identity.unlogged.unwrap_or(unlogged == Some(false));
        sequence::set_logged(&at, unlogged, out);
    }
    let comment = before.and_then(|before| before.comment.as_deref());
    comment::set("SEQUENCE", &name(&at), comment, identity.comment.as_deref(), out);
}

/// Makes the sequence of a serial column whose word does not say all.
pub(super) fn create_sequence(context: &RenderContext<'_>, table: &QName, column: &Column, out: &mut Vec<Step>) {
    if let Some(identity) = serial(column).filter(|_| word(column).is_none()) {
        make(context, table, column, identity, out);
    }
}

/// The sequence of a serial column; it is as lasting as its table (from version 15 on, where it can be).
fn make(context: &RenderContext<'_>, table: &QName, column: &Column, identity: &Identity, out: &mut Vec<Step>) {
    let as_table =
        context.after.table(table).is_some_and(|table| table.options.unlogged) && context.flavor.at_least(15, 0);
    let unlogged = identity.unlogged.unwrap_or(as_table);
    let ty = identity.sequence_type.as_deref().unwrap_or(&column.ty);
    let sequence = name(&sequence_of(table, &column.name, identity));
    add(
        out,
        format!(
            "CREATE {}SEQUENCE {}{}{}",
            if unlogged { "UNLOGGED " } else { "" },
            sequence,
            if ty == "bigint" { String::new() } else { format!(" AS {ty}") },
            sequence::options(&identity.options)
        ),
    );
    comment::set("SEQUENCE", &sequence, None, identity.comment.as_deref(), out);
}

/// Gives the column the sequence that [`create_sequence`] made, and an identity's sequence the type that it has for itself.
pub(super) fn own_sequence(context: &RenderContext<'_>, table: &QName, column: &Column, out: &mut Vec<Step>) {
    if let Some(identity) = &column.identity {
        widen(table, column, identity, out);
    }
    if let Some(identity) = serial(column).filter(|_| word(column).is_none()) {
        let (owner, sequence) = ((table.clone(), column.name.clone()), sequence_of(table, &column.name, identity));
        if context.before.table(table).is_some() {
            context.follow_table(&sequence, None, table, out);
        }
        sequence::own(&sequence, Some(&owner), out);
    }
}

/// Whether an identity's sequence is of a wider type than its column: it then says a bound that the column's type has anyway.
/// So LIKE makes it.
fn is_wider(ty: &str, identity: &Identity) -> bool {
    let options = &identity.options;
    let (least, greatest) = sequence::bounds(ty, &SequenceOptions { min: None, max: None, ..options.clone() });
    let said = if sequence::ascends(options) { options.max == Some(greatest) } else { options.min == Some(least) };
    said && !is_serial(identity) && matches!(ty, "smallint" | "integer")
}

/// Gives an identity's sequence its wider type. With the type, the server forgets a bound that was the narrower one's.
fn widen(table: &QName, column: &Column, identity: &Identity, out: &mut Vec<Step>) {
    if is_wider(&column.ty, identity) {
        let (least, greatest) = sequence::bounds(&column.ty, &identity.options);
        let sequence = sequence_of(table, &column.name, identity);
        add(out, format!("ALTER SEQUENCE {} AS bigint MINVALUE {least} MAXVALUE {greatest}", name(&sequence)));
    }
}

/// The options of a sequence once it is of its column's own type.
fn narrowed(ty: &str, identity: &Identity) -> SequenceOptions {
    let options = identity.options.clone();
    match (is_wider(ty, identity), sequence::ascends(&options)) {
        (false, _) => options,
        (true, true) => SequenceOptions { max: None, ..options },
        (true, false) => SequenceOptions { min: None, ..options },
    }
}

fn serial(column: &Column) -> Option<&Identity> {
    column.identity.as_deref().filter(|identity| identity.kind == IdentityKind::Serial)
}

fn is_serial(identity: &Identity) -> bool {
    identity.kind == IdentityKind::Serial
}

/// A change of a column's sequence, in the two halves between which its type and nullability change.
pub(super) struct SequenceChange<'a> {
    table: &'a QName,
    from: &'a Column,
    to: &'a Column,
    /// Where the old sequence was put while the new one is made.
    aside: Option<QName>,
}

impl<'a> SequenceChange<'a> {
    pub(super) fn new(table: &'a QName, from: &'a Column, to: &'a Column) -> Self {
        SequenceChange { table, from, to, aside: None }
    }

    fn alter(&self, kind: ClauseKind, what: &str, out: &mut Vec<Step>) {
        alter(self.table, alter_column(kind, &self.to.name, what), out);
    }

    /// What must be gone before the type changes.
    pub(super) fn before(&mut self, context: &RenderContext<'_>, out: &mut Vec<Step>) {
        let Some(old) = &self.from.identity else { return };
        let sequence = sequence_of(self.table, &self.from.name, old);
        match &self.to.identity {
            None if is_serial(old) => {
                self.alter(ClauseKind::DropDefault, "DROP DEFAULT", out);
                add(out, format!("DROP SEQUENCE {}", name(&sequence)));
            }
            // In the statement that changes the type, the server would change the sequence to that type as well.
            None if !types::is_integer(&self.to.ty) => self.alone("DROP IDENTITY", out),
            None => self.alter(ClauseKind::DropIdentity, "DROP IDENTITY", out),
            Some(new) if is_serial(old) != is_serial(new) => {
                if is_serial(old) {
                    self.alter(ClauseKind::DropDefault, "DROP DEFAULT", out);
                }
                self.aside = Some(if sequence == sequence_of(self.table, &self.to.name, new) {
                    let free = names::free(&sequence.name, "__old", |name| context.knows(&sequence.sibling(name)));
                    add(out, format!("ALTER SEQUENCE {} RENAME TO {}", name(&sequence), quote::identifier(&free)));
                    sequence.sibling(free)
                } else {
                    sequence
                });
            }
            Some(_) if !is_serial(old) && self.from.ty != self.to.ty => {
                // The server takes the sequence along to a narrower type only where all that was said of it has room there.
                let (ty, within) = (self.from.ty.as_str(), sequence::within(&self.to.ty, &old.options));
                let words = sequence::changed(&sequence, (ty, &old.options), (ty, &within), out);
                if !words.is_empty() {
                    add(out, format!("ALTER SEQUENCE {} {}", name(&sequence), words.join(" ")));
                }
            }
            Some(_) => {}
        }
    }

    /// A change of the column in a statement of its own.
    fn alone(&self, what: &str, out: &mut Vec<Step>) {
        add(out, format!("ALTER TABLE {} ALTER COLUMN {} {what}", name(self.table), quote::identifier(&self.to.name)));
    }

    /// What comes when the type and NOT NULL are there.
    pub(super) fn after(&self, context: &RenderContext<'_>, retyped: bool, out: &mut Vec<Step>) {
        let Some(new) = &self.to.identity else { return };
        let sequence = sequence_of(self.table, &self.to.name, new);
        match (&self.from.identity, &self.aside) {
            (Some(old), None) => self.altered(old, new, &sequence, retyped, out),
            (_, aside) => {
                let owner = (self.table.clone(), self.to.name.clone());
                if is_serial(new) {
                    make(context, self.table, self.to, new, out);
                } else {
                    let added = format!("ADD {}", clause(self.table, self.to, new));
                    if types::is_integer(&self.from.ty) {
                        self.alter(ClauseKind::AddIdentity, &added, out);
                    } else {
                        self.alone(&added, out);
                    }
                    widen(self.table, self.to, new, out);
                }
                match aside {
                    Some(aside) => {
                        let text = format!(
                            "SELECT setval({}, last_value, is_called) FROM {}",
                            literal::plain(&name(&sequence)),
                            name(aside)
                        );
                        out.push(Step::rows(text).facts(Facts::light().repeatable(true)));
                    }
                    None => behind_all(self.table, self.to, new, &sequence, out),
                }
                match aside {
                    Some(_) if is_serial(new) => self.alter(ClauseKind::DropIdentity, "DROP IDENTITY", out),
                    Some(aside) => add(out, format!("DROP SEQUENCE {}", name(aside))),
                    None => {}
                }
                if is_serial(new) {
                    self.alter(ClauseKind::SetDefault, &format!("SET DEFAULT {}", next(&sequence)), out);
                    if !new.unowned {
                        context.follow_table(&sequence, None, self.table, out);
                        sequence::own(&sequence, Some(&owner), out);
                    }
                }
            }
        }
    }

    /// The same kind before and after: name, options, and when a value may be given.
    fn altered(&self, old: &Identity, new: &Identity, sequence: &QName, retyped: bool, out: &mut Vec<Step>) {
        let before = sequence_of(self.table, &self.from.name, old);
        if before != *sequence {
            add(out, format!("ALTER SEQUENCE {} RENAME TO {}", name(&before), quote::identifier(&sequence.name)));
        }
        let types = (self.from.ty.as_str(), self.to.ty.as_str());
        if is_wider(types.0, old) && self.from.ty == self.to.ty && !is_wider(types.1, new) {
            add(out, format!("ALTER SEQUENCE {} AS {}", name(sequence), types.1));
        }
        // The server takes an identity's sequence along to another type, a serial's it does not.
        let type_before = if is_serial(new) { types.0 } else { types.1 };
        let (mut before, after) = (narrowed(types.0, old), narrowed(types.1, new));
        if !is_serial(new) && types.0 != types.1 {
            before = sequence::within(types.1, &before);
        }
        let changes = sequence::changed(sequence, (type_before, &before), (types.1, &after), out);
        if is_serial(new) {
            let mut words = Vec::new();
            if retyped && self.from.ty != self.to.ty {
                words.push(format!("AS {}", self.to.ty));
            }
            words.extend(changes);
            if !words.is_empty() {
                add(out, format!("ALTER SEQUENCE {} {}", name(sequence), words.join(" ")));
            }
            return;
        }
        let mut words = Vec::new();
        if old.kind != new.kind {
            words.push(format!(
                "SET GENERATED {}",
                if new.kind == IdentityKind::Always { "ALWAYS" } else { "BY DEFAULT" }
            ));
        }
        words.extend(changes.into_iter().map(|word| format!("SET {word}")));
        // A bound that was said keeps the column's wider type from being that of its sequence.
        if is_wider(types.0, old) && retyped && !is_wider(types.1, new) && after.max.is_none() && after.min.is_none() {
            words.push(if sequence::ascends(&after) { "SET NO MAXVALUE" } else { "SET NO MINVALUE" }.to_owned());
        }
        if !words.is_empty() {
            self.alter(ClauseKind::SetIdentity, &words.join(" "), out);
        }
        if !is_wider(types.0, old) || self.from.ty != self.to.ty {
            widen(self.table, self.to, new, out);
        }
    }
}

/// A sequence that is new to a column with rows goes on behind them.
pub(super) fn behind_all(table: &QName, column: &Column, identity: &Identity, sequence: &QName, out: &mut Vec<Step>) {
    let first = sequence::start(&identity.options).to_string();
    out.push(behind(table, column, &identity.options, &name(sequence), &first));
}

/// Puts a sequence behind the rows of a column, where these have got as far as `first`.
fn behind(table: &QName, column: &Column, options: &SequenceOptions, sequence: &str, first: &str) -> Step {
    let column = quote::identifier(&column.name);
    let (far, reached) = if sequence::ascends(options) { ("max", ">=") } else { ("min", "<=") };
    let text = format!(
        "SELECT setval({}, {far}({column})) FROM {} HAVING {far}({column}) {reached} {first}",
        literal::plain(sequence),
        name(table)
    );
    // An index on the column spares the scan.
    Step::rows(text).facts(Facts { scans: Fact::Unknown, ..Facts::light() }.repeatable(true))
}

impl RenderContext<'_> {
    /// A sequence that comes and that a column with rows takes its values from goes on behind them. Another column may have been
    /// there before.
    pub(super) fn go_behind(&self, table: &QName, column: &Column, out: &mut Vec<Step>) {
        // The rows of a foreign table are not asked for.
        if self.is_foreign(table) {
            return;
        }
        let Some(needs) = self.after.depends.get(&Node::column(table, &column.name)) else { return };
        for need in needs.iter().map(Node::object) {
            let Some(Object::Sequence(one)) = self.after.get(need) else { continue };
            let feeds = column.default.as_ref().is_some_and(|default| default.text() == next(&one.name));
            if !feeds || self.before.get(need).is_some() || !types::is_integer(&column.ty) {
                continue;
            }
            let sequence = name(&one.name);
            let reached = format!("(SELECT last_value FROM {sequence})");
            out.push(behind(table, column, &one.options, &sequence, &reached));
        }
    }
}
