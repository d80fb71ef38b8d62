//! PgBouncer before the server that all tests share: one of a test's own, with a name for each of its modes.

use std::net::TcpStream;

use super::postgres::{self, Database};
use super::{client, network, server};

const PACKAGE: &str = "pgbouncer";

/// A running PgBouncer.
pub(crate) struct Pooler {
    port: u16,
    _server: server::Server,
}

impl Pooler {
    /// Starts one before `database`, known there as `session`, `transaction` and `statement`; every other database by its name,
    /// in session mode. `None` where the server was given by a URL.
    ///
    /// # Panics
    /// Where PgBouncer is not installed, or does not start.
    pub(crate) fn start(database: &Database, settings: &str) -> Option<Self> {
        let socket = database.socket_folder()?;
        let program = client::find("pgbouncer").unwrap_or_else(|| panic!("{}", client::install(PACKAGE)));
        // It refuses to run as root.
        let user = postgres::os_user();
        let (folder, lock) = server::folder("pool", user).unwrap_or_else(|why| panic!("{why}"));
        let port = network::free_port();
        let named: String = ["session", "transaction", "statement"]
            .iter()
            .map(|mode| format!("{mode} = host={} dbname={} pool_mode={mode}\n", socket.display(), database.name()))
            .collect();
        let users = folder.join("users.txt");
        std::fs::write(&users, "\"postgres\" \"\"\n").expect("a file");
        let text = format!(
            "[databases]\n{named}* = host={}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n\
             unix_socket_dir =\nauth_type = trust\nauth_file = {}\n{settings}\n",
            socket.display(),
            users.display()
        );
        let file = folder.join("pgbouncer.ini");
        std::fs::write(&file, text).expect("a file");
        let mut command = server::as_user(user, &program);
        command.arg(&file);
        let ready = || TcpStream::connect(("127.0.0.1", port)).is_ok();
        let server = server::start((folder, lock), "TERM", &command, ready).unwrap_or_else(|why| panic!("{why}"));
        Some(Pooler { port, _server: server })
    }

    /// The URL of a database by way of the pooler.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }
}
