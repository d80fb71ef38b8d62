//! PostgreSQL: one cluster a run, a database a test.

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use super::server::{self, Server};
use super::{client, skipped, unique_name};

/// The server's word in `MIGRATE_TEST_SKIP`.
const NAME: &str = "postgres";
const PACKAGE: &str = "postgresql";
/// Names the programs of another server than the installed one: those that `tests/servers.sh` gets.
const BIN: &str = "MIGRATE_TEST_POSTGRES_BIN";

/// Whether this run is about one server of PostgreSQL's, so that what other databases do is no matter.
pub(crate) fn is_the_only_one() -> bool {
    std::env::var_os(BIN).is_some_and(|folder| !folder.is_empty())
}

/// A database of its own, dropped at the end.
pub(crate) struct Database {
    name: String,
    cluster: &'static Cluster,
    roles: std::cell::RefCell<Vec<String>>,
}

/// Members of this role must give their password; everybody else is trusted.
const NEEDS_PASSWORD: &str = "needs_password";

/// Roles that every server of ours has, for cases that name them.
const ROLES: [&str; 4] = ["case_app", "case_reader", "case_boss", "Case Role"];

/// The server that all tests share.
struct Cluster {
    /// The URL of the maintenance database.
    url: String,
    bin: PathBuf,
    server: Option<Server>,
}

impl Database {
    /// A new empty database; `None` only where `MIGRATE_TEST_SKIP` names `postgres`.
    ///
    /// # Panics
    /// Where there is no server and none can be started.
    pub(crate) fn new() -> Option<Self> {
        if skipped(NAME) {
            return None;
        }
        let cluster = cluster();
        let name = unique_name("t");
        cluster.psql(&cluster.url, &format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"));
        Some(Database { name, cluster, roles: std::cell::RefCell::default() })
    }

    /// The database's name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The URL for the program under test and for `psql` alike.
    pub(crate) fn url(&self) -> String {
        with_database(&self.cluster.url, &self.name)
    }

    /// Makes a role that may log in, dropped at the end, and gives back its name. `attributes` are those of
    /// `CREATE ROLE`; with a `PASSWORD` among them it must be given (on a server given by a URL, that server decides).
    pub(crate) fn role(&self, attributes: &str) -> String {
        let role = unique_name("r");
        self.psql(&format!("CREATE ROLE {role} LOGIN {attributes}"));
        if attributes.contains("PASSWORD") && self.cluster.server.is_some() {
            self.psql(&format!("GRANT {NEEDS_PASSWORD} TO {role}"));
        }
        self.roles.borrow_mut().push(role.clone());
        role
    }

    /// The URL for another login: `role` or `role:password`.
    pub(crate) fn url_as(&self, login: &str) -> String {
        let url = self.url();
        let (scheme, rest) = url.split_once("://").expect("a URL");
        let authority_end = rest.find('/').expect("a database");
        let at = rest[..authority_end].rfind('@').map_or(0, |at| at + 1);
        format!("{scheme}://{login}@{}", &rest[at..])
    }

    /// The folder of the socket; `None` where the server was given by a URL.
    pub(crate) fn socket_folder(&self) -> Option<&std::path::Path> {
        self.cluster.server.as_ref().map(|server| server.folder.as_path())
    }

    /// Runs SQL by `psql` and gives back the rows, columns parted by `|`.
    ///
    /// # Panics
    /// Where a statement fails.
    pub(crate) fn psql(&self, sql: &str) -> String {
        self.cluster.psql(&self.url(), sql)
    }

    /// Runs SQL by `psql`; an error is what the server said.
    pub(crate) fn try_psql(&self, sql: &str) -> Result<String, String> {
        let mut command = self.cluster.psql_command(&self.url());
        client::try_run(&mut command, sql).unwrap_or_else(|why| panic!("psql: {why}; {}", client::install(PACKAGE)))
    }

    /// `psql` on this database.
    pub(crate) fn psql_command(&self) -> Command {
        self.cluster.psql_command(&self.url())
    }

    /// The schema by `pg_dump`, but for the version table, the settings and the comments that it puts around.
    pub(crate) fn dump(&self) -> String {
        self.pg_dump(&["--schema-only", "--no-owner"])
    }

    /// The same with owners.
    pub(crate) fn dump_with_owners(&self) -> String {
        self.pg_dump(&["--schema-only"])
    }

    /// The schema and the rows, as INSERTs in the order of the tables' names.
    pub(crate) fn dump_with_rows(&self) -> String {
        self.pg_dump(&["--column-inserts", "--rows-per-insert=1", "--no-owner"])
    }

    fn pg_dump(&self, options: &[&str]) -> String {
        let mut command = Command::new(self.cluster.bin.join("pg_dump"));
        command
            .arg("--exclude-table")
            .arg(format!("*.{}", super::VERSION_TABLE))
            .args(options)
            .arg(format!("--dbname={}", self.url()));
        normalise(&client::run(command, "", PACKAGE))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // What goes wrong here must not hide what went wrong in the test.
        let mut command = self.cluster.psql_command(&self.cluster.url);
        let drop_roles: String =
            self.roles.borrow().iter().map(|role| format!("DROP ROLE IF EXISTS {role};")).collect();
        client::try_run(&mut command, &format!("DROP DATABASE IF EXISTS {} WITH (FORCE); {drop_roles}", self.name))
            .ok();
    }
}

impl Cluster {
    fn psql(&self, url: &str, sql: &str) -> String {
        client::run(self.psql_command(url), sql, PACKAGE)
    }

    fn psql_command(&self, url: &str) -> Command {
        let mut command = Command::new(self.bin.join("psql"));
        command.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", url]);
        command.env("PGOPTIONS", "-c client_min_messages=warning");
        command
    }
}

/// The server's version, as the number before the dot.
pub(crate) fn version() -> u32 {
    static VERSION: OnceLock<u32> = OnceLock::new();
    *VERSION.get_or_init(|| {
        let cluster = cluster();
        let number: u32 = cluster.psql(&cluster.url, "SHOW server_version_num").trim().parse().expect("a number");
        number / 10_000
    })
}

/// The cluster of the run, started by the first test that asks.
fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Result<Cluster, String>> = OnceLock::new();
    match CLUSTER.get_or_init(start) {
        Ok(cluster) => cluster,
        Err(why) => panic!("{why}"),
    }
}

fn start() -> Result<Cluster, String> {
    let bin = bin().ok_or_else(|| {
        format!("PostgreSQL is not installed: {} (or MIGRATE_TEST_SKIP={NAME})", client::install(PACKAGE))
    })?;
    if let Some(url) = std::env::var("MIGRATE_TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty()) {
        return Ok(Cluster { url, bin, server: None });
    }
    let user = server::is_root().then_some("postgres");
    let (folder, lock) = server::folder("pg", user)?;
    let data = folder.join("data");
    let mut initdb = server::as_user(user, &bin.join("initdb"));
    initdb.args(["-A", "trust", "-U", "postgres", "--no-sync", "--no-locale", "-E", "UTF8", "-D"]).arg(&data);
    initdb.current_dir("/");
    client::try_run(&mut initdb, "")
        .map_err(|why| why.to_string())
        .and_then(|done| done)
        .map_err(|why| format!("initdb failed: {why}"))?;
    std::fs::write(
        data.join("pg_hba.conf"),
        format!("local all +{NEEDS_PASSWORD} scram-sha-256\nlocal all all trust\nlocal replication all trust\n"),
    )
    .map_err(|why| format!("cannot write pg_hba.conf: {why}"))?;
    let mut postgres = server::as_user(user, &bin.join("postgres"));
    postgres.arg("-D").arg(&data).arg("-k").arg(&folder);
    for setting in [
        "listen_addresses=",
        "fsync=off",
        "full_page_writes=off",
        "synchronous_commit=off",
        "max_connections=200",
        "max_prepared_transactions=4",
    ] {
        postgres.args(["-c", setting]);
    }
    let url = format!("postgres://postgres@/postgres?host={}", folder.display());
    let mut ready = Command::new(bin.join("pg_isready"));
    ready.arg("-q").arg("-h").arg(&folder);
    let ready = || {
        let mut command = Command::new(ready.get_program());
        command.args(ready.get_args()).status().is_ok_and(|status| status.success())
    };
    // QUIT is the immediate shutdown: nothing here is worth a checkpoint.
    let server = server::start((folder, lock), "QUIT", &postgres, ready)?;
    let cluster = Cluster { url, bin, server: Some(server) };
    cluster.psql(&cluster.url, &format!("CREATE ROLE {NEEDS_PASSWORD}"));
    // Those that cases grant to.
    for role in ROLES {
        cluster.psql(&cluster.url, &format!("CREATE ROLE \"{role}\""));
    }
    Ok(cluster)
}

/// The folder of the programs of the server that `MIGRATE_TEST_POSTGRES_BIN` names, else of the newest that is installed.
fn bin() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(BIN).filter(|folder| !folder.is_empty()) {
        return Some(named.into());
    }
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().filter_map(|entry| {
        let version: u32 = entry.file_name().to_string_lossy().parse().ok()?;
        let bin = entry.path().join("bin");
        bin.join("initdb").is_file().then_some((version, bin))
    });
    debian
        .max()
        .map(|(_, bin)| bin)
        .or_else(|| client::find("initdb").and_then(|initdb| initdb.parent().map(ToOwned::to_owned)))
}

/// The version of the server that the tests run on; zero where there is none.
pub(crate) fn major_version() -> u32 {
    let said = bin().and_then(|bin| Command::new(bin.join("postgres")).arg("--version").output().ok());
    let said = said.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    // `postgres (PostgreSQL) 18.1 (Debian 18.1-1)`
    let version = said.split_whitespace().find_map(|word| word.split('.').next()?.parse().ok());
    version.unwrap_or_default()
}

/// The URL with another database.
fn with_database(url: &str, name: &str) -> String {
    let (head, query) = url.split_once('?').map_or((url, None), |(head, query)| (head, Some(query)));
    let authority = head.find("://").map_or(0, |at| at + 3);
    let end = head[authority..].find('/').map_or(head.len(), |at| authority + at);
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{}/{name}{query}", &head[..end])
}

/// What two dumps of the same schema have in common: no settings, no headings, no empty lines.
fn normalise(dump: &str) -> String {
    let heading = |line: &str| {
        line == "--"
            || ["-- Name: ", "-- PostgreSQL database dump", "-- Dumped ", "-- Data for Name: ", "-- TOC "]
                .iter()
                .any(|start| line.starts_with(start))
    };
    let setting = |line: &str| {
        ["SET ", "SELECT pg_catalog.set_config('search_path'", "\\restrict", "\\unrestrict"]
            .iter()
            .any(|start| line.starts_with(start))
    };
    let kept = dump.lines().filter(|line| !line.is_empty() && !heading(line) && !setting(line));
    kept.map(|line| format!("{line}\n")).collect()
}
