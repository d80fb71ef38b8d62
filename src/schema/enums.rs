//! Enum types.

use serde::{Deserialize, Serialize};

use super::{Annotation, Kind, KindFacts, Object, ObjectId, Phase, QName, SchemaObject, words};

/// An enum type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enum {
    /// Its name.
    pub name: QName,
    /// Its values in their order.
    pub values: Vec<String>,
    /// What is said of it beside its definition.
    #[serde(flatten)]
    pub annotation: Annotation,
}

/// What generic code must know of enums.
pub(super) const FACTS: KindFacts = KindFacts {
    word: "enum",
    created: Phase::CreateTypes,
    dropped: Phase::DropTypes,
    namespaced: true,
    renamed: true,
    // The columns of the type would go along.
    recreated: false,
    text: false,
    ambient: false,
};

impl SchemaObject for Enum {
    fn id(&self) -> ObjectId {
        ObjectId::new(Kind::Enum, self.name.clone())
    }

    fn summary(&self) -> String {
        let values: Vec<String> = self.values.iter().map(|value| format!("'{value}'")).collect();
        words::with_comment(format!("enum ({})", values.join(", ")), self.annotation.comment.as_ref())
    }

    fn differences(&self, to: &Object) -> Vec<&'static str> {
        let Object::Enum(to) = to else { return Vec::new() };
        let mut said = Vec::new();
        if self.values != to.values {
            said.push("values");
        }
        if self.annotation.comment != to.annotation.comment {
            said.push("comment");
        }
        said
    }
}
