//! A comparison as what a check reports: each difference with its reason, `stored as X, declared as Y`.

use serde::Serialize;

use crate::operation::{BodyChange, Mark, Operation, body_change, column_differences};
use crate::schema::{Node, Object, access_summary};

use super::Comparison;

/// One difference between the database and the schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// `+`, `-` or `~`: what an upgrade would do.
    pub mark: char,
    /// What differs: `column users.email`, `check positive on orders`.
    pub what: String,
    /// How the database has it, where it does.
    pub stored: Option<String>,
    /// How the schema has it, where it does.
    pub declared: Option<String>,
    /// The texts, where it is one that differs (a view's query).
    #[serde(flatten)]
    pub body: Option<BodyChange>,
}

/// `~ column users.email: stored as varchar(50), declared as text`
impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.mark, self.what)?;
        match (&self.stored, &self.declared) {
            (Some(stored), Some(declared)) => write!(f, ": stored as {stored}, declared as {declared}"),
            (None, Some(declared)) if self.mark == '+' => write!(f, ": {declared}"),
            _ => Ok(()),
        }
    }
}

impl Comparison {
    /// The differences; what would only be recreated because something else changes is none.
    pub fn differences(&self) -> Vec<Difference> {
        let shown: Vec<&Operation> = self.shown().collect();
        let mut found: Vec<Difference> = Vec::new();
        for operation in &shown {
            if let Some(node) = dropped(operation) {
                // Dropped and recreated: one difference, or none.
                if shown.iter().any(|other| made(other).as_ref() == Some(&node)) {
                    continue;
                }
            }
            if let Some(node) = made(operation)
                && let Some(old) = shown.iter().find(|other| dropped(other).as_ref() == Some(&node))
            {
                let (stored, declared) = (said(old), said(operation));
                if stored != declared {
                    let body = body_change(old, operation);
                    found.push(Difference { mark: '~', what: node.to_string(), stored, declared, body });
                }
                continue;
            }
            found.push(difference(operation));
        }
        found
    }
}

fn dropped(operation: &Operation) -> Option<Node> {
    match operation {
        Operation::Drop(_) | Operation::SetAside { .. } | Operation::DropColumn { .. } | Operation::DropPart { .. } => {
            operation.removes().into_iter().next()
        }
        _ => None,
    }
}

fn made(operation: &Operation) -> Option<Node> {
    match operation {
        Operation::Create(_) | Operation::AddColumn { .. } | Operation::AddPart { .. } => {
            operation.produces().into_iter().next()
        }
        _ => None,
    }
}

/// What an operation that makes or drops says of its thing.
fn said(operation: &Operation) -> Option<String> {
    match operation {
        Operation::Create(object) | Operation::Drop(object) => Some(match object {
            Object::Table(_) => return None,
            other => other.summary(),
        }),
        Operation::AddColumn { column, .. } | Operation::DropColumn { column, .. } => Some(column.summary()),
        Operation::AddPart { part, .. } | Operation::DropPart { part, .. } => Some(part.summary()),
        _ => None,
    }
}

fn difference(operation: &Operation) -> Difference {
    let mark = operation.mark();
    let change = |what: String, stored: String, declared: String| Difference {
        mark: '~',
        what,
        stored: Some(stored),
        declared: Some(declared),
        body: body_change(operation, operation),
    };
    match operation {
        Operation::AlterColumn { table, from, to, .. } => {
            let pairs = column_differences(from, to);
            let side = |at: fn(&(String, String, String)) -> String| {
                pairs.iter().map(at).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
            };
            change(
                format!("column {table}.{}", to.name),
                side(|(what, old, _)| format!("{what} {old}").trim().to_owned()),
                side(|(what, _, new)| format!("{what} {new}").trim().to_owned()),
            )
        }
        Operation::AlterPart { of, from, to } => {
            let what = Node::Part(of.clone(), to.kind(), to.key()).to_string();
            change(what, from.summary(), to.summary())
        }
        Operation::Alter { from, to } => change(to.id().to_string(), from.summary(), to.summary()),
        Operation::AlterAccess { from, to } => {
            let said = |object: &Object| match access_summary(object) {
                text if text.is_empty() => "no grants".to_owned(),
                text => text,
            };
            change(to.id().to_string(), said(from), said(to))
        }
        Operation::AlterType(of) => {
            let (from, to) = of.ends();
            change(of.id().to_string(), from.summary(), to.summary())
        }
        Operation::Rename { from, to } => {
            change(from.kind.word().to_owned(), from.name.to_string(), to.name.to_string())
        }
        Operation::RenameColumn { table, from, to } => change(format!("column of {table}"), from.clone(), to.clone()),
        Operation::RenamePart { of, kind, from, to } => {
            change(format!("{} on {}", kind.word(), of.name), from.clone(), to.clone())
        }
        other => Difference {
            mark: mark.sign(),
            what: bare(other),
            stored: (mark == Mark::Drop).then(|| said(other)).flatten(),
            declared: (mark == Mark::Add).then(|| said(other)).flatten(),
            body: None,
        },
    }
}

/// What it is about, without its type.
fn bare(operation: &Operation) -> String {
    match operation {
        Operation::Create(object) | Operation::Drop(object) => object.id().to_string(),
        other => {
            let nodes = if other.mark() == Mark::Add { other.produces() } else { other.removes() };
            nodes.first().map_or_else(|| other.describe(), Node::to_string)
        }
    }
}
