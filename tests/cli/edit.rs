//! `migrate edit`

use snapbox::str;

use crate::support::Project;

fn project() -> Project {
    Project::sqlite().revision("a", "", "CREATE TABLE t (id integer);", "DROP TABLE t;").revision(
        "b",
        "a",
        "CREATE TABLE u (id integer);",
        "DROP TABLE u;",
    )
}

#[test]
fn opens_the_script_in_the_editor_with_its_arguments() {
    let project = project().env("EDITOR", r#"sh -c 'printf -- "-- $1\n" >> "$2"' sh edited"#);
    project.run(["edit", "head"]).status(0).stdout(str![]).stderr(str![]);
    assert!(project.read("migrations/versions/b_x.sql").ends_with("-- edited\n"));
    assert!(!project.read("migrations/versions/a_x.sql").contains("edited"));
    let json = project.run(["edit", "a", "--format", "json"]).status(0).json();
    assert_eq!(json, serde_json::json!({ "edited": ["migrations/versions/a_x.sql"] }));
}

#[test]
fn visual_is_asked_first() {
    let project = project().env("VISUAL", "true").env("EDITOR", "false");
    project.run(["edit", "a"]).status(0);
}

#[test]
fn says_what_is_missing() {
    project().run(["edit", "head"]).status(2).stderr(str![[r#"
error: no editor is named: neither VISUAL nor EDITOR is set
help: set one, as in `EDITOR="code --wait"`, or open it yourself: migrations/versions/b_x.sql

"#]]);
    project().env("EDITOR", "no-such-editor").run(["edit", "head"]).status(2).stderr(str![[r#"
error: the editor `no-such-editor` of EDITOR can't be started: no such file or directory
help: set EDITOR to a program that is installed and on the PATH

"#]]);
    project().env("EDITOR", "false").run(["edit", "head"]).status(2);
    project().env("EDITOR", "true").run(["edit", "nowhere"]).status(2);
    project().env("EDITOR", "true").run(["edit", "base"]).status(0);
}

#[test]
fn what_the_edit_broke_is_said_at_once() {
    let project = project().env("EDITOR", r#"sh -c 'printf "%s\n" "-- migrate:upgrad" >> "$1"' sh"#);
    project.run(["edit", "head"]).status(2).stderr(str![[r#"
error: unknown section `migrate:upgrad` in migrations/versions/b_x.sql
...
"#]]);
}
