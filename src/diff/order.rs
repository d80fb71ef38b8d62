//! An order of operations that works: by the dependency records of both sides.
//!
//! What is dropped goes before what it depends on (by the records of the schema before); what is created comes after what
//! it depends on (by those of the schema after). Foreign keys start apart from their tables, so that a cycle of them is none here, and are
//! folded into CREATE TABLE and DROP TABLE again where the order allows it.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap, HashSet};

use crate::dialect::Dialect;
use crate::error::Result;
use crate::operation::{Fill, Operation, Part, TypeChange};
use crate::schema::{
    Column, Constraint, IdentityKind, Kind, Node, NodeSet, Object, ObjectId, Origin, PartKind, Phase, QName, Schema,
    SchemaObject, Sequence, SystemObject, Table,
};

use super::detached::detached;
use super::overloads::{are_ambiguous, may_be_mistaken};
use super::{DiffError, by_place, families, folded, logging, rows, sequence_names, typed_tables, unvalidated};

/// Sorts. `apart`: no object comes while another is there that a call could mean as well, whatever types it says; else that is a wish.
pub(super) fn ordered(
    operations: Vec<Operation>,
    from: &Schema,
    to: &Schema,
    dialect: &dyn Dialect,
    apart: bool,
) -> Result<Vec<Operation>> {
    let operations = along_keys(operations);
    let texts = dialect.records_dependencies();
    let operations = if dialect.forward_references() { operations } else { detached(operations, from, to, texts) };
    let operations = unvalidated::apart(rows::kept(operations, from, to), to);
    let waits = edges(&operations, from, to, dialect, true);
    if !dialect.forward_references() {
        let wish = with_overloads_apart(&operations, &waits, to, may_be_mistaken);
        let wish = behind_extensions(&operations, wish.as_ref().unwrap_or(&waits)).or(wish);
        let sorted = match wish.map(|waits| sort(operations.clone(), &waits)) {
            Some(Ok(sorted)) => sorted,
            None => sort(operations, &waits)?,
            Some(Err(_)) => match with_overloads_apart(&operations, &waits, to, are_ambiguous) {
                Some(kept_apart) if apart => sort(operations, &kept_apart)?,
                Some(kept_apart) => sort(operations.clone(), &kept_apart).or_else(|_| sort(operations, &waits))?,
                None => sort(operations, &waits)?,
            },
        };
        return Ok(folded::texts(folded::keys(sorted, from), from));
    }
    // Where a name may be used before its object exists, no order between objects is needed: one that has a cycle is
    // given up for the order within each object.
    sort(operations.clone(), &waits)
        .or_else(|_| sort(operations.clone(), &edges(&operations, from, to, dialect, false)))
}

/// The same, with an object made only when others of its name are gone: a call could mean the old one as well as the new one
/// (`f()` where `f(n integer DEFAULT 1)` was). None where no name comes and goes so. It is a wish: what is on record may want it otherwise.
fn with_overloads_apart(
    operations: &[Operation],
    waits: &[BTreeSet<usize>],
    to: &Schema,
    alike: impl Fn(&Object, &Object) -> bool,
) -> Option<Vec<BTreeSet<usize>>> {
    let called = |object: &Object| {
        let id = object.id();
        (id.kind, id.name.clone())
    };
    let mut gone: HashMap<(Kind, QName), Vec<(usize, &Object)>> = HashMap::new();
    let mut changed: HashMap<(Kind, QName), Vec<usize>> = HashMap::new();
    for (at, operation) in operations.iter().enumerate() {
        match operation {
            Operation::Drop(object) => gone.entry(called(object)).or_default().push((at, object)),
            Operation::Alter { to, .. } => changed.entry(called(to)).or_default().push(at),
            _ => {}
        }
    }
    if gone.is_empty() && changed.is_empty() {
        return None;
    }
    let mut apart: Option<Vec<BTreeSet<usize>>> = None;
    let mut wait = |later: usize, earlier: usize| {
        apart.get_or_insert_with(|| waits.to_vec())[later].insert(earlier);
    };
    for (at, operation) in operations.iter().enumerate() {
        // One that changes in place may come to be called as another was (by a default).
        let (Operation::Create(object) | Operation::Alter { to: object, .. }) = operation else {
            // What calls one that stays must not find the other.
            for one in called_by(operation, to) {
                for (other, old) in gone.get(&called(one)).into_iter().flatten() {
                    if alike(old, one) {
                        wait(at, *other);
                    }
                }
            }
            continue;
        };
        for (other, old) in gone.get(&called(object)).into_iter().flatten() {
            if alike(old, object) {
                wait(at, *other);
            }
        }
        let comes = matches!(operation, Operation::Create(_));
        for other in changed.get(&called(object)).into_iter().flatten().filter(|_| comes) {
            if let Some(Operation::Alter { from, to }) = operations.get(*other)
                && alike(from, object)
                && !alike(to, object)
            {
                wait(at, *other);
            }
        }
    }
    apart
}

/// The same, with what comes made only when the extensions that go are gone: what an extension has may be found in place of what
/// is meant (`@>` of intarray for that of all arrays). None where no extension goes.
fn behind_extensions(operations: &[Operation], waits: &[BTreeSet<usize>]) -> Option<Vec<BTreeSet<usize>>> {
    let goes =
        |(at, operation): (usize, &Operation)| matches!(operation, Operation::Drop(Object::Extension(_))).then_some(at);
    let gone: Vec<usize> = operations.iter().enumerate().filter_map(goes).collect();
    if gone.is_empty() {
        return None;
    }
    // What an extension waits for itself comes before it: a default that no longer needs it.
    let first: Vec<HashSet<usize>> = gone.iter().map(|&at| all_before(at, waits)).collect();
    let mut waits = waits.to_vec();
    for (at, operation) in operations.iter().enumerate() {
        let comes = match operation {
            Operation::Create(Object::View(_) | Object::Definition(_)) | Operation::AddPart { .. } => true,
            Operation::AlterColumn { from, to, .. } => to.default.is_some() && from.default != to.default,
            _ => false,
        };
        let later = gone.iter().zip(&first).filter(|(_, first)| comes && !first.contains(&at));
        waits[at].extend(later.map(|(gone, _)| gone));
    }
    Some(waits)
}

/// All that an operation waits for, and what that waits for.
fn all_before(at: usize, waits: &[BTreeSet<usize>]) -> HashSet<usize> {
    let mut found = HashSet::new();
    let mut queue = vec![at];
    while let Some(at) = queue.pop() {
        queue.extend(waits[at].iter().copied().filter(|earlier| found.insert(*earlier)));
    }
    found
}

/// What the things that an operation makes or changes call.
fn called_by<'s>(operation: &Operation, schema: &'s Schema) -> Vec<&'s Object> {
    // One half of a change only takes the call away.
    if matches!(operation, Operation::AlterColumn { to, .. } if to.default.is_none() && to.generated.is_none()) {
        return Vec::new();
    }
    let mut nodes = operation.produces();
    nodes.extend(operation.changes());
    let needs = nodes.iter().filter_map(|node| schema.depends.get(node)).flat_map(NodeSet::iter);
    let called = needs.filter_map(|need| match need {
        Node::Object(id) if id.kind.is_routine() => schema.get(id),
        _ => None,
    });
    called.collect()
}

/// Puts tables that come behind those they refer to, and tables that go before them: where nothing else decides, the
/// order found here stays, and the keys can stay inside. A ring is opened wherever the walk meets it.
fn along_keys(mut operations: Vec<Operation>) -> Vec<Operation> {
    for comes in [true, false] {
        let table = |operation: &Operation| match operation {
            Operation::Create(Object::Table(table)) if comes => Some(table.clone()),
            Operation::Drop(Object::Table(table)) if !comes => Some(table.clone()),
            _ => None,
        };
        let found: Vec<(usize, Table)> =
            operations.iter().enumerate().filter_map(|(at, operation)| Some((at, table(operation)?))).collect();
        let place: HashMap<&QName, usize> = found.iter().enumerate().map(|(i, (_, table))| (&table.name, i)).collect();
        let targets: Vec<Vec<usize>> = found
            .iter()
            .map(|(_, table)| {
                let keys = table.constraints.iter().filter_map(Constraint::foreign_key);
                keys.filter_map(|key| place.get(&key.table).copied()).collect()
            })
            .collect();
        let mut walk = after_targets(&targets);
        if !comes {
            walk.reverse();
        }
        let sorted: Vec<Operation> = walk.iter().filter_map(|&i| operations.get(found.get(i)?.0).cloned()).collect();
        for ((at, _), operation) in found.iter().zip(sorted) {
            if let Some(slot) = operations.get_mut(*at) {
                *slot = operation;
            }
        }
    }
    operations
}

/// All indexes, each behind its targets as far as there is no ring: a depth-first walk without recursion.
fn after_targets(targets: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = vec![false; targets.len()];
    let mut out = Vec::with_capacity(targets.len());
    for start in 0..targets.len() {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        let mut path = vec![(start, 0)];
        while let Some((at, next)) = path.last_mut() {
            if let Some(&target) = targets[*at].get(*next) {
                *next += 1;
                if !std::mem::replace(&mut seen[target], true) {
                    path.push((target, 0));
                }
            } else {
                out.push(*at);
                path.pop();
            }
        }
    }
    out
}

/// What an operation changes; of a type that is rebuilt, its parts as well.
pub(super) fn all_changes(operation: &Operation) -> Vec<Node> {
    let mut nodes = operation.changes();
    if let Operation::AlterType(change) = operation
        && change.rebuilds()
    {
        let (from, to) = change.ends();
        for node in from.nodes().into_iter().chain(to.nodes()) {
            if !nodes.contains(&node) {
                nodes.push(node);
            }
        }
    }
    // Of a composite type, its attributes are all there is: whoever uses it may say any of them.
    if let Operation::AddPart { of, part } | Operation::DropPart { of, part } = operation
        && matches!(part, Part::Attribute(_))
    {
        nodes.push(Node::Object(of.clone()));
    }
    nodes
}

/// What each operation must wait for; `between` objects too, or only within each.
fn edges(
    operations: &[Operation],
    from: &Schema,
    to: &Schema,
    dialect: &dyn Dialect,
    between: bool,
) -> Vec<BTreeSet<usize>> {
    let produced: Vec<Vec<Node>> = operations.iter().map(Operation::produces).collect();
    let removed: Vec<Vec<Node>> = operations.iter().map(Operation::removes).collect();
    // What roles may do with an object matters to nothing else, and is said when all else of it is done.
    let access = |operation: &Operation| matches!(operation, Operation::AlterAccess { .. });
    // Where a child that leaves or comes stands, [`families`] says alone: its parts need not wait for it as for another change
    // of their table.
    let moves = |one: &Operation| {
        matches!(one, Operation::Alter { .. }) && !(one.leaves().is_empty() && one.joins().is_empty())
    };
    // What is only said of it matters to nothing else.
    let says = |one: &Operation| match one {
        Operation::Alter { from: Object::Definition(from), to } => from.differences(to) == ["comment"],
        _ => false,
    };
    let changed: Vec<Vec<Node>> = operations
        .iter()
        .map(|one| if access(one) || moves(one) || says(one) { Vec::new() } else { all_changes(one) })
        .collect();
    fn by_node(nodes: &[Vec<Node>]) -> HashMap<&Node, Vec<usize>> {
        let mut map: HashMap<&Node, Vec<usize>> = HashMap::new();
        for (at, nodes) in nodes.iter().enumerate() {
            for node in nodes {
                map.entry(node).or_default().push(at);
            }
        }
        map
    }
    let (producers, removers, changers) = (by_node(&produced), by_node(&removed), by_node(&changed));
    let find = |map: &HashMap<&Node, Vec<usize>>, node: &Node| map.get(node).cloned().unwrap_or_default();
    let mut waits: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); operations.len()];
    let mut wait = |later: usize, earlier: usize| {
        if later != earlier {
            waits[later].insert(earlier);
        }
    };
    let needs = |schema: &'_ Schema, node: &Node| {
        let mut needs = schema.depends.get(node).cloned().unwrap_or_default();
        needs.extend(schema.columns_above(&needs));
        needs.retain(|need| between || need.object() == node.object());
        needs
    };
    // A rename needs no order against a change of what the renamed thing depends on: it works before and after it.
    let stays = |at: usize| {
        matches!(
            operations.get(at),
            Some(Operation::Rename { .. } | Operation::RenameColumn { .. } | Operation::RenamePart { .. })
        )
    };
    // What makes way is taken from its column by one operation and given back by a later one, as it was or changed.
    let follows = |at: usize, other: &usize| match (operations.get(*other), operations.get(at)) {
        (
            Some(Operation::AlterColumn { table: a, to: between, .. }),
            Some(Operation::AlterColumn { table: b, from, .. }),
        ) => *other < at && a == b && between == from,
        (
            Some(Operation::Alter { to: Object::Domain(between), .. }),
            Some(Operation::Alter { from: Object::Domain(from), .. }),
        ) => *other < at && between == from,
        // The old default of a domain that is made anew.
        (
            Some(Operation::Alter { to: Object::Domain(between), .. }),
            Some(Operation::AlterType(TypeChange::Domain(change))),
        ) => *between == change.from,
        _ => false,
    };
    // What is changed as a definition lets whatever uses it be: that may go before or after. But of a range, it is the name of its
    // multirange that changes, and what goes may have that among the types of its arguments.
    let is_replaced = |at: usize| match operations.get(at) {
        Some(Operation::Alter { to: Object::Definition(one), .. }) => one.id.kind != Kind::RangeType,
        _ => false,
    };
    // A sequence and the column that it belongs to or feeds need each other to be there, and no more.
    let sequence = |at: usize| matches!(operations.get(at), Some(Operation::Alter { to: Object::Sequence(_), .. }));
    let column = |at: usize| matches!(operations.get(at), Some(Operation::AlterColumn { .. }));
    // An enum that only gets new values has room for whoever leaves it, before and after.
    let grows = |at: usize| matches!(operations.get(at), Some(Operation::AlterType(change @ TypeChange::Enum(_))) if !change.rebuilds());
    let free = |a: usize, b: usize| sequence(a) && column(b) || column(a) && sequence(b);
    // A column that a table declares itself and has from a parent too is there before the parent's comes, and goes after it.
    let declared_too = |at: usize, node: &Node, need: &Node, schema: &Schema| {
        let alone = matches!(operations.get(at), Some(Operation::AddColumn { .. } | Operation::DropColumn { .. }));
        let Node::Part(of, PartKind::Column, name) = node else { return false };
        let merged = || {
            let column = schema.table(&of.name).and_then(|table| table.column(name));
            column.is_some_and(|column| column.annotation.origin == Origin::Merged)
        };
        let above = matches!(need, Node::Part(parent, PartKind::Column, same) if parent != of && same == name);
        alone && above && merged()
    };
    // What tables keep that inherit it is theirs, to be changed or dropped, when the parent's is gone.
    let leaves_it = |at: usize| matches!(operations.get(at), Some(Operation::DropColumn { kept_below: true, .. }));
    let in_turn = |later: usize, earlier: usize| if leaves_it(later) { (earlier, later) } else { (later, earlier) };
    // A default that takes its values from another table's sequence lets go of it before that one has another.
    let lets_sequence_go = |at: usize, owner: usize| match (operations.get(at), operations.get(owner)) {
        (
            Some(Operation::AlterColumn { table, from, to, .. }),
            Some(Operation::AlterColumn { table: of, from: old, to: new, .. }),
        ) => {
            let serial =
                |one: &Column| one.identity.as_ref().is_some_and(|identity| identity.kind == IdentityKind::Serial);
            table != of && serial(old) && !serial(new) && from.default.is_some() && from.default != to.default
        }
        _ => false,
    };
    // A NOT NULL of a child's own makes room for its parent's.
    let goes_up = |at: usize| match operations.get(at) {
        Some(Operation::AlterColumn { table, from, to: open, .. }) => {
            let wanted = to.table(table).and_then(|table| table.column(&open.name));
            let is_parents = |one: &Column| !one.nullable && one.not_null.origin == Origin::Inherited;
            !from.nullable && open.nullable && wanted.is_some_and(is_parents)
        }
        _ => false,
    };
    for at in 0..operations.len() {
        // Two renames need no order either, whichever depends on the other.
        let apart = |other: &usize| !(stays(at) && stays(*other));
        let changers_of = |need: &Node| if stays(at) { Vec::new() } else { find(&changers, need) };
        for node in &produced[at] {
            for need in needs(to, node) {
                if declared_too(at, node, &need, to) {
                    find(&producers, &need).into_iter().for_each(|parent| wait(parent, at));
                    continue;
                }
                for other in find(&producers, &need).into_iter().chain(changers_of(&need)).filter(apart) {
                    if unvalidated::comes_after(operations.get(other), node.object(), to) {
                        wait(other, at);
                    } else {
                        wait(at, other);
                    }
                }
            }
        }
        for node in &removed[at] {
            // Its rows still need what it was made of.
            let goes = !matches!(operations.get(at), Some(Operation::SetAside { .. }));
            for need in needs(from, node).into_iter().filter(|_| goes) {
                if declared_too(at, node, &need, from) {
                    find(&removers, &need).into_iter().for_each(|parent| wait(at, parent));
                    continue;
                }
                let changers = changers_of(&need).into_iter().filter(|other| !is_replaced(*other));
                for other in find(&removers, &need).into_iter().chain(changers).filter(apart) {
                    let (later, earlier) = if need.leaf() == node.leaf() { in_turn(other, at) } else { (other, at) };
                    wait(later, earlier);
                }
            }
            // What is said of it for those below comes before it leaves them.
            for other in find(&changers, node).into_iter().filter(|_| leaves_it(at)) {
                wait(at, other);
            }
            // Dropped and created again: dropped first.
            for other in find(&producers, node) {
                wait(other, at);
            }
        }
        for node in &changed[at] {
            let (mut before, mut after) = (needs(from, node), needs(to, node));
            let halves = find(&changers, node);
            // Of a column whose default makes way by itself, the change of its type needs nothing more.
            let of_type = matches!(operations.get(at), Some(Operation::AlterType(_)));
            if of_type && halves.iter().any(|one| column(*one)) {
                continue;
            }
            let of_domain = matches!(operations.get(at), Some(Operation::AlterType(TypeChange::Domain(_))));
            if halves.len() > 1 {
                if let Some(first) = halves.iter().find(|other| follows(at, other)) {
                    wait(at, *first);
                    // A type still lets go of what it is made of.
                    before.retain(|need| of_domain && !need.object().kind.is_routine());
                }
                if halves.iter().any(|other| follows(*other, &at)) {
                    after.retain(|_| false);
                }
            }
            // The old check of a domain that is made anew goes by itself, before.
            let is_check = of_domain && matches!(node, Node::Part(_, PartKind::Check, _));
            if let Some(gone) = find(&removers, node).first().filter(|_| is_check) {
                wait(at, *gone);
                before.retain(|_| false);
            }
            // What goes and comes again in between is waited for when it comes, below.
            let again = |need: &&Node| after.contains(need) && !find(&producers, need).is_empty();
            for need in before.iter().filter(|need| !again(need)) {
                for other in find(&removers, need).into_iter().filter(|other| !stays(*other)) {
                    let (later, earlier) = if need.leaf() == node.leaf() { in_turn(other, at) } else { (other, at) };
                    wait(later, earlier);
                }
                for owner in find(&changers, need).into_iter().filter(|owner| lets_sequence_go(at, *owner)) {
                    wait(owner, at);
                }
                // What the parent says of a column that it then leaves to its children is said before they change it.
                let left = need.leaf() == node.leaf() && find(&removers, need).into_iter().any(leaves_it);
                // What leaves its parent does so between the two ([`families`]).
                let above =
                    need.leaf() == node.leaf() && need.object().kind == Kind::Table && need.object() != node.object();
                if !after.contains(need) && !left && !above {
                    for other in find(&changers, need).into_iter().filter(|other| !free(at, *other) && !grows(*other)) {
                        wait(other, at);
                    }
                }
            }
            if goes_up(at) {
                let parents = before.iter().filter(|need| need.leaf() == node.leaf());
                parents.flat_map(|need| find(&changers, need)).for_each(|parent| wait(parent, at));
                continue;
            }
            for need in &after {
                let changers = find(&changers, need).into_iter();
                let changers = changers.filter(|other| !free(at, *other) && !lets_sequence_go(at, *other));
                for other in find(&producers, need).into_iter().filter(|other| !stays(*other)).chain(changers) {
                    // An operation that drops the thing and creates it again was put behind this one above: not in front
                    // of it as well.
                    if !(find(&removers, need).contains(&other)) {
                        wait(at, other);
                    }
                }
            }
        }
    }
    // No check comes to a domain that columns hold lists of: it comes before them, and after they are gone.
    for (at, operation) in operations.iter().enumerate() {
        let Operation::AddPart { of: domain, .. } = operation else { continue };
        if domain.kind != Kind::Domain {
            continue;
        }
        let domain = Node::Object(domain.clone());
        for (other, one) in operations.iter().enumerate() {
            let lists = |schema: &Schema, nodes: &[Node]| {
                nodes.iter().any(|node| match node {
                    Node::Part(of, PartKind::Column, name) => {
                        let column = schema.table(&of.name).and_then(|table| table.column(name));
                        let needs = schema.depends.get(node);
                        // Lists of it, or of a domain over such lists.
                        let over_lists = |need: &Node| {
                            let is_list = |one: &Object| matches!(one, Object::Domain(one) if one.base.ends_with("[]"));
                            schema.get(need.object()).is_some_and(is_list)
                                && schema.depends.get(need).is_some_and(|needs| needs.contains(&domain))
                        };
                        column.is_some_and(|column| column.ty.ends_with("[]"))
                            && needs.is_some_and(|needs| needs.contains(&domain))
                            || needs.into_iter().flatten().any(over_lists)
                    }
                    _ => false,
                })
            };
            if matches!(one, Operation::AddColumn { .. } | Operation::Create(_)) && lists(to, &produced[other]) {
                wait(other, at);
            }
            if matches!(one, Operation::DropColumn { .. } | Operation::Drop(_)) && lists(from, &removed[other]) {
                wait(at, other);
            }
            // Nor is it asked of values that go.
            let is_of_it = |node: &Node| from.depends.get(node).is_some_and(|needs| needs.contains(&domain));
            if matches!(one, Operation::DropColumn { .. }) && removed[other].iter().any(is_of_it) {
                wait(at, other);
            }
        }
    }
    // The columns of a table change while no column of another is of its row type.
    let mut columns: HashMap<ObjectId, Vec<usize>> = HashMap::new();
    for (at, operation) in operations.iter().enumerate() {
        if let Operation::AddColumn { table, .. }
        | Operation::DropColumn { table, .. }
        | Operation::AlterColumn { table, .. } = operation
        {
            columns.entry(ObjectId::table(table)).or_default().push(at);
        }
    }
    let held = |node: &'_ Node, schema: &Schema| -> Vec<usize> {
        let Node::Part(of, PartKind::Column, _) = node else { return Vec::new() };
        let needs = schema.depends.get(node).into_iter().flatten();
        let tables = needs.filter_map(|need| match need {
            Node::Object(id) if id != of => columns.get(id),
            _ => None,
        });
        tables.flatten().copied().collect()
    };
    for at in 0..operations.len() {
        produced[at].iter().flat_map(|node| held(node, to)).for_each(|earlier| wait(at, earlier));
        removed[at].iter().flat_map(|node| held(node, from)).for_each(|later| wait(later, at));
    }
    let mut by_object: HashMap<ObjectId, Vec<usize>> = HashMap::new();
    if operations.iter().any(access) {
        for (at, operation) in operations.iter().enumerate() {
            by_object.entry(operation.object()).or_default().push(at);
        }
    }
    for (at, operation) in operations.iter().enumerate().filter(|(_, operation)| access(operation)) {
        for &other in by_object.get(&operation.object()).into_iter().flatten() {
            // Of a language that is not trusted nothing can be taken any more.
            let is_language =
                matches!(operations.get(other), Some(Operation::Alter { to, .. }) if to.id().kind == Kind::Language);
            if is_language && takes_all(operation) { wait(other, at) } else { wait(at, other) }
        }
    }
    // What is given to whatever is made comes when all is made.
    let gives = |operation: &Operation| operation.object().kind.facts().created == Phase::AlterAccess;
    for at in (0..operations.len()).filter(|&at| operations.get(at).is_some_and(gives)) {
        let comes = matches!(operations.get(at), Some(Operation::Create(_) | Operation::AlterAccess { .. }));
        for (other, made) in produced.iter().enumerate().filter(|_| comes) {
            if !made.is_empty() && !operations.get(other).is_some_and(gives) {
                wait(at, other);
            }
        }
    }
    // What is taken from a role as to a table of the server's is taken as to its columns: theirs are said last.
    let granted = |at: usize| match operations.get(at) {
        Some(
            Operation::Create(Object::SystemObject(one)) | Operation::AlterAccess { to: Object::SystemObject(one), .. },
        ) => Some(one),
        _ => None,
    };
    for at in 0..operations.len() {
        let Some((_, table)) = granted(at).and_then(SystemObject::column) else { continue };
        let of_table = |other: &usize| granted(*other).is_some_and(|one| one.word == "table" && one.name == table);
        (0..operations.len()).filter(of_table).for_each(|earlier| wait(at, earlier));
    }
    names(&produced, &removed, dialect, &mut wait);
    not_null_names(operations, &produced, &removed, dialect, &mut wait);
    // A table has one primary key at a time, whatever its name: a view that groups by the old one can keep it for long.
    let key_of = |node: &'_ Node| match node {
        Node::Part(of, PartKind::PrimaryKey, _) => Some(of.clone()),
        _ => None,
    };
    let mut keys_gone: HashMap<ObjectId, usize> = HashMap::new();
    for (at, nodes) in removed.iter().enumerate() {
        keys_gone.extend(nodes.iter().filter_map(key_of).map(|of| (of, at)));
    }
    for (at, nodes) in produced.iter().enumerate() {
        for gone in nodes.iter().filter_map(key_of).filter_map(|of| keys_gone.get(&of)) {
            wait(at, *gone);
        }
    }
    // What one at a time can hold, another holds when the first is gone.
    let mut let_go: HashMap<String, usize> = HashMap::new();
    for (at, operation) in operations.iter().enumerate() {
        if let Operation::Drop(old) = operation {
            let_go.extend(dialect.claim(old).map(|claim| (claim, at)));
        }
    }
    for (at, operation) in operations.iter().enumerate().filter(|_| !let_go.is_empty()) {
        let Operation::Create(new) = operation else { continue };
        dialect.claim(new).and_then(|claim| let_go.get(&claim)).into_iter().for_each(|earlier| wait(at, *earlier));
    }
    // A foreign key takes whichever key it finds over the columns that it refers to: one that goes is gone before.
    for (at, operation) in operations.iter().enumerate() {
        let Operation::AddPart { part: Part::Constraint(one), .. } = operation else { continue };
        let Some(key) = one.foreign_key() else { continue };
        let target = ObjectId::table(&key.table);
        for (other, gone) in operations.iter().enumerate() {
            let Operation::DropPart { of, part } = gone else { continue };
            if *of == target && part.unique_columns().is_some_and(|columns| key.refers_to(&columns)) {
                wait(at, other);
            }
        }
    }
    // A base type that is made anew takes the functions that stand on its shell along: new ones come behind.
    let is_anew = |one: &Operation, shell: &ObjectId| match one {
        Operation::Drop(Object::Definition(one)) => one.id.kind == Kind::BaseType && one.id.name == shell.name,
        _ => false,
    };
    for (at, made) in produced.iter().enumerate() {
        let needs = made.iter().filter_map(|node| to.depends.get(node)).flat_map(NodeSet::iter);
        for shell in needs.map(Node::object).filter(|need| need.kind == Kind::ShellType) {
            let anew = operations.iter().enumerate().filter(|(_, one)| is_anew(one, shell));
            anew.for_each(|(earlier, _)| wait(at, earlier));
        }
    }
    families::order(operations, from, to, &mut wait);
    rows::order(operations, from, to, &mut wait);
    logging::order(operations, from, to, &mut wait);
    typed_tables::order(operations, &mut wait);
    by_place::order(operations, from, to, dialect, &mut wait);
    unvalidated::order(operations, to, &mut wait);
    // The rows that a neutral value is taken from are there.
    for (at, operation) in operations.iter().enumerate() {
        if let Operation::AddColumn { fill: Fill::Placeholder, references: Some((referred, _)), .. } = operation {
            find(&producers, &Node::table(referred)).into_iter().for_each(|earlier| wait(at, earlier));
        }
    }
    // A sequence is let go of by its table before it is dropped by itself.
    for (at, operation) in operations.iter().enumerate() {
        if let Operation::Drop(Object::Sequence(Sequence { owned_by: Some((table, column)), .. })) = operation {
            find(&removers, &Node::column(table, column)).into_iter().for_each(|earlier| wait(at, earlier));
        }
    }
    sequence_names::order(operations, &mut wait);
    // What goes lets its sequence go before what comes takes it over.
    for object in from.objects.values() {
        let Object::Sequence(Sequence { owned_by: Some((table, column)), .. }) = object else { continue };
        let Some(Object::Sequence(Sequence { owned_by: Some((next, target)), .. })) = to.get(&object.id()) else {
            continue;
        };
        for later in find(&producers, &Node::column(next, target)) {
            for earlier in find(&removers, &Node::column(table, column)) {
                wait(later, earlier);
            }
        }
    }
    waits
}

/// One space of names: what holds a name goes before another comes to take it.
fn names(produced: &[Vec<Node>], removed: &[Vec<Node>], dialect: &dyn Dialect, wait: &mut impl FnMut(usize, usize)) {
    let mut gone: HashMap<String, Vec<(usize, &Node)>> = HashMap::new();
    for (at, nodes) in removed.iter().enumerate() {
        for node in nodes.iter().filter(|node| !matches!(node, Node::Part(_, PartKind::Column, _))) {
            gone.entry(node.leaf().to_lowercase()).or_default().push((at, node));
        }
    }
    for (at, nodes) in produced.iter().enumerate() {
        for node in nodes.iter().filter(|node| !matches!(node, Node::Part(_, PartKind::Column, _))) {
            for (other, old) in gone.get(&node.leaf().to_lowercase()).into_iter().flatten() {
                if *old == node || dialect.same_space(old, node) {
                    wait(at, *other);
                }
            }
        }
    }
}

/// Whether nobody but its owner may do anything with an object from then on.
fn takes_all(operation: &Operation) -> bool {
    matches!(operation, Operation::AlterAccess { to, .. } if to.access().values().all(|access| access.grants.is_empty()))
}

/// The names of NOT NULLs that are constraints: among those of their table's other constraints, they go before another comes to take
/// them, and come when they are free. Columns that stay and pass such names to each other see to that themselves.
fn not_null_names(
    operations: &[Operation],
    produced: &[Vec<Node>],
    removed: &[Vec<Node>],
    dialect: &dyn Dialect,
    wait: &mut impl FnMut(usize, usize),
) {
    let mut gone: Vec<(usize, Node)> = Vec::new();
    let mut come: Vec<(usize, Node)> = Vec::new();
    for (at, operation) in operations.iter().enumerate() {
        let (old, new) = dialect.not_null_names(operation);
        gone.extend(old.map(|old| (at, old)));
        come.extend(new.map(|new| (at, new)));
    }
    if gone.is_empty() && come.is_empty() {
        return;
    }
    let goes = by_name(gone.iter().map(|(at, node)| (*at, node)));
    let (removed, produced) = (by_name(numbered(removed)), by_name(numbered(produced)));
    let stays = |at: usize| matches!(operations.get(at), Some(Operation::AlterColumn { .. }));
    for (at, new) in &come {
        for (other, old) in goes.get(new.leaf()).into_iter().flatten() {
            if *old == new && !(stays(*at) && stays(*other)) {
                wait(*at, *other);
            }
        }
        for (other, old) in removed.get(new.leaf()).into_iter().flatten() {
            if dialect.same_space(old, new) {
                wait(*at, *other);
            }
        }
    }
    for (other, old) in &gone {
        for (at, new) in produced.get(old.leaf()).into_iter().flatten() {
            if dialect.same_space(old, new) {
                wait(*at, *other);
            }
        }
    }
}

fn numbered(nodes: &[Vec<Node>]) -> impl Iterator<Item = (usize, &Node)> {
    nodes.iter().enumerate().flat_map(|(at, nodes)| nodes.iter().map(move |node| (at, node)))
}

/// Nodes by the name within their namespace or object: none of another name takes the same place.
fn by_name<'n>(nodes: impl Iterator<Item = (usize, &'n Node)>) -> HashMap<&'n str, Vec<(usize, &'n Node)>> {
    let mut found: HashMap<&str, Vec<(usize, &Node)>> = HashMap::new();
    for (at, node) in nodes {
        found.entry(node.leaf()).or_default().push((at, node));
    }
    found
}

/// Kahn's algorithm; of what may come next, the earliest phase, then the order in which it was found.
fn sort(operations: Vec<Operation>, waits: &[BTreeSet<usize>]) -> Result<Vec<Operation>> {
    let phases: Vec<Phase> = operations.iter().map(Operation::phase).collect();
    let mut left: Vec<usize> = waits.iter().map(BTreeSet::len).collect();
    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); operations.len()];
    for (later, earlier) in waits.iter().enumerate() {
        for &earlier in earlier {
            followers[earlier].push(later);
        }
    }
    let mut ready: BinaryHeap<Reverse<(Phase, usize)>> =
        (0..operations.len()).filter(|&at| left[at] == 0).map(|at| Reverse((phases[at], at))).collect();
    let mut order = Vec::with_capacity(operations.len());
    while let Some(Reverse((_, at))) = ready.pop() {
        order.push(at);
        for &follower in &followers[at] {
            left[follower] -= 1;
            if left[follower] == 0 {
                ready.push(Reverse((phases[follower], follower)));
            }
        }
    }
    if order.len() < operations.len() {
        let stuck = operations.iter().zip(&left).filter(|(_, left)| **left > 0);
        return Err(
            DiffError::Cycle(stuck.map(|(o, _)| format!("{} {}", o.mark().sign(), o.describe())).collect()).into()
        );
    }
    let mut slots: Vec<Option<Operation>> = operations.into_iter().map(Some).collect();
    Ok(order.into_iter().filter_map(|at| slots.get_mut(at).and_then(Option::take)).collect())
}
