//! What a reader must know of a server and a database to read what is left unsaid.

use std::collections::HashMap;

use crate::dialect::mysql::SYNTAX;
use crate::schema::Expr;
use crate::sql::strip_outer_parens;

/// What the texts of a database leave unsaid.
#[derive(Debug, Clone, Default)]
pub(in crate::dialect::mysql) struct Conventions {
    /// The database's name: MariaDB qualifies some names with it.
    pub database: String,
    /// Whether the server is MariaDB.
    pub mariadb: bool,
    /// `@@default_storage_engine`
    pub engine: String,
    /// The database's character set.
    pub charset: String,
    /// The database's collation.
    pub collation: String,
    /// The collation that a character set has where none is said.
    pub collations: HashMap<String, String>,
}

impl Conventions {
    /// The collation that a character set has where none is said.
    pub(super) fn default_collation(&self, charset: &str) -> String {
        self.collations.get(charset).cloned().unwrap_or_else(|| format!("{charset}_general_ci"))
    }

    /// An expression without outer parentheses, and without this database's name.
    pub(super) fn expression(&self, printed: &str) -> Expr {
        let inner = if printed.starts_with('(') { strip_outer_parens(SYNTAX, printed) } else { printed };
        Expr(self.unqualified(inner))
    }

    /// A text without the name of this database before what lies in it: what stands there where a comparison is with another
    /// database. MariaDB prints it before sequences, and before what a view names that is not there.
    pub(super) fn unqualified(&self, text: &str) -> String {
        use crate::sql::{TokenKind, tokens};
        let quoted = format!("`{}`", self.database.replace('`', "``"));
        if !text.contains(&quoted) {
            return text.to_owned();
        }
        let all: Vec<_> = tokens(SYNTAX, text).collect();
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(token) = all.get(at) {
            let dot = |place: usize| all.get(place).is_some_and(|token| token.is_punct("."));
            let before = all.get(..at).unwrap_or_default().iter().rev().find(|token| !token.kind.is_trivia());
            let qualifies = token.kind == TokenKind::QuotedIdent
                && token.text == quoted
                && dot(at + 1)
                && !before.is_some_and(|token| token.is_punct("."))
                && (dot(at + 3)
                    || all.get(at + 3).is_some_and(|token| token.is_punct("("))
                    || before_relation(all.get(..at).unwrap_or_default()));
            if qualifies {
                at += 2;
                continue;
            }
            out.push_str(token.text);
            at += 1;
        }
        out
    }
}

/// Whether a relation's name stands behind these tokens: the argument of `nextval` and its like, what follows FROM and JOIN.
fn before_relation(tokens: &[crate::sql::Token<'_>]) -> bool {
    let mut before = tokens.iter().rev().filter(|token| !token.kind.is_trivia()).peekable();
    let mut parens = false;
    while before.next_if(|token| token.is_punct("(")).is_some() {
        parens = true;
    }
    before.next().is_some_and(|token| {
        ["FROM", "JOIN", "STRAIGHT_JOIN", "FOR"].iter().any(|word| token.is_word(word))
            || parens && ["NEXTVAL", "LASTVAL", "SETVAL"].iter().any(|word| token.is_word(word))
    })
}

/// A character set or a collation under the name that newer servers have for it: `utf8` was `utf8mb3`
/// (<https://dev.mysql.com/doc/refman/8.0/en/charset-unicode-utf8mb3.html>).
pub(in crate::dialect::mysql) fn modern(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    match name.strip_prefix("utf8") {
        Some("") => "utf8mb3".to_owned(),
        Some(rest) if rest.starts_with('_') => format!("utf8mb3{rest}"),
        _ => name,
    }
}
