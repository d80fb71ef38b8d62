//! Tables that descend from others: partitions, and tables that inherit.
//!
//! What is done to a parent, the database does to its children ([`Dialect::passes_on`]). So a child is not compared as it
//! was, but as it is once its parents have changed: only what is then still different is an operation of its own. A table
//! that leaves a parent leaves it first and one that comes to a parent comes last, so that between the two it is compared
//! as a table that stands alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::Dialect;
use crate::operation::{Fill, Operation, Part};
use crate::schema::{
    Column, Constraint, ConstraintDefinition, ForeignKey, Hints, NotNull, Object, ObjectId, Origin, PartKind,
    Partition, QName, Schema, Table,
};

use super::{objects, parents, parts, twin_indexes, typed_tables};

/// The tables on both sides that have parents on one of them.
pub(super) fn descendants(from: &Schema, to: &Schema) -> BTreeSet<QName> {
    let both = from.tables().filter_map(|a| to.table(&a.name).map(|b| (a, b)));
    let descends = |(a, b): &(&Table, &Table)| a.parents().chain(b.parents()).next().is_some();
    both.filter(descends).map(|(a, _)| a.name.clone()).collect()
}

/// The operations of these tables, given those of all others.
pub(super) fn differences(
    names: &BTreeSet<QName>,
    others: &[Operation],
    from: &Schema,
    to: &Schema,
    hints: &Hints,
    dialect: &dyn Dialect,
) -> Vec<Operation> {
    if names.is_empty() {
        return Vec::new();
    }
    // What is done to each table: by its own operations, or because it was done to its parent.
    let mut done: BTreeMap<&QName, Vec<Operation>> = BTreeMap::new();
    for operation in others {
        let id = operation.object();
        if let Some(table) = to.table(&id.name).filter(|_| id == ObjectId::table(&id.name)) {
            done.entry(&table.name).or_default().push(operation.clone());
        }
    }
    for (actual, wanted) in from.tables().filter_map(|table| Some((table, to.table(&table.name)?))) {
        if typed_tables::stays_typed(actual, wanted) {
            let changes = typed_tables::with_its_type(actual, wanted, dialect);
            done.entry(&wanted.name).or_default().splice(0..0, changes);
        }
    }
    let mut found = Vec::new();
    for name in in_order(names, from, to) {
        let (Some(actual), Some(wanted)) = (from.table(name), to.table(name)) else { continue };
        let parent = actual.partitioned_table().filter(|parent| wanted.partitioned_table() == Some(parent));
        // A parent that is there before and after, and is made all the same, is made anew.
        let is_made = |of: &QName| others.iter().chain(&found).any(|one| one.makes_table(of));
        if parent.is_some_and(is_made) {
            // The rows go with the parent's.
            found.push(Operation::Drop(Object::Table(actual.clone())));
            found.push(Operation::Create(Object::Table(wanted.clone())));
            continue;
        }
        // What a table only inherits it has from a parent that is there when it comes.
        let inherits = |of: &&QName| wanted.options.inherits.contains(of);
        let moved = moved_between_parents(actual, wanted, from, to);
        let is_anew = dialect.is_made_anew(actual, wanted)
            || declares_another_not_null(actual, wanted, to, dialect)
            || !moved.is_empty();
        if actual.options.inherits.iter().filter(inherits).any(is_made) || is_anew {
            let kept = parent.into_iter().chain(actual.options.inherits.iter().filter(inherits));
            let passed: Vec<&Operation> = kept.filter_map(|parent| done.get(parent)).flatten().collect();
            // What it is divided by cannot change below it: it leaves before.
            let stops = passed.iter().any(|one| match one {
                Operation::AlterColumn { from: old, to: new, .. } => {
                    (old.ty != new.ty || old.collation != new.collation) && dialect.divides(actual, &old.name)
                }
                _ => false,
            });
            let mut passed = if stops { Vec::new() } else { passed };
            // The old table has left when they go.
            passed.retain(|one| match one {
                Operation::DropColumn { column, .. } => column.generated.is_some() || !moved.contains(&&column.name),
                _ => true,
            });
            let (reached, _) = followed(actual.clone(), &passed, wanted, dialect);
            let mut anew = objects::anew(actual, &reached, wanted, hints, dialect);
            // A table that keeps none of the parents that it inherits from has left them before anything is done to these.
            let has_children = || from.tables().any(|other| other.options.inherits.contains(name));
            let inherited = &actual.options.inherits;
            let leaves_all = reached == *actual
                && !inherited.is_empty()
                && !inherited.iter().any(|one| inherits(&one))
                && !has_children();
            // What its new bound does not take has its place in another partition.
            let is_rebound = parent.is_some() && actual.options.partition_of != wanted.options.partition_of;
            for operation in &mut anew {
                let Operation::BringRows(rows) = operation else { continue };
                rows.early |= leaves_all;
                if is_rebound {
                    rows.through = to.ancestors(name).last().map(|root| (*root).clone());
                }
            }
            found.extend(anew);
            continue;
        }
        let mut kept: Vec<&QName> = kept_parents(actual, wanted);
        let mut passed: Vec<&Operation> = kept.iter().filter_map(|parent| done.get(*parent)).flatten().collect();
        passed.retain(|one| !another_has(one, &kept, from, to, dialect));
        if passed.is_empty() && dialect.same(&Object::Table(actual.clone()), &Object::Table(wanted.clone())) {
            continue;
        }
        if wanted.options.partition_of.is_some() && !kept.is_empty() {
            let (reached, _) = followed(actual.clone(), &passed, wanted, dialect);
            if !follows(&reached, wanted) {
                (kept, passed) = (Vec::new(), Vec::new());
            }
        }
        // A key stands on an index of its parent's as long as its table is part of that.
        let stands_on = |one: &&Operation| match one {
            Operation::DropPart { part: Part::Index(index), .. } => {
                actual.constraints.iter().any(|own| own.annotation.origin.attached() == Some(&index.name))
            }
            _ => false,
        };
        if passed.iter().any(stands_on) {
            (kept, passed) = (Vec::new(), Vec::new());
        }
        let mut start = without_keys_to_wholes(apart(actual, &kept, from, dialect), &kept, actual, from, to);
        start.constraints.retain(|one| !goes_with_whole(one, actual, wanted, others));
        let mut end = without_keys_to_wholes(apart(wanted, &kept, to, dialect), &kept, wanted, to, from);
        let come: Vec<&QName> = wanted.parents().filter(|parent| !kept.contains(parent)).collect();
        let comes_from_above = |one: &Constraint| {
            let inherits = wanted.constraints.iter().any(|its| is_of(its, one, &Origin::Inherited));
            let above = || come.iter().flat_map(|parent| std::iter::once(*parent).chain(to.ancestors(parent)));
            let adds = |parent: &QName| done.get(parent).into_iter().flatten().any(|other| adds_check(other, one));
            inherits && wanted.options.partition_of.is_none() && above().any(adds)
        };
        end.constraints.retain(|one| !comes_from_above(one));
        let mut own = Vec::new();
        if start.options != actual.options {
            own.push(alter(actual, &start));
        }
        for (column, fill) in declared_too(&start, &passed, &end) {
            own.push(parts::added(&end, &column, fill));
            start.columns.push(column);
        }
        for check in checks_declared_too(&start, &passed, &end) {
            own.push(Operation::AddPart { of: ObjectId::table(name), part: Part::Constraint(check.clone()) });
            start.constraints.push(check);
        }
        for (from, to) in not_null_goes_up(&start, &passed, &end) {
            start.columns.iter_mut().filter(|one| one.name == to.name).for_each(|one| one.clone_from(&to));
            let table = name.clone();
            own.push(Operation::AlterColumn { table, from, to, using: None, fill: Fill::Nothing });
        }
        for check in rules_go_up(&start, &passed, &end) {
            start.constraints.retain(|one| *one != check);
            own.push(Operation::DropPart { of: ObjectId::table(name), part: Part::Constraint(check) });
        }
        for part in twin_indexes::in_the_way(&start, wanted) {
            drop(&part, &mut start);
            own.push(Operation::DropPart { of: ObjectId::table(name), part });
        }
        let (reached, mut mine) = followed(start, &passed, &end, dialect);
        let (reached, goal) = (comparable(&reached, wanted, others), comparable(&end, wanted, &[]));
        own.extend(objects::tables(&reached, &goal, hints, dialect));
        if end.options != wanted.options {
            own.push(alter(&end, wanted));
        }
        // What it has from a parent that it comes to is there when it has come.
        for trigger in wanted.triggers.iter().filter(|one| one.is_inherited() && !end.triggers.contains(one)) {
            own.push(Operation::AddPart { of: ObjectId::table(name), part: Part::Trigger(trigger.clone()) });
        }
        parents::keep_columns_below(&mut own, from, to, dialect);
        parents::columns_over_checks(&mut own, from, to, dialect);
        mine.extend(own.iter().cloned());
        found.extend(own);
        done.insert(name, mine);
    }
    found
}

/// A partition that leaves and comes back, without the foreign keys that it has from a whole and that lead there: they go before it,
/// and come when it is back. `schema` is the side that `before` is of.
fn without_keys_to_wholes(table: Table, kept: &[&QName], before: &Table, schema: &Schema, other: &Schema) -> Table {
    if !kept.is_empty() || before.options.partition_of.is_none() {
        return table;
    }
    let mut wholes = schema.ancestors(&before.name);
    let stay = other.ancestors(&before.name);
    wholes.retain(|whole| stay.contains(whole));
    let mut table = table;
    table.constraints.retain(|one| {
        let inherited = before
            .constraints
            .iter()
            .any(|other| other.key() == one.key() && other.annotation.origin == Origin::Inherited);
        !(inherited && one.foreign_key().is_some_and(|key| wholes.contains(&&key.table)))
    });
    table
}

/// Whether a table that leaves its partitioned table has a foreign key from there that goes: it goes before the table leaves, which would
/// keep it as its own.
pub(super) fn goes_with_whole(key: &Constraint, actual: &Table, wanted: &Table, operations: &[Operation]) -> bool {
    // One that gets another bound leaves as well.
    let leaves = actual.partitioned_table().filter(|_| wanted.options.partition_of != actual.options.partition_of);
    let (Some(whole), true) = (leaves, key.foreign_key().is_some()) else { return false };
    let same = |other: &Constraint| other.key() == key.key() || other.definition == key.definition;
    let came =
        actual.constraints.iter().any(|one| one.key() == key.key() && one.annotation.origin == Origin::Inherited);
    let goes = |one: &Operation| match one {
        Operation::Drop(Object::Table(table)) => table.name == *whole && table.constraints.iter().any(same),
        Operation::DropPart { of, part: Part::Constraint(other) } => *of == ObjectId::table(whole) && same(other),
        _ => false,
    };
    // One that the whole has again for good comes with that.
    let comes = |one: &Operation| matches!(one, Operation::AddPart { of, part: Part::Constraint(other) } if *of == ObjectId::table(whole) && same(other));
    let stays = wanted.constraints.iter().any(same) && !operations.iter().any(comes);
    came && !stays && operations.iter().any(goes)
}

/// The columns that a table has from its parents alone, before and after, where none of those that it keeps has them before or none has
/// them after: they would be its own between the one that leaves them to it and the one that comes with them, and stay so.
fn moved_between_parents<'t>(actual: &'t Table, wanted: &Table, from: &Schema, to: &Schema) -> Vec<&'t String> {
    let is_kept = |parent: &&QName| wanted.options.inherits.contains(parent);
    let kept: Vec<&QName> = actual.options.inherits.iter().filter(is_kept).collect();
    if kept.is_empty() || actual.options.inherits == wanted.options.inherits {
        return Vec::new();
    }
    let inherits = |one: &Column| one.annotation.origin == Origin::Inherited;
    let has = |schema: &Schema, name: &str| {
        kept.iter().any(|parent| schema.table(parent).is_none_or(|parent| parent.column(name).is_some()))
    };
    let both = actual.columns.iter().filter(|one| inherits(one) && wanted.column(&one.name).is_some_and(inherits));
    both.map(|one| &one.name).filter(|name| !has(from, name) || !has(to, name)).collect()
}

/// Whether a table comes to declare a NOT NULL under another name than that with which it has it from its parents, which stay: a
/// constraint that is inherited gets no other name.
fn declares_another_not_null(actual: &Table, wanted: &Table, to: &Schema, dialect: &dyn Dialect) -> bool {
    let parents = &wanted.options.inherits;
    if parents.is_empty() || actual.options.inherits != *parents {
        return false;
    }
    wanted.columns.iter().any(|column| {
        let is = |one: &Column, origin: Origin| !one.nullable && one.not_null.origin == origin;
        let inherits = actual.column(&column.name).is_some_and(|old| is(old, Origin::Inherited));
        let its = || column.not_null.name.clone().or_else(|| dialect.usual_not_null(&wanted.name, &column.name));
        let had = || parents.iter().find_map(|parent| not_null_of(parent, &column.name, to, dialect));
        inherits && is(column, Origin::Merged) && had() != its()
    })
}

/// Whether a column, its NOT NULL or a check goes from one parent, and another that the child keeps has it before and after: then the
/// child keeps it.
fn another_has(operation: &Operation, kept: &[&QName], from: &Schema, to: &Schema, dialect: &dyn Dialect) -> bool {
    let parent = &operation.object().name;
    let others = || kept.iter().filter(|other| **other != parent);
    match operation {
        Operation::DropColumn { column, .. } => others().any(|other| {
            [from, to].iter().all(|side| side.table(other).is_some_and(|table| table.column(&column.name).is_some()))
        }),
        // Where it is no constraint, it goes with any of them.
        Operation::AlterColumn { from: old, to: new, .. } if dialect.usual_not_null(parent, &old.name).is_some() => {
            let hands_down = |one: &Column| !one.nullable && !one.not_null.no_inherit && !one.not_null.not_valid;
            let kept = Column { nullable: old.nullable, not_null: old.not_null.clone(), ..new.clone() };
            let goes = kept == *old && hands_down(old) && (new.nullable || new.not_null.not_valid);
            let has = |side: &Schema, other: &QName| {
                side.table(other).and_then(|table| table.column(&old.name)).is_some_and(hands_down)
            };
            goes && others().any(|other| [from, to].iter().all(|side| has(side, other)))
        }
        // One that says something else then goes from all of them, and comes again.
        Operation::DropPart { part: Part::Constraint(one), .. } => others().any(|other| {
            let its = |side: &'_ Schema| {
                let same = |its: &&Constraint| its.name == one.name && its.kind() == one.kind();
                side.table(other)?.constraints.iter().find(same).map(|its| its.definition.clone())
            };
            its(from).is_some_and(|before| its(to).is_some_and(|after| before == after))
        }),
        _ => false,
    }
}

/// A child after what is done to its parents, and what that does to it.
fn followed(mut child: Table, passed: &[&Operation], wanted: &Table, dialect: &dyn Dialect) -> (Table, Vec<Operation>) {
    let mut done = Vec::new();
    // What has the name of something that comes goes first; the inverses of a change are in its order.
    let goes =
        |one: &&Operation| matches!(one, Operation::DropPart { .. } | Operation::DropColumn { kept_below: false, .. });
    let (first, then): (Vec<&Operation>, Vec<&Operation>) = passed.iter().copied().partition(goes);
    for operation in first.into_iter().chain(then) {
        for operation in dialect.passes_on(operation, &child, wanted) {
            apply(&operation, &mut child);
            done.push(operation);
        }
    }
    (child, done)
}

/// The columns that a table declares itself and gets from a parent too, as they are before the parent's come, and what rows get in
/// them: a column that is there is the table's own as well, one that comes from the parent is not. A NOT NULL that is the parent's
/// alone comes with the parent's column where it is a constraint; where it is none the parent's column leaves the table's as it is.
fn declared_too(child: &Table, passed: &[&Operation], wanted: &Table) -> Vec<(Column, Fill)> {
    let mut found: Vec<(Column, Fill)> = Vec::new();
    for operation in passed {
        let Operation::AddColumn { column, fill, .. } = operation else { continue };
        let declared = wanted.column(&column.name).filter(|one| one.annotation.origin == Origin::Merged);
        let Some(declared) = declared.filter(|_| child.column(&column.name).is_none()) else { continue };
        if found.iter().any(|(one, _)| one.name == declared.name) {
            continue;
        }
        let mut own = declared.clone();
        own.annotation.origin = Origin::Own;
        if own.not_null.origin == Origin::Inherited {
            (own.nullable, own.not_null) = (true, NotNull::default());
        }
        own.not_null.origin = Origin::Own;
        found.push((own, fill.clone()));
    }
    found
}

/// The checks that a table declares itself otherwise than its parent, from which it gets them too (enforced where the parent's is
/// not), as they are before the parent's come: the two become one when the parent's finds the other there.
fn checks_declared_too(child: &Table, passed: &[&Operation], wanted: &Table) -> Vec<Constraint> {
    let mut found: Vec<Constraint> = Vec::new();
    for operation in passed {
        let Operation::AddPart { part: Part::Constraint(comes), .. } = operation else { continue };
        let is = |one: &&Constraint| one.kind() == PartKind::Check && one.key() == comes.key();
        let declared = wanted.constraints.iter().find(is).filter(|one| one.annotation.origin == Origin::Merged);
        let differs = declared.filter(|one| one.definition != comes.definition);
        let Some(declared) = differs.filter(|_| !child.constraints.iter().chain(&found).any(|one| is(&one))) else {
            continue;
        };
        let mut own = declared.clone();
        own.annotation.origin = Origin::Own;
        found.push(own);
    }
    found
}

/// The columns whose own NOT NULL goes before the parent's comes, as they are and without it: the two would be one, never to be
/// told apart again.
fn not_null_goes_up(child: &Table, passed: &[&Operation], wanted: &Table) -> Vec<(Column, Column)> {
    let mut found = Vec::new();
    for operation in passed {
        let Operation::AlterColumn { from: before, to: after, .. } = operation else { continue };
        let goes_down = |one: &Column| !one.nullable && !one.not_null.no_inherit;
        let comes = !goes_down(before) && goes_down(after) && child.options.partition_of.is_none();
        let own = child.column(&after.name).filter(|one| comes && !one.nullable && one.not_null.origin.is_own());
        let inherits = |one: &&Column| !one.nullable && one.not_null.origin == Origin::Inherited;
        if let (Some(own), Some(_)) = (own, wanted.column(&after.name).filter(inherits)) {
            found.push((own.clone(), Column { nullable: true, not_null: NotNull::default(), ..own.clone() }));
        }
    }
    found
}

/// The checks and foreign keys of a child's own that go before the parent's of the same name come: two checks would be one, and stay
/// the child's too; and two that say different things cannot have one name.
fn rules_go_up(child: &Table, passed: &[&Operation], wanted: &Table) -> Vec<Constraint> {
    let partition = child.options.partition_of.is_some();
    let comes = passed.iter().filter_map(|operation| match operation {
        Operation::AddPart { part: Part::Constraint(one), .. } => Some(one),
        _ => None,
    });
    let inherits = |one: &Constraint| {
        let mut same = wanted.constraints.iter().filter(|its| its.kind() == one.kind() && its.name == one.name);
        same.any(|its| its.annotation.origin == Origin::Inherited)
    };
    let rules = comes.filter(|one| matches!(one.kind(), PartKind::Check | PartKind::ForeignKey) && inherits(one));
    // What it has from the parent too is its own alone when the parent's is gone.
    let goes = |its: &Constraint| {
        passed.iter().any(|one| matches!(one, Operation::DropPart { part: Part::Constraint(other), .. } if is_of(its, other, &Origin::Merged)))
    };
    let makes_way = |its: &Constraint, one: &Constraint| {
        let own = its.kind() == one.kind() && its.name == one.name && its.annotation.origin == Origin::Own;
        if partition || one.kind() == PartKind::ForeignKey {
            own && !says_the_same(its, one)
        } else {
            own || is_of(its, one, &Origin::Merged) && goes(its)
        }
    };
    rules.filter_map(|one| child.constraints.iter().find(|its| makes_way(its, one))).cloned().collect()
}

/// Whether two constraints demand the same, validated or not.
fn says_the_same(a: &Constraint, b: &Constraint) -> bool {
    let mut a = a.definition.clone();
    match (&mut a, &b.definition) {
        (ConstraintDefinition::Check(a), ConstraintDefinition::Check(b)) => a.not_valid = b.not_valid,
        (ConstraintDefinition::ForeignKey(a), ConstraintDefinition::ForeignKey(b)) => a.not_valid = b.not_valid,
        _ => {}
    }
    a == b.definition
}

/// Whether an operation adds a check of this one's name.
fn adds_check(operation: &Operation, check: &Constraint) -> bool {
    match operation {
        Operation::AddPart { part: Part::Constraint(one), .. } => {
            [one, check].iter().all(|one| one.kind() == PartKind::Check) && one.name == check.name
        }
        _ => false,
    }
}

/// Whether a check has the name of another, and this origin.
pub(super) fn is_of(one: &Constraint, other: &Constraint, origin: &Origin) -> bool {
    one.kind() == PartKind::Check && one.name == other.name && one.annotation.origin == *origin
}

/// Whether a partition gets to what is wanted without leaving its parent: the NOT NULL of a column that it has from there
/// cannot get another name there, nor go, to come back without having been validated.
fn follows(reached: &Table, wanted: &Table) -> bool {
    reached.columns.iter().all(|column| {
        let other = wanted.column(&column.name).filter(|other| !column.nullable && !other.nullable);
        other.is_none_or(|other| {
            let (its, wanted) = (&column.not_null, &other.not_null);
            its.name == wanted.name && its.not_valid >= wanted.not_valid
        })
    })
}

/// Parents before their children.
fn in_order<'a>(names: &'a BTreeSet<QName>, from: &Schema, to: &Schema) -> Vec<&'a QName> {
    let mut left: Vec<&QName> = names.iter().collect();
    let mut out: Vec<&QName> = Vec::new();
    while !left.is_empty() {
        let waits = |name: &QName| {
            let sides = [from.table(name), to.table(name)];
            let mut parents = sides.into_iter().flatten().flat_map(Table::parents);
            parents.any(|parent| left.contains(&parent))
        };
        let (ready, others): (Vec<&QName>, Vec<&QName>) = left.iter().partition(|name| !waits(name));
        if ready.is_empty() {
            // Two that change places.
            out.extend(others);
            break;
        }
        out.extend(ready);
        left = others;
    }
    out
}

/// The parents that a table keeps. A partition that gets another bound leaves its parent and comes back.
fn kept_parents<'t>(actual: &'t Table, wanted: &Table) -> Vec<&'t QName> {
    let (a, b) = (&actual.options, &wanted.options);
    let partition = a.partition_of.iter().filter(|_| a.partition_of == b.partition_of).map(|partition| &partition.of);
    // What it only inherits becomes its own too where the table leaves its parents and comes to them again.
    let owns = |column: &Column| {
        let before = actual.column(&column.name).map(|old| &old.annotation.origin);
        column.annotation.origin == Origin::Merged && before == Some(&Origin::Inherited)
    };
    let stays = !wanted.columns.iter().any(owns);
    let common = a.inherits.iter().zip(&b.inherits).take_while(|(x, y)| x == y && stays).map(|(x, _)| x);
    partition.chain(common).collect()
}

/// A table without those of its parents that it does not keep: what it has from them is its own.
fn apart(table: &Table, kept: &[&QName], schema: &Schema, dialect: &dyn Dialect) -> Table {
    let left: Vec<&QName> = table.parents().filter(|parent| !kept.contains(parent)).collect();
    let mut table = table.clone();
    let (name, partition) = (table.name.clone(), table.options.partition_of.is_some());
    let options = &mut table.options;
    options.partition_of.take_if(|Partition { of, .. }| !kept.contains(&&*of));
    options.inherits.retain(|parent| kept.contains(&parent));
    let parents: Vec<&Table> = kept.iter().filter_map(|parent| schema.table(parent)).collect();
    // What a kept parent is not known to have stays as it is.
    let unknown = parents.len() < kept.len();
    for column in &mut table.columns {
        if !unknown && !parents.iter().any(|parent| parent.column(&column.name).is_some()) {
            column.annotation.origin = Origin::Own;
            if !partition && !column.not_null.origin.is_own() {
                own_not_null(column, &name, &left, schema, dialect);
            }
        }
    }
    for constraint in &mut table.constraints {
        // A foreign key that was there before its parent's keeps its name.
        let is_its = |one: &Constraint| {
            one.name == constraint.name || one.foreign_key().is_some() && one.definition == constraint.definition
        };
        let has = |parent: &&Table| parent.constraints.iter().any(is_its);
        let inherited = matches!(constraint.annotation.origin, Origin::Inherited | Origin::Merged);
        if !unknown && !parents.iter().any(has) && (inherited || kept.is_empty()) {
            constraint.annotation.origin = Origin::Own;
        }
    }
    if kept.is_empty() {
        table.triggers.retain(|trigger| !trigger.is_inherited());
        for index in &mut table.indexes {
            index.annotation.origin = Origin::Own;
        }
    }
    table
}

/// The NOT NULL of a column that its table has from parents that it leaves: it stays, under the name that it came with.
fn own_not_null(column: &mut Column, table: &QName, left: &[&QName], schema: &Schema, dialect: &dyn Dialect) {
    let came = column.not_null.origin == Origin::Inherited;
    column.not_null.origin = Origin::Own;
    if !came {
        return;
    }
    let named = left.iter().find_map(|parent| not_null_of(parent, &column.name, schema, dialect));
    column.not_null.name = named.filter(|name| dialect.usual_not_null(table, &column.name).as_ref() != Some(name));
}

/// The name of the NOT NULL of a parent's column: one that it has from its own parents is theirs.
fn not_null_of(table: &QName, column: &str, schema: &Schema, dialect: &dyn Dialect) -> Option<String> {
    let of = schema.table(table)?;
    let not_null = &of.column(column).filter(|one| !one.nullable)?.not_null;
    if not_null.origin == Origin::Inherited {
        return of.options.inherits.iter().find_map(|parent| not_null_of(parent, column, schema, dialect));
    }
    not_null.name.clone().or_else(|| dialect.usual_not_null(table, column))
}

/// Without the foreign keys that the table has from its parent, or will have: the parent's are compared, and an equal one of
/// the table's own becomes it, unless the key that it stands on goes.
fn comparable(table: &Table, wanted: &Table, others: &[Operation]) -> Table {
    let mut table = table.clone();
    let key_goes = |one: &Constraint| {
        let goes = |key: &ForeignKey, operation: &Operation| match operation {
            Operation::DropPart { of, part } => {
                *of == ObjectId::table(&key.table)
                    && part.unique_columns().is_some_and(|columns| key.refers_to(&columns))
            }
            _ => false,
        };
        one.foreign_key().is_some_and(|key| others.iter().any(|operation| goes(key, operation)))
    };
    let inherited = |one: &Constraint| {
        one.foreign_key().is_some()
            && (one.annotation.origin == Origin::Inherited
                || !key_goes(one)
                    && wanted.constraints.iter().any(|other| {
                        other.annotation.origin == Origin::Inherited && other.definition == one.definition
                    }))
    };
    table.constraints.retain(|one| !inherited(one));
    table
}

fn alter(from: &Table, to: &Table) -> Operation {
    Operation::Alter { from: Object::Table(from.clone()), to: Object::Table(to.clone()) }
}

/// Does an operation on a table of the model.
fn apply(operation: &Operation, table: &mut Table) {
    match operation {
        Operation::AddColumn { column, .. } => table.columns.push(column.clone()),
        Operation::DropColumn { column, .. } => table.columns.retain(|one| one.name != column.name),
        Operation::AlterColumn { from, to, .. } => {
            for column in table.columns.iter_mut().filter(|one| one.name == from.name) {
                column.clone_from(to);
            }
        }
        Operation::AddPart { part, .. } => add(part, table),
        Operation::DropPart { part, .. } => drop(part, table),
        // The parent's fires otherwise now, and so does that of the partition.
        Operation::AlterPart { to: Part::Trigger(one), .. } => table.triggers.retain(|other| other.name != one.name),
        Operation::AlterPart { from, to, .. } => {
            drop(from, table);
            add(to, table);
        }
        Operation::RenamePart { kind, from, to, .. } => {
            let renamed = table.constraints.iter_mut().filter(|one| one.kind() == *kind && one.key() == *from);
            renamed.for_each(|one| one.name = Some(to.clone()));
        }
        _ => {}
    }
}

fn add(part: &Part, table: &mut Table) {
    match part {
        Part::Constraint(one) => table.constraints.push(one.clone()),
        Part::Index(one) => table.indexes.push(one.clone()),
        _ => {}
    }
}

pub(super) fn drop(part: &Part, table: &mut Table) {
    let (kind, key) = (part.kind(), part.key());
    table.constraints.retain(|one| one.kind() != kind || one.key() != key);
    table.indexes.retain(|one| kind != PartKind::Index || one.name != key);
}

/// The state that an upgrade led to, with the names that foreign keys have there: one that a table had before it became a partition
/// keeps its name when it becomes part of the whole's. None where no table has one.
fn with_merged_keys(from: &Schema, to: &Schema) -> Option<Schema> {
    let mut found: Vec<(ObjectId, String, String)> = Vec::new();
    for table in from.tables().filter(|table| table.options.partition_of.is_some()) {
        let Some(before) = to.table(&table.name) else { continue };
        if before.options.partition_of.is_some() {
            continue;
        }
        let inherited = |one: &&Constraint| one.foreign_key().is_some() && one.annotation.origin == Origin::Inherited;
        for key in table.constraints.iter().filter(inherited) {
            let own = before.constraints.iter().find(|own| own.definition == key.definition);
            if let Some(own) = own.filter(|own| own.key() != key.key()) {
                found.push((ObjectId::table(&table.name), key.key(), own.key()));
            }
        }
    }
    let mut named = (!found.is_empty()).then(|| from.clone())?;
    for (id, key, name) in found {
        if let Some(Object::Table(table)) = named.objects.get_mut(&id) {
            let keys = table.constraints.iter_mut().filter(|one| one.foreign_key().is_some() && one.key() == key);
            keys.for_each(|one| one.name = Some(name.clone()));
        }
    }
    Some(named)
}

/// The operations that undo those of descendants, and the other inverses: see [`super::downgrade`].
pub(super) fn undone(inverses: Vec<Operation>, from: &Schema, to: &Schema, dialect: &dyn Dialect) -> Vec<Operation> {
    let names = descendants(from, to);
    if names.is_empty() {
        return inverses;
    }
    let named = with_merged_keys(from, to);
    let from = named.as_ref().unwrap_or(from);
    let of_others = |operation: &Operation| {
        let id = operation.object();
        // Who may do what with a table is no matter of its parents.
        matches!(operation, Operation::AlterAccess { .. })
            || id != ObjectId::table(&id.name)
            || !names.contains(&id.name)
    };
    let mut out: Vec<Operation> = inverses.into_iter().filter(of_others).collect();
    parents::make_way(&mut out, from, to, dialect);
    let mut own = differences(&names, &out, from, to, &Hints::default(), dialect);
    for operation in &mut own {
        if let Operation::AddColumn { column, fill, .. } = operation
            && !column.fills_itself()
        {
            *fill = Fill::Placeholder;
        }
    }
    // A column that a parent gets back holds nothing in a child that alone has it NOT NULL.
    let comes = |name: &str| {
        let back = |one: &Operation| matches!(one, Operation::AddColumn { column, .. } if column.name == name);
        out.iter().any(back)
    };
    for operation in &mut own {
        if let Operation::AlterColumn { from, to, fill, .. } = operation
            && (from.nullable && !to.nullable && !to.fills_itself())
            && comes(&to.name)
        {
            *fill = Fill::Placeholder;
        }
    }
    out.append(&mut own);
    out
}
