//! What tells one object, or one part of an object, from another.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Kind, PartKind, QName};

/// Tells one object from another.
///
/// It is shared and never changed: a schema names its objects in many places (what needs what, above all), and a copy costs no
/// more than a count. Its fields are those of [`ObjectIdFields`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId(Arc<ObjectIdFields>);

/// What an [`ObjectId`] consists of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ObjectIdFields {
    /// Its kind.
    pub kind: Kind,
    /// Its name.
    pub name: QName,
    /// What else tells it from another of its kind and name: the types of a routine's arguments, the target of a cast,
    /// the method of an operator class. Empty for most kinds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<String>,
}

impl Deref for ObjectId {
    type Target = ObjectIdFields;

    fn deref(&self) -> &ObjectIdFields {
        &self.0
    }
}

impl Serialize for ObjectId {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

impl<'de> Deserialize<'de> for ObjectId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(ObjectId(Arc::new(ObjectIdFields::deserialize(from)?)))
    }
}

impl ObjectId {
    /// The id of an object that its kind and its name are enough to tell.
    pub fn new(kind: Kind, name: QName) -> Self {
        ObjectId::with_arguments(kind, name, Vec::new())
    }
    /// The id of an object that its arguments tell from another of its kind and name.
    pub fn with_arguments(kind: Kind, name: QName, arguments: Vec<String>) -> Self {
        ObjectId(Arc::new(ObjectIdFields { kind, name, arguments }))
    }
    /// A table's.
    pub fn table(name: &QName) -> Self {
        ObjectId::new(Kind::Table, name.clone())
    }
    /// A view's.
    pub fn view(name: &QName) -> Self {
        ObjectId::new(Kind::View, name.clone())
    }
    /// The same under another name.
    pub fn renamed(&self, name: QName) -> Self {
        ObjectId::with_arguments(self.kind, name, self.arguments.clone())
    }
}

/// `table billing.invoices`, `function touch(integer, text)`
impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.word(), self.name)?;
        if self.arguments.is_empty() { Ok(()) } else { write!(f, "({})", self.arguments.join(", ")) }
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
    /// Its name within its namespace or its object.
    pub fn leaf(&self) -> &str {
        match self {
            Node::Object(id) => &id.name.name,
            Node::Part(_, _, name) => name,
        }
    }
    /// The same under another name within its namespace or its object.
    pub fn with_leaf(&self, name: &str) -> Node {
        match self {
            Node::Object(id) => Node::Object(id.renamed(id.name.sibling(name))),
            Node::Part(of, kind, _) => Node::Part(of.clone(), *kind, name.to_owned()),
        }
    }
}

/// `column users.email`, `index ix_a on users`, `view v`
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Node::Object(id) => id.fmt(f),
            Node::Part(id, PartKind::Column, name) => write!(f, "column {}.{name}", id.name),
            Node::Part(id, kind, name) if name.is_empty() => write!(f, "{} of {}", kind.word(), id.name),
            Node::Part(id, kind, name) => write!(f, "{} {name} on {}", kind.word(), id.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overloads_are_told_apart() {
        let plain = ObjectId::view(&QName::within("a", "f"));
        let arguments = vec!["integer".into(), "text".into()];
        let other = ObjectId::with_arguments(plain.kind, plain.name.clone(), arguments);
        assert_ne!(plain, other);
        assert_eq!(plain.to_string(), "view a.f");
        assert_eq!(other.to_string(), "view a.f(integer, text)");
        let renamed = Node::Object(other).with_leaf("g");
        assert_eq!(renamed.to_string(), "view a.g(integer, text)");
    }
}
