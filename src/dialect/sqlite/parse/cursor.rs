//! A walk over the tokens of one statement.

use std::ops::Range;

use crate::dialect::sqlite::SYNTAX;
use crate::sql::{Token, TokenKind, tokens, unquote};

/// A text that is not understood: what was expected, and what stands there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected} at `{found}`")]
pub(crate) struct ParseError {
    /// What was expected.
    pub expected: &'static str,
    /// The text from there on, cut short.
    pub found: String,
}

/// Where in a statement the reader stands.
pub(crate) struct Cursor<'a> {
    sql: &'a str,
    tokens: Vec<Token<'a>>,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(sql: &'a str) -> Self {
        // A word and a space take about as many bytes.
        let mut all = Vec::with_capacity(sql.len() / 6 + 4);
        all.extend(tokens(SYNTAX, sql).filter(|token| !token.kind.is_trivia()));
        Cursor { sql, tokens: all, at: 0 }
    }

    /// Over the first tokens alone, as far as the head of any CREATE statement goes.
    pub(crate) fn of_head(sql: &'a str) -> Self {
        /// `CREATE UNIQUE INDEX IF NOT EXISTS main.name ON table (`, and some more.
        const HEAD: usize = 16;
        let tokens = tokens(SYNTAX, sql).filter(|token| !token.kind.is_trivia()).take(HEAD).collect();
        Cursor { sql, tokens, at: 0 }
    }

    pub(crate) fn peek(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.at)
    }

    pub(crate) fn peek_second(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.at + 1)
    }

    pub(crate) fn is_word(&self, word: &str) -> bool {
        self.peek().is_some_and(|token| token.is_word(word))
    }

    pub(crate) fn is_punct(&self, text: &str) -> bool {
        self.peek().is_some_and(|token| token.is_punct(text))
    }

    pub(crate) fn done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    pub(crate) fn advance(&mut self) -> Option<Token<'a>> {
        let token = self.tokens.get(self.at).cloned();
        self.at += usize::from(token.is_some());
        token
    }

    /// Goes over these words where they stand here, all of them.
    pub(crate) fn eat(&mut self, words: &[&str]) -> bool {
        let here = self.tokens.get(self.at..).unwrap_or_default();
        let all = here.len() >= words.len() && words.iter().zip(here).all(|(word, token)| token.is_word(word));
        if all {
            self.at += words.len();
        }
        all
    }

    pub(crate) fn eat_punct(&mut self, text: &str) -> bool {
        let here = self.is_punct(text);
        self.at += usize::from(here);
        here
    }

    pub(crate) fn expect(&mut self, words: &[&str], expected: &'static str) -> Result<(), ParseError> {
        if self.eat(words) { Ok(()) } else { Err(self.unread(expected)) }
    }

    pub(crate) fn expect_punct(&mut self, text: &str, expected: &'static str) -> Result<(), ParseError> {
        if self.eat_punct(text) { Ok(()) } else { Err(self.unread(expected)) }
    }

    pub(crate) fn unread(&self, expected: &'static str) -> ParseError {
        let rest = self.rest();
        let found = match rest.char_indices().nth(40) {
            Some((cut, _)) => format!("{}…", rest.get(..cut).unwrap_or_default()),
            None if rest.is_empty() => "the end".to_owned(),
            None => rest.to_owned(),
        };
        ParseError { expected, found }
    }

    /// A name in any of the four styles, and in SQLite also as a string.
    pub(crate) fn name(&mut self) -> Result<String, ParseError> {
        match self.peek() {
            Some(token) if matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent | TokenKind::String) => {
                let name = unquote(SYNTAX, token.text);
                self.at += 1;
                Ok(name)
            }
            _ => Err(self.unread("a name")),
        }
    }

    /// A name that may be qualified by that of its database; the qualifier says nothing here.
    pub(crate) fn qualified(&mut self) -> Result<String, ParseError> {
        let name = self.name()?;
        if self.eat_punct(".") { self.name() } else { Ok(name) }
    }

    /// What the parenthesis here encloses, without it.
    pub(crate) fn parens(&mut self) -> Result<&'a str, ParseError> {
        self.expect_punct("(", "`(`")?;
        let from = self.at;
        let mut depth = 0usize;
        while let Some(token) = self.advance() {
            if token.is_punct("(") {
                depth += 1;
            } else if token.is_punct(")") {
                match depth.checked_sub(1) {
                    Some(outer) => depth = outer,
                    None => return Ok(self.between(from, self.at - 1)),
                }
            }
        }
        Err(self.unread("`)`"))
    }

    /// The elements of the list in parentheses here, cut at its commas.
    pub(crate) fn list(&mut self) -> Result<Vec<&'a str>, ParseError> {
        self.expect_punct("(", "`(`")?;
        let mut elements = Vec::new();
        let mut depth = 0usize;
        let mut start = self.at;
        while let Some(token) = self.advance() {
            if token.is_punct("(") {
                depth += 1;
            } else if token.is_punct(")") {
                if let Some(outer) = depth.checked_sub(1) {
                    depth = outer;
                } else {
                    elements.push(self.between(start, self.at - 1));
                    return Ok(elements);
                }
            } else if token.is_punct(",") && depth == 0 {
                elements.push(self.between(start, self.at - 1));
                start = self.at;
            }
        }
        Err(self.unread("`)`"))
    }

    /// All that is left, without a closing `;`.
    pub(crate) fn rest(&self) -> &'a str {
        let end = self.tokens.iter().rposition(|token| !token.is_punct(";")).map_or(0, |last| last + 1);
        self.between(self.at, end)
    }

    /// The text from one place up to another.
    pub(crate) fn between(&self, from: usize, to: usize) -> &'a str {
        match (self.tokens.get(from), to.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if from < to => self.sql.get(first.span.start..last.span.end).unwrap_or_default(),
            _ => "",
        }
    }

    /// Where in the text the tokens from one place up to another stand.
    pub(super) fn span(&self, from: usize, to: usize) -> Range<usize> {
        match (self.tokens.get(from), to.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if from < to => first.span.start..last.span.end,
            (Some(first), _) => first.span.start..first.span.start,
            _ => self.sql.len()..self.sql.len(),
        }
    }

    /// The place, for [`Cursor::between`].
    pub(crate) fn place(&self) -> usize {
        self.at
    }
}
