//! Types of columns: portable names, the schema's own enums, and anything native.

use super::codec::Codec;
use super::column::ColumnSubject;
use super::{ALL, Form, KeyEntry, MARKED_SQL, required};
use crate::dialect::Dialect;
use crate::nearest::nearest;
use crate::schema::{Column, IdentityKind, Object, Origin, QName, Table};
use crate::source::error::Problem;
use crate::source::toml::document::{Item, Text};
use crate::source::toml::dotted_names;
use crate::source::toml::schema_reader::SchemaReader;
use crate::source::toml::section_reader::SectionReader;
use crate::source::toml::writing::SchemaWriter;
use crate::source::toml::writing::value::Value;

/// A type as read.
#[derive(Debug, Clone, Default)]
pub(crate) struct ColumnType {
    /// As the database's DDL has it; empty where it is not known.
    pub sql: String,
    /// As the file has it, without a `?`.
    pub written: String,
    /// Whether a `?` behind it allows NULL.
    pub nullable: bool,
    /// Whether it is one of the serial types.
    pub serial: bool,
    /// The enum that it is.
    pub of_enum: Option<QName>,
}

/// The enums of a schema, with their values.
pub(crate) type Enums = Vec<(QName, Vec<String>)>;

/// The types that are a sequence and a default as well, with the integers that they are; the usual word of each first.
const SERIAL: [(&str, &str); 6] = [
    ("serial", "integer"),
    ("bigserial", "bigint"),
    ("smallserial", "smallint"),
    ("serial4", "integer"),
    ("serial8", "bigint"),
    ("serial2", "smallint"),
];

/// The integer behind a serial type.
fn serial(written: &str) -> Option<&'static str> {
    SERIAL.iter().find(|(word, _)| word.eq_ignore_ascii_case(written)).map(|(_, integer)| *integer)
}

/// The serial type of an integer as the server prints it.
pub(crate) fn serial_word(stored: &str) -> Option<&'static str> {
    SERIAL.iter().find(|(_, integer)| *integer == stored).map(|(word, _)| *word)
}

/// `type` of a column.
pub(crate) const fn key() -> KeyEntry<ColumnSubject> {
    let codec: Codec<ColumnSubject> = Codec {
        read: |section, key, draft| {
            if let Some(ty) = read(section, key) {
                draft.column.ty.clone_from(&ty.sql);
                draft.column.nullable = ty.nullable;
                draft.column.identity = ty.serial.then(|| Box::new(super::identity::plain(IdentityKind::Serial)));
                draft.ty = ty;
            }
            Some(())
        },
        write: |writer, model| {
            if model.column.annotation.origin == Origin::Inherited {
                return None;
            }
            let nullable = model.column.nullable && !model.row_id;
            let mark = if nullable { "?" } else { "" };
            if let Some(word) = model.serial_word() {
                return Some(Value::text(format!("{word}{mark}")));
            }
            Some(match spelled(writer, &model.column.ty) {
                Some(word) => Value::text(format!("{word}{mark}")),
                None => Value::marked_sql(&model.column.ty),
            })
        },
    };
    required(KeyEntry::new("type", Form::Type, ALL, "The type; a `?` behind it allows NULL.", codec))
}

/// `null` of a column.
pub(crate) const fn null_key() -> KeyEntry<ColumnSubject> {
    let codec: Codec<ColumnSubject> = Codec {
        read: |section, key, draft| {
            let Some(null) = section.maybe(key) else { return Some(()) };
            if draft.ty.nullable && !null {
                let message = format!("{} is both nullable, by the `?` of its type, and `null = false`", section.what);
                let help = "leave one of them out".to_owned();
                section.reader.invalid(&section.value_at(key), message, "contradicts the type", help);
            }
            draft.column.nullable = null;
            draft.not_null |= !null;
            Some(())
        },
        write: |writer, model| {
            let column = model.column;
            if column.annotation.origin == Origin::Inherited {
                return (!column.nullable).then_some(Value::Flag(false));
            }
            if model.row_id {
                // A row id is never NULL: only that it says so itself is said.
                return (!column.nullable && column.not_null_conflict.is_none()).then_some(Value::Flag(false));
            }
            let marked = model.serial_word().is_some() || spelled(writer, &column.ty).is_some();
            (column.nullable && !marked).then_some(Value::Flag(true))
        },
    };
    KeyEntry::new(
        "null",
        Form::Flag,
        ALL,
        "Whether NULL is allowed; `true` is the same as a `?` behind the type.",
        codec,
    )
}

pub(super) fn read(section: &SectionReader<'_, '_>, key: &str) -> Option<ColumnType> {
    let item = section.item(key)?;
    match item.get() {
        toml::de::DeValue::String(_) => written(section.reader, &item.as_text()?, &section.what),
        toml::de::DeValue::Table(_) => {
            let sql = raw(section.reader, item, &section.of(key))?;
            Some(ColumnType { written: sql.clone(), sql, ..ColumnType::default() })
        }
        _ => {
            section.wrong(key, &item);
            None
        }
    }
}

/// `{ sql = "…" }`, which may be empty where columns can do without a type.
fn raw(reader: &SchemaReader<'_>, item: Item<'_>, what: &str) -> Option<String> {
    let marked = SectionReader::open(reader, &MARKED_SQL, item, item.at(), what)?;
    let Some(sql) = marked.item("sql") else {
        marked.missing("sql");
        return None;
    };
    match sql.as_text() {
        Some(text) if !text.value.trim().is_empty() || reader.table_rules().any_type => {
            Some(text.value.trim().to_owned())
        }
        Some(text) => {
            reader.invalid(&text.at, format!("{what} is empty"), "empty", None);
            None
        }
        None => {
            reader.wrong(&sql, what, "SQL in a string");
            None
        }
    }
}

/// A type as a string.
fn written(reader: &SchemaReader<'_>, text: &Text<'_>, what: &str) -> Option<ColumnType> {
    let rules = reader.table_rules();
    let trimmed = text.value.trim();
    let (base, nullable) = match trimmed.strip_suffix('?') {
        Some(base) => (base.trim_end(), true),
        None => (trimmed, false),
    };
    if base.is_empty() {
        let help = if rules.any_type {
            "write one, as \"text\"; a column that has none is { type = { sql = \"\" } }"
        } else {
            "write one, as \"text\" or \"bigint\""
        };
        reader.invalid(&text.at, format!("{what} has no type"), "no type", help.to_owned());
        return None;
    }
    let plain = |sql: String| ColumnType { sql, written: base.to_owned(), nullable, ..ColumnType::default() };
    if let Some((name, brackets)) = enum_named(base, &reader.enums.borrow()) {
        let of_enum = brackets.is_empty().then(|| name.clone());
        return Some(ColumnType { of_enum, ..plain(format!("{}{brackets}", reader.dialect.qualified(&name))) });
    }
    if let Some(integer) = serial(base) {
        if !rules.identities.contains(&IdentityKind::Serial) {
            let help = format!("write type = \"{integer}\", identity = true");
            let message = format!("{} has no type `{base}` ({what})", reader.database().name());
            reader.invalid(&text.at, message, "a type of PostgreSQL", help);
            return None;
        }
        return Some(ColumnType { serial: true, ..plain(reader.dialect.native_type(integer)) });
    }
    if let Some(near) = misspelled(reader.dialect, base) {
        let help =
            format!("did you mean `{near}`? (a type that must pass as it stands is written {{ sql = \"{base}\" }})");
        reader.problem(Problem {
            code: "unknown-type",
            message: format!("unknown type `{base}` of {what}"),
            help: Some(help),
            places: vec![text.at.place("not a known type")],
        });
        return None;
    }
    Some(plain(reader.dialect.native_type(base)))
}

/// The word for a stored type, where that is read back as the same type; else it must be said as SQL.
pub(super) fn spelled(writer: &SchemaWriter<'_>, stored: &str) -> Option<String> {
    let portable = writer.dialect.portable_type(stored);
    let again = read_back(writer.dialect, &portable, &writer.enums)?;
    // A type is one of the enums only where its stored spelling is that one's own.
    (in_server_spelling(writer, &again) == in_server_spelling(writer, stored)).then_some(portable)
}

/// A type as [`written`] reads it; none where it would be refused or taken for something else.
fn read_back(dialect: &dyn Dialect, text: &str, enums: &Enums) -> Option<String> {
    if text.is_empty() || text.trim() != text || text.ends_with('?') || serial(text).is_some() {
        return None;
    }
    if let Some((name, brackets)) = enum_named(text, enums) {
        return Some(format!("{}{brackets}", dialect.qualified(&name)));
    }
    misspelled(dialect, text).is_none().then(|| dialect.native_type(text))
}

fn in_server_spelling(writer: &SchemaWriter<'_>, ty: &str) -> String {
    let mut probe = Table::new(QName::plain("t"));
    probe.columns.push(Column::new("c", ty));
    match writer.dialect.predict(&Object::Table(probe)) {
        Object::Table(table) => table.columns.into_iter().next().map(|column| column.ty).unwrap_or_default(),
        _ => ty.to_owned(),
    }
}

/// The enum that a type names, and the `[]` behind it. A name may itself end in brackets: what is one as it stands is no
/// array of another.
fn enum_named(base: &str, enums: &Enums) -> Option<(QName, String)> {
    let mut name_end = base.len();
    loop {
        let (name, brackets) = base.split_at(name_end);
        if let Ok(name) = dotted_names::qualified(name.trim_end())
            && enums.iter().any(|(known, _)| *known == name)
        {
            return Some((name, brackets.to_owned()));
        }
        let inside = name.trim_end().strip_suffix(']')?;
        name_end = inside.rfind('[')?;
        if !inside[name_end + 1..].chars().all(|c| c.is_ascii_digit() || c == ' ') {
            return None;
        }
    }
}

/// The type that is meant, where `base` is none that is known and looks much like one: only where the database takes any word
/// for a type. Others know their own types, and say so themselves.
fn misspelled(dialect: &dyn Dialect, base: &str) -> Option<&'static str> {
    let word_end = base.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(base.len());
    let word = base.get(..word_end).filter(|word| !word.is_empty() && dialect.table_rules().any_type)?;
    let known = || PORTABLE.iter().chain(COMMON).copied();
    if known().any(|name| name.eq_ignore_ascii_case(word)) {
        return None;
    }
    nearest(word, known())
}

/// The names of the schema file that every dialect maps.
const PORTABLE: &[&str] = &[
    "text",
    "varchar",
    "char",
    "character",
    "string",
    "boolean",
    "bool",
    "smallint",
    "integer",
    "int",
    "bigint",
    "tinyint",
    "numeric",
    "decimal",
    "real",
    "float",
    "double",
    "date",
    "time",
    "timetz",
    "timestamp",
    "timestamptz",
    "datetime",
    "interval",
    "json",
    "jsonb",
    "uuid",
    "bytes",
    "blob",
    "binary",
    "varbinary",
    "xml",
];

/// Further words that schemas use for types where the database takes any.
const COMMON: &[&str] = &[
    "any",
    "bigtext",
    "bit",
    "clob",
    "currency",
    "dec",
    "fixed",
    "float4",
    "float8",
    "guid",
    "image",
    "int1",
    "int2",
    "int3",
    "int4",
    "int8",
    "long",
    "longblob",
    "longtext",
    "mediumblob",
    "mediumint",
    "mediumtext",
    "memo",
    "money",
    "native",
    "nchar",
    "ntext",
    "null",
    "number",
    "nvarchar",
    "nvarchar2",
    "short",
    "single",
    "smalldatetime",
    "smallmoney",
    "tinyblob",
    "tinytext",
    "uint",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "int16",
    "int32",
    "int64",
    "unsigned",
    "varchar2",
    "varying",
    "year",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_brackets_is_no_array() {
        let enums: Enums =
            ["[x]", "a[]", "a", "x.y", "it\"s", "f(x)", "a b"].map(|name| (QName::plain(name), vec![])).into();
        let named = |text: &str| enum_named(text, &enums).map(|(name, brackets)| (name.name, brackets));
        let found = |name: &str, brackets: &str| Some((name.to_owned(), brackets.to_owned()));
        assert_eq!(named("[x]"), found("[x]", ""));
        assert_eq!(named("[x][]"), found("[x]", "[]"));
        assert_eq!(named("\"[x]\"[3][]"), found("[x]", "[3][]"));
        assert_eq!(named("a[]"), found("a[]", ""), "as it stands it is the one enum, and not an array of the other");
        assert_eq!(named("\"a\"[]"), found("a", "[]"));
        assert_eq!(named("a[2]"), found("a", "[2]"));
        assert_eq!(named("\"x.y\" []"), found("x.y", "[]"));
        assert_eq!(named("it\"s[]"), found("it\"s", "[]"));
        assert_eq!(named("f(x)[]"), found("f(x)", "[]"));
        assert_eq!(named("a b"), found("a b", ""));
        assert_eq!(named("b[]"), None);
        assert_eq!(named("a[x]"), None);
    }
}
