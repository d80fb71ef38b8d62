//! Extensions of the server.

use serde::{Deserialize, Serialize};

use super::{Kind, KindFacts, Node, NodeSet, Object, ObjectId, Phase, QName, Schema, SchemaObject, words};

/// An extension of the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Its name.
    pub name: String,
    /// The namespace it is installed in, where it is neither the default one nor one of the extension's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Its comment, where it is not the one that the extension comes with; an empty one says that there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// What generic code must know of extensions.
pub(super) const FACTS: KindFacts = KindFacts {
    word: "extension",
    created: Phase::CreateExtensions,
    dropped: Phase::DropExtensions,
    namespaced: false,
    renamed: false,
    // Its types may be those of columns, which would go along.
    recreated: false,
    text: false,
    ambient: true,
};

impl SchemaObject for Extension {
    fn id(&self) -> ObjectId {
        ObjectId::new(Kind::Extension, QName::plain(&self.name))
    }

    fn references(&self, schema: &Schema) -> Vec<(Node, NodeSet)> {
        let namespace = self.namespace.as_ref().map(|name| ObjectId::new(Kind::Namespace, QName::plain(name)));
        let namespace = namespace.filter(|id| schema.objects.contains_key(id));
        namespace.map(|id| (Node::Object(self.id()), NodeSet::from_iter([Node::Object(id)]))).into_iter().collect()
    }

    fn summary(&self) -> String {
        let text = self.namespace.as_ref().map_or_else(|| "extension".into(), |at| format!("extension in {at}"));
        words::with_comment(text, self.comment.as_ref())
    }

    fn differences(&self, to: &Object) -> Vec<&'static str> {
        let Object::Extension(to) = to else { return Vec::new() };
        let mut found = Vec::new();
        if self.namespace != to.namespace {
            found.push("namespace");
        }
        if self.comment != to.comment {
            found.push("comment");
        }
        found
    }
}
