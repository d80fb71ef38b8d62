//! Rules of a table or a view: what PostgreSQL does instead of a statement, or besides.

use serde::{Deserialize, Serialize};

use super::{Annotation, Enabled, Expr, PartFacts, Phase, words};

/// A rule of a table or a view. The one that is a view's query is none of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// The whole `CREATE RULE` statement, without the closing `;`.
    pub sql: Expr,
    /// When it is in force.
    #[serde(default, skip_serializing_if = "Enabled::is_usual")]
    pub enabled: Enabled,
    /// What is said of it beside its definition.
    #[serde(flatten)]
    pub annotation: Annotation,
}

/// What generic code must know of rules.
pub(super) const FACTS: PartFacts = PartFacts {
    word: "rule",
    added: Phase::AddTriggers,
    dropped: Phase::DropDependents,
    reaches_out: true,
    referred_to: false,
    text: true,
};

impl Rule {
    /// One with nothing but its statement.
    pub fn new(name: impl Into<String>, sql: impl Into<Expr>) -> Self {
        Rule { name: name.into(), sql: sql.into(), enabled: Enabled::Origin, annotation: Annotation::default() }
    }

    /// The statement that makes it, and when it is in force.
    pub fn summary(&self) -> String {
        words::with_comment(format!("{}{}", self.sql, self.enabled.words()), self.annotation.comment.as_ref())
    }
}
