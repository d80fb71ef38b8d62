//! `migrate downgrade`

use snapbox::str;

use crate::support::Project;

fn three() -> Project {
    let project = Project::sqlite()
        .revision("r1", "", "CREATE TABLE a (id integer);", "DROP TABLE a;")
        .revision("r2", "r1", "CREATE TABLE b (id integer);", "DROP TABLE b;")
        .revision("r3", "r2", "CREATE TABLE c (id integer);", "DROP TABLE c;");
    project.run(["upgrade", "-q"]).status(0);
    project
}

#[test]
fn goes_back_a_step_to_a_revision_and_to_base() {
    let project = three();
    project.run(["downgrade", "-1"]).status(0).stderr("").stdout(str![[r#"
  r3 r3 … undone ([TIME])
1 revision undone; the database is at r2

"#]]);
    project.run(["downgrade", "r1"]).status(0).stdout(str![[r#"
  r2 r2 … undone ([TIME])
1 revision undone; the database is at r1

"#]]);
    project.run(["downgrade", "base"]).status(0).stdout(str![[r#"
  r1 r1 … undone ([TIME])
1 revision undone; the database is at base (nothing is applied)

"#]]);
    assert_eq!(project.database().sql("SELECT name FROM sqlite_master WHERE type = 'table'"), "migrate_version\n");
    assert_eq!(project.database().sql("SELECT count(*) FROM migrate_version"), "0\n");
    project.run(["downgrade", "base"]).status(0).stdout(str![[r#"
nothing to do: the database is at base (nothing is applied)

"#]]);
}

#[test]
fn as_json() {
    let document = three().run(["downgrade", "-2", "--format", "json"]).status(0).json();
    assert_eq!(document["undone"][0]["revision"], "r3");
    assert_eq!(document["undone"][1]["revision"], "r2");
    assert_eq!(document["current"], serde_json::json!(["r1"]));
}

#[test]
fn a_target_that_is_not_applied_is_refused() {
    let project = three();
    project.run(["downgrade", "r2", "-q"]).status(0);
    let document = project.run(["downgrade", "r3", "--format", "json"]).status(2).json();
    assert!(document["error"]["message"].as_str().unwrap().contains("not a valid downgrade target"), "{document:#}");
    project.run(["downgrade", "-9"]).status(2);
    project.run(["downgrade", "+1"]).status(2);
}

#[test]
fn a_script_without_the_section_is_refused_before_anything_is_undone() {
    let project = three();
    project.write(
        "migrations/versions/r2_x.sql",
        "-- revision: r2\n-- down_revision: r1\n-- message: r2\n\n-- migrate:upgrade\nCREATE TABLE b (id integer);\n",
    );
    let document = project.run(["downgrade", "base", "--format", "json"]).status(2).json();
    assert!(document["error"]["message"].as_str().unwrap().contains("r2"), "{document:#}");
    assert_eq!(project.database().sql("SELECT count(*) FROM migrate_version"), "3\n");
}

#[test]
fn a_failure_rolls_its_revision_back() {
    let project = three();
    project.write(
        "migrations/versions/r2_x.sql",
        "-- revision: r2\n-- down_revision: r1\n-- message: r2\n\n-- migrate:upgrade\n\n-- migrate:downgrade\n\
         DROP TABLE b;\nDROP TABLE nowhere;\n",
    );
    project.run(["downgrade", "base"]).status(2).stderr(str![[r#"
error: the downgrade of revision r2 (r2) failed at migrations/versions/r2_x.sql:9: no such table: nowhere
 --> migrations/versions/r2_x.sql:9:12
  |
9 | DROP TABLE nowhere;
  |            ^^^^^^^
  |
  = note: code: 1
  = note: it is statement 2 of 2
  = note: undone before it in this run: r3
  = note: rolled back whole: r2

"#]]);
    assert_eq!(project.database().sql("SELECT group_concat(revision) FROM migrate_version"), "r1,r2\n");
    assert_eq!(project.database().sql("SELECT count(*) FROM sqlite_master WHERE name = 'b'"), "1\n");
}
