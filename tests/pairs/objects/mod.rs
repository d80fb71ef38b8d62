//! PostgreSQL's many kinds of object that are a statement with a few knobs: what stands fixed when one is made (its name,
//! what it stands on, what it uses), and numbers that an edit turns.
//!
//! A kind is a struct without data in one of the files here, with what makes its statements. Adding, editing, dropping and
//! writing down are the same for all of them, and are here. `MIGRATE_TEST_KINDS=function,domain` makes these kinds alone (and
//! what they need), in every pair; `all` makes every kind in every pair, `none` none. Without it, every kind comes in some of the pairs.

mod foreign;
mod partitions;
mod privileges;
mod routines;
mod row_side;
mod storage;
mod structure;
mod text_search;
mod types;
mod views;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::additions;
use super::model::{Engine, Form, Id, Model, Table};
use super::random::Random;
use super::toml;
use super::types::{Type, Value};

/// Every kind, in files by group.
const KINDS: &[&[&dyn Kind]] = &[
    routines::KINDS,
    row_side::KINDS,
    types::KINDS,
    partitions::KINDS,
    storage::KINDS,
    structure::KINDS,
    views::KINDS,
    text_search::KINDS,
    foreign::KINDS,
    privileges::KINDS,
];

/// A number of a kind: how many choices there are, and whether an edit may choose anew.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Knob {
    choices: usize,
    turns: bool,
}

/// A knob that edits turn.
const fn turns(choices: usize) -> Knob {
    Knob { choices, turns: true }
}

/// A knob that stays as it was made: PostgreSQL has no way to change it that keeps the object.
const fn stays(choices: usize) -> Knob {
    Knob { choices, turns: false }
}

/// An object that is a statement with knobs.
#[derive(Debug, Clone)]
pub(crate) struct Object {
    pub id: Id,
    pub kind: &'static dyn Kind,
    pub namespace: Option<Id>,
    pub name: String,
    /// The table, view or other object that it stands on.
    pub on: Option<Id>,
    /// The columns that it mentions.
    pub columns: Vec<Id>,
    /// The other objects that it mentions.
    pub uses: Vec<Id>,
    pub knobs: Vec<usize>,
    /// A list: of attributes, checks, partitions. Which one of those that the kind has, and in which variant.
    pub items: Vec<(usize, usize)>,
    /// The items that the rows have to do with: what came later has none.
    pub filled: Vec<usize>,
    pub comment: Option<String>,
}

/// A kind of object.
pub(crate) trait Kind: Sync + std::fmt::Debug {
    /// Its name in `MIGRATE_TEST_KINDS`.
    fn word(&self) -> &'static str;

    /// How often it comes, against the others.
    fn weight(&self) -> usize {
        4
    }

    /// What a plain name begins with.
    fn base(&self) -> &'static str {
        self.word()
    }

    /// Whether it lies in a namespace.
    fn namespaced(&self) -> bool {
        true
    }

    /// Whether it can be renamed.
    fn renamed(&self) -> bool {
        true
    }

    /// Whether it can be moved to another namespace by itself.
    fn moves(&self) -> bool {
        self.namespaced() && self.renamed()
    }

    /// Whether a comment of `schema.sql` can say its old name before its first statement.
    fn hinted(&self) -> bool {
        true
    }

    /// The first PostgreSQL that has it.
    fn since(&self) -> u32 {
        0
    }

    /// Its knobs.
    fn knobs(&self) -> &'static [Knob];

    /// How many items there are to choose from, and in how many variants each comes.
    fn items(&self) -> (usize, usize) {
        (0, 1)
    }

    /// How many items one has at least.
    fn least(&self) -> usize {
        0
    }

    /// Ties a new one to what it stands on and uses; whether there is such a thing.
    fn tie(&self, _model: &mut Model, _random: &mut Random, _one: &mut Object) -> bool {
        true
    }

    /// Whether the server takes it, in this schema.
    fn fits(&self, _model: &Model, _one: &Object) -> bool {
        true
    }

    /// Whether PostgreSQL can make one into the other at all, with what hangs on it: the reasons for which a refusal would be the
    /// right answer stand in these functions, and such edits are left out.
    fn becomes(&self, _old: &Model, _before: &Object, _new: &Model, _after: &Object) -> bool {
        true
    }

    /// Whether it can be made before the tables, where nothing that it is tied to hinders.
    fn early(&self) -> bool {
        true
    }

    /// Its statements; a hint stands before the first one.
    fn sql(&self, model: &Model, one: &Object) -> Vec<String>;

    /// What COMMENT ON calls it; `None` where it can have no comment.
    fn address(&self, model: &Model, one: &Object) -> Option<String>;

    /// Its part of `schema.toml`; `None` where the generator does not write it there yet.
    fn toml(&self, _model: &Model, _one: &Object, _was: Option<&str>) -> Option<String> {
        None
    }

    /// Keys in its table's section of `schema.toml`.
    fn table_keys(&self, _model: &Model, _one: &Object) -> String {
        String::new()
    }

    /// What it adds to a key of its table's section that is a table itself (`with`, `exclusions`): the key, and an entry.
    fn table_entries(&self, _model: &Model, _one: &Object) -> Vec<(&'static str, String)> {
        vec![]
    }

    /// What it says of the numbers of its column, as keys of the column's `identity`.
    fn identity_keys(&self, _one: &Object) -> Vec<&'static str> {
        vec![]
    }

    /// Keys of a column in `schema.toml`.
    fn column_keys(&self, _model: &Model, _one: &Object, _column: Id) -> Vec<String> {
        vec![]
    }

    /// Whether `toml` writes it.
    fn in_toml(&self) -> bool {
        false
    }

    /// A type: the value of the n-th row.
    fn value(&self, _model: &Model, _one: &Object, _n: usize) -> Value {
        Value::Null
    }

    /// A type: whether it is one, and has values that are ordered.
    fn is_type(&self) -> bool {
        false
    }

    /// Whether rows with NULL in a column of this type are refused.
    fn refuses_null(&self, _one: &Object) -> bool {
        false
    }

    /// What a column of this type gets where it has no default.
    fn default_value(&self, _model: &Model, _one: &Object) -> Value {
        Value::Null
    }

    /// Its own rows.
    fn inserts(&self, _model: &Model, _one: &Object) -> String {
        String::new()
    }

    /// Prints its own rows, of these items.
    fn select(&self, _model: &Model, _one: &Object, _items: &[usize]) -> String {
        String::new()
    }
}

impl Object {
    /// The choice of a knob.
    fn knob(&self, at: usize) -> usize {
        self.knobs.get(at).copied().unwrap_or(0)
    }

    /// The choice of a knob among these.
    fn of<T: Copy>(&self, at: usize, choices: &[T]) -> T {
        choices[self.knob(at) % choices.len()]
    }

    fn is(&self, word: &str) -> bool {
        self.kind.word() == word
    }

    /// Its qualified name.
    fn qualified(&self, model: &Model) -> String {
        model.qualified(self.namespace, &self.name)
    }

    /// The variant of an item, where it has it.
    fn item(&self, item: usize) -> Option<usize> {
        self.items.iter().find(|(one, _)| *one == item).map(|(_, variant)| *variant)
    }
}

/// The kinds that are views.
const VIEWS: [&str; 3] = ["view", "function_view", "materialized"];

/// All kinds.
fn all() -> impl Iterator<Item = &'static dyn Kind> {
    KINDS.iter().flat_map(|group| group.iter().copied())
}

/// The server's version.
fn version() -> u32 {
    crate::support::postgres::version()
}

/// The kinds that are made, and whether somebody asked for them by name.
fn wanted() -> &'static (Vec<&'static dyn Kind>, bool) {
    static WANTED: OnceLock<(Vec<&'static dyn Kind>, bool)> = OnceLock::new();
    WANTED.get_or_init(|| {
        let asked = std::env::var("MIGRATE_TEST_KINDS").ok().filter(|words| !words.is_empty());
        let words: Vec<&str> = asked.as_deref().map_or(vec!["all"], |words| words.split(',').map(str::trim).collect());
        for word in &words {
            let known = ["all", "none"].contains(word) || all().any(|kind| kind.word() == *word);
            assert!(known, "MIGRATE_TEST_KINDS: there is no kind `{word}`");
        }
        let fits = |word: &str| words.contains(&word) || words.contains(&"all");
        let made = all().filter(|kind| fits(kind.word()) && (kind.since() == 0 || kind.since() <= version()));
        (made.collect(), asked.is_some())
    })
}

/// Whether somebody asked for kinds by name: then each pair is about them.
pub(super) fn asked_for() -> bool {
    wanted().1 && !wanted().0.is_empty()
}

/// The words of the kinds that are made.
pub(super) fn made() -> Vec<&'static str> {
    wanted().0.iter().map(|kind| kind.word()).collect()
}

/// Adds an object of any kind that is made.
pub(super) fn any(model: &mut Model, random: &mut Random) -> bool {
    if model.engine != Engine::Postgres {
        return false;
    }
    let toml = model.form == Form::Toml;
    let kinds: Vec<(usize, &'static dyn Kind)> =
        wanted().0.iter().filter(|kind| !toml || kind.in_toml()).map(|kind| (kind.weight(), *kind)).collect();
    if kinds.is_empty() {
        return false;
    }
    random.weighted(&kinds).is_some_and(|kind| add(model, random, kind).is_some())
}

/// Adds an object of a kind.
fn add(model: &mut Model, random: &mut Random, kind: &'static dyn Kind) -> Option<Id> {
    if model.form == Form::Toml && !kind.in_toml() {
        return None;
    }
    let namespace = if kind.namespaced() { additions::a_namespace(model, random) } else { None };
    let id = model.id();
    let name = additions::name(model, random, kind.base());
    let knobs = kind.knobs().iter().map(|knob| random.below(knob.choices)).collect();
    let (possible, variants) = kind.items();
    let mut items: Vec<(usize, usize)> = vec![];
    for item in 0..possible {
        if items.len() < kind.least() || random.chance(50) {
            items.push((item, random.below(variants)));
        }
    }
    let filled = items.iter().map(|(item, _)| *item).collect();
    let comment = additions::comment(model, random);
    let (on, columns, uses) = (None, vec![], vec![]);
    let mut one = Object { id, kind, namespace, name, on, columns, uses, knobs, items, filled, comment };
    if !kind.tie(model, random, &mut one) || !kind.fits(model, &one) {
        return None;
    }
    model.objects.push(one);
    model.objects.iter().all(|one| one.kind.fits(model, one)).then_some(id).or_else(|| {
        model.objects.pop();
        None
    })
}

/// An object of a kind that is there, or a new one.
fn need(model: &mut Model, random: &mut Random, word: &str, new: usize) -> Option<Id> {
    let there: Vec<Id> = model.objects.iter().filter(|one| one.is(word)).map(|one| one.id).collect();
    if there.is_empty() || random.chance(new) {
        let kind = all().find(|kind| kind.word() == word)?;
        return add(model, random, kind);
    }
    random.pick(&there).copied()
}

/// Edits an object in any way; or adds one, or drops one.
pub(super) fn change(old: &Model, model: &mut Model, random: &mut Random) -> bool {
    if model.engine != Engine::Postgres || model.objects.is_empty() || random.chance(15) {
        let added = any(model, random);
        if let Some(one) = model.objects.last_mut().filter(|one| old.object(one.id).is_none()) {
            one.filled.clear();
        }
        return added;
    }
    let at = random.below(model.objects.len());
    let kind = model.objects[at].kind;
    match random.below(100) {
        0..=12 => {
            model.objects.remove(at);
        }
        13..=17 if kind.moves() && kind.hinted() => {
            let namespace = additions::a_namespace_or_none(model, random);
            if model.objects[at].namespace == namespace {
                return false;
            }
            model.objects[at].namespace = namespace;
        }
        18..=27 if kind.renamed() && kind.hinted() => {
            let name = additions::name(model, random, &format!("{}_now", kind.base()));
            model.objects[at].name = name;
        }
        28..=37 if kind.address(model, &model.objects[at]).is_some() => {
            let comment = random.chance(70).then(|| format!("comment {} it's; -- new", random.below(9)));
            model.objects[at].comment = comment;
        }
        38..=69 if kind.items().0 > 0 => {
            let was = old.object(model.objects[at].id).cloned();
            if !change_items(kind, was.as_ref(), &mut model.objects[at], random) {
                return false;
            }
        }
        _ => {
            let knobs: Vec<usize> = (0..kind.knobs().len()).filter(|knob| kind.knobs()[*knob].turns).collect();
            let Some(knob) = random.pick(&knobs).copied() else { return false };
            let now = random.below(kind.knobs()[knob].choices);
            let one = &mut model.objects[at];
            if one.knobs[knob] == now {
                return false;
            }
            one.knobs[knob] = now;
        }
    }
    super::removals::prune(model);
    possible(old, model)
}

/// An item comes, goes or is another.
fn change_items(kind: &dyn Kind, was: Option<&Object>, one: &mut Object, random: &mut Random) -> bool {
    let (possible, variants) = kind.items();
    let at = random.below(one.items.len());
    match random.below(3) {
        0 => {
            // What has gone does not come back as another.
            let there = |item: usize| one.item(item).is_some() || was.is_some_and(|was| was.item(item).is_some());
            let free: Vec<usize> = (0..possible).filter(|item| !there(*item)).collect();
            let Some(item) = random.pick(&free).copied() else { return false };
            one.items.push((item, random.below(variants)));
            one.filled.retain(|other| *other != item);
        }
        1 if one.items.len() > kind.least() => {
            let (gone, _) = one.items.remove(at);
            one.filled.retain(|item| *item != gone);
        }
        _ => {
            let Some(item) = one.items.get_mut(at) else { return false };
            let now = random.below(variants);
            if item.1 == now {
                return false;
            }
            item.1 = now;
        }
    }
    true
}

/// Whether the server takes every object, and can make those of the first schema into those of the second.
pub(super) fn possible(old: &Model, new: &Model) -> bool {
    new.objects
        .iter()
        .all(|one| one.kind.fits(new, one) && old.object(one.id).is_none_or(|was| one.kind.becomes(old, was, new, one)))
}

/// Takes out what stands on or uses something that is no longer there; whether there was any.
pub(super) fn prune(model: &mut Model) {
    let mut known: BTreeSet<Id> = model.objects.iter().map(|one| one.id).collect();
    known.extend(model.views.iter().map(|view| view.id));
    known.extend(model.namespaces.iter().map(|namespace| namespace.id));
    for view in &model.views {
        known.extend(view.columns.iter().map(|output| output.id));
    }
    for table in &model.tables {
        known.insert(table.id);
        known.extend(table.columns.iter().map(|column| column.id));
    }
    for value in model.tables.iter_mut().flat_map(|table| &mut table.rows).flat_map(|row| row.values_mut()) {
        if let Value::Row(id, values) = value {
            let of = model.objects.iter().find(|one| one.id == *id);
            values.retain(|(item, _)| of.is_some_and(|one| one.item(*item).is_some()));
        }
    }
    model.objects.retain(|one| one.on.iter().chain(&one.columns).chain(&one.uses).all(|id| known.contains(id)));
}

/// Whether one is made before the tables.
fn early(model: &Model, one: &Object) -> bool {
    one.on.is_none()
        && one.columns.is_empty()
        && one.kind.early()
        && one.uses.iter().all(|id| model.object(*id).is_some_and(|used| early(model, used)))
}

/// The statements of those that come before the tables, or of those behind the views.
pub(super) fn ddl(model: &Model, before: Option<&Model>, first: bool) -> String {
    let mut out = String::new();
    for one in model.objects.iter().filter(|one| early(model, one) == first) {
        if let Some(was) = before.and_then(|before| renamed_from(before, model, one)) {
            out += &format!("-- migrate: renamed_from {was}\n");
        }
        for statement in one.kind.sql(model, one) {
            out += &format!("{statement};\n");
        }
        if let (Some(address), Some(comment)) = (one.kind.address(model, one), &one.comment) {
            out += &format!("COMMENT ON {address} IS {};\n", model.string(comment));
        }
    }
    out
}

/// The old name as SQL, where it has another one.
fn renamed_from(before: &Model, model: &Model, one: &Object) -> Option<String> {
    let was = before.object(one.id)?;
    if !one.kind.namespaced() {
        return (was.name != one.name && one.kind.renamed()).then(|| model.quote(&was.name));
    }
    let same = was.name == one.name && was.namespace == one.namespace;
    (!same && one.kind.renamed()).then(|| super::ddl::old_name(before, was.namespace, &was.name, one.namespace))
}

/// The sections of `schema.toml`.
pub(super) fn sections(model: &Model, before: Option<&Model>) -> String {
    model
        .objects
        .iter()
        .filter_map(|one| {
            let was = before.and_then(|before| {
                let was = before.object(one.id)?;
                let same = was.name == one.name && was.namespace == one.namespace;
                let old = || toml::old_name(before, was.namespace, &was.name, one.namespace);
                (!same).then(|| if one.kind.namespaced() { old() } else { was.name.clone() })
            });
            let section = one.kind.toml(model, one, was.as_deref())?;
            Some(with_access(section, &access_keys(model, one.id)))
        })
        .collect()
}

/// A section with the owner and the grants of what it is about, behind its head.
fn with_access(section: String, keys: &str) -> String {
    let head = section
        .trim_start_matches('\n')
        .find('\n')
        .map(|end| section.len() - section.trim_start_matches('\n').len() + end + 1);
    match head {
        Some(head) if !keys.is_empty() => format!("{}{keys}{}", &section[..head], &section[head..]),
        _ => section,
    }
}

/// A section of `schema.toml`: its path, its keys, and what every named thing has.
fn section(path: &str, name: &str, one: &Object, was: Option<&str>, keys: &[String]) -> String {
    let mut out = format!("\n[{path}.{}]\n", toml::text(name));
    for key in keys {
        out += &format!("{key}\n");
    }
    if let Some(was) = was {
        out += &format!("renamed_from = {}\n", toml::text(was));
    }
    if let Some(comment) = &one.comment {
        out += &format!("comment = {}\n", toml::text(comment));
    }
    out
}

/// The section of an object that is a name and a statement.
fn statement_section(model: &Model, one: &Object, was: Option<&str>, word: &str, keys: &[String]) -> String {
    let mut all = vec![format!("sql = {}", toml::text(&one.kind.sql(model, one)[0]))];
    all.extend(keys.iter().cloned());
    section(word, &toml::name(model, one.namespace, &one.name), one, was, &all)
}

/// The section of something that stands on a table or a view and is a statement.
fn part_section(model: &Model, one: &Object, was: Option<&str>, parts: &str, keys: &[String]) -> String {
    let Some(on) = one.on else { return String::new() };
    let view = model.view(on).is_some() || model.object(on).is_some_and(|on| VIEWS.contains(&on.kind.word()));
    let (namespace, name) = match (model.table(on), model.view(on), model.object(on)) {
        (Some(table), _, _) => (table.namespace, &table.name),
        (_, Some(view), _) => (view.namespace, &view.name),
        (_, _, Some(on)) => (on.namespace, &on.name),
        _ => return String::new(),
    };
    let path =
        format!("{}.{}.{parts}", if view { "view" } else { "table" }, toml::text(&toml::name(model, namespace, name)));
    section(&path, &one.name, one, was, keys)
}

/// When a trigger or a rule is in force, as a key.
fn enabled(one: &Object, knob: usize) -> Option<String> {
    let word = one.of(knob, &["", "false", "\"replica\"", "\"always\""]);
    (!word.is_empty()).then(|| format!("enabled = {word}"))
}

/// The keys of a statement's section.
fn sql_key(model: &Model, one: &Object) -> String {
    format!("sql = {}", toml::text(&one.kind.sql(model, one)[0]))
}

/// Keys in a table's section of `schema.toml`.
pub(super) fn table_keys(model: &Model, table: &Table) -> String {
    let on_it = || model.objects.iter().filter(|one| one.on == Some(table.id));
    let mut keys: String = on_it().map(|one| one.kind.table_keys(model, one)).collect();
    let mut tables: Vec<(&str, Vec<String>)> = vec![];
    let own = table.fillfactor.map(|fill| ("with", format!("fillfactor = {fill}")));
    for (key, entry) in own.into_iter().chain(on_it().flat_map(|one| one.kind.table_entries(model, one))) {
        match tables.iter_mut().find(|(other, _)| *other == key) {
            Some((_, entries)) => entries.push(entry),
            None => tables.push((key, vec![entry])),
        }
    }
    for (key, entries) in tables {
        keys += &format!("{key} = {{ {} }}\n", entries.join(", "));
    }
    keys + &access_keys(model, table.id)
}

/// What is said of the numbers of an identity column, as keys of `identity`.
pub(super) fn identity_keys(model: &Model, column: Id) -> Vec<&'static str> {
    let on_it = model.objects.iter().filter(|one| one.columns.contains(&column));
    on_it.flat_map(|one| one.kind.identity_keys(one)).collect()
}

/// Keys of a column in `schema.toml`.
pub(super) fn column_keys(model: &Model, column: Id) -> Vec<String> {
    let on_it = model.objects.iter().filter(|one| one.columns.contains(&column));
    let mut keys: Vec<String> = on_it.flat_map(|one| one.kind.column_keys(model, one, column)).collect();
    keys.extend(privileges::column_grants(model, column));
    keys
}

/// The owner and the grants of a table, a view or an object, as keys.
pub(super) fn access_keys(model: &Model, id: Id) -> String {
    privileges::keys(model, id).into_iter().map(|key| format!("{key}\n")).collect()
}

/// The rows of objects that have some.
pub(super) fn inserts(model: &Model) -> String {
    model.objects.iter().map(|one| one.kind.inserts(model, one)).collect()
}

/// Prints the rows that the objects of a schema have.
pub(super) fn rows(model: &Model) -> String {
    model.objects.iter().map(|one| one.kind.select(model, one, &one.filled)).collect()
}

/// Prints the rows that the way from one schema to another and back leaves as they are.
pub(super) fn rows_unchanged(old: &Model, new: &Model) -> String {
    let mut sql = String::new();
    for (was, now) in old.objects.iter().filter_map(|one| Some((one, new.object(one.id)?))) {
        let kept: Vec<usize> = was.filled.iter().copied().filter(|item| now.filled.contains(item)).collect();
        sql += &was.kind.select(old, was, &kept);
    }
    sql
}

/// An object whose kind is a type, for a column.
pub(super) fn a_type(model: &Model, random: &mut Random) -> Option<Type> {
    let types: Vec<Id> = model.objects.iter().filter(|one| one.kind.is_type()).map(|one| one.id).collect();
    if types.is_empty() || !random.chance(30) {
        return None;
    }
    let id = random.pick(&types).copied()?;
    let array = random.chance(15) && model.object(id).is_some_and(|one| one.is("domain"));
    Some(if array { Type::ObjectArray(id) } else { Type::Object(id) })
}

/// A function of a number that gives a number and can stand in a check, an index or a generated column.
pub(super) fn a_function(model: &Model, random: &mut Random, chance: usize) -> Option<Id> {
    let functions: Vec<Id> = model.objects.iter().filter(|one| one.is("pure")).map(|one| one.id).collect();
    if functions.is_empty() || !random.chance(chance) {
        return None;
    }
    random.pick(&functions).copied()
}

/// Whether the columns of a type of an object hold no NULL that it refuses.
pub(super) fn filled(model: &Model, table: &Table) -> bool {
    table.columns.iter().all(|column| {
        let refuses =
            column.ty.of_object().and_then(|id| model.object(id)).is_some_and(|one| one.kind.refuses_null(one));
        !refuses || !column.ty.is_object() || table.rows.iter().all(|row| row.get(&column.id) != Some(&Value::Null))
    })
}

/// A table with at least so many columns.
fn a_table(model: &Model, random: &mut Random, columns: usize) -> Option<Id> {
    let tables: Vec<Id> =
        model.tables.iter().filter(|table| table.columns.len() >= columns).map(|table| table.id).collect();
    random.pick(&tables).copied()
}

/// Some columns of a table.
fn some_columns(table: &Table, random: &mut Random, count: usize) -> Vec<Id> {
    let mut columns: Vec<Id> = vec![];
    for _ in 0..count * 2 {
        if let Some(column) = random.pick(&table.columns)
            && !columns.contains(&column.id)
            && columns.len() < count
        {
            columns.push(column.id);
        }
    }
    columns
}

pub(super) use privileges::{manages_owners, manages_privileges, roles};
pub(super) use types::row;
