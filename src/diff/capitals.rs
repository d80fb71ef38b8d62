//! What is wanted under the same name in other capitals, on a database whose names have none: it is the same thing, so a
//! rename that needs no question.

use crate::dialect::Dialect;
use crate::schema::{Hints, Node, ObjectId, QName, Schema, Table};

/// Adds the renames of tables and columns that change their capitals alone, unless something else is said of them.
pub fn rename_capitals(from: &Schema, to: &Schema, hints: &mut Hints, dialect: &dyn Dialect) {
    let names = dialect.names();
    if !names.ignores_case && !names.columns_ignore_case {
        return;
    }
    let same = |one: &str, other: &str| one != other && names.same(one, other);
    let same_column = |one: &str, other: &str| one != other && one.eq_ignore_ascii_case(other);
    let mut found = Vec::new();
    for wanted in to.tables() {
        let old = if let Some(there) = from.table(&wanted.name) {
            there
        } else {
            let said = renamed_from(hints, &wanted.name).and_then(|old| from.table(old));
            let alike = |table: &&Table| same(&table.name.name, &wanted.name.name) && to.table(&table.name).is_none();
            let Some(there) = said.or_else(|| from.tables().find(alike)) else {
                continue;
            };
            found.push((Node::Object(ObjectId::table(&there.name)), Node::Object(ObjectId::table(&wanted.name))));
            there
        };
        for column in &wanted.columns {
            let alike = old.columns.iter().find(|other| same_column(&other.name, &column.name));
            if let Some(other) = alike.filter(|other| wanted.column(&other.name).is_none()) {
                found.push((Node::column(&wanted.name, &other.name), Node::column(&wanted.name, &column.name)));
            }
        }
    }
    let said = |node: &Node| hints.renames.iter().any(|(old, new)| old == node || new == node);
    found.retain(|(old, new)| !said(old) && !said(new));
    hints.renames.extend(found);
}

/// The table that is said to have become this one.
fn renamed_from<'h>(hints: &'h Hints, name: &QName) -> Option<&'h QName> {
    let wanted = Node::Object(ObjectId::table(name));
    let (old, _) = hints.renames.iter().find(|(_, new)| *new == wanted)?;
    Some(&old.object().name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::offline_dialect;
    use crate::engine::Engine;
    use crate::schema::{Column, Object};

    fn schema(tables: &[(&str, &[&str])]) -> Schema {
        let mut schema = Schema::default();
        for (name, columns) in tables {
            let mut table = Table::new(QName::plain(*name));
            table.columns = columns.iter().map(|column| Column::new(*column, "integer")).collect();
            schema.insert(Object::Table(table));
        }
        schema
    }

    fn found(engine: Engine, from: &Schema, to: &Schema, mut hints: Hints) -> Vec<String> {
        rename_capitals(from, to, &mut hints, &*offline_dialect(engine).unwrap());
        hints.renames.iter().map(|(old, new)| format!("{old} -> {new}")).collect()
    }

    #[test]
    fn only_the_capitals_change() {
        let from = schema(&[("users", &["id", "Age"]), ("b", &["x"])]);
        let to = schema(&[("Users", &["ID", "age", "new"]), ("b", &["X", "x"])]);
        assert_eq!(
            found(Engine::Sqlite, &from, &to, Hints::default()),
            [
                "table users -> table Users",
                "column Users.id -> column Users.ID",
                "column Users.Age -> column Users.age"
            ]
        );
        assert_eq!(found(Engine::Postgres, &from, &to, Hints::default()), Vec::<String>::new());
    }

    #[test]
    fn what_is_said_comes_first() {
        let from = schema(&[("users", &["a"]), ("other", &["b"])]);
        let to = schema(&[("Users", &["B"])]);
        let table = |name: &str| Node::Object(ObjectId::table(&QName::plain(name)));
        let hints = Hints { renames: vec![(table("other"), table("Users"))], ..Hints::default() };
        assert_eq!(
            found(Engine::Sqlite, &from, &to, hints),
            ["table other -> table Users", "column Users.b -> column Users.B"]
        );
    }
}
