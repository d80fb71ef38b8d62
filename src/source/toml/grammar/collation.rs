//! Collations: a name that is quoted as the database wants it, or SQL that passes as it stands.

use crate::schema::QName;
use crate::source::toml::dotted_names;
use crate::source::toml::section_reader::{self, SectionReader};
use crate::source::toml::writing::SchemaWriter;
use crate::source::toml::writing::value::Value;
use crate::sql::{Syntax, TokenKind, tokens, unquote};

/// The collation as SQL.
pub(crate) fn read(section: &SectionReader<'_, '_>, key: &str) -> Option<String> {
    let item = section.item(key)?;
    if item.as_text().is_none() {
        return section_reader::sql(section.reader, item, &section.of(key)).map(|sql| sql.0);
    }
    let text = section.text(key)?;
    match dotted_names::qualified(&text.value) {
        Ok(name) => Some(section.reader.dialect.qualified(&name)),
        Err(why) => {
            let message = format!("the collation `{}` {}", text.value, why.text());
            section.reader.invalid(&text.at, message, "not a name", None);
            None
        }
    }
}

/// A name where the dialect quotes it back, else SQL.
pub(crate) fn write(writer: &SchemaWriter<'_>, collation: &str) -> Value {
    match identifier(writer.dialect.syntax(), collation) {
        Some(name) if writer.dialect.qualified(&name) == collation => Value::text(dotted_names::show(&name)),
        _ => Value::marked_sql(collation),
    }
}

/// The name that SQL such as `"C"` or `pg_catalog."de_DE"` is.
fn identifier(syntax: Syntax, sql: &str) -> Option<QName> {
    let all: Vec<_> = tokens(syntax, sql).collect();
    let name = |at: usize| {
        let token = all.get(at)?;
        matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent).then(|| unquote(syntax, token.text))
    };
    match all.len() {
        1 => Some(QName::plain(name(0)?)),
        3 if all.get(1).is_some_and(|token| token.is_punct(".")) => Some(QName::within(name(0)?, name(2)?)),
        _ => None,
    }
}
