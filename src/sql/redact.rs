//! Texts without their values: what another session runs is shown to a person, but not the rows that it writes.

use super::{Syntax, TokenKind, tokens};

/// The statement on one line, with `?` for each literal and without its comments.
///
/// A text may be cut off anywhere (servers keep so many bytes of a statement). Where the rules of the session that sent it may
/// be others than those of `syntax` (a backslash that may or may not end a string), the rest is left out.
pub fn redacted(syntax: Syntax, sql: &str) -> String {
    let mut shown = String::with_capacity(sql.len());
    let mut gap = false;
    for token in tokens(syntax, sql) {
        let text = match token.kind {
            TokenKind::Space | TokenKind::LineComment | TokenKind::BlockComment | TokenKind::CodeMark => {
                gap = true;
                continue;
            }
            TokenKind::String if is_doubtful(token.text) => "…",
            TokenKind::String | TokenKind::DollarString | TokenKind::Number => "?",
            TokenKind::Unterminated(_) => "…",
            TokenKind::Word
            | TokenKind::QuotedIdent
            | TokenKind::Parameter
            | TokenKind::Punct
            | TokenKind::Operator
            | TokenKind::Other => token.text,
        };
        if std::mem::take(&mut gap) && !shown.is_empty() {
            shown.push(' ');
        }
        // A name in quotes may hold a line end.
        shown.extend(text.chars().map(|c| if c.is_control() { ' ' } else { c }));
        if text == "…" {
            break;
        }
    }
    shown
}

/// Whether a string may end elsewhere: it holds a backslash, and a setting decides whether that is an escape. In `E'…'` (a
/// prefix of PostgreSQL's alone) it always is.
fn is_doubtful(literal: &str) -> bool {
    literal.contains('\\') && !literal.starts_with(['e', 'E'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{mysql, postgres};

    #[test]
    fn no_value_is_shown() {
        let shown = |sql| redacted(postgres::SYNTAX, sql);
        assert_eq!(
            shown(
                "UPDATE  t1 SET \"a b\" = 'it''s', n = -12.5e3, x = $1\n-- secret\nWHERE b = $q$x$q$ AND c = E'\\'s'"
            ),
            "UPDATE t1 SET \"a b\" = ?, n = -?, x = $1 WHERE b = ? AND c = ?"
        );
        // Cut off by the server; or by rules that another session may have set.
        assert_eq!(shown("UPDATE t SET a = 'secr"), "UPDATE t SET a = …");
        assert_eq!(shown("UPDATE t SET a = 'x\\' , secret, b = 'y'"), "UPDATE t SET a = …");
        assert_eq!(shown("SELECT 1 /* secret"), "SELECT ? …");
        assert_eq!(
            redacted(mysql::SYNTAX, "INSERT INTO `t` VALUES (0x1F, \"secret\", _utf8'x')"),
            "INSERT INTO `t` VALUES (?, ?, _utf8?)"
        );
    }
}
