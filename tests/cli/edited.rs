//! `edited` in `[migrations]`: what `upgrade` does about applied scripts that were edited since.

use snapbox::str;

use crate::support::Project;

/// `r1` is applied and edited since, `r2` is not applied.
fn edited(setting: &str) -> Project {
    let project = Project::sqlite().revision("r1", "", "CREATE TABLE a (x INT);", "DROP TABLE a;").config(setting);
    project.run(["upgrade"]).status(0);
    project.revision("r1", "", "CREATE TABLE a (x INT, y INT);", "DROP TABLE a;").revision(
        "r2",
        "r1",
        "CREATE TABLE b (x INT);",
        "DROP TABLE b;",
    )
}

#[test]
fn it_is_named_and_the_upgrade_goes_on() {
    for setting in ["", "edited = \"warn\"\n"] {
        let project = edited(setting);
        let warning = "warning: revision r1 was edited since it was applied; `migrate verify` shows the edits\n";
        for arguments in [&["upgrade", "--dry-run"][..], &["upgrade"], &["upgrade"], &["upgrade", "--format", "json"]] {
            let run = project.run(arguments).status(0);
            assert_eq!(run.stderr, warning, "{arguments:?}");
        }
        project.run(["upgrade", "-q"]).status(0).stderr(warning);
    }
}

#[test]
fn it_is_refused_where_that_is_wanted() {
    let project = edited("edited = \"refuse\"\n");
    for arguments in [&["upgrade", "--dry-run"][..], &["upgrade"]] {
        project.run(arguments).status(2).stderr(str![[r#"
error: revision r1 was edited since it was applied
help: `migrate verify` shows the edits; take them back, or `migrate verify --accept REV` takes the script for what was applied (`edited` in [migrations] says what an upgrade does about them)

"#]]);
    }
    let document = project.run(["upgrade", "--format", "json"]).status(2).json();
    assert_eq!(document["error"]["code"], "edited-scripts");
    assert_eq!(project.database().sql("SELECT count(*) FROM sqlite_schema WHERE name = 'b'"), "0\n");
    project.run(["verify", "--accept", "r1"]).status(0);
    project.run(["upgrade"]).status(0).stderr("");
}

#[test]
fn nobody_looks_where_that_is_wanted() {
    let project = edited("edited = \"ignore\"\n");
    project.run(["upgrade"]).status(0).stderr("");
}

#[test]
fn what_changes_nothing_is_no_edit() {
    let project = edited("").revision("r1", "", "-- a comment\r\nCREATE  TABLE a (x INT);", "DROP TABLE a;");
    project.run(["upgrade"]).status(0).stderr("");
}

#[test]
fn one_that_cannot_be_read_any_more_is_edited() {
    let project = edited("");
    project.write("migrations/versions/r1_x.sql", "-- revision: r1\n-- down_revision:\n\nCREATE TABLE a (x INT);\n");
    let run = project.run(["upgrade"]).status(0);
    assert!(run.stderr.contains("revision r1 was edited since it was applied"), "{}", run.stderr);
}

#[test]
fn one_that_is_gone_is_named() {
    let project = edited("");
    std::fs::remove_file(project.versions().join("r1_x.sql")).unwrap();
    let project = project.revision("r2", "", "CREATE TABLE b (x INT);", "DROP TABLE b;");
    let run = project.run(["upgrade"]).status(2);
    assert!(run.stderr.contains("the database has a revision that no script here has: r1"), "{}", run.stderr);
}
