//! NOT NULL: rows that have no value yet, and code that gives none.

use super::super::rule::{Level, Out, Rule};
use super::super::statement::{Action, Column};
use super::super::step::Step;
use super::{ALL, SERVERS};

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "set-not-null",
        level: Level::Error,
        engines: SERVERS,
        title: "SET NOT NULL without a check that is valid already",
        why: "PostgreSQL reads every row while it keeps readers and writers out, and fails on the first NULL. From version 12 on it \
              does not look if a valid check says the same. MySQL and MariaDB build the table anew.",
        safer: "@postgres\n-- Each in a transaction of its own (a section with transaction=off):\n\
                ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({column} IS NOT NULL) NOT VALID;\n\
                ALTER TABLE {table} VALIDATE CONSTRAINT {name};\n\
                ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL;\n\
                ALTER TABLE {table} DROP CONSTRAINT {name};\n\
                @mysql\nALTER TABLE {table} MODIFY {column} {type} NOT NULL, ALGORITHM=INPLACE, LOCK=NONE;",
        check: set_not_null,
    },
    Rule {
        code: "drop-not-null",
        level: Level::Warning,
        engines: SERVERS,
        title: "DROP NOT NULL",
        why: "Code that is running has never seen NULL in this column, and may fail on the first one.",
        safer: "-- Release code that can read NULL first; then, with a marker:\n\
                -- migrate:allow drop-not-null all code reads NULL since the last release\n\
                @postgres\nALTER TABLE {table} ALTER COLUMN {column} DROP NOT NULL;\n\
                @mysql\nALTER TABLE {table} MODIFY {column} {type} NULL;",
        check: drop_not_null,
    },
    Rule {
        code: "add-required-column",
        level: Level::Error,
        engines: ALL,
        title: "ADD COLUMN … NOT NULL without a default",
        why: "It fails on a table that has rows (PostgreSQL, SQLite), or fills them with 0 or an empty text (MySQL, MariaDB). Code that \
              is running gives no value for it, so its INSERTs fail.",
        safer: "ALTER TABLE {table} ADD COLUMN {column} {type} NOT NULL DEFAULT 0;\n\
                -- or without a default: add it nullable, fill it in batches, then SET NOT NULL.",
        check: add_required_column,
    },
];

fn set_not_null(step: &Step<'_>, out: &mut Out) {
    for (alter, clause) in step.unasserted_clauses() {
        let known = step.table(&alter.table);
        let (column, ty) = match &clause.action {
            Action::SetNotNull { column } => {
                let check = known.and_then(|table| table.not_null_check(column));
                // Added in this transaction, the strong lock is held through the scan all the same.
                let proven = check.is_some_and(|check| check.valid && check.made_in != step.read.unit);
                if proven && step.at_least(12, 0) || known.is_some_and(|table| table.is_not_null(column)) {
                    continue;
                }
                (column, None)
            }
            Action::Modify { column, to } if to.not_null => {
                if known.is_none_or(|table| table.column(column).is_none() || table.is_not_null(column)) {
                    continue;
                }
                (column, to.ty.as_ref().map(|ty| ty.text.clone()))
            }
            _ => continue,
        };
        let name = step.quoted(&format!("{}_{column}_not_null", alter.table.name));
        let words = [
            ("table", &*step.spelled(&alter.table)),
            ("column", &*step.quoted(column)),
            ("name", &*name),
            ("type", ty.as_deref().unwrap_or("bigint")),
        ];
        let why = if step.is_mysql() {
            "the table is built anew"
        } else {
            "nobody reads or writes while every row is looked at"
        };
        let message = format!("it fails if a row of {} has no {column}, and {why}", alter.table);
        out.report(clause.span.clone(), message, &words);
    }
}

fn drop_not_null(step: &Step<'_>, out: &mut Out) {
    for (alter, clause) in step.unasserted_clauses() {
        let (column, ty) = match &clause.action {
            Action::DropNotNull { column } => (column, "text"),
            Action::Modify { column, to } if !to.not_null => {
                if !step.table(&alter.table).is_some_and(|table| table.is_not_null(column)) {
                    continue;
                }
                (column, to.ty.as_ref().map_or("text", |ty| ty.text.as_str()))
            }
            _ => continue,
        };
        let words = [("table", &*step.spelled(&alter.table)), ("column", &*step.quoted(column)), ("type", ty)];
        out.report(
            clause.span.clone(),
            format!("code that reads {}.{column} meets NULL from now on", alter.table),
            &words,
        );
    }
}

/// Whether a column gives each row a value by itself.
fn fills_itself(column: &Column) -> bool {
    let serial = column.ty.as_ref().is_some_and(|ty| ty.name.ends_with("serial"));
    column.default.as_ref().is_some_and(|default| !default.is_null()) || serial || column.identity || column.generated
}

fn add_required_column(step: &Step<'_>, out: &mut Out) {
    for (alter, clause) in step.clauses() {
        let Action::AddColumn(column) = &clause.action else { continue };
        if !column.not_null || fills_itself(column) {
            continue;
        }
        let ty = column.ty.as_ref().map_or("bigint", |ty| ty.text.as_str());
        let words = [("table", &*step.spelled(&alter.table)), ("column", &*step.quoted(&column.name)), ("type", ty)];
        let message = if step.is_mysql() {
            format!("the rows of {} get 0 or an empty text as their {}", alter.table, column.name)
        } else {
            format!("it fails if {} has a row: that has no {}", alter.table, column.name)
        };
        out.report(clause.span.clone(), message, &words);
    }
}
