//! Servers that come up late, or never answer.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{Project, network, postgres};

/// Passes on what comes at `port` to a socket, from `later` on.
fn late_server(port: u16, socket: std::path::PathBuf, later: Duration) {
    thread::spawn(move || {
        thread::sleep(later);
        let listener = TcpListener::bind(("127.0.0.1", port)).expect("the port");
        for client in listener.incoming().flatten() {
            let server = UnixStream::connect(&socket).expect("the server");
            let (answers, asking) = (client.try_clone().expect("a clone"), server.try_clone().expect("a clone"));
            thread::spawn(move || pass_on(client, asking));
            thread::spawn(move || pass_on(server, answers));
        }
    });
}

fn pass_on(mut from: impl Read, mut to: impl Write) {
    std::io::copy(&mut from, &mut to).ok();
}

#[test]
fn a_server_that_comes_up_late_is_waited_for() {
    let Some(database) = postgres::Database::new() else { return };
    let Some(folder) = database.socket_folder() else { return };
    let port = network::free_port();
    let url = format!("postgres://postgres@127.0.0.1:{port}/{}", database.name());
    let project = Project::new(&url);
    let run = project.run(["current"]).status(2);
    assert!(run.stderr.contains("no server answers at"), "{}", run.stderr);
    late_server(port, folder.join(".s.PGSQL.5432"), Duration::from_millis(800));
    let text = project.read("migrate.toml").replace("[schema]", "wait = \"30s\"\n[schema]");
    project.write("migrate.toml", &text);
    project.run(["current"]).status(0);
}

#[test]
fn a_port_that_never_answers_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let place = listener.local_addr().expect("an address");
    for scheme in ["postgres", "mysql"] {
        let project = Project::new(&format!("{scheme}://u:secret@{place}/db"));
        let text = project.read("migrate.toml").replace("[schema]", "connect_timeout = \"200ms\"\n[schema]");
        project.write("migrate.toml", &text);
        let begun = Instant::now();
        let run = project.run(["upgrade"]).status(2).hides("secret");
        let said = format!("{place} gave no connection within 200ms");
        assert!(run.raw_stderr.contains(&said), "{}", run.stderr);
        assert!(begun.elapsed() < Duration::from_secs(20));
    }
    // One that accepts and hangs up is no server.
    let hangs_up = TcpListener::bind("127.0.0.1:0").expect("a port");
    let place = hangs_up.local_addr().expect("an address");
    thread::spawn(move || hangs_up.incoming().flatten().for_each(|client: TcpStream| drop(client)));
    for scheme in ["postgres", "mysql"] {
        let run = Project::new(&format!("{scheme}://u:secret@{place}/db")).run(["current"]).status(2).hides("secret");
        assert!(run.stderr.contains("takes no connection: it closed the connection"), "{}", run.stderr);
    }
    let says_otherwise = TcpListener::bind("127.0.0.1:0").expect("a port");
    let place = says_otherwise.local_addr().expect("an address");
    thread::spawn(move || {
        for mut client in says_otherwise.incoming().flatten() {
            client.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").ok();
            // Until it is given up, so that what was written arrives.
            client.read_to_end(&mut Vec::new()).ok();
        }
    });
    let run = Project::new(&format!("postgres://u:secret@{place}/db")).run(["current"]).status(2).hides("secret");
    assert!(run.stderr.contains("it does not answer as PostgreSQL does"), "{}", run.stderr);
}
