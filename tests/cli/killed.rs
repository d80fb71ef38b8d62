//! Runs that are killed by SIGKILL at a random moment: the next one ends right, and no statement takes effect twice.
//!
//! `MIGRATE_TEST_KILLS=40` kills that often on each database; a few times are enough for every day.

use std::process::Stdio;
use std::time::Instant;

use rand::Rng;

use crate::support::{Project, mysql, postgres, sqlite};

/// Twelve statements, DDL and data mixed. None of the data statements may take effect twice without a trace, and some take
/// a while.
const UPGRADE: &str = "\
CREATE TABLE a (id integer PRIMARY KEY, n integer NOT NULL);
INSERT INTO a SELECT id, 1 FROM seed;
UPDATE a SET n = n * 3;
CREATE TABLE log (what varchar(20), n integer);
INSERT INTO log VALUES ('x', 1);
ALTER TABLE a ADD COLUMN c integer;
UPDATE a SET n = n + 10;
CREATE INDEX a_n ON a (n);
INSERT INTO a SELECT id + 100000, n * 2, 5 FROM a;
ALTER TABLE log RENAME TO told;
INSERT INTO told SELECT 'y', count(*) FROM a;
UPDATE a SET n = n - 1;";

/// What they leave, in the order of the keys.
const LEFT: [&str; 3] = [
    "SELECT count(*), sum(n), sum(c), min(id), max(id) FROM a",
    "SELECT what, n FROM told ORDER BY what",
    "SELECT count(*), count(pending) FROM migrate_version",
];

/// Another database for each round.
fn rounds<D>(name: &str, made: impl Fn() -> Option<D>, url: impl Fn(&D) -> String, sql: impl Fn(&D, &str) -> String) {
    let rounds = std::env::var("MIGRATE_TEST_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(4);
    let seed: Vec<String> = (1..=3000).map(|id| format!("({id})")).collect();
    let seed = format!("CREATE TABLE seed (id integer PRIMARY KEY); INSERT INTO seed VALUES {};", seed.join(","));
    let prepared = || {
        let database = made()?;
        sql(&database, &seed);
        let project = Project::new(&url(&database)).revision("r1", "", UPGRADE, "");
        Some((database, project))
    };
    let left = |database: &D| LEFT.map(|query| sql(database, query));
    let Some((database, project)) = prepared() else { return };
    let began = Instant::now();
    project.run(["upgrade", "head"]).status(0);
    let whole = began.elapsed();
    let expected = left(&database);
    assert!(expected[0].starts_with("6000"), "{expected:?}");
    let mut halfway = 0;
    for round in 0..rounds {
        let Some((database, project)) = prepared() else { return };
        let after = whole.mul_f64(rand::rng().random_range(0.05..1.0));
        let mut run = project.command(["upgrade", "head"]);
        let mut run = run.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a run");
        std::thread::sleep(after);
        run.kill().expect("a process that is ours");
        run.wait().expect("its end");
        // Whoever asks is told, before and after.
        let before = project.run(["current"]).status(0).stdout;
        halfway += usize::from(before.contains("partly"));
        let again = project.run(["upgrade", "head"]);
        assert_eq!(again.code, Some(0), "{name}, round {round}, killed after {after:?}:\n{before}{}", again.stderr);
        assert_eq!(left(&database), expected, "{name}, round {round}, killed after {after:?}:\n{before}");
    }
    println!("{name}: {rounds} killed, {halfway} of them halfway, within {whole:?} each");
}

#[test]
fn on_sqlite() {
    let sql = |database: &sqlite::Database, sql: &str| database.sql(sql);
    rounds("SQLite", || Some(sqlite::Database::new()), sqlite::Database::url, sql);
}

#[test]
fn on_postgres() {
    let sql = |database: &postgres::Database, sql: &str| database.psql(sql);
    rounds("PostgreSQL", postgres::Database::new, postgres::Database::url, sql);
}

#[test]
fn on_mysql_and_mariadb() {
    for server in mysql::Server::ALL {
        let sql = |database: &mysql::Database, sql: &str| database.mysql(sql);
        rounds(&format!("{server:?}"), || mysql::Database::on(server), mysql::Database::url, sql);
    }
}
