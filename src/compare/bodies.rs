//! What the bodies of functions name. A server takes a body unread, and keeps no record of what it uses; but what calls the
//! function runs it: an index that is built, a materialized view that is filled.

use std::collections::{BTreeSet, HashSet};

use crate::dialect::Dialect;
use crate::schema::{Object, ObjectId, Schema};

use super::mentions::ObjectNames;
use super::subset::Links;

/// What the functions name, all the way, that something among these objects calls: more may be found than is used, and
/// never less.
pub(super) fn called<'s>(
    schema: &'s Schema,
    links: &Links<'s>,
    whole: &HashSet<&ObjectId>,
    supports: &BTreeSet<ObjectId>,
    dialect: &dyn Dialect,
) -> Vec<&'s ObjectId> {
    let there = |id: &ObjectId| whole.contains(id) || supports.contains(id);
    let body = |id: &ObjectId| schema.get(id).filter(|object| has_body(object, dialect));
    let is_called = |id: &ObjectId| links.dependents(id).any(|other| there(other) && body(other).is_none());
    let ids = schema.objects.keys().filter(|id| there(id) && body(id).is_some() && is_called(id));
    let mut queue: Vec<&ObjectId> = ids.collect();
    if queue.is_empty() {
        return Vec::new();
    }
    let names = ObjectNames::of(schema);
    let mut seen: HashSet<&ObjectId> = queue.iter().copied().collect();
    let mut found = Vec::new();
    while let Some(id) = queue.pop() {
        let Some(object) = body(id) else { continue };
        for named in names.mentioned(object, dialect) {
            if seen.insert(named) {
                queue.push(named);
                if !there(named) {
                    found.push(named);
                }
            }
        }
    }
    found
}

/// Whether it has a body that a change of the schema can run: a trigger's runs when rows change.
fn has_body(object: &Object, dialect: &dyn Dialect) -> bool {
    let runs = |result: Option<&str>| !matches!(result, Some("trigger" | "event_trigger"));
    match object {
        Object::Definition(definition) => runs(definition.clause("result")) && dialect.recheck(object).is_some(),
        _ => false,
    }
}
