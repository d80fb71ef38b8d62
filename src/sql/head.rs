//! The head of a statement, read word by word: no parser of a whole language, but what its first words say of what it is about.

use super::{Syntax, Token, TokenKind, unquote};

/// The parts of a name that may be qualified, each as the database stores it.
pub type NameParts = Vec<String>;

/// A place among the tokens of a statement.
pub(crate) struct Words<'a> {
    pub syntax: Syntax,
    pub sql: &'a str,
    pub tokens: &'a [Token<'a>],
    /// The token that is next.
    pub at: usize,
}

impl<'a> Words<'a> {
    /// At the beginning of `sql`, of which these are the tokens.
    pub(crate) fn new(syntax: Syntax, sql: &'a str, tokens: &'a [Token<'a>]) -> Self {
        Words { syntax, sql, tokens, at: 0 }
    }

    /// The next token.
    pub(crate) fn peek(&self) -> Option<&'a Token<'a>> {
        self.tokens.get(self.at)
    }

    /// The next token, if it is this word.
    pub(crate) fn take(&mut self, word: &str) -> bool {
        let found = self.peek().is_some_and(|token| token.is_word(word));
        self.at += usize::from(found);
        found
    }

    /// The next token, if it is this punctuation.
    pub(crate) fn take_punct(&mut self, text: &str) -> bool {
        let found = self.peek().is_some_and(|token| token.is_punct(text));
        self.at += usize::from(found);
        found
    }

    /// Takes words that stand in a row, or none of them.
    pub(crate) fn take_all(&mut self, words: &[&str]) {
        let found = words
            .iter()
            .enumerate()
            .all(|(n, word)| self.tokens.get(self.at + n).is_some_and(|token| token.is_word(word)));
        self.at += if found { words.len() } else { 0 };
    }

    /// A part of a name.
    pub(crate) fn part(&mut self) -> Option<String> {
        let token = self.peek().filter(|token| {
            matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent)
                || token.kind == TokenKind::String && token.text.starts_with('"')
        })?;
        self.at += 1;
        Some(unquote(self.syntax, token.text))
    }

    /// A name that may be qualified.
    pub(crate) fn name(&mut self) -> Option<NameParts> {
        let mut parts = vec![self.part()?];
        while self.take_punct(".") {
            parts.push(self.part()?);
        }
        Some(parts)
    }

    /// Goes to the comma that ends an action, or to the end.
    pub(crate) fn skip_clause(&mut self) {
        let mut depth = 0usize;
        while let Some(token) = self.peek() {
            match token.text {
                "(" => depth += 1,
                ")" => depth = depth.saturating_sub(1),
                "," if depth == 0 => return,
                _ => {}
            }
            self.at += 1;
        }
    }
}
