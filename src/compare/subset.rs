//! The part of a schema that a trial needs: what it touches, and what that depends on, so that a trial costs what the
//! change costs, not what the schema weighs.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::dialect::Dialect;
use crate::schema::{Kind, Node, NodeSet, Object, ObjectId, Schema, Trigger};

use super::bodies;
use super::mentions::{ObjectNames, Texts};
use super::shortcuts::Shortcut;

/// A part of a schema.
#[derive(Debug, Clone)]
pub(super) struct Subset {
    /// The objects: the chosen ones whole, their supports without foreign keys and triggers.
    pub schema: Schema,
    /// The ids of objects that are included only because a chosen one depends on them.
    pub supports: BTreeSet<ObjectId>,
}

/// Dependencies between objects.
pub(super) struct Links<'s> {
    needs: HashMap<&'s ObjectId, BTreeSet<&'s ObjectId>>,
    needs_without_keys: HashMap<&'s ObjectId, BTreeSet<&'s ObjectId>>,
    dependents: HashMap<&'s ObjectId, BTreeSet<&'s ObjectId>>,
    /// Views and objects with triggers, where the database keeps no record of what their texts use.
    unrecorded: Option<Texts<'s>>,
}

impl<'s> Links<'s> {
    /// Reads the schema's records, and where the database keeps none, the texts of views and triggers.
    pub(super) fn of(schema: &'s Schema, dialect: &dyn Dialect) -> Links<'s> {
        let mut links = Links {
            needs: HashMap::new(),
            needs_without_keys: HashMap::new(),
            dependents: HashMap::new(),
            unrecorded: None,
        };
        for (node, needs) in &schema.depends {
            let light = matches!(node, Node::Part(_, kind, _) if kind.facts().reaches_out);
            for need in needs.iter().map(Node::object).filter(|need| *need != node.object()) {
                links.needs.entry(node.object()).or_default().insert(need);
                if !light {
                    links.needs_without_keys.entry(node.object()).or_default().insert(need);
                }
                links.dependents.entry(need).or_default().insert(node.object());
            }
        }
        if !dialect.records_dependencies() {
            links.read_texts(schema, dialect);
        }
        links
    }

    fn read_texts(&mut self, schema: &'s Schema, dialect: &dyn Dialect) {
        let texts = Texts::of(schema, dialect);
        for (text, need) in texts.needs(&ObjectNames::of(schema)) {
            self.needs.entry(text).or_default().insert(need);
            self.needs_without_keys.entry(text).or_default().insert(need);
            self.dependents.entry(need).or_default().insert(text);
        }
        self.unrecorded = Some(texts);
    }

    /// All that an object needs, directly and not: of what it needs only in turn, foreign keys aside.
    pub(super) fn all_needs(&self, id: &ObjectId) -> BTreeSet<ObjectId> {
        let mut found: BTreeSet<ObjectId> = BTreeSet::new();
        let mut queue: Vec<&ObjectId> = self.needs.get(id).into_iter().flatten().copied().collect();
        while let Some(need) = queue.pop() {
            if need != id && found.insert(need.clone()) {
                queue.extend(self.needs_without_keys.get(need).into_iter().flatten().copied());
            }
        }
        found
    }

    /// The objects that stand directly on this one.
    pub(super) fn dependents(&self, id: &ObjectId) -> impl Iterator<Item = &'s ObjectId> {
        self.dependents.get(id).into_iter().flatten().copied()
    }
}

/// Whether a table is a child of another.
pub(super) fn descends(schema: &Schema, child: &ObjectId, parent: &ObjectId) -> bool {
    let table = schema.table(&child.name).filter(|_| *child == ObjectId::table(&child.name));
    table.is_some_and(|table| table.parents().any(|one| ObjectId::table(one) == *parent))
}

/// The tables that a partition has triggers from, which it fires at other times.
fn parents_with_triggers<'s>(schema: &'s Schema, id: &ObjectId) -> Vec<&'s ObjectId> {
    let mut found = Vec::new();
    let table = |id: &ObjectId| schema.table(&id.name).filter(|_| *id == ObjectId::table(&id.name));
    let mut below = table(id).filter(|child| child.triggers.iter().any(Trigger::is_inherited));
    while let Some(child) = below {
        let parent = child.partitioned_table().map(ObjectId::table);
        let Some((parent, _)) = parent.and_then(|parent| schema.objects.get_key_value(&parent)) else { break };
        found.push(parent);
        below = table(parent);
    }
    found
}

/// The chosen objects of the schema and what they depend on.
pub(super) fn subset(schema: &Schema, links: &Links<'_>, chosen: &BTreeSet<ObjectId>, dialect: &dyn Dialect) -> Subset {
    let mut whole: HashSet<&ObjectId> = chosen.iter().collect();
    if let Some(texts) = &links.unrecorded {
        // Without records the database finds out what a change breaks by reading all views and triggers again, and the
        // tables whose foreign keys refer to what changes: these must be there, whole.
        whole.extend(chosen.iter().flat_map(|id| links.dependents(id)));
        if Shortcut::SmallTrial.is_taken() {
            // One that names nothing of what changes reads as it did before, and can only be in the way.
            whole.extend(texts.over(chosen));
            whole.extend(schema.unrunnable.iter().map(|one| one.node.object()));
            whole.extend(texts.all().iter().filter(|id| schema.get(id).is_some_and(|text| dialect.respells(text))));
        } else {
            whole.extend(texts.all());
        }
    }
    let parents: Vec<&ObjectId> = whole.iter().flat_map(|id| parents_with_triggers(schema, id)).collect();
    whole.extend(parents);
    let mut supports: BTreeSet<ObjectId> = BTreeSet::new();
    let mut queue: Vec<&ObjectId> = whole.iter().copied().filter(|id| schema.get(id).is_some()).collect();
    while let Some(id) = queue.pop() {
        let map = if whole.contains(id) { &links.needs } else { &links.needs_without_keys };
        for need in map.get(id).into_iter().flatten() {
            if !whole.contains(need) && schema.get(need).is_some() && supports.insert((*need).clone()) {
                queue.push(need);
            }
        }
    }
    let called = bodies::called(schema, links, &whole, &supports, dialect);
    let mut queue: Vec<&ObjectId> = called.into_iter().filter(|id| supports.insert((*id).clone())).collect();
    while let Some(id) = queue.pop() {
        for need in links.needs_without_keys.get(id).into_iter().flatten() {
            if !whole.contains(need) && schema.get(need).is_some() && supports.insert((*need).clone()) {
                queue.push(need);
            }
        }
    }
    // No record says that a text uses a cast: its function is what it uses then.
    let casts = schema.objects.keys().filter(|id| id.kind == Kind::Cast && !whole.contains(id));
    let usable: Vec<&ObjectId> = casts
        .filter(|id| {
            let needs = links.needs.get(*id);
            needs.is_some_and(|needs| needs.iter().all(|need| whole.contains(need) || supports.contains(*need)))
        })
        .collect();
    supports.extend(usable.into_iter().cloned());
    // A sequence is not what it is without the column that owns it.
    let owned = schema.objects.iter().filter_map(|(id, object)| match object {
        Object::Sequence(one) if whole.contains(id) || supports.contains(id) => one.owned_by.as_ref(),
        _ => None,
    });
    let owners: Vec<ObjectId> = owned.map(|(table, _)| ObjectId::table(table)).collect();
    for id in owners.into_iter().filter(|id| schema.get(id).is_some() && !whole.contains(id)) {
        supports.extend(links.all_needs(&id).into_iter().chain([id]).filter(|need| !whole.contains(need)));
    }
    // What the connected role makes in the trial gets what it gets in the database.
    for id in schema.default_privileges_in_force() {
        let needs = links.all_needs(id).into_iter().chain([id.clone()]);
        supports.extend(needs.filter(|need| !whole.contains(need)));
    }
    let mut part = Schema::default();
    for (id, object) in &schema.objects {
        if whole.contains(id) {
            part.insert(object.clone());
        } else if supports.contains(id) {
            part.insert(object.as_support());
        }
    }
    for (node, needs) in &schema.depends {
        if !part.holds(node) {
            continue;
        }
        let kept: NodeSet = needs.iter().filter(|need| part.holds(need)).cloned().collect();
        part.depends.insert(node.clone(), kept);
    }
    part.unrunnable.clone_from(&schema.unrunnable);
    Subset { schema: part, supports }
}
