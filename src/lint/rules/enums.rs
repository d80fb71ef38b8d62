//! Enums: where values are added, moved and taken away.

use super::super::copies::same_storage;
use super::super::rule::{Level, Out, Rule};
use super::super::statement::{Action, Kind};
use super::super::step::Step;
use super::{MYSQL, POSTGRES};
use crate::sql::{TokenKind, significant, unquote};

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "enum-value-used-at-once",
        level: Level::Error,
        engines: POSTGRES,
        title: "A new enum value that its own transaction uses",
        why: "PostgreSQL refuses to use a value before the transaction that added it is committed (unsafe use of new value).",
        safer: "-- migrate:upgrade\nALTER TYPE {name} ADD VALUE {value};\n-- migrate:upgrade transaction=off\n\
                ALTER TABLE {table} ALTER COLUMN {column} SET DEFAULT {value};",
        check: used_at_once,
    },
    Rule {
        code: "enum-value-unplaced",
        level: Level::Off,
        engines: POSTGRES,
        title: "ALTER TYPE … ADD VALUE without BEFORE or AFTER",
        why: "The order of an enum is what ORDER BY and < go by. Where the order means something, it should be said.",
        safer: "ALTER TYPE {name} ADD VALUE {value} AFTER 'sent';",
        check: unplaced,
    },
    Rule {
        code: "enum-value-removed",
        level: Level::Error,
        engines: MYSQL,
        title: "An ENUM or SET that loses a value",
        why: "Rows that hold the value make the statement fail, or get an empty one (without strict mode), and the table is copied while nobody \
              writes.",
        safer: "-- Move the rows first:\nUPDATE {table} SET {column} = 'other' WHERE {column} = {value} LIMIT 10000;",
        check: removed,
    },
    Rule {
        code: "enum-value-moved",
        level: Level::Error,
        engines: MYSQL,
        title: "An ENUM or SET with a value between the old ones, or in another order",
        why: "A row holds the number of its value: where numbers change, MySQL and MariaDB copy the table while nobody writes. A value behind the \
              others costs nothing, up to the 255th of an ENUM and each 8th of a SET.",
        safer: "-- Put new values behind the old ones:\nALTER TABLE {table} MODIFY {column} {type}, ALGORITHM=INSTANT;",
        check: moved,
    },
];

fn used_at_once(step: &Step<'_>, out: &mut Out) {
    if !step.read.transaction || matches!(step.kind, Kind::AddEnumValue { .. }) || step.state.added_values.is_empty() {
        return;
    }
    let syntax = step.engine().syntax();
    for token in significant(syntax, step.sql).filter(|token| token.kind == TokenKind::String) {
        let value = unquote(syntax, token.text);
        if step.state.added_values.contains(&(value.clone(), step.read.unit)) {
            let message = format!("`{value}` was added in this transaction, and cannot be used before it is committed");
            out.report(token.span, message, &[("value", token.text)]);
            return;
        }
    }
}

fn unplaced(step: &Step<'_>, out: &mut Out) {
    let Kind::AddEnumValue { name, value, placed: false } = step.kind else { return };
    let words = [("name", &*step.spelled(name)), ("value", &*step.world.dialect.string(value))];
    out.report(step.whole(), format!("`{value}` comes behind all others"), &words);
}

/// The columns of an enum or set that get other values: table, column, old type, new type, place.
fn changed(step: &Step<'_>, out: &mut Out, told: impl Fn(&[String], &[String]) -> Option<String>) {
    for (alter, clause) in step.clauses() {
        let Action::Modify { column, to } = &clause.action else { continue };
        let before =
            step.table(&alter.table).and_then(|table| table.column(column)).and_then(|column| column.ty.as_ref());
        let (Some(before), Some(after)) = (before, to.ty.as_ref()) else { continue };
        if before.name != after.name || !["enum", "set"].contains(&after.name.as_str()) {
            continue;
        }
        let grown = !same_storage(before, after) && after.arguments.starts_with(&before.arguments);
        let grows = || format!("{column} takes another byte in each row");
        let Some(message) = told(&before.arguments, &after.arguments).or_else(|| grown.then(grows)) else { continue };
        let gone = before.arguments.iter().find(|value| !after.arguments.contains(value));
        let gone = gone.map_or("'old'".to_owned(), |value| step.world.dialect.string(value));
        let words = [
            ("table", &*step.spelled(&alter.table)),
            ("column", &*step.quoted(column)),
            ("value", &*gone),
            ("type", &*after.text),
        ];
        out.report(clause.span.clone(), format!("{}.{column}: {message}", alter.table), &words);
    }
}

fn removed(step: &Step<'_>, out: &mut Out) {
    changed(step, out, |before, after| {
        let gone: Vec<String> =
            before.iter().filter(|value| !after.contains(value)).map(|value| format!("`{value}`")).collect();
        (!gone.is_empty()).then(|| format!("rows with {} are refused or emptied", gone.join(", ")))
    });
}

fn moved(step: &Step<'_>, out: &mut Out) {
    changed(step, out, |before, after| {
        let kept = before.iter().all(|value| after.contains(value));
        (kept && !after.starts_with(before))
            .then(|| "the values get other numbers, so that the table is copied".to_owned())
    });
}
