//! Columns that are computed.

use super::codec::Codec;
use super::column::ColumnSubject;
use super::{ALL, Form, GrammarSection, KeyEntry, SectionFacts, Subject, required};
use crate::schema::Generated;
use crate::source::toml::writing::value::Value;

/// A computed column.
pub(crate) struct GeneratedSubject;

impl Subject for GeneratedSubject {
    type Draft<'d> = Generated;
    type Model<'w> = &'w Generated;
}

/// A computed column.
pub(crate) static GENERATED: GrammarSection<GeneratedSubject> = GrammarSection {
    facts: SectionFacts::new("a generated column", "How a column is computed").short("sql"),
    keys: &[
        required(KeyEntry::new(
            "sql",
            Form::Sql,
            ALL,
            "The expression.",
            Codec {
                read: |section, key, generated| {
                    generated.expression = section.expression(key)?;
                    Some(())
                },
                write: |_, generated| Some(Value::sql(generated.expression.text())),
            },
        )),
        KeyEntry::new(
            "stored",
            Form::Flag,
            ALL,
            "Whether the value is stored, as it is on PostgreSQL if not given, or computed when it is read, as on the others.",
            Codec {
                read: |section, key, generated| {
                    if let Some(stored) = section.maybe(key) {
                        generated.stored = stored;
                    }
                    Some(())
                },
                write: |writer, generated| {
                    let usual = writer.dialect.table_rules().generated_stored;
                    (generated.stored != usual).then_some(Value::Flag(generated.stored))
                },
            },
        ),
    ],
};

/// `generated` of a column.
pub(crate) const fn key() -> KeyEntry<ColumnSubject> {
    KeyEntry::new(
        "generated",
        Form::One(&GENERATED),
        ALL,
        "The expression that computes it.",
        Codec {
            read: |section, key, draft| {
                let item = section.item(key)?;
                let stored = section.reader.table_rules().generated_stored;
                let mut generated = Generated { expression: "".into(), stored };
                GENERATED.open(section.reader, item, item.at(), section.of(key), &mut generated)?;
                draft.column.generated = Some(generated);
                Some(())
            },
            write: |writer, model| Some(GENERATED.value(writer, &model.column.generated.as_ref()?)),
        },
    )
}
