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

/// Reads `--rename OLD=NEW` against the two schemas: `users=people` for a table, view, enum or sequence,
/// `users.name=users.full_name` or `users.name=full_name` for a column, whose table may be called by its old or its new name.
/// `default_namespace` is where names stand that say none.
///
/// # Errors
/// Where OLD is nothing in the schema before, or NEW nothing in the one after.
pub fn parse_renames(
    given: &[impl AsRef<str>],
    from: &Schema,
    to: &Schema,
    default_namespace: Option<&str>,
) -> Result<Vec<(Node, Node)>> {
    let mut flags = RenameFlags { from, to, default_namespace, tables: Vec::new() };
    // A table's rename counts for its columns, whichever is said first.
    for text in given {
        let (old, new) = halves(text.as_ref())?;
        if let Some(Ok((Node::Object(old), Node::Object(new)))) = flags.object(text.as_ref(), old, new) {
            flags.tables.push((old, new));
        }
    }
    given.iter().map(|text| flags.parse(text.as_ref())).collect()
}

fn bad(given: &str, why: String) -> DiffError {
    DiffError::BadRename { given: given.to_owned(), why }
}

fn halves(given: &str) -> Result<(&str, &str)> {
    let (old, new) = given.split_once('=').ok_or_else(|| bad(given, "there is no `=` in it".into()))?;
    Ok((old.trim(), new.trim()))
}

/// What flags are read against.
struct RenameFlags<'a> {
    from: &'a Schema,
    to: &'a Schema,
    default_namespace: Option<&'a str>,
    /// The objects that flags rename.
    tables: Vec<(ObjectId, ObjectId)>,
}

impl RenameFlags<'_> {
    fn parse(&self, given: &str) -> Result<(Node, Node)> {
        let (old, new) = halves(given)?;
        if let Some(found) = self.object(given, old, new) {
            return found;
        }
        self.column(given, old, new)
    }

    /// The names that a text can stand for: a point may be in a name or between two.
    fn names(&self, text: &str) -> Vec<QName> {
        let mut names = vec![QName::plain(text)];
        for (at, _) in text.match_indices('.') {
            let (namespace, name) = (&text[..at], &text[at + 1..]);
            names.push(QName::within(namespace, name));
            if Some(namespace) == self.default_namespace {
                names.push(QName::plain(name));
            }
        }
        names
    }

    /// The object of that name, if there is one.
    fn object(&self, given: &str, old: &str, new: &str) -> Option<Result<(Node, Node)>> {
        for name in self.names(old) {
            for kind in Kind::ALL.into_iter().filter(|kind| kind.facts().renamed) {
                let Some(id) = self.from.objects.keys().find(|id| id.kind == kind && id.name == name) else { continue };
                let wanted = self.names(new).into_iter().map(|name| id.renamed(name));
                return Some(match wanted.into_iter().find(|id| self.to.get(id).is_some()) {
                    Some(wanted) => Ok((Node::Object(id.clone()), Node::Object(wanted))),
                    None => Err(bad(given, format!("the schema has no {} {new}", kind.word())).into()),
                });
            }
        }
        None
    }

    /// A column: `table.column`.
    fn column(&self, given: &str, old: &str, new: &str) -> Result<(Node, Node)> {
        for (at, _) in old.match_indices('.') {
            let (table, column) = (&old[..at], &old[at + 1..]);
            let new_column = match new.strip_prefix(table).and_then(|rest| rest.strip_prefix('.')) {
                Some(rest) => rest,
                None => new.rsplit_once('.').map_or(new, |(_, leaf)| leaf),
            };
            for name in self.names(table) {
                let renamed = || self.tables.iter().find(|(_, to)| *to == ObjectId::table(&name));
                let before = self.from.table(&name);
                let Some(actual) = before.or_else(|| self.from.table(&renamed()?.0.name)) else { continue };
                if actual.column(column).is_none() {
                    let names: Vec<&str> = actual.columns.iter().map(|c| c.name.as_str()).collect();
                    let why = format!("table {} has no column {column}; it has {}", actual.name, names.join(", "));
                    return Err(bad(given, why).into());
                }
                // The table may be renamed in the same run: then it is wanted under its new name.
                let prefix = new.rsplit_once('.').map(|(prefix, _)| prefix);
                let said = self.tables.iter().find(|(from, _)| *from == ObjectId::table(&actual.name));
                let wanted = said
                    .map(|(_, to)| to.name.clone())
                    .into_iter()
                    .chain([name.clone()])
                    .chain(prefix.into_iter().flat_map(|prefix| self.names(prefix)))
                    .find(|name| self.to.table(name).is_some_and(|table| table.column(new_column).is_some()));
                return match wanted {
                    Some(wanted) => Ok((Node::column(&wanted, column), Node::column(&wanted, new_column))),
                    None => Err(bad(given, format!("table {name} has no column {new_column} in the schema")).into()),
                };
            }
        }
        Err(bad(given, format!("the database has nothing of the name {old}")).into())
    }
}
