//! Partitions that come and go.

use super::super::rule::{Level, Out, Rule};
use super::super::statement::{Action, ConstraintRule, Kind};
use super::super::step::Step;
use super::POSTGRES;

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "detach-partition",
        level: Level::Warning,
        engines: POSTGRES,
        title: "DETACH PARTITION without CONCURRENTLY",
        why: "It keeps readers and writers out of the whole partitioned table: short, unless a query on it runs long.",
        safer: "-- migrate:upgrade transaction=off (PostgreSQL 14 and newer, without a default partition)\n\
                ALTER TABLE {table} DETACH PARTITION {partition} CONCURRENTLY;",
        check: detach_partition,
    },
    Rule {
        code: "attach-partition",
        level: Level::Warning,
        engines: POSTGRES,
        title: "ATTACH PARTITION of a table without a check of its bounds",
        why: "PostgreSQL reads every row of the new partition, and of the default partition if there is one, while it keeps everybody out of them. \
              A valid check that says what the bounds say spares it.",
        safer: "ALTER TABLE {partition} ADD CONSTRAINT {name} CHECK (created_at >= '2026-01-01' AND created_at < '2027-01-01') NOT VALID;\n\
                ALTER TABLE {partition} VALIDATE CONSTRAINT {name};\n\
                ALTER TABLE {table} ATTACH PARTITION {partition} FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');",
        check: attach_partition,
    },
    Rule {
        code: "create-partition",
        level: Level::Warning,
        engines: POSTGRES,
        title: "CREATE TABLE … PARTITION OF a table in use",
        why: "It keeps readers and writers out of the partitioned table, and reads every row of its default partition if there is one. ATTACH \
              lets both go on.",
        safer: "CREATE TABLE {partition} (LIKE {table} INCLUDING ALL);\n\
                ALTER TABLE {table} ATTACH PARTITION {partition} FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');",
        check: create_partition,
    },
];

fn detach_partition(step: &Step<'_>, out: &mut Out) {
    for (alter, clause) in step.clauses() {
        let Action::Detach { partition, concurrently: false } = &clause.action else { continue };
        let words = [("table", &*step.spelled(&alter.table)), ("partition", &*step.spelled(partition))];
        out.report(clause.span.clone(), format!("nobody reads or writes {} meanwhile", alter.table), &words);
    }
}

fn attach_partition(step: &Step<'_>, out: &mut Out) {
    for (alter, clause) in step.clauses() {
        let Action::Attach { partition, default } = &clause.action else { continue };
        let checked = step.table(partition).is_some_and(|table| {
            table
                .constraints
                .iter()
                .any(|known| known.valid && matches!(known.constraint.rule, ConstraintRule::Check(_)))
        });
        let shared = step.table(&alter.table).is_some_and(|table| table.default_partition);
        let quiet = checked || step.is_quiet(partition);
        if *default || quiet && !shared {
            continue;
        }
        let what = match (quiet, shared) {
            (true, _) => "every row of the default partition is looked at".to_owned(),
            (false, true) => format!("every row of {partition} and of the default partition is looked at"),
            (false, false) => format!("every row of {partition} is looked at"),
        };
        let name = step.quoted(&format!("{}_bounds", partition.name));
        let words =
            [("table", &*step.spelled(&alter.table)), ("partition", &*step.spelled(partition)), ("name", &*name)];
        out.report(clause.span.clone(), format!("{what} while nobody reads or writes it"), &words);
    }
}

fn create_partition(step: &Step<'_>, out: &mut Out) {
    let Kind::CreateTable(table) = step.kind else { return };
    let Some((parent, _)) = table.partition_of.as_ref().filter(|(parent, _)| !step.is_quiet(parent)) else { return };
    let default = step.table(parent).is_some_and(|table| table.default_partition);
    let scan = if default { ", while every row of its default partition is looked at" } else { "" };
    let words = [("table", &*step.spelled(parent)), ("partition", &*step.spelled(&table.name))];
    out.report(step.whole(), format!("nobody reads or writes {parent} meanwhile{scan}"), &words);
}
