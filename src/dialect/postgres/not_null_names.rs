//! Names of NOT NULL constraints that the server would not choose by itself.
//!
//! From version 18 on a NOT NULL is a constraint with a name, and the name that the server makes up must be free in the whole
//! namespace: a table that was renamed keeps `users_id_not_null`, and then a new `users` gets `users_id_not_null1`. The model
//! leaves the usual name out. Where another constraint holds that name, on one of the two sides, it is said after all.

use std::collections::{HashMap, HashSet};

use crate::engine::Flavor;
use crate::schema::{Column, Object, Origin, QName, Schema};

use super::names;

/// A name and the namespace that it lies in.
type NamePlace<'s> = (Option<&'s str>, String);

/// Both schemas with the names that must be said; none where all are free.
pub(super) fn said(from: &Schema, to: &Schema, flavor: &Flavor) -> Option<(Schema, Schema)> {
    if !flavor.at_least(18, 0) {
        return None;
    }
    let mut taken: HashMap<Option<&str>, HashSet<&str>> = HashMap::new();
    for table in from.tables().chain(to.tables()) {
        let columns = table.columns.iter().filter_map(|column| column.not_null.name.as_deref());
        let others = table.constraints.iter().filter_map(|one| one.name.as_deref());
        let names: Vec<&str> = columns.chain(others.filter(|name| name.ends_with("_not_null"))).collect();
        if !names.is_empty() {
            taken.entry(table.name.namespace.as_deref()).or_default().extend(names);
        }
    }
    let shared = shared(from, to);
    if taken.is_empty() && shared.is_empty() {
        return None;
    }
    let held = |table: &QName, name: &str| {
        let namespace = table.namespace.as_deref();
        taken.get(&namespace).is_some_and(|names| names.contains(name))
            || shared.contains(&(namespace, name.to_owned()))
    };
    // The name that is to be said of a column.
    let unsaid = |table: &QName, column: &Column| {
        if column.nullable || column.not_null.name.is_some() || column.not_null.origin == Origin::Inherited {
            return None;
        }
        Some(names::not_null(&table.name, &column.name)).filter(|usual| held(table, usual))
    };
    let named = |schema: &Schema| {
        // As a rule there is none, and a schema may be large.
        if !schema.tables().any(|table| table.columns.iter().any(|column| unsaid(&table.name, column).is_some())) {
            return None;
        }
        let mut out = schema.clone();
        for object in out.objects.values_mut() {
            let Object::Table(table) = object else { continue };
            for column in &mut table.columns {
                if let Some(usual) = unsaid(&table.name, column) {
                    column.not_null.name = Some(usual);
                }
            }
        }
        Some(out)
    };
    let (before, after) = (named(from), named(to));
    (before.is_some() || after.is_some())
        .then(|| (before.unwrap_or_else(|| from.clone()), after.unwrap_or_else(|| to.clone())))
}

/// The usual names that are one for columns of several tables, once they are cut to what a name may have: a partition has its parent's,
/// and made by itself it would get another.
fn shared<'s>(from: &'s Schema, to: &'s Schema) -> HashSet<NamePlace<'s>> {
    let mut columns: HashMap<NamePlace<'s>, HashSet<(&QName, &str)>> = HashMap::new();
    for table in from.tables().chain(to.tables()) {
        // None is cut where the two are this short.
        let long = |column: &&Column| table.name.name.len() + column.name.len() + "__not_null".len() > names::LONGEST;
        let own = |column: &&Column| {
            !column.nullable && column.not_null.name.is_none() && column.not_null.origin != Origin::Inherited
        };
        for column in table.columns.iter().filter(long).filter(own) {
            let usual = names::not_null(&table.name.name, &column.name);
            let place = (table.name.namespace.as_deref(), usual);
            columns.entry(place).or_default().insert((&table.name, column.name.as_str()));
        }
    }
    columns.into_iter().filter(|(_, columns)| columns.len() > 1).map(|(place, _)| place).collect()
}
