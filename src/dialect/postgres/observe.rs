//! What PostgreSQL tells of a running statement: its progress views, and whoever it waits for.
//!
//! <https://www.postgresql.org/docs/current/progress-reporting.html>, and `pg_blocking_pids` in
//! <https://www.postgresql.org/docs/current/functions-info.html>.

use sqlx::Connection;
use sqlx::postgres::{PgConnectOptions, PgConnection};

use super::SYNTAX;
use super::session::batch;
use crate::dialect::activity::{Activity, Blocker, Observer, StatementProgress, percent, seconds};
use crate::dialect::session::{BoxFuture, Row};
use crate::sql::redacted;

/// What `pg_stat_activity` shows in place of a statement that the role may not see.
const HIDDEN: &str = "<insufficient privilege>";

/// A look at one backend.
pub(super) struct PostgresObserver {
    connection: PgConnection,
    /// One statement of several, each of which answers rows of its own form.
    sql: String,
}

/// Connects, to look at a backend of a server of the major version `version`.
pub(super) async fn observer(options: PgConnectOptions, backend: i32, version: u32) -> Option<Box<dyn Observer>> {
    let mut connection = PgConnection::connect_with(&options).await.ok()?;
    // A look that takes long is worth nothing, and must not be in the way.
    let limits = "SET statement_timeout = '2s'; SET lock_timeout = '1s'; SET default_transaction_read_only = on";
    batch(&mut connection, limits.to_owned()).await.ok()?;
    let sql = format!("{}; {}; {}", progress(backend, version), awaited(backend), blockers(backend));
    Some(Box::new(PostgresObserver { connection, sql }))
}

/// One row where a view has one of this backend: a mark, phase, done, total.
fn progress(backend: i32, version: u32) -> String {
    let mut views = vec![
        // What is counted depends on the phase: sessions that are waited for, blocks, index entries.
        "SELECT phase, CASE WHEN lockers_total > 0 AND phase LIKE 'waiting%' THEN lockers_done \
         WHEN blocks_total > 0 THEN blocks_done ELSE tuples_done END, \
         CASE WHEN lockers_total > 0 AND phase LIKE 'waiting%' THEN lockers_total \
         WHEN blocks_total > 0 THEN blocks_total ELSE tuples_total END FROM pg_catalog.pg_stat_progress_create_index",
        "SELECT phase, heap_blks_scanned, heap_blks_total FROM pg_catalog.pg_stat_progress_cluster",
        "SELECT phase, CASE WHEN phase = 'vacuuming heap' THEN heap_blks_vacuumed ELSE heap_blks_scanned END, \
         heap_blks_total FROM pg_catalog.pg_stat_progress_vacuum",
    ];
    if version >= 13 {
        views.push("SELECT phase, sample_blks_scanned, sample_blks_total FROM pg_catalog.pg_stat_progress_analyze");
    }
    if version >= 14 {
        views.push("SELECT 'copying', bytes_processed, bytes_total FROM pg_catalog.pg_stat_progress_copy");
    }
    let rows: Vec<String> = views.iter().map(|view| format!("{view} WHERE pid = {backend}")).collect();
    format!("SELECT 'progress', said.* FROM ({}) AS said", rows.join(" UNION ALL "))
}

/// What it waits for.
fn awaited(backend: i32) -> String {
    format!(
        "SELECT 'awaited', CASE WHEN relation IS NOT NULL THEN relation::pg_catalog.regclass::text END \
         FROM pg_catalog.pg_locks WHERE pid = {backend} AND NOT granted LIMIT 1"
    )
}

/// Who it waits for. A prepared transaction has the number 0, and parallel workers may repeat one.
fn blockers(backend: i32) -> String {
    format!(
        "SELECT 'blocker', blocker.pid, activity.application_name, activity.usename, \
         pg_catalog.host(activity.client_addr), activity.state, \
         extract(epoch FROM pg_catalog.clock_timestamp() - activity.xact_start), activity.query \
         FROM (SELECT DISTINCT pg_catalog.unnest(pg_catalog.pg_blocking_pids({backend}))) AS blocker (pid) \
         LEFT JOIN pg_catalog.pg_stat_activity AS activity USING (pid) ORDER BY activity.xact_start, blocker.pid"
    )
}

/// The rows of all three queries, each with its mark.
fn activity(rows: Vec<Row>) -> Activity {
    let mut found = Activity::default();
    for row in rows {
        let mut values = row.into_iter();
        let mark = values.next().flatten();
        let values: Vec<Option<String>> = values.map(|value| value.filter(|value| !value.is_empty())).collect();
        match (mark.as_deref(), values.as_slice()) {
            (Some("progress"), [Some(phase), done, total]) => {
                let percent = percent(done.as_deref(), total.as_deref());
                found.progress = Some(StatementProgress { phase: phase.clone(), percent });
            }
            (Some("awaited"), [on]) => {
                found.wait.get_or_insert_default().on.clone_from(on);
            }
            (Some("blocker"), [pid, application, user, host, state, age, query]) => {
                found.wait.get_or_insert_default().blockers.push(Blocker {
                    session: pid.as_ref().and_then(|pid| pid.parse().ok()).filter(|pid| *pid != 0),
                    application: application.clone(),
                    user: user.clone(),
                    host: host.clone(),
                    state: state.clone(),
                    age: seconds(age.as_deref()),
                    query: query.as_deref().filter(|query| *query != HIDDEN).map(|query| redacted(SYNTAX, query)),
                });
            }
            _ => {}
        }
    }
    found
}

impl Observer for PostgresObserver {
    fn look(&mut self) -> BoxFuture<'_, Option<Activity>> {
        Box::pin(async {
            let answers = batch(&mut self.connection, self.sql.clone()).await.ok()?;
            Some(activity(answers.into_iter().flatten().collect()))
        })
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            self.connection.close().await.ok();
        })
    }
}
