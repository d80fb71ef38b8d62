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

/// Takes over a database, and goes through the first day with what was written: `made` is what a fresh database must hold.
fn from_db(url: &str, format: &str, fresh: &str) -> Project {
    let project = Project::empty();
    project.run(["init", "--from-db", "--url", url, "--schema-format", format]).status(0);
    first_day(&project, fresh);
    project
}

/// `test`, `--replay`, `stamp head`, `check`, autogenerate, and a fresh database there and back.
fn first_day(project: &Project, fresh: &str) {
    project.run(["test"]).status(0);
    let nothing = str![[r#"
nothing differs: no revision is written

"#]];
    project.run(["revision", "--autogenerate", "--replay"]).status(0).stdout(nothing.clone());
    project.run(["stamp", "head"]).status(0);
    project.run(["check"]).status(0).stderr("");
    project.run(["revision", "--autogenerate"]).status(0).stdout(nothing);
    project.run(["upgrade", "--url", fresh]).status(0);
    project.run(["check", "--url", fresh]).status(0);
    project.run(["downgrade", "base", "--url", fresh]).status(0);
}

#[test]
fn takes_over_a_database_that_is_there() {
    let database = sqlite::Database::new();
    database.sql(
        "CREATE TABLE people (id integer PRIMARY KEY, name text NOT NULL);\n\
         CREATE UNIQUE INDEX ix_people ON people (name) WHERE id > 0;\nINSERT INTO people VALUES (1, 'Ada');\n\
         CREATE VIRTUAL TABLE notes USING fts5(title, body);\nCREATE VIEW names AS SELECT name FROM people;",
    );
    let before = database.dump();
    let project = Project::empty();
    let run = project.run(["init", "--from-db", "--url", &database.url()]).status(0);
    run.stdout(str![[r#"
created migrate.toml
created schema.toml
created migrations/script.sql.tera
created migrations/versions/.gitkeep
created migrations/versions/[ID1]_start.sql

"#]])
        .stderr(str![[r#"
next: migrate stamp head   records in the database that it has this revision
      edit schema.toml, then
      migrate revision -m "what changed" --autogenerate

"#]]);
    assert_eq!(database.dump(), before, "only --stamp writes to it");
    for (format, holds) in [("toml", "[table.people.columns]"), ("sql", "CREATE TABLE people (")] {
        let project = from_db(&database.url(), format, "sqlite://fresh.db");
        let schema = project.read(format!("schema.{format}"));
        assert!(schema.contains(holds), "{schema}");
        database.sql("DROP TABLE migrate_version");
    }
    assert_eq!(database.dump(), before);
}

#[test]
fn takes_over_a_database_of_a_server() {
    let (Some(database), Some(fresh)) = (postgres::Database::new(), postgres::Database::new()) else { return };
    database
        .psql("CREATE TABLE people (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE)");
    for format in ["toml", "sql"] {
        from_db(&database.url(), format, &fresh.url());
        database.psql("DROP TABLE migrate_version");
        fresh.psql("DROP TABLE migrate_version");
    }
}

#[test]
fn stamps_at_once() {
    let database = sqlite::Database::new();
    database.sql("CREATE TABLE people (id integer PRIMARY KEY)");
    let project = Project::empty();
    let document =
        project.run(["init", "--from-db", "--stamp", "--url", &database.url(), "--format", "json"]).status(0).json();
    assert_eq!(document["stamped"], true);
    assert_eq!(document["left_out"], serde_json::json!([]));
    let current = project.run(["current", "--check-heads"]).status(0);
    assert!(current.raw_stdout.starts_with(document["revision"].as_str().unwrap()));
    project.run(["check"]).status(0);
    // Another project on the same database: it has been stamped.
    let other = Project::empty();
    other.run(["init", "--from-db", "--stamp", "--url", &database.url()]).status(2);
    assert_eq!(std::fs::read_dir(other.root()).unwrap().count(), 0);
    let run = other.run(["init", "--from-db", "--url", &database.url()]).status(0);
    assert!(run.raw_stderr.contains("next: migrate stamp head --purge"), "{}", run.raw_stderr);
    other.run(["stamp", "head", "--purge"]).status(0);
    other.run(["check"]).status(0);
    Project::empty().run(["init", "--stamp"]).status(2);
}

#[test]
fn an_empty_database_makes_a_project_without_a_revision() {
    let database = sqlite::Database::new();
    database.sql("VACUUM");
    let project = Project::empty();
    project.run(["init", "--from-db", "--stamp", "--url", &database.url()]).status(0).stderr(str![[r#"
The database holds nothing to take over: no revision was written.
next: edit schema.toml, then
      migrate revision -m "start" --autogenerate   writes the first revision
      migrate upgrade                              applies it

"#]]);
    assert_eq!(project.scripts(), [".gitkeep"]);
    project.run(["revision", "--autogenerate"]).status(0);
}

/// What SQLite itself does not take any more, and what other tools keep.
#[test]
fn leaves_out_what_cannot_be_built_again() {
    let database = sqlite::Database::new();
    database.sql(
        "CREATE TABLE people (id integer PRIMARY KEY, name text);
         CREATE TABLE alembic_version (version_num varchar(32) NOT NULL PRIMARY KEY);
         INSERT INTO alembic_version VALUES ('abc');
         CREATE TABLE items_rowids (id integer PRIMARY KEY);
         PRAGMA writable_schema = 1;
         INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql)
         VALUES ('table', 'items', 'items', 0, 'CREATE VIRTUAL TABLE items USING no_such_module(a)');",
    );
    let project = Project::empty();
    project.run(["init", "--from-db", "--url", &database.url()]).status(0).stderr(str![[r#"
warning: left out: table alembic_version: it belongs to Alembic
warning: left out: table items: it cannot be built again: the upgrade does not run: no such module: no_such_module (code: 1)
warning: left out: table items_rowids: by its name it belongs to the virtual table items
These stay as they are: `exclude` in migrate.toml lists them.
next: migrate stamp head   records in the database that it has this revision
      edit schema.toml, then
      migrate revision -m "what changed" --autogenerate

"#]]);
    let settings = project.read("migrate.toml");
    let list = "exclude = [\n    \"table:alembic_version\",\n    \"table:items\",\n    \"table:items_rowids\",\n]\n";
    assert!(settings.contains(list), "{settings}");
    first_day(&project, "sqlite://fresh.db");
    assert_eq!(database.sql("SELECT * FROM alembic_version"), "abc\n");
}

#[test]
fn leaves_out_what_is_beyond_the_model_and_what_needs_it() {
    let (Some(database), Some(fresh)) = (postgres::Database::new(), postgres::Database::new()) else { return };
    database.psql(
        r#"CREATE DOMAIN email AS text CHECK (value LIKE '%@%');
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE FUNCTION fine(t text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT t <> '' $$;
        CREATE FUNCTION number() RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE TABLE customers (id bigserial PRIMARY KEY, name text NOT NULL CONSTRAINT named CHECK (fine(name)));
        CREATE INDEX ix_fine ON customers (fine(name));
        CREATE INDEX ix_name ON customers (name);
        CREATE TRIGGER touch BEFORE UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION touch();
        ALTER TABLE customers ENABLE ROW LEVEL SECURITY;
        CREATE POLICY mine ON customers USING (true);
        CREATE TABLE people (id integer PRIMARY KEY, mail email);
        CREATE TABLE numbered (id integer PRIMARY KEY DEFAULT number());
        CREATE TABLE orders (id integer PRIMARY KEY, person integer CONSTRAINT of_person REFERENCES people,
            customer bigint CONSTRAINT of_customer REFERENCES customers);
        CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at);
        CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
        CREATE VIEW mails AS SELECT mail FROM people;
        CREATE VIEW more AS SELECT * FROM mails;
        CREATE VIEW names AS SELECT name FROM customers;
        CREATE SCHEMA billing;
        CREATE TABLE billing."odd*" (id integer PRIMARY KEY);
        CREATE TRIGGER "t?" BEFORE UPDATE ON billing."odd*" FOR EACH ROW EXECUTE FUNCTION touch();
        CREATE MATERIALIZED VIEW billing."far*" AS SELECT 1 AS id, 'a'::text AS name;
        ALTER TABLE billing."far*" REPLICA IDENTITY FULL;
        CREATE VIEW over_far AS SELECT id FROM billing."far*";
        CREATE FUNCTION far_name(f billing."far*") RETURNS text LANGUAGE sql AS 'SELECT f.name';
        INSERT INTO customers (name) VALUES ('Ada');"#,
    );
    let before = database.dump_with_rows();
    let project = Project::empty();
    let run = project.run(["init", "--from-db", "--url", &database.url()]).status(0);
    let mut named: Vec<&str> =
        run.raw_stderr.lines().filter_map(|line| line.strip_prefix("warning: left out: ")).collect();
    named.sort_unstable();
    assert_eq!(
        named,
        [
            "function far_name(billing.\"far*\"): it needs materialized view billing.far*, which is left out",
            "materialized view billing.far*: REPLICA IDENTITY",
            "view over_far: it needs materialized view billing.far*, which is left out",
        ]
    );
    let settings = project.read("migrate.toml");
    for pattern in ["materialized_view:billing.far[*]", "function:public.far_name", "view:public.over_far"] {
        assert!(settings.contains(&format!("    \"{pattern}\",\n")), "{pattern}: {settings}");
    }
    assert_eq!(database.dump_with_rows(), before, "only --stamp writes to it");
    first_day(&project, &fresh.url());
    // What is left out stays as it is through later revisions.
    let schema = project
        .read("schema.toml")
        .replace("[table.customers.columns]\n", "[table.customers.columns]\nextra = \"text?\"\n");
    project.write("schema.toml", &schema);
    let list = project.run(["revision", "-m", "more", "--autogenerate"]).status(0);
    assert_eq!(list.raw_stderr.lines().next(), Some("+ column customers.extra: text"));
    project.run(["upgrade"]).status(0);
    project.run(["downgrade", "-1"]).status(0);
    database.psql("DROP TABLE migrate_version");
    assert_eq!(database.dump_with_rows(), before);
}

#[test]
fn a_first_revision_writes_nothing_where_scripts_or_files_are() {
    let database = sqlite::Database::new();
    database.sql("CREATE TABLE people (id integer PRIMARY KEY)");
    let project = Project::empty().file("schema.toml", "# mine\n");
    project.run(["init", "--from-db", "--url", &database.url()]).status(2);
    assert_eq!(std::fs::read_dir(project.root()).unwrap().count(), 1);
    let project = Project::empty().file("migrations/versions/a_x.sql", "-- revision: a\n\n-- migrate:upgrade\n");
    project.run(["init", "--from-db", "--url", &database.url()]).status(2).stderr(str![[r#"
error: a file exists already: migrations/versions/a_x.sql
help: nothing was changed; remove or rename them, or create the project in another folder

"#]]);
    assert!(!project.root().join("migrate.toml").exists());
    // A write that fails takes back all that was written before it.
    let project = Project::empty().file("migrations", "a file where a folder must go");
    project.run(["init", "--from-db", "--url", &database.url()]).status(2);
    assert_eq!(std::fs::read_dir(project.root()).unwrap().count(), 1);
}

#[test]
fn a_database_that_is_not_there_makes_no_project() {
    let project = Project::empty();
    project.run(["init", "--from-db"]).status(2);
    let document = project.run(["init", "--from-db", "--url", "sqlite://no.db", "--format", "json"]).status(2).json();
    assert_eq!(document["error"]["code"], "database-missing", "{document:#}");
    assert_eq!(std::fs::read_dir(project.root()).unwrap().count(), 0);
}
