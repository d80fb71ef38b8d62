//! `migrate test`

use serde_json::{Value, json};
use snapbox::str;

use crate::support::{Project, postgres};

const SCHEMA: &str = "CREATE TABLE a (id integer PRIMARY KEY, n integer);\nCREATE TABLE b (id integer PRIMARY KEY);\n";

fn chain(project: Project) -> Project {
    project
        .schema_sql(SCHEMA)
        .revision("r1", "", "CREATE TABLE a (id integer PRIMARY KEY);", "DROP TABLE a;")
        .revision("r2", "r1", "ALTER TABLE a ADD COLUMN n integer;", "ALTER TABLE a DROP COLUMN n;")
        .revision("r3", "r2", "CREATE TABLE b (id integer PRIMARY KEY);", "DROP TABLE b;")
}

fn proven(project: &Project) {
    project.run(["test"]).status(0).stderr("").stdout(str![[r#"
ok      one head: r3
ok      r1 r1 ([TIME])
ok      r2 r2 ([TIME])
ok      r3 r3 ([TIME])
ok      base to head: 3 revisions run
ok      head equals the schema: nothing differs
6 checks passed

"#]]);
    project.run(["test", "-q"]).status(0).stderr("").stdout("");
}

#[test]
fn a_good_chain_is_proven() {
    let project = chain(Project::sqlite());
    proven(&project);
    assert!(!project.root().join("app.db").exists(), "the live database was touched");
    let Some(database) = postgres::Database::new() else { return };
    let project = chain(Project::new(&database.url()));
    proven(&project);
    assert_eq!(database.psql("SELECT count(*) FROM pg_class WHERE relname IN ('a', 'b', 'migrate_version')"), "0\n");
}

/// The lines of `test` that failed.
fn failures(project: &Project) -> Vec<Value> {
    let document = project.run(["test", "--format", "json"]).status(1).stderr("").json();
    assert_eq!(document["ok"], false);
    let checks = document["checks"].as_array().unwrap();
    assert_eq!(document["failed"], checks.iter().filter(|check| check["ok"] == false).count());
    checks.iter().filter(|check| check["ok"] == false).cloned().collect()
}

#[test]
fn every_revision_that_is_wrong_is_named() {
    let project = Project::sqlite()
        .schema_sql("CREATE TABLE a (id integer PRIMARY KEY, v varchar(9));\nCREATE TABLE c (id integer PRIMARY KEY);\n")
        .revision("r1", "", "CREATE TABLE a (id integer PRIMARY KEY);", "DROP TABLE a;")
        .revision("left", "r1", "CREATE TABLE b (id integer PRIMARY KEY);\nCREATE TABLE c (id integer PRIMARY KEY);", "DROP TABLE c;")
        .revision("fails", "left", "ALTER TABLE a ADD COLUMN v varchar(9);", "DROP TABLE lost;")
        .revision("rows", "fails", "INSERT INTO a VALUES (1, 'x');", "")
        .file(
            "migrations/versions/none.sql",
            "-- revision: none1\n-- down_revision: rows\n-- message: no way back\n\n-- migrate:upgrade\nDROP TABLE b;\n",
        )
        .revision("more", "none1", "CREATE TABLE d (id integer PRIMARY KEY);", "DROP TABLE d;\nDROP TABLE c;");
    project.run(["test"]).status(1).stdout(str![[r#"
ok      one head: more
ok      r1 r1 ([TIME])
failed  left left: the downgrade does not give back the state before
            left behind: table b
failed  fails fails: the downgrade does not run
            the downgrade of revision fails does not run in the shadow: no such table: lost
failed  rows rows: the upgrade does not run again after the downgrade
            revision rows does not run in the shadow: UNIQUE constraint failed: a.id
failed  none1 no way back: the downgrade does not run
            revision none1 has no `-- migrate:downgrade` section: migrations/versions/none.sql
failed  more more: the downgrade does not give back the state before
            not brought back: table c
ok      base to head: 6 revisions run
failed  head equals the schema: 1 difference
            - table d

"#]]);
    let failed = failures(&project);
    let of = |at: usize| (failed[at]["revision"].clone(), failed[at]["message"].clone());
    assert_eq!(of(0), (json!("left"), json!("the downgrade does not give back the state before")));
    assert_eq!(failed[0]["differences"], json!(["left behind: table b"]));
    assert_eq!(failed[1]["error"]["places"][0]["file"], "migrations/versions/fails_x.sql");
    assert_eq!(failed.len(), 6);
    // The new ones only: what is wrong with the old ones is known.
    let document = project.run(["test", "--from", "none1", "--format", "json"]).status(1).json();
    let checks = document["checks"].as_array().unwrap();
    let revisions: Vec<&str> = checks.iter().filter_map(|check| check["revision"].as_str()).collect();
    assert_eq!(revisions, ["more"]);
}

#[test]
fn a_chain_that_does_not_run_is_cut_short() {
    let project = Project::sqlite()
        .schema_sql("CREATE TABLE a (id integer PRIMARY KEY);\n")
        .revision("r1", "", "CREATE TABLE a (id integer PRIMARY KEY);", "DROP TABLE a;")
        .revision("r2", "r1", "CREATE TABLE a (id integer PRIMARY KEY);", "")
        .revision("r3", "r2", "", "");
    project
        .run(["test"])
        .status(1)
        .stdout(str![[r#"
ok      one head: r3
ok      r1 r1 ([TIME])
failed  r2 r2: the upgrade does not run
            revision r2 does not run in the shadow: table a already exists
failed  base to head: the chain does not run to its head; what comes after is not tested

"#]])
        .stderr(str![[r#"
error: revision r2 does not run in the shadow: table a already exists
 --> migrations/versions/r2_x.sql:9:1
  |
9 | CREATE TABLE a (id integer PRIMARY KEY);
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = note: code: 1
  = note: it is statement 1 of 1
2 of 4 checks failed

"#]]);
    // Up to a revision nothing is checked, but it has to run.
    let document = project.run(["test", "--from", "r2", "--format", "json"]).status(1).json();
    assert_eq!(document["checks"][1]["revision"], "r2");
}

#[test]
fn several_heads_fail_and_all_of_them_are_run() {
    let project = chain(Project::sqlite()).revision("side", "r1", "CREATE TABLE s (id integer);", "DROP TABLE s;");
    let failed = failures(&project);
    assert_eq!(failed[0]["message"], "there are 2: r3, side");
    assert_eq!(failed[1]["differences"], json!(["- table s"]));
    assert_eq!(failed.len(), 2);
}

#[test]
fn nothing_unmodelled_is_left_behind() {
    let Some(database) = postgres::Database::new() else { return };
    let project = Project::new(&database.url())
        .schema_sql("")
        .revision("r1", "", "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';", "DROP FUNCTION f();")
        .revision("r2", "r1", "CREATE FUNCTION g() RETURNS integer LANGUAGE sql AS 'SELECT 1';\nDROP FUNCTION f();", "")
        .revision("r3", "r2", "DROP FUNCTION g();", "");
    let failed = failures(&project);
    assert_eq!(failed[0]["revision"], "r2");
    assert_eq!(failed[0]["differences"].as_array().unwrap().len(), 2, "{failed:#?}");
    assert_eq!(failed[1]["revision"], "r3");
}

#[test]
fn sections_outside_of_transactions_and_rebuilds_are_tried_too() {
    let project = Project::sqlite()
        .schema_sql("CREATE TABLE a (id integer PRIMARY KEY, n text NOT NULL);\n")
        .revision("r1", "", "CREATE TABLE a (id integer PRIMARY KEY, n text);", "DROP TABLE a;")
        .file(
            "migrations/versions/r2.sql",
            "-- revision: r2\n-- down_revision: r1\n\n-- migrate:upgrade\nPRAGMA foreign_keys = OFF;\n\
             CREATE TABLE new (id integer PRIMARY KEY, n text NOT NULL);\nINSERT INTO new SELECT id, n FROM a;\n\
             DROP TABLE a;\nALTER TABLE new RENAME TO a;\nPRAGMA foreign_key_check;\nPRAGMA foreign_keys = ON;\n\n\
             -- migrate:downgrade transaction=off\nDROP TABLE a;\nCREATE TABLE a (id integer PRIMARY KEY, n text);\n\
             CREATE TABLE a (id integer);\n",
        )
        .revision("r3", "r2", "CREATE INDEX i ON a (n);", "DROP INDEX i;");
    // Two of three statements are done when it fails: the shadow is rebuilt for the next revision.
    let failed = failures(&project);
    assert_eq!(failed[0]["revision"], "r2");
    assert_eq!(failed[1]["differences"], json!(["- index i on a"]), "{failed:#?}");
    assert_eq!(failed.len(), 2);
}

#[test]
fn a_role_without_databases_of_its_own_can_test() {
    let Some(database) = postgres::Database::new() else { return };
    let role = database.role("");
    database.psql(&format!("GRANT ALL ON DATABASE {} TO {role}", database.name()));
    proven(&chain(Project::new(&database.url_as(&role))));
    let project = Project::new(&database.url_as(&role))
        .schema_sql("CREATE TABLE a (id integer PRIMARY KEY);\n")
        .revision("r1", "", "CREATE TABLE a (id integer PRIMARY KEY);", "DROP TABLE a, b;")
        .revision("r2", "r1", "CREATE INDEX CONCURRENTLY i ON a (id);", "");
    // In a namespace inside of a transaction a failed statement must not end it.
    let failed = failures(&project);
    assert_eq!(failed[0]["revision"], "r1");
    assert_eq!(failed[1]["revision"], "r2");
}

#[test]
fn a_revision_that_is_none_is_trouble() {
    let project = chain(Project::sqlite());
    for (from, code) in [("zz", "unknown-revision"), ("current", "needs-database"), ("+1", "needs-database")] {
        let document = project.run(["test", "--from", from, "--format", "json"]).status(2).json();
        assert_eq!(document["error"]["code"], code, "{from}");
    }
    project.run(["test", "--from", "-1"]).status(0);
    project.run(["test", "--from", "head"]).status(0);
    project.run(["test", "--from", "base"]).status(0);
}

#[test]
fn an_empty_chain_is_compared_too() {
    Project::sqlite().schema_sql("").run(["test"]).status(0);
    Project::sqlite().schema_sql(SCHEMA).run(["test"]).status(1);
}

/// Of many downgrades that leave something behind, each is told, and those that do not are told as good: the walk that tries
/// them in a transaction says the same as one that runs the chain anew.
#[test]
fn many_downgrades_that_leave_things_behind_are_all_named() {
    let mut urls = vec!["sqlite://app.db".to_owned()];
    let database = postgres::Database::new();
    urls.extend(database.as_ref().map(postgres::Database::url));
    for url in urls {
        let mut project = Project::new(&url).schema_sql("").revision(
            "r0",
            "",
            "CREATE TABLE rows (id integer PRIMARY KEY);",
            "DROP TABLE rows;",
        );
        for number in 1..=30 {
            let (upgrade, downgrade) = match number % 3 {
                0 => (format!("CREATE TABLE t{number} (id integer);"), String::new()),
                1 => (format!("INSERT INTO rows VALUES ({number});"), String::new()),
                _ => (format!("CREATE TABLE t{number} (id integer);"), format!("DROP TABLE t{number};")),
            };
            project = project.revision(&format!("r{number}"), &format!("r{}", number - 1), &upgrade, &downgrade);
        }
        let document = project.run(["test", "--format", "json"]).status(1).stderr("").json();
        let checks = document["checks"].as_array().unwrap();
        for number in 1..=30 {
            let check = checks.iter().find(|check| check["revision"] == format!("r{number}")).unwrap();
            let said = check["message"].as_str().unwrap();
            match number % 3 {
                0 => assert!(said.contains("does not give back"), "{check}"),
                1 => {
                    assert!(said.contains("does not run again"), "{check}");
                    let place = &check["error"]["places"][0];
                    assert_eq!(place["file"], format!("migrations/versions/r{number}_x.sql"), "{check}");
                }
                _ => assert_eq!(check["ok"], true, "{check}"),
            }
        }
    }
}
