//! Names that must differ: what stands in one space of names of the database has one name each.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{At, Reader};
use super::draft::{Draft, DraftConstraint, DraftIndex, DraftTable};
use crate::engine::Engine;
use crate::schema::{QName, Rule};

/// The names of one space, each with what has it.
struct Space<'p, 'd> {
    reader: &'p Reader<'p>,
    folds: bool,
    taken: BTreeMap<(Option<String>, String), (String, At<'d>)>,
}

impl<'d> Space<'_, 'd> {
    /// Takes a name; where it is taken, both places are named.
    fn take(&mut self, name: &QName, what: String, at: &At<'d>) {
        let fold = |text: &str| if self.folds { text.to_lowercase() } else { text.to_owned() };
        let key = (name.namespace.as_deref().map(fold), fold(&name.name));
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
pub(super) fn check(reader: &Reader<'_>, draft: &Draft<'_>) {
    let engine = reader.engine();
    let space = || Space { reader, folds: engine != Engine::Postgres, taken: BTreeMap::new() };
    // Tables, views, indexes and sequences share a space; in MySQL an index has only its table to share it with.
    let mut relations = space();
    for table in &draft.tables {
        relations.take(table.name(), format!("the table `{}`", table.name()), &table.at);
    }
    for view in &draft.views {
        relations.take(&view.view.name, format!("the view `{}`", view.view.name), &view.at);
    }
    for sequence in &draft.sequences {
        let name = &sequence.sequence.name;
        relations.take(name, format!("the sequence `{name}`"), &sequence.at);
    }
    for table in &draft.tables {
        let twice = constraints(reader, table);
        let mut of_table = space();
        let names = if engine == Engine::MySql { &mut of_table } else { &mut relations };
        if engine != Engine::Sqlite {
            for part in &table.constraints {
                let backed = matches!(part.constraint.rule, Rule::PrimaryKey(_) | Rule::Unique(_) | Rule::Exclusion(_));
                if let Some(name) = part.constraint.name.as_ref().filter(|name| backed && !twice.contains(*name)) {
                    let what = format!("the {} `{name}` of `{}`", part.constraint.kind().word(), table.name());
                    names.take(&table.name().sibling(name), what, place(part));
                }
            }
        }
        indexes(names, table.name(), &table.indexes);
    }
    for view in &draft.views {
        indexes(&mut relations, &view.view.name, &view.indexes);
    }
    // A table is a type as well.
    let mut types = space();
    for (value, at) in &draft.enums {
        types.take(&value.name, format!("the enum `{}`", value.name), at);
    }
    if !draft.enums.is_empty() {
        for table in &draft.tables {
            types.take(table.name(), format!("the table `{}`, which is a type too", table.name()), &table.at);
        }
        for view in &draft.views {
            types.take(&view.view.name, format!("the view `{}`, which is a type too", view.view.name), &view.at);
        }
    }
    // SQLite has one space for the triggers of all tables; elsewhere each table has its own.
    let mut triggers = space();
    if engine == Engine::Sqlite {
        let all = draft.tables.iter().flat_map(|table| &table.triggers);
        for drafted in all.chain(draft.views.iter().flat_map(|view| &view.triggers)) {
            let name = &drafted.trigger.name;
            triggers.take(&QName::plain(name), format!("the trigger `{name}`"), &drafted.at);
        }
    }
}

fn indexes<'d>(names: &mut Space<'_, 'd>, owner: &QName, indexes: &[DraftIndex<'d>]) {
    for part in indexes {
        let what = format!("the index `{}` of `{owner}`", part.index.name);
        names.take(&owner.sibling(&part.index.name), what, part.name_at.as_ref().unwrap_or(&part.at));
    }
}

/// The constraints of a table, whose names differ; answers the names that do not.
fn constraints(reader: &Reader<'_>, table: &DraftTable<'_>) -> BTreeSet<String> {
    let mut twice = BTreeSet::new();
    for (at, part) in table.constraints.iter().enumerate() {
        let Some(name) = &part.constraint.name else { continue };
        let same = |other: &&DraftConstraint<'_>| other.constraint.name.as_ref() == Some(name);
        if let Some(first) = table.constraints.iter().take(at).find(same) {
            let message = format!("table `{}` has two constraints of the name `{name}`", table.name());
            reader.twice(message, place(part), place(first));
            twice.insert(name.clone());
        }
    }
    twice
}

/// Where a constraint is named, or where it stands.
fn place<'p, 'd>(part: &'p DraftConstraint<'d>) -> &'p At<'d> {
    part.name_at.as_ref().unwrap_or(&part.at)
}
