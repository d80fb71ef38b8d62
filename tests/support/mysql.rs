//! MariaDB (or, by URL, MySQL): one server a run, started only where a test asks, a database a test.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use super::server::{self, Server};
use super::{client, skipped, unique_name};

/// The server's word in `MIGRATE_TEST_SKIP`.
const NAME: &str = "mysql";
const PACKAGE: &str = "mariadb-server";

/// A database of its own, dropped at the end.
pub(crate) struct Database {
    name: String,
    shared: &'static Shared,
}

/// The server that all tests share.
struct Shared {
    /// How the client reaches it.
    arguments: Vec<String>,
    password: Option<String>,
    /// The URL without a database: what stands before it, and the query.
    url: (String, String),
    _server: Option<Server>,
}

impl Database {
    /// A new empty database; `None` only where `MIGRATE_TEST_SKIP` names `mysql`.
    ///
    /// # Panics
    /// Where there is no server and none can be started.
    pub(crate) fn new() -> Option<Self> {
        if skipped(NAME) {
            return None;
        }
        let shared = shared();
        let name = unique_name("t");
        let create = format!("CREATE DATABASE {name} CHARACTER SET utf8mb4");
        client::run(shared.client("mariadb", &[]), &create, PACKAGE);
        Some(Database { name, shared })
    }

    /// The database's name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The URL for the program under test.
    pub(crate) fn url(&self) -> String {
        format!("{}/{}{}", self.shared.url.0, self.name, self.shared.url.1)
    }

    /// Runs SQL by the client and gives back the rows, columns parted by tabs.
    ///
    /// # Panics
    /// Where a statement fails.
    pub(crate) fn mysql(&self, sql: &str) -> String {
        client::run(self.shared.client("mariadb", &["-N", "-B", &self.name]), sql, PACKAGE)
    }

    /// The same, where a statement may fail: then what the client said.
    pub(crate) fn try_mysql(&self, sql: &str) -> Result<String, String> {
        let mut command = self.shared.client("mariadb", &["-N", "-B", &self.name]);
        client::try_run(&mut command, sql).map_err(|why| format!("cannot run the client: {why}"))?
    }

    /// The schema by `mariadb-dump`, but for the version table, the settings and the counters.
    pub(crate) fn dump(&self) -> String {
        let ignore = format!("--ignore-table={}.{}", self.name, super::VERSION_TABLE);
        let options = ["--no-data", "--routines", "--triggers", "--events", "--skip-comments", &ignore, &self.name];
        normalise(&client::run(self.shared.client("mariadb-dump", &options), "", PACKAGE))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let mut command = self.shared.client("mariadb", &[]);
        client::try_run(&mut command, &format!("DROP DATABASE IF EXISTS {}", self.name)).ok();
    }
}

impl Shared {
    fn client(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.arg("--no-defaults").args(&self.arguments).arg("--default-character-set=utf8mb4").args(arguments);
        if let Some(password) = &self.password {
            command.env("MYSQL_PWD", password);
        }
        command
    }
}

/// The server of the run, started by the first test that asks.
fn shared() -> &'static Shared {
    static SHARED: OnceLock<Result<Shared, String>> = OnceLock::new();
    match SHARED.get_or_init(start) {
        Ok(shared) => shared,
        Err(why) => panic!("{why}"),
    }
}

fn start() -> Result<Shared, String> {
    let missing = || format!("MariaDB is not installed: {} (or MIGRATE_TEST_SKIP={NAME})", client::install(PACKAGE));
    if let Some(url) = std::env::var("MIGRATE_TEST_MYSQL_URL").ok().filter(|url| !url.is_empty()) {
        return given(&url);
    }
    let daemon = client::find("mariadbd").or_else(|| client::find("mysqld")).ok_or_else(missing)?;
    let install = client::find("mariadb-install-db").ok_or_else(missing)?;
    let user = server::is_root().then_some("mysql");
    let (folder, lock) = server::folder("my", user)?;
    let data = folder.join("data");
    let mut prepare = Command::new(install);
    prepare.args(["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db"]);
    prepare.args(user.map(|user| format!("--user={user}")));
    prepare.arg(format!("--datadir={}", data.display())).current_dir("/");
    client::try_run(&mut prepare, "")
        .map_err(|why| why.to_string())
        .and_then(|done| done)
        .map_err(|why| format!("mariadb-install-db failed: {why}"))?;
    let socket = folder.join("socket");
    let command = daemon_command(&daemon, user, &data, &socket);
    let arguments = vec!["--user=root".to_owned(), format!("--socket={}", socket.display())];
    let shared = Shared {
        url: ("mysql://root@localhost".to_owned(), format!("?socket={}", socket.display())),
        arguments,
        password: None,
        _server: None,
    };
    let ready = || {
        socket.exists()
            && client::try_run(&mut shared.client("mariadb", &["-e", "SELECT 1"]), "").is_ok_and(|r| r.is_ok())
    };
    let server = server::start((folder, lock), "KILL", &command, ready)?;
    Ok(Shared { _server: Some(server), ..shared })
}

fn daemon_command(daemon: &Path, user: Option<&str>, data: &Path, socket: &Path) -> Command {
    let mut command = Command::new(daemon);
    command.args(["--no-defaults", "--skip-networking", "--innodb-flush-log-at-trx-commit=0"]);
    command.args(["--innodb-buffer-pool-size=64M", "--max-connections=200"]);
    command.args(user.map(|user| format!("--user={user}")));
    command.arg(format!("--datadir={}", data.display()));
    command.arg(format!("--socket={}", socket.display()));
    command.arg(format!("--pid-file={}", data.join("pid").display()));
    command
}

/// A server given by its URL.
fn given(url: &str) -> Result<Shared, String> {
    let parsed = migrate::config::DatabaseUrl::parse(url, &PathBuf::from("/")).map_err(|why| why.to_string())?;
    let text = parsed.expose();
    let (scheme, rest) = text.split_once("://").unwrap_or(("mysql", text));
    let (head, query) = rest.split_once('?').map_or((rest, String::new()), |(head, query)| (head, format!("?{query}")));
    let authority = head.split('/').next().unwrap_or_default();
    let (login, address) = authority.rsplit_once('@').unwrap_or(("root", authority));
    let (user, password) = login.split_once(':').map_or((login, None), |(user, password)| (user, Some(password)));
    let decode = |text: &str| percent_decode(text);
    let (host, port) = address.split_once(':').map_or((address, None), |(host, port)| (host, Some(port)));
    let mut arguments = vec![format!("--user={}", decode(user))];
    match query.split(['?', '&']).find_map(|parameter| parameter.strip_prefix("socket=")) {
        Some(socket) => arguments.push(format!("--socket={}", decode(socket))),
        None => arguments.extend([format!("--host={host}"), "--protocol=tcp".to_owned()]),
    }
    arguments.extend(port.map(|port| format!("--port={port}")));
    Ok(Shared {
        arguments,
        password: password.map(decode),
        url: (format!("{scheme}://{authority}"), query),
        _server: None,
    })
}

fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail
            .get(..2)
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let (b'%', Some(byte)) = (first, hex) {
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What two dumps of the same schema have in common: no counters, no settings of the session.
fn normalise(dump: &str) -> String {
    let session = |line: &str| {
        line.starts_with("/*!")
            && (line.contains(" SET @") || line.contains(" SET NAMES") || line.contains(" SET TIME_ZONE"))
            || line.starts_with("/*M!999999")
    };
    let mut kept = String::new();
    for line in dump.lines().filter(|line| !line.is_empty() && !session(line)) {
        match line.split_once(" AUTO_INCREMENT=") {
            Some((before, after)) if line.starts_with(") ENGINE=") => {
                kept.push_str(before);
                kept.push_str(after.trim_start_matches(|c: char| c.is_ascii_digit()));
            }
            _ => kept.push_str(line),
        }
        kept.push('\n');
    }
    kept
}
