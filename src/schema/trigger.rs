//! Triggers of a table or a view.

use serde::{Deserialize, Serialize};

use super::{Annotation, Expr, PartFacts, Phase, words};

/// A trigger of a table or a view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trigger {
    /// Its name.
    pub name: String,
    /// The whole `CREATE TRIGGER` statement, without the closing `;`.
    pub sql: Expr,
    /// What is said of it beside its definition.
    #[serde(flatten)]
    pub annotation: Annotation,
}

/// What generic code must know of triggers.
pub(super) const FACTS: PartFacts = PartFacts {
    word: "trigger",
    added: Phase::AddTriggers,
    dropped: Phase::DropDependents,
    reaches_out: true,
    referred_to: false,
};

impl Trigger {
    /// The statement that makes it.
    pub fn summary(&self) -> String {
        words::with_comment(self.sql.to_string(), self.annotation.comment.as_ref())
    }
}
