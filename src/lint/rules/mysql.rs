//! What MySQL and MariaDB do to a table, and what they do not promise unless they are asked.

use super::super::copies::copies;
use super::super::rule::{Level, Out, Rule};
use super::super::statement::{Action, ConstraintRule, Kind, asserted};
use super::super::step::Step;
use super::MYSQL;

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "table-copied",
        level: Level::Error,
        engines: MYSQL,
        title: "ALTER TABLE that copies the table, or keeps writers out",
        why: "Nobody writes to the table until all rows are copied (ALGORITHM=COPY) or the index is built (LOCK=SHARED).",
        safer: "-- The server refuses this where it would have to copy; then take gh-ost, pt-online-schema-change or a new column.\n\
                {statement}, ALGORITHM=INPLACE, LOCK=NONE;",
        check: table_copied,
    },
    Rule {
        code: "algorithm-not-asserted",
        level: Level::Off,
        engines: MYSQL,
        title: "ALTER TABLE without ALGORITHM and LOCK",
        why: "What is instant on one version copies the table on another, or with a FULLTEXT index. With ALGORITHM=INSTANT or INPLACE and LOCK=NONE the \
              server refuses in place of copying.",
        safer: "{statement}, ALGORITHM=INPLACE, LOCK=NONE;",
        check: algorithm_not_asserted,
    },
    Rule {
        code: "unique-of-rows",
        level: Level::Warning,
        engines: MYSQL,
        title: "A unique key on a table with rows",
        why: "It fails on the first pair of equal rows, after all of them were read.",
        safer: "-- Look first, and then say what you count on:\n\
                SELECT {columns}, count(*) FROM {table} GROUP BY {columns} HAVING count(*) > 1;\n\
                ALTER TABLE {table} ADD UNIQUE KEY {name} ({columns}), ALGORITHM=INPLACE, LOCK=NONE;",
        check: unique_of_rows,
    },
    Rule {
        code: "engine-without-transactions",
        level: Level::Warning,
        engines: MYSQL,
        title: "A table of another engine than InnoDB",
        why: "MyISAM, Aria, MEMORY and the like have neither transactions nor foreign keys, lock whole tables and lose rows when the server stops \
              at the wrong moment.",
        safer: "CREATE TABLE {table} (id bigint PRIMARY KEY) ENGINE=InnoDB;",
        check: engine,
    },
    Rule {
        code: "narrow-charset",
        level: Level::Warning,
        engines: MYSQL,
        title: "A character set that does not hold all characters",
        why: "utf8 (utf8mb3) has no characters of four bytes and latin1 only those of Western Europe: others are refused or become question marks.",
        safer: "CREATE TABLE {table} (id bigint PRIMARY KEY) DEFAULT CHARSET=utf8mb4;",
        check: charset,
    },
    Rule {
        code: "zero-date",
        level: Level::Warning,
        engines: MYSQL,
        title: "A default of '0000-00-00'",
        why: "The strict mode that is the default refuses it, and most drivers cannot read it.",
        safer: "ALTER TABLE {table} ADD COLUMN {column} datetime NULL;",
        check: zero_date,
    },
];

/// Whether foreign keys are looked up: unless the script says otherwise before.
pub(crate) fn keys_checked<'a>(before: impl DoubleEndedIterator<Item = &'a Kind>) -> bool {
    before
        .rev()
        .find_map(|kind| match kind {
            Kind::Set { name, value } if name.ends_with("foreign_key_checks") => {
                Some(!["0", "off"].contains(&value.as_str()))
            }
            _ => None,
        })
        .unwrap_or(true)
}

fn statement(step: &Step<'_>) -> String {
    step.sql.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn table_copied(step: &Step<'_>, out: &mut Out) {
    if !matches!(step.kind, Kind::AlterTable(_)) {
        return;
    }
    let checked = keys_checked(step.before.iter().map(|read| &read.kind));
    for (alter, clause) in step.unasserted_clauses() {
        let table = step.table(&alter.table);
        let Some(why) = copies(&step.world.flavor, alter, &clause.action, table, checked) else { continue };
        let message = format!("nobody writes to {} meanwhile: {why}", alter.table);
        out.report(clause.span.clone(), message, &[("statement", &statement(step))]);
    }
}

fn algorithm_not_asserted(step: &Step<'_>, out: &mut Out) {
    let told = match step.kind {
        Kind::AlterTable(alter) => !alter.asserts() && !step.is_quiet(&alter.table),
        Kind::CreateIndex(index) => {
            !asserted(index.algorithm.as_deref(), index.lock.as_deref()) && !step.is_quiet(&index.table)
        }
        _ => false,
    };
    if told {
        out.report(step.whole(), "it does not say that it counts on no copy", &[("statement", &statement(step))]);
    }
}

fn unique_of_rows(step: &Step<'_>, out: &mut Out) {
    let mut told = |table: &crate::schema::QName, name: Option<&str>, columns: &[String], span| {
        let usual = format!("{}_{}", table.name, columns.join("_"));
        let name = step.quoted(name.unwrap_or(&usual));
        let words = [("table", &*step.spelled(table)), ("name", &*name), ("columns", &*step.list(columns))];
        out.report(span, format!("it fails if two rows of {table} are alike"), &words);
    };
    if let Kind::CreateIndex(index) = step.kind
        && index.unique
        && !step.is_quiet(&index.table)
        && !asserted(index.algorithm.as_deref(), index.lock.as_deref())
    {
        told(&index.table, index.name.as_deref(), index.columns.as_deref().unwrap_or_default(), step.whole());
    }
    for (alter, clause) in step.unasserted_clauses() {
        if let Action::AddConstraint(constraint) = &clause.action
            && let ConstraintRule::Unique { columns, .. } = &constraint.rule
        {
            told(&alter.table, constraint.name.as_deref(), columns, clause.span.clone());
        }
    }
}

fn engine(step: &Step<'_>, out: &mut Out) {
    let mut told = |name: &str, span| {
        if !["innodb", "rocksdb", "ndb", "ndbcluster"].contains(&name) {
            out.report(span, format!("{name} has no transactions"), &[]);
        }
    };
    match step.kind {
        Kind::CreateTable(table) if !table.temporary => table.engine.iter().for_each(|name| told(name, step.whole())),
        Kind::AlterTable(alter) => {
            for clause in &alter.clauses {
                if let Action::Engine { name } = &clause.action {
                    told(name, clause.span.clone());
                }
            }
        }
        _ => {}
    }
}

fn charset(step: &Step<'_>, out: &mut Out) {
    let narrow = |name: &&String| !["utf8mb4", "utf16", "utf32", "ucs2", "binary", "ascii"].contains(&name.as_str());
    let mut told = |charset: Option<&String>, of: &str, span| {
        if let Some(name) = charset.filter(narrow) {
            out.report(span, format!("{of}: {name} does not hold all characters"), &[]);
        }
    };
    match step.kind {
        Kind::CreateTable(table) => {
            told(table.charset.as_ref(), &table.name.name, step.whole());
            table.columns.iter().for_each(|column| told(column.charset.as_ref(), &column.name, step.whole()));
        }
        Kind::AlterTable(alter) => {
            for clause in &alter.clauses {
                if let Action::AddColumn(column) | Action::Modify { to: column, .. } = &clause.action {
                    told(column.charset.as_ref(), &column.name, clause.span.clone());
                }
            }
        }
        _ => {}
    }
}

fn zero_date(step: &Step<'_>, out: &mut Out) {
    let mut told = |column: &super::super::statement::Column, table: &crate::schema::QName, span| {
        if column.default.as_ref().is_some_and(|default| default.text.contains("0000-00-00")) {
            let words = [("table", &*step.spelled(table)), ("column", &*step.quoted(&column.name))];
            out.report(span, format!("{}: the strict mode refuses this default", column.name), &words);
        }
    };
    match step.kind {
        Kind::CreateTable(table) => table.columns.iter().for_each(|column| told(column, &table.name, step.whole())),
        Kind::AlterTable(alter) => {
            for clause in &alter.clauses {
                if let Action::AddColumn(column) | Action::Modify { to: column, .. } = &clause.action {
                    told(column, &alter.table, clause.span.clone());
                }
            }
        }
        _ => {}
    }
}
