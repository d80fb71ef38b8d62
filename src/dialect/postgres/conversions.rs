//! What PostgreSQL makes of the values of a column that changes its type: what it rounds or cuts off without a word, and
//! what it refuses.
//!
//! Between types with an assignment cast ALTER TABLE takes that, else the script's own USING (`render/convert.rs`). A test
//! tries each pair on a server with values at the edges.

use crate::dialect::effects::Conversion;

use super::types::{self, PostgresType};

/// The change from one type to another, both as the server prints them.
pub(super) fn conversion(from: &str, to: &str) -> Conversion {
    let (a, b) = (types::parse(from), types::parse(to));
    match (a.array, b.array) {
        (true, false) if !is_string(&b) => Conversion { loses: said("all elements but the first"), fails_on: None },
        (false, true) if !is_string(&a) => Conversion::default(),
        (true, true) => {
            let element = |ty: PostgresType| PostgresType { array: false, ..ty };
            between(&element(a), &element(b))
        }
        (false, false) => between(&a, &b),
        (true, false) => limited(None, length(&b)),
        (false, true) if b.builtin => Conversion { loses: None, fails_on: said(&format!("text that is no {to}")) },
        (false, true) => Conversion::default(),
    }
}

fn said(words: &str) -> Option<String> {
    Some(words.to_owned())
}

fn between(a: &PostgresType, b: &PostgresType) -> Conversion {
    if a == b {
        return Conversion::default();
    }
    match (is_string(a), is_string(b)) {
        (true, true) => return strings(a, b),
        (true, false) => return from_text(b),
        (false, true) => return limited(longest(a), length(b)),
        (false, false) => {}
    }
    if a.base == "jsonb" && (b.base == "boolean" || Number::of(b).is_some()) {
        let what = if b.base == "boolean" { "boolean" } else { "number" };
        let loses = Number::of(b).and_then(|to| numbers(Number::Decimal(None), to, "").loses);
        return Conversion { loses, fails_on: said(&format!("JSON that is no such {what}")) };
    }
    if let (Some(from), Some(to)) = (Number::of(a), Number::of(b)) {
        return numbers(from, to, &b.print());
    }
    let loses = |words: &str| Conversion { loses: said(words), fails_on: None };
    let fails = |words: &str| Conversion { loses: None, fails_on: said(words) };
    const DATE: &str = "date";
    const TIME: &str = "time without time zone";
    const TIMETZ: &str = "time with time zone";
    const STAMP: &str = "timestamp without time zone";
    const STAMPTZ: &str = "timestamp with time zone";
    match (a.base.as_str(), b.base.as_str()) {
        (STAMP | STAMPTZ, DATE) => loses("the time of day"),
        (STAMP | STAMPTZ, TIME | TIMETZ) => loses("the date"),
        (STAMPTZ, STAMP) | (TIMETZ, TIME) => loses("the time zone"),
        ("interval", TIME) => loses("the days"),
        (TIME | "interval", "interval") if smallest(b) > smallest(a) => {
            loses(&format!("what is less than {}", said_of(b)))
        }
        (STAMP, STAMP | STAMPTZ)
        | (STAMPTZ, STAMPTZ)
        | (TIME, TIME | TIMETZ | "interval")
        | (TIMETZ, TIMETZ)
        | ("interval", "interval")
            if smallest(a) == 0 && precision(b) < precision(a) =>
        {
            loses("fractions of seconds")
        }
        ("json", "jsonb") => Conversion {
            loses: said("spaces, the order of keys and keys given twice"),
            fails_on: said("\\u0000 or numbers beyond numeric"),
        },
        ("inet", "cidr") => loses("the part behind the netmask"),
        ("macaddr8", "macaddr") => fails("addresses of 8 bytes"),
        ("bit" | "bit varying", "bit") => fails("another number of bits"),
        ("bit" | "bit varying", "bit varying") => match (limit(a), limit(b)) {
            (_, None) => Conversion::default(),
            (Some(a), Some(b)) if a <= b => Conversion::default(),
            (_, Some(b)) => fails(&format!("more than {b} bits")),
        },
        ("integer" | "bigint", "bit") => match limit(b) {
            Some(bits) => loses(&format!("all but the last {bits} bits")),
            None => Conversion::default(),
        },
        (_, "boolean") if Number::of(a).is_some() => loses("numbers other than 0 and 1"),
        _ => Conversion::default(),
    }
}

/// A number in the parentheses.
fn limit(ty: &PostgresType) -> Option<i64> {
    ty.modifiers.as_deref()?.parse().ok()
}

/// The digits of a second that are kept.
fn precision(ty: &PostgresType) -> i64 {
    let digits = ty.modifiers.as_deref().map(|text| text.rsplit('(').next().unwrap_or(text).trim_end_matches(')'));
    digits.and_then(|text| text.parse().ok()).unwrap_or(6)
}

/// The fields of an interval, the smallest first.
const FIELDS: [&str; 6] = ["second", "minute", "hour", "day", "month", "year"];

/// The place of the smallest field that an interval keeps; larger ones it keeps all.
fn smallest(ty: &PostgresType) -> usize {
    let words = ty.modifiers.as_deref().and_then(|text| text.split('(').next()).unwrap_or_default();
    let last = words.split_whitespace().last().unwrap_or_default();
    FIELDS.iter().position(|field| *field == last).unwrap_or(0)
}

fn said_of(ty: &PostgresType) -> String {
    let field = FIELDS.get(smallest(ty)).copied().unwrap_or_default();
    format!("{} {field}", if field == "hour" { "an" } else { "a" })
}

fn is_string(ty: &PostgresType) -> bool {
    !ty.array && matches!(ty.base.as_str(), "text" | "character varying" | "character" | "bpchar")
}

/// The most characters that a string type takes.
fn length(ty: &PostgresType) -> Option<i64> {
    limit(ty)
}

fn strings(a: &PostgresType, b: &PostgresType) -> Conversion {
    let padded = |ty: &PostgresType| matches!(ty.base.as_str(), "character" | "bpchar");
    let mut conversion = limited(length(a), length(b));
    // The server cuts spaces off where the text is too long by them, and means nothing by those of char(n).
    let cuts = conversion.fails_on.is_some() || padded(b);
    conversion.loses = (cuts && !padded(a)).then(|| "spaces at the end".to_owned());
    conversion
}

/// Text of at most `from` characters in a place for at most `to`.
fn limited(from: Option<i64>, to: Option<i64>) -> Conversion {
    match to {
        Some(to) if from.is_none_or(|from| from > to) => {
            let what = if to == 1 { "1 character".to_owned() } else { format!("{to} characters") };
            Conversion { loses: None, fails_on: Some(format!("more than {what}")) }
        }
        _ => Conversion::default(),
    }
}

/// The longest text that a value of a type is printed as.
fn longest(ty: &PostgresType) -> Option<i64> {
    Some(match ty.base.as_str() {
        "boolean" => 5,
        "smallint" => 6,
        "integer" => 11,
        "bigint" => 20,
        "real" => 14,
        "uuid" => 36,
        "time without time zone" if precision(ty) == 0 => 8,
        "bit" | "bit varying" => return limit(ty),
        // The sign, the point and a zero before it.
        "numeric" => match Number::of(ty)? {
            Number::Decimal(Some((whole, scale))) => 1 + whole.max(1) + if scale > 0 { 1 + scale } else { 0 },
            _ => return None,
        },
        _ => return None,
    })
}

/// Text read as another type.
fn from_text(b: &PostgresType) -> Conversion {
    // What another type takes is not known here (citext takes all).
    if !b.builtin {
        return Conversion::default();
    }
    let loses = match (Number::of(b), b.base.as_str()) {
        (Some(Number::Decimal(Some(_)) | Number::Float(_)), _) => said("zeros in front, spaces and digits"),
        (Some(_), _) => said("zeros in front and spaces"),
        (None, "date") => said("the time of day and the written form"),
        (None, "time without time zone" | "time with time zone") => said("the date and the written form"),
        (None, "timestamp without time zone" | "timestamp with time zone") => {
            said("the time zone and the written form")
        }
        (None, "interval" | "bit" | "bit varying") => said("the written form"),
        (None, "jsonb") => said("spaces, the order of keys and keys given twice"),
        _ => None,
    };
    Conversion { loses, fails_on: Some(format!("text that is no {}", b.print())) }
}

/// A type of numbers.
#[derive(Clone, Copy)]
enum Number {
    /// Whole numbers, by their bits.
    Whole(u32),
    /// Binary fractions, by the bits of their digits.
    Float(u32),
    /// Digits before and behind the point, where they are limited.
    Decimal(Option<(i64, i64)>),
}

impl Number {
    fn of(ty: &PostgresType) -> Option<Number> {
        Some(match ty.base.as_str() {
            _ if ty.array || !ty.builtin => return None,
            "smallint" => Number::Whole(16),
            "integer" => Number::Whole(32),
            "bigint" => Number::Whole(64),
            "real" => Number::Float(24),
            "double precision" => Number::Float(53),
            "numeric" => Number::Decimal(ty.modifiers.as_deref().and_then(|text| {
                let (precision, scale) = text.split_once(',')?;
                let (precision, scale): (i64, i64) = (precision.trim().parse().ok()?, scale.trim().parse().ok()?);
                Some((precision - scale, scale))
            })),
            _ => return None,
        })
    }
}

/// The most digits of a whole number of so many bits.
fn digits(bits: u32) -> i64 {
    match bits {
        16 => 5,
        32 => 10,
        _ => 19,
    }
}

fn numbers(from: Number, to: Number, name: &str) -> Conversion {
    let (loses, fails) = match (from, to) {
        (Number::Whole(a), Number::Whole(b)) => (None, b < a),
        (Number::Whole(a), Number::Float(b)) => (said("digits").filter(|_| a > b), false),
        (Number::Whole(a), Number::Decimal(Some((whole, scale)))) => {
            (said("the last digits").filter(|_| scale < 0), whole < digits(a))
        }
        (Number::Float(a), Number::Float(b)) => (said("digits").filter(|_| b < a), b < a),
        (Number::Float(_), Number::Whole(_)) => (said("fractions"), true),
        (Number::Float(_), Number::Decimal(limits)) => (said("digits"), limits.is_some()),
        (Number::Decimal(limits), Number::Whole(bits)) => {
            let fractions = limits.is_none_or(|(_, scale)| scale > 0);
            let fits = limits.is_some_and(|(whole, _)| whole < digits(bits));
            (said("fractions").filter(|_| fractions), !fits)
        }
        (Number::Decimal(limits), Number::Float(bits)) => {
            let (exact, most, least) = if bits == 24 { (6, 38, 37) } else { (15, 308, 307) };
            let kept = limits.is_some_and(|(whole, scale)| whole + scale <= exact);
            let fits = limits.is_some_and(|(whole, scale)| whole <= most && scale <= least);
            (said("digits").filter(|_| !kept), !fits)
        }
        (Number::Whole(_) | Number::Decimal(_), Number::Decimal(None)) => (None, false),
        (Number::Decimal(None), Number::Decimal(Some(_))) => (said("digits"), true),
        (Number::Decimal(Some((whole, scale))), Number::Decimal(Some((wider, fewer)))) => {
            // Rounded, 9.99 has one digit more.
            let rounds = scale > fewer;
            (said("digits").filter(|_| rounds), whole > wider || (rounds && whole == wider))
        }
    };
    Conversion { loses, fails_on: fails.then(|| format!("values beyond {name}")) }
}
