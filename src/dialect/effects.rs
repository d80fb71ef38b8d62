//! What an operation does to rows, in words: what is lost, and which rows make it fail.
//!
//! The comments of a script, the summary on the screen, JSON and the question of `apply` say what is found here.

use crate::operation::{Fill, Operation, RowsBrought};
use crate::schema::{Schema, Table};

use super::Dialect;

/// What happens to the values of a column that gets another type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conversion {
    /// What is lost of them without an error: `the time of day`.
    pub loses: Option<String>,
    /// The values that make it fail: `values beyond integer`.
    pub fails_on: Option<String>,
}

/// The values of a column that another definition of it does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// The condition that finds their rows.
    pub condition: String,
    /// What they are: `values longer than varchar(10)`.
    pub words: String,
}

/// A change of type that the database has no conversion for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedsUsing {
    /// The expression that is usual for it, where one is: `to_timestamp(created)`.
    pub usual: Option<String>,
    /// The expression that goes by way of text: it serves where there are no values, and fails on those that do not read as
    /// the new type.
    pub by_text: String,
}

/// What an operation does to rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effects {
    /// What is lost, an entry each: `the values of users.name`.
    pub loses: Vec<String>,
    /// The rows that make it fail, an entry each: `users has rows`.
    pub fails_while: Vec<String>,
}

impl Effects {
    /// What is lost as one line.
    pub fn lost(&self) -> Option<String> {
        (!self.loses.is_empty()).then(|| self.loses.join(", "))
    }

    /// The rows that make it fail as one line.
    pub fn fails(&self) -> Option<String> {
        (!self.fails_while.is_empty()).then(|| self.fails_while.join(", "))
    }
}

/// Whether an operation changes a table whose rows are another server's, so that none of ours are touched.
fn is_foreign(operation: &Operation, after: &Schema) -> bool {
    let (Operation::AddColumn { table, .. }
    | Operation::DropColumn { table, .. }
    | Operation::AlterColumn { table, .. }) = operation
    else {
        return false;
    };
    after.table(table).is_some_and(Table::is_foreign)
}

/// What the copy of rows into another table does to them.
fn of_copy(rows: &RowsBrought) -> Effects {
    let mut effects = Effects::default();
    if rows.into.options.partition_by.is_some() {
        let (from, into) = (&rows.from.name, &rows.into.name);
        match &rows.fitting {
            Some(_) => effects.loses.push(format!("rows of {from} that no partition of {into} takes")),
            None => effects.fails_while.push(format!("{from} has rows that no partition of {into} takes")),
        }
    }
    effects
}

/// What an operation that leads to the schema `after` does to rows, whatever rows there are.
pub fn effects(dialect: &dyn Dialect, operation: &Operation, after: &Schema) -> Effects {
    let mut effects = Effects::default();
    if is_foreign(operation, after) {
        return effects;
    }
    match operation {
        Operation::RebuildTable { changes, .. } | Operation::BringRows(RowsBrought { changes, .. }) => {
            for change in changes {
                let one = self::effects(dialect, change, after);
                effects.loses.extend(one.loses);
                effects.fails_while.extend(one.fails_while);
            }
            if let Operation::BringRows(rows) = operation {
                let copy = of_copy(rows);
                effects.loses.extend(copy.loses);
                effects.fails_while.extend(copy.fails_while);
            }
        }
        // Who says how the values are made has thought of them.
        Operation::AlterColumn { table, from, to, using: None, .. } if from.ty != to.ty && to.generated.is_none() => {
            let [old, new] =
                [&from.ty, &to.ty].map(|ty| after.list_below(ty, |name| dialect.qualified(name)).unwrap_or(ty));
            let Conversion { loses, fails_on } = dialect.conversion(old, new);
            let at = format!("{table}.{}", to.name);
            effects.loses.extend(loses.map(|words| format!("{words} of {at}")));
            effects.fails_while.extend(fails_on.map(|words| format!("{at} holds {words}")));
        }
        Operation::AddColumn { table, column, fill: Fill::Nothing, .. }
            if !column.fills_itself()
                && !dialect.fills(column)
                && after
                    .table(table)
                    .is_none_or(|table| dialect.row_id(table).is_none_or(|id| id.name != column.name)) =>
        {
            effects.fails_while.push(format!("{table} has rows"));
        }
        other => effects.loses.extend(other.loses()),
    }
    effects
}

/// The same without what the changes do that are shown beside it ([`Operation::shown`]).
pub fn own_effects(dialect: &dyn Dialect, operation: &Operation, after: &Schema) -> Effects {
    match operation {
        Operation::BringRows(rows) => of_copy(rows),
        other => effects(dialect, other, after),
    }
}
