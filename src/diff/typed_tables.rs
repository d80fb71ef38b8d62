//! Tables of a composite type: while a table is of one, its columns are the type's attributes, and change with these alone.

use crate::dialect::Dialect;
use crate::operation::{Fill, Operation};
use crate::schema::{Column, Hints, Object, Part, PartKind, Schema, SchemaObject, Table};

use super::parts;

/// Whether a table is of a type and stays of it.
pub(super) fn stays_typed(from: &Table, to: &Table) -> bool {
    from.options.of_type.is_some() && from.options.of_type == to.options.of_type
}

/// Whether a change of a typed table's column is one by itself: columns come and go with the attributes of the type, and so do
/// their types.
pub(super) fn beside_its_type(change: &mut Operation) -> bool {
    match change {
        Operation::DropColumn { .. } => false,
        // It comes with its type; what else is said of it is said then.
        Operation::AddColumn { table, column, fill, .. } => {
            let from = of_the_attribute(column);
            let more = *column != from;
            if more {
                // Its default is set when it is there: rows that are there hold nothing.
                let fill = match (&*fill, &column.default) {
                    (Fill::Nothing, Some(default)) if !column.nullable => Fill::Backfill(default.clone()),
                    _ => fill.clone(),
                };
                let (table, to) = (table.clone(), column.clone());
                *change = Operation::AlterColumn { table, from, to, using: None, fill };
            }
            more
        }
        Operation::AlterColumn { from, to, .. } => {
            from.ty.clone_from(&to.ty);
            from.collation.clone_from(&to.collation);
            from != to
        }
        _ => true,
    }
}

/// The changes of the parts of a table that stays of its type: PostgreSQL gives no constraint of one another name
/// (`renameatt_check` in `src/backend/commands/tablecmds.c`), so it goes and comes.
pub(super) fn without_renames(parts: Vec<Operation>, from: &Table, to: &Table) -> Vec<Operation> {
    let anew = |operation: Operation| match &operation {
        Operation::RenamePart { of, kind, from: old, to: new } if *kind != PartKind::Index => {
            match (find(from, *kind, old), find(to, *kind, new)) {
                (Some(old), Some(new @ Part::Constraint(_))) => {
                    let of = of.clone();
                    vec![Operation::DropPart { of: of.clone(), part: old }, Operation::AddPart { of, part: new }]
                }
                _ => vec![operation],
            }
        }
        _ => vec![operation],
    };
    parts.into_iter().flat_map(anew).collect()
}

fn find(table: &Table, kind: PartKind, key: &str) -> Option<Part> {
    table.parts().into_iter().find(|part| part.kind() == kind && part.key() == key)
}

/// What of a column its type's attribute says.
fn of_the_attribute(column: &Column) -> Column {
    Column { collation: column.collation.clone(), ..Column::new(&column.name, &column.ty) }
}

/// What becomes of the columns of a table that stays of its type when the attributes of that change.
pub(super) fn with_its_type(from: &Table, to: &Table, dialect: &dyn Dialect) -> Vec<Operation> {
    let mut found = parts::columns(from, to, &Hints::default(), dialect);
    for change in &mut found {
        match change {
            Operation::AddColumn { column, fill, .. } => {
                *column = of_the_attribute(column);
                *fill = Fill::Nothing;
            }
            Operation::AlterColumn { from, to, .. } => {
                *to = Column { ty: to.ty.clone(), collation: to.collation.clone(), ..from.clone() };
            }
            _ => {}
        }
    }
    found.retain(|change| !matches!(change, Operation::AlterColumn { from, to, .. } if from == to));
    found
}

/// What is said of the columns that come back with the attributes of a type, beside their types: it went with them, so no inverse of
/// a change brings it back.
pub(super) fn said_again(from: &Schema, to: &Schema, dialect: &dyn Dialect) -> Vec<Operation> {
    let both = from.tables().filter_map(|table| Some((table, to.table(&table.name)?)));
    let typed = both.filter(|(table, wanted)| stays_typed(table, wanted));
    let changes = typed.flat_map(|(table, wanted)| parts::columns(table, wanted, &Hints::default(), dialect));
    let mut come: Vec<Operation> = changes.filter(|one| matches!(one, Operation::AddColumn { .. })).collect();
    come.retain_mut(beside_its_type);
    for operation in &mut come {
        if let Operation::AlterColumn { to, fill, .. } = operation
            && !to.fills_itself()
        {
            *fill = Fill::Placeholder;
        }
    }
    come
}

/// A change of what a table is, as it leaves one type and comes to another: in between its columns can change.
pub(super) fn between(from: &Table, to: &Table) -> Option<Table> {
    let (Some(old), Some(new)) = (&from.options.of_type, &to.options.of_type) else { return None };
    (old != new).then(|| {
        let mut between = from.clone();
        between.options.of_type = None;
        between
    })
}

/// What is done to the columns of a table comes when it has left its type, and before it comes to one; it comes to one when it has
/// left the other.
pub(super) fn order(operations: &[Operation], wait: &mut impl FnMut(usize, usize)) {
    for (at, operation) in operations.iter().enumerate() {
        let Operation::Alter { from: Object::Table(from), to: Object::Table(to) } = operation else { continue };
        if from.options.of_type == to.options.of_type {
            continue;
        }
        let of_columns = |one: &Operation| match one {
            Operation::AddColumn { table, .. }
            | Operation::DropColumn { table, .. }
            | Operation::AlterColumn { table, .. } => *table == to.name,
            _ => false,
        };
        let leaves = |one: &Operation| match one {
            Operation::Alter { from: Object::Table(from), to: Object::Table(between) } => {
                from.name == to.name && from.options.of_type.is_some() && between.options.of_type.is_none()
            }
            _ => false,
        };
        if to.options.of_type.is_some() {
            let earlier = operations.iter().enumerate().filter(|(other, one)| *other != at && leaves(one));
            earlier.for_each(|(other, _)| wait(at, other));
        }
        for (other, _) in operations.iter().enumerate().filter(|(_, one)| of_columns(one)) {
            if to.options.of_type.is_some() {
                wait(at, other);
            } else {
                wait(other, at);
            }
        }
    }
}
