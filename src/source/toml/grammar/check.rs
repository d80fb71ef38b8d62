//! Checks.

use super::codec::{Codec, capitals, flag};
use super::key_constraint::CONFLICTS;
use super::part::{self, NamedPart, PartContent};
use super::{ALL, ENFORCING, Form, GrammarSection, KeyEntry, POSTGRES, SQLITE, SectionFacts, required};
use crate::schema::{Check, Expr};
use crate::source::toml::writing::value::Value;

impl PartContent for Check {
    type Draft<'d> = Check;
    type Model = Check;
}

/// A check.
pub(crate) static CHECK: GrammarSection<NamedPart<Check>> = GrammarSection {
    facts: SectionFacts::new("a check", "A check").short("sql"),
    keys: &[
        part::name(),
        required(KeyEntry::new(
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
        KeyEntry::new(
            "no_inherit",
            Form::Flag,
            POSTGRES,
            "Whether child tables do without it (NO INHERIT).",
            flag!(content.no_inherit),
        ),
        KeyEntry::new(
            "not_valid",
            Form::Flag,
            POSTGRES,
            "Whether rows that existed before are not checked (NOT VALID).",
            flag!(content.not_valid),
        ),
        KeyEntry::new(
            "enforced",
            Form::Flag,
            ENFORCING,
            "`false`: it is said and not looked at (NOT ENFORCED).",
            Codec {
                read: |section, key, draft| {
                    draft.content.not_enforced = section.maybe(key) == Some(false);
                    Some(())
                },
                write: |_, model| model.content.not_enforced.then_some(Value::Flag(false)),
            },
        ),
        KeyEntry::new(
            "on_conflict",
            Form::Choice(CONFLICTS),
            SQLITE,
            "What happens to a statement that breaks it (ON CONFLICT).",
            capitals!(content.on_conflict),
        ),
        part::comment(POSTGRES),
        part::renamed_from(),
    ],
};

/// A check of which nothing is said but its expression.
pub(crate) fn plain(expression: Expr) -> Check {
    Check::new(expression)
}
