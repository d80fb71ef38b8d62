//! `migrations-example/`: the project that the README sends people to.

use std::path::Path;

use crate::support::Project;

/// A copy of the example in a folder of its own.
fn example() -> Project {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations-example");
    let read = |name: &str| std::fs::read_to_string(from.join(name)).expect("a file of the example");
    let mut project = Project::empty()
        .file("migrate.toml", &read("migrate.toml"))
        .file("schema.toml", &read("schema.toml"))
        .file("migrations/script.sql.tera", &read("migrations/script.sql.tera"));
    for entry in std::fs::read_dir(from.join("migrations/versions")).expect("the example's revisions") {
        let name = entry.expect("a revision").file_name().to_string_lossy().into_owned();
        project = project.file(&format!("migrations/versions/{name}"), &read(&format!("migrations/versions/{name}")));
    }
    project
}

#[test]
fn goes_up_equals_its_schema_and_goes_down_with_its_rows() {
    let project = example();
    let database = crate::support::sqlite::Database::at(project.root().join("library.db"));
    project.run(["upgrade", "head"]).status(0);
    project.run(["check"]).status(0);
    database.sql(
        "INSERT INTO books (title, copies) VALUES ('Middlemarch', 2);
         INSERT INTO members (full_name, email) VALUES ('Ada', 'ada@example.org');
         INSERT INTO loans (book, member, due) VALUES (1, 1, '2020-01-01');",
    );
    assert_eq!(database.sql("SELECT full_name, title FROM overdue"), "Ada|Middlemarch\n");
    assert_eq!(database.sql("SELECT copies FROM books"), "1\n");
    // Each step down, and up again, keeps what it does not drop.
    for _ in 0..2 {
        project.run(["downgrade", "-1"]).status(0);
    }
    assert_eq!(database.sql("SELECT name, title FROM overdue"), "Ada|Middlemarch\n");
    project.run(["upgrade", "head"]).status(0);
    assert_eq!(database.sql("SELECT full_name, title FROM overdue"), "Ada|Middlemarch\n");
    project.run(["check"]).status(0);
    project.run(["downgrade", "base"]).status(0);
    assert_eq!(database.sql("SELECT count(*) FROM sqlite_master WHERE name IN ('books', 'members', 'loans')"), "0\n");
}
