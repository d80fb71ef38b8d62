//! `migrate history`, `heads`, `show`

use snapbox::str;

use crate::support::Project;

fn chain() -> Project {
    let script = |id: &str, down: &str, message: &str, labels: &str| {
        format!(
            "-- revision: {id}\n-- down_revision: {down}\n-- branch_labels: {labels}\n\
             -- created: 2026-11-20T15:30:00Z\n-- message: {message}\n\n-- migrate:upgrade\nSELECT 1;\n"
        )
    };
    Project::sqlite()
        .file("migrations/versions/aa11.sql", &script("aa11", "", "the start", "main"))
        .file("migrations/versions/bb22.sql", &script("bb22", "aa11", "more", ""))
        .file("migrations/versions/cc33.sql", &script("cc33", "bb22", "and more", ""))
}

#[test]
fn history_is_newest_first() {
    let project = chain();
    project.run(["history"]).status(0).stderr("").stdout(str![[r#"
cc33 <- bb22 (head) and more
bb22 <- aa11 more
aa11 <- base [main] the start

"#]]);
    project.run(["upgrade", "bb22", "-q"]).status(0);
    project.run(["history", "-i"]).status(0).stdout(str![[r#"
cc33 <- bb22 (head) and more
bb22 <- aa11 (current) more
aa11 <- base [main] the start

"#]]);
}

#[test]
fn history_takes_ranges() {
    let project = chain();
    let lines = |range: &str| -> String {
        let run = project.run(["history", "-r", range]).status(0);
        run.raw_stdout.lines().map(|line| format!("{} ", line.split(' ').next().unwrap())).collect()
    };
    assert_eq!(lines("-2:"), "cc33 bb22 ");
    assert_eq!(lines("-1:"), "cc33 ");
    assert_eq!(lines("bb22:"), "cc33 bb22 ");
    assert_eq!(lines(":bb22"), "bb22 aa11 ");
    assert_eq!(lines("aa11:+1"), "bb22 aa11 ");
    project.run(["history", "-r-2:bb22"]).status(0);
    project.run(["history", "-r", "bb22"]).status(2);
    project.run(["upgrade", "bb22", "-q"]).status(0);
    assert_eq!(lines("current:"), "cc33 bb22 ");
    assert_eq!(lines("-2:current"), "bb22 aa11 ");
    assert_eq!(lines("-1:current"), "bb22 ");
}

#[test]
fn history_in_detail_and_as_json() {
    let project = chain();
    project.run(["history", "-v", "-r", "bb22:bb22"]).status(0).stdout(str![[r#"
bb22 <- aa11 more
    followed by: cc33
    branches:    main
    created:     [DATE]
    path:        migrations/versions/bb22.sql

"#]]);
    let document = project.run(["history", "--format", "json"]).status(0).json();
    let newest = &document["revisions"][0];
    assert_eq!(newest["revision"], "cc33");
    assert_eq!(newest["down_revision"], serde_json::json!(["bb22"]));
    assert_eq!(newest["path"], "migrations/versions/cc33.sql");
    assert_eq!((newest["head"].as_bool(), newest["current"].is_null()), (Some(true), true));
    assert_eq!(document["revisions"][2]["branch_labels"], serde_json::json!(["main"]));
}

#[test]
fn heads_and_show() {
    let project = chain();
    project.run(["heads"]).status(0).stdout(str![[r#"
cc33 <- bb22 (head) and more

"#]]);
    project.run(["show", "aa", "head"]).status(0).stdout(str![[r#"
aa11 <- base [main] the start
    followed by: bb22
    branches:    main
    created:     [DATE]
    path:        migrations/versions/aa11.sql
cc33 <- bb22 (head) and more
    branches:    main
    created:     [DATE]
    path:        migrations/versions/cc33.sql

"#]]);
    let document = project.run(["show", "-1", "--format", "json"]).status(0).json();
    assert_eq!(document["revisions"][0]["revision"], "bb22");
    project.run(["upgrade", "aa11", "-q"]).status(0);
    let document = project.run(["show", "current", "--format", "json"]).status(0).json();
    assert_eq!(document["revisions"][0]["revision"], "aa11");
    assert_eq!(document["revisions"][0]["current"], true);
    project.run(["show", "zz"]).status(2).stdout("");
}

#[test]
fn an_empty_chain_is_no_fault() {
    let project = Project::sqlite();
    project.run(["history"]).status(0).stdout("");
    project.run(["heads"]).status(0).stdout("");
    assert_eq!(project.run(["heads", "--format", "json"]).json()["revisions"], serde_json::json!([]));
}
