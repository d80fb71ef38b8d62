//! Rules of a table or a view: each a whole CREATE RULE under its name.

use super::codec::{Codec, comment, renamed_from};
use super::statement::{self, StatementSubject};
use super::trigger::enabled;
use super::{ALL, Form, GrammarSection, KeyEntry, POSTGRES, SectionFacts, Subject};
use crate::schema::{Expr, Rule};
use crate::source::toml::document::Text;
use crate::source::toml::section_reader::SectionReader;
use crate::source::toml::unresolved::UnresolvedPart;
use crate::source::toml::writing::SchemaWriter;
use crate::source::toml::writing::value::{Entries, Value};

/// A rule.
pub(crate) struct RulePart;

/// A rule as read.
pub(crate) struct RuleDraft<'d> {
    rule: Rule,
    renamed_from: Option<Text<'d>>,
}

/// A rule to be written.
pub(crate) struct RuleModel<'w> {
    rule: &'w Rule,
}

impl Subject for RulePart {
    type Draft<'d> = RuleDraft<'d>;
    type Model<'w> = RuleModel<'w>;
}

/// A rule.
pub(crate) static RULE: GrammarSection<RulePart> = GrammarSection {
    facts: SectionFacts::new("a rule", "A rule").short("sql"),
    keys: &[
        statement::sql("The whole CREATE RULE."),
        enabled!(
            "When it is in force, if not in all sessions but a replica's: `false`, `\"replica\"`, `\"always\"`.",
            rule.enabled
        ),
        comment!(POSTGRES, rule.annotation.comment),
        renamed_from!(),
    ],
};

impl StatementSubject for RulePart {
    const WORDS: &'static str = "rule";

    fn name<'a>(draft: &'a RuleDraft<'_>) -> &'a str {
        &draft.rule.name
    }

    fn read<'a>(draft: &'a mut RuleDraft<'_>) -> &'a mut Expr {
        &mut draft.rule.sql
    }

    fn written<'a>(model: &'a RuleModel<'_>) -> &'a Expr {
        &model.rule.sql
    }
}

/// What has rules.
pub(crate) trait HasRules: Subject {
    /// Takes those that are read.
    fn extend<'d>(draft: &mut Self::Draft<'d>, found: Vec<UnresolvedPart<'d, Rule>>);
    /// Those that are written.
    fn written<'a>(model: &'a Self::Model<'_>) -> &'a [Rule];
}

/// `rules`
pub(crate) const fn rules<S: HasRules>(means: &'static str) -> KeyEntry<S> {
    let codec: Codec<S> = Codec {
        read: |section, key, draft| {
            S::extend(draft, read(section, key));
            Some(())
        },
        write: |writer, model| write(writer, S::written(model)),
    };
    KeyEntry::new("rules", Form::Names(&RULE), POSTGRES, means, codec)
}

fn read<'d>(section: &SectionReader<'_, 'd>, key: &str) -> Vec<UnresolvedPart<'d, Rule>> {
    let mut found = Vec::new();
    for entry in section.names(key) {
        section.reader.fits(entry.name, &entry.at);
        let what = format!("rule `{}` of {}", entry.name, section.what);
        let mut draft = RuleDraft { rule: Rule::new(entry.name, ""), renamed_from: None };
        if RULE.open(section.reader, entry.item, entry.at.clone(), what, &mut draft).is_some() {
            found.push(UnresolvedPart { part: draft.rule, at: entry.at, renamed_from: draft.renamed_from });
        }
    }
    found
}

fn write(writer: &SchemaWriter<'_>, rules: &[Rule]) -> Option<Value> {
    let written = |rule: &Rule| (rule.name.clone(), RULE.value(writer, &RuleModel { rule }));
    let entries: Entries = rules.iter().map(written).collect();
    (!entries.is_empty()).then_some(Value::Table(entries))
}
