//! What PostgreSQL tells of a running statement: its progress views, and whoever it waits for.
//!
//! <https://www.postgresql.org/docs/current/progress-reporting.html>, and `pg_blocking_pids` in
//! <https://www.postgresql.org/docs/current/functions-info.html>.

use sqlx::Connection;
use sqlx::postgres::{PgConnectOptions, PgConnection};

use super::session::batch;
use super::{SYNTAX, quote};
use crate::dialect::activity::{Activity, Blocker, LockWait, Observer, StatementProgress, percent, seconds};
use crate::dialect::lock_demand::{LockDemand, Queue};
use crate::dialect::session::{BoxFuture, Row};
use crate::sql::redacted;

/// How long a transaction may be open before its locks are waited for and not tried.
const A_MOMENT: &str = "1 second";

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

/// The question who holds locks that are in the way of `demand`, in a transaction that is open for longer than a moment: the table, and what is told of
/// a blocker. Tables that descend from those named, the tables of indexes, and, where foreign keys go, the
/// tables that they lead to are locked as well.
pub(super) fn holders(demand: &LockDemand) -> String {
    let names: Vec<String> = demand.relations.iter().map(|name| quote::string(name)).collect();
    let referenced = if demand.referenced {
        " UNION SELECT confrelid FROM pg_catalog.pg_constraint JOIN named ON conrelid = named.oid WHERE contype = 'f'"
    } else {
        ""
    };
    // Plain reads are in nobody's way but that of who locks out everyone.
    let modes = match demand.queue {
        Queue::Everyone => "",
        _ => " AND held.mode NOT IN ('AccessShareLock', 'RowShareLock', 'ShareLock')",
    };
    format!(
        "WITH RECURSIVE named AS (SELECT pg_catalog.to_regclass(name)::pg_catalog.oid AS oid \
         FROM pg_catalog.unnest(ARRAY[{names}]::text[]) AS name), \
         locked AS (SELECT oid FROM named WHERE oid IS NOT NULL \
         UNION SELECT indrelid FROM pg_catalog.pg_index JOIN named ON indexrelid = named.oid{referenced}), \
         family AS (SELECT oid FROM locked \
         UNION SELECT inhrelid FROM pg_catalog.pg_inherits JOIN family ON inhparent = family.oid) \
         SELECT DISTINCT ON (activity.xact_start, held.pid) held.relation::pg_catalog.regclass::text, held.pid, \
         CASE WHEN activity.backend_type = 'client backend' THEN activity.application_name ELSE activity.backend_type END, \
         activity.usename, pg_catalog.host(activity.client_addr), activity.state, \
         extract(epoch FROM pg_catalog.clock_timestamp() - activity.xact_start), activity.query \
         FROM pg_catalog.pg_locks AS held JOIN family ON family.oid = held.relation \
         JOIN pg_catalog.pg_stat_activity AS activity USING (pid) \
         WHERE held.locktype = 'relation' AND held.granted AND held.pid <> pg_catalog.pg_backend_pid() \
         AND held.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()) \
         AND activity.xact_start < pg_catalog.clock_timestamp() - interval '{A_MOMENT}'{modes} \
         ORDER BY activity.xact_start, held.pid",
        names = names.join(", ")
    )
}

/// What [`holders`] found.
pub(super) fn held(rows: Vec<Row>) -> Option<LockWait> {
    let marked = rows.into_iter().flat_map(|row| {
        let mut values = row.into_iter();
        let on = vec![Some("awaited".to_owned()), values.next().flatten()];
        [on, std::iter::once(Some("blocker".to_owned())).chain(values).collect()]
    });
    activity(marked.collect()).wait
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
