//! A connection to a MySQL or MariaDB server.
//!
//! Everything goes by the text protocol: nothing is prepared, values come as text. A statement that commits does so by
//! itself (DDL), whatever transaction is open.

use std::sync::Arc;
use std::time::Duration;

use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};
use sqlx::mysql::{MySqlConnectOptions, MySqlRow};
use sqlx::{AssertSqlSafe, Column as _, Connection, Either, Executor, MySqlConnection, Row as _, TypeInfo};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::errors::server_error;
use super::{MySql, SYNTAX, introspect, observe};
use crate::dialect::Dialect;
use crate::dialect::activity::Observer;
use crate::dialect::notices::{Notice, Notices, Severity};
use crate::dialect::session::{BoxFuture, Canceller, Row, Scope, ServerError, ServerErrorKind, Session};
use crate::error::Result;
use crate::schema::Schema;
use crate::sql::head_words;

/// One connection.
pub(super) struct MySqlSession {
    connection: MySqlConnection,
    dialect: Arc<MySql>,
    /// How this connection was made: the canceller makes another. Never printed: it holds the password.
    options: MySqlConnectOptions,
    /// The server's number for it.
    id: u64,
    /// The database, as the server names it.
    database: String,
    /// The session's `sql_mode` at the start: what a routine or trigger keeps that is made by it.
    sql_mode: String,
    /// How long a statement may run, where the server itself holds no statement to that.
    limit: Option<Duration>,
    /// Whether a transaction that [`Session::begin`] opened is open.
    open: bool,
    /// Who hears the server's warnings.
    listener: Option<UnboundedSender<Notice>>,
}

/// What a session knows of its server.
pub(super) struct Facts {
    pub(super) dialect: Arc<MySql>,
    pub(super) id: u64,
    pub(super) database: String,
    pub(super) sql_mode: String,
    pub(super) limit: Option<Duration>,
}

impl MySqlSession {
    pub(super) fn new(connection: MySqlConnection, options: MySqlConnectOptions, facts: Facts) -> Self {
        let Facts { dialect, id, database, sql_mode, limit } = facts;
        MySqlSession { connection, dialect, options, id, database, sql_mode, limit, open: false, listener: None }
    }

    /// Sends several statements at once and answers the rows of each; a statement without rows has an empty list.
    pub(super) async fn batch(&mut self, sql: String) -> Result<Vec<Vec<Row>>, ServerError> {
        ServerError::refuse_nul(&sql)?;
        batch(&mut self.connection, sql).await
    }

    /// The version and the rest of the pure side.
    pub(super) fn mysql(&self) -> &MySql {
        &self.dialect
    }

    /// The database, as the server names it.
    pub(super) fn database(&self) -> &str {
        &self.database
    }

    /// The session's own `sql_mode`, whatever a script or a reading has set since.
    pub(super) fn sql_mode(&self) -> &str {
        &self.sql_mode
    }

    async fn run(&mut self, sql: &str) -> Result<u64, ServerError> {
        ServerError::refuse_nul(sql)?;
        match self.answered(sql).await {
            Ok(touched) => {
                self.warnings(sql).await?;
                Ok(touched)
            }
            Err(fault) => Err(self.explained(fault).await),
        }
    }

    /// MariaDB's refusal of a foreign key says nothing (`errno: 150`): the reason is among the warnings, numbered 150.
    async fn explained(&mut self, mut fault: ServerError) -> ServerError {
        if fault.message.contains("errno: 150") {
            let said = batch(&mut self.connection, "SHOW WARNINGS".to_owned()).await.unwrap_or_default();
            fault.detail = said.into_iter().flatten().find_map(|row| match row.as_slice() {
                [_, Some(number), Some(message)] if number == "150" => Some(message.clone()),
                _ => None,
            });
        }
        fault
    }

    /// Sends a statement. Where the server has no limit for it (MySQL's holds for `SELECT` alone), it is ended from a
    /// second connection when its time is over.
    async fn answered(&mut self, sql: &str) -> Result<u64, ServerError> {
        let cancel = self.limit.map(|limit| (limit, self.canceller()));
        let sent = self.connection.execute(sqlx::raw_sql(AssertSqlSafe(sql)));
        let Some((limit, cancel)) = cancel else {
            return Ok(sent.await.map_err(|error| server_error(error, sql))?.rows_affected());
        };
        let mut sent = std::pin::pin!(sent);
        if let Ok(result) = tokio::time::timeout(limit, sent.as_mut()).await {
            return Ok(result.map_err(|error| server_error(error, sql))?.rows_affected());
        }
        cancel().await;
        // It may have come to its end all the same.
        match sent.await.map_err(|error| server_error(error, sql)) {
            Ok(result) => Ok(result.rows_affected()),
            Err(fault) if fault.kind == ServerErrorKind::Cancelled => {
                let message = format!("stopped after {}, the statement_timeout", humantime::format_duration(limit));
                Err(ServerError { message, ..fault })
            }
            Err(fault) => Err(fault),
        }
    }

    /// Passes on what the server has to say of a statement that it ran. The driver does not tell whether there is anything,
    /// so that is asked after statements that change something.
    async fn warnings(&mut self, sql: &str) -> Result<(), ServerError> {
        let Some(listener) = self.listener.clone() else { return Ok(()) };
        let first = head_words(SYNTAX, sql, 1);
        if matches!(
            first.first().map(String::as_str),
            None | Some("SELECT" | "SET" | "SHOW" | "USE" | "START" | "BEGIN" | "COMMIT" | "ROLLBACK" | "DO")
        ) {
            return Ok(());
        }
        for row in batch(&mut self.connection, "SHOW WARNINGS".to_owned()).await?.into_iter().flatten() {
            if let [level, Some(number), Some(message)] = row.as_slice() {
                let severity = if level.as_deref() == Some("Note") { Severity::Notice } else { Severity::Warning };
                // Whoever listened may be gone.
                let _ = listener.send(Notice { severity, message: format!("{message} ({number})") });
            }
        }
        Ok(())
    }

    /// The lock's name, of the 64 characters at most that one may have; locks are the server's, so that it holds the
    /// database (<https://dev.mysql.com/doc/refman/8.4/en/locking-functions.html>).
    fn lock_name(&self, name: &str) -> String {
        let digest = Sha256::digest(format!("{name}\0{}", self.database));
        format!("migrate:{}", hex::encode(digest.get(..20).unwrap_or_default()))
    }
}

/// The transactions of others, each by its session, its start and its number: which tables they have locked, MariaDB does not
/// tell.
const OPEN_TRANSACTIONS: &str = "SELECT concat_ws(' ', trx_mysql_thread_id, trx_started, trx_id) \
     FROM information_schema.innodb_trx WHERE trx_mysql_thread_id NOT IN (0, connection_id())";

impl Session for MySqlSession {
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
            self.batch("START TRANSACTION".to_owned()).await?;
            self.open = true;
            Ok(())
        })
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<(), ServerError>> {
        Box::pin(async {
            self.open = false;
            self.batch("COMMIT".to_owned()).await.map(drop)
        })
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<(), ServerError>> {
        Box::pin(async {
            if !std::mem::take(&mut self.open) {
                return Ok(());
            }
            self.batch("ROLLBACK".to_owned()).await.map(drop)
        })
    }

    fn try_lock<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<bool, ServerError>> {
        Box::pin(async move {
            let sql = format!("SELECT GET_LOCK('{}', 0)", self.lock_name(name));
            let rows = self.rows(&sql).await?;
            Ok(rows.first().and_then(|row| row.first()).is_some_and(|value| value.as_deref() == Some("1")))
        })
    }

    /// The processlist shows other users' sessions only to who has the PROCESS privilege: then the number is all there is.
    fn lock_holder<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<Option<String>, ServerError>> {
        Box::pin(async move {
            let sql = format!(
                "SELECT held.id, list.USER, list.HOST FROM (SELECT IS_USED_LOCK('{}') AS id) AS held \
                 LEFT JOIN information_schema.PROCESSLIST AS list ON list.ID = held.id WHERE held.id IS NOT NULL",
                self.lock_name(name)
            );
            let rows = self.rows(&sql).await?;
            let row = rows.into_iter().next().unwrap_or_default();
            let Ok([id, user, host]) = <[Option<String>; 3]>::try_from(row) else {
                return Ok(None);
            };
            let mut holder: Vec<String> = id.map(|id| format!("connection {id}")).into_iter().collect();
            holder.extend(user.map(|user| format!("user {user}")));
            // Behind a colon, MySQL adds the client's port.
            holder.extend(host.map(|host| format!("from {}", host.rsplit_once(':').map_or(&*host, |(host, _)| host))));
            Ok(Some(holder.join(", ")))
        })
    }

    fn unlock<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<(), ServerError>> {
        Box::pin(async move {
            let sql = format!("DO RELEASE_LOCK('{}')", self.lock_name(name));
            self.batch(sql).await.map(drop)
        })
    }

    fn listen(&mut self) -> Option<Notices> {
        let (sender, notices) = unbounded_channel();
        self.listener = Some(sender);
        Some(notices)
    }

    fn canceller(&self) -> Canceller {
        let (options, id) = (self.options.clone(), self.id);
        Arc::new(move || {
            let options = options.clone();
            Box::pin(async move {
                // Where no second connection is to be had, the statement cannot be stopped: the caller waits for its end.
                if let Ok(mut connection) = MySqlConnection::connect_with(&options).await {
                    connection.execute(sqlx::raw_sql(AssertSqlSafe(format!("KILL QUERY {id}")))).await.ok();
                    connection.close().await.ok();
                }
            })
        })
    }

    fn open_transactions(&mut self) -> BoxFuture<'_, Result<Vec<String>, ServerError>> {
        Box::pin(async { Ok(self.rows(OPEN_TRANSACTIONS).await?.into_iter().flatten().flatten().collect()) })
    }

    fn observer(&self) -> BoxFuture<'static, Option<Box<dyn Observer>>> {
        Box::pin(observe::observer(self.options.clone(), self.id, self.dialect.flavor().mariadb))
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            self.connection.close().await.ok();
        })
    }
}

/// Sends several statements at once and answers the rows of each.
pub(super) async fn batch(connection: &mut MySqlConnection, sql: String) -> Result<Vec<Vec<Row>>, ServerError> {
    let mut answers: Vec<Vec<Row>> = Vec::new();
    let mut rows = Vec::new();
    let mut stream = connection.fetch_many(sqlx::raw_sql(AssertSqlSafe(sql.clone())));
    while let Some(item) = stream.try_next().await.map_err(|error| server_error(error, &sql))? {
        match item {
            Either::Left(_) => answers.push(std::mem::take(&mut rows)),
            Either::Right(row) => rows.push(text_row(&row).map_err(|error| server_error(error, &sql))?),
        }
    }
    Ok(answers)
}

/// A row's values as the server printed them.
fn text_row(row: &MySqlRow) -> Result<Row, sqlx::Error> {
    (0..row.len())
        .map(|at| {
            let bytes: Option<&[u8]> = row.try_get_unchecked(at)?;
            Ok(bytes.map(|bytes| text(bytes, row.column(at).type_info().name())))
        })
        .collect()
}

/// A value as text, whatever its bytes: those of a binary type that are none as the literal they are written by.
fn text(bytes: &[u8], ty: &str) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) if ["BLOB", "BINARY", "BIT", "GEOMETRY"].iter().any(|binary| ty.contains(binary)) => {
            format!("X'{}'", hex::encode_upper(bytes))
        }
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_bytes_are_too_odd() {
        assert_eq!(text(b"a\xc3\xa4", "VARCHAR"), "a\u{e4}");
        assert_eq!(text(b"a\xff", "VARCHAR"), "a\u{fffd}");
        assert_eq!(text(b"a\xff", "VARBINARY"), "X'61FF'");
        assert_eq!(text(b"plain", "BLOB"), "plain");
    }
}
