//! Connecting, whatever the database: why it fails, and how a server that is starting is waited for.

use std::fmt;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use super::session::ConnectSettings;
use crate::engine::{Engine, Flavor};
use crate::error::Fault;

/// Why there is no connection. No variant holds a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConnectError {
    /// The program was built without this database.
    #[error("this build of migrate does not know {}", .engine.name())]
    NotBuilt {
        /// The database.
        engine: Engine,
        /// The Cargo feature that it lacks.
        feature: &'static str,
    },
    /// Nothing answers where the URL points.
    #[error("no server answers at {place}: {why}")]
    Unreachable {
        /// Host and port, or the socket.
        place: String,
        /// What the operating system or the server says.
        why: String,
    },
    /// It did not come about in time.
    #[error("{place} gave no connection within {}", Seconds(.limit))]
    TooSlow {
        /// Host and port, or the socket.
        place: String,
        /// The limit.
        limit: Duration,
    },
    /// The server is there and is not ready: it starts, stops, or has no connection left.
    #[error("the server at {place} takes no connection: {why}")]
    NotReady {
        /// Host and port, or the socket.
        place: String,
        /// The server's message.
        why: String,
    },
    /// User or password is wrong, or the server's rules don't let this role in.
    #[error("the server at {place} refuses the role \"{user}\": {why}")]
    Refused {
        /// Host and port, or the socket.
        place: String,
        /// The role.
        user: String,
        /// The server's message.
        why: String,
    },
    /// The server has no such database.
    #[error("the server at {place} has no database \"{database}\"")]
    UnknownDatabase {
        /// Host and port, or the socket.
        place: String,
        /// The name.
        database: String,
    },
    /// TLS failed.
    #[error("no encrypted connection to {place}: {why}")]
    Tls {
        /// Host and port, or the socket.
        place: String,
        /// The reason.
        why: String,
        /// What to do about it.
        help: String,
    },
    /// The role's password can be sent over an encrypted connection only.
    #[error("the server at {place} takes the password of \"{user}\" over an encrypted connection only")]
    NeedsTls {
        /// Host and port, or the socket.
        place: String,
        /// The role.
        user: String,
    },
    /// What the driver cannot read in the URL.
    #[error("the database URL `{url}` cannot be used: {why}")]
    Url {
        /// The URL, redacted.
        url: String,
        /// The reason.
        why: String,
    },
    /// The server is older than what this program knows.
    #[error("{flavor} at {place} is too old: the oldest that migrate knows is {oldest}")]
    TooOld {
        /// Host and port, or the socket.
        place: String,
        /// What the server is.
        flavor: Flavor,
        /// The oldest version that will do.
        oldest: &'static str,
    },
    /// A pooler in between lends the server's sessions.
    #[error(
        "{place} is a connection pooler that keeps a session for {kept} only: this needs a direct connection to the server"
    )]
    Pooled {
        /// Host and port, or the socket.
        place: String,
        /// How long it keeps one.
        kept: &'static str,
    },
    /// Nothing can be changed there.
    #[error("the server at {place} takes no changes: {why}")]
    ReadOnly {
        /// Host and port, or the socket.
        place: String,
        /// What it is, or how it is set up.
        why: String,
    },
    /// Anything else that the server says.
    #[error("the server at {place} gives no connection: {why}")]
    Other {
        /// Host and port, or the socket.
        place: String,
        /// The reason.
        why: String,
    },
}

impl Fault for ConnectError {
    fn code(&self) -> &'static str {
        match self {
            ConnectError::NotBuilt { .. } => "engine-not-built",
            ConnectError::Unreachable { .. } => "server-unreachable",
            ConnectError::TooSlow { .. } => "connect-timeout",
            ConnectError::NotReady { .. } => "server-not-ready",
            ConnectError::Refused { .. } => "login-refused",
            ConnectError::UnknownDatabase { .. } => "unknown-database",
            ConnectError::Tls { .. } => "tls-failed",
            ConnectError::NeedsTls { .. } => "tls-needed",
            ConnectError::Url { .. } => "invalid-database-url",
            ConnectError::TooOld { .. } => "server-too-old",
            ConnectError::Pooled { .. } => "pooled-connection",
            ConnectError::ReadOnly { .. } => "read-only-server",
            ConnectError::Other { .. } => "connect-failed",
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            ConnectError::NotBuilt { feature, .. } => format!("build it with `--features {feature}`"),
            ConnectError::Unreachable { .. } => "start the server, or correct host and port in the URL; \
                `wait = \"30s\"` under [database] waits for a server that is starting"
                .to_owned(),
            ConnectError::TooSlow { .. } => {
                "see whether a firewall lies between, or raise `connect_timeout` under [database]".to_owned()
            }
            ConnectError::NotReady { .. } => "`wait = \"30s\"` under [database] goes on trying".to_owned(),
            ConnectError::Refused { .. } => "correct user and password in the URL (percent-encode `#`, `/`, `?`, `@`, \
                `:` and `%`), or let the role in on the server"
                .to_owned(),
            ConnectError::UnknownDatabase { .. } => "make the database, or correct its name in the URL".to_owned(),
            ConnectError::Tls { help, .. } => help.clone(),
            ConnectError::NeedsTls { .. } => "let the server offer TLS and write `?ssl-mode=required` in the URL (the \
                certificate is not checked, unless `verify-ca` or `verify-identity` says so)"
                .to_owned(),
            ConnectError::Pooled { .. } => {
                "name the server itself: `direct_url = \"postgres://…\"` under [database], or \
                DATABASE_DIRECT_URL in the environment"
                    .to_owned()
            }
            ConnectError::ReadOnly { .. } => "name the primary server, or another one that takes changes".to_owned(),
            ConnectError::Url { .. } | ConnectError::TooOld { .. } | ConnectError::Other { .. } => return None,
        })
    }
}

/// What the settings of TLS are called in a database's URL.
#[derive(Debug, Clone, Copy)]
pub(super) struct TlsSettings {
    /// Whether it is asked for, and what is checked.
    pub mode: &'static str,
    /// The value of `mode` that does without.
    pub off: &'static str,
    /// The value of `mode` that checks the certificate and not the host's name.
    pub unnamed: &'static str,
    /// The certificates that are trusted.
    pub root: &'static str,
    /// The client's own certificate.
    pub certificate: &'static str,
    /// The key that belongs to it.
    pub key: &'static str,
}

impl ConnectError {
    /// That TLS failed, with what to do about what the driver says.
    #[cfg_attr(
        not(any(feature = "postgres", feature = "mysql")),
        allow(dead_code, reason = "a build with SQLite alone has no TLS")
    )]
    pub(super) fn tls(place: String, why: String, settings: TlsSettings) -> Self {
        let TlsSettings { mode, off, unnamed, root, certificate, key } = settings;
        let has = |words: &[&str]| words.iter().any(|word| why.contains(word));
        let help = if has(&["NotValidForName", "not valid for"]) {
            format!(
                "use the host name that the certificate is made out to, or `{mode}={unnamed}`, which does not compare names"
            )
        } else if has(&["Expired", "expired"]) {
            "renew the certificate on the server; the clock of this machine may be wrong, too".to_owned()
        } else if has(&["UnknownIssuer", "BadSignature", "CaUsedAsEndEntity"]) {
            format!("name the certificate of whoever signed the server's: `{root}=/path/to/ca.pem` in the URL")
        } else if has(&["CertificateRequired", "HandshakeFailure", "BadCertificate", "UnknownCA", "CertificateUnknown"])
        {
            format!("the server asks for a certificate of the client's: `{certificate}` and `{key}` in the URL")
        } else if has(&["does not support TLS", "not supported by"]) {
            format!("let the server offer TLS; `{mode}={off}` goes without, where the network is to be trusted")
        } else if has(&["PEM", "cannot be read", "no certificate", "private key"]) {
            format!("correct the files that `{root}`, `{certificate}` and `{key}` name in the URL: each is in PEM form")
        } else {
            format!("correct `{mode}` and `{root}` in the URL, or the certificate on the server")
        };
        ConnectError::Tls { place, why, help }
    }

    /// Whether it may well go away by itself.
    #[cfg_attr(
        not(any(feature = "postgres", feature = "mysql")),
        allow(dead_code, reason = "a build with SQLite alone waits for no server")
    )]
    fn passes(&self) -> bool {
        matches!(self, ConnectError::Unreachable { .. } | ConnectError::NotReady { .. } | ConnectError::TooSlow { .. })
    }
}

/// Why a file that a setting names for TLS cannot be read; a certificate itself in place of a path is no file.
#[cfg_attr(
    not(any(feature = "postgres", feature = "mysql")),
    allow(dead_code, reason = "a build with SQLite alone has no TLS")
)]
pub(super) fn unreadable((setting, path): (String, String)) -> Option<String> {
    if path.contains("-----BEGIN") {
        return None;
    }
    let refused = std::fs::File::open(&path).err()?;
    Some(format!("{path}, which `{setting}` names, cannot be read: {refused}"))
}

/// Calls `attempt` within the time limit of one attempt, again and again while no server answers and `wait` is not over.
///
/// The attempts are futures of one type, no async closure: a future over one of these is not known to be `Send`, and a
/// program that migrates its database in a task of its own needs that.
#[cfg_attr(
    not(any(feature = "postgres", feature = "mysql")),
    allow(dead_code, reason = "a build with SQLite alone waits for no server")
)]
pub(super) async fn patiently<T, A: Future<Output = Result<T, ConnectError>>>(
    settings: &ConnectSettings,
    place: &str,
    mut attempt: impl FnMut() -> A,
) -> Result<T, ConnectError> {
    let end = Instant::now() + settings.wait;
    let mut pause = Duration::from_millis(50);
    loop {
        let outcome = match settings.connect_timeout {
            Some(limit) => timeout(limit, attempt())
                .await
                .unwrap_or_else(|_| Err(ConnectError::TooSlow { place: place.to_owned(), limit })),
            None => attempt().await,
        };
        // The last pause is cut short: an attempt is made when the time is over, and none is given up before.
        let left = end.saturating_duration_since(Instant::now());
        match outcome {
            Err(error) if error.passes() && !left.is_zero() => sleep(pause.min(left)).await,
            outcome => return outcome,
        }
        pause = (pause * 2).min(Duration::from_secs(1));
    }
}

/// A duration as people write it: `10s`, `1m 30s`.
struct Seconds<'a>(&'a Duration);

impl fmt::Display for Seconds<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        humantime::format_duration(*self.0).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unreachable() -> ConnectError {
        ConnectError::Unreachable { place: "h:1".into(), why: "refused".into() }
    }

    async fn attempts(
        settings: ConnectSettings,
        mut outcomes: Vec<Result<u8, ConnectError>>,
    ) -> (usize, Result<u8, ConnectError>) {
        let mut made = 0;
        let outcome = patiently(&settings, "h:1", || {
            made += 1;
            let next = (!outcomes.is_empty()).then(|| outcomes.remove(0));
            async move {
                match next {
                    Some(outcome) => outcome,
                    None => std::future::pending().await,
                }
            }
        })
        .await;
        (made, outcome)
    }

    #[tokio::test]
    async fn waits_for_a_server_but_not_for_a_password() {
        let patient = ConnectSettings { wait: Duration::from_secs(5), ..ConnectSettings::default() };
        assert_eq!(attempts(patient.clone(), vec![Err(unreachable()), Err(unreachable()), Ok(1)]).await, (3, Ok(1)));
        assert_eq!(
            attempts(ConnectSettings::default(), vec![Err(unreachable()), Ok(1)]).await,
            (1, Err(unreachable()))
        );
        let refused = ConnectError::Refused { place: "h:1".into(), user: "u".into(), why: "no".into() };
        assert_eq!(attempts(patient, vec![Err(refused.clone()), Ok(1)]).await, (1, Err(refused)));
    }

    #[tokio::test]
    async fn an_attempt_has_its_time() {
        let limit = Duration::from_millis(5);
        let hasty = ConnectSettings { connect_timeout: Some(limit), ..ConnectSettings::default() };
        let (made, outcome) = attempts(hasty, Vec::new()).await;
        assert_eq!((made, &outcome), (1, &Err(ConnectError::TooSlow { place: "h:1".into(), limit })));
        assert_eq!(outcome.unwrap_err().to_string(), "h:1 gave no connection within 5ms");
    }
}
