//! Checks.

use super::codec::{Codec, capitals, flag};
use super::key_constraint::CONFLICTS;
use super::part::{self, Content, Part};
use super::{ALL, Form, Key, POSTGRES, SQLITE, Section, SectionFacts, required};
use crate::schema::{Check, Expr};
use crate::source::toml::writing::value::Value;

impl Content for Check {
    type Draft<'d> = Check;
    type Model = Check;
}

/// A check.
pub static CHECK: Section<Part<Check>> = Section {
    facts: SectionFacts::new("a check", "A check").short("sql"),
    keys: &[
        part::name(),
        required(Key::new(
            "sql",
            Form::Sql,
            ALL,
            "What every row must fulfil.",
            Codec {
                read: |section, key, draft| {
                    draft.content.expression = section.expression(key)?;
                    Some(())
                },
                write: |_, model| Some(Value::sql(model.content.expression.text())),
            },
        )),
        Key::new("no_inherit", Form::Flag, POSTGRES, "NO INHERIT", flag!(content.no_inherit)),
        Key::new("not_valid", Form::Flag, POSTGRES, "Whether old rows were never looked at.", flag!(content.not_valid)),
        Key::new("on_conflict", Form::Choice(CONFLICTS), SQLITE, "ON CONFLICT", capitals!(content.on_conflict)),
        part::comment(),
        part::renamed_from(),
    ],
};

/// A check of which nothing is said but its expression.
pub fn plain(expression: Expr) -> Check {
    Check { expression, no_inherit: false, not_valid: false, on_conflict: None }
}
