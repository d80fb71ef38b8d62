//! `migrate stamp` and `ensure-version`

use snapbox::str;

use crate::support::Project;

fn two() -> Project {
    let project = Project::sqlite().revision("r1", "", "CREATE TABLE a (id integer);", "DROP TABLE a;").revision(
        "r2",
        "r1",
        "CREATE TABLE b (id integer);",
        "DROP TABLE b;",
    );
    project.database().sql("CREATE TABLE other (a)");
    project
}

#[test]
fn says_where_a_database_is_and_runs_nothing() {
    let project = two();
    project.run(["stamp", "head"]).status(0).stderr("").stdout(str![[r#"
  + r1 r1
  + r2 r2
the database is now recorded as being at r2 (head)

"#]]);
    assert_eq!(project.database().sql("SELECT count(*) FROM sqlite_master WHERE name IN ('a', 'b')"), "0\n");
    assert_eq!(
        project.database().sql("SELECT revision, length(checksum), duration_ms IS NULL FROM migrate_version"),
        "r1|64|1\nr2|64|1\n"
    );
    project.run(["stamp", "head"]).status(0).stdout(str![[r#"
nothing to do: the database is now recorded as being at r2 (head)

"#]]);
    project.run(["current", "-v"]).status(0).stdout(str![[r#"
database: sqlite://app.db
r2 (head) r2
    applied: [DATE], stamped, not run

"#]]);
    project.run(["stamp", "r1"]).status(0).stdout(str![[r#"
  - r2 r2
the database is now recorded as being at r1

"#]]);
    let document = project.run(["stamp", "base", "--format", "json"]).status(0).json();
    assert_eq!(document["removed"], serde_json::json!(["r1"]));
    assert_eq!(document["current"], serde_json::json!([]));
}

#[test]
fn purge_forgets_unknown_rows() {
    let project = two();
    project.run(["ensure-version"]).status(0).stdout(str![[r#"
created the version table migrate_version

"#]]);
    project.run(["ensure-version"]).status(0).stdout(str![[r#"
the version table migrate_version exists already

"#]]);
    project
        .database()
        .sql("INSERT INTO migrate_version VALUES ('zz', 'x', NULL, '2026-01-01T00:00:00Z', 1, NULL, NULL, NULL)");
    let run = project.run(["stamp", "head"]).status(0);
    assert!(run.stderr.contains("left alone: zz"), "{}", run.stderr);
    project.run(["stamp", "head", "--purge"]).status(0);
    assert_eq!(project.database().sql("SELECT group_concat(revision) FROM migrate_version"), "r1,r2\n");
    project.run(["stamp", "nowhere"]).status(2);
}

#[test]
fn a_missing_file_is_made() {
    for line in ["stamp head", "ensure-version"] {
        let project = Project::sqlite();
        project.run(line.split(' ')).status(0);
        assert!(project.database().path().exists(), "{line}");
    }
}
