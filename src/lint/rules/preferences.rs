//! Types and forms that most regret later: a matter of taste until it hurts, so most of these rules are off by default.

use super::super::rule::{Level, Out, Rule};
use super::super::statement::{Action, Column, ConstraintRule, Kind, Type};
use super::super::step::Step;
use super::{POSTGRES, SERVERS, SQLITE};

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "prefer-jsonb",
        level: Level::Off,
        engines: POSTGRES,
        title: "json in place of jsonb",
        why: "json is kept as text: it has no equality, so that DISTINCT, UNION and GROUP BY fail, no index, and is parsed by each query.",
        safer: "ALTER TABLE {table} ADD COLUMN {column} jsonb;",
        check: |step, out| {
            column_types(step, out, |ty| (ty.name == "json").then_some("json has no equality and no index"));
        },
    },
    Rule {
        code: "prefer-text",
        level: Level::Off,
        engines: POSTGRES,
        title: "char(n), varchar(n)",
        why: "char(n) fills texts with blanks. A varchar(n) that turns out too short costs an ALTER TABLE; a check on a text is changed as easily and \
              says why.",
        safer: "ALTER TABLE {table} ADD COLUMN {column} text;",
        check: |step, out| {
            column_types(step, out, |ty| match ty.name.as_str() {
                "char" => Some("char(n) fills texts with blanks"),
                "varchar" if !ty.arguments.is_empty() => Some("the length is hard to change later"),
                _ => None,
            });
        },
    },
    Rule {
        code: "prefer-timestamptz",
        level: Level::Off,
        engines: POSTGRES,
        title: "timestamp without a time zone",
        why: "It is the time on a clock, and nobody knows where that hangs: sessions with another time zone read another moment.",
        safer: "ALTER TABLE {table} ADD COLUMN {column} timestamptz;",
        check: |step, out| {
            column_types(step, out, |ty| {
                (ty.name == "timestamp").then_some("it says no moment: the time zone is not kept")
            });
        },
    },
    Rule {
        code: "prefer-identity",
        level: Level::Off,
        engines: POSTGRES,
        title: "serial in place of an identity",
        why: "The sequence of a serial column has rights and an owner of its own, and anybody may write other numbers beside it.",
        safer: "CREATE TABLE {table} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);",
        check: |step, out| {
            column_types(step, out, |ty| ty.name.ends_with("serial").then_some("its sequence is a thing of its own"));
        },
    },
    Rule {
        code: "prefer-bigint",
        level: Level::Off,
        engines: SERVERS,
        title: "A primary key of four bytes or less",
        why: "It ends at 2,147,483,647. To make it bigint then writes the table anew, and all that refer to it.",
        safer: "CREATE TABLE {table} (id bigint PRIMARY KEY);",
        check: prefer_bigint,
    },
    Rule {
        code: "prefer-numeric",
        level: Level::Off,
        engines: SERVERS,
        title: "real, float, double precision, money",
        why: "0.1 + 0.2 is not 0.3 there: sums of money go wrong by a little. money depends on a setting of the server.",
        safer: "ALTER TABLE {table} ADD COLUMN {column} numeric(12, 2);",
        check: |step, out| {
            let inexact = ["real", "float", "double precision", "money"];
            column_types(step, out, |ty| inexact.contains(&ty.name.as_str()).then_some("its values are not exact"));
        },
    },
    Rule {
        code: "no-primary-key",
        level: Level::Warning,
        engines: SERVERS,
        title: "A table without a primary key",
        why: "Rows cannot be told apart: logical replication does not pass on UPDATE and DELETE (PostgreSQL), group replication refuses to write \
              (MySQL), and batches have nothing to go by.",
        safer: "@postgres\nCREATE TABLE {table} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);\n\
                @mysql\nCREATE TABLE {table} (id bigint AUTO_INCREMENT PRIMARY KEY);",
        check: no_primary_key,
    },
    Rule {
        code: "strict-table",
        level: Level::Off,
        engines: SQLITE,
        title: "A SQLite table that is not STRICT",
        why: "SQLite keeps a text in an integer column without a word. STRICT (3.37 and newer) refuses it.",
        safer: "CREATE TABLE {table} (id integer PRIMARY KEY) STRICT;",
        check: strict_table,
    },
];

/// The columns that a statement makes, each with its place.
fn columns<'a>(step: &Step<'a>) -> Vec<(&'a Column, std::ops::Range<usize>)> {
    match step.kind {
        Kind::CreateTable(table) => table.columns.iter().map(|column| (column, step.whole())).collect(),
        Kind::AlterTable(alter) => alter
            .clauses
            .iter()
            .filter_map(|clause| match &clause.action {
                Action::AddColumn(column) => Some((column, clause.span.clone())),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// The table that gets them.
fn table(step: &Step<'_>) -> String {
    match step.kind {
        Kind::CreateTable(table) => step.spelled(&table.name),
        Kind::AlterTable(alter) => step.spelled(&alter.table),
        _ => String::new(),
    }
}

fn column_types(step: &Step<'_>, out: &mut Out, told: impl Fn(&Type) -> Option<&'static str>) {
    for (column, span) in columns(step) {
        if let Some(why) = column.ty.as_ref().and_then(&told) {
            let words = [("table", &*table(step)), ("column", &*step.quoted(&column.name))];
            out.report(span, format!("{}: {why}", column.name), &words);
        }
    }
}

fn prefer_bigint(step: &Step<'_>, out: &mut Out) {
    let small = ["integer", "smallint", "serial", "smallserial", "tinyint", "mediumint"];
    let keyed: Vec<&String> = match step.kind {
        Kind::CreateTable(table) => table
            .constraints
            .iter()
            .filter_map(|constraint| match &constraint.rule {
                ConstraintRule::PrimaryKey { columns, .. } if columns.len() == 1 => columns.first(),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    for (column, span) in columns(step) {
        let key = column.primary_key || keyed.contains(&&column.name);
        if key && column.ty.as_ref().is_some_and(|ty| small.contains(&ty.name.as_str())) {
            out.report(span, format!("{} runs out of numbers", column.name), &[("table", &table(step))]);
        }
    }
}

fn no_primary_key(step: &Step<'_>, out: &mut Out) {
    let Kind::CreateTable(table) = step.kind else { return };
    let keyed = table.columns.iter().any(|column| column.primary_key)
        || table.constraints.iter().any(|constraint| matches!(constraint.rule, ConstraintRule::PrimaryKey { .. }));
    let later = step.comes(|kind| match kind {
        Kind::AlterTable(alter) if step.same(&alter.table, &table.name) => {
            alter.clauses.iter().any(|clause| match &clause.action {
                Action::AddConstraint(constraint) => matches!(constraint.rule, ConstraintRule::PrimaryKey { .. }),
                Action::AddColumn(column) => column.primary_key,
                _ => false,
            })
        }
        _ => false,
    });
    if !(keyed || later || table.temporary || table.elsewhere || table.columns.is_empty()) {
        out.report(
            step.whole(),
            format!("the rows of {} cannot be told apart", table.name),
            &[("table", &step.spelled(&table.name))],
        );
    }
}

fn strict_table(step: &Step<'_>, out: &mut Out) {
    let Kind::CreateTable(table) = step.kind else { return };
    let strict = crate::sql::significant(step.engine().syntax(), step.sql).any(|token| token.is_word("STRICT"));
    if !table.elsewhere && !strict {
        out.report(
            step.whole(),
            format!("{} takes any value in any column", table.name),
            &[("table", &step.spelled(&table.name))],
        );
    }
}
