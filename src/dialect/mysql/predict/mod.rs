//! An object as `SHOW CREATE` will print it, as far as that is certain.
//!
//! Only what keeps the meaning is rewritten, towards the server's own spelling. A stored text is one that the server would
//! print again as it stands; so a prediction that equals it is right, and one that does not costs a question.

mod expression;
mod keys;

use crate::dialect::{Literal, ValueClass};
use crate::engine::Flavor;
use crate::schema::{Action, Annotation, Column, ConstraintDefinition, Expr, IdentityKind, Match, Object, Table};
use crate::sql::{self, TokenKind};

use super::types::MySqlType;
use super::{SYNTAX, literal, types};

/// The object in the server's spelling as far as it is known.
pub(super) fn object(object: &Object, flavor: &Flavor) -> Object {
    match object {
        Object::Table(one) => Object::Table(table(one, flavor)),
        other => other.clone(),
    }
}

/// An empty comment is none.
fn said(annotation: &mut Annotation) {
    annotation.comment.take_if(|text| text.is_empty());
}

fn table(declared: &Table, flavor: &Flavor) -> Table {
    let mut table = declared.clone();
    said(&mut table.annotation);
    // The types first: expressions are read by them.
    for column in &mut table.columns {
        if let Some(ty) = types::printed(&column.ty, flavor) {
            column.ty = ty;
        }
    }
    let typed = table.clone();
    let keyed = |name: &str| {
        typed.primary_key().is_some_and(|key| key.columns.iter().any(|column| column.eq_ignore_ascii_case(name)))
    };
    for one in &mut table.columns {
        column(one, &typed, flavor);
        let numbered = one.identity.as_ref().is_some_and(|identity| identity.kind == IdentityKind::AutoIncrement);
        one.nullable &= !numbered && !keyed(&one.name);
    }
    for one in &mut table.constraints {
        said(&mut one.annotation);
        match &mut one.definition {
            ConstraintDefinition::PrimaryKey(_) => one.name = Some("PRIMARY".to_owned()),
            ConstraintDefinition::ForeignKey(key) => {
                // MATCH is read and forgotten (<https://dev.mysql.com/doc/refman/8.4/en/ansi-diff-foreign-keys.html>).
                key.matching = Match::Simple;
                // RESTRICT is what MariaDB does where nothing is said, and it is not printed.
                for action in [&mut key.on_delete, &mut key.on_update] {
                    if flavor.is_mariadb() && *action == Action::Restrict {
                        *action = Action::NoAction;
                    }
                }
            }
            ConstraintDefinition::Check(check) => rewrite(&mut check.expression, &typed, flavor),
            ConstraintDefinition::Unique(_) | ConstraintDefinition::Exclusion(_) => {}
        }
    }
    table.indexes.iter_mut().for_each(|index| said(&mut index.annotation));
    keys::settle(&mut table, flavor);
    table
}

fn column(column: &mut Column, table: &Table, flavor: &Flavor) {
    said(&mut column.annotation);
    column.default = column.default.take().and_then(|text| default(&text, &column.ty, flavor));
    if let Some(text) = column.on_update.as_mut()
        && let Some(now) = current_time(text.text(), &column.ty, flavor)
    {
        *text = Expr(now);
    }
    if let Some(generated) = &mut column.generated {
        // MySQL marks the strings of these with the character set of whoever altered the table last.
        let strings = sql::tokens(SYNTAX, generated.expression.text()).any(|token| token.kind == TokenKind::String);
        if flavor.is_mariadb() || !strings {
            rewrite(&mut generated.expression, table, flavor);
        }
    }
    if flavor.is_mariadb()
        && let Some(check) = &mut column.check
    {
        rewrite(check, table, flavor);
    }
}

/// An expression of a table; left as written, but for outer parentheses, where it is not read.
fn rewrite(expression: &mut Expr, table: &Table, flavor: &Flavor) {
    let text = expression::predict(expression.text(), table, flavor.is_mariadb());
    *expression = Expr(text.unwrap_or_else(|| sql::strip_outer_parens(SYNTAX, expression.text()).to_owned()));
}

/// Calls without arguments that are printed as they are written, in small letters.
const CALLS: [&str; 6] = ["uuid", "json_object", "json_array", "curdate", "rand", "utc_timestamp"];

/// A default as the server prints it; none where it is NULL.
fn default(declared: &Expr, ty: &str, flavor: &Flavor) -> Option<Expr> {
    let text = declared.text().trim();
    if text.eq_ignore_ascii_case("null") {
        return None;
    }
    let bare = sql::strip_outer_parens(SYNTAX, text);
    let in_parens = bare != text;
    let tokens: Vec<_> = sql::significant(SYNTAX, bare).collect();
    if let [word, open, close] = tokens.as_slice()
        && open.is_punct("(")
        && close.is_punct(")")
        && let Some(call) = CALLS.iter().find(|call| word.is_word(call))
    {
        return Some(Expr(if flavor.is_mariadb() { format!("{call}()") } else { format!("({call}())") }));
    }
    // In parentheses MySQL keeps what is said as an expression.
    if in_parens && !flavor.is_mariadb() {
        return Some(Expr::from(text));
    }
    let printed = match written_literal(bare, ty) {
        Some(value) => MySqlType::parse(ty).and_then(|parsed| literal::as_printed(&value, &parsed, flavor)),
        None => current_time(bare, ty, flavor),
    };
    Some(printed.map_or_else(|| Expr::from(text), Expr))
}

/// The literal that a text is.
fn written_literal(text: &str, ty: &str) -> Option<Literal> {
    let tokens: Vec<_> = sql::significant(SYNTAX, text).collect();
    let (sign, token) = match tokens.as_slice() {
        [one] => ("", one),
        [sign, one] if matches!(sign.text, "-" | "+") && one.kind == TokenKind::Number => (sign.text, one),
        _ => return None,
    };
    match token.kind {
        TokenKind::String if token.text.starts_with(['\'', '"']) => {
            Some(Literal::Text(sql::unquote(SYNTAX, token.text)))
        }
        TokenKind::Number => {
            let digits = if sign == "-" { format!("-{}", token.text) } else { token.text.to_owned() };
            // To a text `1.50` and `007` are what is written.
            let number = types::value_class(ty) != ValueClass::Any || ty.starts_with("bit");
            match digits.parse::<i64>() {
                Ok(value) if number || value.to_string() == digits => Some(Literal::Integer(value)),
                _ if number => Some(Literal::Float(digits)),
                _ => None,
            }
        }
        TokenKind::Word if token.is_word("true") => Some(Literal::Boolean(true)),
        TokenKind::Word if token.is_word("false") => Some(Literal::Boolean(false)),
        _ => None,
    }
}

/// `CURRENT_TIMESTAMP` or `NOW()` of a column with the same digits of a second.
fn current_time(text: &str, ty: &str, flavor: &Flavor) -> Option<String> {
    let parsed = MySqlType::parse(ty).filter(|parsed| matches!(parsed.base.as_str(), "timestamp" | "datetime"))?;
    let tokens: Vec<_> = sql::significant(SYNTAX, text).collect();
    let (word, behind) = tokens.split_first()?;
    let bare = word.is_word("current_timestamp");
    if !bare && !word.is_word("now") {
        return None;
    }
    let precision = match behind {
        [] if bare => None,
        [open, close] if open.is_punct("(") && close.is_punct(")") => None,
        [open, digits, close] if open.is_punct("(") && close.is_punct(")") => Some(digits.text),
        _ => return None,
    };
    if precision != parsed.inside.as_deref() {
        return None;
    }
    let digits = precision.unwrap_or_default();
    Some(match (flavor.is_mariadb(), precision) {
        (true, _) => format!("current_timestamp({digits})"),
        (false, Some(_)) => format!("CURRENT_TIMESTAMP({digits})"),
        (false, None) => "CURRENT_TIMESTAMP".to_owned(),
    })
}
