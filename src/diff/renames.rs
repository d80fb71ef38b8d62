//! Renames: objects and parts that keep their data under another name.

use crate::dialect::Dialect;
use crate::error::Result;
use crate::operation::Operation;
use crate::schema::{Hints, Kind, Node, ObjectId, PartKind, QName, Schema};

use super::DiffError;

/// A rename that is to be done: the node before, in the schema before, and its new name.
struct PendingRename {
    from: Node,
    to: Node,
}

/// The renames that the hints ask for and that are still to be done, in an order that works: objects first, then columns
/// and other parts. A hint whose old name is gone has been done long ago.
///
/// # Errors
/// Where the old name of a rename is still wanted.
pub fn renames(from: &Schema, to: &Schema, hints: &Hints, dialect: &dyn Dialect) -> Result<Vec<Operation>> {
    let mut objects: Vec<PendingRename> = Vec::new();
    let mut parts: Vec<PendingRename> = Vec::new();
    // What is said to have had its own name before is no rename.
    for (old, new) in hints.renames.iter().filter(|(old, new)| old != new) {
        match (old, new) {
            (Node::Object(a), Node::Object(b)) => {
                let there = |node: &Node| from.get(node.object()).is_some();
                if from.get(a).is_none() || to.get(b).is_none() || taken_over(old, hints, &there) {
                    continue;
                }
                if to.get(a).is_some() && !hints.renames.iter().any(|(_, n)| n == old) {
                    return Err(DiffError::RenameStillWanted { old: a.to_string(), new: b.to_string() }.into());
                }
                if from.get(b).is_some() && !hints.renames.iter().any(|(o, _)| o == new) {
                    objects.push(aside(new));
                }
                // So is one of another kind that the name belongs to as well: a view where a table comes to.
                for other in from.objects.keys().filter(|id| id.name == b.name && id.kind != b.kind) {
                    let node = Node::Object(other.clone());
                    let step = aside(&node);
                    let goes = to.get(other).is_none() && !hints.renames.iter().any(|(o, _)| *o == node);
                    if goes && dialect.same_space(&node, new) && dialect.renames(&operation(&step.from, &step.to)) {
                        objects.push(step);
                    }
                }
                objects.push(PendingRename { from: old.clone(), to: new.clone() });
            }
            (Node::Part(..), Node::Part(..)) => parts.push(PendingRename { from: old.clone(), to: new.clone() }),
            _ => {}
        }
    }
    let mut found = Vec::new();
    for step in &objects {
        if let Some(namespace) = &step.to.object().name.namespace {
            let id = ObjectId::new(Kind::Namespace, QName::plain(namespace));
            if let (None, Some(object)) = (from.get(&id), to.get(&id)) {
                let create = Operation::Create(object.clone());
                if !found.contains(&create) {
                    found.push(create);
                }
            }
        }
    }
    found.extend(sequenced(&objects));
    // The parts of a renamed object are named by its new name, and stand in the old one.
    let before = |id: &ObjectId| -> ObjectId {
        objects.iter().find(|step| step.to.object() == id).map_or_else(|| id.clone(), |step| step.from.object().clone())
    };
    let mut wanted = Vec::new();
    for step in parts {
        let (Node::Part(of, kind, old), Node::Part(_, _, new)) = (&step.from, &step.to) else { continue };
        let has = |schema: &Schema, of: &ObjectId, name: &str| -> bool {
            schema.get(of).is_some_and(|object| {
                object.nodes().iter().any(|node| matches!(node, Node::Part(_, k, n) if k == kind && n == name))
            })
        };
        let here = before(of);
        let there = |node: &Node| matches!(node, Node::Part(_, _, name) if has(from, &here, name));
        // What a table has from its parents is renamed with theirs.
        let inherited = matches!(kind, PartKind::Column | PartKind::Check)
            && from.table(&here.name).is_some_and(|table| table.inherits_part(*kind, old));
        if inherited || !has(from, &here, old) || !has(to, of, new) || taken_over(&step.from, hints, &there) {
            continue;
        }
        if has(to, of, old) && !hints.renames.iter().any(|(_, n)| *n == step.from) {
            return Err(DiffError::RenameStillWanted { old: step.from.to_string(), new: step.to.to_string() }.into());
        }
        if has(from, &here, new) && !hints.renames.iter().any(|(o, _)| *o == step.to) {
            if *kind != PartKind::Column {
                continue;
            }
            wanted.push(aside(&step.to));
        }
        wanted.push(step);
    }
    found.extend(sequenced(&wanted));
    Ok(found)
}

/// Whether what stands under an old name is by now another thing, which took that name when both renames were done: the
/// first of the names that were handed on is gone then. (A ring has no first; [`super::resolve_rename_cycles`]
/// has looked at those.)
pub(super) fn taken_over(old: &Node, hints: &Hints, there: &dyn Fn(&Node) -> bool) -> bool {
    let mut first = old;
    for _ in 0..hints.renames.len() {
        match hints.renames.iter().find(|(_, new)| new == first) {
            Some((before, _)) if before == old => return false,
            Some((before, _)) => first = before,
            None => break,
        }
    }
    first != old && !there(first)
}

/// What has the new name of something else and is not wanted itself is put aside under a name of its own, to be dropped: its
/// name alone must not make it pass for the other.
fn aside(node: &Node) -> PendingRename {
    PendingRename { from: node.clone(), to: node.with_leaf(&format!("{}__replaced", node.leaf())) }
}

/// One operation a rename; where a new name is still taken by another that is renamed too, that one goes first, and a
/// ring of them is opened by a name in between.
fn sequenced(steps: &[PendingRename]) -> Vec<Operation> {
    let mut left: Vec<(Node, Node)> = steps.iter().map(|step| (step.from.clone(), step.to.clone())).collect();
    let mut out = Vec::new();
    while !left.is_empty() {
        let free = left.iter().position(|(_, to)| !left.iter().any(|(from, _)| from == to));
        if let Some(at) = free {
            let (from, to) = left.remove(at);
            out.push(operation(&from, &to));
        } else {
            let (from, to) = left.remove(0);
            let between = from.with_leaf(&format!("{}__renamed", from.leaf()));
            out.push(operation(&from, &between));
            left.push((between, to));
        }
    }
    out
}

fn operation(from: &Node, to: &Node) -> Operation {
    match (from, to) {
        (Node::Part(of, PartKind::Column, old), to) => {
            Operation::RenameColumn { table: of.name.clone(), from: old.clone(), to: to.leaf().to_owned() }
        }
        (Node::Part(of, kind, old), to) => {
            Operation::RenamePart { of: of.clone(), kind: *kind, from: old.clone(), to: to.leaf().to_owned() }
        }
        (Node::Object(a), to) => Operation::Rename { from: a.clone(), to: to.object().clone() },
    }
}

/// Reads a `--rename OLD=NEW` against the two schemas: `users=people` for a table, view, enum or sequence,
/// `users.name=users.full_name` or `users.name=full_name` for a column.
///
/// # Errors
/// Where OLD is nothing in the schema before, or NEW nothing in the one after.
pub fn parse_rename(given: &str, from: &Schema, to: &Schema) -> Result<(Node, Node)> {
    let bad = |why: String| DiffError::BadRename { given: given.to_owned(), why };
    let (old, new) = given.split_once('=').ok_or_else(|| bad("there is no `=` in it".into()))?;
    let (old, new) = (old.trim(), new.trim());
    let qnames = |text: &str| -> Vec<QName> {
        let mut names = vec![QName::plain(text)];
        names.extend(text.match_indices('.').map(|(at, _)| QName::within(&text[..at], &text[at + 1..])));
        names
    };
    for name in qnames(old) {
        for kind in Kind::ALL.into_iter().filter(|kind| kind.facts().renamed) {
            let Some(id) = from.objects.keys().find(|id| id.kind == kind && id.name == name) else { continue };
            let wanted = qnames(new).into_iter().map(|name| id.renamed(name)).find(|id| to.get(id).is_some());
            return match wanted {
                Some(wanted) => Ok((Node::Object(id.clone()), Node::Object(wanted))),
                None => Err(bad(format!("the schema has no {} {new}", kind.word())).into()),
            };
        }
    }
    // A column: `table.column`, the table by its old or its new name.
    for (at, _) in old.match_indices('.') {
        let (table, column) = (&old[..at], &old[at + 1..]);
        let new_column = match new.strip_prefix(table).and_then(|rest| rest.strip_prefix('.')) {
            Some(rest) => rest,
            None => new.rsplit_once('.').map_or(new, |(_, leaf)| leaf),
        };
        for name in qnames(table) {
            let Some(actual) = from.table(&name) else { continue };
            if actual.column(column).is_none() {
                let names: Vec<&str> = actual.columns.iter().map(|c| c.name.as_str()).collect();
                return Err(bad(format!("table {name} has no column {column}; it has {}", names.join(", "))).into());
            }
            // The table may be renamed in the same run: then it is wanted under the name that NEW gives.
            let prefix = new.rsplit_once('.').map(|(prefix, _)| prefix);
            let wanted = std::iter::once(name.clone())
                .chain(prefix.into_iter().flat_map(qnames))
                .find(|name| to.table(name).is_some_and(|table| table.column(new_column).is_some()));
            return match wanted {
                Some(wanted) => Ok((Node::column(&wanted, column), Node::column(&wanted, new_column))),
                None => Err(bad(format!("table {name} has no column {new_column} in the schema")).into()),
            };
        }
    }
    Err(bad(format!("the database has nothing of the name {old}")).into())
}
