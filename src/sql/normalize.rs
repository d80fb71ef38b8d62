//! Texts made comparable: white space, comments and needless quotes told apart from what a text says.

use super::lexer::is_space;
use super::syntax::Folding;
use super::{Syntax, Token, TokenKind, is_reserved, split, tokens, unquote};

/// `sql` without comments, each run of white space as one space: none at either end, none behind `(`, none before `)`
/// or `,`. Nothing else is changed. For stored texts that are to be compared.
pub fn normalize(syntax: Syntax, sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut space = false;
    let mut after_paren = true;
    for token in tokens(syntax, sql) {
        if token.kind.is_trivia() {
            space = true;
            continue;
        }
        // Where `--` needs a space to begin a comment, two minus signs that a comment followed would become one with it.
        let minuses = syntax.comments.dashes_need_space && out.ends_with("--");
        if space && !after_paren && !minuses && !token.is_punct(")") && !token.is_punct(",") {
            out.push(' ');
        }
        space = false;
        after_paren = token.is_punct("(");
        out.push_str(token.text);
    }
    out
}

/// Whether two texts are the same, token by token: blind to white space, to comments and to the ASCII case of
/// unquoted words; an identifier that is quoted without need equals the bare one.
///
/// A quoted identifier that is a keyword is never equal to the bare word: that is another thing (`"user"` and `user`,
/// `"char"` and `char` in PostgreSQL).
pub fn same_text(syntax: Syntax, a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let mut left = tokens(syntax, a).filter(|token| !token.kind.is_trivia());
    let mut right = tokens(syntax, b).filter(|token| !token.kind.is_trivia());
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some(l), Some(r)) if same_token(syntax, &l, &r) => {}
            _ => return false,
        }
    }
}

fn same_token(syntax: Syntax, a: &Token<'_>, b: &Token<'_>) -> bool {
    use TokenKind::{DollarString, Number, QuotedIdent, Word};
    match (a.kind, b.kind) {
        (Word, Word) | (Number, Number) => a.text.eq_ignore_ascii_case(b.text),
        (QuotedIdent, Word) => same_name(syntax, a.text, b.text),
        (Word, QuotedIdent) => same_name(syntax, b.text, a.text),
        (QuotedIdent, QuotedIdent) | (DollarString, DollarString) => {
            a.text == b.text || unquote(syntax, a.text) == unquote(syntax, b.text)
        }
        _ => a.kind == b.kind && a.text == b.text,
    }
}

/// Whether the identifier `quoted` needs no quotes and is `bare`.
fn same_name(syntax: Syntax, quoted: &str, bare: &str) -> bool {
    let name = unquote(syntax, quoted);
    let same = match syntax.folding {
        // A name with capitals differs from every bare word.
        Folding::Lower => name == unquote(syntax, bare),
        Folding::Unknown => name == bare,
        Folding::Insensitive => name.eq_ignore_ascii_case(bare),
    };
    same && !is_reserved(syntax, &name)
}

/// The text that a checksum is taken of: the tokens of each statement, blind to comments, to line ends (also within
/// strings), to the amount of white space and to empty statements.
pub fn checksum_text(syntax: Syntax, sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    match split(syntax, sql) {
        Ok(statements) => {
            for statement in statements {
                join(syntax, &statement.text, &mut out);
                out.push_str(";\n");
                if let Some(data) = statement.copy_data {
                    out.push_str(&unix_lines(&data));
                    out.push_str("\\.\n");
                }
            }
        }
        // What cannot be split is still some text, and another one than what it was.
        Err(_) => join(syntax, sql, &mut out),
    }
    out
}

fn join(syntax: Syntax, sql: &str, out: &mut String) {
    let mut first = true;
    for token in tokens(syntax, sql).filter(|token| !token.kind.is_trivia()) {
        if !std::mem::take(&mut first) {
            out.push(' ');
        }
        out.push_str(&unix_lines(token.text));
    }
}

fn unix_lines(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains("\r\n") { text.replace("\r\n", "\n").into() } else { text.into() }
}

/// `sql` without the parentheses that enclose it whole, as often as they do, and without white space at its ends.
///
/// Where a token is not closed or the parentheses are not balanced, nothing is taken away. Empty parentheses stay, and so does
/// the pair that makes a query an expression: `(SELECT f())`.
pub fn strip_outer_parens(syntax: Syntax, sql: &str) -> &str {
    let trimmed = sql.trim_matches(|c: char| c.is_ascii() && is_space(c as u8));
    if !trimmed.starts_with('(') {
        return trimmed;
    }
    strip_parens(syntax, trimmed).unwrap_or(trimmed)
}

/// The words that a query begins with.
const QUERIES: [&str; 4] = ["SELECT", "WITH", "VALUES", "TABLE"];

/// `None` where the text is not balanced.
fn strip_parens(syntax: Syntax, sql: &str) -> Option<&str> {
    let mut all = Vec::new();
    let mut open = Vec::new();
    // For each token, the index of the parenthesis that closes it.
    let mut closed_by = Vec::new();
    for token in tokens(syntax, sql) {
        if matches!(token.kind, TokenKind::Unterminated(_)) {
            return None;
        }
        if token.kind.is_trivia() {
            continue;
        }
        closed_by.push(usize::MAX);
        if token.is_punct("(") {
            open.push(all.len());
        } else if token.is_punct(")") {
            *closed_by.get_mut(open.pop()?)? = all.len();
        }
        all.push(token);
    }
    if !open.is_empty() {
        return None;
    }
    let mut first = 0;
    let mut last = all.len().checked_sub(1)?;
    while first + 1 < last && closed_by.get(first) == Some(&last) {
        let begins_query = |token: &Token<'_>| {
            token.kind == TokenKind::Word && QUERIES.iter().any(|word| token.text.eq_ignore_ascii_case(word))
        };
        if all.get(first + 1).is_some_and(begins_query) {
            break;
        }
        first += 1;
        last -= 1;
    }
    sql.get(all.get(first)?.span.start..all.get(last)?.span.end)
}
