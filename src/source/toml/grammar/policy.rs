//! Policies of row-level security.

use super::codec::{Codec, comment, condition, flag, renamed_from};
use super::{ALL, Form, GrammarSection, KeyEntry, POSTGRES, SectionFacts, Subject};
use crate::schema::Policy;
use crate::source::toml::document::Text;
use crate::source::toml::section_reader::SectionReader;
use crate::source::toml::unresolved::UnresolvedPart;
use crate::source::toml::writing::SchemaWriter;
use crate::source::toml::writing::value::{Entries, Value};

/// A policy.
pub(crate) struct PolicyPart;

/// A policy as read.
pub(crate) struct PolicyDraft<'d> {
    policy: Policy,
    renamed_from: Option<Text<'d>>,
}

/// A policy to be written.
pub(crate) struct PolicyModel<'w> {
    policy: &'w Policy,
}

impl Subject for PolicyPart {
    type Draft<'d> = PolicyDraft<'d>;
    type Model<'w> = PolicyModel<'w>;
}

/// A policy.
pub(crate) static POLICY: GrammarSection<PolicyPart> = GrammarSection {
    facts: SectionFacts::new("a policy", "A policy of row-level security").short("using"),
    keys: &[
        KeyEntry::new(
            "restrictive",
            Form::Flag,
            POSTGRES,
            "Whether what it does not allow is allowed by no other policy (AS RESTRICTIVE).",
            flag!(policy.restrictive),
        ),
        KeyEntry::new(
            "for",
            Form::Choice(&["all", "select", "insert", "update", "delete"]),
            POSTGRES,
            "The command that it is for, if not for all.",
            Codec {
                read: |section, key, draft| {
                    draft.policy.command = section.choice(key).filter(|word| *word != "all").map(str::to_owned);
                    Some(())
                },
                write: |_, model| model.policy.command.as_ref().map(Value::text),
            },
        ),
        KeyEntry::new(
            "to",
            Form::Texts,
            POSTGRES,
            "The roles that it is for, by name; all of them if it is left out.",
            Codec {
                read: |section, key, draft| {
                    let roles = section.texts(key).unwrap_or_default().into_iter().map(|text| text.value);
                    draft.policy.roles = roles.collect();
                    // As in SQL, PUBLIC is everybody, whoever else is named.
                    if draft.policy.roles.iter().any(|role| role.eq_ignore_ascii_case("public")) {
                        draft.policy.roles.clear();
                    }
                    draft.policy.roles.sort();
                    Some(())
                },
                write: |_, model| (!model.policy.roles.is_empty()).then(|| Value::texts(&model.policy.roles)),
            },
        ),
        KeyEntry::new("using", Form::Sql, POSTGRES, "Which rows there are for these roles.", condition!(policy.using)),
        KeyEntry::new(
            "check",
            Form::Sql,
            POSTGRES,
            "Which rows may be written; those of `using`, if it is left out.",
            condition!(policy.check),
        ),
        comment!(POSTGRES, policy.annotation.comment),
        renamed_from!(),
    ],
};

/// `policies` of what is read.
pub(crate) fn read<'d>(section: &SectionReader<'_, 'd>, key: &str) -> Vec<UnresolvedPart<'d, Policy>> {
    let mut found = Vec::new();
    for entry in section.names(key) {
        section.reader.fits(entry.name, &entry.at);
        let what = format!("policy `{}` of {}", entry.name, section.what);
        let mut draft = PolicyDraft { policy: Policy::new(entry.name), renamed_from: None };
        if POLICY.open(section.reader, entry.item, entry.at.clone(), what, &mut draft).is_some() {
            found.push(UnresolvedPart { part: draft.policy, at: entry.at, renamed_from: draft.renamed_from });
        }
    }
    found
}

/// `policies` of what is written.
pub(crate) fn write(writer: &SchemaWriter<'_>, policies: &[Policy]) -> Option<Value> {
    let written = |policy: &Policy| (policy.name.clone(), POLICY.value(writer, &PolicyModel { policy }));
    let entries: Entries = policies.iter().map(written).collect();
    (!entries.is_empty()).then_some(Value::Table(entries))
}
