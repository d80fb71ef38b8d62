//! Namespaces: listed by name where nothing else is said of them, and implied by every dotted name.

use super::access::{self, owner};
use super::codec::{Codec, renamed_from};
use super::file::File;
use super::object::ObjectSubject;
use super::{ALL, Form, GrammarSection, KeyEntry, POSTGRES, SectionFacts, Subject};
use crate::schema::{Kind, Namespace, Object, ObjectId};
use crate::source::toml::document::{At, Text};
use crate::source::toml::dotted_names;
use crate::source::toml::schema_reader::SchemaReader;
use crate::source::toml::unresolved::UnresolvedSchema;
use crate::source::toml::writing::SchemaWriter;
use crate::source::toml::writing::value::Value;

/// A namespace.
pub(crate) struct NamespaceObject;

/// A namespace as read.
pub(crate) struct NamespaceDraft<'d> {
    namespace: Namespace,
    at: At<'d>,
    renamed_from: Option<Text<'d>>,
}

/// A namespace to be written.
pub(crate) struct NamespaceModel<'w> {
    namespace: &'w Namespace,
}

impl Subject for NamespaceObject {
    type Draft<'d> = NamespaceDraft<'d>;
    type Model<'w> = NamespaceModel<'w>;
}

/// A namespace.
pub(crate) static NAMESPACE: GrammarSection<NamespaceObject> = GrammarSection {
    facts: SectionFacts::new("a namespace", "`[namespace.x]`: a namespace"),
    keys: &[
        KeyEntry::new(
            "comment",
            Form::Text,
            POSTGRES,
            "The comment that the database keeps. (That `public` has none at all is said by an empty one.)",
            Codec {
                read: |section, key, draft| {
                    let namespace = &mut draft.namespace;
                    let standing = section.reader.is_standing(&namespace.name);
                    let text = if standing { section.any_text(key) } else { section.comment(key) };
                    namespace.annotation.comment = text;
                    Some(())
                },
                write: |_, model| model.namespace.annotation.comment.as_ref().map(Value::text),
            },
        ),
        renamed_from!(),
        owner!(namespace.annotation.owner),
        KeyEntry::new(
            "grants",
            Form::Grants,
            POSTGRES,
            access::GRANTS_MEAN,
            Codec {
                read: |section, key, draft| {
                    draft.namespace.annotation.grants = access::read(section, key, Kind::Namespace);
                    Some(())
                },
                write: |writer, model| {
                    let namespace = model.namespace;
                    let given =
                        if namespace.standing { Vec::new() } else { writer.given.grants_of_new(Kind::Namespace, None) };
                    access::write(writer, Kind::Namespace, &namespace.annotation.grants, &given)
                },
            },
        ),
    ],
};

impl ObjectSubject for NamespaceObject {
    const KIND: Kind = Kind::Namespace;

    fn section() -> &'static GrammarSection<Self> {
        &NAMESPACE
    }

    fn begin<'d>(id: &ObjectId, at: &At<'d>) -> NamespaceDraft<'d> {
        let namespace = Namespace::new(&id.name.name);
        NamespaceDraft { namespace, at: at.clone(), renamed_from: None }
    }

    fn end<'d>(reader: &SchemaReader<'_>, id: &ObjectId, draft: NamespaceDraft<'d>, schema: &mut UnresolvedSchema<'d>) {
        schema.renamed(reader, id, draft.renamed_from);
        let standing = reader.is_standing(&draft.namespace.name);
        schema.objects.push((Object::Namespace(Namespace { standing, ..draft.namespace }), draft.at));
    }

    /// Those with a comment: the others stand in `namespaces`, or are implied.
    fn model<'w>(writer: &SchemaWriter<'w>, object: &'w Object) -> Option<NamespaceModel<'w>> {
        match object {
            Object::Namespace(namespace) if is_described(writer, namespace) => Some(NamespaceModel { namespace }),
            _ => None,
        }
    }
}

/// Whether more is said of a namespace than its name.
fn is_described(writer: &SchemaWriter<'_>, namespace: &Namespace) -> bool {
    !NAMESPACE.write(writer, &NamespaceModel { namespace }).is_empty()
}

/// The codec of `namespaces`.
pub(crate) const fn plain_namespaces() -> Codec<File> {
    Codec {
        read: |section, key, schema| {
            let reader = section.reader;
            for text in section.texts(key)? {
                // That of the default one is left out, with its name.
                if let Some(id) = NamespaceObject::identity(reader, &text.value, &text.at)
                    && !reader.in_default(&id.name.name, &text.at)
                    && !reader.is_standing(&id.name.name)
                    && schema.declare(reader, &id, &text.at)
                {
                    NamespaceObject::end(reader, &id, NamespaceObject::begin(&id, &text.at), schema);
                }
            }
            Some(())
        },
        write: |writer, schema| {
            let implied = |name: &str| {
                let mut ids = schema.objects.keys().filter(|id| id.kind != Kind::Namespace);
                ids.any(|id| id.name.namespace.as_deref() == Some(name))
            };
            let plain = schema.objects.values().filter_map(|object| match object {
                Object::Namespace(namespace) => Some(namespace),
                _ => None,
            });
            let plain = plain.filter(|namespace| !is_described(writer, namespace) && !implied(&namespace.name));
            Value::list(plain.map(|namespace| Value::text(dotted_names::show_part(&namespace.name))).collect())
        },
    }
}
