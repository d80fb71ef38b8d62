//! What a statement that a person wrote does to a live database: the locks it takes, whether it writes all rows anew or
//! reads them all.
//!
//! PostgreSQL: from the table of locks that was measured on version 15. What is not known is unknown.

use super::copies::copies;
use super::state::{State, Table};
use super::statement::{Action, AlterTable, Column, ConstraintRule, Kind};
use super::types::postgres_keeps;
use super::volatile;
use crate::dialect::{Facts, LockMode};
use crate::engine::{Engine, Flavor};
use crate::schema::QName;

/// The facts of a statement before which `state` holds.
pub(crate) fn facts(flavor: &Flavor, state: &State, kind: &Kind, keys_checked: bool) -> Facts {
    let mut facts = match flavor.engine {
        Engine::Postgres => postgres(flavor, state, kind),
        Engine::MySql => mysql(flavor, state, kind, keys_checked),
        // One writer at a time, and readers see the old state meanwhile: nothing is to be said of a statement alone.
        Engine::Sqlite => Facts::light(),
    };
    facts.forget(|table| state.is_made_here(table), |_| false);
    facts
}

fn mysql(flavor: &Flavor, state: &State, kind: &Kind, keys_checked: bool) -> Facts {
    let Kind::AlterTable(alter) = kind else { return Facts::default() };
    if alter.asserts() {
        return Facts::default();
    }
    let table = state.table(&alter.table);
    let copied =
        alter.clauses.iter().any(|clause| copies(flavor, alter, &clause.action, table, keys_checked).is_some());
    if copied { Facts::locking(&alter.table, LockMode::Share).rewriting() } else { Facts::default() }
}

fn postgres(flavor: &Flavor, state: &State, kind: &Kind) -> Facts {
    use LockMode::{AccessExclusive, Exclusive, RowExclusive, Share, ShareRowExclusive, ShareUpdateExclusive};
    match kind {
        Kind::AlterTable(alter) => {
            let clauses = alter.clauses.iter().map(|clause| clause_facts(flavor, state, alter, &clause.action));
            clauses.reduce(Facts::with).unwrap_or_default()
        }
        Kind::CreateIndex(index) => {
            let mode = if index.concurrently { ShareUpdateExclusive } else { Share };
            let facts = Facts::locking(&index.table, mode);
            if index.only { facts } else { facts.scanning() }
        }
        Kind::CreateTable(table) => {
            let mut facts = Facts::light();
            let keys = table.constraints.iter().filter_map(|constraint| match &constraint.rule {
                ConstraintRule::ForeignKey { parent, .. } => Some(parent),
                _ => None,
            });
            let inline = table.columns.iter().filter_map(|column| column.references.as_ref().map(|(parent, _)| parent));
            for parent in keys.chain(inline) {
                facts = facts.and_locking(parent, ShareRowExclusive);
            }
            match &table.partition_of {
                Some((parent, _)) => facts.and_locking(parent, AccessExclusive),
                None => facts,
            }
        }
        Kind::Drop(drop) if drop.word == "TABLE" => {
            let mut facts = Facts::light();
            for name in &drop.names {
                facts = facts.and_locking(name, AccessExclusive);
                for parent in state.table(name).map(Table::parents).unwrap_or_default() {
                    facts = facts.and_locking(parent, AccessExclusive);
                }
            }
            facts
        }
        Kind::Drop(drop) if drop.word == "INDEX" => {
            let table = drop.names.first().and_then(|index| state.table_of_index(&index.name));
            match table {
                Some(table) if drop.concurrently => Facts::locking(&QName::plain(&table.name), ShareUpdateExclusive),
                Some(table) => Facts::locking(&QName::plain(&table.name), AccessExclusive),
                None => Facts::default(),
            }
        }
        Kind::CreateTrigger { table, .. } => Facts::locking(table, ShareRowExclusive),
        Kind::Policy { table } => Facts::locking(table, AccessExclusive),
        Kind::Truncate { tables, .. } | Kind::LockTable { tables } => {
            tables.iter().fold(Facts::light(), |facts, table| facts.and_locking(table, AccessExclusive))
        }
        Kind::Reindex { concurrently, name: Some(name), index: false } => {
            Facts::locking(name, if *concurrently { ShareUpdateExclusive } else { Share }).scanning()
        }
        Kind::Vacuum { full: true, table: Some(table) } | Kind::Cluster { table: Some(table) } => {
            Facts::locking(table, AccessExclusive).rewriting()
        }
        Kind::Refresh { name, concurrently, .. } => {
            Facts::locking(name, if *concurrently { Exclusive } else { AccessExclusive })
        }
        Kind::Update { table, filtered, .. } | Kind::Delete { table, filtered } => {
            let facts = Facts::locking(table, RowExclusive);
            if *filtered { facts } else { facts.scanning() }
        }
        Kind::Insert { table, .. } => Facts::locking(table, RowExclusive),
        Kind::AlterDomain { name, change: super::statement::DomainChange::AddCheck { not_valid: false } } => {
            let tables: Vec<&Table> = state.tables_of_type(&name.name).collect();
            let facts =
                tables.iter().fold(Facts::light(), |facts, table| facts.and_locking(&QName::plain(&table.name), Share));
            if tables.is_empty() { Facts::default() } else { facts.scanning() }
        }
        _ => Facts::default(),
    }
}

fn clause_facts(flavor: &Flavor, state: &State, alter: &AlterTable, action: &Action) -> Facts {
    use LockMode::{AccessExclusive, ShareRowExclusive, ShareUpdateExclusive};
    let table = &alter.table;
    let known = state.table(table);
    let exclusive = || Facts::locking(table, AccessExclusive);
    match action {
        Action::AddColumn(column) => {
            let facts = match &column.references {
                Some((parent, _)) => exclusive().and_locking(parent, ShareRowExclusive),
                None => exclusive(),
            };
            if rewrites(flavor, state, column) {
                facts.rewriting()
            } else if !column.checks.is_empty() || column.unique || column.primary_key {
                facts.scanning()
            } else {
                facts
            }
        }
        Action::AddConstraint(constraint) => match &constraint.rule {
            ConstraintRule::ForeignKey { parent, .. } => {
                let facts = Facts::locking(table, ShareRowExclusive).and_locking(parent, ShareRowExclusive);
                // A table that the run has made has no rows to be looked up.
                if constraint.not_valid || state.is_made_here(table) { facts } else { facts.scanning() }
            }
            ConstraintRule::Unique { index: Some(_), .. } | ConstraintRule::PrimaryKey { index: Some(_), .. } => {
                exclusive()
            }
            _ if constraint.not_valid => exclusive(),
            _ => exclusive().scanning(),
        },
        Action::DropConstraint { name } => {
            let key = known.and_then(|table| table.constraint(name)).map(|known| &known.constraint.rule);
            match key {
                Some(ConstraintRule::ForeignKey { parent, .. }) => exclusive().and_locking(parent, AccessExclusive),
                _ => exclusive(),
            }
        }
        Action::Validate { name } => {
            let facts = Facts::locking(table, ShareUpdateExclusive).scanning();
            match known.and_then(|table| table.constraint(name)).map(|known| &known.constraint.rule) {
                Some(ConstraintRule::ForeignKey { parent, .. }) => facts.and_locking(parent, LockMode::RowShare),
                _ => facts,
            }
        }
        Action::SetNotNull { column } => {
            let proven = known.and_then(|table| table.not_null_check(column)).is_some_and(|check| check.valid);
            if proven && flavor.at_least(12, 0) { exclusive() } else { exclusive().scanning() }
        }
        Action::SetType { column, ty, .. } => {
            let before = known.and_then(|table| table.column(column)).and_then(|column| column.ty.as_ref());
            if before.is_some_and(|before| postgres_keeps(before, ty)) { exclusive() } else { exclusive().rewriting() }
        }
        Action::Rewrite { .. } => exclusive().rewriting(),
        Action::Attach { partition, .. } => {
            Facts::locking(table, ShareUpdateExclusive).and_locking(partition, AccessExclusive).scanning()
        }
        Action::Detach { concurrently: true, .. } => Facts::locking(table, ShareUpdateExclusive),
        Action::Detach { partition, .. } => exclusive().and_locking(partition, AccessExclusive),
        Action::Trigger { .. } => Facts::locking(table, ShareRowExclusive),
        Action::Other => Facts::default(),
        _ => exclusive(),
    }
}

/// Whether PostgreSQL writes every row to add this column.
fn rewrites(flavor: &Flavor, state: &State, column: &Column) -> bool {
    let checked = column.ty.as_ref().is_some_and(|ty| state.is_checked_domain(ty));
    let serial = column.ty.as_ref().is_some_and(|ty| ty.name.ends_with("serial"));
    let default = column.default.as_ref().filter(|default| !default.is_null());
    let written = default.is_some_and(|default| volatile::reason(default).is_some() || !flavor.at_least(11, 0));
    serial || column.identity || column.stored || checked || written
}
