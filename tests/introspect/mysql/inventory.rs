//! The list of `information_schema` is whole: each of its tables is read, or left out for a reason that is written down.

use std::collections::BTreeSet;

use migrate::dialect::mysql::inventory::{Fate, decided, fate};

use crate::support::mysql::Database;

#[test]
fn every_table_of_information_schema_is_accounted_for() {
    for (server, database) in Database::on_each() {
        let there = database.mysql(
            "SELECT upper(table_name) FROM information_schema.tables WHERE lower(table_schema) = 'information_schema'",
        );
        let there: Vec<&str> = there.lines().collect();
        assert!(there.len() > 60, "{server:?}: {there:?}");
        let new: Vec<&&str> = there.iter().filter(|name| fate(name).is_none()).collect();
        assert!(new.is_empty(), "{server:?} has what nobody decided about: {new:?}");
    }
}

#[test]
fn whatever_is_decided_is_decided_once_and_has_a_reason() {
    let all: Vec<_> = decided().collect();
    let names: BTreeSet<&str> = all.iter().map(|one| one.name).collect();
    assert_eq!(names.len(), all.len());
    assert!(all.iter().all(|one| !matches!(one.fate, Fate::LeftOut(why) if why.is_empty())));
}
