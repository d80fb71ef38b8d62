//! A program with its migrations compiled in, as a build script does it.

use migrate::embed::{Database, Event, Migrations, Notice, Reporter, Severity, Stop, write};
use migrate::revision::Direction;

use crate::support::{postgres, sqlite};

/// What [`write`] makes of the folder beside this file.
const SCRIPTS: &[(&str, &str)] = include!("migrations.rs");

#[test]
fn the_build_script_writes_what_is_compiled_here() {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/embedded");
    let out = tempfile::NamedTempFile::new().expect("a file");
    write(here.join("versions"), out.path()).expect("a chain");
    let written = std::fs::read_to_string(out.path()).expect("the file");
    let compiled = std::fs::read_to_string(here.join("migrations.rs")).expect("the file");
    assert_eq!(written, compiled);
    for (name, text) in SCRIPTS {
        assert_eq!(std::fs::read_to_string(here.join("versions").join(name)).expect("a script"), *text);
    }
}

#[derive(Default)]
struct Told(Vec<String>);

impl Reporter for Told {
    fn event(&mut self, event: &Event<'_>) {
        if let Event::Finished { revision, .. } = event {
            self.0.push((*revision).to_owned());
        }
    }
}

#[tokio::test]
async fn on_sqlite() {
    let file = sqlite::Database::new();
    let database = Database::at(&file.url()).expect("a URL");
    let migrations = Migrations::compiled(SCRIPTS).expect("a chain");
    assert_eq!(migrations.upgrade(&database).await.expect("an upgrade").len(), 2);
    assert_eq!(file.sql("INSERT INTO users (id) VALUES (1); SELECT name FROM users"), "\"it's\" a \\ {name}\n");
    let mut told = Told::default();
    let back = migrations.run(&database, Direction::Downgrade, "-1", Stop::never(), &mut told).await;
    assert_eq!(back.expect("a downgrade").len(), 1);
    assert_eq!(told.0, ["3f2a9c81d4e7"]);
}

#[tokio::test]
async fn programs_that_start_at_once_on_postgresql() {
    let Some(server) = postgres::Database::new() else { return };
    let start = || {
        let url = server.url();
        tokio::spawn(async move {
            let database = Database::at(&url)?;
            Migrations::compiled(SCRIPTS)?.version_schema("meta").upgrade(&database).await.map(|ran| ran.len())
        })
    };
    let tasks: Vec<_> = (0..4).map(|_| start()).collect();
    let mut ran = 0;
    for task in tasks {
        ran += task.await.expect("no panic").expect("an upgrade");
    }
    assert_eq!(ran, 2);
    assert_eq!(server.psql("SELECT count(*) FROM meta.migrate_version").trim(), "2");
}

#[derive(Default)]
struct Heard(Vec<String>);

impl Reporter for Heard {
    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Statement { number, .. } => self.0.push(format!("statement {number}")),
            Event::Notice(Notice { severity: Severity::Notice, message }) => self.0.push(format!("notice: {message}")),
            Event::Notice(Notice { severity: Severity::Warning, message }) => {
                self.0.push(format!("warning: {message}"));
            }
            _ => {}
        }
    }
}

/// The program has no subscriber of `tracing`: the notices come by the reporter alone, each behind its statement.
#[tokio::test]
async fn what_the_server_says_on_postgresql() {
    let Some(server) = postgres::Database::new() else { return };
    let script = "-- revision: a\n-- migrate:upgrade\n\
        DO $$ BEGIN RAISE NOTICE 'half way'; RAISE WARNING 'old %', 'data'; END $$;\n\
        CREATE TABLE IF NOT EXISTS t (n integer);\nCREATE TABLE IF NOT EXISTS t (n integer);";
    let mut heard = Heard::default();
    let database = Database::at(&server.url()).expect("a URL");
    let migrations = Migrations::compiled(&[("a.sql", script)]).expect("a chain");
    migrations.run(&database, Direction::Upgrade, "head", Stop::never(), &mut heard).await.expect("an upgrade");
    assert_eq!(
        heard.0,
        [
            "statement 1",
            "notice: half way",
            "warning: old data",
            "statement 2",
            "statement 3",
            "notice: relation \"t\" already exists, skipping",
        ]
    );
}

/// The names of the crates that a build with these arguments links.
fn linked(arguments: &[&str]) -> std::collections::BTreeSet<String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let tree = std::process::Command::new(cargo)
        .args(["tree", "--locked", "--offline", "--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo");
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let text = String::from_utf8(tree.stdout).expect("UTF-8");
    text.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn an_embedding_program_links_none_of_the_terminal_s_crates() {
    const TERMINAL: [&str; 12] = [
        "annotate-snippets",
        "anstream",
        "anstyle",
        "clap",
        "clap_builder",
        "clap_complete",
        "clap_mangen",
        "console",
        "rustix",
        "indicatif",
        "tera",
        "tracing-subscriber",
    ];
    let (program, embedded) = (linked(&[]), linked(&["--no-default-features", "--features", "postgres"]));
    assert!(embedded.contains("sqlx-postgres"), "{embedded:?}");
    for name in TERMINAL {
        assert!(program.contains(name), "the program no longer links {name}: take it off this list");
        assert!(!embedded.contains(name), "a program that embeds the runner links {name}");
    }
    let sqlite = linked(&["--no-default-features"]);
    assert!(!sqlite.contains("sqlx-postgres") && sqlite.contains("sqlx-sqlite"), "{sqlite:?}");
}
