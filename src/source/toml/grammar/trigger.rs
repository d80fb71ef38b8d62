//! Triggers of a table or a view: each a whole CREATE TRIGGER under its name.

use toml::de::DeValue;

use super::codec::{Codec, comment, extensions, parameters, renamed_from, text};
use super::statement::{self, StatementSubject};
use super::{ALL, Database, Form, GrammarSection, KeyEntry, MYSQL, POSTGRES, SectionFacts, Subject, optional};
use crate::schema::{Enabled, Expr, Origin, Trigger};
use crate::source::toml::document::Text;
use crate::source::toml::section_reader::SectionReader;
use crate::source::toml::unresolved::UnresolvedTrigger;
use crate::source::toml::writing::SchemaWriter;
use crate::source::toml::writing::value::{Entries, Value};

/// `enabled`: a truth value, or the words for the sessions.
pub(crate) const ENABLED: Form = Form::Or(&[Form::Flag, Form::Choice(&["replica", "always"])]);

/// `enabled`, in a field.
macro_rules! enabled {
    ($means:literal, $($field:ident).+) => {
        KeyEntry::new(
            "enabled",
            crate::source::toml::grammar::trigger::ENABLED,
            POSTGRES,
            $means,
            Codec {
                read: |section, key, draft| {
                    draft.$($field).+ = crate::source::toml::grammar::trigger::read_enabled(section, key);
                    Some(())
                },
                write: |_, model| crate::source::toml::grammar::trigger::write_enabled(model.$($field).+),
            },
        )
    };
}
pub(super) use enabled;

/// `enabled`: a truth value or the words.
pub(crate) fn read_enabled(section: &SectionReader<'_, '_>, key: &str) -> Enabled {
    let Some(item) = section.item(key) else { return Enabled::Origin };
    if matches!(item.get(), DeValue::Boolean(_)) {
        return if section.flag(key) { Enabled::Origin } else { Enabled::Disabled };
    }
    match section.choice(key) {
        Some("replica") => Enabled::Replica,
        Some(_) => Enabled::Always,
        None => Enabled::Origin,
    }
}

/// `enabled`, where it is not the usual one.
pub(crate) fn write_enabled(enabled: Enabled) -> Option<Value> {
    match enabled {
        Enabled::Origin => None,
        Enabled::Disabled => Some(Value::Flag(false)),
        Enabled::Replica => Some(Value::text("replica")),
        Enabled::Always => Some(Value::text("always")),
    }
}

/// A trigger.
pub(crate) struct TriggerPart;

/// A trigger as read.
pub(crate) struct TriggerDraft<'d> {
    trigger: Trigger,
    /// Whether `enabled` stands there.
    enabled_said: bool,
    renamed_from: Option<Text<'d>>,
}

/// A trigger to be written.
pub(crate) struct TriggerModel<'w> {
    trigger: &'w Trigger,
}

impl Subject for TriggerPart {
    type Draft<'d> = TriggerDraft<'d>;
    type Model<'w> = TriggerModel<'w>;
}

/// A trigger.
pub(crate) static TRIGGER: GrammarSection<TriggerPart> = GrammarSection {
    facts: SectionFacts::new("a trigger", "A trigger").short("sql"),
    keys: &[
        optional(statement::sql("The whole CREATE TRIGGER. Left out for one that a partition has from its parent.")),
        KeyEntry::new(
            "follows",
            Form::Text,
            MYSQL,
            "The trigger of the same event that it runs right after, where it is not the first.",
            text!(trigger.follows),
        ),
        KeyEntry::new(
            "settings",
            Form::Parameters,
            MYSQL,
            "Settings that its body is written for and keeps (`sql_mode`), where they are not the session's.",
            parameters!(trigger.settings),
        ),
        KeyEntry::new(
            "enabled",
            ENABLED,
            POSTGRES,
            "When it fires, if not in all sessions but a replica's: `false`, `\"replica\"`, `\"always\"`.",
            Codec {
                read: |section, key, draft| {
                    draft.trigger.enabled = read_enabled(section, key);
                    draft.enabled_said = true;
                    Some(())
                },
                write: |_, model| {
                    let said = write_enabled(model.trigger.enabled);
                    said.or_else(|| model.trigger.is_inherited().then_some(Value::Flag(true)))
                },
            },
        ),
        extensions!(trigger.annotation.extensions),
        comment!(POSTGRES, trigger.annotation.comment),
        KeyEntry::new(
            "constraint_comment",
            Form::Text,
            POSTGRES,
            "The comment on the constraint of a constraint trigger.",
            Codec {
                read: |section, key, draft| {
                    draft.trigger.constraint_comment = section.comment(key);
                    Some(())
                },
                write: |_, model| model.trigger.constraint_comment.as_ref().map(Value::text),
            },
        ),
        renamed_from!(),
    ],
};

impl StatementSubject for TriggerPart {
    const WORDS: &'static str = "trigger";

    fn name<'a>(draft: &'a TriggerDraft<'_>) -> &'a str {
        &draft.trigger.name
    }

    fn read<'a>(draft: &'a mut TriggerDraft<'_>) -> &'a mut Expr {
        &mut draft.trigger.sql
    }

    fn written<'a>(model: &'a TriggerModel<'_>) -> &'a Expr {
        &model.trigger.sql
    }
}

/// What has triggers.
pub(crate) trait HasTriggers: Subject {
    /// Takes those that are read.
    fn extend<'d>(draft: &mut Self::Draft<'d>, found: Vec<UnresolvedTrigger<'d>>);
    /// Those that are written.
    fn written<'a>(model: &'a Self::Model<'_>) -> &'a [Trigger];
    /// Whose they are, for messages.
    fn owner(draft: &Self::Draft<'_>) -> String;

    /// Whether they may be those of its parent.
    fn is_partition(_draft: &Self::Draft<'_>) -> bool {
        false
    }
}

/// `triggers`
pub(crate) const fn triggers<S: HasTriggers>(databases: &'static [Database], means: &'static str) -> KeyEntry<S> {
    let codec: Codec<S> = Codec {
        read: |section, key, draft| {
            let found = read(section, key, &S::owner(draft), S::is_partition(draft));
            S::extend(draft, found);
            Some(())
        },
        write: |writer, model| write(writer, S::written(model)),
    };
    KeyEntry::new("triggers", Form::Names(&TRIGGER), databases, means, codec)
}

fn read<'d>(section: &SectionReader<'_, 'd>, key: &str, owner: &str, partition: bool) -> Vec<UnresolvedTrigger<'d>> {
    let mut found = Vec::new();
    for entry in section.names(key) {
        section.reader.fits(entry.name, &entry.at);
        let what = format!("trigger `{}` of {owner}", entry.name);
        let trigger = Trigger::new(entry.name, "");
        let mut draft = TriggerDraft { trigger, enabled_said: false, renamed_from: None };
        if TRIGGER.open(section.reader, entry.item, entry.at.clone(), what.clone(), &mut draft).is_some() {
            let TriggerDraft { mut trigger, enabled_said, renamed_from } = draft;
            if trigger.sql.text().is_empty() {
                if !(partition && enabled_said) {
                    let expected = format!("write sql = {}", Form::Sql.expected());
                    let message = format!("{what} has no `sql`");
                    section.reader.invalid(&entry.at, message, "something is missing", expected);
                    continue;
                }
                trigger.annotation.origin = Origin::Inherited;
            }
            found.push(UnresolvedTrigger { trigger, at: entry.at, renamed_from });
        }
    }
    found
}

fn write(writer: &SchemaWriter<'_>, triggers: &[Trigger]) -> Option<Value> {
    let written = |trigger: &Trigger| (trigger.name.clone(), TRIGGER.value(writer, &TriggerModel { trigger }));
    let entries: Entries = triggers.iter().map(written).collect();
    (!entries.is_empty()).then_some(Value::Table(entries))
}
