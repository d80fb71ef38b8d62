//! Domains.

use super::access::{grants, owner};
use super::codec::{Codec, comment, flag, renamed_from, text};
use super::column_type::{self, ColumnType};
use super::object::ObjectSubject;
use super::{
    ALL, Beside, Form, GrammarSection, KeyEntry, POSTGRES, SectionFacts, Subject, beside, collation, default_value,
    required,
};
use crate::schema::{
    Check, Constraint, ConstraintDefinition, Domain, Kind, Node, Object, ObjectId, PartKind, SchemaObject,
};
use crate::source::toml::document::{At, Text};
use crate::source::toml::schema_reader::SchemaReader;
use crate::source::toml::section_reader::SectionReader;
use crate::source::toml::unresolved::{Renamed, UnresolvedSchema};
use crate::source::toml::writing::SchemaWriter;
use crate::source::toml::writing::value::{Entries, Value};

/// A domain.
pub(crate) struct DomainObject;

/// A domain as read.
pub(crate) struct DomainDraft<'d> {
    domain: Domain,
    ty: ColumnType,
    at: At<'d>,
    renamed_from: Option<Text<'d>>,
    renames: Vec<Renamed<'d>>,
}

/// A domain to be written.
pub(crate) struct DomainModel<'w> {
    domain: &'w Domain,
}

impl Subject for DomainObject {
    type Draft<'d> = DomainDraft<'d>;
    type Model<'w> = DomainModel<'w>;
}

/// A domain.
pub(crate) static DOMAIN: GrammarSection<DomainObject> = GrammarSection {
    facts: SectionFacts::new("a domain", "`[domain.x]`: a domain").short("type").headed(),
    keys: &[
        required(KeyEntry::new(
            "type",
            Form::Type,
            POSTGRES,
            "The type below it.",
            Codec {
                read: |section, key, draft| {
                    let ty = column_type::read(section, key)?;
                    if ty.nullable || ty.serial {
                        let message = format!("{} has the type `{}`", section.what, ty.written);
                        let help =
                            "write the type alone; a domain takes NULL unless it says `not_null = true`".to_owned();
                        section.reader.invalid(&section.value_at(key), message, "not the type of a domain", help);
                        return None;
                    }
                    draft.domain.base.clone_from(&ty.sql);
                    draft.ty = ty;
                    Some(())
                },
                write: |writer, model| {
                    let base = &model.domain.base;
                    Some(column_type::spelled(writer, base).map_or_else(|| Value::marked_sql(base), Value::text))
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
                    draft.domain.collation = collation::read(section, key);
                    Some(())
                },
                write: |writer, model| Some(collation::write(writer, model.domain.collation.as_ref()?)),
            },
        ),
        KeyEntry::new(
            "default",
            Form::Value,
            POSTGRES,
            "What columns of it get that have no default of their own: a literal, or SQL.",
            Codec {
                read: |section, key, draft| {
                    draft.domain.default =
                        default_value::read(section.reader, section.item(key)?, &section.of(key), &draft.ty);
                    Some(())
                },
                write: |writer, model| {
                    Some(default_value::write(writer, model.domain.default.as_ref()?, &model.domain.base))
                },
            },
        ),
        KeyEntry::new("not_null", Form::Flag, POSTGRES, "Whether it has no NULL.", flag!(domain.not_null)),
        beside(
            KeyEntry::new(
                "not_null_name",
                Form::Text,
                POSTGRES,
                "The name of its NOT NULL, if not the server's own choice (version 18 and later).",
                text!(domain.not_null_name),
            ),
            Beside {
                key: "not_null",
                fault: "has `{key}` and takes NULL",
                label: "of a NOT NULL",
                write: "not_null = true",
            },
        ),
        beside(
            KeyEntry::new(
                "not_null_comment",
                Form::Text,
                POSTGRES,
                "The comment on its NOT NULL (version 17 and later).",
                text!(domain.not_null_comment),
            ),
            Beside {
                key: "not_null",
                fault: "has `{key}` and takes NULL",
                label: "of a NOT NULL",
                write: "not_null = true",
            },
        ),
        comment!(POSTGRES, domain.annotation.comment),
        renamed_from!(),
        owner!(domain.annotation.owner),
        grants!(Kind::Domain, domain, domain.annotation.grants),
        KeyEntry::new(
            "checks",
            Form::Names(&DOMAIN_CHECK),
            POSTGRES,
            "What every value must fulfil, by name.",
            Codec {
                read: |section, key, draft| {
                    read_checks(section, key, draft);
                    Some(())
                },
                write: |writer, model| {
                    let checks = model.domain.checks.iter();
                    let entries: Entries =
                        checks.map(|check| (check.key(), DOMAIN_CHECK.value(writer, &check))).collect();
                    (!entries.is_empty()).then_some(Value::Table(entries))
                },
            },
        ),
    ],
};

/// A check of a domain.
pub(crate) struct DomainCheck;

/// A check as read.
pub(crate) struct CheckDraft<'d> {
    check: Check,
    comment: Option<String>,
    renamed_from: Option<Text<'d>>,
}

impl Subject for DomainCheck {
    type Draft<'d> = CheckDraft<'d>;
    type Model<'w> = &'w Constraint;
}

/// A check of a domain.
pub(crate) static DOMAIN_CHECK: GrammarSection<DomainCheck> = GrammarSection {
    facts: SectionFacts::new("a check of a domain", "A check of a domain").short("sql"),
    keys: &[
        required(KeyEntry::new(
            "sql",
            Form::Sql,
            POSTGRES,
            "What every VALUE must fulfil.",
            Codec {
                read: |section, key, draft| {
                    draft.check.expression = section.expression(key)?;
                    Some(())
                },
                write: |_, model| model.check().map(|check| Value::sql(check.expression.text())),
            },
        )),
        KeyEntry::new(
            "not_valid",
            Form::Flag,
            POSTGRES,
            "Whether values that existed before are not checked (NOT VALID).",
            Codec {
                read: |section, key, draft| {
                    draft.check.not_valid = section.flag(key);
                    Some(())
                },
                write: |_, model| model.check().filter(|check| check.not_valid).map(|_| Value::Flag(true)),
            },
        ),
        KeyEntry::new(
            "comment",
            Form::Text,
            POSTGRES,
            "The comment that the database keeps.",
            Codec {
                read: |section, key, draft| {
                    draft.comment = section.comment(key);
                    Some(())
                },
                write: |_, model| model.annotation.comment.as_ref().map(Value::text),
            },
        ),
        renamed_from!(),
    ],
};

fn read_checks<'d>(section: &SectionReader<'_, 'd>, key: &str, draft: &mut DomainDraft<'d>) {
    let reader = section.reader;
    for entry in section.names(key) {
        if !reader.fits(entry.name, &entry.at) {
            continue;
        }
        let what = format!("check `{}` of {}", entry.name, section.what);
        let mut one = CheckDraft { check: Check::default(), comment: None, renamed_from: None };
        if DOMAIN_CHECK.open(reader, entry.item, entry.at.clone(), what, &mut one).is_none() {
            continue;
        }
        let of = draft.domain.id();
        let node = |name: &str| Node::Part(of.clone(), PartKind::Check, name.to_owned());
        if let Some(old) = one.renamed_from {
            draft.renames.push(Renamed { old: node(&old.value), new: node(entry.name), at: old.at });
        }
        let mut constraint = Constraint {
            name: Some(entry.name.to_owned()),
            definition: ConstraintDefinition::Check(one.check),
            annotation: crate::schema::Annotation::default(),
        };
        constraint.annotation.comment = one.comment;
        draft.domain.checks.push(constraint);
    }
}

impl ObjectSubject for DomainObject {
    const KIND: Kind = Kind::Domain;

    fn section() -> &'static GrammarSection<Self> {
        &DOMAIN
    }

    fn begin<'d>(id: &ObjectId, at: &At<'d>) -> DomainDraft<'d> {
        DomainDraft {
            domain: Domain::new(id.name.clone(), ""),
            ty: ColumnType::default(),
            at: at.clone(),
            renamed_from: None,
            renames: Vec::new(),
        }
    }

    fn end<'d>(reader: &SchemaReader<'_>, id: &ObjectId, draft: DomainDraft<'d>, schema: &mut UnresolvedSchema<'d>) {
        schema.renamed(reader, id, draft.renamed_from);
        schema.renames.extend(draft.renames);
        schema.objects.push((Object::Domain(draft.domain), draft.at));
    }

    fn model<'w>(_writer: &SchemaWriter<'w>, object: &'w Object) -> Option<DomainModel<'w>> {
        match object {
            Object::Domain(domain) => Some(DomainModel { domain }),
            _ => None,
        }
    }
}
