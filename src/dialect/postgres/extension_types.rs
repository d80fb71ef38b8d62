//! Types of an extension that goes to another namespace: the columns that are of them go along, as they are.
//!
//! A column's type is known to the server by its number, to a schema by its name. Where only the namespace in that name becomes
//! the extension's new one, nothing is to be done to the column: for the comparison it is of that type already.

use std::collections::BTreeMap;

use crate::schema::{Column, Expr, Extension, Object, Schema};

use super::SYNTAX;
use super::quote;
use crate::sql;

/// The schema before, with the columns that go along as they are after; none where no extension moves.
pub(super) fn moved(from: &Schema, to: &Schema) -> Option<Schema> {
    let places = |schema: &Schema| -> BTreeMap<String, Option<String>> {
        let extensions = schema.objects.values().filter_map(|object| match object {
            Object::Extension(Extension { name, namespace, .. }) => Some((name.clone(), namespace.clone())),
            _ => None,
        });
        extensions.collect()
    };
    let after = places(to);
    let moves: Vec<(String, String)> = places(from)
        .into_iter()
        .filter_map(|(name, old)| after.get(&name).filter(|new| **new != old).map(|new| (prefix(&old), prefix(new))))
        .collect();
    if moves.is_empty() {
        return None;
    }
    let mut out = from.clone();
    for object in out.objects.values_mut() {
        let Object::Table(table) = object else { continue };
        let Some(wanted) = to.table(&table.name) else { continue };
        for column in &mut table.columns {
            if let Some(other) = wanted.column(&column.name) {
                follow(column, other, &moves);
            }
        }
    }
    Some(out)
}

/// What stands before the name of a type of this namespace.
fn prefix(namespace: &Option<String>) -> String {
    namespace.as_ref().map(|name| format!("{}.", quote::identifier(name))).unwrap_or_default()
}

fn follow(column: &mut Column, other: &Column, moves: &[(String, String)]) {
    for (old, new) in moves {
        let is_bare = |name: &str| !name.contains(['.', ' ']) && !sql::is_reserved(SYNTAX, name);
        let Some(name) = column.ty.strip_prefix(old.as_str()).filter(|name| is_bare(name)) else { continue };
        if other.ty != format!("{new}{name}") || column.ty == other.ty {
            continue;
        }
        // A default that is cast to the type follows as well.
        let element = name.trim_end_matches("[]");
        let (before, after) = (format!("::{old}{element}"), format!("::{new}{element}"));
        if let (Some(Expr(text)), Some(wanted)) = (&column.default, &other.default)
            && text.replace(&before, &after) == wanted.text()
        {
            column.default = Some(wanted.clone());
        }
        column.ty.clone_from(&other.ty);
        return;
    }
}
