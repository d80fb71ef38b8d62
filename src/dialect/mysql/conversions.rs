//! What MySQL and MariaDB make of the values of a column that changes its type.
//!
//! Under a strict `sql_mode` what does not fit is an error, else it is cut off or put to the nearest value with a
//! warning (<https://dev.mysql.com/doc/refman/8.4/en/sql-mode.html#sql-mode-strict>). So each pair of types has a condition that
//! finds those values: what makes the statement fail in one mode is what is looked for beforehand in both ([`Misfit`]). Apart
//! from that stands what is lost in every mode without a word.

use super::quote;
use super::types::MySqlType;
use crate::dialect::{Conversion, Misfit};
use crate::engine::Flavor;
use crate::schema::{Column, Table};

/// The change from one type to another.
pub(super) fn conversion(from: &str, to: &str, flavor: &Flavor) -> Conversion {
    let (Some(a), Some(b)) = (MySqlType::parse(from), MySqlType::parse(to)) else { return Conversion::default() };
    if a == b {
        return Conversion::default();
    }
    let fails_on = types_misfit(&a, &b, "c", to, flavor).map(|misfit| misfit.words);
    Conversion { loses: loses(&a, &b, flavor).map(str::to_owned), fails_on }
}

/// The values of a column that its new definition does not hold.
pub(super) fn misfit(from: &Column, to: &Column, wanted: Option<&Table>, flavor: &Flavor) -> Option<Misfit> {
    let column = quote::identifier(&from.name);
    if to.generated.is_some() || from.generated.is_some() {
        return None;
    }
    let (a, b) = (MySqlType::parse(&from.ty)?, MySqlType::parse(&to.ty)?);
    let of_type = if a == b { None } else { types_misfit(&a, &b, &column, &to.ty, flavor) };
    let of_charset = charset_misfit(&a, &b, from, to, wanted, &column);
    match (of_type, of_charset) {
        (Some(one), Some(other)) => Some(Misfit {
            condition: format!("({}) OR ({})", one.condition, other.condition),
            words: format!("{} or {}", one.words, other.words),
        }),
        (one, other) => one.or(other),
    }
}

/// Text that the new character set has no characters for: they would become question marks.
///
/// A column without a collation has the table's, and that of a table which says none is the database's: only the server knows
/// it, so that the condition asks.
fn charset_misfit(
    a: &MySqlType,
    b: &MySqlType,
    from: &Column,
    to: &Column,
    wanted: Option<&Table>,
    column: &str,
) -> Option<Misfit> {
    if !matches!((Family::of(a), Family::of(b)), (Family::Text, Family::Text)) || from.collation == to.collation {
        return None;
    }
    let of = |collation: &str| collation.split('_').next().unwrap_or_default().to_owned();
    let of_table = || {
        let parameters = &wanted?.options.parameters;
        ["collate", "charset"]
            .iter()
            .find_map(|key| parameters.iter().find(|(name, _)| name == key))
            .map(|(_, value)| of(value))
    };
    let lost = |new: &str| {
        let there = format!("CONVERT(CONVERT({column} USING {new}) USING utf8mb4)");
        format!("NOT (HEX({there}) <=> HEX(CONVERT({column} USING utf8mb4)))")
    };
    let Some(new) = to.collation.as_deref().map(of).or_else(of_table) else {
        let cases: String = CHARSETS.iter().map(|set| format!(" WHEN '{set}' THEN {}", lost(set))).collect();
        return Some(Misfit {
            condition: format!("CASE @@character_set_database{cases} ELSE FALSE END"),
            words: "characters that the database's character set does not have".to_owned(),
        });
    };
    if Some(&new) == from.collation.as_deref().map(of).as_ref()
        || matches!(new.as_str(), "utf8mb4" | "binary")
        || !new.bytes().all(|byte| byte.is_ascii_alphanumeric())
    {
        return None;
    }
    Some(Misfit { condition: lost(&new), words: format!("characters that {new} does not have") })
}

/// The character sets that a database may have by default and that lack characters.
const CHARSETS: [&str; 20] = [
    "latin1", "utf8mb3", "ascii", "latin2", "latin5", "latin7", "cp1250", "cp1251", "cp1256", "cp1257", "koi8r",
    "koi8u", "greek", "hebrew", "gbk", "sjis", "cp932", "ujis", "euckr", "big5",
];

/// What kind of values a type has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    /// Whole numbers.
    Whole,
    /// Decimal numbers.
    Decimal,
    /// Binary fractions.
    Float,
    Bit,
    Text,
    Bytes,
    Date,
    /// A date with a time of day.
    Stamp,
    Time,
    Year,
    Json,
    Enum,
    Set,
    /// Any other, of which only texts are made here.
    Other,
}

impl Family {
    fn of(ty: &MySqlType) -> Family {
        match ty.base.as_str() {
            "tinyint" | "smallint" | "mediumint" | "int" | "bigint" => Family::Whole,
            "decimal" => Family::Decimal,
            "float" | "double" => Family::Float,
            "bit" => Family::Bit,
            "char" | "varchar" | "tinytext" | "text" | "mediumtext" | "longtext" => Family::Text,
            "binary" | "varbinary" | "tinyblob" | "blob" | "mediumblob" | "longblob" => Family::Bytes,
            "date" => Family::Date,
            "datetime" | "timestamp" => Family::Stamp,
            "time" => Family::Time,
            "year" => Family::Year,
            "json" => Family::Json,
            "enum" => Family::Enum,
            "set" => Family::Set,
            _ => Family::Other,
        }
    }

    fn is_number(self) -> bool {
        matches!(self, Family::Whole | Family::Decimal | Family::Float)
    }
}

/// The least and the greatest value of a type of whole numbers.
fn range(ty: &MySqlType) -> Option<(i128, i128)> {
    let bits = match ty.base.as_str() {
        "tinyint" => 8,
        "smallint" => 16,
        "mediumint" => 24,
        "int" => 32,
        "bigint" => 64,
        "bit" => return Some((0, (1i128 << ty.length().unwrap_or(1).min(64)) - 1)),
        "year" => return Some((0, 2155)),
        _ => return None,
    };
    Some(if ty.is_unsigned() { (0, (1 << bits) - 1) } else { (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) })
}

/// The digits before and behind the point.
fn digits(ty: &MySqlType) -> (u32, u32) {
    ty.digits().map_or((10, 0), |(precision, scale)| (precision.saturating_sub(scale), scale))
}

/// The most characters or bytes of a type; none where there is no limit that counts here.
fn limit(ty: &MySqlType) -> Option<u64> {
    Some(match ty.base.as_str() {
        "tinytext" | "tinyblob" => 255,
        "text" | "blob" => 65_535,
        "mediumtext" | "mediumblob" => 16_777_215,
        "longtext" | "longblob" => return None,
        _ => ty.length().unwrap_or(1),
    })
}

fn types_misfit(a: &MySqlType, b: &MySqlType, column: &str, to: &str, flavor: &Flavor) -> Option<Misfit> {
    let found = |condition: String, words: String| Some(Misfit { condition, words });
    // Nothing is known of how such values pass: a person says it.
    let any = || found(format!("{column} IS NOT NULL"), format!("values that do not pass to {to} by themselves"));
    let (from, into) = (Family::of(a), Family::of(b));
    match into {
        Family::Whole | Family::Bit | Family::Decimal | Family::Float
            if from.is_number() || from == Family::Year || from == Family::Bit =>
        {
            let number = if from == Family::Bit { format!("({column} + 0)") } else { column.to_owned() };
            beyond(a, b, &number).and_then(|condition| found(condition, format!("values beyond {to}")))
        }
        Family::Whole | Family::Decimal | Family::Float
            if matches!(from, Family::Date | Family::Stamp | Family::Time) =>
        {
            let number = format!("({column} + 0)");
            let unbounded = MySqlType { base: "double".to_owned(), inside: None, attributes: Vec::new() };
            beyond(&unbounded, b, &number).and_then(|condition| found(condition, format!("values beyond {to}")))
        }
        Family::Whole | Family::Decimal | Family::Float if from == Family::Text => {
            // Spaces around a number, and fractions of whole ones, are let pass by one server and not by the other.
            let form = match into {
                Family::Whole => "^[-+]?[0-9]+$",
                _ => "^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?$",
            };
            let form = format!("{column} NOT REGEXP '{form}'");
            let exact = if into == Family::Float {
                format!("({column} + 0)")
            } else {
                format!("CAST({column} AS DECIMAL(65,30))")
            };
            let unbounded = MySqlType { base: "double".to_owned(), inside: None, attributes: Vec::new() };
            let beyond = beyond(&unbounded, b, &exact).map(|test| format!(" OR {test}")).unwrap_or_default();
            found(format!("{form}{beyond}"), format!("text that is no {to}"))
        }
        Family::Whole | Family::Decimal | Family::Float if from == Family::Enum => {
            // The place of the member in its list.
            let (_, most) = range(b).unwrap_or((0, 65_535));
            let count = i128::try_from(a.members()?.len()).ok()?;
            (count > most).then_some(())?;
            found(format!("({column} + 0) > {most}"), format!("values beyond {to}"))
        }
        Family::Text | Family::Bytes => text_misfit(a, b, column, to),
        Family::Date | Family::Stamp => match from {
            // A date of zeros stays one; whether `NO_ZERO_DATE` lets a table with one be copied is no matter of the type.
            Family::Date | Family::Stamp if a.base == b.base => None,
            Family::Date | Family::Stamp => {
                let zero = format!("YEAR({column}) * MONTH({column}) * DAYOFMONTH({column}) = 0");
                let beyond = stamp_range(a, b, column, flavor);
                let words = if beyond.is_empty() {
                    "dates of zeros".to_owned()
                } else {
                    format!("dates of zeros or beyond {to}")
                };
                found(format!("{zero}{beyond}"), words)
            }
            Family::Text => {
                let form = "^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T][0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}([.][0-9]{0,6})?)?)?$";
                let value = format!("CAST({column} AS DATETIME)");
                let zero = format!("YEAR({value}) * MONTH({value}) * DAYOFMONTH({value}) = 0");
                let beyond = stamp_range(a, b, &value, flavor);
                found(
                    format!(
                        "{column} NOT REGEXP '{form}' OR ({column} IS NOT NULL AND {value} IS NULL) OR {zero}{beyond}"
                    ),
                    format!("text that is no {to}"),
                )
            }
            // The date is today's.
            Family::Time if into == Family::Stamp => None,
            _ => any(),
        },
        Family::Time => match from {
            Family::Date | Family::Stamp | Family::Time => None,
            Family::Text => found(
                format!("{column} NOT REGEXP '^-?[0-7]?[0-9]{{1,2}}:[0-5]?[0-9](:[0-5]?[0-9]([.][0-9]{{0,6}})?)?$'"),
                format!("text that is no {to}"),
            ),
            _ => any(),
        },
        Family::Year => match from {
            Family::Year => None,
            Family::Text => found(
                format!("{column} NOT REGEXP '^(19|20|21)[0-9]{{2}}$' OR ({column} + 0) NOT BETWEEN 1901 AND 2155"),
                format!("text that is no {to}"),
            ),
            from if from.is_number() => found(
                format!("ROUND({column}) NOT BETWEEN 1901 AND 2155 AND {column} <> 0"),
                format!("values beyond {to}"),
            ),
            _ => any(),
        },
        Family::Json => match from {
            Family::Text => found(format!("NOT JSON_VALID({column})"), "text that is no JSON".to_owned()),
            from if from.is_number() || from == Family::Year || from == Family::Json => None,
            _ => any(),
        },
        Family::Enum => match from {
            Family::Enum | Family::Text => {
                let members = b.members()?;
                if from == Family::Enum && a.members()?.iter().all(|one| members.contains(one)) {
                    return None;
                }
                let list: Vec<String> = members.iter().map(|one| quote::string(one)).collect();
                found(format!("{column} NOT IN ({})", list.join(", ")), format!("values that {to} does not have"))
            }
            _ => any(),
        },
        Family::Set => match from {
            Family::Set => {
                let members = b.members()?;
                let gone: Vec<String> = a
                    .members()?
                    .iter()
                    .filter(|one| !members.contains(one))
                    .map(|one| format!("FIND_IN_SET({}, {column}) > 0", quote::string(one)))
                    .collect();
                if gone.is_empty() {
                    return None;
                }
                found(gone.join(" OR "), format!("values that {to} does not have"))
            }
            Family::Text => {
                let list: Vec<String> = b.members()?.iter().map(|one| quote::string(one)).collect();
                found(
                    format!("{column} <> '' AND {column} NOT IN ({})", list.join(", ")),
                    format!("values that {to} does not have"),
                )
            }
            _ => any(),
        },
        Family::Other if matches!(b.base.as_str(), "uuid" | "inet4" | "inet6") && from == Family::Text => found(
            format!("{column} IS NOT NULL AND CAST({column} AS {}) IS NULL", b.base),
            format!("text that is no {to}"),
        ),
        Family::Whole | Family::Bit | Family::Decimal | Family::Float | Family::Other => any(),
    }
}

/// The numbers that a type of numbers does not hold; none where it holds all of the other.
fn beyond(a: &MySqlType, b: &MySqlType, number: &str) -> Option<String> {
    let rounds = !matches!(Family::of(a), Family::Whole | Family::Year | Family::Bit);
    let least_positive = a.is_unsigned() || matches!(Family::of(a), Family::Year | Family::Bit);
    match Family::of(b) {
        Family::Whole | Family::Bit => {
            let (least, most) = range(b)?;
            let inside = match (range(a), Family::of(a)) {
                (Some((from, to)), _) => from >= least && to <= most,
                // Rounded, 99.9 is 100.
                (None, Family::Decimal) => {
                    let (whole, _) = digits(a);
                    let edge = 10i128.checked_pow(whole);
                    edge.is_some_and(|edge| edge <= most && (a.is_unsigned() || -edge >= least))
                }
                _ => false,
            };
            if inside {
                return None;
            }
            let value = if rounds { format!("ROUND({number})") } else { number.to_owned() };
            let below = match (least, least_positive) {
                (_, true) => String::new(),
                // What is less than zero is so before it is rounded.
                (0, false) => format!("{number} < 0 OR "),
                (least, false) => format!("{value} < {least} OR "),
            };
            Some(format!("({below}{value} > {most})"))
        }
        Family::Decimal => {
            let (whole, scale) = digits(b);
            let inside = match (range(a), Family::of(a)) {
                (Some((from, to)), _) => {
                    10i128.checked_pow(whole).is_none_or(|edge| to < edge && -from < edge)
                        && (from >= 0 || !b.is_unsigned())
                }
                (None, Family::Decimal) => {
                    let (wide, fine) = digits(a);
                    (wide < whole || (wide == whole && fine <= scale)) && (a.is_unsigned() || !b.is_unsigned())
                }
                _ => false,
            };
            if inside {
                return None;
            }
            let digits = usize::try_from(whole).ok()?;
            let places = usize::try_from(scale).ok()?;
            let most = match (digits, places) {
                (0, places) => format!("0.{}", "9".repeat(places)),
                (digits, 0) => "9".repeat(digits),
                (digits, places) => format!("{}.{}", "9".repeat(digits), "9".repeat(places)),
            };
            let below = match (b.is_unsigned(), least_positive) {
                (_, true) => String::new(),
                (true, false) => format!("{number} < 0 OR "),
                (false, false) => format!("ROUND({number}, {scale}) < -{most} OR "),
            };
            Some(format!("({below}ROUND({number}, {scale}) > {most})"))
        }
        Family::Float => {
            let mut tests = Vec::new();
            if b.is_unsigned() && !least_positive {
                tests.push(format!("{number} < 0"));
            }
            if let Some((precision, scale)) = b.digits() {
                let most = format!("1e{}", precision.saturating_sub(scale));
                tests.push(format!("ABS(ROUND({number}, {scale})) >= {most}"));
            } else if b.base == "float"
                && (a.base == "double" || (Family::of(a) == Family::Decimal && digits(a).0 > 38))
            {
                tests.push(format!("ABS({number}) > 3.40282346e38"));
            }
            (!tests.is_empty()).then(|| format!("({})", tests.join(" OR ")))
        }
        _ => None,
    }
}

/// Values that are too long as texts or bytes, and bytes that are no text.
fn text_misfit(a: &MySqlType, b: &MySqlType, column: &str, to: &str) -> Option<Misfit> {
    let (from, into) = (Family::of(a), Family::of(b));
    if from == Family::Bit || (from == Family::Other && !matches!(a.base.as_str(), "uuid" | "inet4" | "inet6")) {
        return Some(Misfit {
            condition: format!("{column} IS NOT NULL"),
            words: format!("values that do not pass to {to} by themselves"),
        });
    }
    let mut tests = Vec::new();
    let mut words = Vec::new();
    let counts_bytes = into == Family::Bytes || b.base.ends_with("text");
    if let Some(most) = limit(b) {
        let longest = match from {
            Family::Text | Family::Bytes => {
                // A character has up to four bytes.
                let bytes = if from == Family::Text && !a.base.ends_with("text") && counts_bytes { 4 } else { 1 };
                limit(a).map(|length| length.saturating_mul(bytes))
            }
            Family::Enum => a.members()?.iter().map(|one| u64::try_from(one.len()).unwrap_or(u64::MAX)).max(),
            _ => longest_printed(a),
        };
        if longest.is_none_or(|longest| longest > most) {
            tests.push(match (counts_bytes, from) {
                (true, _) => format!("LENGTH({column}) > {most}"),
                (false, Family::Bytes) => format!("CHAR_LENGTH(CONVERT({column} USING utf8mb4)) > {most}"),
                (false, _) => format!("CHAR_LENGTH({column}) > {most}"),
            });
            words.push(format!("values longer than {to}"));
        }
    }
    if from == Family::Bytes && into == Family::Text {
        tests.push(format!("NOT (HEX(CONVERT({column} USING utf8mb4)) <=> HEX({column}))"));
        words.push("bytes that are no text".to_owned());
    }
    (!tests.is_empty()).then(|| Misfit { condition: tests.join(" OR "), words: words.join(" or ") })
}

/// The longest text that a value is printed as, where it is certain.
fn longest_printed(ty: &MySqlType) -> Option<u64> {
    let fraction = |ty: &MySqlType| ty.length().filter(|digits| *digits > 0).map_or(0, |digits| digits + 1);
    Some(match Family::of(ty) {
        Family::Whole if !ty.is_zerofill() => {
            let (least, most) = range(ty)?;
            let longest = least.to_string().len().max(most.to_string().len());
            u64::try_from(longest).ok()?
        }
        Family::Decimal if !ty.is_zerofill() => {
            let (whole, scale) = digits(ty);
            u64::from(1 + whole.max(1) + if scale > 0 { scale + 1 } else { 0 })
        }
        Family::Date => 10,
        Family::Stamp => 19 + fraction(ty),
        Family::Time => 10 + fraction(ty),
        Family::Year => 4,
        Family::Other if ty.base == "uuid" => 36,
        _ => return None,
    })
}

/// The times that a timestamp does not reach, in any time zone: a day at both ends is left out.
fn stamp_range(a: &MySqlType, b: &MySqlType, value: &str, flavor: &Flavor) -> String {
    if b.base != "timestamp" || a.base == "timestamp" {
        return String::new();
    }
    // MariaDB counts on until 2106 since 11.5 (<https://mariadb.com/kb/en/timestamp/>).
    let last = if flavor.is_mariadb() && flavor.at_least(11, 5) { "2106-02-06" } else { "2038-01-18" };
    format!(" OR {value} NOT BETWEEN '1970-01-02' AND '{last}'")
}

/// What is lost in every `sql_mode` without an error.
fn loses(a: &MySqlType, b: &MySqlType, flavor: &Flavor) -> Option<&'static str> {
    let (from, into) = (Family::of(a), Family::of(b));
    let second = |ty: &MySqlType| ty.length().unwrap_or(0);
    let exact = |ty: &MySqlType| if ty.base == "float" { 6 } else { 15 };
    match (from, into) {
        (Family::Whole, Family::Float) => {
            let (_, most) = range(a)?;
            (most > if b.base == "float" { 1 << 24 } else { 1 << 53 }).then_some("digits")
        }
        (Family::Decimal, Family::Float) => {
            let (whole, scale) = digits(a);
            (whole + scale > exact(b)).then_some("digits")
        }
        (Family::Float, Family::Float) => {
            (a.base == "double" && b.base == "float" || b.inside.is_some()).then_some("digits")
        }
        (Family::Float, Family::Decimal) => Some("digits"),
        (Family::Float, Family::Whole | Family::Bit) => Some("fractions"),
        (Family::Decimal, Family::Whole | Family::Bit) => (digits(a).1 > 0).then_some("fractions"),
        (Family::Decimal, Family::Decimal) => (digits(a).1 > digits(b).1).then_some("digits"),
        (Family::Text, Family::Whole | Family::Decimal | Family::Float | Family::Year) => {
            Some("zeros in front and digits")
        }
        (Family::Text, Family::Date) => Some("the time of day and the written form"),
        (Family::Text, Family::Stamp | Family::Time) => Some("the written form"),
        (Family::Text, Family::Json) if !flavor.is_mariadb() => Some("spaces, the order of keys and keys given twice"),
        (Family::Text, Family::Enum | Family::Set) => Some("capitals and spaces at the end"),
        (Family::Text, Family::Text) if !b.base.ends_with("text") => {
            let shorter = limit(a).is_none_or(|from| limit(b).is_some_and(|to| from > to));
            // MariaDB refuses texts that are too long by nothing but spaces.
            ((shorter && !flavor.is_mariadb()) || (b.base == "char" && a.base != "char")).then_some("spaces at the end")
        }
        (Family::Stamp, Family::Date) => Some("the time of day"),
        (Family::Stamp | Family::Date, Family::Time) => Some("the date"),
        (Family::Time, Family::Date) => Some("the time of day"),
        // More than a day, or less than none, is added to today's date.
        (Family::Time, Family::Stamp) => Some("which of it is a time of day"),
        (Family::Enum, Family::Whole | Family::Decimal | Family::Float) => Some("the words"),
        (Family::Stamp, Family::Stamp) | (Family::Time, Family::Time) => {
            (second(a) > second(b)).then_some("fractions of seconds")
        }
        (Family::Stamp | Family::Time, Family::Whole) => (second(a) > 0).then_some("fractions of seconds"),
        (Family::Date | Family::Stamp | Family::Time, Family::Float) => Some("digits"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;

    fn of(from: &str, to: &str) -> (Option<String>, Option<String>) {
        let flavor = Flavor { engine: Engine::MySql, mariadb: true, version: (10, 11, 6) };
        let conversion = conversion(from, to, &flavor);
        (conversion.loses, conversion.fails_on)
    }

    #[test]
    fn a_column_without_a_collation_takes_the_table_s_or_the_database_s() {
        let flavor = Flavor { engine: Engine::MySql, mariadb: true, version: (10, 11, 6) };
        let plain = Column::new("c", "varchar(20)");
        let from = Column { collation: Some("utf8mb4_general_ci".into()), ..plain.clone() };
        let mut table = Table::new(crate::schema::QName::plain("t"));
        let found = |table: &Table| misfit(&from, &plain, Some(table), &flavor).map(|misfit| misfit.condition);
        let condition = found(&table).unwrap_or_default();
        assert!(condition.contains("@@character_set_database WHEN 'latin1'"), "{condition}");
        table.options.parameters = vec![("charset".to_owned(), "latin1".to_owned())].into();
        let condition = found(&table).unwrap_or_default();
        assert!(condition.starts_with("NOT (HEX(CONVERT(CONVERT(c USING latin1)"), "{condition}");
        table.options.parameters = vec![("charset".to_owned(), "utf8mb4".to_owned())].into();
        assert_eq!(found(&table), None);
    }

    #[test]
    fn what_holds_all_is_silent() {
        for (from, to) in [
            ("int(11)", "bigint(20)"),
            ("int(10) unsigned", "bigint(20)"),
            ("int(11)", "decimal(10,0)"),
            ("varchar(10)", "varchar(20)"),
            ("varchar(60)", "tinytext"),
            ("text", "longtext"),
            ("date", "varchar(10)"),
            ("int(11)", "varchar(11)"),
            ("time", "time(6)"),
            ("enum('a','b')", "enum('a','b','c')"),
            ("set('x')", "set('x','y')"),
            ("decimal(5,2)", "decimal(7,3)"),
            ("varbinary(5)", "blob"),
        ] {
            assert_eq!(of(from, to), (None, None), "{from} -> {to}");
        }
    }

    #[test]
    fn what_does_not_fit_is_said() {
        for (from, to, loses, fails) in [
            ("bigint(20)", "int(11)", None, Some("values beyond int(11)")),
            ("int(11)", "int(10) unsigned", None, Some("values beyond int(10) unsigned")),
            ("decimal(10,2)", "int(11)", Some("fractions"), None),
            ("decimal(10,2)", "decimal(8,2)", None, Some("values beyond decimal(8,2)")),
            ("varchar(20)", "varchar(10)", None, Some("values longer than varchar(10)")),
            ("varchar(20)", "char(20)", Some("spaces at the end"), None),
            ("text", "int(11)", Some("zeros in front and digits"), Some("text that is no int(11)")),
            ("datetime(6)", "datetime", Some("fractions of seconds"), None),
            ("datetime", "date", Some("the time of day"), Some("dates of zeros")),
            ("datetime", "timestamp", None, Some("dates of zeros or beyond timestamp")),
            ("enum('a','b')", "enum('a')", None, Some("values that enum('a') does not have")),
            ("point", "int(11)", None, Some("values that do not pass to int(11) by themselves")),
        ] {
            let said = (loses.map(str::to_owned), fails.map(str::to_owned));
            assert_eq!(of(from, to), said, "{from} -> {to}");
        }
    }
}
