//! PostgreSQL: what is left of a statement that runs outside of a transaction, where a run was cut off in it.
//!
//! `CREATE INDEX CONCURRENTLY` that fails leaves an invalid index, which a second attempt trips over or, with
//! `IF NOT EXISTS`, takes for done (<https://www.postgresql.org/docs/current/sql-createindex.html>, "Building Indexes
//! Concurrently"); one that was done but not counted must not be tried again. What makes or removes a database or a
//! tablespace is told by the server's refusal to do it twice.

use super::quote;
use crate::dialect::postgres::SYNTAX;
use crate::dialect::recovery::{Effect, Recovery};
use crate::dialect::session::{BoxFuture, ServerError, Session};
use crate::sql::{Token, TokenKind, head_words, tokens, unquote, without_transaction};

/// PostgreSQL's answers.
pub(super) struct PostgresRecovery;

impl Recovery for PostgresRecovery {
    /// What the server refuses in a transaction, and what may commit by itself: a procedure, an anonymous block.
    fn stands_alone(&self, sql: &str) -> bool {
        let first = head_words(SYNTAX, sql, 1);
        matches!(first.first().map(String::as_str), Some("CALL" | "DO" | "SAVEPOINT" | "RELEASE"))
            || without_transaction(SYNTAX, sql)
    }

    fn effect<'a>(&'a self, session: &'a mut dyn Session, sql: &'a str) -> BoxFuture<'a, Result<Effect, ServerError>> {
        Box::pin(async move {
            match concurrent(sql) {
                None => Ok(Effect::Unknown),
                Some(Concurrent::Drop { name }) => {
                    let there = format!("SELECT to_regclass({})::text", quote::string(&name));
                    let there = session.rows(&there).await?.into_iter().flatten().flatten().next();
                    Ok(if there.is_none() { Effect::Whole } else { Effect::None })
                }
                Some(Concurrent::Create { name, table }) => created(session, &name, &table).await,
            }
        })
    }

    /// By SQLSTATE: `duplicate_database`, `duplicate_object`; `undefined_database` (`invalid_catalog_name`), `undefined_object`.
    fn means_done(&self, sql: &str, fault: &ServerError) -> bool {
        let words = head_words(SYNTAX, sql, 2);
        matches!(
            (words.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), fault.code.as_deref()),
            (["CREATE", "DATABASE" | "TABLESPACE" | "SUBSCRIPTION"], Some("42P04" | "42710"))
                | (["DROP", "DATABASE" | "TABLESPACE" | "SUBSCRIPTION"], Some("3D000" | "42704"))
        )
    }
}

/// An index that a statement makes or drops concurrently.
#[derive(Debug, PartialEq, Eq)]
enum Concurrent {
    /// `CREATE [UNIQUE] INDEX CONCURRENTLY name ON table`; the table as written.
    Create { name: String, table: String },
    /// `DROP INDEX CONCURRENTLY name`; as written.
    Drop { name: String },
}

async fn created(session: &mut dyn Session, name: &str, table: &str) -> Result<Effect, ServerError> {
    let found = session
        .rows(&format!(
            "SELECT i.indisvalid::text, n.nspname, c.relname FROM pg_index i \
             JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
             WHERE i.indrelid = to_regclass({}) AND c.relname = {}",
            quote::string(table),
            quote::string(name)
        ))
        .await?;
    match found.into_iter().next().as_deref() {
        Some([Some(valid), Some(namespace), Some(index)]) => {
            if valid == "true" {
                return Ok(Effect::Whole);
            }
            let drop = format!("DROP INDEX CONCURRENTLY {}.{}", quote::identifier(namespace), quote::identifier(index));
            session.execute(&drop).await?;
            Ok(Effect::None)
        }
        _ => Ok(Effect::None),
    }
}

/// The statement without its CONCURRENTLY, which a transaction does not take.
pub(super) fn within_transaction(sql: &str) -> String {
    if concurrent(sql).is_none() {
        return sql.to_owned();
    }
    let mut found = false;
    let kept = tokens(SYNTAX, sql).filter(|token| {
        let is_it = !found && token.is_word("CONCURRENTLY");
        found |= is_it;
        !is_it
    });
    kept.map(|token| token.text).collect()
}

fn concurrent(sql: &str) -> Option<Concurrent> {
    let words: Vec<Token<'_>> = tokens(SYNTAX, sql).filter(|token| !token.kind.is_trivia()).collect();
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
    on.then(|| name(&words, at).map(|table| Concurrent::Create { name: unquote(SYNTAX, index.text), table }))?
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

    #[test]
    fn reads_the_names() {
        let create = |name: &str, table: &str| Some(Concurrent::Create { name: name.into(), table: table.into() });
        let read = concurrent;
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
    }

    #[test]
    fn in_a_transaction_an_index_is_built_as_usual() {
        let within = |sql: &str| within_transaction(sql);
        assert_eq!(within("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)"), "CREATE UNIQUE INDEX  i ON t (a)");
        assert_eq!(within("DROP INDEX CONCURRENTLY s.i"), "DROP INDEX  s.i");
        let other = "ALTER TABLE t VALIDATE CONSTRAINT concurrently";
        assert_eq!(within(other), other);
    }

    #[test]
    fn a_refusal_tells_only_of_what_the_statement_does() {
        let fault = |code: &str| ServerError {
            kind: crate::dialect::session::ServerErrorKind::Statement,
            message: String::new(),
            code: Some(code.into()),
            detail: None,
            hint: None,
            context: None,
            position: None,
        };
        assert!(PostgresRecovery.means_done("create database d", &fault("42P04")));
        assert!(PostgresRecovery.means_done("DROP TABLESPACE t", &fault("42704")));
        assert!(!PostgresRecovery.means_done("drop database d", &fault("42P04")));
        assert!(!PostgresRecovery.means_done("create table t (a int)", &fault("42710")));
        assert!(!PostgresRecovery.means_done("create database d", &fault("42501")));
    }
}
