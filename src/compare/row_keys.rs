//! Which rows stand against a key that is to come: values that it holds twice, or that refer to nothing.

use crate::dialect::Dialect;
use crate::operation::{Fill, Operation};
use crate::schema::{
    ConstraintDefinition, ForeignKey, IndexKey, Node, Object, ObjectId, Part, Phase, QName, Schema, Table,
};

/// How rows that stand against a key are found.
pub(super) struct BrokenKey {
    /// The query that shows them.
    pub query: String,
    /// The table that is referred to.
    pub target: Option<String>,
}

/// The query for a part that is added to a table of the live database; none where it is no key, where it was there already, or
/// where the values change besides, so that what they will be is not known.
pub(super) fn broken(
    of: &ObjectId,
    part: &Part,
    operations: &[Operation],
    live: &Schema,
    before: &impl Fn(&QName, &str) -> (QName, String),
    dialect: &dyn Dialect,
) -> Option<BrokenKey> {
    let table = live.table(&of.name).filter(|table| *of == ObjectId::table(&table.name) && !table.is_foreign())?;
    let old = |column: &str| dialect.quote(&before(&table.name, column).1);
    let are_there = |table: &Table, columns: &[String]| {
        !columns.is_empty() && columns.iter().all(|column| table.column(column).is_some())
    };
    let stay = |table: &Table, columns: &[String]| {
        are_there(table, columns) && !changes(operations, live, &table.name, columns)
    };
    let place = rows_of(table, live, before, dialect);
    match part {
        Part::Constraint(one) => {
            if table.constraints.iter().any(|other| other.definition == one.definition) {
                return None;
            }
            match &one.definition {
                ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => {
                    let plain = !key.without_overlaps && !key.only && stay(table, &key.columns);
                    let columns: Vec<String> = key.columns.iter().map(|column| old(column)).collect();
                    plain.then(|| twice(&place, &columns, key.nulls_not_distinct, None))
                }
                ConstraintDefinition::ForeignKey(key) => {
                    let looked_at = !key.not_valid && !key.not_enforced;
                    if let Some(held) = held_at_first(operations, table, key, dialect).filter(|_| looked_at) {
                        return referring_to(&place, &held, key, operations, live, before, dialect);
                    }
                    // Whatever becomes of the values: nothing is there that they could refer to.
                    let filled = || are_there(table, &key.columns) && !computes(operations, &table.name, &key.columns);
                    if looked_at && filled() && comes_empty(operations, &key.table) {
                        let columns: Vec<String> = key.columns.iter().map(|column| old(column)).collect();
                        return Some(alone(&place, &columns, key));
                    }
                    let target = live.table(&key.table).filter(|target| !target.is_foreign())?;
                    let referred = key.referred_in(target)?;
                    if !looked_at || key.period || !stay(table, &key.columns) || !stay(target, referred) {
                        return None;
                    }
                    let other = |column: &str| dialect.quote(&before(&target.name, column).1);
                    let pairs = key.columns.iter().zip(referred).map(|(own, its)| (old(own), other(its))).collect();
                    Some(lost(&place, &rows_of(target, live, before, dialect), pairs, key))
                }
                _ => None,
            }
        }
        Part::Index(index) if index.unique && !index.only => {
            if table.indexes.iter().any(|other| other.name == index.name && other.columns == index.columns) {
                return None;
            }
            let mut columns = Vec::new();
            for column in &index.columns {
                // What it compares otherwise than the column does is left to the database.
                if column.collation.is_some() || column.opclass.is_some() || column.length.is_some() {
                    return None;
                }
                match &column.key {
                    IndexKey::Column(name) if stay(table, std::slice::from_ref(name)) => columns.push(old(name)),
                    IndexKey::Column(_) => return None,
                    IndexKey::Expression(_) if renames_or_changes(table, live, operations, before) => return None,
                    IndexKey::Expression(expression) => columns.push(format!("({expression})")),
                }
            }
            if index.predicate.is_some() && renames_or_changes(table, live, operations, before) {
                return None;
            }
            let predicate = index.predicate.as_ref().map(|predicate| format!("({predicate})"));
            Some(twice(&place, &columns, index.nulls_not_distinct, predicate))
        }
        _ => None,
    }
}

/// What all rows hold at first in the columns of a key that come with it, where each of them has a plain value as its default.
fn held_at_first(
    operations: &[Operation],
    table: &Table,
    key: &ForeignKey,
    dialect: &dyn Dialect,
) -> Option<Vec<String>> {
    let held = |name: &String| {
        operations.iter().find_map(|operation| match operation {
            Operation::AddColumn { table: of, column, fill: Fill::Nothing, .. }
                if *of == table.name && column.name == *name =>
            {
                let default = column.default.as_ref().filter(|default| !default.text().eq_ignore_ascii_case("NULL"))?;
                dialect.as_literal(default, &column.ty).map(|_| default.text().to_owned())
            }
            _ => None,
        })
    };
    let held: Vec<String> = key.columns.iter().map(held).collect::<Option<_>>()?;
    (!held.is_empty() && !key.period).then_some(held)
}

/// The rows of a table that are to refer by these values, where what they refer to is not there.
fn referring_to(
    place: &str,
    values: &[String],
    key: &ForeignKey,
    operations: &[Operation],
    live: &Schema,
    before: &impl Fn(&QName, &str) -> (QName, String),
    dialect: &dyn Dialect,
) -> Option<BrokenKey> {
    let found = |condition: &str| {
        let query = format!("SELECT {} FROM {place}{condition}", values.join(", "));
        Some(BrokenKey { query, target: Some(key.table.to_string()) })
    };
    if comes_empty(operations, &key.table) {
        return found("");
    }
    let target = live.table(&key.table).filter(|target| !target.is_foreign())?;
    let referred = key.referred_in(target)?;
    if changes(operations, live, &target.name, referred)
        || referred.iter().any(|column| target.column(column).is_none())
    {
        return None;
    }
    let other = |column: &str| dialect.quote(&before(&target.name, column).1);
    let same: Vec<String> =
        referred.iter().zip(values).map(|(its, value)| format!("its.{} = {value}", other(its))).collect();
    let rows = rows_of(target, live, before, dialect);
    found(&format!(" WHERE NOT EXISTS (SELECT 1 FROM {rows} its WHERE {})", same.join(" AND ")))
}

/// Where the rows of a table are: its own alone, where it has children that no key of it counts.
fn rows_of(
    table: &Table,
    live: &Schema,
    before: &impl Fn(&QName, &str) -> (QName, String),
    dialect: &dyn Dialect,
) -> String {
    let has_children = live.tables().any(|other| other.options.inherits.contains(&table.name));
    format!("{}{}", if has_children { "ONLY " } else { "" }, dialect.qualified(&before(&table.name, "").0))
}

/// Whether operations change what columns of a table hold.
fn changes(operations: &[Operation], live: &Schema, table: &QName, columns: &[String]) -> bool {
    let is_of_a_type = |name: &String| {
        let needs = live.depends.get(&Node::column(table, name)).into_iter().flatten();
        needs.map(Node::object).any(|need| need.kind.facts().created == Phase::CreateTypes)
    };
    operations.iter().flat_map(Operation::shown).any(|operation| match operation {
        Operation::AlterColumn { table: of, from, to, using, .. } => {
            of == table
                && columns.contains(&to.name)
                && (from.ty != to.ty || using.is_some() || from.nullable != to.nullable)
        }
        // What becomes of the values of a type is not known here, nor which other types are made of it.
        Operation::AlterType(_) => columns.iter().any(is_of_a_type),
        _ => false,
    })
}

/// Whether operations say themselves what columns of a table are to hold.
fn computes(operations: &[Operation], table: &QName, columns: &[String]) -> bool {
    operations.iter().flat_map(Operation::shown).any(|operation| match operation {
        Operation::AlterColumn { table: of, to, using, .. } => {
            of == table && columns.contains(&to.name) && using.is_some()
        }
        _ => false,
    })
}

/// Whether an expression over the table may not be read in the live database, or would give something else there.
fn renames_or_changes(
    table: &Table,
    live: &Schema,
    operations: &[Operation],
    before: &impl Fn(&QName, &str) -> (QName, String),
) -> bool {
    let columns: Vec<String> = table.columns.iter().map(|column| column.name.clone()).collect();
    columns.iter().any(|column| before(&table.name, column).1 != *column)
        || changes(operations, live, &table.name, &columns)
}

/// The values that stand in several rows.
fn twice(place: &str, columns: &[String], nulls: bool, predicate: Option<String>) -> BrokenKey {
    let filled = columns.iter().filter(|_| !nulls).map(|column| format!("{column} IS NOT NULL"));
    let conditions: Vec<String> = filled.chain(predicate).collect();
    let condition = if conditions.is_empty() { String::new() } else { format!(" WHERE {}", conditions.join(" AND ")) };
    let list = columns.join(", ");
    let query = format!("SELECT COUNT(*) AS times, {list} FROM {place}{condition} GROUP BY {list} HAVING COUNT(*) > 1");
    BrokenKey { query, target: None }
}

/// Whether operations make a table, and bring it no rows.
fn comes_empty(operations: &[Operation], table: &QName) -> bool {
    let brings = |one: &Operation| match one {
        Operation::BringRows(rows) => rows.into.name == *table,
        // One that was there becomes its partition, rows and all.
        Operation::Alter { .. } => one.joins().contains(&table),
        // The rows of a partition come by way of its whole.
        Operation::Create(Object::Table(new)) => new.name == *table && new.options.partition_of.is_some(),
        _ => false,
    };
    operations.iter().any(|one| one.makes_table(table)) && !operations.iter().any(brings)
}

/// The rows that refer to a table without rows.
fn alone(place: &str, columns: &[String], key: &ForeignKey) -> BrokenKey {
    let filled: Vec<String> = columns.iter().map(|column| format!("{column} IS NOT NULL")).collect();
    let query = format!("SELECT {} FROM {place} WHERE {}", columns.join(", "), filled.join(" AND "));
    BrokenKey { query, target: Some(key.table.to_string()) }
}

/// The rows that refer to nothing.
fn lost(place: &str, target: &str, pairs: Vec<(String, String)>, key: &ForeignKey) -> BrokenKey {
    let filled: Vec<String> = pairs.iter().map(|(own, _)| format!("own.{own} IS NOT NULL")).collect();
    let same: Vec<String> = pairs.iter().map(|(own, its)| format!("its.{its} = own.{own}")).collect();
    let list: Vec<String> = pairs.iter().map(|(own, _)| format!("own.{own}")).collect();
    let query = format!(
        "SELECT {} FROM {place} own WHERE {} AND NOT EXISTS (SELECT 1 FROM {target} its WHERE {})",
        list.join(", "),
        filled.join(" AND "),
        same.join(" AND ")
    );
    BrokenKey { query, target: Some(key.table.to_string()) }
}
