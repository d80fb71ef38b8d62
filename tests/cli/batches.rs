//! Statements that change their rows in batches (`batch=`): each row once, whatever ends a run in between.

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::support::mysql::{self, Server};
use crate::support::{Project, postgres};

const ROWS: &str = "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 2000)";

fn script(sql: &str, options: &str) -> String {
    format!(
        "-- revision: r1\n-- down_revision:\n-- message: r1\n\n-- migrate:upgrade transaction=off {options}\n{sql};\n\n\
         -- migrate:upgrade\nCREATE TABLE behind (id integer);\n\n-- migrate:downgrade\nDROP TABLE behind;\n"
    )
}

/// Kills `upgrade` in the middle of its batches, as often as it takes; `sql` asks the database.
fn killed_and_gone_on_with(project: &Project, sql: &dyn Fn(&str) -> String) {
    project.write("migrations/versions/r1_x.sql", &script("UPDATE t SET n = n + 1 -- all", "batch=50 pause=15ms"));
    let changed = || sql("SELECT count(*) FROM t WHERE n = 1").trim().parse::<u32>().unwrap_or_default();
    let mut kills = 0;
    for _ in 0..3 {
        let before = changed();
        let mut run = project.command(["upgrade"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let began = Instant::now();
        while changed() < before + 100 && run.try_wait().unwrap().is_none() {
            assert!(began.elapsed() < Duration::from_mins(1));
        }
        kills += u32::from(run.try_wait().unwrap().is_none());
        run.kill().unwrap();
        run.wait().unwrap();
    }
    assert!(kills > 0);
    let left = changed();
    assert!(left < 2000, "{left}");
    let current = project.run(["current"]).status(0);
    assert!(!current.stdout.contains("(head)"), "{}", current.stdout);
    project.run(["upgrade"]).status(0);
    assert_eq!(sql("SELECT min(n), max(n), count(*) FROM t").replace(['|', '\t'], " ").trim(), "1 1 2000");
    assert_eq!(sql("SELECT count(*) FROM behind").trim(), "0");
    project.run(["downgrade", "base"]).status(0);
}

#[test]
fn each_row_once_on_sqlite() {
    let project = Project::sqlite();
    let database = project.database();
    database.sql(&format!("PRAGMA journal_mode = WAL; CREATE TABLE t (a text, n integer DEFAULT 0); {ROWS} INSERT INTO t (a) SELECT 'x' || n FROM c"));
    killed_and_gone_on_with(&project, &|sql| database.sql(sql));
}

#[test]
fn each_row_once_on_postgres() {
    let Some(database) = postgres::Database::new() else { return };
    database.psql(&format!(
        "CREATE SCHEMA \"S\"; CREATE TABLE t (\"A\" text, b uuid DEFAULT gen_random_uuid(), n integer DEFAULT 0, PRIMARY KEY (\"A\", b)); \
         {ROWS} INSERT INTO t (\"A\") SELECT 'x''' || n % 40 FROM c"
    ));
    killed_and_gone_on_with(&Project::new(&database.url()), &|sql| database.psql(sql));
}

fn each_row_once_on(server: Server) {
    let Some(database) = mysql::Database::on(server) else { return };
    database.mysql(&format!(
        "CREATE TABLE t (a varbinary(20), b decimal(30, 2), c varchar(20), n integer DEFAULT 0, PRIMARY KEY (a, b, c)); \
         INSERT INTO t (a, b, c) {} SELECT concat('\\\\', n % 3), 12345678901234567890 + n % 40, concat('y''', n) FROM c; \
         INSERT INTO t (a, b, c) SELECT a, b + 0.5, c FROM t",
        ROWS.replace("2000", "1000")
    ));
    killed_and_gone_on_with(&Project::new(&database.url()), &|sql| database.mysql(sql));
}

#[test]
fn each_row_once_on_mariadb() {
    each_row_once_on(Server::MariaDb);
}

#[test]
fn each_row_once_on_mysql() {
    each_row_once_on(Server::MySql);
}

#[test]
fn what_cannot_be_done_in_batches_is_refused_before_anything_is() {
    let project = Project::sqlite();
    project.database().sql("CREATE TABLE t (id integer PRIMARY KEY, n integer); INSERT INTO t VALUES (1, 1)");
    let refused = |sql: &str, options: &str| {
        project.write("migrations/versions/r1_x.sql", &script(sql, options));
        project.run(["upgrade"]).status(2).raw_stderr
    };
    let said = refused("UPDATE t SET n = u.n FROM u WHERE u.id = t.id", "batch=10");
    assert!(said.contains("holds an UPDATE or a DELETE of one table") && said.contains("subquery"), "{said}");
    let said = refused("UPDATE t SET n = 2; UPDATE t SET n = 3", "batch=10");
    assert!(said.contains("a section with `batch=` holds one statement"), "{said}");
    let said = refused("UPDATE t SET n = 2", "batch=none");
    assert!(said.contains("write the number of rows, once: `batch=10000`"), "{said}");
    let said = refused("UPDATE t SET n = 2", "pause=1s");
    assert!(said.contains("`pause` is for batches"), "{said}");
    assert_eq!(project.database().sql("SELECT n FROM t"), "1\n");
    let text = script("UPDATE t SET n = 2", "batch=10").replace("transaction=off ", "");
    project.write("migrations/versions/r1_x.sql", &text);
    let said = project.run(["upgrade"]).status(2).raw_stderr;
    assert!(said.contains("batches are committed one by one"), "{said}");
}

#[test]
fn a_key_that_changes_and_a_table_without_one_are_refused() {
    let Some(database) = postgres::Database::new() else { return };
    database.psql("CREATE TABLE t (id integer PRIMARY KEY, n integer); CREATE TABLE bare (n integer); INSERT INTO t VALUES (1, 1)");
    let project = Project::new(&database.url());
    let refused = |sql: &str| {
        project.write("migrations/versions/r1_x.sql", &script(sql, "batch=10"));
        project.run(["upgrade"]).status(2).raw_stderr
    };
    let said = refused("UPDATE t SET id = id + 1");
    assert!(said.contains("it changes `id`, by which its table is walked"), "{said}");
    let said = refused("DELETE FROM bare WHERE n > 1");
    assert!(said.contains("its table has no primary key"), "{said}");
    assert_eq!(database.psql("SELECT id FROM t").trim(), "1");
}
