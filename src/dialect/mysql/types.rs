//! Types: the portable names of the schema file, the names that MySQL and MariaDB know, and how `SHOW CREATE TABLE` prints them.
//!
//! A name that MySQL itself has passes through: `timestamp` stays its timestamp, `text` its text of 64 KB, as with other tools.
//! `bytes` becomes `longblob`: it is the portable word for bytes of any length, and a `blob` would refuse (or under a loose
//! `sql_mode` cut off) what PostgreSQL's `bytea` and SQLite's `blob` take. `real` becomes `double`: that is what the word means to
//! these servers, unless `REAL_AS_FLOAT` is set (<https://dev.mysql.com/doc/refman/8.4/en/floating-point-types.html>).

use crate::dialect::ValueClass;
use crate::dialect::mysql::SYNTAX;
use crate::engine::Flavor;
use crate::sql::{self, TokenKind};

use super::quote;

/// A type of the schema file as this database writes it.
pub(super) fn native(written: &str, flavor: &Flavor) -> String {
    let written = written.trim();
    let Some(parts) = MySqlType::parse(written) else { return written.to_owned() };
    let whole = parts.attributes.is_empty();
    let name = match (parts.base.as_str(), parts.inside.as_deref()) {
        ("boolean" | "bool", None) if whole => "tinyint(1)",
        ("bytes", None) if whole => "longblob",
        ("uuid", None) if whole && !has_uuid(flavor) => "char(36)",
        ("timestamptz", precision) if whole => {
            return precision.map_or("timestamp".to_owned(), |digits| format!("timestamp({digits})"));
        }
        ("real", None) if whole => "double",
        ("numeric", Some(inside)) if whole => return format!("decimal({inside})"),
        ("numeric", None) if whole => "decimal",
        ("integer", None) if whole => "int",
        _ => return written.to_owned(),
    };
    name.to_owned()
}

/// MariaDB has a type for UUIDs since 10.7 (<https://mariadb.com/kb/en/uuid-data-type/>).
fn has_uuid(flavor: &Flavor) -> bool {
    flavor.is_mariadb() && flavor.at_least(10, 7)
}

/// The shortest portable spelling of a type that the server printed.
pub(super) fn portable(stored: &str, flavor: &Flavor) -> String {
    let short = shorter(stored, flavor);
    // Only what leads back is said.
    match short {
        Some(short) if printed(&native(&short, flavor), flavor).as_deref() == Some(stored) => short,
        _ => stored.to_owned(),
    }
}

fn shorter(stored: &str, flavor: &Flavor) -> Option<String> {
    let ty = MySqlType::parse(stored)?;
    let inside = ty.inside.as_deref();
    let name = match ty.base.as_str() {
        "tinyint" if inside == Some("1") && ty.attributes.is_empty() => return Some("boolean".to_owned()),
        "longblob" => return Some("bytes".to_owned()),
        "int" if ty.attributes.is_empty() => "integer",
        "decimal" if ty.attributes.is_empty() => {
            let inside = inside?;
            return Some(format!("numeric({})", inside.strip_suffix(",0").unwrap_or(inside)));
        }
        "year" => "year",
        base if usual_width(base, false).is_some() => base,
        _ => return None,
    };
    // The width says nothing where it is the usual one.
    let unsigned = ty.has("unsigned");
    let usual = inside.is_none_or(|width| {
        name == "year" || usual_width(&ty.base, unsigned).is_some_and(|usual| usual.to_string() == width)
    });
    if !usual || ty.has("zerofill") || (inside.is_none() && flavor.is_mariadb()) {
        return None;
    }
    Some(if unsigned { format!("{name} unsigned") } else { name.to_owned() })
}

/// A type taken apart: `int(10) unsigned` is the base `int`, `10` inside, and an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MySqlType {
    /// The words before the parentheses, in small letters.
    pub(super) base: String,
    /// What stands in the parentheses: without spaces, or of an enum and a set as written.
    pub(super) inside: Option<String>,
    /// The words behind, in small letters.
    pub(super) attributes: Vec<String>,
}

impl MySqlType {
    /// Takes a type apart; `None` where it is no list of words with one pair of parentheses.
    pub(super) fn parse(written: &str) -> Option<MySqlType> {
        let mut ty = MySqlType { base: String::new(), inside: None, attributes: Vec::new() };
        let mut words: Vec<String> = Vec::new();
        let mut tokens = sql::significant(SYNTAX, written);
        while let Some(token) = tokens.next() {
            if token.kind == TokenKind::Word {
                let word = token.text.to_ascii_lowercase();
                let attribute = matches!(word.as_str(), "unsigned" | "signed" | "zerofill");
                if ty.inside.is_some() || attribute || !ty.attributes.is_empty() {
                    ty.attributes.push(word);
                } else {
                    words.push(word);
                }
            } else if token.is_punct("(") && ty.inside.is_none() && ty.attributes.is_empty() && !words.is_empty() {
                let mut inside = String::new();
                loop {
                    let token = tokens.next()?;
                    match token.kind {
                        _ if token.is_punct(")") => break,
                        TokenKind::Number | TokenKind::String => inside.push_str(token.text),
                        _ if token.is_punct(",") => inside.push(','),
                        _ => return None,
                    }
                }
                ty.inside = Some(inside);
            } else {
                return None;
            }
        }
        ty.base = words.join(" ");
        // `character(5) varying` is no type; `national char(5)` and its like come with a character set that is not the table's.
        (!ty.base.is_empty()).then_some(ty)
    }

    fn has(&self, attribute: &str) -> bool {
        self.attributes.iter().any(|one| one == attribute)
    }

    /// Whether it takes no negative numbers.
    pub(super) fn is_unsigned(&self) -> bool {
        self.has("unsigned") || self.has("zerofill")
    }

    /// Whether its numbers are printed with zeros in front.
    pub(super) fn is_zerofill(&self) -> bool {
        self.has("zerofill")
    }

    /// The one number in the parentheses.
    pub(super) fn length(&self) -> Option<u64> {
        self.inside.as_deref()?.parse().ok()
    }

    /// Both numbers in the parentheses.
    pub(super) fn digits(&self) -> Option<(u32, u32)> {
        let (whole, fraction) = self.inside.as_deref()?.split_once(',')?;
        Some((whole.parse().ok()?, fraction.parse().ok()?))
    }

    /// The members of an enum or a set.
    pub(super) fn members(&self) -> Option<Vec<String>> {
        let inside = self.inside.as_deref().filter(|_| matches!(self.base.as_str(), "enum" | "set"))?;
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
}

/// The width that MariaDB prints where none is said.
fn usual_width(base: &str, unsigned: bool) -> Option<u32> {
    let signed = match base {
        "tinyint" => 4,
        "smallint" => 6,
        "mediumint" => 9,
        "int" => 11,
        "bigint" => return Some(20),
        _ => return None,
    };
    Some(if unsigned { signed - 1 } else { signed })
}

/// Names of one meaning: as written, as the server prints them.
const SYNONYMS: &[(&str, &str)] = &[
    ("int1", "tinyint"),
    ("int2", "smallint"),
    ("int3", "mediumint"),
    ("middleint", "mediumint"),
    ("int4", "int"),
    ("integer", "int"),
    ("int8", "bigint"),
    ("dec", "decimal"),
    ("fixed", "decimal"),
    ("numeric", "decimal"),
    ("double precision", "double"),
    ("float8", "double"),
    ("float4", "float"),
    ("character", "char"),
    ("character varying", "varchar"),
    ("char varying", "varchar"),
    ("varcharacter", "varchar"),
    ("long", "mediumtext"),
    ("long varchar", "mediumtext"),
    ("long char varying", "mediumtext"),
    ("long varbinary", "mediumblob"),
];

/// Types without parentheses, on both.
const PLAIN: &[&str] = &[
    "date",
    "tinytext",
    "text",
    "mediumtext",
    "longtext",
    "tinyblob",
    "blob",
    "mediumblob",
    "longblob",
    "json",
    "geometry",
    "point",
    "linestring",
    "polygon",
    "multipoint",
    "multilinestring",
    "multipolygon",
];

/// How the server prints a type, where that is certain. What brings a character set of its own (`national char(5)`,
/// `varchar(5) binary`) or depends on one (`text(100)`) is not.
pub(super) fn printed(written: &str, flavor: &Flavor) -> Option<String> {
    let mut ty = MySqlType::parse(written)?;
    if let Some((_, name)) = SYNONYMS.iter().find(|(other, _)| *other == ty.base) {
        ty.base = (*name).to_owned();
    }
    // The attributes that say something.
    let zerofill = ty.has("zerofill");
    let unsigned = ty.is_unsigned();
    if ty.attributes.iter().any(|word| !matches!(word.as_str(), "signed" | "unsigned" | "zerofill"))
        || (ty.has("signed") && unsigned)
    {
        return None;
    }
    let is_number =
        usual_width(&ty.base, false).is_some() || matches!(ty.base.as_str(), "decimal" | "float" | "double");
    if !is_number && !ty.attributes.is_empty() {
        return None;
    }
    let behind = match (unsigned, zerofill) {
        (_, true) => " unsigned zerofill",
        (true, false) => " unsigned",
        (false, false) => "",
    };
    let base = ty.base.as_str();
    let inside = ty.inside.as_deref();
    let limit = |most: u64| ty.length().filter(|length| *length <= most);
    if let Some(usual) = usual_width(base, unsigned) {
        let width = match inside {
            None => None,
            // What 0 comes out as differs.
            Some(_) => Some(limit(255).filter(|width| *width > 0)?),
        };
        // MySQL prints widths no more since 8.0.19, but for `tinyint(1)` and with ZEROFILL
        // (<https://dev.mysql.com/doc/refman/8.0/en/numeric-type-attributes.html>).
        let shows = flavor.is_mariadb() || flavor.version < (8, 0, 19) || zerofill;
        return Some(match width {
            _ if shows => format!("{base}({}){behind}", width.unwrap_or_else(|| usual.into())),
            Some(1) if base == "tinyint" && behind.is_empty() => "tinyint(1)".to_owned(),
            _ => format!("{base}{behind}"),
        });
    }
    Some(match base {
        "bool" | "boolean" if inside.is_none() => "tinyint(1)".to_owned(),
        "decimal" => {
            let (precision, scale) = match (inside, ty.digits(), ty.length()) {
                (None, ..) => (10, 0),
                (_, Some((precision, scale)), _) => (precision, scale),
                (_, _, Some(precision)) => (u32::try_from(precision).ok()?, 0),
                _ => return None,
            };
            // Without digits it has the usual ten.
            let valid = (1..=65).contains(&precision) && scale <= 30 && scale <= precision;
            return valid.then(|| format!("decimal({precision},{scale}){behind}"));
        }
        "float" | "double" => match (inside, ty.digits(), ty.length()) {
            (None, ..) => format!("{base}{behind}"),
            (_, Some((precision, scale)), _) => {
                return (precision <= 255 && scale <= 30 && scale <= precision && precision > 0)
                    .then(|| format!("{base}({precision},{scale}){behind}"));
            }
            (_, _, Some(bits)) if base == "float" && bits <= 53 => {
                format!("{}{behind}", if bits <= 24 { "float" } else { "double" })
            }
            _ => return None,
        },
        "char" | "binary" => format!("{base}({})", if inside.is_none() { 1 } else { limit(255)? }),
        "varchar" | "varbinary" => format!("{base}({})", limit(65_535)?),
        "bit" => format!("bit({})", if inside.is_none() { 1 } else { limit(64).filter(|bits| *bits > 0)? }),
        "time" | "datetime" | "timestamp" => match inside {
            None | Some("0") => base.to_owned(),
            Some(_) => format!("{base}({})", limit(6)?),
        },
        "year" if matches!(inside, None | Some("4")) => {
            if flavor.is_mariadb() || flavor.version < (8, 0, 19) { "year(4)" } else { "year" }.to_owned()
        }
        "enum" | "set" => {
            // Spaces at the end of a member go.
            let members: Vec<String> = ty.members()?;
            let plain = |one: &String| !one.ends_with(' ') && one.chars().all(|c| !c.is_control() && c != '\\');
            if members.is_empty() || !members.iter().all(plain) {
                return None;
            }
            let list: Vec<String> = members.iter().map(|one| quote::string(one)).collect();
            format!("{base}({})", list.join(","))
        }
        "uuid" if inside.is_none() && has_uuid(flavor) => "uuid".to_owned(),
        "inet6" if inside.is_none() && flavor.is_mariadb() && flavor.at_least(10, 5) => "inet6".to_owned(),
        "inet4" if inside.is_none() && flavor.is_mariadb() && flavor.at_least(10, 10) => "inet4".to_owned(),
        "geometrycollection" | "geomcollection" if inside.is_none() => {
            match (flavor.is_mariadb(), flavor.at_least(8, 0)) {
                (true, _) if base == "geometrycollection" => "geometrycollection",
                (false, true) => "geomcollection",
                _ => return None,
            }
            .to_owned()
        }
        "vector" => format!("vector({})", limit(16_383).filter(|size| *size > 0)?),
        base if inside.is_none() && PLAIN.contains(&base) => base.to_owned(),
        _ => return None,
    })
}

/// What kind of values a type holds. `tinyint(1)` is what BOOLEAN becomes.
pub(super) fn value_class(ty: &str) -> ValueClass {
    let Some(parsed) = MySqlType::parse(ty) else { return ValueClass::Any };
    match parsed.base.as_str() {
        "tinyint" if parsed.inside.as_deref() == Some("1") && parsed.attributes.is_empty() => ValueClass::Boolean,
        "year" | "dec" | "fixed" | "int1" | "int3" | "middleint" => ValueClass::Number,
        "inet4" | "inet6" => ValueClass::Formed,
        base => ValueClass::of(base),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;

    fn server(mariadb: bool) -> Flavor {
        Flavor { engine: Engine::MySql, mariadb, version: if mariadb { (10, 11, 6) } else { (9, 7, 0) } }
    }

    #[test]
    fn portable_names_become_native_ones() {
        for (written, mysql, mariadb) in [
            ("boolean", "tinyint(1)", "tinyint(1)"),
            ("bytes", "longblob", "longblob"),
            ("uuid", "char(36)", "uuid"),
            ("timestamptz(3)", "timestamp(3)", "timestamp(3)"),
            ("timestamp", "timestamp", "timestamp"),
            ("real", "double", "double"),
            ("numeric(10, 2)", "decimal(10,2)", "decimal(10,2)"),
            ("text", "text", "text"),
            ("enum('a','b')", "enum('a','b')", "enum('a','b')"),
            ("int unsigned", "int unsigned", "int unsigned"),
            ("varchar(5) character set latin1", "varchar(5) character set latin1", "varchar(5) character set latin1"),
        ] {
            assert_eq!(native(written, &server(false)), mysql);
            assert_eq!(native(written, &server(true)), mariadb);
        }
        let old = Flavor { version: (10, 6, 0), ..server(true) };
        assert_eq!(native("uuid", &old), "char(36)");
    }

    #[test]
    fn stored_types_have_portable_names() {
        for (stored, written, mariadb) in [
            ("int(11)", "integer", true),
            ("int", "integer", false),
            ("bigint(20) unsigned", "bigint unsigned", true),
            ("int(5)", "int(5)", true),
            ("int(10) unsigned zerofill", "int(10) unsigned zerofill", true),
            ("tinyint(1)", "boolean", true),
            ("tinyint(4)", "tinyint", true),
            ("longblob", "bytes", false),
            ("decimal(10,0)", "numeric(10)", false),
            ("decimal(10,2)", "numeric(10,2)", true),
            ("decimal(10,2) unsigned", "decimal(10,2) unsigned", true),
            ("year(4)", "year", true),
            ("char(36)", "char(36)", false),
            ("uuid", "uuid", true),
            ("timestamp", "timestamp", true),
        ] {
            assert_eq!(portable(stored, &server(mariadb)), written);
        }
    }

    #[test]
    fn what_is_not_certain_is_not_said() {
        for written in [
            "national char(5)",
            "nvarchar(5)",
            "varchar(5) binary",
            "char(5) ascii",
            "text(100)",
            "varchar(70000)",
            "varchar",
            "serial",
            "enum('a ')",
            "point(1)",
            "date unsigned",
            "decimal(5,7)",
            "decimal(0)",
            "int(0)",
            "citext",
            "int[]",
            "",
        ] {
            assert_eq!(printed(written, &server(true)), None, "{written}");
            assert_eq!(printed(written, &server(false)), None, "{written}");
        }
    }
}
