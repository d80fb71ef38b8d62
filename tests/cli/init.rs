//! `migrate init` and `list-templates`

use snapbox::str;

use crate::support::Project;

#[test]
fn makes_a_project_that_works_at_once() {
    let project = Project::empty();
    project.run(["init"]).status(0).stdout(str![[r#"
made migrate.toml
made schema.toml
made migrations/script.sql.tera
made migrations/versions/.gitkeep

"#]]);
    project.run(["revision", "-m", "start"]).status(0);
    project.run(["upgrade"]).status(0);
    project.run(["current", "--check-heads"]).status(0);
}

#[test]
fn makes_a_project_in_a_folder() {
    let project = Project::empty();
    project.run(["init", "shop", "--schema-format", "sql", "--template", "full"]).status(0).stdout(str![[r#"
made shop/migrate.toml
made shop/schema.sql
made shop/migrations/script.sql.tera
made shop/migrations/versions/.gitkeep

"#]]);
    project.run(["heads", "-c", "shop/migrate.toml"]).status(0).stderr("");
    assert!(project.read("shop/migrate.toml").contains("source = \"schema.sql\""));
}

#[test]
fn overwrites_nothing() {
    let project = Project::empty().file("schema.toml", "# mine\n");
    project.run(["init"]).status(2).stdout("").stderr(str![[r#"
error: a file is already there: schema.toml
help: nothing was changed; remove or rename what is there, or make the project in another folder

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
