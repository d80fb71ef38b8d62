//! Whether a shadow's schema is the expected one, and how it differs.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::dialect::Dialect;
use crate::diff;
use crate::error::Result;
use crate::schema::{Hints, Object, Schema, View};

use super::Comparison;

/// The words for what a downgrade left and should have dropped, and for what it did not restore.
pub(super) const AFTER_DOWNGRADE: (&str, &str) = ("left behind", "not brought back");
/// The same after an upgrade.
pub(super) const AFTER_UPGRADE: (&str, &str) = ("too much", "missing");

/// Whether two states are one, the order of columns and of all that is kept as a list by name aside.
pub(super) fn same(one: &Schema, other: &Schema) -> bool {
    one.unmodelled == other.unmodelled
        && one.objects.len() == other.objects.len()
        && one.objects.iter().all(|(id, object)| match (object, other.get(id)) {
            (_, None) => false,
            (Object::Table(mine), Some(Object::Table(theirs))) if mine.columns != theirs.columns => {
                let mut theirs = theirs.clone();
                theirs.columns.sort_by_key(|column| mine.columns.iter().position(|own| own.name == column.name));
                *mine == theirs
            }
            (Object::View(mine), Some(Object::View(theirs))) => {
                // Whether it is filled is no part of its definition.
                let no_data = theirs.no_data;
                *mine == *theirs || View { no_data, ..mine.clone() } == *theirs
            }
            (mine, Some(theirs)) => mine == theirs,
        })
}

/// How a state differs from the one that it should be, a line each; none where it does not.
pub(super) fn differences(
    found: &Schema,
    wanted: &Schema,
    words: (&str, &str),
    dialect: &dyn Dialect,
) -> Result<Vec<String>> {
    let (more, less) = words;
    if same(found, wanted) {
        return Ok(Vec::new());
    }
    let (changes, placed) = diff::placed_changes(found, wanted, &Hints::default(), dialect)?;
    let wanted = placed.as_ref().unwrap_or(wanted);
    let side = Arc::new(found.clone());
    let comparison = Comparison {
        before: side.clone(),
        renamed: side,
        after: Arc::new(wanted.clone()),
        renames: Vec::new(),
        changes,
        managed: crate::schema::Managed::ALL,
        online: crate::dialect::OnlineTables::None,
        costs: super::StatementCosts::None,
    };
    let mut lines: Vec<String> = comparison
        .differences()
        .into_iter()
        .map(|difference| {
            let what = difference.what;
            match (difference.mark, difference.stored, difference.declared) {
                ('-', ..) => format!("{more}: {what}"),
                ('+', _, Some(was)) => format!("{less}: {what}: {was}"),
                ('+', ..) => format!("{less}: {what}"),
                (_, Some(is), Some(was)) => format!("changed: {what}: was {was}, is {is}"),
                _ => format!("changed: {what}"),
            }
        })
        .collect();
    let unmodelled = |schema: &Schema| schema.unmodelled.iter().cloned().collect::<BTreeSet<_>>();
    let (found, wanted) = (unmodelled(found), unmodelled(wanted));
    lines.extend(found.difference(&wanted).map(|one| format!("{more}: {} {}", one.kind, one.name)));
    lines.extend(wanted.difference(&found).map(|one| format!("{less}: {} {}", one.kind, one.name)));
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::offline_dialect;
    use crate::engine::Engine;
    use crate::schema::{Column, QName, Table, Unmodelled};

    fn table(columns: &[&str]) -> Schema {
        let columns = columns.iter().map(|name| Column::new(*name, "integer")).collect();
        let mut schema = Schema::default();
        schema.insert(Object::Table(Table { columns, ..Table::new(QName::plain("t")) }));
        schema
    }

    #[test]
    fn the_order_of_columns_is_no_difference() {
        let (one, other) = (table(&["a", "b"]), table(&["b", "a"]));
        assert!(same(&one, &other));
        assert!(!same(&one, &table(&["a", "c"])) && !same(&one, &table(&["a"])) && !same(&one, &Schema::default()));
    }

    #[test]
    fn differences_are_told_from_the_downgrade_s_side() {
        let dialect = offline_dialect(Engine::Sqlite).unwrap();
        let told =
            |found: &Schema, before: &Schema| differences(found, before, AFTER_DOWNGRADE, dialect.as_ref()).unwrap();
        assert_eq!(told(&table(&["a"]), &Schema::default()), ["left behind: table t"]);
        assert_eq!(told(&Schema::default(), &table(&["a"])), ["not brought back: table t"]);
        let mut more = table(&["a"]);
        let one =
            |name: &str| Unmodelled { kind: "function".into(), name: name.into(), exclude: name.into(), table: None };
        more.unmodelled = vec![one("f()")];
        assert_eq!(told(&more, &table(&["a"])), ["left behind: function f()"]);
        assert_eq!(told(&table(&["a"]), &more), ["not brought back: function f()"]);
        assert_eq!(told(&more, &more), [""; 0]);
    }
}
