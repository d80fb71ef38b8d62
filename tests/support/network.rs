//! A PostgreSQL cluster that is reached by TCP, with TLS, and its hot standby; ports that are free.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use super::certificates::Certificates;
use super::{client, postgres, server, skipped};

const PACKAGE: &str = "postgresql";

/// A port that nobody listens on.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}

/// The cluster and, beside it, its standby.
pub(crate) struct Cluster {
    /// Where it listens, on 127.0.0.1 and, where the machine has it, on `::1`.
    pub port: u16,
    /// Its certificates.
    pub certificates: Certificates,
    bin: PathBuf,
    folder: PathBuf,
    _server: server::Server,
}

/// Who may come in, and how.
const HBA: &str = "local all all trust\nlocal replication all trust\nhostssl all certified all cert\n\
    host all secretive all scram-sha-256\nhost all all 127.0.0.1/32 trust\nhost all all ::1/128 trust\n";

/// The cluster of the run; `None` only where `MIGRATE_TEST_SKIP` names `postgres`.
///
/// # Panics
/// Where it cannot be started.
pub(crate) fn cluster() -> Option<&'static Cluster> {
    static CLUSTER: OnceLock<Result<Cluster, String>> = OnceLock::new();
    if skipped("postgres") {
        return None;
    }
    Some(CLUSTER.get_or_init(Cluster::start).as_ref().unwrap_or_else(|why| panic!("{why}")))
}

impl Cluster {
    fn start() -> Result<Self, String> {
        let bin = postgres::bin().ok_or_else(|| client::install(PACKAGE))?;
        let user = postgres::os_user();
        let (folder, lock) = server::folder("net", user)?;
        let (data, port) = (folder.join("data"), free_port());
        postgres::initdb(&bin, &data)?;
        std::fs::write(data.join("pg_hba.conf"), HBA).map_err(|why| format!("cannot write pg_hba.conf: {why}"))?;
        let certificates = Certificates::make(&folder.join("certificates"), user);
        let mut command = server_command(&bin, &data, &folder, port);
        let listen = if TcpListener::bind("[::1]:0").is_ok() { "127.0.0.1,::1" } else { "127.0.0.1" };
        command.args([
            "-c",
            &format!("listen_addresses={listen}"),
            "-c",
            "wal_level=replica",
            "-c",
            "max_wal_senders=4",
        ]);
        // In a file, so that it can be changed.
        let tls = format!(
            "ssl = on\nssl_ca_file = '{}'\nssl_cert_file = '{}'\nssl_key_file = '{}'\n",
            certificates.text("ca.pem"),
            certificates.text("server.pem"),
            certificates.text("server.key")
        );
        std::fs::write(data.join("tls.conf"), tls).map_err(|why| why.to_string())?;
        let configuration = std::fs::read_to_string(data.join("postgresql.conf")).map_err(|why| why.to_string())?;
        std::fs::write(data.join("postgresql.conf"), format!("{configuration}\ninclude = 'tls.conf'\n"))
            .map_err(|why| why.to_string())?;
        let running = postgres::run(&bin, (folder.clone(), lock), &command, port)?;
        let cluster = Cluster { port, certificates, bin, folder, _server: running };
        cluster.psql("postgres", "CREATE ROLE certified LOGIN; CREATE DATABASE app; CREATE DATABASE shadow");
        Ok(cluster)
    }

    /// Starts a hot standby; its end is that of what is given back.
    ///
    /// # Panics
    /// Where it cannot be started.
    pub(crate) fn standby(&self) -> Standby {
        let started = || {
            let user = postgres::os_user();
            let (folder, lock) = server::folder("standby", user)?;
            let (data, port) = (folder.join("data"), free_port());
            let mut copy = server::as_user(user, &self.bin.join("pg_basebackup"));
            copy.arg("-D").arg(&data).arg("-h").arg(&self.folder).args([
                "-p",
                &self.port.to_string(),
                "-U",
                "postgres",
            ]);
            copy.args(["-R", "-c", "fast", "--no-sync"]).current_dir("/");
            client::try_run(&mut copy, "").map_err(|why| why.to_string()).and_then(|done| done)?;
            let mut command = server_command(&self.bin, &data, &folder, port);
            command.args(["-c", "listen_addresses=", "-c", "ssl=off"]);
            let url = format!("postgres://postgres@/app?host={}&port={port}", folder.display());
            let running = postgres::run(&self.bin, (folder, lock), &command, port)?;
            Ok(Standby { url, _server: running })
        };
        started().unwrap_or_else(|why: String| panic!("no standby: {why}"))
    }

    /// Runs SQL over the socket.
    pub(crate) fn psql(&self, database: &str, sql: &str) -> String {
        let mut command = Command::new(self.bin.join("psql"));
        command.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-d", database, "-h"]);
        command.arg(&self.folder).args(["-p", &self.port.to_string()]);
        client::run(command, sql, PACKAGE)
    }

    /// The URL of a database over the socket.
    pub(crate) fn socket_url(&self, database: &str) -> String {
        format!("postgres://postgres@/{database}?host={}&port={}", self.folder.display(), self.port)
    }

    /// Has the server show another certificate, to connections from then on.
    pub(crate) fn show_certificate(&self, name: &str) {
        let text = format!(
            "ssl = on\nssl_ca_file = '{}'\nssl_cert_file = '{}'\nssl_key_file = '{}'\n",
            self.certificates.text("ca.pem"),
            self.certificates.text(&format!("{name}.pem")),
            self.certificates.text("server.key")
        );
        std::fs::write(self.folder.join("data/tls.conf"), text).expect("a file");
        self.psql("postgres", "SELECT pg_reload_conf()");
        let shown = || self.psql("postgres", "SHOW ssl_cert_file").contains(&format!("{name}.pem"));
        let begun = std::time::Instant::now();
        while !shown() {
            assert!(begun.elapsed().as_secs() < 20, "the server does not read its settings again");
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }
}

/// A hot standby.
pub(crate) struct Standby {
    /// The URL of the database `app` on it.
    pub url: String,
    _server: server::Server,
}

fn server_command(bin: &Path, data: &Path, folder: &Path, port: u16) -> Command {
    let mut command = server::as_user(postgres::os_user(), &bin.join("postgres"));
    command.arg("-D").arg(data).arg("-k").arg(folder).args(["-p", &port.to_string()]);
    for setting in ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=40"] {
        command.args(["-c", setting]);
    }
    command
}
