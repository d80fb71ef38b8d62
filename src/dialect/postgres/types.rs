//! Types: the names that people write, the server's own, and the portable ones of the schema file.
//!
//! [`canonical`] answers what `format_type` prints for a written type. It knows the built-in types with all their aliases
//! and modifiers; of any other type it folds the case of an unquoted name and leaves the rest as written.

use super::{built_in, quote};
use crate::dialect::ValueClass;
use crate::schema::QName;

/// A type taken apart: `timestamp(3) with time zone[]` is the base `timestamp with time zone`, the modifier `3`, an array.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostgresType {
    /// The server's name without modifiers.
    pub base: String,
    /// The modifiers as the server prints them, without parentheses.
    pub modifiers: Option<String>,
    /// Whether it is an array (PostgreSQL does not keep the number of dimensions).
    pub array: bool,
    /// Whether it is one of the built-in types.
    pub builtin: bool,
}

impl PostgresType {
    fn builtin(base: &str, modifiers: Option<String>) -> Self {
        PostgresType { base: base.to_owned(), modifiers, array: false, builtin: true }
    }

    /// The server's spelling, as `format_type` prints it.
    pub fn print(&self) -> String {
        let mut text = match (&self.modifiers, self.base.as_str()) {
            (None, base) => base.to_owned(),
            (Some(modifiers), "interval") if modifiers.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                format!("interval {modifiers}")
            }
            (Some(modifiers), base) => match base.split_once(' ').filter(|(_, rest)| rest.ends_with("time zone")) {
                Some((word, rest)) => format!("{word}({modifiers}) {rest}"),
                None => format!("{base}({modifiers})"),
            },
        };
        if self.array {
            text.push_str("[]");
        }
        text
    }

    /// The name that a literal of this type is printed with: no modifiers, and where the bare name would mean one
    /// character or bit, the one that does not.
    pub fn cast_name(&self) -> String {
        let base = match self.base.as_str() {
            "character" => "bpchar",
            "bit" => "\"bit\"",
            // The one type whose literals keep their modifiers.
            "interval" if self.modifiers.is_some() => return self.print(),
            base => base,
        };
        format!("{base}{}", if self.array { "[]" } else { "" })
    }
}

/// Built-in types whose name has one word and that take no modifiers: as written, as the server prints them.
const PLAIN: &[(&str, &str)] = &[
    ("bool", "boolean"),
    ("boolean", "boolean"),
    ("int2", "smallint"),
    ("smallint", "smallint"),
    ("int", "integer"),
    ("int4", "integer"),
    ("integer", "integer"),
    ("int8", "bigint"),
    ("bigint", "bigint"),
    ("float4", "real"),
    ("real", "real"),
    ("float8", "double precision"),
    ("double precision", "double precision"),
    ("text", "text"),
    ("bytea", "bytea"),
    ("date", "date"),
    ("json", "json"),
    ("jsonb", "jsonb"),
    ("jsonpath", "jsonpath"),
    ("uuid", "uuid"),
    ("xml", "xml"),
    ("inet", "inet"),
    ("cidr", "cidr"),
    ("macaddr", "macaddr"),
    ("macaddr8", "macaddr8"),
    ("money", "money"),
    ("name", "name"),
    ("oid", "oid"),
    ("tsvector", "tsvector"),
    ("tsquery", "tsquery"),
    ("point", "point"),
    ("line", "line"),
    ("lseg", "lseg"),
    ("box", "box"),
    ("path", "path"),
    ("polygon", "polygon"),
    ("circle", "circle"),
    ("int4range", "int4range"),
    ("int8range", "int8range"),
    ("numrange", "numrange"),
    ("tsrange", "tsrange"),
    ("tstzrange", "tstzrange"),
    ("daterange", "daterange"),
    ("int4multirange", "int4multirange"),
    ("int8multirange", "int8multirange"),
    ("nummultirange", "nummultirange"),
    ("tsmultirange", "tsmultirange"),
    ("tstzmultirange", "tstzmultirange"),
    ("datemultirange", "datemultirange"),
    ("pg_lsn", "pg_lsn"),
    ("xid8", "xid8"),
    ("regclass", "regclass"),
    ("regtype", "regtype"),
    ("regproc", "regproc"),
];

/// The server's spelling of a type; one that is not built in keeps its modifiers as written.
pub fn canonical(written: &str) -> String {
    parse(written).print()
}

/// Takes a type apart.
pub fn parse(written: &str) -> PostgresType {
    let (text, array) = without_array(written.trim());
    let found = split(text).and_then(|(name, modifiers)| builtin(&name, modifiers.as_deref()));
    let mut ty = found.unwrap_or_else(|| foreign(text));
    ty.array = array;
    ty
}

/// Cuts `[]`, `[3]`, `[][]` and ` array` off.
fn without_array(text: &str) -> (&str, bool) {
    let mut rest = text;
    loop {
        let cut = rest.strip_suffix(']').and_then(|inner| {
            let open = inner.rfind('[')?;
            inner[open + 1..].chars().all(|c| c.is_ascii_digit() || c == ' ').then(|| inner[..open].trim_end())
        });
        match cut {
            Some(shorter) => rest = shorter,
            None => break,
        }
    }
    if rest.len() == text.len() {
        let word = " array";
        if let Some(at) = rest.len().checked_sub(word.len()).filter(|at| rest.is_char_boundary(*at))
            && rest[at..].eq_ignore_ascii_case(word)
        {
            return (rest[..at].trim_end(), true);
        }
    }
    (rest, rest.len() != text.len())
}

/// The name in lower case with single spaces, and what stands in the parentheses; `None` for a quoted or qualified name.
fn split(text: &str) -> Option<(String, Option<String>)> {
    if text.contains(['"', '.', '\'']) {
        return None;
    }
    let (name, modifiers) = match text.split_once('(') {
        Some((before, rest)) => {
            let (inside, after) = rest.split_once(')')?;
            (format!("{before} {after}"), Some(inside.split_whitespace().collect::<String>()))
        }
        None => (text.to_owned(), None),
    };
    Some((name.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_lowercase(), modifiers))
}

fn builtin(name: &str, modifiers: Option<&str>) -> Option<PostgresType> {
    if let Some((_, base)) = PLAIN.iter().find(|(written, _)| *written == name) {
        return modifiers.is_none().then(|| PostgresType::builtin(base, None));
    }
    let length = |most: u32| match modifiers {
        None => Some(None),
        Some(text) => number(text).filter(|n| (1..=most).contains(n)).map(|n| Some(n.to_string())),
    };
    let precision = || match modifiers {
        None => Some(None),
        Some(text) => number(text).filter(|n| *n <= 6).map(|n| Some(n.to_string())),
    };
    Some(match name {
        "float" => match modifiers.map(number) {
            None => PostgresType::builtin("double precision", None),
            Some(Some(1..=24)) => PostgresType::builtin("real", None),
            Some(Some(25..=53)) => PostgresType::builtin("double precision", None),
            Some(_) => return None,
        },
        "numeric" | "decimal" | "dec" => PostgresType::builtin("numeric", numeric(modifiers)?),
        "varchar"
        | "character varying"
        | "char varying"
        | "national character varying"
        | "national char varying"
        | "nchar varying" => PostgresType::builtin("character varying", length(10_485_760)?),
        "char" | "character" | "nchar" | "national character" | "national char" => {
            PostgresType::builtin("character", Some(length(10_485_760)?.unwrap_or_else(|| "1".into())))
        }
        "bpchar" => match length(10_485_760)? {
            None => PostgresType::builtin("bpchar", None),
            some => PostgresType::builtin("character", some),
        },
        "bit" => PostgresType::builtin("bit", Some(length(83_886_080)?.unwrap_or_else(|| "1".into()))),
        "bit varying" | "varbit" => PostgresType::builtin("bit varying", length(83_886_080)?),
        "timestamp" | "timestamp without time zone" => {
            PostgresType::builtin("timestamp without time zone", precision()?)
        }
        "timestamptz" | "timestamp with time zone" => PostgresType::builtin("timestamp with time zone", precision()?),
        "time" | "time without time zone" => PostgresType::builtin("time without time zone", precision()?),
        "timetz" | "time with time zone" => PostgresType::builtin("time with time zone", precision()?),
        "interval" => PostgresType::builtin("interval", precision()?),
        _ => {
            let fields = name.strip_prefix("interval ")?;
            if !INTERVAL_FIELDS.contains(&fields) {
                return None;
            }
            match precision()? {
                None => PostgresType::builtin("interval", Some(fields.to_owned())),
                Some(digits) if fields.ends_with("second") => {
                    PostgresType::builtin("interval", Some(format!("{fields}({digits})")))
                }
                Some(_) => return None,
            }
        }
    })
}

const INTERVAL_FIELDS: &[&str] = &[
    "year",
    "month",
    "day",
    "hour",
    "minute",
    "second",
    "year to month",
    "day to hour",
    "day to minute",
    "day to second",
    "hour to minute",
    "hour to second",
    "minute to second",
];

fn number(text: &str) -> Option<u32> {
    text.parse().ok()
}

/// `10` -> `10,0`; `None` inside where there are no modifiers, outside where they are no valid ones.
fn numeric(modifiers: Option<&str>) -> Option<Option<String>> {
    let Some(text) = modifiers else { return Some(None) };
    let (precision, scale) = text.split_once(',').unwrap_or((text, "0"));
    let precision = number(precision).filter(|p| (1..=1000).contains(p))?;
    let scale: i32 = scale.parse().ok().filter(|s| (-1000..=1000).contains(s))?;
    Some(Some(format!("{precision},{scale}")))
}

/// A type that is not built in.
fn foreign(text: &str) -> PostgresType {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    let end = text.find(|c: char| !plain(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let folded = if text.contains('"') { text.to_owned() } else { format!("{}{rest}", name.to_ascii_lowercase()) };
    match folded.split_once('(').and_then(|(base, rest)| Some((base, rest.strip_suffix(')')?))) {
        Some((base, inside)) if !folded.contains('"') => PostgresType {
            base: base.trim_end().to_owned(),
            modifiers: Some(inside.to_owned()),
            array: false,
            builtin: false,
        },
        _ => PostgresType { base: folded, modifiers: None, array: false, builtin: false },
    }
}

/// What kind of values a type holds. A domain or an extension's type may take any string.
pub fn value_class(ty: &str) -> ValueClass {
    let parsed = parse(ty);
    if parsed.array || !parsed.builtin { ValueClass::Any } else { ValueClass::of(&parsed.base) }
}

/// The word that makes a serial column of an integer type.
pub fn serial_word(ty: &str) -> Option<&'static str> {
    Some(match ty {
        "integer" => "serial",
        "bigint" => "bigserial",
        "smallint" => "smallserial",
        _ => return None,
    })
}

/// A portable type as PostgreSQL writes it.
pub fn native(written: &str) -> String {
    let (text, array) = without_array(written.trim());
    let (word, rest) = text.split_at(text.find('(').unwrap_or(text.len()));
    let native = match word.trim_end().to_ascii_lowercase().as_str() {
        "bytes" => "bytea",
        "double" => "double precision",
        "datetime" => "timestamp",
        _ => return written.trim().to_owned(),
    };
    format!("{native}{rest}{}", if array { "[]" } else { "" })
}

/// The shortest portable spelling of a type that the server printed.
pub fn portable(stored: &str) -> String {
    let ty = parse(stored);
    if !ty.builtin {
        return stored.to_owned();
    }
    let base = match ty.base.as_str() {
        "character varying" => "varchar",
        "character" => "char",
        "bit varying" => "varbit",
        "double precision" => "double",
        "bytea" => "bytes",
        "timestamp without time zone" => "timestamp",
        "timestamp with time zone" => "timestamptz",
        "time without time zone" => "time",
        "time with time zone" => "timetz",
        base => base,
    };
    let modifiers = match &ty.modifiers {
        Some(modifiers) if base == "numeric" => Some(modifiers.strip_suffix(",0").unwrap_or(modifiers).to_owned()),
        other => other.clone(),
    };
    PostgresType { base: base.to_owned(), modifiers, ..ty }.print()
}

/// The name of a type, or of a table, which is one too, with the namespace, as SQL. One of the default namespace stands alone
/// unless that would mean a built-in type.
pub fn named(name: &QName) -> String {
    in_namespace(name, built_in::is_type)
}

/// A name with its namespace; with the default one only where the server has something of that name itself.
pub(super) fn in_namespace(name: &QName, is_built_in: fn(&str) -> bool) -> String {
    let usual = super::names::RULES.default_namespace.filter(|_| is_built_in(&name.name));
    match name.namespace.as_deref().or(usual) {
        Some(namespace) => format!("{}.{}", quote::identifier(namespace), quote::identifier(&name.name)),
        None => quote::identifier(&name.name),
    }
}

/// Whether it is a type of whole numbers, which an identity can have.
pub(super) fn is_integer(ty: &str) -> bool {
    matches!(ty, "smallint" | "integer" | "bigint")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_types_become_the_servers() {
        for (written, stored) in [
            ("INT", "integer"),
            ("int8", "bigint"),
            ("varchar(200)", "character varying(200)"),
            ("character  varying ( 3 )", "character varying(3)"),
            ("varchar", "character varying"),
            ("char", "character(1)"),
            ("bpchar", "bpchar"),
            ("bpchar(4)", "character(4)"),
            ("decimal(10)", "numeric(10,0)"),
            ("numeric( 10, 2 )", "numeric(10,2)"),
            ("timestamptz(3)", "timestamp(3) with time zone"),
            ("timestamp (3) with time zone", "timestamp(3) with time zone"),
            ("timestamp", "timestamp without time zone"),
            ("timetz", "time with time zone"),
            ("float(10)", "real"),
            ("float(25)", "double precision"),
            ("float", "double precision"),
            ("bit", "bit(1)"),
            ("varbit(7)", "bit varying(7)"),
            ("interval", "interval"),
            ("interval(3)", "interval(3)"),
            ("interval DAY to SECOND(3)", "interval day to second(3)"),
            ("int[]", "integer[]"),
            ("varchar(3)[][4]", "character varying(3)[]"),
            ("text array", "text[]"),
            ("timestamptz(0)[]", "timestamp(0) with time zone[]"),
            ("Citext", "citext"),
            ("vector(1536)", "vector(1536)"),
            ("geometry(Point,4326)", "geometry(Point,4326)"),
            ("order_status[]", "order_status[]"),
            ("\"Odd\"", "\"Odd\""),
            ("billing.Kind", "billing.kind"),
        ] {
            assert_eq!(canonical(written), stored, "{written}");
            assert_eq!(canonical(stored), stored, "{stored} is its own spelling");
        }
    }

    #[test]
    fn portable_types_come_back() {
        for (stored, portable_name) in [
            ("character varying(200)", "varchar(200)"),
            ("character varying", "varchar"),
            ("character(1)", "char(1)"),
            ("timestamp with time zone", "timestamptz"),
            ("timestamp(3) without time zone", "timestamp(3)"),
            ("time without time zone", "time"),
            ("double precision", "double"),
            ("double precision[]", "double[]"),
            ("bytea", "bytes"),
            ("numeric(10,0)", "numeric(10)"),
            ("numeric(10,2)", "numeric(10,2)"),
            ("numeric(3,-2)", "numeric(3,-2)"),
            ("bpchar", "bpchar"),
            ("interval day to second(3)", "interval day to second(3)"),
            ("order_status", "order_status"),
            ("\"char\"", "\"char\""),
        ] {
            assert_eq!(portable(stored), portable_name);
            assert_eq!(canonical(&native(portable_name)), stored);
        }
    }

    #[test]
    fn native_types_leave_what_is_not_portable() {
        assert_eq!(native("bytes[]"), "bytea[]");
        assert_eq!(native("datetime(3)"), "timestamp(3)");
        assert_eq!(native("tsvector"), "tsvector");
        assert_eq!(native("varchar(3)"), "varchar(3)");
    }
}
