//! `migrate revision --autogenerate`, `check`, `diff`, `inspect`, `apply`

use snapbox::str;

use crate::support::{Project, postgres};

const FIRST: &str = "CREATE TABLE people (\n  id integer PRIMARY KEY,\n  name text NOT NULL\n);\n\
    CREATE INDEX ix_people_name ON people (name);\n";
const SECOND: &str = "CREATE TABLE people (\n  id integer PRIMARY KEY,\n  full_name text NOT NULL\n);\n\
    CREATE INDEX ix_people_name ON people (full_name);\nCREATE TABLE pets (id integer PRIMARY KEY);\n";

fn sqlite() -> Project {
    let project = Project::sqlite().schema_sql(FIRST);
    // Only these make the file.
    project.run(["upgrade", "-q"]).status(0);
    project
}

fn first_day(project: &Project) {
    project
        .run(["revision", "-m", "start", "--autogenerate", "--rev-id", "r1"])
        .status(0)
        .stdout(str![[r#"
migrations/versions/r1_start.sql

"#]])
        .stderr(str![[r#"
+ table people
next: read it, then migrate upgrade

"#]]);
    project.run(["upgrade", "-q"]).status(0);
    project.run(["check"]).status(0).stderr("").stdout(str![[r#"
the database is at head and equals the schema

"#]]);
    project.run(["diff"]).status(0).stdout("").stderr("");
    project.run(["revision", "-m", "again", "--autogenerate"]).status(0).stderr("").stdout(str![[r#"
nothing differs: no revision is written

"#]]);
    assert_eq!(project.scripts(), ["r1_start.sql"]);
}

fn second_day(project: Project) -> Project {
    let project = project.schema_sql(SECOND);
    let run = project.run(["check"]).status(1);
    for line in ["+ table pets", "- column people.name", "+ column people.full_name"] {
        assert!(run.raw_stdout.contains(line), "{line} is missing:\n{}", run.raw_stdout);
    }
    let document = project.run(["check", "--format", "json"]).status(1).stderr("").json();
    assert_eq!(document["up_to_date"], false);
    assert_eq!(document["differences"].as_array().unwrap().iter().filter(|one| one["mark"] == "+").count(), 2);

    let document = project.run(["revision", "-m", "x", "--autogenerate", "--format", "json"]).status(2).json();
    assert_eq!(document["error"]["code"], "rename-undecided", "{document:#}");
    assert!(document["error"]["help"].as_str().unwrap().contains("--rename people.name=people.full_name"));
    assert_eq!(project.scripts(), ["r1_start.sql"]);

    let rename =
        ["revision", "-m", "two", "--autogenerate", "--rev-id", "r2", "--rename", "people.name=people.full_name"];
    let document = project.run(rename.into_iter().chain(["--format", "json"])).status(0).json();
    assert_eq!(document["path"], "migrations/versions/r2_two.sql");
    assert_eq!(document["operations"][0]["text"], "column people.name -> full_name");
    assert_eq!(document["operations"][1]["mark"], "+");
    let script = project.read("migrations/versions/r2_two.sql");
    assert!(script.contains("RENAME COLUMN name TO full_name"), "{script}");
    assert!(script.contains("-- loses all rows of pets\nDROP TABLE pets"), "{script}");

    // Between the two, the database is the schema's no more than the chain's.
    project.run(["check"]).status(1);
    let document = project.run(["revision", "-m", "y", "--autogenerate", "--format", "json"]).status(2).json();
    assert_eq!(document["error"]["code"], "not-at-head", "{document:#}");
    project.run(["diff", "revisions", "schema"]).status(0).stdout("");
    project.run(["revision", "-m", "y", "--autogenerate", "--replay"]).status(0).stdout(str![[r#"
nothing differs: no revision is written

"#]]);
    project.run(["upgrade", "-q"]).status(0);
    project.run(["check"]).status(0);
    project
}

#[test]
fn from_a_schema_to_revisions_on_sqlite() {
    let project = sqlite();
    first_day(&project);
    project.database().sql("INSERT INTO people VALUES (1, 'Ada')");
    let before = project.database().shape();
    let project = second_day(project);
    assert_eq!(project.database().sql("SELECT full_name FROM people"), "Ada\n");
    project.run(["downgrade", "-1", "-q"]).status(0);
    assert_eq!(project.database().shape(), before);
    assert_eq!(project.database().sql("SELECT * FROM people"), "1|Ada\n");
}

#[test]
fn from_a_schema_to_revisions_on_postgres() {
    let Some(database) = postgres::Database::new() else { return };
    let project = Project::new(&database.url()).schema_sql(FIRST);
    first_day(&project);
    database.psql("INSERT INTO people VALUES (1, 'Ada')");
    let before = database.dump_with_rows();
    let project = second_day(project);
    assert_eq!(database.psql("SELECT full_name FROM people").trim(), "Ada");
    project.run(["downgrade", "-1", "-q"]).status(0);
    assert_eq!(database.dump_with_rows(), before);
}

#[test]
fn an_empty_revision_is_written_where_it_is_wanted() {
    let project = sqlite();
    first_day(&project);
    project.run(["revision", "-m", "none", "--autogenerate", "--empty", "--rev-id", "r2"]).status(0);
    assert_eq!(project.scripts(), ["r1_start.sql", "r2_none.sql"]);
}

#[test]
fn a_template_that_is_wrong_writes_nothing() {
    let project = sqlite().file("migrations/script.sql.tera", "-- revision: {{ revison }}\n");
    project.run(["revision", "-m", "x", "--autogenerate"]).status(2);
    assert_eq!(project.scripts(), [""; 0]);
}

#[test]
fn apply_makes_the_schema_and_asks_before_it_loses_data() {
    let project = Project::sqlite().schema_sql(FIRST);
    project.run(["apply", "--dry-run"]).status(0);
    project.run(["apply"]).status(0).stderr("").stdout(str![[r#"
+ table people
1 change made: the database equals the schema

"#]]);
    project.run(["check"]).status(0);
    project.run(["apply"]).status(0).stdout(str![[r#"
nothing to do: the database equals the schema

"#]]);
    let project = project.schema_sql("CREATE TABLE people (id integer PRIMARY KEY);");
    project.run(["apply", "--dry-run"]).status(0);
    project.run(["apply"]).status(2).stderr(str![[r#"
error: this would lose the values of people.name
help: nothing was changed; `--yes` says that this data may go, `--dry-run` shows the statements

"#]]);
    let document = project.run(["apply", "--yes", "--format", "json"]).status(0).stderr("").json();
    assert_eq!(document["applied"], true);
    assert!(document["operations"].as_array().unwrap().iter().any(|one| one["loses"] == "the values of people.name"));
    project.run(["check"]).status(0);
}

#[test]
fn apply_names_the_statement_that_the_rows_do_not_allow() {
    let project = Project::sqlite().schema_sql("CREATE TABLE t (a integer);");
    project.run(["apply"]).status(0);
    project.database().sql("INSERT INTO t VALUES (1), (1), (NULL)");
    let before = project.database().dump();
    for schema in ["CREATE TABLE t (a integer UNIQUE);", "CREATE TABLE t (a integer NOT NULL);"] {
        let project = Project::new(&project.database().url()).schema_sql(schema);
        let run = project.run(["apply"]).status(2);
        assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
    }
    assert_eq!(project.database().dump(), before);
    assert_eq!(project.database().sql("SELECT count(*) FROM t"), "3\n");
}

#[test]
fn what_inspect_prints_makes_the_same_database() {
    let project = Project::sqlite().schema_sql(FIRST);
    project.run(["apply", "-q"]).status(0);
    let sql = project.run(["inspect", "--as", "sql"]).status(0).stderr("").raw_stdout;
    let copy = Project::sqlite().schema_sql(&sql);
    copy.run(["apply", "-q"]).status(0);
    assert_eq!(copy.database().dump(), project.database().dump());
    copy.run(["check"]).status(0);
    let other = project.database().url();
    copy.run(["diff", "db", other.as_str()]).status(0).stdout("");
    let toml = project.run(["inspect"]).status(0).stderr("").raw_stdout;
    let copy = Project::sqlite().schema_toml(&toml);
    copy.run(["apply", "-q"]).status(0);
    assert_eq!(copy.database().shape(), project.database().shape());
    let document = project.run(["inspect", "--as", "json"]).status(0).json();
    assert!(document["objects"].is_array(), "{document:#}");
    let document = project.run(["inspect", "--as", "toml", "--format", "json"]).status(0).json();
    assert_eq!(document["toml"].as_str(), Some(toml.as_str()));
}

#[test]
fn diff_takes_two_schema_files() {
    let project = Project::sqlite().schema_sql(FIRST).file("other.sql", SECOND);
    let run = project.run(["diff", "schema", "other.sql"]).status(0).stderr("");
    assert!(run.raw_stdout.contains("CREATE TABLE pets"), "{}", run.raw_stdout);
    project.run(["diff", "other.sql", "other.sql"]).status(0).stdout("");
    assert!(!project.database().path().exists());
    let document = project.run(["diff", "schema", "missing.sql", "--format", "json"]).status(2).json();
    assert_eq!(document["error"]["code"], "unknown-side");
}

#[test]
fn a_schema_that_the_database_refuses_is_drawn_at_its_line() {
    let project = sqlite().schema_sql("CREATE TABLE a (id integer);\nCREATE INDEX ix ON b (id);\n");
    for command in ["check", "diff"] {
        let run = project.run([command]).status(2);
        assert!(run.stderr.contains("schema.sql:2"), "{}", run.stderr);
        assert!(run.stderr.contains("no such table: main.b"), "{}", run.stderr);
    }
}

#[test]
fn a_schema_that_is_not_there_is_said() {
    let project = sqlite();
    std::fs::remove_file(project.root().join("schema.sql")).unwrap();
    let document = project.run(["check", "--format", "json"]).status(2).json();
    assert_eq!(document["error"]["code"], "schema-not-found", "{document:#}");
}
