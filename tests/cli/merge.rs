//! `migrate merge`, `branches`, `heads`

use serde_json::json;
use snapbox::str;

use crate::support::Project;

fn forked() -> Project {
    let script = |id: &str, down: &str, labels: &str| {
        format!(
            "-- revision: {id}\n-- down_revision: {down}\n-- branch_labels: {labels}\n\
             -- created: 2026-11-20T15:30:00Z\n-- message: {id}\n\n-- migrate:upgrade\n\n-- migrate:downgrade\n"
        )
    };
    Project::sqlite()
        .file("migrations/versions/a.sql", &script("a", "", ""))
        .file("migrations/versions/b1.sql", &script("b1", "a", "one"))
        .file("migrations/versions/c1.sql", &script("c1", "b1", ""))
        .file("migrations/versions/b2.sql", &script("b2", "a", "two"))
}

#[test]
fn heads_are_joined() {
    let project = forked();
    let document = project.run(["upgrade", "--format", "json"]).status(2).json();
    assert_eq!(document["error"]["code"], "multiple-heads");
    project.run(["merge", "heads", "-m", "join them", "--rev-id", "m", "--branch-label", "both"]).status(0).stdout(
        str![[r#"
migrations/versions/m_join_them.sql

"#]],
    );
    project.run(["heads"]).status(0).stdout(str![[r#"
m <- b2, c1 [both] (head) (mergepoint) join them

"#]]);
    project.run(["upgrade", "-q"]).status(0);
    project.run(["current"]).status(0).stdout(str![[r#"
m (head) join them

"#]]);
    // A step down from a merge undoes the merge.
    project.run(["downgrade", "-1", "-q"]).status(0);
    project.run(["current"]).status(0).stdout(str![[r#"
b2 b2
c1 c1

"#]]);
}

#[test]
fn what_cannot_be_joined_is_said() {
    let project = forked();
    for (revisions, code) in [
        (&["c1"][..], "nothing-to-merge"),
        (&["c1", "c1"], "named-twice"),
        (&["c1", "one@head"], "named-twice"),
        (&["a", "c1"], "not-a-head"),
        (&["b1", "b2"], "not-a-head"),
        (&["base", "c1"], "no-revision"),
        (&["zz", "c1"], "unknown-revision"),
    ] {
        let run = project.run(["merge", "-m", "x", "--format", "json"].iter().chain(revisions)).status(2);
        assert_eq!(run.json()["error"]["code"], code, "{revisions:?}");
    }
    for (flag, value, code) in [
        ("--rev-id", "a", "duplicate-revision-id"),
        ("--rev-id", "a-1", "bad-revision-id"),
        ("--rev-id", "one", "duplicate-revision-id"),
        ("--branch-label", "two", "bad-branch-label"),
        ("--branch-label", "head", "bad-branch-label"),
    ] {
        let document = project.run(["merge", "b2", "c1", "-m", "x", flag, value, "--format", "json"]).status(2).json();
        assert_eq!(document["error"]["code"], code, "{flag} {value}");
    }
    assert_eq!(project.scripts().len(), 4);
    project.run(["merge", "b2"]).status(2);
}

#[test]
fn branches_are_listed() {
    let project = forked();
    project.run(["branches"]).status(0).stderr("").stdout(str![[r#"
a <- base (branchpoint) a
  b2 <- a [two] (head) b2
  b1 <- a [one] b1

"#]]);
    project.run(["branches", "-v"]).status(0).stdout(str![[r#"
a <- base (branchpoint) a
    followed by: b1, b2
    created:     [DATE]
    path:        migrations/versions/a.sql
  b2 <- a [two] (head) b2
      branches:    two
      created:     [DATE]
      path:        migrations/versions/b2.sql
  b1 <- a [one] b1
      followed by: c1
      branches:    one
      created:     [DATE]
      path:        migrations/versions/b1.sql

"#]]);
    let document = project.run(["branches", "--format", "json"]).status(0).json();
    assert_eq!(document["revisions"][0]["revision"], "a");
    assert_eq!(document["revisions"][0]["children"][1]["branch_labels"], json!(["one"]));
    let straight = Project::sqlite().revision("a", "", "", "").revision("b", "a", "", "");
    straight.run(["branches"]).status(0).stdout("");
    assert_eq!(straight.run(["branches", "--format", "json"]).json(), json!({ "revisions": [] }));
}

#[test]
fn heads_that_something_depends_on_can_be_left_out() {
    let project = Project::sqlite().revision("x1", "", "", "").file(
        "migrations/versions/y1.sql",
        "-- revision: y1\n-- down_revision:\n-- depends_on: x1\n-- message: y1\n\n-- migrate:upgrade\n",
    );
    project.run(["heads"]).status(0).stdout(str![[r#"
y1 <- base (depends on x1) (head) y1
x1 <- base (effective head) x1

"#]]);
    project.run(["heads", "--resolve-dependencies"]).status(0).stdout(str![[r#"
y1 <- base (depends on x1) (head) y1

"#]]);
}
