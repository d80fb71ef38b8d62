//! Policies of row-level security, and whether it is on.

use serde::{Deserialize, Serialize};

use super::{Annotation, Expr, PartFacts, Phase, words};

/// A policy: which rows of a table a role may see or write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Its name.
    pub name: String,
    /// `AS RESTRICTIVE`: what it does not allow, no other policy does.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restrictive: bool,
    /// The command that it is for, where it is not for all: `select`, `insert`, `update`, `delete`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// The roles that it is for, by name, in alphabetical order; none: all of them (`PUBLIC`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// `USING`: which rows there are for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub using: Option<Expr>,
    /// `WITH CHECK`: which rows may be written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<Expr>,
    /// What is said of it beside its definition.
    #[serde(flatten)]
    pub annotation: Annotation,
}

/// What generic code must know of policies.
pub(super) const FACTS: PartFacts = PartFacts {
    word: "policy",
    added: Phase::AddTriggers,
    dropped: Phase::DropDependents,
    reaches_out: true,
    referred_to: false,
    text: true,
};

impl Policy {
    /// One for everybody and everything.
    pub fn new(name: impl Into<String>) -> Self {
        Policy {
            name: name.into(),
            restrictive: false,
            command: None,
            roles: Vec::new(),
            using: None,
            check: None,
            annotation: Annotation::default(),
        }
    }

    /// All that is said of it but its name.
    pub fn summary(&self) -> String {
        let mut text = if self.restrictive { "restrictive" } else { "permissive" }.to_owned();
        text.push_str(&format!(" for {}", self.command.as_deref().unwrap_or("all")));
        if !self.roles.is_empty() {
            text.push_str(&format!(" to {}", self.roles.join(", ")));
        }
        for (word, expression) in [("using", &self.using), ("check", &self.check)] {
            if let Some(expression) = expression {
                text.push_str(&format!(" {word} ({expression})"));
            }
        }
        words::with_comment(text, self.annotation.comment.as_ref())
    }
}

/// Whether a table's rows are shown by its policies alone.
///
/// It is a part of its table and not one of its options, so that it comes when the policies are there, and goes before
/// they do: at no moment is a table more open, or more closed, than before and after a change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RowSecurity {
    /// `ENABLE ROW LEVEL SECURITY`
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub enabled: bool,
    /// `FORCE ROW LEVEL SECURITY`: for the table's owner too.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub forced: bool,
}

/// What generic code must know of row-level security.
pub(super) const ROW_SECURITY: PartFacts = PartFacts {
    word: "row level security",
    added: Phase::CreateDependents,
    dropped: Phase::DropDependents,
    reaches_out: true,
    referred_to: false,
    text: true,
};

impl RowSecurity {
    /// What stands for a name: a table has it once.
    pub const KEY: &'static str = "";

    /// Whether nothing is said of it.
    pub fn is_none(&self) -> bool {
        *self == RowSecurity::default()
    }

    /// Whether it is on, and for whom.
    pub fn summary(&self) -> String {
        match (self.enabled, self.forced) {
            (true, true) => "enabled, forced",
            (true, false) => "enabled",
            (false, true) => "forced, but not enabled",
            (false, false) => "disabled",
        }
        .to_owned()
    }
}
