//! Renames in rings and chains, of tables and of columns at once, on a SQLite in memory with rows: the data follows the names,
//! and what has been done is seen to be done while the hints are still there.

use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;

use super::comparer::{Comparer, RenameOptions};
use super::script::SectionText;
use crate::config::{Config, DatabaseUrl, Overrides};
use crate::dialect::{ConnectSettings, Scope, Session, connect};
use crate::run::{Silent, SqlSection, Stop, run_sections};
use crate::schema::{Hints, Node, ObjectId, PartKind, QName, Schema};

/// A table before and after.
#[derive(Debug, Clone)]
struct Renamed {
    old: String,
    new: String,
    /// Each column: its names, and its type.
    columns: Vec<(String, String, String)>,
}

const TYPES: [&str; 6] = ["INTEGER", "TEXT", "REAL", "BLOB", "NUMERIC", "DATE"];

/// `count` names before and after: some keep theirs, some hand them round, some take a new one.
fn names(prefix: &'static str, count: usize, order: &[usize], fresh: &[bool]) -> Vec<(String, String)> {
    let old = |at: usize| format!("{prefix}{at}");
    (0..count)
        .map(|at| {
            let to = order.get(at).copied().unwrap_or(at);
            let fresh = fresh.get(at).copied().unwrap_or_default();
            (old(at), if fresh { format!("{prefix}_new{to}") } else { old(to) })
        })
        .collect()
}

fn moves(max: usize) -> impl Strategy<Value = (Vec<usize>, Vec<bool>)> {
    (1..=max).prop_flat_map(|count| {
        let fresh = prop::collection::vec(prop::bool::weighted(0.2), count);
        (Just((0..count).collect::<Vec<usize>>()).prop_shuffle(), fresh)
    })
}

fn tables() -> impl Strategy<Value = Vec<Renamed>> {
    moves(5).prop_flat_map(|(order, fresh)| {
        let count = order.len();
        let columns = prop::collection::vec((moves(5), Just(TYPES.to_vec()).prop_shuffle()), count);
        columns.prop_map(move |columns| {
            let tables = names("t", count, &order, &fresh).into_iter().zip(&columns);
            tables
                .enumerate()
                .map(|(at, ((old, new), ((order, fresh), types)))| {
                    let columns = names("c", order.len(), order, fresh).into_iter().zip(types);
                    let typed = |((old, new), ty): ((String, String), &&str)| (old, new, (*ty).to_owned());
                    let mut columns: Vec<(String, String, String)> = columns.map(typed).collect();
                    // What tells one table from another, whatever its columns are called.
                    columns.push(("mark".to_owned(), "mark".to_owned(), format!("VARCHAR({})", 10 + at)));
                    Renamed { old, new, columns }
                })
                .collect()
        })
    })
}

fn ddl(tables: &[Renamed], after: bool) -> String {
    let mut sql = String::new();
    for table in tables {
        let names = |(old, new, ty): &(String, String, String)| format!("{} {ty}", if after { new } else { old });
        let columns: Vec<String> = table.columns.iter().map(names).collect();
        let name = if after { &table.new } else { &table.old };
        sql.push_str(&format!("CREATE TABLE {name} ({});\n", columns.join(", ")));
    }
    sql
}

fn rows(tables: &[Renamed]) -> String {
    let mut sql = String::new();
    for table in tables {
        for row in 0..2 {
            let value = |(old, _, _): &(String, String, String)| format!("'{} {old} {row}'", table.old);
            let values: Vec<String> = table.columns.iter().map(value).collect();
            sql.push_str(&format!("INSERT INTO {} VALUES ({});\n", table.old, values.join(", ")));
        }
    }
    sql
}

fn hints(tables: &[Renamed]) -> Hints {
    let mut hints = Hints::default();
    for table in tables {
        let id = |name: &str| ObjectId::table(&QName::plain(name));
        if table.old != table.new {
            hints.renames.push((Node::Object(id(&table.old)), Node::Object(id(&table.new))));
        }
        for (old, new, _) in table.columns.iter().filter(|(old, new, _)| old != new) {
            let node = |name: &str| Node::Part(id(&table.new), PartKind::Column, name.to_owned());
            hints.renames.push((node(old), node(new)));
        }
    }
    hints
}

async fn database(script: &str) -> Box<dyn Session> {
    let url = DatabaseUrl::parse("sqlite::memory:", Path::new("")).unwrap();
    let mut session = connect(&url, &ConnectSettings::default()).await.unwrap();
    for statement in script.split_inclusive(";\n").filter(|text| !text.trim().is_empty()) {
        session.execute(statement).await.unwrap();
    }
    session
}

async fn schema(session: &mut dyn Session) -> Arc<Schema> {
    Arc::new(session.introspect(&Scope::everything()).await.unwrap())
}

async fn run(session: &mut dyn Session, sections: &[SectionText]) {
    let of_sql = |one: &SectionText| SqlSection::of_sql("test", one.body.as_str(), one.transaction);
    let sections: Vec<SqlSection> = sections.iter().map(of_sql).collect();
    run_sections(session, &sections, &Stop::never(), &mut Silent).await.unwrap();
}

/// Every value stands where the names say.
async fn followed(session: &mut dyn Session, tables: &[Renamed], after: bool) {
    for table in tables {
        for (old, new, _) in &table.columns {
            let (name, column) = if after { (&table.new, new) } else { (&table.old, old) };
            let found = session.rows(&format!("SELECT {column} FROM {name} ORDER BY rowid")).await.unwrap();
            let found: Vec<String> = found.into_iter().flatten().flatten().collect();
            let wanted: Vec<String> = (0..2).map(|row| format!("{} {old} {row}", table.old)).collect();
            assert_eq!(found, wanted, "{name}.{column}");
        }
    }
}

async fn there_and_back(tables: &[Renamed]) {
    let overrides = Overrides { url: Some("sqlite::memory:".to_owned()), ..Overrides::default() };
    let config = Config::new_project(Path::new("/nowhere"), &overrides).unwrap();
    let mut live = database(&format!("{}{}", ddl(tables, false), rows(tables))).await;
    let mut comparer = Comparer::new(&config, live.dialect()).unwrap();
    let dialect = comparer.dialect.clone();
    let before = schema(live.as_mut()).await;
    let wanted = schema(database(&ddl(tables, true)).await.as_mut()).await;
    let declared = RenameOptions::as_declared;
    let comparison = comparer.compare(before.clone(), wanted.clone(), hints(tables), declared()).await.unwrap();
    let lost = comparison.losses(dialect.as_ref());
    assert_eq!(lost, Vec::<String>::new());
    let (upgrade, downgrade) =
        (comparison.upgrade(dialect.as_ref()).unwrap(), comparison.downgrade(dialect.as_ref()).unwrap());
    comparer.prove(&comparison, &upgrade, &downgrade).await.unwrap();
    run(live.as_mut(), &upgrade).await;
    followed(live.as_mut(), tables, true).await;
    let now = schema(live.as_mut()).await;
    let again = comparer.compare(now.clone(), wanted.clone(), hints(tables), declared()).await.unwrap();
    let left: Vec<String> = again.operations().map(crate::operation::Operation::describe).collect();
    assert_eq!(left, Vec::<String>::new(), "after the upgrade");
    // A file that changes on while the hints are still there.
    let mut larger = database(&format!("{}CREATE TABLE another (id INTEGER);\n", ddl(tables, true))).await;
    let larger = schema(larger.as_mut()).await;
    let grown = comparer.compare(now, larger, hints(tables), declared()).await.unwrap();
    assert_eq!(grown.operations().count(), 1, "a table more");
    run(live.as_mut(), &downgrade).await;
    followed(live.as_mut(), tables, false).await;
    let back = schema(live.as_mut()).await;
    let differences = comparer.compare(back, before, Hints::default(), declared()).await.unwrap();
    assert!(differences.is_empty(), "after the downgrade");
    comparer.shadow.close().await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]
    #[test]
    fn names_that_are_handed_round_take_their_data_along(tables in tables()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(there_and_back(&tables));
    }
}
