//! In which order the objects of a declared schema can be made, where no database has said yet what each of them uses: after
//! those that its text names, as far as that goes without a ring.
//!
//! A guess may be wrong, since every word counts: what is refused is tried again when all else is there.

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::Dialect;
use crate::schema::{Kind, Node, ObjectId, Phase, Schema};

use super::mentions::ObjectNames;

/// The schema with guesses beside its records; none where its records and the phases of its kinds say all.
pub(super) fn with_guesses(schema: &Schema, dialect: &dyn Dialect) -> Option<Schema> {
    if schema.objects.keys().all(|id| is_ordered(id.kind)) {
        return None;
    }
    let names = ObjectNames::of(schema);
    let mut needs: BTreeMap<&ObjectId, BTreeSet<&ObjectId>> = BTreeMap::new();
    for (node, all) in &schema.depends {
        if !matches!(node, Node::Part(_, kind, _) if kind.facts().reaches_out) {
            needs.entry(node.object()).or_default().extend(all.iter().map(Node::object));
        }
    }
    let mut guessed = schema.clone();
    let mut built_of: BTreeMap<&ObjectId, BTreeSet<&ObjectId>> = BTreeMap::new();
    for (id, object) in &schema.objects {
        for named in names.built_of(object, dialect) {
            built_of.entry(id).or_default().insert(named);
            // The two often have one name.
            let family = (id.kind, named.kind) == (Kind::OperatorFamily, Kind::OperatorClass);
            let open = named != id && !family && !(is_ordered(id.kind) && is_ordered(named.kind));
            if open && !leads_to(&needs, named, id) {
                needs.entry(id).or_default().insert(named);
                guessed.depend(Node::Object(id.clone()), Node::Object(named.clone()));
            }
        }
    }
    // An index that names no operator class takes the default one of the type that is there by then.
    let classes = built_of.iter().filter(|(id, _)| id.kind == Kind::OperatorClass);
    for (class, types) in classes {
        let is_type = |named: &&&ObjectId| named.kind.facts().created == Phase::CreateTypes;
        let tables = built_of.iter().filter(|(id, _)| id.kind == Kind::Table);
        for (table, _) in tables.filter(|(_, named)| types.iter().filter(is_type).any(|ty| named.contains(*ty))) {
            if !leads_to(&needs, class, table) {
                needs.entry(table).or_default().insert(class);
                guessed.depend(Node::Object((*table).clone()), Node::Object((*class).clone()));
            }
        }
    }
    Some(guessed)
}

/// Whether objects of this kind stand in order among each other by the model's own references and their phases.
fn is_ordered(kind: Kind) -> bool {
    matches!(kind, Kind::Namespace | Kind::Extension | Kind::Enum | Kind::Sequence | Kind::Table | Kind::View)
}

/// Whether one object needs another, directly or not.
fn leads_to(needs: &BTreeMap<&ObjectId, BTreeSet<&ObjectId>>, from: &ObjectId, to: &ObjectId) -> bool {
    let mut seen: BTreeSet<&ObjectId> = BTreeSet::new();
    let mut queue = vec![from];
    while let Some(id) = queue.pop() {
        if id == to {
            return true;
        }
        queue.extend(needs.get(id).into_iter().flatten().copied().filter(|next| seen.insert(next)));
    }
    false
}
