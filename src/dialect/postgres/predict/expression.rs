//! What the server prints for an expression that it is given: a small reader of expressions with types.
//!
//! It follows `pg_get_expr`: each operator in parentheses, implicit casts of operands shown, constants with their type.
//! Whatever it does not know it gives up on, and the text stays as written. Each rewriting keeps the meaning, so that a
//! text that comes out equal to a stored one (which the server would print the same again) is equal for certain; one
//! that comes out otherwise costs a question to the server, nothing more.

use crate::dialect::postgres::SYNTAX;
use crate::dialect::postgres::{quote, types};
use crate::schema::Table;
use crate::sql::{self, Token, TokenKind};

use super::value::{
    PredictedValue, alike, among, boolean, call, cast, compared, computed, inside, is_number, joined, matched, truth,
    value_function,
};

/// The server's text of an expression over a table's columns, without outer parentheses.
pub(super) fn predict(text: &str, table: Option<&Table>) -> Option<String> {
    let value = read(text, table)?;
    Some(sql::strip_outer_parens(SYNTAX, &value.text()?).to_owned())
}

/// Reads a whole expression.
pub(super) fn read(text: &str, table: Option<&Table>) -> Option<PredictedValue> {
    let tokens: Vec<Token<'_>> = sql::tokens(SYNTAX, text).filter(|token| !token.kind.is_trivia()).collect();
    let mut reader = ExpressionParser { tokens: &tokens, at: 0, table, depth: 0 };
    let value = reader.or()?;
    (reader.at == tokens.len()).then_some(value)
}

/// Expressions nested deeper are not read.
const DEEPEST: usize = 60;

struct ExpressionParser<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
    table: Option<&'a Table>,
    depth: usize,
}

impl<'a> ExpressionParser<'a> {
    fn peek(&self, ahead: usize) -> Option<&'a Token<'a>> {
        self.tokens.get(self.at + ahead)
    }

    fn word(&mut self, word: &str) -> bool {
        let found = self.peek(0).is_some_and(|token| token.is_word(word));
        self.at += usize::from(found);
        found
    }

    fn punct(&mut self, text: &str) -> bool {
        let found = self.peek(0).is_some_and(|token| token.is_punct(text));
        self.at += usize::from(found);
        found
    }

    /// The operator that stands next, if it is one of these.
    fn operator(&mut self, among: &[&'static str]) -> Option<&'static str> {
        let token = self.peek(0).filter(|token| token.kind == TokenKind::Operator)?;
        let found = among.iter().find(|operator| **operator == token.text)?;
        self.at += 1;
        Some(found)
    }

    fn or(&mut self) -> Option<PredictedValue> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let mut left = self.and()?;
        while self.word("or") {
            let right = self.and()?;
            left = joined("OR", left, &right)?;
        }
        self.depth -= 1;
        Some(left)
    }

    fn and(&mut self) -> Option<PredictedValue> {
        let mut left = self.not()?;
        while self.word("and") {
            let right = self.not()?;
            left = joined("AND", left, &right)?;
        }
        Some(left)
    }

    fn not(&mut self) -> Option<PredictedValue> {
        let mut times = 0;
        while self.word("not") {
            times += 1;
        }
        let mut value = self.is()?;
        for _ in 0..times {
            value = boolean(format!("(NOT {})", truth(&value)?));
        }
        Some(value)
    }

    fn is(&mut self) -> Option<PredictedValue> {
        let mut value = self.comparison()?;
        while self.word("is") {
            let not = if self.word("not") { "NOT " } else { "" };
            if self.word("null") {
                value = boolean(format!("({} IS {not}NULL)", value.text()?));
            } else if self.word("true") {
                value = boolean(format!("({} IS {not}TRUE)", truth(&value)?));
            } else if self.word("false") {
                value = boolean(format!("({} IS {not}FALSE)", truth(&value)?));
            } else if self.word("distinct") && self.word("from") {
                let right = self.comparison()?;
                let (a, b) = alike(&value, &right)?;
                let text = format!("({a} IS DISTINCT FROM {b})");
                value = boolean(if not.is_empty() { text } else { format!("(NOT {text})") });
            } else {
                return None;
            }
        }
        Some(value)
    }

    fn comparison(&mut self) -> Option<PredictedValue> {
        let left = self.pattern()?;
        match self.operator(&["=", "<>", "!=", "<", ">", "<=", ">="]) {
            Some(operator) => {
                let right = self.pattern()?;
                compared(if operator == "!=" { "<>" } else { operator }, &left, &right)
            }
            None => Some(left),
        }
    }

    /// LIKE, IN, BETWEEN.
    fn pattern(&mut self) -> Option<PredictedValue> {
        let left = self.other()?;
        let not = self.peek(0).is_some_and(|token| token.is_word("not"))
            && self
                .peek(1)
                .is_some_and(|token| ["like", "ilike", "in", "between"].iter().any(|word| token.is_word(word)));
        self.at += usize::from(not);
        if self.word("like") {
            let right = self.other()?;
            return matched(if not { "!~~" } else { "~~" }, &left, &right);
        }
        if self.word("ilike") {
            let right = self.other()?;
            return matched(if not { "!~~*" } else { "~~*" }, &left, &right);
        }
        if self.word("between") {
            let low = self.other()?;
            if !self.word("and") {
                return None;
            }
            let high = self.other()?;
            let (word, first, last) = if not { ("OR", "<", ">") } else { ("AND", ">=", "<=") };
            let (first, last) = (compared(first, &left, &low)?.text()?, compared(last, &left, &high)?.text()?);
            // A whole of its own: what follows does not join its operands.
            return Some(boolean(format!("({first} {word} {last})")));
        }
        if self.word("in") {
            if !self.punct("(") {
                return None;
            }
            let values = self.list()?;
            return among(&left, &values, not);
        }
        Some(left)
    }

    /// Operators without a place of their own.
    fn other(&mut self) -> Option<PredictedValue> {
        let mut left = self.sum()?;
        while let Some(operator) = self.operator(&["||", "~", "~*", "!~", "!~*", "->", "->>"]) {
            let right = self.sum()?;
            left = match operator {
                "||" => {
                    let text = format!("({} || {})", left.coerced("text")?, right.coerced("text")?);
                    PredictedValue::Typed(text, "text".into())
                }
                "->" | "->>" => inside(operator, &left, &right)?,
                operator => matched(operator, &left, &right)?,
            };
        }
        Some(left)
    }

    fn sum(&mut self) -> Option<PredictedValue> {
        let mut left = self.product()?;
        while let Some(operator) = self.operator(&["+", "-"]) {
            let right = self.product()?;
            left = computed(operator, &left, &right)?;
        }
        Some(left)
    }

    fn product(&mut self) -> Option<PredictedValue> {
        let mut left = self.zoned()?;
        while let Some(operator) = self.operator(&["*", "/", "%"]) {
            let right = self.zoned()?;
            left = computed(operator, &left, &right)?;
        }
        Some(left)
    }

    /// AT TIME ZONE.
    fn zoned(&mut self) -> Option<PredictedValue> {
        let mut value = self.signed()?;
        while self.word("at") {
            if !(self.word("time") && self.word("zone")) {
                return None;
            }
            let zone = self.signed()?.coerced("text")?;
            let to = match value.ty()? {
                "timestamp with time zone" => "timestamp without time zone",
                "timestamp without time zone" => "timestamp with time zone",
                _ => return None,
            };
            value = PredictedValue::Typed(format!("({} AT TIME ZONE {zone})", value.text()?), to.into());
        }
        Some(value)
    }

    fn signed(&mut self) -> Option<PredictedValue> {
        if self.operator(&["-"]).is_none() {
            return self.cast();
        }
        match self.cast()? {
            // The sign belongs to a number that stands alone, before anything is cast.
            PredictedValue::Number(digits, negative, ty) if !negative => Some(PredictedValue::Number(digits, true, ty)),
            value if is_number(value.ty()?) && !matches!(value, PredictedValue::Number(..)) => {
                Some(PredictedValue::Typed(format!("(- {})", value.text()?), value.ty()?.to_owned()))
            }
            _ => None,
        }
    }

    fn cast(&mut self) -> Option<PredictedValue> {
        let mut value = self.primary()?;
        while self.punct("::") {
            let ty = self.type_name()?;
            value = cast(&value, &ty)?;
        }
        Some(value)
    }

    fn primary(&mut self) -> Option<PredictedValue> {
        let token = self.peek(0)?;
        self.at += 1;
        match token.kind {
            TokenKind::Punct if token.text == "(" => {
                let value = self.or()?;
                if !self.punct(")") {
                    return None;
                }
                // Parentheses close what would go on growing to the right, not to the left: as the server reads it.
                Some(value)
            }
            TokenKind::Number => number(token.text),
            TokenKind::String | TokenKind::DollarString => string(token.text),
            TokenKind::QuotedIdent => self.column(&sql::unquote(SYNTAX, token.text)),
            TokenKind::Word => self.named(&token.text.to_ascii_lowercase()),
            _ => None,
        }
    }

    /// What starts with a word.
    fn named(&mut self, word: &str) -> Option<PredictedValue> {
        if self.peek(0).is_some_and(|token| token.is_punct("(")) {
            if word == "cast" {
                self.at += 1;
                let value = self.or()?;
                if !self.word("as") {
                    return None;
                }
                let ty = self.type_name()?;
                return self.punct(")").then(|| cast(&value, &ty)).flatten();
            }
            if let Some(ty) = value_function(word) {
                self.at += 1;
                let precision = self.peek(0).filter(|token| token.kind == TokenKind::Number)?.text.to_owned();
                self.at += 1;
                return self
                    .punct(")")
                    .then(|| PredictedValue::Typed(format!("{}({precision})", word.to_ascii_uppercase()), ty.into()));
            }
            self.at += 1;
            let arguments = self.list()?;
            return call(word, &arguments);
        }
        if let Some(ty) = value_function(word) {
            return Some(PredictedValue::Typed(word.to_ascii_uppercase(), ty.into()));
        }
        match word {
            "true" | "false" => Some(boolean(word.to_owned())),
            "null" => Some(PredictedValue::Null),
            "date" | "timestamp" | "timestamptz" | "time" | "interval" | "uuid"
                if self.peek(0).is_some_and(|token| token.kind == TokenKind::String) =>
            {
                let value = string(self.peek(0)?.text)?;
                self.at += 1;
                let ty = types::parse(word);
                Some(PredictedValue::Typed(value.coerced(&ty.base)?, ty.base))
            }
            _ if sql::is_reserved(SYNTAX, word) => None,
            _ => self.column(word),
        }
    }

    fn column(&mut self, name: &str) -> Option<PredictedValue> {
        if self.peek(0).is_some_and(|token| token.is_punct(".") || token.is_punct("(") || token.is_punct("[")) {
            return None;
        }
        let column = self.table?.column(name)?;
        if column.collation.is_some() {
            // Two collations in one expression are not for us to weigh.
            return None;
        }
        let ty = types::parse(&column.ty);
        let base = if ty.base == "character" { "bpchar".to_owned() } else { ty.base.clone() };
        let base = if ty.array { format!("{base}[]") } else { base };
        Some(PredictedValue::Typed(quote::identifier(name), base))
    }

    /// Values up to the closing parenthesis.
    fn list(&mut self) -> Option<Vec<PredictedValue>> {
        let mut values = Vec::new();
        if self.punct(")") {
            return Some(values);
        }
        loop {
            values.push(self.or()?);
            if self.punct(")") {
                return Some(values);
            }
            if !self.punct(",") {
                return None;
            }
        }
    }

    /// The name of a type behind a cast, as far as it can be part of it.
    fn type_name(&mut self) -> Option<types::PostgresType> {
        let first = self.peek(0).filter(|token| token.kind == TokenKind::Word)?.text.to_ascii_lowercase();
        self.at += 1;
        let mut text = first.clone();
        let more: &[&str] = match first.as_str() {
            "double" => &["precision"],
            "character" | "char" | "bit" => &["varying"],
            _ => &[],
        };
        if let Some(word) = more.iter().find(|word| self.peek(0).is_some_and(|token| token.is_word(word))) {
            text.push_str(&format!(" {word}"));
            self.at += 1;
        }
        if self.punct("(") {
            text.push('(');
            while !self.punct(")") {
                text.push_str(self.peek(0).filter(|one| one.kind == TokenKind::Number || one.is_punct(","))?.text);
                self.at += 1;
            }
            text.push(')');
        }
        if matches!(first.as_str(), "timestamp" | "time")
            && self.peek(0).is_some_and(|token| token.is_word("with") || token.is_word("without"))
        {
            let with = if self.word("with") { "with" } else { "without" };
            self.at += usize::from(with == "without");
            if !(self.word("time") && self.word("zone")) {
                return None;
            }
            text.push_str(&format!(" {with} time zone"));
        }
        while self.punct("[") {
            if !self.punct("]") {
                return None;
            }
            text.push_str("[]");
        }
        let ty = types::parse(&text);
        // The words of a type that is not known are not all read here.
        ty.builtin.then_some(ty)
    }
}

fn number(text: &str) -> Option<PredictedValue> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        let digits = text.trim_start_matches('0');
        let digits = if digits.is_empty() { "0" } else { digits };
        let ty = match digits.parse::<i64>() {
            Ok(value) if i32::try_from(value).is_ok() => "integer",
            Ok(_) => "bigint",
            Err(_) => return None,
        };
        return Some(PredictedValue::Number(digits.to_owned(), false, ty));
    }
    let (whole, fraction) = text.split_once('.')?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if fraction.is_empty() || !digits(fraction) || !digits(whole) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(PredictedValue::Number(format!("{whole}.{fraction}"), false, "numeric"))
}

/// A string; not bit strings, nor national ones, which have a type of their own.
fn string(text: &str) -> Option<PredictedValue> {
    text.starts_with(['\'', 'e', 'E', '$']).then(|| PredictedValue::Text(sql::unquote(SYNTAX, text)))
}
