//! What is said is so, and what is advised works in the state in which it is said.

use snapbox::str;

use crate::support::{Project, Run};

/// The help of an error.
fn help(run: &Run) -> String {
    run.stderr.lines().filter_map(|line| line.strip_prefix("help: ")).collect()
}

fn chain() -> Project {
    Project::sqlite()
        .schema_toml("[table.a.columns]\nx = \"int?\"\n")
        .revision("r1", "", "CREATE TABLE a (x INT);", "DROP TABLE a;")
        .revision("r2", "r1", "CREATE TABLE b (x INT);", "DROP TABLE b;")
}

/// The database has a revision that no script has.
fn with_unknown() -> Project {
    let project = chain();
    project.run(["upgrade"]).status(0);
    std::fs::remove_file(project.versions().join("r2_x.sql")).unwrap();
    project
}

#[test]
fn an_unknown_revision_does_not_send_to_an_upgrade() {
    let project = with_unknown();
    for arguments in [&["revision", "--autogenerate", "-m", "x"][..], &["upgrade"], &["upgrade", "--dry-run"]] {
        let run = project.run(arguments).status(2);
        let help = help(&run);
        assert!(help.contains("`migrate stamp --purge REV`") && help.contains("`--dir`"), "{help}");
        assert!(!help.contains("migrate upgrade"), "{help}");
    }
    // What it says works.
    project.run(["revision", "--autogenerate", "-m", "x", "--replay"]).status(0);
    for script in project.scripts().iter().filter(|name| *name != "r1_x.sql") {
        std::fs::remove_file(project.versions().join(script)).unwrap();
    }
    project.run(["stamp", "--purge", "r1"]).status(0);
    project.run(["revision", "--autogenerate", "-m", "x"]).status(0);
    project.run(["upgrade"]).status(0);
    project.run(["check"]).status(0);
}

#[test]
fn a_database_behind_the_head_is_sent_to_where_it_is_to_go() {
    let project = chain();
    project.run(["upgrade", "r1"]).status(0);
    let run = project.run(["revision", "--autogenerate", "-m", "x"]).status(2);
    assert!(help(&run).starts_with("`migrate upgrade` brings it there; `--replay`"), "{}", run.stderr);
    let project = project.revision("s1", "r1", "CREATE TABLE c (x INT);", "DROP TABLE c;");
    let run = project.run(["revision", "--autogenerate", "-m", "x", "--head", "r2"]).status(2);
    assert!(help(&run).starts_with("`migrate upgrade heads` brings it there; `--replay`"), "{}", run.stderr);
    project.run(["upgrade", "heads"]).status(0);
    project.run(["revision", "--autogenerate", "-m", "x", "--head", "r2"]).status(0);
}

#[test]
fn a_new_revision_beside_other_heads_is_named() {
    let project = chain();
    let run = project.run(["revision", "-m", "x", "--rev-id", "s1", "--head", "r1", "--splice"]).status(0);
    assert!(run.stderr.contains("then migrate upgrade s1"), "{}", run.stderr);
    project.run(["upgrade", "s1"]).status(0);
    let run = project.run(["merge", "heads", "-m", "join"]).status(0);
    run.stderr("next: migrate upgrade\n");
    project.run(["upgrade"]).status(0);
}

#[test]
fn merge_advises_no_flag_that_it_does_not_have() {
    let project = chain();
    let run = project.run(["merge", "r1", "r2", "-m", "x"]).status(2);
    assert_eq!(help(&run), "name heads: `migrate heads` lists them");
}

#[test]
fn an_empty_range_is_no_empty_chain() {
    chain().run(["history", "-r", "base:base"]).status(0).stderr("there is no revision in this range\n");
    let run = Project::sqlite().run(["history"]).status(0);
    assert!(run.stderr.starts_with("there is no revision yet"), "{}", run.stderr);
}

#[test]
fn renames_are_not_ignored_where_nothing_is_compared() {
    let project = chain();
    for flags in [&["--rename", "a=b"][..], &["--no-renames"], &["--rename", "a=b", "--amend"]] {
        let run = project.run([&["revision", "-m", "x"], flags].concat()).status(2);
        assert_eq!(help(&run), "give `--autogenerate` too");
    }
    assert_eq!(project.scripts(), ["r1_x.sql", "r2_x.sql"]);
}

#[test]
fn what_is_not_closed_is_said_with_its_line_in_the_file() {
    let project = Project::sqlite().revision("r1", "", "SELECT 1;\nSELECT 'x;", "");
    let run = project.run(["upgrade"]).status(2);
    assert!(run.stderr.contains("line 10 of migrations/versions/r1_x.sql"), "{}", run.stderr);
    assert!(run.stderr.contains("the string that starts on line 10 is never closed"), "{}", run.stderr);
}

#[test]
fn a_revision_without_a_message_leaves_no_gap() {
    let project = Project::sqlite();
    project.run(["revision", "--rev-id", "r1"]).status(0).stdout("migrations/versions/r1_.sql\n");
    project.database().sql("PRAGMA user_version = 1");
    project.run(["upgrade", "--dry-run"]).status(0).stdout(str![[r#"
  r1: 0 statements
1 revision would be applied; nothing was run

"#]]);
    project.run(["upgrade"]).status(0).stdout(str![[r#"
  r1 … ok ([TIME])
1 revision applied; the database is at r1 (head)

"#]]);
}

#[test]
fn current_says_of_offline_scripts_what_is_so() {
    let project = chain();
    let sql = project.run(["upgrade", "base:r1", "--sql"]).status(0).raw_stdout;
    project.database().sql(&sql);
    project.run(["current", "-v"]).status(0).stdout(str![[r#"
database: sqlite://app.db
r1 r1
    applied: [DATE], neither how long it took nor its text is recorded, as after a script of `--sql`

"#]]);
    project.run(["stamp", "r2"]).status(0);
    project.run(["current", "-v"]).status(0).stdout(str![[r#"
database: sqlite://app.db
r2 (head) r2
    applied: [DATE], stamped, not run

"#]]);
}

#[test]
fn a_squash_is_seen_in_the_chain_and_in_the_database() {
    let project = chain().revision("r3", "r2", "CREATE TABLE c (x INT);", "DROP TABLE c;");
    project.run(["upgrade", "r1"]).status(0);
    project.run(["squash", "base:r2", "-m", "the first"]).status(0);
    let history = str![[r#"
r3 <- [ID1] (squashed: r2) (head) r3
[ID1] <- base (replaces 2 revisions) the first

"#]];
    project.run(["history"]).status(0).stdout(history);
    let parents = &project.run(["history", "--format", "json"]).status(0).json()["revisions"][0]["parents"];
    let squash =
        project.run(["show", "base+1", "--format", "json"]).status(0).json()["revisions"][0]["revision"].clone();
    assert_eq!(parents[0], squash);
    project.run(["current"]).status(0).stdout(str![[r#"
r1 (squashed into [ID1]) r1

"#]]).stderr(str![[r#"
warning: the database stands among the revisions that [ID1] replaces: `migrate upgrade` brings it to r2 with the old scripts

"#]]);
    project.run(["history", "-i"]).status(0).stderr(str![[r#"
warning: the database stands among the revisions that [ID1] replaces, with r1

"#]]);
    project
        .database()
        .sql("INSERT INTO migrate_version (revision, message, applied_at) VALUES ('r2', 'r2', '2026-01-01T00:00:00Z')");
    project
        .run(["current"])
        .status(0)
        .stdout(str![[r#"
[ID1] (recorded as r2) the first

"#]])
        .stderr("");
}

#[test]
fn two_revisions_of_one_name_are_two_files() {
    for template in ["{epoch}", "fixed", "{slug}", "{year}/{slug}", "{year}-{month}-{day}"] {
        let project = Project::sqlite().config(&format!("file_template = \"{template}\"\n"));
        for id in ["r1", "r2", "r3"] {
            project.run(["revision", "-m", "same", "--rev-id", id]).status(0);
        }
        let ids = project.run(["history", "--format", "json"]).status(0).json();
        assert_eq!(ids["revisions"].as_array().map(Vec::len), Some(3), "{template}");
        project.run(["upgrade"]).status(0);
    }
}

#[test]
fn no_script_is_written_beside_the_folder() {
    for template in ["../{revision}", "/tmp/{revision}", "a/../../{revision}", "{revision}/", "..", "./{revision}"] {
        let project = Project::sqlite().config(&format!("file_template = \"{template}\"\n"));
        project.run(["revision", "-m", "x"]).status(2);
        assert_eq!(project.scripts().len(), 0, "{template}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_has_no_roles() {
    use std::os::unix::fs::PermissionsExt;
    let project = chain();
    project.database().sql("CREATE TABLE other (x INT)");
    let file = project.root().join("app.db");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o444)).unwrap();
    // Nothing is closed to root.
    if std::fs::OpenOptions::new().write(true).open(&file).is_ok() {
        return;
    }
    let run = project.run(["upgrade"]).status(2);
    assert_eq!(help(&run), "see whether the database file and its folder may be written");
}
