//! The parts of a table or a view: columns, constraints, indexes, triggers.

use crate::dialect::Dialect;
use crate::operation::{Fill, Operation, Part};
use crate::schema::{Column, Hints, Node, ObjectId, QName, Table};

/// The differences of columns.
pub(super) fn columns(from: &Table, to: &Table, hints: &Hints, dialect: &dyn Dialect) -> Vec<Operation> {
    let mut found = Vec::new();
    let comparable = |table: &Table, column: &Column| dialect.comparable_column(table, column).without_access();
    for column in &from.columns {
        if to.column(&column.name).is_none() {
            found.push(dropped(from, column));
        }
    }
    for column in &to.columns {
        let node = Node::column(&to.name, &column.name);
        let backfill = hints.backfill.get(&node).cloned().map_or(Fill::Nothing, Fill::Backfill);
        match from.column(&column.name) {
            None => found.push(added(to, column, if column.nullable { Fill::Nothing } else { backfill })),
            Some(old) if comparable(from, old) == comparable(to, column) => {}
            Some(old) => {
                let fill = if old.nullable && !column.nullable { backfill } else { Fill::Nothing };
                let alter = Operation::AlterColumn {
                    table: to.name.clone(),
                    from: old.clone(),
                    to: column.clone(),
                    using: (old.ty != column.ty).then(|| hints.using.get(&node).cloned()).flatten(),
                    fill,
                };
                if dialect.alters(&alter) {
                    found.push(alter);
                } else {
                    found.push(dropped(from, old));
                    found.push(added(to, column, computed(old, column)));
                }
            }
        }
    }
    found
}

/// What the rows get of a plain column that takes the place of a generated one: what that one computed.
pub(super) fn computed(old: &Column, new: &Column) -> Fill {
    match (&old.generated, &new.generated) {
        (Some(generated), None) => Fill::Backfill(generated.expression.clone()),
        _ => Fill::Nothing,
    }
}

/// What a single-column foreign key of the column refers to.
fn references(table: &Table, column: &Column) -> Option<(QName, String)> {
    table.constraints.iter().filter_map(|constraint| constraint.foreign_key()).find_map(|key| {
        match (key.columns.as_slice(), key.referred.as_slice()) {
            ([only], [referred]) if *only == column.name => Some((key.table.clone(), referred.clone())),
            _ => None,
        }
    })
}

pub(super) fn dropped(table: &Table, column: &Column) -> Operation {
    Operation::DropColumn {
        table: table.name.clone(),
        column: column.clone(),
        references: references(table, column),
        after: table.column_before(&column.name),
        kept_below: false,
    }
}

pub(super) fn added(table: &Table, column: &Column, fill: Fill) -> Operation {
    Operation::AddColumn {
        table: table.name.clone(),
        column: column.clone(),
        fill,
        references: references(table, column),
        after: table.column_before(&column.name),
    }
}

/// The differences of all other parts. One that only changes its name is renamed where the database can.
pub(super) fn named(of: &ObjectId, from: &[Part], to: &[Part], dialect: &dyn Dialect) -> Vec<Operation> {
    let same_name = |a: &Part, b: &Part| a.kind() == b.kind() && a.key() == b.key();
    let mut gone: Vec<&Part> = from.iter().filter(|old| !to.iter().any(|new| same_name(old, new))).collect();
    let mut found = Vec::new();
    for new in to {
        if let Some(old) = from.iter().find(|old| same_name(old, new)) {
            if dialect.comparable_part(old) != dialect.comparable_part(new) {
                let alter = Operation::AlterPart { of: of.clone(), from: old.clone(), to: new.clone() };
                if dialect.alters(&alter) {
                    found.push(alter);
                } else {
                    found.push(Operation::DropPart { of: of.clone(), part: old.clone() });
                    found.push(Operation::AddPart { of: of.clone(), part: new.clone() });
                }
            }
            continue;
        }
        let twin = gone.iter().position(|old| old.kind() == new.kind() && old.named_as(new) == *new);
        if let Some((at, old)) = twin.and_then(|at| gone.get(at).map(|old| (at, *old))) {
            let (kind, from, to) = (new.kind(), old.key(), new.key());
            let rename = Operation::RenamePart { of: of.clone(), kind, from, to };
            if dialect.alters(&rename) {
                gone.remove(at);
                found.push(rename);
                continue;
            }
        }
        found.push(Operation::AddPart { of: of.clone(), part: new.clone() });
    }
    found.extend(gone.into_iter().map(|old| Operation::DropPart { of: of.clone(), part: old.clone() }));
    found
}
