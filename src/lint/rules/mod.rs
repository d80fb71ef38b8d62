//! The rules, a file for each family of hazards.

mod access;
mod added_columns;
mod columns;
mod constraints;
mod data;
mod domains;
mod drops;
mod enums;
mod foreign_keys;
mod indexes;
mod locks;
mod maintenance;
mod markers;
mod mysql;
mod names;
mod partitions;
mod preferences;
mod renames;
mod sqlite;
mod transactions;
mod triggers;
mod types;

pub(super) use markers::{ALLOW_UNKNOWN, ALLOW_UNREASONED, ALLOW_UNUSED};
pub(super) use mysql::keys_checked;
pub(super) use transactions::SEVERAL_HEADS;

use super::rule::Rule;
use crate::engine::Engine;

const POSTGRES: &[Engine] = &[Engine::Postgres];
const MYSQL: &[Engine] = &[Engine::MySql];
const SQLITE: &[Engine] = &[Engine::Sqlite];
const SERVERS: &[Engine] = &[Engine::Postgres, Engine::MySql];
const ALL: &[Engine] = &[Engine::Postgres, Engine::MySql, Engine::Sqlite];

/// All rules, by family.
static FAMILIES: [&[Rule]; 22] = [
    drops::RULES,
    renames::RULES,
    columns::RULES,
    added_columns::RULES,
    types::RULES,
    constraints::RULES,
    foreign_keys::RULES,
    indexes::RULES,
    partitions::RULES,
    maintenance::RULES,
    domains::RULES,
    enums::RULES,
    triggers::RULES,
    locks::RULES,
    transactions::RULES,
    data::RULES,
    mysql::RULES,
    sqlite::RULES,
    access::RULES,
    names::RULES,
    preferences::RULES,
    markers::RULES,
];

/// All rules, by family.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|family| family.iter())
}

/// The rule of this code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code == code)
}
