//! From a draft to a schema: what needs the whole of it.
//!
//! References are looked up, names left out are made, columns of a primary key are NOT NULL, and what contradicts
//! something elsewhere is reported.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::document::{At, Text};
use super::reference_lookup::{self, Known};
use super::schema_reader::SchemaReader;
use super::unresolved::{
    Renamed, UnresolvedIndex, UnresolvedPart, UnresolvedSchema, UnresolvedSequence, UnresolvedTable, UnresolvedTrigger,
};
use super::{derived_names, descent, dotted_names, name_collisions, unique_forms};
use crate::error::Place;
use crate::schema::{
    ConstraintDefinition, Hints, Index, Node, Object, ObjectId, PartKind, Policy, QName, Rule, Schema, Table, Trigger,
};
use crate::source::Declared;
use crate::source::error::Problem;

/// The schema of a draft. What is wrong is reported to the reader.
pub(super) fn resolve(reader: &SchemaReader<'_>, mut draft: UnresolvedSchema<'_>) -> Declared {
    descent::of_types(&mut draft.tables, &draft.objects, reader.dialect);
    descent::columns(&mut draft.tables, reader.dialect);
    let known = Known::of(reader, &draft.tables);
    for table in &mut draft.tables {
        keys(reader, table);
        numbered(reader, table);
        row_ids(reader, table);
        let name = table.name().clone();
        table.constraints.retain_mut(|drafted| reference_lookup::resolve(reader, &known, &name, drafted));
        derived_names::table(reader, table);
        unique_forms::table(reader, table);
    }
    descent::rules(&mut draft.tables, reader.dialect);
    for table in &draft.tables {
        index_names(reader, table);
    }
    for view in &mut draft.views {
        derived_names::view(reader, &view.view.name.name, &mut view.indexes);
    }
    owners(reader, &mut draft);
    name_collisions::check(reader, &draft);
    let hints = std::mem::take(&mut draft.hints);
    let renames = std::mem::take(&mut draft.renames);
    let mut out = Out { schema: Schema::default(), renames, places: BTreeMap::new() };
    assemble(draft, &mut out);
    given(&mut out.schema);
    check_renames(reader, &out.renames, &out.places);
    let renames = out.renames.into_iter().map(|renamed| (renamed.old, renamed.new)).collect();
    Declared { schema: out.schema, hints: Hints { renames, ..hints }, places: Arc::new(out.places) }
}

/// Gives what default privileges give to objects of which no grants are said.
fn given(schema: &mut Schema) {
    let defaults = schema.default_privileges_alone();
    for (id, object) in &mut schema.objects {
        if !defaults.objects.is_empty() && id.kind != crate::schema::Kind::DefaultPrivileges {
            let standing = matches!(object, Object::Namespace(namespace) if namespace.standing);
            if !standing {
                defaults.give(id, object);
            }
        }
        object.forget_empty_grants();
    }
}

/// A table has one primary key, and its columns are NOT NULL where the database has it so.
fn keys(reader: &SchemaReader<'_>, table: &mut UnresolvedTable<'_>) {
    let mut primary = table.constraints.iter().filter(|part| part.constraint.kind() == PartKind::PrimaryKey);
    if let (Some(first), Some(second)) = (primary.next(), primary.next()) {
        reader.problem(Problem {
            code: "duplicate-name",
            message: format!("table `{}` has two primary keys", table.name()),
            help: Some("a key of several columns stands in the table: primary_key = [\"a\", \"b\"]".to_owned()),
            places: vec![second.at.place("a second one"), first.at.place("the first one")],
        });
    }
    if reader.table_rules().null_in_primary_key {
        return;
    }
    let key = table.constraints.iter().find_map(|drafted| match &drafted.constraint.definition {
        ConstraintDefinition::PrimaryKey(key) => Some(&key.columns),
        _ => None,
    });
    for name in key.into_iter().flatten() {
        let nullable = |column: &crate::schema::Column| column.name == *name && column.nullable;
        if let Some(at) = table.table.columns.iter().position(nullable)
            && let Some(at) = table.columns.get(at)
        {
            let message = format!("column `{}.{name}` allows NULL and is in the primary key", table.name());
            let help = "leave out the `?`, or `null = true`: a primary key has no NULLs".to_owned();
            reader.invalid(at, message, "never NULL", help);
        }
    }
}

/// Where the key numbers the rows, a lone integer key does, and nothing else.
fn numbered(reader: &SchemaReader<'_>, table: &mut UnresolvedTable<'_>) {
    for (column, at) in std::mem::take(&mut table.numbered) {
        let Some(column) = table.table.columns.get(column).cloned() else { continue };
        let numbers = |table: &mut Table| reader.dialect.number_rows(table, &column.name);
        if !column.ty.to_ascii_lowercase().contains("int") || !with_key(table, numbers) {
            let message = format!(
                "{} cannot number the rows of `{}` by `{}`",
                reader.database().name(),
                table.table.name,
                column.name
            );
            let help = "it does by an integer that alone is the primary key, in a table with a rowid".to_owned();
            reader.invalid(&at, message, "no such key", help);
        }
    }
}

/// What numbers the rows of its own accord is never NULL, whatever its definition says: it says so only where the file does.
fn row_ids(reader: &SchemaReader<'_>, table: &mut UnresolvedTable<'_>) {
    let row_id = with_key(table, |table| reader.dialect.row_id(table).map(|column| column.name.clone()));
    for (at, column) in table.table.columns.iter_mut().enumerate() {
        column.nullable |= row_id.as_ref() == Some(&column.name) && !table.not_null.contains(&at);
    }
}

/// Asks something of the table with its primary key in it, where a draft does not have it yet.
fn with_key<T>(table: &mut UnresolvedTable<'_>, ask: impl FnOnce(&mut Table) -> T) -> T {
    let constraints = table.constraints.iter().map(|drafted| &drafted.constraint);
    let key = constraints.filter(|constraint| constraint.kind() == PartKind::PrimaryKey).cloned().collect();
    let before = std::mem::replace(&mut table.table.constraints, key);
    let answer = ask(&mut table.table);
    table.table.constraints = before;
    answer
}

/// The indexes that options of a table name.
fn index_names(reader: &SchemaReader<'_>, table: &UnresolvedTable<'_>) {
    let backed = |definition: &ConstraintDefinition| {
        matches!(
            definition,
            ConstraintDefinition::PrimaryKey(_) | ConstraintDefinition::Unique(_) | ConstraintDefinition::Exclusion(_)
        )
    };
    for text in &table.index_names {
        let constraints = table.constraints.iter().filter(|drafted| backed(&drafted.constraint.definition));
        let names: Vec<&str> = constraints
            .filter_map(|drafted| drafted.constraint.name.as_deref())
            .chain(table.indexes.iter().map(|drafted| drafted.index.name.as_str()))
            .collect();
        if !names.contains(&text.value.as_str()) {
            let message = format!("table `{}` names the index `{}`, which it does not have", table.name(), text.value);
            reader.unknown_name(&text.at, &text.value, message, "indexes", names);
        }
    }
}

/// The columns that own sequences.
fn owners(reader: &SchemaReader<'_>, draft: &mut UnresolvedSchema<'_>) {
    let UnresolvedSchema { sequences, tables, .. } = draft;
    for UnresolvedSequence { sequence, owner, .. } in sequences {
        let Some(text) = owner else { continue };
        let parts = dotted_names::parts(&text.value).unwrap_or_default();
        let (table, column) = match parts.as_slice() {
            [table, column] => (QName::plain(table), column),
            [namespace, table, column] => (QName::within(namespace, table), column),
            _ => {
                let message = format!("`owned_by` of sequence `{}` names no column", sequence.name);
                let help = "write \"table.column\" or \"namespace.table.column\"".to_owned();
                reader.invalid(&text.at, message, "not a column", help);
                continue;
            }
        };
        let what = format!("the owner of sequence `{}`", sequence.name);
        let Some(of) = tables.iter().find(|known| *known.name() == table) else {
            let all: Vec<String> = tables.iter().map(|known| dotted_names::show(known.name())).collect();
            let message = format!("{what} is in the table `{table}`, which the schema does not have");
            reader.unknown_name(
                &text.at,
                &dotted_names::show(&table),
                message,
                "tables",
                all.iter().map(String::as_str),
            );
            continue;
        };
        if of.table.column(column).is_none() {
            let all = of.table.columns.iter().map(|column| column.name.as_str());
            let message = format!("{what} is the column `{table}.{column}`, which does not exist");
            reader.unknown_name(&text.at, column, message, "columns", all);
            continue;
        }
        sequence.owned_by = Some((table, column.clone()));
    }
}

/// What comes out.
struct Out<'d> {
    schema: Schema,
    renames: Vec<Renamed<'d>>,
    places: BTreeMap<Node, Place>,
}

impl<'d> Out<'d> {
    fn object(&mut self, object: Object, at: &At<'_>) {
        let id = object.id();
        self.places.insert(Node::Object(id), at.place(""));
        self.schema.insert(object);
    }

    fn part(&mut self, of: &ObjectId, kind: PartKind, name: String, at: &At<'_>, renamed_from: Option<Text<'d>>) {
        let node = Node::Part(of.clone(), kind, name);
        if let Some(old) = renamed_from {
            self.renames.push(Renamed { old: Node::Part(of.clone(), kind, old.value), new: node.clone(), at: old.at });
        }
        self.places.insert(node, at.place(""));
    }

    fn indexes(&mut self, of: &ObjectId, drafted: Vec<UnresolvedIndex<'d>>) -> Vec<Index> {
        let take = |drafted: UnresolvedIndex<'d>| {
            self.part(of, PartKind::Index, drafted.index.name.clone(), &drafted.at, drafted.renamed_from);
            drafted.index
        };
        drafted.into_iter().map(take).collect()
    }

    fn triggers(&mut self, of: &ObjectId, drafted: Vec<UnresolvedTrigger<'d>>) -> Vec<Trigger> {
        let take = |drafted: UnresolvedTrigger<'d>| {
            self.part(of, PartKind::Trigger, drafted.trigger.name.clone(), &drafted.at, drafted.renamed_from);
            drafted.trigger
        };
        drafted.into_iter().map(take).collect()
    }

    fn rules(&mut self, of: &ObjectId, drafted: Vec<UnresolvedPart<'d, Rule>>) -> Vec<Rule> {
        let take = |drafted: UnresolvedPart<'d, Rule>| {
            self.part(of, PartKind::Rule, drafted.part.name.clone(), &drafted.at, drafted.renamed_from);
            drafted.part
        };
        drafted.into_iter().map(take).collect()
    }

    fn policies(&mut self, of: &ObjectId, drafted: Vec<UnresolvedPart<'d, Policy>>) -> Vec<Policy> {
        let take = |drafted: UnresolvedPart<'d, Policy>| {
            self.part(of, PartKind::Policy, drafted.part.name.clone(), &drafted.at, drafted.renamed_from);
            drafted.part
        };
        drafted.into_iter().map(take).collect()
    }

    fn table(&mut self, drafted: UnresolvedTable<'d>) -> Table {
        let mut table = drafted.table;
        let of = ObjectId::table(&table.name);
        for (column, at) in table.columns.iter().zip(&drafted.columns) {
            self.part(&of, PartKind::Column, column.name.clone(), at, None);
        }
        for part in drafted.constraints {
            let (kind, key) = (part.constraint.kind(), part.constraint.key());
            self.part(&of, kind, key, &part.at, part.renamed_from);
            table.constraints.push(part.constraint);
        }
        table.constraints.sort_by_key(|constraint| constraint.kind() != PartKind::PrimaryKey);
        table.indexes = self.indexes(&of, drafted.indexes);
        table.triggers = self.triggers(&of, drafted.triggers);
        table.rules = self.rules(&of, drafted.rules);
        table.policies = self.policies(&of, drafted.policies);
        table
    }
}

/// Puts everything in, in the order in which it is made.
fn assemble<'d>(draft: UnresolvedSchema<'d>, out: &mut Out<'d>) {
    let mut objects = draft.objects;
    objects.extend(draft.sequences.into_iter().map(|drafted| (Object::Sequence(drafted.sequence), drafted.at)));
    for drafted in draft.tables {
        let at = drafted.at.clone();
        objects.push((Object::Table(out.table(drafted)), at));
    }
    for drafted in draft.views {
        let mut view = drafted.view;
        let of = ObjectId::view(&view.name);
        view.indexes = out.indexes(&of, drafted.indexes);
        view.triggers = out.triggers(&of, drafted.triggers);
        view.rules = out.rules(&of, drafted.rules);
        objects.push((Object::View(view), drafted.at));
    }
    objects.sort_by_cached_key(|(object, _)| object.id().kind);
    for (object, at) in objects {
        out.object(object, &at);
    }
}

/// No two things come from one, none from itself, and none from one that is still there under its own name.
fn check_renames(reader: &SchemaReader<'_>, renames: &[Renamed<'_>], places: &BTreeMap<Node, Place>) {
    let comes = |node: &Node| renames.iter().any(|renamed| renamed.new == *node);
    for (at, renamed) in renames.iter().enumerate() {
        if renamed.old == renamed.new {
            let message = format!("{} is renamed from itself", renamed.new);
            reader.invalid(&renamed.at, message, "its own name", "leave `renamed_from` out".to_owned());
        } else if let Some(first) = renames.iter().take(at).find(|other| other.old == renamed.old) {
            let message = format!("{} and {} are both renamed from {}", first.new, renamed.new, renamed.old);
            reader.twice(message, &renamed.at, &first.at);
        } else if let Some(place) = places.get(&renamed.old).filter(|_| !comes(&renamed.old)) {
            reader.problem(Problem {
                code: "duplicate-name",
                message: format!("{} is renamed from {}, which is still in the schema", renamed.new, renamed.old),
                help: Some("take the old one out, or `renamed_from`".to_owned()),
                places: vec![
                    renamed.at.place("renamed from here"),
                    Place { label: "still declared here".to_owned(), ..place.clone() },
                ],
            });
        }
    }
}
