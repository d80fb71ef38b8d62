//! Values for columns: a literal in the database's spelling, or SQL.

use toml::de::DeValue;

use super::codec::Codec;
use super::column::ColumnSubject;
use super::column_type::ColumnType;
use super::{ALL, Form, Key};
use crate::dialect::Literal;
use crate::schema::{Column, Expr, Object, QName, Table};
use crate::source::toml::document::Item;
use crate::source::toml::schema_reader::SchemaReader;
use crate::source::toml::section_reader::{literal, sql};
use crate::source::toml::writing::SchemaWriter;
use crate::source::toml::writing::value::Value;

/// `default` of a column.
pub const fn key() -> Key<ColumnSubject> {
    let codec: Codec<ColumnSubject> = Codec {
        read: |section, key, draft| {
            draft.column.default = read(section.reader, section.item(key)?, &section.of(key), &draft.ty);
            Some(())
        },
        write: |writer, model| Some(write(writer, model.column.default.as_ref()?, &model.column.ty)),
    };
    Key::new("default", Form::Value, ALL, "The default.", codec)
}

/// `backfill` of a column.
pub const fn backfill_key() -> Key<ColumnSubject> {
    let codec: Codec<ColumnSubject> = Codec {
        read: |section, key, draft| {
            draft.backfill = read(section.reader, section.item(key)?, &section.of(key), &draft.ty);
            Some(())
        },
        write: |_, _| None,
    };
    Key::new("backfill", Form::Value, ALL, "What rows get where the column becomes NOT NULL or is added so.", codec)
}

/// A literal in the database's spelling, or SQL.
pub fn read(reader: &SchemaReader<'_>, item: Item<'_>, what: &str, ty: &ColumnType) -> Option<Expr> {
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
    Some(reader.dialect.literal(&literal, &ty.sql))
}

/// A literal where that gives the stored text back, else SQL.
fn write(writer: &SchemaWriter<'_>, stored: &Expr, ty: &str) -> Value {
    let sql = || Value::marked_sql(stored.text());
    let Some(literal) = writer.dialect.as_literal(stored, ty) else { return sql() };
    let value = match &literal {
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
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    all_digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(all_digits)
        && exponent.is_none_or(all_digits)
        && (fraction.is_some() || exponent.is_some())
}
