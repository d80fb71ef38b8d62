//! Literals of defaults, as `SHOW CREATE TABLE` prints them.
//!
//! The server converts a default to the column's type and prints what came of it: `1` of a `decimal(10,2)` is `1.00`. MySQL prints
//! it in quotes, MariaDB prints numbers bare. What is not certain (a number with an exponent, a time that is not
//! written in full) stays as it is written, and is then asked of the server.

use super::SYNTAX;
use super::stored_type;
use super::types::{self, MySqlType};
use crate::dialect::{Literal, ValueClass};
use crate::engine::Flavor;
use crate::schema::Expr;
use crate::sql::{self, TokenKind};

/// A literal as the default of a column of this type, in the spelling that the server gives it where that is known.
pub(super) fn render(value: &Literal, ty: &str, flavor: &Flavor) -> Expr {
    let plain = match value {
        Literal::Text(text) => plain(text),
        Literal::Integer(number) => number.to_string(),
        Literal::Float(number) => number.clone(),
        Literal::Boolean(value) => u8::from(*value).to_string(),
    };
    let ty = types::printed(ty, flavor).unwrap_or_else(|| ty.to_owned());
    let printed = MySqlType::parse(&ty).and_then(|parsed| as_printed(value, &parsed, flavor));
    Expr(printed.unwrap_or_else(|| {
        if stored_type::takes_expressions_alone(&ty, flavor) { format!("({plain})") } else { plain }
    }))
}

/// The server's own spelling of a literal, where it is certain.
pub(super) fn as_printed(value: &Literal, ty: &MySqlType, flavor: &Flavor) -> Option<String> {
    let quoted = |number: String| if flavor.is_mariadb() { number } else { format!("'{number}'") };
    match ty.base.as_str() {
        "tinyint" | "smallint" | "mediumint" | "int" | "bigint" if !ty.is_zerofill() => {
            let whole = match value {
                Literal::Integer(number) => *number,
                Literal::Boolean(value) => i64::from(*value),
                Literal::Text(text) => canonical_integer(text)?,
                Literal::Float(_) => return None,
            };
            Some(quoted(whole.to_string()))
        }
        "decimal" if !ty.is_zerofill() => {
            let (_, scale) = ty.digits()?;
            let text = match value {
                Literal::Integer(number) => number.to_string(),
                Literal::Boolean(value) => u8::from(*value).to_string(),
                Literal::Float(text) | Literal::Text(text) => text.clone(),
            };
            Some(quoted(scaled(&text, usize::try_from(scale).ok()?)?))
        }
        "float" | "double" if ty.inside.is_none() && !ty.is_zerofill() => {
            let text = match value {
                Literal::Integer(number) => number.to_string(),
                Literal::Boolean(value) => u8::from(*value).to_string(),
                Literal::Float(text) | Literal::Text(text) => text.clone(),
            };
            Some(quoted(short_fraction(&text)?))
        }
        "bit" => match value {
            Literal::Integer(number @ 0..) => Some(format!("b'{number:b}'")),
            Literal::Boolean(value) => Some(format!("b'{}'", u8::from(*value))),
            _ => None,
        },
        "varchar" => match value {
            Literal::Text(text) => Some(plain(text)),
            Literal::Integer(number) => Some(plain(&number.to_string())),
            Literal::Float(_) | Literal::Boolean(_) => None,
        },
        // Spaces at the end go, and what the collation takes for a member becomes that one.
        "char" => match value {
            Literal::Text(text) if !text.ends_with(' ') => Some(plain(text)),
            _ => None,
        },
        "enum" => match value {
            Literal::Text(text) if ty.members()?.contains(text) => Some(plain(text)),
            _ => None,
        },
        "set" => match value {
            Literal::Text(text) if text.is_empty() || ty.members()?.contains(text) => Some(plain(text)),
            _ => None,
        },
        // A default of these is an expression, and its quotes are printed as those of one.
        "tinytext" | "text" | "mediumtext" | "longtext" | "json" if flavor.is_mariadb() => match value {
            Literal::Text(text) => Some(escaped(text)),
            _ => None,
        },
        // An expression's string has the character set of the connection in front.
        "tinytext" | "text" | "mediumtext" | "longtext" | "json" => match value {
            Literal::Text(text) => Some(format!("(_utf8mb4{})", escaped(text))),
            _ => None,
        },
        "date" | "time" | "datetime" | "timestamp" => match value {
            Literal::Text(text) if is_full_time(text, &ty.base, ty.inside.as_deref()) => Some(plain(text)),
            _ => None,
        },
        "year" => match value {
            Literal::Integer(year @ 1901..=2155) => Some(quoted(year.to_string())),
            _ => None,
        },
        _ => None,
    }
}

/// A string as both servers print defaults: the quote doubled, a backslash before what would not be read back.
fn plain(text: &str) -> String {
    string(text, "''")
}

/// A string in an expression as both servers print it.
pub(super) fn escaped(text: &str) -> String {
    string(text, "\\'")
}

fn string(text: &str, quote: &str) -> String {
    let mut out = String::from("'");
    for one in text.chars() {
        match one {
            '\'' => out.push_str(quote),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\0' => out.push_str("\\0"),
            other => out.push(other),
        }
    }
    out.push('\'');
    out
}

/// A whole number in the one spelling that the server prints.
fn canonical_integer(text: &str) -> Option<i64> {
    text.parse::<i64>().ok().filter(|number| number.to_string() == text)
}

/// A decimal number with so many digits behind the point; none where digits would be rounded off.
fn scaled(text: &str, scale: usize) -> Option<String> {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(whole) || !plain(fraction) || digits.is_empty() || digits == "." {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > scale {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let sign = if whole == "0" && fraction.is_empty() { "" } else { sign };
    let point = if scale > 0 { "." } else { "" };
    Some(format!("{sign}{whole}{point}{fraction:0<scale$}"))
}

/// A number of at most six digits without an exponent, as a binary fraction is printed.
fn short_fraction(text: &str) -> Option<String> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let fraction = text.split_once('.').map_or(0, |(_, fraction)| fraction.trim_end_matches('0').len());
    if digits > 6 {
        return None;
    }
    scaled(text, fraction)
}

/// Whether a date or a time is written as the server prints it: in full, with as many digits behind the second as the type has.
/// Only what every calendar has: the 29th of February is for the server to say.
fn is_full_time(text: &str, base: &str, precision: Option<&str>) -> bool {
    let fits = |text: &str, form: &str| {
        text.len() == form.len()
            && text.bytes().zip(form.bytes()).all(
                |(byte, wanted)| {
                    if wanted == b'0' { byte.is_ascii_digit() } else { byte == wanted }
                },
            )
    };
    let number = |at: usize, length: usize| text.get(at..at + length).and_then(|part| part.parse::<u32>().ok());
    let date = |at: usize| {
        number(at, 4).is_some_and(|year| (1000..=9999).contains(&year))
            && number(at + 5, 2).is_some_and(|month| (1..=12).contains(&month))
            && number(at + 8, 2).is_some_and(|day| (1..=28).contains(&day))
    };
    let time = |at: usize| {
        number(at, 2).is_some_and(|hour| hour < 24)
            && number(at + 3, 2).is_some_and(|minute| minute < 60)
            && number(at + 6, 2).is_some_and(|second| second < 60)
    };
    let digits: usize = precision.and_then(|digits| digits.parse().ok()).unwrap_or(0);
    let fraction = if digits > 0 { format!(".{}", "0".repeat(digits)) } else { String::new() };
    match base {
        "date" => fits(text, "0000-00-00") && date(0),
        "time" => fits(text, &format!("00:00:00{fraction}")) && time(0),
        "datetime" => fits(text, &format!("0000-00-00 00:00:00{fraction}")) && date(0) && time(11),
        // Beyond 1970 and 2038 it is an error, and in a zone with summer time an hour may not exist.
        "timestamp" => {
            fits(text, &format!("0000-00-00 00:00:00{fraction}"))
                && date(0)
                && time(11)
                && number(0, 4).is_some_and(|year| (1971..=2037).contains(&year))
        }
        _ => false,
    }
}

/// The literal that a stored default stands for, as short as it can be said.
pub(super) fn read(stored: &Expr, ty: &str, flavor: &Flavor) -> Option<Literal> {
    let literal = literal(stored.text(), ty, flavor)?;
    (render(&literal, ty, flavor) == *stored).then_some(literal)
}

fn literal(text: &str, ty: &str, flavor: &Flavor) -> Option<Literal> {
    let tokens: Vec<_> = sql::significant(SYNTAX, text).collect();
    let number = matches!(types::value_class(ty), ValueClass::Number | ValueClass::Boolean);
    let value = match tokens.as_slice() {
        [one] if one.kind == TokenKind::String && one.text.starts_with('\'') => sql::unquote(SYNTAX, one.text),
        [bits] if bits.kind == TokenKind::String && bits.text.starts_with("b'") => {
            let digits = bits.text.strip_prefix("b'")?.strip_suffix('\'')?;
            return i64::from_str_radix(digits, 2).ok().map(Literal::Integer);
        }
        [one] if one.kind == TokenKind::Number => one.text.to_owned(),
        [sign, one] if sign.text == "-" && one.kind == TokenKind::Number => format!("-{}", one.text),
        // An expression of one string, where there are no literals.
        [open, set, one, close]
            if open.is_punct("(")
                && set.is_word("_utf8mb4")
                && one.kind == TokenKind::String
                && close.is_punct(")")
                && stored_type::takes_expressions_alone(ty, flavor) =>
        {
            sql::unquote(SYNTAX, one.text)
        }
        _ => return None,
    };
    if !number {
        return Some(Literal::Text(value));
    }
    Some(match (types::value_class(ty), value.as_str()) {
        (ValueClass::Boolean, "0") => Literal::Boolean(false),
        (ValueClass::Boolean, "1") => Literal::Boolean(true),
        (_, text) => match canonical_integer(text) {
            Some(number) => Literal::Integer(number),
            None if scaled(text, 30).is_some() => Literal::Float(text.to_owned()),
            None => return None,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;

    fn server(mariadb: bool) -> Flavor {
        Flavor { engine: Engine::MySql, mariadb, version: if mariadb { (10, 11, 6) } else { (9, 7, 0) } }
    }

    #[test]
    fn literals_are_printed_as_the_server_does_and_read_back() {
        let text = |value: &str| Literal::Text(value.into());
        let float = |value: &str| Literal::Float(value.into());
        for (value, ty, mysql, mariadb) in [
            (Literal::Integer(0), "int", "'0'", "0"),
            (Literal::Integer(-5), "bigint(20)", "'-5'", "-5"),
            (Literal::Boolean(true), "tinyint(1)", "'1'", "1"),
            (float("1.50"), "decimal(10,2)", "'1.50'", "1.50"),
            (float("-0.5"), "double", "'-0.5'", "-0.5"),
            (Literal::Integer(5), "bit(8)", "b'101'", "b'101'"),
            (text("it's \\ \n"), "varchar(20)", "'it''s \\\\ \\n'", "'it''s \\\\ \\n'"),
            (text("it's"), "text", "(_utf8mb4'it\\'s')", "'it\\'s'"),
            (text("{}"), "json", "(_utf8mb4'{}')", "'{}'"),
            (text("2020-01-02 03:04:05.000"), "datetime(3)", "'2020-01-02 03:04:05.000'", "'2020-01-02 03:04:05.000'"),
            (text("a"), "enum('a','b')", "'a'", "'a'"),
            (Literal::Integer(2020), "year", "'2020'", "2020"),
        ] {
            for (flavor, sql) in [(server(false), mysql), (server(true), mariadb)] {
                let stored = render(&value, ty, &flavor);
                assert_eq!(stored.text(), sql, "{ty}");
                assert_eq!(read(&stored, ty, &flavor), Some(value.clone()), "{ty}");
            }
        }
    }

    #[test]
    fn digits_are_the_types_own() {
        assert_eq!(render(&Literal::Integer(1), "decimal(10,2)", &server(true)).text(), "1.00");
        assert_eq!(render(&Literal::Float(".5".into()), "numeric(10,2)", &server(false)).text(), "'0.50'");
        // Rounded by the server, as it sees fit.
        assert_eq!(render(&Literal::Float("1.555".into()), "decimal(10,2)", &server(true)).text(), "1.555");
        assert_eq!(render(&Literal::Integer(0), "longblob", &server(false)).text(), "(0)");
    }

    #[test]
    fn no_literals() {
        for text in ["current_timestamp()", "uuid()", "(uuid())", "(1 + 1)", "x'00ff'", "1.5"] {
            for mariadb in [true, false] {
                assert_eq!(read(&Expr::from(text), "varchar(40)", &server(mariadb)), None, "{text}");
            }
        }
    }
}
