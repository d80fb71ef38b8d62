//! `migrate squash`

use serde_json::json;
use snapbox::str;

use crate::support::{Project, postgres};

fn chain(project: Project) -> Project {
    project
        .schema_sql(
            "CREATE TABLE people (id integer PRIMARY KEY, full_name text);\nCREATE INDEX i ON people (full_name);\n\
             CREATE TABLE d (id integer);\n",
        )
        .revision("r1", "", "CREATE TABLE users (id integer PRIMARY KEY, name text);", "DROP TABLE users;")
        .revision("r2", "r1", "ALTER TABLE users RENAME TO people;", "ALTER TABLE people RENAME TO users;")
        .revision(
            "r3",
            "r2",
            "ALTER TABLE people RENAME COLUMN name TO full_name;\nCREATE INDEX i ON people (full_name);",
            "DROP INDEX i;\nALTER TABLE people RENAME COLUMN full_name TO name;",
        )
        .revision("r4", "r3", "CREATE TABLE d (id integer);", "DROP TABLE d;")
}

/// The id and the text of the script that a squash has made.
fn squashed(project: &Project, range: &str) -> (String, String) {
    let document = project.run(["squash", range, "-m", "all of it", "--format", "json"]).status(0).json();
    let path = document["path"].as_str().unwrap();
    (document["revision"].as_str().unwrap().to_owned(), project.read(path))
}

#[test]
fn a_schema_is_written_down_anew() {
    let project = chain(Project::sqlite());
    let old = project.read("migrations/versions/r2_x.sql");
    project
        .run(["squash", "base:r3", "-m", "the first year"])
        .status(0)
        .stdout(str![[r#"
migrations/versions/[ID1]_the_first_year.sql

"#]])
        .stderr(str![[r#"
3 revisions squashed into [ID1]; both ways proven in a shadow database
it is generated from the schema that they make
the old scripts are in migrations/squashed/[ID1], for databases that are between them

"#]]);
    let names = project.scripts();
    assert_eq!((names.len(), names.last().unwrap().as_str()), (2, "r4_x.sql"));
    let script = project.read(format!("migrations/versions/{}", names[0]));
    assert!(script.contains("\n-- replaces: r1, r2, r3\n"), "{script}");
    assert!(script.contains("CREATE TABLE \"people\"") && !script.contains("users"), "{script}");
    let id = script.split_whitespace().nth(2).unwrap();
    assert_eq!(project.read(format!("migrations/squashed/{id}/r2_x.sql")), old);
    project.run(["test"]).status(0);
    project.run(["history"]).status(0).stdout(str![[r#"
r4 <- [ID1] (squashed: r3) (head) r4
[ID1] <- base (replaces 3 revisions) the first year

"#]]);
}

/// A database at the end of the run needs nothing; one in the middle is brought there by the old scripts.
#[test]
fn databases_at_an_old_id_are_recognised() {
    let project = chain(Project::sqlite());
    project.run(["upgrade", "r3", "-q"]).status(0);
    let (id, _) = squashed(&project, "base:r3");
    let document = project.run(["current", "--format", "json"]).status(0).json();
    assert_eq!(document["revisions"][0]["revision"], json!(id));
    project.run(["verify"]).status(0);
    project.run(["upgrade", "--format", "json"]).status(0);
    project.run(["check"]).status(0);
    assert_eq!(project.database().sql("SELECT revision FROM migrate_version"), "r1\nr2\nr3\nr4\n");
    project.run(["downgrade", "base", "-q"]).status(0);
    assert_eq!(project.database().sql("SELECT count(*) FROM migrate_version"), "0\n");
    assert_eq!(project.database().sql("SELECT name FROM sqlite_master WHERE type = 'table'"), "migrate_version\n");
    project.run(["upgrade", "-q"]).status(0);
    assert_eq!(project.database().sql("SELECT count(*) FROM migrate_version"), "2\n");
    project.run(["check"]).status(0);

    let project = chain(Project::sqlite());
    project.run(["upgrade", "r2", "-q"]).status(0);
    let (id, _) = squashed(&project, "base:r3");
    project.run(["verify"]).status(1);
    let run = project.run(["upgrade", "--sql"]).status(2);
    assert!(run.stderr.contains("`migrate upgrade` brings it to r3 with the old scripts"), "{}", run.stderr);
    let planned = project.run(["upgrade", "--dry-run", "--format", "json"]).status(0).json();
    let planned: Vec<_> = planned["planned"].as_array().unwrap().iter().map(|step| step["revision"].clone()).collect();
    assert_eq!(planned, ["r3", "r4"]);
    // The squash itself as the target is the end of what it replaces.
    project.run(["upgrade", &id, "-q"]).status(0);
    assert_eq!(project.database().sql("SELECT revision FROM migrate_version"), "r1\nr2\nr3\n");
    project.run(["upgrade", "-q"]).status(0);
    project.run(["check"]).status(0);
    project.run(["verify"]).status(0);
    project.run(["downgrade", "base", "-q"]).status(0);
}

#[test]
fn old_scripts_bring_a_database_to_the_end_of_a_squash_of_squashes() {
    let project = chain(Project::sqlite());
    project.run(["upgrade", "r1", "-q"]).status(0);
    let (first, _) = squashed(&project, "base:r2");
    let (second, _) = squashed(&project, "base:r3");
    project.run(["upgrade", "-q"]).status(0);
    assert_eq!(project.database().sql("SELECT revision FROM migrate_version"), "r1\nr2\nr3\nr4\n");
    project.run(["check"]).status(0);

    let project = chain(Project::sqlite());
    project.run(["upgrade", "r1", "-q"]).status(0);
    squashed(&project, "base:r3");
    std::fs::remove_dir_all(project.root().join("migrations/squashed")).unwrap();
    let run = project.run(["upgrade"]).status(2);
    assert!(run.stderr.contains("if they are gone, get them back"), "{}", run.stderr);
    assert_ne!(first, second);
}

#[test]
fn in_the_middle_of_a_chain_statements_are_taken_over() {
    let project = chain(Project::sqlite());
    project.run(["upgrade", "r1", "-q"]).status(0);
    project.database().sql("INSERT INTO users VALUES (1, 'Ada')");
    let (_, script) = squashed(&project, "r2:r3");
    assert!(
        script.ends_with(
            "-- migrate:upgrade\n-- r2: r2\nALTER TABLE users RENAME TO people;\n\n\
             -- migrate:upgrade\n-- r3: r3\nALTER TABLE people RENAME COLUMN name TO full_name;\n\
             CREATE INDEX i ON people (full_name);\n\n\
             -- migrate:downgrade\n-- r3: r3\nDROP INDEX i;\nALTER TABLE people RENAME COLUMN full_name TO name;\n\n\
             -- migrate:downgrade\n-- r2: r2\nALTER TABLE people RENAME TO users;\n"
        ),
        "{script}"
    );
    project.run(["upgrade", "-q"]).status(0);
    assert_eq!(project.database().sql("SELECT full_name FROM people"), "Ada\n");
    project.run(["test"]).status(0);
    // A squash can be squashed once more.
    let (id, script) = squashed(&project, "base:head-1");
    assert!(script.contains("-- replaces: r1, r2, r3, "), "{script}");
    let document = project.run(["show", "r3", "--format", "json"]).status(2).json();
    assert!(document["error"]["help"].as_str().unwrap().contains(&id), "{document}");
    project.run(["check"]).status(0);
}

#[test]
fn rows_and_what_a_schema_cannot_say_are_not_lost() {
    let project = Project::sqlite()
        .schema_sql("CREATE TABLE a (id integer PRIMARY KEY);\n")
        .revision("r1", "", "CREATE TABLE a (id integer PRIMARY KEY);", "DROP TABLE a;")
        .revision("r2", "r1", "INSERT INTO a VALUES (7);", "DELETE FROM a;");
    let (_, script) = squashed(&project, "base:r2");
    assert!(script.contains("INSERT INTO a VALUES (7);"), "{script}");
    project.run(["upgrade", "-q"]).status(0);
    assert_eq!(project.database().sql("SELECT id FROM a"), "7\n");
    let project = Project::sqlite()
        .revision("r1", "", "CREATE TABLE a (id integer PRIMARY KEY);", "DROP TABLE a;")
        .revision("r2", "r1", "PRAGMA user_version = 5;", "PRAGMA user_version = 0;");
    let run = project.run(["squash", ":", "-m", "x"]).status(0);
    assert!(run.raw_stderr.contains("revision r2 does more than a schema says: PRAGMA user_version = 5"));
}

#[test]
fn transactions_are_kept_apart_where_they_must_be() {
    let Some(database) = postgres::Database::new() else { return };
    let project = Project::new(&database.url())
        .revision("r1", "", "CREATE TYPE e AS ENUM ('a');\nCREATE TABLE t (e e);", "DROP TABLE t;\nDROP TYPE e;")
        .revision("r2", "r1", "ALTER TYPE e ADD VALUE 'b';", "")
        .revision("r3", "r2", "INSERT INTO t VALUES ('b');", "DELETE FROM t;")
        .file(
            "migrations/versions/r4.sql",
            "-- revision: r4\n-- down_revision: r3\n\n-- migrate:upgrade transaction=off\nCREATE INDEX CONCURRENTLY i ON t (e);\n\n\
             -- migrate:downgrade transaction=off\nDROP INDEX CONCURRENTLY i;\n",
        );
    let (_, script) = squashed(&project, "base:head");
    assert!(
        script.contains("ADD VALUE 'b';\n\n-- migrate:upgrade transaction=off\n\n-- migrate:upgrade\n-- r3"),
        "{script}"
    );
    project.run(["upgrade", "-q"]).status(0);
    assert_eq!(database.psql("SELECT e FROM t"), "b\n");
    project.run(["downgrade", "base", "-q"]).status(0);
    assert_eq!(database.dump(), "");
}

#[test]
fn what_cannot_be_squashed_stays_as_it_is() {
    let project = chain(Project::sqlite())
        .revision("side", "r2", "", "")
        .file(
            "migrations/versions/t.sql",
            "-- revision: t1\n-- down_revision: r4\n-- template: on\n\n-- migrate:upgrade\n\n-- migrate:downgrade\n",
        )
        .file("migrations/versions/n.sql", "-- revision: n1\n-- down_revision: t1\n\n-- migrate:upgrade\n");
    let before = project.scripts();
    for (range, code) in [
        ("r1:r3", "squash-fork"),
        ("r3:t1", "squash-template"),
        ("r3:r3", "nothing-to-squash"),
        ("r3", "bad-range"),
        ("r3:r1", "unrelated-range"),
        ("side:r4", "unrelated-range"),
        ("zz:r4", "unknown-revision"),
        ("r1:head", "multiple-heads"),
    ] {
        let document = project.run(["squash", range, "-m", "x", "--format", "json"]).status(2).json();
        assert_eq!(document["error"]["code"], code, "{range}: {document:#}");
    }
    assert_eq!(project.scripts(), before);
    let project = Project::sqlite()
        .revision("r1", "", "CREATE TABLE a (id integer);", "DROP TABLE a;")
        .file("migrations/versions/n.sql", "-- revision: n1\n-- down_revision: r1\n\n-- migrate:upgrade\n")
        .revision("r2", "n1", "DROP TABLE nothing_here;", "");
    for (range, code) in
        [("base:n1", "script-no-section"), ("base:r2", "script-no-section"), ("n1:r2", "script-no-section")]
    {
        let document = project.run(["squash", range, "-m", "x", "--format", "json"]).status(2).json();
        assert_eq!(document["error"]["code"], code, "{range}");
    }
    let project = Project::sqlite().revision("r1", "", "CREATE TABLE a (id integer);", "DROP TABLE a;").revision(
        "r2",
        "r1",
        "DROP TABLE nothing_here;",
        "",
    );
    let document = project.run(["squash", "base:r2", "-m", "x", "--format", "json"]).status(2).json();
    assert_eq!(document["error"]["code"], "replay-failed");
    assert!(!project.root().join("migrations/squashed").exists());
}

#[test]
fn scripts_in_sub_folders_are_moved_too() {
    let project = chain(Project::sqlite()).config("version_paths = [\"migrations\"]\n");
    let text = project.read("migrations/versions/r1_x.sql");
    std::fs::remove_file(project.versions().join("r1_x.sql")).unwrap();
    let project = project.file("migrations/versions/2026/r2_x.sql", &text);
    let (id, _) = squashed(&project, "base:r2");
    // What lies below a folder of scripts would be read: there the folder is a hidden one.
    assert!(project.root().join(format!("migrations/.squashed/{id}/r2_x.sql")).exists());
    assert!(
        project.root().join(format!("migrations/.squashed/{id}/r1_r2_x.sql")).exists()
            || project.root().join(format!("migrations/.squashed/{id}/r2_r2_x.sql")).exists()
    );
    project.run(["test"]).status(0);
}

/// As a squash leaves it that is killed before it has removed the old scripts, or before it has written the new one.
#[test]
fn one_that_was_cut_off_is_brought_to_its_end() {
    let project = chain(Project::sqlite());
    project.run(["upgrade", "-q"]).status(0);
    let old = ["r1_x.sql", "r2_x.sql"].map(|name| (name, project.read(format!("migrations/versions/{name}"))));
    let (id, _) = squashed(&project, "base:r3");
    for (name, text) in &old {
        project.write(&format!("migrations/versions/{name}"), text);
    }
    project.run(["current"]).status(0).stderr(str![[r#"
a squash was cut off before it had removed 2 scripts that it replaces: done now

"#]]);
    assert_eq!(project.scripts().len(), 2);
    project.run(["check"]).status(0);

    // One that was edited since is nobody's copy.
    project.write("migrations/versions/r1_x.sql", &old[0].1.replace("users", "persons"));
    let run = project.run(["current"]).status(2);
    assert!(run.stderr.contains("replaces r1, and the script of r1 is still there"), "{}", run.stderr);
    std::fs::remove_file(project.versions().join("r1_x.sql")).unwrap();

    let copies = |folder: &str, text: &str| project.write(&format!("migrations/squashed/{folder}/r4_x.sql"), text);
    let r4 = project.read("migrations/versions/r4_x.sql");
    copies("abandoned", &r4);
    copies("cut_off", &r4[..r4.len() / 2]);
    copies("empty", "");
    copies("of_another_branch", &r4.replace("TABLE d", "TABLE e"));
    let (second, _) = squashed(&project, "base:r4");
    let folders = std::fs::read_dir(project.root().join("migrations/squashed")).unwrap().flatten();
    let mut folders: Vec<String> = folders.map(|entry| entry.file_name().into_string().unwrap()).collect();
    folders.sort();
    let mut expected = vec![id, second, "of_another_branch".to_owned()];
    expected.sort();
    assert_eq!(folders, expected);
}
