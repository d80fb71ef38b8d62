//! The list of the server's catalogues is whole: each catalogue and each column of the server that the tests run on is read,
//! or left out for a reason that is written down.
//!
//! `tests/run.sh` runs it on each version of the server that `tests/servers.sh` gets.

use std::collections::{BTreeMap, BTreeSet};

use migrate::dialect::postgres::inventory::{CATALOGUES, Catalogue, InventoryColumns, InventoryRows};
use migrate::dialect::postgres::queries;

use crate::support::postgres::Database;

fn words(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect()
}

#[test]
fn every_catalogue_and_column_of_the_server_is_accounted_for() {
    let Some(database) = Database::new() else { return };
    let mut there: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let columns = database.psql(
        "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
         WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND c.oid < 16384",
    );
    for line in columns.lines() {
        let (catalogue, column) = line.split_once('|').expect("two columns");
        there.entry(catalogue.to_owned()).or_default().insert(column.to_owned());
    }
    assert!(there.len() > 50, "{there:?}");

    let flavor = super::run(async { super::open(&database.url()).await.dialect().flavor().clone() });
    let queries = queries(&flavor).join(";\n");
    let asked = words(&queries);
    let known: BTreeMap<&str, &Catalogue> = CATALOGUES.iter().map(|one| (one.name, one)).collect();
    assert_eq!(known.len(), CATALOGUES.len(), "a catalogue stands twice in the list");
    let mut wrong = Vec::new();
    for (name, columns) in &there {
        let Some(catalogue) = known.get(name.as_str()) else {
            wrong.push(format!("{name} is new: {columns:?}"));
            continue;
        };
        if matches!(catalogue.rows, InventoryRows::Objects { .. }) && !asked.contains(name.as_str()) {
            wrong.push(format!("{name} holds objects, but no query reads it"));
        }
        let InventoryColumns::Each { read, left_out } = catalogue.columns else { continue };
        let read = words(read);
        let mut decided: BTreeMap<&str, usize> = read.iter().map(|column| (*column, 1)).collect();
        for (columns, _) in left_out {
            words(columns).into_iter().for_each(|column| *decided.entry(column).or_default() += 1);
        }
        for (column, times) in &decided {
            if *times > 1 {
                wrong.push(format!("{name}.{column} is decided twice"));
            }
        }
        for column in columns {
            if !decided.contains_key(column.as_str()) {
                wrong.push(format!("{name}.{column} is new: neither read nor left out"));
            }
            if read.contains(column.as_str()) && !asked.contains(column.as_str()) {
                wrong.push(format!("{name}.{column} is said to be read, but no query names it"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} on {flavor}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn whatever_is_left_out_has_a_reason() {
    for catalogue in CATALOGUES {
        match catalogue.rows {
            InventoryRows::Objects { condition, .. } => assert!(!condition.is_empty(), "{}", catalogue.name),
            InventoryRows::Parts(why) | InventoryRows::LeftOut(why) => assert!(!why.is_empty(), "{}", catalogue.name),
        }
        if let InventoryColumns::Each { left_out, .. } = catalogue.columns {
            assert!(left_out.iter().all(|(_, why)| !why.is_empty()), "{}", catalogue.name);
        }
    }
}
