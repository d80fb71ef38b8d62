//! The splitter: a script as the statements that the database's own client would send, one at a time.
//!
//! Servers run several statements sent at once as one implicit transaction, or do not say which of them failed; so a
//! script is cut here and sent a statement at a time. What is for the client and not for the server (psql's `\`
//! commands, the sqlite3 shell's dot commands, the data of `COPY … FROM stdin`) is kept apart and named by
//! [`super::control`]; the mysql client's `DELIMITER` lines are obeyed and left out.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use super::lexer::Lexer;
use super::{Body, Opened, Syntax, Token, TokenKind, client, words};
use crate::error::{Fault, Place};

/// One statement of a script.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Statement {
    /// The statement as written, from its first token to its last: no comment before or after it, no `;` at its end.
    pub text: String,
    /// Where `text` stands in the script, in bytes.
    pub span: Range<usize>,
    /// The line of the first token, from 1.
    pub line: usize,
    /// What the comments directly before it say, in order, without their marks. A comment behind the statement
    /// before, on its last line, belongs to that one and is left out.
    pub comments: Vec<String>,
    /// The lines that follow a `COPY … FROM stdin`, without the closing `\.` (PostgreSQL).
    pub copy_data: Option<String>,
}

/// What keeps a script from being split.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SplitFault {
    /// A string literal is not closed.
    String,
    /// A quoted identifier is not closed.
    QuotedIdent,
    /// A block comment is not closed.
    Comment,
    /// A dollar-quoted string is not closed.
    DollarString,
    /// The body of a trigger or routine has no END, or the parentheses of a rule are not closed.
    Body,
    /// `DELIMITER` has no argument.
    Delimiter,
    /// Something stands behind `COPY … FROM stdin;` on its line, where its data must begin on the next.
    CopyLine,
}

/// A script cannot be split: something in it is opened and never closed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{} on line {line} {}", self.thing(), self.fate())]
pub struct SplitError {
    /// What is wrong.
    pub fault: SplitFault,
    /// Where it begins, in bytes: from the opening mark to the end of its line.
    pub span: Range<usize>,
    /// The line it begins on, from 1.
    pub line: usize,
}

impl SplitError {
    fn thing(&self) -> &'static str {
        match self.fault {
            SplitFault::String => "the string that starts",
            SplitFault::QuotedIdent => "the quoted identifier that starts",
            SplitFault::Comment => "the comment that starts",
            SplitFault::DollarString => "the dollar-quoted string that starts",
            SplitFault::Body => "the statement that starts",
            SplitFault::Delimiter => "DELIMITER",
            SplitFault::CopyLine => "COPY … FROM stdin",
        }
    }

    fn fate(&self) -> &'static str {
        match self.fault {
            SplitFault::Body => "has a body that is never ended",
            SplitFault::Delimiter => "names no delimiter",
            SplitFault::CopyLine => "is followed by something else on its line",
            _ => "is never closed",
        }
    }

    /// The place to draw the fault at, in the file `path` whose whole text is `text`.
    ///
    /// `offset` is where the text that was split starts in that file, in bytes.
    pub fn place(&self, path: PathBuf, text: Arc<str>, offset: usize) -> Place {
        let span = self.span.start.saturating_add(offset)..self.span.end.saturating_add(offset);
        Place { path, text, span, label: self.fate().to_owned() }
    }
}

impl Fault for SplitError {
    fn code(&self) -> &'static str {
        match self.fault {
            SplitFault::String => "sql-string-not-closed",
            SplitFault::QuotedIdent => "sql-identifier-not-closed",
            SplitFault::Comment => "sql-comment-not-closed",
            SplitFault::DollarString => "sql-dollar-quote-not-closed",
            SplitFault::Body => "sql-body-not-ended",
            SplitFault::Delimiter => "sql-delimiter-missing",
            SplitFault::CopyLine => "sql-copy-line",
        }
    }

    fn help(&self) -> Option<String> {
        Some(
            match self.fault {
                SplitFault::String => "close it with a quote; a quote inside a string is written twice: 'it''s'",
                SplitFault::QuotedIdent => "close it with the quote it was opened with",
                SplitFault::Comment => "close it with */ (in PostgreSQL, comments nest: each /* needs its own)",
                SplitFault::DollarString => "close it with the tag it was opened with, as in $body$ … $body$",
                SplitFault::Body => "end the body with END and each parenthesis with its own",
                SplitFault::Delimiter => "write DELIMITER $$ on a line of its own, and DELIMITER ; after the body",
                SplitFault::CopyLine => "begin the data on the next line and end it with a line of \\.",
            }
            .to_owned(),
        )
    }
}

/// The statements of `sql`, in order. Empty ones are left out; the last needs no `;`.
///
/// # Errors
/// Where a string, an identifier, a comment or a body is opened and never closed.
pub fn split(syntax: Syntax, sql: &str) -> Result<Vec<Statement>, SplitError> {
    let mut splitter = Splitter::new(syntax, sql, None);
    splitter.run()?;
    Ok(splitter.statements)
}

/// A comment on a line of its own that divides a script.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Divider {
    /// The comment, in bytes.
    pub span: Range<usize>,
    /// Where the statement starts that it ends, if the `;` of that is left out.
    pub ends: Option<usize>,
}

/// The comments of `sql` that divide it, `looks` says by their text which they are, and what keeps the rest from being read.
///
/// A divider stands on a line of its own and outside of every token that spans lines. Within a statement it is a comment as
/// any other if it stands in parentheses, in a body, or if [`WHOLE`] stands before the statement; else it ends the
/// statement, as the end of the text does.
pub fn dividers(syntax: Syntax, sql: &str, looks: &dyn Fn(&str) -> bool) -> (Vec<Divider>, Option<SplitError>) {
    let mut splitter = Splitter::new(syntax, sql, Some(looks));
    let fault = splitter.run().err();
    (splitter.dividers, fault)
}

/// What a comment says before a statement that only its `;` ends, whatever comments stand in it.
pub const WHOLE: &str = "migrate:whole";

/// A statement being read.
struct Open {
    span: Range<usize>,
    line: usize,
    body: Box<dyn Body>,
    /// How many parentheses are open.
    depth: usize,
    /// Whether only its `;` ends it.
    whole: bool,
}

struct Splitter<'a> {
    syntax: Syntax,
    sql: &'a str,
    lexer: Lexer<'a>,
    /// The mysql client's delimiter, where it is not `;`.
    delimiter: Option<String>,
    /// A position and its line: lines are counted once, forward.
    counted: (usize, usize),
    comments: Vec<String>,
    /// Whether a line has begun since the last statement.
    fresh_line: bool,
    statements: Vec<Statement>,
    /// Which comments may divide the text. Where this is asked, statements are not kept.
    looks: Option<&'a dyn Fn(&str) -> bool>,
    dividers: Vec<Divider>,
}

impl<'a> Splitter<'a> {
    fn new(syntax: Syntax, sql: &'a str, looks: Option<&'a dyn Fn(&str) -> bool>) -> Self {
        Splitter {
            syntax,
            sql,
            lexer: Lexer::new(syntax, sql),
            delimiter: None,
            counted: (0, 1),
            comments: Vec::new(),
            fresh_line: true,
            statements: Vec::new(),
            looks,
            dividers: Vec::new(),
        }
    }

    fn run(&mut self) -> Result<(), SplitError> {
        let mut open: Option<Open> = None;
        let mut code_mark = None;
        while let Some(token) = self.lexer.next() {
            match token.kind {
                TokenKind::Unterminated(opened) => return Err(self.unterminated(opened, token.span.start)),
                kind if kind.is_trivia() => {
                    if self.divides(&token, open.as_ref()) {
                        let ends = open.take().map(|statement| statement.span.start);
                        self.dividers.push(Divider { span: token.span, ends });
                        self.delimiter = None;
                        self.rest();
                    } else if open.is_none() {
                        self.trivia(&token);
                    }
                    continue;
                }
                TokenKind::CodeMark if self.lexer.in_code_mark() => code_mark = Some(token.span.start),
                _ => {}
            }
            if open.is_none() && client::is_client_line(self.syntax, &token) {
                self.client_line(token.span.start)?;
                continue;
            }
            let token = match self.find_end(token) {
                Found::Token(token) => token,
                Found::End { before } => {
                    if let Some(token) = before {
                        self.grow(&mut open, &token);
                    }
                    // Behind a delimiter of the client's, a `;` may still stand before it.
                    if let Some(statement) = open.take() {
                        self.finish(statement, true)?;
                    }
                    self.rest();
                    continue;
                }
            };
            if token.is_punct(";") {
                let ends = open.as_mut().is_none_or(|statement| statement.body.semicolon());
                if ends && self.delimiter.is_none() && !self.lexer.in_code_mark() {
                    if let Some(statement) = open.take() {
                        self.finish(statement, false)?;
                    }
                    self.rest();
                    continue;
                }
            }
            self.grow(&mut open, &token);
        }
        if self.lexer.in_code_mark()
            && let Some(start) = code_mark
        {
            return Err(self.error(SplitFault::Comment, start));
        }
        if let Some(statement) = open {
            if self.delimiter.is_none() && statement.body.open() {
                return Err(self.error(SplitFault::Body, statement.span.start));
            }
            let strip = self.delimiter.is_some();
            self.finish(statement, strip)?;
        }
        Ok(())
    }

    /// Whether a comment divides the text.
    fn divides(&self, token: &Token<'_>, open: Option<&Open>) -> bool {
        let Some(looks) = self.looks else { return false };
        if token.kind != TokenKind::LineComment || self.lexer.in_code_mark() || !looks(token.text) {
            return false;
        }
        // A byte-order mark stands where files were joined.
        let blank = |c: char| c != '\n' && (c.is_whitespace() || c == '\u{feff}');
        let before = self.sql.get(..token.span.start).unwrap_or_default().trim_end_matches(blank);
        let inside = |statement: &Open| {
            statement.whole || statement.depth > 0 || statement.body.open() || self.delimiter.is_some()
        };
        (before.is_empty() || before.ends_with('\n')) && !open.is_some_and(inside)
    }

    /// A token becomes part of the open statement, or opens one.
    fn grow(&mut self, open: &mut Option<Open>, token: &Token<'a>) {
        let statement = if let Some(statement) = open {
            statement
        } else {
            let line = self.line_of(token.span.start);
            let said = |comment: &String| comment.split_whitespace().collect::<String>() == WHOLE;
            let whole = self.comments.iter().any(said);
            open.insert(Open { span: token.span.clone(), line, body: (self.syntax.body)(), depth: 0, whole })
        };
        statement.span.end = token.span.end;
        if token.is_punct("(") {
            statement.depth += 1;
        } else if token.is_punct(")") {
            statement.depth = statement.depth.saturating_sub(1);
        }
        if token.kind != TokenKind::CodeMark && !token.is_punct(";") {
            statement.body.feed(token);
        }
    }

    fn trivia(&mut self, token: &Token<'_>) {
        match token.comment_text() {
            Some(text) if self.fresh_line => self.comments.push(text.to_owned()),
            _ => {}
        }
        self.fresh_line |= token.text.contains('\n');
    }

    /// Behind the end of a statement, or of an empty one.
    fn rest(&mut self) {
        self.comments.clear();
        self.fresh_line = false;
    }

    /// With a delimiter of the client's: cuts `token` where the delimiter stands in it.
    fn find_end<'t>(&mut self, token: Token<'t>) -> Found<'t> {
        let Some(delimiter) = &self.delimiter else { return Found::Token(token) };
        let whole = matches!(token.kind, TokenKind::String | TokenKind::QuotedIdent | TokenKind::CodeMark);
        if whole || self.lexer.in_code_mark() {
            return Found::Token(token);
        }
        let here =
            token.text.char_indices().map(|(i, _)| i).find(|&i| {
                self.sql.get(token.span.start + i..).is_some_and(|rest| rest.starts_with(delimiter.as_str()))
            });
        let Some(cut) = here else { return Found::Token(token) };
        let end = token.span.start + cut;
        self.lexer.seek(end + delimiter.len());
        let text = token.text.get(..cut).unwrap_or_default();
        let before = (cut > 0).then_some(Token { kind: token.kind, text, span: token.span.start..end });
        Found::End { before }
    }

    /// Ends a statement. `strip`: takes a `;` at its end away, with what stands before it.
    fn finish(&mut self, statement: Open, strip: bool) -> Result<(), SplitError> {
        let mut text = self.sql.get(statement.span.clone()).unwrap_or_default();
        if strip {
            text = text.trim_end_matches(|c: char| c == ';' || c.is_ascii_whitespace());
            if text.is_empty() {
                return Ok(());
            }
        }
        let span = statement.span.start..statement.span.start + text.len();
        let copies = self.syntax.copy_data
            && text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("copy"))
            && words::copies_from_stdin(self.syntax, text);
        self.push(text, span, statement.line);
        if copies { self.copy_data() } else { Ok(()) }
    }

    fn push(&mut self, text: &str, span: Range<usize>, line: usize) {
        let comments = std::mem::take(&mut self.comments);
        if self.looks.is_some() {
            return;
        }
        self.statements.push(Statement { text: text.to_owned(), span, line, comments, copy_data: None });
    }

    /// A line for the client that starts at `start`.
    fn client_line(&mut self, start: usize) -> Result<(), SplitError> {
        let rest = self.sql.get(start..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        self.lexer.seek(start + line.len());
        let line = line.trim_end();
        if let Some(delimiter) = client::delimiter(self.syntax, line) {
            if delimiter.is_empty() {
                return Err(self.error(SplitFault::Delimiter, start));
            }
            self.delimiter = (delimiter != ";").then(|| delimiter.to_owned());
            self.rest();
            return Ok(());
        }
        let number = self.line_of(start);
        self.push(line, start..start + line.len(), number);
        self.rest();
        let copies = self.syntax.copy_data && client::name(line) == "\\copy";
        if copies && words::copies_from_stdin(self.syntax, line) { self.copy_data() } else { Ok(()) }
    }

    /// Takes the lines behind a `COPY … FROM stdin;` up to `\.` as its data.
    fn copy_data(&mut self) -> Result<(), SplitError> {
        let from = self.lexer.pos();
        let rest = self.sql.get(from..).unwrap_or_default();
        let (same_line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let same_line = same_line.trim();
        if !same_line.is_empty() && !same_line.starts_with("--") {
            return Err(self.error(SplitFault::CopyLine, from));
        }
        let start = self.sql.len() - after.len();
        let mut end = start;
        let mut next = start;
        for line in after.split_inclusive('\n') {
            next += line.len();
            if line.trim_end_matches(['\r', '\n']) == "\\." {
                break;
            }
            end = next;
        }
        self.lexer.seek(next);
        if let Some(statement) = self.statements.last_mut() {
            statement.copy_data = Some(self.sql.get(start..end).unwrap_or_default().to_owned());
        }
        Ok(())
    }

    /// The line of the byte at `pos`, which is never before one asked for earlier.
    fn line_of(&mut self, pos: usize) -> usize {
        let (from, line) = self.counted;
        let new = self.sql.as_bytes().get(from..pos).map_or(0, |bytes| bytes.iter().filter(|&&b| b == b'\n').count());
        self.counted = (pos.max(from), line + new);
        line + new
    }

    fn unterminated(&mut self, opened: Opened, start: usize) -> SplitError {
        let fault = match opened {
            Opened::String => SplitFault::String,
            Opened::QuotedIdent => SplitFault::QuotedIdent,
            Opened::BlockComment => SplitFault::Comment,
            Opened::DollarString => SplitFault::DollarString,
        };
        self.error(fault, start)
    }

    fn error(&mut self, fault: SplitFault, start: usize) -> SplitError {
        // A statement whose line was counted may start behind `start`: count again, once.
        self.counted = (0, 1);
        let line = self.line_of(start);
        let rest = self.sql.get(start..).unwrap_or_default();
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        SplitError { fault, span: start..start + length, line }
    }
}

/// What [`Splitter::find_end`] found.
enum Found<'t> {
    /// No delimiter.
    Token(Token<'t>),
    /// A delimiter, behind this part of a token.
    End { before: Option<Token<'t>> },
}
