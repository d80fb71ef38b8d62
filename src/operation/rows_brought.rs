//! Rows that pass to another table: where a table cannot become what is wanted with its rows in it.

use crate::schema::{Column, Expr, QName, Table};

use super::{Fill, Operation, TypeChange};

/// The rows of a table that was set aside, and the table that they go into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowsBrought {
    /// The table that was set aside, as it was; it takes its partitions along.
    pub from: Table,
    /// The table that takes the rows: the new one of the same name, or the one that the old one was a partition of.
    pub into: Table,
    /// The table above that sorts the rows into its partitions, where some may no longer belong into this one.
    pub through: Option<QName>,
    /// The rows that were taken out of it, where it was not set aside as a whole.
    pub only: Option<Expr>,
    /// The condition of the rows that have a place, where not all have: the others go with the table.
    pub fitting: Option<Expr>,
    /// Types of its columns that are made anew as well: their values pass as text.
    pub types: Vec<TypeChange>,
    /// Whether the table leaves its parent before columns of that change: it is divided by one of them.
    pub early: bool,
    /// What becomes of the columns between the two: where the values come from (`fill`, `using`).
    pub changes: Vec<Operation>,
}

impl RowsBrought {
    /// All rows of a table as they are, into another.
    pub fn of(from: Table, into: Table) -> Self {
        let (through, only, fitting) = (None, None, None);
        RowsBrought { from, into, through, only, fitting, types: Vec::new(), early: false, changes: Vec::new() }
    }

    /// Whether the rows go into a table that was there before, and is there still.
    pub fn into_parent(&self) -> bool {
        self.from.name != self.into.name
    }

    /// The way back: what goes is neither there nor known, as where a column is dropped.
    pub(super) fn inverse(self) -> RowsBrought {
        let changes = self.changes.iter().rev().map(Operation::inverse).collect();
        RowsBrought {
            from: self.into,
            into: self.from,
            through: self.through,
            only: self.only,
            fitting: self.fitting,
            types: self.types.into_iter().map(TypeChange::inverse).collect(),
            early: self.early,
            changes,
        }
    }

    pub(super) fn describe(&self) -> String {
        let divided = |table: &Table| {
            let key = table.options.partition_by.as_ref();
            key.map_or_else(|| "not partitioned".to_owned(), |key| format!("partition by {key}"))
        };
        if let Some(rows) = &self.only {
            return format!("rows of {} where {rows} go into their partitions", self.from.name);
        }
        if self.into_parent() {
            return format!("rows of {} go into the partitions of {}", self.from.name, self.into.name);
        }
        let (old, new) = (divided(&self.from), divided(&self.into));
        if old == new {
            format!("table {}: made anew, rows copied", self.into.name)
        } else {
            format!("table {}: {old} -> {new} (made anew, rows copied)", self.into.name)
        }
    }

    /// What a column of the new table is made from: the column as it was, what says how its value passes, and what rows get
    /// that have none. `None`: its own default.
    pub fn source<'a>(&'a self, column: &'a Column) -> Option<ColumnSource<'a>> {
        let change = self.changes.iter().find_map(|change| match change {
            Operation::AlterColumn { to, using, fill, .. } if to.name == column.name => {
                Some((using.as_ref(), fill, None))
            }
            Operation::AddColumn { column: added, fill, references, .. } if added.name == column.name => {
                Some((None, fill, references.as_ref()))
            }
            _ => None,
        });
        let (using, fill, references) = change.unwrap_or((None, &Fill::Nothing, None));
        let old = self.from.column(&column.name);
        // One that is dropped and added again has nothing of what was there.
        let anew = self
            .changes
            .iter()
            .any(|one| matches!(one, Operation::AddColumn { column: added, .. } if added.name == column.name));
        let old = old.filter(|_| !anew);
        (old.is_some() || *fill != Fill::Nothing).then_some(ColumnSource { old, using, fill, references })
    }
}

/// What a column's values are made from.
#[derive(Debug)]
pub struct ColumnSource<'a> {
    /// The column as it was; none where it is new.
    pub old: Option<&'a Column>,
    /// The expression that makes the new values, where one is declared.
    pub using: Option<&'a Expr>,
    /// What rows get that have no value.
    pub fill: &'a Fill,
    /// As in [`Operation::AddColumn`].
    pub references: Option<&'a (QName, String)>,
}
