//! A connection to a PostgreSQL server.
//!
//! Everything goes by the simple query protocol: nothing is prepared, values come as text, and a statement that may not
//! run in a transaction block does so when it is sent alone.

use std::sync::Arc;

use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};
use sqlx::postgres::{PgConnectOptions, PgDatabaseError, PgErrorPosition, PgRow};
use sqlx::{AssertSqlSafe, Connection, Either, Executor, PgConnection, Row as _, ValueRef};
use tracing::Dispatch;
use tracing::instrument::WithSubscriber;

use super::{Postgres, SYNTAX, introspect, observe};
use crate::dialect::Dialect;
use crate::dialect::activity::{LockWait, Observer};
use crate::dialect::lock_demand::LockDemand;
use crate::dialect::notices::{self, Notices};
use crate::dialect::session::{BoxFuture, Canceller, Row, Scope, ServerError, ServerErrorKind, Session};
use crate::error::Result;
use crate::schema::Schema;
use crate::sql::{Token, significant};

/// One connection.
pub(super) struct PostgresSession {
    connection: PgConnection,
    dialect: Arc<Postgres>,
    /// How this connection was made: the canceller makes another. Never printed: it holds the password.
    options: PgConnectOptions,
    /// The server's process behind it, or [`LENT`].
    backend: i32,
    /// What `current_schema()` was at the start: scripts may change `search_path`, the default namespace stays.
    namespace: Option<String>,
    /// Whether a transaction that [`Session::begin`] opened is open.
    open: bool,
    /// Whether the transaction may be ended on its way, and after how many more points it is.
    divided: Option<usize>,
    /// Whether the server had no room for the transaction that was open last.
    outgrown: bool,
    /// Who hears the server's notices.
    listener: Dispatch,
}

/// In place of a process of the server: a pooler lends one after the other, and each is somebody else's a moment later.
pub(super) const LENT: i32 = 0;

/// After so many points a divided transaction is ended: each may hold some ten locks (a table, its indexes, its TOAST table), and
/// the server's table has room for 64 times as many as it takes connections.
const POINTS: usize = 100;

/// `unsafe_new_enum_value_usage`: a value that the same transaction has added to an enum is used.
const UNSAFE_NEW_ENUM_VALUE: &str = "55P04";

impl PostgresSession {
    pub(super) fn new(
        connection: PgConnection,
        dialect: Arc<Postgres>,
        options: PgConnectOptions,
        backend: i32,
        namespace: Option<String>,
    ) -> Self {
        // As long as nobody asks for the notices: the program's own subscriber.
        let listener = tracing::dispatcher::get_default(Dispatch::clone);
        PostgresSession {
            connection,
            dialect,
            options,
            backend,
            namespace,
            open: false,
            divided: None,
            outgrown: false,
            listener,
        }
    }

    /// Sends several statements at once and answers the rows of each.
    pub(super) async fn batch(&mut self, sql: String) -> Result<Vec<Vec<Row>>, ServerError> {
        ServerError::refuse_nul(&sql)?;
        batch(&mut self.connection, sql).with_subscriber(self.listener.clone()).await
    }

    /// Sends several statements at once and gives each row to `take` as it comes, with the number of its statement.
    pub(super) async fn each(&mut self, sql: String, take: impl FnMut(usize, &PgRow)) -> Result<(), ServerError> {
        ServerError::refuse_nul(&sql)?;
        let heard = self.listener.clone();
        let result = each(&mut self.connection, sql, take).with_subscriber(heard).await.map_err(server_error);
        self.noted(result)
    }

    /// The version and the rest of the pure side.
    pub(super) fn postgres(&self) -> &Postgres {
        &self.dialect
    }

    /// The default namespace; none where `search_path` names nothing that exists.
    pub(super) fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }

    /// Whether a transaction is open.
    pub(super) fn in_transaction(&self) -> bool {
        self.open
    }

    async fn run(&mut self, sql: &str) -> Result<u64, ServerError> {
        ServerError::refuse_nul(sql)?;
        if self.divided.is_some() && adds_enum_value(sql) {
            // Nothing may use the value before it is committed.
            self.divided = Some(0);
        }
        let sent = self.connection.execute(sqlx::raw_sql(AssertSqlSafe(sql)));
        let result = sent.with_subscriber(self.listener.clone()).await.map_err(server_error);
        self.noted(result.map(|done| done.rows_affected()))
    }

    /// Keeps in mind that the server had no room, or wants the value of an enum committed before it is used.
    fn noted<T>(&mut self, result: Result<T, ServerError>) -> Result<T, ServerError> {
        self.outgrown |= result.as_ref().is_err_and(|error| {
            error.kind == ServerErrorKind::Room || error.code.as_deref() == Some(UNSAFE_NEW_ENUM_VALUE)
        });
        result
    }
}

impl Session for PostgresSession {
    fn dialect(&self) -> Arc<dyn Dialect> {
        self.dialect.clone()
    }

    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<u64, ServerError>> {
        Box::pin(self.run(sql))
    }

    fn rows<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, ServerError>> {
        Box::pin(async move { Ok(self.batch(sql.to_owned()).await?.into_iter().flatten().collect()) })
    }

    fn introspect<'a>(&'a mut self, scope: &'a Scope) -> BoxFuture<'a, Result<Schema>> {
        Box::pin(introspect::read(self, scope))
    }

    fn begin(&mut self) -> BoxFuture<'_, Result<(), ServerError>> {
        Box::pin(async {
            self.outgrown = false;
            self.run("BEGIN").await?;
            self.open = true;
            Ok(())
        })
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<(), ServerError>> {
        Box::pin(async {
            // Whether it succeeds or not, the server ends the transaction.
            self.open = false;
            self.run("COMMIT").await.map(drop)
        })
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<(), ServerError>> {
        Box::pin(async {
            if !std::mem::take(&mut self.open) {
                return Ok(());
            }
            self.run("ROLLBACK").await.map(drop)
        })
    }

    fn set_divided(&mut self, yes: bool) -> bool {
        self.divided = yes.then_some(POINTS);
        true
    }

    fn is_divided(&self) -> bool {
        self.divided.is_some()
    }

    fn divide(&mut self) -> BoxFuture<'_, Result<(), ServerError>> {
        Box::pin(async {
            match self.divided {
                Some(0) if self.open => {
                    self.divided = Some(POINTS);
                    // What is set for a transaction goes on in the next one.
                    let checks = self.rows("SHOW check_function_bodies").await?;
                    let unchecked =
                        checks.first().and_then(|row| row.first()).is_some_and(|on| on.as_deref() == Some("off"));
                    self.run("COMMIT AND CHAIN").await?;
                    if unchecked {
                        self.run("SET LOCAL check_function_bodies = off").await?;
                    }
                    Ok(())
                }
                Some(left) => {
                    self.divided = Some(left.saturating_sub(1));
                    Ok(())
                }
                None => Ok(()),
            }
        })
    }

    fn outgrew(&self) -> bool {
        self.outgrown
    }

    fn try_lock<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<bool, ServerError>> {
        Box::pin(async move {
            let sql = format!("SELECT pg_catalog.pg_try_advisory_lock({})", lock_key(name));
            let rows = self.rows(&sql).await?;
            Ok(rows.first().and_then(|row| row.first()).is_some_and(|value| value.as_deref() == Some("t")))
        })
    }

    /// <https://www.postgresql.org/docs/current/view-pg-locks.html>: the two halves of the key; what another role's session does
    /// is not shown to all, its name and number are.
    fn lock_holder<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<Option<String>, ServerError>> {
        Box::pin(async move {
            let key = lock_key(name);
            let sql = format!(
                "SELECT activity.application_name, activity.pid, pg_catalog.host(activity.client_addr), \
                 pg_catalog.date_trunc('second', pg_catalog.clock_timestamp() - activity.backend_start) \
                 FROM pg_catalog.pg_locks AS lock JOIN pg_catalog.pg_stat_activity AS activity USING (pid) \
                 WHERE lock.locktype = 'advisory' AND lock.granted AND lock.objsubid = 1 \
                 AND lock.classid::bigint = ({key}::bigint >> 32) & 4294967295 \
                 AND lock.objid::bigint = {key}::bigint & 4294967295 \
                 AND lock.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())"
            );
            let rows = self.rows(&sql).await?;
            let row = rows.into_iter().next().unwrap_or_default();
            let Ok([name, pid, address, connected]) = <[Option<String>; 4]>::try_from(row) else {
                return Ok(None);
            };
            let mut holder: Vec<String> = name.filter(|name| !name.is_empty()).into_iter().collect();
            holder.extend(pid.map(|pid| format!("server process {pid}")));
            holder.extend(address.map(|address| format!("from {address}")));
            holder.extend(connected.map(|connected| format!("connected for {connected}")));
            Ok(Some(holder.join(", ")))
        })
    }

    fn unlock<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<(), ServerError>> {
        Box::pin(async move {
            self.run(&format!("SELECT pg_catalog.pg_advisory_unlock({})", lock_key(name))).await.map(drop)
        })
    }

    fn listen(&mut self) -> Option<Notices> {
        let (listener, notices) = notices::listener();
        self.listener = listener;
        Some(notices)
    }

    fn canceller(&self) -> Canceller {
        let (options, backend) = (self.options.clone(), self.backend);
        Arc::new(move || {
            let options = options.clone();
            Box::pin(async move {
                if backend == LENT {
                    return;
                }
                // Where no second connection is to be had, the statement cannot be stopped: the caller waits for its end.
                if let Ok(mut connection) = PgConnection::connect_with(&options).await {
                    let sql = format!("SELECT pg_catalog.pg_cancel_backend({backend})");
                    connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.ok();
                    connection.close().await.ok();
                }
            })
        })
    }

    fn lock_holders<'a>(&'a mut self, demand: &'a LockDemand) -> BoxFuture<'a, Result<Option<LockWait>, ServerError>> {
        Box::pin(async move { Ok(observe::held(self.rows(&observe::holders(demand)).await?)) })
    }

    fn observer(&self) -> BoxFuture<'static, Option<Box<dyn Observer>>> {
        if self.backend == LENT {
            return Box::pin(async { None });
        }
        Box::pin(observe::observer(self.options.clone(), self.backend, self.dialect.flavor().version.0))
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            self.connection.close().await.ok();
        })
    }
}

/// Sends several statements at once and answers the rows of each.
pub(super) async fn batch(connection: &mut PgConnection, sql: String) -> Result<Vec<Vec<Row>>, ServerError> {
    let mut answers: Vec<Vec<Row>> = Vec::new();
    let mut unread = None;
    each(connection, sql, |statement, row| {
        answers.resize_with(answers.len().max(statement + 1), Vec::new);
        match (text_row(row), answers.last_mut()) {
            (Ok(row), Some(rows)) => rows.push(row),
            (Ok(_), None) => {}
            (Err(error), _) => unread = Some(error),
        }
    })
    .await
    .map_err(server_error)?;
    unread.map_or(Ok(answers), |error| Err(server_error(error)))
}

/// Sends several statements at once and gives each row to `take` as it comes, with the number of its statement.
async fn each(
    connection: &mut PgConnection,
    sql: String,
    mut take: impl FnMut(usize, &PgRow),
) -> Result<(), sqlx::Error> {
    let mut statement = 0;
    let mut stream = connection.fetch_many(sqlx::raw_sql(AssertSqlSafe(sql)));
    while let Some(item) = stream.try_next().await? {
        match item {
            Either::Left(_) => statement += 1,
            Either::Right(row) => take(statement, &row),
        }
    }
    Ok(())
}

/// A row's values as the server printed them.
fn text_row(row: &PgRow) -> Result<Row, sqlx::Error> {
    (0..row.len())
        .map(|at| {
            let value = row.try_get_raw(at)?;
            if value.is_null() {
                return Ok(None);
            }
            value.as_str().map(|text| Some(text.to_owned())).map_err(sqlx::Error::Decode)
        })
        .collect()
}

/// Advisory locks are numbers, and are each database's own.
fn lock_key(name: &str) -> i64 {
    let digest = Sha256::digest(format!("migrate:{name}"));
    let mut key = [0; 8];
    key.iter_mut().zip(digest.iter()).for_each(|(to, from)| *to = *from);
    i64::from_be_bytes(key)
}

/// The driver's error in our classes, with all that the server said. The driver's own `Display` adds a line of the
/// server's source code: it is never used for a server's refusal.
pub(super) fn server_error(error: sqlx::Error) -> ServerError {
    let mut found = ServerError {
        kind: ServerErrorKind::Statement,
        message: String::new(),
        code: None,
        detail: None,
        hint: None,
        context: None,
        position: None,
    };
    match &error {
        sqlx::Error::Database(refusal) => {
            refusal.message().clone_into(&mut found.message);
            found.code = refusal.code().map(Into::into);
            found.kind = kind(found.code.as_deref().unwrap_or_default());
            if let Some(refusal) = refusal.try_downcast_ref::<PgDatabaseError>() {
                found.detail = refusal.detail().map(str::to_owned);
                found.hint = refusal.hint().map(str::to_owned);
                found.context = refusal.r#where().map(str::to_owned);
                found.position = match refusal.position() {
                    Some(PgErrorPosition::Original(at)) => Some(at),
                    // A place in a statement that a function ran: `context` names it.
                    Some(PgErrorPosition::Internal { .. }) | None => None,
                };
            }
        }
        sqlx::Error::Io(io) => {
            found.kind = ServerErrorKind::Connection;
            found.message = format!("the connection to the server is gone: {io}");
        }
        sqlx::Error::Tls(_) | sqlx::Error::WorkerCrashed => {
            found.kind = ServerErrorKind::Connection;
            found.message = error.to_string();
        }
        _ => found.message = error.to_string(),
    }
    found
}

/// Whether a statement adds a value to an enum.
fn adds_enum_value(sql: &str) -> bool {
    let words: Vec<Token<'_>> = significant(SYNTAX, sql).take(8).collect();
    let is = |at: usize, word: &str| words.get(at).is_some_and(|token| token.is_word(word));
    is(0, "ALTER") && is(1, "TYPE") && (3..words.len()).any(|at| is(at, "ADD") && is(at + 1, "VALUE"))
}

/// The class of an SQLSTATE.
fn kind(code: &str) -> ServerErrorKind {
    match code {
        // lock_not_available, deadlock_detected: the statement may be tried again.
        "55P03" | "40P01" => ServerErrorKind::Lock,
        "57014" => ServerErrorKind::Cancelled,
        "42501" => ServerErrorKind::Privilege,
        "53200" => ServerErrorKind::Room,
        // The server shuts down, crashed, starts, dropped the database, or gave up an idle session.
        "57P01" | "57P02" | "57P03" | "57P04" | "57P05" | "25P03" => ServerErrorKind::Connection,
        code if code.starts_with("08") => ServerErrorKind::Connection,
        _ => ServerErrorKind::Statement,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_adds_a_value_to_an_enum() {
        for sql in [
            "ALTER TYPE e ADD VALUE 'x'",
            "alter type a.\"B\" add value if not exists 'x' before 'y'",
            "/* more */ ALTER TYPE e ADD VALUE 'x' AFTER 'y'",
        ] {
            assert!(adds_enum_value(sql), "{sql}");
        }
        for sql in
            ["ALTER TYPE e RENAME VALUE 'x' TO 'y'", "ALTER TYPE c ADD ATTRIBUTE value text", "CREATE TABLE t (a int)"]
        {
            assert!(!adds_enum_value(sql), "{sql}");
        }
    }

    #[test]
    fn classes_of_errors() {
        for (code, expected) in [
            ("55P03", ServerErrorKind::Lock),
            ("57014", ServerErrorKind::Cancelled),
            ("42501", ServerErrorKind::Privilege),
            ("53200", ServerErrorKind::Room),
            ("57P01", ServerErrorKind::Connection),
            ("08006", ServerErrorKind::Connection),
            ("42P01", ServerErrorKind::Statement),
            ("", ServerErrorKind::Statement),
        ] {
            assert_eq!(kind(code), expected, "{code}");
        }
    }

    #[test]
    fn a_lock_key_is_the_same_in_every_build() {
        assert_eq!(lock_key("public.migrate_version"), lock_key("public.migrate_version"));
        assert_ne!(lock_key("a"), lock_key("b"));
    }
}
