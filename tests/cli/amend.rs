//! `migrate revision --amend`

use snapbox::str;

use crate::support::{Project, postgres};

const ONE: &str = "[table.a.columns]\nid = { type = \"bigint\", primary_key = true }\n";

fn with(columns: &str) -> String {
    format!("{ONE}{columns}\n")
}

/// A project whose newest revision, `r1`, is generated and not applied.
fn started() -> Project {
    let project = Project::sqlite().schema_toml(ONE);
    project.run(["upgrade"]).status(0);
    project.run(["revision", "--autogenerate", "-m", "start", "--rev-id", "r1"]).status(0);
    project
}

const R1: &str = "migrations/versions/r1_start.sql";

/// The lines of a head but for the digest, which is the text's.
fn head(script: &str) -> Vec<&str> {
    script.lines().take_while(|line| !line.is_empty()).filter(|line| !line.contains("generated")).collect()
}

#[test]
fn edit_look_edit() {
    let project = started();
    let first = project.read(R1);
    for columns in ["note = \"text?\"", "note = \"text?\"\nprice = \"integer\"", "price = \"integer\""] {
        let project = &project;
        project.write("schema.toml", &with(columns));
        project.run(["revision", "--amend", "--autogenerate"]).status(0);
        let script = project.read(R1);
        assert_eq!(project.scripts(), ["r1_start.sql"]);
        assert_eq!(head(&script), head(&first));
        for column in ["note", "price"] {
            assert_eq!(script.contains(column), columns.contains(column), "{script}");
        }
        // Each is a whole script: it runs both ways.
        project.run(["upgrade"]).status(0);
        project.run(["check"]).status(0);
        project.run(["downgrade", "-1"]).status(0);
    }
    project.write("schema.toml", ONE);
    project
        .run(["revision", "--amend", "--autogenerate", "-m", "The Start"])
        .status(0)
        .stdout(str![[r#"
migrations/versions/r1_the_start.sql

"#]])
        .stderr(str![[r#"
+ table a
next: read it, then migrate upgrade

"#]]);
    assert_eq!(project.scripts(), ["r1_the_start.sql"]);
    project.run(["upgrade"]).status(0);
    project.run(["check"]).status(0);
}

#[test]
fn only_what_the_parent_has_not_is_in_it() {
    let project = started();
    project.run(["upgrade"]).status(0);
    project.write("schema.toml", &with("b = \"text?\""));
    project.run(["revision", "--autogenerate", "-m", "two", "--rev-id", "r2"]).status(0);
    project.write("schema.toml", &with("c = \"text?\""));
    let amend = ["revision", "--amend", "--autogenerate", "--format", "json"];
    let document = project.run(amend).status(0).json();
    assert_eq!((&document["revision"], &document["amended"]), (&"r2".into(), &true.into()));
    assert_eq!(document["path"], "migrations/versions/r2_two.sql");
    let script = project.read("migrations/versions/r2_two.sql");
    assert!(
        script.contains("down_revision: r1") && !script.contains("CREATE TABLE") && script.contains('c'),
        "{script}"
    );
    // The state of the chain in place of the database's says the same.
    let before = project.read("migrations/versions/r2_two.sql");
    project.run(["revision", "--amend", "--autogenerate", "--replay"]).status(0);
    assert_eq!(project.read("migrations/versions/r2_two.sql"), before);
}

#[test]
fn an_applied_one_is_refused_and_the_way_out_works() {
    let project = started();
    project.run(["upgrade"]).status(0);
    let before = project.read(R1);
    project.write("schema.toml", &with("b = \"text?\""));
    for arguments in [&["revision", "--amend", "--autogenerate"][..], &["revision", "--amend", "-m", "x"]] {
        project.run(arguments).status(2).stderr(str![[r#"
error: revision r1 is applied to sqlite://app.db
help: undo it first: `migrate downgrade -1`; or leave `--amend` out to write a new revision

"#]]);
    }
    assert_eq!(project.read(R1), before);
    project.run(["downgrade", "-1"]).status(0);
    project.run(["revision", "--amend", "--autogenerate"]).status(0);
    project.run(["upgrade"]).status(0);
    project.run(["check"]).status(0);
}

#[test]
fn a_database_that_is_behind_the_parent_is_brought_there_first() {
    let project = started().revision("r2", "r1", "CREATE TABLE b (x INT);", "DROP TABLE b;");
    project.run(["revision", "-m", "three", "--rev-id", "r3"]).status(0);
    let run = project.run(["revision", "--amend", "--autogenerate"]).status(2);
    assert!(run.stderr.contains("`migrate upgrade r2` brings it there"), "{}", run.stderr);
    project.run(["upgrade", "r2"]).status(0);
    project.write("schema.toml", &format!("{ONE}[table.b.columns]\nx = \"int?\"\ny = \"int?\"\n"));
    project.run(["revision", "--amend", "--autogenerate"]).status(0);
    project.run(["upgrade"]).status(0);
    project.run(["check"]).status(0);
}

#[test]
fn the_work_of_a_hand_is_not_lost() {
    type Edit = fn(&str) -> String;
    let edits: [(&str, Edit); 4] = [
        ("a statement", |text| {
            text.replace("-- migrate:downgrade", "INSERT INTO a VALUES (1);\n\n-- migrate:downgrade")
        }),
        ("a comment", |text| format!("{text}-- keep this in mind\n")),
        ("an option", |text| text.replace("-- migrate:upgrade", "-- migrate:upgrade transaction=off")),
        ("less", |text| text.replace("DROP TABLE", "-- DROP TABLE")),
    ];
    for (what, edit) in edits {
        let project = started();
        let edited = edit(&project.read(R1));
        project.write(R1, &edited);
        project.write("schema.toml", &with("b = \"text?\""));
        project.run(["revision", "--amend", "--autogenerate"]).status(2).stderr(str![[r#"
error: migrations/versions/r1_start.sql was edited by hand: writing it again would lose that
help: keep it, and write what has changed since as a new revision; or delete the file, then `migrate revision --autogenerate --rev-id r1`

"#]]);
        assert_eq!(project.read(R1), edited, "{what}");
        // The message is another matter.
        project.run(["revision", "--amend", "-m", "mine"]).status(0);
        let renamed = project.read("migrations/versions/r1_mine.sql");
        assert_eq!(renamed, edited.replace("message: start", "message: mine"), "{what}");
        project.run(["revision", "--amend", "--autogenerate"]).status(2);
        // The way out.
        std::fs::remove_file(project.versions().join("r1_mine.sql")).unwrap();
        project.run(["revision", "--autogenerate", "--rev-id", "r1"]).status(0);
        project.run(["upgrade"]).status(0);
    }
}

#[test]
fn the_head_is_kept_as_it_stands() {
    let project = started();
    let script = project.read(R1);
    let script = format!("-- Written for ticket 12.\r\n{}", script.replace('\n', "\r\n"));
    project.write(R1, &script);
    project.write("schema.toml", &with("b = \"text?\""));
    project.run(["revision", "--amend", "--autogenerate"]).status(0);
    let amended = project.read(R1);
    assert!(amended.starts_with("-- Written for ticket 12.\r\n-- revision: r1\r\n"), "{amended}");
    project.run(["upgrade"]).status(0);
}

#[test]
fn an_empty_script_is_filled() {
    let project = Project::sqlite().schema_toml(ONE);
    project.run(["upgrade"]).status(0);
    project.run(["revision", "-m", "start", "--rev-id", "r1", "--branch-label", "main"]).status(0);
    project.run(["revision", "--amend", "--autogenerate"]).status(0);
    let script = project.read(R1);
    assert!(script.contains("CREATE TABLE") && script.contains("branch_labels: main"), "{script}");
    project.run(["upgrade"]).status(0);
    project.run(["check"]).status(0);
}

#[test]
fn where_nothing_differs_any_more_the_file_stays() {
    let project = started();
    project.write("schema.toml", "");
    let before = project.read(R1);
    project.run(["revision", "--amend", "--autogenerate"]).status(0).stdout(str![[r#"
nothing differs without revision r1: it is left as it is

"#]]).stderr(str![[r#"
warning: migrations/versions/r1_start.sql still holds what the schema no longer asks for: delete it, or write it empty with `--empty`

"#]]);
    assert_eq!(project.read(R1), before);
    project.run(["revision", "--amend", "--autogenerate", "--empty"]).status(0);
    assert!(!project.read(R1).contains("CREATE"));
    project.write("schema.toml", ONE);
    project.run(["revision", "--amend", "--autogenerate"]).status(0);
    assert!(project.read(R1).contains("CREATE"));
}

#[test]
fn what_a_hook_makes_of_it_is_no_edit() {
    let project = Project::sqlite()
        .schema_toml(ONE)
        .config("hooks = [[\"sh\", \"-c\", \"echo '-- formatted' >> \\\"$0\\\"\", \"{path}\"]]\n");
    project.run(["upgrade"]).status(0);
    project.run(["revision", "--autogenerate", "-m", "start", "--rev-id", "r1"]).status(0);
    project.write("schema.toml", &with("b = \"text?\""));
    project.run(["revision", "--amend", "--autogenerate"]).status(0);
    assert_eq!(project.read(R1).matches("-- formatted").count(), 1);
}

#[test]
fn which_one_is_meant() {
    let project = Project::sqlite().schema_toml(ONE);
    project.run(["upgrade"]).status(0);
    project.run(["revision", "--amend", "-m", "x"]).status(2).stderr(str![[r#"
error: there is no revision to amend
help: leave `--amend` out to write the first one

"#]]);
    let project = project.revision("r1", "", "", "").revision("r2", "r1", "", "").revision("s1", "r1", "", "");
    project.run(["revision", "--amend", "-m", "x"]).status(2).stderr(str![[r#"
error: the chain has several heads, and one revision is amended: r2, s1
help: say which by `--head REV`

"#]]);
    project.run(["revision", "--amend", "-m", "x", "--head", "r1"]).status(2).stderr(str![[r#"
error: revision r1 is not the newest: r2, s1 come after it
help: leave `--amend` out to write a new revision

"#]]);
    project.run(["revision", "--amend"]).status(2);
    project.run(["revision", "--amend", "--head", "s1"]).status(2).stderr(str![[r#"
error: nothing says what to write again
help: `--autogenerate` compares again, `-m` gives another message; to change statements by hand: `migrate edit head`

"#]]);
    project.run(["revision", "--amend", "-m", "side work", "--head", "s1"]).status(0).stdout(str![[r#"
migrations/versions/s1_side_work.sql

"#]]);
    for flag in ["--rev-id=x", "--splice", "--branch-label=x", "--version-path=x", "--depends-on=r1"] {
        project.run(["revision", "--amend", "-m", "x", "--head", "s1", flag]).status(2);
    }
}

#[test]
fn postgres() {
    let Some(database) = postgres::Database::new() else { return };
    let project = Project::new(&database.url()).schema_toml(ONE);
    project.run(["revision", "--autogenerate", "-m", "start", "--rev-id", "r1"]).status(0);
    project.write("schema.toml", &with("b = \"text?\""));
    project.run(["revision", "--amend", "--autogenerate"]).status(0);
    project.run(["upgrade"]).status(0);
    project.run(["check"]).status(0);
    project.run(["revision", "--amend", "--autogenerate"]).status(2);
}
