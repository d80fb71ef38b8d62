//! Literals: as the SQL of a default, read back from one, and neutral values.

use crate::dialect::Literal;
use crate::schema::{Column, Expr, QName};

use super::{quote, types};

/// A literal as the default of a column of this type, in the spelling that the server gives it where that is known.
pub(super) fn render(value: &Literal, ty: &str) -> Expr {
    let text = match value {
        Literal::Boolean(value) => value.to_string(),
        Literal::Integer(value) => integer(*value),
        Literal::Float(digits) => match digits.strip_prefix('-') {
            Some(_) => format!("'{digits}'::numeric"),
            None => digits.strip_prefix('+').unwrap_or(digits).to_owned(),
        },
        Literal::Text(text) => {
            let parsed = types::parse(ty);
            // The type may be a domain, whose literals the server casts to the type below it.
            if parsed.builtin { format!("{}::{}", plain(text), parsed.cast_name()) } else { plain(text) }
        }
    };
    Expr(text)
}

/// A whole number as the server prints the constant: a sign, or more than 32 bits, needs quotes and the type.
pub(super) fn integer(value: i64) -> String {
    match (i32::try_from(value), value) {
        (Ok(value), 0..) => value.to_string(),
        (Ok(value), _) => format!("'{value}'::integer"),
        (Err(_), value) => format!("'{value}'::bigint"),
    }
}

/// A string literal as the server prints it: a backslash is an ordinary character.
pub(super) fn plain(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The literal that a stored default stands for: only where [`render`] and the server give back the very same text.
pub(super) fn read(stored: &Expr, ty: &str) -> Option<Literal> {
    let text = stored.text();
    let parsed = types::parse(ty);
    let literal = match text {
        "true" => Literal::Boolean(true),
        "false" => Literal::Boolean(false),
        _ => match quoted(text) {
            Some((value, cast)) => match cast {
                "integer" | "bigint" if value.starts_with('-') || cast == "bigint" => {
                    Literal::Integer(value.parse().ok()?)
                }
                "numeric" if value.starts_with('-') && is_decimal(&value[1..]) => Literal::Float(value),
                cast if cast == parsed.cast_name() => Literal::Text(value),
                _ => return None,
            },
            None if is_decimal(text) => Literal::Float(text.to_owned()),
            None => Literal::Integer(text.parse().ok()?),
        },
    };
    let again = render(&literal, ty);
    let same = again == *stored || matches!(&literal, Literal::Text(_) if !parsed.builtin);
    same.then_some(literal)
}

/// The value and the type of `'value'::type`.
fn quoted(text: &str) -> Option<(String, &str)> {
    let inside = text.strip_prefix('\'')?;
    let mut value = String::new();
    let mut rest = inside;
    loop {
        let end = rest.find('\'')?;
        value.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('\'') {
            Some(more) => {
                value.push('\'');
                rest = more;
            }
            None => break,
        }
    }
    Some((value, rest.strip_prefix("::")?))
}

/// `1.50`: digits with one point.
fn is_decimal(text: &str) -> bool {
    text.split_once('.').is_some_and(|(whole, fraction)| {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        digits(whole) && digits(fraction)
    })
}

/// A neutral value for a column that is brought back NOT NULL.
///
/// With a reference it is a query over the rows referred to, since no constant need be there. Where the type is no
/// built-in one (a domain, an extension's type) no value is known to be allowed.
pub(super) fn placeholder(column: &Column, references: Option<&(QName, String)>) -> Option<Expr> {
    if let Some((table, referred)) = references {
        // min() does not exist for every type that can be a key.
        let name = quote::identifier(referred);
        return Some(Expr(format!("(SELECT {name} FROM {} ORDER BY {name} LIMIT 1)", types::named(table))));
    }
    zero(&column.ty).map(Expr)
}

/// The zero of a built-in type.
pub(super) fn zero(ty: &str) -> Option<String> {
    let parsed = types::parse(ty);
    if parsed.array {
        return Some("'{}'".into());
    }
    if !parsed.builtin {
        return None;
    }
    Some(match parsed.base.as_str() {
        "boolean" => "false".into(),
        "smallint" | "integer" | "bigint" | "real" | "double precision" | "numeric" | "oid" | "money" => "0".into(),
        "text" | "character varying" | "character" | "bpchar" | "bytea" | "name" | "tsvector" | "tsquery"
        | "bit varying" | "xml" | "\"char\"" => "''".into(),
        "bit" => format!("repeat('0', {})::{}", parsed.modifiers.as_deref().unwrap_or("1"), parsed.print()),
        "date" | "timestamp without time zone" | "timestamp with time zone" => "'epoch'".into(),
        "time without time zone" | "time with time zone" => "'00:00'".into(),
        "interval" => "'0'".into(),
        "uuid" => "'00000000-0000-0000-0000-000000000000'".into(),
        "json" | "jsonb" => "'{}'".into(),
        "inet" | "cidr" => "'0.0.0.0'".into(),
        "macaddr" => "'00:00:00:00:00:00'".into(),
        "macaddr8" => "'00:00:00:00:00:00:00:00'".into(),
        "point" => "'(0,0)'".into(),
        "box" | "lseg" => "'(0,0),(0,0)'".into(),
        "path" | "polygon" => "'((0,0))'".into(),
        "circle" => "'<(0,0),0>'".into(),
        "line" => "'{1,0,0}'".into(),
        "jsonpath" => "'$'".into(),
        "pg_lsn" => "'0/0'".into(),
        "xid" | "xid8" => "'0'".into(),
        "regclass" | "regtype" | "regproc" | "regprocedure" | "regrole" | "regnamespace" => "'-'".into(),
        base if base.ends_with("multirange") => "'{}'".into(),
        base if base.ends_with("range") => "'empty'".into(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_printed_as_the_server_does() {
        let text = |value: &str| Literal::Text(value.into());
        for (value, ty, sql) in [
            (text("new"), "character varying(20)", "'new'::character varying"),
            (text("it's \\ so"), "text", "'it''s \\ so'::text"),
            (text("a"), "character(3)", "'a'::bpchar"),
            (text("1"), "bit(3)", "'1'::\"bit\""),
            (text("1 day"), "interval(3)", "'1 day'::interval(3)"),
            (text("{}"), "character varying(3)[]", "'{}'::character varying[]"),
            (text("new"), "order_status", "'new'"),
            (Literal::Integer(0), "bigint", "0"),
            (Literal::Integer(-1), "numeric(10,2)", "'-1'::integer"),
            (Literal::Integer(5_000_000_000), "bigint", "'5000000000'::bigint"),
            (Literal::Float("1.50".into()), "numeric", "1.50"),
            (Literal::Float("-1.5".into()), "real", "'-1.5'::numeric"),
            (Literal::Boolean(true), "boolean", "true"),
        ] {
            assert_eq!(render(&value, ty).text(), sql);
        }
    }

    #[test]
    fn stored_literals_are_read_back() {
        for (stored, ty, value) in [
            ("'new'::character varying", "character varying(20)", Some(Literal::Text("new".into()))),
            ("'new'::order_status", "order_status", Some(Literal::Text("new".into()))),
            ("''::text", "text", Some(Literal::Text(String::new()))),
            ("'it''s'::text", "text", Some(Literal::Text("it's".into()))),
            ("0", "bigint", Some(Literal::Integer(0))),
            ("'-7'::integer", "numeric", Some(Literal::Integer(-7))),
            ("'5000000000'::bigint", "bigint", Some(Literal::Integer(5_000_000_000))),
            ("0.10", "numeric", Some(Literal::Float("0.10".into()))),
            ("false", "boolean", Some(Literal::Boolean(false))),
            // An explicit cast to another type is no literal of this one.
            ("'x'::text", "character varying(20)", None),
            ("'x'::text", "word", None),
            ("now()", "timestamp with time zone", None),
            ("'a'::text || 'b'::text", "text", None),
            ("+ 1", "integer", None),
        ] {
            assert_eq!(read(&stored.into(), ty), value, "{stored} of {ty}");
        }
    }

    #[test]
    fn placeholders_are_of_the_type_or_none() {
        let of = |ty: &str| placeholder(&Column::new("c", ty), None).map(|value| value.0);
        assert_eq!(of("integer").as_deref(), Some("0"));
        assert_eq!(of("text[]").as_deref(), Some("'{}'"));
        assert_eq!(of("int4range").as_deref(), Some("'empty'"));
        assert_eq!(of("word"), None);
        let referred = (QName::within("a", "users"), "id".to_owned());
        let value = placeholder(&Column::new("c", "integer"), Some(&referred)).map(|value| value.0);
        assert_eq!(value.as_deref(), Some("(SELECT id FROM a.users ORDER BY id LIMIT 1)"));
    }
}
