//! A drop and an add that look like a rename: where nothing says which, data is at stake, so a person is asked.

use crate::operation::Operation;
use crate::schema::{Column, Node, Object, PartKind, Schema, Table};

/// A drop and an add that look like one thing under a new name.
#[derive(Debug, Clone, PartialEq)]
pub struct LikelyRename {
    /// What would be dropped.
    pub old: Node,
    /// What would be added.
    pub new: Node,
    /// How alike they are, 0 to 1.
    pub likeness: f32,
}

impl LikelyRename {
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
impl std::fmt::Display for LikelyRename {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.new {
            Node::Object(id) => write!(f, "{} -> {}", self.old, id.name),
            Node::Part(_, _, name) => write!(f, "{} -> {name}", self.old),
        }
    }
}

/// Columns alike from here on are asked about.
const COLUMN: f32 = 0.6;
/// Tables alike from here on are asked about.
const TABLE: f32 = 0.6;

/// The pairs that look like a rename, each side in one pair at most, the most alike first.
pub fn likely_renames(operations: &[Operation]) -> Vec<LikelyRename> {
    let shown: Vec<&Operation> = operations.iter().flat_map(Operation::shown).collect();
    let mut pairs = Vec::new();
    for gone in &shown {
        for come in &shown {
            match (gone, come) {
                (Operation::Drop(Object::Table(a)), Operation::Create(Object::Table(b))) => {
                    pairs.push(LikelyRename {
                        old: Node::table(&a.name),
                        new: Node::table(&b.name),
                        likeness: tables(a, b),
                    });
                }
                (
                    Operation::DropColumn { table, column: a, .. },
                    Operation::AddColumn { table: other, column: b, .. },
                ) if table == other && a.name != b.name => {
                    pairs.push(LikelyRename {
                        old: Node::column(table, &a.name),
                        new: Node::column(table, &b.name),
                        likeness: columns(a, b),
                    });
                }
                _ => {}
            }
        }
    }
    pairs.retain(|pair| pair.likeness >= if matches!(pair.old, Node::Object(_)) { TABLE } else { COLUMN });
    pairs.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
    let mut chosen: Vec<LikelyRename> = Vec::new();
    for pair in pairs {
        if !chosen.iter().any(|other| other.old == pair.old || other.new == pair.new) {
            chosen.push(pair);
        }
    }
    chosen
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
