//! Servers on which nothing can be changed.

use super::{SCHEMA, with_revision};
use crate::support::mysql::OwnServer;
use crate::support::{Project, network, postgres};

#[test]
fn a_hot_standby_is_refused_by_what_changes_it_and_read_by_the_rest() {
    let Some(cluster) = network::cluster() else { return };
    let (app, shadow) = ("standby_app", "standby_shadow");
    cluster.psql("postgres", &format!("CREATE DATABASE {app}"));
    cluster.psql("postgres", &format!("CREATE DATABASE {shadow}"));
    let project = with_revision(Project::new(&cluster.socket_url(app)));
    project.run(["upgrade"]).status(0);
    let standby = cluster.standby();
    let url = standby.url.replace("/app?", &format!("/{app}?"));
    let on = |command: &[&str]| project.run([command, &["--url", &url]].concat());
    for command in
        [&["upgrade"][..], &["downgrade", "base"], &["stamp", "base"], &["ensure-version"], &["apply", "--yes"]]
    {
        let run = on(command).status(2);
        assert!(run.stderr.contains("takes no changes: it is a read replica\n"), "{}", run.stderr);
        assert!(run.stderr.contains("help: name the primary server"), "{}", run.stderr);
    }
    assert!(on(&["current"]).status(0).stdout.starts_with("r1"));
    on(&["verify"]).status(0);
    assert!(on(&["inspect"]).status(0).stdout.contains("[table.a.columns]"));
    // Nothing of it has to be tried out.
    on(&["check"]).status(0);
    // This has.
    project.write("schema.toml", &format!("{SCHEMA}[view.v]\nsql = \"SELECT id + 1 AS n FROM a\"\n"));
    let run = on(&["check"]).status(2);
    assert!(
        run.stderr.contains("no temporary database can be made to try the schema out in: the server at"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("`[shadow] url = \"…\"`"), "{}", run.stderr);
    let project = project.config(&format!("[shadow]\nurl = \"{}\"\n", cluster.socket_url(shadow)));
    let run = project.run(["check", "--url", &url]).status(1);
    assert!(run.stdout.contains("view v"), "{}", run.stdout);
}

#[test]
fn a_role_that_may_only_read_is_named() {
    let Some(database) = postgres::Database::new() else { return };
    let role = database.role("SUPERUSER");
    database.psql(&format!("ALTER ROLE {role} SET default_transaction_read_only = on"));
    let project = with_revision(Project::new(&database.url_as(&role)));
    let run = project.run(["upgrade"]).status(2);
    assert!(run.stderr.contains("takes no changes: `default_transaction_read_only` is on\n"), "{}", run.stderr);
    project.run(["current"]).status(0);
}

#[test]
fn mariadb_that_is_read_only() {
    let Some(server) = OwnServer::start(&["--skip-networking".to_owned()]) else { return };
    server.mysql("CREATE DATABASE app; CREATE DATABASE shadow;");
    let project = with_revision(Project::new(&server.url("app")));
    project.run(["upgrade"]).status(0);
    server.mysql("SET GLOBAL read_only = 1");
    // Even root, who could: a replica would go its own way from then on.
    for command in [&["upgrade"][..], &["downgrade", "base"], &["stamp", "base"]] {
        let run = project.run(command).status(2);
        let said = "takes no changes: `read_only` is on there, as on a read replica\n";
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
    assert!(project.run(["current"]).status(0).stdout.starts_with("r1"));
    assert!(project.run(["inspect"]).status(0).stdout.contains("[table.a.columns]"));
}
