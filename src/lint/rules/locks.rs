//! How long strong locks are held, and how long others wait for them.

use super::super::rule::{Level, Out, Rule};
use super::super::statement::{Action, Kind};
use super::super::step::Step;
use super::{POSTGRES, SERVERS};
use crate::dialect::{Fact, LockMode};

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "lock-timeout-off",
        level: Level::Warning,
        engines: POSTGRES,
        title: "A strong lock without a lock_timeout",
        why: "Where a query holds the table, the statement waits for it, and everybody else waits behind the statement, for as long as that query \
              runs. The runner sets a limit and tries again, unless it is switched off.",
        safer: "-- in migrate.toml: [database] lock_timeout = \"100ms\"; and no SET lock_timeout = 0 in the script.\nSET lock_timeout = '100ms';",
        check: lock_timeout_off,
    },
    Rule {
        code: "work-under-lock",
        level: Level::Error,
        engines: POSTGRES,
        title: "Long work in a transaction that holds a strong lock",
        why: "A lock is held to the end of its transaction: what reads or writes all rows behind an ALTER TABLE makes everybody wait for as long \
              as it takes, even if it is another table's rows.",
        safer: "-- in a section of its own, behind the one that locks {table}:\n-- migrate:upgrade transaction=off\n{statement};",
        check: work_under_lock,
    },
    Rule {
        code: "several-locks",
        level: Level::Off,
        engines: POSTGRES,
        title: "Strong locks on several tables in one transaction",
        why: "The first is held while the second is waited for; and where running code takes them the other way round, one of the two is ended \
              (deadlock).",
        safer: "-- migrate:upgrade transaction=off\n-- each statement has a transaction of its own then\n{statement};",
        check: several_locks,
    },
    Rule {
        code: "several-alters",
        level: Level::Off,
        engines: SERVERS,
        title: "ALTER TABLE of one table several times in a row",
        why: "Each waits for its lock anew (MySQL and MariaDB may build the table anew each time), where one statement with all clauses does it once.",
        safer: "ALTER TABLE {table}\n    ADD COLUMN {column} {type},\n    ADD COLUMN {new_name} {type};",
        check: several_alters,
    },
];

/// The strong locks that a statement takes on tables in use.
fn strong(step: &Step<'_>) -> Vec<crate::schema::QName> {
    let locks = step.facts.locks.iter().flatten().filter(|lock| lock.mode >= LockMode::ShareRowExclusive);
    locks.map(|lock| lock.table.clone()).filter(|table| !step.is_quiet(table)).collect()
}

fn lock_timeout_off(step: &Step<'_>, out: &mut Out) {
    let strong = strong(step);
    let Some(table) = strong.first() else { return };
    // The last that the script says counts, else the configuration.
    let said = step.before.iter().rev().find_map(|read| match &read.kind {
        Kind::Set { name, value } if name == "lock_timeout" => Some(
            !["0", "0s", "0ms", "default"].contains(&value.as_str()) || value == "default" && step.world.limits_locks,
        ),
        _ => None,
    });
    if !said.unwrap_or(step.world.limits_locks) {
        out.report(
            step.whole(),
            format!("it waits for the queries on {table} without a limit, and all others behind it"),
            &[],
        );
    }
}

fn work_under_lock(step: &Step<'_>, out: &mut Out) {
    let Some((table, _)) = step.held.iter().rfind(|(_, mode)| *mode >= LockMode::ShareRowExclusive) else { return };
    let whole = matches!(
        step.kind,
        Kind::Update { filtered: false, .. } | Kind::Delete { filtered: false, .. } | Kind::Insert { query: true, .. }
    );
    // Rules of their own say it, at the same place: of VALIDATE, and of what takes such a lock itself.
    let validates = matches!(step.kind, Kind::AlterTable(alter)
        if alter.clauses.iter().any(|clause| matches!(clause.action, Action::Validate { .. })));
    let locks = step.facts.locks.iter().flatten().any(|lock| lock.mode >= LockMode::ShareRowExclusive);
    let target = step.facts.locks.iter().flatten().next().map(|lock| lock.table.clone());
    if validates
        || locks
        || target.is_none_or(|target| step.is_quiet(&target))
        || !(whole || step.facts.scans == Fact::Yes)
    {
        return;
    }
    let first = step.sql.lines().next().unwrap_or_default().trim_end_matches(';');
    let message = format!("it works through all rows while this transaction holds a strong lock on {table}");
    out.report(step.whole(), message, &[("table", &step.spelled(table)), ("statement", first)]);
}

fn several_locks(step: &Step<'_>, out: &mut Out) {
    let strong = strong(step);
    let held = step.held.iter().find(|(table, mode)| {
        *mode >= LockMode::ShareRowExclusive && !strong.iter().any(|other| step.same(other, table))
    });
    if let (Some((first, _)), Some(second)) = (held, strong.first()) {
        let statement = step.sql.lines().next().unwrap_or_default();
        out.report(
            step.whole(),
            format!("{first} is locked while {second} is waited for"),
            &[("statement", statement)],
        );
    }
}

fn several_alters(step: &Step<'_>, out: &mut Out) {
    let Kind::AlterTable(alter) = step.kind else { return };
    let before = step.before.last().filter(|read| read.unit == step.read.unit || step.is_mysql());
    let Some(Kind::AlterTable(other)) = before.map(|read| &read.kind) else { return };
    let joins = |clause: &super::super::statement::Clause| {
        !matches!(clause.action, Action::RenameTo { .. } | Action::RenameColumn { .. } | Action::RenameOther)
    };
    let joined = alter.clauses.iter().all(joins) && other.clauses.iter().all(joins);
    if step.same(&alter.table, &other.table) && joined && !step.is_quiet(&alter.table) {
        out.report(
            step.whole(),
            format!("the statement before it alters {} too", alter.table),
            &[("table", &step.spelled(&alter.table))],
        );
    }
}
