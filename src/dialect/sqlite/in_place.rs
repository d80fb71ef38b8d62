//! What ALTER TABLE can do: also with rows in the table, and with indexes and triggers around.
//!
//! SQLite's manual and its behaviour decide: ADD COLUMN takes no key, no STORED column, no NOT NULL without a constant
//! default; DROP COLUMN takes no column that a key, an index, a check, a foreign key or a generated column uses. Everything
//! else about columns and constraints is a rebuild.

use crate::dialect::Step;
use crate::operation::{Fill, Operation, Part};
use crate::schema::{Column, Constraint, ConstraintDefinition, Index, IndexKey, Object, ObjectId, PartKind, Table};

use super::literal;
use super::references::mentions;
use super::render::{column, constraint, index, name, table_text, trigger};
use super::virtual_table;

/// The operations of one table as they are, where ALTER TABLE can do all of them; else one rebuild, which its inverse, or
/// a foreign key that can come with its column, may still turn into none ([`steps`]).
pub(super) fn combine(from: &Table, to: &Table, operations: Vec<Operation>) -> Vec<Operation> {
    if from.options.virtual_table.is_some() || to.options.virtual_table.is_some() {
        let (old, new) = (Object::Table(from.clone()), Object::Table(to.clone()));
        let Some((gone, come)) = virtual_table::changed_columns(from, to) else {
            return vec![Operation::Drop(old), Operation::Create(new)];
        };
        let table = &to.name;
        let drop = |column| Operation::DropColumn {
            table: table.clone(),
            column,
            references: None,
            after: None,
            kept_below: false,
        };
        let mut changes = vec![Operation::Alter { from: old, to: new }];
        changes.extend(gone.into_iter().map(drop));
        changes.extend(come.into_iter().map(|column| drop(column).inverse()));
        return vec![Operation::RebuildTable { from: from.clone(), to: to.clone(), changes }];
    }
    if operations.iter().all(stands_alone) && steps(from, to, &operations).is_some() {
        operations
    } else {
        vec![Operation::RebuildTable { from: from.clone(), to: to.clone(), changes: operations }]
    }
}

/// Whether the operation can be rendered without those beside it: a foreign key can only come with its column.
fn stands_alone(operation: &Operation) -> bool {
    !matches!(operation, Operation::AddPart { part: Part::Constraint(_), .. })
}

/// The statements that make the changes in place; `None` where the table must be rebuilt.
pub(super) fn steps(from: &Table, to: &Table, changes: &[Operation]) -> Option<Vec<Step>> {
    let mut ranked: Vec<(u8, Step)> = Vec::new();
    // The indexes and triggers that are left when a column goes.
    let gone = |kind: PartKind, name: &str| {
        changes.iter().any(|change| match change {
            Operation::DropPart { part, .. } => part.kind() == kind && part.key() == name,
            Operation::RenamePart { kind: of, from, .. } => *of == kind && from == name,
            _ => false,
        })
    };
    let mut keys: Vec<&Constraint> = Vec::new();
    for change in changes {
        if let Operation::AddPart { part: Part::Constraint(added), .. } = change {
            keys.push(added);
        }
    }
    let id = ObjectId::table(&to.name);
    for change in after_what_they_use(changes) {
        match change {
            Operation::DropPart { part: Part::Trigger(one), .. } => ranked.push((0, trigger::drop(&one.name))),
            Operation::DropPart { part: Part::Index(one), .. } => ranked.push((1, index::drop(&one.name))),
            Operation::DropColumn { column, .. } => {
                if !can_drop(from, column, &gone) {
                    return None;
                }
                ranked.push((2, column::drop(&to.name, column)));
            }
            Operation::AddColumn { column, fill, .. } => {
                let key = beside(column, &mut keys);
                if !can_add(column, fill, to, key) {
                    return None;
                }
                ranked.push((3, add_column(to, column, key)));
            }
            Operation::AddPart { of, part: Part::Index(one) } => ranked.push((4, index::create(&of.name, one))),
            Operation::AddPart { part: Part::Trigger(one), .. } => ranked.push((5, trigger::create(one))),
            Operation::RenamePart { kind: PartKind::Index, from: old, to: new, .. } => {
                let one = to.indexes.iter().find(|index| index.name == *new);
                let one = one.or_else(|| from.indexes.iter().find(|index| index.name == *old))?;
                ranked.push((1, index::drop(old)));
                ranked.push((4, index::create(&id.name, &Index { name: new.clone(), ..one.clone() })));
            }
            Operation::AlterPart { of, from: Part::Index(old), to: Part::Index(new) } => {
                ranked.push((1, index::drop(&old.name)));
                ranked.push((4, index::create(&of.name, new)));
            }
            Operation::AlterPart { from: Part::Trigger(old), to: Part::Trigger(new), .. } => {
                ranked.push((0, trigger::drop(&old.name)));
                ranked.push((5, trigger::create(new)));
            }
            // Only a comment differs, and SQLite has none.
            Operation::Alter { .. } if from.options == to.options => {}
            Operation::AddPart { part: Part::Constraint(_), .. } => {}
            _ => return None,
        }
    }
    // A constraint that came with no column of its own.
    if !keys.is_empty() {
        return None;
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    Some(ranked.into_iter().map(|(_, step)| step).collect())
}

/// The changes with each generated column that comes behind the columns that come and that it is computed from: ADD COLUMN
/// adds one at a time.
fn after_what_they_use(changes: &[Operation]) -> Vec<&Operation> {
    let added = |change: &Operation| match change {
        Operation::AddColumn { column, .. } => Some(column.clone()),
        _ => None,
    };
    let mut left: Vec<&Operation> = changes.iter().collect();
    let mut sorted = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let waits = |change: &Operation| {
            let Some(generated) = added(change).and_then(|column| column.generated) else { return false };
            let coming = left.iter().filter(|other| **other != change).filter_map(|other| added(other));
            coming.into_iter().any(|column| mentions(generated.expression.text(), &column.name))
        };
        // Where each waits for another it is SQLite that says so.
        let at = left.iter().position(|change| !waits(change)).unwrap_or(0);
        sorted.push(left.remove(at));
    }
    sorted
}

/// The foreign key that comes with this column alone, taken out of those that are left.
fn beside<'a>(column: &Column, keys: &mut Vec<&'a Constraint>) -> Option<&'a Constraint> {
    let at = keys.iter().position(|constraint| match &constraint.definition {
        ConstraintDefinition::ForeignKey(key) => key.columns == [column.name.clone()],
        _ => false,
    })?;
    Some(keys.remove(at))
}

fn can_add(column: &Column, fill: &Fill, to: &Table, key: Option<&Constraint>) -> bool {
    if let Some(generated) = &column.generated {
        return !generated.stored && key.is_none();
    }
    // A default other than NULL in a column that refers to something is refused while foreign keys are enforced.
    let refers = key.is_some();
    let default = match column.default.as_ref().filter(|default| default.text() != "NULL") {
        None => column.nullable,
        Some(default) => literal::is_constant(default) && !refers,
    };
    let filled = column.nullable || *fill == Fill::Nothing;
    default && filled && !in_keys(to, &column.name)
}

fn add_column(to: &Table, column: &Column, key: Option<&Constraint>) -> Step {
    let mut sql = format!("ALTER TABLE {} ADD COLUMN ", name(&to.name));
    if let Some(text) = table_text::added_column(to, column, key.as_slice()) {
        return Step::new(sql + text);
    }
    sql.push_str(&column::definition(column, to));
    if let Some(one) = key
        && let ConstraintDefinition::ForeignKey(references) = &one.definition
    {
        sql.push_str(&format!(" {}{}", constraint::named(one), constraint::references(references)));
    }
    Step::new(sql)
}

fn can_drop(from: &Table, column: &Column, gone: &impl Fn(PartKind, &str) -> bool) -> bool {
    let it = column.name.as_str();
    let constrained = from.constraints.iter().any(|constraint| match &constraint.definition {
        ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => {
            key.columns.iter().any(|name| name == it)
        }
        ConstraintDefinition::ForeignKey(key) => {
            key.columns.iter().any(|name| name == it)
                || (key.table == from.name && key.referred.iter().any(|name| name == it))
        }
        ConstraintDefinition::Check(check) => mentions(check.expression.text(), it),
        ConstraintDefinition::Exclusion(_) => false,
    });
    let computed = from
        .columns
        .iter()
        .filter_map(|other| other.generated.as_ref())
        .any(|generated| mentions(generated.expression.text(), it));
    let indexed = from.indexes.iter().any(|index| !gone(PartKind::Index, &index.name) && index_uses(index, it));
    let triggered =
        from.triggers.iter().any(|trigger| !gone(PartKind::Trigger, &trigger.name) && mentions(trigger.sql.text(), it));
    from.columns.len() > 1 && !constrained && !computed && !indexed && !triggered
}

fn in_keys(table: &Table, column: &str) -> bool {
    table.constraints.iter().any(|constraint| match &constraint.definition {
        ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => {
            key.columns.iter().any(|name| name == column)
        }
        _ => false,
    })
}

/// Whether an index depends on a column, by itself or in an expression.
pub(super) fn index_uses(index: &Index, column: &str) -> bool {
    index.columns.iter().any(|place| match &place.key {
        IndexKey::Column(name) => name == column,
        IndexKey::Expression(expression) => mentions(expression.text(), column),
    }) || index.predicate.as_ref().is_some_and(|predicate| mentions(predicate.text(), column))
}
