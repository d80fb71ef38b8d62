//! What a change of type does to the values: what is rounded or cut without a word, and what a strict `sql_mode` refuses and a
//! loose one changes with a warning.
//!
//! Tried on MySQL 9.7 and MariaDB 10.11 with values at the edges, under a strict and a loose mode. What a loose mode would
//! change is looked for in the rows before ([`misfits`]), so that no mode decides about values.

use super::quote;
use super::types::{self, length, word};
use crate::dialect::Conversion;
use crate::schema::Column;

/// What becomes of the values.
pub(super) fn conversion(from: &str, to: &str) -> Conversion {
    if from == to {
        return Conversion::default();
    }
    Conversion { loses: loses(from, to).map(str::to_owned), fails_on: refused(from, to) }
}

/// What is lost without an error.
fn loses(from: &str, to: &str) -> Option<&'static str> {
    let (a, b) = (Class::of(from), Class::of(to));
    match (a, b) {
        (Class::Whole, Class::Float) if !is_exact(from, to) => Some("digits"),
        (Class::Decimal, Class::Whole) if scale(from) > 0 => Some("fractions"),
        (Class::Float | Class::Text, Class::Whole) => Some("fractions"),
        (Class::Decimal, Class::Decimal) if scale(from) > scale(to) => Some("digits"),
        (Class::Float | Class::Text, Class::Decimal) => Some("digits"),
        (Class::Decimal, Class::Float) => Some("digits"),
        (Class::Float, Class::Float) if word(from) == "double" && word(to) == "float" => Some("digits"),
        (Class::Stamp | Class::Text, Class::Date) => Some("the time of day"),
        (Class::Stamp, Class::Time) => Some("the date"),
        (Class::Date, Class::Time) => Some("the date"),
        (Class::Stamp, Class::Stamp) | (Class::Time, Class::Time)
            if length(from).unwrap_or(0) > length(to).unwrap_or(0) =>
        {
            Some("fractions of seconds")
        }
        (Class::Members, Class::Whole | Class::Decimal | Class::Float) => Some("the members, but for their numbers"),
        (Class::Text, Class::Text) if word(to) == "char" && word(from) != "char" => Some("spaces at the end"),
        _ => None,
    }
}

/// Which values are refused, or changed by a loose `sql_mode`.
fn refused(from: &str, to: &str) -> Option<String> {
    condition("c", from, to)?;
    Some(match (Class::of(from), Class::of(to)) {
        (_, Class::Text | Class::Bytes) => match limit(to) {
            Some((1, _)) => "more than 1 character".to_owned(),
            Some((most, Unit::Characters)) => format!("more than {most} characters"),
            Some((most, Unit::Bytes)) => format!("more than {most} bytes"),
            None => format!("values that are no {to}"),
        },
        (Class::Text | Class::Bytes | Class::Json, _) => format!("text that is no {to}"),
        (Class::Members, Class::Members) => "members that go".to_owned(),
        _ => format!("values beyond {to}"),
    })
}

/// The condition under which a row's value is refused, or changed by a loose `sql_mode`; `column` is quoted.
pub(super) fn misfits(column: &str, from: &Column, to: &Column) -> Option<String> {
    let mut all: Vec<String> = Vec::new();
    if from.ty != to.ty {
        all.extend(condition(column, &from.ty, &to.ty));
    }
    let set = |one: &Column| one.collation.as_deref().and_then(|name| name.split('_').next()).map(str::to_owned);
    if let (true, Some(new)) = (types::is_text(&from.ty) && types::is_text(&to.ty), set(to))
        && set(from).as_ref() != Some(&new)
        && new != "utf8mb4"
    {
        // A character that the new set has not becomes a question mark.
        all.push(format!(
            "CAST(CONVERT(CONVERT({column} USING {new}) USING utf8mb4) AS BINARY) <> CAST(CONVERT({column} USING utf8mb4) AS BINARY)"
        ));
    }
    (!all.is_empty()).then(|| all.join(" OR "))
}

/// The kinds of values that are converted alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Whole,
    Decimal,
    Float,
    Bits,
    Year,
    Date,
    Stamp,
    Time,
    Text,
    Bytes,
    Members,
    Json,
    Other,
}

impl Class {
    fn of(ty: &str) -> Class {
        match word(ty) {
            "tinyint" | "smallint" | "mediumint" | "int" | "bigint" => Class::Whole,
            "decimal" => Class::Decimal,
            "float" | "double" => Class::Float,
            "bit" => Class::Bits,
            "year" => Class::Year,
            "date" => Class::Date,
            "datetime" | "timestamp" => Class::Stamp,
            "time" => Class::Time,
            "enum" | "set" => Class::Members,
            "json" => Class::Json,
            "binary" | "varbinary" | "tinyblob" | "blob" | "mediumblob" | "longblob" => Class::Bytes,
            "char" | "varchar" | "tinytext" | "text" | "mediumtext" | "longtext" => Class::Text,
            _ => Class::Other,
        }
    }
    fn is_number(self) -> bool {
        matches!(self, Class::Whole | Class::Decimal | Class::Float | Class::Year)
    }
}

const WHOLE: &str = "^[[:space:]]*[-+]?[0-9]+[[:space:]]*$";
const NUMBER: &str = "^[[:space:]]*[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?[[:space:]]*$";

fn condition(c: &str, from: &str, to: &str) -> Option<String> {
    let (a, b) = (Class::of(from), Class::of(to));
    let like = |pattern: &str| format!("{c} NOT REGEXP {}", quote::string(pattern));
    match (a, b) {
        (_, Class::Text | Class::Bytes) => {
            let (most, unit) = limit(to)?;
            let fits = longest(from).is_some_and(|(long, of)| long <= most && (of == unit || most >= long * 4));
            let measured = if unit == Unit::Characters { "CHAR_LENGTH" } else { "LENGTH" };
            (!fits).then(|| format!("{measured}({c}) > {most}"))
        }
        (Class::Whole | Class::Decimal | Class::Float, Class::Whole) => {
            let (least, most) = range(to)?;
            let fits = range(from).is_some_and(|(low, high)| low >= least && high <= most);
            (!fits).then(|| format!("ROUND({c}) NOT BETWEEN {least} AND {most}"))
        }
        (Class::Text, Class::Whole) => {
            let (least, most) = range(to)?;
            Some(format!("{} OR CAST({c} AS DECIMAL(65,0)) NOT BETWEEN {least} AND {most}", like(WHOLE)))
        }
        (_, Class::Decimal) if a.is_number() || a == Class::Text => {
            let (precision, scale) = (length(to).unwrap_or(10), scale(to));
            let whole = precision.saturating_sub(scale);
            let fits = match a {
                Class::Whole => range(from).is_some_and(|(_, high)| high.to_string().len() as u64 <= whole),
                Class::Decimal => {
                    let (old, digits) = (length(from).unwrap_or(10), self::scale(from));
                    // Rounded, 9.99 has one digit more.
                    old.saturating_sub(digits) + u64::from(digits > scale) <= whole
                }
                _ => false,
            };
            let beyond = |value: &str| format!("ABS(ROUND({value}, {scale})) >= 1e{whole}");
            match a {
                _ if fits => None,
                Class::Text => Some(format!("{} OR {}", like(NUMBER), beyond(&format!("CAST({c} AS DECIMAL(65,30))")))),
                _ => Some(beyond(c)),
            }
        }
        (Class::Float, Class::Float) if word(from) == "double" && word(to) == "float" => {
            Some(format!("ABS({c}) > 3.402823466e38"))
        }
        (Class::Text, Class::Float) => Some(like(NUMBER)),
        (Class::Stamp | Class::Date, Class::Stamp) if word(to) == "timestamp" && word(from) != "timestamp" => {
            Some(format!("{c} IS NOT NULL AND (COALESCE(UNIX_TIMESTAMP({c}), 0) = 0 OR {c} >= '2038-01-19')"))
        }
        (Class::Text | Class::Whole | Class::Decimal | Class::Float, Class::Date | Class::Stamp) => {
            let moment = format!("CAST({c} AS DATETIME) IS NULL OR {c} LIKE '0000%'");
            let narrow = if word(to) == "timestamp" {
                format!(" OR COALESCE(UNIX_TIMESTAMP({c}), 0) = 0 OR CAST({c} AS DATETIME) >= '2038-01-19'")
            } else {
                String::new()
            };
            Some(format!("{c} IS NOT NULL AND ({moment}{narrow})"))
        }
        (Class::Text, Class::Time) => Some(like("^[[:space:]]*-?[0-9]+(:[0-9]+){0,2}([.][0-9]*)?[[:space:]]*$")),
        (Class::Whole | Class::Decimal | Class::Float, Class::Time) => {
            Some(format!("{c} IS NOT NULL AND CAST({c} AS TIME) IS NULL"))
        }
        (Class::Text, Class::Other) if word(to) == "uuid" => {
            Some(like("^[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$"))
        }
        (Class::Text, Class::Json) => Some(format!("NOT JSON_VALID({c})")),
        (Class::Text | Class::Members, Class::Members) if word(to) == "enum" && word(from) != "set" => {
            let kept = types::members(to)?;
            let all_kept = types::members(from).is_some_and(|old| old.iter().all(|one| kept.contains(one)));
            let list: Vec<String> = kept.iter().map(|one| quote::string(one)).collect();
            (a == Class::Text || !all_kept).then(|| format!("{c} NOT IN ({})", list.join(", ")))
        }
        (Class::Members, Class::Members) => {
            let (old, new) = (types::members(from)?, types::members(to)?);
            let gone = old.iter().filter(|one| !new.contains(one));
            let held: Vec<String> = gone.map(|one| format!("FIND_IN_SET({}, {c}) > 0", quote::string(one))).collect();
            (!held.is_empty()).then(|| held.join(" OR "))
        }
        (Class::Whole | Class::Bits, Class::Bits) => {
            let bits = length(to).unwrap_or(1);
            let fits = a == Class::Bits && length(from).unwrap_or(1) <= bits;
            (!fits && bits < 64).then(|| format!("{c} + 0 NOT BETWEEN 0 AND {}", (1_u64 << bits) - 1))
        }
        (Class::Whole, Class::Year) => Some(format!("{c} <> 0 AND {c} NOT BETWEEN 1901 AND 2155")),
        _ => None,
    }
}

/// The least and the greatest whole number of a type.
fn range(ty: &str) -> Option<(i128, i128)> {
    let bits = match word(ty) {
        "tinyint" => 8,
        "smallint" => 16,
        "mediumint" => 24,
        "int" => 32,
        "bigint" => 64,
        _ => return None,
    };
    Some(if ty.contains("unsigned") {
        (0, (1_i128 << bits) - 1)
    } else {
        (-(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1)
    })
}

/// Whether all numbers of a type of whole numbers are exact in one of binary fractions.
fn is_exact(from: &str, to: &str) -> bool {
    let bits = if word(to) == "float" { 24 } else { 53 };
    range(from).is_some_and(|(low, high)| low >= -(1_i128 << bits) && high <= 1_i128 << bits)
}

/// The digits behind the point.
fn scale(ty: &str) -> u64 {
    let inside = ty.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    inside.and_then(|(inside, _)| inside.split_once(',')?.1.trim().parse().ok()).unwrap_or(0)
}

/// What a length is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Characters,
    Bytes,
}

/// The most that a text takes.
fn limit(ty: &str) -> Option<(u64, Unit)> {
    Some(match word(ty) {
        "char" | "varchar" => (length(ty).unwrap_or(1), Unit::Characters),
        "binary" | "varbinary" => (length(ty).unwrap_or(1), Unit::Bytes),
        "tinytext" | "tinyblob" => (255, Unit::Bytes),
        "text" | "blob" => (65_535, Unit::Bytes),
        "mediumtext" | "mediumblob" => (16_777_215, Unit::Bytes),
        _ => return None,
    })
}

/// The longest text that a value of a type is printed as.
fn longest(ty: &str) -> Option<(u64, Unit)> {
    let fraction = |plain: u64| plain + length(ty).filter(|digits| *digits > 0).map_or(0, |digits| digits + 1);
    let characters = match word(ty) {
        "tinyint" | "smallint" | "mediumint" | "int" | "bigint" => {
            let (low, high) = range(ty)?;
            low.to_string().len().max(high.to_string().len()) as u64
        }
        // The sign and the point.
        "decimal" => length(ty)? + 2,
        "date" => 10,
        "datetime" | "timestamp" => fraction(19),
        "time" => fraction(10),
        "year" => 4,
        "uuid" => 36,
        "enum" => types::members(ty)?.iter().map(|one| one.chars().count()).max()? as u64,
        "set" => types::members(ty)?.iter().map(|one| one.chars().count() + 1).sum::<usize>() as u64,
        _ => return limit(ty),
    };
    Some((characters, Unit::Characters))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused_by(from: &str, to: &str) -> Option<String> {
        misfits("c", &Column::new("c", from), &Column::new("c", to))
    }

    #[test]
    fn what_always_fits_is_not_looked_for() {
        for (from, to) in [
            ("varchar(10)", "varchar(20)"),
            ("varchar(10)", "text"),
            ("int", "bigint"),
            ("int unsigned", "bigint"),
            ("int(11)", "decimal(12,2)"),
            ("decimal(8,2)", "decimal(10,2)"),
            ("enum('a')", "enum('b','a')"),
            ("set('a')", "set('a','b')"),
            ("int", "varchar(11)"),
            ("date", "varchar(10)"),
            ("datetime", "date"),
            ("bit(4)", "bit(8)"),
            ("int", "double"),
        ] {
            assert_eq!(refused_by(from, to), None, "{from} -> {to}");
            assert_eq!(conversion(from, to).fails_on, None, "{from} -> {to}");
        }
    }

    #[test]
    fn what_may_not_fit_is_looked_for() {
        for (from, to, condition, words) in [
            ("varchar(20)", "varchar(3)", "CHAR_LENGTH(c) > 3", "more than 3 characters"),
            ("text", "tinytext", "LENGTH(c) > 255", "more than 255 bytes"),
            ("int", "smallint", "ROUND(c) NOT BETWEEN -32768 AND 32767", "values beyond smallint"),
            ("int", "int unsigned", "ROUND(c) NOT BETWEEN 0 AND 4294967295", "values beyond int unsigned"),
            ("decimal(10,2)", "decimal(5,1)", "ABS(ROUND(c, 1)) >= 1e4", "values beyond decimal(5,1)"),
            ("enum('a','b')", "enum('a')", "c NOT IN ('a')", "members that go"),
            ("set('a','b')", "set('a')", "FIND_IN_SET('b', c) > 0", "members that go"),
            ("text", "json", "NOT JSON_VALID(c)", "text that is no json"),
            ("bit(8)", "bit(4)", "c + 0 NOT BETWEEN 0 AND 15", "values beyond bit(4)"),
        ] {
            assert_eq!(refused_by(from, to).as_deref(), Some(condition), "{from} -> {to}");
            assert_eq!(conversion(from, to).fails_on.as_deref(), Some(words), "{from} -> {to}");
        }
        let of = |collation: &str| Column { collation: Some(collation.into()), ..Column::new("c", "varchar(9)") };
        assert!(misfits("c", &of("utf8mb4_bin"), &of("latin1_bin")).is_some());
        assert!(misfits("c", &of("latin1_bin"), &of("utf8mb4_bin")).is_none());
    }

    #[test]
    fn what_goes_without_a_word() {
        for (from, to, words) in [
            ("decimal(10,2)", "int", Some("fractions")),
            ("bigint", "double", Some("digits")),
            ("int", "double", None),
            ("datetime", "date", Some("the time of day")),
            ("datetime(3)", "datetime", Some("fractions of seconds")),
            ("date", "datetime", None),
        ] {
            assert_eq!(conversion(from, to).loses.as_deref(), words, "{from} -> {to}");
        }
    }
}
