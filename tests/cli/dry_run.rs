//! What a statement does to a database in use, told before it runs: by `--dry-run`, by `diff -v`, above it in a script.

use snapbox::str;

use crate::support::mysql;
use crate::support::{Project, postgres};

/// A table of more than a megabyte, one of one row, one of none.
const POSTGRES: &str = "CREATE TABLE large (n integer NOT NULL, note text);
    INSERT INTO large SELECT n, repeat('x', 50) FROM generate_series(1, 20000) n; ANALYZE large;
    CREATE TABLE small (n integer NOT NULL); INSERT INTO small VALUES (1); ANALYZE small;
    CREATE TABLE empty (n integer NOT NULL);";

const WANTED: &str = "CREATE TABLE large (n bigint NOT NULL, note text); CREATE TABLE small (n bigint NOT NULL);
    CREATE TABLE empty (n bigint NOT NULL);";

#[test]
fn a_dry_run_says_what_is_locked_and_how_large_it_is() {
    let Some(database) = postgres::Database::new() else { return };
    database.psql(POSTGRES);
    let upgrade = "ALTER TABLE large ALTER COLUMN n TYPE bigint;\nALTER TABLE empty ALTER COLUMN n TYPE bigint;\n\
        UPDATE large SET note = '' WHERE n = 1;";
    let project = Project::new(&database.url()).revision("r1", "", upgrade, "ALTER TABLE large DROP COLUMN note;");
    project.run(["upgrade", "--dry-run"]).status(0).stdout(str![[r#"
  r1 r1: 3 statements
    line 9: takes ACCESS EXCLUSIVE on large ([..] MB, about 20 thousand rows), all rows are written anew
    line 9: change-column-type: all rows of large are written anew, unless n has nearly this type already
    line 11: backfill-with-ddl: the rows of large are changed while the locks of a schema change are held
1 revision would be applied; nothing was run

"#]]);
    project.run(["upgrade", "--dry-run", "-v"]).status(0).stdout(str![[r#"
  r1 r1: 3 statements
-- takes ACCESS EXCLUSIVE on large ([..] MB, about 20 thousand rows), all rows are written anew
-- change-column-type: all rows of large are written anew, unless n has nearly this type already
ALTER TABLE large ALTER COLUMN n TYPE bigint;
ALTER TABLE empty ALTER COLUMN n TYPE bigint;
-- backfill-with-ddl: the rows of large are changed while the locks of a schema change are held
UPDATE large SET note = '' WHERE n = 1;
1 revision would be applied; nothing was run

"#]]);
    let document = project.run(["upgrade", "--dry-run", "--format", "json"]).status(0).json();
    let facts = &document["planned"][0]["facts"];
    assert_eq!(facts.as_array().map(Vec::len), Some(3), "{document}");
    assert_eq!(facts[1].as_array().map(Vec::len), Some(0), "{document}");
    project.run(["lint", "-v"]).status(1);
    project.run(["upgrade"]).status(0);
    // Undone, the column is lost.
    let back = project.run(["downgrade", "base", "--dry-run"]).status(0);
    assert!(back.stdout.contains("takes ACCESS EXCLUSIVE on large ("), "{}", back.stdout);
    assert!(back.stdout.contains("drop-column: "), "{}", back.stdout);
}

#[test]
fn a_script_says_what_is_locked_where_that_is_large() {
    let Some(database) = postgres::Database::new() else { return };
    database.psql(POSTGRES);
    let project = Project::new(&database.url()).schema_sql(WANTED);
    project.run(["diff", "-v"]).status(0).stdout(str![[r#"
...
-- takes ACCESS EXCLUSIVE on large ([..] MB, about 20 thousand rows), all rows are written anew
...
-- takes ACCESS EXCLUSIVE on small ([..] kB, about 1 row), all rows are written anew
...
"#]]);
    assert!(!project.run(["diff"]).status(0).stdout.contains("takes"));
    project.run(["revision", "--autogenerate", "-m", "wider"]).status(0);
    let script = project.read(format!("migrations/versions/{}", project.scripts()[0]));
    let said: Vec<&str> = script.lines().filter(|line| line.starts_with("-- takes ")).collect();
    // Up and down.
    let large =
        |line: &&str| line.starts_with("-- takes ACCESS EXCLUSIVE on large (") && line.ends_with("written anew");
    assert_eq!(said.len(), 2, "{script}");
    assert!(said.iter().all(large), "{script}");
}

#[test]
fn a_partitioned_table_is_as_large_as_its_partitions() {
    let Some(database) = postgres::Database::new() else { return };
    database.psql(
        "CREATE TABLE parted (n integer NOT NULL, note text) PARTITION BY RANGE (n);
         CREATE TABLE low PARTITION OF parted FOR VALUES FROM (0) TO (10000);
         CREATE TABLE high PARTITION OF parted DEFAULT;
         CREATE TABLE none (n integer) PARTITION BY LIST (n);
         CREATE TABLE empty (n integer) PARTITION BY LIST (n); CREATE TABLE other PARTITION OF empty DEFAULT;
         INSERT INTO parted SELECT n, repeat('x', 50) FROM generate_series(1, 20000) n; ANALYZE",
    );
    let changes = ["parted", "none", "empty"].map(|table| format!("ALTER TABLE {table} ALTER COLUMN n TYPE bigint;"));
    let project = Project::new(&database.url()).revision("r1", "", &changes.join("\n"), "");
    let said = project.run(["upgrade", "--dry-run"]).status(0).stdout;
    assert!(said.contains("on parted (1.") && said.contains(" MB, about 20 thousand rows), all rows"), "{said}");
    assert!(!said.contains("on none") && !said.contains("on empty"), "{said}");
}

#[test]
fn on_mysql_a_dry_run_names_the_lock_as_alter_table_does() {
    for (server, database) in mysql::Database::on_each() {
        let create = "CREATE TABLE used (n integer NOT NULL) ENGINE = InnoDB;\nINSERT INTO used VALUES (1);";
        let project = Project::new(&database.url()).revision("r1", "", create, "");
        project.run(["upgrade"]).status(0);
        let project = project.revision("r2", "r1", "ALTER TABLE used MODIFY n bigint NOT NULL;", "");
        let said = project.run(["upgrade", "--dry-run"]).status(0).stdout;
        assert!(said.contains("line 9: takes LOCK=SHARED on used ("), "{server:?}: {said}");
        assert!(said.contains("all rows are written anew"), "{server:?}: {said}");
        let project =
            Project::new(&database.url()).schema_sql("CREATE TABLE used (n bigint NOT NULL) ENGINE = InnoDB;");
        let said = project.run(["diff", "-v"]).status(0).stdout;
        assert!(said.contains("-- takes LOCK=SHARED on used ("), "{server:?}: {said}");
    }
}
