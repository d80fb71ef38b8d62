//! Renames: they cost nothing in the database, and break the code that is running.

use super::super::rule::{Level, Out, Rule};
use super::super::statement::{Action, Kind};
use super::super::step::Step;
use super::{ALL, POSTGRES};
use crate::schema::QName;

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "rename-table",
        level: Level::Warning,
        engines: ALL,
        title: "RENAME of a table",
        why: "Code that is running knows the old name alone, and fails until its next release is there.",
        safer: "-- A view of the old name, in the same transaction, keeps old code running:\n\
                ALTER TABLE {table} RENAME TO {new_name};\nCREATE VIEW {table} AS SELECT * FROM {new_name};",
        check: rename_table,
    },
    Rule {
        code: "rename-column",
        level: Level::Warning,
        engines: ALL,
        title: "RENAME of a column",
        why: "Code that is running knows the old name alone, and fails until its next release is there.",
        safer: "-- A new column that code writes beside the old one; the old one goes when no code uses it.\n\
                ALTER TABLE {table} ADD COLUMN {new_name} {type};",
        check: rename_column,
    },
    Rule {
        code: "rename-schema",
        level: Level::Warning,
        engines: POSTGRES,
        title: "RENAME of a schema",
        why: "Every query that names the schema fails, and so does every search_path that holds it.",
        safer: "-- Make the new schema, move table by table, leave views behind.\n\
                ALTER TABLE {table} SET SCHEMA sales;\nCREATE VIEW {table} AS SELECT * FROM sales.{table};",
        check: rename_schema,
    },
    Rule {
        code: "rename-enum-value",
        level: Level::Warning,
        engines: POSTGRES,
        title: "ALTER TYPE … RENAME VALUE",
        why: "Code that is running writes and compares the old value, which the database no longer knows.",
        safer: "-- Add the new value, deploy code that knows both, move the rows in batches.\n\
                ALTER TYPE {name} ADD VALUE {value};",
        check: rename_enum_value,
    },
];

fn rename_table(step: &Step<'_>, out: &mut Out) {
    let mut told = |old: &QName, new: &QName, span| {
        let kept = step.comes(|kind| matches!(kind, Kind::CreateView { name, .. } if name.name == old.name));
        if !step.is_quiet(old) && !kept {
            let message = format!("code that uses {old} fails once it is called {}", new.name);
            let words = [("table", &*step.spelled(old)), ("new_name", &*step.quoted(&new.name))];
            out.report(span, message, &words);
        }
    };
    if let Kind::RenameTables(pairs) = step.kind {
        // Two that change places: a copy that takes over, as gh-ost does it.
        let swaps = |old: &QName| pairs.iter().any(|(_, new)| step.same(new, old));
        pairs.iter().filter(|(old, _)| !swaps(old)).for_each(|(old, new)| told(old, new, step.whole()));
    }
    for (alter, clause) in step.clauses() {
        if let Action::RenameTo { name } = &clause.action {
            told(&alter.table, name, clause.span.clone());
        }
    }
}

fn rename_column(step: &Step<'_>, out: &mut Out) {
    for (alter, clause) in step.clauses() {
        let (old, new) = match &clause.action {
            Action::RenameColumn { column, to } => (column, to),
            Action::Modify { column, to } if !column.eq_ignore_ascii_case(&to.name) => (column, &to.name),
            _ => continue,
        };
        let known = step.table(&alter.table).and_then(|table| table.column(old));
        let ty = known.and_then(|column| column.ty.as_ref()).map_or("text", |ty| ty.text.as_str());
        let words = [("table", &*step.spelled(&alter.table)), ("new_name", &*step.quoted(new)), ("type", ty)];
        out.report(
            clause.span.clone(),
            format!("code that names {}.{old} fails once it is called {new}", alter.table),
            &words,
        );
    }
}

fn rename_schema(step: &Step<'_>, out: &mut Out) {
    let Kind::Rename { word, name } = step.kind else { return };
    if word == "SCHEMA" {
        out.report(step.whole(), format!("every query that names {name} fails"), &[]);
    }
}

fn rename_enum_value(step: &Step<'_>, out: &mut Out) {
    let Kind::RenameEnumValue { name, value } = step.kind else { return };
    let words = [("name", &*step.spelled(name))];
    out.report(step.whole(), format!("code that writes or compares `{value}` fails"), &words);
}
