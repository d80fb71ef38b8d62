//! Whether a connection keeps its session: a pooler in between may lend one of the server's for a transaction only.
//!
//! A session is marked when it starts, by a setting of ours among its `options`. Who sees the mark later on is in that very
//! session, since a pooler either refuses such a setting or does not pass it on. Where there is no mark, two connections find out:
//! as long as one of them is there, no other can be in its session, unless it is lent.

use std::time::Duration;

use rand::Rng;
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection};
use tokio::time::timeout;

use super::session::batch;
use crate::dialect::session::{ServerError, ServerErrorKind};

/// The setting that marks a session.
pub(super) const MARK: &str = "migrate.session";

/// How often the two connections take turns.
const ROUNDS: usize = 5;

/// How long one of them may wait for a session that the pooler has free.
const TURN: Duration = Duration::from_secs(1);

/// For how long a connection has the same session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// For as long as it is open.
    Connection,
    /// For a transaction.
    Transaction,
    /// For a statement: there are no transactions.
    Statement,
}

impl Kept {
    /// `a transaction`
    pub(super) fn words(self) -> &'static str {
        match self {
            Kept::Connection => "the connection",
            Kept::Transaction => "a transaction",
            Kept::Statement => "a statement",
        }
    }
}

/// A value that no other session is marked with.
pub(super) fn fresh_mark() -> String {
    format!("{:016x}", rand::rng().random::<u64>())
}

/// The options of a session that is marked.
pub(super) fn marked(options: &PgConnectOptions, mark: &str) -> PgConnectOptions {
    options.clone().options([(MARK, mark)])
}

/// Asks the pooler's two sides: `first` is a connection, `options` make another.
///
/// # Errors
/// Where a connection is lost, or the second one is not to be had.
pub(super) async fn kept(first: &mut PgConnection, options: &PgConnectOptions) -> Result<Kept, ServerError> {
    if let Some(refused) = refused(batch(first, "BEGIN".to_owned()).await)? {
        return Ok(refused);
    }
    let mine = backend(first).await?;
    batch(first, "COMMIT".to_owned()).await?;
    // Where nothing can be found out, it is taken for lent.
    let Ok(second) = timeout(TURN * 10, PgConnection::connect_with(options)).await else {
        return Ok(Kept::Transaction);
    };
    let mut second = second.map_err(super::session::server_error)?;
    for _ in 0..ROUNDS {
        // The second one holds its session while the first one takes its next turn.
        let Ok(theirs) = timeout(TURN, in_transaction(&mut second)).await else {
            // The pooler has none for it. Were the first one's free, it would have had that.
            let still = timeout(TURN, backend(first)).await;
            return Ok(if matches!(still, Ok(Ok(still)) if still == mine) {
                Kept::Connection
            } else {
                Kept::Transaction
            });
        };
        if theirs? == mine || backend(first).await? != mine {
            return Ok(Kept::Transaction);
        }
        batch(&mut second, "ROLLBACK".to_owned()).await?;
    }
    second.close().await.ok();
    Ok(Kept::Connection)
}

/// What a refused transaction says: a pooler that lends a session for a statement has none.
fn refused<T>(answer: Result<T, ServerError>) -> Result<Option<Kept>, ServerError> {
    match answer {
        Ok(_) => Ok(None),
        Err(error) if error.kind == ServerErrorKind::Connection && error.code.is_none() => Err(error),
        Err(_) => Ok(Some(Kept::Statement)),
    }
}

async fn in_transaction(connection: &mut PgConnection) -> Result<String, ServerError> {
    batch(connection, "BEGIN".to_owned()).await?;
    backend(connection).await
}

/// The server's process behind a connection.
async fn backend(connection: &mut PgConnection) -> Result<String, ServerError> {
    let answers = batch(connection, "SELECT pg_catalog.pg_backend_pid()".to_owned()).await?;
    Ok(answers.into_iter().flatten().flatten().flatten().next().unwrap_or_default())
}
