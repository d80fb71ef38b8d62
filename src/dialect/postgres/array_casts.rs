//! Expressions as the server prints them, made such that it stores the same when it reads them.
//!
//! `state IN ('a', 'b')` over a `varchar` is stored as a list of varchars that is cast as a whole, and printed as
//! `(ARRAY['a'::character varying, 'b'::character varying])::text[]`. Read back, that is another expression: the server
//! carries a cast that stands right behind ARRAY into each of the elements. A cast to the type that the list has anyway, put
//! in between, keeps it where it was.

use std::borrow::Cow;

use crate::dialect::postgres::SYNTAX;
use crate::sql::{Token, tokens};

/// The expression, or the query, with such lists kept as they are stored.
pub(super) fn preserve_array_casts(text: &str) -> Cow<'_, str> {
    if !text.contains("ARRAY[") {
        return Cow::Borrowed(text);
    }
    let tokens: Vec<Token<'_>> = tokens(SYNTAX, text).filter(|token| !token.kind.is_trivia()).collect();
    let is = |at: usize, punct: &str| tokens.get(at).is_some_and(|token| token.is_punct(punct));
    let mut marks: Vec<(usize, &str)> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let opens = at > 0 && token.is_word("ARRAY") && is(at - 1, "(") && is(at + 1, "[");
        if !opens {
            continue;
        }
        let Some(end) = close(&tokens, at + 1) else { continue };
        if !(is(end + 1, ")") && is(end + 2, "::")) {
            continue;
        }
        if let (Some(last), Some(ty)) = (tokens.get(end), element_type(text, &tokens, at + 2, end)) {
            marks.push((last.span.end, ty));
        }
    }
    if marks.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + marks.len() * 24);
    let mut copied = 0;
    for (at, ty) in marks {
        out.push_str(text.get(copied..at).unwrap_or_default());
        out.push_str("::");
        out.push_str(ty);
        out.push_str("[]");
        copied = at;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

/// Whether an expression made by [`preserve_array_casts`] holds such a list.
pub(super) fn holds_list(text: &str) -> bool {
    text.contains("ARRAY[") && text.contains("[])::")
}

/// The bracket that closes the one at `open`.
fn close(tokens: &[Token<'_>], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        if token.is_punct("[") || token.is_punct("(") {
            depth += 1;
        } else if token.is_punct("]") || token.is_punct(")") {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// The type that the first element is cast to, where it is one: the server prints every constant of such a list so.
fn element_type<'t>(text: &'t str, tokens: &[Token<'_>], from: usize, to: usize) -> Option<&'t str> {
    let mut depth = 0_usize;
    let mut cast = None;
    let mut end = None;
    for token in tokens.get(from..to)? {
        if token.is_punct("[") || token.is_punct("(") {
            depth += 1;
        } else if token.is_punct("]") || token.is_punct(")") {
            depth = depth.checked_sub(1)?;
        } else if depth == 0 && token.is_punct(",") {
            break;
        } else if depth == 0 && token.is_punct("::") {
            cast = Some(token.span.end);
        }
        end = Some(token.span.end);
    }
    text.get(cast?..end?).map(str::trim).filter(|ty| !ty.is_empty() && !ty.ends_with("[]"))
}

#[cfg(test)]
mod tests {
    use super::preserve_array_casts;

    #[test]
    fn a_list_that_is_cast_as_a_whole_stays_one() {
        let same = |text: &str| assert_eq!(preserve_array_casts(text), text);
        assert_eq!(
            preserve_array_casts("(a)::text = ANY ((ARRAY['x]'::character varying, 'y'::character varying])::text[])"),
            "(a)::text = ANY ((ARRAY['x]'::character varying, 'y'::character varying]::character varying[])::text[])"
        );
        assert_eq!(
            preserve_array_casts("f((ARRAY['x'::character varying(3)])::text[], (ARRAY['1'::\"T\"])::bigint[])"),
            "f((ARRAY['x'::character varying(3)]::character varying(3)[])::text[], (ARRAY['1'::\"T\"]::\"T\"[])::bigint[])"
        );
        same("a = ANY (ARRAY[1, 2])");
        same("(a)::text = ANY (ARRAY[('x'::character varying)::text, ('y'::character varying)::text])");
        same("(ARRAY[a, b])::text[]");
        same("(ARRAY['x'::character varying]::character varying[])::text[]");
        same("'(ARRAY[''x''::text])::text[]'");
        same("(ARRAY[");
    }
}
