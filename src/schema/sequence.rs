//! Sequences that stand for themselves.

use serde::{Deserialize, Serialize};

use super::{Annotation, Kind, KindFacts, Object, ObjectId, Phase, QName, SchemaObject, words};

/// The options of a sequence; `None` is the server's default for the type and direction.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SequenceOptions {
    /// `START WITH`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<i64>,
    /// `INCREMENT BY`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub increment: Option<i64>,
    /// `MINVALUE`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// `MAXVALUE`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// `CACHE`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache: Option<i64>,
    /// `CYCLE`
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub cycle: bool,
}

/// A sequence that is no part of a column.
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
    /// What is said of it beside its definition.
    #[serde(flatten)]
    pub annotation: Annotation,
}

/// What generic code must know of sequences.
pub(super) const FACTS: KindFacts = KindFacts {
    word: "sequence",
    created: Phase::CreateSequences,
    dropped: Phase::DropSequences,
    namespaced: true,
    renamed: true,
    // Its position would be lost.
    recreated: false,
    text: false,
    ambient: false,
};

// A sequence does not reference its owner: the owner's default may use it, so ownership is given afterwards.
impl SchemaObject for Sequence {
    fn id(&self) -> ObjectId {
        ObjectId::new(Kind::Sequence, self.name.clone())
    }

    fn summary(&self) -> String {
        let mut text = "sequence".to_owned();
        if let Some(ty) = &self.ty {
            text.push_str(&format!(" as {ty}"));
        }
        text.push_str(&self.options.summary());
        if let Some((table, column)) = &self.owned_by {
            text.push_str(&format!(" owned by {table}.{column}"));
        }
        text.push_str(if self.unlogged { " unlogged" } else { "" });
        words::with_comment(text, self.annotation.comment.as_ref())
    }

    fn differences(&self, to: &Object) -> Vec<&'static str> {
        let Object::Sequence(to) = to else { return Vec::new() };
        let mut said = Vec::new();
        if self.options != to.options || self.ty != to.ty || self.unlogged != to.unlogged {
            said.push("options");
        }
        if self.owned_by != to.owned_by {
            said.push("owner");
        }
        if self.annotation.comment != to.annotation.comment {
            said.push("comment");
        }
        said
    }
}
