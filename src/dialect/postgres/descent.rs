//! What PostgreSQL does to partitions and to tables that inherit when it does something to their parent.
//!
//! `ALTER TABLE` goes down to the children unless it says `ONLY` (`ATSimpleRecursion` and its like in
//! `src/backend/commands/tablecmds.c`); an index of a partitioned table is made, or found, on each partition
//! (`DefineIndex` in `indexcmds.c`).

use crate::engine::Flavor;
use crate::operation::{Operation, Part};
use crate::schema::{
    Annotation, Column, Constraint, ConstraintDefinition, Enabled, Expr, IdentityKind, NotNull, ObjectId, Origin,
    Parameters, PartKind, QName, Table, Trigger,
};

use super::render::{next, sequence_of};
use super::{SYNTAX, names};
use crate::sql::{self, TokenKind};

/// What becomes of a child when this is done to its parent, as operations on the child. `wanted` is what the child is to be
/// in the end: it says which of its indexes are made by themselves, under a name of their own.
pub(super) fn passed(operation: &Operation, child: &Table, wanted: &Table, flavor: &Flavor) -> Vec<Operation> {
    let partition = child.options.partition_of.is_some();
    let of = ObjectId::table(&child.name);
    match operation {
        Operation::AddColumn { table, column, .. } => match child.column(&column.name) {
            Some(own) => {
                let comes = inherited(table, column, child, flavor);
                altered(child, own, |own| {
                    own.annotation.origin = Origin::Merged;
                    // Where it is a constraint, NOT NULL comes with the parent's column; before, it does not.
                    if comes.not_null.origin == Origin::Inherited {
                        if own.nullable {
                            (own.nullable, own.not_null) = (false, comes.not_null);
                        } else {
                            own.not_null.origin = Origin::Merged;
                        }
                    }
                })
            }
            None => vec![Operation::AddColumn {
                table: child.name.clone(),
                column: inherited(table, column, child, flavor),
                fill: crate::operation::Fill::Nothing,
                references: None,
                after: child.columns.last().map(|last| last.name.clone()),
            }],
        },
        Operation::DropColumn { column, kept_below: true, .. } => match child.column(&column.name) {
            Some(own) => altered(child, own, |own| own.annotation.origin = Origin::Own),
            None => Vec::new(),
        },
        Operation::DropColumn { column, .. } => match child.column(&column.name) {
            Some(own) if own.annotation.origin == Origin::Inherited => vec![Operation::DropColumn {
                table: child.name.clone(),
                column: own.clone(),
                references: None,
                after: None,
                kept_below: false,
            }],
            Some(own) => altered(child, own, |own| own.annotation.origin = Origin::Own),
            None => Vec::new(),
        },
        Operation::AlterColumn { table, from, to, .. } => match child.column(&to.name) {
            // The children keep it, each as its own.
            Some(own)
                if !own.annotation.origin.is_own()
                    && !partition
                    && [from, to].iter().all(|one| !one.nullable)
                    && !from.not_null.no_inherit
                    && to.not_null.no_inherit =>
            {
                altered(child, own, |own| {
                    if own.not_null.origin == Origin::Inherited {
                        let named = from.not_null.name.clone();
                        own.not_null.name = Some(named.unwrap_or_else(|| names::not_null(&table.name, &from.name)));
                    }
                    own.not_null.origin = Origin::Own;
                })
            }
            Some(own) if !own.annotation.origin.is_own() => {
                let (old, new) = (inherited(table, from, child, flavor), inherited(table, to, child, flavor));
                altered(child, own, |own| follow(own, &old, &new, partition))
            }
            _ => Vec::new(),
        },
        // When a trigger fires goes down to all partitions, whatever was said of theirs.
        Operation::AlterPart { from: Part::Trigger(from), to: Part::Trigger(to), .. } if partition => {
            if !to.is_inherited() && from.sql == to.sql && from.enabled == to.enabled {
                return Vec::new();
            }
            let set = |one: &Trigger| Part::Trigger(Trigger::inherited(&one.name, one.enabled));
            vec![Operation::AlterPart { of, from: set(from), to: set(to) }]
        }
        Operation::AddPart { part: Part::Trigger(one), .. } | Operation::DropPart { part: Part::Trigger(one), .. }
            if partition && one.is_inherited() =>
        {
            let set = |enabled| Part::Trigger(Trigger::inherited(&one.name, enabled));
            vec![Operation::AlterPart { of, from: set(Enabled::Origin), to: set(one.enabled) }]
        }
        Operation::AddPart { part: Part::Trigger(_), .. } | Operation::DropPart { part: Part::Trigger(_), .. } => {
            Vec::new()
        }
        Operation::AddPart { part: Part::Constraint(one), .. } => match &one.definition {
            ConstraintDefinition::Check(check) if check.no_inherit => Vec::new(),
            ConstraintDefinition::Check(_) => rule_comes(child, one, partition),
            ConstraintDefinition::ForeignKey(_) if partition => rule_comes(child, one, partition),
            ConstraintDefinition::ForeignKey(_) => Vec::new(),
            _ if partition => index_of_whole_comes(child, wanted, &Part::Constraint(one.clone())),
            _ => Vec::new(),
        },
        Operation::AddPart { part: part @ Part::Index(_), .. } if partition => {
            index_of_whole_comes(child, wanted, part)
        }
        Operation::DropPart { part: Part::Constraint(one), .. }
            if matches!(one.kind(), PartKind::Check | PartKind::ForeignKey) =>
        {
            let Some(own) = child.constraints.iter().find(|own| is_the_same(own, one)) else { return Vec::new() };
            match own.annotation.origin {
                Origin::Inherited => vec![Operation::DropPart { of, part: Part::Constraint(own.clone()) }],
                Origin::Merged => marked(of, own, Origin::Own),
                _ => Vec::new(),
            }
        }
        Operation::DropPart { part, .. } => {
            attached(child, &part.key()).into_iter().map(|part| Operation::DropPart { of: of.clone(), part }).collect()
        }
        Operation::RenamePart { kind: PartKind::Check, from, to, .. } => {
            let own = child.constraints.iter().find(|own| own.kind() == PartKind::Check && own.key() == *from);
            let own = own.filter(|own| !own.annotation.origin.is_own());
            own.map(|_| Operation::RenamePart { of, kind: PartKind::Check, from: from.clone(), to: to.clone() })
                .into_iter()
                .collect()
        }
        Operation::RenamePart { from, to, .. } => attached(child, from)
            .into_iter()
            .map(|part| Operation::AlterPart {
                of: of.clone(),
                to: with_origin(&part, Origin::Attached(to.clone())),
                from: part,
            })
            .collect(),
        Operation::AlterPart { from: Part::Constraint(from), to: Part::Constraint(to), .. } => {
            let own = child.constraints.iter().find(|own| is_the_same(own, from) && !own.annotation.origin.is_own());
            let Some(own) = own.filter(|own| matches!(own.kind(), PartKind::Check | PartKind::ForeignKey)) else {
                return Vec::new();
            };
            let to = Constraint { definition: to.definition.clone(), ..own.clone() };
            vec![Operation::AlterPart { of, from: Part::Constraint(own.clone()), to: Part::Constraint(to) }]
        }
        _ => Vec::new(),
    }
}

/// Whether a table becomes another only by a new one in its place: PostgreSQL cannot change how a table is divided, nor the type
/// of what it is divided by; a column or a NOT NULL that a table declares itself beside its parent's never becomes one that it only
/// inherits; and a foreign table stays at its server.
pub(super) fn is_made_anew(from: &Table, to: &Table) -> bool {
    if !from.is_held_with(to) {
        return true;
    }
    let partition = from.options.partition_of.is_some() || to.options.partition_of.is_some();
    let disowned = |column: &&Column| {
        let before = from.column(&column.name).map(|old| &old.annotation.origin);
        column.annotation.origin == Origin::Inherited && before.is_some_and(|origin| *origin != Origin::Inherited)
    };
    let disowns_not_null = |column: &&Column| {
        let declares = |old: &Column| !old.nullable && old.not_null.origin == Origin::Merged;
        let inherits = !column.nullable && column.not_null.origin == Origin::Inherited;
        inherits && from.column(&column.name).is_some_and(declares)
    };
    // Where it leaves its parents and comes back, all that it has from them is its own too.
    let owned = |to_be: Origin| {
        let inherited = |name: &str| from.column(name).is_some_and(|old| old.annotation.origin == Origin::Inherited);
        to.columns.iter().any(|column| column.annotation.origin == to_be && inherited(&column.name))
    };
    let inherits_only = || to.columns.iter().any(|column| column.annotation.origin == Origin::Inherited);
    let disowns = to.columns.iter().any(|column| disowned(&column) || disowns_not_null(&column))
        || owned(Origin::Merged) && inherits_only();
    // What leaves its parents, or one of them because another comes before it, has as its own what it had from there.
    let kept = from.options.inherits.iter().zip(&to.options.inherits).take_while(|(a, b)| a == b).count();
    let mut left = from.options.inherits.iter().skip(kept);
    let returns = (kept == 0 || left.any(|parent| to.options.inherits.contains(parent))) && owned(Origin::Inherited);
    // What it is to have from a parent that comes it must have before that comes, and then it is its own too.
    let brings = to.options.inherits.len() > kept
        && to.columns.iter().any(|one| one.annotation.origin == Origin::Inherited && from.column(&one.name).is_none());
    if !partition && (disowns || returns || brings) {
        return true;
    }
    // What leaves a whole keeps its columns as its own, and a table that inherits has some of its parent's alone.
    if from.options.partition_of.is_some() && to.options.partition_of.is_none() && inherits_only() {
        return true;
    }
    let (Some(old), Some(new)) = (&from.options.partition_by, &to.options.partition_by) else {
        return from.options.partition_by != to.options.partition_by;
    };
    let retyped = |column: &&Column| {
        let other = to.column(&column.name);
        other.is_some_and(|other| other.ty != column.ty || other.collation != column.collation)
    };
    old != new || from.columns.iter().filter(retyped).any(|column| mentions(old, &column.name))
}

/// Whether an expression may mention a column: whether its name stands in it.
pub(super) fn mentions(expression: &Expr, column: &str) -> bool {
    let names = sql::tokens(SYNTAX, expression.text())
        .filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent));
    let mut names = names.map(|token| sql::unquote(SYNTAX, token.text));
    names.any(|name| name == column)
}

/// A parent's column as a child has it from nobody else.
pub(super) fn inherited(parent: &QName, column: &Column, child: &Table, flavor: &Flavor) -> Column {
    let serial = column.identity.as_ref().filter(|identity| identity.kind == IdentityKind::Serial);
    let default = serial.map(|identity| Expr(next(&sequence_of(parent, &column.name, identity))));
    let mut not_null = NotNull::default();
    let nullable = column.nullable || column.not_null.no_inherit;
    if !nullable && flavor.at_least(18, 0) {
        not_null.not_valid = column.not_null.not_valid;
        if child.options.partition_of.is_none() {
            not_null.origin = Origin::Inherited;
        } else {
            let name = column.not_null.name.clone().unwrap_or_else(|| names::not_null(&parent.name, &column.name));
            not_null.name = Some(name).filter(|name| *name != names::not_null(&child.name.name, &column.name));
        }
    }
    Column {
        nullable,
        not_null,
        default: default.or_else(|| column.default.clone()),
        identity: None,
        parameters: Parameters::default(),
        options: Parameters::default(),
        annotation: Annotation { origin: Origin::Inherited, ..Annotation::default() },
        ..column.clone()
    }
}

/// A child's column after its parent's has changed.
fn follow(own: &mut Column, old: &Column, new: &Column, partition: bool) {
    let retyped = old.ty != new.ty || old.collation != new.collation;
    if retyped {
        own.ty.clone_from(&new.ty);
        own.collation.clone_from(&new.collation);
        // A type change puts them back to the type's own.
        own.storage = None;
        own.compression = None;
        // So is a partition's NOT NULL, under the parent's name.
        if !own.nullable && !new.nullable && new.not_null.origin == Origin::Own {
            own.not_null.name.clone_from(&new.not_null.name);
        }
    }
    if old.generated != new.generated {
        own.generated.clone_from(&new.generated);
    }
    if ![&*own, old, new].iter().any(|one| one.nullable) {
        // It is renamed in all partitions together, or not at all: where one has a name of its own, that one has to leave, as it
        // must for every other name.
        if partition && !retyped && old.not_null.name != new.not_null.name {
            let same = own.not_null.name == old.not_null.name;
            own.not_null.name.clone_from(if same { &new.not_null.name } else { &old.not_null.name });
        }
        let is_parents = own.not_null.origin == Origin::Inherited || partition;
        if is_parents && old.not_null.not_valid != new.not_null.not_valid {
            own.not_null.not_valid = new.not_null.not_valid;
            // The parent's goes and comes back, and so does a partition's, whatever it was called.
            if partition && new.not_null.not_valid {
                own.not_null.name.clone_from(&new.not_null.name);
            }
        }
    }
    if old.nullable != new.nullable {
        if !new.nullable && !own.nullable {
            // What it has already stays, under its name.
            own.not_null.origin = if partition { Origin::Own } else { Origin::Merged };
        } else if new.nullable && own.not_null.origin == Origin::Merged {
            own.not_null.origin = Origin::Own;
        } else {
            own.nullable = new.nullable;
            own.not_null = NotNull { comment: None, ..new.not_null.clone() };
        }
    }
    if old.default != new.default || own.default == old.default {
        own.default.clone_from(&new.default);
    }
    if retyped || old.storage != new.storage {
        own.storage.clone_from(&new.storage);
    }
    if old.statistics != new.statistics {
        own.statistics = new.statistics;
    }
}

fn altered(child: &Table, own: &Column, change: impl FnOnce(&mut Column)) -> Vec<Operation> {
    let mut to = own.clone();
    change(&mut to);
    if to == *own {
        return Vec::new();
    }
    vec![Operation::AlterColumn {
        table: child.name.clone(),
        from: own.clone(),
        to,
        using: None,
        fill: crate::operation::Fill::Nothing,
    }]
}

/// Whether a child's check or foreign key is the one of its parent: checks go by their names.
fn is_the_same(own: &Constraint, other: &Constraint) -> bool {
    own.kind() == other.kind()
        && (own.name == other.name || own.kind() == PartKind::ForeignKey && own.definition == other.definition)
}

/// A check or a foreign key that the parent gets.
fn rule_comes(child: &Table, one: &Constraint, partition: bool) -> Vec<Operation> {
    let of = ObjectId::table(&child.name);
    if let Some(own) = child.constraints.iter().find(|own| is_the_same(own, one)) {
        match own.annotation.origin {
            Origin::Inherited => Vec::new(),
            _ => marked(of, own, if partition { Origin::Inherited } else { Origin::Merged }),
        }
    } else {
        let annotation = Annotation { origin: Origin::Inherited, ..Annotation::default() };
        vec![Operation::AddPart { of, part: Part::Constraint(Constraint { annotation, ..one.clone() }) }]
    }
}

fn marked(of: ObjectId, own: &Constraint, origin: Origin) -> Vec<Operation> {
    let from = Part::Constraint(own.clone());
    vec![Operation::AlterPart { of, to: with_origin(&from, origin), from }]
}

/// The same, but that one which is not looked for on all partitions takes those that it is given.
fn index_of_whole_comes(child: &Table, wanted: &Table, whole: &Part) -> Vec<Operation> {
    let taken = || attached(wanted, &whole.key()).iter().any(|own| parts(child).any(|it| it.key() == own.key()));
    if whole.is_only() && !taken() { Vec::new() } else { index_comes(child, wanted, whole) }
}

/// An index or a key that the partitioned table gets. A partition that has the same already lends it; one that is to have
/// it under a name of its own gets it before.
fn index_comes(child: &Table, wanted: &Table, part: &Part) -> Vec<Operation> {
    let of = ObjectId::table(&child.name);
    let name = part.key();
    let there = parts(child).find(|own| own.kind() == part.kind() && origin(own).is_own() && alike(own, part));
    if let Some(own) = there {
        return vec![Operation::AlterPart { of, to: with_origin(&own, Origin::Attached(name)), from: own }];
    }
    let Some(own) = attached(wanted, &name).into_iter().next() else { return Vec::new() };
    if names::index(&child.name.name, part).as_ref() != Some(&own.key()) {
        return Vec::new();
    }
    let made = with_nothing_said(&part.named_as(&own));
    vec![Operation::AddPart { of, part: with_origin(&made, Origin::Attached(name)) }]
}

/// The index or key of a partition that belongs to this one of its parent.
fn attached(child: &Table, parent: &str) -> Vec<Part> {
    parts(child).filter(|part| origin(part).attached() == Some(parent)).collect()
}

fn parts(table: &Table) -> impl Iterator<Item = Part> + '_ {
    table.constraints.iter().cloned().map(Part::Constraint).chain(table.indexes.iter().cloned().map(Part::Index))
}

fn origin(part: &Part) -> Origin {
    let mut part = part.clone();
    annotation_of(&mut part).map(|said| said.origin.clone()).unwrap_or_default()
}

fn annotation_of(part: &mut Part) -> Option<&mut Annotation> {
    match part {
        Part::Constraint(one) => Some(&mut one.annotation),
        Part::Index(one) => Some(&mut one.annotation),
        _ => None,
    }
}

fn with_origin(part: &Part, origin: Origin) -> Part {
    let mut part = part.clone();
    if let Some(said) = annotation_of(&mut part) {
        said.origin = origin;
    }
    part
}

/// The same without what is said of it and of the index behind it: that is each table's own.
fn with_nothing_said(part: &Part) -> Part {
    let mut part = match part.clone() {
        Part::Constraint(key) => Part::Constraint(key.without_index_comment()),
        other => other,
    };
    if let Some(said) = annotation_of(&mut part) {
        *said = Annotation::default();
    }
    part
}

/// Whether two indexes or keys index the same: where they lie, how they are filled and what is said of them is each one's own
/// affair.
fn alike(a: &Part, b: &Part) -> bool {
    let bare = |part: &Part| {
        let mut part = with_nothing_said(part);
        match &mut part {
            Part::Index(one) => {
                one.only = false;
                one.parameters = Parameters::default();
                one.tablespace = None;
            }
            Part::Constraint(one) => match &mut one.definition {
                ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => {
                    key.only = false;
                    key.parameters = Parameters::default();
                }
                ConstraintDefinition::Exclusion(one) => one.parameters = Parameters::default(),
                _ => {}
            },
            _ => {}
        }
        part
    };
    bare(a).named_as(b) == bare(b)
}
