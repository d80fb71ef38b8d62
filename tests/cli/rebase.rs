//! `migrate rebase`

use serde_json::json;
use snapbox::str;

use crate::support::Project;

/// a - b1 - c1, a - b2 - c2
fn forked() -> Project {
    let project = Project::sqlite();
    // Only these make the file.
    project.run(["upgrade", "-q"]).status(0);
    project
        .revision("a", "", "CREATE TABLE a (id integer);", "DROP TABLE a;")
        .revision("b1", "a", "CREATE TABLE b1 (id integer);", "DROP TABLE b1;")
        .revision("c1", "b1", "CREATE TABLE c1 (id integer);", "DROP TABLE c1;")
        .revision("b2", "a", "CREATE TABLE b2 (id integer);", "DROP TABLE b2;")
        .revision("c2", "b2", "CREATE TABLE c2 (id integer);", "DROP TABLE c2;")
}

#[test]
fn a_branch_is_put_above_another() {
    let project = forked();
    project.run(["upgrade", "c1", "-q"]).status(0);
    let before = project.read("migrations/versions/b2_x.sql");
    let untouched = project.read("migrations/versions/c2_x.sql");
    project
        .run(["rebase", "c2", "--onto", "c1"])
        .status(0)
        .stdout(str![[r#"
b2 b2: down_revision a -> c1
    migrations/versions/b2_x.sql

"#]])
        .stderr(str![[r#"
the chain has one head: c2

"#]]);
    assert_eq!(
        project.read("migrations/versions/b2_x.sql"),
        before.replace("-- down_revision: a\n", "-- down_revision: c1\n")
    );
    assert_eq!(project.read("migrations/versions/c2_x.sql"), untouched);
    project.run(["upgrade", "-q"]).status(0);
    project.run(["current"]).status(0).stdout(str![[r#"
c2 (head) c2

"#]]);
    project.run(["rebase", "c2", "--onto", "c1"]).status(2);
}

#[test]
fn everything_but_the_line_is_kept_byte_for_byte() {
    let project = forked();
    let text = "\u{feff}-- revision:  b2\r\n--   down_revision:a   \r\n-- a remark\r\n-- message: b2\r\n\r\n\
                -- migrate:upgrade\r\nCREATE TABLE b2 (t text DEFAULT '\t  x  ');  \r\n-- migrate:downgrade\r\nDROP TABLE b2;";
    project.write("migrations/versions/b2_x.sql", text);
    let document = project.run(["rebase", "b2", "--onto", "c1", "--format", "json"]).status(0).json();
    assert_eq!(
        document["changed"],
        json!([{ "revision": "b2", "path": "migrations/versions/b2_x.sql", "from": ["a"], "to": ["c1"] }])
    );
    assert_eq!(document["heads"], json!(["c2"]));
    assert_eq!(
        project.read("migrations/versions/b2_x.sql"),
        text.replace("down_revision:a   \r\n", "down_revision: c1\r\n")
    );
}

#[test]
fn what_is_applied_is_not_moved() {
    let project = forked();
    project.run(["upgrade", "b2", "-q"]).status(0);
    let before = project.read("migrations/versions/b2_x.sql");
    for (revision, onto, code) in [
        ("c2", "c1", "rebase-applied"),
        ("b1", "c1", "bad-rebase"),
        ("a", "c1", "bad-rebase"),
        ("c1", "b1", "bad-rebase"),
        ("zz", "c1", "unknown-revision"),
        ("c1", "heads", "several-revisions"),
        ("c1", "base", "no-revision"),
    ] {
        let document = project.run(["rebase", revision, "--onto", onto, "--format", "json"]).status(2).json();
        assert_eq!(document["error"]["code"], code, "{revision} --onto {onto}");
    }
    project.run(["rebase", "c2", "--onto", "c1"]).status(2).stderr(str![[r#"
error: revisions that are applied can't be moved: b2
help: downgrade below them first, or join the branches with `migrate merge`

"#]]);
    assert_eq!(project.read("migrations/versions/b2_x.sql"), before);
    // The other way round it can be done: c1 is not applied.
    project.run(["rebase", "c1", "--onto", "c2"]).status(0).stdout(str![[r#"
b1 b1: down_revision a -> c2
    migrations/versions/b1_x.sql

"#]]);
    project.run(["upgrade", "-q"]).status(0);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_the_modes_stay() {
    use std::os::unix::fs::PermissionsExt;
    let project = forked();
    let (link, real) = (project.versions().join("b2_x.sql"), project.versions().join(".kept/b2.sql"));
    std::fs::create_dir_all(real.parent().unwrap()).unwrap();
    std::fs::rename(&link, &real).unwrap();
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink(&real, &link).unwrap();
    project.run(["rebase", "b2", "--onto", "c1"]).status(0);
    assert!(link.symlink_metadata().unwrap().is_symlink());
    assert!(project.read("migrations/versions/.kept/b2.sql").contains("-- down_revision: c1\n"));
    assert_eq!(real.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(std::fs::read_dir(real.parent().unwrap()).unwrap().count(), 1);
}
