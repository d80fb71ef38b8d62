//! `migrate verify`

use serde_json::json;
use snapbox::str;

use crate::support::{Project, postgres};

fn chain(project: Project) -> Project {
    let project = project
        .revision(
            "r1",
            "",
            "CREATE TABLE a (id integer);\nCREATE TABLE b (id integer);",
            "DROP TABLE b;\nDROP TABLE a;",
        )
        .revision("r2", "r1", "CREATE TABLE c (id integer);", "DROP TABLE c;");
    project.run(["upgrade", "-q"]).status(0);
    project
}

fn edit(project: &Project, script: &str, old: &str, new: &str) {
    let text = project.read(script);
    assert!(text.contains(old), "{text}");
    project.write(script, &text.replace(old, new));
}

const R1: &str = "migrations/versions/r1_x.sql";
const R2: &str = "migrations/versions/r2_x.sql";

#[test]
fn what_was_not_edited_is_as_applied() {
    let project = chain(Project::sqlite());
    project.run(["verify"]).status(0).stderr("").stdout("2 revisions as applied\n");
    // Neither the head, a comment, white space nor line ends do anything.
    edit(&project, R1, "-- message: r1", "-- message: another");
    edit(&project, R1, "CREATE TABLE b", "-- b\nCREATE  TABLE\n b");
    let text = project.read(R2);
    project.write(R2, &format!("\u{feff}{}", text.replace('\n', "\r\n")));
    project.run(["verify"]).status(0);
    let document = project.run(["verify", "--format", "json"]).status(0).json();
    assert_eq!(document, json!({ "ok": true, "applied": 2, "findings": [], "without_checksum": [] }));
}

fn edited(project: &Project) {
    edit(
        project,
        R1,
        "CREATE TABLE b (id integer);",
        "CREATE TABLE b (id bigint);\nCREATE TABLE d (\n  id integer\n);",
    );
    edit(project, R1, "DROP TABLE b;\n", "");
    project
        .run(["verify"])
        .status(1)
        .stdout(str![[r#"
r1 edited: r1
    applied as [..], on disk [..]
    -- migrate:upgrade
    - CREATE TABLE b (id integer);
    + CREATE TABLE b (id bigint);
    + CREATE TABLE d (
    +   id integer
    + );
    -- migrate:downgrade
    - DROP TABLE b;

"#]])
        .stderr(str![[r#"
1 finding: see `migrate verify --help`

"#]]);
    let document = project.run(["verify", "--format", "json"]).status(1).stderr("").json();
    let finding = &document["findings"][0];
    assert_eq!((&finding["kind"], &finding["path"]), (&json!("edited"), &json!(R1)));
    assert_eq!(
        finding["diff"][3],
        json!({ "sign": "-", "direction": "downgrade", "transaction": true, "statement": "DROP TABLE b" })
    );
    project.run(["verify", "--accept", "r1"]).status(0).stdout(str![[r#"
r1 accepted

"#]]);
    project.run(["verify"]).status(0);
    project.run(["verify", "--accept", "r1", "--accept", "r2"]).status(0).stdout(str![[r#"
nothing to accept: what was applied is what the script says

"#]]);
    // From then on it is the accepted text that counts.
    edit(project, R1, "CREATE TABLE d", "CREATE TABLE e");
    let run = project.run(["verify"]).status(1);
    assert!(run.raw_stdout.contains("    - CREATE TABLE d (\n"), "{}", run.raw_stdout);
}

#[test]
fn an_edited_script_is_told_by_the_statement() {
    edited(&chain(Project::sqlite()));
    let Some(database) = postgres::Database::new() else { return };
    edited(&chain(Project::new(&database.url())));
}

#[test]
fn a_table_of_before_keeps_no_text_until_it_is_written_to() {
    let project = chain(Project::sqlite());
    project.database().sql("ALTER TABLE migrate_version DROP COLUMN script");
    project.run(["verify"]).status(0);
    edit(&project, R2, "TABLE c (id integer)", "TABLE c (id bigint)");
    project.run(["verify"]).status(1).stdout(str![[r#"
r2 edited: r2
    applied as [..], on disk [..]
    the text that was applied is not kept

"#]]);
    assert_eq!(project.run(["verify", "--format", "json"]).json()["findings"][0]["diff"], json!(null));
    let project = project.revision("r3", "r2", "CREATE TABLE f (id integer);", "DROP TABLE f;");
    project.run(["upgrade", "-q"]).status(0);
    assert_eq!(project.database().sql("SELECT revision, script IS NULL FROM migrate_version"), "r1|1\nr2|1\nr3|0\n");
    project.run(["verify", "--accept", "r2"]).status(0);
    project.run(["verify"]).status(0);
}

#[test]
fn missing_and_unknown_rows_are_told_apart() {
    let project = chain(Project::sqlite());
    std::fs::remove_file(project.root().join(R2)).unwrap();
    project
        .database()
        .sql("INSERT INTO migrate_version (revision, message, applied_at) VALUES ('zz', '', '2026-01-01')");
    project.run(["verify"]).status(1).stdout(str![[r#"
r2 missing: r2
    applied [DATE], and no script here has it
zz unknown: no script here has it

"#]]);
    let document = project.run(["verify", "--format", "json"]).status(1).json();
    assert_eq!(document["findings"][0]["kind"], "missing");
    assert_eq!(document["findings"][1]["kind"], "unknown");
    project.run(["verify", "--accept", "r2"]).status(2);
}

#[test]
fn what_is_out_of_order_is_said() {
    let project = chain(Project::sqlite()).revision("late", "r1", "CREATE TABLE l (id integer);", "DROP TABLE l;");
    edit(&project, R2, "-- down_revision: r1", "-- down_revision: late");
    project.run(["verify"]).status(1).stdout(str![[r#"
late out of order: late
    not applied, and r2, which comes after it, is

"#]]);
    assert_eq!(project.run(["verify", "--format", "json"]).json()["findings"][0]["kind"], "out-of-order");
    let document = project.run(["verify", "--accept", "late", "--format", "json"]).status(2).json();
    assert_eq!(document["error"]["code"], "not-applied");
    project.run(["upgrade", "-q"]).status(0);
    project.run(["verify"]).status(1).stdout(str![[r#"
late out of order: late
    applied [DATE], after r2, which comes after it

"#]]);
    project.run(["verify", "--accept", "late"]).status(0);
    project.run(["verify"]).status(0);
}

#[test]
fn templates_need_no_variables() {
    let project = Project::sqlite().file(
        R1,
        "-- revision: r1\n-- template: on\n\n-- migrate:upgrade\n{% if big %}CREATE TABLE a (id bigint);\n{% else %}\
         CREATE TABLE a (id {{ kind }});{% endif %}\n",
    );
    project.run(["upgrade", "-q", "-x", "big=false", "-x", "kind=integer"]).status(0);
    project.run(["verify"]).status(0);
    edit(&project, R1, "bigint", "numeric");
    let run = project.run(["verify"]).status(1);
    assert!(run.raw_stdout.contains("    + {% if big %}CREATE TABLE a (id numeric);\n"), "{}", run.raw_stdout);
}

#[test]
fn stamped_revisions_are_verified_too() {
    let project = chain(Project::sqlite());
    project.run(["downgrade", "base", "-q"]).status(0);
    project.run(["stamp", "head", "-q"]).status(0);
    project.run(["verify"]).status(0);
    edit(&project, R2, "TABLE c (id integer)", "TABLE c (id bigint)");
    let run = project.run(["verify"]).status(1);
    assert!(run.raw_stdout.contains("    + CREATE TABLE c (id bigint);\n"), "{}", run.raw_stdout);
    // A row that somebody has written by hand says nothing.
    project.database().sql("UPDATE migrate_version SET checksum = NULL");
    project.run(["verify"]).status(0).stderr(str![[r#"
2 revisions without a checksum, of which nothing can be said: r1, r2

"#]]);
}

#[test]
fn a_run_that_was_cut_off_is_said() {
    let project = Project::sqlite().file(
        R1,
        "-- revision: r1\n\n-- migrate:upgrade transaction=off\nCREATE TABLE a (id integer);\nSELECT nothing;\n",
    );
    project.run(["upgrade"]).status(2);
    project.run(["verify"]).status(1).stdout(str![[r#"
r1 partly applied: the upgrade was cut off, 1 statement done

"#]]);
}

#[test]
fn an_empty_database_has_nothing_to_verify() {
    let project = Project::sqlite();
    project.run(["verify"]).status(2);
    project.run(["upgrade", "-q"]).status(0);
    let project = project.revision("r1", "", "", "");
    project.run(["verify"]).status(0);
    for accept in ["heads", "r1", "zz", "base"] {
        project.run(["verify", "--accept", accept]).status(2);
    }
}
