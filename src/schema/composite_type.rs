//! Composite types: rows without a table.
//!
//! The attributes are parts: each is added, changed, renamed and dropped by itself.

use serde::{Deserialize, Serialize};

use super::{Annotation, Kind, KindFacts, Object, ObjectId, Part, PartFacts, Phase, QName, SchemaObject, words};

/// A composite type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompositeType {
    /// Its name.
    pub name: QName,
    /// Its attributes in their order: a row of values has it too. Where columns are of the type it cannot change, and is no
    /// difference.
    pub attributes: Vec<Attribute>,
    /// What is said of it beside its definition.
    #[serde(flatten)]
    pub annotation: Annotation,
}

/// An attribute of a composite type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// The type with every modifier, as the server prints it.
    pub ty: String,
    /// The collation, where it is not the type's own; qualified and quoted as SQL wants it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    /// What is said of it beside its definition.
    #[serde(flatten)]
    pub annotation: Annotation,
}

/// What generic code must know of composite types.
pub(super) const FACTS: KindFacts = KindFacts {
    word: "composite type",
    created: Phase::CreateTypes,
    dropped: Phase::DropTypes,
    namespaced: true,
    renamed: true,
    // The columns of the type would go along.
    recreated: false,
    text: false,
    ambient: false,
};

/// What generic code must know of attributes.
pub(super) const ATTRIBUTE: PartFacts = PartFacts {
    word: "attribute",
    added: Phase::AddColumns,
    dropped: Phase::DropColumns,
    reaches_out: false,
    referred_to: false,
    text: false,
};

impl Attribute {
    /// Whether another is of the same type.
    pub fn has_type_of(&self, other: &Attribute) -> bool {
        self.ty == other.ty && self.collation == other.collation
    }

    /// `varchar(20) collate "C"`
    pub fn summary(&self) -> String {
        let mut text = self.ty.clone();
        if let Some(collation) = &self.collation {
            text.push_str(&format!(" collate {collation}"));
        }
        words::with_comment(text, self.annotation.comment.as_ref())
    }
}

impl CompositeType {
    /// Its id.
    pub fn id_of(name: &QName) -> ObjectId {
        ObjectId::new(Kind::CompositeType, name.clone())
    }

    /// The attribute of this name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }
}

impl SchemaObject for CompositeType {
    fn id(&self) -> ObjectId {
        CompositeType::id_of(&self.name)
    }

    fn parts(&self) -> Vec<Part> {
        self.attributes.iter().cloned().map(Part::Attribute).collect()
    }

    fn summary(&self) -> String {
        words::with_comment("composite type".to_owned(), self.annotation.comment.as_ref())
    }

    fn differences(&self, to: &Object) -> Vec<&'static str> {
        let Object::CompositeType(to) = to else { return Vec::new() };
        if self.annotation.comment == to.annotation.comment { Vec::new() } else { vec!["comment"] }
    }
}
