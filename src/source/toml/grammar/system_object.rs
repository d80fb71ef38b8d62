//! Grants on objects that the server or an extension brought.

use super::access::{read, write};
use super::codec::Codec;
use super::object::ObjectSubject;
use super::{Form, GrammarSection, KeyEntry, POSTGRES, SectionFacts, Subject};
use crate::schema::{Kind, Object, ObjectId, QName, SystemObject};
use crate::source::toml::document::At;
use crate::source::toml::schema_reader::SchemaReader;
use crate::source::toml::unresolved::UnresolvedSchema;
use crate::source::toml::writing::SchemaWriter;

/// What the server or an extension brought.
pub(crate) struct SystemObjects;

/// One as read.
pub(crate) struct SystemObjectDraft<'d> {
    object: Option<SystemObject>,
    at: At<'d>,
}

impl Subject for SystemObjects {
    type Draft<'d> = SystemObjectDraft<'d>;
    type Model<'w> = &'w SystemObject;
}

/// What the server or an extension brought.
pub(crate) static SYSTEM_OBJECT: GrammarSection<SystemObjects> = GrammarSection {
    facts: SectionFacts::new(
        "a system object",
        "`[system_object.\"function pg_sleep(double precision)\"]`: what the server or an extension brought",
    )
    .about(
        "The key says which, as GRANT does: `table`, `sequence`, `function`, `procedure`, `type`, `schema`, `language`, `foreign data \
         wrapper` or `foreign server`, and its name as SQL.",
    )
    .short("grants"),
    keys: &[KeyEntry::new(
        "grants",
        Form::Grants,
        POSTGRES,
        "What roles may do with it beyond what it came with, as `grants` of an object says it.",
        Codec {
            read: |section, key, draft| {
                let Some(object) = &mut draft.object else { return Some(()) };
                let mut grants = read(section, key, object.alike());
                grants.retain(|grant| !grant.privileges.is_empty());
                object.annotation.grants = grants;
                Some(())
            },
            write: |writer, model| write(writer, model.alike(), &model.annotation.grants, &[]),
        },
    )],
};

impl ObjectSubject for SystemObjects {
    const KIND: Kind = Kind::SystemObject;

    fn section() -> &'static GrammarSection<Self> {
        &SYSTEM_OBJECT
    }

    fn identity(reader: &SchemaReader<'_>, key: &str, at: &At<'_>) -> Option<ObjectId> {
        let Some(object) = SystemObject::named(key) else {
            let words: Vec<&str> = SystemObject::WORDS.iter().map(|(word, _)| *word).collect();
            let help = format!("write what it is and its name; it is one of: {}", words.join(", "));
            reader.invalid(at, format!("`{key}` names no system object"), "not of this form", help);
            return None;
        };
        Some(ObjectId::new(Kind::SystemObject, QName::plain(object.title())))
    }

    fn key(id: &ObjectId) -> String {
        id.name.name.clone()
    }

    fn begin<'d>(id: &ObjectId, at: &At<'d>) -> SystemObjectDraft<'d> {
        SystemObjectDraft { object: SystemObject::named(&id.name.name), at: at.clone() }
    }

    fn end<'d>(
        _reader: &SchemaReader<'_>,
        _id: &ObjectId,
        draft: SystemObjectDraft<'d>,
        schema: &mut UnresolvedSchema<'d>,
    ) {
        schema.objects.extend(draft.object.map(|object| (Object::SystemObject(object), draft.at)));
    }

    fn model<'w>(_writer: &SchemaWriter<'w>, object: &'w Object) -> Option<&'w SystemObject> {
        match object {
            Object::SystemObject(object) => Some(object),
            _ => None,
        }
    }
}
