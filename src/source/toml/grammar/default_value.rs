//! Values for columns: a literal in the database's spelling, or SQL.

use toml::de::DeValue;

use super::codec::Codec;
use super::column::ColumnSubject;
use super::column_type::ColumnType;
use super::{ALL, Database, Form, KeyEntry, MYSQL};
use crate::dialect::{Dialect, Literal, ValueClass};
use crate::schema::{Column, Expr, Object, QName, Table};
use crate::source::toml::document::Item;
use crate::source::toml::schema_reader::SchemaReader;
use crate::source::toml::section_reader::{literal, sql};
use crate::source::toml::writing::SchemaWriter;
use crate::source::toml::writing::value::Value;
use crate::sql::{TokenKind, tokens};

/// `default` of a column.
pub(crate) const fn key() -> KeyEntry<ColumnSubject> {
    let codec: Codec<ColumnSubject> = Codec {
        read: |section, key, draft| {
            draft.column.default = read(section.reader, section.item(key)?, &section.of(key), &draft.ty);
            Some(())
        },
        write: |writer, model| Some(write(writer, model.column.default.as_ref()?, &model.column.ty)),
    };
    KeyEntry::new("default", Form::Value, ALL, "What a row gets if no value is given: a literal, or SQL.", codec)
}

/// `backfill` of a column.
pub(crate) const fn backfill_key() -> KeyEntry<ColumnSubject> {
    let codec: Codec<ColumnSubject> = Codec {
        read: |section, key, draft| {
            draft.backfill = read(section.reader, section.item(key)?, &section.of(key), &draft.ty);
            Some(())
        },
        write: |_, _| None,
    };
    KeyEntry::new(
        "backfill",
        Form::Value,
        ALL,
        "What existing rows get if the column becomes NOT NULL or is added as NOT NULL.",
        codec,
    )
}

/// A literal in the database's spelling, or SQL.
pub(crate) fn read(reader: &SchemaReader<'_>, item: Item<'_>, what: &str, ty: &ColumnType) -> Option<Expr> {
    if matches!(item.get(), DeValue::Table(_)) {
        return sql(reader, item, what);
    }
    let literal = literal(reader, item, what)?;
    let enums = reader.enums.borrow();
    if let Some(of) = &ty.of_enum
        && let Some((_, values)) = enums.iter().find(|(name, _)| name == of)
    {
        match &literal {
            Literal::Text(text) if values.contains(text) => {}
            Literal::Text(text) => {
                let message = format!("{what}: `{text}` is no value of the enum `{of}`");
                reader.unknown_name(&item.at(), text, message, "values", values.iter().map(String::as_str));
                return None;
            }
            _ => {
                reader.wrong(&item, what, &format!("a value of the enum `{of}`"));
                return None;
            }
        }
    }
    if let Literal::Text(text) = &literal
        && let Some(right) = sql_as_text(reader.dialect, text, &ty.sql)
    {
        let key = what.strip_prefix('`').and_then(|rest| rest.split_once('`')).map_or("default", |(key, _)| key);
        let message = format!("{what} is the text `{text}`, and no {}", ty.written);
        reader.invalid(&item.at(), message, "a text, not SQL", format!("write {key} = {right}"));
        return None;
    }
    Some(reader.dialect.literal(&literal, &ty.sql))
}

/// What to write in place of a string that is no literal of the type, but reads like SQL or like a plain value: never a
/// frozen time, never the text *false*.
fn sql_as_text(dialect: &dyn Dialect, text: &str, ty: &str) -> Option<String> {
    let class = dialect.value_class(ty);
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let quoted = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    match (class, lower.as_str()) {
        // Where there is no type for it, any type may hold one.
        (_, "uuid()") if MYSQL.contains(&Database::of(dialect.flavor())) => Some(marked(text)),
        (ValueClass::Any, _) => None,
        (ValueClass::Boolean, "true" | "t" | "yes" | "y" | "on" | "1") => Some("true".to_owned()),
        (ValueClass::Boolean, "false" | "f" | "no" | "n" | "off" | "0") => Some("false".to_owned()),
        (ValueClass::Number, number) if number.parse::<i64>().is_ok() || is_toml_float(number) => {
            Some(number.to_owned())
        }
        // More digits than a number of the file can have.
        (ValueClass::Number, number) if is_digits(number.strip_prefix('-').unwrap_or(number)) => Some(marked(text)),
        // PostgreSQL takes these for the time at which the default is set.
        (ValueClass::Time, "now") => Some(marked("current_timestamp")),
        (ValueClass::Time, "today") => Some(marked("current_date")),
        // JSON has the word for a value of its own.
        (ValueClass::Formed, "null") => None,
        _ if reads_like_sql(dialect, text) => Some(marked(text)),
        _ => quoted.map(|inside| Value::text(inside.replace("''", "'")).print()),
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn marked(sql: &str) -> String {
    Value::marked_sql(sql).print()
}

/// A function call, a cast, parentheses, or a word that is a value in SQL.
pub(crate) fn reads_like_sql(dialect: &dyn Dialect, text: &str) -> bool {
    const WORDS: [&str; 11] = [
        "null",
        "current_date",
        "current_time",
        "current_timestamp",
        "localtime",
        "localtimestamp",
        "current_user",
        "session_user",
        "utc_date",
        "utc_time",
        "utc_timestamp",
    ];
    let lower = text.to_ascii_lowercase();
    let all: Vec<_> = tokens(dialect.syntax(), text).filter(|token| !token.kind.is_trivia()).collect();
    let call = || {
        let word = |kind| matches!(kind, TokenKind::Word | TokenKind::QuotedIdent);
        let name = all.iter().take_while(|token| word(token.kind) || token.is_punct(".")).count();
        name > 0 && all.get(name).is_some_and(|token| token.is_punct("(")) && text.contains(')')
    };
    let parentheses = || text.starts_with('(') && text.ends_with(')');
    let cast = || text.contains("::") && text.starts_with('\'');
    WORDS.contains(&lower.as_str()) || call() || parentheses() || cast()
}

/// A literal where that gives the stored text back, else SQL.
pub(super) fn write(writer: &SchemaWriter<'_>, stored: &Expr, ty: &str) -> Value {
    let sql = || Value::marked_sql(stored.text());
    let Some(literal) = writer.dialect.as_literal(stored, ty) else { return sql() };
    let value = match &literal {
        Literal::Text(text) if sql_as_text(writer.dialect, text, ty).is_some() => return sql(),
        Literal::Text(text) => Value::text(text),
        Literal::Integer(number) => Value::Integer(*number),
        Literal::Boolean(value) => Value::Flag(*value),
        Literal::Float(digits) if is_toml_float(digits) => Value::Float(digits.clone()),
        Literal::Float(_) => return sql(),
    };
    let again = in_server_spelling(writer, writer.dialect.literal(&literal, ty), ty);
    if again == in_server_spelling(writer, stored.clone(), ty) { value } else { sql() }
}

fn in_server_spelling(writer: &SchemaWriter<'_>, default: Expr, ty: &str) -> Option<Expr> {
    let mut probe = Table::new(QName::plain("t"));
    probe.columns.push(Column { default: Some(default), ..Column::new("c", ty) });
    match writer.dialect.predict(&Object::Table(probe)) {
        Object::Table(table) => table.columns.into_iter().next().and_then(|column| column.default),
        _ => None,
    }
}

/// Whether digits are a number with a fraction in TOML.
fn is_toml_float(digits: &str) -> bool {
    let unsigned = digits.strip_prefix(['-', '+']).unwrap_or(digits);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    is_digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(is_digits)
        && exponent.is_none_or(is_digits)
        && (fraction.is_some() || exponent.is_some())
}
