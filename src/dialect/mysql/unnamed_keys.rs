//! `ALTER TABLE` that adds a key without a name: sent twice, it would add two, since the server gives the second another
//! name. So it is looked for.

use super::SYNTAX;
use super::quote;
use crate::sql::{Token, TokenKind, significant, unquote};

/// A key that a statement adds and does not name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct UnnamedKey {
    database: Option<String>,
    table: String,
    columns: Vec<String>,
    kind: KeyKind,
}

#[derive(Debug, PartialEq, Eq)]
enum KeyKind {
    /// `method`: FULLTEXT or SPATIAL.
    Index {
        unique: bool,
        method: Option<&'static str>,
    },
    ForeignKey {
        referred: String,
    },
}

impl UnnamedKey {
    /// The first such key of a statement that has no clause which could not be done twice: such a clause tells of all others,
    /// since all of them are done or none.
    pub(super) fn of(sql: &str) -> Option<Self> {
        let tokens: Vec<Token<'_>> = significant(SYNTAX, sql).collect();
        let mut at = tokens.first()?.is_word("ALTER").then_some(1)?;
        while ["ONLINE", "IGNORE"].iter().any(|word| tokens.get(at).is_some_and(|token| token.is_word(word))) {
            at += 1;
        }
        tokens.get(at).filter(|token| token.is_word("TABLE"))?;
        at += 1;
        if tokens.get(at)?.is_word("IF") {
            at += 2;
        }
        let (database, table) = qualified(&tokens, &mut at)?;
        let clauses = clauses(tokens.get(at..)?);
        let telling = |clause: &&[Token<'_>]| {
            let first = clause.first();
            let is = |word: &str| first.is_some_and(|token| token.is_word(word));
            is("DROP") || is("CHANGE") || is("RENAME") || (is("ADD") && unnamed(clause).is_none())
        };
        if clauses.iter().any(|clause| telling(&clause.as_slice())) {
            return None;
        }
        let (columns, kind) = clauses.iter().find_map(|clause| unnamed(clause))?;
        Some(UnnamedKey { database, table, columns, kind })
    }

    /// The query that answers a row where there is such a key.
    pub(super) fn query(&self) -> String {
        let database = self.database.as_deref().map_or_else(|| "DATABASE()".to_owned(), quote::string);
        let (table, columns) = (quote::string(&self.table), quote::string(&self.columns.join(",")));
        match &self.kind {
            KeyKind::Index { unique, method } => format!(
                "SELECT index_name FROM information_schema.statistics WHERE table_schema = {database} AND \
                 table_name = {table} AND index_name <> 'PRIMARY' GROUP BY index_name HAVING \
                 GROUP_CONCAT(column_name ORDER BY seq_in_index) = {columns} AND MAX(non_unique) = {} AND \
                 MAX(index_type) {}",
                u8::from(!unique),
                method.map_or_else(
                    || "NOT IN ('FULLTEXT', 'SPATIAL')".to_owned(),
                    |method| format!("= {}", quote::string(method))
                )
            ),
            KeyKind::ForeignKey { referred } => format!(
                "SELECT constraint_name FROM information_schema.key_column_usage WHERE table_schema = {database} AND \
                 table_name = {table} AND referenced_table_name = {} GROUP BY constraint_name HAVING \
                 GROUP_CONCAT(column_name ORDER BY ordinal_position) = {columns}",
                quote::string(referred)
            ),
        }
    }
}

/// What a clause adds without a name.
fn unnamed(clause: &[Token<'_>]) -> Option<(Vec<String>, KeyKind)> {
    let mut at = 0;
    let mut take = |word: &str| {
        let found = clause.get(at).is_some_and(|token| token.is_word(word));
        at += usize::from(found);
        found
    };
    if !take("ADD") {
        return None;
    }
    take("CONSTRAINT");
    if take("FOREIGN") {
        take("KEY");
        let columns = columns(clause, &mut at)?;
        at += usize::from(clause.get(at)?.is_word("REFERENCES"));
        let (_, referred) = qualified(clause, &mut at)?;
        return Some((columns, KeyKind::ForeignKey { referred }));
    }
    let unique = take("UNIQUE");
    let method = ["FULLTEXT", "SPATIAL"].into_iter().find(|word| take(word));
    let word = take("INDEX") || take("KEY");
    if !(unique || method.is_some() || word) {
        return None;
    }
    Some((columns(clause, &mut at)?, KeyKind::Index { unique, method }))
}

/// A name that may be qualified.
fn qualified(tokens: &[Token<'_>], at: &mut usize) -> Option<(Option<String>, String)> {
    let name = |at: usize| {
        let token = tokens.get(at).filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent))?;
        Some(unquote(SYNTAX, token.text))
    };
    let first = name(*at)?;
    *at += 1;
    if !tokens.get(*at).is_some_and(|token| token.is_punct(".")) {
        return Some((None, first));
    }
    let second = name(*at + 1)?;
    *at += 2;
    Some((Some(first), second))
}

/// The columns in parentheses, without lengths and directions; none where there is an expression.
fn columns(clause: &[Token<'_>], at: &mut usize) -> Option<Vec<String>> {
    clause.get(*at).filter(|token| token.is_punct("("))?;
    *at += 1;
    let (mut columns, mut depth, mut begins) = (Vec::new(), 1usize, true);
    while depth > 0 {
        let token = clause.get(*at)?;
        *at += 1;
        if token.is_punct("(") {
            depth += 1;
        } else if token.is_punct(")") {
            depth -= 1;
        } else if token.is_punct(",") {
            begins = true;
            continue;
        } else if begins && depth == 1 && matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent) {
            columns.push(unquote(SYNTAX, token.text));
        }
        if begins && depth > 1 {
            return None;
        }
        begins = false;
    }
    (!columns.is_empty()).then_some(columns)
}

/// The clauses of an `ALTER TABLE`, behind the table's name.
fn clauses<'s>(tokens: &[Token<'s>]) -> Vec<Vec<Token<'s>>> {
    let (mut clauses, mut depth) = (vec![Vec::new()], 0usize);
    for token in tokens {
        if token.is_punct("(") {
            depth += 1;
        } else if token.is_punct(")") {
            depth = depth.saturating_sub(1);
        }
        if depth == 0 && token.is_punct(",") {
            clauses.push(Vec::new());
        } else if let Some(clause) = clauses.last_mut() {
            clause.push(token.clone());
        }
    }
    clauses
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(sql: &str) -> Option<(String, KeyKind)> {
        UnnamedKey::of(sql).map(|key| (format!("{}({})", key.table, key.columns.join(",")), key.kind))
    }

    #[test]
    fn only_what_would_be_there_twice() {
        let index = |text: &str, unique| Some((text.to_owned(), KeyKind::Index { unique, method: None }));
        assert_eq!(of("ALTER TABLE t ADD INDEX (a, `b c`(10) DESC)"), index("t(a,b c)", false));
        assert_eq!(of("alter table `d`.`t` add unique (a), algorithm = inplace"), index("t(a)", true));
        assert_eq!(of("ALTER TABLE t MODIFY a int, ADD CONSTRAINT UNIQUE KEY (a)"), index("t(a)", true));
        assert_eq!(
            of("ALTER TABLE t ADD FOREIGN KEY (a, b) REFERENCES `p` (x, y) ON DELETE CASCADE"),
            Some(("t(a,b)".into(), KeyKind::ForeignKey { referred: "p".into() }))
        );
        for sql in [
            "ALTER TABLE t ADD INDEX i (a)",
            "ALTER TABLE t ADD INDEX (a), ADD COLUMN b int",
            "ALTER TABLE t ADD INDEX (a), DROP COLUMN c",
            "ALTER TABLE t ADD (b int, c int)",
            "ALTER TABLE t ADD INDEX ((a + 1))",
            "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (x)",
            "ALTER TABLE t ADD PRIMARY KEY (a)",
            "ALTER TABLE t ENGINE = InnoDB",
            "CREATE INDEX i ON t (a)",
        ] {
            assert_eq!(of(sql), None, "{sql}");
        }
    }
}
