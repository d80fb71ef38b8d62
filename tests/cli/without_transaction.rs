//! Sections outside of a transaction: what was done is known, and the next run goes on there.

use snapbox::str;

use crate::support::Project;

fn script(upgrade: &str) -> String {
    format!(
        "-- revision: r1\n-- down_revision:\n-- message: r1\n\n-- migrate:upgrade transaction=off\n{upgrade}\n\n\
         -- migrate:downgrade transaction=off\nDROP TABLE a;\nVACUUM;\n"
    )
}

#[test]
fn goes_on_behind_what_is_done() {
    let project = Project::sqlite().file(
        "migrations/versions/r1.sql",
        &script("CREATE TABLE a (n integer);\nINSERT INTO a VALUES (1);\nVACUUM;\nINSERT INTO wrong VALUES (2);"),
    );
    project.run(["upgrade"]).status(2).stderr(str![[r#"
error: the upgrade of revision r1 (r1) failed at migrations/versions/r1.sql:9: no such table: wrong
 --> migrations/versions/r1.sql:9:13
  |
9 | INSERT INTO wrong VALUES (2);
  |             ^^^^^
  |
  = note: code: 1
  = note: it is statement 4 of 4
  = note: nothing was applied before it in this run
  = note: statements 1 to 3 of revision r1 are done and not rolled back; the next `migrate upgrade` goes on behind them

"#]]);
    project.run(["current"]).status(0).stdout(str![[r#"
r1 (partly applied: 3 statements done) r1

"#]]);
    project.run(["current", "--check-heads"]).status(1);
    assert_eq!(project.database().sql("SELECT pending, statements_done FROM migrate_version"), "upgrade|3\n");

    // As a run leaves it that is killed in the statement after these.
    let begun = "UPDATE migrate_version SET pending = 'upgrade, next statement begun'";
    project.database().sql(begun);
    project.run(["current"]).status(0).stdout(str![[r#"
r1 (partly applied: 3 statements done, the next one begun) r1

"#]]);
    project.database().sql("UPDATE migrate_version SET pending = 'upgrade'");

    let corrected =
        script("CREATE TABLE a (n integer);\nINSERT INTO a VALUES (1);\nVACUUM;\nINSERT INTO a VALUES (2);");
    project.write("migrations/versions/r1.sql", &corrected);
    project
        .run(["upgrade"])
        .status(0)
        .stdout(str![[r#"
  r1 r1 … ok ([TIME])
1 revision applied; the database is at r1 (head)

"#]])
        .stderr(str![[r#"
  r1: cut off before; going on behind statement 3

"#]]);
    assert_eq!(project.database().sql("SELECT group_concat(n) FROM a"), "1,2\n");
    assert_eq!(project.database().sql("SELECT pending IS NULL, length(checksum) FROM migrate_version"), "1|64\n");
    project.run(["downgrade", "base"]).status(0);
    assert_eq!(project.database().sql("SELECT count(*) FROM migrate_version"), "0\n");
}

#[test]
fn what_is_done_must_not_be_edited() {
    let project = Project::sqlite()
        .file("migrations/versions/r1.sql", &script("CREATE TABLE a (n integer);\nINSERT INTO wrong VALUES (2);"));
    project.run(["upgrade"]).status(2);
    project.write("migrations/versions/r1.sql", &script("CREATE TABLE b (n integer);\nINSERT INTO b VALUES (2);"));
    project.run(["upgrade"]).status(2).stderr(str![[r#"
error: revision r1 was cut off after 1 of its statements, and these were edited since
help: write the first 1 of its statements in migrations/versions/r1.sql as they were; those behind them may change

"#]]);
}

#[test]
fn the_other_direction_waits() {
    let project = Project::sqlite()
        .file("migrations/versions/r1.sql", &script("CREATE TABLE a (n integer);\nINSERT INTO wrong VALUES (2);"));
    project.run(["upgrade"]).status(2);
    let document = project.run(["downgrade", "base", "--format", "json"]).status(2).json();
    assert_eq!(document["error"]["code"], "under-way", "{document:#}");
    project.run(["stamp", "head", "-q"]).status(0);
    assert_eq!(project.database().sql("SELECT pending IS NULL FROM migrate_version"), "1\n");
    project.run(["downgrade", "base", "-q"]).status(0);
}

#[test]
fn nothing_done_leaves_no_mark() {
    let project = Project::sqlite().file("migrations/versions/r1.sql", &script("CREATE TABLE wrong;"));
    project.run(["upgrade"]).status(2);
    assert_eq!(project.database().sql("SELECT count(*) FROM migrate_version"), "0\n");
}

#[test]
fn sections_of_both_kinds_run_in_order() {
    let project = Project::sqlite().file(
        "migrations/versions/r1.sql",
        "-- revision: r1\n-- down_revision:\n-- message: r1\n\n-- migrate:upgrade\nCREATE TABLE a (n integer);\n\
         INSERT INTO a VALUES (1);\n\n-- migrate:upgrade transaction=off\nVACUUM;\n\n-- migrate:upgrade\n\
         INSERT INTO a VALUES (2);\nINSERT INTO wrong VALUES (3);\n\n-- migrate:downgrade\nDROP TABLE a;\n",
    );
    let stderr = project.run(["upgrade"]).status(2).stderr;
    assert!(stderr.contains("statements 1 to 3 of revision r1 are done"), "{stderr}");
    assert_eq!(project.database().sql("SELECT group_concat(n) FROM a"), "1\n", "the last section is rolled back");
    let text = project.read("migrations/versions/r1.sql").replace("INSERT INTO wrong VALUES (3);\n", "");
    project.write("migrations/versions/r1.sql", &text);
    project.run(["upgrade"]).status(0);
    assert_eq!(project.database().sql("SELECT group_concat(n) FROM a"), "1,2\n");
}

#[test]
fn a_project_can_do_without_transactions() {
    let project = Project::sqlite()
        .revision("r1", "", "CREATE TABLE a (n integer);\nINSERT INTO a VALUES (1);\nSELECT broken;", "")
        .config("transaction = \"off\"\n");
    project.run(["upgrade"]).status(2);
    assert_eq!(project.database().sql("SELECT group_concat(n) FROM a"), "1\n");
    assert_eq!(project.database().sql("SELECT statements_done FROM migrate_version"), "2\n");
}
