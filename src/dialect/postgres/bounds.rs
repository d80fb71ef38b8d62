//! Which rows a partition holds: its bound as a condition, and two bounds beside each other.
//!
//! Both are read from the server's own texts (`pg_get_partkeydef`, `pg_get_expr` of `relpartbound`). Values are compared only
//! where their order is certain: numbers, and dates and times that are printed alike; of other values it is known whether they
//! are the same.

use std::cmp::Ordering;

use crate::dialect::postgres::{SYNTAX, literal, types};
use crate::schema::{Expr, QName, Table};
use crate::sql::{self, Token, TokenKind};

/// A bound, read.
#[derive(Debug, Clone, PartialEq)]
enum Bound {
    /// `DEFAULT`
    Rest,
    /// `FOR VALUES IN (…)`
    List(Vec<String>),
    /// `FOR VALUES FROM (…) TO (…)`
    Range(Vec<String>, Vec<String>),
    /// `FOR VALUES WITH (modulus m, remainder r)`
    Hash(u64, u64),
}

/// Which places of a table's partition key are columns of exact numbers: the server prints the bounds of a smallint, a bigint
/// or a numeric in quotes, as it does text.
pub(super) fn exact_numbers(parent: &Table) -> Vec<bool> {
    let places = parent.options.partition_by.as_ref().and_then(keys).unwrap_or_default();
    let is_number = |place: &String| {
        let column = parent.column(&sql::unquote(SYNTAX, place));
        column.is_some_and(|column| {
            matches!(types::parse(&column.ty).base.as_str(), "smallint" | "integer" | "bigint" | "numeric")
        })
    };
    places.iter().map(is_number).collect()
}

/// Whether two bounds can hold the same row; none where that is not known. `exact`: [`exact_numbers`] of their table.
pub(super) fn meet(exact: &[bool], a: &Expr, b: &Expr) -> Option<bool> {
    match (read(exact, a)?, read(exact, b)?) {
        (Bound::Rest, _) | (_, Bound::Rest) => Some(true),
        (Bound::List(a), Bound::List(b)) => Some(a.iter().any(|value| b.contains(value))),
        (Bound::Range(from, to), Bound::Range(other_from, other_to)) => {
            let apart = |to: &[String], from: &[String]| Some(compared(to, from)? != Ordering::Greater);
            Some(!(apart(&to, &other_from)? || apart(&other_to, &from)?))
        }
        (Bound::Hash(modulus, remainder), Bound::Hash(other, left)) => {
            let common = greatest_divisor(modulus, other);
            Some(remainder.checked_rem(common)? == left.checked_rem(common)?)
        }
        _ => None,
    }
}

/// Whether one bound certainly holds all rows that the other does.
pub(super) fn covers(exact: &[bool], outer: &Expr, inner: &Expr) -> bool {
    let covers = |outer, inner| {
        Some(match (outer, inner) {
            (Bound::List(outer), Bound::List(inner)) => inner.iter().all(|value| outer.contains(value)),
            (Bound::Range(from, to), Bound::Range(inner_from, inner_to)) => {
                compared(&from, &inner_from)? != Ordering::Greater && compared(&inner_to, &to)? != Ordering::Greater
            }
            (Bound::Hash(outer, remainder), Bound::Hash(inner, left)) => {
                inner.checked_rem(outer)? == 0 && left.checked_rem(outer)? == remainder
            }
            _ => false,
        })
    };
    read(exact, outer).zip(read(exact, inner)).and_then(|(outer, inner)| covers(outer, inner)).unwrap_or(false)
}

/// Whether bounds together certainly hold all rows that another does.
pub(super) fn cover(exact: &[bool], inner: &Expr, outer: &[&Expr]) -> bool {
    let outer: Vec<Bound> = outer.iter().filter_map(|bound| read(exact, bound)).collect();
    match read(exact, inner) {
        Some(Bound::List(values)) => values
            .iter()
            .all(|value| outer.iter().any(|other| matches!(other, Bound::List(others) if others.contains(value)))),
        Some(Bound::Range(from, to)) => {
            let mut reached = from;
            loop {
                if compared(&to, &reached).is_some_and(|order| order != Ordering::Greater) {
                    return true;
                }
                let next = outer.iter().find_map(|other| match other {
                    Bound::Range(start, end)
                        if compared(start, &reached).is_some_and(|order| order != Ordering::Greater)
                            && compared(end, &reached) == Some(Ordering::Greater) =>
                    {
                        Some(end.clone())
                    }
                    _ => None,
                });
                match next {
                    Some(end) => reached = end,
                    None => return false,
                }
            }
        }
        // Each of a modulus has the same share of the whole.
        Some(Bound::Hash(modulus, remainder)) => {
            let within = outer.iter().filter_map(|other| match other {
                Bound::Hash(other, left)
                    if other.checked_rem(modulus)? == 0 && left.checked_rem(modulus)? == remainder =>
                {
                    Some(*other)
                }
                Bound::Hash(other, left)
                    if modulus.checked_rem(*other)? == 0 && remainder.checked_rem(*other)? == *left =>
                {
                    Some(modulus)
                }
                _ => None,
            });
            // Moduli that fit each other: the largest is a multiple of all.
            let within: Vec<u64> = within.collect();
            let largest = within.iter().copied().max().unwrap_or(modulus);
            let shares: u64 = within.iter().map(|other| largest / other).sum();
            within.iter().all(|other| largest % other == 0) && shares >= largest / modulus
        }
        _ => false,
    }
}

/// The condition that rows of a partition fulfil; none where it is not known. `key`: `RANGE (at)`.
pub(super) fn condition(parent: &QName, key: &Expr, bound: &Expr) -> Option<String> {
    let keys = keys(key)?;
    match read(&[], bound)? {
        Bound::Rest => None,
        Bound::List(values) => {
            let [key] = keys.as_slice() else { return None };
            let (nulls, values): (Vec<String>, Vec<String>) =
                values.into_iter().partition(|value| value.eq_ignore_ascii_case("null"));
            let mut either = Vec::new();
            if !values.is_empty() {
                either.push(format!("{key} IN ({})", values.join(", ")));
            }
            either.extend(nulls.first().map(|_| format!("{key} IS NULL")));
            Some(either.join(" OR ")).filter(|text| !text.is_empty())
        }
        Bound::Range(from, to) => {
            let mut all: Vec<String> = Vec::new();
            all.extend(side(&keys, &from, ">=", ">"));
            all.extend(side(&keys, &to, "<", "<="));
            if keys.len() > 1 || all.is_empty() {
                all.extend(keys.iter().map(|key| format!("{key} IS NOT NULL")));
            }
            Some(all.join(" AND "))
        }
        Bound::Hash(modulus, remainder) => {
            let parent = literal::plain(&types::named(parent));
            Some(format!("satisfies_hash_partition({parent}::regclass, {modulus}, {remainder}, {})", keys.join(", ")))
        }
    }
}

/// One end of a range: `(a, b) >= (1, 'x')`; none where nothing is beyond it. `after`: the operator where the end lies behind
/// (or before) all rows that begin like it.
fn side(keys: &[String], values: &[String], at: &str, behind: &str) -> Option<String> {
    let infinite = |value: &String| ["minvalue", "maxvalue"].iter().any(|word| value.eq_ignore_ascii_case(word));
    let finite = values.iter().take_while(|value| !infinite(value)).count();
    let (first, values) = (keys.get(..finite)?, values.get(..=finite.min(values.len() - 1))?);
    if first.is_empty() {
        return None;
    }
    let high = values.get(finite).is_some_and(|value| value.eq_ignore_ascii_case("maxvalue"));
    let operator = if high { behind } else { at };
    let values = values.get(..finite)?;
    Some(match (first, values) {
        ([key], [value]) => format!("{key} {operator} {value}"),
        _ => format!("({}) {operator} ({})", first.join(", "), values.join(", ")),
    })
}

/// Each place of a partition key as an expression; none where one has an operator class of its own, whose order no operator of
/// ours is known to have.
fn keys(key: &Expr) -> Option<Vec<String>> {
    let tokens: Vec<Token<'_>> = sql::tokens(SYNTAX, key.text()).collect();
    let (_, places) = list(&tokens, 0)?;
    places.iter().map(|place| expression(place)).collect()
}

/// A place of a key without what is no expression.
fn expression(place: &str) -> Option<String> {
    let tokens: Vec<Token<'_>> = sql::tokens(SYNTAX, place).filter(|token| !token.kind.is_trivia()).collect();
    let is_name = |token: &Token<'_>| matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent);
    let (mut depth, mut collated) = (0_usize, None);
    let mut words = 0;
    for (at, token) in tokens.iter().enumerate() {
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ if depth == 0 && token.is_word("collate") => collated = Some(at),
            // A name behind the expression or the collation is an operator class.
            _ if depth == 0 && is_name(token) => {
                let dotted = at.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|token| token.text == ".");
                let first = at == 0 || collated == at.checked_sub(1);
                words += usize::from(!dotted && !first);
            }
            _ => {}
        }
    }
    (words == 0).then(|| if tokens.len() > 1 { format!("({place})") } else { place.to_owned() })
}

fn read(exact: &[bool], bound: &Expr) -> Option<Bound> {
    let tokens: Vec<Token<'_>> = sql::tokens(SYNTAX, bound.text()).collect();
    let has = |word: &str| tokens.iter().position(|token| token.is_word(word));
    if has("default").is_some_and(|_| has("values").is_none()) {
        return Some(Bound::Rest);
    }
    let (end, first) = list(&tokens, 0)?;
    let before = |word: &str| has(word).is_some_and(|at| at < end);
    if before("from") {
        let (_, second) = list(&tokens, end)?;
        let plain = |(at, value): (usize, String)| match exact.get(at) {
            Some(true) => value.trim_matches('\'').to_owned(),
            _ => value,
        };
        let [first, second] = [first, second].map(|side| side.into_iter().enumerate().map(plain).collect());
        return Some(Bound::Range(first, second));
    }
    if before("in") {
        return Some(Bound::List(first));
    }
    let number = |text: &String| text.split_whitespace().last().and_then(|digits| digits.parse().ok());
    match first.as_slice() {
        [modulus, remainder] if before("with") => Some(Bound::Hash(number(modulus)?, number(remainder)?)),
        _ => None,
    }
}

/// What stands in the next parentheses, split at commas, and where they end.
fn list(tokens: &[Token<'_>], from: usize) -> Option<(usize, Vec<String>)> {
    let open = from + tokens.get(from..)?.iter().position(|token| token.text == "(")?;
    let (mut depth, mut places) = (0_usize, vec![String::new()]);
    for (at, token) in tokens.iter().enumerate().skip(open + 1) {
        match token.text {
            ")" if depth == 0 => {
                return Some((at + 1, places.into_iter().map(|text| text.trim().to_owned()).collect()));
            }
            "," if depth == 0 => {
                places.push(String::new());
                continue;
            }
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        places.last_mut()?.push_str(token.text);
    }
    None
}

/// Two ends of ranges, in their order.
fn compared(a: &[String], b: &[String]) -> Option<Ordering> {
    for (a, b) in a.iter().zip(b) {
        match value_order(a, b)? {
            Ordering::Equal if is_infinite(a) != 0 => return Some(Ordering::Equal),
            Ordering::Equal => {}
            other => return Some(other),
        }
    }
    Some(Ordering::Equal)
}

/// -1 of MINVALUE, 1 of MAXVALUE.
fn is_infinite(value: &str) -> i8 {
    i8::from(value.eq_ignore_ascii_case("maxvalue")) - i8::from(value.eq_ignore_ascii_case("minvalue"))
}

fn value_order(a: &str, b: &str) -> Option<Ordering> {
    if a == b {
        return Some(Ordering::Equal);
    }
    let (low, high) = (is_infinite(a), is_infinite(b));
    if low != 0 || high != 0 {
        return Some(low.cmp(&high));
    }
    let bare = |text: &str| text.trim_matches('\'').to_owned();
    let quoted = |text: &str| text.starts_with('\'');
    // The server puts a number in quotes where it has a sign, and any text.
    let number = |text: &str| Number::read(&bare(text)).filter(|number| !quoted(text) || number.negative);
    if !(quoted(a) && quoted(b))
        && let (Some(a), Some(b)) = (number(a), number(b))
    {
        return Some(a.order(&b));
    }
    let (a, b) = (bare(a), bare(b));
    // 2024-01-01, 2024-01-01 00:00:00, 2024-01-01 00:00:00+00
    let shape =
        |text: &str| text.bytes().map(|byte| if byte.is_ascii_digit() { b'0' } else { byte }).collect::<Vec<u8>>();
    let is_date = shape(&a).starts_with(b"0000-00-00");
    let zone = |text: &str| text.get(19..).map(str::to_owned).unwrap_or_default();
    (is_date && shape(&a) == shape(&b) && zone(&a) == zone(&b)).then(|| a.cmp(&b))
}

/// A number by its digits, of any length.
struct Number {
    negative: bool,
    /// Before the point, without zeros in front.
    whole: String,
    /// Behind the point, without zeros at the end.
    fraction: String,
}

impl Number {
    fn read(text: &str) -> Option<Number> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !is_number(whole) || !is_number(fraction) {
            return None;
        }
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        let negative = negative && !(whole.is_empty() && fraction.is_empty());
        Some(Number { negative, whole: whole.to_owned(), fraction: fraction.to_owned() })
    }

    fn order(&self, other: &Number) -> Ordering {
        let size = self.whole.len().cmp(&other.whole.len());
        let size = size.then_with(|| self.whole.cmp(&other.whole)).then_with(|| self.fraction.cmp(&other.fraction));
        // A number that is less than zero comes before all others.
        other.negative.cmp(&self.negative).then(if self.negative { size.reverse() } else { size })
    }
}

fn greatest_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { greatest_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(key: &str, bound: &str) -> Option<String> {
        condition(&QName::plain("p"), &Expr::from(key), &Expr::from(bound))
    }

    fn both(a: &str, b: &str) -> Option<bool> {
        meet(&[], &Expr::from(a), &Expr::from(b))
    }

    #[test]
    fn a_bound_is_a_condition() {
        let range = "FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')";
        assert_eq!(of("RANGE (at)", range).as_deref(), Some("at >= '2024-01-01' AND at < '2025-01-01'"));
        assert_eq!(of("RANGE (at)", "FOR VALUES FROM (MINVALUE) TO (3)").as_deref(), Some("at < 3"));
        assert_eq!(of("RANGE (at)", "FOR VALUES FROM (MINVALUE) TO (MAXVALUE)").as_deref(), Some("at IS NOT NULL"));
        assert_eq!(
            of("RANGE (a, \"B c\")", "FOR VALUES FROM (1, 'm') TO (2, MAXVALUE)").as_deref(),
            Some("(a, \"B c\") >= (1, 'm') AND a <= 2 AND a IS NOT NULL AND \"B c\" IS NOT NULL")
        );
        assert_eq!(
            of("LIST (lower(n))", "FOR VALUES IN ('a', NULL)").as_deref(),
            Some("(lower(n)) IN ('a') OR (lower(n)) IS NULL")
        );
        assert_eq!(of("LIST (n COLLATE \"C\")", "FOR VALUES IN ('a')").as_deref(), Some("(n COLLATE \"C\") IN ('a')"));
        assert_eq!(of("RANGE (n text_pattern_ops)", "FOR VALUES FROM ('a') TO ('b')"), None);
        assert_eq!(of("RANGE (n COLLATE \"C\" text_pattern_ops)", "FOR VALUES FROM ('a') TO ('b')"), None);
        assert_eq!(of("RANGE (at)", "DEFAULT"), None);
        assert_eq!(
            of("HASH (a, b)", "FOR VALUES WITH (modulus 4, remainder 1)").as_deref(),
            Some("satisfies_hash_partition('p'::regclass, 4, 1, a, b)")
        );
    }

    #[test]
    fn bounds_beside_each_other() {
        let range = |from: &str, to: &str| format!("FOR VALUES FROM ({from}) TO ({to})");
        assert_eq!(both(&range("'2024-01-01'", "'2025-01-01'"), &range("'2024-07-01'", "'2025-01-01'")), Some(true));
        assert_eq!(both(&range("'2024-01-01'", "'2024-07-01'"), &range("'2024-07-01'", "'2025-01-01'")), Some(false));
        assert_eq!(both(&range("9", "10"), &range("10", "MAXVALUE")), Some(false));
        assert_eq!(both(&range("9", "11"), &range("10", "MAXVALUE")), Some(true));
        assert_eq!(both(&range("'a'", "'m'"), &range("'n'", "'z'")), None);
        assert_eq!(both(&range("'9'", "'91'"), &range("'10'", "'11'")), None);
        assert_eq!(both(&range("'-9'", "10"), &range("11", "12")), Some(false));
        assert_eq!(both(&range("'a'", "'m'"), &range("'m'", "'z'")), Some(false));
        let whole = |a: &str, b: &str| meet(&[true], &Expr::from(a), &Expr::from(b));
        assert_eq!(whole(&range("'9'", "'91'"), &range("'10'", "MAXVALUE")), Some(true));
        assert_eq!(whole(&range("'-9'", "'9'"), &range("'10'", "'11'")), Some(false));
        assert_eq!(whole(&range("'1.5'", "'9'"), &range("'1.60'", "'11'")), Some(true));
        assert_eq!(whole(&range("'-1.5'", "'1.60'"), &range("'1.6'", "'11'")), Some(false));
        assert_eq!(whole(&range("'1.5'", "'Infinity'"), &range("'9'", "'10'")), None);
        assert_eq!(both("FOR VALUES IN ('a', 'b')", "FOR VALUES IN ('c', 'b')"), Some(true));
        assert_eq!(both("FOR VALUES IN ('a', 'b')", "DEFAULT"), Some(true));
        let hash = |modulus: u64, remainder: u64| format!("FOR VALUES WITH (modulus {modulus}, remainder {remainder})");
        assert_eq!(both(&hash(2, 0), &hash(4, 2)), Some(true));
        assert_eq!(both(&hash(2, 0), &hash(4, 3)), Some(false));
        let together = |inner: &str, outer: &[&str]| {
            let outer: Vec<Expr> = outer.iter().map(|bound| Expr::from(*bound)).collect();
            cover(&[], &Expr::from(inner), &outer.iter().collect::<Vec<_>>())
        };
        let halves = [range("5", "9"), range("1", "5")];
        assert!(together(&range("1", "9"), &[&halves[0], &halves[1]]));
        assert!(!together(&range("0", "9"), &[&halves[0], &halves[1]]));
        assert!(!together(&range("1", "MAXVALUE"), &[&halves[0], &halves[1]]));
        assert!(together("FOR VALUES IN (1, 2)", &["FOR VALUES IN (2, 3)", "FOR VALUES IN (1)"]));
        assert!(together(&hash(2, 0), &[&hash(4, 0), &hash(4, 2)]));
        assert!(together(&hash(4, 2), &[&hash(2, 0)]));
        assert!(!together(&hash(2, 0), &[&hash(4, 0), &hash(4, 1)]));
        assert!(covers(&[], &Expr::from(hash(2, 0)), &Expr::from(hash(4, 2))));
        assert!(covers(&[], &Expr::from(range("1", "9")), &Expr::from(range("2", "3"))));
        assert!(!covers(&[], &Expr::from(range("1", "9")), &Expr::from(range("2", "30"))));
        assert!(covers(&[], &Expr::from("FOR VALUES IN (1, 2)"), &Expr::from("FOR VALUES IN (2)")));
    }
}
