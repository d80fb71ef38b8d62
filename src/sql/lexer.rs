//! The lexer: cuts a text into tokens by the lexical rules of a database.
//!
//! It is total: every byte belongs to exactly one token, in order, whatever the input; what is not closed becomes one
//! [`TokenKind::Unterminated`] token up to the end of the text. All cuts lie beside ASCII bytes, so that they are
//! always at character boundaries. Time is linear in the length of the text.

use std::ops::Range;

use super::Syntax;
use super::syntax::{Escapes, Longest};

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum TokenKind {
    /// An unquoted identifier or a keyword.
    Word,
    /// A quoted identifier: `"a"`, `U&"a"` (PostgreSQL), `` `a` `` (MySQL, SQLite), `[a]` (SQLite).
    QuotedIdent,
    /// A string literal with its prefix, if any: `'a'`, `E'a'`, `U&'a'`, `X'00'`, `N'a'`, and `"a"` for MySQL. In
    /// PostgreSQL, parts of a literal continued on the next line are one token.
    String,
    /// A dollar-quoted string literal (PostgreSQL).
    DollarString,
    /// A numeric literal, without sign.
    Number,
    /// A placeholder or variable: `$1`, `?`, `?1`, `:name`, `@name`, `@@name`, `$name`, by the syntax.
    Parameter,
    /// One of `( ) [ ] { } , ; . :`, or `..`, `::`, `:=`.
    Punct,
    /// An operator, as long as the database would read it.
    Operator,
    /// White space; also a byte-order mark where a token would start, so that files may be joined.
    Space,
    /// A comment up to the end of the line, the line end not included.
    LineComment,
    /// A comment between `/*` and `*/`.
    BlockComment,
    /// The mark that opens (`/*!`, `/*!50003`, `/*M!100100`) or closes (`*/`) code that only some servers read (MySQL,
    /// MariaDB). What stands between the two marks is ordinary tokens.
    CodeMark,
    /// A character that begins no token of this syntax.
    Other,
    /// Something opened and not closed before the end of the text, which is its end.
    Unterminated(Opened),
}

impl TokenKind {
    /// White space or a comment: what a server skips.
    pub fn is_trivia(self) -> bool {
        matches!(self, TokenKind::Space | TokenKind::LineComment | TokenKind::BlockComment)
    }
}

/// What an unterminated token opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Opened {
    /// A string literal.
    String,
    /// A quoted identifier.
    QuotedIdent,
    /// A block comment.
    BlockComment,
    /// A dollar-quoted string.
    DollarString,
}

/// A token of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token<'a> {
    /// What it is.
    pub kind: TokenKind,
    /// The token as written.
    pub text: &'a str,
    /// Byte range in the text.
    pub span: Range<usize>,
}

impl Token<'_> {
    /// Whether this is the unquoted word `word`, in any case.
    pub fn is_word(&self, word: &str) -> bool {
        self.kind == TokenKind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// Whether this is the punctuation `text`.
    pub fn is_punct(&self, text: &str) -> bool {
        self.kind == TokenKind::Punct && self.text == text
    }

    /// For a comment, what it says: without its marks and the white space around.
    pub fn comment_text(&self) -> Option<&str> {
        let text = match self.kind {
            TokenKind::LineComment => self.text.strip_prefix("--").or_else(|| self.text.strip_prefix('#')),
            TokenKind::BlockComment => self.text.strip_prefix("/*").map(|t| t.strip_suffix("*/").unwrap_or(t)),
            _ => None,
        };
        text.map(str::trim)
    }
}

/// The tokens of `sql`. Joined, their texts are `sql`.
pub fn tokens(syntax: Syntax, sql: &str) -> impl Iterator<Item = Token<'_>> {
    Lexer::new(syntax, sql)
}

/// The lexer's state. The splitter drives it and may move it over what is not SQL (a client's command line).
pub(super) struct Lexer<'a> {
    syntax: Syntax,
    sql: &'a str,
    bytes: &'a [u8],
    pos: usize,
    /// How many `/*!` are open (MySQL).
    code_depth: usize,
    /// The token before is a name: then `.1a` goes on with it and is no number (MySQL).
    after_name: bool,
    /// Up to here there are only `+` and `-`, each an operator of its own: known from the operator that they were behind,
    /// so that a long row of them is not looked through again for each.
    signs_until: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(syntax: Syntax, sql: &'a str) -> Self {
        Lexer { syntax, sql, bytes: sql.as_bytes(), pos: 0, code_depth: 0, after_name: false, signs_until: 0 }
    }

    /// Goes on at `pos`, which must be a character boundary.
    pub(super) fn seek(&mut self, pos: usize) {
        self.pos = pos;
    }

    /// Where the next token starts.
    pub(super) fn pos(&self) -> usize {
        self.pos
    }

    /// Whether the lexer stands inside `/*! … */`.
    pub(super) fn in_code_mark(&self) -> bool {
        self.code_depth > 0
    }

    /// The byte at `i`; 0, which begins no token, past the end.
    fn at(&self, i: usize) -> u8 {
        self.bytes.get(i).copied().unwrap_or(0)
    }

    fn starts(&self, i: usize, text: &str) -> bool {
        self.bytes.get(i..).is_some_and(|rest| rest.starts_with(text.as_bytes()))
    }

    /// The first index from `i` on whose byte does not satisfy `test`.
    fn run_end(&self, i: usize, test: impl Fn(u8) -> bool) -> usize {
        self.bytes
            .get(i..)
            .and_then(|rest| rest.iter().position(|&b| !test(b)))
            .map_or(self.bytes.len(), |n| i.saturating_add(n))
    }

    fn is_word_start(&self, b: u8) -> bool {
        b.is_ascii_alphabetic() || b == b'_' || b >= 0x80 || (b == b'$' && self.syntax.names.leading_dollar)
    }

    /// Kind and end of the token that starts at `self.pos`, which is before the end of the text.
    fn scan(&mut self) -> (TokenKind, usize) {
        use TokenKind::{LineComment, Operator, Other, Parameter, Punct, Space, Word};
        let i = self.pos;
        let b = self.at(i);
        let next = self.at(i + 1);
        let syntax = self.syntax;
        let (names, strings, parameters) = (&syntax.names, &syntax.strings, &syntax.parameters);
        match b {
            0xef if self.starts(i, BYTE_ORDER_MARK) => (Space, i + BYTE_ORDER_MARK.len()),
            b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => (Space, self.run_end(i, is_space)),
            b'-' if next == b'-' && (!syntax.comments.dashes_need_space || self.at(i + 2) <= b' ') => {
                (LineComment, self.line_end(i))
            }
            b'#' if syntax.comments.hash => (LineComment, self.line_end(i)),
            b'/' if next == b'*' => self.comment(i),
            b'*' if next == b'/' && self.code_depth > 0 => {
                self.code_depth -= 1;
                (TokenKind::CodeMark, i + 2)
            }
            b'\'' => self.string(i, i, strings.escapes),
            b'"' if strings.double_quotes => self.string(i, i, strings.escapes),
            b'"' => self.ident(i, i),
            b'`' if names.backticks => self.ident(i, i),
            b'[' if names.brackets => match self.bytes.get(i..).and_then(|r| r.iter().position(|&b| b == b']')) {
                Some(n) => (TokenKind::QuotedIdent, i + n + 1),
                None => (TokenKind::Unterminated(Opened::QuotedIdent), self.bytes.len()),
            },
            b'0'..=b'9' => self.number(i),
            b'.' if next.is_ascii_digit() && !(names.leading_digits && self.after_name) => self.number(i),
            b'$' if strings.dollar_quotes || parameters.dollar_number => self.dollar(i),
            b'?' if parameters.question_mark_number => (Parameter, self.run_end(i + 1, |b| b.is_ascii_digit())),
            b'?' if parameters.question_mark => (Parameter, i + 1),
            b':' | b'@' | b'$' if parameters.before_name.contains(&b) && is_word_part(next) => {
                (Parameter, self.run_end(i + 1, is_word_part))
            }
            b'@' if parameters.variables => match (next, self.at(i + 2)) {
                (b'@', n) if is_word_part(n) => (Parameter, self.run_end(i + 2, is_word_part)),
                (n, _) if is_word_part(n) || n == b'.' => {
                    (Parameter, self.run_end(i + 1, |b| is_word_part(b) || b == b'.'))
                }
                _ => (Operator, i + 1),
            },
            b':' | b'.' if syntax.punctuation.iter().any(|two| self.starts(i, two)) => (Punct, i + 2),
            b'(' | b')' | b'[' | b']' | b'{' | b'}' | b',' | b';' | b'.' | b':' => (Punct, i + 1),
            _ if self.is_word_start(b) => match self.prefixed(i) {
                Some(found) => found,
                None => (Word, self.word_end(i)),
            },
            _ if syntax.operators.characters.contains(&b) => (Operator, self.operator_end(i)),
            _ => (Other, i + 1),
        }
    }

    fn word_end(&self, i: usize) -> usize {
        self.run_end(i, is_word_part)
    }

    /// The end of the line, before its line end.
    fn line_end(&self, i: usize) -> usize {
        let lone = self.syntax.comments.carriage_return_ends;
        let end = self.run_end(i, |b| b != b'\n' && !(lone && b == b'\r'));
        // The `\r` of a `\r\n` is white space, not comment.
        if end > i && self.at(end) == b'\n' && self.at(end - 1) == b'\r' { end - 1 } else { end }
    }

    fn comment(&mut self, i: usize) -> (TokenKind, usize) {
        if self.syntax.comments.code_marks
            && let Some(end) = self.code_mark(i)
        {
            self.code_depth += 1;
            return (TokenKind::CodeMark, end);
        }
        let nested = self.syntax.comments.nested;
        let mut depth = 1usize;
        let mut at = i + 2;
        while at < self.bytes.len() {
            match (self.at(at), self.at(at + 1)) {
                (b'*', b'/') => {
                    depth -= 1;
                    at += 2;
                    if depth == 0 {
                        return (TokenKind::BlockComment, at);
                    }
                }
                (b'/', b'*') if nested => {
                    depth += 1;
                    at += 2;
                }
                _ => at += 1,
            }
        }
        (TokenKind::Unterminated(Opened::BlockComment), self.bytes.len())
    }

    /// The end of a `/*!50003` or `/*M!100100` at `i`; `None` where it is an ordinary comment.
    fn code_mark(&self, i: usize) -> Option<usize> {
        let bang = match (self.at(i + 2), self.at(i + 3)) {
            (b'!', _) => i + 3,
            (b'M', b'!') => i + 4,
            _ => return None,
        };
        let digits = self.run_end(bang, |b| b.is_ascii_digit()).min(bang + 6);
        // 999999 is no server's version: the dump tools write notes to their own client that way.
        match digits - bang {
            6 if self.starts(bang, "999999") => None,
            5 | 6 => Some(digits),
            _ => Some(bang),
        }
    }

    /// A literal whose quote stands at `quote`; the token starts at `start` (its prefix).
    fn string(&self, start: usize, quote: usize, escapes: Escapes) -> (TokenKind, usize) {
        debug_assert!(start <= quote);
        let mut open = quote;
        loop {
            let Some(end) = self.quoted(open, escapes.backslash()) else {
                return (TokenKind::Unterminated(Opened::String), self.bytes.len());
            };
            match self.continued(end) {
                Some(again) => open = again,
                None => return (TokenKind::String, end),
            }
        }
    }

    fn ident(&self, start: usize, quote: usize) -> (TokenKind, usize) {
        debug_assert!(start <= quote);
        match self.quoted(quote, false) {
            Some(end) => (TokenKind::QuotedIdent, end),
            None => (TokenKind::Unterminated(Opened::QuotedIdent), self.bytes.len()),
        }
    }

    /// The end of what the quote at `open` encloses, a doubled quote standing for itself.
    fn quoted(&self, open: usize, backslash: bool) -> Option<usize> {
        let quote = self.at(open);
        let mut at = open + 1;
        while let Some(&b) = self.bytes.get(at) {
            if b == quote {
                if self.at(at + 1) != quote {
                    return Some(at + 1);
                }
                at += 2;
            } else if b == b'\\' && backslash {
                at += 2;
            } else {
                at += 1;
            }
        }
        None
    }

    /// Where a literal that ended at `end` goes on: a quote after white space that holds a line end.
    fn continued(&self, end: usize) -> Option<usize> {
        if !self.syntax.strings.continued {
            return None;
        }
        let mut at = self.run_end(end, |b| matches!(b, b' ' | b'\t' | 0x0b | 0x0c));
        if !matches!(self.at(at), b'\n' | b'\r') {
            return None;
        }
        loop {
            at = self.run_end(at, is_space);
            if self.at(at) == b'-' && self.at(at + 1) == b'-' {
                at = self.run_end(at, |b| b != b'\n' && b != b'\r');
            } else {
                return (self.at(at) == b'\'').then_some(at);
            }
        }
    }

    /// A literal or identifier with a prefix (`E'…'`, `U&"…"`, `X'…'`) at `i`.
    fn prefixed(&self, i: usize) -> Option<(TokenKind, usize)> {
        let length = (1..3).find(|&length| matches!(self.at(i + length), b'\'' | b'"'))?;
        let text = self.sql.get(i..i + length)?;
        let known = self.syntax.strings.prefixes.iter().find(|known| known.text.eq_ignore_ascii_case(text))?;
        match self.at(i + length) {
            b'\'' => Some(self.string(i, i + length, known.escapes)),
            _ if known.identifiers => Some(self.ident(i, i + length)),
            _ => None,
        }
    }

    /// A dollar-quoted string, a `$1`, or a lone `$`.
    fn dollar(&self, i: usize) -> (TokenKind, usize) {
        if self.syntax.parameters.dollar_number && self.at(i + 1).is_ascii_digit() {
            return (TokenKind::Parameter, self.run_end(i + 1, |b| b.is_ascii_digit()));
        }
        let tag = self.run_end(i + 1, |b| b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80);
        if !self.syntax.strings.dollar_quotes || self.at(tag) != b'$' {
            return (TokenKind::Other, i + 1);
        }
        let delimiter = self.sql.get(i..tag + 1).unwrap_or("$$");
        match self.sql.get(tag + 1..).and_then(|body| body.find(delimiter)) {
            Some(n) => (TokenKind::DollarString, tag + 1 + n + delimiter.len()),
            None => (TokenKind::Unterminated(Opened::DollarString), self.bytes.len()),
        }
    }

    fn number(&self, i: usize) -> (TokenKind, usize) {
        let digit = |b: u8| b.is_ascii_digit() || b == b'_';
        if self.at(i) == b'0'
            && matches!(self.at(i + 1) | 0x20, b'x' | b'o' | b'b')
            && self.at(i + 2).is_ascii_hexdigit()
        {
            let end = self.run_end(i + 2, |b| b.is_ascii_hexdigit() || b == b'_');
            if !self.syntax.names.leading_digits || !is_word_part(self.at(end)) {
                return (TokenKind::Number, end);
            }
        }
        let mut end = self.run_end(i, digit);
        let exponent = |at: usize| {
            let sign = matches!(self.at(at + 1), b'+' | b'-');
            let first = at + 1 + usize::from(sign);
            (self.at(at) | 0x20 == b'e' && self.at(first).is_ascii_digit()).then(|| self.run_end(first, digit))
        };
        // Where a name may start with digits, it may not be made of them alone.
        if self.syntax.names.leading_digits
            && self.at(i) != b'.'
            && is_word_part(self.at(end))
            && exponent(end).is_none()
        {
            return (TokenKind::Word, self.word_end(i));
        }
        // `1..10` is a range (PL/pgSQL, MariaDB), not `1.` and `.10`.
        if self.at(end) == b'.' && self.at(end + 1) != b'.' {
            end = self.run_end(end + 1, digit);
        }
        (TokenKind::Number, exponent(end).unwrap_or(end))
    }

    fn operator_end(&mut self, i: usize) -> usize {
        if i < self.signs_until {
            return i + 1;
        }
        let special = match self.syntax.operators.longest {
            Longest::Listed(long) => return i + long.iter().find(|op| self.starts(i, op)).map_or(1, |op| op.len()),
            Longest::Run { special } => special,
        };
        // As PostgreSQL's own scanner: the longest run of operator characters that no comment starts in; a trailing
        // `+` or `-` belongs to it only where it holds a character that no standard operator has.
        let run = self.run_end(i, |b| self.syntax.operators.characters.contains(&b));
        let mut end = i + 1;
        while end < run && !self.starts(end, "--") && !self.starts(end, "/*") {
            end += 1;
        }
        if !self.bytes.get(i..end).is_some_and(|op| op.iter().any(|b| special.contains(b))) {
            self.signs_until = end;
            while end > i + 1 && matches!(self.at(end - 1), b'+' | b'-') {
                end -= 1;
            }
        }
        end
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if self.pos >= self.bytes.len() {
            return None;
        }
        let start = self.pos;
        let (kind, end) = self.scan();
        self.pos = end;
        self.after_name = matches!(kind, TokenKind::Word | TokenKind::QuotedIdent);
        let text = self.sql.get(start..end).unwrap_or_default();
        debug_assert!(!text.is_empty(), "a token that is empty or cuts a character");
        Some(Token { kind, text, span: start..end })
    }
}

pub(super) fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

fn is_word_part(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_' || b == b'$' || b >= 0x80
}
