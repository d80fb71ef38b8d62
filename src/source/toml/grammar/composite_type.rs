//! Composite types with their attributes.

use super::access::{grants, owner};
use super::codec::{Codec, comment, renamed_from};
use super::object::ObjectSubject;
use super::{ALL, Form, GrammarSection, KeyEntry, POSTGRES, SectionFacts, Subject, collation, column_type, required};
use crate::schema::{Annotation, Attribute, CompositeType, Kind, Node, Object, ObjectId, PartKind, SchemaObject};
use crate::source::toml::document::{At, Text};
use crate::source::toml::schema_reader::SchemaReader;
use crate::source::toml::section_reader::SectionReader;
use crate::source::toml::unresolved::{Renamed, UnresolvedSchema};
use crate::source::toml::writing::SchemaWriter;
use crate::source::toml::writing::value::{Entries, Value};

/// A composite type.
pub(crate) struct CompositeObject;

/// A composite type as read.
pub(crate) struct CompositeDraft<'d> {
    one: CompositeType,
    at: At<'d>,
    renamed_from: Option<Text<'d>>,
    renames: Vec<Renamed<'d>>,
}

/// A composite type to be written.
pub(crate) struct CompositeModel<'w> {
    one: &'w CompositeType,
}

impl Subject for CompositeObject {
    type Draft<'d> = CompositeDraft<'d>;
    type Model<'w> = CompositeModel<'w>;
}

/// A composite type.
pub(crate) static COMPOSITE_TYPE: GrammarSection<CompositeObject> = GrammarSection {
    facts: SectionFacts::new("a composite type", "`[composite_type.x]`: a composite type").headed(),
    keys: &[
        owner!(one.annotation.owner),
        grants!(Kind::CompositeType, one, one.annotation.grants),
        comment!(POSTGRES, one.annotation.comment),
        renamed_from!(),
        KeyEntry::new(
            "attributes",
            Form::Names(&ATTRIBUTE),
            POSTGRES,
            "Its attributes by name, in their order. Where values of the type stand in lists, in other types or in tables made of it, one that comes is put last, as a new column is.",
            Codec {
                read: |section, key, draft| {
                    read_attributes(section, key, draft);
                    Some(())
                },
                write: |writer, model| {
                    let attributes = model.one.attributes.iter();
                    let entries: Entries =
                        attributes.map(|one| (one.name.clone(), ATTRIBUTE.value(writer, &one))).collect();
                    (!entries.is_empty()).then_some(Value::Table(entries))
                },
            },
        ),
    ],
};

/// An attribute of a composite type.
pub(crate) struct AttributePart;

/// An attribute as read.
pub(crate) struct AttributeDraft<'d> {
    attribute: Attribute,
    renamed_from: Option<Text<'d>>,
}

impl Subject for AttributePart {
    type Draft<'d> = AttributeDraft<'d>;
    type Model<'w> = &'w Attribute;
}

/// An attribute of a composite type.
pub(crate) static ATTRIBUTE: GrammarSection<AttributePart> = GrammarSection {
    facts: SectionFacts::new("an attribute", "An attribute of a composite type").short("type"),
    keys: &[
        required(KeyEntry::new(
            "type",
            Form::Type,
            POSTGRES,
            "The type.",
            Codec {
                read: |section, key, draft| {
                    let ty = column_type::read(section, key)?;
                    if ty.nullable || ty.serial {
                        let message = format!("{} has the type `{}`", section.what, ty.written);
                        let help = "write the type alone: any attribute can be NULL".to_owned();
                        section.reader.invalid(&section.value_at(key), message, "not the type of an attribute", help);
                        return None;
                    }
                    draft.attribute.ty = ty.sql;
                    Some(())
                },
                write: |writer, model| {
                    Some(
                        column_type::spelled(writer, &model.ty)
                            .map_or_else(|| Value::marked_sql(&model.ty), Value::text),
                    )
                },
            },
        )),
        KeyEntry::new(
            "collation",
            Form::NameOrSql,
            POSTGRES,
            "The collation, if not the type's own.",
            Codec {
                read: |section, key, draft| {
                    draft.attribute.collation = collation::read(section, key);
                    Some(())
                },
                write: |writer, model| Some(collation::write(writer, model.collation.as_ref()?)),
            },
        ),
        KeyEntry::new(
            "comment",
            Form::Text,
            POSTGRES,
            "The comment that the database keeps.",
            Codec {
                read: |section, key, draft| {
                    draft.attribute.annotation.comment = section.comment(key);
                    Some(())
                },
                write: |_, model| model.annotation.comment.as_ref().map(Value::text),
            },
        ),
        renamed_from!(),
    ],
};

fn read_attributes<'d>(section: &SectionReader<'_, 'd>, key: &str, draft: &mut CompositeDraft<'d>) {
    let reader = section.reader;
    for entry in section.names(key) {
        if !reader.fits(entry.name, &entry.at) {
            continue;
        }
        let what = format!("attribute `{}` of {}", entry.name, section.what);
        let attribute = Attribute {
            name: entry.name.to_owned(),
            ty: String::new(),
            collation: None,
            annotation: Annotation::default(),
        };
        let mut one = AttributeDraft { attribute, renamed_from: None };
        if ATTRIBUTE.open(reader, entry.item, entry.at.clone(), what, &mut one).is_none() {
            continue;
        }
        let of = draft.one.id();
        let node = |name: &str| Node::Part(of.clone(), PartKind::Attribute, name.to_owned());
        if let Some(old) = one.renamed_from {
            draft.renames.push(Renamed { old: node(&old.value), new: node(entry.name), at: old.at });
        }
        draft.one.attributes.push(one.attribute);
    }
}

impl ObjectSubject for CompositeObject {
    const KIND: Kind = Kind::CompositeType;

    fn section() -> &'static GrammarSection<Self> {
        &COMPOSITE_TYPE
    }

    fn begin<'d>(id: &ObjectId, at: &At<'d>) -> CompositeDraft<'d> {
        let one = CompositeType { name: id.name.clone(), attributes: Vec::new(), annotation: Annotation::default() };
        CompositeDraft { one, at: at.clone(), renamed_from: None, renames: Vec::new() }
    }

    fn end<'d>(reader: &SchemaReader<'_>, id: &ObjectId, draft: CompositeDraft<'d>, schema: &mut UnresolvedSchema<'d>) {
        schema.renamed(reader, id, draft.renamed_from);
        schema.renames.extend(draft.renames);
        schema.objects.push((Object::CompositeType(draft.one), draft.at));
    }

    fn model<'w>(_writer: &SchemaWriter<'w>, object: &'w Object) -> Option<CompositeModel<'w>> {
        match object {
            Object::CompositeType(one) => Some(CompositeModel { one }),
            _ => None,
        }
    }
}
