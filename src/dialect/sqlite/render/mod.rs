//! The statements of an operation.

pub(super) mod column;
pub(super) mod constraint;
pub(super) mod index;
pub(super) mod table;
pub(super) mod table_text;
pub(super) mod trigger;
pub(super) mod view;
pub(super) mod written;

use crate::dialect::Step;
use crate::operation::{Operation, Part};
use crate::schema::{Kind, Object, ObjectId, PartKind, QName, Schema, Table};

use super::capabilities::in_the_way;
use super::normalize::KnownNames;
use super::{SYNTAX, in_place, quote, rebuild};
use crate::sql::{tokens, unquote};

/// The statements of an operation, in order.
pub(super) fn operation(operation: &Operation, before: &Schema, after: &Schema) -> Vec<Step> {
    match operation {
        Operation::Create(Object::Table(table)) => table::create(table),
        Operation::Create(Object::View(view)) => view::create(view),
        Operation::Drop(Object::Table(table)) => vec![table::drop(table, before)],
        Operation::Drop(Object::View(view)) => vec![view::drop(&view.name)],
        Operation::Rename { from, to } => match from.kind {
            Kind::Table => table::rename(&from.name, &to.name),
            Kind::View => view::rename(&from.name, &to.name, before, after),
            _ => Vec::new(),
        },
        Operation::RenameColumn { table, from, to } => vec![column::rename(table, from, to)],
        Operation::AddPart { part: Part::Trigger(trigger), .. } => vec![trigger::create(trigger)],
        Operation::DropPart { part: Part::Trigger(trigger), .. } => vec![trigger::drop(&trigger.name)],
        Operation::AddPart { of, part: Part::Index(index) } => vec![index::create(&of.name, index)],
        Operation::DropPart { part: Part::Index(index), .. } => vec![index::drop(&index.name)],
        Operation::AlterPart { of, from, to } => {
            let drop = Operation::DropPart { of: of.clone(), part: from.clone() };
            let add = Operation::AddPart { of: of.clone(), part: to.clone() };
            [drop, add].iter().flat_map(|one| self::operation(one, before, after)).collect()
        }
        Operation::RenamePart { of, kind: PartKind::Index, from, to } => index::rename(of, from, to, before, after),
        Operation::RenamePart { of, kind: PartKind::Trigger, from, to } => trigger::rename(of, from, to, before, after),
        Operation::RebuildTable { from, to, changes } => match in_place::steps(from, to, changes) {
            Some(steps) if changes.iter().any(|change| matches!(change, Operation::DropColumn { .. })) => {
                past_the_broken(steps, before, after)
            }
            Some(steps) => steps,
            None => rebuild::steps(from, to, changes, before),
        },
        // They stand alone only where `combine` has found that they can.
        Operation::AddColumn { table, column, .. } => vec![column::add(table, column, after)],
        // With DROP COLUMN SQLite respells strings in double quotes wherever they stand.
        Operation::DropColumn { table, .. } if has_quoted_strings(before) => {
            rebuilt_without(operation, table, before, after)
        }
        Operation::DropColumn { table, column, .. } => {
            past_the_broken(vec![column::drop(table, column)], before, after)
        }
        Operation::AlterColumn { table, .. } => alone(operation, table, before, after),
        Operation::AddPart { of, .. } | Operation::DropPart { of, .. } | Operation::RenamePart { of, .. } => {
            alone(operation, &of.name, before, after)
        }
        Operation::Alter { from: Object::Table(table), .. } => alone(operation, &table.name, before, after),
        // What is left has no place in SQLite: comments, grants, and kinds that `supports` answers no for.
        Operation::Alter { .. }
        | Operation::AlterAccess { .. }
        | Operation::Create(_)
        | Operation::Drop(_)
        | Operation::SetAside { .. }
        | Operation::TakeRows { .. }
        | Operation::BringRows(_)
        | Operation::AlterType(_) => Vec::new(),
    }
}

/// DROP COLUMN with the views and triggers that cannot run, and stay, out of its way.
fn past_the_broken(steps: Vec<Step>, before: &Schema, after: &Schema) -> Vec<Step> {
    let stays = |drop: &Operation| match drop {
        Operation::DropPart { of, part } => after.get(of).is_some_and(|object| object.as_dyn().parts().contains(part)),
        other => after.get(&other.object()) == before.get(&other.object()),
    };
    let away: Vec<Operation> = in_the_way(before).into_iter().filter(stays).collect();
    let drops = away.iter().flat_map(|drop| operation(drop, before, after));
    let again = away.iter().rev().flat_map(|drop| operation(&drop.inverse(), before, after));
    drops.collect::<Vec<Step>>().into_iter().chain(steps).chain(again).collect()
}

/// A change of one table by itself: in place where that can be, else by a rebuild of the table as it was.
fn alone(operation: &Operation, table: &QName, before: &Schema, after: &Schema) -> Vec<Step> {
    let Some((from, to)) = ends(operation, table, before, after) else { return Vec::new() };
    let changes = std::slice::from_ref(operation);
    in_place::steps(&from, &to, changes).unwrap_or_else(|| rebuild::steps(&from, &to, changes, before))
}

/// DROP COLUMN by a rebuild. The indexes and triggers that go in the same revision have gone before a column does.
fn rebuilt_without(operation: &Operation, table: &QName, before: &Schema, after: &Schema) -> Vec<Step> {
    let Some((mut from, _)) = ends(operation, table, before, after) else { return Vec::new() };
    if let Some(stays) = after.table(table) {
        from.indexes.retain(|index| stays.indexes.contains(index));
        from.triggers.retain(|trigger| stays.triggers.contains(trigger));
    }
    let to = rebuild::applied(&from, operation);
    rebuild::steps(&from, &to, std::slice::from_ref(operation), before)
}

/// A table before one change of it and after.
fn ends(operation: &Operation, table: &QName, before: &Schema, after: &Schema) -> Option<(Table, Table)> {
    match (before.table(table), after.table(table)) {
        (Some(from), _) => Some((from.clone(), rebuild::applied(from, operation))),
        (None, Some(to)) => Some((rebuild::applied(to, &operation.inverse()), to.clone())),
        (None, None) => None,
    }
}

/// The query of a view, and the triggers of a view or table.
pub(super) fn texts(object: &Object) -> impl Iterator<Item = &str> {
    let (query, triggers) = match object {
        Object::Table(table) => (None, table.triggers.as_slice()),
        Object::View(view) => (Some(view.query.text()), view.triggers.as_slice()),
        _ => (None, &[][..]),
    };
    query.into_iter().chain(triggers.iter().map(|trigger| trigger.sql.text()))
}

/// Whether the text of a view or a trigger has a string in double quotes: a text in them that names nothing.
fn has_quoted_strings(schema: &Schema) -> bool {
    let mut quoted = schema.objects.values().flat_map(texts).filter(|text| text.contains('"')).peekable();
    if quoted.peek().is_none() {
        return false;
    }
    let mut names = KnownNames::default();
    for object in schema.objects.values() {
        names.extend([object.id().name.name.as_str()]);
        let triggers = match object {
            Object::Table(table) => {
                names.extend(table.columns.iter().map(|column| column.name.as_str()));
                &table.triggers
            }
            Object::View(view) => {
                names.extend(view.columns.iter().map(String::as_str));
                &view.triggers
            }
            _ => continue,
        };
        names.extend(triggers.iter().map(|trigger| trigger.name.as_str()));
    }
    let unknown = |text: &str| {
        tokens(SYNTAX, text).any(|token| token.text.starts_with('"') && !names.has(&unquote(SYNTAX, token.text)))
    };
    quoted.any(unknown)
}

/// A name as SQL.
pub(super) fn name(name: &QName) -> String {
    quote::identifier(&name.name)
}

/// The parts of the table or view that `of` names, wherever it stands.
fn find<'a>(of: &ObjectId, before: &'a Schema, after: &'a Schema) -> impl Iterator<Item = &'a Object> {
    [before.get(of), after.get(of)].into_iter().flatten()
}
