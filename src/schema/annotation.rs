//! What is said of an object, a column or a part beside its definition: a comment, an owner, grants, the text as written.
//!
//! Held in the same way beside whatever can have it, so that one piece of code compares it, keeps it when something is
//! dropped and created again, and writes it down.

use serde::{Deserialize, Serialize};

use super::{Origin, Written};

/// What is said beside a definition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Annotation {
    /// The comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The owner, where it is not the role that is connected: not compared, and kept when the object is created again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// What others than the owner may do: not compared, and kept when the object is created again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub grants: Vec<Grant>,
    /// Where a column or a part of a table comes from.
    #[serde(skip_serializing_if = "Origin::is_own")]
    pub origin: Origin,
    /// The statement as it was written, where the database keeps it: never compared.
    #[serde(skip_serializing_if = "Written::is_none")]
    pub written: Written,
}

/// What one role may do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Grant {
    /// The privileges: `SELECT`.
    pub privileges: Vec<String>,
    /// The role as SQL, or `PUBLIC`.
    pub grantee: String,
    /// `WITH GRANT OPTION`
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub grantable: bool,
}

impl Annotation {
    /// One with nothing but a comment.
    pub fn commented(comment: Option<String>) -> Self {
        Annotation { comment, ..Annotation::default() }
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.comment.is_none() && self.owner.is_none() && self.grants.is_empty()
    }

    /// The same with what is compared alone.
    pub fn compared(&self) -> Annotation {
        Annotation { origin: self.origin.clone(), ..Annotation::commented(self.comment.clone()) }
    }

    /// Takes over what no schema file says, as far as nothing is said.
    fn keep(&mut self, old: &Annotation) {
        if self.owner.is_none() {
            self.owner.clone_from(&old.owner);
        }
        if self.grants.is_empty() {
            self.grants.clone_from(&old.grants);
        }
    }
}

impl super::Object {
    /// The object with the owners and grants that an earlier form of it had, its columns' and parts' too: what a schema file
    /// does not say stays as it was.
    pub fn keeping(&self, old: &super::Object) -> super::Object {
        let (mut object, mut old) = (self.clone(), old.clone());
        let kept = old.annotations_mut();
        for (place, annotation) in object.annotations_mut() {
            if let Some((_, old)) = kept.iter().find(|(other, _)| *other == place) {
                annotation.keep(old);
            }
        }
        if let (super::Object::View(view), super::Object::View(old)) = (&mut object, &old) {
            view.no_data = old.no_data && view.no_data;
            let said = old.column_annotations.iter().filter(|(_, annotation)| !annotation.grants.is_empty());
            for (column, annotation) in said {
                if !view.column_annotations.iter().any(|(name, _)| name == column) {
                    view.column_annotations.push((column.clone(), Annotation { comment: None, ..annotation.clone() }));
                }
            }
        }
        object
    }
}
