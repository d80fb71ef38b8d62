//! Columns, with the constraints and the index that can be said beside their type.

use toml::de::DeValue;

use super::access;
use super::check::{self, CHECK};
use super::codec::{Codec, capitals, comment, condition, flag, integer, parameters, renamed_from, text, word};
use super::foreign_key::{self, Actions, BESIDE_REFERENCES, HasActions, REFERENCES, ReferenceDraft};
use super::key_constraint::CONFLICTS;
use super::{
    ALL, Beside, Form, GrammarSection, KeyEntry, MARIADB_ALONE, MYSQL, NOT_MARIADB, POSTGRES, SERVERS, SQLITE,
    SectionFacts, Subject, beside, collation, column_type, default_value, generated, identity,
};
use crate::schema::{
    Annotation, Column, Constraint, ConstraintDefinition, ForeignKey, IdentityKind, Index, IndexColumn, Key as KeyRule,
    Kind, QName, Table,
};
use crate::source::toml::document::{At, Text};
use crate::source::toml::section_reader::{SectionReader, sql};
use crate::source::toml::unresolved::{KnownColumns, UnresolvedColumn, UnresolvedConstraint, UnresolvedIndex};
use crate::source::toml::writing::SchemaWriter;
use crate::source::toml::writing::beside::BesideColumn;
use crate::source::toml::writing::value::Value;

/// A column.
pub(crate) struct ColumnSubject;

/// A column to be written.
pub(crate) struct ColumnModel<'w> {
    pub table: &'w Table,
    pub column: &'w Column,
    /// What is said here of the table's constraints and indexes.
    pub beside: &'w BesideColumn<'w>,
    /// Whether it is the row id, which is never NULL.
    pub row_id: bool,
}

impl<'w> ColumnModel<'w> {
    /// The type that says that a sequence feeds it, where one does.
    pub(crate) fn serial_word(&self) -> Option<&'static str> {
        let identity = self.column.identity.as_ref()?;
        column_type::serial_word(&self.column.ty).filter(|_| identity.kind == IdentityKind::Serial)
    }

    fn constraint(&self, nth: Option<usize>) -> Option<&'w Constraint> {
        self.table.constraints.get(nth?)
    }
}

impl Subject for ColumnSubject {
    type Draft<'d> = UnresolvedColumn<'d>;
    type Model<'w> = ColumnModel<'w>;
}

impl HasActions for ColumnSubject {
    fn read<'a>(draft: &'a mut UnresolvedColumn<'_>) -> &'a mut Actions {
        &mut draft.reference.actions
    }

    fn written<'a>(model: &'a ColumnModel<'_>) -> Option<&'a ForeignKey> {
        model.constraint(model.beside.foreign_key)?.foreign_key()
    }
}

const AUTOINCREMENT_IS_A_KEYS: Beside = Beside {
    key: "primary_key",
    fault: "is AUTOINCREMENT and not the primary key",
    label: "needs a primary key",
    write: "primary_key = true",
};

/// A column.
pub(crate) static COLUMN: GrammarSection<ColumnSubject> = GrammarSection {
    facts: SectionFacts::new("a column", "`[table.x.columns]`: a column").short("type"),
    keys: &[
        column_type::key(),
        column_type::null_key(),
        KeyEntry::new(
            "not_null",
            Form::Text,
            POSTGRES,
            "The name of its NOT NULL, if not the server's usual one (from version 18 on).",
            text!(column.not_null.name),
        ),
        KeyEntry::new(
            "not_null_no_inherit",
            Form::Flag,
            POSTGRES,
            "Whether tables that inherit do without its NOT NULL (NO INHERIT; from version 18 on).",
            flag!(column.not_null.no_inherit),
        ),
        KeyEntry::new(
            "not_null_not_valid",
            Form::Flag,
            POSTGRES,
            "Whether rows that were there may hold NULL (NOT VALID; from version 18 on).",
            flag!(column.not_null.not_valid),
        ),
        KeyEntry::new(
            "not_null_comment",
            Form::Text,
            POSTGRES,
            "The comment on its NOT NULL (from version 18 on).",
            text!(column.not_null.comment),
        ),
        identity::key(),
        default_value::key(),
        generated::key(),
        KeyEntry::new(
            "primary_key",
            Form::Or(&[Form::Flag, Form::Text]),
            ALL,
            "Whether it alone is the primary key; or the key's name.",
            Codec {
                read: |section, key, draft| {
                    read_key_rule(section, key, draft, ConstraintDefinition::PrimaryKey);
                    Some(())
                },
                write: |writer, model| write_flag_or_name(writer, model, model.beside.primary_key),
            },
        ),
        beside(
            KeyEntry::new(
                "autoincrement",
                Form::Flag,
                SQLITE,
                "Whether no number is ever used again (AUTOINCREMENT).",
                Codec {
                    read: |section, key, draft| {
                        for drafted in &mut draft.constraints {
                            if let ConstraintDefinition::PrimaryKey(definition) = &mut drafted.constraint.definition {
                                definition.autoincrement = section.flag(key);
                            }
                        }
                        Some(())
                    },
                    write: |_, model| match &model.constraint(model.beside.primary_key)?.definition {
                        ConstraintDefinition::PrimaryKey(definition) => {
                            definition.autoincrement.then_some(Value::Flag(true))
                        }
                        _ => None,
                    },
                },
            ),
            AUTOINCREMENT_IS_A_KEYS,
        ),
        KeyEntry::new(
            "unique",
            Form::Or(&[Form::Flag, Form::Text]),
            ALL,
            "Whether it alone is unique; or the constraint's name.",
            Codec {
                read: |section, key, draft| {
                    read_key_rule(section, key, draft, ConstraintDefinition::Unique);
                    Some(())
                },
                write: |writer, model| write_flag_or_name(writer, model, model.beside.unique),
            },
        ),
        KeyEntry::new(
            "index",
            Form::Or(&[Form::Flag, Form::Text]),
            ALL,
            "Whether it alone is indexed; or the index's name.",
            Codec {
                read: |section, key, draft| {
                    let Some((name, at)) = flag_or_name(section, key) else { return Some(()) };
                    let columns = vec![IndexColumn::column(&draft.column.name)];
                    draft.indexes.push(UnresolvedIndex {
                        name_at: name.as_ref().map(|name| name.at.clone()),
                        index: Index {
                            name: name.map(|name| name.value).unwrap_or_default(),
                            columns,
                            ..Index::default()
                        },
                        at,
                        renamed_from: None,
                    });
                    Some(())
                },
                write: |_, model| model.beside.index.is_some().then_some(Value::Flag(true)),
            },
        ),
        KeyEntry::new(
            "references",
            Form::Or(&[Form::Reference, Form::One(&REFERENCES)]),
            ALL,
            "What it refers to: a column (`table.column`), or a table for its primary key.",
            Codec {
                read: |section, key, draft| {
                    let reference = foreign_key::read_reference(section, key, &REFERENCES)?;
                    read_foreign_key(section, key, draft, reference);
                    Some(())
                },
                write: |writer, model| {
                    let key = model.constraint(model.beside.foreign_key)?.foreign_key()?;
                    foreign_key::short_reference(writer, key).map(Value::text)
                },
            },
        ),
        beside(
            KeyEntry::new(
                "foreign_key",
                Form::Text,
                ALL,
                "The foreign key's name, where the naming convention's is not wanted.",
                Codec {
                    read: |section, key, draft| {
                        let name = section.text(key);
                        if let (Some(said), Some(_)) = (&draft.reference.name, &name) {
                            super::part::two_names(section, said);
                        }
                        draft.reference.name = name.or(draft.reference.name.take());
                        Some(())
                    },
                    write: |writer, model| {
                        let constraint = model.constraint(model.beside.foreign_key)?;
                        let name = constraint.name.as_ref()?;
                        (!writer.conventional(model.table, constraint, None)).then(|| Value::text(name))
                    },
                },
            ),
            BESIDE_REFERENCES,
        ),
        beside(foreign_key::on_delete(), BESIDE_REFERENCES),
        beside(
            KeyEntry::new(
                "on_update",
                Form::Or(&[foreign_key::ACTIONS, Form::MarkedSql]),
                ALL,
                "What happens to the referring row when the columns referred to change. MySQL, MariaDB: `{ sql = … }` is what \
                 the column gets whenever its row changes (ON UPDATE CURRENT_TIMESTAMP).",
                Codec {
                    read: |section, key, draft| {
                        read_on_update(section, key, draft);
                        Some(())
                    },
                    write: |writer, model| match &model.column.on_update {
                        Some(sql) => Some(Value::marked_sql(sql.text())),
                        None => (foreign_key::on_update::<ColumnSubject>().codec.write)(writer, model),
                    },
                },
            ),
            BESIDE_REFERENCES,
        ),
        beside(foreign_key::matching(), BESIDE_REFERENCES),
        beside(foreign_key::deferrable(), BESIDE_REFERENCES),
        KeyEntry::new(
            "check",
            Form::One(&CHECK),
            ALL,
            "What every value must fulfil.",
            Codec {
                read: |section, key, draft| {
                    let at = section.place_of(key);
                    let columns = KnownColumns::unknown(&draft.table);
                    let part = (None, section.item(key)?);
                    let empty = check::plain("".into());
                    let read = CHECK.part(section.reader, part, section.of(key), &columns, empty);
                    draft.constraints.extend(read.map(|read| UnresolvedConstraint {
                        after: Some(draft.column.name.clone()),
                        ..read.draft.constraint(at, ConstraintDefinition::Check)
                    }));
                    Some(())
                },
                write: |_, model| match &model.constraint(model.beside.check)?.definition {
                    ConstraintDefinition::Check(check) => Some(Value::sql(check.expression.text())),
                    _ => None,
                },
            },
        ),
        KeyEntry::new(
            "column_check",
            Form::Sql,
            MARIADB_ALONE,
            "A check that belongs to the column and has no name but its own; `check` makes one of the table.",
            condition!(column.check),
        ),
        KeyEntry::new(
            "collation",
            Form::NameOrSql,
            ALL,
            "The collation, if not the usual one.",
            Codec {
                read: |section, key, draft| {
                    draft.column.collation = collation::read(section, key);
                    Some(())
                },
                write: |writer, model| Some(collation::write(writer, model.column.collation.as_ref()?)),
            },
        ),
        comment!(SERVERS, column.annotation.comment),
        renamed_from!(),
        KeyEntry::new(
            "grants",
            Form::Grants,
            POSTGRES,
            "What roles may do with this column: `{ app = [\"select\", \"update\"] }`, as of a table.",
            Codec {
                read: |section, key, draft| {
                    draft.column.annotation.grants = access::read(section, key, Kind::Table);
                    Some(())
                },
                write: |writer, model| access::write(writer, Kind::Table, &model.column.annotation.grants, &[]),
            },
        ),
        KeyEntry::new(
            "sequence_grants",
            Form::Grants,
            POSTGRES,
            "What roles may do with the sequence that feeds it: `{ app = \"usage\" }`.",
            Codec {
                read: |section, key, draft| {
                    let grants = access::read(section, key, Kind::Sequence);
                    if let Some(identity) = &mut draft.column.identity {
                        identity.grants = grants;
                    } else {
                        let message = format!("{} has `{key}`, and no sequence of its own", section.what);
                        let help = "a column with `identity` or of a serial type has one".to_owned();
                        section.reader.invalid(&section.value_at(key), message, "no sequence", help);
                    }
                    Some(())
                },
                write: |writer, model| {
                    let given = writer.given.grants_of_new(Kind::Sequence, model.table.name.namespace.as_deref());
                    let identity = model.column.identity.as_ref()?;
                    access::write(writer, Kind::Sequence, &identity.grants, &given)
                },
            },
        ),
        KeyEntry::new(
            "using",
            Form::Sql,
            ALL,
            "How old values become new ones when the type changes.",
            Codec {
                read: |section, key, draft| {
                    draft.using = section.sql(key);
                    Some(())
                },
                write: |_, _| None,
            },
        ),
        default_value::backfill_key(),
        KeyEntry::new(
            "not_null_on_conflict",
            Form::Choice(CONFLICTS),
            SQLITE,
            "What happens to a statement that puts NULL into it (ON CONFLICT of NOT NULL).",
            capitals!(column.not_null_conflict),
        ),
        KeyEntry::new(
            "storage",
            Form::Choice(&["plain", "external", "extended", "main", "default"]),
            POSTGRES,
            "Where long values are kept (STORAGE).",
            Codec {
                read: |section, key, draft| {
                    draft.column.storage = section.choice(key).map(str::to_owned);
                    Some(())
                },
                write: |_, model| model.column.storage.as_ref().map(|word| Value::text(word.to_lowercase())),
            },
        ),
        KeyEntry::new(
            "compression",
            Form::Text,
            POSTGRES,
            "How long values are compressed: `pglz`, `lz4` (COMPRESSION).",
            word!(column.compression),
        ),
        KeyEntry::new(
            "statistics",
            Form::Integer,
            POSTGRES,
            "How much ANALYZE learns of it: the statistics target.",
            integer!(column.statistics),
        ),
        KeyEntry::new(
            "with",
            Form::Parameters,
            POSTGRES,
            "What ANALYZE takes for granted: `n_distinct`, `n_distinct_inherited`.",
            parameters!(column.parameters),
        ),
        KeyEntry::new(
            "options",
            Form::Parameters,
            POSTGRES,
            "What the wrapper of a foreign table's server is told of it (OPTIONS).",
            parameters!(column.options),
        ),
        KeyEntry::new(
            "invisible",
            Form::Flag,
            MYSQL,
            "Whether `SELECT *` does without it (INVISIBLE).",
            flag!(column.invisible),
        ),
        KeyEntry::new(
            "srid",
            Form::Integer,
            MYSQL,
            "The spatial reference system of a geometry (SRID; MariaDB: REF_SYSTEM_ID).",
            integer!(column.srid),
        ),
        KeyEntry::new(
            "attributes",
            Form::Text,
            MYSQL,
            "What else stands in its definition, as SQL: `COMPRESSED`, `WITHOUT SYSTEM VERSIONING`, `COLUMN_FORMAT DYNAMIC`.",
            text!(column.attributes),
        ),
    ],
};

/// A column of which nothing is read but its name.
pub(crate) fn begin<'d>(table: &QName, name: &str, at: At<'d>) -> UnresolvedColumn<'d> {
    UnresolvedColumn {
        table: table.clone(),
        column: Column { nullable: false, ..Column::new(name, "") },
        at,
        ty: column_type::ColumnType::default(),
        constraints: Vec::new(),
        indexes: Vec::new(),
        reference: ReferenceDraft::default(),
        identity_at: None,
        not_null: false,
        renamed_from: None,
        using: None,
        backfill: None,
    }
}

/// What needs all keys of a column: the foreign key with what is said of it, and contradictions.
pub(crate) fn finish(section: &SectionReader<'_, '_>, draft: &mut UnresolvedColumn<'_>) {
    let (reader, what) = (section.reader, &section.what);
    let reference = std::mem::take(&mut draft.reference);
    for drafted in &mut draft.constraints {
        if let ConstraintDefinition::ForeignKey(key) = &mut drafted.constraint.definition {
            drafted.name_at = reference.name.as_ref().map(|name| name.at.clone());
            drafted.constraint.name = reference.name.as_ref().map(|name| name.value.clone());
            *key = reference.actions.into_key(std::mem::take(&mut key.columns));
            break;
        }
    }
    let column = &mut draft.column;
    if column.nullable && column.not_null_conflict.is_some() {
        let message = format!("{what} allows NULL and says what to do about one");
        reader.invalid(&section.value_at("not_null_on_conflict"), message, "there is no NOT NULL here", None);
    }
    draft.not_null |= column.not_null_conflict.is_some();
    if column.generated.is_some() && !column.nullable && !NOT_MARIADB.contains(&reader.database()) {
        let message = format!("{what} is generated and NOT NULL");
        let help = "MariaDB has no NOT NULL of a generated column: write `?` behind its type".to_owned();
        reader.invalid(&section.value_at("generated"), message, "may be NULL on this database", help);
    }
    if let Some(at) = &draft.identity_at {
        if column.nullable && column.identity.as_ref().is_some_and(|identity| identity.kind != IdentityKind::Serial) {
            let message = format!("{what} allows NULL and is an identity, which never is NULL");
            reader.invalid(at, message, "never NULL", "leave the `?` out".to_owned());
        }
        if column.default.is_some() || column.generated.is_some() {
            let message = format!("{what} is an identity, and so has neither a default nor `generated`");
            reader.invalid(at, message, "an identity", "keep one of them".to_owned());
        }
    } else if column.default.is_some() && (column.generated.is_some() || draft.ty.serial) {
        let why = if draft.ty.serial { "is serial, which is a default" } else { "is generated" };
        let message = format!("{what} {why}, and so has no default");
        reader.invalid(&section.value_at("default"), message, "cannot stand here", None);
    }
}

/// `true`, or a name; and where that stands.
fn flag_or_name<'d>(section: &SectionReader<'_, 'd>, key: &str) -> Option<(Option<Text<'d>>, At<'d>)> {
    let item = section.item(key)?;
    let name = match item.get() {
        DeValue::Boolean(true) => None,
        DeValue::Boolean(false) => return None,
        DeValue::String(_) => Some(section.text(key)?),
        _ => {
            section.wrong(key, &item);
            return None;
        }
    };
    Some((name, section.place_of(key)))
}

/// An action of the foreign key, or what the column gets: a word is the one, marked SQL the other.
fn read_on_update<'d>(section: &SectionReader<'_, 'd>, key: &'static str, draft: &mut UnresolvedColumn<'d>) {
    let Some(item) = section.item(key) else { return };
    let reader = section.reader;
    if matches!(item.get(), DeValue::Table(_)) {
        let what = section.of(key);
        if MYSQL.contains(&reader.database()) {
            draft.column.on_update = sql(reader, item, &what);
        } else {
            let message =
                format!("{} cannot set a column when its row changes ({})", reader.database().name(), section.what);
            reader.invalid(&item.at(), message, "not on this database", "a trigger can".to_owned());
        }
        return;
    }
    if let Some(text) = item.as_text()
        && MYSQL.contains(&reader.database())
        && default_value::reads_like_sql(reader.dialect, text.value.trim())
    {
        let message = format!("{} is the text `{}`, and no action of a foreign key", section.of(key), text.value);
        let right = Value::marked_sql(text.value.trim()).print();
        reader.invalid(&text.at, message, "a text, not SQL", format!("write on_update = {right}"));
        return;
    }
    let action = foreign_key::on_update::<ColumnSubject>();
    let _ = (action.codec.read)(section, key, draft);
}

fn read_key_rule<'d>(
    section: &SectionReader<'_, 'd>,
    key: &str,
    draft: &mut UnresolvedColumn<'d>,
    definition: fn(KeyRule) -> ConstraintDefinition,
) {
    let Some((name, at)) = flag_or_name(section, key) else { return };
    let column = &draft.column.name;
    let definition = definition(KeyRule { columns: vec![column.clone()], ..KeyRule::default() });
    draft.constraints.push(UnresolvedConstraint::beside(column, definition, name, at));
}

fn write_flag_or_name(writer: &SchemaWriter<'_>, model: &ColumnModel<'_>, nth: Option<usize>) -> Option<Value> {
    let constraint = model.constraint(nth)?;
    Some(match &constraint.name {
        Some(name) if !writer.conventional(model.table, constraint, None) => Value::text(name),
        _ => Value::Flag(true),
    })
}

/// Begins a foreign key; what stands beside it in the column is put in at the end.
fn read_foreign_key<'d>(
    section: &SectionReader<'_, 'd>,
    key: &str,
    draft: &mut UnresolvedColumn<'d>,
    mut reference: ReferenceDraft<'d>,
) {
    let definition = ConstraintDefinition::ForeignKey(Actions::default().into_key(vec![draft.column.name.clone()]));
    let Some(target) = reference.take_target() else { return };
    draft.constraints.push(UnresolvedConstraint {
        constraint: Constraint { name: None, definition, annotation: Annotation::commented(reference.comment.take()) },
        at: section.place_of(key),
        name_at: None,
        after: None,
        target: Some(target),
        renamed_from: reference.renamed_from.take(),
    });
    draft.reference = reference;
}
