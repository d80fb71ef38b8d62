//! Changes of a column's type.

use super::super::rule::{Level, Out, Rule};
use super::super::statement::{Action, Type};
use super::super::step::Step;
use super::super::types::{narrows, postgres_keeps};
use super::{POSTGRES, SERVERS};

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "change-column-type",
        level: Level::Error,
        engines: POSTGRES,
        title: "A change of type that writes the table anew",
        why: "PostgreSQL writes every row and every index anew, and keeps readers and writers out meanwhile. A longer varchar, varchar to \
              text and numeric with more digits of the same scale cost nothing.",
        safer: "-- A new column, written by code or a trigger beside the old one, filled in batches; then the names change places:\n\
                ALTER TABLE {table} ADD COLUMN {new_name} {type};",
        check: change_column_type,
    },
    Rule {
        code: "narrow-column-type",
        level: Level::Warning,
        engines: SERVERS,
        title: "A change to a type that holds less",
        why: "A value that does not fit makes the statement fail, or is cut off or rounded (MySQL without strict mode, numbers behind the \
              point).",
        safer: "-- Look first, and change what does not fit:\n\
                @postgres\nSELECT count(*), max(length({column}::text)), min({column}), max({column}) FROM {table};\n\
                @mysql\nSELECT count(*), max(char_length({column})), min({column}), max({column}) FROM {table};",
        check: narrow_column_type,
    },
];

/// The column, what it becomes, what it was.
type Change<'a> = (&'a str, &'a Type, Option<&'a Type>);

fn changes<'a>(step: &Step<'a>, table: &crate::schema::QName, action: &'a Action) -> Option<Change<'a>> {
    let (column, after) = match action {
        Action::SetType { column, ty, .. } => (column, ty),
        Action::Modify { column, to } => (column, to.ty.as_ref()?),
        _ => return None,
    };
    let before = step.table(table).and_then(|table| table.column(column)).and_then(|column| column.ty.as_ref());
    Some((column, after, before))
}

fn change_column_type(step: &Step<'_>, out: &mut Out) {
    for (alter, clause) in step.clauses() {
        let Some((column, after, before)) = changes(step, &alter.table, &clause.action) else { continue };
        let message = match before {
            Some(before) if postgres_keeps(before, after) => continue,
            Some(before) if (before.name.as_str(), after.name.as_str()) == ("timestamp", "timestamptz") => format!(
                "all rows of {} are written anew unless the session's time zone is UTC ({column} is {}, becomes {})",
                alter.table, before.text, after.text
            ),
            Some(before) => {
                format!(
                    "all rows of {} are written anew ({column} is {}, becomes {})",
                    alter.table, before.text, after.text
                )
            }
            None => {
                format!("all rows of {} are written anew, unless {column} has nearly this type already", alter.table)
            }
        };
        let new = step.quoted(&format!("{column}_new"));
        let words = [("table", &*step.spelled(&alter.table)), ("new_name", &*new), ("type", &*after.text)];
        out.report(clause.span.clone(), message, &words);
    }
}

fn narrow_column_type(step: &Step<'_>, out: &mut Out) {
    for (alter, clause) in step.clauses() {
        let Some((column, after, Some(before))) = changes(step, &alter.table, &clause.action) else { continue };
        let Some(what) = narrows(before, after) else { continue };
        let words =
            [("table", &*step.spelled(&alter.table)), ("column", &*step.quoted(column)), ("type", &*after.text)];
        out.report(clause.span.clone(), format!("{}.{column}: {what}", alter.table), &words);
    }
}
