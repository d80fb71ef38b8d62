//! Types of columns: portable names, the schema's own enums, and anything native.

use super::document::{At, Fields, Item, Reader, Text};
use super::names;
use crate::dialect::Dialect;
use crate::engine::Engine;
use crate::nearest::nearest;
use crate::schema::{IdentityKind, QName};

/// A type as read.
#[derive(Debug, Clone)]
pub(super) struct Type {
    /// As the database's DDL has it.
    pub sql: String,
    /// Whether a `?` behind it allows NULL.
    pub nullable: bool,
    /// Whether it is one of the serial types.
    pub serial: bool,
    /// The enum that it is.
    pub of_enum: Option<QName>,
}

/// The enums of the schema, with their values: known before the first table is read.
pub(super) type Enums = Vec<(QName, Vec<String>)>;

/// The integer type behind one of PostgreSQL's serial types.
fn serial(written: &str) -> Option<&'static str> {
    match written.to_ascii_lowercase().as_str() {
        "serial" | "serial4" => Some("integer"),
        "bigserial" | "serial8" => Some("bigint"),
        "smallserial" | "serial2" => Some("smallint"),
        _ => None,
    }
}

/// Reads `type`: a string, or `{ sql = "…" }` for what must pass as it stands.
pub(super) fn read(fields: &Fields<'_, '_>, enums: &Enums) -> Option<Type> {
    let item = fields.item("type")?;
    match item.as_text() {
        Some(text) => written(fields.reader, &text, &fields.what, enums),
        None => {
            let sql = raw(fields.reader, item, &fields.of("type"))?;
            Some(Type { sql, nullable: false, serial: false, of_enum: None })
        }
    }
}

/// `{ sql = "…" }`, which may be empty: SQLite has columns without a type.
fn raw(reader: &Reader<'_>, item: Item<'_>, what: &str) -> Option<String> {
    let fields = Fields::open(reader, item, item.at(), &super::keys::SQL, what)?;
    let Some(sql) = fields.item("sql") else {
        fields.missing("sql");
        return None;
    };
    match sql.as_text() {
        Some(text) if !text.value.trim().is_empty() || reader.engine() == Engine::Sqlite => {
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
pub(super) fn written(reader: &Reader<'_>, text: &Text<'_>, what: &str, enums: &Enums) -> Option<Type> {
    let trimmed = text.value.trim();
    let (base, nullable) = match trimmed.strip_suffix('?') {
        Some(base) => (base.trim_end(), true),
        None => (trimmed, false),
    };
    if base.is_empty() {
        let help = match reader.engine() {
            Engine::Sqlite => "write one, as \"text\"; a column that has none is { type = { sql = \"\" } }",
            _ => "write one, as \"text\" or \"bigint\"",
        };
        reader.invalid(&text.at, format!("{what} has no type"), "no type", help.to_owned());
        return None;
    }
    let plain = |sql: String| Type { sql, nullable, serial: false, of_enum: None };
    if let Some((name, brackets)) = enum_named(base, enums) {
        let of_enum = brackets.is_empty().then(|| name.clone());
        return Some(Type { of_enum, ..plain(format!("{}{brackets}", reader.dialect.qualified(&name))) });
    }
    if let Some(integer) = serial(base) {
        if reader.engine() != Engine::Postgres {
            let help = format!("write type = \"{integer}\", identity = true");
            let message = format!("{} has no type `{base}` ({what})", reader.engine().name());
            reader.invalid(&text.at, message, "a type of PostgreSQL", help);
            return None;
        }
        return Some(Type { serial: true, ..plain(reader.dialect.native_type(integer)) });
    }
    if let Some(near) = misspelled(reader.dialect, base) {
        let help =
            format!("did you mean `{near}`? (a type that must pass as it stands is written {{ sql = \"{base}\" }})");
        reader.problem(crate::source::error::Problem {
            code: "unknown-type",
            message: format!("unknown type `{base}` of {what}"),
            help: Some(help),
            places: vec![text.at.place("not a known type")],
        });
        return None;
    }
    Some(plain(reader.dialect.native_type(base)))
}

/// A type as [`written`] reads it; none where it would be refused or taken for something else.
pub(super) fn spelled(dialect: &dyn Dialect, text: &str, enums: &Enums) -> Option<String> {
    if text.is_empty() || text.trim() != text || text.ends_with('?') || serial(text).is_some() {
        return None;
    }
    if let Some((name, brackets)) = enum_named(text, enums) {
        return Some(format!("{}{brackets}", dialect.qualified(&name)));
    }
    misspelled(dialect, text).is_none().then(|| dialect.native_type(text))
}

/// The enum that a type names, and the `[]` behind it.
fn enum_named(base: &str, enums: &Enums) -> Option<(QName, String)> {
    let name_end = base.find('[').filter(|_| base.ends_with(']')).unwrap_or(base.len());
    let (name, brackets) = base.split_at(name_end);
    let name = names::qualified(name.trim_end()).ok()?;
    enums.iter().any(|(known, _)| *known == name).then(|| (name, brackets.to_owned()))
}

/// The type that is meant, where `base` is none that is known and looks much like one: on SQLite alone, which takes any
/// word for a type. A server knows its own types, and says so itself.
fn misspelled(dialect: &dyn Dialect, base: &str) -> Option<&'static str> {
    let word_end = base.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(base.len());
    let word = base.get(..word_end).filter(|word| !word.is_empty() && dialect.engine() == Engine::Sqlite)?;
    let known = || PORTABLE.iter().chain(SQLITE).copied();
    if known().any(|name| name.eq_ignore_ascii_case(word)) {
        return None;
    }
    nearest(word, known())
}

/// The kinds of identity as written.
pub(super) fn identity_kind(word: &str) -> IdentityKind {
    match word {
        "always" => IdentityKind::Always,
        "serial" => IdentityKind::Serial,
        "auto increment" => IdentityKind::AutoIncrement,
        _ => IdentityKind::ByDefault,
    }
}

/// Whether a type is one that SQLite numbers rows by, as written anywhere.
pub(super) fn is_integer(sql: &str) -> bool {
    sql.to_ascii_lowercase().contains("int")
}

/// A place and what it should have said.
pub(super) fn place_of<'d>(fields: &Fields<'_, 'd>, key: &str) -> At<'d> {
    fields.item(key).map(|item| item.at()).unwrap_or_else(|| fields.at.clone())
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

/// Type names that SQLite schemas use; it knows none and takes all.
const SQLITE: &[&str] = &[
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
