//! Types: the portable names of the schema file as the server writes them, and back.
//!
//! `text` stays MySQL's `text` (64 KB), as with SQLAlchemy's `Text`, and `bytes` is `longblob`: a portable schema promises no limit,
//! PostgreSQL's `bytea` and SQLite's `blob` have none that counts, and a `blob` would refuse what they took. `timestamp` is a
//! native name here and passes through; a time without a zone is `datetime`.

use crate::dialect::ValueClass;
use crate::dialect::mysql::SYNTAX;
use crate::engine::Flavor;
use crate::sql::{self, TokenKind};

/// A type of the schema file as this database writes it.
pub(super) fn native(written: &str, flavor: &Flavor) -> String {
    let (word, rest) = cut(written);
    let replaced = match word.as_str() {
        "boolean" | "bool" => "tinyint(1)",
        "bytes" | "bytea" => "longblob",
        "timestamptz" => "timestamp",
        "uuid" if !flavor.is_mariadb() || !flavor.at_least(10, 7) => "char(36)",
        "jsonb" => "json",
        "real" => "float",
        "double precision" => "double",
        "integer" | "int4" => "int",
        "int8" => "bigint",
        "int2" => "smallint",
        "numeric" => "decimal",
        "character varying" => "varchar",
        "character" => "char",
        _ => return written.to_owned(),
    };
    // What has its own parentheses takes no others.
    if replaced.ends_with(')') { replaced.to_owned() } else { format!("{replaced}{rest}") }
}

/// The shortest portable spelling of a stored type.
pub(super) fn portable(stored: &str, flavor: &Flavor) -> String {
    let (word, rest) = cut(stored);
    let unsized_ = |rest: &str| {
        let rest = rest.trim_start();
        rest.strip_prefix('(').and_then(|inside| inside.split_once(')')).map(|(_, behind)| behind.trim().to_owned())
    };
    match word.as_str() {
        "tinyint" if rest == "(1)" => "boolean".to_owned(),
        "longblob" => "bytes".to_owned(),
        "int" | "bigint" | "smallint" | "tinyint" | "mediumint" => {
            // The width in parentheses says nothing (but with ZEROFILL), and newer servers print none.
            let zerofill = rest.contains("zerofill");
            let behind = unsized_(&rest).filter(|_| !zerofill && flavor.is_mariadb());
            let Some(behind) = behind else { return stored.to_owned() };
            let usual = usual_width(&word, behind.contains("unsigned"));
            if rest.trim_start().starts_with(&format!("({usual})")) {
                format!("{word}{}{behind}", if behind.is_empty() { "" } else { " " })
            } else {
                stored.to_owned()
            }
        }
        "decimal" => format!("numeric{rest}"),
        _ => stored.to_owned(),
    }
}

/// The first word of a type in small letters (`double precision` and `character varying` are one), and what follows.
fn cut(ty: &str) -> (String, String) {
    let lower = ty.trim();
    for words in ["double precision", "character varying"] {
        if lower.get(..words.len()).is_some_and(|head| head.eq_ignore_ascii_case(words)) {
            return (words.to_owned(), lower.get(words.len()..).unwrap_or_default().to_owned());
        }
    }
    let end = lower.find(['(', ' ']).unwrap_or(lower.len());
    let (word, rest) = lower.split_at(end);
    (word.to_ascii_lowercase(), rest.to_owned())
}

/// The width that MariaDB prints where none was said.
pub(super) fn usual_width(word: &str, unsigned: bool) -> u32 {
    let signed = match word {
        "tinyint" => 4,
        "smallint" => 6,
        "mediumint" => 9,
        "int" => 11,
        _ => return 20,
    };
    if unsigned { signed - 1 } else { signed }
}

/// A type as the server prints it, where that is certain.
pub(super) fn printed(written: &str, flavor: &Flavor) -> Option<String> {
    let native = native(written, flavor);
    let (word, rest) = cut(&native);
    let rest = rest.trim();
    let lower = rest.to_ascii_lowercase();
    let without = lower.is_empty() || lower == "unsigned";
    let widths = flavor.is_mariadb() || flavor.version < (8, 0, 19);
    let spaced = if lower.is_empty() { String::new() } else { format!(" {lower}") };
    Some(match word.as_str() {
        "tinyint" if lower == "(1)" => "tinyint(1)".to_owned(),
        "tinyint" | "smallint" | "mediumint" | "int" | "bigint" if without => {
            if widths {
                format!("{word}({}){spaced}", usual_width(&word, !lower.is_empty()))
            } else {
                format!("{word}{spaced}")
            }
        }
        "varchar" | "char" | "varbinary" | "binary" | "datetime" | "timestamp" | "time" if is_number(&lower) => {
            format!("{word}{}", if lower == "(0)" && word.contains("time") { "" } else { &lower })
        }
        "decimal" if lower.is_empty() => "decimal(10,0)".to_owned(),
        "decimal" if is_number(&lower) => format!("decimal{},0)", lower.trim_end_matches(')')),
        "decimal" if is_pair(&lower) => format!("decimal{}", lower.replace(' ', "")),
        "char" | "binary" if lower.is_empty() => format!("{word}(1)"),
        "bit" if lower.is_empty() => "bit(1)".to_owned(),
        "bit" if is_number(&lower) => format!("bit{lower}"),
        "year" if lower.is_empty() => if widths { "year(4)" } else { "year" }.to_owned(),
        "date" | "datetime" | "timestamp" | "time" | "text" | "tinytext" | "mediumtext" | "longtext" | "blob"
        | "tinyblob" | "mediumblob" | "longblob" | "json" | "float" | "double" | "uuid" | "inet6" | "inet4"
        | "point" | "geometry" | "linestring" | "polygon"
            if lower.is_empty() =>
        {
            word
        }
        "enum" | "set" if has_plain_members(rest) => format!("{word}{rest}"),
        _ => return None,
    })
}

fn is_number(text: &str) -> bool {
    let inside = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    inside.is_some_and(|text| {
        !text.is_empty() && text.len() < 6 && !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit())
            || text == "0"
    })
}

fn is_pair(text: &str) -> bool {
    let inside = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    let digits = |text: &str| {
        let text = text.trim();
        (1..3).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_digit())
            && (text == "0" || !text.starts_with('0'))
    };
    inside.and_then(|text| text.split_once(',')).is_some_and(|(a, b)| digits(a) && digits(b))
}

/// `('a','b')`, as the server itself prints them.
fn has_plain_members(text: &str) -> bool {
    members(text).is_some_and(|all| {
        all.iter().all(|one| one.bytes().all(|b| b.is_ascii_alphanumeric() || b"_- ".contains(&b)) && one.trim() == one)
            && format!("('{}')", all.join("','")) == text
    })
}

/// The members of an enum or a set.
pub(super) fn members(ty: &str) -> Option<Vec<String>> {
    let (_, inside) = ty.split_once('(')?;
    let inside = inside.trim_end().strip_suffix(')')?;
    let mut found = Vec::new();
    for token in sql::significant(SYNTAX, inside) {
        match token.kind {
            TokenKind::String => found.push(sql::unquote(SYNTAX, token.text)),
            _ if token.is_punct(",") => {}
            _ => return None,
        }
    }
    Some(found)
}

/// The first word of a stored type.
pub(super) fn word(ty: &str) -> &str {
    ty.split(['(', ' ']).next().unwrap_or_default()
}

/// The number in the parentheses: `varchar(20)`.
pub(super) fn length(ty: &str) -> Option<u64> {
    ty.split_once('(')?.1.split([')', ',']).next()?.trim().parse().ok()
}

/// Whether a type has no literal as its default on MySQL.
pub(super) fn is_large(ty: &str) -> bool {
    let word = word(ty);
    word.ends_with("text") || word.ends_with("blob") || word == "json" || is_spatial(word)
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

/// What kind of values a type holds.
pub(super) fn value_class(ty: &str) -> ValueClass {
    match word(ty) {
        "tinyint" if ty.starts_with("tinyint(1)") => ValueClass::Boolean,
        "year" => ValueClass::Number,
        "inet6" | "inet4" => ValueClass::Formed,
        word => ValueClass::of(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;

    fn mariadb() -> Flavor {
        Flavor { engine: Engine::MySql, mariadb: true, version: (10, 11, 0) }
    }
    fn mysql() -> Flavor {
        Flavor { engine: Engine::MySql, mariadb: false, version: (9, 7, 4) }
    }

    #[test]
    fn portable_names() {
        for (written, on_mysql, on_mariadb) in [
            ("bigint", "bigint", "bigint(20)"),
            ("integer", "int", "int(11)"),
            ("int unsigned", "int unsigned", "int(10) unsigned"),
            ("smallint", "smallint", "smallint(6)"),
            ("boolean", "tinyint(1)", "tinyint(1)"),
            ("varchar(20)", "varchar(20)", "varchar(20)"),
            ("text", "text", "text"),
            ("bytes", "longblob", "longblob"),
            ("uuid", "char(36)", "uuid"),
            ("json", "json", "json"),
            ("numeric(10, 2)", "decimal(10,2)", "decimal(10,2)"),
            ("numeric(5)", "decimal(5,0)", "decimal(5,0)"),
            ("real", "float", "float"),
            ("double precision", "double", "double"),
            ("timestamptz", "timestamp", "timestamp"),
            ("timestamp", "timestamp", "timestamp"),
            ("datetime(3)", "datetime(3)", "datetime(3)"),
            ("enum('a','b')", "enum('a','b')", "enum('a','b')"),
        ] {
            assert_eq!(printed(written, &mysql()).as_deref(), Some(on_mysql), "{written}");
            assert_eq!(printed(written, &mariadb()).as_deref(), Some(on_mariadb), "{written}");
        }
        for unsure in ["int(5) zerofill", "serial", "enum('a' ,'b')", "varchar(010)", "float(10)", "national char(3)"] {
            assert_eq!(printed(unsure, &mysql()), None, "{unsure}");
        }
    }

    #[test]
    fn and_back() {
        for (stored, written) in [
            ("int(11)", "int"),
            ("int(10) unsigned", "int unsigned"),
            ("int(5)", "int(5)"),
            ("int(10) unsigned zerofill", "int(10) unsigned zerofill"),
            ("tinyint(1)", "boolean"),
            ("longblob", "bytes"),
            ("decimal(10,2)", "numeric(10,2)"),
            ("varchar(20)", "varchar(20)"),
            ("timestamp", "timestamp"),
        ] {
            assert_eq!(portable(stored, &mariadb()), written);
        }
        assert_eq!(portable("int", &mysql()), "int");
        assert_eq!(portable("bigint unsigned", &mysql()), "bigint unsigned");
    }

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
