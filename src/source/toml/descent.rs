//! Partitions and tables that inherit, in a schema file: what a child has from its parents is not said again.
//!
//! The reader gives a child what its parents have ([`columns`], [`rules`]); the writer takes away what would come of itself
//! ([`said`]). Both ask the database what it does to a child ([`crate::dialect::Dialect::passes_on`]).

use std::collections::HashMap;

use super::document::At;
use super::unresolved::{UnresolvedConstraint, UnresolvedIndex, UnresolvedTable};
use crate::dialect::Dialect;
use crate::operation::{Fill, Operation, Part};
use crate::schema::{
    Annotation, Column, Constraint, ConstraintDefinition, Expr, Object, ObjectId, Origin, PartKind, QName, Schema,
    Table,
};

/// Gives the columns of parents to their children.
pub(super) fn columns(tables: &mut [UnresolvedTable<'_>], dialect: &dyn Dialect) {
    for at in in_order(tables) {
        let Some(child) = tables.get(at) else { continue };
        let parents = parents(child, tables);
        let Some(child) = tables.get_mut(at) else { continue };
        let mut from_parents: Vec<Column> = Vec::new();
        for column in parents.iter().flat_map(|parent| inherited(parent, &child.table, dialect)) {
            match from_parents.iter_mut().find(|one| one.name == column.name) {
                Some(one) => meet(one, column),
                None => from_parents.push(column),
            }
        }
        let places = std::mem::take(&mut child.columns);
        let said: Vec<_> = std::mem::take(&mut child.table.columns).into_iter().zip(places).collect();
        // Whoever names all of them says their order.
        let all = from_parents.iter().all(|column| said.iter().any(|(one, _)| one.name == column.name));
        let mut found = Vec::new();
        let partition = child.table.options.partition_of.is_some();
        let of = |name: &str| from_parents.iter().find(|one| one.name == name);
        let whole = |column: &Column| match of(&column.name) {
            Some(parent) if column.annotation.origin == Origin::Inherited => completed(column, parent),
            Some(parent) => {
                let mut column = column.clone();
                column.annotation.origin = if partition { Origin::Inherited } else { Origin::Merged };
                if !partition && !parent.nullable {
                    column.not_null.origin = if column.nullable { Origin::Inherited } else { Origin::Merged };
                    column.nullable = false;
                }
                column
            }
            None => column.clone(),
        };
        if !all {
            for parent in &from_parents {
                found.push(match said.iter().find(|(one, _)| one.name == parent.name) {
                    Some((one, at)) => (whole(one), at.clone()),
                    None => (parent.clone(), child.at.clone()),
                });
            }
        }
        for (column, at) in said {
            if !found.iter().any(|(one, _)| one.name == column.name) {
                found.push((whole(&column), at));
            }
        }
        (child.table.columns, child.columns) = found.into_iter().unzip();
    }
}

/// Gives a table of a composite type of the file the columns that it does not say itself.
pub(super) fn of_types(tables: &mut [UnresolvedTable<'_>], objects: &[(Object, At<'_>)], dialect: &dyn Dialect) {
    for table in tables {
        let Some(of) = &table.table.options.of_type else { continue };
        let its_type = objects.iter().find_map(|(object, _)| match object {
            Object::CompositeType(one) if dialect.qualified(&one.name) == *of => Some(one),
            _ => None,
        });
        let Some(its_type) = its_type else { continue };
        let places = std::mem::take(&mut table.columns);
        let mut said: Vec<_> = std::mem::take(&mut table.table.columns).into_iter().zip(places).collect();
        let mut found = Vec::new();
        let keyed: Vec<&String> = table
            .constraints
            .iter()
            .filter_map(|one| match &one.constraint.definition {
                ConstraintDefinition::PrimaryKey(key) => Some(&key.columns),
                _ => None,
            })
            .flatten()
            .collect();
        for attribute in &its_type.attributes {
            let mut whole = Column::new(&attribute.name, attribute.ty.clone());
            whole.collation.clone_from(&attribute.collation);
            whole.nullable = !keyed.contains(&&attribute.name);
            match said.iter().position(|(one, _)| one.name == attribute.name) {
                None => found.push((whole, table.at.clone())),
                Some(place) => {
                    let (mut column, at) = said.remove(place);
                    if column.annotation.origin == Origin::Inherited {
                        column = completed(&column, &whole);
                        column.annotation.origin = Origin::default();
                    }
                    found.push((column, at));
                }
            }
        }
        found.append(&mut said);
        (table.table.columns, table.columns) = found.into_iter().unzip();
    }
}

/// Gives the checks, keys and indexes of parents to their children.
pub(super) fn rules(tables: &mut [UnresolvedTable<'_>], dialect: &dyn Dialect) {
    for at in in_order(tables) {
        let Some(child) = tables.get(at) else { continue };
        let parents = parents(child, tables);
        let Some(child) = tables.get_mut(at) else { continue };
        let partition = child.table.options.partition_of.is_some();
        for part in parents.iter().flat_map(parts) {
            let mut made = part.clone();
            match &mut made {
                Part::Constraint(one) if one.foreign_key().is_some() => {}
                Part::Constraint(one) if one.kind() == PartKind::Check => {
                    if matches!(&one.definition, ConstraintDefinition::Check(check) if check.no_inherit) {
                        continue;
                    }
                    let own = child
                        .constraints
                        .iter_mut()
                        .find(|own| own.constraint.kind() == PartKind::Check && own.constraint.name == one.name);
                    if let Some(own) = own {
                        // It may have come from another parent already.
                        if own.constraint.annotation.origin == Origin::Inherited {
                            continue;
                        }
                        let origin = if partition { Origin::Inherited } else { Origin::Merged };
                        own.constraint.annotation.origin = origin;
                    } else {
                        one.annotation = Annotation { origin: Origin::Inherited, ..Annotation::default() };
                        let one = one.clone();
                        child.constraints.push(constraint(one, child.at.clone()));
                    }
                }
                _ if !partition => {}
                part if part.is_only() => {}
                _ => partition_of_index(child, &part, dialect),
            }
        }
    }
}

/// A partition's own index or key for one of its parent.
fn partition_of_index(child: &mut UnresolvedTable<'_>, part: &Part, dialect: &dyn Dialect) {
    let name = part.key();
    let attached = |annotation: &Annotation| annotation.origin.attached() == Some(name.as_str());
    if child.constraints.iter().any(|own| attached(&own.constraint.annotation))
        || child.indexes.iter().any(|own| attached(&own.index.annotation))
    {
        return;
    }
    let Some(own) = dialect.name_of_partition(&child.table.name, part) else { return };
    let annotation = Annotation { origin: Origin::Attached(name), ..Annotation::default() };
    match part {
        Part::Constraint(one) => {
            // One of the same that it has beside is the one.
            let alike = |own: &&mut UnresolvedConstraint<'_>| own.constraint.definition == one.definition;
            if let Some(own) = child.constraints.iter_mut().find(alike) {
                own.constraint.annotation.origin = annotation.origin;
                return;
            }
            let one = Constraint { name: Some(own), annotation, ..one.clone() };
            child.constraints.push(constraint(one, child.at.clone()));
        }
        Part::Index(one) => {
            let index = crate::schema::Index { name: own, annotation, ..one.clone() };
            let at = child.at.clone();
            child.indexes.push(UnresolvedIndex { index, at, name_at: None, renamed_from: None });
        }
        _ => {}
    }
}

fn constraint(constraint: Constraint, at: At<'_>) -> UnresolvedConstraint<'_> {
    UnresolvedConstraint { constraint, at, name_at: None, after: None, target: None, renamed_from: None }
}

/// The parents of a table, with the constraints and indexes that stand beside them in the draft.
fn parents(child: &UnresolvedTable<'_>, tables: &[UnresolvedTable<'_>]) -> Vec<Table> {
    let find = |name: &QName| tables.iter().find(|table| table.name() == name);
    let whole = |drafted: &UnresolvedTable<'_>| Table {
        constraints: drafted.constraints.iter().map(|one| one.constraint.clone()).collect(),
        indexes: drafted.indexes.iter().map(|one| one.index.clone()).collect(),
        ..drafted.table.clone()
    };
    child.table.parents().filter_map(find).map(whole).collect()
}

/// The tables with parents by their places, parents before their children.
fn in_order(tables: &[UnresolvedTable<'_>]) -> Vec<usize> {
    let place: HashMap<&QName, usize> = tables.iter().enumerate().map(|(at, table)| (table.name(), at)).collect();
    let mut out = Vec::new();
    let mut left: Vec<usize> = (0..tables.len()).filter(|at| tables[*at].table.parents().next().is_some()).collect();
    while !left.is_empty() {
        let waits = |at: &usize| {
            let mut parents = tables[*at].table.parents().filter_map(|parent| place.get(parent));
            parents.any(|parent| left.contains(parent))
        };
        let (later, ready): (Vec<usize>, Vec<usize>) = left.iter().partition(|at| waits(at));
        if ready.is_empty() {
            // A ring: the database will say so.
            break;
        }
        out.extend(ready);
        left = later;
    }
    out
}

/// The columns that a child has from a parent, if nothing else is said of them.
fn inherited(parent: &Table, child: &Table, dialect: &dyn Dialect) -> Vec<Column> {
    let child = Table { columns: Vec::new(), ..child.clone() };
    let come = |column: &Column| Operation::AddColumn {
        table: parent.name.clone(),
        column: Column { statistics: None, ..column.clone() },
        fill: Fill::Nothing,
        references: None,
        after: None,
    };
    let passed = parent.columns.iter().flat_map(|column| dialect.passes_on(&come(column), &child, &child));
    passed
        .filter_map(|operation| match operation {
            Operation::AddColumn { column, .. } => Some(column),
            _ => None,
        })
        .collect()
}

/// A column that another parent has too: it is NOT NULL where one of them says so, by that one's constraint.
fn meet(one: &mut Column, other: Column) {
    if one.nullable && !other.nullable {
        (one.nullable, one.not_null) = (false, other.not_null);
    }
}

fn parts(table: &Table) -> Vec<Part> {
    let constraints = table.constraints.iter().cloned().map(Part::Constraint);
    constraints.chain(table.indexes.iter().cloned().map(Part::Index)).collect()
}

/// What a child says of a column that it has from a parent, on top of what it has from there.
fn completed(said: &Column, parent: &Column) -> Column {
    let own = |said: &Option<String>, parent: &Option<String>| match said.as_deref() {
        Some("default") => None,
        Some(word) => Some(word.to_owned()),
        None => parent.clone(),
    };
    let nullable = parent.nullable && said.nullable;
    let mut not_null = parent.not_null.clone();
    if said.not_null.name.is_some() || parent.nullable && !nullable {
        not_null = said.not_null.clone();
    }
    not_null.comment.clone_from(&said.not_null.comment);
    if !parent.nullable && !said.nullable {
        not_null.origin = Origin::Merged;
    }
    Column {
        nullable,
        not_null,
        default: match &said.default {
            Some(none) if none.text().eq_ignore_ascii_case("null") => None,
            Some(default) => Some(default.clone()),
            None => parent.default.clone(),
        },
        storage: own(&said.storage, &parent.storage),
        compression: own(&said.compression, &parent.compression),
        generated: said.generated.clone().or_else(|| parent.generated.clone()),
        statistics: said.statistics,
        parameters: said.parameters.clone(),
        options: said.options.clone(),
        annotation: said.annotation.clone(),
        ..parent.clone()
    }
}

/// The schema as a schema file says it: without what children have from their parents.
pub(super) fn said(schema: &mut Schema, dialect: &dyn Dialect) {
    let whole = schema.clone();
    for object in schema.objects.values_mut() {
        let Object::Table(table) = object else { continue };
        let parents: Vec<&Table> = table.parents().filter_map(|parent| whole.table(parent)).collect();
        if parents.is_empty() {
            continue;
        }
        let mut from_parents: Vec<Column> = Vec::new();
        for column in parents.iter().flat_map(|parent| inherited(parent, table, dialect)) {
            match from_parents.iter_mut().find(|one| one.name == column.name) {
                Some(one) => meet(one, column),
                None => from_parents.push(column),
            }
        }
        let usual = from_parents.iter().map(|one| one.name.as_str());
        let own = table.columns.iter().filter(|one| !from_parents.iter().any(|other| other.name == one.name));
        let usual: Vec<&str> = usual.chain(own.map(|one| one.name.as_str())).collect();
        let in_order = table.columns.iter().map(|one| one.name.as_str()).eq(usual);
        let name = table.name.clone();
        let columns = std::mem::take(&mut table.columns).into_iter().filter_map(|column| {
            let parent = from_parents.iter().find(|one| one.name == column.name);
            match parent.filter(|_| column.annotation.origin == Origin::Inherited) {
                Some(parent) if *parent == column && in_order => None,
                Some(parent) => Some(difference(&column, parent, &name, dialect)),
                // That it is never NULL its parent says alone.
                None if column.not_null.origin == Origin::Inherited => Some(Column { nullable: true, ..column }),
                None => Some(column),
            }
        });
        table.columns = columns.collect();
        let all: Vec<Part> = parents.iter().flat_map(|parent| parts(parent)).collect();
        let of = ObjectId::table(&table.name);
        let comes = |part: &Part| match part.origin() {
            Origin::Inherited => part_comment(part).is_none(),
            Origin::Attached(name) => {
                let looked_for = |one: &&Part| !one.is_only();
                all.iter().filter(|one| one.key() == *name && one.kind() == part.kind()).filter(looked_for).any(|one| {
                    let mut made = one.named_as(part);
                    let annotation = Annotation { origin: part.origin().clone(), ..Annotation::default() };
                    match &mut made {
                        Part::Constraint(one) => one.annotation = annotation,
                        Part::Index(one) => one.annotation = annotation,
                        _ => {}
                    }
                    dialect.name_of_partition(&of.name, one).as_ref() == Some(&part.key()) && made == *part
                })
            }
            _ => false,
        };
        table.constraints.retain(|one| !comes(&Part::Constraint(one.clone())));
        table.indexes.retain(|one| !comes(&Part::Index(one.clone())));
    }
}

fn part_comment(part: &Part) -> Option<&String> {
    match part {
        Part::Constraint(one) if one.foreign_key().is_none() => one.annotation.comment.as_ref(),
        _ => None,
    }
}

/// What a child has to say of a column that it has from a parent.
fn difference(column: &Column, parent: &Column, table: &QName, dialect: &dyn Dialect) -> Column {
    let own = |mine: &Option<String>, parent: &Option<String>| match mine {
        None if parent.is_some() => Some("default".to_owned()),
        Some(_) if mine == parent => None,
        mine => mine.clone(),
    };
    let mut not_null = column.not_null.clone();
    // One that has been validated where the parent's has not says so by its name.
    let validated = not_null.origin != Origin::Inherited && not_null.not_valid != parent.not_null.not_valid;
    match parent.nullable {
        false if not_null.name == parent.not_null.name && !validated => not_null.name = None,
        false if not_null.name.is_none() => not_null.name = dialect.usual_not_null(table, &column.name),
        _ => {}
    }
    Column {
        nullable: column.nullable || (!parent.nullable && column.not_null.origin != Origin::Merged),
        not_null,
        default: match &column.default {
            None if parent.default.is_some() && column.generated.is_none() => Some(Expr::from("NULL")),
            Some(_) if column.default == parent.default => None,
            mine => mine.clone(),
        },
        storage: own(&column.storage, &parent.storage),
        compression: own(&column.compression, &parent.compression),
        generated: column.generated.clone().filter(|_| column.generated != parent.generated),
        identity: None,
        collation: None,
        ..column.clone()
    }
}
