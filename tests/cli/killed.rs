//! Runs that are killed by SIGKILL at a random moment: the next one ends right, what is left is what an undisturbed run
//! leaves, and no statement takes effect twice.
//!
//! `MIGRATE_TEST_KILLS=40` kills that often on each database; a few times are enough for every day.

use std::fmt::Debug;
use std::process::Stdio;
use std::time::Instant;

use rand::Rng;

use crate::support::{Project, mysql, postgres, sqlite};

/// A database to kill runs on.
trait Target {
    fn url(&self) -> String;
    fn sql(&self, sql: &str) -> String;
    /// The schema as the database's own program prints it.
    fn schema(&self) -> String;
}

impl Target for sqlite::Database {
    fn url(&self) -> String {
        sqlite::Database::url(self)
    }
    fn sql(&self, sql: &str) -> String {
        sqlite::Database::sql(self, sql)
    }
    fn schema(&self) -> String {
        self.shape()
    }
}

impl Target for postgres::Database {
    fn url(&self) -> String {
        postgres::Database::url(self)
    }
    fn sql(&self, sql: &str) -> String {
        self.psql(sql)
    }
    fn schema(&self) -> String {
        self.dump()
    }
}

impl Target for mysql::Database {
    fn url(&self) -> String {
        mysql::Database::url(self)
    }
    fn sql(&self, sql: &str) -> String {
        self.mysql(sql)
    }
    fn schema(&self) -> String {
        self.dump()
    }
}

/// A command that is killed.
struct Killed {
    command: &'static [&'static str],
    /// What is killed on each database every day.
    rounds: usize,
    /// A project and a database on which the command has work to do.
    prepared: fn(&dyn Target) -> Project,
    /// Goes on behind the kill, and says what is left.
    finished: fn(&Project, &dyn Target) -> Vec<String>,
}

impl Killed {
    fn on<D: Target>(&self, name: impl Debug, made: impl Fn() -> Option<D>) {
        let Some(database) = made() else { return };
        let project = (self.prepared)(&database);
        let began = Instant::now();
        project.run(self.command).status(0);
        let whole = began.elapsed();
        let expected = (self.finished)(&project, &database);
        for round in 0..self.rounds() {
            let Some(database) = made() else { return };
            let project = (self.prepared)(&database);
            let after = whole.mul_f64(rand::rng().random_range(0.05..1.0));
            let mut run = project.command(self.command);
            let mut run = run.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a run");
            std::thread::sleep(after);
            run.kill().expect("a process that is ours");
            run.wait().expect("its end");
            // Whoever asks is told.
            project.run(["current"]).status(0);
            let left = (self.finished)(&project, &database);
            assert_eq!(left, expected, "{:?} on {name:?}, round {round}, killed after {after:?}", self.command);
        }
    }

    fn on_each(&self) {
        self.on("SQLite", || Some(sqlite::Database::new()));
        self.on("PostgreSQL", postgres::Database::new);
        // What changes a database is tried on the newer servers, too.
        let changes = matches!(self.command[0], "upgrade" | "downgrade" | "squash" | "apply");
        let installed = &mysql::Server::ALL[..1];
        for &server in if changes || self.rounds() > self.rounds { &mysql::Server::ALL[..] } else { installed } {
            self.on(server, || mysql::Database::on(server));
        }
    }

    /// How often it is killed on each.
    fn rounds(&self) -> usize {
        std::env::var("MIGRATE_TEST_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(self.rounds)
    }
}

/// Twelve statements, DDL and data mixed. None of the data statements may take effect twice without a trace, and some take
/// a while.
const UPGRADE: &str = "\
CREATE TABLE a (id integer PRIMARY KEY, n integer NOT NULL);
INSERT INTO a SELECT id, 1 FROM seed;
UPDATE a SET n = n * 3;
CREATE TABLE log (what varchar(20), n integer);
INSERT INTO log VALUES ('x', 1);
ALTER TABLE a ADD COLUMN c integer;
UPDATE a SET n = n + 10;
CREATE INDEX a_n ON a (n);
INSERT INTO a SELECT id + 100000, n * 2, 5 FROM a;
ALTER TABLE log RENAME TO told;
INSERT INTO told SELECT 'y', count(*) FROM a;
UPDATE a SET n = n - 1;";

/// Eight that do not undo them, for the same reason.
const DOWNGRADE: &str = "\
UPDATE a SET n = n + 7;
ALTER TABLE told RENAME TO log;
DELETE FROM a WHERE id > 101000;
INSERT INTO log SELECT 'z', count(*) FROM a;
ALTER TABLE a DROP COLUMN c;
UPDATE a SET n = n * 2;
CREATE TABLE b (id integer);
INSERT INTO b SELECT sum(n) FROM a;";

/// A revision of [`UPGRADE`] and [`DOWNGRADE`], with the rows that they start from.
fn statements(database: &dyn Target) -> Project {
    let seed: Vec<String> = (1..=3000).map(|id| format!("({id})")).collect();
    database.sql(&format!("CREATE TABLE seed (id integer PRIMARY KEY); INSERT INTO seed VALUES {};", seed.join(",")));
    Project::new(&database.url()).revision("r1", "", UPGRADE, DOWNGRADE)
}

#[test]
fn upgrade() {
    let killed = Killed {
        command: &["upgrade", "head"],
        rounds: 3,
        prepared: statements,
        finished: |project, database| {
            project.run(["upgrade", "head"]).status(0);
            let rows = [
                "SELECT count(*), sum(n), sum(c), min(id), max(id) FROM a",
                "SELECT what, n FROM told ORDER BY what",
                "SELECT count(*), count(pending) FROM migrate_version",
            ];
            let left: Vec<String> = rows.map(|query| database.sql(query)).into();
            assert!(left[0].starts_with("6000"), "{left:?}");
            [left, vec![database.schema()]].concat()
        },
    };
    killed.on_each();
}

#[test]
fn downgrade() {
    let killed = Killed {
        command: &["downgrade", "base"],
        rounds: 1,
        prepared: |database| {
            let project = statements(database);
            project.run(["upgrade", "head"]).status(0);
            project
        },
        finished: |project, database| {
            project.run(["downgrade", "base"]).status(0);
            let rows = [
                "SELECT count(*), sum(n), min(id), max(id) FROM a",
                "SELECT what, n FROM log ORDER BY what",
                "SELECT id FROM b",
                "SELECT count(*) FROM migrate_version",
            ];
            let left: Vec<String> = rows.map(|query| database.sql(query)).into();
            assert!(left[0].starts_with("4000"), "{left:?}");
            [left, vec![database.schema()]].concat()
        },
    };
    killed.on_each();
}

/// Four revisions, and the schema that they make.
fn chain(database: &dyn Target) -> Project {
    Project::new(&database.url())
        .schema_sql("CREATE TABLE people (id integer NOT NULL, full_name varchar(20));\nCREATE TABLE d (id integer);\n")
        .revision("r1", "", "CREATE TABLE users (id integer NOT NULL, name varchar(20));", "DROP TABLE users;")
        .revision("r2", "r1", "ALTER TABLE users RENAME TO people;", "ALTER TABLE people RENAME TO users;")
        .revision(
            "r3",
            "r2",
            "ALTER TABLE people RENAME COLUMN name TO full_name;",
            "ALTER TABLE people RENAME COLUMN full_name TO name;",
        )
        .revision("r4", "r3", "CREATE TABLE d (id integer);", "DROP TABLE d;")
}

/// The same, applied, and with rows.
fn applied_chain(database: &dyn Target) -> Project {
    let project = chain(database);
    project.run(["upgrade", "head"]).status(0);
    database.sql("INSERT INTO people VALUES (1, 'Ann'), (2, 'Bob')");
    project
}

/// The scripts, without the hidden file of a run that was killed while it wrote one: a later run removes it.
fn scripts(project: &Project) -> Vec<String> {
    project.scripts().into_iter().filter(|name| !name.starts_with('.')).collect()
}

/// The files below a folder by name, each with its text: sorted.
fn files(project: &Project, folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(project.root().join(folder)).into_iter().flatten().flatten();
    let mut found: Vec<String> = entries
        .flat_map(|entry| {
            let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
            match entry.file_name().as_encoded_bytes() {
                [b'.', ..] => Vec::new(),
                _ if entry.path().is_dir() => files(project, &name),
                _ => vec![format!("{name}\n{}", project.read(&name))],
            }
        })
        .collect();
    found.sort();
    found
}

/// A squash that is cut off is not done, or done to its end: never are scripts missing, nor some of both in the way.
#[test]
fn squash() {
    let killed = Killed {
        command: &["squash", "base:r3", "-m", "all"],
        rounds: 1,
        prepared: applied_chain,
        finished: |project, database| {
            if !scripts(project).iter().any(|name| name.ends_with("_all.sql")) {
                project.run(["squash", "base:r3", "-m", "all"]).status(0);
            }
            project.run(["upgrade", "head"]).status(0);
            project.run(["check"]).status(0);
            project.run(["test"]).status(0);
            let scripts = scripts(project);
            let squash = scripts.iter().find_map(|name| name.strip_suffix("_all.sql")).expect("the new script");
            assert_eq!(scripts.len(), 2, "{scripts:?}");
            let kept: Vec<String> =
                files(project, "migrations/squashed").iter().map(|text| text.replace(squash, "ID")).collect();
            assert_eq!(kept.len(), 3, "{kept:?}");
            let rows = "SELECT id, full_name FROM people ORDER BY id";
            [vec![database.schema(), database.sql(rows)], kept].concat()
        },
    };
    killed.on_each();
}

#[test]
fn revision() {
    let killed = Killed {
        command: &["revision", "--autogenerate", "-m", "more"],
        rounds: 1,
        prepared: |database| {
            let project = applied_chain(database);
            let schema = project.read("schema.sql");
            project.schema_sql(&format!("{schema}CREATE TABLE e (id integer, at date);\n"))
        },
        finished: |project, database| {
            if scripts(project).len() == 4 {
                project.run(["revision", "--autogenerate", "-m", "more"]).status(0);
            }
            assert_eq!(scripts(project).len(), 5, "{:?}", scripts(project));
            project.run(["upgrade", "head"]).status(0);
            project.run(["check"]).status(0);
            let up = database.schema();
            project.run(["downgrade", "-1"]).status(0);
            vec![up, database.schema(), database.sql("SELECT count(*) FROM people")]
        },
    };
    killed.on_each();
}

#[test]
fn apply() {
    let killed = Killed {
        command: &["apply", "--yes", "--no-renames"],
        rounds: 1,
        prepared: |database| {
            let project = applied_chain(database);
            project.schema_sql(
                "CREATE TABLE people (id integer NOT NULL, full_name varchar(40), at date);\n\
                 CREATE INDEX people_at ON people (at);\nCREATE TABLE e (id integer);\nCREATE TABLE f (id integer);\n",
            )
        },
        finished: |project, database| {
            project.run(["apply", "--yes", "--no-renames"]).status(0);
            assert_eq!(project.run(["diff"]).status(0).raw_stdout, "");
            vec![database.schema(), database.sql("SELECT id, full_name FROM people ORDER BY id")]
        },
    };
    killed.on_each();
}

#[test]
fn stamp() {
    let killed = Killed {
        command: &["stamp", "head"],
        rounds: 1,
        prepared: chain,
        finished: |project, database| {
            project.run(["stamp", "head"]).status(0);
            project.run(["current", "--check-heads"]).status(0);
            vec![database.schema(), database.sql("SELECT count(*), count(pending) FROM migrate_version")]
        },
    };
    killed.on_each();
}

/// Two scripts are rewritten, and a merge after them is not.
#[test]
fn rebase() {
    let killed = Killed {
        command: &["rebase", "m", "--onto", "r4"],
        rounds: 1,
        prepared: |database| {
            let text = |table: &str| (format!("CREATE TABLE {table} (id integer);"), format!("DROP TABLE {table};"));
            let (x, y) = (text("x"), text("y"));
            chain(database)
                .revision("x", "r2", &x.0, &x.1)
                .revision("y", "r2", &y.0, &y.1)
                .revision("m", "x, y", "", "")
        },
        finished: |project, database| {
            let again = project.run(["rebase", "m", "--onto", "r4"]);
            assert!(again.code == Some(0) || again.stderr.contains("m is already above r4"), "{}", again.stderr);
            project.run(["upgrade", "head"]).status(0);
            [files(project, "migrations/versions"), vec![database.schema()]].concat()
        },
    };
    killed.on_each();
}

#[test]
fn test() {
    let killed = Killed {
        command: &["test"],
        rounds: 1,
        prepared: applied_chain,
        finished: |project, database| {
            let said = project.run(["test"]).status(0).stdout;
            vec![said, database.schema(), database.sql("SELECT count(*) FROM people")]
        },
    };
    killed.on_each();
}
