//! Enum types.

use std::collections::HashMap;

use super::access::{grants, owner};
use super::codec::{Codec, comment, renamed_from};
use super::object::ObjectSubject;
use super::{ALL, Form, GrammarSection, KeyEntry, POSTGRES, SectionFacts, Subject, required};
use crate::schema::{Annotation, Enum, Hints, Kind, Object, ObjectId};
use crate::source::toml::document::{At, Text};
use crate::source::toml::schema_reader::SchemaReader;
use crate::source::toml::section_reader::SectionReader;
use crate::source::toml::unresolved::UnresolvedSchema;
use crate::source::toml::writing::SchemaWriter;
use crate::source::toml::writing::value::Value;

/// An enum type.
pub(crate) struct EnumType;

/// An enum as read.
pub(crate) struct EnumDraft<'d> {
    value: Enum,
    at: At<'d>,
    /// Where each value stands.
    places: HashMap<String, At<'d>>,
    hints: Hints,
    renamed_from: Option<Text<'d>>,
}

/// An enum to be written.
pub(crate) struct EnumModel<'w> {
    value: &'w Enum,
}

impl Subject for EnumType {
    type Draft<'d> = EnumDraft<'d>;
    type Model<'w> = EnumModel<'w>;
}

/// An enum type.
pub(crate) static ENUM: GrammarSection<EnumType> = GrammarSection {
    facts: SectionFacts::new("an enum", "`[enum]`: an enum type").short("values"),
    keys: &[
        required(KeyEntry::new(
            "values",
            Form::List(&ENUM_VALUE),
            POSTGRES,
            "The values in their order.",
            Codec {
                read: |section, key, draft| read_values(section, key, draft),
                write: |writer, model| {
                    let values = model.value.values.iter().map(|value| ENUM_VALUE.value(writer, &value.as_str()));
                    Some(Value::List(values.collect()))
                },
            },
        )),
        comment!(POSTGRES, value.annotation.comment),
        owner!(value.annotation.owner),
        grants!(Kind::Enum, value, value.annotation.grants),
        renamed_from!(),
        KeyEntry::new(
            "replaced_by",
            Form::TextMap,
            POSTGRES,
            "Values that are removed, each with the one that its rows get instead.",
            Codec {
                read: |section, key, draft| {
                    read_replacements(section, key, draft);
                    Some(())
                },
                write: |_, _| None,
            },
        ),
    ],
};

/// A value of an enum.
pub(crate) struct EnumValue;

/// A value as read.
#[derive(Default)]
pub(crate) struct ValueDraft<'d> {
    value: String,
    renamed_from: Option<Text<'d>>,
}

impl Subject for EnumValue {
    type Draft<'d> = ValueDraft<'d>;
    type Model<'w> = &'w str;
}

/// A value of an enum.
pub(crate) static ENUM_VALUE: GrammarSection<EnumValue> = GrammarSection {
    facts: SectionFacts::new("an enum value", "A value of an enum").short("value"),
    keys: &[
        required(KeyEntry::new(
            "value",
            Form::Text,
            POSTGRES,
            "The value.",
            Codec {
                read: |section, key, draft| {
                    let item = section.item(key)?;
                    let Some(text) = item.as_text() else {
                        section.wrong(key, &item);
                        return None;
                    };
                    draft.value = text.value;
                    Some(())
                },
                write: |_, value| Some(Value::text(*value)),
            },
        )),
        renamed_from!(),
    ],
};

fn read_values<'d>(section: &SectionReader<'_, 'd>, key: &str, draft: &mut EnumDraft<'d>) -> Option<()> {
    let reader = section.reader;
    for item in section.elements(key)? {
        let mut value = ValueDraft::default();
        let at = item.at();
        let what = format!("a value of {}", section.what);
        if ENUM_VALUE.open(reader, item, at.clone(), what, &mut value).is_none() {
            continue;
        }
        let ValueDraft { value, renamed_from } = value;
        reader.fits(&value, &at);
        if let Some(first) = draft.places.get(&value) {
            reader.twice(format!("{} has the value `{value}` twice", section.what), &at, first);
            continue;
        }
        if let Some(old) = renamed_from {
            draft.hints.value_renames.push((draft.value.name.clone(), old.value, value.clone()));
        }
        draft.places.insert(value.clone(), at);
        draft.value.values.push(value);
    }
    Some(())
}

fn read_replacements<'d>(section: &SectionReader<'_, 'd>, key: &str, draft: &mut EnumDraft<'d>) {
    let (reader, what) = (section.reader, &section.what);
    for (old, new) in section.text_map(key) {
        let values = &draft.value.values;
        if let Some(at) = draft.places.get(&old.value) {
            reader.twice(format!("{what} replaces `{}`, which it still has", old.value), &old.at, at);
        } else if !draft.places.contains_key(&new.value) {
            let message = format!("{what} replaces `{}` by `{}`, which it does not have", old.value, new.value);
            reader.unknown_name(&new.at, &new.value, message, "values", values.iter().map(String::as_str));
        } else {
            draft.hints.value_replacements.push((draft.value.name.clone(), old.value, new.value));
        }
    }
}

impl ObjectSubject for EnumType {
    const KIND: Kind = Kind::Enum;

    fn section() -> &'static GrammarSection<Self> {
        &ENUM
    }

    fn begin<'d>(id: &ObjectId, at: &At<'d>) -> EnumDraft<'d> {
        let value = Enum { name: id.name.clone(), values: Vec::new(), annotation: Annotation::default() };
        EnumDraft { value, at: at.clone(), places: HashMap::new(), hints: Hints::default(), renamed_from: None }
    }

    fn end<'d>(reader: &SchemaReader<'_>, id: &ObjectId, draft: EnumDraft<'d>, schema: &mut UnresolvedSchema<'d>) {
        schema.renamed(reader, id, draft.renamed_from);
        schema.hints.extend(draft.hints);
        reader.enums.borrow_mut().push((draft.value.name.clone(), draft.value.values.clone()));
        schema.objects.push((Object::Enum(draft.value), draft.at));
    }

    fn model<'w>(_writer: &SchemaWriter<'w>, object: &'w Object) -> Option<EnumModel<'w>> {
        match object {
            Object::Enum(value) => Some(EnumModel { value }),
            _ => None,
        }
    }
}
