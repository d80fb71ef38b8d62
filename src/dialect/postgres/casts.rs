//! Which types the server can convert into which: what `pg_cast` holds of the built-in types and of those of its own extensions,
//! and what it does beside it (text, arrays, enums).
//!
//! Where there is no way, a change of type is refused until somebody says how (`using`). For some such pairs there is one
//! form that everybody uses; it is offered, and the downgrade takes it. A test tries each pair on the server.

use crate::engine::Flavor;

use super::render::{is_number, is_string};
use super::types::PostgresType;

/// The casts between two built-in types of which neither is a string.
const CASTS: &[(&str, &[&str])] = &[
    ("smallint", &["integer", "bigint", "real", "double precision", "numeric"]),
    ("integer", &["smallint", "bigint", "real", "double precision", "numeric", "money", "boolean", "bit"]),
    ("bigint", &["smallint", "integer", "real", "double precision", "numeric", "money", "bit"]),
    ("real", &["smallint", "integer", "bigint", "double precision", "numeric"]),
    ("double precision", &["smallint", "integer", "bigint", "real", "numeric"]),
    ("numeric", &["smallint", "integer", "bigint", "real", "double precision", "money"]),
    ("money", &["numeric"]),
    ("boolean", &["integer"]),
    ("date", &[STAMP, STAMPTZ]),
    (STAMP, &["date", TIME, STAMPTZ]),
    (STAMPTZ, &["date", TIME, TIMETZ, STAMP]),
    (TIME, &[TIMETZ, "interval"]),
    (TIMETZ, &[TIME]),
    ("interval", &[TIME]),
    ("json", &["jsonb"]),
    ("jsonb", &["json", "smallint", "integer", "bigint", "real", "double precision", "numeric", "boolean"]),
    ("inet", &["cidr"]),
    ("cidr", &["inet"]),
    ("macaddr", &["macaddr8"]),
    ("macaddr8", &["macaddr"]),
    ("bit", &["bit varying", "integer", "bigint"]),
    ("bit varying", &["bit"]),
    ("point", &["box"]),
    ("lseg", &["point"]),
    ("path", &["polygon"]),
    ("box", &["point", "lseg", "polygon", "circle"]),
    ("polygon", &["point", "path", "box", "circle"]),
    ("circle", &["point", "box", "polygon"]),
    ("int4range", &["int4multirange"]),
    ("int8range", &["int8multirange"]),
    ("numrange", &["nummultirange"]),
    ("tsrange", &["tsmultirange"]),
    ("tstzrange", &["tstzmultirange"]),
    ("daterange", &["datemultirange"]),
    // No casts to anything but strings.
    ("bytea", &[]),
    ("uuid", &[]),
    ("xml", &[]),
    ("tsvector", &[]),
    ("tsquery", &[]),
    ("line", &[]),
    ("jsonpath", &[]),
    ("pg_lsn", &[]),
    ("int4multirange", &[]),
    ("int8multirange", &[]),
    ("nummultirange", &[]),
    ("tsmultirange", &[]),
    ("tstzmultirange", &[]),
    ("datemultirange", &[]),
];

const STAMP: &str = "timestamp without time zone";
const STAMPTZ: &str = "timestamp with time zone";
const TIME: &str = "time without time zone";
const TIMETZ: &str = "time with time zone";

/// The casts from the types of extensions that come with the server to types that are no strings. Nothing has a cast to one of
/// them but strings, which are read as its text.
const OF_EXTENSIONS: &[(&str, &[&str])] =
    &[("hstore", &["json", "jsonb"]), ("ltree", &[]), ("lquery", &[]), ("ltxtquery", &[]), ("cube", &[]), ("seg", &[])];

/// Whether the server has a way from one type to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// It has a cast.
    Cast,
    /// It has none.
    None,
    /// A type that is not known here may have casts of its own: the server is left to say.
    Unknown,
}

/// What the casts between two types depend on, beside the types.
#[derive(Clone, Copy)]
pub(super) struct Casts<'a> {
    /// The server.
    pub flavor: &'a Flavor,
    /// Whether a type that is not built in, without `[]`, is an enum.
    pub is_enum: &'a dyn Fn(&str) -> bool,
    /// Whether a type that is not built in, without `[]`, is one of the schema's that has casts to strings alone: a composite type or
    /// a range that nobody made a cast for.
    pub is_opaque: &'a dyn Fn(&str) -> bool,
}

impl Casts<'_> {
    /// The way from one type to another, as a change of type would take it: an element for an array and the reverse
    /// count as the same type, numbers and truth values as each other.
    pub(super) fn way(self, from: &PostgresType, to: &PostgresType) -> Way {
        // A string is read as the text of an array, JSON would be its one element: that is rarely what is meant.
        let json = matches!(from.base.as_str(), "json" | "jsonb");
        if to.array && !from.array && (is_string(from) || json) {
            return Way::None;
        }
        if is_string(to) {
            return Way::Cast;
        }
        let element = |ty: &PostgresType| PostgresType { array: false, ..ty.clone() };
        self.between(&element(from), &element(to), from.array || to.array)
    }

    fn between(self, from: &PostgresType, to: &PostgresType, of_arrays: bool) -> Way {
        if from.base == to.base || is_string(from) || is_string(to) {
            return Way::Cast;
        }
        let is_enum = |ty: &PostgresType| !ty.builtin && (self.is_enum)(&ty.base);
        match (is_enum(from), is_enum(to)) {
            // Over text.
            (true, true) => return Way::Cast,
            (true, false) if is_known(to) => return Way::None,
            (false, true) if is_known(from) => return Way::None,
            _ => {}
        }
        let is_opaque = |ty: &PostgresType| !ty.builtin && (self.is_opaque)(&ty.base);
        if is_opaque(from) || is_opaque(to) {
            return Way::None;
        }
        if !is_known(from) || !is_known(to) {
            return Way::Unknown;
        }
        let among = |casts: &[(&str, &[&str])], a: &str, b: &str| {
            casts.iter().any(|(name, targets)| *name == a && targets.contains(&b))
        };
        if let Some(name) = of_extension(from) {
            return if to.builtin && among(OF_EXTENSIONS, name, &to.base) { Way::Cast } else { Way::None };
        }
        let has = |a: &str, b: &str| among(CASTS, a, b);
        let truth =
            !of_arrays && ((from.base == "boolean" && is_number(to)) || (is_number(from) && to.base == "boolean"));
        let whole = |ty: &PostgresType| matches!(ty.base.as_str(), "smallint" | "integer" | "bigint");
        let bytes = (from.base == "bytea" && whole(to)) || (whole(from) && to.base == "bytea");
        if has(&from.base, &to.base) || truth || (bytes && self.flavor.at_least(18, 0)) { Way::Cast } else { Way::None }
    }
}

fn is_known(ty: &PostgresType) -> bool {
    of_extension(ty).is_some() || (ty.builtin && (is_string(ty) || CASTS.iter().any(|(name, _)| *name == ty.base)))
}

/// The name of a type in the list of those of extensions, whatever namespace its extension is in.
fn of_extension(ty: &PostgresType) -> Option<&str> {
    let name = ty.base.rsplit('.').next().filter(|_| !ty.builtin)?;
    OF_EXTENSIONS.iter().any(|(known, _)| *known == name).then_some(name)
}

/// The expression that everybody writes to take a column from one type to another, where the server has no cast. `at` is
/// the column, `target` the type as SQL.
pub(super) fn usual(from: &PostgresType, to: &PostgresType, at: &str, target: &str) -> Option<String> {
    match (from.array, to.array) {
        (false, true) if is_string(from) => {
            let list = format!("string_to_array({at}, ',')");
            return Some(if to.base == "text" { list } else { format!("{list}::{target}") });
        }
        _ if !to.array && to.base == "jsonb" => return Some(format!("to_jsonb({at})")),
        _ if !to.array && to.base == "json" => return Some(format!("to_json({at})")),
        (false, false) => {}
        _ => return None,
    }
    let moment = |ty: &PostgresType| matches!(ty.base.as_str(), "date" | STAMP | STAMPTZ | TIME | "interval");
    Some(match (from.base.as_str(), to.base.as_str()) {
        (_, STAMPTZ) if is_number(from) => cast(&format!("to_timestamp({at})"), to, STAMPTZ, target),
        (_, STAMP) if is_number(from) => cast(&format!("to_timestamp({at}) AT TIME ZONE 'UTC'"), to, STAMP, target),
        (_, "date") if is_number(from) => format!("(to_timestamp({at}) AT TIME ZONE 'UTC')::date"),
        (_, "interval") if is_number(from) => cast(&format!("make_interval(secs => {at})"), to, "interval", target),
        _ if moment(from) && is_number(to) => format!("extract(epoch FROM {at})::{target}"),
        (STAMP, TIMETZ) => format!("{at}::timestamptz::{target}"),
        // Both write pairs of strings alike, but for what stands between them and around all.
        ("json" | "jsonb", to) if to == "hstore" || to.ends_with(".hstore") => {
            format!("replace(btrim({at}::text, '{{}}'), '\": ', '\"=>')::{target}")
        }
        ("json" | "jsonb", _) => format!("({at} #>> '{{}}')::{target}"),
        ("money", _) if is_number(to) => format!("{at}::numeric::{target}"),
        (_, "money") if is_number(from) => format!("{at}::numeric::money"),
        ("smallint", "bit") | ("bit", "smallint") => format!("{at}::integer::{target}"),
        (many, one) if many.ends_with("multirange") && one.ends_with("range") && !one.ends_with("multirange") => {
            format!("range_merge({at})")
        }
        ("uuid", "bytea") => format!("uuid_send({at})"),
        ("bytea", "uuid") => format!("encode({at}, 'hex')::uuid"),
        _ => return None,
    })
}

/// An expression of type `has` as the target, where that limits it further.
fn cast(expression: &str, to: &PostgresType, has: &str, target: &str) -> String {
    if to.base == has && to.modifiers.is_none() { expression.to_owned() } else { format!("({expression})::{target}") }
}
