//! The password of a URL, looked for wherever it could get to: in what every command prints, in every file that it writes, in
//! the version table, in what the processes that it starts see, and in the server's log.

use std::path::Path;

use crate::support::{Project, mysql, postgres};

/// What nobody else's text holds, with characters that a URL must encode and shells and SQL take for something.
const PASSWORD: &str = "hun/ter@2'#ü%41";
const ENCODED: &str = "hun%2Fter%402%27%23%C3%BC%2541";

/// Parts that would show, however the rest is spelled.
const PARTS: [&str; 4] = [PASSWORD, ENCODED, "hun/ter", "hun%2Fter"];

#[track_caller]
fn hides(text: &str, whose: &str) {
    for part in PARTS {
        assert!(!text.contains(part), "{whose} shows the password:\n{text}");
    }
}

/// All files below a folder, but those in which the password stands by right.
fn search(folder: &Path) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if entry.file_type().expect("a type").is_dir() {
            search(&path);
        } else if !path.ends_with(".env") {
            let text = std::fs::read(&path).expect("a file");
            hides(&String::from_utf8_lossy(&text), &path.display().to_string());
        }
    }
}

/// What its processes see: who called them, how, and what with.
const PROBE: &str = "#!/bin/sh\nfor process in self $PPID; do tr '\\0' ' ' </proc/$process/cmdline; echo; done >>seen\n\
    env >>seen\ncat schema.sql\n";

fn project(url: &str) -> Project {
    let project = Project::new("${URL}")
        .file(".env", &format!("URL='{url}'\n"))
        .file("probe.sh", PROBE)
        .file("schema.sql", "CREATE TABLE a (id bigint NOT NULL, note varchar(20) NOT NULL);\n");
    let text = project
        .read("migrate.toml")
        .replace("\"schema.toml\"", "{ command = [\"sh\", \"probe.sh\"] }")
        .replace("[migrations]", "[migrations]\nhooks = [[\"sh\", \"probe.sh\", \"{path}\"]]");
    project.file("migrate.toml", &text)
}

/// Runs commands, each in both forms.
fn run_all(project: &Project, commands: &[&str]) {
    for command in commands {
        for more in [&["-v"][..], &["--format", "json"]] {
            let arguments: Vec<&str> = command.split(' ').chain(more.iter().copied()).collect();
            let run = project.run(&arguments);
            for text in [&run.raw_stdout, &run.raw_stderr] {
                hides(text, &run.line);
            }
            assert!(matches!(run.code, Some(0..=2)), "`{}` ended with {:?}: {}", run.line, run.code, run.stderr);
        }
    }
}

const COMMANDS: [&str; 27] = [
    "check",
    "current",
    "revision --autogenerate -m one",
    "upgrade --dry-run",
    "upgrade",
    "current",
    "check",
    "inspect",
    "diff db schema",
    "verify",
    "test",
    "history",
    "heads",
    "show head",
    "upgrade base:head --sql",
    "stamp base",
    "stamp head",
    "downgrade base --sql",
    "ensure-version",
    "apply --dry-run",
    "downgrade base",
    "upgrade no-such-revision",
    "apply --yes",
    // The table is there.
    "upgrade",
    "upgrade head --env nothing",
    "init",
    "diff db nothing.sql",
];

/// What is wrong with a URL is said of that URL.
fn wrong_urls(project: &Project, url: &str) {
    let raw = url.replace(ENCODED, PASSWORD);
    let host_ends = url.find('?').unwrap_or(url.len());
    let other_database = format!("{}_not_there{}", &url[..host_ends], &url[host_ends..]);
    let other_role = url.replacen("://", "://x", 1);
    let question = if url.contains('?') { '&' } else { '?' };
    for wrong in [
        raw.clone(),
        format!("{url}{question}sslmode=often"),
        format!("{url}{question}sslnothing=1"),
        format!("{url}{question}password={ENCODED}&port=x"),
        other_database,
        other_role,
        url.replacen("://", ":", 1),
        raw.replacen("://", "s://", 1),
    ] {
        for command in ["upgrade", "diff"] {
            let arguments =
                if command == "diff" { vec!["diff", "schema", &wrong] } else { vec!["upgrade", "--url", &wrong] };
            let run = project.run(&arguments);
            for text in [&run.raw_stdout, &run.raw_stderr] {
                hides(text, "a wrong URL");
            }
        }
    }
}

#[test]
fn of_postgres() {
    let Some(database) = postgres::Database::new() else { return };
    let role = database.role(&format!("SUPERUSER PASSWORD '{}'", PASSWORD.replace('\'', "''")));
    database.psql(&format!("ALTER ROLE {role} SET log_statement = 'all'"));
    let url = database.url_as(&format!("{role}:{ENCODED}"));
    let project = project(&url);
    run_all(&project, &COMMANDS);
    wrong_urls(&project, &url);
    hides(&project.read("seen"), "what a process of its own sees");
    search(project.root());
    hides(&database.dump_with_rows(), "the database");
    hides(&database.psql("SELECT * FROM migrate_version"), "the version table");
    if let Some(folder) = database.socket_folder() {
        let log = String::from_utf8_lossy(&std::fs::read(folder.join("log")).expect("the log")).into_owned();
        assert!(log.contains("CREATE TABLE a"), "the log holds no statement");
        // The test's own statement that made the role is there only where it failed.
        hides(&log, "the server's log");
    }
}

#[test]
fn of_mariadb() {
    let Some(database) = mysql::Database::new() else { return };
    let role = database.role(&PASSWORD.replace('\'', "''"));
    let url = database.url_as(&format!("{role}:{ENCODED}"));
    let project = project(&url);
    run_all(&project, &COMMANDS);
    wrong_urls(&project, &url);
    hides(&project.read("seen"), "what a process of its own sees");
    search(project.root());
    hides(&database.mysql("SELECT * FROM migrate_version"), "the version table");
}
