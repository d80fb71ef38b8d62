//! Which rows a bound takes, as a condition: what the server makes of it, in as far as the text says it.

use super::SYNTAX;
use crate::sql::{TokenKind, tokens};

/// The condition that a row of the parent, divided by `key` (`RANGE (a, lower(b))`), is one of the partition with this bound
/// (`FOR VALUES FROM (1, MINVALUE) TO (5, 'x')`); none for the default partition, and where the text cannot be told. `parent`
/// is the parent's name as SQL.
pub(super) fn condition(key: &str, bound: &str, parent: &str) -> Option<String> {
    let keys: Vec<String> = lists(key).first()?.iter().filter_map(|part| key_column(part)).collect();
    let lists = lists(bound);
    let word = |n: usize| bound.split_whitespace().nth(n).map(str::to_ascii_uppercase);
    match (word(0)?.as_str(), word(2)?.as_str()) {
        ("FOR", "IN") => {
            let [key] = keys.as_slice() else { return None };
            let (nulls, values): (Vec<_>, Vec<_>) =
                lists.first()?.iter().partition(|value| value.eq_ignore_ascii_case("NULL"));
            let values = values.into_iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            let mut tests = Vec::new();
            if !values.is_empty() {
                tests.push(format!("({key} IS NOT NULL AND {key} IN ({values}))"));
            }
            if !nulls.is_empty() {
                tests.push(format!("{key} IS NULL"));
            }
            Some(tests.join(" OR "))
        }
        ("FOR", "FROM") => {
            let [from, to] = lists.as_slice() else { return None };
            if from.len() != keys.len() || to.len() != keys.len() {
                return None;
            }
            let mut tests: Vec<String> = keys.iter().map(|key| format!("{key} IS NOT NULL")).collect();
            tests.extend(limit(&keys, from, ">="));
            tests.extend(limit(&keys, to, "<"));
            Some(tests.join(" AND "))
        }
        ("FOR", "WITH") => {
            let mut numbers =
                lists.first()?.iter().filter_map(|part| part.split_whitespace().nth(1)?.parse::<u32>().ok());
            let (modulus, remainder) = (numbers.next()?, numbers.next()?);
            let parent = super::quote::string(parent);
            Some(format!("satisfies_hash_partition({parent}::regclass, {modulus}, {remainder}, {})", keys.join(", ")))
        }
        _ => None,
    }
}

/// One end of a range: the keys before the first that is without a limit, compared as a row.
fn limit(keys: &[String], values: &[String], comparison: &str) -> Option<String> {
    let is_open = |value: &String| ["MINVALUE", "MAXVALUE"].iter().any(|word| value.eq_ignore_ascii_case(word));
    let closed = values.iter().position(is_open);
    let count = closed.unwrap_or(values.len());
    if count == 0 {
        return None;
    }
    // Rows that are equal so far lie on the side that the open end says.
    let comparison = match (comparison, closed.and_then(|at| values.get(at))) {
        (_, None) => comparison,
        (">=", Some(value)) if value.eq_ignore_ascii_case("MAXVALUE") => ">",
        ("<", Some(value)) if value.eq_ignore_ascii_case("MAXVALUE") => "<=",
        (comparison, Some(_)) => comparison,
    };
    let (keys, values) = (keys.get(..count)?.join(", "), values.get(..count)?.join(", "));
    Some(if count == 1 { format!("{keys} {comparison} {values}") } else { format!("({keys}) {comparison} ({values})") })
}

/// The elements of each list in parentheses at the top level of a text.
fn lists(text: &str) -> Vec<Vec<String>> {
    let mut found: Vec<Vec<String>> = Vec::new();
    let mut depth = 0_usize;
    for token in tokens(SYNTAX, text) {
        match token.text {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            _ => {}
        }
        match (token.text, depth) {
            ("(", 1) => found.push(vec![String::new()]),
            (")", 0) | (_, 0) => {}
            (",", 1) => found.last_mut().into_iter().for_each(|list| list.push(String::new())),
            (part, _) => {
                found.last_mut().and_then(|list| list.last_mut()).into_iter().for_each(|one| one.push_str(part))
            }
        }
    }
    found.into_iter().map(|list| list.into_iter().map(|one| one.trim().to_owned()).collect()).collect()
}

/// What is compared of an element of a key, without its operator class: a name, a call or an expression in parentheses, and
/// its collation.
fn key_column(element: &str) -> Option<String> {
    let mut depth = 0_usize;
    let mut end = element.len();
    for token in tokens(SYNTAX, element) {
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ if depth == 0 && token.kind == TokenKind::Space => {
                end = token.span.start;
                break;
            }
            _ => {}
        }
    }
    let (key, rest) = element.split_at(end);
    let mut rest = rest.split_whitespace();
    let collation = if rest.next() == Some("COLLATE") { rest.next() } else { None };
    let collated = collation.map_or_else(|| key.to_owned(), |collation| format!("({key} COLLATE {collation})"));
    (!key.is_empty()).then_some(collated)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_of_bounds() {
        for (key, bound, expected) in [
            ("RANGE (id)", "FOR VALUES FROM (0) TO (10)", "id IS NOT NULL AND id >= 0 AND id < 10"),
            ("RANGE (id)", "FOR VALUES FROM (MINVALUE) TO (MAXVALUE)", "id IS NOT NULL"),
            (
                "RANGE (a, lower((b)::text))",
                "FOR VALUES FROM (1, 'x, y') TO (5, MAXVALUE)",
                "a IS NOT NULL AND lower((b)::text) IS NOT NULL AND (a, lower((b)::text)) >= (1, 'x, y') AND a <= 5",
            ),
            (
                "RANGE (a, b)",
                "FOR VALUES FROM (1, MAXVALUE) TO (5, MINVALUE)",
                "a IS NOT NULL AND b IS NOT NULL AND a > 1 AND a < 5",
            ),
            (
                "LIST (k COLLATE \"C\" text_ops)",
                "FOR VALUES IN ('a', NULL)",
                "((k COLLATE \"C\") IS NOT NULL AND (k COLLATE \"C\") IN ('a')) OR (k COLLATE \"C\") IS NULL",
            ),
            (
                "HASH (id)",
                "FOR VALUES WITH (modulus 4, remainder 1)",
                "satisfies_hash_partition('s.p'::regclass, 4, 1, id)",
            ),
        ] {
            assert_eq!(condition(key, bound, "s.p").as_deref(), Some(expected));
        }
        assert_eq!(condition("RANGE (id)", "DEFAULT", "p"), None);
    }
}
