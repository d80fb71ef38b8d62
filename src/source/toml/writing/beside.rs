//! What is said beside a column of its table's constraints and indexes, so that they need no section of their own.

use super::SchemaWriter;
use crate::schema::{Action, Check, Constraint, ConstraintDefinition, Index, IndexColumn, IndexKey, Key, Table};
use crate::source::toml::derived_names;
use crate::source::toml::grammar::foreign_key::short_reference;
use crate::source::toml::grammar::{AnySection, check::CHECK};

/// What is said beside a column: constraints by their number in the table.
#[derive(Debug, Default)]
pub(crate) struct BesideColumn<'t> {
    pub primary_key: Option<usize>,
    pub unique: Option<usize>,
    pub foreign_key: Option<usize>,
    pub check: Option<usize>,
    pub index: Option<&'t str>,
}

impl BesideColumn<'_> {
    /// Whether the constraint is said here.
    pub(crate) fn holds(&self, nth: usize) -> bool {
        [self.primary_key, self.unique, self.foreign_key, self.check].contains(&Some(nth))
    }
}

/// What each column can say of the table's constraints and indexes.
pub(crate) fn of_columns<'t>(writer: &SchemaWriter<'_>, table: &'t Table) -> Vec<BesideColumn<'t>> {
    let mut all: Vec<BesideColumn<'t>> = table.columns.iter().map(|_| BesideColumn::default()).collect();
    let position = |name: &str| table.columns.iter().position(|column| column.name == name);
    for (nth, constraint) in table.constraints.iter().enumerate() {
        let at = column_of(writer, table, constraint).and_then(|name| position(&name));
        let Some(beside) = at.and_then(|at| all.get_mut(at)) else { continue };
        let place = match &constraint.definition {
            ConstraintDefinition::PrimaryKey(_) => &mut beside.primary_key,
            ConstraintDefinition::Unique(_) => &mut beside.unique,
            ConstraintDefinition::ForeignKey(_) => &mut beside.foreign_key,
            ConstraintDefinition::Check(_) => &mut beside.check,
            ConstraintDefinition::Exclusion(_) => continue,
        };
        if place.is_none() {
            *place = Some(nth);
        }
    }
    for index in &table.indexes {
        let [IndexColumn { key: IndexKey::Column(name), .. }] = index.columns.as_slice() else { continue };
        let plain = Index { name: index.name.clone(), columns: vec![IndexColumn::column(name)], ..Index::default() };
        if *index == plain
            && conventional_index(writer, table, index)
            && let Some(beside) = position(name).and_then(|at| all.get_mut(at))
            && beside.index.is_none()
        {
            beside.index = Some(&index.name);
        }
    }
    all
}

/// The column that can say a constraint in a word.
fn column_of(writer: &SchemaWriter<'_>, table: &Table, constraint: &Constraint) -> Option<String> {
    if is_commented(writer, constraint) || !constraint.annotation.origin.is_own() {
        return None;
    }
    // Those that only their order tells apart stay together, in one list.
    let alike = |other: &&Constraint| other.kind() == constraint.kind() && other.key() == constraint.key();
    if table.constraints.iter().filter(alike).count() > 1 {
        return None;
    }
    match &constraint.definition {
        ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => {
            let [only] = key.columns.as_slice() else { return None };
            let autoincrement =
                matches!(constraint.definition, ConstraintDefinition::PrimaryKey(_)) && key.autoincrement;
            let plain = Key { columns: key.columns.clone(), autoincrement, ..Key::default() };
            (*key == plain).then(|| only.clone())
        }
        ConstraintDefinition::ForeignKey(key) => {
            let [only] = key.columns.as_slice() else { return None };
            // `on_update` of the column says the one or the other.
            let two = key.on_update != Action::NoAction
                && table.column(only).is_some_and(|column| column.on_update.is_some());
            let plain = key.on_delete_columns.is_empty() && !key.not_valid && !key.not_enforced && !key.period && !two;
            (plain && short_reference(writer, key).is_some()).then(|| only.clone())
        }
        ConstraintDefinition::Check(check) => {
            let plain = Check::new(check.expression.clone());
            let columns = derived_names::columns_in(writer.dialect, table, &check.expression);
            let [only] = <[String; 1]>::try_from(columns).ok()?;
            let named = match &constraint.name {
                Some(_) => writer.conventional(table, constraint, Some(&only)),
                None => true,
            };
            (*check == plain && named).then_some(only)
        }
        ConstraintDefinition::Exclusion(_) => None,
    }
}

/// Whether a constraint has a comment, which only its own section can say.
fn is_commented(writer: &SchemaWriter<'_>, constraint: &Constraint) -> bool {
    let section: &dyn AnySection = &CHECK;
    let kept = section.key("comment").is_some_and(|key| key.is_on(writer.database()));
    kept && constraint.annotation.comment.is_some()
}

fn conventional_index(writer: &SchemaWriter<'_>, table: &Table, index: &Index) -> bool {
    let alone = table.indexes.iter().filter(|other| other.name == index.name).count() == 1
        && !table.constraints.iter().any(|one| {
            one.name.as_ref() == Some(&index.name) && !derived_names::named_apart(writer.dialect, one.kind())
        });
    let owner = &table.name.name;
    alone && derived_names::index(writer.naming, writer.dialect, owner, Some(table), &index.columns) == index.name
}
