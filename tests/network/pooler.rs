//! PgBouncer in between, in each of its modes.

use super::{SCHEMA, with_revision};
use crate::support::pooler::Pooler;
use crate::support::postgres::Database;
use crate::support::{Project, Run};

/// The tables of the database.
fn tables(database: &Database) -> String {
    database.psql("SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace").trim().to_owned()
}

#[track_caller]
fn wants_a_direct_connection(run: &Run, kept: &str) {
    let help = "help: name the server itself: `direct_url = \"postgres://…\"` under [database], or DATABASE_DIRECT_URL in the \
        environment";
    let said = format!(
        "is a connection pooler that keeps a session for {kept} only: this needs a direct connection to the server"
    );
    assert!(run.stderr.contains(&said) && run.stderr.contains(help), "`{}`: {}", run.line, run.stderr);
    assert_eq!(run.code, Some(2), "{}", run.line);
}

#[test]
fn in_session_mode_everything_works() {
    let Some(database) = Database::new() else { return };
    let Some(pooler) = Pooler::start(&database, "pool_mode = session") else { return };
    let project = Project::new(&pooler.url("session")).schema_toml(SCHEMA);
    project.run(["revision", "--autogenerate", "-m", "one"]).status(0);
    project.run(["upgrade"]).status(0);
    project.run(["check"]).status(0);
    project.run(["test"]).status(0);
    project.run(["downgrade", "base"]).status(0);
    assert_eq!(tables(&database), "migrate_version");
}

#[test]
fn what_changes_the_database_wants_a_direct_connection() {
    let Some(database) = Database::new() else { return };
    let Some(pooler) = Pooler::start(&database, "") else { return };
    for (mode, kept) in [("transaction", "a transaction"), ("statement", "a statement")] {
        let project = with_revision(Project::new(&pooler.url(mode)));
        for command in
            [&["upgrade"][..], &["downgrade", "base"], &["stamp", "head"], &["ensure-version"], &["apply", "--yes"]]
        {
            wants_a_direct_connection(&project.run(command), kept);
        }
        let run = project.run(["upgrade", "--format", "json"]).status(2);
        assert!(run.raw_stdout.contains("pooled-connection"), "{}", run.raw_stdout);
        assert_eq!(tables(&database), "");
    }
}

#[test]
fn what_looks_at_the_database_works_and_leaves_nothing_in_a_lent_session() {
    let Some(database) = Database::new() else { return };
    // One session for everybody: whatever is set in it stays there.
    let Some(pooler) = Pooler::start(&database, "default_pool_size = 1") else { return };
    let project = with_revision(Project::new(&database.url()));
    project.run(["upgrade"]).status(0);
    let url = pooler.url("transaction");
    let through = |command: &[&str]| {
        let run = project.run([command, &["--url", &url]].concat()).status(0);
        (run.stdout, run.stderr)
    };
    let settings = "SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_settings WHERE name IN \
        ('lock_timeout', 'statement_timeout', 'default_transaction_read_only', 'client_connection_check_interval', 'search_path')";
    let psql = |sql: &str| {
        let mut command = std::process::Command::new("psql");
        command.args(["-XqAt", "-d", &url, "-c", sql]);
        crate::support::client::run(command, "", "postgresql-client")
    };
    let before = psql(settings);
    assert!(through(&["current"]).0.starts_with("r1"));
    assert_eq!(through(&["verify"]).0, "1 revision as applied\n");
    assert!(through(&["upgrade", "--dry-run"]).0.contains("0 revisions would be applied"));
    assert!(through(&["inspect"]).0.contains("[table.a.columns]"));
    // What the schema says is spelled as the server does: no shadow is needed.
    through(&["check"]);
    assert_eq!(psql(settings), before);
    // A statement's session is nobody's.
    let url = pooler.url("statement");
    wants_a_direct_connection(&project.run(["current", "--url", &url]), "a statement");
}

#[test]
fn a_direct_url_goes_past_the_pooler() {
    let Some(database) = Database::new() else { return };
    let Some(pooler) = Pooler::start(&database, "server_round_robin = 1") else { return };
    for (mode, variable) in [("transaction", false), ("statement", true)] {
        let project = with_revision(Project::new(&pooler.url(mode)));
        let direct = database.url();
        let project = if variable {
            project.env("DATABASE_DIRECT_URL", &direct)
        } else {
            let text =
                project.read("migrate.toml").replace("[schema]", &format!("direct_url = \"{direct}\"\n[schema]"));
            project.file("migrate.toml", &text)
        };
        for command in [&["upgrade"][..], &["check"], &["test"], &["downgrade", "base"]] {
            project.run(command).status(0);
        }
        // A URL that was asked for by hand is the one that is meant.
        wants_a_direct_connection(
            &project.run(["upgrade", "--url", &pooler.url(mode)]),
            if variable { "a statement" } else { "a transaction" },
        );
    }
}

#[test]
fn a_pooler_is_recognised_however_it_gives_its_sessions_out() {
    let Some(database) = Database::new() else { return };
    // It may pass by the setting that it does not know, and take turns among its sessions.
    for settings in [
        "ignore_startup_parameters = options, extra_float_digits\nserver_round_robin = 1\nmin_pool_size = 3",
        "ignore_startup_parameters = options\ndefault_pool_size = 1",
    ] {
        let Some(pooler) = Pooler::start(&database, settings) else { return };
        let project = with_revision(Project::new(&database.url()));
        let run = project.run(["upgrade", "--url", &pooler.url("transaction")]);
        wants_a_direct_connection(&run, "a transaction");
        wants_a_direct_connection(&project.run(["upgrade", "--url", &pooler.url("statement")]), "a statement");
        project.run(["upgrade", "--url", &pooler.url("session")]).status(0);
        project.run(["downgrade", "base", "--url", &pooler.url("session")]).status(0);
    }
}
