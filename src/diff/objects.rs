//! Whole objects: created, dropped, altered.

use std::collections::BTreeSet;

use crate::dialect::Dialect;
use crate::error::Result;
use crate::operation::{
    CompositeChange, DomainChange, EnumChange, Operation, RowsBrought, TypeChange, TypeUse, TypeUseParents,
};
use crate::schema::{
    Column, CompositeType, Constraint, ConstraintDefinition, Domain, Enum, Hints, Kind, Node, Object, ObjectId,
    PartKind, Phase, QName, Schema, SchemaObject, Table, View,
};

use super::{DiffError, descent, parents, parts, typed_tables};

/// The differences, in no particular order.
pub(super) fn differences(
    from: &Schema,
    to: &Schema,
    hints: &Hints,
    dialect: &dyn Dialect,
) -> Result<Vec<Operation>, DiffError> {
    let mut found = Vec::new();
    let descendants = descent::descendants(from, to);
    for (id, object) in &from.objects {
        if to.get(id).is_none() {
            found.push(Operation::Drop(object.clone()));
        }
    }
    for (id, wanted) in &to.objects {
        match from.get(id) {
            None => found.push(Operation::Create(wanted.clone())),
            Some(actual) => {
                let is_child = matches!(actual, Object::Table(table) if descendants.contains(&table.name));
                if !is_child && !dialect.same(actual, wanted) {
                    found.extend(difference(actual, wanted, from, to, hints, dialect)?);
                }
                let created = |one: &Operation| matches!(one, Operation::Create(made) if made.id() == *id);
                if dialect.has_grants() && !actual.same_access(wanted) && !found.iter().any(created) {
                    found.push(Operation::AlterAccess { from: actual.clone(), to: wanted.clone() });
                }
            }
        }
    }
    parents::make_way(&mut found, from, to, dialect);
    found.extend(descent::differences(&descendants, &found, from, to, hints, dialect));
    follow_companions(&mut found, dialect);
    let emptied: BTreeSet<QName> = found.iter().filter_map(|one| emptied(one, &found)).collect();
    for one in &mut found {
        if let Operation::AlterType(change) = one {
            change.forget_uses(&emptied);
        }
    }
    Ok(found)
}

/// Columns of a type that comes with another have its new name when that is given: nothing is to be done to them.
fn follow_companions(found: &mut Vec<Operation>, dialect: &dyn Dialect) {
    let renamed: Vec<(String, String)> = found
        .iter()
        .filter_map(|one| match one {
            Operation::Alter { from, to } => Some((dialect.companion(from)?, dialect.companion(to)?)),
            _ => None,
        })
        .filter(|(old, new)| old != new)
        .collect();
    if renamed.is_empty() {
        return;
    }
    let follows = |before: &str, after: &str| match (before.strip_suffix("[]"), after.strip_suffix("[]")) {
        (Some(old), Some(new)) => renamed.iter().any(|(a, b)| a == old && b == new),
        _ => renamed.iter().any(|(a, b)| a == before && b == after),
    };
    found.retain_mut(|one| match one {
        Operation::AlterColumn { from, to, .. } if follows(&from.ty, &to.ty) => {
            from.ty.clone_from(&to.ty);
            from != to
        }
        _ => true,
    });
}

/// The table that an operation makes, if it takes the place of one whose rows nobody brings: its columns are of the new types
/// from the start.
fn emptied(operation: &Operation, all: &[Operation]) -> Option<QName> {
    let Operation::Create(Object::Table(table)) = operation else { return None };
    let drops = |one: &Operation| matches!(one, Operation::Drop(Object::Table(old)) if old.name == table.name);
    let brings = |one: &Operation| matches!(one, Operation::BringRows(rows) if rows.into.name == table.name || rows.from.name == table.name);
    (all.iter().any(drops) && !all.iter().any(brings)).then(|| table.name.clone())
}

fn difference(
    actual: &Object,
    wanted: &Object,
    from: &Schema,
    to: &Schema,
    hints: &Hints,
    dialect: &dyn Dialect,
) -> Result<Vec<Operation>, DiffError> {
    Ok(match (actual, wanted) {
        (Object::Table(a), Object::Table(b)) if dialect.is_made_anew(a, b) => anew(a, a, b, hints, dialect),
        (Object::Table(a), Object::Table(b)) => tables(a, b, hints, dialect),
        (Object::View(a), Object::View(b)) => views(a, b, dialect),
        (Object::Enum(a), Object::Enum(b)) => {
            vec![Operation::AlterType(TypeChange::Enum(enums(a, b, from, to, hints)?))]
        }
        (Object::CompositeType(a), Object::CompositeType(b)) => composites(a, b, from, to, dialect),
        (Object::Domain(a), Object::Domain(b)) => domains(a, b, from, to, dialect),
        (a, b) => {
            let alter = Operation::Alter { from: a.clone(), to: b.clone() };
            if dialect.alters(&alter) {
                vec![alter]
            } else {
                vec![Operation::Drop(a.clone()), Operation::Create(b.clone())]
            }
        }
    })
}

pub(super) fn tables(from: &Table, to: &Table, hints: &Hints, dialect: &dyn Dialect) -> Vec<Operation> {
    let mut found = parts::columns(from, to, hints, dialect);
    let is_typed = typed_tables::stays_typed(from, to);
    if is_typed {
        found.retain_mut(typed_tables::beside_its_type);
    }
    let id = ObjectId::table(&to.name);
    let parts = parts::named(&id, &from.parts(), &to.parts(), dialect);
    found.extend(if is_typed { typed_tables::without_renames(parts, from, to) } else { parts });
    if from.options != to.options || from.annotation.comment != to.annotation.comment {
        found.extend(options(from, to));
    }
    if found.is_empty() { found } else { dialect.combine(from, to, found) }
}

/// A new table in the place of one that is there, and its rows brought over; `reached`: what has become of the old one by
/// then, where its parents' changes go down to it.
pub(super) fn anew(from: &Table, reached: &Table, to: &Table, hints: &Hints, dialect: &dyn Dialect) -> Vec<Operation> {
    // Rows of another server are not ours to bring, and ours not to be brought there.
    if from.is_foreign() || to.is_foreign() {
        return vec![Operation::Drop(Object::Table(from.clone())), Operation::Create(Object::Table(to.clone()))];
    }
    let changes = parts::columns(reached, to, hints, dialect);
    let early = reached == from && from.options.partition_of.is_some() && to.options.partition_of.is_some();
    let rows = RowsBrought { early, changes, ..RowsBrought::of(reached.clone(), to.clone()) };
    vec![
        Operation::Drop(Object::Table(from.clone())),
        Operation::Create(Object::Table(to.clone())),
        Operation::BringRows(rows),
    ]
}

/// How a table is divided changes by itself, beside all else that is said of it: it has to come before or after its columns
/// and keys (`Operation::phase`).
fn options(from: &Table, to: &Table) -> Vec<Operation> {
    let alter = |from: &Table, to: &Table| Operation::Alter {
        from: Object::Table(from.clone()),
        to: Object::Table(to.clone()),
    };
    if let Some(between) = typed_tables::between(from, to) {
        return vec![alter(from, &between), alter(&between, to)];
    }
    let mut between = to.clone();
    between.options.partition_by.clone_from(&from.options.partition_by);
    let divided = from.options.partition_by != to.options.partition_by;
    let else_too = from.options != between.options || from.annotation.comment != to.annotation.comment;
    if divided && else_too { vec![alter(from, &between), alter(&between, to)] } else { vec![alter(from, to)] }
}

/// A view whose query changes otherwise than the database can in place is dropped and created; all else changes in place.
fn views(from: &View, to: &View, dialect: &dyn Dialect) -> Vec<Operation> {
    let alter = Operation::Alter { from: Object::View(from.clone()), to: Object::View(to.clone()) };
    if !dialect.alters(&alter) {
        let (from, to) = (Object::View(from.clone()), Object::View(to.clone()));
        return vec![Operation::Drop(from.clone()), Operation::Create(to.filled_as(&from))];
    }
    let id = ObjectId::view(&to.name);
    let mut found = parts::named(&id, &from.parts(), &to.parts(), dialect);
    let (a, b) = (from.unordered(), to.unordered());
    if !a.is_defined_as(&b)
        || a.options != b.options
        || a.annotation.comment != b.annotation.comment
        || a.annotation.extensions != b.annotation.extensions
        || !a.column_comments().eq(b.column_comments())
        || a.column_defaults != b.column_defaults
        || !a.is_stored_as(&b)
    {
        found.push(alter);
    }
    found
}

/// Attributes change in place, but for their types where columns are of the type.
fn composites(
    a: &CompositeType,
    b: &CompositeType,
    from: &Schema,
    to: &Schema,
    dialect: &dyn Dialect,
) -> Vec<Operation> {
    let id = b.id();
    let retyped = b.attributes.iter().any(|new| a.attribute(&new.name).is_some_and(|old| !old.has_type_of(new)));
    let used = uses(&id, from, to);
    let held = held_inside(&id, from) || held_inside(&id, to);
    // Values that pass over attribute by attribute can have them in any order, and their order counts: a row constructor or a
    // literal tells them by their places. Of those that pass as text each attribute stays where it is.
    let by_attribute = !in_lists(&used) && !held && [from, to].iter().all(|schema| passes_by_attribute(&id, schema));
    let is_placed = |a, b: &CompositeType| in_place_order(a, b).eq(b.attributes.iter().map(|one| &one.name));
    let reordered = by_attribute && !is_placed(a, b);
    let uses = if retyped || reordered { used.clone() } else { Vec::new() };
    // One that holds no values is made anew for its way back as well: what goes from the middle would come back last.
    let free = (reordered || !is_placed(b, a)) && used.is_empty() && is_free(&id, from) && is_free(&id, to);
    let below = || held_below_domains(&id, from) || held_below_domains(&id, to);
    if !uses.is_empty() || retyped && (held || below()) || free {
        let mut to_type = b.clone();
        if !by_attribute {
            let order: Vec<&String> = in_place_order(a, b).collect();
            to_type.attributes.sort_by_key(|one| order.iter().position(|name| **name == one.name));
        }
        let change = CompositeChange { from: a.clone(), to: to_type, uses };
        return vec![Operation::AlterType(TypeChange::Composite(change))];
    }
    let mut found = parts::named(&id, &a.parts(), &b.parts(), dialect);
    if a.annotation.comment != b.annotation.comment {
        let (from, to) = (Object::CompositeType(a.clone()), Object::CompositeType(b.clone()));
        found.push(Operation::Alter { from, to });
    }
    found
}

/// Whether nothing but columns holds values of a type, and none of them is one that a table is divided by, whose rows are copied: no
/// type is made of it and no table (`CREATE TABLE … OF`).
fn passes_by_attribute(id: &ObjectId, schema: &Schema) -> bool {
    schema.dependents(&Node::Object(id.clone())).all(|dependent| match dependent {
        Node::Object(of) => {
            of.kind != Kind::Table && (of.kind.facts().created != Phase::CreateTypes || of.kind.is_routine())
        }
        Node::Part(of, PartKind::Attribute, _) => of == id,
        Node::Part(of, PartKind::Column, _) => {
            schema.table(&of.name).is_none_or(|table| table.options.partition_by.is_none())
        }
        Node::Part(..) => true,
    })
}

/// The order of the attributes if they change in place: what comes is put at the end.
fn in_place_order<'a>(a: &'a CompositeType, b: &'a CompositeType) -> impl Iterator<Item = &'a String> {
    let stay = a.attributes.iter().filter(|one| b.attribute(&one.name).is_some());
    let come = b.attributes.iter().filter(|one| a.attribute(&one.name).is_none());
    stay.chain(come).map(|one| &one.name)
}

/// Whether all that needs a type can be dropped and created again, and no type or table is made of it.
fn is_free(id: &ObjectId, schema: &Schema) -> bool {
    let nodes = schema.get(id).map(Object::nodes).unwrap_or_default();
    nodes.iter().flat_map(|node| schema.dependents(node)).all(|dependent| match dependent {
        Node::Object(other) => schema.get(other).is_some_and(Object::is_recreated),
        Node::Part(of, kind, _) => of == id || !matches!(kind, PartKind::Column | PartKind::Attribute),
    })
}

/// Whether a column holds lists of a type.
fn in_lists(uses: &[TypeUse]) -> bool {
    uses.iter().any(|one| one.before.ty.ends_with("[]"))
}

/// Whether columns hold values of a type inside those of another: in a composite type, a range, lists of a domain over it.
pub(super) fn held_inside(id: &ObjectId, schema: &Schema) -> bool {
    let mut seen: Vec<(ObjectId, bool)> = vec![(id.clone(), false)];
    let mut next = 0;
    while let Some((id, inside)) = seen.get(next).cloned() {
        next += 1;
        for dependent in schema.dependents(&Node::Object(id.clone())) {
            let (of, within) = match dependent {
                Node::Part(of, PartKind::Column, name) => {
                    let column = schema.table(&of.name).and_then(|table| table.column(name));
                    if column.is_some_and(|column| inside || column.ty.ends_with("[]")) {
                        return true;
                    }
                    continue;
                }
                Node::Part(of, PartKind::Attribute, _) if *of != id => (of, true),
                Node::Object(of) if of.kind.facts().created == Phase::CreateTypes => {
                    let plain = matches!(schema.get(of), Some(Object::Domain(one)) if !one.base.ends_with("[]"));
                    (of, inside || !plain)
                }
                _ => continue,
            };
            if !seen.contains(&(of.clone(), within)) {
                seen.push((of.clone(), within));
            }
        }
    }
    false
}

/// Whether columns hold values of a type as those of a domain over it.
fn held_below_domains(id: &ObjectId, schema: &Schema) -> bool {
    let mut next = vec![id.clone()];
    while let Some(id) = next.pop() {
        let kind = id.kind;
        for dependent in schema.dependents(&Node::Object(id)) {
            match dependent {
                Node::Part(_, PartKind::Column, _) if kind == Kind::Domain => return true,
                Node::Object(of) if of.kind == Kind::Domain => next.push(of.clone()),
                _ => {}
            }
        }
    }
    false
}

/// Whether a domain demands something of values that are there already: what a database looks at in columns of the domain,
/// and cannot in lists of it.
fn demands_more(a: &Domain, b: &Domain) -> bool {
    let valid = |one: &&Constraint| match &one.definition {
        ConstraintDefinition::Check(check) => !check.not_valid,
        _ => false,
    };
    let known = |new: &Constraint| {
        a.checks.iter().filter(valid).any(|old| old.name == new.name && old.definition == new.definition)
    };
    (b.not_null && !a.not_null) || b.checks.iter().filter(valid).any(|new| !known(new))
}

/// Whether the values of a domain stand where a database does not look at them for the sake of a new check: in lists, inside values
/// of other types.
pub(super) fn is_held_inside(id: &ObjectId, from: &Schema, to: &Schema) -> bool {
    in_lists(&uses(id, from, to)) || held_inside(id, from) && held_inside(id, to)
}

/// A domain that is made anew, and its columns with it.
pub(super) fn domain_anew(a: &Domain, b: &Domain, from: &Schema, to: &Schema) -> Operation {
    let uses = uses(&b.id(), from, to);
    Operation::AlterType(TypeChange::Domain(DomainChange { from: a.clone(), to: b.clone(), uses }))
}

/// What a domain says changes in place, each check by itself, but for the type below it.
pub(super) fn domains(a: &Domain, b: &Domain, from: &Schema, to: &Schema, dialect: &dyn Dialect) -> Vec<Operation> {
    let id = b.id();
    if a.base != b.base || a.collation != b.collation || (demands_more(a, b) && is_held_inside(&id, from, to)) {
        return vec![domain_anew(a, b, from, to)];
    }
    let mut found = parts::named(&id, &a.parts(), &b.parts(), dialect);
    let alter = Operation::Alter { from: Object::Domain(a.clone()), to: Object::Domain(b.clone()) };
    if !a.differences(&Object::Domain(b.clone())).is_empty() {
        found.push(alter);
    }
    found
}

fn enums(a: &Enum, b: &Enum, from: &Schema, to: &Schema, hints: &Hints) -> Result<EnumChange, DiffError> {
    let of_it = |name: &QName| *name == b.name;
    let renamed: Vec<_> = hints
        .value_renames
        .iter()
        .filter(|(name, old, new)| {
            of_it(name)
                && a.values.contains(old)
                && !b.values.contains(old)
                && b.values.contains(new)
                && !a.values.contains(new)
        })
        .map(|(_, old, new)| (old.clone(), new.clone()))
        .collect();
    let mut replaced = Vec::new();
    for (name, value, by) in &hints.value_replacements {
        if of_it(name) && a.values.contains(value) && !b.values.contains(value) {
            if !b.values.contains(by) {
                return Err(DiffError::UnknownReplacement {
                    name: b.name.to_string(),
                    value: value.clone(),
                    by: by.clone(),
                });
            }
            replaced.push((value.clone(), by.clone()));
        }
    }
    let uses = uses(&ObjectId::new(Kind::Enum, b.name.clone()), from, to);
    Ok(EnumChange { from: a.clone(), to: b.clone(), renamed, replaced, uses })
}

/// The columns that are of a type before and after, or lists of it, or have a default that needs it.
fn uses(id: &ObjectId, from: &Schema, to: &Schema) -> Vec<TypeUse> {
    let id = Node::Object(id.clone());
    let uses_it = |schema: &Schema, node: &Node| schema.depends.get(node).is_some_and(|needs| needs.contains(&id));
    let mut uses = Vec::new();
    for table in from.tables() {
        let Some(wanted) = to.table(&table.name) else { continue };
        for before in &table.columns {
            let node = Node::column(&table.name, &before.name);
            if before.generated.is_some() || !uses_it(from, &node) || !uses_it(to, &node) {
                continue;
            }
            // A default may need the type while the column itself is of another: only those of the type are rebuilt. One that
            // becomes a list of it passes over first, as it was.
            let element = |ty: &str| ty.strip_suffix("[]").unwrap_or(ty).to_owned();
            let alike = |after: &&Column| element(&after.ty) == element(&before.ty);
            let Some(after) = wanted.column(&before.name).filter(alike) else { continue };
            let own = |column: &Column| column.annotation.origin.is_own();
            if own(before) || own(after) || has_own_default(table, before, from) || has_own_default(wanted, after, to) {
                let (before, after, parents) = (before.clone(), after.clone(), TypeUseParents::Kept);
                uses.push(TypeUse { table: table.name.clone(), before, after, parents });
            }
        }
    }
    // What is done to a parent is done to its children: theirs comes behind it.
    uses.sort_by_key(|one| from.ancestors(&one.table).len());
    uses
}

/// Whether a child's column has another default than its parent's.
pub(super) fn has_own_default(table: &Table, column: &Column, schema: &Schema) -> bool {
    let mut above = table.parents().filter_map(|parent| schema.table(parent)?.column(&column.name));
    above.any(|parent| parent.default != column.default)
}
