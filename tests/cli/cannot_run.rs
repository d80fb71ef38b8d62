//! What SQLite takes and cannot run: refused at its line by every command, unless it was so before and is left alone.

use snapbox::str;

use crate::support::Project;

const TABLE: &str = "CREATE TABLE a (id integer PRIMARY KEY, b text, c text);\n";
const BROKEN: &str = "CREATE VIEW w AS SELECT nope FROM a;\n\
    CREATE TRIGGER t AFTER DELETE ON a BEGIN INSERT INTO gone VALUES (1); END;\n";

/// A project whose database is not made by revisions.
fn project(live: &str, schema: &str) -> Project {
    let project = Project::sqlite().schema_sql(schema);
    project.run(["upgrade", "-q"]).status(0);
    project.database().sql(live);
    project
}

#[test]
fn a_view_that_cannot_run_is_refused_at_its_line() {
    let project = project(TABLE, &format!("{TABLE}CREATE VIEW v AS\n  SELECT nope FROM a;\n"));
    let commands: [&[&str]; 4] =
        [&["check"], &["diff"], &["revision", "-m", "x", "--autogenerate"], &["apply", "--yes"]];
    for command in commands {
        project.run(command).status(2).stdout("").stderr(str![[r#"
error: view v cannot run: no such column: nope
 --> schema.sql:3:10
  |
3 |   SELECT nope FROM a;
  |          ^^^^ no such column: nope
  |
  = help: the database takes it, and fails when it is used; nothing was changed; correct the schema file

"#]]);
    }
    assert_eq!(project.scripts(), Vec::<String>::new());
}

#[test]
fn in_a_schema_toml_too() {
    let schema = "[table.a.columns]\nid = \"integer\"\n\n[table.a.triggers.t]\n\
        sql = \"CREATE TRIGGER t AFTER UPDATE ON a BEGIN SELECT NEW.nope; END\"\n";
    let project = Project::sqlite().schema_toml(schema);
    project.run(["upgrade", "-q"]).status(0);
    let run = project.run(["check"]).status(2);
    assert!(run.stderr.starts_with("error: trigger t on a cannot run: no such column: NEW.nope\n"), "{}", run.stderr);
    assert!(run.stderr.contains("schema.toml:5:"), "{}", run.stderr);
}

#[test]
fn a_column_does_not_go_from_under_a_view_or_a_trigger() {
    let above = "CREATE TABLE log (x);\nCREATE VIEW v AS SELECT b, c FROM a;\n\
        CREATE TRIGGER t AFTER INSERT ON log BEGIN UPDATE a SET c = NEW.x; END;\n";
    let live = format!("{TABLE}{above}");
    for without in ["CREATE TABLE a (id integer PRIMARY KEY, b text);\n", "CREATE TABLE a (id integer, b text);\n"] {
        let project = project(&live, &format!("{without}{above}"));
        for command in [&["check"][..], &["revision", "-m", "x", "--autogenerate"]] {
            let run = project.run(command).status(2);
            assert!(run.stderr.contains("view v cannot run: no such column: c"), "{}", run.stderr);
            assert!(run.stderr.contains("trigger t on log cannot run: no such column: c"), "{}", run.stderr);
        }
    }
}

#[test]
fn what_could_not_run_before_stops_nothing_else() {
    let more = "CREATE TABLE e (id integer PRIMARY KEY, x text, y text);\n";
    let after =
        "CREATE TABLE e (\n  id integer PRIMARY KEY,\n  -- migrate: renamed_from x\n  z text CHECK (z <> '')\n);\n";
    let live = format!("{TABLE}{BROKEN}{more}INSERT INTO e VALUES (1, 'kept', 'y');\n");
    let project = project(&live, &format!("{TABLE}{BROKEN}{after}"));
    let run = project.run(["revision", "-m", "x", "--autogenerate"]).status(0);
    let note = "note: view w cannot run, in the database as in the schema: no such column: nope; it is left as it is";
    assert!(run.stderr.contains(note), "{}", run.stderr);
    project.run(["upgrade"]).status(0);
    assert_eq!(project.database().sql("SELECT z FROM e"), "kept\n");
    assert!(project.run(["check"]).status(0).stderr.contains(note));
    project.run(["downgrade", "-1"]).status(0);
    assert_eq!(project.database().sql("SELECT x FROM e"), "kept\n");
    assert_eq!(project.database().sql("SELECT count(*) FROM sqlite_master WHERE name IN ('w', 't')"), "2\n");
}

#[test]
fn a_function_may_be_the_applications_own() {
    let project = project(TABLE, &format!("{TABLE}CREATE VIEW v AS SELECT my_function(b) FROM a;\n"));
    let run = project.run(["revision", "-m", "x", "--autogenerate"]).status(0);
    let note = "note: view v was not tried out: no such function: my_function, unless the application registers it";
    assert!(run.stderr.contains(note), "{}", run.stderr);
    project.run(["upgrade"]).status(0);
    project.run(["check"]).status(0);
    project.run(["downgrade", "-1"]).status(0);
}

#[test]
fn a_view_over_what_is_left_out_is_tried_with_it() {
    let live = format!("{TABLE}CREATE TABLE x (q text);\nCREATE VIEW v AS SELECT a.c, x.q FROM a, x;\n");
    let renamed =
        "CREATE TABLE a (\n  id integer PRIMARY KEY,\n  b text,\n  -- migrate: renamed_from c\n  cc text\n);\n";
    let project = project(&live, &format!("{renamed}CREATE VIEW v AS SELECT a.cc, x.q FROM a, x;\n"));
    let text = project.read("migrate.toml").replace("[schema]", "[schema]\nexclude = [\"table:x\"]");
    project.write("migrate.toml", &text);
    project.run(["revision", "-m", "x", "--autogenerate"]).status(0);
    project.run(["upgrade"]).status(0);
    project.run(["check"]).status(0).stderr("");
    let project = project.schema_sql(&format!("{renamed}CREATE VIEW v AS SELECT a.cc, x.nope FROM a, x;\n"));
    let run = project.run(["check"]).status(2);
    assert!(run.stderr.contains("view v cannot run: no such column: x.nope"), "{}", run.stderr);
}
