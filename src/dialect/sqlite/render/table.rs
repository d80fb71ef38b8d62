//! Tables.

use crate::dialect::{Facts, Step};
use crate::schema::{QName, Schema, Table};

use super::super::{as_written, predict};
use super::{column, constraint, index, name, trigger, written};

/// A table with all its parts.
pub(crate) fn create(table: &Table) -> Vec<Step> {
    let mut spelled = predict::table(table);
    if table.annotation.written.is_none() {
        as_written::declared(&mut spelled, table);
    }
    let table = &spelled;
    let mut steps = vec![Step::new(statement(table, &name(&table.name)))];
    steps.extend(table.indexes.iter().map(|one| index::create(&table.name, one)));
    steps.extend(table.triggers.iter().map(trigger::create));
    steps
}

/// The CREATE TABLE statement of a table under the name given as SQL: as it was written, or in the model's spelling.
pub(crate) fn statement(table: &Table, name: &str) -> String {
    if let Some(text) = written::table(table) {
        return if table.options.virtual_table.is_some() {
            text.to_owned()
        } else {
            written::table_under(text, &table.name.name, name)
        };
    }
    if let Some(text) = &table.options.virtual_table {
        return text.to_string();
    }
    let columns = table.columns.iter().map(|one| column::definition(one, table));
    let apart = table.constraints.iter().filter(|one| !constraint::stands_beside(one)).map(constraint::clause);
    let lines: Vec<String> = columns.chain(apart).map(|line| format!("    {line}")).collect();
    format!("CREATE TABLE {name} (\n{}\n){}", lines.join(",\n"), options(table))
}

/// What follows the list of columns.
pub(crate) fn options(table: &Table) -> String {
    let mut options = Vec::new();
    if table.options.strict {
        options.push("STRICT");
    }
    if table.options.without_rowid {
        options.push("WITHOUT ROWID");
    }
    if options.is_empty() { String::new() } else { format!(" {}", options.join(", ")) }
}

/// Drops a table. With enforcement on, SQLite would first delete its rows one by one, and with them those of other
/// tables that refer to them with ON DELETE CASCADE.
pub(crate) fn drop(table: &Table, before: &Schema) -> Step {
    let referred = before.tables().any(|other| {
        other.name != table.name
            && other.constraints.iter().filter_map(|one| one.foreign_key()).any(|key| key.table == table.name)
    });
    let facts = Facts { foreign_keys_off: referred, ..Facts::default() };
    Step::new(format!("DROP TABLE {}", name(&table.name))).facts(facts)
}

/// `RENAME TO`. A name that differs in its capitals alone is taken, for SQLite, by the table itself: it is taken by way of another.
pub(crate) fn rename(from: &QName, to: &QName) -> Vec<Step> {
    let step = |from: &QName, to: &QName| Step::new(format!("ALTER TABLE {} RENAME TO {}", name(from), name(to)));
    if from.name.eq_ignore_ascii_case(&to.name) {
        let between = to.sibling(format!("{}__renamed", to.name));
        return vec![step(from, &between), step(&between, to)];
    }
    vec![step(from, to)]
}
