//! Triggers of a table or a view.

use serde::{Deserialize, Serialize};

use super::{Annotation, Enabled, Expr, Parameters, PartFacts, Phase, words};

/// A trigger of a table or a view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trigger {
    /// Its name.
    pub name: String,
    /// The whole `CREATE TRIGGER` statement, without the closing `;`.
    pub sql: Expr,
    /// MySQL: the trigger of the same event that it runs right after, where it is not the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<String>,
    /// MySQL: settings that its body was written for and keeps (`sql_mode`), where they are not those of the session.
    #[serde(default, skip_serializing_if = "Parameters::is_none")]
    pub settings: Parameters,
    /// PostgreSQL: when it fires.
    #[serde(default, skip_serializing_if = "Enabled::is_usual")]
    pub enabled: Enabled,
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
    text: true,
};

impl Trigger {
    /// One with nothing but its statement.
    pub fn new(name: impl Into<String>, sql: impl Into<Expr>) -> Self {
        Trigger {
            name: name.into(),
            sql: sql.into(),
            follows: None,
            settings: Parameters::default(),
            enabled: Enabled::Origin,
            annotation: Annotation::default(),
        }
    }

    /// The statement that makes it.
    pub fn summary(&self) -> String {
        let mut text = self.sql.to_string();
        if let Some(before) = &self.follows {
            text.push_str(&format!(" follows {before}"));
        }
        words::parameters(&mut text, &self.settings);
        text.push_str(self.enabled.words());
        words::with_comment(text, self.annotation.comment.as_ref())
    }
}
