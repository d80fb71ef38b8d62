//! The first day on SQLite, whose database is a file that is not there yet; and commands without a project.

use snapbox::str;

use crate::support::{Project, postgres, sqlite};

const SCHEMA: &str = "[table.people.columns]\nid = { type = \"bigint\", primary_key = true }\nname = \"text\"\n";

#[test]
fn from_an_empty_folder() {
    let project = Project::empty();
    project.run(["init"]).status(0).stderr(str![[r#"
next: edit schema.toml, then
      migrate revision -m "start" --autogenerate   writes the first revision
      migrate upgrade                              creates the database and applies it

"#]]);
    project.write("schema.toml", SCHEMA);
    let note =
        "note: the database sqlite://app.db does not exist yet and counts as empty; `migrate upgrade` creates it";
    for (line, status) in [
        ("check", 1),
        ("diff", 0),
        ("current", 0),
        ("revision -m start --autogenerate", 0),
        ("upgrade --dry-run", 0),
        ("check", 1),
        ("history -i", 0),
        ("apply --dry-run", 0),
    ] {
        let run = project.run(line.split_whitespace()).status(status);
        assert_eq!(run.raw_stderr.matches(note).count(), 1, "{line}: {}", run.raw_stderr);
        assert!(!project.root().join("app.db").exists(), "{line}");
    }
    project.run(["upgrade"]).status(0).stderr("");
    project.run(["check"]).status(0).stderr("");
}

#[test]
fn what_makes_a_missing_file_and_what_does_not() {
    for (line, status) in [
        ("upgrade", 0),
        ("apply", 0),
        ("stamp head", 0),
        ("ensure-version", 0),
        ("downgrade base", 2),
        ("inspect", 2),
        ("downgrade base --dry-run", 2),
    ] {
        let project = Project::sqlite().schema_toml(SCHEMA).revision("a", "", "CREATE TABLE a (b)", "DROP TABLE a");
        let run = project.run(line.split_whitespace()).status(status);
        assert_eq!(project.root().join("app.db").exists(), status == 0, "{line}: {}", run.raw_stderr);
    }
    // Without its folder it is a fault in any case.
    let lines = ["upgrade", "apply", "stamp head", "ensure-version", "check", "diff", "current", "upgrade --dry-run"];
    for line in lines {
        let project = Project::new("sqlite://none/app.db").schema_toml(SCHEMA);
        let document = project.run(line.split_whitespace().chain(["--format", "json"])).status(2).json();
        assert_eq!(document["error"]["code"], "database-folder-missing", "{line}");
    }
    // A URL that says that the file is there is taken at its word.
    let project = Project::new("sqlite://app.db?mode=rw").schema_toml(SCHEMA);
    project.run(["current"]).status(2);
}

#[test]
fn inspect_and_diff_need_no_project() {
    let (old, new) = (sqlite::Database::new(), sqlite::Database::new());
    old.sql("CREATE TABLE a (b integer)");
    new.sql("CREATE TABLE a (b integer, c text)");
    let project = Project::empty().file("schema.sql", "CREATE TABLE a (b integer);");
    let text = project.run(["inspect", &old.url()]).status(0).raw_stdout;
    assert!(text.ends_with("[table.a.columns]\nb = \"integer?\"\n"), "{text}");
    let document = project.run(["inspect", &old.url(), "--as", "json"]).status(0).json();
    assert_eq!(document["objects"].as_array().map(Vec::len), Some(1), "{document:#}");
    project.run(["diff", &old.url(), &new.url()]).status(0).stdout(str![[r#"
ALTER TABLE a ADD COLUMN c text;

"#]]);
    project.run(["diff", &old.url(), "schema.sql"]).status(0).stdout("");
    project.run(["diff", "schema.sql", &old.url()]).status(0).stdout("");
    project.run(["inspect", "schema.sql", "--url", &old.url()]).status(0);
    project.run(["inspect", "sqlite://none.db"]).status(2);
    project.run(["diff", "sqlite://none.db", &new.url()]).status(0);
    // A file alone does not say which database reads it; the project's own sides need a project.
    let code =
        |line: &[&str]| project.run(line.iter().chain(&["--format", "json"])).status(2).json()["error"]["code"].clone();
    assert_eq!(code(&["inspect", "schema.sql"]), "no-database-url");
    assert_eq!(code(&["inspect"]), "config-not-found");
    assert_eq!(code(&["diff", &old.url()]), "config-not-found");
    assert_eq!(code(&["inspect", &old.url(), "-c", "none.toml"]), "config-unreadable");
}

#[test]
fn a_url_of_another_kind_than_the_project() {
    let Some(database) = postgres::Database::new() else { return };
    database.psql("CREATE TABLE a (b uuid)");
    // The project's own URL is not even looked at.
    let project = Project::new("${NOT_SET}");
    let text = project.run(["inspect", &database.url()]).status(0).raw_stdout;
    assert!(text.ends_with("[table.a.columns]\nb = \"uuid?\"\n"), "{text}");
    let url = database.url().replacen("postgres", "postgresql+psycopg2", 1).replacen("ql+psycopg2ql", "ql+psycopg2", 1);
    project.run(["diff", &url, &database.url()]).status(0).stdout("");
}

#[test]
fn what_hands_that_know_alembic_type() {
    let project = Project::sqlite()
        .schema_toml("")
        .revision("a1", "", "CREATE TABLE a (b)", "DROP TABLE a")
        .revision("b1", "a1", "SELECT 1", "SELECT 1")
        .revision("b2", "a1", "SELECT 1", "SELECT 1");
    project.run(["ensure_version"]).status(0);
    project.run(["ensure_version", "--sql"]).status(0);
    project.run(["list_templates"]).status(0);
    let help = project.run(["help", "upgrade"]).status(0);
    assert_eq!(help.raw_stdout, project.run(["upgrade", "--help"]).status(0).raw_stdout);
    assert!(project.run(["help", "ensure_version"]).status(0).raw_stdout.contains("ensure-version"));
    project.run(["merge"]).status(0).stdout(str![[r#"
migrations/versions/[ID1]_.sql

"#]]);
    project.run(["revision"]).status(0).stdout(str![[r#"
migrations/versions/[ID2]_.sql

"#]]);
    let run = project.run(["history", "-r", "-1:"]).status(0);
    assert_eq!(run.raw_stdout.lines().count(), 1, "{}", run.raw_stdout);
    project.run(["upgrade"]).status(0);
    project.run(["current", "--check-heads"]).status(0);
}

#[test]
fn a_variable_serves_every_command_that_reads_scripts() {
    let project = Project::sqlite().schema_toml("").file(
        "migrations/versions/a_x.sql",
        "-- revision: a\n-- template: on\n\n-- migrate:upgrade\nCREATE TABLE {{ name }}{{ more }} (b);\n\n\
         -- migrate:downgrade\nDROP TABLE {{ name }}{{ more }};\n",
    );
    for line in [
        "-x name=t -x more=1 test",
        "test -x name=t -x more=1",
        "-x name=t upgrade -x more=1",
        "-x name=t verify -x more=1",
        "-x name=t -x more=1 downgrade base",
    ] {
        let run = project.run(line.split_whitespace());
        assert!(matches!(run.code, Some(0 | 1)), "{line}: {}", run.raw_stderr);
        assert!(!run.raw_stderr.contains("error"), "{line}: {}", run.raw_stderr);
    }
}

#[test]
fn an_environment_is_chosen_by_a_flag() {
    let project = Project::sqlite()
        .schema_toml(SCHEMA)
        .config("[env.staging.database]\nurl = \"sqlite://staging.db\"\n")
        .revision("a", "", "CREATE TABLE a (b)", "DROP TABLE a");
    project.run(["-n", "staging", "upgrade"]).status(0);
    assert!(project.root().join("staging.db").exists() && !project.root().join("app.db").exists());
    project.run(["current", "--check-heads", "--env", "staging"]).status(0);
    project.run(["current", "--check-heads"]).status(1);
    project.run(["current", "-e", "stagin"]).status(2).stderr(str![[r#"
error: migrate.toml has no environment `stagin`
help: did you mean `staging`? it has only `staging`

"#]]);
}
