//! A schema with nearly every kind of object in one file, on PostgreSQL: taken over, printed and made again, in both formats and both
//! directions, the same to `pg_dump`.

use crate::support::{Project, postgres};

/// The schema, with its role under a name of this test's own.
struct Whole {
    text: String,
    /// What `pg_dump` prints of a database that psql made of it.
    dump: String,
    made: postgres::Database,
}

impl Whole {
    fn new() -> Option<Self> {
        let made = postgres::Database::new()?;
        let role = made.role("");
        let text = include_str!("whole_schema.sql").replace("reader_role", &role);
        made.psql(&text);
        let dump = made.dump();
        Some(Whole { text, dump, made })
    }

    /// A project over a database, with grants as part of the schema.
    fn project(&self, database: &postgres::Database, source: &str, text: &str) -> Project {
        let config = Project::new(&database.url()).read("migrate.toml");
        let config = config.replace("source = \"schema.toml\"", &format!("source = \"{source}\"\nprivileges = true"));
        Project::new(&database.url()).file(source, text).file("migrate.toml", &config)
    }

    /// The database is what the schema says.
    fn is_made(&self, database: &postgres::Database, how: &str) {
        let dump = database.dump();
        assert!(dump == self.dump, "{how}\n{}", difference(&self.dump, &dump));
    }
}

/// The lines that only one of two texts has.
fn difference(before: &str, after: &str) -> String {
    let only = |sign: &str, a: &str, b: &str| {
        let known: Vec<&str> = b.lines().collect();
        let lines = a.lines().filter(|line| !known.contains(line)).map(|line| format!("{sign} {line}\n"));
        lines.collect::<String>()
    };
    only("-", before, after) + &only("+", after, before)
}

#[test]
fn from_nothing_to_all_kinds_and_back_by_one_revision() {
    let Some(whole) = Whole::new() else { return };
    let Some(database) = postgres::Database::new() else { return };
    let nothing = database.dump();
    let project = whole.project(&database, "schema.sql", &whole.text);
    project.run(["revision", "--autogenerate", "-m", "all"]).status(0);
    project.run(["upgrade"]).status(0);
    whole.is_made(&database, "upgrade");
    project.run(["check"]).status(0);
    project.run(["downgrade", "base"]).status(0);
    assert_eq!(database.dump(), nothing);
}

#[test]
fn what_is_printed_makes_the_same_again() {
    let Some(whole) = Whole::new() else { return };
    let printing = whole.project(&whole.made, "schema.sql", "");
    let Some(database) = postgres::Database::new() else { return };
    database.psql(&printing.run(["inspect", "--as", "sql"]).status(0).stdout);
    whole.is_made(&database, "inspect --as sql");
    let Some(database) = postgres::Database::new() else { return };
    let toml = printing.run(["inspect", "--as", "toml"]).status(0).stdout;
    let project = whole.project(&database, "schema.toml", &toml);
    project.run(["apply", "--yes"]).status(0);
    whole.is_made(&database, "inspect --as toml");
    project.run(["check"]).status(0);
}

#[test]
fn a_database_with_all_kinds_is_taken_over() {
    let Some(whole) = Whole::new() else { return };
    for format in ["sql", "toml"] {
        let project = Project::empty();
        let url = whole.made.url();
        project.run(["init", "--from-db", "--schema-format", format, "--url", &url]).status(0);
        project.run(["stamp", "head"]).status(0);
        project.run(["check"]).status(0);
        whole.made.psql("DROP TABLE migrate_version");
    }
}
