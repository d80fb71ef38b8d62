//! Changes of rows.

use super::super::rule::{Level, Out, Rule};
use super::super::statement::Kind;
use super::super::step::Step;
use super::{ALL, SERVERS};

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "backfill-with-ddl",
        level: Level::Warning,
        engines: SERVERS,
        title: "Rows changed in the transaction of a schema change",
        why: "The locks of the schema change are held until the rows are done, and the rows' locks too. On MySQL and MariaDB, where DDL commits, a \
              run that is cut off leaves half of both.",
        safer: "-- in a revision or section of its own, a batch at a time:\n-- migrate:upgrade transaction=off\n{statement};",
        check: backfill_with_ddl,
    },
    Rule {
        code: "unbatched-change",
        level: Level::Warning,
        engines: SERVERS,
        title: "UPDATE or DELETE of all rows at once",
        why: "Every row stays locked until the last one is done, replicas fall behind, and a run that is cut off has done nothing.",
        safer: "-- a batch at a time, each committed, until the last key:\n-- migrate:upgrade transaction=off\n\
                {statement} WHERE id BETWEEN 1 AND 10000;",
        check: unbatched_change,
    },
    Rule {
        code: "duplicate-assignment",
        level: Level::Error,
        engines: ALL,
        title: "UPDATE that sets a column twice",
        why: "PostgreSQL refuses it; MySQL, MariaDB and SQLite take the last, and nobody is told.",
        safer: "UPDATE {table} SET {column} = 1;",
        check: duplicate_assignment,
    },
];

fn first_line(step: &Step<'_>) -> String {
    step.sql.lines().next().unwrap_or_default().to_owned()
}

fn backfill_with_ddl(step: &Step<'_>, out: &mut Out) {
    let (Kind::Update { table, .. } | Kind::Delete { table, .. } | Kind::Insert { table, query: true }) = step.kind
    else {
        return;
    };
    if !step.after_ddl || !step.read.transaction || step.is_quiet(table) {
        return;
    }
    let message = format!("the rows of {table} are changed while the locks of a schema change are held");
    out.report(step.whole(), message, &[("statement", &first_line(step))]);
}

fn unbatched_change(step: &Step<'_>, out: &mut Out) {
    let (Kind::Update { table, filtered: false, .. } | Kind::Delete { table, filtered: false }) = step.kind else {
        return;
    };
    if step.read.batched || step.is_quiet(table) {
        return;
    }
    let statement = step.sql.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = [("table", &*step.spelled(table)), ("statement", &*statement)];
    out.report(step.whole(), format!("all rows of {table} are locked until the last one is done"), &words);
}

fn duplicate_assignment(step: &Step<'_>, out: &mut Out) {
    let Kind::Update { table, assigned, .. } = step.kind else { return };
    let twice = assigned
        .iter()
        .enumerate()
        .find(|(at, column)| assigned.iter().take(*at).any(|other| other.eq_ignore_ascii_case(column)));
    if let Some((_, column)) = twice {
        let words = [("table", &*step.spelled(table)), ("column", &*step.quoted(column))];
        out.report(step.whole(), format!("{column} is set twice"), &words);
    }
}
