//! Namespaces: what PostgreSQL calls a schema.

use serde::{Deserialize, Serialize};

use super::{Annotation, Kind, KindFacts, Object, ObjectId, Phase, QName, SchemaObject, words};

/// A namespace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Namespace {
    /// Its name.
    pub name: String,
    /// Whether it is one that is always there (`public`, the connection's default one): it is never made nor dropped, and
    /// stands here only where something is said of it that a new database does not say.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub standing: bool,
    /// What is said of it beside its definition.
    #[serde(flatten)]
    pub annotation: Annotation,
}

impl Namespace {
    /// One with nothing but a name.
    pub fn new(name: impl Into<String>) -> Self {
        Namespace { name: name.into(), standing: false, annotation: Annotation::default() }
    }
}

/// What generic code must know of namespaces.
pub(super) const FACTS: KindFacts = KindFacts {
    word: "namespace",
    created: Phase::CreateNamespaces,
    dropped: Phase::DropNamespaces,
    namespaced: false,
    renamed: false,
    // What lies in it would go along.
    recreated: false,
    text: false,
    ambient: true,
};

impl SchemaObject for Namespace {
    fn id(&self) -> ObjectId {
        ObjectId::new(Kind::Namespace, QName::plain(&self.name))
    }

    fn summary(&self) -> String {
        words::with_comment("namespace".into(), self.annotation.comment.as_ref())
    }

    fn differences(&self, to: &Object) -> Vec<&'static str> {
        let Object::Namespace(to) = to else { return Vec::new() };
        if self.annotation.comment == to.annotation.comment { Vec::new() } else { vec!["comment"] }
    }
}
