//! Partitions, tables that inherit, typed tables: how a table comes to its parents and leaves them.

use crate::dialect::postgres::descent::inherited;
use crate::dialect::{Facts, LockMode, Step};
use crate::schema::{Column, Constraint, Expr, Origin, Partition, QName, Schema, Table};

use super::column::not_null_name;
use super::{RenderContext, identity, name};

impl RenderContext<'_> {
    /// The columns that a new table declares itself: all but those that it inherits.
    pub(super) fn own_columns(&self, table: &Table) -> Vec<Column> {
        let partition = table.options.partition_of.is_some();
        let own = table.columns.iter().filter(|one| partition || one.annotation.origin != Origin::Inherited);
        own.cloned()
            .map(|mut column| {
                self.name_not_null(&table.name, &mut column);
                // What it does not say itself it would have from its parents.
                let merged = column.annotation.origin == Origin::Merged && column.default.is_none();
                let unsaid = merged && column.generated.is_none() && column.identity.is_none();
                if unsaid && self.of_parents(table, &column).is_some_and(|parent| parent.default.is_some()) {
                    column.default = Some(Expr::from("NULL"));
                }
                // Before 16, a column that a parent computes may not say how: it has that from there.
                if column.annotation.origin == Origin::Merged && !self.flavor.at_least(16, 0) && !partition {
                    column.generated = None;
                }
                column
            })
            .collect()
    }

    /// The columns that a new table only inherits and says itself to be NOT NULL. It says so where it is made: said later, to a
    /// column that is NOT NULL by then, it would leave the constraint with the parent's name.
    pub(super) fn own_not_nulls(&self, table: &Table) -> Vec<Column> {
        if table.options.inherits.is_empty() || !self.flavor.at_least(18, 0) {
            return Vec::new();
        }
        let inherited = table.columns.iter().filter(|one| one.annotation.origin == Origin::Inherited && !one.nullable);
        let own = inherited.filter(|one| one.not_null.origin != Origin::Inherited && !one.not_null.not_valid);
        own.cloned()
            .map(|mut column| {
                self.name_not_null(&table.name, &mut column);
                column
            })
            .collect()
    }

    /// While the old one of a table that is made anew stands aside, it still has the name that the server would give.
    fn name_not_null(&self, table: &QName, column: &mut Column) {
        let anew = self.flavor.at_least(18, 0) && self.before.table(table).is_some();
        if anew && !column.nullable && column.not_null.origin != Origin::Inherited {
            column.not_null.name = Some(not_null_name(table, column));
        }
    }

    /// A column as a new table has it from its parents.
    pub(super) fn of_parents(&self, table: &Table, column: &Column) -> Option<Column> {
        let find = |schema: &Schema, parent: &QName| {
            schema
                .table(parent)
                .and_then(|table| table.column(&column.name))
                .map(|one| inherited(parent, one, table, self.flavor))
        };
        let both = |parent: &QName| find(self.after, parent).or_else(|| find(self.before, parent));
        let all: Vec<Column> = table.parents().filter_map(both).collect();
        let mut found = all.first()?.clone();
        found.nullable = all.iter().all(|one| one.nullable);
        found.default = all.iter().find_map(|one| one.default.clone());
        // What ANALYZE is told of it, a child does not get with the column.
        found.statistics = None;
        found.identity.clone_from(&column.identity);
        Some(found)
    }

    /// Takes a table to the one that it is a partition of.
    pub(super) fn attach(&self, table: &QName, partition: &Partition, out: &mut Vec<Step>) {
        let text = format!("ALTER TABLE {} ATTACH PARTITION {} {}", name(&partition.of), name(table), partition.bound);
        let mut facts = Facts::locking(&partition.of, LockMode::ShareUpdateExclusive)
            .and_locking(table, LockMode::AccessExclusive)
            .scanning()
            .failing_on(format!("{table} has rows that its bound does not allow"));
        for other in self.rest_of(&partition.of).filter(|other| *other != table) {
            facts = facts
                .and_locking(other, LockMode::AccessExclusive)
                .failing_on(format!("{other} has rows that belong into {table}"));
        }
        out.push(Step::new(text).facts(facts.repeatable(false)));
        // The numbers of a new whole go on behind the rows that come to it.
        let come = self.before.table(&partition.of).is_none() && self.before.table(table).is_some();
        for column in self.after.table(&partition.of).iter().filter(|_| come).flat_map(|whole| &whole.columns) {
            if let Some(identity) = &column.identity {
                let sequence = identity::sequence_of(&partition.of, &column.name, identity);
                identity::behind_all(&partition.of, column, identity, &sequence, out);
            }
        }
    }

    /// The partition that takes what no other takes.
    fn rest_of<'a>(&'a self, parent: &'a QName) -> impl Iterator<Item = &'a QName> + 'a {
        let is_rest = move |table: &&Table| {
            let partition = table.options.partition_of.as_ref();
            partition.is_some_and(|one| one.of == *parent && one.bound.text() == "DEFAULT")
        };
        self.before.tables().filter(is_rest).map(|table| &table.name)
    }

    /// Takes a partition that is to be dropped away from its parent, where a foreign key that stays leads to that: the server drops none that
    /// a key leads to.
    pub(super) fn detach_referenced(&self, table: &Table, out: &mut Vec<Step>) {
        let Some(partition) = &table.options.partition_of else { return };
        let wholes = self.before.ancestors(&table.name);
        let leads_here = |other: &Table| {
            let stays = |key: &str| {
                let after = self.after.table(&other.name);
                after.is_some_and(|after| after.constraints.iter().any(|one| one.key() == key))
            };
            let keys = other.constraints.iter().filter(|one| stays(&one.key())).filter_map(Constraint::foreign_key);
            keys.into_iter().any(|key| wholes.contains(&&key.table))
        };
        let is_gone = wholes.iter().all(|whole| self.after.table(whole).is_none());
        if !is_gone && self.before.tables().any(leads_here) {
            self.detach(&partition.of, &table.name, out);
        }
    }

    fn detach(&self, parent: &QName, table: &QName, out: &mut Vec<Step>) {
        let text = format!("ALTER TABLE {} DETACH PARTITION {}", name(parent), name(table));
        let facts = Facts::locking(parent, LockMode::AccessExclusive).and_locking(table, LockMode::AccessExclusive);
        out.push(Step::new(text).facts(facts.repeatable(false)));
    }

    /// Takes a table away from those of its parents that it is to have no more.
    pub(super) fn leave(&self, from: &Table, to: &Table, out: &mut Vec<Step>) {
        let (a, b) = (&from.options, &to.options);
        if let Some(partition) = a.partition_of.as_ref().filter(|_| a.partition_of != b.partition_of) {
            self.detach(&partition.of, &to.name, out);
        }
        let kept = a.inherits.iter().zip(&b.inherits).take_while(|(x, y)| x == y).count();
        for parent in a.inherits.iter().skip(kept) {
            alone(&to.name, &format!("NO INHERIT {}", name(parent)), Some(parent), out);
        }
        if a.of_type.is_some() && a.of_type != b.of_type {
            alone(&to.name, "NOT OF", None, out);
        }
    }

    /// Brings a table to those of its parents that it had not before.
    pub(super) fn join(&self, from: &Table, to: &Table, out: &mut Vec<Step>) {
        let (a, b) = (&from.options, &to.options);
        if let Some(partition) = b.partition_of.as_ref().filter(|_| a.partition_of != b.partition_of) {
            self.attach(&to.name, partition, out);
        }
        let kept = a.inherits.iter().zip(&b.inherits).take_while(|(x, y)| x == y).count();
        for parent in b.inherits.iter().skip(kept) {
            alone(&to.name, &format!("INHERIT {}", name(parent)), Some(parent), out);
        }
        if let Some(ty) = b.of_type.as_ref().filter(|_| a.of_type != b.of_type) {
            alone(&to.name, &format!("OF {ty}"), None, out);
        }
    }
}

/// A clause of ALTER TABLE that stands alone: others would not be looked at in its light.
fn alone(table: &QName, what: &str, parent: Option<&QName>, out: &mut Vec<Step>) {
    let facts = Facts::locking(table, LockMode::AccessExclusive);
    let facts = match parent {
        Some(parent) => facts.and_locking(parent, LockMode::ShareUpdateExclusive),
        None => facts,
    };
    out.push(Step::new(format!("ALTER TABLE {} {what}", name(table))).facts(facts.repeatable(false)));
}
