//! Constraints of a table: keys, checks, foreign keys, exclusions.

use super::column::{bare, plain_check};
use super::document::{At, Fields, Item, Reader, Text};
use super::draft::{DraftConstraint, DraftTable, Target};
use super::index::{Places, part_name, places};
use super::keys::{self, Context};
use crate::schema::{Action, Constraint, Deferrable, Exclusion, Key, Match, Rule};
use toml::de::DeValue;

/// What can be said of a foreign key but its columns and what they refer to.
#[derive(Default)]
pub(super) struct Actions {
    pub on_delete: Option<Action>,
    pub on_delete_columns: Vec<String>,
    pub on_update: Option<Action>,
    pub matching: Option<Match>,
    pub deferrable: Option<Deferrable>,
    pub not_valid: bool,
}

impl Actions {
    /// What is said here, and what `other` says beyond it.
    pub fn or(self, other: Actions) -> Actions {
        Actions {
            on_delete: self.on_delete.or(other.on_delete),
            on_delete_columns: match self.on_delete_columns.is_empty() {
                true => other.on_delete_columns,
                false => self.on_delete_columns,
            },
            on_update: self.on_update.or(other.on_update),
            matching: self.matching.or(other.matching),
            deferrable: self.deferrable.or(other.deferrable),
            not_valid: self.not_valid || other.not_valid,
        }
    }
}

/// Reads the actions, from whatever holds their keys.
pub(super) fn foreign_key_actions(fields: &Fields<'_, '_>) -> Actions {
    let whole = fields.context.key("on_delete_columns").is_some();
    let texts = |key: &str| -> Vec<String> {
        fields.texts(key).unwrap_or_default().into_iter().map(|text| text.value).collect()
    };
    Actions {
        on_delete: fields.choice("on_delete").map(action),
        on_delete_columns: if whole { texts("on_delete_columns") } else { Vec::new() },
        on_update: fields.choice("on_update").map(action),
        matching: fields.choice("match").map(|word| match word {
            "full" => Match::Full,
            "partial" => Match::Partial,
            _ => Match::Simple,
        }),
        deferrable: deferrable(fields),
        not_valid: whole && fields.flag("not_valid"),
    }
}

fn action(word: &str) -> Action {
    match word {
        "restrict" => Action::Restrict,
        "cascade" => Action::Cascade,
        "set null" => Action::SetNull,
        "set default" => Action::SetDefault,
        _ => Action::NoAction,
    }
}

/// `deferrable`: a truth value or the words.
fn deferrable(fields: &Fields<'_, '_>) -> Option<Deferrable> {
    let item = fields.item("deferrable")?;
    match item.get() {
        DeValue::Boolean(true) => Some(Deferrable::Immediate),
        DeValue::Boolean(false) => Some(Deferrable::No),
        _ => fields.choice("deferrable").map(|word| match word {
            "initially deferred" => Deferrable::Deferred,
            _ => Deferrable::Immediate,
        }),
    }
}

/// SQLite's `ON CONFLICT`, in capitals.
pub(super) fn conflict(fields: &Fields<'_, '_>, key: &str) -> Option<String> {
    fields.choice(key).map(str::to_ascii_uppercase)
}

/// The sections of constraints of a table, its columns being known.
pub(super) fn read<'d>(fields: &Fields<'_, 'd>, table: &mut DraftTable<'d>) {
    primary_key(fields, table);
    for (name, item) in fields.parts("uniques") {
        let what = part_word(&name, "unique constraint", "uniques", table);
        if let Some(drafted) = key_constraint(fields.reader, table, item, name, &keys::UNIQUE, what, Rule::Unique) {
            table.constraints.push(drafted);
        }
    }
    for (name, item) in fields.parts("exclusions") {
        let what = part_word(&name, "exclusion constraint", "exclusions", table);
        if let Some(drafted) = exclusion(fields.reader, table, item, name, what) {
            table.constraints.push(drafted);
        }
    }
    for (name, item) in fields.parts("checks") {
        let what = part_word(&name, "check", "checks", table);
        let at = name.as_ref().map_or_else(|| item.at(), |name| name.at.clone());
        if let Some(drafted) = check(fields.reader, item, at, name, what) {
            table.constraints.push(drafted);
        }
    }
    for (name, item) in fields.parts("foreign_keys") {
        let what = part_word(&name, "foreign key", "foreign_keys", table);
        if let Some(drafted) = foreign_key(fields.reader, table, item, name, what) {
            table.constraints.push(drafted);
        }
    }
}

fn part_word(name: &Option<Text<'_>>, kind: &str, section: &str, table: &DraftTable<'_>) -> String {
    match name {
        Some(name) => format!("{kind} `{}` of table `{}`", name.value, table.name()),
        None => format!("an element of `{section}` of table `{}`", table.name()),
    }
}

fn primary_key<'d>(fields: &Fields<'_, 'd>, table: &mut DraftTable<'d>) {
    let Some(item) = fields.item("primary_key") else { return };
    let what = format!("the primary key of table `{}`", table.name());
    let drafted = key_constraint(fields.reader, table, item, None, &keys::PRIMARY_KEY, what.clone(), Rule::PrimaryKey);
    let Some(drafted) = drafted else { return };
    let at = fields.key_at("primary_key").unwrap_or_else(|| item.at());
    if let Some(first) = table.constraints.iter().find(|c| matches!(c.constraint.rule, Rule::PrimaryKey(_))) {
        let message = format!("{what} is said twice");
        fields.reader.twice(message, &at, &first.at);
        return;
    }
    table.constraints.push(DraftConstraint { at, ..drafted });
}

/// A primary key or a unique constraint: a column, a list of them, or a table.
fn key_constraint<'d>(
    reader: &Reader<'_>,
    table: &DraftTable<'d>,
    item: Item<'d>,
    name: Option<Text<'d>>,
    context: &'static Context,
    what: String,
    rule: fn(Key) -> Rule,
) -> Option<DraftConstraint<'d>> {
    let at = name.as_ref().map_or_else(|| item.at(), |name| name.at.clone());
    let known = Places::of(&table.table);
    let mut drafted = DraftConstraint {
        constraint: Constraint { name: None, rule: rule(Key::default()), comment: None },
        at: at.clone(),
        name_at: None,
        after: None,
        target: None,
        renamed_from: None,
    };
    let key = match item.get() {
        DeValue::Table(_) => {
            let fields = Fields::open(reader, item, at, context, what)?;
            let Some(columns) = fields.item("columns") else {
                fields.missing("columns");
                return None;
            };
            let name = part_name(&fields, name);
            drafted.name_at = name.as_ref().map(|name| name.at.clone());
            drafted.constraint.name = name.map(|name| name.value);
            drafted.constraint.comment = fields.comment();
            drafted.renamed_from = fields.text("renamed_from");
            let (columns, orders) = key_columns(reader, columns, &fields.what, &known)?;
            let of = |key: &str| context.key(key).is_some();
            Key {
                columns,
                orders,
                include: include(&fields, &known),
                nulls_not_distinct: of("nulls_not_distinct") && fields.flag("nulls_not_distinct"),
                deferrable: deferrable(&fields).unwrap_or_default(),
                autoincrement: of("autoincrement") && fields.flag("autoincrement"),
                on_conflict: conflict(&fields, "on_conflict"),
                parameters: fields.parameters("with"),
            }
        }
        _ => {
            drafted.name_at = name.as_ref().map(|name| name.at.clone());
            drafted.constraint.name = name.map(|name| name.value);
            let (columns, orders) = key_columns(reader, item, &what, &known)?;
            Key { columns, orders, ..Key::default() }
        }
    };
    drafted.constraint.rule = rule(key);
    Some(drafted)
}

/// The columns of a key, and on SQLite what follows each of them.
fn key_columns(
    reader: &Reader<'_>,
    item: Item<'_>,
    what: &str,
    known: &Places<'_>,
) -> Option<(Vec<String>, Vec<String>)> {
    let mut columns = Vec::new();
    let mut orders = Vec::new();
    for (place, at) in places(reader, item, what, known)? {
        let Some(name) = place.name() else {
            let help = "a unique index can hold an expression: write it under `indexes`".to_owned();
            reader.invalid(&at, format!("{what} holds an expression"), "a key has columns alone", help);
            return None;
        };
        if columns.iter().any(|known| known == name) {
            reader.invalid(&at, format!("{what} names `{name}` twice"), "named twice", None);
            return None;
        }
        columns.push(name.to_owned());
        let mut order = Vec::new();
        if let Some(collation) = &place.collation {
            order.push(format!("COLLATE {collation}"));
        }
        if place.descending {
            order.push("DESC".to_owned());
        }
        orders.push(order.join(" "));
        if (place.descending || place.collation.is_some()) && reader.engine() != crate::engine::Engine::Sqlite
            || place.nulls.is_some()
            || place.opclass.is_some()
        {
            let help = "a unique index can: write it under `indexes` with unique = true".to_owned();
            reader.invalid(&at, format!("{what} cannot order or collate its columns"), "a column alone", help);
            return None;
        }
    }
    if columns.is_empty() {
        reader.invalid(&item.at(), format!("{what} has no columns"), "empty", None);
        return None;
    }
    if orders.iter().all(String::is_empty) {
        orders.clear();
    }
    Some((columns, orders))
}

/// `include`
pub(super) fn include(fields: &Fields<'_, '_>, known: &Places<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for text in fields.texts("include").unwrap_or_default() {
        if let Some(name) = known.column(fields.reader, &text.value, &text.at, &fields.what) {
            names.push(name);
        }
    }
    names
}

/// A check: SQL, or a table.
pub(super) fn check<'d>(
    reader: &Reader<'_>,
    item: Item<'d>,
    at: At<'d>,
    name: Option<Text<'d>>,
    what: String,
) -> Option<DraftConstraint<'d>> {
    let of = |name: Option<Text<'d>>, rule: Rule, comment, renamed_from| DraftConstraint {
        name_at: name.as_ref().map(|name| name.at.clone()),
        constraint: Constraint { name: name.map(|name| name.value), rule, comment },
        at: at.clone(),
        after: None,
        target: None,
        renamed_from,
    };
    if !matches!(item.get(), DeValue::Table(_)) {
        let expression = bare(reader.dialect.syntax(), super::document::sql(reader, item, &what)?);
        return Some(of(name, Rule::Check(plain_check(expression)), None, None));
    }
    let fields = Fields::open(reader, item, at.clone(), &keys::CHECK, what)?;
    if fields.item("sql").is_none() {
        fields.missing("sql");
        return None;
    }
    let name = part_name(&fields, name);
    let mut check = plain_check(bare(fields.reader.dialect.syntax(), fields.sql("sql")?));
    check.no_inherit = fields.flag("no_inherit");
    check.not_valid = fields.flag("not_valid");
    check.on_conflict = conflict(&fields, "on_conflict");
    Some(of(name, Rule::Check(check), fields.comment(), fields.text("renamed_from")))
}

fn foreign_key<'d>(
    reader: &Reader<'_>,
    table: &DraftTable<'d>,
    item: Item<'d>,
    name: Option<Text<'d>>,
    what: String,
) -> Option<DraftConstraint<'d>> {
    let at = name.as_ref().map_or_else(|| item.at(), |name| name.at.clone());
    let fields = Fields::open(reader, item, at.clone(), &keys::FOREIGN_KEY, what)?;
    let name = part_name(&fields, name);
    let known = Places::of(&table.table);
    if fields.item("columns").is_none() {
        fields.missing("columns");
        return None;
    }
    let mut columns = Vec::new();
    for text in fields.texts("columns")? {
        columns.push(known.column(reader, &text.value, &text.at, &fields.what)?);
    }
    if columns.is_empty() {
        reader.invalid(&fields.at, format!("{} has no columns", fields.what), "empty", None);
        return None;
    }
    let Some(references) = fields.item("references") else {
        fields.missing("references");
        return None;
    };
    let target = match references.as_text() {
        Some(text) => Target::Short(text),
        None => {
            let inner = Fields::open(reader, references, references.at(), &keys::TARGET, fields.of("references"))?;
            target(&inner)?
        }
    };
    let actions = foreign_key_actions(&fields);
    for column in &actions.on_delete_columns {
        if !columns.contains(column) {
            let message = format!("{} sets `{column}` on delete, which is none of its columns", fields.what);
            let at = fields.key_at("on_delete_columns").unwrap_or_else(|| fields.at.clone());
            reader.unknown_name(&at, column, message, "columns of the key", columns.iter().map(String::as_str));
        }
    }
    Some(DraftConstraint {
        name_at: name.as_ref().map(|name| name.at.clone()),
        constraint: Constraint {
            name: name.map(|name| name.value),
            rule: Rule::ForeignKey(actions.into_key(columns)),
            comment: fields.comment(),
        },
        at,
        after: None,
        target: Some(target),
        renamed_from: fields.text("renamed_from"),
    })
}

/// `{ table = …, column(s) = … }`
pub(super) fn target<'d>(fields: &Fields<'_, 'd>) -> Option<Target<'d>> {
    let Some(table) = fields.text("table") else {
        if fields.item("table").is_none() {
            fields.missing("table");
        }
        return None;
    };
    let one = fields.text("column").map(|text| vec![text]);
    let several = fields.texts("columns");
    if one.is_some() && several.is_some() {
        let message = format!("{} says both `column` and `columns`", fields.what);
        fields.reader.invalid(&fields.at, message, "both", "keep one of them".to_owned());
    }
    Some(Target::Long { table, columns: several.or(one), external: fields.flag("external") })
}

fn exclusion<'d>(
    reader: &Reader<'_>,
    table: &DraftTable<'d>,
    item: Item<'d>,
    name: Option<Text<'d>>,
    what: String,
) -> Option<DraftConstraint<'d>> {
    let at = name.as_ref().map_or_else(|| item.at(), |name| name.at.clone());
    let fields = Fields::open(reader, item, at.clone(), &keys::EXCLUSION, what)?;
    let name = part_name(&fields, name);
    let known = Places::of(&table.table);
    let Some(list) = fields.item("elements") else {
        fields.missing("elements");
        return None;
    };
    let Some(elements) = list.as_list() else {
        fields.wrong("elements", &list);
        return None;
    };
    let mut found = Vec::new();
    for element in elements {
        let what = format!("an element of {}", fields.what);
        let inner = Fields::open(reader, element, element.at(), &keys::ELEMENT, what)?;
        let place = super::index::long_place(&inner, &known)?;
        let Some(operator) = inner.text("operator") else {
            if inner.item("operator").is_none() {
                inner.missing("operator");
            }
            return None;
        };
        found.push((place, operator.value));
    }
    if found.is_empty() {
        reader.invalid(&list.at(), format!("{} has no elements", fields.what), "empty", None);
        return None;
    }
    let exclusion = Exclusion {
        method: fields.text("using").map_or_else(|| "gist".to_owned(), |text| text.value),
        elements: found,
        include: include(&fields, &known),
        predicate: fields.sql("where").map(|text| bare(fields.reader.dialect.syntax(), text)),
        deferrable: deferrable(&fields).unwrap_or_default(),
        parameters: fields.parameters("with"),
    };
    Some(DraftConstraint {
        name_at: name.as_ref().map(|name| name.at.clone()),
        constraint: Constraint {
            name: name.map(|name| name.value),
            rule: Rule::Exclusion(exclusion),
            comment: fields.comment(),
        },
        at,
        after: None,
        target: None,
        renamed_from: fields.text("renamed_from"),
    })
}
