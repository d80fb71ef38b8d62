//! What a trial costs: as many objects as a change has to do with, whatever the schema weighs. SQLite reads the whole list
//! of its objects again for each that is created, so that a trial of all of them takes time by the square of their number.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use crate::config::Naming;
use crate::dialect::Scope;
use crate::dialect::sqlite::Sqlite;
use crate::engine::{Engine, Flavor};
use crate::schema::{Node, ObjectId, QName, Schema, Unrunnable};
use crate::source::{Declared, toml};

use super::canonical::part_to_spell;
use super::subset::{Links, Subset, subset};

fn sqlite() -> Sqlite {
    Sqlite::new(Flavor { engine: Engine::Sqlite, mariadb: false, version: (3, 51, 0) })
}

/// Tables that refer each to the one before, and `more` beside them.
fn declared(tables: usize, more: &str) -> Declared {
    let mut text = String::new();
    for at in 0..tables {
        let before = at.saturating_sub(1);
        writeln!(text, "[table.t{at}.columns]\nid = {{ type = \"integer\", primary_key = true }}").unwrap();
        writeln!(text, "before_id = {{ type = \"integer\", references = \"t{before}.id\" }}\n").unwrap();
    }
    let files = [(PathBuf::from("schema.toml"), Arc::from(text + more))];
    toml::read(&files, &sqlite(), &Naming::default()).unwrap()
}

fn table(at: usize) -> ObjectId {
    ObjectId::table(&QName::plain(format!("t{at}")))
}

fn names(schema: &Schema) -> Vec<&str> {
    schema.objects.keys().map(|id| id.name.name.as_str()).collect()
}

fn around(declared: &Declared, at: usize) -> Subset {
    let mut schema = declared.schema.clone();
    schema.link();
    around_in(&schema, at)
}

fn around_in(schema: &Schema, at: usize) -> Subset {
    subset(schema, &Links::of(schema, &sqlite()), &BTreeSet::from([table(at)]), &sqlite())
}

#[test]
fn what_is_unchanged_and_unnamed_is_not_spelled_again() {
    for tables in [10, 1000] {
        let (part, _) = part_to_spell(
            &declared(tables, "").schema,
            &BTreeSet::from([table(5)]),
            &BTreeSet::new(),
            &Scope::everything(),
            &sqlite(),
        );
        assert_eq!(names(&part), ["t4", "t5"], "of {tables} tables");
        assert!(part.table(&QName::plain("t4")).unwrap().constraints.iter().all(|one| one.foreign_key().is_none()));
    }
}

#[test]
fn the_proof_holds_what_refers_to_the_change_and_what_that_needs() {
    for tables in [10, 1000] {
        let part = around(&declared(tables, ""), 5);
        assert_eq!(names(&part.schema), ["t4", "t5", "t6"], "of {tables} tables");
        assert_eq!(part.supports.iter().collect::<Vec<_>>(), [&table(4)]);
    }
}

fn found(part: &Subset) -> BTreeSet<&str> {
    names(&part.schema).into_iter().collect()
}

const LOG: &str = "[table.log.columns]\nid = \"integer\"\n\n\
    [table.log.triggers]\nlogged = \"\"\"CREATE TRIGGER logged AFTER INSERT ON log BEGIN DELETE FROM TARGET; END\"\"\"\n";

#[test]
fn a_view_or_trigger_over_the_change_is_there_with_what_it_names() {
    let view = "[view.v]\nsql = \"SELECT id FROM w\"\n\n[view.w]\nsql = \"SELECT t8.id FROM t8, T5\"\n\n";
    let part = around(&declared(100, &format!("{view}{}", LOG.replace("TARGET", "T5"))), 5);
    assert_eq!(found(&part), BTreeSet::from(["log", "t4", "t5", "t6", "t8", "v", "w"]));
    let log = part.schema.table(&QName::plain("log")).unwrap();
    assert_eq!(log.triggers.len(), 1);
}

#[test]
fn a_view_or_trigger_that_names_nothing_of_the_change_is_not() {
    let view = "[view.v]\nsql = \"SELECT id FROM t8\"\n\n";
    let part = around(&declared(100, &format!("{view}{}", LOG.replace("TARGET", "t2"))), 5);
    assert_eq!(found(&part), BTreeSet::from(["t4", "t5", "t6"]));
}

#[test]
fn a_view_that_can_be_in_the_way_of_any_change_is_there() {
    // ALTER TABLE reads all texts: it refuses over one that cannot run, and respells strings in double quotes.
    let views = "[view.broken]\nsql = \"SELECT nope FROM t8\"\n\n\
        [view.quoted]\nsql = 'SELECT id FROM t9 WHERE id <> \"none\"'\n";
    let mut schema = declared(100, views).schema;
    schema.link();
    schema.unrunnable.push(Unrunnable {
        node: Node::Object(ObjectId::view(&QName::plain("broken"))),
        message: "no such column: nope".to_owned(),
        missing: Some("nope".to_owned()),
        excuse: None,
    });
    let part = around_in(&schema, 5);
    assert_eq!(found(&part), BTreeSet::from(["broken", "quoted", "t4", "t5", "t6", "t8", "t9"]));
}
