//! The closed family of objects, and the names that tell one from another.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{QName, SequenceOptions, Table, View};

/// The kinds of object: a new one is a new variant, and the compiler then names each place that must know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A namespace (PostgreSQL's schema).
    Namespace,
    /// An extension.
    Extension,
    /// An enum type.
    Enum,
    /// A sequence that is no column's own.
    Sequence,
    /// A table.
    Table,
    /// A view or a materialized view.
    View,
}

impl Kind {
    /// All of them, in the order in which they are made where nothing else decides.
    pub const ALL: [Kind; 6] = [Kind::Namespace, Kind::Extension, Kind::Enum, Kind::Sequence, Kind::Table, Kind::View];

    /// The word for it: on screen, and in `include` and `exclude` patterns.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Namespace => "namespace",
            Kind::Extension => "extension",
            Kind::Enum => "enum",
            Kind::Sequence => "sequence",
            Kind::Table => "table",
            Kind::View => "view",
        }
    }
}

/// An object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Object {
    /// A namespace.
    Namespace(Namespace),
    /// An extension.
    Extension(Extension),
    /// An enum type.
    Enum(Enum),
    /// A sequence.
    Sequence(Sequence),
    /// A table.
    Table(Table),
    /// A view.
    View(View),
}

/// A namespace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Namespace {
    /// Its name.
    pub name: String,
    /// The comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// An extension of the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Its name.
    pub name: String,
    /// The namespace it is installed in, where it is neither the default one nor one of the extension's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
}

/// An enum type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enum {
    /// Its name.
    pub name: QName,
    /// Its values in their order.
    pub values: Vec<String>,
    /// The comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// A sequence that stands for itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sequence {
    /// Its name.
    pub name: QName,
    /// Its type, where it is not `bigint`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ty: Option<String>,
    /// Its options.
    #[serde(default)]
    pub options: SequenceOptions,
    /// The column that owns it: it goes when that goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owned_by: Option<(QName, String)>,
    /// `UNLOGGED`
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unlogged: bool,
    /// The comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// Tells one object from another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ObjectId {
    /// Its kind.
    pub kind: Kind,
    /// Its name.
    pub name: QName,
}

impl ObjectId {
    /// An id.
    pub fn new(kind: Kind, name: QName) -> Self {
        ObjectId { kind, name }
    }
    /// A table's.
    pub fn table(name: &QName) -> Self {
        ObjectId::new(Kind::Table, name.clone())
    }
    /// A view's.
    pub fn view(name: &QName) -> Self {
        ObjectId::new(Kind::View, name.clone())
    }
}

/// `table billing.invoices`
impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.word(), self.name)
    }
}

impl Object {
    /// Its id.
    pub fn id(&self) -> ObjectId {
        match self {
            Object::Namespace(namespace) => ObjectId::new(Kind::Namespace, QName::plain(&namespace.name)),
            Object::Extension(extension) => ObjectId::new(Kind::Extension, QName::plain(&extension.name)),
            Object::Enum(value) => ObjectId::new(Kind::Enum, value.name.clone()),
            Object::Sequence(sequence) => ObjectId::new(Kind::Sequence, sequence.name.clone()),
            Object::Table(table) => ObjectId::new(Kind::Table, table.name.clone()),
            Object::View(view) => ObjectId::new(Kind::View, view.name.clone()),
        }
    }

    /// Whether two objects say the same, the order of columns and what is not compared aside. Whether they are the same to a
    /// database, it decides: [`crate::dialect::Dialect::same`].
    pub fn same(&self, other: &Object) -> bool {
        match (self, other) {
            (Object::Table(a), Object::Table(b)) => a == b || a.unordered() == b.unordered(),
            (Object::View(a), Object::View(b)) => a == b || a.unordered() == b.unordered(),
            (a, b) => a == b,
        }
    }
}

/// The kinds of part that a table or a view has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// A column.
    Column,
    /// The primary key.
    PrimaryKey,
    /// A unique constraint.
    Unique,
    /// A check.
    Check,
    /// An exclusion constraint.
    Exclusion,
    /// A foreign key.
    ForeignKey,
    /// An index.
    Index,
    /// A trigger.
    Trigger,
}

impl PartKind {
    /// The word for it on screen.
    pub fn word(self) -> &'static str {
        match self {
            PartKind::Column => "column",
            PartKind::PrimaryKey => "primary key",
            PartKind::Unique => "unique",
            PartKind::Check => "check",
            PartKind::Exclusion => "exclusion",
            PartKind::ForeignKey => "foreign key",
            PartKind::Index => "index",
            PartKind::Trigger => "trigger",
        }
    }
}

/// Whatever can depend on something: an object, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Node {
    /// A whole object.
    Object(ObjectId),
    /// A part, by its kind and its name (a constraint without one: [`super::Constraint::key`]).
    Part(ObjectId, PartKind, String),
}

impl Node {
    /// A column of a table.
    pub fn column(table: &QName, name: impl Into<String>) -> Self {
        Node::Part(ObjectId::table(table), PartKind::Column, name.into())
    }
    /// A part of a table.
    pub fn part(table: &QName, kind: PartKind, name: impl Into<String>) -> Self {
        Node::Part(ObjectId::table(table), kind, name.into())
    }
    /// A whole table.
    pub fn table(name: &QName) -> Self {
        Node::Object(ObjectId::table(name))
    }
    /// The object that it is or belongs to.
    pub fn object(&self) -> &ObjectId {
        match self {
            Node::Object(id) | Node::Part(id, _, _) => id,
        }
    }
}

/// `column users.email`, `index ix_a on users`, `view v`
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Node::Object(id) => id.fmt(f),
            Node::Part(id, PartKind::Column, name) => write!(f, "column {}.{name}", id.name),
            Node::Part(id, kind, name) => write!(f, "{} {name} on {}", kind.word(), id.name),
        }
    }
}

/// The objects as a list: JSON has no keys but strings.
pub(super) mod as_list {
    use indexmap::IndexMap;
    use serde::{Deserialize, Deserializer, Serializer};

    use super::{Object, ObjectId};

    pub fn serialize<S: Serializer>(objects: &IndexMap<ObjectId, Object>, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(objects.values())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<IndexMap<ObjectId, Object>, D::Error> {
        Ok(Vec::<Object>::deserialize(from)?.into_iter().map(|object| (object.id(), object)).collect())
    }
}

/// The dependencies as a list of pairs: JSON has no keys but strings.
pub(super) mod pairs {
    use std::collections::{BTreeMap, BTreeSet};

    use serde::{Deserialize, Deserializer, Serializer};

    use super::Node;

    pub fn serialize<S: Serializer>(depends: &BTreeMap<Node, BTreeSet<Node>>, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(depends)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<Node, BTreeSet<Node>>, D::Error> {
        Ok(Vec::<(Node, BTreeSet<Node>)>::deserialize(from)?.into_iter().collect())
    }
}
