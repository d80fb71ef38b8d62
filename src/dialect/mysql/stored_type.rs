//! What a type as the server prints it tells of rows: what a new column of it is filled with, and what a wider one costs.

use super::types::MySqlType;
use crate::engine::Flavor;

/// The first word of a stored type.
pub(super) fn word(ty: &str) -> &str {
    ty.split(['(', ' ']).next().unwrap_or_default()
}

/// The number in the parentheses: `varchar(20)`.
fn length(ty: &str) -> Option<u64> {
    ty.split_once('(')?.1.split([')', ',']).next()?.trim().parse().ok()
}

/// The members of an enum or a set.
fn members(ty: &str) -> Option<Vec<String>> {
    MySqlType::parse(ty)?.members()
}

/// Whether a column of this type has no literal as its default, only an expression: MySQL's texts, JSON and geometries
/// (<https://dev.mysql.com/doc/refman/8.4/en/data-type-defaults.html>).
pub(super) fn takes_expressions_alone(ty: &str, flavor: &Flavor) -> bool {
    let word = word(ty);
    !flavor.is_mariadb() && (word.ends_with("text") || word.ends_with("blob") || word == "json" || is_spatial(word))
}

fn is_spatial(word: &str) -> bool {
    matches!(
        word,
        "geometry"
            | "point"
            | "linestring"
            | "polygon"
            | "multipoint"
            | "multilinestring"
            | "multipolygon"
            | "geometrycollection"
            | "geomcollection"
    )
}

/// Whether a type has a character set.
pub(super) fn is_text(ty: &str) -> bool {
    let word = word(ty);
    matches!(word, "char" | "varchar" | "enum" | "set") || word.ends_with("text")
}

/// What a server puts into the rows of a new column that is NOT NULL and has no default: nothing fails.
pub(super) fn implicit(ty: &str, flavor: &Flavor) -> Option<&'static str> {
    Some(match word(ty) {
        "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "decimal" | "float" | "double" | "year" => "0",
        "bit" => "b'0'",
        "char" | "varchar" | "binary" | "varbinary" | "set" => "''",
        "time" => "'00:00:00'",
        "enum" => "the first member",
        word if word.ends_with("text") || word.ends_with("blob") => "''",
        // A date of zeros, which MySQL's `sql_mode` refuses.
        "date" if flavor.is_mariadb() => "'0000-00-00'",
        "datetime" if flavor.is_mariadb() => "'0000-00-00 00:00:00'",
        "timestamp" => "'0000-00-00 00:00:00'",
        "uuid" => "'00000000-0000-0000-0000-000000000000'",
        "json" if !flavor.is_mariadb() => "'null'",
        _ => return None,
    })
}

/// A neutral value where the server's own would be none that a type should hold: a date of zeros, JSON that is no JSON.
pub(super) fn neutral(ty: &str) -> Option<String> {
    Some(match word(ty) {
        "date" => "'2000-01-01'".to_owned(),
        "datetime" | "timestamp" => "'2000-01-01 00:00:00'".to_owned(),
        "year" => "2000".to_owned(),
        "json" => "'{}'".to_owned(),
        "enum" => super::quote::string(members(ty)?.first()?),
        "inet6" => "'::'".to_owned(),
        "inet4" => "'0.0.0.0'".to_owned(),
        _ => return None,
    })
}

/// A type that takes all that another takes, stored alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Widening {
    /// More members of an enum or a set, behind those that are there.
    Values,
    /// A longer text whose length is kept in as many bytes.
    Length,
    /// A longer text; whether its length takes another byte depends on the character set.
    Uncertain,
}

/// What a wider type does to how values are stored.
pub(super) fn widening(from: &str, to: &str) -> Option<Widening> {
    let (a, b) = (word(from), word(to));
    if a != b {
        return None;
    }
    match a {
        "enum" | "set" => {
            let (old, new) = (members(from)?, members(to)?);
            let size = |count: usize| if a == "enum" { usize::from(count > 255) } else { count.div_ceil(8) };
            (new.starts_with(&old) && size(old.len()) == size(new.len())).then_some(Widening::Values)
        }
        "varchar" => match (length(from)?, length(to)?) {
            (old, new) if new < old => None,
            // Up to four bytes for a character: 63 of them keep to one byte of length, 256 never do.
            (old, new) if new <= 63 || old >= 256 => Some(Widening::Length),
            (old, new) if old <= 63 && new >= 256 => None,
            _ => Some(Widening::Uncertain),
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_alike() {
        assert_eq!(widening("varchar(20)", "varchar(63)"), Some(Widening::Length));
        assert_eq!(widening("varchar(63)", "varchar(64)"), Some(Widening::Uncertain));
        assert_eq!(widening("varchar(63)", "varchar(256)"), None);
        assert_eq!(widening("varchar(300)", "varchar(600)"), Some(Widening::Length));
        assert_eq!(widening("varchar(20)", "varchar(10)"), None);
        assert_eq!(widening("enum('a')", "enum('a','b')"), Some(Widening::Values));
        assert_eq!(widening("enum('a','b')", "enum('b','a')"), None);
        assert_eq!(widening("int", "bigint"), None);
    }
}
