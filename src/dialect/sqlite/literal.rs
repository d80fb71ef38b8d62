//! Literals: as the SQL of a default, read back from one, and neutral values.

use crate::dialect::Literal;
use crate::dialect::sqlite::SYNTAX;
use crate::schema::{Column, Expr, QName};
use crate::sql::{TokenKind, tokens, unquote};

use super::quote;
use super::types::{Affinity, affinity};

/// A literal as a default, in the spelling that the model holds.
pub(super) fn render(value: &Literal) -> Expr {
    Expr(match value {
        Literal::Boolean(true) => "TRUE".to_owned(),
        Literal::Boolean(false) => "FALSE".to_owned(),
        Literal::Integer(value) => value.to_string(),
        Literal::Float(digits) => match digits.trim_start_matches('+') {
            "inf" => "9e999".to_owned(),
            "-inf" => "-9e999".to_owned(),
            // SQLite has no value for it but NULL.
            "nan" | "-nan" => "NULL".to_owned(),
            digits => digits.to_ascii_lowercase(),
        },
        Literal::Text(text) => quote::string(text),
    })
}

/// The literal that a stored default stands for, where [`render`] gives back the very same text.
pub(super) fn read(stored: &Expr) -> Option<Literal> {
    let text = stored.text();
    let literal = match text {
        "TRUE" => Literal::Boolean(true),
        "FALSE" => Literal::Boolean(false),
        _ if text.starts_with('\'') => {
            let mut all = tokens(SYNTAX, text);
            let whole = all.next().is_some_and(|token| token.kind == TokenKind::String) && all.next().is_none();
            whole.then(|| Literal::Text(unquote(SYNTAX, text)))?
        }
        _ => match text.parse() {
            Ok(value) => Literal::Integer(value),
            Err(_) => is_number(text.strip_prefix('-').unwrap_or(text)).then(|| Literal::Float(text.to_owned()))?,
        },
    };
    (render(&literal) == *stored).then_some(literal)
}

/// `1.50`, `1e5`, `1.5e-3`: what TOML also reads as a number with a fraction.
fn is_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (mantissa, exponent) = match text.split_once('e') {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let exponent_fits = exponent.is_none_or(|e| digits(e.strip_prefix(['+', '-']).unwrap_or(e)));
    let mantissa_fits = match mantissa.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(mantissa) && exponent.is_some(),
    };
    // TOML takes no leading zeros.
    exponent_fits && mantissa_fits && (!text.starts_with('0') || text.starts_with("0.") || text.starts_with("0e"))
}

/// Whether a default is a constant as `ALTER TABLE … ADD COLUMN` wants one for a table that has rows.
pub(super) fn is_constant(default: &Expr) -> bool {
    let all: Vec<_> = tokens(SYNTAX, default.text()).filter(|token| !token.kind.is_trivia()).collect();
    let value = match all.as_slice() {
        [value] => value,
        [sign, value] if matches!(sign.text, "+" | "-") && value.kind == TokenKind::Number => value,
        _ => return false,
    };
    matches!(value.kind, TokenKind::Number | TokenKind::String)
        || ["NULL", "TRUE", "FALSE"].iter().any(|word| value.is_word(word))
}

/// Whether a default is one of the words for the time, which need no parentheses.
pub(super) fn is_word(default: &Expr) -> bool {
    ["CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP"].contains(&default.text())
}

/// A neutral value for a column that is brought back NOT NULL. With a reference it is a query over the rows that can be
/// referred to, since no constant need be there.
pub(super) fn placeholder(column: &Column, references: Option<&(QName, String)>) -> Expr {
    if let Some((table, referred)) = references {
        return Expr(format!("(SELECT min({}) FROM {})", quote::identifier(referred), quote::identifier(&table.name)));
    }
    let base = column.ty.split('(').next().unwrap_or_default().trim().to_ascii_uppercase();
    Expr::from(match base.as_str() {
        "DATE" => "'1970-01-01'",
        "TIME" => "'00:00:00'",
        "TIMESTAMP" | "TIMESTAMPTZ" | "DATETIME" => "'1970-01-01 00:00:00'",
        "UUID" => "'00000000-0000-0000-0000-000000000000'",
        "JSON" | "JSONB" => "'{}'",
        "BOOLEAN" | "BOOL" => "FALSE",
        base => match affinity(base) {
            Affinity::Text => "''",
            Affinity::Blob if base == "BLOB" => "X''",
            Affinity::Blob => "''",
            Affinity::Real => "0.0",
            Affinity::Integer | Affinity::Numeric => "0",
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_read_back_as_written() {
        for value in [
            Literal::Text("it's".into()),
            Literal::Text(String::new()),
            Literal::Integer(-5),
            Literal::Integer(i64::MIN),
            Literal::Float("1.50".into()),
            Literal::Float("-0.5".into()),
            Literal::Float("1e10".into()),
            Literal::Boolean(true),
        ] {
            assert_eq!(read(&render(&value)), Some(value));
        }
        for other in ["CURRENT_TIMESTAMP", "lower('x')", "'a' || 'b'", "NULL", "007", "01.5", "X'00'", "+5", "0x10"] {
            assert_eq!(read(&Expr::from(other)), None, "{other}");
        }
    }

    #[test]
    fn constants() {
        for constant in ["5", "-5", "+1.5", "'x'", "NULL", "TRUE", "X'00'"] {
            assert!(is_constant(&Expr::from(constant)), "{constant}");
        }
        for other in ["CURRENT_TIMESTAMP", "1 + 1", "abs(1)", "-'x'", ""] {
            assert!(!is_constant(&Expr::from(other)), "{other}");
        }
    }
}
