//! Where a login may stand beside the URL: the files and variables of the databases' own clients.

use std::os::unix::fs::PermissionsExt;

use super::SCHEMA;
use crate::support::{Project, mysql, network};

/// A role of PostgreSQL that must give its password, and may make databases.
const PASSWORD: &str = "p:w\\ #%";

/// A file that only its owner reads.
fn secret_file(project: &Project, name: &str, text: &str) -> String {
    project.write(name, text);
    let path = project.root().join(name);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("permissions");
    path.display().to_string()
}

#[test]
fn a_password_file_lets_into_the_shadow_too() {
    let Some(cluster) = network::cluster() else { return };
    cluster.psql("postgres", &format!("CREATE ROLE secretive LOGIN CREATEDB PASSWORD '{PASSWORD}'"));
    cluster.psql("postgres", "CREATE DATABASE pgpass OWNER secretive");
    let port = cluster.port;
    let escaped = PASSWORD.replace('\\', "\\\\").replace(':', "\\:");
    let line = |database: &str| format!("# one\n127.0.0.1:{port}:{database}:secretive:{escaped}\n");
    let url = format!("postgres://secretive@127.0.0.1:{port}/pgpass");
    let project = Project::new(&url).schema_toml(SCHEMA);
    project.run(["current"]).status(2);
    // For this database alone, and a schema that has to be tried out.
    secret_file(&project, ".home/.pgpass", &line("pgpass"));
    project.run(["revision", "--autogenerate", "-m", "one"]).status(0);
    project.run(["upgrade"]).status(0);
    project.run(["check"]).status(0);
    let project = Project::new(&url);
    let file = secret_file(&project, "passwords", &line("*"));
    let project = project.env("PGPASSFILE", &file);
    project.run(["current"]).status(0).hides(PASSWORD);
    secret_file(&project, "passwords", &line("another"));
    project.run(["current"]).status(2);
}

#[test]
fn services_and_variables() {
    let Some(cluster) = network::cluster() else { return };
    cluster.psql("postgres", "CREATE DATABASE service");
    let port = cluster.port;
    let service =
        format!("[other]\nhost=nowhere.invalid\n[shop]\nhost=127.0.0.1\nport={port}\nuser=postgres\ndbname=service\n");
    let project = Project::new("postgres:///?service=shop");
    let run = project.run(["current"]).status(2);
    assert!(run.stderr.contains("there is no service `shop` in"), "{}", run.stderr);
    project.write(".home/.pg_service.conf", &service);
    project.run(["current"]).status(0);
    assert_eq!(cluster.psql("service", "SELECT count(*) FROM pg_class WHERE relname = 'migrate_version'").trim(), "0");
    project.run(["ensure-version"]).status(0);
    assert_eq!(cluster.psql("service", "SELECT count(*) FROM pg_class WHERE relname = 'migrate_version'").trim(), "1");
    // By the variables, another file.
    let project = Project::new("postgres://").file("services", &service);
    let file = project.root().join("services").display().to_string();
    project.env("PGSERVICE", "shop").env("PGSERVICEFILE", &file).run(["current"]).status(0);
    let project = Project::new("postgres://")
        .env("PGHOST", "127.0.0.1")
        .env("PGPORT", &port.to_string())
        .env("PGUSER", "postgres")
        .env("PGDATABASE", "service");
    project.run(["current"]).status(0);
    let run = project.env("PGUSER", "nobody_at_all").run(["current"]).status(2);
    assert!(run.stderr.contains("\"nobody_at_all\""), "{}", run.stderr);
}

#[test]
fn sockets_and_ipv6() {
    let Some(cluster) = network::cluster() else { return };
    Project::new(&cluster.socket_url("app")).run(["current"]).status(0);
    let port = cluster.port;
    if std::net::TcpListener::bind("[::1]:0").is_ok() {
        Project::new(&format!("postgres://postgres@[::1]:{port}/app")).run(["current"]).status(0);
        let run = Project::new("postgres://postgres@[::1]:1/app").run(["current"]).status(2);
        assert!(run.stderr.contains("no server answers at [::1]:1: "), "{}", run.stderr);
        let run = Project::new("mysql://root@[::1]:1/app").run(["current"]).status(2);
        assert!(run.stderr.contains("no server answers at [::1]:1: "), "{}", run.stderr);
    }
}

#[test]
fn option_files_of_mysql() {
    let Some(database) = mysql::Database::new() else { return };
    let role = database.role("p\"w #;");
    let url = database.url_as(&role);
    let (_, query) = url.split_once('?').unwrap_or((&url, ""));
    let Some(socket) = query.strip_prefix("socket=") else { return };
    let file = format!(
        "[mysqld]\nuser = nobody\n[client]\nuser = {role}\npassword = \"p\\\"w #;\"\nsocket = {socket}\n[mysqldump]\nuser = nobody\n"
    );
    let bare = format!("mysql://localhost/{}", database.name());
    let project = Project::new(&bare);
    secret_file(&project, ".home/.my.cnf", &file);
    project.run(["ensure-version"]).status(0).hides("p\"w");
    assert!(database.mysql("SHOW TABLES").contains("migrate_version"));
    // The URL comes first.
    let run = Project::new(&format!("mysql://someone@localhost/{}", database.name()));
    secret_file(&run, ".home/.my.cnf", &file);
    assert!(run.run(["current"]).status(2).stderr.contains("\"someone\""));
    for parameter in ["defaults-file", "read_default_file"] {
        let project = Project::new(&bare);
        let path = secret_file(&project, "login.cnf", &file);
        project.run(["current"]).status(2);
        project.run(["current", "--url", &format!("{bare}?{parameter}={path}")]).status(0);
    }
    let run = Project::new(&format!("{bare}?defaults-file=/nowhere/my.cnf")).run(["current"]).status(2);
    assert!(run.stderr.contains("cannot read /nowhere/my.cnf"), "{}", run.stderr);
}
