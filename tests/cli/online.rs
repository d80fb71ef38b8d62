//! What a script says for tables in use: where it says it, that it goes on where it failed, that a role with few rights can prove it.

use crate::support::{Project, postgres};

/// A table with rows and one without, each of which is to have an index.
const BEFORE: &str = "CREATE TABLE used (n integer); CREATE TABLE empty (n integer);";
const AFTER: &str = "CREATE TABLE used (n integer); CREATE TABLE empty (n integer); CREATE TABLE new (n integer);
    CREATE INDEX ix_used ON used (n); CREATE INDEX ix_empty ON empty (n); CREATE INDEX ix_new ON new (n);";

fn project(database: &postgres::Database, setting: &str) -> Project {
    Project::new(&database.url()).config(setting).schema_sql(AFTER)
}

/// The indexes that the one script of a project, or a text, builds beside traffic.
fn concurrent(text: &str) -> Vec<&str> {
    let words = text.lines().filter_map(|line| line.strip_prefix("CREATE INDEX CONCURRENTLY "));
    words.filter_map(|rest| rest.split_whitespace().next()).collect()
}

fn script(project: &Project) -> String {
    project.read(format!("migrations/versions/{}", project.scripts()[0]))
}

#[test]
fn the_form_goes_by_rows_and_setting() {
    let Some(database) = postgres::Database::new() else { return };
    database.psql(&format!("{BEFORE} INSERT INTO used VALUES (1)"));
    for (setting, wanted) in [
        ("", &["ix_used"][..]),
        ("[revision]\nonline = \"auto\"", &["ix_used"]),
        ("[revision]\nonline = true", &["ix_empty", "ix_used"]),
        ("[revision]\nonline = false", &[]),
    ] {
        let project = project(&database, setting);
        project.run(["revision", "--autogenerate", "-m", "x"]).status(0);
        assert_eq!(concurrent(&script(&project)), wanted, "{setting}");
    }
    // What is run at once has no record of how far it came, and is one transaction unless that is said otherwise.
    assert_eq!(concurrent(&project(&database, "").run(["diff"]).status(0).raw_stdout), [""; 0]);
    let always = project(&database, "[revision]\nonline = true");
    assert_eq!(concurrent(&always.run(["diff"]).status(0).raw_stdout), ["ix_empty", "ix_used"]);
    always.run(["apply", "--yes"]).status(0);
    always.run(["diff"]).status(0).stdout("");
}

#[test]
fn without_a_database_all_that_stands_is_in_use() {
    let Some(database) = postgres::Database::new() else { return };
    let project = project(&database, "").revision("r1", "", BEFORE, "DROP TABLE used; DROP TABLE empty;");
    project.run(["revision", "--autogenerate", "--replay", "-m", "x"]).status(0);
    let scripts = project.scripts();
    let made = scripts.iter().find(|name| !name.starts_with("r1")).expect("a second script");
    let text = project.read(format!("migrations/versions/{made}"));
    assert_eq!(concurrent(&text), ["ix_empty", "ix_used"]);
}

/// A key whose index meets duplicates, a column and a check that old rows break.
#[test]
fn a_run_goes_on_where_it_failed() {
    let Some(database) = postgres::Database::new() else { return };
    database.psql("CREATE TABLE a (id integer, n integer NOT NULL, m integer); INSERT INTO a VALUES (1, 1, 1)");
    let wanted = "CREATE TABLE a (id integer, n integer NOT NULL, m integer NOT NULL, CONSTRAINT u UNIQUE (n), \
        CONSTRAINT c CHECK (id > 0));";
    let project = Project::new(&database.url()).schema_sql(wanted);
    project.run(["revision", "--autogenerate", "-m", "online"]).status(0);
    let script = script(&project);
    assert!(script.contains("CREATE UNIQUE INDEX CONCURRENTLY u ON a (n)"), "{script}");
    assert!(script.contains("VALIDATE CONSTRAINT c"), "{script}");

    // Behind a statement that may change rows these are not asked before.
    let path = format!("migrations/versions/{}", project.scripts()[0]);
    let (head, rest) = script.split_once("-- migrate:upgrade").expect("a section");
    let (options, statements) = rest.split_once('\n').expect("a line");
    project.write(&path, &format!("{head}-- migrate:upgrade{options}\nSELECT 1;\n{statements}"));

    let invalid = "SELECT count(*) FROM pg_index WHERE NOT indisvalid";
    database.psql("INSERT INTO a VALUES (2, 1, 2), (-3, 3, 3), (4, 4, NULL)");
    for (said, way) in [
        ("could not create unique index", "DELETE FROM a WHERE id = 2"),
        ("is violated by some row", "DELETE FROM a WHERE m IS NULL"),
        ("is violated by some row", "DELETE FROM a WHERE id = -3"),
    ] {
        let stderr = project.run(["upgrade", "head"]).status(2).stderr;
        assert!(stderr.contains(said), "{stderr}");
        assert_eq!(database.psql(invalid).trim(), "0");
        database.psql(way);
    }
    project.run(["upgrade", "head"]).status(0);
    assert_eq!(database.psql(invalid).trim(), "0");
    project.run(["check"]).status(0);
    let checks =
        "SELECT conname FROM pg_constraint WHERE conrelid = 'a'::regclass AND contype IN ('c', 'u') ORDER BY 1";
    assert_eq!(database.psql(checks).split_whitespace().collect::<Vec<_>>(), ["c", "u"]);
    project.run(["downgrade", "base"]).status(0);
}

/// The shadow of such a role is one transaction, in which no index can be built concurrently.
#[test]
fn a_role_that_makes_no_databases_can_prove_it() {
    let Some(database) = postgres::Database::new() else { return };
    let role = database.role("");
    database.psql(&format!(
        "GRANT ALL ON DATABASE {} TO {role}; GRANT ALL ON SCHEMA public TO {role}; SET ROLE {role}; {BEFORE} \
         INSERT INTO used VALUES (1)",
        database.name()
    ));
    let project = Project::new(&database.url_as(&role)).schema_sql(AFTER);
    project.run(["revision", "--autogenerate", "-m", "x"]).status(0);
    assert_eq!(concurrent(&script(&project)), ["ix_used"]);
    project.run(["upgrade", "head"]).status(0);
    project.run(["check"]).status(0);
    project.run(["downgrade", "base"]).status(0);
    // A database with no tables yet is made by the chain, which is tried out in the same way.
    let project = project.revision("zz", "", BEFORE, "");
    let first = &project.scripts()[0];
    let text = project.read(format!("migrations/versions/{first}"));
    let after_it = text.replace("-- down_revision:\n", "-- down_revision: zz\n");
    project.write(&format!("migrations/versions/{first}"), &after_it);
    project.run(["revision", "--autogenerate", "--replay", "-m", "y"]).status(0);
}
