//! Texts that the server prints, made such that it stores the same when it reads them: lists ([`super::array_casts`]) and
//! conditions within conditions.
//!
//! `a BETWEEN 1 AND 2 AND b > 3` is stored as a condition within another, and printed as
//! `((a >= 1) AND (a <= 2)) AND (b > 3)`. Read back, that is one condition of three parts: the parser takes a first part apart
//! that is made of the same word. A cast to the type that it has anyway keeps it whole, and is not stored.

use std::borrow::Cow;

use super::array_casts;
use crate::dialect::postgres::SYNTAX;
use crate::sql::{Token, tokens};

/// The cast that keeps a condition whole.
const WHOLE: &str = "::boolean";

/// The expression, or the query, in a spelling that is read back as what it was printed from.
pub(super) fn as_stored(text: &str) -> Cow<'_, str> {
    match array_casts::preserve_array_casts(text) {
        Cow::Borrowed(text) => preserve_conditions(text),
        Cow::Owned(text) => Cow::Owned(preserve_conditions(&text).into_owned()),
    }
}

/// Whether an expression made by [`as_stored`] would be read back as another one if it were only printed.
pub(super) fn needs_care(text: &str) -> bool {
    array_casts::holds_list(text) || [" AND ", " OR "].iter().any(|word| text.contains(&format!("){WHOLE}{word}")))
}

fn preserve_conditions(text: &str) -> Cow<'_, str> {
    if !text.contains(") AND ") && !text.contains(") OR ") {
        return Cow::Borrowed(text);
    }
    let tokens: Vec<Token<'_>> = tokens(SYNTAX, text).filter(|token| !token.kind.is_trivia()).collect();
    let mut marks: Vec<usize> = Vec::new();
    // For each open parenthesis: whether it comes first in its condition, and the words that join what is in it.
    let mut open: Vec<Group> = Vec::new();
    let mut first = true;
    for (at, token) in tokens.iter().enumerate() {
        if token.is_punct("(") {
            open.push(Group { first, and: false, or: false });
            first = true;
            continue;
        }
        first = false;
        if token.is_punct(")") {
            let Some(group) = open.pop() else { return Cow::Borrowed(text) };
            let joined = |word| tokens.get(at + 1).is_some_and(|next| next.is_word(word));
            if group.first && (group.and && joined("AND") || group.or && joined("OR")) {
                marks.push(token.span.end);
            }
        } else if let Some(group) = open.last_mut() {
            group.and |= token.is_word("AND");
            group.or |= token.is_word("OR");
        }
    }
    if marks.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + marks.len() * WHOLE.len());
    let mut copied = 0;
    for at in marks {
        out.push_str(text.get(copied..at).unwrap_or_default());
        out.push_str(WHOLE);
        copied = at;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

/// What is between two parentheses.
struct Group {
    first: bool,
    and: bool,
    or: bool,
}

#[cfg(test)]
mod tests {
    use super::{as_stored, needs_care};

    #[test]
    fn a_condition_that_comes_first_in_another_stays_one() {
        let same = |text: &str| assert_eq!(as_stored(text), text);
        for (text, expected) in [
            ("((a >= 1) AND (a <= 2)) AND (b > 1)", "((a >= 1) AND (a <= 2))::boolean AND (b > 1)"),
            ("((a < 1) OR (a > 2)) OR b", "((a < 1) OR (a > 2))::boolean OR b"),
            (
                "SELECT 1 WHERE (((a >= 1) AND (a <= 2)) AND b) GROUP BY a",
                "SELECT 1 WHERE (((a >= 1) AND (a <= 2))::boolean AND b) GROUP BY a",
            ),
            ("(((a AND b) AND c) AND d) OR e", "(((a AND b)::boolean AND c)::boolean AND d) OR e"),
        ] {
            assert_eq!(as_stored(text), expected);
            assert!(needs_care(expected), "{expected}");
            same(expected);
        }
        same("((a >= 1) AND (a <= 2)) OR (b > 1)");
        same("(b > 1) AND ((a >= 1) AND (a <= 2)) AND c");
        same("(NOT (a AND b)) AND c");
        same("(f((a AND b)) > 1) AND c");
        same("(EXISTS ( SELECT 1 WHERE (a AND b))) AND c");
        same("'((a AND b) AND c)' = x");
        same("(a) AND (b");
        same("(a) AND b) AND c");
    }
}
