//! What takes rows away for good: schemas, tables, columns, all rows of a table.

use super::super::rule::{Level, Out, Rule};
use super::super::statement::{Action, Kind};
use super::super::step::Step;
use super::{ALL, POSTGRES, SERVERS};

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "drop-schema",
        level: Level::Error,
        engines: SERVERS,
        title: "DROP SCHEMA or DROP DATABASE",
        why: "Everything in it is lost, the rows too, and nothing brings them back but a backup.",
        safer: "-- Drop what is in it piece by piece, in revisions of their own; the empty schema last.\nDROP TABLE {table};",
        check: drop_schema,
    },
    Rule {
        code: "drop-table",
        level: Level::Error,
        engines: ALL,
        title: "DROP TABLE of a table with rows",
        why: "The rows are lost, and code that is still running fails. On PostgreSQL the tables that its foreign keys lead to are \
              locked against reads as well.",
        safer: "-- Take it out of use first, and drop it some days later, when nobody missed it:\n\
                ALTER TABLE {table} RENAME TO {new_name};",
        check: drop_table,
    },
    Rule {
        code: "drop-column",
        level: Level::Warning,
        engines: ALL,
        title: "DROP COLUMN",
        why: "The values are lost, and code that still names the column fails: also an ORM that has read its columns when it started.",
        safer: "-- First release: code that neither reads nor writes {column}. Second release, with a marker:\n\
                -- migrate:allow drop-column no code uses it since the last release\n\
                ALTER TABLE {table} DROP COLUMN {column};",
        check: drop_column,
    },
    Rule {
        code: "truncate",
        level: Level::Error,
        engines: SERVERS,
        title: "TRUNCATE",
        why: "All rows are lost. On PostgreSQL it waits for every query on the table and then keeps all others out; on MySQL and \
              MariaDB it cannot be rolled back.",
        safer: "-- Delete what has to go, a batch at a time:\nDELETE FROM {table} WHERE created_at < '2020-01-01';",
        check: truncate,
    },
    Rule {
        code: "truncate-cascade",
        level: Level::Error,
        engines: POSTGRES,
        title: "TRUNCATE … CASCADE",
        why: "It empties every table that refers to this one, and those that refer to them, however they are called, and locks them all.",
        safer: "-- Name each table that is to lose its rows:\nTRUNCATE {table}, order_items;",
        check: truncate_cascade,
    },
];

fn drop_schema(step: &Step<'_>, out: &mut Out) {
    let Kind::Drop(drop) = step.kind else { return };
    if ["SCHEMA", "DATABASE"].contains(&drop.word.as_str()) {
        for name in &drop.names {
            out.report(step.whole(), format!("all that is in {name} is lost"), &[]);
        }
    }
}

fn drop_table(step: &Step<'_>, out: &mut Out) {
    let Kind::Drop(drop) = step.kind else { return };
    if drop.word != "TABLE" {
        return;
    }
    for name in drop.names.iter().filter(|name| !step.is_quiet(name)) {
        // A table that is made anew: another one takes its name.
        let replaced = step.comes(|kind| match kind {
            Kind::AlterTable(alter) => alter.clauses.iter().any(|clause| match &clause.action {
                Action::RenameTo { name: new } => new.name.eq_ignore_ascii_case(&name.name),
                _ => false,
            }),
            Kind::RenameTables(pairs) => pairs.iter().any(|(_, new)| step.same(new, name)),
            _ => false,
        });
        if replaced {
            continue;
        }
        let parents = step.table(name).map(|table| table.parents()).unwrap_or_default();
        let mut others: Vec<String> =
            parents.iter().filter(|parent| !step.same(parent, name)).map(ToString::to_string).collect();
        others.sort();
        others.dedup();
        let also = if others.is_empty() || !step.is_postgres() {
            String::new()
        } else {
            format!("; meanwhile nobody reads {}, which it refers to", others.join(", "))
        };
        let old = step.quoted(&format!("{}_unused", name.name));
        let words = [("table", &*step.spelled(name)), ("new_name", &*old)];
        out.report(step.whole(), format!("the rows of {name} are lost, and code that uses it fails{also}"), &words);
    }
}

fn drop_column(step: &Step<'_>, out: &mut Out) {
    for (alter, clause) in step.clauses() {
        let Action::DropColumn { name, .. } = &clause.action else { continue };
        // A computed value is no loss.
        if step
            .table(&alter.table)
            .and_then(|table| table.column(name))
            .is_some_and(|column| column.generated && !column.stored)
        {
            continue;
        }
        let words = [("table", &*step.spelled(&alter.table)), ("column", &*step.quoted(name))];
        let message = format!("the values of {}.{name} are lost, and code that names it fails", alter.table);
        out.report(clause.span.clone(), message, &words);
    }
}

fn truncate(step: &Step<'_>, out: &mut Out) {
    let Kind::Truncate { tables, cascade: false } = step.kind else { return };
    for table in tables.iter().filter(|table| !step.is_quiet(table)) {
        out.report(step.whole(), format!("all rows of {table} are lost"), &[("table", &step.spelled(table))]);
    }
}

fn truncate_cascade(step: &Step<'_>, out: &mut Out) {
    let Kind::Truncate { tables, cascade: true } = step.kind else { return };
    for table in tables.iter().filter(|table| !step.is_quiet(table)) {
        let children: Vec<&str> = step.state.children(table).into_iter().map(|child| child.name.as_str()).collect();
        let known = if children.is_empty() { String::new() } else { format!(" ({} among them)", children.join(", ")) };
        let message = format!("all rows of {table} are lost, and those of every table that refers to it{known}");
        out.report(step.whole(), message, &[("table", &step.spelled(table))]);
    }
}
