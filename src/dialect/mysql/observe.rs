//! What MySQL and MariaDB tell of a running statement: how far it is, and whoever it waits for.
//!
//! Each server keeps that in other tables, and not every server has them switched on or shows them to every user. So each is
//! asked by itself, and one that refuses is as one that knows nothing:
//!
//! - progress: MariaDB's process list (<https://mariadb.com/kb/en/progress-reporting/>); MySQL's
//!   `performance_schema.events_stages_current`, where the stages are recorded;
//! - a metadata lock: `performance_schema.metadata_locks`; MariaDB's plugin `METADATA_LOCK_INFO`; where neither is on, the
//!   transactions that are open, one of which it must be (or a `LOCK TABLES`);
//! - a row's lock: `performance_schema.data_lock_waits` (MySQL), `INNODB_LOCK_WAITS` (MariaDB).

use sqlx::Connection;
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection};

use super::SYNTAX;
use super::session::batch;
use crate::dialect::activity::{Activity, Blocker, LockWait, Observer, StatementProgress, percent, seconds};
use crate::dialect::session::{BoxFuture, Row};
use crate::sql::redacted;

/// A look at one connection.
pub(super) struct MySqlObserver {
    connection: MySqlConnection,
    /// The server's number of the connection that is looked at.
    id: u64,
    mariadb: bool,
}

/// Connects, to look at the connection `id`.
pub(super) async fn observer(options: MySqlConnectOptions, id: u64, mariadb: bool) -> Option<Box<dyn Observer>> {
    let mut connection = MySqlConnection::connect_with(&options).await.ok()?;
    // A look that takes long is worth nothing, and must not be in the way.
    let limit = if mariadb { "SET SESSION max_statement_time = 2" } else { "SET SESSION max_execution_time = 2000" };
    batch(&mut connection, limit.to_owned()).await.ok()?;
    Some(Box::new(MySqlObserver { connection, id, mariadb }))
}

/// The columns of a blocker (`b`: its row of `information_schema.PROCESSLIST`; `trx`: its open transaction), where `last` is what
/// it ran last.
fn columns(last: &str) -> String {
    format!(
        "b.ID, b.USER, b.HOST, b.COMMAND, \
         COALESCE(TIMESTAMPDIFF(SECOND, trx.trx_started, NOW()), IF(b.COMMAND = 'Sleep', NULL, b.TIME)), \
         COALESCE(b.INFO, {last})"
    )
}

/// What a session ran last, where the server records that: its process list has it no more.
const LAST: &str = "(SELECT said.SQL_TEXT FROM performance_schema.events_statements_current AS said \
    JOIN performance_schema.threads AS thread USING (THREAD_ID) WHERE thread.PROCESSLIST_ID = b.ID LIMIT 1)";

impl MySqlObserver {
    /// The rows of one query; an error of the server's is no row.
    async fn ask(&mut self, sql: String) -> Option<Vec<Row>> {
        match batch(&mut self.connection, sql).await {
            Ok(answers) => Some(answers.into_iter().flatten().collect()),
            Err(fault) if fault.kind == crate::dialect::session::ServerErrorKind::Connection => None,
            Err(_) => Some(Vec::new()),
        }
    }

    async fn activity(&mut self) -> Option<Activity> {
        let id = self.id;
        let progress = if self.mariadb { ", PROGRESS, STAGE, MAX_STAGE" } else { "" };
        let list = format!("SELECT STATE{progress} FROM information_schema.PROCESSLIST WHERE ID = {id}");
        let row = self.ask(list).await?.into_iter().next().unwrap_or_default();
        let state = row.first().cloned().flatten().unwrap_or_default();
        if let Some(kind) = state.strip_prefix("Waiting for ").filter(|kind| kind.ends_with("lock")) {
            let wait = LockWait { kind: Some(kind.to_owned()), ..self.metadata_lock().await? };
            return Some(Activity { wait: Some(wait), progress: None });
        }
        let progress = match row.as_slice() {
            [_, Some(done), Some(stage), Some(stages)] => stage_progress(&state, done, stage, stages),
            _ if self.mariadb => None,
            _ => self.stage().await?,
        };
        // An ALTER that copies its table waits for no row: its progress is told, and the tables of locks are left alone.
        let wait = if progress.is_none() { self.row_lock().await? } else { None };
        Some(Activity { progress, wait })
    }

    /// MySQL's stage, where the server records stages.
    async fn stage(&mut self) -> Option<Option<StatementProgress>> {
        let sql = format!(
            "SELECT stage.EVENT_NAME, stage.WORK_COMPLETED, stage.WORK_ESTIMATED \
             FROM performance_schema.events_stages_current AS stage \
             JOIN performance_schema.threads AS thread USING (THREAD_ID) WHERE thread.PROCESSLIST_ID = {}",
            self.id
        );
        let row = self.ask(sql).await?.into_iter().next().unwrap_or_default();
        Some(match row.as_slice() {
            // `stage/innodb/alter table (read PK and internal sort)`
            [Some(name), done, total] => percent(done.as_deref(), total.as_deref()).map(|percent| StatementProgress {
                phase: name.rsplit('/').next().unwrap_or_default().to_owned(),
                percent: Some(percent),
            }),
            _ => None,
        })
    }

    /// Who keeps a metadata lock from this connection.
    async fn metadata_lock(&mut self) -> Option<LockWait> {
        let id = self.id;
        let by_instrument = format!(
            "SELECT DISTINCT CONCAT_WS('.', waiting.OBJECT_SCHEMA, waiting.OBJECT_NAME), {} \
             FROM performance_schema.metadata_locks AS waiting \
             JOIN performance_schema.threads AS mine ON mine.THREAD_ID = waiting.OWNER_THREAD_ID \
             JOIN performance_schema.metadata_locks AS held ON held.OBJECT_TYPE = waiting.OBJECT_TYPE \
             AND held.OBJECT_SCHEMA <=> waiting.OBJECT_SCHEMA AND held.OBJECT_NAME <=> waiting.OBJECT_NAME \
             AND held.LOCK_STATUS = 'GRANTED' AND held.OWNER_THREAD_ID <> waiting.OWNER_THREAD_ID \
             JOIN performance_schema.threads AS theirs ON theirs.THREAD_ID = held.OWNER_THREAD_ID \
             JOIN information_schema.PROCESSLIST AS b ON b.ID = theirs.PROCESSLIST_ID \
             LEFT JOIN information_schema.INNODB_TRX AS trx ON trx.trx_mysql_thread_id = b.ID \
             WHERE mine.PROCESSLIST_ID = {id} AND waiting.LOCK_STATUS = 'PENDING' ORDER BY b.ID",
            columns(LAST)
        );
        let mut rows = self.ask(by_instrument).await?;
        if rows.is_empty() && self.mariadb {
            // The plugin doesn't say on what this connection waits: those who have a lock on a table that its statement names.
            let by_plugin = format!(
                "SELECT DISTINCT CONCAT_WS('.', held.TABLE_SCHEMA, held.TABLE_NAME), {} \
                 FROM information_schema.METADATA_LOCK_INFO AS held \
                 JOIN information_schema.PROCESSLIST AS mine ON mine.ID = {id} \
                 JOIN information_schema.PROCESSLIST AS b ON b.ID = held.THREAD_ID \
                 LEFT JOIN information_schema.INNODB_TRX AS trx ON trx.trx_mysql_thread_id = b.ID \
                 WHERE held.THREAD_ID <> {id} AND held.TABLE_NAME <> '' AND LOCATE(held.TABLE_NAME, mine.INFO) > 0 \
                 ORDER BY b.ID",
                columns(LAST)
            );
            rows = self.ask(by_plugin).await?;
        }
        if !rows.is_empty() {
            return Some(wait(rows, false));
        }
        let open = format!(
            "SELECT NULL, {} FROM information_schema.INNODB_TRX AS trx \
             JOIN information_schema.PROCESSLIST AS b ON b.ID = trx.trx_mysql_thread_id \
             WHERE b.ID <> {id} AND b.ID <> CONNECTION_ID() ORDER BY trx.trx_started LIMIT 5",
            columns(LAST)
        );
        Some(wait(self.ask(open).await?, true))
    }

    /// Who keeps a row's lock from this connection.
    async fn row_lock(&mut self) -> Option<Option<LockWait>> {
        let id = self.id;
        let last = LAST;
        let (waits, blocking) = if self.mariadb {
            ("information_schema.INNODB_LOCK_WAITS", ("requesting_trx_id", "blocking_trx_id"))
        } else {
            (
                "performance_schema.data_lock_waits",
                ("REQUESTING_ENGINE_TRANSACTION_ID", "BLOCKING_ENGINE_TRANSACTION_ID"),
            )
        };
        let sql = format!(
            "SELECT DISTINCT NULL, {} FROM {waits} AS waiting \
             JOIN information_schema.INNODB_TRX AS mine ON mine.trx_id = waiting.{} \
             JOIN information_schema.INNODB_TRX AS trx ON trx.trx_id = waiting.{} \
             JOIN information_schema.PROCESSLIST AS b ON b.ID = trx.trx_mysql_thread_id \
             WHERE mine.trx_mysql_thread_id = {id} ORDER BY b.ID",
            columns(last),
            blocking.0,
            blocking.1
        );
        let rows = self.ask(sql).await?;
        Some((!rows.is_empty()).then(|| LockWait { kind: Some("row lock".to_owned()), ..wait(rows, false) }))
    }
}

/// MariaDB's progress: `done` is of the stage, of 100; without stages it says nothing.
fn stage_progress(state: &str, done: &str, stage: &str, stages: &str) -> Option<StatementProgress> {
    let (stage, stages): (u32, u32) = (stage.parse().ok()?, stages.parse().ok()?);
    let phase = match stages {
        0 => return None,
        1 => state.to_owned(),
        _ => format!("{state}, stage {stage} of {stages}"),
    };
    Some(StatementProgress { phase, percent: done.parse().ok() })
}

/// Rows of what is locked and of [`columns`].
fn wait(rows: Vec<Row>, suspected: bool) -> LockWait {
    let mut found = LockWait { suspected, ..LockWait::default() };
    for row in rows {
        let Ok([on, id, user, host, command, age, query]) = <[Option<String>; 7]>::try_from(row) else { continue };
        found.on = found.on.or(on.filter(|on| !on.is_empty()));
        found.blockers.push(Blocker {
            session: id.and_then(|id| id.parse().ok()),
            application: None,
            user,
            // Behind a colon, MySQL adds the client's port.
            host: host.map(|host| host.rsplit_once(':').map_or(host.as_str(), |(host, _)| host).to_owned()),
            state: command.map(|command| if command == "Sleep" { "idle".to_owned() } else { "active".to_owned() }),
            age: seconds(age.as_deref()),
            query: query.map(|query| redacted(SYNTAX, &query)).filter(|query| !query.is_empty()),
        });
    }
    found
}

impl Observer for MySqlObserver {
    fn look(&mut self) -> BoxFuture<'_, Option<Activity>> {
        Box::pin(self.activity())
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            self.connection.close().await.ok();
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_of_mariadb() {
        let shown = |done, stage, stages| {
            stage_progress("copy to tmp table", done, stage, stages).map(|progress| (progress.phase, progress.percent))
        };
        assert_eq!(shown("12.500", "1", "1"), Some(("copy to tmp table".to_owned(), Some(12.5))));
        assert_eq!(shown("7.000", "1", "2"), Some(("copy to tmp table, stage 1 of 2".to_owned(), Some(7.0))));
        assert_eq!(shown("0.000", "0", "0"), None);
    }
}
