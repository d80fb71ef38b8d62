//! A place among the tokens of a statement: what reads the head of a statement moves it along.
//!
//! It takes what it is asked for or stays where it is, so that a reader is a list of attempts. White space, comments and
//! the marks around code of some servers are not seen.

use std::ops::Range;

use super::{NameParts, Syntax, Token, TokenKind, significant, unquote};

/// See the module.
#[derive(Clone)]
pub struct Cursor<'a> {
    syntax: Syntax,
    sql: &'a str,
    tokens: Vec<Token<'a>>,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// Before the first token of `sql`.
    pub fn new(syntax: Syntax, sql: &'a str) -> Self {
        Cursor { syntax, sql, tokens: significant(syntax, sql).collect(), at: 0 }
    }

    /// How many tokens lie behind.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Goes to where it was before.
    pub fn back_to(&mut self, at: usize) {
        self.at = at;
    }

    /// The next token.
    pub fn peek(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.at)
    }

    /// The token `n` behind the next one.
    pub fn peek_at(&self, n: usize) -> Option<&Token<'a>> {
        self.tokens.get(self.at + n)
    }

    /// Whether the next token is this word.
    pub fn is(&self, word: &str) -> bool {
        self.peek().is_some_and(|token| token.is_word(word))
    }

    /// Whether the next token is one of these words.
    pub fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    /// Whether the next token is this punctuation.
    pub fn is_punct(&self, text: &str) -> bool {
        self.peek().is_some_and(|token| token.is_punct(text))
    }

    /// Whether the word stands anywhere in the statement.
    pub fn says(&self, word: &str) -> bool {
        self.tokens.iter().any(|token| token.is_word(word))
    }

    /// Whether nothing is left.
    pub fn is_at_end(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// Takes a token, whatever it is.
    pub fn skip(&mut self) {
        self.at += 1;
    }

    /// Takes a word; whether it was there.
    pub fn take(&mut self, word: &str) -> bool {
        let found = self.is(word);
        self.at += usize::from(found);
        found
    }

    /// Takes the first of these words that is there.
    pub fn take_any<'w>(&mut self, words: &[&'w str]) -> Option<&'w str> {
        words.iter().copied().find(|word| self.take(word))
    }

    /// Takes a punctuation; whether it was there.
    pub fn take_punct(&mut self, text: &str) -> bool {
        let found = self.is_punct(text);
        self.at += usize::from(found);
        found
    }

    /// Takes words that stand in a row, or none of them; whether they were there.
    pub fn take_all(&mut self, words: &[&str]) -> bool {
        let found = words
            .iter()
            .enumerate()
            .all(|(n, word)| self.tokens.get(self.at + n).is_some_and(|token| token.is_word(word)));
        self.at += if found { words.len() } else { 0 };
        found
    }

    /// Takes one part of a name, as the database stores it.
    pub fn part(&mut self) -> Option<String> {
        let token = self.peek().filter(|token| {
            matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent)
                || token.kind == TokenKind::String && token.text.starts_with('"')
        })?;
        let part = unquote(self.syntax, token.text);
        self.at += 1;
        Some(part)
    }

    /// Takes a name that may be qualified.
    pub fn name(&mut self) -> Option<NameParts> {
        let mut parts = vec![self.part()?];
        while self.take_punct(".") {
            parts.push(self.part()?);
        }
        Some(parts)
    }

    /// Takes a string; its value.
    pub fn string(&mut self) -> Option<String> {
        let token = self.peek().filter(|token| matches!(token.kind, TokenKind::String | TokenKind::DollarString))?;
        let value = unquote(self.syntax, token.text);
        self.at += 1;
        Some(value)
    }

    /// From a parenthesis that opens, goes behind the one that closes it; whether one was there.
    pub fn skip_group(&mut self) -> bool {
        if !self.is_punct("(") {
            return false;
        }
        self.at += 1;
        self.skip_while(|_| true);
        self.take_punct(")");
        true
    }

    /// Goes to the comma or the parenthesis that ends a clause, or to the end.
    pub fn skip_clause(&mut self) {
        self.skip_while(|token| !token.is_punct(","));
    }

    /// Goes on while `goes_on` holds of the tokens outside of parentheses; never over one that closes what was not opened.
    pub fn skip_while(&mut self, goes_on: impl Fn(&Token<'a>) -> bool) {
        let mut depth = 0usize;
        while let Some(token) = self.tokens.get(self.at) {
            if depth == 0 && (token.is_punct(")") || !goes_on(token)) {
                return;
            }
            if token.is_punct("(") {
                depth += 1;
            } else if token.is_punct(")") {
                depth -= 1;
            }
            self.at += 1;
        }
    }

    /// The tokens from the one numbered `from` up to here.
    pub fn taken(&self, from: usize) -> &[Token<'a>] {
        self.tokens.get(from..self.at.min(self.tokens.len())).unwrap_or_default()
    }

    /// The bytes of those tokens.
    pub fn span(&self, from: usize) -> Range<usize> {
        match self.taken(from) {
            [] => self.peek().map_or(self.sql.len()..self.sql.len(), |token| token.span.start..token.span.start),
            [only] => only.span.clone(),
            [first, .., last] => first.span.start..last.span.end,
        }
    }

    /// Those tokens as they are written.
    pub fn text(&self, from: usize) -> &'a str {
        self.sql.get(self.span(from)).unwrap_or_default()
    }
}
