//! Triggers of a table or a view.

use serde::{Deserialize, Serialize};

use super::{Annotation, Enabled, Expr, Origin, Parameters, PartFacts, Phase, words};

/// A trigger of a table or a view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trigger {
    /// Its name.
    pub name: String,
    /// The whole `CREATE TRIGGER` statement, without the closing `;`; empty, where a partition has it from its parent and only
    /// fires it otherwise ([`Trigger::is_inherited`]).
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
    /// PostgreSQL: the comment on the constraint of a constraint trigger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraint_comment: Option<String>,
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
            constraint_comment: None,
            annotation: Annotation::default(),
        }
    }

    /// That a partition has it from its parent, and fires it at other times.
    pub fn inherited(name: impl Into<String>, enabled: Enabled) -> Self {
        let annotation = Annotation { origin: Origin::Inherited, ..Annotation::default() };
        Trigger { enabled, annotation, ..Trigger::new(name, "") }
    }

    /// Whether a partition has it from its parent.
    pub fn is_inherited(&self) -> bool {
        self.annotation.origin == Origin::Inherited
    }

    /// The statement that makes it.
    pub fn summary(&self) -> String {
        let mut text = if self.is_inherited() { "the parent's".to_owned() } else { self.sql.to_string() };
        if let Some(before) = &self.follows {
            text.push_str(&format!(" follows {before}"));
        }
        words::parameters(&mut text, &self.settings);
        text.push_str(if self.is_inherited() && self.enabled.is_usual() { " enabled" } else { self.enabled.words() });
        if let Some(comment) = &self.constraint_comment {
            text.push_str(" constraint");
            words::comment(&mut text, Some(comment));
        }
        words::extensions(&mut text, &self.annotation.extensions);
        words::with_comment(text, self.annotation.comment.as_ref())
    }
}
