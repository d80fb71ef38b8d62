//! Several runs at once, and runs that are stopped.

use std::io::BufRead;
use std::process::Stdio;
use std::time::Duration;

use crate::support::{Project, postgres};

fn thirty(project: Project) -> Project {
    (1..=30).fold(project, |project, number| {
        let down = if number == 1 { String::new() } else { format!("r{:02}", number - 1) };
        project.revision(
            &format!("r{number:02}"),
            &down,
            &format!("CREATE TABLE t{number} (id integer);\nINSERT INTO t{number} VALUES (1);"),
            &format!("DROP TABLE t{number};"),
        )
    })
}

/// Eight at once: all succeed, and each revision was applied once.
fn eight_at_once(project: &Project) {
    let runs: Vec<_> = std::thread::scope(|scope| {
        let started: Vec<_> = (0..8)
            .map(|_| {
                let mut command = project.command(["upgrade", "head", "--format", "json"]);
                scope.spawn(move || command.output().unwrap())
            })
            .collect();
        started.into_iter().map(|run| run.join().unwrap()).collect()
    });
    let mut applied: Vec<String> = Vec::new();
    for run in runs {
        let (stdout, stderr) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
        assert_eq!(run.status.code(), Some(0), "{stdout}\n{stderr}");
        let document: serde_json::Value = serde_json::from_str(&stdout).unwrap();
        assert_eq!(document["current"], serde_json::json!(["r30"]));
        for one in document["applied"].as_array().unwrap() {
            applied.push(one["revision"].as_str().unwrap().to_owned());
        }
    }
    applied.sort();
    let expected: Vec<String> = (1..=30).map(|number| format!("r{number:02}")).collect();
    assert_eq!(applied, expected);
}

#[test]
fn eight_at_once_on_sqlite() {
    let project = thirty(Project::sqlite());
    eight_at_once(&project);
    let rows: String = (1..=30).map(|n| format!("SELECT count(*) FROM t{n};\n")).collect();
    assert_eq!(project.database().sql(&rows), "1\n".repeat(30));
}

#[test]
fn eight_at_once_on_postgres() {
    let Some(database) = postgres::Database::new() else { return };
    eight_at_once(&thirty(Project::new(&database.url())));
}

/// Who waits for the lock ends as soon as another run has done the work, though that one goes on with more.
#[test]
fn work_that_is_done_is_not_waited_for() {
    let Some(database) = postgres::Database::new() else { return };
    let project = Project::new(&database.url())
        .revision("r1", "", "CREATE TABLE a (id integer);\nSELECT pg_sleep(1.5);", "DROP TABLE a;")
        .revision("r2", "r1", "SELECT pg_sleep(600);", "");
    let mut holder = project.command(["upgrade", "head"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = \
        (SELECT oid FROM pg_database WHERE datname = current_database())";
    while database.psql(held).trim() != "1" {
        std::thread::sleep(Duration::from_millis(20));
    }
    let run = project.run(["upgrade", "r1"]).status(0);
    let who = format!("(migrate upgrade, process {}, server process ", holder.id());
    let waits = format!("waiting for another run of migrate on this database to end {who}");
    assert!(run.stderr.contains(&waits), "{}", run.stderr);
    assert_eq!(database.psql(held).trim(), "1");
    assert_eq!(database.psql("SELECT revision FROM migrate_version").trim(), "r1");
    let text = project.read("migrate.toml").replace("[schema]", "lock_wait = \"100ms\"\n[schema]");
    project.write("migrate.toml", &text);
    let run = project.run(["upgrade", "head"]).status(2);
    assert!(run.stderr.contains("another run of migrate has been changing this database for"), "{}", run.stderr);
    assert!(run.stderr.contains(&format!("the lock is held by {}", &who[1..])), "{}", run.stderr);
    holder.kill().unwrap();
    holder.wait().unwrap();
}

/// A statement that runs until it is stopped.
const SLOW: &str = "CREATE TABLE slow (n integer);\nWITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c \
    WHERE x < 100000000000) INSERT INTO slow SELECT max(x) FROM c;";

#[cfg(unix)]
fn stopped_by(signal: &str, status: i32) {
    let project =
        Project::sqlite().revision("r1", "", "CREATE TABLE a (n integer);", "").revision("r2", "r1", SLOW, "");
    let mut command = project.command(["upgrade"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    std::io::BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut first).unwrap();
    assert!(first.contains("r1 … ok"), "{first}");
    std::thread::sleep(Duration::from_millis(200));
    let kill = std::process::Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "{stderr}");
    assert!(stderr.contains("applied in this run: r1"), "{stderr}");
    assert!(stderr.contains("rolled back whole: r2"), "{stderr}");
    assert_eq!(project.database().sql("SELECT group_concat(revision) FROM migrate_version"), "r1\n");
    assert_eq!(project.database().sql("SELECT count(*) FROM sqlite_master WHERE name = 'slow'"), "0\n");
}

#[cfg(unix)]
#[test]
fn ctrl_c_says_what_is_applied() {
    stopped_by("-INT", 130);
}

#[cfg(unix)]
#[test]
fn sigterm_says_what_is_applied() {
    stopped_by("-TERM", 143);
}

/// Another process writes: the run waits for it, as long as it is told to, and says for whom it waits.
#[test]
fn a_process_that_writes_to_the_file_is_waited_for() {
    let project = Project::sqlite().revision("a", "", "CREATE TABLE t (id integer);", "DROP TABLE t;");
    project.database().sql("PRAGMA journal_mode = WAL; CREATE TABLE other (n);");
    let text = project.read("migrate.toml");
    let limits = |text: &str, wait: &str| {
        text.replace("[schema]", &format!("lock_timeout = \"100ms\"\nlock_wait = \"{wait}\"\n[schema]"))
    };
    let hold = |line: &str| {
        let mut writer = std::process::Command::new("sqlite3");
        writer.args(["-batch", "-init", "/dev/null"]).arg(project.database().path());
        let mut writer = writer.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut input = writer.stdin.take().unwrap();
        std::io::Write::write_all(&mut input, b"BEGIN IMMEDIATE;\nINSERT INTO other VALUES (1);\nSELECT 'held';\n")
            .unwrap();
        let mut answer = String::new();
        std::io::BufReader::new(writer.stdout.as_mut().unwrap()).read_line(&mut answer).unwrap();
        assert_eq!(answer, "held\n", "{line}");
        (writer, input)
    };
    let (mut writer, input) = hold("first");
    project.write("migrate.toml", &limits(&text, "300ms"));
    let run = project.run(["upgrade"]).status(2);
    assert!(run.stderr.contains("waiting for another process that is writing to this database …"), "{}", run.stderr);
    assert!(run.stderr.contains("error: another process has been writing to this database for"), "{}", run.stderr);
    project.write("migrate.toml", &limits(&text, "1m"));
    let started = project.command(["upgrade"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(500));
    std::io::Write::write_all(&mut { input }, b"COMMIT;\n").unwrap();
    assert!(writer.wait().unwrap().success());
    let run = started.wait_with_output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert_eq!(
        project.database().sql("SELECT count(*) FROM other, sqlite_master WHERE sqlite_master.name = 't'"),
        "1\n"
    );
}

/// A comparison while others upgrade and downgrade is one of a schema with its own revisions: nothing differs, or the database
/// is not at head. A script would hold what a revision holds already.
fn compared_on_its_way(project: &Project) {
    project.run(["upgrade"]).status(0);
    let arguments = [["downgrade", "-1"], ["upgrade", "head"]].repeat(40);
    let commands: Vec<_> = arguments.into_iter().map(|arguments| project.command(arguments)).collect();
    std::thread::scope(|scope| {
        let changes = scope.spawn(|| {
            for mut command in commands {
                let output = command.output().unwrap();
                assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            }
        });
        while !changes.is_finished() {
            let output = project.command(["revision", "--autogenerate", "--format", "json"]).output().unwrap();
            let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
            let code = document["error"]["code"].as_str();
            assert!(matches!(code, None | Some("not-at-head" | "being-changed")), "{document:#}");
        }
    });
    assert_eq!(project.scripts().len(), 2);
}

const TWO_TABLES: &str = "[table.a.columns]\nid = \"integer?\"\n\n[table.b.columns]\nid = \"integer?\"\n";

fn two_tables(project: Project) -> Project {
    project.schema_toml(TWO_TABLES).revision("r1", "", "CREATE TABLE a (id integer);", "DROP TABLE a;").revision(
        "r2",
        "r1",
        "CREATE TABLE b (id integer);",
        "DROP TABLE b;",
    )
}

#[test]
fn compared_on_its_way_on_sqlite() {
    compared_on_its_way(&two_tables(Project::sqlite()));
}

#[test]
fn compared_on_its_way_on_postgres() {
    let Some(database) = postgres::Database::new() else { return };
    compared_on_its_way(&two_tables(Project::new(&database.url())));
}
