//! Objects that are a name and a statement: one form for all kinds of which the model need not know more.
//!
//! The statement is the one that creates the object, as the server prints it or as its catalogue is written down in a
//! fixed form. What it uses is known from the server's records alone. A kind of this form is a file with its facts here,
//! a query in the introspector, and the words of its ALTER in the renderer.

use serde::{Deserialize, Serialize};

use super::secret;
use super::{Annotation, Expr, Object, ObjectId, Parameters, SchemaObject, words};

/// An object that is a name and a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// Its kind, its name, and the arguments that belong to the name.
    pub id: ObjectId,
    /// The statement that creates it, without a closing `;`. Its own name has no namespace there if it lies in the
    /// default one.
    pub sql: Expr,
    /// The parts of the statement by name, as far as they can be changed in place: what an ALTER is made from. They say
    /// nothing that the statement does not say, so they are not compared, and a schema file need not give them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<(String, String)>,
    /// MySQL: settings that its body was written for and keeps (`sql_mode`), where they are not those of the session.
    #[serde(default, skip_serializing_if = "Parameters::is_none")]
    pub settings: Parameters,
    /// What is said of it beside its definition.
    #[serde(flatten)]
    pub annotation: Annotation,
}

impl Definition {
    /// One with nothing but its statement.
    pub fn new(id: ObjectId, sql: impl Into<Expr>) -> Self {
        Definition {
            id,
            sql: sql.into(),
            clauses: Vec::new(),
            settings: Parameters::default(),
            annotation: Annotation::default(),
        }
    }

    /// The clause of this name.
    pub fn clause(&self, name: &str) -> Option<&str> {
        self.clauses.iter().find(|(clause, _)| clause == name).map(|(_, text)| text.as_str())
    }

    /// The same without what is not compared.
    pub(super) fn unordered(&self) -> Definition {
        Definition { clauses: Vec::new(), ..self.clone() }
    }
}

impl SchemaObject for Definition {
    fn id(&self) -> ObjectId {
        self.id.clone()
    }

    fn summary(&self) -> String {
        let mut text = secret::without_stand_ins(self.sql.text());
        words::parameters(&mut text, &self.settings);
        words::extensions(&mut text, &self.annotation.extensions);
        words::with_comment(text, self.annotation.comment.as_ref())
    }

    fn differences(&self, to: &Object) -> Vec<&'static str> {
        let Object::Definition(to) = to else { return Vec::new() };
        let mut said = Vec::new();
        if self.sql != to.sql {
            said.push("definition");
        }
        if self.settings != to.settings {
            said.push("settings");
        }
        if self.annotation.extensions != to.annotation.extensions {
            said.push("extensions");
        }
        if self.annotation.comment != to.annotation.comment {
            said.push("comment");
        }
        said
    }
}
