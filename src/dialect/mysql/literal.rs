//! Literals of defaults.

use super::quote;
use crate::dialect::Literal;
use crate::engine::Flavor;
use crate::schema::Expr;

/// A literal as the SQL of a default for a column of this type.
pub(super) fn render(value: &Literal, _ty: &str, _flavor: &Flavor) -> Expr {
    match value {
        Literal::Text(text) => Expr(quote::string(text)),
        Literal::Integer(number) => Expr(number.to_string()),
        Literal::Float(number) => Expr(number.clone()),
        Literal::Boolean(value) => Expr(u8::from(*value).to_string()),
    }
}

/// The literal that a stored default stands for.
pub(super) fn read(_stored: &Expr, _ty: &str) -> Option<Literal> {
    None
}
