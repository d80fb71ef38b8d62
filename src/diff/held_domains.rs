//! Domains whose checks make way while their values stand in lists or inside values of other types.
//!
//! A check that stays as it is makes way where a function that it calls is made anew. PostgreSQL adds no check to a domain then
//! ("cannot alter type because column uses it"), so the domain is made anew as a whole, as it is where the check changes itself.

use crate::operation::{Operation, Part};
use crate::schema::{ConstraintDefinition, Domain, Object, Schema, SchemaObject};

use super::objects;

/// The operations, with domains that would get checks again where these cannot come. `cleared` adds what operations make
/// necessary.
pub(super) fn anew(
    mut operations: Vec<Operation>,
    from: &Schema,
    to: &Schema,
    cleared: impl Fn(Vec<Operation>) -> Vec<Operation>,
) -> Vec<Operation> {
    let domains = from.objects.values().filter_map(|object| match (object, to.get(&object.id())?) {
        (Object::Domain(old), Object::Domain(new)) if !old.checks.is_empty() => Some((old, new)),
        _ => None,
    });
    let is_made_anew = |domain: &Domain| {
        operations.iter().any(|one| matches!(one, Operation::AlterType(_)) && one.object() == domain.id())
    };
    let held: Vec<(&Domain, &Domain)> =
        domains.filter(|(_, new)| !is_made_anew(new) && objects::is_held_inside(&new.id(), from, to)).collect();
    if held.is_empty() || operations.is_empty() {
        return operations;
    }
    let all = cleared(operations.clone());
    for (old, new) in held {
        let id = new.id();
        let comes = |one: &Operation| match one {
            Operation::AddPart { of, part: Part::Constraint(check) } if *of == id => {
                matches!(&check.definition, ConstraintDefinition::Check(check) if !check.not_valid)
            }
            _ => false,
        };
        if all.iter().any(comes) {
            operations.retain(|one| one.object() != id);
            operations.push(objects::domain_anew(old, new, from, to));
        }
    }
    operations
}
