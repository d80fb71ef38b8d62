//! What parents have, dropped and made anew for the sake of what becomes of their children, or let go of for them to keep.
//!
//! A child is compared as it is once its parents have changed ([`super::descent`]). Some of what it is to be it cannot become while its
//! parent is as it is: an index of a partition stays its parent's, a check is a table's own beside its parent's.

use std::collections::BTreeSet;

use crate::dialect::Dialect;
use crate::operation::{Fill, Operation, Part};
use crate::schema::{Constraint, Node, ObjectId, Origin, PartKind, QName, Schema, SchemaObject, Table};

use super::descent::{drop, is_of};

/// Adds to the operations on tables without parents what their children need of them.
pub(super) fn make_way(found: &mut Vec<Operation>, from: &Schema, to: &Schema, dialect: &dyn Dialect) {
    found.extend(indexes_on_only_anew(found, from, to));
    found.extend(keys_to_wholes_anew(found, from, to));
    found.extend(indexes_of_partitions_anew(found, from, to, dialect));
    found.extend(checks_of_parents_anew(found, from, to, dialect));
    keep_columns_below(found, from, to, dialect);
    columns_over_checks(found, from, to, dialect);
}

/// Indexes and keys that are not looked for on all partitions, dropped and made anew where a partition's is to leave one (none can be
/// taken from it) or where a partition comes (it would get one).
fn indexes_on_only_anew(operations: &[Operation], from: &Schema, to: &Schema) -> Vec<Operation> {
    let mut found = Vec::new();
    for table in from.tables().filter(|table| table.options.partition_by.is_some()) {
        let Some(wanted) = to.table(&table.name) else { continue };
        let of = ObjectId::table(&table.name);
        // One that belongs to another goes and comes with that.
        let whole = |one: &Part| one.is_only() && one.origin().attached().is_none();
        for part in table.parts().into_iter().filter(whole) {
            let same = |other: &Part| other.is_only() && other.kind() == part.kind() && other.key() == part.key();
            let Some(after) = wanted.parts().into_iter().find(same) else { continue };
            let goes = |operation: &Operation| matches!(operation, Operation::DropPart { of: other, part } if *other == of && same(part));
            if part.partitions_change(&table.name, from, to) && !operations.iter().any(goes) {
                found.push(Operation::DropPart { of: of.clone(), part });
                found.push(Operation::AddPart { of: of.clone(), part: after });
            }
        }
    }
    found
}

/// Indexes and keys of a partitioned table over a column that gets another type, dropped and made anew where a partition's is not
/// as the database would make it: it makes them all again with the type, and forgets what was said of those of partitions.
fn indexes_of_partitions_anew(
    operations: &[Operation],
    from: &Schema,
    to: &Schema,
    dialect: &dyn Dialect,
) -> Vec<Operation> {
    // With its type all indexes over a column are made again; a partition's own expression is told to it alone.
    let retyped = operations.iter().filter_map(|operation| match operation {
        Operation::AlterColumn { table, from: old, to: new, .. }
            if old.ty != new.ty || old.collation != new.collation =>
        {
            Some((table.clone(), new.name.clone(), false))
        }
        _ => None,
    });
    let computed = generated_apart(from, to).into_iter().map(|(table, column)| (table, column, true));
    let mut found: Vec<Operation> = Vec::new();
    for (table, column, always) in retyped.chain(computed) {
        let (Some(whole), Some(wanted)) = (from.table(&table), to.table(&table)) else { continue };
        if whole.options.partition_by.is_none() {
            continue;
        }
        let of = ObjectId::table(&table);
        let column = Node::column(&table, &column);
        for part in whole.parts().into_iter().filter(|part| part.kind().has_index()) {
            let node = Node::Part(of.clone(), part.kind(), part.key());
            let stands_on_it = from.depends.get(&node).is_some_and(|needs| needs.contains(&column));
            let same = |other: &Part| other.kind() == part.kind() && other.key() == part.key();
            let Some(after) = wanted.parts().into_iter().find(same).filter(|_| stands_on_it) else { continue };
            let add = Operation::AddPart { of: of.clone(), part: after };
            let drop = Operation::DropPart { of: of.clone(), part };
            if (always || !made_alike(&add, to, dialect)) && !operations.iter().chain(&found).any(|one| *one == drop) {
                found.extend([drop, add]);
            }
        }
    }
    found
}

/// Generated columns of partitioned tables that a partition computes otherwise, on one side, where one of the two changes how.
fn generated_apart(from: &Schema, to: &Schema) -> Vec<(QName, String)> {
    let mut found = Vec::new();
    for partition in from.tables().filter(|table| table.options.partition_of.is_some()) {
        for column in partition.columns.iter().filter(|column| column.generated.is_some()) {
            let computed =
                |schema: &Schema, table: &QName| schema.table(table)?.column(&column.name)?.generated.clone();
            let [before, after] = [from, to].map(|schema| computed(schema, &partition.name));
            for whole in from.ancestors(&partition.name) {
                let [old, new] = [from, to].map(|schema| computed(schema, whole));
                let there = [&before, &after, &old, &new].iter().all(|one| one.is_some());
                if there && (before != old || after != new) && (before != after || old != new) {
                    found.push((whole.clone(), column.name.clone()));
                }
            }
        }
    }
    found
}

/// Whether the database makes the index of each partition as it is wanted when it makes that of the whole.
fn made_alike(added: &Operation, to: &Schema, dialect: &dyn Dialect) -> bool {
    let Operation::AddPart { of, part } = added else { return true };
    to.tables().filter(|table| table.partitioned_table() == Some(&of.name)).all(|partition| {
        let key = part.key();
        let is_of_it = |own: &&Part| own.kind().has_index() && own.origin().attached() == Some(&key);
        let Some(own) = partition.parts().iter().find(is_of_it).cloned() else { return true };
        let mut bare = partition.clone();
        drop(&own, &mut bare);
        let made = dialect.passes_on(added, &bare, partition);
        let is_made = |one: &Operation| matches!(one, Operation::AddPart { part, .. } if *part == own);
        let added = Operation::AddPart { of: ObjectId::table(&partition.name), part: own.clone() };
        made.iter().any(is_made) && made_alike(&added, to, dialect)
    })
}

/// Foreign keys that lead to a partitioned table, dropped and made anew where one of its partitions leaves and comes back: the
/// server lets none go whose rows others refer to.
fn keys_to_wholes_anew(operations: &[Operation], from: &Schema, to: &Schema) -> Vec<Operation> {
    let mut wholes: BTreeSet<&QName> = BTreeSet::new();
    for table in from.tables().filter(|table| table.options.partition_of.is_some()) {
        let Some(wanted) = to.table(&table.name).filter(|wanted| wanted.options.partition_of.is_some()) else {
            continue;
        };
        if table.options.partition_of != wanted.options.partition_of {
            let after = to.ancestors(&table.name);
            wholes.extend(from.ancestors(&table.name).into_iter().filter(|whole| after.contains(whole)));
        }
    }
    let mut found = Vec::new();
    for table in from.tables().filter(|_| !wholes.is_empty()) {
        let Some(wanted) = to.table(&table.name) else { continue };
        let of = ObjectId::table(&table.name);
        for one in table.constraints.iter().filter(|one| one.annotation.origin.is_own()) {
            let Some(key) = one.foreign_key().filter(|key| wholes.contains(&key.table)) else { continue };
            let Some(after) = wanted.constraints.iter().find(|other| other.key() == one.key()) else { continue };
            let goes = |operation: &Operation| match operation {
                Operation::DropPart { of: other, part } => *other == of && part.key() == one.key(),
                Operation::Drop(object) => object.id() == of,
                _ => false,
            };
            if after.foreign_key().is_some_and(|after| after.table == key.table) && !operations.iter().any(goes) {
                found.push(Operation::DropPart { of: of.clone(), part: Part::Constraint(one.clone()) });
                found.push(Operation::AddPart { of: of.clone(), part: Part::Constraint(after.clone()) });
            }
        }
    }
    found
}

/// Checks that a table has from its parents alone in the end, dropped and made anew where it has one of its own as well, or comes to the
/// parent: what a table declares or brings along stays its own, beside its parent's.
fn checks_of_parents_anew(
    operations: &[Operation],
    from: &Schema,
    to: &Schema,
    dialect: &dyn Dialect,
) -> Vec<Operation> {
    let mut found: Vec<Operation> = Vec::new();
    for wanted in to.tables().filter(|wanted| !wanted.options.inherits.is_empty()) {
        let Some(actual) = from.table(&wanted.name) else { continue };
        // One that is made anew has nothing of its own yet.
        if dialect.is_made_anew(actual, wanted) {
            continue;
        }
        for check in wanted.constraints.iter().filter(|one| is_of(one, one, &Origin::Inherited)) {
            let same = |table: &Table| {
                let mut checks = table.constraints.iter();
                checks.find(|one| one.kind() == PartKind::Check && one.name == check.name).cloned()
            };
            let has_it_alone = same(actual).is_some_and(|one| one.annotation.origin == Origin::Inherited);
            let declares = same(actual).is_some_and(|one| one.annotation.origin == Origin::Merged);
            for parent in &wanted.options.inherits {
                let comes = !actual.options.inherits.contains(parent);
                let sides = [from, to].map(|schema| schema.table(parent).and_then(same));
                let [Some(old), Some(new)] = sides else { continue };
                let of = ObjectId::table(parent);
                let drop = Operation::DropPart { of: of.clone(), part: Part::Constraint(old.clone()) };
                if (declares || comes && !has_it_alone)
                    && [&old, &new].iter().all(|one| one.annotation.origin.is_own())
                    && !operations.iter().chain(&found).any(|one| *one == drop)
                {
                    found.extend([drop, Operation::AddPart { of, part: Part::Constraint(new) }]);
                }
            }
        }
    }
    found
}

/// What is done to columns of tables that others descend from, in the form that the database has for it where these have checks: what
/// it does not do to a column of a table with checks it does not do to that of its parent either.
pub(super) fn columns_over_checks(found: &mut Vec<Operation>, from: &Schema, to: &Schema, dialect: &dyn Dialect) {
    let checks_below = |schema: &Schema, table: &QName| -> Vec<Constraint> {
        let below = schema.tables().filter(|one| schema.ancestors(&one.name).contains(&table));
        below.flat_map(|one| &one.constraints).filter(|one| one.check().is_some()).cloned().collect()
    };
    let with_checks = |schema: &Schema, table: &QName, checks: Vec<Constraint>| {
        let mut whole = schema.table(table)?.clone();
        whole.constraints.extend(checks);
        Some(whole)
    };
    let combined = |operation: Operation| {
        let Operation::AlterColumn { table, to: column, .. } = &operation else { return vec![operation] };
        let [before, after] = [from, to].map(|schema| checks_below(schema, table));
        if !column.annotation.origin.is_own() || before.is_empty() && after.is_empty() {
            return vec![operation];
        }
        match (with_checks(from, table, before), with_checks(to, table, after)) {
            (Some(before), Some(after)) => dialect.combine(&before, &after, vec![operation]),
            _ => vec![operation],
        }
    };
    *found = std::mem::take(found).into_iter().flat_map(combined).collect();
}

/// Columns that a table loses while tables that inherit them from it keep them, each as its own: they go from that table alone, so that
/// the rows of the others keep their values. Where a NOT NULL is a constraint with a name, theirs is made their own before.
pub(super) fn keep_columns_below(found: &mut Vec<Operation>, from: &Schema, to: &Schema, dialect: &dyn Dialect) {
    let mut before = Vec::new();
    for operation in found.iter_mut() {
        let Operation::DropColumn { table, column, kept_below, .. } = operation else { continue };
        let keeps = |child: &Table| {
            let inherits = |one: &Table| one.options.inherits.contains(table);
            let origin = |one: &Table| one.column(&column.name).map(|column| column.annotation.origin.clone());
            let wanted = to.table(&child.name).filter(|wanted| inherits(child) && inherits(wanted));
            let own = wanted.and_then(origin).is_some_and(|origin| origin != Origin::Inherited);
            own && origin(child) == Some(Origin::Inherited)
        };
        if !from.tables().any(keeps) {
            continue;
        }
        *kept_below = true;
        if !column.nullable && !column.not_null.no_inherit && dialect.usual_not_null(table, &column.name).is_some() {
            let mut alone = column.clone();
            alone.not_null.no_inherit = true;
            let old = std::mem::replace(column, alone.clone());
            let (table, using, fill) = (table.clone(), None, Fill::Nothing);
            before.push(Operation::AlterColumn { table, from: old, to: alone, using, fill });
        }
    }
    // What is done to a table goes down to the others in this order.
    before.append(found);
    *found = before;
}
