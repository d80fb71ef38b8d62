//! Triggers of a table or a view.

use serde::{Deserialize, Serialize};

use super::{Expr, PartFacts, Phase, words};

/// A trigger of a table or a view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trigger {
    /// Its name.
    pub name: String,
    /// The whole `CREATE TRIGGER` statement, without the closing `;`.
    pub sql: Expr,
    /// The comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
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
        words::with_comment(self.sql.to_string(), self.comment.as_ref())
    }
}
