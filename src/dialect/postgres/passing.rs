//! Sequences that pass from one holder to another.
//!
//! The sequence of a serial column is a part of that column, and goes and comes with it. Where the same sequence is on the
//! other side the one of another column, or stands for itself, it must do neither: its position would be lost. So for
//! the comparison both sides show it as an object of its own, whose owner changes.

use std::collections::BTreeMap;

use crate::engine::Flavor;
use crate::schema::{
    Annotation, Column, Expr, Grant, Identity, IdentityKind, Kind, Node, Object, ObjectId, QName, Schema, Sequence,
};

use super::descent;
use super::render::{next, sequence_of};

/// What a sequence is in a schema.
#[derive(PartialEq)]
enum Holder {
    /// The serial column that it feeds.
    Column(QName, String),
    /// Itself.
    Itself,
}

/// Both schemas with the sequences that pass as objects of their own; none where none does.
pub(super) fn apart(from: &Schema, to: &Schema, flavor: &Flavor) -> Option<(Schema, Schema)> {
    let (folded_from, folded_to) = (folded(from, to), folded(to, from));
    if folded_from.is_some() || folded_to.is_some() {
        let (from, to) = (folded_from.unwrap_or_else(|| from.clone()), folded_to.unwrap_or_else(|| to.clone()));
        return Some(apart(&from, &to, flavor).unwrap_or((from, to)));
    }
    let (before, after) = (holders(from), holders(to));
    // The sequence of a table that is made anew stays while the table goes.
    let goes = |holder: &Holder| match holder {
        Holder::Column(table, _) => {
            from.table(table).zip(to.table(table)).is_some_and(|(old, new)| descent::is_made_anew(old, new))
        }
        Holder::Itself => false,
    };
    // And whether it keeps its holder: then what roles may do with it is known on both sides.
    let pass: BTreeMap<&QName, bool> = before
        .iter()
        .filter_map(|(name, holder)| {
            let other = after.get(name)?;
            (other != holder || goes(holder)).then_some((name, other == holder))
        })
        .collect();
    if pass.is_empty() {
        return None;
    }
    let (mut old, mut new) = (set_apart(from, &pass, flavor), set_apart(to, &pass, flavor));
    for name in pass.iter().filter(|(_, keeps)| !**keeps).map(|(name, _)| *name) {
        let (had, has) = (grants(from, name, before.get(name)), grants(to, name, after.get(name)));
        // The new holder may know nothing of them: they are the sequence's, and stay with it.
        let has = if has.is_empty() { had.clone() } else { has };
        for (schema, grants) in [(&mut old, had), (&mut new, has)] {
            if let Some(Object::Sequence(sequence)) =
                schema.objects.get_mut(&ObjectId::new(Kind::Sequence, name.clone()))
            {
                sequence.annotation.grants = grants;
            }
        }
    }
    Some((old, new))
}

/// What roles may do with a sequence, whoever holds it.
fn grants(schema: &Schema, name: &QName, holder: Option<&Holder>) -> Vec<Grant> {
    match holder {
        Some(Holder::Column(table, column)) => {
            let column = schema.table(table).and_then(|table| table.column(column));
            column.and_then(|column| column.identity.as_ref()).map(|one| one.grants.clone()).unwrap_or_default()
        }
        _ => match schema.get(&ObjectId::new(Kind::Sequence, name.clone())) {
            Some(Object::Sequence(sequence)) => sequence.annotation.grants.clone(),
            _ => Vec::new(),
        },
    }
}

/// The schema with sequences of their own as parts of the columns that they feed, where such a column has an identity on the
/// other side, whose sequence is to have that very name: it goes on where the old one stood. None where there is none.
fn folded(schema: &Schema, other: &Schema) -> Option<Schema> {
    let replaced = |sequence: &Sequence| {
        let (table, name) = &fed_by(sequence, schema)?;
        let column = |schema: &Schema| schema.table(table).and_then(|table| table.column(name).cloned());
        let (own, its) = (column(schema)?, column(other)?);
        let same = |identity: &Identity| {
            identity.kind != IdentityKind::Serial && sequence_of(table, name, identity) == sequence.name
        };
        let id = ObjectId::new(Kind::Sequence, sequence.name.clone());
        let node = Node::Object(id.clone());
        let feeds_others = schema.depends.iter().any(|(one, needs)| {
            needs.contains(&node) && *one != Node::column(table, name) && *one != Node::table(table)
        });
        let passes = own.identity.is_none()
            && own.generated.is_none()
            && own.default.as_ref().is_some_and(|default| default.text() == next(&sequence.name))
            && its.identity.as_deref().is_some_and(same)
            && other.get(&id).is_none()
            && !feeds_others;
        passes.then(|| (sequence.clone(), (table.clone(), name.clone())))
    };
    let all = schema.objects.values().filter_map(|object| match object {
        Object::Sequence(sequence) => Some(sequence),
        _ => None,
    });
    let found: Vec<(Sequence, (QName, String))> = all.filter_map(replaced).collect();
    if found.is_empty() {
        return None;
    }
    let mut out = schema.clone();
    for (sequence, (table, name)) in found {
        let id = ObjectId::new(Kind::Sequence, sequence.name.clone());
        out.objects.shift_remove(&id);
        out.depends.remove(&Node::Object(id.clone()));
        for needs in out.depends.values_mut() {
            needs.retain(|need| *need.object() != id);
        }
        let Some(Object::Table(one)) = out.objects.get_mut(&ObjectId::table(&table)) else { continue };
        let unlogged = (one.options.unlogged != sequence.unlogged).then_some(sequence.unlogged);
        for column in one.columns.iter_mut().filter(|column| column.name == name) {
            column.default = None;
            let ty = sequence.ty.clone().unwrap_or_else(|| "bigint".to_owned());
            column.identity = Some(Box::new(Identity {
                sequence: Some(sequence.name.name.clone()),
                sequence_type: Some(ty).filter(|ty| *ty != column.ty),
                options: sequence.options.clone(),
                unlogged,
                comment: sequence.annotation.comment.clone(),
                grants: sequence.annotation.grants.clone(),
                unowned: sequence.owned_by.is_none(),
                ..Identity::new(IdentityKind::Serial)
            }));
        }
    }
    Some(out)
}

/// The column that owns a sequence; of one that nothing owns, the only one that takes its values from there.
fn fed_by(sequence: &Sequence, schema: &Schema) -> Option<(QName, String)> {
    if sequence.owned_by.is_some() {
        return sequence.owned_by.clone();
    }
    let next = next(&sequence.name);
    let feeds = |column: &&Column| column.default.as_ref().is_some_and(|default| default.text() == next);
    let fed = schema.tables().flat_map(|table| table.columns.iter().filter(feeds).map(|column| (&table.name, column)));
    let mut fed = fed.map(|(table, column)| (table.clone(), column.name.clone()));
    fed.next().filter(|_| fed.next().is_none())
}

fn holders(schema: &Schema) -> BTreeMap<QName, Holder> {
    let mut found = BTreeMap::new();
    for object in schema.objects.values() {
        match object {
            Object::Sequence(sequence) => {
                found.insert(sequence.name.clone(), Holder::Itself);
            }
            Object::Table(table) => {
                for column in &table.columns {
                    if let Some(sequence) = serial(&table.name, column) {
                        found.insert(sequence, Holder::Column(table.name.clone(), column.name.clone()));
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// The sequence of a serial column.
fn serial(table: &QName, column: &Column) -> Option<QName> {
    let identity = column.identity.as_ref().filter(|identity| identity.kind == IdentityKind::Serial)?;
    Some(sequence_of(table, &column.name, identity))
}

fn set_apart(schema: &Schema, pass: &BTreeMap<&QName, bool>, flavor: &Flavor) -> Schema {
    let mut out = schema.clone();
    let mut sequences = Vec::new();
    for object in out.objects.values_mut() {
        let Object::Table(table) = object else { continue };
        let (name, unlogged) = (table.name.clone(), table.options.unlogged && flavor.at_least(15, 0));
        let owner = table.annotation.owner.clone();
        for column in &mut table.columns {
            let Some(sequence) = serial(&name, column) else { continue };
            let Some(keeps) = pass.get(&sequence).copied() else { continue };
            let Some(identity) = column.identity.take() else { continue };
            column.default = Some(Expr(next(&sequence)));
            let mut annotation = Annotation::default();
            if keeps {
                (annotation.owner, annotation.grants) = (owner.clone(), identity.grants);
            }
            sequences.push(Sequence {
                name: sequence,
                ty: Some(column.ty.clone()).filter(|ty| ty != "bigint"),
                options: identity.options,
                owned_by: Some((name.clone(), column.name.clone())),
                unlogged,
                annotation,
            });
        }
    }
    for sequence in sequences {
        let id = ObjectId::new(Kind::Sequence, sequence.name.clone());
        if let Some((table, column)) = &sequence.owned_by {
            out.depends.entry(Node::column(table, column)).or_default().extend([Node::Object(id)]);
        }
        out.insert(Object::Sequence(sequence));
    }
    out
}
