//! The rebuild of a SQLite table: enforcement is off around it, and every row is checked before its end.

use snapbox::str;

use crate::support::Project;

const REBUILD: &str = "PRAGMA foreign_keys = OFF;\nCREATE TABLE new_p (id integer PRIMARY KEY, name text NOT NULL);\n\
    INSERT INTO new_p SELECT id, coalesce(name, '') FROM p;\nDROP TABLE p;\nALTER TABLE new_p RENAME TO p;\n\
    PRAGMA foreign_key_check;\nPRAGMA foreign_keys = ON;";

fn project(rebuild: &str) -> Project {
    let project = Project::sqlite()
        .revision(
            "r1",
            "",
            "CREATE TABLE p (id integer PRIMARY KEY, name text);\n\
             CREATE TABLE c (id integer PRIMARY KEY, p integer REFERENCES p (id) ON DELETE CASCADE);\n\
             INSERT INTO p VALUES (1, 'one'), (2, NULL);\nINSERT INTO c VALUES (10, 1), (20, 2);",
            "DROP TABLE c;\nDROP TABLE p;",
        )
        .revision("r2", "r1", rebuild, "")
        .revision("r3", "r2", "DELETE FROM p WHERE id = 1;", "");
    project.run(["upgrade", "r1", "-q"]).status(0);
    project
}

#[test]
fn the_rows_that_refer_to_it_live() {
    let project = project(REBUILD);
    project.run(["upgrade", "r2"]).status(0);
    assert_eq!(project.database().sql("SELECT * FROM c ORDER BY 1"), "10|1\n20|2\n");
    project.run(["upgrade"]).status(0);
    assert_eq!(project.database().sql("SELECT * FROM c ORDER BY 1"), "20|2\n", "enforcement is on again");
}

#[test]
fn a_row_that_refers_to_nothing_is_named_and_all_is_rolled_back() {
    let project = project(&REBUILD.replace("FROM p;", "FROM p WHERE id = 1;"));
    project.run(["upgrade", "r2"]).status(2).stderr(str![[r#"
error: the upgrade of revision r2 (r2) failed at the end of its transaction (migrations/versions/r2_x.sql): 1 row of c refers to rows that are not there
note: row 20 of c refers to p
note: nothing was applied before it in this run
note: rolled back whole: r2
help: correct or delete these rows in the script, behind the statements that make the table

"#]]);
    assert_eq!(project.database().sql("SELECT * FROM c ORDER BY 1"), "10|1\n20|2\n");
    assert_eq!(project.database().sql("SELECT count(*) FROM p"), "2\n");
}

#[test]
fn what_was_wrong_before_is_nobodys_fault_now() {
    let project = project(REBUILD);
    project.database().sql("PRAGMA foreign_keys = OFF; INSERT INTO c VALUES (30, 99);");
    project.run(["upgrade", "r2"]).status(0);
    assert_eq!(project.database().sql("SELECT count(*) FROM c"), "3\n");
}
