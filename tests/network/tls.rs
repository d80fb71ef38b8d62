//! TLS against real servers, with certificates that the test makes.

use crate::support::certificates::Certificates;
use crate::support::mysql::OwnServer;
use crate::support::pooler::Pooler;
use crate::support::{Project, network, postgres};

/// What a URL's parameters lead to: in, or a message and a help that hold these words.
#[track_caller]
fn tried(project: &Project, url: &str, expected: Result<(), (&str, &str)>) {
    let run = project.run(["current", "--url", url]);
    match expected {
        Ok(()) => assert_eq!(run.code, Some(0), "{url}: {}", run.stderr),
        Err((why, help)) => {
            assert_eq!(run.code, Some(2), "{url}: {}", run.stderr);
            let (message, said) = run.stderr.split_once("help: ").unwrap_or((&run.stderr, ""));
            assert!(message.contains("no encrypted connection to") && message.contains(why), "{url}: {}", run.stderr);
            assert!(said.contains(help), "{url}: {}", run.stderr);
        }
    }
}

#[test]
fn postgres_with_certificates() {
    let Some(cluster) = network::cluster() else { return };
    let files = &cluster.certificates;
    let project = Project::sqlite();
    let url = |host: &str, user: &str, parameters: &str| {
        format!("postgres://{user}@{host}:{}/app?{parameters}", cluster.port)
    };
    let (ca, other) = (files.text("ca.pem"), files.text("other.pem"));
    let own = format!("sslcert={}&sslkey={}", files.text("client.pem"), files.text("client.key"));
    let case = |host: &str, parameters: &str, expected| tried(&project, &url(host, "postgres", parameters), expected);
    case("localhost", "sslmode=disable", Ok(()));
    case("127.0.0.1", "sslmode=require", Ok(()));
    case("127.0.0.1", &format!("sslmode=verify-ca&sslrootcert={ca}"), Ok(()));
    case("localhost", &format!("sslmode=verify-full&sslrootcert={ca}"), Ok(()));
    let wrong_root = Err(("UnknownIssuer", "`sslrootcert=/path/to/ca.pem`"));
    case("localhost", &format!("sslmode=verify-full&sslrootcert={other}"), wrong_root);
    case("localhost", &format!("sslmode=verify-ca&sslrootcert={other}"), wrong_root);
    case("localhost", "sslmode=verify-full", wrong_root);
    let wrong_name = Err(("not valid for", "`sslmode=verify-ca`"));
    case("127.0.0.1", &format!("sslmode=verify-full&sslrootcert={ca}"), wrong_name);
    let no_file = Err(("cannot be read: No such file", "the files that `sslrootcert`, `sslcert` and `sslkey` name"));
    case("localhost", "sslmode=verify-full&sslrootcert=/nowhere/ca.pem", no_file);
    // A role that is known by its certificate.
    let certified = |parameters: &str| {
        let run = project.run(["current", "--url", &url("localhost", "certified", parameters)]);
        (run.code, run.stderr)
    };
    assert_eq!(certified(&format!("sslmode=verify-full&sslrootcert={ca}&{own}")).0, Some(0));
    let (code, said) = certified(&format!("sslmode=verify-full&sslrootcert={ca}"));
    assert!(code == Some(2) && said.contains("refuses the role \"certified\""), "{said}");
    // What would go unheard.
    let run = project.run(["current", "--url", &url("localhost", "postgres", "sslmodus=verify-full")]).status(2);
    assert!(run.stderr.contains("there is no parameter `sslmodus`"), "{}", run.stderr);
    let mut command = project.command(["current", "--url", &url("localhost", "postgres", "")]);
    command.env("PGSSLMODE", "verify_full");
    let run = project.finish(command).status(2);
    assert!(run.stderr.contains("`PGSSLMODE=verify_full` in the environment is none of"), "{}", run.stderr);
    cluster.show_certificate("expired");
    case("localhost", &format!("sslmode=verify-full&sslrootcert={ca}"), Err(("xpired", "renew the certificate")));
    cluster.show_certificate("server");
}

#[test]
fn a_server_without_tls() {
    let Some(database) = postgres::Database::new() else { return };
    let Some(pooler) = Pooler::start(&database, "") else { return };
    let url = pooler.url("session");
    tried(&Project::sqlite(), &format!("{url}?sslmode=require"), Err(("does not support TLS", "`sslmode=disable`")));
    tried(&Project::sqlite(), &format!("{url}?sslmode=prefer"), Ok(()));
}

#[test]
fn mariadb_with_certificates() {
    let folder = tempfile::tempdir().expect("a folder");
    let readable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(folder.path(), readable).expect("permissions");
    let files = Certificates::make(&folder.path().join("tls"), OwnServer::os_user());
    let shown = files.path("shown.pem");
    std::fs::copy(files.path("server.pem"), &shown).expect("a copy");
    let port = network::free_port();
    let Some(server) = OwnServer::start(&[
        "--bind-address=127.0.0.1".to_owned(),
        format!("--port={port}"),
        format!("--ssl-ca={}", files.text("ca.pem")),
        format!("--ssl-cert={}", shown.display()),
        format!("--ssl-key={}", files.text("server.key")),
    ]) else {
        return;
    };
    server.mysql(
        "CREATE DATABASE app; CREATE USER plain@'%' IDENTIFIED BY 'pw'; GRANT ALL ON *.* TO plain@'%'; \
         CREATE USER certified@'%' IDENTIFIED BY 'pw' REQUIRE SUBJECT '/CN=certified'; GRANT ALL ON *.* TO certified@'%';",
    );
    let project = Project::sqlite();
    let url = |host: &str, user: &str, parameters: &str| format!("mysql://{user}:pw@{host}:{port}/app?{parameters}");
    let (ca, other) = (files.text("ca.pem"), files.text("other.pem"));
    let own = format!("ssl-cert={}&ssl-key={}", files.text("client.pem"), files.text("client.key"));
    let case = |host: &str, parameters: &str, expected| tried(&project, &url(host, "plain", parameters), expected);
    case("127.0.0.1", "ssl-mode=disabled", Ok(()));
    case("127.0.0.1", "ssl-mode=required", Ok(()));
    case("127.0.0.1", &format!("ssl-mode=verify-ca&ssl-ca={ca}"), Ok(()));
    case("localhost", &format!("ssl-mode=verify-identity&ssl-ca={ca}"), Ok(()));
    case(
        "localhost",
        &format!("ssl-mode=verify-ca&ssl-ca={other}"),
        Err(("UnknownIssuer", "`ssl-ca=/path/to/ca.pem`")),
    );
    let wrong_name = Err(("not valid for", "`ssl-mode=verify-ca`"));
    case("127.0.0.1", &format!("ssl-mode=verify-identity&ssl-ca={ca}"), wrong_name);
    let no_file = Err(("cannot be read: No such file", "the files that `ssl-ca`, `ssl-cert` and `ssl-key` name"));
    case("localhost", "ssl-mode=verify-ca&ssl-ca=/nowhere/ca.pem", no_file);
    let certified = |parameters: &str| {
        let run = project.run(["current", "--url", &url("localhost", "certified", parameters)]);
        (run.code, run.stderr)
    };
    assert_eq!(certified(&format!("ssl-mode=verify-identity&ssl-ca={ca}&{own}")).0, Some(0));
    let (code, said) = certified(&format!("ssl-mode=verify-identity&ssl-ca={ca}"));
    assert!(code == Some(2) && said.contains("refuses the role \"certified\""), "{said}");
    std::fs::copy(files.path("expired.pem"), &shown).expect("a copy");
    server.mysql("FLUSH SSL");
    case("localhost", &format!("ssl-mode=verify-ca&ssl-ca={ca}"), Err(("xpired", "renew the certificate")));
}
