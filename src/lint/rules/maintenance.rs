//! What writes a whole table or view anew, or holds it, without changing its schema.

use super::super::rule::{Level, Out, Rule};
use super::super::statement::{Action, Kind};
use super::super::step::Step;
use super::{POSTGRES, SERVERS};

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "vacuum-full",
        level: Level::Error,
        engines: POSTGRES,
        title: "VACUUM FULL, CLUSTER",
        why: "PostgreSQL writes the whole table anew and keeps readers and writers out until that is done.",
        safer: "-- VACUUM without FULL keeps nobody out; pg_repack gives the room back while traffic goes on.\nVACUUM (ANALYZE) {table};",
        check: vacuum_full,
    },
    Rule {
        code: "rewrite-table",
        level: Level::Error,
        engines: POSTGRES,
        title: "SET LOGGED, SET TABLESPACE and other clauses that write the table anew",
        why: "PostgreSQL writes every row anew, and keeps readers and writers out until that is done.",
        safer: "-- There is no form that lets traffic go on: run it in a maintenance window, or build a new table and move over.",
        check: rewrite_table,
    },
    Rule {
        code: "refresh-materialized-view",
        level: Level::Warning,
        engines: POSTGRES,
        title: "REFRESH MATERIALIZED VIEW without CONCURRENTLY",
        why: "Nobody reads the view until its query is done.",
        safer: "-- It needs a unique index on the view, over columns alone.\nREFRESH MATERIALIZED VIEW CONCURRENTLY {table};",
        check: refresh,
    },
    Rule {
        code: "lock-table",
        level: Level::Warning,
        engines: SERVERS,
        title: "LOCK TABLE",
        why: "Whoever needs the table waits until the transaction ends.",
        safer: "-- Leave it out: each statement takes the lock that it needs, for as long as it needs it.",
        check: lock_table,
    },
];

fn vacuum_full(step: &Step<'_>, out: &mut Out) {
    let table = match step.kind {
        Kind::Vacuum { full: true, table } | Kind::Cluster { table } => table.as_ref(),
        _ => return,
    };
    if table.is_some_and(|table| step.is_quiet(table)) {
        return;
    }
    let name = table.map_or("each table".to_owned(), ToString::to_string);
    let spelled = table.map(|table| step.spelled(table)).unwrap_or_default();
    out.report(
        step.whole(),
        format!("{name} is written anew, and nobody reads or writes it meanwhile"),
        &[("table", &spelled)],
    );
}

fn rewrite_table(step: &Step<'_>, out: &mut Out) {
    for (alter, clause) in step.clauses() {
        let Action::Rewrite { word } = clause.action else { continue };
        let message =
            format!("{word}: all rows of {} are written anew, and nobody reads or writes it meanwhile", alter.table);
        out.report(clause.span.clone(), message, &[]);
    }
}

fn refresh(step: &Step<'_>, out: &mut Out) {
    let Kind::Refresh { name, concurrently: false, empty: false } = step.kind else { return };
    if !step.is_quiet(name) {
        out.report(
            step.whole(),
            format!("nobody reads {name} until its query is done"),
            &[("table", &step.spelled(name))],
        );
    }
}

fn lock_table(step: &Step<'_>, out: &mut Out) {
    let Kind::LockTable { tables } = step.kind else { return };
    let used: Vec<String> = tables.iter().filter(|table| !step.is_quiet(table)).map(ToString::to_string).collect();
    if !used.is_empty() {
        out.report(step.whole(), format!("whoever needs {} waits until the transaction ends", used.join(", ")), &[]);
    }
}
