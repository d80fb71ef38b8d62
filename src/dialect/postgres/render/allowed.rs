//! A value that a check allows, as far as its text tells: the first that it lists, the least that it lets pass.
//!
//! It stands for values that are gone, in rows that are there; a check that says more than this refuses it, as it would any other.

use crate::dialect::postgres::SYNTAX;
use crate::schema::{Check, Constraint, QName};
use crate::sql::{self, Token, TokenKind};

use super::convert::{is_number, is_string};
use super::{RenderContext, name, quote, types};

/// Of a text that must be so long, no more than this is written.
const LONGEST: usize = 64;

impl RenderContext<'_> {
    /// A value for a column that its checks allow, where they are about it alone; none where no check tells anything.
    pub(super) fn allowed(&self, table: &QName, column: &str, ty: &str) -> Option<String> {
        let wanted = self.after.table(table)?;
        let about_it = |check: &&Check| self.columns_in(table, check.expression.text()) == [column.to_owned()];
        let mut checks = wanted.constraints.iter().filter_map(Constraint::check).filter(about_it);
        checks.find_map(|check| value_of(check.expression.text(), ty)).or_else(|| self.allowed_by_domain(ty))
    }

    /// The same of a domain.
    pub(super) fn allowed_by_domain(&self, ty: &str) -> Option<String> {
        let domain = [self.after, self.before].into_iter().find_map(|schema| schema.domain_of(ty, name))?;
        let mut checks = domain.checks.iter().filter_map(Constraint::check);
        checks.find_map(|check| value_of(check.expression.text(), &domain.base))
    }
}

/// The value that the first comparison of a check asks for: `= ANY (ARRAY['a', …])`, `>= 1`, `> 0`, `<> ''`.
fn value_of(check: &str, ty: &str) -> Option<String> {
    let parsed = types::parse(ty);
    if parsed.array {
        return None;
    }
    let tokens: Vec<Token<'_>> = sql::tokens(SYNTAX, check).filter(|token| !token.kind.is_trivia()).collect();
    let measures = tokens.iter().any(|token| {
        ["length", "char_length", "character_length", "octet_length"]
            .iter()
            .any(|name| token.text.eq_ignore_ascii_case(name))
    });
    tokens.iter().enumerate().find_map(|(at, token)| {
        let literal = literal_after(&tokens, at + 1)?;
        let number = || literal.parse::<i64>().ok();
        match token.text {
            "=" if !measures && (is_string(&parsed) || is_number(&parsed) || !parsed.builtin) => Some(literal),
            ">=" | ">" | "=" if measures && is_string(&parsed) => {
                let least = number()? + i64::from(token.text == ">");
                let length = usize::try_from(least).ok().filter(|length| (1..=LONGEST).contains(length))?;
                Some(quote::string(&"x".repeat(length)))
            }
            ">=" if is_number(&parsed) || literal.starts_with('\'') && !is_string(&parsed) => Some(literal),
            ">" if is_number(&parsed) => Some((number()? + 1).to_string()),
            "<>" if literal == "''" => Some(quote::string("-")),
            _ => None,
        }
    })
}

/// The literal that stands next, behind parentheses and the words of a list.
fn literal_after(tokens: &[Token<'_>], mut at: usize) -> Option<String> {
    let mut sign = "";
    loop {
        let token = tokens.get(at)?;
        match token.kind {
            TokenKind::String => return Some(format!("{sign}{}", token.text)),
            TokenKind::Number => return Some(format!("{sign}{}", token.text)),
            TokenKind::Operator if token.text == "-" => sign = "-",
            TokenKind::Punct if matches!(token.text, "(" | "[") => {}
            TokenKind::Word if ["any", "array"].iter().any(|word| token.text.eq_ignore_ascii_case(word)) => {}
            _ => return None,
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_check_asks_for() {
        for (check, ty, value) in [
            ("(e)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])", "text", Some("'a'")),
            ("e = ANY (ARRAY[3, 4])", "integer", Some("3")),
            ("n > 0", "integer", Some("1")),
            ("(m >= 1) AND (m <= 5)", "smallint", Some("1")),
            ("q >= '-5'::integer", "integer", Some("'-5'")),
            ("q > (0)::numeric", "numeric", Some("1")),
            ("v <> ''::text", "text", Some("'-'")),
            ("length(v) >= 3", "text", Some("'xxx'")),
            ("char_length((v)::text) > 0", "character varying", Some("'x'")),
            ("d >= '2020-01-01'::date", "date", Some("'2020-01-01'")),
            ("n < 10", "integer", None),
            ("v ~ '^[a-z]+$'::text", "text", None),
            ("n = ANY (ARRAY[1])", "integer[]", None),
        ] {
            assert_eq!(value_of(check, ty).as_deref(), value, "{check}");
        }
    }
}
