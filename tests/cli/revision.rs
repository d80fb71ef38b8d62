//! `migrate revision`, the script empty

use snapbox::str;

use crate::support::Project;

#[test]
fn writes_a_script_and_prints_its_path() {
    let project = Project::sqlite();
    project.run(["revision", "-m", "Add the Orders!"]).status(0).stdout(str![[r#"
migrations/versions/[ID1]_add_the_orders.sql

"#]]);
    project.run(["revision", "-m", "second", "--rev-id", "two"]).status(0).stdout(str![[r#"
migrations/versions/two_second.sql

"#]]);
    let script = project.redact(&project.read("migrations/versions/two_second.sql"));
    assert_eq!(
        script,
        "-- revision: two\n-- down_revision: [ID1]\n-- depends_on:\n-- branch_labels:\n-- created: [DATE]\n\
         -- message: second\n\n-- migrate:upgrade\n\n-- migrate:downgrade\n"
    );
    project.run(["upgrade"]).status(0);
    project.run(["downgrade", "base"]).status(0);
}

#[test]
fn as_json() {
    let project = Project::sqlite();
    let document = project.run(["revision", "-m", "x", "--rev-id", "r1", "--format", "json"]).status(0).json();
    assert_eq!(document["path"], "migrations/versions/r1_x.sql");
    assert_eq!(document["revision"], "r1");
    assert_eq!(document["operations"], serde_json::json!([]));
}

#[test]
fn an_id_that_cannot_be_one_is_refused() {
    let project = Project::sqlite().revision("r1", "", "", "");
    for (id, code) in [("head", "bad-revision-id"), ("a-b", "bad-revision-id"), ("r1", "duplicate-revision-id")] {
        let document = project.run(["revision", "-m", "x", "--rev-id", id, "--format", "json"]).status(2).json();
        assert_eq!(document["error"]["code"], code, "{id}");
    }
    assert_eq!(project.scripts(), ["r1_x.sql"]);
}

#[test]
fn branches_are_made_where_it_is_said() {
    let project = Project::sqlite().revision("r1", "", "", "").revision("r2", "r1", "", "");
    project.run(["revision", "-m", "x", "--head", "r1"]).status(2);
    project
        .run(["revision", "-m", "x", "--head", "r1", "--splice", "--rev-id", "s", "--branch-label", "side"])
        .status(0);
    project.run(["revision", "-m", "x"]).status(2);
    let document = project.run(["revision", "-m", "x", "--head", "side@head", "--rev-id", "t", "--depends-on", "r2"]);
    document.status(0);
    let document = project.run(["show", "t", "--format", "json"]).status(0).json();
    assert_eq!(document["revisions"][0]["down_revision"], serde_json::json!(["s"]));
    assert_eq!(document["revisions"][0]["depends_on"], serde_json::json!(["r2"]));
}

#[test]
fn a_hook_that_fails_is_said() {
    let project = Project::sqlite().config("hooks = [[\"sh\", \"-c\", \"echo ran > hooked\"], [\"false\"]]\n");
    project.run(["revision", "-m", "x"]).status(2);
    assert_eq!(project.read("hooked"), "ran\n");
}
