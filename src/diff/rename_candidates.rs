//! A drop and an add that look like a rename: where nothing says which, data is at stake, so a person is asked.

use crate::operation::Operation;
use crate::schema::{Column, Node, Object, PartKind, Schema, Table};

/// A drop and an add that look like one thing under a new name.
#[derive(Debug, Clone, PartialEq)]
pub struct RenameCandidate {
    /// What would be dropped.
    pub old: Node,
    /// What would be added.
    pub new: Node,
    /// How alike they are, 0 to 1.
    pub likeness: f32,
    /// Whether neither of the two may as well belong to another: only then the pairing can be proposed.
    pub only: bool,
}

impl RenameCandidate {
    /// `OLD=NEW` as `--rename` takes it.
    pub fn flag(&self) -> String {
        let text = |node: &Node| match node {
            Node::Object(id) => id.name.to_string(),
            Node::Part(of, _, name) => format!("{}.{name}", of.name),
        };
        format!("{}={}", text(&self.old), text(&self.new))
    }
}

/// `table users -> people`
impl std::fmt::Display for RenameCandidate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.new {
            Node::Object(id) => write!(f, "{} -> {}", self.old, id.name),
            Node::Part(_, _, name) => write!(f, "{} -> {name}", self.old),
        }
    }
}

/// What is alike from here on may be a rename.
const LIKELY: f32 = 0.6;
/// Names alike from here on say by themselves which became which.
const SAME_NAME: f32 = 0.6;
/// By how much the other pairs must be less alike in their names.
const LEAD: f32 = 0.25;
/// The pairs that may be renames: those of one old name side by side, the likelier first. An old or a new name may be in
/// several; where the names alone tell which belong together, the other pairs are left out.
pub fn rename_candidates(operations: &[Operation], from: &Schema, to: &Schema) -> Vec<RenameCandidate> {
    let shown: Vec<&Operation> = operations.iter().flat_map(Operation::shown).collect();
    let mut pairs: Vec<RenameCandidate> = Vec::new();
    for gone in &shown {
        let mut partners: Vec<RenameCandidate> = shown.iter().filter_map(|come| pair(gone, come)).collect();
        let at_stake = |one: &RenameCandidate| holds_rows(&one.old, from) && holds_rows(&one.new, to);
        partners.retain(|pair| pair.likeness >= LIKELY && is_known(&pair.old, from) && at_stake(pair));
        // A name that says it, then the same place in the table, then all else.
        let order = |one: &RenameCandidate| (names(one) >= SAME_NAME, same_place(one, from, to));
        partners.sort_by(|a, b| order(b).cmp(&order(a)).then(b.likeness.total_cmp(&a.likeness)));
        pairs.extend(partners);
    }
    let of = |pair: &RenameCandidate, other: &RenameCandidate| (pair.old == other.old) != (pair.new == other.new);
    let by_name: Vec<RenameCandidate> = pairs
        .iter()
        .filter(|one| names(one) >= SAME_NAME)
        .filter(|one| pairs.iter().filter(|other| of(one, other)).all(|other| names(other) <= names(one) - LEAD))
        .cloned()
        .collect();
    pairs.retain(|one| !by_name.iter().any(|sure| of(sure, one)));
    let only: Vec<bool> = pairs.iter().map(|one| !pairs.iter().any(|other| of(one, other))).collect();
    for (pair, only) in pairs.iter_mut().zip(only) {
        pair.only = only;
    }
    pairs
}

/// A drop and an add of things that can be renamed, as a pair.
fn pair(gone: &Operation, come: &Operation) -> Option<RenameCandidate> {
    match (gone, come) {
        (Operation::Drop(Object::Table(a)), Operation::Create(Object::Table(b))) if !hold_other_rows(a, b) => {
            Some(RenameCandidate {
                old: Node::table(&a.name),
                new: Node::table(&b.name),
                likeness: tables(a, b),
                only: false,
            })
        }
        (Operation::DropColumn { table, column: a, .. }, Operation::AddColumn { table: other, column: b, .. })
            if table == other && a.name != b.name =>
        {
            Some(RenameCandidate {
                old: Node::column(table, &a.name),
                new: Node::column(table, &b.name),
                likeness: columns(a, b),
                only: false,
            })
        }
        _ => None,
    }
}

/// Whether both are partitions of one table for different rows: they look alike, and neither becomes the other.
fn hold_other_rows(a: &Table, b: &Table) -> bool {
    let bounds = a.options.partition_of.as_ref().zip(b.options.partition_of.as_ref());
    bounds.is_some_and(|(a, b)| a.of == b.of && a.bound != b.bound)
}

/// Whether the schema itself has it: the columns of a virtual table are its module's affair, and have no rename.
fn is_known(node: &Node, schema: &Schema) -> bool {
    match node {
        Node::Object(_) => true,
        Node::Part(of, _, name) => {
            schema.get(of).is_some_and(|object| object.as_dyn().columns().iter().any(|column| column.name == *name))
        }
    }
}

/// Whether rows of ours are lost where it is dropped: those of a foreign table are another server's.
fn holds_rows(node: &Node, schema: &Schema) -> bool {
    !matches!(schema.get(node.object()), Some(Object::Table(table)) if table.is_foreign())
}

/// Whether both are columns at one place of their table.
fn same_place(pair: &RenameCandidate, from: &Schema, to: &Schema) -> bool {
    let place = |schema: &Schema, node: &Node| {
        let columns = schema.get(node.object())?.as_dyn().columns();
        columns.iter().position(|column| column.name == node.leaf())
    };
    place(from, &pair.old).is_some_and(|at| place(to, &pair.new) == Some(at))
}

/// How alike the names of the two are.
fn names(pair: &RenameCandidate) -> f32 {
    let (old, new) = (pair.old.leaf().to_lowercase(), pair.new.leaf().to_lowercase());
    let words = |name: &str| name.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>();
    let (a, b) = (words(&old), words(&new));
    // `name` is wholly in `full_name`.
    if a.iter().all(|word| b.contains(word)) || b.iter().all(|word| a.contains(word)) {
        return 1.0;
    }
    strsim::normalized_damerau_levenshtein(&old, &new) as f32
}

/// How alike two things of the same kind are, whatever they are called: 0 to 1.
pub(super) fn alike(from: &Schema, old: &Node, to: &Schema, new: &Node) -> f32 {
    let (Some(a), Some(b)) = (from.get(old.object()), to.get(new.object())) else { return 0.0 };
    match (old, new) {
        (Node::Object(_), Node::Object(_)) => objects(a, b),
        (Node::Part(_, PartKind::Column, x), Node::Part(_, PartKind::Column, y)) => {
            let find = |object: &Object, name: &str| {
                object.as_dyn().columns().iter().find(|column| column.name == name).cloned()
            };
            let (Some(a), Some(b)) = (find(a, x), find(b, y)) else { return 0.0 };
            if a.generated.is_some() || b.generated.is_some() {
                return all_or_nothing(a.generated == b.generated && a.ty == b.ty);
            }
            columns(&a, &Column { name: a.name.clone(), ..b })
        }
        (Node::Part(_, kind, x), Node::Part(_, other, y)) if kind == other => {
            let (Some(a), Some(b)) = (a.part(*kind, x), b.part(*kind, y)) else { return 0.0 };
            all_or_nothing(a.named_as(&b) == b)
        }
        (Node::Object(_) | Node::Part(..), Node::Object(_) | Node::Part(..)) => 0.0,
    }
}

fn all_or_nothing(same: bool) -> f32 {
    if same { 1.0 } else { 0.0 }
}

/// How alike two objects are: tables by their columns, all others wholly or not at all.
fn objects(a: &Object, b: &Object) -> f32 {
    match (a, b) {
        (Object::Table(a), Object::Table(b)) => tables(a, b),
        (a, b) => all_or_nothing(a.id().kind == b.id().kind && a.summary() == b.summary()),
    }
}

/// How alike two columns are: the type decides, then all that is said of them, then the names.
fn columns(a: &Column, b: &Column) -> f32 {
    if a.generated.is_some() || b.generated.is_some() {
        return 0.0;
    }
    let names = similar::TextDiff::from_chars(a.name.to_lowercase().as_str(), b.name.to_lowercase().as_str()).ratio();
    let rest = [a.nullable == b.nullable, a.default == b.default, a.identity == b.identity];
    let rest = rest.iter().filter(|same| **same).count() as f32 / rest.len() as f32;
    if a.ty == b.ty {
        // All the same but for the name: 0.6 and more; a new default or NOT NULL needs a name that resembles.
        0.6 * rest + 0.4 * names
    } else {
        // Another type too: only a name that is nearly the same says rename.
        0.2 * rest + 0.6 * names
    }
}

/// How alike two tables are: the share of columns that both have, by name and type.
fn tables(a: &Table, b: &Table) -> f32 {
    let common = a.columns.iter().filter(|x| b.columns.iter().any(|y| x.name == y.name && x.ty == y.ty)).count() as f32;
    let all = (a.columns.len() + b.columns.len()) as f32;
    if all == 0.0 { 0.0 } else { 2.0 * common / all }
}
