//! A table rebuilt: SQLite's documented procedure for what ALTER TABLE cannot do.
//!
//! The new table is made beside the old one, the rows are copied, the old one is dropped and the new one takes its
//! name: never the other way round, since renaming the old table away would take other tables' foreign keys along.
//! Enforcement of foreign keys must be off from before the transaction ([`Facts::foreign_keys_off`]), or DROP TABLE
//! would delete the rows of tables that refer to it. `legacy_alter_table` lets the rename pass by views and triggers
//! that mention the table.

use crate::dialect::sqlite::SYNTAX;
use crate::dialect::{Facts, Step};
use crate::operation::{Fill, Operation, Part};
use crate::schema::{Column, ConstraintDefinition, Expr, IndexKey, Object, PartKind, QName, Schema, Table, Written};

use super::references::mentions;
use super::render::{column, index, name, table, table_text, trigger, written};
use super::types::{Affinity, affinity};
use super::{literal, predict, quote, row_id, virtual_table};

/// The statements that turn `from` into `to`, rows and all.
pub(super) fn steps(from: &Table, to: &Table, changes: &[Operation], before: &Schema) -> Vec<Step> {
    if let Some(steps) = virtual_table::steps(from, to, &free_name(to, before)) {
        return steps;
    }
    let from = &predict::table(from);
    let to = &as_written(from, predict::table(to));
    let beside = free_name(to, before);
    let new = quote::identifier(&beside);
    let old = name(&from.name);
    let mut steps =
        vec![Step::new(table::statement(to, &new)).comment(format!(
            "{} is rebuilt: create the new table, copy the rows, drop the old table, rename",
            to.name
        ))];
    steps.extend(copy(from, to, changes, &new).map(|step| step.facts(Facts::light().rewriting())));
    if autoincrement(from) && autoincrement(to) {
        // The highest id ever given, so that ids of deleted rows are not given again.
        let (old, new) = (quote::string(&from.name.name), quote::string(&beside));
        steps.push(Step::new(format!("DELETE FROM sqlite_sequence WHERE name = {new}")));
        steps.push(Step::new(format!(
            "INSERT INTO sqlite_sequence (name, seq) SELECT {new}, seq FROM sqlite_sequence WHERE name = {old}"
        )));
    }
    steps.push(Step::new(format!("DROP TABLE {old}")));
    steps.push(Step::new("PRAGMA legacy_alter_table = ON"));
    steps.push(Step::new(format!("ALTER TABLE {new} RENAME TO {}", name(&to.name))));
    steps.push(Step::new("PRAGMA legacy_alter_table = OFF"));
    steps.extend(to.indexes.iter().map(|one| index::create(&to.name, one)));
    steps.extend(to.triggers.iter().map(trigger::create));
    steps
        .into_iter()
        .map(|mut step| {
            // SQLite locks its file as a whole: there is no table to name.
            step.facts = Facts { locks: None, foreign_keys_off: true, ..step.facts };
            step
        })
        .collect()
}

/// The new table with the texts that it is written in: where it has none of its own, each part that stays keeps the one that
/// it had.
fn as_written(from: &Table, to: Table) -> Table {
    let mut object = Object::Table(to);
    object.keep_written(&Object::Table(from.clone()));
    let Object::Table(mut to) = object else { return from.clone() };
    let said = to.annotation.written.is_kept() && written::table(&to).is_some();
    if let Some(text) = table_text::edited(from, &to).filter(|_| !said) {
        to.annotation.written = Written::kept(text);
    }
    to
}

/// A name that no table, view or index has.
fn free_name(table: &Table, before: &Schema) -> String {
    let taken = |name: &str| {
        before.objects.keys().any(|id| id.name.name.eq_ignore_ascii_case(name))
            || before.tables().flat_map(|table| &table.indexes).any(|index| index.name.eq_ignore_ascii_case(name))
    };
    let mut name = format!("_migrate_new_{}", table.name.name);
    while taken(&name) {
        name.push('_');
    }
    name
}

fn autoincrement(table: &Table) -> bool {
    table.primary_key().is_some_and(|key| key.autoincrement)
}

/// The copy of the rows, saying what replaces values that they did not have; `None` where nothing is left to copy but
/// the number of rows.
fn copy(from: &Table, to: &Table, changes: &[Operation], new: &str) -> Option<Step> {
    let mut said: Vec<String> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let mut values: Vec<String> = Vec::new();
    if let (Some(old), Some(row_id)) = (row_id_word(from), row_id_word(to))
        && row_id::of(to).is_none()
    {
        names.push(row_id.to_owned());
        values.push(old.to_owned());
    }
    for column in to.columns.iter().filter(|column| column.generated.is_none()) {
        if let Some(value) = value(column, from, to, changes, &mut said) {
            names.push(quote::identifier(&column.name));
            values.push(value);
        }
    }
    if names.is_empty() {
        let column = to.columns.iter().find(|column| column.generated.is_none())?;
        names.push(quote::identifier(&column.name));
        values.push(column.default.as_ref().map_or_else(|| "NULL".to_owned(), column::default));
    }
    // A conflict clause of the table must not drop or replace rows while they are copied.
    let verb = if has_conflict_clauses(to) { "INSERT OR ABORT INTO" } else { "INSERT INTO" };
    let text = format!("{verb} {new} ({})\nSELECT {}\nFROM {}", names.join(", "), values.join(", "), name(&from.name));
    let mut step = Step::new(text);
    step.explain(&said.join("\n"));
    Some(step)
}

/// A word for the row id that no column of the table has taken; `None` where there is no row id.
fn row_id_word(table: &Table) -> Option<&'static str> {
    if table.options.without_rowid {
        return None;
    }
    ["rowid", "_rowid_", "oid"]
        .into_iter()
        .find(|word| !table.columns.iter().any(|column| column.name.eq_ignore_ascii_case(word)))
}

fn has_conflict_clauses(table: &Table) -> bool {
    table.columns.iter().any(|column| column.not_null_conflict.is_some())
        || table.constraints.iter().any(|constraint| match &constraint.definition {
            ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => key.on_conflict.is_some(),
            _ => false,
        })
}

/// What a column gets; `None` for its own default.
fn value(column: &Column, from: &Table, to: &Table, changes: &[Operation], said: &mut Vec<String>) -> Option<String> {
    let quoted = quote::identifier(&column.name);
    let is_new = from.column(&column.name).is_none();
    let mut fill_of = |fill: &Fill, references: Option<&(QName, String)>| match fill {
        Fill::Nothing => None,
        Fill::Backfill(expression) => Some(format!("({expression})")),
        Fill::Placeholder => {
            let Placeholder { sql, what } = placeholder(column, from, to, references);
            said.push(if is_new {
                format!("the old values of {} are gone: rows get {what}", column.name)
            } else {
                format!("rows that hold no {} get {what}", column.name)
            });
            Some(sql)
        }
    };
    let Some(old) = from.column(&column.name) else {
        let (fill, references) = changes.iter().find_map(|change| match change {
            Operation::AddColumn { column: added, fill, references, .. } if added.name == column.name => {
                Some((fill, references.as_ref()))
            }
            _ => None,
        })?;
        if *fill == Fill::Nothing && row_id::of(to).is_some_and(|id| id.name == column.name) {
            return row_id_word(from).map(str::to_owned);
        }
        return fill_of(fill, references);
    };
    let change = changes.iter().find_map(|change| match change {
        Operation::AlterColumn { to: after, using, fill, .. } if after.name == column.name => Some((using, fill)),
        _ => None,
    });
    let mut value = quoted.clone();
    let mut changed = false;
    if let Some((Some(using), _)) = change {
        value = format!("({using})");
        changed = true;
    } else if to.options.strict {
        value = cast(&quoted, old, column);
    }
    if (old.nullable || changed) && !column.nullable {
        let fill = change.and_then(|(_, fill)| fill_of(fill, None));
        let fill = fill.or_else(|| column.default.as_ref().map(column::default));
        if let Some(fill) = fill {
            value = format!("coalesce({value}, {fill})");
        }
    }
    Some(value)
}

/// SQLite converts what can be converted without loss by the new column's affinity. A STRICT table refuses the rest: there
/// text and bytes, which say the same in another form, are told to change it.
fn cast(value: &str, old: &Column, new: &Column) -> String {
    let blob = affinity(&old.ty) == Affinity::Blob && old.ty != "ANY";
    match new.ty.as_str() {
        "TEXT" if blob => format!("CAST({value} AS TEXT)"),
        "BLOB" if affinity(&old.ty) == Affinity::Text => format!("CAST({value} AS BLOB)"),
        _ => value.to_owned(),
    }
}

/// The placeholder for values that were dropped with a column.
struct Placeholder {
    sql: String,
    /// The same in words.
    what: String,
}

/// A neutral value that keeps the constraints of the new table as far as they are known: a column that is unique by itself
/// takes the row id, one with a check the first value that it lets pass.
fn placeholder(column: &Column, from: &Table, to: &Table, references: Option<&(QName, String)>) -> Placeholder {
    let plain = literal::placeholder(column, references);
    if let Some((referred, _)) = references {
        return Placeholder { sql: plain.to_string(), what: format!("the first of {referred}") };
    }
    let alone = |columns: &[String]| columns == [column.name.clone()];
    let unique = to.constraints.iter().any(|constraint| match &constraint.definition {
        ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => alone(&key.columns),
        _ => false,
    }) || to.indexes.iter().any(|index| {
        let one = matches!(index.columns.as_slice(), [place] if place.key == IndexKey::Column(column.name.clone()));
        index.unique && one
    });
    if let Some(row_id) = row_id_word(from).filter(|_| unique) {
        let sql = match affinity(&column.ty) {
            Affinity::Text => format!("CAST({row_id} AS TEXT)"),
            Affinity::Blob if column.ty == "BLOB" => format!("CAST({row_id} AS BLOB)"),
            _ => row_id.to_owned(),
        };
        return Placeholder { sql, what: "a number each".to_owned() };
    }
    let checks: Vec<&Expr> = to
        .constraints
        .iter()
        .filter_map(|constraint| match &constraint.definition {
            ConstraintDefinition::Check(check) => Some(&check.expression),
            _ => None,
        })
        .filter(|expression| mentions(expression.text(), &column.name))
        // What else the check mentions must be in the rows that are copied.
        .filter(|expression| {
            let new = to.columns.iter().filter(|other| other.name != column.name && from.column(&other.name).is_none());
            !new.into_iter().any(|other| mentions(expression.text(), &other.name))
        })
        .collect();
    match checks.as_slice() {
        [] => Placeholder { sql: plain.to_string(), what: plain.to_string() },
        checks => Placeholder {
            sql: passing(column, &plain, checks),
            what: "the first value found that its checks let pass".to_owned(),
        },
    }
}

/// The first of some values that the checks let pass: the neutral one, then those that the checks mention.
fn passing(column: &Column, plain: &Expr, checks: &[&Expr]) -> String {
    use crate::sql::{TokenKind, tokens};
    let mut candidates = vec![plain.to_string()];
    for check in checks {
        for token in tokens(SYNTAX, check.text()) {
            match token.kind {
                TokenKind::String => candidates.push(token.text.to_owned()),
                TokenKind::Number => {
                    candidates.extend([
                        token.text.to_owned(),
                        format!("{} + 1", token.text),
                        format!("{} - 1", token.text),
                    ]);
                }
                _ => {}
            }
        }
    }
    if affinity(&column.ty) == Affinity::Text {
        candidates.extend(["'x'".to_owned(), "'x@x.x'".to_owned()]);
    }
    let mut seen = std::collections::HashSet::new();
    candidates.retain(|value| seen.insert(value.clone()));
    let it = quote::identifier(&column.name);
    let rows: Vec<String> = candidates
        .iter()
        .enumerate()
        .map(|(at, value)| if at == 0 { format!("SELECT {value} AS {it}") } else { format!("SELECT {value}") })
        .collect();
    let tests: Vec<String> = checks.iter().map(|check| format!("({check})")).collect();
    format!("(SELECT {it} FROM ({}) WHERE {} LIMIT 1)", rows.join(" UNION ALL "), tests.join(" AND "))
}

/// The table with one operation done to it.
pub(super) fn applied(table: &Table, operation: &Operation) -> Table {
    let mut table = table.clone();
    match operation {
        Operation::AddColumn { column, .. } => table.columns.push(column.clone()),
        Operation::DropColumn { column, .. } => table.columns.retain(|other| other.name != column.name),
        Operation::AlterColumn { from, to, .. } => {
            if let Some(column) = table.columns.iter_mut().find(|column| column.name == from.name) {
                *column = to.clone();
            }
        }
        Operation::AddPart { part, .. } => add(&mut table, part),
        Operation::DropPart { part, .. } => drop(&mut table, part),
        Operation::AlterPart { from, to, .. } => {
            drop(&mut table, from);
            add(&mut table, to);
        }
        Operation::RenamePart { kind, from, to, .. } => match kind {
            PartKind::Index => {
                table.indexes.iter_mut().filter(|one| one.name == *from).for_each(|one| one.name.clone_from(to));
            }
            PartKind::Trigger | PartKind::Column | PartKind::Rule | PartKind::Policy | PartKind::RowSecurity => {}
            _ => {
                let of = table.constraints.iter_mut().filter(|one| one.kind() == *kind && one.key() == *from);
                of.for_each(|one| one.name = Some(to.clone()));
            }
        },
        Operation::Alter { to: Object::Table(to), .. } => {
            table.options = to.options.clone();
            table.annotation.clone_from(&to.annotation);
        }
        _ => {}
    }
    table
}

fn add(table: &mut Table, part: &Part) {
    match part {
        Part::Constraint(one) => table.constraints.push(one.clone()),
        Part::Index(one) => table.indexes.push(one.clone()),
        Part::Trigger(one) => table.triggers.push(one.clone()),
        Part::Attribute(_) => {}
        // SQLite has none.
        Part::Rule(_) | Part::Policy(_) | Part::RowSecurity(_) => {}
    }
}

fn drop(table: &mut Table, part: &Part) {
    match part {
        Part::Constraint(one) => table.constraints.retain(|other| other != one),
        Part::Index(one) => table.indexes.retain(|other| other.name != one.name),
        Part::Trigger(one) => table.triggers.retain(|other| other.name != one.name),
        Part::Attribute(_) => {}
        Part::Rule(_) | Part::Policy(_) | Part::RowSecurity(_) => {}
    }
}
