//! Which operations bring a table to a parent, or take it away from one.

use crate::schema::{Object, QName, Table};

use super::Operation;

impl Operation {
    /// The tables that it takes a child away from.
    pub fn leaves(&self) -> Vec<&QName> {
        match self {
            Operation::Alter { from: Object::Table(a), to: Object::Table(b) } => missing(a, b),
            Operation::Drop(Object::Table(table))
            | Operation::SetAside { table, .. }
            | Operation::TakeRows { table, .. } => table.parents().collect(),
            _ => Vec::new(),
        }
    }

    /// The tables that it brings a child to.
    pub fn joins(&self) -> Vec<&QName> {
        match self {
            Operation::Alter { from: Object::Table(a), to: Object::Table(b) } => missing(b, a),
            Operation::Create(Object::Table(table)) => table.parents().collect(),
            _ => Vec::new(),
        }
    }
}

/// The parents of one form of a table that another has not. A partition that gets another bound leaves its parent and
/// comes back.
fn missing<'t>(table: &'t Table, other: &Table) -> Vec<&'t QName> {
    let bound = |table: &Table| table.options.partition_of.as_ref().map(|partition| partition.bound.clone());
    table
        .parents()
        .filter(|parent| !other.parents().any(|one| one == *parent) || bound(table) != bound(other))
        .collect()
}
