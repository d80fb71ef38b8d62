//! The tables and columns that the text of a view or a trigger mentions. SQLite keeps no dependency records.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use super::normalize::KnownNames;
use crate::dialect::sqlite::SYNTAX;
use crate::sql::{Token, TokenKind, tokens, unquote};

/// The tables and views of a database with their columns, by name in lower case.
#[derive(Debug, Default)]
pub(super) struct Relations(HashMap<String, (String, Vec<String>)>);

impl Relations {
    /// Adds one.
    pub(super) fn add<'a>(&mut self, name: &str, columns: impl IntoIterator<Item = &'a str>) {
        let columns = columns.into_iter().map(str::to_owned).collect();
        self.0.insert(name.to_ascii_lowercase(), (name.to_owned(), columns));
    }

    /// The declared spelling of a name.
    pub(super) fn declared(&self, name: &str) -> Option<&str> {
        self.0.get(&name.to_ascii_lowercase()).map(|(declared, _)| declared.as_str())
    }

    /// The declared spelling of a column's name.
    pub(super) fn column(&self, relation: &str, name: &str) -> Option<&str> {
        let (_, columns) = self.0.get(&relation.to_ascii_lowercase())?;
        columns.iter().map(String::as_str).find(|column| column.eq_ignore_ascii_case(name))
    }

    /// The names that a text may mean: every table and view that it mentions anywhere, and their columns.
    pub(super) fn names(&self, text: &str) -> KnownNames {
        let mut names = KnownNames::default();
        let mut seen = BTreeSet::new();
        for name in named(text) {
            let lower = name.to_ascii_lowercase();
            if let Some((declared, columns)) = self.0.get(&lower)
                && seen.insert(lower)
            {
                names.extend([declared.as_str()]);
                names.extend(columns.iter().map(String::as_str));
            }
        }
        names
    }

    /// The tables and views that a query reads or a statement writes, in their declared spelling: those that stand where
    /// a relation stands.
    pub(super) fn used(&self, text: &str) -> BTreeSet<String> {
        let all: Vec<Token<'_>> = tokens(SYNTAX, text).filter(|token| !token.kind.is_trivia()).collect();
        let mut found = BTreeSet::new();
        // For each open parenthesis, whether a relation may stand here.
        let mut expecting = vec![false];
        for (at, token) in all.iter().enumerate() {
            let word = |words: &[&str]| words.iter().any(|word| token.is_word(word));
            let here = expecting.last().copied().unwrap_or_default();
            let mut say = |now: bool| expecting.iter_mut().last().into_iter().for_each(|last| *last = now);
            if word(&["FROM", "JOIN", "INTO", "UPDATE"]) {
                say(true);
            } else if word(ELSEWHERE) || token.is_punct(";") {
                say(false);
            } else if token.is_punct("(") {
                expecting.push(here);
            } else if token.is_punct(")") {
                expecting.pop();
            } else if here && is_name(token) {
                let before = at.checked_sub(1).and_then(|before| all.get(before));
                let starts = before.is_none_or(|before| {
                    before.is_punct(",") || before.is_punct("(") || before.is_punct(".") || is_head(before)
                });
                if starts && let Some(declared) = self.declared(&unquote(SYNTAX, token.text)) {
                    found.insert(declared.to_owned());
                }
            }
        }
        found
    }
}

/// Words behind which no relation stands until the next FROM.
const ELSEWHERE: &[&str] = &[
    "SELECT",
    "WHERE",
    "GROUP",
    "ORDER",
    "LIMIT",
    "SET",
    "ON",
    "USING",
    "VALUES",
    "HAVING",
    "WINDOW",
    "UNION",
    "EXCEPT",
    "INTERSECT",
];

fn is_head(token: &Token<'_>) -> bool {
    ["FROM", "JOIN", "INTO", "UPDATE", "IGNORE", "REPLACE", "ABORT", "FAIL", "ROLLBACK"]
        .iter()
        .any(|w| token.is_word(w))
}

fn is_name(token: &Token<'_>) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent)
}

/// Every word and identifier of a text.
pub(super) fn named(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    tokens(SYNTAX, text).filter(is_name).map(|token| match token.kind {
        TokenKind::Word => Cow::Borrowed(token.text),
        _ => Cow::Owned(unquote(SYNTAX, token.text)),
    })
}

/// Whether a text holds this name as a word or an identifier.
pub(super) fn mentions(text: &str, name: &str) -> bool {
    named(text).any(|one| one.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_are_told_from_columns() {
        let mut relations = Relations::default();
        for name in ["A", "b", "c d", "e"] {
            relations.add(name, []);
        }
        let used = |text: &str| relations.used(text).into_iter().collect::<Vec<_>>().join("|");
        assert_eq!(used("SELECT e, b FROM a"), "A");
        assert_eq!(used("SELECT (SELECT max(x) FROM b) AS e FROM A x, \"c d\" y WHERE e > 0"), "A|b|c d");
        assert_eq!(used("SELECT 1 FROM (a JOIN main.b ON e = 1) LEFT JOIN [c d] USING (e)"), "A|b|c d");
        assert_eq!(
            used("INSERT OR IGNORE INTO b (e) SELECT e FROM a; UPDATE OR FAIL e SET b = 1; DELETE FROM \"c d\""),
            "A|b|c d|e"
        );
    }
}
