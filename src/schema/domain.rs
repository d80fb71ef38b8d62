//! Domains: types with a default, NOT NULL and checks of their own.
//!
//! The checks are parts, as those of a table are: each is added, validated, renamed and dropped by itself.

use serde::{Deserialize, Serialize};

use super::{Annotation, Constraint, Expr, Kind, KindFacts, Object, ObjectId, Part, Phase, QName, SchemaObject, words};

/// A domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Domain {
    /// Its name.
    pub name: QName,
    /// The type below it with every modifier, as the server prints it.
    pub base: String,
    /// The collation, where it is not the type's own; qualified and quoted as SQL wants it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    /// The default of columns that have none of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Expr>,
    /// Whether it has no NULL.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_null: bool,
    /// The name of its NOT NULL, where the server keeps one that it would not have chosen itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_null_name: Option<String>,
    /// The comment on its NOT NULL, where the server keeps that as a constraint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_null_comment: Option<String>,
    /// Its checks; only constraints of that kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Constraint>,
    /// What is said of it beside its definition.
    #[serde(flatten)]
    pub annotation: Annotation,
}

/// What generic code must know of domains.
pub(super) const FACTS: KindFacts = KindFacts {
    word: "domain",
    created: Phase::CreateTypes,
    dropped: Phase::DropTypes,
    namespaced: true,
    renamed: true,
    // The columns of the type would go along.
    recreated: false,
    text: false,
    ambient: false,
};

impl Domain {
    /// One with nothing but the type below it.
    pub fn new(name: QName, base: impl Into<String>) -> Self {
        Domain {
            name,
            base: base.into(),
            collation: None,
            default: None,
            not_null: false,
            not_null_name: None,
            not_null_comment: None,
            checks: Vec::new(),
            annotation: Annotation::default(),
        }
    }

    /// Its id.
    pub fn id_of(name: &QName) -> ObjectId {
        ObjectId::new(Kind::Domain, name.clone())
    }

    /// The same with its checks in the order of their names, which is the one in which they are looked at.
    pub(super) fn unordered(&self) -> Domain {
        let mut domain = self.clone();
        domain.checks.sort_by(|a, b| a.name.cmp(&b.name));
        domain
    }
}

impl SchemaObject for Domain {
    fn id(&self) -> ObjectId {
        Domain::id_of(&self.name)
    }

    fn parts(&self) -> Vec<Part> {
        self.checks.iter().cloned().map(Part::Constraint).collect()
    }

    fn summary(&self) -> String {
        let mut text = self.base.clone();
        if let Some(collation) = &self.collation {
            text.push_str(&format!(" collate {collation}"));
        }
        if let Some(default) = &self.default {
            text.push_str(&format!(" default {default}"));
        }
        if self.not_null {
            text.push_str(" not null");
        }
        if let Some(name) = &self.not_null_name {
            text.push_str(&format!(" named {name}"));
        }
        if let Some(comment) = &self.not_null_comment {
            text.push_str(&format!(" commented '{comment}'"));
        }
        words::with_comment(text, self.annotation.comment.as_ref())
    }

    fn differences(&self, to: &Object) -> Vec<&'static str> {
        let Object::Domain(to) = to else { return Vec::new() };
        let mut said = Vec::new();
        let mut say = |differs: bool, word: &'static str| said.extend(differs.then_some(word));
        say(self.base != to.base, "type");
        say(self.collation != to.collation, "collation");
        say(self.default != to.default, "default");
        say(self.not_null != to.not_null, "not null");
        say(self.not_null_name != to.not_null_name, "name of the not null");
        say(self.not_null_comment != to.not_null_comment, "comment of the not null");
        say(self.annotation.comment != to.annotation.comment, "comment");
        said
    }
}
