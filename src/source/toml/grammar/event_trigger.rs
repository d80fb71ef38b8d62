//! Event triggers, languages and transforms: what a database has beside its namespaces.

use super::codec::Codec;
use super::definition::{DefinitionKind, DefinitionOf, comment, grants, owner, renamed_from};
use super::trigger::{ENABLED, read_enabled, write_enabled};
use super::{GrammarSection, KeyEntry, POSTGRES, SectionFacts, statement};
use crate::schema::{Enabled, Kind, ObjectId, QName};
use crate::source::toml::document::At;
use crate::source::toml::schema_reader::SchemaReader;

/// An event trigger.
pub(crate) struct EventTrigger;

/// A language.
pub(crate) struct Language;

/// A transform.
pub(crate) struct Transform;

/// An event trigger.
pub(crate) static EVENT_TRIGGER: GrammarSection<DefinitionOf<EventTrigger>> = GrammarSection {
    facts: SectionFacts::new("an event trigger", "`[event_trigger.x]`: an event trigger").short("sql").headed(),
    keys: &[
        statement::sql("The whole CREATE EVENT TRIGGER."),
        KeyEntry::new(
            "enabled",
            ENABLED,
            POSTGRES,
            "Whether it fires, or in which sessions: true, if it is left out.",
            Codec {
                read: |section, key, draft| {
                    let word = match read_enabled(section, key) {
                        Enabled::Origin => None,
                        Enabled::Disabled => Some("false"),
                        Enabled::Replica => Some("replica"),
                        Enabled::Always => Some("always"),
                    };
                    let said = word.map(|word| ("enabled".to_owned(), word.to_owned()));
                    draft.definition.settings = said.into_iter().collect();
                    Some(())
                },
                write: |_, model| {
                    let said = model.definition.settings.iter().find(|(name, _)| name == "enabled");
                    write_enabled(match said.map(|(_, word)| word.as_str()) {
                        Some("false") => Enabled::Disabled,
                        Some("replica") => Enabled::Replica,
                        Some("always") => Enabled::Always,
                        _ => Enabled::Origin,
                    })
                },
            },
        ),
        comment(),
        renamed_from(),
        owner(),
    ],
};

/// A language.
pub(crate) static LANGUAGE: GrammarSection<DefinitionOf<Language>> = GrammarSection {
    facts: SectionFacts::new("a language", "`[language.x]`: a language that no extension brings").short("sql").headed(),
    keys: &[statement::sql("The whole CREATE LANGUAGE."), comment(), renamed_from(), owner(), grants()],
};

/// A transform.
pub(crate) static TRANSFORM: GrammarSection<DefinitionOf<Transform>> = GrammarSection {
    facts: SectionFacts::new("a transform", "`[transform.\"x LANGUAGE y\"]`: a transform of the type x")
        .short("sql")
        .headed(),
    keys: &[statement::sql("The whole CREATE TRANSFORM."), comment()],
};

impl DefinitionKind for EventTrigger {
    const KIND: Kind = Kind::EventTrigger;
    const WORDS: &'static str = "event trigger";

    fn section() -> &'static GrammarSection<DefinitionOf<Self>> {
        &EVENT_TRIGGER
    }
}

impl DefinitionKind for Language {
    const KIND: Kind = Kind::Language;
    const WORDS: &'static str = "language";

    fn section() -> &'static GrammarSection<DefinitionOf<Self>> {
        &LANGUAGE
    }
}

impl DefinitionKind for Transform {
    const KIND: Kind = Kind::Transform;
    const WORDS: &'static str = "transform for";

    fn section() -> &'static GrammarSection<DefinitionOf<Self>> {
        &TRANSFORM
    }

    fn identity(reader: &SchemaReader<'_>, key: &str, at: &At<'_>) -> Option<ObjectId> {
        let Some((ty, language)) = key.rsplit_once(" LANGUAGE ") else {
            let help = "write `[transform.\"type LANGUAGE language\"]`".to_owned();
            reader.invalid(at, format!("`{key}` does not say what transform it is"), "no type and language", help);
            return None;
        };
        let name = QName::plain(ty.trim());
        Some(ObjectId::with_arguments(Kind::Transform, name, vec![language.trim().to_owned()]))
    }

    fn key(id: &ObjectId) -> String {
        format!("{} LANGUAGE {}", id.name.name, id.arguments.join(", "))
    }
}
