//! The part of a schema that a trial needs: what it touches, and what that depends on, so that a trial costs what the
//! change costs, not what the schema weighs.

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::Dialect;
use crate::schema::{Node, NodeSet, Object, ObjectId, Schema};

use super::mentions::{ObjectNames, holds_text};

/// A part of a schema.
#[derive(Debug, Clone)]
pub(super) struct Subset {
    /// The objects: the chosen ones whole, their supports without foreign keys and triggers.
    pub schema: Schema,
    /// The ids of objects that are included only because a chosen one depends on them.
    pub supports: BTreeSet<ObjectId>,
}

/// Dependencies between objects.
pub(super) struct Links {
    needs: BTreeMap<ObjectId, BTreeSet<ObjectId>>,
    needs_without_keys: BTreeMap<ObjectId, BTreeSet<ObjectId>>,
    dependents: BTreeMap<ObjectId, BTreeSet<ObjectId>>,
    /// Views and objects with triggers, where the database keeps no record of what their texts use.
    unrecorded: BTreeSet<ObjectId>,
}

impl Links {
    /// Reads the schema's records, and where the database keeps none, the texts of views and triggers.
    pub(super) fn of(schema: &Schema, dialect: &dyn Dialect) -> Links {
        let mut links = Links {
            needs: BTreeMap::new(),
            needs_without_keys: BTreeMap::new(),
            dependents: BTreeMap::new(),
            unrecorded: BTreeSet::new(),
        };
        for (node, needs) in &schema.depends {
            let light = matches!(node, Node::Part(_, kind, _) if kind.facts().reaches_out);
            for need in needs.iter().map(Node::object).filter(|need| *need != node.object()) {
                links.needs.entry(node.object().clone()).or_default().insert(need.clone());
                if !light {
                    links.needs_without_keys.entry(node.object().clone()).or_default().insert(need.clone());
                }
                links.dependents.entry(need.clone()).or_default().insert(node.object().clone());
            }
        }
        if !dialect.records_dependencies() {
            links.read_texts(schema, dialect);
        }
        links
    }

    fn read_texts(&mut self, schema: &Schema, dialect: &dyn Dialect) {
        let names = ObjectNames::of(schema);
        for (id, object) in schema.objects.iter().filter(|(_, object)| holds_text(object)) {
            self.unrecorded.insert(id.clone());
            for need in names.mentioned(object, dialect).into_iter().filter(|need| *need != id) {
                self.needs.entry(id.clone()).or_default().insert(need.clone());
                self.needs_without_keys.entry(id.clone()).or_default().insert(need.clone());
                self.dependents.entry(need.clone()).or_default().insert(id.clone());
            }
        }
    }

    /// All that an object needs, directly and not: of what it needs only in turn, foreign keys aside.
    pub(super) fn all_needs(&self, id: &ObjectId) -> BTreeSet<ObjectId> {
        let mut found: BTreeSet<ObjectId> = BTreeSet::new();
        let mut queue: Vec<&ObjectId> = self.needs.get(id).into_iter().flatten().collect();
        while let Some(need) = queue.pop() {
            if need != id && found.insert(need.clone()) {
                queue.extend(self.needs_without_keys.get(need).into_iter().flatten());
            }
        }
        found
    }

    /// The objects that stand directly on this one.
    pub(super) fn dependents(&self, id: &ObjectId) -> impl Iterator<Item = &ObjectId> {
        self.dependents.get(id).into_iter().flatten()
    }
}

/// The chosen objects of the schema and what they depend on.
pub(super) fn subset(schema: &Schema, links: &Links, chosen: &BTreeSet<ObjectId>, dialect: &dyn Dialect) -> Subset {
    let with_dependents;
    let chosen = if dialect.records_dependencies() {
        chosen
    } else {
        // Without records the database finds out what a change breaks by reading all views and triggers again, and the
        // tables whose foreign keys refer to what changes: these must be there, whole.
        let dependents = chosen.iter().flat_map(|id| links.dependents(id));
        with_dependents = chosen.iter().chain(dependents).chain(&links.unrecorded).cloned().collect();
        &with_dependents
    };
    let mut supports: BTreeSet<ObjectId> = BTreeSet::new();
    let mut queue: Vec<ObjectId> = chosen.iter().filter(|id| schema.get(id).is_some()).cloned().collect();
    while let Some(id) = queue.pop() {
        let map = if chosen.contains(&id) { &links.needs } else { &links.needs_without_keys };
        for need in map.get(&id).into_iter().flatten() {
            if !chosen.contains(need) && schema.get(need).is_some() && supports.insert(need.clone()) {
                queue.push(need.clone());
            }
        }
    }
    let mut part = Schema::default();
    for (id, object) in &schema.objects {
        if chosen.contains(id) {
            part.insert(object.clone());
        } else if supports.contains(id) {
            part.insert(object.as_support());
        }
    }
    let nodes: BTreeSet<Node> = part.objects.values().flat_map(Object::nodes).collect();
    for node in &nodes {
        if let Some(needs) = schema.depends.get(node) {
            let kept: NodeSet = needs.iter().filter(|need| nodes.contains(need)).cloned().collect();
            part.depends.insert(node.clone(), kept);
        }
    }
    part.unrunnable.clone_from(&schema.unrunnable);
    Subset { schema: part, supports }
}
