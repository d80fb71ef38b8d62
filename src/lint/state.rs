//! What is known of the schema before a statement: the tables that the run itself has made, and of the others what the
//! scripts before it said.
//!
//! All scripts of the chain are played here by their words, those that are applied first. So a type that changes is known
//! by what it was, and a table that nobody can see yet is told from one that is in use. What no script said is unknown.

use std::collections::HashMap;

use super::statement::{Action, Column, Constraint, ConstraintRule, Kind, NewIndex, NewTable, Type};
use crate::engine::Engine;
use crate::schema::QName;

/// See the module.
#[derive(Debug, Clone)]
pub(crate) struct State {
    engine: Engine,
    /// Whether what is made now is made by the run that is judged.
    judged: bool,
    tables: HashMap<String, Table>,
    enums: HashMap<String, Vec<String>>,
    /// Domains, and whether they check their values.
    domains: HashMap<String, bool>,
    materialized: HashMap<String, bool>,
    /// Values that were added to an enum, with the transaction.
    pub added_values: Vec<(String, usize)>,
}

/// A table.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    pub name: String,
    /// Made by the run that is judged: nobody else sees it, and it has no rows that anybody misses.
    pub made: bool,
    pub columns: Vec<Column>,
    pub constraints: Vec<Known>,
    pub indexes: Vec<NewIndex>,
    pub triggers: Vec<String>,
    pub partitioned: bool,
    pub default_partition: bool,
}

/// A constraint of a table, with the transactions in which it was made and found to hold.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub constraint: Constraint,
    pub made_in: usize,
    pub valid: bool,
}

impl Table {
    /// A column, if it is known.
    pub(crate) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name))
    }

    /// The constraint of this name.
    pub(crate) fn constraint(&self, name: &str) -> Option<&Known> {
        self.constraints
            .iter()
            .find(|known| known.constraint.name.as_deref().is_some_and(|known| known.eq_ignore_ascii_case(name)))
    }

    /// The tables that its foreign keys lead to.
    pub(crate) fn parents(&self) -> Vec<&QName> {
        let keys = self.constraints.iter().filter_map(|known| match &known.constraint.rule {
            ConstraintRule::ForeignKey { parent, .. } => Some(parent),
            _ => None,
        });
        keys.chain(self.columns.iter().filter_map(|column| column.references.as_ref().map(|(parent, _)| parent)))
            .collect()
    }

    /// Whether an index begins with these columns, in any order of them.
    pub(crate) fn has_index_on(&self, columns: &[String]) -> bool {
        let covers = |index: &[String]| {
            index.len() >= columns.len()
                && index
                    .iter()
                    .take(columns.len())
                    .all(|one| columns.iter().any(|other| other.eq_ignore_ascii_case(one)))
        };
        self.indexes.iter().filter(|index| !index.partial).filter_map(|index| index.columns.as_deref()).any(covers)
            || self.constraints.iter().any(|known| key_columns(&known.constraint.rule).is_some_and(covers))
            || matches!(columns, [only] if self.column(only).is_some_and(|column| column.primary_key || column.unique))
    }

    /// Whether no two rows can have the same values in these columns, and all of its columns and keys are known.
    pub(crate) fn is_unique(&self, columns: &[String]) -> bool {
        let same = |key: &[String]| {
            key.len() == columns.len()
                && key.iter().all(|one| columns.iter().any(|other| other.eq_ignore_ascii_case(one)))
        };
        self.indexes
            .iter()
            .filter(|index| index.unique && !index.partial)
            .filter_map(|index| index.columns.as_deref())
            .any(same)
            || self.constraints.iter().any(|known| key_columns(&known.constraint.rule).is_some_and(same))
            || matches!(columns, [only] if self.column(only).is_some_and(|column| column.primary_key || column.unique))
    }

    /// Whether every row is known to have a value in this column.
    pub(crate) fn is_not_null(&self, name: &str) -> bool {
        self.column(name).is_some_and(|column| column.not_null)
            || self.constraints.iter().any(|known| {
                matches!(&known.constraint.rule, ConstraintRule::PrimaryKey { columns, .. } if columns.iter().any(|one| one == name))
            })
    }

    /// The check that says that this column is not null.
    pub(crate) fn not_null_check(&self, name: &str) -> Option<&Known> {
        self.constraints.iter().find(|known| match &known.constraint.rule {
            ConstraintRule::Check(check) => check.not_null_of.as_deref() == Some(name),
            ConstraintRule::NotNull(column) => column == name,
            _ => false,
        })
    }
}

fn key_columns(rule: &ConstraintRule) -> Option<&[String]> {
    match rule {
        ConstraintRule::PrimaryKey { columns, .. } | ConstraintRule::Unique { columns, .. } => Some(columns),
        _ => None,
    }
}

impl State {
    /// Nothing is known.
    pub(crate) fn new(engine: Engine) -> Self {
        State {
            engine,
            judged: false,
            tables: HashMap::new(),
            enums: HashMap::new(),
            domains: HashMap::new(),
            materialized: HashMap::new(),
            added_values: Vec::new(),
        }
    }

    /// From here on, what is played belongs to the run that is judged.
    pub(crate) fn begin_run(&mut self) {
        self.judged = true;
    }

    /// The key of a name: two spellings of one name have one. PostgreSQL's names are exact once they are read.
    pub(crate) fn key(&self, name: &QName) -> String {
        crate::dialect::table_key(self.engine, name)
    }

    /// A table, if any script told of it.
    pub(crate) fn table(&self, name: &QName) -> Option<&Table> {
        self.tables.get(&self.key(name))
    }

    /// Whether the run itself has made this table or materialized view.
    pub(crate) fn is_made_here(&self, name: &QName) -> bool {
        let key = self.key(name);
        self.tables.get(&key).is_some_and(|table| table.made) || self.materialized.get(&key) == Some(&true)
    }

    /// Whether it is a domain that checks its values.
    pub(crate) fn is_checked_domain(&self, ty: &Type) -> bool {
        self.domains.get(&ty.name) == Some(&true)
    }

    /// The tables with a column of this type.
    pub(crate) fn tables_of_type<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Table> + use<'a> {
        let of_type = move |column: &Column| column.ty.as_ref().is_some_and(|ty| ty.name == name);
        self.tables.values().filter(move |table| table.columns.iter().any(of_type))
    }

    /// The tables whose foreign keys lead to this one, by name.
    pub(crate) fn children(&self, parent: &QName) -> Vec<&Table> {
        let key = self.key(parent);
        let mut found: Vec<&Table> = self
            .tables
            .iter()
            .filter(|(own, table)| **own != key && table.parents().iter().any(|name| self.key(name) == key))
            .map(|(_, table)| table)
            .collect();
        found.sort_by(|a, b| a.name.cmp(&b.name));
        found
    }

    /// The table that has this index.
    pub(crate) fn table_of_index(&self, index: &str) -> Option<&Table> {
        let named = |one: &NewIndex| one.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(index));
        self.tables.values().find(|table| table.indexes.iter().any(named))
    }

    fn table_mut(&mut self, name: &QName) -> &mut Table {
        let key = self.key(name);
        self.tables.entry(key).or_insert_with(|| Table { name: name.to_string(), ..Table::default() })
    }

    /// Plays a statement, which stands in the transaction numbered `unit`.
    pub(crate) fn play(&mut self, kind: &Kind, unit: usize) {
        match kind {
            Kind::CreateTable(table) => self.create(table, unit),
            Kind::AlterTable(alter) => {
                for clause in &alter.clauses {
                    self.alter(&alter.table, &clause.action, unit);
                }
            }
            Kind::CreateIndex(index) => self.table_mut(&index.table).indexes.push(index.clone()),
            Kind::CreateTrigger { name, table } => {
                let name = name.clone();
                self.table_mut(table).triggers.push(name);
            }
            Kind::CreateView { name, materialized: true } => {
                let (key, judged) = (self.key(name), self.judged);
                self.materialized.insert(key, judged);
            }
            Kind::Drop(drop) => match drop.word.as_str() {
                "TABLE" => drop.names.iter().for_each(|name| {
                    self.tables.remove(&self.key(name));
                }),
                "INDEX" => drop.names.iter().for_each(|name| {
                    for table in self.tables.values_mut() {
                        table.indexes.retain(|index| index.name.as_deref() != Some(&name.name));
                    }
                }),
                "TRIGGER" => drop.names.iter().for_each(|name| {
                    for table in self.tables.values_mut() {
                        table.triggers.retain(|trigger| *trigger != name.name);
                    }
                }),
                _ => {}
            },
            Kind::RenameTables(pairs) => pairs.iter().for_each(|(old, new)| self.rename(old, new)),
            Kind::CreateEnum { name, values } => {
                self.enums.insert(name.name.clone(), values.clone());
            }
            Kind::AddEnumValue { name, value, .. } => {
                self.enums.entry(name.name.clone()).or_default().push(value.clone());
                self.added_values.push((value.clone(), unit));
            }
            Kind::CreateDomain { name, checked } => {
                self.domains.insert(name.name.clone(), *checked);
            }
            Kind::AlterDomain { name, change } if *change != super::statement::DomainChange::Other => {
                self.domains.insert(name.name.clone(), true);
            }
            _ => {}
        }
    }

    fn create(&mut self, new: &NewTable, unit: usize) {
        let key = self.key(&new.name);
        if new.guarded && self.tables.contains_key(&key) {
            return;
        }
        let known = |constraint: &Constraint| Known { constraint: constraint.clone(), made_in: unit, valid: true };
        let table = Table {
            name: new.name.to_string(),
            made: self.judged || new.temporary,
            columns: new.columns.clone(),
            constraints: new.constraints.iter().map(known).collect(),
            indexes: new.indexes.clone(),
            partitioned: new.partitioned,
            ..Table::default()
        };
        self.tables.insert(key, table);
        if let Some((parent, true)) = &new.partition_of {
            self.table_mut(parent).default_partition = true;
        }
    }

    fn rename(&mut self, old: &QName, new: &QName) {
        let new = if new.namespace.is_none() { old.sibling(new.name.clone()) } else { new.clone() };
        if let Some(mut table) = self.tables.remove(&self.key(old)) {
            table.name = new.to_string();
            self.tables.insert(self.key(&new), table);
        }
    }

    fn alter(&mut self, name: &QName, action: &Action, unit: usize) {
        if let Action::RenameTo { name: new } = action {
            self.rename(name, new);
            return;
        }
        let table = self.table_mut(name);
        let column = |table: &mut Table, name: &str| {
            table.columns.iter().position(|column| column.name.eq_ignore_ascii_case(name))
        };
        match action {
            Action::AddColumn(new) => table.columns.push(new.clone()),
            Action::DropColumn { name, .. } => {
                table.columns.retain(|column| !column.name.eq_ignore_ascii_case(name));
                table.indexes.retain(|index| !index.columns.iter().flatten().any(|one| one.eq_ignore_ascii_case(name)));
            }
            Action::AddConstraint(constraint) => {
                let valid = !constraint.not_valid;
                table.constraints.push(Known { constraint: constraint.clone(), made_in: unit, valid });
            }
            Action::DropConstraint { name } | Action::DropForeignKey { name } => {
                table.constraints.retain(|known| known.constraint.name.as_deref() != Some(name));
            }
            Action::DropPrimaryKey => {
                table.constraints.retain(|known| !matches!(known.constraint.rule, ConstraintRule::PrimaryKey { .. }));
            }
            Action::DropIndex { name } => table.indexes.retain(|index| index.name.as_deref() != Some(name)),
            Action::AddIndex(index) => table.indexes.push(index.clone()),
            Action::Validate { name } => {
                for known in &mut table.constraints {
                    known.valid |= known.constraint.name.as_deref() == Some(name);
                }
            }
            Action::SetNotNull { column: name } | Action::DropNotNull { column: name } => {
                if let Some(known) = column(table, name).and_then(|at| table.columns.get_mut(at)) {
                    known.not_null = matches!(action, Action::SetNotNull { .. });
                }
            }
            Action::SetType { column: name, ty, .. } => {
                if let Some(known) = column(table, name).and_then(|at| table.columns.get_mut(at)) {
                    known.ty = Some(ty.clone());
                }
            }
            Action::Modify { column: name, to } => {
                if let Some(known) = column(table, name).and_then(|at| table.columns.get_mut(at)) {
                    let (primary_key, unique) = (known.primary_key || to.primary_key, known.unique || to.unique);
                    *known = Column { primary_key, unique, ..to.clone() };
                }
            }
            Action::RenameColumn { column: name, to } => {
                if let Some(known) = column(table, name).and_then(|at| table.columns.get_mut(at)) {
                    known.name.clone_from(to);
                }
            }
            Action::Attach { default: true, .. } => table.default_partition = true,
            _ => {}
        }
    }
}
