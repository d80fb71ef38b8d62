//! Foreign keys: what they lock, what they read, what they need.

use super::super::rule::{Level, Out, Rule};
use super::super::statement::{Action, Column, ConstraintRule, Kind, NewTable};
use super::super::step::Step;
use super::{ALL, MYSQL, POSTGRES};
use crate::schema::QName;

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "add-foreign-key",
        level: Level::Error,
        engines: POSTGRES,
        title: "A foreign key that is validated at once",
        why: "PostgreSQL looks every row up in the other table while nobody writes to either of the two. VALIDATE does the same, and \
              writers go on.",
        safer: "ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) REFERENCES {parent} ({parent_columns}) NOT VALID;\n\
                -- in another transaction:\nALTER TABLE {table} VALIDATE CONSTRAINT {name};",
        check: add_foreign_key,
    },
    Rule {
        code: "drop-foreign-key",
        level: Level::Warning,
        engines: POSTGRES,
        title: "DROP of a foreign key",
        why: "It keeps readers and writers out of both tables, also of the one that is not named. It is short, unless a query on either \
              of them runs long: then everybody waits behind it.",
        safer: "-- Alone in its transaction, so that both locks are let go at once; the run's lock_timeout and its tries do the rest.\n\
                -- migrate:allow drop-foreign-key short, and tried again\n\
                ALTER TABLE {table} DROP CONSTRAINT {name};",
        check: drop_foreign_key,
    },
    Rule {
        code: "foreign-key-without-index",
        level: Level::Warning,
        engines: POSTGRES,
        title: "A foreign key whose columns have no index",
        why: "A DELETE or UPDATE of the other table reads this one from end to end for each row. PostgreSQL makes no index by itself.",
        safer: "-- before the key, in a section with transaction=off:\nCREATE INDEX CONCURRENTLY ON {table} ({columns});",
        check: foreign_key_without_index,
    },
    Rule {
        code: "foreign-key-to-non-unique",
        level: Level::Error,
        engines: ALL,
        title: "A foreign key to columns that are no key",
        why: "PostgreSQL refuses it, and so does MySQL from version 8.4 on; SQLite refuses every write to either table; elsewhere it is not said \
              which row is meant.",
        safer: "ALTER TABLE {parent} ADD CONSTRAINT {name} UNIQUE ({parent_columns});",
        check: foreign_key_to_non_unique,
    },
    Rule {
        code: "inline-references",
        level: Level::Error,
        engines: MYSQL,
        title: "REFERENCES at a column",
        why: "MySQL before version 9 reads it and makes no foreign key. Nothing says so.",
        safer: "ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column}) REFERENCES {parent} ({parent_columns});",
        check: inline_references,
    },
];

/// A foreign key that a statement makes.
struct Key<'a> {
    table: &'a QName,
    name: String,
    columns: Vec<String>,
    parent: &'a QName,
    referred: &'a [String],
    span: std::ops::Range<usize>,
    /// Whether rows are looked up when it is made.
    validated: bool,
    /// Whether the table itself is made by the statement.
    new: Option<&'a NewTable>,
    column: Option<&'a Column>,
}

fn keys<'a>(step: &Step<'a>) -> Vec<Key<'a>> {
    let mut keys = Vec::new();
    let usual = |table: &QName, columns: &[String]| format!("{}_{}_fkey", table.name, columns.join("_"));
    match step.kind {
        Kind::AlterTable(alter) => {
            for clause in &alter.clauses {
                let (table, span) = (&alter.table, clause.span.clone());
                match &clause.action {
                    Action::AddConstraint(constraint) => {
                        let ConstraintRule::ForeignKey { columns, parent, referred } = &constraint.rule else {
                            continue;
                        };
                        let name = constraint.name.clone().unwrap_or_else(|| usual(table, columns));
                        let (columns, validated) = (columns.clone(), !constraint.not_valid);
                        keys.push(Key {
                            table,
                            name,
                            columns,
                            parent,
                            referred,
                            span,
                            validated,
                            new: None,
                            column: None,
                        });
                    }
                    Action::AddColumn(column) => {
                        let Some((parent, referred)) = &column.references else { continue };
                        let columns = vec![column.name.clone()];
                        let name = usual(table, &columns);
                        // Without a default each row has NULL there, and nothing is looked up.
                        let validated = column.default.as_ref().is_some_and(|default| !default.is_null());
                        let column = Some(column);
                        keys.push(Key { table, name, columns, parent, referred, span, validated, new: None, column });
                    }
                    _ => {}
                }
            }
        }
        Kind::CreateTable(new) => {
            let (table, span) = (&new.name, step.whole());
            for constraint in &new.constraints {
                let ConstraintRule::ForeignKey { columns, parent, referred } = &constraint.rule else { continue };
                let name = constraint.name.clone().unwrap_or_else(|| usual(table, columns));
                let (columns, span, new) = (columns.clone(), span.clone(), Some(new));
                keys.push(Key { table, name, columns, parent, referred, span, validated: true, new, column: None });
            }
            for column in &new.columns {
                let Some((parent, referred)) = &column.references else { continue };
                let columns = vec![column.name.clone()];
                let (name, span, new, column) = (usual(table, &columns), span.clone(), Some(new), Some(column));
                keys.push(Key { table, name, columns, parent, referred, span, validated: true, new, column });
            }
        }
        _ => {}
    }
    keys
}

/// The columns that a key refers to: those that it names, or the other table's primary key.
fn referred(step: &Step<'_>, key: &Key<'_>) -> Vec<String> {
    if !key.referred.is_empty() {
        return key.referred.to_vec();
    }
    let Some(table) = step.table(key.parent) else { return vec!["id".to_owned()] };
    let constraint = table.constraints.iter().find_map(|known| match &known.constraint.rule {
        ConstraintRule::PrimaryKey { columns, .. } => Some(columns.clone()),
        _ => None,
    });
    let column = || table.columns.iter().find(|column| column.primary_key).map(|column| vec![column.name.clone()]);
    constraint.or_else(column).unwrap_or_else(|| vec!["id".to_owned()])
}

fn report(step: &Step<'_>, out: &mut Out, key: &Key<'_>, message: String) {
    let words = [
        ("table", &*step.spelled(key.table)),
        ("name", &*step.quoted(&key.name)),
        ("columns", &*step.list(&key.columns)),
        ("column", &*step.list(&key.columns)),
        ("parent", &*step.spelled(key.parent)),
        ("parent_columns", &*step.list(&referred(step, key))),
    ];
    out.report(key.span.clone(), message, &words);
}

fn add_foreign_key(step: &Step<'_>, out: &mut Out) {
    for key in keys(step).iter().filter(|key| key.new.is_none() && key.validated && !step.is_quiet(key.table)) {
        let message = format!("nobody writes to {} or {} while every row of {0} is looked up", key.table, key.parent);
        report(step, out, key, message);
    }
}

fn drop_foreign_key(step: &Step<'_>, out: &mut Out) {
    for (alter, clause) in step.clauses() {
        let Action::DropConstraint { name } = &clause.action else { continue };
        let known =
            step.table(&alter.table).and_then(|table| table.constraint(name)).map(|known| &known.constraint.rule);
        let parent = match known {
            Some(ConstraintRule::ForeignKey { parent, .. }) => Some(parent),
            Some(_) => continue,
            None if name.ends_with("_fkey") || name.starts_with("fk_") => None,
            None => continue,
        };
        if parent.is_some_and(|parent| step.is_quiet(parent)) {
            continue;
        }
        let other = parent.map_or("the table that it refers to".to_owned(), ToString::to_string);
        let words = [("table", &*step.spelled(&alter.table)), ("name", &*step.quoted(name))];
        out.report(
            clause.span.clone(),
            format!("nobody reads or writes {} and {other} meanwhile", alter.table),
            &words,
        );
    }
}

fn foreign_key_without_index(step: &Step<'_>, out: &mut Out) {
    for key in &keys(step) {
        // The index may come behind it, in the same run.
        let starts = |columns: &[String]| {
            columns.len() >= key.columns.len()
                && columns.iter().take(key.columns.len()).all(|one| key.columns.contains(one))
        };
        let later = step.comes(|kind| match kind {
            Kind::CreateIndex(index) => {
                step.same(&index.table, key.table) && index.columns.as_deref().is_some_and(starts)
            }
            _ => false,
        });
        let own = key.new.is_some_and(|new| {
            let by_constraint = new.constraints.iter().any(|constraint| match &constraint.rule {
                ConstraintRule::PrimaryKey { columns, .. } | ConstraintRule::Unique { columns, .. } => starts(columns),
                _ => false,
            });
            by_constraint
                || new
                    .columns
                    .iter()
                    .any(|column| (column.primary_key || column.unique) && key.columns == [column.name.clone()])
        });
        let known = step.table(key.table);
        let unknown = key.new.is_none() && key.column.is_none() && known.is_none_or(|table| table.columns.is_empty());
        let has = known.is_some_and(|table| table.has_index_on(&key.columns))
            || key.column.is_some_and(|column| column.unique || column.primary_key);
        if later || own || unknown || has {
            continue;
        }
        let message = format!(
            "a DELETE in {} reads all of {} for each row: {} has no index",
            key.parent,
            key.table,
            key.columns.join(", ")
        );
        report(step, out, key, message);
    }
}

fn foreign_key_to_non_unique(step: &Step<'_>, out: &mut Out) {
    for key in &keys(step) {
        if step.same(key.parent, key.table) || key.referred.is_empty() {
            continue;
        }
        let Some(parent) = step.table(key.parent) else { continue };
        let known = key.referred.iter().all(|name| parent.column(name).is_some());
        // An index over an expression or with a name that is not known may do.
        if !known
            || parent.is_unique(key.referred)
            || step.comes(|kind| matches!(kind, Kind::CreateIndex(index) if index.unique))
        {
            continue;
        }
        let message = format!("{} of {} is neither a primary key nor unique", key.referred.join(", "), key.parent);
        report(step, out, key, message);
    }
}

fn inline_references(step: &Step<'_>, out: &mut Out) {
    if step.world.flavor.is_mariadb() || step.at_least(9, 0) {
        return;
    }
    for key in keys(step).iter().filter(|key| key.column.is_some()) {
        report(
            step,
            out,
            key,
            format!("no foreign key is made: MySQL passes by REFERENCES at the column {}", key.columns.join(", ")),
        );
    }
}
