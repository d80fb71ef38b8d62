//! Names of NOT NULL constraints that pass from one column of a table to another.
//!
//! A constraint keeps its name when its column is renamed, so that two columns that change names hold each other's. These
//! names change together, where the first of the columns changes: each after the one that holds its new name, and a ring by way
//! of a name that nobody has.

use crate::dialect::Step;
use crate::dialect::postgres::names;
use crate::schema::{Column, ObjectId, Origin, PartKind, QName, Schema, Table};

use super::column::not_null_name;
use super::{RenderContext, rename};

/// A constraint's old name and its new one.
type NewName = (String, String);

impl RenderContext<'_> {
    /// Renames the NOT NULL of a column, together with those that hold each other's names.
    pub(super) fn rename_not_null(&self, table: &QName, this: NewName, out: &mut Vec<Step>) {
        let all = self.new_names(table);
        let mut together = vec![this.clone()];
        // Whoever holds the new name of one of them, or wants its old one.
        while let Some(more) = all
            .iter()
            .find(|one| !together.contains(one) && together.iter().any(|(from, to)| *to == one.0 || *from == one.1))
        {
            together.push(more.clone());
        }
        // The first of them changes all.
        if all.contains(&this) && all.iter().find(|one| together.contains(one)) != Some(&this) {
            return;
        }
        let id = ObjectId::table(table);
        let mut rename = |from: &str, to: &str| rename::part(&id, PartKind::Check, from, to, out);
        while !together.is_empty() {
            let is_held = |to: &str| together.iter().any(|(from, _)| from == to);
            if let Some(free) = together.iter().position(|(_, to)| !is_held(to)) {
                let (from, to) = together.remove(free);
                rename(&from, &to);
            } else if let Some((from, _)) = together.first_mut() {
                let taken = |name: &str| all.iter().any(|(from, to)| from == name || to == name);
                let aside = names::free(from, "__old", taken);
                rename(from, &aside);
                *from = aside;
            }
        }
    }

    /// Whether a table that inherits from this one has the NOT NULL of a column under another name: a constraint is renamed in all
    /// of them together, or not at all (`rename_constraint_internal` in `src/backend/commands/tablecmds.c`). Partitions leave
    /// before, where theirs has another.
    pub(super) fn not_null_is_another_below(&self, table: &QName, column: &str, name: &str) -> bool {
        let below = |other: &&Table| {
            let descends = |schema: &Schema| schema.ancestors(&other.name).contains(&table);
            other.options.partition_of.is_none() && descends(self.before) && descends(self.after)
        };
        let own = |other: &Table| {
            let column = other.column(column).filter(|one| !one.nullable && one.not_null.origin != Origin::Inherited);
            column.map(|column| not_null_name(&other.name, column))
        };
        let mut others = self.before.tables().filter(|other| other.name != *table).filter(|other| own(other).is_some());
        others.any(|other| own(other).is_some_and(|its| its != name) && below(&other))
    }

    /// The name of the NOT NULL that a column has from a parent of its table.
    pub(super) fn not_null_above(&self, table: &QName, column: &str) -> Option<String> {
        let own = |parent: &QName| {
            let column = self.after.table(parent)?.column(column).filter(|one| !one.nullable)?;
            (column.not_null.origin != Origin::Inherited).then(|| not_null_name(parent, column))
        };
        self.after.ancestors(table).into_iter().find_map(own)
    }

    /// The constraints of a table's columns that stay and get another name, in the order of the columns.
    fn new_names(&self, table: &QName) -> Vec<NewName> {
        let (Some(before), Some(after)) = (self.before.table(table), self.after.table(table)) else {
            return Vec::new();
        };
        let own = |column: &&Column| !column.nullable && column.not_null.origin != Origin::Inherited;
        let columns = before.columns.iter().filter(own);
        let pairs = columns.filter_map(|old| Some((old, after.column(&old.name).filter(own)?)));
        let names = pairs.map(|(old, new)| (not_null_name(table, old), not_null_name(table, new)));
        names.filter(|(old, new)| old != new).collect()
    }
}
