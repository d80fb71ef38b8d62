//! What is said of an object, a column or a part beside its definition: a comment, an owner, grants, the text as written.
//!
//! Held in the same way beside whatever can have it, so that one piece of code compares it, keeps it when something is
//! dropped and created again, and writes it down.

use serde::{Deserialize, Serialize};

use super::{Grant, Origin, Written};

/// What is said beside a definition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Annotation {
    /// The comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The owner, where it is not the role that is connected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// What roles may do, as far as it is not what the database lets everybody and the owner do by itself; in a fixed
    /// order ([`Grant::in_order`]).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub grants: Vec<Grant>,
    /// PostgreSQL: the extensions that it was made to depend on, in the order of their names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<String>,
    /// Where a column or a part of a table comes from.
    #[serde(skip_serializing_if = "Origin::is_own")]
    pub origin: Origin,
    /// The statement as it was written, where the database keeps it: never compared.
    #[serde(skip_serializing_if = "Written::is_none")]
    pub written: Written,
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

    /// The same with what is said of it as of a definition alone: owner and grants are compared by themselves.
    pub fn compared(&self) -> Annotation {
        Annotation {
            extensions: self.extensions.clone(),
            origin: self.origin.clone(),
            ..Annotation::commented(self.comment.clone())
        }
    }
}
