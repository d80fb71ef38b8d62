//! What a change in place leaves as it was computed before, in words.
//!
//! A database computes an index over a function, a stored column or the place of a row when the row is written, and looks at a
//! check then: where the function gets another body, nothing of that is done again
//! (<https://www.postgresql.org/docs/current/sql-createfunction.html>, "Notes"). A materialized view has the rows of its last
//! refresh, whatever the views under it have become. None of it is an error, so that nobody else says so.

use std::collections::BTreeSet;

use super::Dialect;
use crate::operation::Operation;
use crate::schema::{Kind, Node, Object, ObjectId, PartKind, Schema};

/// A thing that stays as it was computed, and how it is computed again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outdated {
    /// `index ix`
    pub what: String,
    /// `REINDEX INDEX ix`, or what is to be known.
    pub remedy: String,
}

/// What an operation leaves outdated in the schema `after`. What others of the `operations` make is computed anew.
pub fn outdated<'a>(
    operation: &Operation,
    operations: impl Iterator<Item = &'a Operation> + Clone,
    after: &Schema,
    dialect: &dyn Dialect,
) -> Vec<Outdated> {
    let Some(changed) = changed_in_place(operation) else { return Vec::new() };
    let mut reached: BTreeSet<Node> = BTreeSet::from([Node::Object(changed)]);
    let mut queue: Vec<Node> = reached.iter().cloned().collect();
    let mut found = Vec::new();
    while let Some(need) = queue.pop() {
        for (node, _) in after.depends.iter().filter(|(_, needs)| needs.contains(&need)) {
            if !reached.insert(node.clone()) {
                continue;
            }
            if let Some(one) = computed(node, &need, after, dialect) {
                let again =
                    || operations.clone().any(|other| other.produces().contains(node) || makes(other, node.object()));
                if !again() {
                    found.push(one);
                }
            } else if passes_on(node, after) {
                queue.push(node.clone());
            }
        }
    }
    found
}

/// The function or view that gets another body under its name.
fn changed_in_place(operation: &Operation) -> Option<ObjectId> {
    match operation {
        Operation::Alter { from: Object::Definition(from), to: Object::Definition(to) } => {
            let id = Object::Definition(to.clone()).id();
            (id.kind == Kind::Function && body(from.sql.text()) != body(to.sql.text())).then_some(id)
        }
        Operation::Alter { from: Object::View(from), to: Object::View(to) } => {
            let changes = !to.materialized && from.query != to.query;
            changes.then(|| Object::View(to.clone()).id())
        }
        _ => None,
    }
}

/// A function without its head, as PostgreSQL prints it.
fn body(text: &str) -> &str {
    let starts = ["\nAS ", "\nBEGIN ATOMIC", "\nRETURN "];
    let start = starts.iter().filter_map(|start| text.find(start)).min();
    start.and_then(|start| text.get(start..)).unwrap_or(text)
}

fn makes(operation: &Operation, id: &ObjectId) -> bool {
    matches!(operation, Operation::Create(object) if object.id() == *id) || operation.makes_table(&id.name)
}

/// Whether what needs this one has its outcome through it.
fn passes_on(node: &Node, after: &Schema) -> bool {
    match node {
        Node::Object(id) if id.kind == Kind::Function => true,
        Node::Object(id) => matches!(after.get(id), Some(Object::View(_))),
        Node::Part(..) => false,
    }
}

/// What of a thing was computed, by something of this need.
fn computed(node: &Node, need: &Node, after: &Schema, dialect: &dyn Dialect) -> Option<Outdated> {
    let of_function = matches!(need, Node::Object(id) if id.kind == Kind::Function);
    let (what, remedy) = match node {
        Node::Object(id) => match after.get(id)? {
            Object::View(view) if view.materialized => (
                format!("materialized view {}", id.name),
                format!("REFRESH MATERIALIZED VIEW {}", dialect.qualified(&id.name)),
            ),
            Object::Table(table) if of_function && table.options.partition_by.is_some() => {
                (format!("the partition of each row of {}", id.name), "rows stay where they are".to_owned())
            }
            _ => return None,
        },
        Node::Part(of, PartKind::Index, name) => {
            let index = of.name.sibling(name);
            (format!("index {index}"), format!("REINDEX INDEX {}", dialect.qualified(&index)))
        }
        Node::Part(of, PartKind::Column, name) => {
            let column = after.table(&of.name)?.column(name)?;
            column.generated.as_ref().filter(|generated| generated.stored)?;
            let remedy = format!("UPDATE {} SET {} = DEFAULT", dialect.qualified(&of.name), dialect.quote(name));
            (format!("column {}.{name}", of.name), remedy)
        }
        Node::Part(of, kind @ (PartKind::Check | PartKind::Exclusion), name) => (
            format!("{} {name} on {}", kind.word(), of.name),
            "the rows that are there are not held against it again".to_owned(),
        ),
        Node::Part(..) => return None,
    };
    Some(Outdated { what, remedy })
}
