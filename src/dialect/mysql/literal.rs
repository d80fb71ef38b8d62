//! Literals of defaults.

use super::SYNTAX;
use super::{quote, types};
use crate::dialect::{Literal, ValueClass};
use crate::engine::Flavor;
use crate::schema::Expr;
use crate::sql::{self, TokenKind};

/// A literal as the SQL of a default for a column of this type: as the server itself prints it, where that is known. MySQL
/// prints numbers in quotes.
pub(super) fn render(value: &Literal, ty: &str, flavor: &Flavor) -> Expr {
    let number = |text: String| {
        if flavor.is_mariadb() || !is_number_type(ty) { text } else { format!("'{text}'") }
    };
    Expr(match value {
        Literal::Text(text) => quote::string(text),
        Literal::Integer(value) if types::word(ty) == "bit" => format!("b'{value:b}'"),
        Literal::Integer(value) => number(value.to_string()),
        Literal::Float(text) => number(text.clone()),
        Literal::Boolean(value) if types::word(ty) == "bit" => format!("b'{}'", u8::from(*value)),
        Literal::Boolean(value) => number(u8::from(*value).to_string()),
    })
}

fn is_number_type(ty: &str) -> bool {
    matches!(types::value_class(ty), ValueClass::Number | ValueClass::Boolean)
}

/// The literal that a stored default stands for.
pub(super) fn read(stored: &Expr, ty: &str) -> Option<Literal> {
    let tokens: Vec<_> = sql::significant(SYNTAX, stored.text()).collect();
    let text = match tokens.as_slice() {
        [one] if one.kind == TokenKind::String && one.text.starts_with('\'') => {
            let text = sql::unquote(SYNTAX, one.text);
            if !is_number_type(ty) {
                return Some(Literal::Text(text));
            }
            text
        }
        [one] if one.kind == TokenKind::Number => one.text.to_owned(),
        [sign, number] if sign.text == "-" && number.kind == TokenKind::Number => format!("-{}", number.text),
        _ => return None,
    };
    if types::value_class(ty) == ValueClass::Boolean {
        match text.as_str() {
            "0" => return Some(Literal::Boolean(false)),
            "1" => return Some(Literal::Boolean(true)),
            _ => {}
        }
    }
    if let Ok(number) = text.parse::<i64>()
        && number.to_string() == text
    {
        return Some(Literal::Integer(number));
    }
    let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    (plain && text.parse::<f64>().is_ok()).then_some(Literal::Float(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;

    #[test]
    fn there_and_back() {
        for (value, ty, on_mysql, on_mariadb) in [
            (Literal::Integer(0), "int", "'0'", "0"),
            (Literal::Integer(-5), "bigint", "'-5'", "-5"),
            (Literal::Boolean(true), "tinyint(1)", "'1'", "1"),
            (Literal::Float("1.50".into()), "decimal(10,2)", "'1.50'", "1.50"),
            (Literal::Text("it's \\".into()), "varchar(9)", "'it''s \\\\'", "'it''s \\\\'"),
        ] {
            for (mariadb, text) in [(false, on_mysql), (true, on_mariadb)] {
                let flavor = Flavor { engine: Engine::MySql, mariadb, version: (10, 11, 0) };
                let stored = render(&value, ty, &flavor);
                assert_eq!(stored.text(), text);
                assert_eq!(read(&stored, ty), Some(value.clone()));
            }
        }
        for no_literal in ["uuid()", "(uuid())", "current_timestamp()", "b'101'", "_utf8mb4'x'"] {
            assert_eq!(read(&Expr::from(no_literal), "varchar(40)"), None, "{no_literal}");
        }
    }
}
