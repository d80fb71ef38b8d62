//! SQLite: what a rebuild by hand loses without a word, and what DROP takes along.

use super::super::rule::{Level, Out, Rule};
use super::super::statement::{Action, Kind};
use super::super::step::Step;
use super::SQLITE;

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "rebuild-loses-triggers",
        level: Level::Error,
        engines: SQLITE,
        title: "DROP TABLE of a table with triggers that are not made again",
        why: "The triggers of a table go with it, also where the table is made anew under another name and renamed: nothing says so.",
        safer: "CREATE TABLE new_{table} (id integer PRIMARY KEY);\nINSERT INTO new_{table} SELECT id FROM {table};\nDROP TABLE {table};\n\
                ALTER TABLE new_{table} RENAME TO {table};\n\
                CREATE TRIGGER {name} AFTER INSERT ON {table} BEGIN SELECT 1; END;   -- again",
        check: loses_triggers,
    },
    Rule {
        code: "drop-table-cascades",
        level: Level::Error,
        engines: SQLITE,
        title: "DROP TABLE of a table that others refer to, with foreign keys on",
        why: "SQLite deletes the rows first, as DELETE would: ON DELETE CASCADE empties the other tables, anything else makes it fail. \
              The switch does nothing inside of a transaction: the runner takes it out of there when it stands in the script.",
        safer: "PRAGMA foreign_keys = OFF;\nDROP TABLE {table};\nALTER TABLE new_{table} RENAME TO {table};\nPRAGMA foreign_key_check;\nPRAGMA foreign_keys = ON;",
        check: cascades,
    },
    Rule {
        code: "drop-column-in-use",
        level: Level::Error,
        engines: SQLITE,
        title: "DROP COLUMN of a column that an index or a key has",
        why: "SQLite refuses it: a column goes only if no index, key, check, foreign key, view or trigger names it.",
        safer: "DROP INDEX {name};\nALTER TABLE {table} DROP COLUMN {column};",
        check: column_in_use,
    },
];

fn loses_triggers(step: &Step<'_>, out: &mut Out) {
    let Kind::Drop(drop) = step.kind else { return };
    if drop.word != "TABLE" {
        return;
    }
    for name in &drop.names {
        let Some(table) = step.table(name).filter(|table| !table.made) else { continue };
        let replaced = step.comes(|kind| match kind {
            Kind::AlterTable(alter) => alter
                .clauses
                .iter()
                .any(|clause| matches!(&clause.action, Action::RenameTo { name: new } if new.name.eq_ignore_ascii_case(&name.name))),
            Kind::CreateTable(new) => step.same(&new.name, name),
            _ => false,
        });
        let lost: Vec<&str> = table
            .triggers
            .iter()
            .filter(|trigger| !step.comes(|kind| matches!(kind, Kind::CreateTrigger { name, .. } if name == *trigger)))
            .map(String::as_str)
            .collect();
        if let Some(first) = lost.first().filter(|_| replaced) {
            let words = [("table", &*step.spelled(name)), ("name", &*step.quoted(first))];
            out.report(step.whole(), format!("the triggers of {name} go with it: {}", lost.join(", ")), &words);
        }
    }
}

fn cascades(step: &Step<'_>, out: &mut Out) {
    let Kind::Drop(drop) = step.kind else { return };
    let off = step
        .before
        .iter()
        .rev()
        .find_map(|read| match &read.kind {
            Kind::Pragma { name, value } if name == "foreign_keys" => {
                Some(["off", "0", "false", "no"].contains(&value.as_str()))
            }
            _ => None,
        })
        .unwrap_or(false);
    if drop.word != "TABLE" || off {
        return;
    }
    for name in drop.names.iter().filter(|name| !step.is_quiet(name)) {
        let children: Vec<&str> = step.state.children(name).into_iter().map(|child| child.name.as_str()).collect();
        if !children.is_empty() {
            let message = format!("the rows of {} that refer to {name} go too, or it fails", children.join(", "));
            out.report(step.whole(), message, &[("table", &step.spelled(name))]);
        }
    }
}

fn column_in_use(step: &Step<'_>, out: &mut Out) {
    let Kind::AlterTable(alter) = step.kind else { return };
    for clause in &alter.clauses {
        let Action::DropColumn { name, .. } = &clause.action else { continue };
        let Some(table) = step.table(&alter.table) else { continue };
        let index =
            table.indexes.iter().find(|index| index.columns.iter().flatten().any(|one| one.eq_ignore_ascii_case(name)));
        let key = table.column(name).is_some_and(|column| column.primary_key || column.unique);
        let what = match (index, key) {
            (Some(index), _) => format!("the index {}", index.name.as_deref().unwrap_or_default()),
            (None, true) => "a key".to_owned(),
            (None, false) => continue,
        };
        let index = step.quoted(index.and_then(|index| index.name.as_deref()).unwrap_or("the_index"));
        let words = [("table", &*step.spelled(&alter.table)), ("column", &*step.quoted(name)), ("name", &*index)];
        out.report(clause.span.clone(), format!("SQLite refuses it: {what} has {name}"), &words);
    }
}
