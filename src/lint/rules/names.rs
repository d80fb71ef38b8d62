//! Names: too long, in need of quotes, without their namespace; and statements that fail the second time.

use super::super::rule::{Level, Out, Rule};
use super::super::statement::{Action, Kind};
use super::super::step::Step;
use super::{ALL, POSTGRES, SERVERS};
use crate::engine::Engine;
use crate::schema::QName;
use crate::sql::is_reserved;

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "identifier-too-long",
        level: Level::Error,
        engines: SERVERS,
        title: "A name that is longer than the database holds",
        why: "PostgreSQL cuts names off at 63 bytes and says so in a notice that nobody reads: two long names become one, and no code finds its own. \
              MySQL and MariaDB refuse more than 64 characters.",
        safer: "@postgres\n-- Give it a name of at most 63 bytes.\n@mysql\n-- Give it a name of at most 64 characters.",
        check: too_long,
    },
    Rule {
        code: "name-style",
        level: Level::Off,
        engines: ALL,
        title: "A name that is not of small letters, digits and _",
        why: "It has to be quoted in every query, or means another name without quotes, or on another system.",
        safer: "-- Give it a name such as order_items.",
        check: style,
    },
    Rule {
        code: "reserved-word",
        level: Level::Warning,
        engines: ALL,
        title: "A name that is a keyword",
        why: "Every query has to quote it, and the first that does not fails, or means something else (`user` in PostgreSQL).",
        safer: "-- Give it another name: users for user, position for order.",
        check: reserved,
    },
    Rule {
        code: "unqualified-name",
        level: Level::Off,
        engines: POSTGRES,
        title: "A table without its schema",
        why: "Which table is meant depends on the search_path of whoever runs the script.",
        safer: "ALTER TABLE public.{table} ADD COLUMN {column} {type};",
        check: unqualified,
    },
    Rule {
        code: "missing-if-exists",
        level: Level::Off,
        engines: ALL,
        title: "CREATE or DROP without IF [NOT] EXISTS in a section without a transaction",
        why: "Where a run is cut off, a statement may be sent a second time, and fails then.",
        safer: "-- migrate:upgrade transaction=off\nDROP INDEX CONCURRENTLY IF EXISTS {name};",
        check: missing_if_exists,
    },
];

/// The names that a statement gives.
fn given(kind: &Kind) -> Vec<String> {
    let mut names = Vec::new();
    let constraint = |one: &super::super::statement::Constraint| one.name.clone();
    match kind {
        Kind::CreateTable(table) => {
            names.push(table.name.name.clone());
            names.extend(table.columns.iter().map(|column| column.name.clone()));
            names.extend(table.constraints.iter().filter_map(constraint));
            names.extend(table.indexes.iter().filter_map(|index| index.name.clone()));
        }
        Kind::CreateIndex(index) => names.extend(index.name.clone()),
        Kind::CreateView { name, .. } | Kind::CreateEnum { name, .. } | Kind::CreateDomain { name, .. } => {
            names.push(name.name.clone());
        }
        Kind::CreateTrigger { name, .. } => names.push(name.clone()),
        Kind::RenameTables(pairs) => names.extend(pairs.iter().map(|(_, new)| new.name.clone())),
        Kind::AlterTable(alter) => {
            for clause in &alter.clauses {
                match &clause.action {
                    Action::AddColumn(column) => names.push(column.name.clone()),
                    Action::AddConstraint(one) => names.extend(one.name.clone()),
                    Action::AddIndex(index) => names.extend(index.name.clone()),
                    Action::RenameColumn { to, .. } => names.push(to.clone()),
                    Action::RenameTo { name } => names.push(name.name.clone()),
                    Action::Modify { column, to } if *column != to.name => names.push(to.name.clone()),
                    _ => {}
                }
            }
        }
        _ => {}
    }
    names
}

fn too_long(step: &Step<'_>, out: &mut Out) {
    for name in given(step.kind) {
        let message = match step.engine() {
            Engine::Postgres if name.len() > 63 => {
                let cut = (0..=63).rev().find_map(|end| name.get(..end)).unwrap_or_default();
                format!("{name} has {} bytes: PostgreSQL makes {cut} of it", name.len())
            }
            Engine::MySql if name.chars().count() > 64 => {
                format!("{name} has {} characters: 64 are the most", name.chars().count())
            }
            _ => continue,
        };
        out.report(step.whole(), message, &[]);
    }
}

fn style(step: &Step<'_>, out: &mut Out) {
    let plain = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    for name in given(step.kind).iter().filter(|name| !plain(name)) {
        out.report(step.whole(), format!("{name} is not of small letters, digits and _"), &[]);
    }
}

fn reserved(step: &Step<'_>, out: &mut Out) {
    for name in given(step.kind).iter().filter(|name| is_reserved(step.engine().syntax(), name)) {
        out.report(step.whole(), format!("{name} is a keyword: every query has to quote it"), &[]);
    }
}

fn unqualified(step: &Step<'_>, out: &mut Out) {
    // The name as written: `public` has been left out of what was read.
    let written = |name: &QName| {
        let syntax = step.engine().syntax();
        let tokens: Vec<_> = crate::sql::significant(syntax, step.sql).collect();
        tokens.windows(2).any(|pair| pair[0].is_punct(".") && crate::sql::unquote(syntax, pair[1].text) == name.name)
    };
    let name = match step.kind {
        Kind::CreateTable(table) if !table.temporary => &table.name,
        Kind::AlterTable(alter) => &alter.table,
        Kind::CreateIndex(index) => &index.table,
        Kind::CreateView { name, .. } => name,
        _ => return,
    };
    if name.namespace.is_none() && !written(name) {
        out.report(step.whole(), format!("{name} has no schema"), &[("table", &step.spelled(name))]);
    }
}

fn missing_if_exists(step: &Step<'_>, out: &mut Out) {
    if step.read.transaction {
        return;
    }
    let (what, name) = match step.kind {
        Kind::Drop(drop) if !drop.guarded => ("IF EXISTS", drop.names.first().map(|name| name.name.clone())),
        Kind::CreateTable(table) if !table.guarded => ("IF NOT EXISTS", Some(table.name.name.clone())),
        _ => return,
    };
    let name = name.unwrap_or_default();
    out.report(step.whole(), format!("without {what} it fails the second time"), &[("name", &step.quoted(&name))]);
}
