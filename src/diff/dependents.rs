//! What stands in the way of a change: dropped before it, created again after it.

use std::collections::{BTreeSet, HashMap};

use crate::dialect::Dialect;
use crate::operation::{Fill, Operation, Part, TypeChange};
use crate::schema::{
    Column, Constraint, Domain, Expr, Kind, Node, Object, ObjectId, Origin, PartKind, Phase, QName, Schema,
    SchemaObject,
};

use super::objects::has_own_default;
use super::overloads::may_be_mistaken;
use super::parts;

/// The operations, and for each dependent that the database would not let them pass, a drop and a create.
pub(super) fn cleared(
    mut operations: Vec<Operation>,
    from: &Schema,
    to: &Schema,
    dialect: &dyn Dialect,
) -> Vec<Operation> {
    let mut dependents: HashMap<&Node, Vec<&Node>> = HashMap::new();
    for (node, needs) in &from.depends {
        for need in needs {
            dependents.entry(need).or_default().push(node);
        }
    }
    checks_apart(&mut operations, from, to);
    let mut handled: BTreeSet<Node> = BTreeSet::new();
    for operation in &operations {
        // What only gets another name may be in the way all the same.
        if !matches!(operation, Operation::RenamePart { .. }) {
            handled.extend(operation.removes());
        }
        if matches!(operation, Operation::RebuildTable { .. }) {
            handled.extend(operation.changes());
        }
        // The new one of a type comes with all its parts.
        if let Operation::AlterType(change) = operation
            && change.rebuilds()
        {
            let parts = change.ends().0.nodes().into_iter().filter(|node| matches!(node, Node::Part(..)));
            handled.extend(parts);
        }
    }
    let mut next = 0;
    while next < operations.len() {
        let operation = operations[next].clone();
        next += 1;
        // What stands on the old one of a table that is made anew would go with it.
        let is_made = |table: &QName| operations.iter().any(|one| one.makes_table(table));
        let anew = matches!(&operation, Operation::Drop(Object::Table(table)) if is_made(&table.name));
        let goes_along = |dependent: &Node| anew && matches!(dependent, Node::Object(id) if id.kind.facts().recreated);
        let mut touched = operation.removes();
        touched.extend(operation.changes());
        // A column that goes takes along what children have of it from there, unless they keep it.
        let follows = |node: &Node| match &operation {
            Operation::DropColumn { kept_below, .. } => !kept_below && is_only_inherited(node, from),
            _ => is_inherited(node, from),
        };
        touched.extend(followers(&touched, &dependents, follows));
        for node in &touched {
            for dependent in dependents.get(node).into_iter().flatten() {
                // A composite type makes way whole for the sake of one of its attributes.
                let whole = match dependent {
                    Node::Part(of, PartKind::Attribute, _) if *of != operation.object() => {
                        Some(Node::Object(of.clone()))
                    }
                    _ => None,
                };
                let part = dependent;
                let dependent = whole.as_ref().unwrap_or(part);
                // What is a parent's goes and comes with the parent's.
                if handled.contains(dependent)
                    || is_inherited(dependent, from)
                    || !(goes_along(dependent) || dialect.obstructs(&operation, dependent, from))
                    || lets_go(node, part, &operation, &operations, to, dialect)
                {
                    continue;
                }
                if let Some((drop, create)) = recreated(dependent, &operation, from, to, &operations, dialect) {
                    let part_of_object = matches!(dependent, Node::Part(..));
                    handled.insert(dependent.clone());
                    if !part_of_object {
                        handled.extend(drop.removes());
                    }
                    // What would have changed it in place is part of creating it again.
                    operations.retain(|other| {
                        let changes = other.changes();
                        let alone = changes.len() == 1 && changes.first() == Some(dependent);
                        let whole = matches!(other, Operation::AlterType(of) if Node::Object(of.id()) == *dependent);
                        !alone && !whole && !part_of_object_of(other, dependent) && !renames(other, dependent)
                    });
                    next = operations.iter().position(|other| *other == operation).map_or(0, |at| at + 1);
                    if let (Operation::Drop(_), Operation::AlterColumn { table, from: old, to: between, .. }) =
                        (&operation, &drop)
                    {
                        for other in &mut operations {
                            match other {
                                // It waits as something else, or only its default goes.
                                Operation::AlterType(change) if old.ty != between.ty => {
                                    change.leave_out(table, &between.name);
                                }
                                Operation::AlterType(change) => change.leave_default(table, &between.name),
                                _ => {}
                            }
                        }
                    }
                    let below = own_defaults_below(&create, from, to, &operations);
                    operations.push(drop);
                    operations.push(create);
                    operations.extend(below);
                }
            }
        }
    }
    operations
}

/// The checks of a domain that is made anew, by themselves where a function of theirs is made anew too: the old function goes when the old
/// check is gone, and the new check comes when the new function is there.
fn checks_apart(operations: &mut Vec<Operation>, from: &Schema, to: &Schema) {
    if !operations.iter().any(|one| matches!(one, Operation::AlterType(TypeChange::Domain(_)))) {
        return;
    }
    let gone: BTreeSet<ObjectId> = operations
        .iter()
        .filter_map(|one| match one {
            Operation::Drop(object) => Some(object.id()),
            _ => None,
        })
        .collect();
    let anew: BTreeSet<Node> = operations
        .iter()
        .filter_map(|one| match one {
            Operation::Create(object) => Some(object.id()).filter(|id| gone.contains(id)).map(Node::Object),
            _ => None,
        })
        .collect();
    let mut apart = Vec::new();
    for operation in operations.iter_mut() {
        let Operation::AlterType(TypeChange::Domain(change)) = operation else { continue };
        let id = change.to.id();
        let needs_one = |check: &Constraint, schema: &Schema| {
            let node = Node::Part(id.clone(), check.kind(), check.key());
            schema.depends.get(&node).is_some_and(|needs| needs.iter().any(|need| anew.contains(need)))
        };
        let part = |check: Constraint| (id.clone(), Part::Constraint(check));
        let old = change.from.checks.extract_if(.., |check| needs_one(check, from)).map(part);
        apart.extend(old.map(|(of, part)| Operation::DropPart { of, part }));
        let new = change.to.checks.extract_if(.., |check| needs_one(check, to)).map(part);
        apart.extend(new.map(|(of, part)| Operation::AddPart { of, part }));
    }
    operations.append(&mut apart);
}

/// The columns of children that change when these do, and those of typed tables that change with attributes.
fn followers(
    touched: &[Node],
    dependents: &HashMap<&Node, Vec<&Node>>,
    is_followed: impl Fn(&Node) -> bool,
) -> Vec<Node> {
    let is_above = |node: &&Node| matches!(node, Node::Part(_, PartKind::Column | PartKind::Attribute, _));
    let mut found: Vec<Node> = Vec::new();
    let mut queue: Vec<Node> = touched.iter().filter(is_above).cloned().collect();
    while let Some(node) = queue.pop() {
        for dependent in dependents.get(&node).into_iter().flatten() {
            let is_column = matches!(dependent, Node::Part(_, PartKind::Column, _));
            let follows = is_column && dependent.leaf() == node.leaf() && dependent.object() != node.object();
            if follows && is_followed(dependent) && !found.contains(dependent) {
                found.push((*dependent).clone());
                queue.push((*dependent).clone());
            }
        }
    }
    found
}

/// Whether it is a column that its table has from a parent or its type, and declares nowhere itself.
fn is_only_inherited(node: &Node, schema: &Schema) -> bool {
    let declares = |of: &ObjectId, name: &str| {
        let table = schema.table(&of.name).filter(|table| table.options.of_type.is_none());
        let column = table.and_then(|table| table.column(name));
        column.is_some_and(|column| column.annotation.origin != Origin::Inherited)
    };
    is_inherited(node, schema) && !matches!(node, Node::Part(of, PartKind::Column, name) if declares(of, name))
}

/// Whether it is a column or a part that its table has from a parent, or a column that it has from its type.
fn is_inherited(node: &Node, schema: &Schema) -> bool {
    let Node::Part(id, kind, name) = node else { return false };
    let Some(Object::Table(table)) = schema.get(id) else { return false };
    if *kind == PartKind::Column && table.options.of_type.is_some() {
        return true;
    }
    if table.parents().next().is_none() {
        return false;
    }
    match kind {
        PartKind::Index => table.indexes.iter().any(|one| one.name == *name && !one.annotation.origin.is_own()),
        kind => table.inherits_part(*kind, name),
    }
}

/// Whether what stands in the way of a removal is changed in place so that it no longer needs what goes: that comes before.
fn lets_go(
    node: &Node,
    dependent: &Node,
    removal: &Operation,
    operations: &[Operation],
    to: &Schema,
    dialect: &dyn Dialect,
) -> bool {
    // Another type of the same name is to be the column's: it has to leave the one that goes all the same.
    let stays_of_it = |other: &Operation| match (removal, other) {
        (Operation::Drop(gone), Operation::AlterColumn { to, .. }) => is_of(to, &gone.id(), dialect),
        // What is said of a foreign key leaves it on the key that it found.
        (_, Operation::AlterPart { from, .. }) => from.kind() == PartKind::ForeignKey,
        _ => false,
    };
    !makes_room_for_its_like(removal, dependent, operations, to)
        && !removal.changes().contains(node)
        && !to.depends.get(dependent).is_some_and(|needs| needs.contains(node))
        && operations.iter().any(|other| other.changes().contains(dependent) && !stays_of_it(other))
}

/// Whether a routine goes and another of its name comes, so that a call could mean both while both are there (`f()` where
/// `f(n integer DEFAULT 1)` comes): whoever calls it lets go of the old one before, and calls the new one after.
fn makes_room_for_its_like(removal: &Operation, caller: &Node, operations: &[Operation], to: &Schema) -> bool {
    let calls_apart = match caller {
        // A generated column would go with its place among the others.
        Node::Part(of, PartKind::Column, name) => {
            to.table(&of.name).and_then(|table| table.column(name)).is_some_and(|column| column.generated.is_none())
        }
        Node::Part(_, PartKind::Policy, _) => true,
        Node::Object(id) => matches!(to.get(id), Some(Object::Domain(domain)) if domain.default.is_some()),
        Node::Part(..) => false,
    };
    let Operation::Drop(old) = removal else { return false };
    calls_apart
        && old.id().kind == Kind::Function
        && operations.iter().any(|one| match one {
            Operation::Create(new) | Operation::Alter { to: new, .. } => may_be_mistaken(old, new),
            _ => false,
        })
}

/// Whether the operation gives a part another name.
fn renames(operation: &Operation, part: &Node) -> bool {
    match (operation, part) {
        (Operation::RenamePart { of, kind, from, .. }, Node::Part(id, of_kind, name)) => {
            of == id && kind == of_kind && from == name
        }
        _ => false,
    }
}

/// Whether the operation is about a part of the object that `node` is as a whole.
fn part_of_object_of(operation: &Operation, node: &Node) -> bool {
    let Node::Object(id) = node else { return false };
    match operation {
        Operation::AddPart { of, .. }
        | Operation::DropPart { of, .. }
        | Operation::AlterPart { of, .. }
        | Operation::RenamePart { of, .. } => id == of,
        Operation::AddColumn { table, .. }
        | Operation::DropColumn { table, .. }
        | Operation::AlterColumn { table, .. } => *id == ObjectId::table(table),
        _ => false,
    }
}

/// The operations that drop a node and create it again as it is wanted; of a column with rows, its default, or where its type
/// makes way, its type.
fn recreated(
    node: &Node,
    operation: &Operation,
    from: &Schema,
    to: &Schema,
    operations: &[Operation],
    dialect: &dyn Dialect,
) -> Option<(Operation, Operation)> {
    match node {
        Node::Object(id)
            if id.kind == Kind::Domain
                && matches!(operation, Operation::Drop(gone) if gone.id().kind == Kind::Function) =>
        {
            domain_default_apart(id, from, to, operations)
        }
        Node::Object(id)
            if !from.get(id).is_some_and(Object::is_recreated) && id.kind.facts().created != Phase::CreateTypes =>
        {
            None
        }
        Node::Object(id) => {
            let (old, new) = (from.get(id)?, to.get(id)?);
            Some((Operation::Drop(old.clone()), Operation::Create(new.filled_as(old))))
        }
        Node::Part(id, PartKind::Column, name) => {
            let (Object::Table(a), Object::Table(b)) = (from.get(id)?, to.get(id)?) else { return None };
            let (old, new) = (a.column(name)?, b.column(name)?);
            if old.generated.is_none() {
                return match operation {
                    Operation::Drop(gone) if gone.id().kind == Kind::Collation => {
                        // The type's own stands in for it.
                        let between = Column { collation: None, default: None, ..old.clone() };
                        let planned = planned(&a.name, new, operations);
                        (between != *old).then(|| by_way_of(&a.name, old, &between, new, planned))
                    }
                    Operation::Drop(gone) if is_of(old, &gone.id(), dialect) => {
                        Some(as_text(&a.name, old, new, operations, dialect))
                    }
                    _ => default_apart(&a.name, old, new, operations),
                };
            }
            // Its values stay where it is to be a plain one.
            let plain = Column { generated: None, default: None, ..old.clone() };
            if new.generated.is_none() {
                let (first, second) = by_way_of(&a.name, old, &plain, new, planned(&a.name, new, operations));
                if dialect.alters(&first) {
                    return Some((first, second));
                }
            }
            // Only a generated column can be dropped and added again without loss.
            Some((parts::dropped(a, old), parts::added(b, new, parts::computed(old, new))))
        }
        Node::Part(id, kind, name) => {
            let renamed = operations.iter().find_map(|one| match one {
                Operation::RenamePart { to, .. } if renames(one, node) => Some(to),
                _ => None,
            });
            let (old, new) = (from.get(id)?.part(*kind, name)?, to.get(id)?.part(*kind, renamed.unwrap_or(name))?);
            Some((Operation::DropPart { of: id.clone(), part: old }, Operation::AddPart { of: id.clone(), part: new }))
        }
    }
}

/// Whether a column is of a type, or holds lists of it.
fn is_of(column: &Column, ty: &ObjectId, dialect: &dyn Dialect) -> bool {
    let element = column.ty.strip_suffix("[]").unwrap_or(&column.ty);
    // A range type brings another type, with a name of its own.
    ty.kind == Kind::RangeType || element == dialect.qualified(&ty.name)
}

/// The change of a column as two: its values wait as text while its type is made anew.
fn as_text(
    table: &QName,
    old: &Column,
    new: &Column,
    operations: &[Operation],
    dialect: &dyn Dialect,
) -> (Operation, Operation) {
    let list = if old.ty.ends_with("[]") { "[]" } else { "" };
    let text = Column {
        ty: format!("text{list}"),
        default: None,
        collation: None,
        storage: None,
        compression: None,
        ..old.clone()
    };
    let (using, fill) = planned(table, new, operations);
    let using = using.unwrap_or_else(|| Expr(format!("{}::{}", dialect.quote(&new.name), new.ty)));
    by_way_of(table, old, &text, new, (Some(using), fill))
}

/// What is to be done with the values of a column that changes.
fn planned(table: &QName, new: &Column, operations: &[Operation]) -> (Option<Expr>, Fill) {
    let planned = operations.iter().find_map(|operation| match operation {
        Operation::AlterColumn { table: of, to, using, fill, .. } if of == table && to.name == new.name => {
            Some((using.clone(), fill.clone()))
        }
        _ => None,
    });
    planned.unwrap_or_default()
}

/// The change of a column, where there is one, as two: one takes its default away, the other makes of that what is wanted.
fn default_apart(
    table: &QName,
    old: &Column,
    new: &Column,
    operations: &[Operation],
) -> Option<(Operation, Operation)> {
    old.default.as_ref()?;
    let without = Column { default: None, ..old.clone() };
    Some(by_way_of(table, old, &without, new, planned(table, new, operations)))
}

/// The default of a domain that changes in place, apart from it: it goes first, and its new one comes with all else.
fn domain_default_apart(
    id: &ObjectId,
    from: &Schema,
    to: &Schema,
    operations: &[Operation],
) -> Option<(Operation, Operation)> {
    let (Some(Object::Domain(old)), Some(Object::Domain(new))) = (from.get(id), to.get(id)) else { return None };
    let is_made_anew = |one: &Operation| matches!(one, Operation::AlterType(change) if change.id() == *id);
    if old.default.is_none() || operations.iter().any(is_made_anew) {
        return None;
    }
    let without = Domain { default: None, ..old.clone() };
    // Its checks are parts, and change by themselves.
    let whole = Domain { checks: old.checks.clone(), ..new.clone() };
    let alter = |from: &Domain, to: &Domain| Operation::Alter {
        from: Object::Domain(from.clone()),
        to: Object::Domain(to.clone()),
    };
    Some((alter(old, &without), alter(&without, &whole)))
}

/// What children have in place of a default that their parent gets back: the database sets it in them too.
fn own_defaults_below(back: &Operation, from: &Schema, to: &Schema, operations: &[Operation]) -> Vec<Operation> {
    let Operation::AlterColumn { table: parent, from: without, to: with, .. } = back else { return Vec::new() };
    if without.default.is_some() || with.default.is_none() {
        return Vec::new();
    }
    let changes = |table: &QName| {
        let node = Node::column(table, &with.name);
        operations.iter().any(|one| one.changes().contains(&node))
    };
    let mut below: Vec<Operation> = Vec::new();
    for table in to.tables().filter(|table| to.ancestors(&table.name).contains(&parent)) {
        let stays = from.table(&table.name).is_some_and(|old| old.column(&with.name).is_some());
        let Some(own) = table.column(&with.name).filter(|own| stays && has_own_default(table, own, to)) else {
            continue;
        };
        if !changes(&table.name) {
            let set = Column { default: with.default.clone(), ..own.clone() };
            let (table, to) = (table.name.clone(), own.clone());
            below.push(Operation::AlterColumn { table, from: set, to, using: None, fill: Fill::Nothing });
        }
    }
    below
}

/// The change of a column as two, with what it is in between; what is planned for its values is done by the second.
fn by_way_of(
    table: &QName,
    old: &Column,
    between: &Column,
    new: &Column,
    (using, fill): (Option<Expr>, Fill),
) -> (Operation, Operation) {
    let alter = |from: &Column, to: &Column, using, fill| Operation::AlterColumn {
        table: table.clone(),
        from: from.clone(),
        to: to.clone(),
        using,
        fill,
    };
    (alter(old, between, None, Fill::Nothing), alter(between, new, using, fill))
}
