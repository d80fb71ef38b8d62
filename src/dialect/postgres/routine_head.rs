//! The head of a routine's statement: which arguments tell it from others of its name.
//!
//! The server knows for certain. What is read here serves to find a declared routine among those that are there without asking
//! it; where it is read wrongly, the routine is created in a shadow, and is then known under the name that the server gives it.

use crate::sql::{Token, TokenKind, significant, unquote};

use super::{SYNTAX, built_in, types};

/// The types of the arguments that belong to the identity of what `CREATE FUNCTION | PROCEDURE | AGGREGATE` makes, as
/// `format_type` prints them without modifiers; `default` is the namespace that goes without saying. None where the statement
/// is another.
pub(super) fn arguments(statement: &str, default: Option<&str>) -> Option<Vec<String>> {
    let tokens: Vec<Token<'_>> = significant(SYNTAX, statement).collect();
    let word = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.is_word(word));
    let mut at = if word(1, "OR") && word(2, "REPLACE") { 3 } else { 1 };
    if !word(0, "CREATE") || !["FUNCTION", "PROCEDURE", "AGGREGATE"].iter().any(|kind| word(at, kind)) {
        return None;
    }
    at += 2;
    while tokens.get(at).is_some_and(|token| token.is_punct(".")) {
        at += 2;
    }
    if !tokens.get(at)?.is_punct("(") {
        return None;
    }
    let (mut depth, mut items, mut from) = (0usize, Vec::new(), at + 1);
    // How many direct arguments an ordered-set aggregate has.
    let mut direct = None;
    for (place, token) in tokens.iter().enumerate().skip(at) {
        match token.text {
            "(" | "[" => depth += 1,
            ")" | "]" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    items.push(from..place);
                    // What is variadic on both sides is one argument.
                    let variadic = |item: Option<&std::ops::Range<usize>>| {
                        item.and_then(|item| tokens.get(item.start)).is_some_and(|token| token.is_word("VARIADIC"))
                    };
                    let before: Option<usize> = direct.filter(|count| *count > 0);
                    if before.is_some_and(|count| variadic(items.get(count - 1)) && variadic(items.last())) {
                        items.pop();
                    }
                    let arguments = items.into_iter().filter_map(|item| tokens.get(item));
                    return arguments.filter_map(|item| argument(statement, item, default)).collect();
                }
            }
            "," if depth == 1 => {
                items.push(from..place);
                from = place + 1;
            }
            // The direct arguments of an ordered-set aggregate stand before those that are aggregated.
            _ if depth == 1
                && token.is_word("ORDER")
                && tokens.get(place + 1).is_some_and(|next| next.is_word("BY")) =>
            {
                if place > from {
                    items.push(from..place);
                }
                direct = Some(items.len());
                from = place + 2;
            }
            _ => {}
        }
    }
    None
}

/// The type of one argument; nothing of one that is only handed back, and `Some(None)` where it cannot be told.
fn argument(statement: &str, tokens: &[Token<'_>], default: Option<&str>) -> Option<Option<String>> {
    let end = tokens
        .iter()
        .position(|token| token.is_word("DEFAULT") || token.text == "=" || token.text == ":=")
        .unwrap_or(tokens.len());
    let mut rest: Vec<&Token<'_>> = tokens.iter().take(end).collect();
    if matches!(rest.as_slice(), [] | [Token { text: "*", .. }]) {
        return None;
    }
    let is_mode = |token: &Token<'_>| ["IN", "OUT", "INOUT", "VARIADIC"].iter().any(|mode| token.is_word(mode));
    // A mode stands before the name or behind it.
    let mut out = false;
    for _ in 0..2 {
        if let Some(at) = rest.iter().take(2).position(|token| is_mode(token))
            && rest.len() > 1
        {
            let mode = rest.remove(at);
            out |= mode.is_word("OUT");
            // `IN OUT`
            if mode.is_word("IN") && rest.get(at).is_some_and(|next| next.is_word("OUT")) {
                rest.remove(at);
            }
        }
    }
    if out {
        return None;
    }
    if has_name(&rest) {
        rest.remove(0);
    }
    if rest.first().is_some_and(|token| token.is_word("SETOF")) {
        rest.remove(0);
    }
    let (first, last) = (rest.first()?, rest.last()?);
    let Some(text) = statement.get(first.span.start..last.span.end) else { return Some(None) };
    // `table.column%TYPE` is for the server to look up.
    if text.contains('%') {
        return Some(None);
    }
    let text = match default {
        Some(default)
            if rest.len() > 2
                && rest[1].is_punct(".")
                && unquote(SYNTAX, first.text) == default
                && !built_in::is_type(&unquote(SYNTAX, rest[2].text)) =>
        {
            statement.get(rest[2].span.start..last.span.end).unwrap_or(text)
        }
        _ => text,
    };
    let mut ty = types::parse(text.strip_prefix("pg_catalog.").unwrap_or(text));
    ty.modifiers = None;
    Some(Some(ty.print()))
}

/// Whether an argument begins with a name: two words one behind the other, unless they are the name of a type.
fn has_name(tokens: &[&Token<'_>]) -> bool {
    let [first, second, ..] = tokens else { return false };
    let is_name = |token: &Token<'_>| matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent);
    if !is_name(first) || !is_name(second) {
        return false;
    }
    if first.kind == TokenKind::QuotedIdent {
        return true;
    }
    let two = |a: &str, b: &[&str]| first.is_word(a) && b.iter().any(|b| second.is_word(b));
    let type_of_words = two("DOUBLE", &["PRECISION"])
        || two("CHARACTER", &["VARYING"])
        || two("CHAR", &["VARYING"])
        || two("NCHAR", &["VARYING"])
        || two("BIT", &["VARYING"])
        || two("NATIONAL", &["CHARACTER", "CHAR"])
        || two("TIMESTAMP", &["WITH", "WITHOUT"])
        || two("TIME", &["WITH", "WITHOUT"])
        || two("INTERVAL", &["YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"])
        || first.is_word("SETOF")
        || second.is_word("ARRAY");
    !type_of_words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_types_of_what_is_handed_in() {
        let read = |list: &str| {
            arguments(&format!("CREATE OR REPLACE FUNCTION s.\"a f\"({list}) RETURNS int"), Some("public"))
        };
        let types = |list: &str| read(list).map(|types| types.join("|"));
        let said = |text: &str| Some(text.to_owned());
        assert_eq!(types(""), said(""));
        assert_eq!(
            types("int, a varchar(20), IN b double precision = 1 + f(2, 3)"),
            said("integer|character varying|double precision")
        );
        assert_eq!(
            types("OUT a int, INOUT b numeric(10, 2), c IN text[] DEFAULT '{}', VARIADIC d text[]"),
            said("numeric|text[]|text[]")
        );
        assert_eq!(types("\"a b\" public.mood, x other.\"T\", y public.\"T\"[]"), said("mood|other.\"T\"|\"T\"[]"));
        assert_eq!(types("a public.money, money"), said("public.money|money"));
        assert_eq!(
            types("timestamp(3) with time zone, time without time zone"),
            said("timestamp with time zone|time without time zone")
        );
        assert_eq!(
            types("a character varying, character varying(3), a char(3)"),
            said("character varying|character varying|character")
        );
        assert_eq!(types("a users.name%TYPE"), None);
        assert_eq!(arguments("CREATE TABLE t (a int)", None), None);
        let aggregate =
            |list: &str| arguments(&format!("CREATE AGGREGATE a({list}) (SFUNC = f)"), None).map(|all| all.join("|"));
        assert_eq!(aggregate("*"), said(""));
        assert_eq!(aggregate("float8 ORDER BY VARIADIC a anyarray"), said("double precision|anyarray"));
        assert_eq!(aggregate("ORDER BY anyelement"), said("anyelement"));
        let any = "VARIADIC \"any\"";
        assert_eq!(aggregate(&format!("int, {any} ORDER BY {any}")), said("integer|\"any\""));
    }
}
