//! Statistics objects.

use super::codec::Codec;
use super::definition::{DefinitionKind, DefinitionOf, comment, owner, renamed_from};
use super::{Form, GrammarSection, KeyEntry, POSTGRES, SectionFacts, statement};
use crate::schema::Kind;
use crate::source::toml::writing::value::Value;

/// A statistics object.
pub(crate) struct Statistics;

/// The setting of the model that `target` is.
const TARGET: &str = "target";

/// A statistics object.
pub(crate) static STATISTICS: GrammarSection<DefinitionOf<Statistics>> = GrammarSection {
    facts: SectionFacts::new("a statistics object", "`[statistics.x]`: a statistics object").short("sql").headed(),
    keys: &[
        statement::sql("The whole CREATE STATISTICS."),
        KeyEntry::new(
            "target",
            Form::Integer,
            POSTGRES,
            "How many values are kept of it, if not as many as of its columns (SET STATISTICS).",
            Codec {
                read: |section, key, draft| {
                    let target = section.integer::<i32>(key).filter(|target| *target >= 0);
                    let said = target.map(|target| (TARGET.to_owned(), target.to_string()));
                    draft.definition.settings = said.into_iter().collect();
                    Some(())
                },
                write: |_, model| {
                    let said = model.definition.settings.iter().find(|(name, _)| name == TARGET);
                    said.and_then(|(_, target)| target.parse().ok()).map(Value::Integer)
                },
            },
        ),
        comment(),
        renamed_from(),
        owner(),
    ],
};

impl DefinitionKind for Statistics {
    const KIND: Kind = Kind::Statistics;
    const WORDS: &'static str = "statistics";

    fn section() -> &'static GrammarSection<DefinitionOf<Self>> {
        &STATISTICS
    }
}
