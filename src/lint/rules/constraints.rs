//! Checks, unique and primary keys, exclusions: what every row is looked at for.

use super::super::rule::{Level, Out, Rule};
use super::super::statement::{Action, ConstraintRule};
use super::super::step::Step;
use super::POSTGRES;
use crate::dialect::LockMode;
use crate::schema::QName;

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "add-check",
        level: Level::Error,
        engines: POSTGRES,
        title: "ADD CHECK that is validated at once",
        why: "PostgreSQL reads every row while it keeps readers and writers out, and fails on the first row that does not fit. VALIDATE \
              reads them too, but nobody waits for it.",
        safer: "ALTER TABLE {table} ADD CONSTRAINT {name} CHECK {expression} NOT VALID;\n\
                -- in another transaction:\nALTER TABLE {table} VALIDATE CONSTRAINT {name};",
        check: add_check,
    },
    Rule {
        code: "validate-in-same-transaction",
        level: Level::Error,
        engines: POSTGRES,
        title: "VALIDATE CONSTRAINT behind a strong lock of the same transaction",
        why: "A lock is held to the end of its transaction: the one that ADD CONSTRAINT … NOT VALID takes keeps others out while VALIDATE \
              reads every row, as if NOT VALID had not been said.",
        safer: "-- migrate:upgrade transaction=off\n\
                ALTER TABLE {table} ADD CONSTRAINT {name} CHECK {expression} NOT VALID;\n\
                ALTER TABLE {table} VALIDATE CONSTRAINT {name};",
        check: validate_at_once,
    },
    Rule {
        code: "add-unique",
        level: Level::Error,
        engines: POSTGRES,
        title: "A unique constraint without an index that is there already",
        why: "PostgreSQL builds the index while it keeps readers and writers out, and fails on the first pair of equal rows.",
        safer: "-- in a section with transaction=off:\n\
                CREATE UNIQUE INDEX CONCURRENTLY {name} ON {table} ({columns});\n\
                ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE USING INDEX {name};",
        check: add_unique,
    },
    Rule {
        code: "add-primary-key",
        level: Level::Error,
        engines: POSTGRES,
        title: "A primary key without an index that is there already",
        why: "PostgreSQL builds the index while it keeps readers and writers out, and looks for NULL in every row.",
        safer: "-- make the columns NOT NULL first (see set-not-null); then in a section with transaction=off:\n\
                CREATE UNIQUE INDEX CONCURRENTLY {name} ON {table} ({columns});\n\
                ALTER TABLE {table} ADD CONSTRAINT {name} PRIMARY KEY USING INDEX {name};",
        check: add_primary_key,
    },
    Rule {
        code: "primary-key-of-nullable",
        level: Level::Error,
        engines: POSTGRES,
        title: "PRIMARY KEY USING INDEX over columns that may be NULL",
        why: "The index is there, but PostgreSQL makes the columns NOT NULL: it reads every row while it keeps readers and writers out.",
        safer: "ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({column} IS NOT NULL) NOT VALID;\n\
                ALTER TABLE {table} VALIDATE CONSTRAINT {name};\n\
                ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL;\n\
                -- each in a transaction of its own; then the primary key.",
        check: primary_key_of_nullable,
    },
    Rule {
        code: "add-exclusion",
        level: Level::Error,
        engines: POSTGRES,
        title: "ADD … EXCLUDE",
        why: "PostgreSQL builds its index while it keeps readers and writers out, and has no form that does not.",
        safer: "-- There is no form that lets traffic go on: run it in a maintenance window, or build a new table with the\n\
                -- constraint and move over.",
        check: add_exclusion,
    },
];

/// What a check, key or exclusion is added to a table in use by.
struct Added<'a> {
    table: &'a QName,
    name: String,
    rule: ConstraintRule,
    not_valid: bool,
    span: std::ops::Range<usize>,
}

/// The constraints that a statement adds to tables in use: those of the table, and those that are said of a new column.
fn added<'a>(step: &Step<'a>) -> Vec<Added<'a>> {
    let mut all = Vec::new();
    for (alter, clause) in step.clauses() {
        let table = &alter.table;
        let mut push = |name: Option<&str>, usual: String, rule: ConstraintRule, not_valid: bool| {
            let name = step.quoted(name.unwrap_or(&usual));
            all.push(Added { table, name, rule, not_valid, span: clause.span.clone() });
        };
        match &clause.action {
            Action::AddConstraint(constraint) => {
                let end = match &constraint.rule {
                    ConstraintRule::Unique { columns, .. } => format!("{}_{}_key", table.name, columns.join("_")),
                    ConstraintRule::PrimaryKey { .. } => format!("{}_pkey", table.name),
                    _ => format!("{}_check", table.name),
                };
                push(constraint.name.as_deref(), end, constraint.rule.clone(), constraint.not_valid);
            }
            Action::AddColumn(column) => {
                let own = vec![column.name.clone()];
                for check in &column.checks {
                    let rule = ConstraintRule::Check(check.clone());
                    push(None, format!("{}_{}_check", table.name, column.name), rule, false);
                }
                if column.unique {
                    let rule = ConstraintRule::Unique { columns: own.clone(), index: None };
                    push(None, format!("{}_{}_key", table.name, column.name), rule, false);
                }
                if column.primary_key {
                    push(
                        None,
                        format!("{}_pkey", table.name),
                        ConstraintRule::PrimaryKey { columns: own, index: None },
                        false,
                    );
                }
            }
            _ => {}
        }
    }
    all
}

fn add_check(step: &Step<'_>, out: &mut Out) {
    for one in added(step).into_iter().filter(|one| !one.not_valid) {
        let (expression, what) = match &one.rule {
            ConstraintRule::Check(check) => (check.text.clone(), "does not fit"),
            ConstraintRule::NotNull(column) => (format!("({} IS NOT NULL)", step.quoted(column)), "is NULL"),
            _ => continue,
        };
        let message = format!(
            "it fails if a row of {} {what}, and nobody reads or writes while every row is looked at",
            one.table
        );
        let words = [("table", &*step.spelled(one.table)), ("name", &*one.name), ("expression", &*expression)];
        out.report(one.span, message, &words);
    }
}

fn validate_at_once(step: &Step<'_>, out: &mut Out) {
    for (alter, clause) in step.clauses() {
        let Action::Validate { name } = &clause.action else { continue };
        let locked = step
            .held
            .iter()
            .find(|(table, mode)| step.same(table, &alter.table) && *mode >= LockMode::ShareRowExclusive);
        // In one ALTER TABLE the stronger of all locks is taken.
        let beside = alter.clauses.iter().any(|other| !matches!(other.action, Action::Validate { .. } | Action::Other));
        if locked.is_none() && !beside {
            continue;
        }
        let known =
            step.table(&alter.table).and_then(|table| table.constraint(name)).map(|known| &known.constraint.rule);
        let expression = match known {
            Some(ConstraintRule::Check(check)) => check.text.clone(),
            _ => "(…)".to_owned(),
        };
        let words =
            [("table", &*step.spelled(&alter.table)), ("name", &*step.quoted(name)), ("expression", &*expression)];
        let message = format!(
            "every row of {} is read while a strong lock on it is held, which this transaction took before",
            alter.table
        );
        out.report(clause.span.clone(), message, &words);
    }
}

fn add_unique(step: &Step<'_>, out: &mut Out) {
    for one in added(step) {
        let ConstraintRule::Unique { columns, index: None } = &one.rule else { continue };
        let words = [("table", &*step.spelled(one.table)), ("name", &*one.name), ("columns", &*step.list(columns))];
        let message = format!(
            "nobody reads or writes {} while its index is built, and it fails if two rows are alike",
            one.table
        );
        out.report(one.span, message, &words);
    }
}

fn add_primary_key(step: &Step<'_>, out: &mut Out) {
    for one in added(step) {
        let ConstraintRule::PrimaryKey { columns, index: None } = &one.rule else { continue };
        let words = [("table", &*step.spelled(one.table)), ("name", &*one.name), ("columns", &*step.list(columns))];
        out.report(one.span, format!("nobody reads or writes {} while its index is built", one.table), &words);
    }
}

fn primary_key_of_nullable(step: &Step<'_>, out: &mut Out) {
    for one in added(step) {
        let ConstraintRule::PrimaryKey { index: Some(index), .. } = &one.rule else { continue };
        let Some(table) = step.table(one.table) else { continue };
        let made = table.indexes.iter().find(|known| known.name.as_deref() == Some(index));
        let proven = |column: &&String| {
            table.is_not_null(column) || table.not_null_check(column).is_some_and(|check| check.valid)
        };
        let columns = made.and_then(|index| index.columns.as_ref());
        let nullable = columns.into_iter().flatten().find(|column| table.column(column).is_some() && !proven(column));
        let Some(column) = nullable else { continue };
        let name = step.quoted(&format!("{}_{column}_not_null", one.table.name));
        let words = [("table", &*step.spelled(one.table)), ("column", &*step.quoted(column)), ("name", &*name)];
        let message =
            format!("{column} may be NULL: nobody reads or writes {} while every row is looked at", one.table);
        out.report(one.span, message, &words);
    }
}

fn add_exclusion(step: &Step<'_>, out: &mut Out) {
    for one in added(step).into_iter().filter(|one| one.rule == ConstraintRule::Exclude) {
        out.report(one.span, format!("nobody reads or writes {} while its index is built", one.table), &[]);
    }
}
