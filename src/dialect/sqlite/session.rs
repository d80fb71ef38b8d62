//! One connection to a SQLite database.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use sqlx::{AssertSqlSafe, Connection, Executor, Row as _, SqliteConnection};

use super::{Sqlite, introspect, unrunnable};
use crate::dialect::session::{BoxFuture, Canceller, Row, ServerErrorKind};
use crate::dialect::{Dialect, Scope, ServerError, Session};
use crate::engine::{Engine, Flavor};
use crate::error::Result;
use crate::schema::Schema;

/// How long SQLite itself waits for a lock at a time. It cannot be interrupted in that, so longer waits are made of many.
pub(super) const BUSY_SLICE: Duration = Duration::from_millis(100);

/// What the running statement is stopped by: a wish from outside, or its time limit.
#[derive(Debug)]
pub(super) struct StatementInterrupt {
    stop: AtomicBool,
    start: Instant,
    limit: Option<Duration>,
    /// When the running statement has had its time, in milliseconds from `start`; 0 is never.
    deadline: AtomicU64,
}

impl StatementInterrupt {
    pub(super) fn new(limit: Option<Duration>) -> Self {
        let limit = limit.filter(|limit| !limit.is_zero());
        StatementInterrupt { stop: AtomicBool::new(false), start: Instant::now(), limit, deadline: AtomicU64::new(0) }
    }

    /// A statement begins.
    fn begin(&self) {
        self.stop.store(false, Ordering::Relaxed);
        let milliseconds = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX).max(1);
        let deadline = self.limit.map_or(0, |limit| milliseconds(self.start.elapsed().saturating_add(limit)));
        self.deadline.store(deadline, Ordering::Relaxed);
    }

    fn late(&self) -> bool {
        let deadline = self.deadline.load(Ordering::Relaxed);
        deadline > 0 && self.start.elapsed().as_millis() >= u128::from(deadline)
    }

    /// Whether the statement may go on: asked by SQLite every thousand steps of its machine.
    pub(super) fn go_on(&self) -> bool {
        !self.stop.load(Ordering::Relaxed) && !self.late()
    }
}

/// One connection.
pub(super) struct SqliteSession {
    connection: SqliteConnection,
    dialect: Arc<Sqlite>,
    watch: Arc<StatementInterrupt>,
    lock_timeout: Option<Duration>,
    in_transaction: bool,
}

impl SqliteSession {
    pub(super) fn new(
        connection: SqliteConnection,
        dialect: Arc<Sqlite>,
        watch: Arc<StatementInterrupt>,
        lock_timeout: Option<Duration>,
    ) -> Self {
        SqliteSession { connection, dialect, watch, lock_timeout, in_transaction: false }
    }

    pub(super) fn set_version(&mut self, version: (u32, u32, u32)) {
        self.dialect = Arc::new(Sqlite::new(Flavor { engine: Engine::Sqlite, mariadb: false, version }));
    }

    /// Runs a statement, again while another connection has the lock: a statement that could not get it did nothing.
    async fn run(&mut self, sql: &str) -> Result<StatementResult, ServerError> {
        ServerError::refuse_nul(sql)?;
        self.watch.begin();
        let began = Instant::now();
        loop {
            match answer(&mut self.connection, sql).await {
                Err(fault) if fault.kind == ServerErrorKind::Lock => {
                    if self.watch.stop.load(Ordering::Relaxed) {
                        return Err(ServerError { kind: ServerErrorKind::Cancelled, ..fault });
                    }
                    // A lock within this very connection, as by a statement that is still being read, does not go away.
                    let own = primary(fault.code.as_deref()) == Some(6);
                    if own || self.lock_timeout.is_some_and(|limit| began.elapsed() >= limit) {
                        return Err(fault);
                    }
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                Err(fault) if fault.kind == ServerErrorKind::Cancelled && self.watch.late() => {
                    let limit = self.watch.limit.unwrap_or_default();
                    let message = format!("stopped after {}, the statement_timeout", humantime::format_duration(limit));
                    return Err(ServerError { message, ..fault });
                }
                result => return result,
            }
        }
    }
}

struct StatementResult {
    touched: u64,
    rows: Vec<Row>,
}

async fn answer(connection: &mut SqliteConnection, sql: &str) -> Result<StatementResult, ServerError> {
    use futures_util::TryStreamExt;
    let mut answer = StatementResult { touched: 0, rows: Vec::new() };
    let mut found = connection.fetch_many(sqlx::raw_sql(AssertSqlSafe(sql.to_owned())));
    while let Some(one) = found.try_next().await.map_err(fault)? {
        match one {
            sqlx::Either::Left(done) => answer.touched += done.rows_affected(),
            sqlx::Either::Right(row) => {
                let mut values = Row::with_capacity(row.len());
                for at in 0..row.len() {
                    values.push(value(&row, at).map_err(fault)?);
                }
                answer.rows.push(values);
            }
        }
    }
    Ok(answer)
}

/// Runs a script, and answers how many of its statements were done.
async fn run_script(connection: &mut SqliteConnection, sql: &str) -> (usize, Result<(), ServerError>) {
    use futures_util::TryStreamExt;
    let mut done = 0;
    let mut found = connection.fetch_many(sqlx::raw_sql(AssertSqlSafe(sql.to_owned())));
    loop {
        match found.try_next().await {
            Ok(Some(one)) => done += usize::from(one.is_left()),
            Ok(None) => return (done, Ok(())),
            Err(error) => return (done, Err(fault(error))),
        }
    }
}

/// A value as text, whatever its type; bytes that are no text as the literal they are written by.
fn value(row: &sqlx::sqlite::SqliteRow, at: usize) -> Result<Option<String>, sqlx::Error> {
    if let Ok(text) = row.try_get_unchecked::<Option<String>, _>(at) {
        return Ok(text);
    }
    let bytes: Option<Vec<u8>> = row.try_get_unchecked(at)?;
    Ok(bytes.map(|bytes| format!("X'{}'", bytes.iter().map(|byte| format!("{byte:02X}")).collect::<String>())))
}

/// The primary result code: the low byte of the extended one.
fn primary(code: Option<&str>) -> Option<u32> {
    code.and_then(|code| code.parse::<u32>().ok()).map(|code| code & 0xff)
}

/// What the driver says, as what the server says.
pub(super) fn fault(error: sqlx::Error) -> ServerError {
    let (message, code) = match &error {
        sqlx::Error::Database(refusal) => {
            (refusal.message().to_owned(), refusal.code().map(std::borrow::Cow::into_owned))
        }
        other => (other.to_string(), None),
    };
    let kind = match primary(code.as_deref()) {
        // BUSY, LOCKED
        Some(5 | 6) => ServerErrorKind::Lock,
        // INTERRUPT
        Some(9) => ServerErrorKind::Cancelled,
        // IOERR, CANTOPEN, NOTADB
        Some(10 | 14 | 26) => ServerErrorKind::Connection,
        // PERM, READONLY, AUTH
        Some(3 | 8 | 23) => ServerErrorKind::Privilege,
        Some(_) => ServerErrorKind::Statement,
        None => ServerErrorKind::Connection,
    };
    ServerError { kind, message, code, detail: None, hint: None, context: None, position: None }
}

impl Session for SqliteSession {
    fn dialect(&self) -> Arc<dyn Dialect> {
        self.dialect.clone()
    }

    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<u64, ServerError>> {
        Box::pin(async move { self.run(sql).await.map(|answer| answer.touched) })
    }

    fn execute_all<'a>(&'a mut self, statements: &'a [String]) -> BoxFuture<'a, Result<(), (usize, ServerError)>> {
        /// The driver keeps what it has prepared until all that it was sent is done.
        const TOGETHER: usize = 64;
        Box::pin(async move {
            let mut first = 0;
            while let Some(rest) = statements.get(first..).filter(|rest| !rest.is_empty()) {
                // SQLite keeps the text of an index up to its `;`, and a comment at the end of one would swallow that: no
                // space stands before it (the driver trims a text that comes alone), and nothing follows a comment.
                let commented = |sql: &String| sql.contains("--") || sql.contains("/*");
                let group = rest.iter().take(TOGETHER);
                let length = group.clone().position(commented).map_or(group.len(), |at| at + 1);
                let script: Vec<&str> = rest.iter().take(length).map(|sql| sql.trim()).collect();
                let script = script.join(";\n");
                for (at, sql) in rest.iter().take(length).enumerate() {
                    ServerError::refuse_nul(sql).map_err(|refusal| (first + at, refusal))?;
                }
                self.watch.begin();
                let (done, result) = run_script(&mut self.connection, &script).await;
                result.map_err(|refusal| (first + done, refusal))?;
                first += length;
            }
            Ok(())
        })
    }

    fn rows<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, ServerError>> {
        Box::pin(async move { self.run(sql).await.map(|answer| answer.rows) })
    }

    fn introspect<'a>(&'a mut self, scope: &'a Scope) -> BoxFuture<'a, Result<Schema>> {
        Box::pin(async move {
            // One query is one snapshot.
            let rows = self.run(introspect::QUERY).await?.rows;
            let mut schema = introspect::schema(rows, scope);
            schema.unrunnable = unrunnable::of(self, &schema, scope).await?;
            Ok(schema)
        })
    }

    fn begin(&mut self) -> BoxFuture<'_, Result<(), ServerError>> {
        Box::pin(async move {
            self.run("BEGIN IMMEDIATE").await?;
            self.in_transaction = true;
            Ok(())
        })
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<(), ServerError>> {
        Box::pin(async move {
            self.run("COMMIT").await?;
            self.in_transaction = false;
            Ok(())
        })
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<(), ServerError>> {
        Box::pin(async move {
            if !std::mem::take(&mut self.in_transaction) {
                return Ok(());
            }
            // A rebuild may have been cut off between the two.
            let legacy = self.run("PRAGMA legacy_alter_table = OFF").await;
            match self.run("ROLLBACK").await {
                // SQLite rolls back by itself after some failures (a full disk, an interrupt within a write).
                Err(fault) if !fault.message.contains("no transaction is active") => Err(fault),
                _ => legacy.map(drop),
            }
        })
    }

    fn try_lock<'a>(&'a mut self, _name: &'a str) -> BoxFuture<'a, Result<bool, ServerError>> {
        Box::pin(async { Ok(true) })
    }

    fn unlock<'a>(&'a mut self, _name: &'a str) -> BoxFuture<'a, Result<(), ServerError>> {
        Box::pin(async { Ok(()) })
    }

    /// <https://www.sqlite.org/pragma.html#pragma_data_version>
    fn data_version(&mut self) -> BoxFuture<'_, Result<Option<String>, ServerError>> {
        Box::pin(async move { Ok(self.run("PRAGMA data_version").await?.rows.into_iter().flatten().flatten().next()) })
    }

    fn canceller(&self) -> Canceller {
        let watch = self.watch.clone();
        Arc::new(move || {
            watch.stop.store(true, Ordering::Relaxed);
            Box::pin(async {})
        })
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            let _ = self.connection.close().await;
        })
    }
}
