//! Where new columns stand, at the moment when each of them comes.
//!
//! An operation says which column is before the new one in the table that is wanted. That one may come later (a computed column
//! waits for what it is computed from), or may have been put aside: what the database is told must be there by then.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::operation::Operation;
use crate::schema::{ObjectId, QName, Schema};

/// The operations, each new column behind the nearest before it that is there when it comes.
pub(super) fn placed<'a>(operations: &'a [Operation], before: &Schema, after: &Schema) -> Cow<'a, [Operation]> {
    if !operations.iter().any(|one| matches!(one, Operation::AddColumn { .. })) {
        return Cow::Borrowed(operations);
    }
    let mut tables: HashMap<QName, Vec<String>> = HashMap::new();
    for table in before.tables() {
        tables.insert(table.name.clone(), table.columns.iter().map(|column| column.name.clone()).collect());
    }
    let mut out = operations.to_vec();
    for (now, operation) in out.iter_mut().enumerate() {
        // What goes later, and perhaps comes again, is nothing to stand behind.
        let stays = |of: &QName, name: &str| {
            !operations.iter().skip(now).any(
                |one| matches!(one, Operation::DropColumn { table, column, .. } if table == of && column.name == name),
            )
        };
        match operation {
            Operation::Rename { from, to } if *from == ObjectId::table(&from.name) => {
                if let Some(columns) = tables.remove(&from.name) {
                    tables.insert(to.name.clone(), columns);
                }
            }
            Operation::RenameColumn { table, from, to } => {
                let columns = tables.get_mut(table).map(Vec::as_mut_slice).unwrap_or_default();
                if let Some(column) = columns.iter_mut().find(|name| *name == from) {
                    column.clone_from(to);
                }
            }
            Operation::DropColumn { table, column, .. } => {
                if let Some(columns) = tables.get_mut(table) {
                    columns.retain(|name| *name != column.name);
                }
            }
            Operation::AddColumn { table, column, after: place, .. } => {
                let (Some(columns), Some(wanted)) = (tables.get_mut(table), after.table(table)) else { continue };
                let names = wanted.columns.iter().map(|one| one.name.as_str());
                let earlier: Vec<&str> = names.take_while(|name| *name != column.name).collect();
                let staying = earlier.into_iter().rev().filter(|name| stays(table, name));
                let at = staying.into_iter().find_map(|name| columns.iter().position(|there| there == name));
                *place = at.and_then(|at| columns.get(at).cloned());
                columns.insert(at.map_or(0, |at| at + 1), column.name.clone());
            }
            _ => {}
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::Fill;
    use crate::schema::{Column, Object, Table};

    fn schema(columns: &[&str]) -> Schema {
        let mut table = Table::new(QName::plain("t"));
        table.columns = columns.iter().map(|name| Column::new(*name, "int")).collect();
        let mut schema = Schema::default();
        schema.insert(Object::Table(table));
        schema
    }

    fn add(name: &str) -> Operation {
        let (table, column) = (QName::plain("t"), Column::new(name, "int"));
        Operation::AddColumn { table, column, fill: Fill::Nothing, references: None, after: Some("nowhere".into()) }
    }

    #[test]
    fn a_column_stands_behind_what_is_there_when_it_comes() {
        let (before, after) = (schema(&["a", "z"]), schema(&["a", "g", "b", "h", "z", "c"]));
        let operations = [add("b"), add("h"), add("g"), add("c")];
        let said = placed(&operations, &before, &after);
        let places: Vec<Option<&str>> = said
            .iter()
            .map(|one| match one {
                Operation::AddColumn { after, .. } => after.as_deref(),
                _ => None,
            })
            .collect();
        assert_eq!(places, [Some("a"), Some("b"), Some("a"), Some("z")]);
    }

    #[test]
    fn what_goes_later_is_nothing_to_stand_behind() {
        let (before, after) = (schema(&["a", "p"]), schema(&["a", "p", "x"]));
        let (table, column) = (QName::plain("t"), Column::new("p", "int"));
        let gone = Operation::DropColumn { table, column, references: None, after: None, kept_below: false };
        let operations = [add("x"), gone, add("p")];
        let said = placed(&operations, &before, &after);
        assert!(matches!(&said[0], Operation::AddColumn { after: Some(name), .. } if name == "a"));
        assert!(matches!(&said[2], Operation::AddColumn { after: Some(name), .. } if name == "a"));
    }

    #[test]
    fn the_first_column_and_what_was_renamed() {
        let (before, after) = (schema(&["v"]), schema(&["g", "u", "h"]));
        let rename = Operation::RenameColumn { table: QName::plain("t"), from: "v".into(), to: "u".into() };
        let operations = [rename, add("h"), add("g")];
        let said = placed(&operations, &before, &after);
        assert!(matches!(&said[1], Operation::AddColumn { after: Some(name), .. } if name == "u"));
        assert!(matches!(&said[2], Operation::AddColumn { after: None, .. }));
    }
}
