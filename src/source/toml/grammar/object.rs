//! Kinds of object: what the file holds under names of its own, each kind in a section.

use super::codec::Codec;
use super::file::File;
use super::{GrammarSection, Subject};
use crate::schema::{Kind, Object, ObjectId, Schema};
use crate::source::toml::document::At;
use crate::source::toml::dotted_names;
use crate::source::toml::schema_reader::SchemaReader;
use crate::source::toml::section_reader::SectionReader;
use crate::source::toml::unresolved::UnresolvedSchema;
use crate::source::toml::writing::SchemaWriter;
use crate::source::toml::writing::value::{Entries, Value};

/// What the file asks of a kind of object; its entry in [`super::file::FILE`] then has the codec [`objects`].
pub(crate) trait ObjectSubject: Subject {
    /// The kind.
    const KIND: Kind;

    /// The section that one of it is.
    fn section() -> &'static GrammarSection<Self>
    where
        Self: Sized;

    /// The identity that a key of the file stands for: a name, dotted where the kind lies in a namespace, unless it says
    /// otherwise (the arguments of a routine, what it is on).
    fn identity(reader: &SchemaReader<'_>, key: &str, at: &At<'_>) -> Option<ObjectId> {
        reader.identity(Self::KIND, key, at)
    }

    /// The key that an identity is written as.
    fn key(id: &ObjectId) -> String {
        dotted_names::show(&id.name)
    }

    /// Whether several can have one name, told apart by their arguments: the key of one that shares its name says them,
    /// `total(integer, text)`.
    const OVERLOADS: bool = false;

    /// An object of which nothing is read but its identity.
    fn begin<'d>(id: &ObjectId, at: &At<'d>) -> Self::Draft<'d>;

    /// What is of no key, or needs all of them, before the keys are read and after; `None` where what is left is no use.
    fn finish<'d>(_section: &SectionReader<'_, 'd>, _draft: &mut Self::Draft<'d>) -> Option<()> {
        Some(())
    }

    /// Puts a whole object to the others.
    fn end<'d>(reader: &SchemaReader<'_>, id: &ObjectId, draft: Self::Draft<'d>, schema: &mut UnresolvedSchema<'d>);

    /// What is written of an object; `None` where it is of another kind, or is said elsewhere.
    fn model<'w>(writer: &SchemaWriter<'w>, object: &'w Object) -> Option<Self::Model<'w>>;
}

/// The codec of a kind's entry: names, each with an object.
pub(crate) const fn objects<S: ObjectSubject>() -> Codec<File> {
    Codec {
        read: |section, key, schema| {
            read::<S>(section, key, schema);
            Some(())
        },
        write: |writer, schema| write::<S>(writer, schema),
    }
}

fn read<'d, S: ObjectSubject>(file: &SectionReader<'_, 'd>, key: &'static str, schema: &mut UnresolvedSchema<'d>) {
    let reader = file.reader;
    for entry in file.names(key) {
        let Some(id) = S::identity(reader, entry.name, &entry.at) else { continue };
        let what = format!("{} `{}`", id.kind.word(), id.name);
        let Some(section) = SectionReader::open(reader, S::section(), entry.item, entry.at.clone(), what) else {
            continue;
        };
        if !schema.declare(reader, &id, &entry.at) {
            continue;
        }
        let mut draft = S::begin(&id, &entry.at);
        let read = S::section().read(&section, &mut draft);
        if read.and_then(|()| S::finish(&section, &mut draft)).is_some() {
            schema.imply_namespace(reader, &id.name, &entry.at);
            S::end(reader, &id, draft, schema);
        }
    }
}

fn write<'w, S: ObjectSubject>(writer: &SchemaWriter<'w>, schema: &&'w Schema) -> Option<Value> {
    let written = |object: &'w Object| {
        let model = S::model(writer, object)?;
        let id = object.id();
        let shared = || schema.objects.keys().filter(|one| one.kind == id.kind && one.name == id.name).count() > 1;
        let key = if S::OVERLOADS && shared() {
            format!("{}({})", S::key(&id), id.arguments.join(", "))
        } else {
            S::key(&id)
        };
        Some((key, S::section().value(writer, &model)))
    };
    let entries: Entries = schema.objects.values().filter_map(written).collect();
    (!entries.is_empty()).then_some(Value::Table(entries))
}
