//! `migrate upgrade`

use snapbox::str;

use crate::support::Project;

fn two() -> Project {
    Project::sqlite().revision("r1", "", "CREATE TABLE a (id integer PRIMARY KEY);", "DROP TABLE a;").revision(
        "r2",
        "r1",
        "CREATE TABLE b (id integer PRIMARY KEY);",
        "DROP TABLE b;",
    )
}

#[test]
fn runs_what_is_missing_and_says_so_a_line_a_revision() {
    let project = two();
    project.run(["upgrade"]).status(0).stderr("").stdout(str![[r#"
  r1 r1 … ok ([TIME])
  r2 r2 … ok ([TIME])
2 revisions applied; the database is at r2 (head)

"#]]);
    assert_eq!(project.database().sql("SELECT name FROM sqlite_master WHERE name IN ('a', 'b') ORDER BY 1"), "a\nb\n");
    project.run(["upgrade"]).status(0).stderr("").stdout(str![[r#"
nothing to do: the database is at r2 (head)

"#]]);
}

#[test]
fn says_nothing_where_quiet_is_asked_for() {
    two().run(["upgrade", "-q"]).status(0).stdout("").stderr("");
}

#[test]
fn the_version_table_tells_what_when_and_how_long() {
    let project = two();
    project.run(["upgrade"]).status(0);
    let rows = project.database().sql(
        "SELECT revision, message, length(checksum), applied_at LIKE '20__-__-__T__:__:__.___Z', duration_ms >= 0, \
         pending IS NULL, statements_done IS NULL FROM migrate_version ORDER BY 1",
    );
    assert_eq!(rows, "r1|r1|64|1|1|1|1\nr2|r2|64|1|1|1|1\n");
}

#[test]
fn goes_to_a_target() {
    let project = two();
    project.run(["upgrade", "+1"]).status(0).stdout(str![[r#"
  r1 r1 … ok ([TIME])
1 revision applied; the database is at r1

"#]]);
    project.run(["upgrade", "r1"]).status(0).stdout(str![[r#"
nothing to do: the database is at r1

"#]]);
    project.run(["upgrade", "+2"]).status(2).stdout("").stderr(str![[r#"
error: relative revision `+2` didn't produce 2 migrations: there is 1 from r1
...
"#]]);
    project.run(["upgrade", "r1:r2"]).status(2).stderr(str![[r#"
error: `r1:r2` is a range, and a database is brought to one revision
help: name the revision to go to alone[..]

"#]]);
}

#[test]
fn as_json_it_is_one_document() {
    let project = two();
    let document = project.run(["upgrade", "--format", "json"]).status(0).stderr("").json();
    assert_eq!(document["applied"][1]["revision"], "r2");
    assert_eq!(document["applied"][1]["message"], "r2");
    assert!(document["applied"][1]["took_ms"].is_u64());
    assert_eq!(document["current"], serde_json::json!(["r2"]));
}

#[test]
fn dry_run_changes_nothing() {
    let project = two();
    project.run(["upgrade", "+1"]).status(0);
    project.run(["upgrade", "--dry-run"]).status(0).stdout(str![[r#"
  r2 r2: 1 statement
1 revision would be applied; nothing was run

"#]]);
    let document = project.run(["upgrade", "--dry-run", "--format", "json"]).status(0).json();
    assert_eq!(document["planned"][0]["statements"][0], "CREATE TABLE b (id integer PRIMARY KEY)");
    assert_eq!(document["current"], serde_json::json!(["r1"]));
    assert_eq!(project.database().sql("SELECT count(*) FROM sqlite_master WHERE name = 'b'"), "0\n");
}

#[test]
fn a_failure_says_where_and_what_stays() {
    let project = two().revision(
        "r3",
        "r2",
        "CREATE TABLE c (id integer);\n\n-- not there\nINSERT INTO nowhere\nVALUES (1);\nSELECT 1;",
        "",
    );
    project
        .run(["upgrade"])
        .status(2)
        .stdout(str![[r#"
  r1 r1 … ok ([TIME])
  r2 r2 … ok ([TIME])

"#]])
        .stderr(str![[r#"
error: the upgrade of revision r3 (r3) failed at migrations/versions/r3_x.sql:12: no such table: nowhere
  --> migrations/versions/r3_x.sql:12:13
   |
12 | INSERT INTO nowhere
   |             ^^^^^^^
   |
   = note: code: 1
   = note: it is statement 2 of 3
   = note: applied before it in this run: r1, r2
   = note: rolled back whole: r3

"#]]);
    assert_eq!(project.database().sql("SELECT group_concat(revision) FROM migrate_version"), "r1,r2\n");
    assert_eq!(project.database().sql("SELECT count(*) FROM sqlite_master WHERE name = 'c'"), "0\n");
    let document = project.run(["upgrade", "--format", "json"]).status(2).stderr("").json();
    assert_eq!(document["error"]["code"], "statement-failed");
    assert_eq!(document["error"]["places"][0]["line"], 12);
}

#[test]
fn all_in_one_transaction_is_all_or_nothing() {
    let project = two().revision("r3", "r2", "SELECT broken;", "").config("transaction = \"all\"\n");
    let stderr = project.run(["upgrade"]).status(2).stderr;
    assert!(stderr.contains("rolled back whole: r1, r2, r3"), "{stderr}");
    assert!(stderr.contains("nothing was applied before it in this run"), "{stderr}");
    assert_eq!(project.database().sql("SELECT count(*) FROM migrate_version"), "0\n");
    project.write(
        "migrations/versions/r3_x.sql",
        "-- revision: r3\n-- down_revision: r2\n-- message: r3\n\n-- migrate:upgrade\nSELECT 1;\n",
    );
    project.run(["upgrade"]).status(0);
    assert_eq!(project.database().sql("SELECT count(*) FROM migrate_version"), "3\n");
}

#[test]
fn what_leaves_the_transaction_parts_it() {
    let project = two()
        .file(
            "migrations/versions/r3.sql",
            "-- revision: r3\n-- down_revision: r2\n-- message: r3\n\n-- migrate:upgrade transaction=off\nVACUUM;\n",
        )
        .revision("r4", "r3", "CREATE TABLE d (id integer);", "")
        .revision("r5", "r4", "SELECT broken;", "")
        .config("transaction = \"all\"\n");
    let run = project.run(["upgrade"]).status(2);
    assert!(
        run.stderr.starts_with(
            "warning: not all of it is one transaction: what comes before and behind r3 is committed by itself\n"
        ),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("applied before it in this run: r1, r2, r3"), "{}", run.stderr);
    assert!(run.stderr.contains("rolled back whole: r4, r5"), "{}", run.stderr);
    assert_eq!(project.database().sql("SELECT group_concat(revision) FROM migrate_version"), "r1,r2,r3\n");
}

#[test]
fn what_cannot_be_run_is_refused_before_anything_runs() {
    for (sql, code) in [
        ("BEGIN;\nSELECT 1;\nCOMMIT;", "refused-statement"),
        ("ROLLBACK;", "refused-statement"),
        (".read other.sql", "refused-statement"),
        ("VACUUM;", "needs-no-transaction"),
        ("SELECT 'never closed;", "sql-string-not-closed"),
        ("/* never closed", "sql-comment-not-closed"),
    ] {
        let project = two().revision("r3", "r2", sql, "");
        let document = project.run(["upgrade", "--format", "json"]).status(2).json();
        assert_eq!(document["error"]["code"], code, "{sql}: {document:#}");
        assert_eq!(document["error"]["places"][0]["line"], 9, "{sql}: {document:#}");
        assert_eq!(project.database().sql("SELECT count(*) FROM sqlite_master"), "0\n", "{sql}");
    }
    let project = two().revision("r3", "r2", "BEGIN;\nSELECT 1;\nCOMMIT;", "");
    project.run(["upgrade"]).status(2).stdout("").stderr(str![[r#"
error: `BEGIN` is not allowed in a script
 --> migrations/versions/r3_x.sql:9:1
  |
9 | BEGIN;
  | ^^^^^ the runner opens and ends transactions
  |
  = help: remove it: each revision runs in a transaction of its own; for statements outside of one, write them into a section of their own, `-- migrate:upgrade transaction=off`

"#]]);
}

#[test]
fn a_savepoint_is_the_scripts_own() {
    let project = Project::sqlite().revision(
        "r1",
        "",
        "CREATE TABLE a (id integer);\nSAVEPOINT s;\nINSERT INTO a VALUES (1);\nROLLBACK TO s;\nRELEASE s;",
        "",
    );
    project.run(["upgrade"]).status(0);
    assert_eq!(project.database().sql("SELECT count(*) FROM a"), "0\n");
}

#[test]
fn a_missing_folder_is_an_error_and_an_empty_one_is_not() {
    let project = Project::sqlite();
    project.run(["upgrade"]).status(0).stdout(str![[r#"
nothing to do: the database is at base (nothing is applied)

"#]]);
    std::fs::remove_dir_all(project.versions()).unwrap();
    let document = project.run(["upgrade", "--format", "json"]).status(2).json();
    assert_eq!(document["error"]["code"], "versions-missing", "{document:#}");
    assert!(document["error"]["help"].as_str().unwrap_or_default().contains("migrate init"), "{document:#}");
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    let project = Project::sqlite();
    let text = "-- revision: r1\n-- down_revision:\n-- message: r1\n\n-- migrate:upgrade\n\
                CREATE TABLE a (\n  id integer\n);\nINSERT INTO a VALUES (1);\n\n-- migrate:downgrade\nDROP TABLE a;\n";
    project.write("migrations/versions/r1.sql", text);
    project.run(["upgrade"]).status(0);
    let checksum = project.database().sql("SELECT checksum FROM migrate_version");
    project.run(["downgrade", "base"]).status(0);
    project.write("migrations/versions/r1.sql", &format!("\u{feff}{}", text.replace('\n', "\r\n")));
    project.run(["upgrade"]).status(0);
    assert_eq!(project.database().sql("SELECT checksum FROM migrate_version"), checksum);
}

#[test]
fn one_revision_does_not_change_how_the_next_one_runs() {
    let project = Project::sqlite()
        .revision("r1", "", "CREATE TABLE p (id integer PRIMARY KEY);\nCREATE TABLE c (p references p);", "")
        .revision("r2", "r1", "PRAGMA legacy_alter_table = ON;\nPRAGMA foreign_keys = OFF;", "")
        .revision("r3", "r2", "INSERT INTO c VALUES (7);", "");
    let stderr = project.run(["upgrade"]).status(2).stderr;
    assert!(stderr.contains("FOREIGN KEY constraint failed"), "{stderr}");
}
