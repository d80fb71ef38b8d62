//! What a statement that was cut off may have left: PostgreSQL's indexes that are built or dropped beside the traffic.
//!
//! `CREATE INDEX CONCURRENTLY` that fails leaves an invalid index, which a second attempt trips over or, with
//! `IF NOT EXISTS`, takes for done; one that was done but not recorded must not be tried again.

use crate::dialect::postgres;
use crate::dialect::{Dialect, ServerError, Session};
use crate::sql::{Syntax, Token, TokenKind, tokens, unquote};

/// An index that a statement makes or drops concurrently.
#[derive(Debug, PartialEq, Eq)]
enum Concurrent {
    /// `CREATE [UNIQUE] INDEX CONCURRENTLY name ON table`; the table as written.
    Create { name: String, table: String },
    /// `DROP INDEX CONCURRENTLY name`; as written.
    Drop { name: String },
}

/// Whether a statement that was begun before is done. Where it left half of its work, that is taken away first.
///
/// # Errors
/// The server's refusal.
pub async fn is_done(session: &mut dyn Session, sql: &str) -> Result<bool, ServerError> {
    let dialect = session.dialect();
    match concurrent(dialect.syntax(), sql) {
        None => Ok(false),
        Some(Concurrent::Drop { name }) => {
            let there = format!("SELECT to_regclass({})::text", dialect.string(&name));
            Ok(session.rows(&there).await?.into_iter().flatten().flatten().next().is_none())
        }
        Some(Concurrent::Create { name, table }) => created(session, &*dialect, &name, &table).await,
    }
}

async fn created(
    session: &mut dyn Session,
    dialect: &dyn Dialect,
    name: &str,
    table: &str,
) -> Result<bool, ServerError> {
    let found = session
        .rows(&format!(
            "SELECT i.indisvalid::text, n.nspname, c.relname FROM pg_index i \
             JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
             WHERE i.indrelid = to_regclass({}) AND c.relname = {}",
            dialect.string(table),
            dialect.string(name)
        ))
        .await?;
    match found.into_iter().next().as_deref() {
        Some([Some(valid), Some(namespace), Some(index)]) => {
            if valid == "true" {
                return Ok(true);
            }
            let drop = format!("DROP INDEX CONCURRENTLY {}.{}", dialect.quote(namespace), dialect.quote(index));
            session.execute(&drop).await?;
            Ok(false)
        }
        _ => Ok(false),
    }
}

fn concurrent(syntax: Syntax, sql: &str) -> Option<Concurrent> {
    if syntax != postgres::SYNTAX {
        return None;
    }
    let words: Vec<Token<'_>> = tokens(syntax, sql).filter(|token| !token.kind.is_trivia()).collect();
    let mut at = 0;
    let mut take = |word: &str| {
        let found = words.get(at).is_some_and(|token| token.is_word(word));
        at += usize::from(found);
        found
    };
    let creates = take("CREATE");
    if !creates && !take("DROP") {
        return None;
    }
    take("UNIQUE");
    if !take("INDEX") || !take("CONCURRENTLY") {
        return None;
    }
    for word in ["IF", "NOT", "EXISTS"] {
        take(word);
    }
    if !creates {
        return Some(Concurrent::Drop { name: name(&words, at)? });
    }
    let index = words.get(at).filter(|token| !token.is_word("ON"))?;
    at += 1;
    let mut take = |word: &str| {
        let found = words.get(at).is_some_and(|token| token.is_word(word));
        at += usize::from(found);
        found
    };
    let on = take("ON");
    take("ONLY");
    on.then(|| name(&words, at).map(|table| Concurrent::Create { name: unquote(syntax, index.text), table }))?
}

/// A name that may be qualified, as written.
fn name(words: &[Token<'_>], at: usize) -> Option<String> {
    let mut text = String::new();
    for (n, token) in words.get(at..)?.iter().enumerate() {
        match token.kind {
            TokenKind::Word | TokenKind::QuotedIdent if n % 2 == 0 => text.push_str(token.text),
            _ if n % 2 == 1 && token.is_punct(".") => text.push('.'),
            _ => break,
        }
    }
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::sqlite;

    #[test]
    fn reads_the_names() {
        let create = |name: &str, table: &str| Some(Concurrent::Create { name: name.into(), table: table.into() });
        let read = |sql: &str| concurrent(postgres::SYNTAX, sql);
        assert_eq!(read("create index concurrently Ix on t (a)"), create("ix", "t"));
        assert_eq!(
            read("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"I x\" ON ONLY s.\"T\" USING btree (a)"),
            create("I x", "s.\"T\"")
        );
        assert_eq!(read("create index concurrently on t (a)"), None, "the server names it");
        assert_eq!(read("create index ix on t (a)"), None);
        assert_eq!(
            read("drop index concurrently if exists s.ix cascade"),
            Some(Concurrent::Drop { name: "s.ix".into() })
        );
        assert_eq!(concurrent(sqlite::SYNTAX, "create index concurrently ix on t (a)"), None);
    }
}
