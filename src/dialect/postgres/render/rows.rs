//! A table that is made anew with its rows: the old one set aside, and its rows brought into the new one.
//!
//! PostgreSQL cannot partition a table that is there, nor change how one is partitioned. The old table gets another name and
//! gives up those that its indexes and sequences hold; once the new one stands with its partitions, the rows are copied.

use crate::dialect::postgres::names;
use crate::dialect::{Facts, LockMode, Step};
use crate::operation::{ColumnSource, Fill, RowsBrought, TypeChange};
use crate::schema::{
    Column, ConstraintDefinition, Enabled, Expr, Identity, IdentityKind, Index, Node, ObjectId, Origin, PartKind,
    QName, Table, Trigger,
};

use super::fill::{Placeholder, numbered};
use super::identity::{self, sequence_of};
use super::{RenderContext, enums, holds, literal, name, quote, trigger};

/// Keeps others out of a table whose rows are copied, and taken out of it by another statement: what they wrote between the two would
/// be gone.
fn lock(table: &QName, out: &mut Vec<Step>) {
    let text = format!("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", name(table));
    let facts = Facts::locking(table, LockMode::AccessExclusive).repeatable(true);
    let why = format!("what others write to {table} while its rows are copied would be lost");
    out.push(Step::new(text).facts(facts).comment(why));
}

impl RenderContext<'_> {
    /// Takes a table out of the way of the one that takes its place.
    pub(super) fn set_aside(&self, table: &Table, out: &mut Vec<Step>) {
        let exclusive = || Facts::locking(&table.name, LockMode::AccessExclusive).repeatable(false);
        let at = name(&table.name);
        let from = out.len();
        let mut step = |text: String| out.push(Step::new(text).facts(exclusive()));
        // One whose parent is set aside too goes with that.
        // It goes along with a parent that stands aside too, unless it is no part of that any more.
        let stays_part = |of: &QName| self.after.table(&table.name).is_none_or(|to| to.partitioned_table() == Some(of));
        let leaves = |of: &QName| self.after.table(of).is_some() && !(self.is_set_aside(of) && stays_part(of));
        let parent = table.partitioned_table().filter(|of| leaves(of));
        if let Some(parent) = parent {
            step(format!("ALTER TABLE {} DETACH PARTITION {at}", name(parent)));
        }
        for parent in &table.options.inherits {
            step(format!("ALTER TABLE {at} NO INHERIT {}", name(parent)));
        }
        let mut out_of_sequences = Vec::new();
        self.detach_sequences(&table.name, None, &mut out_of_sequences);
        // What it had from its parent it keeps when it leaves, as far as the parent still had it.
        let drops = |origin: &Origin| match origin {
            Origin::Attached(_) => parent.is_some().then_some("IF EXISTS "),
            Origin::Inherited => None,
            Origin::Own | Origin::Merged => Some(""),
        };
        let keys = table.constraints.iter().filter(|one| {
            use ConstraintDefinition::{Exclusion, PrimaryKey, Unique};
            matches!(one.definition, PrimaryKey(_) | Unique(_) | Exclusion(_))
        });
        for key in keys {
            if let Some(maybe) = drops(&key.annotation.origin) {
                step(format!("ALTER TABLE {at} DROP CONSTRAINT {maybe}{}", quote::identifier(&key.key())));
            }
        }
        // A computed column that its parent makes anew has taken along what stands on it.
        let of = ObjectId::table(&table.name);
        let has_gone = |index: &Index| {
            let needs = self.before.depends.get(&Node::Part(of.clone(), PartKind::Index, index.name.clone()));
            table.columns.iter().any(|column| {
                let computed = column.generated.is_some() && !column.annotation.origin.is_own();
                computed && needs.is_some_and(|needs| needs.contains(&Node::column(&table.name, &column.name)))
            })
        };
        for index in &table.indexes {
            if let Some(maybe) = drops(&index.annotation.origin) {
                let maybe = if has_gone(index) { "IF EXISTS " } else { maybe };
                step(format!("DROP INDEX {maybe}{}", name(&table.name.sibling(&index.name))));
            }
        }
        for (column, identity) in sequences(table) {
            let sequence = sequence_of(&table.name, &column.name, identity);
            let aside = self.aside(&sequence);
            step(format!("ALTER SEQUENCE {} RENAME TO {}", name(&sequence), quote::identifier(&aside.name)));
        }
        let aside = self.aside(&table.name);
        // A partition that goes along need not move for a name that nobody takes.
        let is_root = parent.is_some() || table.options.partition_of.is_none() || !self.is_set_aside(&table.name);
        if is_root || holds(self.after, &table.name) {
            step(format!("ALTER TABLE {at} RENAME TO {}", quote::identifier(&aside.name)));
        }
        out.extend(out_of_sequences);
        if let Some(first) = out.get_mut(from) {
            first.explain(&format!("{} stands aside until its rows are copied", table.name));
        }
    }

    /// The same where types of its columns are made anew: its rows wait in a table that has text in their place, and it goes at
    /// once with its partitions.
    pub(super) fn set_aside_as_text(&self, table: &Table, types: &[TypeChange], alone: bool, out: &mut Vec<Step>) {
        self.detach_sequences(&table.name, None, out);
        // A partition has the column from its parent, and goes with it where that goes.
        if table.options.partition_of.is_some() && !alone {
            return;
        }
        let (at, aside) = (name(&table.name), name(&self.aside(&table.name)));
        let columns = table.columns.iter().map(|column| {
            let quoted = quote::identifier(&column.name);
            match type_of(column, types) {
                Some(_) if column.ty.ends_with("[]") => format!("{quoted}::text[] AS {quoted}"),
                Some(_) => format!("{quoted}::text AS {quoted}"),
                None => quoted,
            }
        });
        let columns: Vec<String> = columns.collect();
        let exclusive = || Facts::locking(&table.name, LockMode::AccessExclusive).repeatable(false);
        lock(&table.name, out);
        let text = format!("CREATE TABLE {aside} AS SELECT {} FROM {at}", columns.join(", "));
        let why = format!("the rows of {} wait until types of its columns have been made anew", table.name);
        out.push(Step::rows(text).facts(exclusive().rewriting()).comment(why));
        out.push(Step::new(format!("DROP TABLE {at}")).facts(exclusive()));
    }

    /// Whether a table is there before and after, and still goes aside.
    fn is_set_aside(&self, table: &QName) -> bool {
        let ends = self.before.table(table).zip(self.after.table(table));
        // A foreign table goes: no rows of it are waited for.
        ends.filter(|(from, to)| !from.is_foreign() && !to.is_foreign()).is_some_and(|(from, to)| {
            crate::dialect::postgres::descent::is_made_anew(from, to)
                || from
                    .partitioned_table()
                    .is_some_and(|of| to.partitioned_table() == Some(of) && self.is_set_aside(of))
        })
    }

    /// The name that a relation has while it stands aside.
    fn aside(&self, relation: &QName) -> QName {
        relation.sibling(names::free(&relation.name, "__old", |name| self.knows(&relation.sibling(name))))
    }

    /// Takes rows out of a partition, for [`RenderContext::bring_rows`] to put them where they belong.
    pub(super) fn take_rows(&self, table: &Table, rows: &Expr, out: &mut Vec<Step>) {
        let (at, waiting) = (name(&table.name), quote::identifier(&self.waiting(&table.name)));
        let scanning = || Facts::locking(&table.name, LockMode::RowExclusive).scanning().repeatable(false);
        lock(&table.name, out);
        let text = format!("CREATE TEMPORARY TABLE {waiting} AS SELECT * FROM {at} WHERE {rows}");
        out.push(Step::rows(text).facts(scanning()).comment(format!("rows of {} that belong elsewhere", table.name)));
        // One that has left its parent answers for itself alone.
        let stays =
            self.before.table(&table.name).is_some_and(|old| old.options.partition_of == table.options.partition_of);
        let answering = self.answering(&table.name, stays);
        still(&answering, out);
        out.push(Step::rows(format!("DELETE FROM {at} WHERE {rows}")).facts(scanning()));
        awake(&answering, out);
    }

    /// The temporary table in which rows of a partition wait.
    fn waiting(&self, table: &QName) -> String {
        names::free(&table.name, "__rows", |name| self.knows(&table.sibling(name)))
    }

    /// Copies the rows of a table that stands aside, and drops it.
    pub(super) fn bring_rows(&self, rows: &RowsBrought, out: &mut Vec<Step>) {
        let into = name(rows.through.as_ref().unwrap_or(&rows.into.name));
        let old = match &rows.only {
            Some(_) => quote::identifier(&self.waiting(&rows.from.name)),
            None => name(&self.aside(&rows.from.name)),
        };
        let answering = match &rows.through {
            Some(whole) => self.answering(whole, true),
            None if rows.into_parent() => self.answering(&rows.into.name, true),
            None => Vec::new(),
        };
        still(&answering, out);
        let mut said: Vec<String> = Vec::new();
        let values: Vec<(&Column, String)> = rows
            .into
            .columns
            .iter()
            .filter(|column| column.generated.is_none())
            .filter_map(|column| Some((column, self.copied(rows, column, &mut said)?)))
            .collect();
        let list = |of: &dyn Fn(&(&Column, String)) -> String| values.iter().map(of).collect::<Vec<_>>().join(", ");
        let columns = list(&|(column, _)| quote::identifier(&column.name));
        let columns = if columns.is_empty() { columns } else { format!(" ({columns})") };
        // From version 17 on a partition numbers its rows as the table above it.
        let above = self.after.ancestors(&rows.into.name).into_iter().filter_map(|name| self.after.table(name));
        let tables: Vec<&Table> = above.chain([&rows.into]).collect();
        let is_always = |column: &Column| column.identity.as_ref().is_some_and(|one| one.kind == IdentityKind::Always);
        let always = |column: &Column| tables.iter().any(|table| table.column(&column.name).is_some_and(is_always));
        let overriding = if values.iter().any(|(column, _)| always(column)) { "\nOVERRIDING SYSTEM VALUE" } else { "" };
        let fitting = rows.fitting.as_ref().map(|rows| format!("\nWHERE {rows}")).unwrap_or_default();
        let values = list(&|(_, value)| value.clone());
        let text = format!("INSERT INTO {into}{columns}{overriding}\nSELECT {values}\nFROM {old}{fitting}");
        let mut step = Step::rows(text).facts(
            Facts::locking(&rows.from.name, LockMode::AccessExclusive)
                .and_locking(&rows.into.name, LockMode::AccessExclusive)
                .rewriting()
                .repeatable(false),
        );
        if rows.only.is_none() && rows.fitting.is_none() {
            said.push(format!("copies all rows of {}", rows.from.name));
        }
        step.explain(&said.join("\n"));
        out.push(step);
        awake(&answering, out);
        if !rows.into_parent() {
            for (column, identity) in sequences(&rows.into) {
                self.go_on(rows, column, identity, out);
            }
        }
        let drop = Step::new(format!("DROP TABLE {old}"));
        out.push(drop.facts(Facts::locking(&rows.from.name, LockMode::AccessExclusive).repeatable(false)));
    }

    /// What would answer to rows that are copied into a table or taken out of it: its rules, its triggers and those of its
    /// partitions, and where it is a partition itself (`stays`), those of the tables above it.
    fn answering(&self, table: &QName, stays: bool) -> Vec<Answering> {
        let is_on = |enabled: Enabled| matches!(enabled, Enabled::Origin | Enabled::Always);
        let mut found = Vec::new();
        // A rule is about the table that a statement names. What is made anew is not there while rows change their place.
        if let (Some(before), Some(after)) = (self.before.table(table), self.after.table(table)) {
            let rules = after.rules.iter().filter(|one| is_on(one.enabled) && before.rules.contains(one));
            found.extend(rules.map(|one| Answering::new(table, "RULE", &one.name, one.enabled)));
        }
        let below = self.after.tables().filter(|one| {
            one.options.partition_of.is_some()
                && self.after.ancestors(&one.name).into_iter().any(|above| above == table)
        });
        let mut tables: Vec<&QName> = below.map(|one| &one.name).collect();
        tables.push(table);
        let mut next = self.after.table(table).filter(|_| stays).and_then(Table::partitioned_table);
        while let Some(of) = next {
            tables.push(of);
            next = self.after.table(of).and_then(Table::partitioned_table);
        }
        for of in tables {
            let (Some(before), Some(after)) = (self.before.table(of), self.after.table(of)) else { continue };
            let there = |one: &&Trigger| before.triggers.iter().any(|other| trigger::alters(other, one, self.flavor));
            // What it has from above is switched there.
            let own = after.triggers.iter().filter(|one| is_on(one.enabled) && !one.is_inherited());
            found.extend(own.filter(there).map(|one| Answering::new(of, "TRIGGER", &one.name, one.enabled)));
        }
        found
    }

    /// What a column of the new table gets of a row of the old one; none: its own default.
    fn copied(&self, rows: &RowsBrought, column: &Column, said: &mut Vec<String>) -> Option<String> {
        let ColumnSource { old, using, fill, references } = rows.source(column)?;
        let at = quote::identifier(&column.name);
        let value = match (old, using) {
            (None, _) => None,
            (Some(_), Some(using)) => Some(format!("({using})")),
            (Some(old), None) if type_of(old, &rows.types).is_some() => {
                let values = type_of(old, &rows.types).map(TypeChange::passed_values).unwrap_or_default();
                Some(enums::passed(&column.name, &column.ty, &values))
            }
            (Some(old), None) if old.ty == column.ty => Some(at),
            (Some(old), None) => Some(self.conversion(old, column, None).unwrap_or(at)),
        };
        let fills = match fill {
            Fill::Nothing => None,
            Fill::Backfill(value) => Some(format!("({value})")),
            Fill::Placeholder if column.fills_itself() => None,
            Fill::Placeholder => {
                let (value, what) = match self.placeholder(&rows.into.name, column, references)? {
                    Placeholder::Constant(value) => (value.clone(), value),
                    Placeholder::Update { what, .. } => (self.each(column, references)?, what),
                };
                said.push(if old.is_some() {
                    format!("rows that hold no {} get {what}", column.name)
                } else {
                    format!("the old values of {} are gone: rows get {what}", column.name)
                });
                Some(value)
            }
        };
        match (value, fills) {
            (Some(value), Some(fills)) => Some(format!("coalesce({value}, {fills})")),
            (value, fills) => value.or(fills),
        }
    }

    /// A value for each row, in a query of them.
    fn each(&self, column: &Column, references: Option<&(QName, String)>) -> Option<String> {
        match references {
            Some(_) => literal::placeholder(column, references).map(|value| value.0),
            None => numbered(&column.ty).map(|value| value.replace("p.n", "row_number() OVER ()")),
        }
    }

    /// The sequence of a column of the new table goes on where the old one's stood, or behind all rows.
    fn go_on(&self, rows: &RowsBrought, column: &Column, identity: &Identity, out: &mut Vec<Step>) {
        let sequence = sequence_of(&rows.into.name, &column.name, identity);
        let old = rows.from.column(&column.name).and_then(|column| Some((column, column.identity.as_deref()?)));
        let Some((old, before)) = old.filter(|_| rows.types.is_empty()) else {
            return identity::behind_all(&rows.into.name, column, identity, &sequence, out);
        };
        let before = self.aside(&sequence_of(&rows.from.name, &old.name, before));
        let text = format!(
            "SELECT setval({}, last_value, is_called) FROM {}",
            literal::plain(&name(&sequence)),
            name(&before)
        );
        out.push(Step::rows(text).facts(Facts::light().repeatable(true)));
    }
}

/// The one of these types that a column is of, or lists of it.
fn type_of<'a>(column: &Column, types: &'a [TypeChange]) -> Option<&'a TypeChange> {
    let element = column.ty.strip_suffix("[]").unwrap_or(&column.ty);
    types.iter().find(|one| name(&one.id().name) == element)
}

/// A trigger or a rule that answers to changes of rows.
struct Answering {
    table: QName,
    word: &'static str,
    name: String,
    always: bool,
}

impl Answering {
    fn new(table: &QName, word: &'static str, name: &str, enabled: Enabled) -> Self {
        Answering { table: table.clone(), word, name: name.to_owned(), always: enabled == Enabled::Always }
    }

    /// `ALTER TABLE t DISABLE TRIGGER g`
    fn step(&self, what: &str) -> Step {
        let Answering { table, word, name: of, .. } = self;
        let text = format!("ALTER TABLE {} {what} {word} {}", name(table), quote::identifier(of));
        let mode = if *word == "RULE" { LockMode::AccessExclusive } else { LockMode::ShareRowExclusive };
        Step::new(text).facts(Facts::locking(table, mode).repeatable(true))
    }
}

/// Switches off what would answer to rows that only change their place.
fn still(answering: &[Answering], out: &mut Vec<Step>) {
    let why = "rows that only change their place are no new ones";
    out.extend(answering.iter().map(|one| one.step("DISABLE").comment(why)));
}

/// Switches on again what [`still`] switched off.
fn awake(answering: &[Answering], out: &mut Vec<Step>) {
    out.extend(answering.iter().map(|one| one.step(if one.always { "ENABLE ALWAYS" } else { "ENABLE" })));
}

/// The columns of a table with a sequence of their own.
fn sequences(table: &Table) -> impl Iterator<Item = (&Column, &Identity)> {
    // From version 17 on a partition's identity is its parent's.
    let own = table.options.partition_of.is_none();
    let columns = table.columns.iter().filter(move |column| own || column.annotation.origin.is_own());
    columns.filter_map(|column| Some((column, column.identity.as_deref()?)))
}
