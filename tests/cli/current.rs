//! `migrate current`

use snapbox::str;

use crate::support::Project;

fn two() -> Project {
    Project::sqlite().revision("r1", "", "CREATE TABLE a (id integer);", "DROP TABLE a;").revision(
        "r2",
        "r1",
        "CREATE TABLE b (id integer);",
        "DROP TABLE b;",
    )
}

#[test]
fn a_line_a_revision_the_id_first() {
    let project = two();
    project.run(["upgrade", "r1", "-q"]).status(0);
    project.run(["current"]).status(0).stderr("").stdout(str![[r#"
r1 r1

"#]]);
    project.run(["current", "--check-heads"]).status(1).stderr(str![[r#"
1 revision not applied: r2

"#]]);
    project.run(["upgrade", "-q"]).status(0);
    project.run(["current", "--check-heads"]).status(0).stdout(str![[r#"
r2 (head) r2

"#]]);
    project.run(["current", "-v"]).status(0).stdout(str![[r#"
database: sqlite://app.db
r2 (head) r2
    applied: [DATE], took [TIME]

"#]]);
}

#[test]
fn as_json() {
    let project = two();
    project.run(["upgrade", "-q"]).status(0);
    let document = project.run(["current", "--format", "json"]).status(0).json();
    let row = &document["revisions"][0];
    assert_eq!((row["revision"].as_str(), row["message"].as_str()), (Some("r2"), Some("r2")));
    assert_eq!((row["head"].as_bool(), row["known"].as_bool()), (Some(true), Some(true)));
    assert!(row["applied_at"].as_str().unwrap().ends_with('Z'));
    assert_eq!(document["at_head"], true);
}

#[test]
fn an_unknown_row_is_shown_and_stops_nothing() {
    let project = two();
    project.run(["upgrade", "-q"]).status(0);
    project.database().sql(
        "INSERT INTO migrate_version VALUES ('zz', 'from elsewhere', NULL, '2026-01-01T00:00:00Z', 1, NULL, NULL, NULL)",
    );
    project.run(["current"]).status(0).stdout(str![[r#"
r2 (head) r2
zz (unknown) from elsewhere

"#]]);
    project.run(["current", "--check-heads"]).status(1);
    let document = project.run(["current", "--format", "json"]).status(0).json();
    assert_eq!(document["revisions"][1]["known"], false);
    let document = project.run(["upgrade", "--format", "json"]).status(2).json();
    assert!(document["error"]["message"].as_str().unwrap().contains("zz"), "{document:#}");
}

#[test]
fn nothing_applied_and_no_table_is_no_fault() {
    let project = two();
    project.database().sql("CREATE TABLE x (a)");
    project.run(["current"]).status(0).stdout("").stderr(str![[r#"
no revision is applied

"#]]);
    assert_eq!(project.database().sql("SELECT count(*) FROM sqlite_master WHERE name = 'migrate_version'"), "0\n");
}

#[test]
fn a_missing_file_counts_as_empty_and_is_not_made() {
    let project = two();
    let run = project.run(["current", "--format", "json"]).status(0);
    assert_eq!(run.json()["at_head"], false);
    assert_eq!(
        run.stderr,
        "note: the database sqlite://app.db does not exist yet and counts as empty; `migrate upgrade` creates it\n"
    );
    project.run(["current", "--check-heads"]).status(1);
    assert!(!project.database().path().exists());
}

#[test]
fn a_table_that_is_another_is_said_to_be() {
    let project = two();
    project.database().sql("CREATE TABLE migrate_version (version_num text)");
    project.run(["current"]).status(2).stderr(str![[r#"
error: the table migrate_version exists and is not a version table of migrate
help: choose another name with `version_table` in [migrations], or rename that table

"#]]);
    project.run(["upgrade"]).status(2);
}

#[test]
fn the_table_can_have_another_name() {
    let project = two().config("version_table = \"odd \\\"name\\\"\"\n");
    project.run(["upgrade", "-q"]).status(0);
    assert_eq!(project.database().sql("SELECT count(*) FROM \"odd \"\"name\"\"\""), "2\n");
}

#[test]
fn a_server_that_does_not_answer_is_named() {
    let project = two();
    for url in
        ["mysql://u:secret@localhost:1/db", "mariadb://u:secret@localhost:1/db", "postgres://u:secret@localhost:1/db"]
    {
        let run = project.run(["current", "--url", url]).status(2).hides("secret");
        assert!(run.stderr.starts_with("error: no server answers at localhost:1: "), "{}", run.stderr);
    }
}
