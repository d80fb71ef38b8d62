//! Databases whose default namespace is another than `public`, and schemas with the same names in several namespaces: printed in
//! both formats, made again from what was printed, and taken back.

use crate::support::{Project, postgres};

/// The same names in two namespaces and a third one, each used from the others.
const SCHEMA: &str = r#"
CREATE TYPE app.mood AS ENUM ('sad', 'ok');
CREATE TYPE public.mood AS ENUM ('red', 'blue');
CREATE DOMAIN app.positive AS integer CHECK (VALUE > 0);
CREATE SEQUENCE app.counter;
CREATE SEQUENCE public.counter;
CREATE TABLE app.item (id integer PRIMARY KEY, mood app.mood DEFAULT 'ok', amount app.positive);
CREATE TABLE public.item (id integer PRIMARY KEY, mood public.mood DEFAULT 'red' NOT NULL, of integer REFERENCES app.item (id));
CREATE TABLE "Odd Name"."Item x" (id serial PRIMARY KEY, a integer REFERENCES app.item (id), b integer REFERENCES public.item (id));
CREATE INDEX ix ON app.item (amount);
CREATE INDEX ix ON public.item (of);
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE FUNCTION app.swap(x app.mood) RETURNS public.mood LANGUAGE sql AS $$ SELECT 'red'::public.mood $$;
CREATE FUNCTION public.swap(x app.mood) RETURNS app.mood LANGUAGE sql AS $$ SELECT x $$;
CREATE TRIGGER touch BEFORE UPDATE ON app.item FOR EACH ROW EXECUTE FUNCTION app.touch();
CREATE TRIGGER touch BEFORE UPDATE ON public.item FOR EACH ROW EXECUTE FUNCTION public.touch();
CREATE TRIGGER touch_too BEFORE UPDATE ON public.item FOR EACH ROW EXECUTE FUNCTION app.touch();
CREATE VIEW app.seen AS SELECT a.id, p.mood FROM app.item a JOIN public.item p ON p.of = a.id;
CREATE VIEW public.seen AS SELECT s.id FROM app.seen s;
COMMENT ON TABLE app.item IS 'of app';
COMMENT ON TABLE public.item IS 'of public';
"#;

/// A database with this search path and what `before` makes.
fn database(path: &str, before: &str) -> Option<postgres::Database> {
    let database = postgres::Database::new()?;
    database.psql(&format!("{before}; ALTER DATABASE {} SET search_path = {path}", database.name()));
    Some(database)
}

fn project(database: &postgres::Database, format: &str) -> Project {
    let text = Project::new(&database.url()).read("migrate.toml");
    let text = text.replace("schema.toml", &format!("schema.{format}"));
    let text = text.replace("[migrations]", "[migrations]\nversion_schema = \"versions\"");
    Project::new(&database.url()).file("migrate.toml", &text)
}

#[test]
fn a_schema_goes_through_both_formats_whatever_the_default_namespace_is() {
    for path in ["public", "app", "app, public", "\"$user\", public", "\"Odd Name\", app", "''"] {
        let spaces = "CREATE SCHEMA app; CREATE SCHEMA \"Odd Name\"";
        let Some(made) = database(path, &format!("{spaces}; {SCHEMA}")) else { return };
        for format in ["toml", "sql"] {
            // Where the namespaces are there beforehand, the names without one find theirs.
            let Some(copy) = database(path, spaces) else { return };
            let before = copy.dump();
            let printed = project(&made, format).run(["inspect", "--as", format]).status(0).raw_stdout;
            let file = format!("schema.{format}");
            project(&made, format).file(&file, &printed).run(["check"]).status(0);
            let project = project(&copy, format).file(&file, &printed);
            project.run(["revision", "--autogenerate", "-m", "all"]).status(0);
            project.run(["upgrade"]).status(0);
            project.run(["check"]).status(0);
            assert_eq!(without_versions(&copy.dump()), without_versions(&made.dump()), "{path}, {format}");
            project.run(["downgrade", "base"]).status(0);
            assert_eq!(without_versions(&copy.dump()), without_versions(&before), "{path}, {format}");
        }
    }
}

/// A dump without the namespace of the version table.
fn without_versions(dump: &str) -> String {
    dump.lines().filter(|line| !line.contains("versions")).map(|line| format!("{line}\n")).collect()
}

/// Which namespace is the default one can depend on where a file is used: a name may have it or not.
#[test]
fn a_default_namespace_other_than_public_may_be_written() {
    let Some(database) = database("app, public", "CREATE SCHEMA app") else { return };
    let project = project(&database, "toml").schema_toml(
        "namespaces = [\"app\", \"public\"]\n[table.\"app.a\".columns]\nid = { type = \"integer\", primary_key = true }\n\
         [table.b.columns]\nid = { type = \"integer\", references = \"app.a.id\" }\n\
         [table.\"public.a\".columns]\nid = { type = \"integer\", references = \"a.id\" }\n",
    );
    project.run(["apply"]).status(0);
    project.run(["check"]).status(0);
    let found = "SELECT string_agg(c.oid::regclass || ' ' || conrelid::regclass, ', ' ORDER BY conrelid::regclass::text) \
         FROM pg_constraint JOIN pg_class c ON c.oid = confrelid WHERE contype = 'f'";
    assert_eq!(database.psql(found).trim(), "a b, a public.a");
}

/// A file that makes the namespace which is the default one where it is used, as a dump does.
#[test]
fn a_dump_that_makes_the_default_namespace_is_a_schema() {
    let Some(database) = database("app", "CREATE SCHEMA app; CREATE TABLE app.a (id integer)") else { return };
    let text = "SELECT pg_catalog.set_config('search_path', '', false);\nCREATE SCHEMA app;\nCREATE TABLE app.a (id integer);\n";
    project(&database, "sql").schema_sql(text).run(["check"]).status(0);
}

#[test]
fn a_name_without_a_namespace_where_there_is_no_default_one() {
    let Some(database) = database("nowhere", "") else { return };
    let project = project(&database, "sql").schema_sql("CREATE TABLE a (id integer);\n");
    let stderr = project.run(["revision", "--autogenerate", "-m", "a"]).status(2).stderr;
    assert!(stderr.contains("no schema has been selected to create in"), "{stderr}");
    assert!(stderr.contains("`search_path` names no schema that exists"), "{stderr}");
}

/// More than one transaction is begun with: the trial's database is made in several, and is gone afterwards.
#[test]
fn a_large_schema_is_tried_out_in_several_transactions() {
    let Some(database) = database("public", "") else { return };
    let text: String = (0..1600).map(|n| format!("CREATE SEQUENCE s{n};\n")).collect();
    let project = project(&database, "sql").schema_sql(&format!("{text}CREATE VIEW v AS SELECT 1 AS a FROM s1599;\n"));
    database.psql(&text);
    let stdout = project.run(["check"]).status(1).raw_stdout;
    assert!(stdout.contains("view v") && !stdout.contains("s1599:"), "{stdout}");
    let project = project.schema_sql(&format!("{text}CREATE VIEW v AS SELECT a FROM s1599;\n"));
    let stderr = project.run(["check"]).status(2).stderr;
    assert!(stderr.contains("column \"a\" does not exist") && stderr.contains("schema.sql:1601:"), "{stderr}");
}
