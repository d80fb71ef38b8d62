//! MySQL and MariaDB: Debian's MariaDB, and the newer servers that `tests/servers.sh` has got. Each is started once a run,
//! only where a test asks, and gives a database a test.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use super::{client, server, skipped, unique_name};

/// The servers' word in `MIGRATE_TEST_SKIP`.
const NAME: &str = "mysql";
const PACKAGE: &str = "mariadb-server";
/// The folder of the servers that `tests/servers.sh` gets; `target/servers` where it is not set.
const SERVERS: &str = "MIGRATE_TEST_SERVERS";

/// A server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Server {
    /// The installed MariaDB, or the one that `MIGRATE_TEST_MYSQL_URL` names.
    MariaDb,
    /// The newest MariaDB, where it could be had.
    NewMariaDb,
    /// The newest MySQL, where it could be had.
    MySql,
}

impl Server {
    /// All of them.
    pub(crate) const ALL: [Server; 3] = [Server::MariaDb, Server::NewMariaDb, Server::MySql];

    /// The name of its folder below [`SERVERS`].
    fn tree_name(self) -> Option<&'static str> {
        match self {
            Server::MariaDb => None,
            Server::NewMariaDb => Some("mariadb"),
            Server::MySql => Some("mysql"),
        }
    }

    /// Its folder; none where it is installed.
    fn tree(self) -> Result<Option<PathBuf>, String> {
        let Some(name) = self.tree_name() else { return Ok(None) };
        let given = std::env::var_os(SERVERS).filter(|folder| !folder.is_empty()).map(PathBuf::from);
        let servers = given.unwrap_or_else(|| {
            let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
            Path::new(env!("CARGO_MANIFEST_DIR")).join(target).join("servers")
        });
        let tree = servers.join(name);
        if tree.is_dir() {
            return Ok(Some(tree));
        }
        let why = std::fs::read_to_string(servers.join(format!("{name}.missing")));
        Err(why.unwrap_or_else(|_| "sh tests/servers.sh gets it".to_owned()).trim().to_owned())
    }

    /// Whether tests are to be run on it; says where it could not be had.
    fn is_there(self) -> bool {
        if skipped(NAME) {
            return false;
        }
        self.tree().inspect_err(|why| say_missing(self, why)).is_ok()
    }

    /// A program of its own.
    fn program(self, name: &str) -> PathBuf {
        let own = match self {
            Server::MySql => name.strip_prefix("mariadb-").map_or("mysql".to_owned(), |rest| format!("mysql{rest}")),
            Server::MariaDb | Server::NewMariaDb => name.to_owned(),
        };
        // MariaDB's package of the server holds no mariadb-dump: the installed one reads it too.
        let in_tree = self.tree().ok().flatten().map(|tree| tree.join("usr/bin").join(&own));
        in_tree.filter(|program| program.exists()).unwrap_or_else(|| own.into())
    }
}

/// A database of its own, dropped at the end.
pub(crate) struct Database {
    name: String,
    shared: &'static Shared,
    roles: std::cell::RefCell<Vec<String>>,
}

/// A server that all tests share.
struct Shared {
    kind: Server,
    /// How the client reaches it.
    arguments: Vec<String>,
    password: Option<String>,
    /// The URL without a database: what stands before it, and the query.
    url: (String, String),
    server: Option<server::Server>,
}

impl Database {
    /// A new empty database on the installed MariaDB; `None` only where `MIGRATE_TEST_SKIP` names `mysql`.
    ///
    /// # Panics
    /// Where there is no server and none can be started.
    pub(crate) fn new() -> Option<Self> {
        Self::on(Server::MariaDb)
    }

    /// A new empty database on a server; `None` where `MIGRATE_TEST_SKIP` names `mysql`, and where a newer server could not
    /// be had, which is said.
    ///
    /// # Panics
    /// Where the server is there and cannot be started.
    pub(crate) fn on(kind: Server) -> Option<Self> {
        kind.is_there().then(|| Self::made(shared(kind)))
    }

    /// A new empty database on a server of its own, which is started again whenever it ends; `options` are the server's.
    /// `None` as of [`Database::on`].
    ///
    /// # Panics
    /// Where the server is there and cannot be started.
    pub(crate) fn on_its_own(kind: Server, options: &[&str]) -> Option<Self> {
        kind.is_there().then(|| {
            let server = start(kind, options, true).unwrap_or_else(|why| panic!("{why}"));
            // It ends with the tests, as the shared ones do.
            Self::made(Box::leak(Box::new(server)))
        })
    }

    /// Another database on the same server.
    pub(crate) fn beside(&self) -> Self {
        Self::made(self.shared)
    }

    fn made(shared: &'static Shared) -> Self {
        let name = unique_name("t");
        let create = format!("CREATE DATABASE {name} CHARACTER SET utf8mb4");
        client::run(shared.client("mariadb", &[]), &create, PACKAGE);
        Database { name, shared, roles: std::cell::RefCell::default() }
    }

    /// Kills a server of its own by SIGKILL, and waits until it is there again.
    pub(crate) fn crash(&self) {
        let folder = self.shared.server.as_ref().map(|server| server.folder.clone()).expect("a server of its own");
        let pid = std::fs::read_to_string(folder.join("data/pid")).expect("the server's process");
        std::fs::remove_file(folder.join("data/pid")).ok();
        let killed = Command::new("kill").args(["-s", "KILL", pid.trim()]).status().expect("kill");
        assert!(killed.success());
        let began = std::time::Instant::now();
        while !folder.join("data/pid").exists() || self.try_mysql("SELECT 1").is_err() {
            assert!(began.elapsed() < std::time::Duration::from_mins(2), "the server does not come back");
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    }

    /// A database on each server that there is.
    pub(crate) fn on_each() -> impl Iterator<Item = (Server, Self)> {
        Server::ALL.into_iter().filter_map(|kind| Some((kind, Self::on(kind)?)))
    }

    /// The database's name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The URL for the program under test.
    pub(crate) fn url(&self) -> String {
        format!("{}/{}{}", self.shared.url.0, self.name, self.shared.url.1)
    }

    /// The URL for another login: `role` or `role:password`.
    pub(crate) fn url_as(&self, login: &str) -> String {
        let (scheme, rest) = self.shared.url.0.split_once("://").expect("a URL");
        let address = rest.rsplit_once('@').map_or(rest, |(_, address)| address);
        format!("{scheme}://{login}@{address}/{}{}", self.name, self.shared.url.1)
    }

    /// Makes a role with a password that may do everything in this database, dropped at the end; gives back its name.
    pub(crate) fn role(&self, password: &str) -> String {
        let role = unique_name("r");
        self.mysql(&format!(
            "CREATE USER {role}@'%' IDENTIFIED BY '{password}'; CREATE USER {role}@localhost IDENTIFIED BY '{password}';
             GRANT ALL ON {0}.* TO {role}@'%'; GRANT ALL ON {0}.* TO {role}@localhost;",
            self.name
        ));
        self.roles.borrow_mut().push(role.clone());
        role
    }

    /// Runs SQL by the client and gives back the rows, columns parted by tabs.
    ///
    /// # Panics
    /// Where a statement fails.
    pub(crate) fn mysql(&self, sql: &str) -> String {
        client::run(self.command(), sql, PACKAGE)
    }

    /// Runs SQL by the client; an error is what the server said.
    pub(crate) fn try_mysql(&self, sql: &str) -> Result<String, String> {
        client::try_run(&mut self.command(), sql)
            .unwrap_or_else(|why| panic!("mariadb: {why}; {}", client::install(PACKAGE)))
    }

    /// The client, on this database.
    pub(crate) fn command(&self) -> Command {
        // Without `--comments` the client takes them out of the bodies of triggers and routines.
        self.shared.client("mariadb", &["-N", "-B", "--comments", &self.name])
    }

    /// The schema by the database's own dump, but for the version table, the settings and the counters.
    pub(crate) fn dump(&self) -> String {
        self.dump_by(&["--no-data"])
    }

    /// The schema and the rows, an INSERT each in the order of the keys.
    pub(crate) fn dump_with_rows(&self) -> String {
        self.dump_by(&["--skip-extended-insert", "--complete-insert", "--order-by-primary", "--skip-add-locks"])
    }

    fn dump_by(&self, options: &[&str]) -> String {
        let ignore = format!("--ignore-table={}.{}", self.name, super::VERSION_TABLE);
        let mut all = vec!["--routines", "--triggers", "--events", "--skip-comments", "--no-tablespaces", "--hex-blob"];
        all.extend(options);
        if self.shared.kind == Server::MySql {
            all.push("--set-gtid-purged=OFF");
        }
        all.extend([ignore.as_str(), &self.name]);
        normalise(&client::run(self.shared.client("mariadb-dump", &all), "", PACKAGE))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let mut sql = format!("DROP DATABASE IF EXISTS {};", self.name);
        for role in self.roles.borrow().iter() {
            sql.push_str(&format!("DROP USER IF EXISTS {role}@'%', {role}@localhost;"));
        }
        client::try_run(&mut self.shared.client("mariadb", &[]), &sql).ok();
    }
}

impl Shared {
    fn client(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.kind.program(program));
        command.arg("--no-defaults").args(&self.arguments).arg("--default-character-set=utf8mb4");
        if self.kind == Server::MySql {
            let sets = self.kind.tree().ok().flatten().map(|tree| tree.join("usr/share/mysql/charsets"));
            command.args(sets.map(|sets| format!("--character-sets-dir={}", sets.display())));
        }
        command.args(arguments);
        if let Some(password) = &self.password {
            command.env("MYSQL_PWD", password);
        }
        command
    }
}

/// Says once, past the capture of the test harness, that a newer server is not there.
fn say_missing(kind: Server, why: &str) {
    static SAID: std::sync::Mutex<Vec<&str>> = std::sync::Mutex::new(Vec::new());
    let mut said = SAID.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let name = kind.tree_name().unwrap_or(NAME);
    if !said.contains(&name) {
        said.push(name);
        let line = format!("the tests on the newest {name} are left out: {why}\n");
        std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes()).ok();
    }
}

/// The server of the run, started by the first test that asks.
fn shared(kind: Server) -> &'static Shared {
    static SHARED: [OnceLock<Result<Shared, String>>; 3] = [OnceLock::new(), OnceLock::new(), OnceLock::new()];
    let at = Server::ALL.iter().position(|one| *one == kind).unwrap_or_default();
    match SHARED[at].get_or_init(|| start(kind, &[], false)) {
        Ok(shared) => shared,
        Err(why) => panic!("{why}"),
    }
}

/// Runs `$@` again and again.
const AGAIN: &str = r#"trap 'kill -s KILL "$server"; exit' TERM; while :; do "$@" & server=$!; wait "$server"; done"#;

/// Starts a server with further options; one that is to come back is started anew whenever it ends.
fn start(kind: Server, more: &[&str], comes_back: bool) -> Result<Shared, String> {
    if let (Server::MariaDb, Some(url)) =
        (kind, std::env::var("MIGRATE_TEST_MYSQL_URL").ok().filter(|url| !url.is_empty()))
    {
        return given(&url);
    }
    begin(kind, &["--skip-networking".to_owned()], more, comes_back)
}

/// A server of a test's own, with options of its own, and its socket.
pub(crate) struct OwnServer(Shared);

impl OwnServer {
    /// Starts the installed MariaDB; `None` only where `MIGRATE_TEST_SKIP` names `mysql`.
    ///
    /// # Panics
    /// Where it cannot be started.
    pub(crate) fn start(options: &[String]) -> Option<Self> {
        let begun = (!skipped(NAME)).then(|| begin(Server::MariaDb, options, &[], false));
        begun.map(|begun| OwnServer(begun.unwrap_or_else(|why| panic!("{why}"))))
    }

    /// The user that it runs as.
    pub(crate) fn os_user() -> Option<&'static str> {
        os_user()
    }

    /// The URL of a database, over the socket.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("{}/{database}{}", self.0.url.0, self.0.url.1)
    }

    /// The path of the socket.
    pub(crate) fn socket(&self) -> String {
        self.0.url.1.trim_start_matches("?socket=").to_owned()
    }

    /// Runs SQL and gives back the rows.
    pub(crate) fn mysql(&self, sql: &str) -> String {
        client::run(self.0.client("mariadb", &["--skip-column-names"]), sql, PACKAGE)
    }
}

/// The user that runs the servers.
fn os_user() -> Option<&'static str> {
    server::is_root().then_some("mysql")
}

fn begin(kind: Server, networking: &[String], more: &[&str], comes_back: bool) -> Result<Shared, String> {
    let user = os_user();
    // Each table is a file that the server waits for the disk to have: in memory, where there is such a folder.
    let memory = Path::new("/dev/shm");
    let parent = if server::is_writable(memory) { memory } else { Path::new("/tmp") };
    let (folder, lock) = server::folder_in(parent, kind.tree_name().unwrap_or("my"), user)?;
    let (data, socket) = (folder.join("data"), folder.join("socket"));
    let mut options = prepare(kind, user, &data)?;
    let daemon = options.remove(0);
    let mut command = server::as_user(user, Path::new(&daemon));
    command.args(options).args(networking).args(["--innodb-flush-log-at-trx-commit=0", "--max-connections=200"]);
    command.args(["--innodb-buffer-pool-size=64M", "--skip-log-bin"]);
    command.arg(format!("--socket={}", socket.display()));
    // A server that starts clears its temporary folder of what others have there.
    command.arg(format!("--tmpdir={}", folder.display()));
    command.arg(format!("--pid-file={}", data.join("pid").display())).args(more);
    if comes_back {
        let mut again = Command::new("sh");
        again.args(["-c", AGAIN, "sh"]).arg(command.get_program()).args(command.get_args());
        command = again;
    }
    let arguments = vec!["--user=root".to_owned(), format!("--socket={}", socket.display())];
    let shared = Shared {
        kind,
        url: ("mysql://root@localhost".to_owned(), format!("?socket={}", socket.display())),
        arguments,
        password: None,
        server: None,
    };
    let ready = || {
        socket.exists()
            && client::try_run(&mut shared.client("mariadb", &["-e", "SELECT 1"]), "").is_ok_and(|r| r.is_ok())
    };
    let signal = if comes_back { "TERM" } else { "KILL" };
    let server = server::start((folder, lock), signal, &command, ready)?;
    Ok(Shared { server: Some(server), ..shared })
}

/// Makes the data folder; gives back the server's program and the options that say where its things are.
fn prepare(kind: Server, user: Option<&str>, data: &Path) -> Result<Vec<String>, String> {
    let missing = || format!("MariaDB is not installed: {} (or MIGRATE_TEST_SKIP={NAME})", client::install(PACKAGE));
    let shown = |path: PathBuf| path.display().to_string();
    let datadir = format!("--datadir={}", data.display());
    let tree = kind.tree()?.unwrap_or_else(|| "/".into());
    let (daemon, mut options, mut command) = match kind {
        Server::MariaDb => {
            let daemon = client::find("mariadbd").ok_or_else(missing)?;
            let command = Command::new(client::find("mariadb-install-db").ok_or_else(missing)?);
            (shown(daemon), vec!["--no-defaults".to_owned()], command)
        }
        Server::NewMariaDb | Server::MySql => {
            let share = tree.join("usr/share").join(if kind == Server::MySql { "mysql" } else { "mariadb" });
            let options = vec![
                "--no-defaults".to_owned(),
                format!("--basedir={}", shown(tree.join("usr"))),
                format!("--lc-messages-dir={}", shown(share.clone())),
                format!("--character-sets-dir={}", shown(share.join("charsets"))),
            ];
            if kind == Server::MySql {
                let daemon = tree.join("usr/sbin/mysqld");
                let command = server::as_user(user, &daemon);
                let more = ["--secure-file-priv=".to_owned(), "--mysqlx=OFF".to_owned()];
                (shown(daemon), options.into_iter().chain(more).collect(), command)
            } else {
                (shown(tree.join("usr/sbin/mariadbd")), options, Command::new(tree.join("usr/bin/mariadb-install-db")))
            }
        }
    };
    if kind == Server::MySql {
        command.args(&options).args([&datadir, "--initialize-insecure"]);
    } else {
        command.args(&options).args(["--auth-root-authentication-method=normal", "--skip-test-db", &datadir]);
        command.args(user.map(|user| format!("--user={user}")));
    }
    client::try_run(command.current_dir("/"), "")
        .map_err(|why| why.to_string())
        .and_then(|done| done)
        .map_err(|why| format!("the data folder of {daemon} cannot be made: {why}"))?;
    options.push(datadir);
    options.insert(0, daemon);
    Ok(options)
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
        kind: Server::MariaDb,
        arguments,
        password: password.map(decode),
        url: (format!("{scheme}://{authority}"), query),
        server: None,
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
