use std::path::Path;

use super::*;
use crate::config::Overrides;
use crate::script::Variables;

fn script(id: &str, down: &str, upgrade: &str, downgrade: &str) -> (String, String) {
    let text = format!(
        "-- revision: {id}\n-- down_revision: {down}\n-- message: add {id}\n\n\
         -- migrate:upgrade\n{upgrade}\n\n-- migrate:downgrade\n{downgrade}\n"
    );
    (format!("{id}.sql"), text)
}

fn chain(scripts: &[(&str, &str, &str, &str)]) -> Chain {
    let scripts = scripts.iter().map(|(id, down, up, back)| script(id, down, up, back));
    Chain::of_texts(scripts, Variables::new()).unwrap()
}

fn config() -> Config {
    Config::new_project(Path::new("/nowhere"), &Overrides::default()).unwrap()
}

fn written(config: &Config, engine: Engine, chain: &Chain, direction: Direction, from: &str, to: &str) -> String {
    let offline = Offline::new(engine, config).unwrap();
    let start = OfflineStart::at(chain, from).unwrap();
    let sql = offline.run(chain, direction, &start, to).unwrap().sql;
    // The checksum of a script is not what is tested here.
    let mut shown = String::new();
    for word in sql.split_inclusive('\'') {
        let digits = word.trim_end_matches('\'');
        if digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            shown.push_str("SUM'");
        } else {
            shown.push_str(word);
        }
    }
    shown
}

fn two() -> Chain {
    chain(&[
        ("a", "", "CREATE TABLE t (id bigint); -- all\nCREATE INDEX i ON t (id)", "DROP TABLE t;"),
        ("b", "a", "ALTER TABLE t ADD c text;", "ALTER TABLE t DROP c;"),
    ])
}

const INTO: &str =
    "INSERT INTO migrate_version (revision, message, checksum, applied_at, duration_ms, pending, statements_done)";

#[test]
fn an_upgrade_from_nothing_makes_the_version_table() {
    let sql = written(&config(), Engine::Postgres, &two(), Direction::Upgrade, "base", "head");
    let expected = format!(
        "\
-- run by: psql -v ON_ERROR_STOP=1 -f THIS_FILE

-- the version table
CREATE TABLE IF NOT EXISTS migrate_version (
  revision text NOT NULL PRIMARY KEY,
  message text NOT NULL,
  checksum text,
  applied_at timestamptz NOT NULL,
  duration_ms bigint,
  pending text,
  statements_done bigint,
  script text
);

-- upgrade base -> a: add a
BEGIN;
CREATE TABLE t (id bigint);
CREATE INDEX i ON t (id);
{INTO} VALUES ('a', 'add a', 'SUM', clock_timestamp(), NULL, NULL, NULL);
COMMIT;

-- upgrade a -> b: add b
BEGIN;
ALTER TABLE t ADD c text;
{INTO} VALUES ('b', 'add b', 'SUM', clock_timestamp(), NULL, NULL, NULL);
COMMIT;
"
    );
    assert_eq!(sql, expected);
}

#[test]
fn a_downgrade_takes_the_rows_out() {
    let sql = written(&config(), Engine::Postgres, &two(), Direction::Downgrade, "b", "base");
    assert_eq!(
        sql,
        "\
-- run by: psql -v ON_ERROR_STOP=1 -f THIS_FILE

-- downgrade b -> a: add b
BEGIN;
ALTER TABLE t DROP c;
DELETE FROM migrate_version WHERE revision IN ('b');
COMMIT;

-- downgrade a -> base: add a
BEGIN;
DROP TABLE t;
DELETE FROM migrate_version WHERE revision IN ('a');
COMMIT;
"
    );
}

#[test]
fn sections_outside_of_a_transaction_stay_outside() {
    let chain = chain(&[(
        "a",
        "",
        "SELECT 1;\n-- migrate:upgrade transaction=off\nCREATE INDEX CONCURRENTLY i ON t (id);\nUPDATE t SET c = 1;\n\
         -- migrate:upgrade\nSELECT 2;\n-- migrate:upgrade transaction=off\nVACUUM",
        "",
    )]);
    let sql = written(&config(), Engine::Postgres, &chain, Direction::Upgrade, "base", "head");
    let (_, run) = sql.split_once("add a\n").unwrap();
    let expected = format!(
        "\
BEGIN;
SELECT 1;
COMMIT;
CREATE INDEX CONCURRENTLY i ON t (id);
UPDATE t SET c = 1;
BEGIN;
SELECT 2;
COMMIT;
VACUUM;
{INTO} VALUES ('a', 'add a', 'SUM', clock_timestamp(), NULL, NULL, NULL);
"
    );
    assert_eq!(run, expected);
}

#[test]
fn one_transaction_for_all_where_the_project_says_so() {
    let mut config = config();
    config.migrations.transaction = TransactionMode::All;
    let sql = written(&config, Engine::Postgres, &two(), Direction::Upgrade, "base", "head");
    assert_eq!(sql.matches("BEGIN;").count(), 1, "{sql}");
    assert!(sql.ends_with("COMMIT;\n") && sql.matches("COMMIT;").count() == 1, "{sql}");
    config.migrations.transaction = TransactionMode::Off;
    let sql = written(&config, Engine::Postgres, &two(), Direction::Upgrade, "base", "head");
    assert!(!sql.contains("BEGIN") && !sql.contains("COMMIT"), "{sql}");
}

#[test]
fn what_a_script_sets_is_taken_back_before_its_row_is_written() {
    let chain = chain(&[("a", "", "SET search_path = ''; CREATE TABLE public.t ()", "")]);
    let sql = written(&config(), Engine::Postgres, &chain, Direction::Upgrade, "base", "head");
    let at = |text: &str| sql.find(text).unwrap_or_else(|| panic!("no {text} in {sql}"));
    assert!(at("public.t") < at("RESET ROLE") && at("RESET ALL") < at("INSERT INTO"));
}

#[test]
fn the_version_table_has_its_schema() {
    let mut config = config();
    config.migrations.version_schema = Some("meta data".into());
    let sql = Offline::new(Engine::Postgres, &config).unwrap().ensure_version();
    assert!(sql.starts_with("CREATE SCHEMA IF NOT EXISTS \"meta data\";\nCREATE TABLE IF NOT EXISTS \"meta data\"."));
    assert!(sql.ends_with(");\n"));
}

#[test]
fn nothing_to_do_is_an_empty_script() {
    let chain = two();
    assert_eq!(written(&config(), Engine::Postgres, &chain, Direction::Upgrade, "b", "head"), "");
    assert_eq!(written(&config(), Engine::Postgres, &chain, Direction::Downgrade, "a", "a"), "");
}

#[test]
fn the_ends_are_named_as_everywhere() {
    let chain = two();
    let offline = Offline::new(Engine::Postgres, &config()).unwrap();
    let run = |direction, from: &str, to: &str| {
        let start = OfflineStart::at(&chain, from)?;
        offline.run(&chain, direction, &start, to).map(|written| written.revisions)
    };
    assert_eq!(run(Direction::Upgrade, "a", "+1").unwrap(), ["b"]);
    assert_eq!(run(Direction::Upgrade, "base", "base+1").unwrap(), ["a"]);
    assert_eq!(run(Direction::Downgrade, "head", "-1").unwrap(), ["b"]);
    assert_eq!(run(Direction::Upgrade, "nowhere", "b").unwrap_err().code(), "unknown-revision");
    assert_eq!(run(Direction::Downgrade, "a", "b").unwrap_err().code(), "not-applied");
    assert!(run(Direction::Upgrade, "current", "b").is_err());
}

#[test]
fn a_stamp_moves_the_rows() {
    let chain = two();
    let offline = Offline::new(Engine::Postgres, &config()).unwrap();
    let stamp = |from: &str, to: &[&str], purge| {
        offline.stamp(&chain, &OfflineStart::at(&chain, from).unwrap(), to, purge).unwrap()
    };
    let all = stamp("base", &["head"], false);
    assert_eq!(all.revisions, ["a", "b"]);
    assert!(all.sql.contains("CREATE TABLE IF NOT EXISTS") && !all.sql.contains("DELETE"), "{}", all.sql);
    let back = stamp("b", &["a"], false);
    assert!(back.sql.contains("DELETE FROM migrate_version WHERE revision IN ('b');"), "{}", back.sql);
    assert!(!back.sql.contains("INSERT") && !back.sql.contains("CREATE"), "{}", back.sql);
    assert_eq!(stamp("a", &["a"], false).sql, "");
    let purged = stamp("a", &["a"], true);
    assert!(purged.sql.contains("DELETE FROM migrate_version;\nINSERT"), "{}", purged.sql);
}

#[test]
fn what_a_run_left_half_done_is_not_guessed_at() {
    let chain = two();
    let pending = Some(super::super::Pending { direction: Direction::Upgrade, done: 1, begun: false });
    let row = VersionRow {
        revision: "a".into(),
        message: String::new(),
        checksum: None,
        applied_at: String::new(),
        duration_ms: None,
        pending,
        reached: None,
    };
    let offline = Offline::new(Engine::Postgres, &config()).unwrap();
    let fault = offline.run(&chain, Direction::Upgrade, &OfflineStart::of_rows(Some(vec![row])), "head").unwrap_err();
    assert_eq!(fault.code(), "under-way");
}
