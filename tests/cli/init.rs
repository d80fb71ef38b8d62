//! `migrate init` and `list-templates`

use snapbox::str;

use crate::support::{Project, postgres, sqlite};

#[test]
fn makes_a_project_that_works_at_once() {
    let project = Project::empty();
    project.run(["init"]).status(0).stdout(str![[r#"
created migrate.toml
created schema.toml
created migrations/script.sql.tera
created migrations/versions/.gitkeep

"#]]);
    project.run(["revision", "-m", "start"]).status(0);
    project.run(["upgrade"]).status(0);
    project.run(["current", "--check-heads"]).status(0);
}

#[test]
fn makes_a_project_in_a_folder() {
    let project = Project::empty();
    project.run(["init", "shop", "--schema-format", "sql", "--template", "full"]).status(0).stdout(str![[r#"
created shop/migrate.toml
created shop/schema.sql
created shop/migrations/script.sql.tera
created shop/migrations/versions/.gitkeep

"#]]);
    project.run(["heads", "-c", "shop/migrate.toml"]).status(0).stderr("");
    assert!(project.read("shop/migrate.toml").contains("source = \"schema.sql\""));
}

#[test]
fn overwrites_nothing() {
    let project = Project::empty().file("schema.toml", "# mine\n");
    project.run(["init"]).status(2).stdout("").stderr(str![[r#"
error: a file exists already: schema.toml
help: nothing was changed; remove or rename them, or create the project in another folder

"#]]);
    assert_eq!(project.read("schema.toml"), "# mine\n");
    assert!(!project.root().join("migrate.toml").exists());
    assert!(!project.root().join("migrations").exists());
}

#[test]
fn every_template_is_read_without_a_fault() {
    let names = Project::empty().run(["list-templates", "--format", "json"]).status(0).json();
    let names = names["templates"].as_array().unwrap();
    assert!(names.len() > 1);
    for template in names {
        let project = Project::empty();
        let name = template["name"].as_str().unwrap();
        project.run(["init", "--template", name]).status(0);
        let run = project.run(["heads", "--url", "sqlite://x.db"]).status(0);
        assert_eq!(run.stderr, "", "{name}");
    }
    project_without_template();
}

fn project_without_template() {
    Project::empty().run(["init", "--template", "genric"]).status(2).stderr(str![[r#"
error: there is no template `genric`
help: did you mean `generic`?

"#]]);
}

#[test]
fn no_password_is_written_down() {
    let project = Project::empty();
    project.run(["init", "--url", "postgres://u:hunter2@localhost/db"]).status(0).hides("hunter2");
    let settings = project.read("migrate.toml");
    assert!(settings.contains("url = \"${DATABASE_URL}\""), "{settings}");
    let project = Project::empty();
    project.run(["init", "--url", "postgres://u@localhost/db"]).status(0);
    assert!(project.read("migrate.toml").contains("url = \"postgres://u@localhost/db\""));
    let project = Project::empty().env("DATABASE_URL", "postgres://u:hunter2@localhost/db");
    project.run(["init"]).status(0);
    assert!(project.read("migrate.toml").contains("url = \"${DATABASE_URL}\""));
}

fn from_db(url: &str, format: &str) -> Project {
    let project = Project::empty();
    project.run(["init", "--from-db", "--url", url, "--schema-format", format]).status(0);
    project.run(["check"]).status(0).stderr("");
    project.run(["revision", "-m", "nothing", "--autogenerate"]).status(0).stdout(str![[r#"
nothing differs: no revision is written

"#]]);
    project
}

#[test]
fn takes_over_a_database_that_is_there() {
    let database = sqlite::Database::new();
    database.sql(
        "CREATE TABLE people (id integer PRIMARY KEY, name text NOT NULL);\n\
         CREATE UNIQUE INDEX ix_people ON people (name) WHERE id > 0;\nINSERT INTO people VALUES (1, 'Ada');",
    );
    let before = database.dump();
    for (format, holds) in [("toml", "[table.people.columns]"), ("sql", "CREATE TABLE people (")] {
        let project = from_db(&database.url(), format);
        let schema = project.read(format!("schema.{format}"));
        assert!(schema.contains(holds), "{schema}");
    }
    assert_eq!(database.dump(), before, "nothing is stamped");
}

#[test]
fn takes_over_a_database_of_a_server() {
    let Some(database) = postgres::Database::new() else { return };
    database
        .psql("CREATE TABLE people (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE)");
    for format in ["toml", "sql"] {
        from_db(&database.url(), format);
    }
}

#[test]
fn a_database_that_is_not_there_makes_no_project() {
    let project = Project::empty();
    project.run(["init", "--from-db"]).status(2);
    let document = project.run(["init", "--from-db", "--url", "sqlite://no.db", "--format", "json"]).status(2).json();
    assert_eq!(document["error"]["code"], "database-missing", "{document:#}");
    assert_eq!(std::fs::read_dir(project.root()).unwrap().count(), 0);
}
