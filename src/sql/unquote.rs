//! The value that a literal or an identifier stands for.

use super::syntax::{Escapes, Folding};
use super::{Syntax, TokenKind, tokens};

/// The value of an identifier or a string literal, given as one token (white space around it is no part of it).
///
/// Identifiers: the name, an unquoted one folded where the database folds it. Strings: the text, escapes resolved; bytes
/// that are no UTF-8 come as `U+FFFD`. Bit and byte strings (`B'…'`, `X'…'`) give their digits. `U&` is read with its
/// usual escape, the backslash. What is none of these, or more than one token, comes back as it is.
pub fn unquote(syntax: Syntax, token: &str) -> String {
    let text = token.trim();
    let mut all = tokens(syntax, text);
    let (Some(token), None) = (all.next(), all.next()) else { return text.to_owned() };
    match token.kind {
        TokenKind::Word if syntax.folding == Folding::Lower => text.to_ascii_lowercase(),
        TokenKind::QuotedIdent | TokenKind::String => {
            let prefix = text.split(['\'', '"', '`', '[']).next().unwrap_or_default().to_ascii_lowercase();
            let escapes = match syntax.strings.prefixes.iter().find(|known| known.text == prefix) {
                Some(known) => known.escapes,
                None if token.kind == TokenKind::String => syntax.strings.escapes,
                None => Escapes::None,
            };
            let inner = parts(text.get(prefix.len()..).unwrap_or_default(), escapes.backslash());
            match escapes {
                Escapes::None => inner,
                Escapes::Backslash => backslash_escapes(&inner),
                Escapes::C => c_escapes(&inner),
                Escapes::CodePoint => unicode_escapes(&inner),
            }
        }
        TokenKind::DollarString => {
            let tag = text.get(1..).and_then(|rest| rest.find('$')).map_or(2, |n| n + 2);
            text.len().checked_sub(tag).and_then(|end| text.get(tag..end)).unwrap_or(text).to_owned()
        }
        _ => text.to_owned(),
    }
}

/// What stands between the quotes, doubled ones made single, the parts of a continued literal joined. With `backslash`, a
/// quote behind one is no quote; the escapes are kept.
fn parts(text: &str, backslash: bool) -> String {
    let mut value = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(open) = chars.next() {
        let close = if open == '[' { ']' } else { open };
        if !matches!(open, '\'' | '"' | '`' | '[') {
            // Between the parts of a continued literal: white space and comments, up to the next quote.
            if open == '-' {
                while chars.next_if(|&c| c != '\n' && c != '\r').is_some() {}
            }
            continue;
        }
        while let Some(c) = chars.next() {
            if c == close {
                if close == ']' || chars.next_if_eq(&close).is_none() {
                    break;
                }
                // In a text whose escapes are still to be resolved, a quote is a plain character.
                value.push(c);
            } else {
                value.push(c);
                if c == '\\' && backslash {
                    value.extend(chars.next());
                }
            }
        }
    }
    value
}

fn backslash_escapes(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            value.push(c);
            continue;
        }
        match chars.next() {
            Some('0') => value.push('\0'),
            Some('b') => value.push('\u{8}'),
            Some('n') => value.push('\n'),
            Some('r') => value.push('\r'),
            Some('t') => value.push('\t'),
            Some('Z') => value.push('\u{1a}'),
            // For LIKE patterns these keep their backslash.
            Some(c @ ('%' | '_')) => value.extend(['\\', c]),
            Some(c) => value.push(c),
            None => value.push('\\'),
        }
    }
    value
}

fn c_escapes(text: &str) -> String {
    // Octal and hexadecimal escapes are bytes, which may make up a character together.
    let mut value: Vec<u8> = Vec::with_capacity(text.len());
    let mut surrogate = None;
    let mut chars = text.chars().peekable();
    let push = |value: &mut Vec<u8>, c: char| value.extend(c.encode_utf8(&mut [0; 4]).as_bytes());
    while let Some(c) = chars.next() {
        if c != '\\' {
            push(&mut value, c);
            continue;
        }
        match chars.next() {
            Some('b') => value.push(8),
            Some('f') => value.push(12),
            Some('n') => value.push(b'\n'),
            Some('r') => value.push(b'\r'),
            Some('t') => value.push(b'\t'),
            Some(c @ '0'..='7') => {
                let mut byte = c.to_digit(8).unwrap_or_default();
                for _ in 0..2 {
                    match chars.next_if(|c| c.is_digit(8)).and_then(|c| c.to_digit(8)) {
                        Some(digit) => byte = byte * 8 + digit,
                        None => break,
                    }
                }
                value.push((byte & 0xff) as u8);
            }
            Some('x') if chars.peek().is_some_and(char::is_ascii_hexdigit) => {
                value.push((hex(&mut chars, 2) & 0xff) as u8);
            }
            Some('u') => unit(hex(&mut chars, 4), &mut surrogate, |c| push(&mut value, c)),
            Some('U') => unit(hex(&mut chars, 8), &mut surrogate, |c| push(&mut value, c)),
            Some(c) => push(&mut value, c),
            None => value.push(b'\\'),
        }
    }
    String::from_utf8_lossy(&value).into_owned()
}

fn unicode_escapes(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut surrogate = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            value.push(c);
        } else if chars.next_if_eq(&'\\').is_some() {
            value.push('\\');
        } else {
            let digits = if chars.next_if_eq(&'+').is_some() { 6 } else { 4 };
            unit(hex(&mut chars, digits), &mut surrogate, |c| value.push(c));
        }
    }
    value
}

/// A code point, or half of a surrogate pair; the first half waits in `surrogate`.
fn unit(code: u32, surrogate: &mut Option<u32>, mut push: impl FnMut(char)) {
    match (surrogate.take(), code) {
        (_, 0xd800..=0xdbff) => *surrogate = Some(code),
        (Some(high), 0xdc00..=0xdfff) => {
            let joined = 0x10000 + ((high - 0xd800) << 10) + (code - 0xdc00);
            push(char::from_u32(joined).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        _ => push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)),
    }
}

/// At most `digits` hexadecimal digits.
fn hex(chars: &mut std::iter::Peekable<std::str::Chars<'_>>, digits: usize) -> u32 {
    let mut value = 0u32;
    for _ in 0..digits {
        match chars.next_if(char::is_ascii_hexdigit).and_then(|c| c.to_digit(16)) {
            Some(digit) => value = value.wrapping_mul(16).wrapping_add(digit),
            None => break,
        }
    }
    value
}
