//! `--sql`: scripts for the databases' own clients.
//!
//! What such a script leaves is compared with what a run leaves: the dump, the rows, and the version table but for its
//! times.

use std::path::Path;
use std::process::Command;

use snapbox::str;

use crate::support::{Project, client, postgres, sqlite};

const VERSIONS: &str = "SELECT revision, message, checksum, pending, statements_done FROM migrate_version ORDER BY 1";

/// Runs a script as its first line says, with the client's own settings; the error is what the client said.
fn sqlite3(file: &Path, sql: &str) -> Result<String, String> {
    let mut command = Command::new("sqlite3");
    command.args(["-init", "/dev/null", "-bail"]).arg(file);
    client::try_run(&mut command, sql).unwrap_or_else(|why| panic!("sqlite3: {why}; {}", client::install("sqlite3")))
}

fn sql(project: &Project, arguments: &[&str]) -> String {
    let mut all = arguments.to_vec();
    all.push("--sql");
    project.run(all).status(0).raw_stdout
}

/// A chain with what is hard about SQLite: a rebuild under foreign keys, a trigger's body, statements outside of a
/// transaction, a branch and its merge, odd names.
fn lite() -> Project {
    Project::sqlite()
        .revision(
            "a",
            "",
            "CREATE TABLE parent (id integer PRIMARY KEY, name text);\n\
             CREATE TABLE child (id integer PRIMARY KEY, parent integer REFERENCES parent ON DELETE CASCADE);\n\
             INSERT INTO parent VALUES (1, 'it''s; one'), (2, 'two');\nINSERT INTO child VALUES (1, 1), (2, 2);",
            "DROP TABLE child;\nDROP TABLE parent;",
        )
        .revision(
            "b1",
            "a",
            "PRAGMA foreign_keys = OFF;\nCREATE TABLE parent_new (id integer PRIMARY KEY, name text NOT NULL);\n\
             INSERT INTO parent_new SELECT * FROM parent;\nDROP TABLE parent;\n\
             ALTER TABLE parent_new RENAME TO parent;\nPRAGMA foreign_keys = ON;",
            "PRAGMA foreign_keys = OFF;\nCREATE TABLE parent_new (id integer PRIMARY KEY, name text);\n\
             INSERT INTO parent_new SELECT * FROM parent;\nDROP TABLE parent;\n\
             ALTER TABLE parent_new RENAME TO parent;\nPRAGMA foreign_keys = ON;",
        )
        .revision(
            "b2",
            "a",
            "CREATE TABLE \"odd ; name\" (\"a b\" text DEFAULT 'x;y'); -- a remark; with a semicolon\n\
             CREATE TRIGGER follow AFTER INSERT ON parent BEGIN\n  INSERT INTO child VALUES (new.id, new.id);\n  \
             SELECT 1;\nEND;\nCREATE VIEW v AS SELECT name FROM parent",
            "DROP VIEW v;\nDROP TRIGGER follow;\nDROP TABLE \"odd ; name\"",
        )
        .revision(
            "c",
            "b1, b2",
            "INSERT INTO parent VALUES (3, 'three');\n-- migrate:upgrade transaction=off\n\
             PRAGMA user_version = 7;\nVACUUM;",
            "DELETE FROM parent WHERE id = 3;\n-- migrate:downgrade transaction=off\nPRAGMA user_version = 0;",
        )
}

fn state(database: &sqlite::Database) -> String {
    let user_version = database.sql("PRAGMA user_version");
    format!("{user_version}{}{}", database.dump(), database.sql("SELECT * FROM child; SELECT * FROM parent;"))
}

#[test]
fn sqlite_is_where_a_run_would_bring_it() {
    let (run, script) = (lite(), lite());
    let copy = script.database();
    let up = sql(&script, &["upgrade", "base:head"]);
    assert!(!copy.path().exists(), "nothing is opened");
    assert_eq!(up, sql(&script, &["upgrade"]), "no file is base");
    sqlite3(copy.path(), &up).unwrap();
    run.run(["upgrade"]).status(0);
    let database = run.database();
    assert_eq!(state(&copy), state(&database));
    assert_eq!(copy.sql(VERSIONS), database.sql(VERSIONS));
    script.run(["current", "--check-heads"]).status(0);
    assert_eq!(sql(&script, &["upgrade"]), "");

    for (target, range) in [("a", "head:a"), ("base", "a:base")] {
        run.run(["downgrade", target]).status(0);
        sqlite3(copy.path(), &sql(&script, &["downgrade", range])).unwrap();
        assert_eq!(copy.sql(VERSIONS), database.sql(VERSIONS));
        assert_eq!(copy.dump(), database.dump());
    }
}

#[test]
fn a_database_says_where_it_is() {
    let project = lite();
    project.run(["upgrade", "b1"]).status(0);
    let database = project.database();
    let up = sql(&project, &["upgrade"]);
    assert!(up.contains("-- upgrade a -> b2: b2\n") && !up.contains("-> b1"), "{up}");
    assert_eq!(up, sql(&project, &["upgrade", "current:head"]));
    sqlite3(database.path(), &up).unwrap();
    let down = sql(&project, &["downgrade", "-1"]);
    assert!(down.contains("-- downgrade c -> b1, b2: c\n"), "{down}");
    sqlite3(database.path(), &down).unwrap();
    project.run(["current"]).status(0).stdout(str![[r#"
b1 b1
b2 b2

"#]]);
}

#[test]
fn rows_that_a_rebuild_orphans_undo_it() {
    let project = lite().revision("d", "c", "PRAGMA foreign_keys = OFF;\nDELETE FROM parent WHERE id = 2;", "SELECT 1");
    let database = project.database();
    sqlite3(database.path(), &sql(&project, &["upgrade", "base:c"])).unwrap();
    let before = state(&database);
    let said = sqlite3(database.path(), &sql(&project, &["upgrade", "c:d"])).unwrap_err();
    assert!(said.contains("has <= had"), "{said}");
    assert_eq!(state(&database), before);
    project.run(["upgrade"]).status(2);
    // What was orphaned before is nobody's fault.
    database.sql("PRAGMA foreign_keys = OFF; UPDATE child SET parent = 9 WHERE id = 1;");
    let rebuild = sql(&project, &["downgrade", "c:a"]);
    sqlite3(database.path(), &rebuild).unwrap();
    project.run(["current"]).status(0).stdout(str![[r#"
a a

"#]]);
}

#[test]
fn no_connection_is_opened_between_two_ends() {
    let project = Project::new("postgres://nobody:secret@nowhere.invalid/none")
        .revision("a", "", "CREATE TABLE t (id bigint);", "DROP TABLE t;")
        .revision("b", "a", "ALTER TABLE t ADD c text;", "ALTER TABLE t DROP c;");
    project.run(["upgrade", "a:b", "--sql"]).status(0).stderr(str![]).stdout(str![[r#"
-- run by: psql -v ON_ERROR_STOP=1 -f THIS_FILE

-- upgrade a -> b: b
BEGIN;
ALTER TABLE t ADD c text;
INSERT INTO migrate_version (revision, message, checksum, applied_at, duration_ms, pending, statements_done) VALUES ('b', 'b', '[..]', clock_timestamp(), NULL, NULL, NULL);
COMMIT;

"#]]);
    project.run(["downgrade", "b:base", "--sql"]).status(0);
    project.run(["stamp", "a:b", "--sql"]).status(0);
    project.run(["stamp", "head", "--purge", "--sql"]).status(0);
    project.run(["upgrade", ":a", "--sql"]).status(0);
    project.run(["upgrade", "a:", "--sql"]).status(0);
    project.run(["ensure-version", "--sql"]).status(0).stdout(str![[r#"
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

"#]]);
    let json = project.run(["downgrade", "b:a", "--sql", "--format", "json"]).status(0).json();
    assert_eq!(json["revisions"], serde_json::json!(["b"]));
    assert!(json["sql"].as_str().is_some_and(|sql| sql.contains("DROP c;")));
    project.run(["upgrade", "--sql"]).status(2).hides("secret");
}

#[test]
fn ends_that_make_no_sense_are_told() {
    let project = lite();
    project.run(["upgrade", "a:b1"]).status(2).stderr(str![[r#"
error: `a:b1` is a range, and a database is brought to one revision
help: name the revision to go to alone, or write the script of that range with `--sql`

"#]]);
    project.run(["downgrade", "c:", "--sql"]).status(2).stderr(str![[r#"
error: `c:` does not say where to go back to
help: name it behind the colon, as in `c:base`

"#]]);
    project.run(["stamp", "a:b1", "b1:b2", "--sql"]).status(2).stderr(str![[r#"
error: the database can't be at `a` and at `b1` both
help: write FROM once, as in `stamp FROM:REV REV --sql`

"#]]);
    for line in [
        &["upgrade", "a:b:c", "--sql"][..],
        &["downgrade", "b1:b2", "--sql"],
        &["downgrade", "a:c", "--sql"],
        &["upgrade", "nowhere:head", "--sql"],
        &["upgrade", "--sql", "--dry-run"],
    ] {
        project.run(line).status(2).stdout(str![]);
    }
    assert!(!project.root().join("app.db").exists());
}

#[test]
fn a_stamp_as_a_script() {
    let project = lite();
    let database = project.database();
    sqlite3(database.path(), &sql(&project, &["stamp", "base:b1"])).unwrap();
    project.run(["current"]).status(0).stdout(str![[r#"
b1 b1

"#]]);
    sqlite3(database.path(), &sql(&project, &["stamp", "head"])).unwrap();
    project.run(["current", "--check-heads"]).status(0);
    sqlite3(database.path(), &sql(&project, &["stamp", "a", "--purge"])).unwrap();
    project.run(["current"]).status(0).stdout(str![[r#"
a a

"#]]);
    let stamped = database.sql(VERSIONS);
    project.run(["stamp", "a", "--purge"]).status(0);
    assert_eq!(database.sql(VERSIONS), stamped);
}

#[test]
fn postgresql_is_where_a_run_would_bring_it() {
    let (Some(one), Some(other)) = (postgres::Database::new(), postgres::Database::new()) else { return };
    let project = |database: &postgres::Database| {
        Project::new(&database.url())
            .revision(
                "a",
                "",
                "CREATE TYPE mood AS ENUM ('sad', 'ok');\n\
                 CREATE TABLE person (id bigint PRIMARY KEY, name text NOT NULL, mood mood DEFAULT 'ok');\n\
                 INSERT INTO person SELECT n, 'it''s ' || n FROM generate_series(1, 5) AS n;\n\
                 CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql AS $body$ SELECT n * 2; $body$;\n\
                 CREATE FUNCTION thrice(n int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT n * 3; END;",
                "DROP FUNCTION thrice;\nDROP FUNCTION twice;\nDROP TABLE person;\nDROP TYPE mood;",
            )
            .revision(
                "b1",
                "a",
                "ALTER TYPE mood ADD VALUE 'happy';\n-- migrate:upgrade transaction=off\n\
                 CREATE INDEX CONCURRENTLY person_name ON person (name);\nUPDATE person SET mood = 'happy' WHERE id = 1;",
                "DROP INDEX person_name;",
            )
            .revision(
                "b2",
                "a",
                "SELECT pg_catalog.set_config('search_path', '', false);\nCREATE TABLE public.\"odd ; name\" (id int);\n\
                 COMMENT ON TABLE public.\"odd ; name\" IS 'a \\ and a : and a ;';\nSET ROLE pg_read_all_data;\n",
                "SET search_path = pg_catalog;\nDROP TABLE public.\"odd ; name\";",
            )
            .revision("c", "b1, b2", "CREATE VIEW v AS SELECT * FROM person;", "DROP VIEW v;")
    };
    let (run, script) = (project(&one), project(&other));
    let psql = |sql: &str| other.psql(&format!("\\set ON_ERROR_STOP on\n{sql}"));
    psql(&sql(&script, &["upgrade", "base:head"]));
    run.run(["upgrade"]).status(0);
    assert_eq!(other.dump_with_rows(), one.dump_with_rows());
    assert_eq!(other.psql(VERSIONS), one.psql(VERSIONS));
    script.run(["current", "--check-heads"]).status(0);
    assert_eq!(sql(&script, &["upgrade"]), "");
    for (target, range) in [("a", "head:a"), ("base", "base")] {
        run.run(["downgrade", target]).status(0);
        psql(&sql(&script, &["downgrade", range]));
        assert_eq!(other.dump_with_rows(), one.dump_with_rows());
        assert_eq!(other.psql(VERSIONS), one.psql(VERSIONS));
    }
}
