//! Extensions: a list of names.

use super::codec::{Codec, text};
use super::file::File;
use super::{Form, GrammarSection, KeyEntry, POSTGRES, SectionFacts, Subject, required};
use crate::schema::{Extension, Kind, Object, ObjectId, QName};
use crate::source::toml::writing::value::Value;

/// An extension.
pub(crate) struct ExtensionObject;

impl Subject for ExtensionObject {
    type Draft<'d> = Extension;
    type Model<'w> = &'w Extension;
}

/// An extension.
pub(crate) static EXTENSION: GrammarSection<ExtensionObject> = GrammarSection {
    facts: SectionFacts::new("an extension", "An extension").short("name"),
    keys: &[
        required(KeyEntry::new(
            "name",
            Form::Text,
            POSTGRES,
            "Its name.",
            Codec {
                read: |section, key, draft| {
                    draft.name = section.text(key)?.value;
                    Some(())
                },
                write: |_, extension| Some(Value::text(&extension.name)),
            },
        )),
        KeyEntry::new("namespace", Form::Text, POSTGRES, "The namespace it is installed in.", text!(namespace)),
        KeyEntry::new(
            "comment",
            Form::Text,
            POSTGRES,
            "A comment, in place of the one that it comes with.",
            Codec {
                read: |section, key, draft| {
                    draft.comment = section.text(key).map(|text| text.value);
                    Some(())
                },
                write: |_, extension| extension.comment.as_ref().filter(|text| !text.is_empty()).map(Value::text),
            },
        ),
        KeyEntry::new(
            "no_comment",
            Form::Flag,
            POSTGRES,
            "Whether the comment that it comes with is taken away.",
            Codec {
                read: |section, key, draft| {
                    if section.flag(key) {
                        draft.comment = Some(String::new());
                    }
                    Some(())
                },
                write: |_, extension| (extension.comment.as_deref() == Some("")).then_some(Value::Flag(true)),
            },
        ),
    ],
};

/// The codec of `extensions`.
pub(crate) const fn extensions() -> Codec<File> {
    Codec {
        read: |section, key, schema| {
            let reader = section.reader;
            for item in section.elements(key)? {
                let mut extension = Extension { name: String::new(), namespace: None, comment: None };
                let read = EXTENSION.open(reader, item, item.at(), "an extension", &mut extension);
                let id = ObjectId::new(Kind::Extension, QName::plain(&extension.name));
                if read.is_some() && schema.declare(reader, &id, &item.at()) {
                    schema.objects.push((Object::Extension(extension), item.at()));
                }
            }
            Some(())
        },
        write: |writer, schema| {
            let written = schema.objects.values().filter_map(|object| match object {
                Object::Extension(extension) => Some(EXTENSION.value(writer, &extension)),
                _ => None,
            });
            Value::list(written.collect())
        },
    }
}
