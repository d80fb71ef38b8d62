//! Sequences, and the options that they share with identities.

use super::access::{grants, owner};
use super::codec::{Codec, comment, flag, renamed_from};
use super::object::ObjectSubject;
use super::{ALL, Database, Form, GrammarSection, KeyEntry, POSTGRES, SEQUENCES, SectionFacts, Subject};
use crate::schema::{Annotation, Kind, Object, ObjectId, Sequence, SequenceOptions};
use crate::source::toml::document::{At, Text};
use crate::source::toml::dotted_names;
use crate::source::toml::schema_reader::SchemaReader;
use crate::source::toml::unresolved::{UnresolvedSchema, UnresolvedSequence};
use crate::source::toml::writing::SchemaWriter;
use crate::source::toml::writing::value::Value;

/// A sequence.
pub(crate) struct SequenceObject;

/// A sequence as read.
pub(crate) struct SequenceDraft<'d> {
    sequence: Sequence,
    at: At<'d>,
    owner: Option<Text<'d>>,
    renamed_from: Option<Text<'d>>,
}

/// A sequence to be written.
pub(crate) struct SequenceModel<'w> {
    sequence: &'w Sequence,
}

impl Subject for SequenceObject {
    type Draft<'d> = SequenceDraft<'d>;
    type Model<'w> = SequenceModel<'w>;
}

/// A sequence.
pub(crate) static SEQUENCE: GrammarSection<SequenceObject> = GrammarSection {
    facts: SectionFacts::new("a sequence", "`[sequence.x]`: a sequence"),
    keys: &[
        KeyEntry::new(
            "type",
            Form::Text,
            SEQUENCES,
            "Its type, if not `bigint`.",
            Codec {
                read: |section, key, draft| {
                    let ty = section.text(key).map(|text| section.reader.dialect.native_type(&text.value));
                    draft.sequence.ty = ty.filter(|ty| ty != "bigint");
                    Some(())
                },
                write: |writer, model| {
                    model.sequence.ty.as_ref().map(|ty| Value::text(writer.dialect.portable_type(ty)))
                },
            },
        ),
        start(SEQUENCES),
        increment(SEQUENCES),
        min(SEQUENCES),
        max(SEQUENCES),
        cache(SEQUENCES),
        cycle(SEQUENCES),
        KeyEntry::new(
            "owned_by",
            Form::Text,
            POSTGRES,
            "The column (`table.column`) that it goes with.",
            Codec {
                read: |section, key, draft| {
                    draft.owner = section.text(key);
                    Some(())
                },
                write: |_, model| {
                    let (table, column) = model.sequence.owned_by.as_ref()?;
                    let column = dotted_names::show_part(column);
                    Some(Value::text(format!("{}.{column}", dotted_names::show(table))))
                },
            },
        ),
        KeyEntry::new(
            "unlogged",
            Form::Flag,
            POSTGRES,
            "Whether it is kept out of the write-ahead log (UNLOGGED).",
            flag!(sequence.unlogged),
        ),
        comment!(POSTGRES, sequence.annotation.comment),
        owner!(sequence.annotation.owner),
        grants!(Kind::Sequence, sequence, sequence.annotation.grants),
        renamed_from!(),
    ],
};

impl ObjectSubject for SequenceObject {
    const KIND: Kind = Kind::Sequence;

    fn section() -> &'static GrammarSection<Self> {
        &SEQUENCE
    }

    fn begin<'d>(id: &ObjectId, at: &At<'d>) -> SequenceDraft<'d> {
        let sequence = Sequence {
            name: id.name.clone(),
            ty: None,
            options: SequenceOptions::default(),
            owned_by: None,
            unlogged: false,
            annotation: Annotation::default(),
        };
        SequenceDraft { sequence, at: at.clone(), owner: None, renamed_from: None }
    }

    fn end<'d>(reader: &SchemaReader<'_>, id: &ObjectId, draft: SequenceDraft<'d>, schema: &mut UnresolvedSchema<'d>) {
        schema.renamed(reader, id, draft.renamed_from);
        let SequenceDraft { sequence, at, owner, .. } = draft;
        schema.sequences.push(UnresolvedSequence { sequence, at, owner });
    }

    fn model<'w>(_writer: &SchemaWriter<'w>, object: &'w Object) -> Option<SequenceModel<'w>> {
        match object {
            Object::Sequence(sequence) => Some(SequenceModel { sequence }),
            _ => None,
        }
    }
}

/// What has the options of a sequence.
pub(crate) trait HasSequence: Subject {
    /// Those that are read.
    fn read<'a>(draft: &'a mut Self::Draft<'_>) -> &'a mut SequenceOptions;
    /// Those that are written.
    fn written<'a>(model: &'a Self::Model<'_>) -> &'a SequenceOptions;
}

impl HasSequence for SequenceObject {
    fn read<'a>(draft: &'a mut SequenceDraft<'_>) -> &'a mut SequenceOptions {
        &mut draft.sequence.options
    }

    fn written<'a>(model: &'a SequenceModel<'_>) -> &'a SequenceOptions {
        &model.sequence.options
    }
}

macro_rules! option {
    ($field:ident) => {
        Codec {
            read: |section, key, draft| {
                S::read(draft).$field = section.integer(key);
                Some(())
            },
            write: |_, model| S::written(model).$field.map(Value::Integer),
        }
    };
}

/// `start`
pub(crate) const fn start<S: HasSequence>(databases: &'static [Database]) -> KeyEntry<S> {
    KeyEntry::new("start", Form::Integer, databases, "The first number (START WITH).", option!(start))
}

/// `increment`
pub(crate) const fn increment<S: HasSequence>(databases: &'static [Database]) -> KeyEntry<S> {
    KeyEntry::new(
        "increment",
        Form::Integer,
        databases,
        "The step from a number to the next (INCREMENT BY).",
        option!(increment),
    )
}

/// `min`
pub(crate) const fn min<S: HasSequence>(databases: &'static [Database]) -> KeyEntry<S> {
    KeyEntry::new("min", Form::Integer, databases, "The least number (MINVALUE).", option!(min))
}

/// `max`
pub(crate) const fn max<S: HasSequence>(databases: &'static [Database]) -> KeyEntry<S> {
    KeyEntry::new("max", Form::Integer, databases, "The greatest number (MAXVALUE).", option!(max))
}

/// `cache`
pub(crate) const fn cache<S: HasSequence>(databases: &'static [Database]) -> KeyEntry<S> {
    KeyEntry::new(
        "cache",
        Form::Integer,
        databases,
        "How many numbers a session takes at a time (CACHE).",
        option!(cache),
    )
}

/// `cycle`
pub(crate) const fn cycle<S: HasSequence>(databases: &'static [Database]) -> KeyEntry<S> {
    let codec: Codec<S> = Codec {
        read: |section, key, draft| {
            S::read(draft).cycle = section.flag(key);
            Some(())
        },
        write: |_, model| S::written(model).cycle.then_some(Value::Flag(true)),
    };
    KeyEntry::new("cycle", Form::Flag, databases, "Whether it begins again at its end (CYCLE).", codec)
}
