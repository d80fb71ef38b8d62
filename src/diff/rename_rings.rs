//! Rings of renames (`a` from `b` and `b` from `a`): whether they have been done.
//!
//! Every other rename is seen to be done by its old name being gone. In a ring no name goes: what tells is which of the two
//! readings of the database is more like what is wanted. Tables come first: where the columns of a ring stand is known when
//! it is known which table is which.

use std::collections::BTreeSet;

use crate::error::Result;
use crate::schema::{Hints, Node, Object, ObjectId, PartKind, Schema, Table};

use super::renames::taken_over;
use super::{DiffError, rename_candidates};

/// Takes out of the hints of a schema file the rings of renames that have been done.
///
/// # Errors
/// Where both readings are alike: a guess would swap what has been swapped, or leave in silence what has not.
pub fn resolve_rename_cycles(from: &Schema, to: &Schema, hints: &mut Hints) -> Result<()> {
    for of_objects in [true, false] {
        let mut done: Vec<Node> = Vec::new();
        for ring in rings(hints, of_objects) {
            let here = |node: &Node| before(node, from, to, hints);
            // A database that has not all of them has not been there: the names say what is to be done.
            let there = |node: &Node| from.get(node.object()).is_some_and(|object| object.nodes().contains(node));
            if !ring.iter().all(|(old, _)| there(&here(old))) {
                continue;
            }
            let (mut as_it_stands, mut as_renamed) = (0.0, 0.0);
            for (old, new) in &ring {
                as_it_stands += alike(from, &here(new), to, new, hints);
                as_renamed += alike(from, &here(old), to, new, hints);
            }
            if (as_it_stands - as_renamed).abs() < f32::EPSILON * 8.0 {
                let names = ring.iter().map(|(old, _)| old.to_string()).collect();
                return Err(DiffError::RingOfRenames { names }.into());
            }
            if as_it_stands > as_renamed {
                done.extend(ring.into_iter().map(|(old, _)| old));
            }
        }
        hints.renames.retain(|(old, _)| !done.contains(old));
    }
    Ok(())
}

/// The rings among the renames of objects, or of parts: the old and the new name of each rename.
fn rings(hints: &Hints, of_objects: bool) -> Vec<Vec<(Node, Node)>> {
    let next = |node: &Node| hints.renames.iter().find(|(old, _)| old == node).map(|(_, new)| new);
    let mut rings = Vec::new();
    for (start, first) in hints.renames.iter().filter(|(old, _)| matches!(old, Node::Object(_)) == of_objects) {
        let mut ring = vec![(start.clone(), first.clone())];
        let mut at = first;
        while let Some(new) = next(at).filter(|_| at != start && ring.len() <= hints.renames.len()) {
            ring.push((at.clone(), new.clone()));
            at = new;
        }
        // Each ring once: by the least of its names.
        if at == start && ring.len() > 1 && ring.iter().all(|(old, _)| old >= start) {
            rings.push(ring);
        }
    }
    rings
}

/// A node of the hints as the database has it: a part is named by the new name of its object, and stands in the old one
/// while that is still to be renamed.
fn before(node: &Node, from: &Schema, to: &Schema, hints: &Hints) -> Node {
    let Node::Part(of, kind, name) = node else { return node.clone() };
    let there = |node: &Node| from.get(node.object()).is_some();
    let old = hints.renames.iter().find_map(|(old, new)| match (old, new) {
        (Node::Object(old_id), Node::Object(new_id)) if new_id == of => {
            let pending = from.get(old_id).is_some() && to.get(new_id).is_some() && !taken_over(old, hints, &there);
            pending.then(|| old_id.clone())
        }
        _ => None,
    });
    Node::Part(old.unwrap_or_else(|| of.clone()), *kind, name.clone())
}

/// How alike what is there and what is wanted are, whatever they are called.
fn alike(from: &Schema, old: &Node, to: &Schema, new: &Node, hints: &Hints) -> f32 {
    match (from.get(old.object()), to.get(new.object()), old, new) {
        (Some(Object::Table(a)), Some(Object::Table(b)), Node::Object(_), Node::Object(id)) => {
            // Its columns may have been renamed before, or come to be with it.
            tables(a, b, &[]).max(tables(a, b, &columns_renamed(id, hints)))
        }
        _ => rename_candidates::alike(from, old, to, new),
    }
}

/// The old and the new names of a table's columns.
fn columns_renamed<'h>(id: &ObjectId, hints: &'h Hints) -> Vec<(&'h str, &'h str)> {
    let of_table = hints.renames.iter().filter_map(|(old, new)| match (old, new) {
        (Node::Part(of, PartKind::Column, old), Node::Part(_, _, new)) if of == id => {
            Some((old.as_str(), new.as_str()))
        }
        _ => None,
    });
    of_table.collect()
}

/// The share of what is said of two tables that is said of both, the columns of the first under their new names.
fn tables(a: &Table, b: &Table, renamed: &[(&str, &str)]) -> f32 {
    let (a, b) = (sayings(a, renamed), sayings(b, &[]));
    let common = a.intersection(&b).count() as f32;
    let all = (a.len() + b.len()) as f32;
    if all == 0.0 { 0.0 } else { 2.0 * common / all }
}

/// What is said of a table, whatever it is called.
fn sayings(table: &Table, renamed: &[(&str, &str)]) -> BTreeSet<String> {
    let mut said = BTreeSet::new();
    for column in &table.columns {
        let name = renamed.iter().find(|(old, _)| *old == column.name).map_or(column.name.as_str(), |(_, new)| new);
        said.insert(name.to_owned());
        said.insert(format!("{name} {}", column.ty));
        said.insert(format!("{name} {} {:?} {:?}", column.nullable, column.default, column.identity));
        if let Some(generated) = &column.generated {
            said.insert(format!("{name} {generated:?}"));
        }
    }
    for constraint in &table.constraints {
        said.insert(format!("{:?}", constraint.definition));
    }
    for index in &table.indexes {
        said.insert(format!("{:?} {:?} {}", index.columns, index.predicate, index.unique));
    }
    said.insert(format!("{:?}", table.options));
    said
}
