//! A walk over the tokens of one statement.
//!
//! The marks of versioned comments are no tokens: what stands between them is read like the rest, whatever version they name.
//! An ordinary comment is one, since MariaDB prints options there that it does not know.

use crate::dialect::mysql::SYNTAX;
use crate::sql::{Token, TokenKind, tokens, unquote};

/// A text that is not understood: what was expected, and what stands there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected} at `{found}`")]
pub(in crate::dialect::mysql) struct ParseError {
    /// What was expected.
    pub expected: &'static str,
    /// The text from there on, cut short.
    pub found: String,
}

/// How much of a text that is not understood is shown.
const SHOWN: usize = 40;

/// Where in a statement the reader stands.
pub(in crate::dialect::mysql) struct Cursor<'a> {
    sql: &'a str,
    tokens: Vec<Token<'a>>,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(in crate::dialect::mysql) fn new(sql: &'a str) -> Self {
        let read =
            |token: &Token<'_>| !matches!(token.kind, TokenKind::Space | TokenKind::LineComment | TokenKind::CodeMark);
        let mut all = Vec::with_capacity(sql.len() / 6 + 8);
        all.extend(tokens(SYNTAX, sql).filter(read));
        Cursor { sql, tokens: all, at: 0 }
    }

    pub(in crate::dialect::mysql) fn peek(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.at)
    }

    pub(in crate::dialect::mysql) fn peek_at(&self, ahead: usize) -> Option<&Token<'a>> {
        self.tokens.get(self.at + ahead)
    }

    pub(in crate::dialect::mysql) fn is_word(&self, word: &str) -> bool {
        self.peek().is_some_and(|token| token.is_word(word))
    }

    pub(in crate::dialect::mysql) fn is_punct(&self, text: &str) -> bool {
        self.peek().is_some_and(|token| token.is_punct(text))
    }

    pub(in crate::dialect::mysql) fn done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    pub(in crate::dialect::mysql) fn advance(&mut self) -> Option<Token<'a>> {
        let token = self.tokens.get(self.at).cloned();
        self.at += usize::from(token.is_some());
        token
    }

    /// Goes over these words where they stand here, all of them.
    pub(in crate::dialect::mysql) fn eat(&mut self, words: &[&str]) -> bool {
        let here = self.tokens.get(self.at..).unwrap_or_default();
        let all = here.len() >= words.len() && words.iter().zip(here).all(|(word, token)| token.is_word(word));
        self.at += if all { words.len() } else { 0 };
        all
    }

    pub(in crate::dialect::mysql) fn eat_punct(&mut self, text: &str) -> bool {
        let here = self.is_punct(text);
        self.at += usize::from(here);
        here
    }

    /// Goes over an operator (`=`, `@`).
    pub(in crate::dialect::mysql) fn eat_operator(&mut self, text: &str) -> bool {
        let here = self.peek().is_some_and(|token| token.kind == TokenKind::Operator && token.text == text);
        self.at += usize::from(here);
        here
    }

    pub(in crate::dialect::mysql) fn expect(
        &mut self,
        words: &[&str],
        expected: &'static str,
    ) -> Result<(), ParseError> {
        if self.eat(words) { Ok(()) } else { Err(self.unread(expected)) }
    }

    pub(in crate::dialect::mysql) fn expect_punct(
        &mut self,
        text: &str,
        expected: &'static str,
    ) -> Result<(), ParseError> {
        if self.eat_punct(text) { Ok(()) } else { Err(self.unread(expected)) }
    }

    /// What was not understood, in few words. The `CONNECTION` of a table may hold a password: nothing is shown from there on.
    pub(in crate::dialect::mysql) fn unread(&self, expected: &'static str) -> ParseError {
        let rest = self.peek().and_then(|token| self.sql.get(token.span.start..)).unwrap_or_default();
        let end = rest.char_indices().nth(SHOWN).map_or(rest.len(), |(end, _)| end);
        let mut found = rest.get(..end).unwrap_or_default().replace('\n', " ");
        // The word may begin within what is shown and end behind it.
        let wider = rest.char_indices().nth(SHOWN + 10).map_or(rest, |(end, _)| rest.get(..end).unwrap_or_default());
        let secret = wider.to_ascii_uppercase().find("CONNECTION");
        if let Some(at) = secret.filter(|at| *at < found.len()) {
            found.truncate(at);
            found.push_str("CONNECTION");
        } else if end < rest.len() {
            found.push('…');
        } else if rest.is_empty() {
            found.push_str("the end");
        }
        ParseError { expected, found }
    }

    /// A name, quoted or not.
    pub(in crate::dialect::mysql) fn name(&mut self) -> Result<String, ParseError> {
        match self.peek() {
            Some(token) if matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent) => {
                let name = identifier(token.text);
                self.at += 1;
                Ok(name)
            }
            // What was made under ANSI_QUOTES is printed so.
            Some(token) if token.kind == TokenKind::String && token.text.starts_with('"') => {
                let name = unquote(SYNTAX, token.text);
                self.at += 1;
                Ok(name)
            }
            _ => Err(self.unread("a name")),
        }
    }

    /// A string, as the text that it stands for.
    pub(in crate::dialect::mysql) fn string(&mut self) -> Result<String, ParseError> {
        match self.peek() {
            Some(token) if token.kind == TokenKind::String => {
                let text = unquote(SYNTAX, token.text);
                self.at += 1;
                Ok(text)
            }
            _ => Err(self.unread("a string")),
        }
    }

    /// A number.
    pub(in crate::dialect::mysql) fn number<T: std::str::FromStr>(&mut self) -> Result<T, ParseError> {
        let from = self.at;
        self.eat_operator("-");
        let token = self.advance().filter(|token| token.kind == TokenKind::Number);
        if let Some(number) = token.and_then(|_| self.between(from, self.at).parse().ok()) {
            return Ok(number);
        }
        self.at = from;
        Err(self.unread("a number"))
    }

    /// What the parenthesis here encloses, without it.
    pub(in crate::dialect::mysql) fn parens(&mut self) -> Result<&'a str, ParseError> {
        self.expect_punct("(", "`(`")?;
        let from = self.at;
        let mut depth = 0usize;
        while let Some(token) = self.peek() {
            if token.kind == TokenKind::Punct {
                match token.text {
                    "(" => depth += 1,
                    ")" if depth == 0 => {
                        self.at += 1;
                        return Ok(self.between(from, self.at - 1));
                    }
                    ")" => depth -= 1,
                    _ => {}
                }
            }
            self.at += 1;
        }
        Err(self.unread("`)`"))
    }

    /// The list of plain names in parentheses here.
    pub(in crate::dialect::mysql) fn names(&mut self) -> Result<Vec<String>, ParseError> {
        self.expect_punct("(", "`(`")?;
        let mut names = Vec::new();
        loop {
            names.push(self.name()?);
            if self.eat_punct(")") {
                return Ok(names);
            }
            self.expect_punct(",", "`,` or `)`")?;
        }
    }

    /// The text from one place up to another.
    pub(in crate::dialect::mysql) fn between(&self, from: usize, to: usize) -> &'a str {
        match (self.tokens.get(from), to.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if from < to => self.sql.get(first.span.start..last.span.end).unwrap_or_default(),
            _ => "",
        }
    }

    /// All that is left, from the next token to the last.
    pub(in crate::dialect::mysql) fn rest(&self) -> &'a str {
        self.between(self.at, self.tokens.len())
    }

    /// All that is left of the text, white space and comments included.
    pub(in crate::dialect::mysql) fn tail(&self) -> &'a str {
        let end = self.at.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(0, |last| last.span.end);
        self.sql.get(end..).unwrap_or_default()
    }

    /// The place, for [`Cursor::between`].
    pub(in crate::dialect::mysql) fn place(&self) -> usize {
        self.at
    }

    /// Goes to a place.
    pub(in crate::dialect::mysql) fn go(&mut self, place: usize) {
        self.at = place;
    }
}

/// The name that a token stands for; nearly all are in backticks with none inside.
fn identifier(text: &str) -> String {
    match text.strip_prefix('`').and_then(|inner| inner.strip_suffix('`')) {
        Some(inner) if inner.contains('`') => inner.replace("``", "`"),
        Some(inner) => inner.to_owned(),
        None => text.to_owned(),
    }
}
