//! Indexes: how they are built, dropped and built anew, and which are not worth it.

use super::super::rule::{Level, Out, Rule};
use super::super::statement::{Action, Kind, NewIndex};
use super::super::step::Step;
use super::{ALL, POSTGRES};

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "create-index",
        level: Level::Error,
        engines: POSTGRES,
        title: "CREATE INDEX without CONCURRENTLY",
        why: "Nobody writes to the table until the index is built.",
        safer: "-- migrate:upgrade transaction=off\n{index};",
        check: create_index,
    },
    Rule {
        code: "drop-index",
        level: Level::Warning,
        engines: POSTGRES,
        title: "DROP INDEX without CONCURRENTLY",
        why: "It waits for every query on the table, and everybody else waits behind it.",
        safer: "-- migrate:upgrade transaction=off\nDROP INDEX CONCURRENTLY {name};",
        check: drop_index,
    },
    Rule {
        code: "reindex",
        level: Level::Error,
        engines: POSTGRES,
        title: "REINDEX without CONCURRENTLY",
        why: "Nobody writes to the table meanwhile, and queries that would use the index wait too.",
        safer: "-- migrate:upgrade transaction=off (PostgreSQL 12 and newer)\nREINDEX INDEX CONCURRENTLY {name};",
        check: reindex,
    },
    Rule {
        code: "concurrently-if-not-exists",
        level: Level::Warning,
        engines: POSTGRES,
        title: "CREATE INDEX CONCURRENTLY IF NOT EXISTS",
        why: "A build that failed leaves an invalid index of this name. IF NOT EXISTS takes it for the index and does nothing, and no query \
              ever uses it.",
        safer: "DROP INDEX CONCURRENTLY IF EXISTS {name};\nCREATE INDEX CONCURRENTLY {name} ON {table} ({columns});",
        check: concurrently_if_not_exists,
    },
    Rule {
        code: "concurrently-on-partitioned",
        level: Level::Error,
        engines: POSTGRES,
        title: "CREATE INDEX CONCURRENTLY on a partitioned table",
        why: "PostgreSQL refuses it.",
        safer: "CREATE INDEX {name} ON ONLY {table} ({columns});\n\
                -- for each partition, in a section with transaction=off:\n\
                CREATE INDEX CONCURRENTLY {partition}_{column}_idx ON {partition} ({columns});\n\
                ALTER INDEX {name} ATTACH PARTITION {partition}_{column}_idx;",
        check: concurrently_on_partitioned,
    },
    Rule {
        code: "duplicate-index",
        level: Level::Warning,
        engines: ALL,
        title: "An index over the columns of another one",
        why: "Every write keeps both of them, and no query needs the second.",
        safer: "-- Leave it out, or drop the other one.",
        check: duplicate_index,
    },
    Rule {
        code: "wide-index",
        level: Level::Off,
        engines: ALL,
        title: "An index over more than three columns",
        why: "It is large, slow to keep, and the columns behind the first few rarely narrow a search.",
        safer: "CREATE INDEX {name} ON {table} ({column});",
        check: wide_index,
    },
];

fn words(step: &Step<'_>, index: &NewIndex) -> [(&'static str, String); 4] {
    let columns = index.columns.as_ref().map_or("…".to_owned(), |columns| step.list(columns));
    let first =
        index.columns.as_ref().and_then(|columns| columns.first()).map_or("…".to_owned(), |name| step.quoted(name));
    let usual = || {
        format!("{}_{}_idx", index.table.name, index.columns.iter().flatten().cloned().collect::<Vec<_>>().join("_"))
    };
    let name = step.quoted(&index.name.clone().unwrap_or_else(usual));
    [("table", step.spelled(&index.table)), ("name", name), ("columns", columns), ("column", first)]
}

fn told(step: &Step<'_>, out: &mut Out, span: std::ops::Range<usize>, index: &NewIndex, message: String) {
    let words = words(step, index);
    let words: Vec<(&'static str, &str)> = words.iter().map(|(word, text)| (*word, text.as_str())).collect();
    out.report(span, message, &words);
}

fn create_index(step: &Step<'_>, out: &mut Out) {
    let Kind::CreateIndex(index) = step.kind else { return };
    if index.concurrently || index.only || step.is_quiet(&index.table) {
        return;
    }
    let message = format!("nobody writes to {} until the index is built", index.table);
    out.report(step.whole(), message, &[("index", &concurrently(step))]);
}

/// The statement with CONCURRENTLY in its place.
fn concurrently(step: &Step<'_>) -> String {
    let word = crate::sql::significant(step.engine().syntax(), step.sql).find(|token| token.is_word("INDEX"));
    let (before, after) = step.sql.split_at(word.map_or(0, |token| token.span.end));
    format!("{before} CONCURRENTLY{after}").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn drop_index(step: &Step<'_>, out: &mut Out) {
    let Kind::Drop(drop) = step.kind else { return };
    if drop.word != "INDEX" || drop.concurrently {
        return;
    }
    for name in &drop.names {
        let table = step.state.table_of_index(&name.name);
        // A partitioned one cannot be dropped otherwise.
        if table.is_some_and(|table| table.made || table.partitioned) {
            continue;
        }
        let of = table.map_or("its table".to_owned(), |table| table.name.clone());
        let message = format!("it waits for the queries on {of}, and all others wait behind it");
        out.report(step.whole(), message, &[("name", &step.spelled(name))]);
    }
}

fn reindex(step: &Step<'_>, out: &mut Out) {
    let Kind::Reindex { concurrently: false, name, .. } = step.kind else { return };
    if crate::sql::significant(step.engine().syntax(), step.sql).any(|token| token.is_word("CONCURRENTLY"))
        || name.as_ref().is_some_and(|name| step.is_quiet(name))
    {
        return;
    }
    let name = name.as_ref().map(|name| step.spelled(name)).unwrap_or_default();
    out.report(step.whole(), "writers wait, and readers of the index too, until it is built", &[("name", &name)]);
}

fn concurrently_if_not_exists(step: &Step<'_>, out: &mut Out) {
    let Kind::CreateIndex(index) = step.kind else { return };
    let dropped = step.came(|kind| match kind {
        Kind::Drop(drop) => {
            drop.word == "INDEX" && drop.names.iter().any(|name| Some(&name.name) == index.name.as_ref())
        }
        _ => false,
    });
    if index.concurrently && index.guarded && !dropped {
        let message = "an index of this name that a failed build has left counts as the index, and is never used";
        told(step, out, step.whole(), index, message.to_owned());
    }
}

fn concurrently_on_partitioned(step: &Step<'_>, out: &mut Out) {
    let Kind::CreateIndex(index) = step.kind else { return };
    if index.concurrently && step.table(&index.table).is_some_and(|table| table.partitioned) {
        told(step, out, step.whole(), index, format!("{} is partitioned: PostgreSQL refuses this", index.table));
    }
}

/// The indexes that a statement makes, each with its place.
fn made<'a>(step: &Step<'a>) -> Vec<(&'a NewIndex, std::ops::Range<usize>)> {
    match step.kind {
        Kind::CreateIndex(index) => vec![(index, step.whole())],
        Kind::CreateTable(table) => table.indexes.iter().map(|index| (index, step.whole())).collect(),
        Kind::AlterTable(alter) => {
            let of = |clause: &'a super::super::statement::Clause| match &clause.action {
                Action::AddIndex(index) => Some((index, clause.span.clone())),
                _ => None,
            };
            alter.clauses.iter().filter_map(of).collect()
        }
        _ => Vec::new(),
    }
}

fn duplicate_index(step: &Step<'_>, out: &mut Out) {
    for (index, span) in made(step) {
        let (Some(columns), Some(table)) = (&index.columns, step.table(&index.table)) else { continue };
        let replaced = |name: &Option<String>| {
            step.comes(|kind| match kind {
                Kind::Drop(drop) => drop.names.iter().any(|dropped| Some(&dropped.name) == name.as_ref()),
                Kind::AlterTable(alter) => alter.clauses.iter().any(|clause| match &clause.action {
                    Action::DropIndex { name: dropped } | Action::DropConstraint { name: dropped } => {
                        Some(dropped) == name.as_ref()
                    }
                    _ => false,
                }),
                _ => false,
            })
        };
        let same = table.indexes.iter().find(|other| {
            other.columns.as_ref() == Some(columns)
                && !other.partial
                && !index.partial
                && other.method == index.method
                && (other.unique || !index.unique)
                && other.name != index.name
                && !replaced(&other.name)
        });
        if let Some(other) = same {
            let name = other.name.as_deref().unwrap_or("another index");
            told(step, out, span, index, format!("{name} of {} has the same columns", index.table));
        }
    }
}

fn wide_index(step: &Step<'_>, out: &mut Out) {
    for (index, span) in made(step).into_iter().filter(|(index, _)| index.width > 3 && !index.unique) {
        told(step, out, span, index, format!("it has {} columns", index.width));
    }
}
