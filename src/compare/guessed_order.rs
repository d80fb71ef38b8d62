//! In which order the objects of a declared schema can be made, where no database has said yet what each of them uses: after
//! those that its text names, as far as that goes without a ring.
//!
//! A guess may be wrong, since every word counts: what is refused is tried again when all else is there.

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::Dialect;
use crate::schema::{Kind, Node, ObjectId, Schema};

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
    for (id, object) in &schema.objects {
        for named in names.built_of(object, dialect) {
            let open = named != id && !(is_ordered(id.kind) && is_ordered(named.kind));
            if open && !leads_to(&needs, named, id) {
                needs.entry(id).or_default().insert(named);
                guessed.depend(Node::Object(id.clone()), Node::Object(named.clone()));
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
