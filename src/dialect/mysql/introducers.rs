//! Character set introducers that MySQL puts before literals, and changes unasked.
//!
//! A check `name <> ''` over a utf8mb3 column is printed as `_utf8mb4''`, the connection's character set, until something
//! else of the table is altered: then it is `_utf8mb3''`. Where the text is plain ASCII the two mean the same.

use super::syntax::SYNTAX;
use crate::engine::Flavor;
use crate::schema::{Column, ConstraintDefinition, Expr, IndexKey, Part};
use crate::sql::{self, TokenKind};

/// Character sets in which ASCII is written alike.
const ALIKE: [&str; 5] = ["_utf8mb4", "_utf8mb3", "_utf8", "_latin1", "_ascii"];

/// The column as it counts in a comparison.
pub(super) fn without_in_column(column: &Column, flavor: &Flavor) -> Column {
    let mut column = column.clone();
    if !flavor.is_mariadb() {
        let generated = column.generated.as_mut().map(|generated| &mut generated.expression);
        generated.into_iter().chain(&mut column.default).for_each(without);
    }
    column
}

/// The part as it counts in a comparison.
pub(super) fn without_in_part(part: &Part, flavor: &Flavor) -> Part {
    let mut part = part.clone();
    if flavor.is_mariadb() {
        return part;
    }
    match &mut part {
        Part::Constraint(constraint) => {
            if let ConstraintDefinition::Check(check) = &mut constraint.definition {
                without(&mut check.expression);
            }
        }
        Part::Index(index) => {
            for column in &mut index.columns {
                if let IndexKey::Expression(expression) = &mut column.key {
                    without(expression);
                }
            }
        }
        Part::Trigger(_) | Part::Rule(_) | Part::Policy(_) | Part::RowSecurity(_) | Part::Attribute(_) => {}
    }
    part
}

fn without(expression: &mut Expr) {
    if expression.text().contains('_') {
        *expression = Expr::from(plain(expression.text()));
    }
}

/// An expression without the introducers of its ASCII texts.
fn plain(text: &str) -> String {
    let mut kept = String::new();
    let mut tokens = sql::tokens(SYNTAX, text).peekable();
    while let Some(token) = tokens.next() {
        let introducer = token.kind == TokenKind::Word && ALIKE.iter().any(|set| token.is_word(set));
        let ascii = tokens.peek().is_some_and(|next| next.kind == TokenKind::String && next.text.is_ascii());
        if !(introducer && ascii) {
            kept.push_str(token.text);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn an_ascii_text_loses_its_introducer() {
        assert_eq!(plain("`a` <> _utf8mb3'x' and `_utf8mb4` = _latin1''"), "`a` <> 'x' and `_utf8mb4` = ''");
        assert_eq!(plain("`a` <> _latin1'\u{e9}' or `b` = _binary'x'"), "`a` <> _latin1'\u{e9}' or `b` = _binary'x'");
        assert_eq!(plain("'_utf8mb4''x' <> _utf8mb4 'x'"), "'_utf8mb4''x' <> _utf8mb4 'x'");
    }
}
