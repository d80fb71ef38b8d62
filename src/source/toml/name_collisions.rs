//! Names that must differ: what stands in one space of names of the database has one name each.

use std::collections::{BTreeMap, BTreeSet};

use super::document::At;
use super::schema_reader::SchemaReader;
use super::unresolved::{UnresolvedConstraint, UnresolvedIndex, UnresolvedSchema, UnresolvedTable};
use crate::schema::{Object, PartKind, QName};

/// The names of one space, each with what has it.
struct Space<'p, 'd> {
    reader: &'p SchemaReader<'p>,
    taken: BTreeMap<(Option<String>, String), (String, At<'d>)>,
}

impl<'d> Space<'_, 'd> {
    /// Takes a name; where it is taken, both places are named.
    fn take(&mut self, name: &QName, what: String, at: &At<'d>) {
        let rules = self.reader.names();
        let key = (name.namespace.as_deref().map(|namespace| rules.folded(namespace)), rules.folded(&name.name));
        match self.taken.get(&key) {
            Some((other, first)) => {
                self.reader.twice(format!("the name `{name}` is given to {what} and to {other}"), at, first);
            }
            None => {
                self.taken.insert(key, (what, at.clone()));
            }
        }
    }
}

/// Reports every name that is given twice.
pub(super) fn check(reader: &SchemaReader<'_>, schema: &UnresolvedSchema<'_>) {
    let rules = reader.names();
    let space = || Space { reader, taken: BTreeMap::new() };
    let among = |kind: PartKind| rules.among_relations.contains(&kind);
    let mut relations = space();
    for table in &schema.tables {
        relations.take(table.name(), format!("the table `{}`", table.name()), &table.at);
    }
    for view in &schema.views {
        relations.take(&view.view.name, format!("the view `{}`", view.view.name), &view.at);
    }
    for sequence in &schema.sequences {
        let name = &sequence.sequence.name;
        relations.take(name, format!("the sequence `{name}`"), &sequence.at);
    }
    for table in &schema.tables {
        let twice = constraints(reader, table);
        for part in &table.constraints {
            let kind = part.constraint.kind();
            let name = part.constraint.name.as_ref().filter(|name| !twice.contains(*name));
            if let Some(name) = name.filter(|_| among(kind)) {
                let what = format!("the {} `{name}` of `{}`", kind.word(), table.name());
                relations.take(&table.name().sibling(name), what, place(part));
            }
        }
        let mut own = space();
        if reader.dialect.uniques_are_indexes() {
            for part in table.constraints.iter().filter(|part| part.constraint.kind() == PartKind::Unique) {
                let name = part.constraint.name.as_ref().filter(|name| !twice.contains(*name));
                let Some(name) = name else { continue };
                let what = format!("the unique constraint `{name}` of `{}`", table.name());
                own.take(&table.name().sibling(name), what, place(part));
            }
        }
        indexes(if among(PartKind::Index) { &mut relations } else { &mut own }, table.name(), &table.indexes);
    }
    for view in &schema.views {
        let mut own = space();
        indexes(if among(PartKind::Index) { &mut relations } else { &mut own }, &view.view.name, &view.indexes);
    }
    // A table is a type as well.
    let mut types = space();
    for (object, at) in &schema.objects {
        if let Object::Enum(value) = object {
            types.take(&value.name, format!("the enum `{}`", value.name), at);
        }
    }
    if !types.taken.is_empty() {
        for table in &schema.tables {
            types.take(table.name(), format!("the table `{}`, which is a type too", table.name()), &table.at);
        }
        for view in &schema.views {
            types.take(&view.view.name, format!("the view `{}`, which is a type too", view.view.name), &view.at);
        }
    }
    for kind in [PartKind::ForeignKey, PartKind::Check] {
        if !rules.across_tables.contains(&kind) {
            continue;
        }
        let mut names = space();
        for table in &schema.tables {
            for part in table.constraints.iter().filter(|part| part.constraint.kind() == kind) {
                let Some(name) = &part.constraint.name else { continue };
                let what = format!("the {} `{name}` of `{}`", kind.word(), table.name());
                names.take(&QName::plain(name), what, place(part));
            }
        }
    }
    let mut triggers = space();
    if rules.across_tables.contains(&PartKind::Trigger) {
        let all = schema.tables.iter().flat_map(|table| &table.triggers);
        for drafted in all.chain(schema.views.iter().flat_map(|view| &view.triggers)) {
            let name = &drafted.trigger.name;
            triggers.take(&QName::plain(name), format!("the trigger `{name}`"), &drafted.at);
        }
    }
}

fn indexes<'d>(names: &mut Space<'_, 'd>, owner: &QName, indexes: &[UnresolvedIndex<'d>]) {
    for part in indexes {
        let what = format!("the index `{}` of `{owner}`", part.index.name);
        names.take(&owner.sibling(&part.index.name), what, part.name_at.as_ref().unwrap_or(&part.at));
    }
}

/// The constraints of a table, whose names differ, but for those that have a space of their own; answers the names that do
/// not.
fn constraints(reader: &SchemaReader<'_>, table: &UnresolvedTable<'_>) -> BTreeSet<String> {
    let mut twice = BTreeSet::new();
    let across = reader.names().across_tables;
    let all: Vec<_> = table.constraints.iter().filter(|part| !across.contains(&part.constraint.kind())).collect();
    for (at, part) in all.iter().copied().enumerate() {
        let Some(name) = &part.constraint.name else { continue };
        let same = |other: &&UnresolvedConstraint<'_>| other.constraint.name.as_ref() == Some(name);
        if let Some(first) = all.iter().copied().take(at).find(same) {
            let message = format!("table `{}` has two constraints of the name `{name}`", table.name());
            reader.twice(message, place(part), place(first));
            twice.insert(name.clone());
        }
    }
    twice
}

/// Where a constraint is named, or where it stands.
fn place<'p, 'd>(part: &'p UnresolvedConstraint<'d>) -> &'p At<'d> {
    part.name_at.as_ref().unwrap_or(&part.at)
}
