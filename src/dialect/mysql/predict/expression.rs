//! What the servers print for an expression over a table's columns.
//!
//! MySQL sets each operation in parentheses and marks strings with their character set; MariaDB sets parentheses only where the
//! order of operators needs them. What is not read here (functions with forms of their own, NOT, truth values,
//! times) stays as it is written.

use crate::dialect::mysql::SYNTAX;
use crate::dialect::mysql::{literal, quote, types};
use crate::schema::Table;
use crate::sql::{self, Token, TokenKind};

/// The server's text, without outer parentheses.
pub(super) fn predict(text: &str, table: &Table, mariadb: bool) -> Option<String> {
    let tokens: Vec<Token<'_>> = sql::significant(SYNTAX, text).collect();
    let mut reader = Reader { tokens: &tokens, at: 0, table, mariadb, depth: 0 };
    let value = reader.or()?;
    let whole = reader.at == tokens.len() && value.kind == Kind::Truth;
    whole.then(|| sql::strip_outer_parens(SYNTAX, &value.text).to_owned())
}

/// Expressions nested deeper are not read.
const DEEPEST: usize = 40;

/// What a piece is, as far as it counts for the piece around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Text,
    /// A text that is written out.
    String,
    Truth,
}

/// How tightly a piece holds together, the loosest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Or,
    And,
    Comparison,
    Sum,
    Product,
    Whole,
}

#[derive(Debug, Clone)]
struct Piece {
    text: String,
    kind: Kind,
    level: Level,
}

struct Reader<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
    table: &'a Table,
    mariadb: bool,
    depth: usize,
}

impl<'a> Reader<'a> {
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

    fn operator(&mut self, among: &[&'static str]) -> Option<&'static str> {
        let token = self.peek(0).filter(|token| token.kind == TokenKind::Operator)?;
        let found = among.iter().find(|operator| **operator == token.text)?;
        self.at += 1;
        Some(found)
    }

    /// An operation as it is printed.
    fn piece(&self, text: String, kind: Kind, level: Level) -> Piece {
        if self.mariadb { Piece { text, kind, level } } else { Piece { text: format!("({text})"), kind, level } }
    }

    /// A piece where the order of operators may ask for parentheses.
    fn held(&self, piece: &Piece, needs: bool) -> String {
        if self.mariadb && needs { format!("({})", piece.text) } else { piece.text.clone() }
    }

    fn or(&mut self) -> Option<Piece> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let joined = self.joined("or", Level::Or);
        self.depth -= 1;
        joined
    }

    /// Conditions joined by one word. Those that stand in parentheses and are joined by the same word would be set on one level
    /// with the others.
    fn joined(&mut self, word: &str, level: Level) -> Option<Piece> {
        let mut all = Vec::new();
        loop {
            all.push(if level == Level::Or { self.joined("and", Level::And)? } else { self.comparison()? });
            if !self.word(word) {
                break;
            }
        }
        if all.len() == 1 {
            return all.pop();
        }
        let fits = |piece: &Piece| piece.kind == Kind::Truth && piece.level != level;
        if !all.iter().all(fits) {
            return None;
        }
        let texts: Vec<String> = all.iter().map(|piece| self.held(piece, piece.level < level)).collect();
        Some(self.piece(texts.join(&format!(" {word} ")), Kind::Truth, level))
    }

    fn comparison(&mut self) -> Option<Piece> {
        let left = self.sum()?;
        if let Some(operator) = self.operator(&["=", "<>", "!=", "<", ">", "<=", ">="]) {
            let right = self.sum()?;
            return self.compared(&left, if operator == "!=" { "<>" } else { operator }, &right);
        }
        if self.word("is") {
            let not = if self.word("not") { "not " } else { "" };
            let plain = left.level == Level::Whole && left.kind != Kind::Truth && left.kind != Kind::String;
            return (self.word("null") && plain)
                .then(|| self.piece(format!("{} is {not}null", left.text), Kind::Truth, Level::Comparison));
        }
        let negated = self.peek(0).is_some_and(|token| token.is_word("not"))
            && self.peek(1).is_some_and(|token| token.is_word("in") || token.is_word("between"));
        self.at += usize::from(negated);
        let not = if negated { "not " } else { "" };
        if self.word("in") {
            let values = self.list()?;
            return match values.as_slice() {
                // One value is compared.
                [one] => self.compared(&left, if negated { "<>" } else { "=" }, one),
                values => {
                    let fits = values.iter().all(|value| comparable(&left, value) && value.level == Level::Whole);
                    let list: Vec<&str> = values.iter().map(|value| value.text.as_str()).collect();
                    fits.then(|| {
                        let text = format!("{} {not}in ({})", left.text, list.join(","));
                        self.piece(text, Kind::Truth, Level::Comparison)
                    })
                }
            };
        }
        if self.word("between") {
            let low = self.sum()?;
            if !self.word("and") {
                return None;
            }
            let high = self.sum()?;
            let numbers =
                [&left, &low, &high].iter().all(|piece| piece.kind == Kind::Number && piece.level == Level::Whole);
            return numbers.then(|| {
                let text = format!("{} {not}between {} and {}", left.text, low.text, high.text);
                self.piece(text, Kind::Truth, Level::Comparison)
            });
        }
        if self.word("like") {
            let right = self.sum()?;
            return (left.kind == Kind::Text && right.kind == Kind::String)
                .then(|| self.piece(format!("{} like {}", left.text, right.text), Kind::Truth, Level::Comparison));
        }
        Some(left)
    }

    fn compared(&self, left: &Piece, operator: &str, right: &Piece) -> Option<Piece> {
        let text = format!("{} {operator} {}", left.text, right.text);
        comparable(left, right).then(|| self.piece(text, Kind::Truth, Level::Comparison))
    }

    fn sum(&mut self) -> Option<Piece> {
        let mut left = self.product()?;
        while let Some(operator) = self.operator(&["+", "-"]) {
            let right = self.product()?;
            left = self.computed(&left, operator, &right, Level::Sum)?;
        }
        Some(left)
    }

    fn product(&mut self) -> Option<Piece> {
        let mut left = self.whole()?;
        while let Some(operator) = self.operator(&["*"]) {
            let right = self.whole()?;
            left = self.computed(&left, operator, &right, Level::Product)?;
        }
        Some(left)
    }

    fn computed(&self, left: &Piece, operator: &str, right: &Piece, level: Level) -> Option<Piece> {
        // In what order a sum in a sum is taken is not looked at here.
        if left.kind != Kind::Number || right.kind != Kind::Number || right.level == level {
            return None;
        }
        let text =
            format!("{} {operator} {}", self.held(left, left.level < level), self.held(right, right.level < level));
        Some(self.piece(text, Kind::Number, level))
    }

    /// A number, a string, a column, or what stands in parentheses.
    fn whole(&mut self) -> Option<Piece> {
        let negative = self.operator(&["-"]).is_some();
        let token = self.peek(0)?;
        self.at += 1;
        let whole = |text: String, kind: Kind| Some(Piece { text, kind, level: Level::Whole });
        match token.kind {
            TokenKind::Number => {
                let digits = number(token.text)?;
                match (negative, self.mariadb) {
                    (false, _) => whole(digits, Kind::Number),
                    // A zero has no sign.
                    (true, _) if digits.bytes().all(|byte| matches!(byte, b'0' | b'.')) => None,
                    (true, true) => whole(format!("-{digits}"), Kind::Number),
                    (true, false) => whole(format!("-({digits})"), Kind::Number),
                }
            }
            _ if negative => None,
            TokenKind::Punct if token.text == "(" => {
                let value = self.or()?;
                self.punct(")").then_some(value)
            }
            TokenKind::String if token.text.starts_with('\'') => {
                let text = literal::escaped(&sql::unquote(SYNTAX, token.text));
                whole(if self.mariadb { text } else { format!("_utf8mb4{text}") }, Kind::String)
            }
            TokenKind::QuotedIdent => self.column(&sql::unquote(SYNTAX, token.text)),
            TokenKind::Word if self.peek(0).is_some_and(|next| next.is_punct("(")) => self.call(token.text),
            TokenKind::Word if !sql::is_reserved(SYNTAX, token.text) => self.column(token.text),
            _ => None,
        }
    }

    /// A function of one column.
    fn call(&mut self, name: &str) -> Option<Piece> {
        let mut arguments = self.list()?;
        let argument = arguments.pop().filter(|one| arguments.is_empty() && one.text.starts_with('`'))?;
        let (takes, mysql, mariadb, gives) = match name.to_ascii_lowercase().as_str() {
            "char_length" => (Kind::Text, "char_length", "char_length", Kind::Number),
            "length" => (Kind::Text, "length", "octet_length", Kind::Number),
            "lower" => (Kind::Text, "lower", "lcase", Kind::Text),
            "upper" => (Kind::Text, "upper", "ucase", Kind::Text),
            "abs" => (Kind::Number, "abs", "abs", Kind::Number),
            _ => return None,
        };
        let name = if self.mariadb { mariadb } else { mysql };
        (argument.kind == takes && argument.level == Level::Whole).then(|| Piece {
            text: format!("{name}({})", argument.text),
            kind: gives,
            level: Level::Whole,
        })
    }

    /// A column, written as it is named: MySQL prints other capitals in some places and not in others.
    fn column(&self, name: &str) -> Option<Piece> {
        if self.peek(0).is_some_and(|token| token.is_punct(".") || token.is_punct("(")) {
            return None;
        }
        let column = self.table.column(name)?;
        let base = types::MySqlType::parse(&column.ty)?.base;
        let kind = match base.as_str() {
            "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "decimal" | "float" | "double" => Kind::Number,
            "varchar" | "char" | "tinytext" | "text" | "mediumtext" | "longtext" | "enum" => Kind::Text,
            _ => return None,
        };
        Some(Piece { text: quote::always(name), kind, level: Level::Whole })
    }

    /// Values in parentheses.
    fn list(&mut self) -> Option<Vec<Piece>> {
        if !self.punct("(") {
            return None;
        }
        let mut values = Vec::new();
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
}

/// Whether two pieces are compared as they stand.
fn comparable(one: &Piece, other: &Piece) -> bool {
    matches!(
        (one.kind, other.kind),
        (Kind::Number, Kind::Number) | (Kind::Text, Kind::Text | Kind::String) | (Kind::String, Kind::Text)
    )
}

/// A number without an exponent, as it is printed.
fn number(text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if text.len() > 18 || !plain(whole) || fraction.is_some_and(|part| part.is_empty() || !plain(part)) {
        return None;
    }
    let digits = whole.trim_start_matches('0');
    let digits = if digits.is_empty() { "0" } else { digits };
    Some(fraction.map_or(digits.to_owned(), |fraction| format!("{digits}.{fraction}")))
}
