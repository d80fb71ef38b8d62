//! A throw-away database in which schemas are spelled by the server and scripts are tried out.
//!
//! It is opened when it is first needed, and never outlives the run: what a killed run left is removed by the next one
//! that opens a shadow on the same server. Where the role may not create a database, a namespace of its own inside a
//! transaction that is rolled back serves, as long as the schema lives in one namespace.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::config::{Config, DatabaseUrl};
use crate::dialect::connect::connect;
use crate::dialect::{ConnectSettings, Scope, ServerError, Session};
use crate::engine::Engine;
use crate::error::{Fault, Result};

/// What the names of shadow databases begin with; the seconds since 1970 and a random part follow.
const PREFIX: &str = "migrate_shadow_";
/// A shadow of another run that nobody is connected to is a leftover from this age on, in seconds.
const LEFTOVER: u64 = 60;

/// The databases that shadows of this process have made and not yet dropped, with the way to their server.
static STANDING: Mutex<Vec<(String, DatabaseUrl, ConnectSettings)>> = Mutex::new(Vec::new());

fn standing() -> MutexGuard<'static, Vec<(String, DatabaseUrl, ConnectSettings)>> {
    STANDING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Drops what shadows that were never closed have left: those of a command that was stopped on its way. What is still
/// running there is ended.
pub async fn remove_standing() {
    let left = std::mem::take(&mut *standing());
    for (name, url, settings) in left {
        let Ok(mut admin) = connect(&url, &settings).await else { continue };
        let dialect = admin.dialect();
        let end =
            format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}", dialect.string(&name));
        let _ = admin.rows(&end).await;
        let _ = admin.execute(&format!("DROP DATABASE IF EXISTS {}", dialect.quote(&name))).await;
        admin.close().await;
    }
}

/// Why there is no shadow.
#[derive(Debug, thiserror::Error)]
pub enum ShadowError {
    /// The role may not create a database and the schema has several namespaces.
    #[error("the role may not create a temporary database to try the schema out in: {reason}")]
    NoDatabase {
        /// The server's words.
        reason: String,
    },
    /// `[shadow] url` names a database that is not empty.
    #[error("the shadow database {url} is not empty: it holds {found}")]
    NotEmpty {
        /// The URL, redacted.
        url: String,
        /// One of the things in it.
        found: String,
    },
    /// `[shadow] url` is of another kind of database.
    #[error("the shadow database {url} is {found}, and the database is {wanted}")]
    OtherEngine {
        /// The URL, redacted.
        url: String,
        /// Its engine.
        found: &'static str,
        /// The database's engine.
        wanted: &'static str,
    },
}

impl Fault for ShadowError {
    fn code(&self) -> &'static str {
        match self {
            ShadowError::NoDatabase { .. } => "no-shadow",
            ShadowError::NotEmpty { .. } => "shadow-not-empty",
            ShadowError::OtherEngine { .. } => "shadow-engine",
        }
    }
    fn help(&self) -> Option<String> {
        Some(match self {
            ShadowError::NoDatabase { .. } => {
                "give the role CREATEDB, or name an empty database in migrate.toml: `[shadow] url = \"…\"`".into()
            }
            ShadowError::NotEmpty { .. } => "name an empty database of its own in `[shadow] url`".into(),
            ShadowError::OtherEngine { .. } => "use a shadow of the same kind as the database".into(),
        })
    }
}

/// Where the shadow lives.
#[derive(Debug, Clone)]
enum Place {
    /// A database in memory.
    Memory,
    /// A database of its own on the server, by name.
    Database(String),
    /// A namespace inside a transaction, by name.
    Namespace(String),
    /// The database that `[shadow] url` names: everything happens in a transaction.
    Given,
}

/// A shadow database, opened at its first use.
pub struct Shadow {
    engine: Engine,
    url: DatabaseUrl,
    given: Option<DatabaseUrl>,
    settings: ConnectSettings,
    one_namespace: bool,
    open: Option<(Place, Box<dyn Session>)>,
}

impl Shadow {
    /// A shadow for the database of this configuration; nothing is opened yet.
    ///
    /// # Errors
    /// Where no database is configured.
    pub fn new(config: &Config) -> Result<Self> {
        let url = config.database_url()?.clone();
        Ok(Shadow {
            engine: url.engine(),
            url,
            given: config.shadow.url.clone(),
            settings: ConnectSettings::from(&config.database),
            one_namespace: false,
            open: None,
        })
    }

    /// Says that all of the schema lives in the default namespace, so that a namespace can stand for a database.
    pub fn one_namespace(&mut self, yes: bool) {
        self.one_namespace = yes;
    }

    /// Whether what is done in it can be committed: scripts that leave the transaction can be tried.
    pub fn commits(&self) -> bool {
        !matches!(self.open, Some((Place::Namespace(_) | Place::Given, _)))
    }

    /// The scope of a reading in this shadow: a namespace that stands for a database is read alone.
    pub fn within(&self, scope: &Scope) -> Scope {
        let only = match &self.open {
            Some((Place::Namespace(name), _)) => Some(name.clone()),
            _ => scope.only.clone(),
        };
        Scope { only, ..scope.clone() }
    }

    /// The session, opened if it is not.
    ///
    /// # Errors
    /// Where no shadow can be had.
    pub async fn session(&mut self) -> Result<&mut dyn Session> {
        if self.open.is_none() {
            self.open = Some(self.opened().await?);
        }
        match &mut self.open {
            Some((_, session)) => Ok(session.as_mut()),
            None => Err(ShadowError::NoDatabase { reason: "it closed".into() }.into()),
        }
    }

    /// Begins a trial that leaves nothing behind.
    ///
    /// # Errors
    /// As [`Shadow::session`].
    pub async fn enter(&mut self) -> Result<&mut dyn Session> {
        let outer = matches!(self.open, Some((Place::Namespace(_) | Place::Given, _)));
        let session = self.session().await?;
        if !outer {
            session.begin().await?;
        }
        self.session().await
    }

    /// Ends a trial begun by [`Shadow::enter`], or one that went wrong.
    ///
    /// # Errors
    /// Where the connection is gone.
    pub async fn leave(&mut self) -> Result<()> {
        let Some((place, session)) = &mut self.open else { return Ok(()) };
        session.rollback().await?;
        match place.clone() {
            Place::Namespace(name) => prepare_namespace(session.as_mut(), &name).await?,
            Place::Given => session.begin().await?,
            Place::Memory | Place::Database(_) => {}
        }
        Ok(())
    }

    async fn opened(&self) -> Result<(Place, Box<dyn Session>)> {
        if let Some(given) = &self.given {
            return self.given(given).await;
        }
        match self.engine {
            Engine::Sqlite => {
                let url = DatabaseUrl::parse("sqlite::memory:", std::path::Path::new(""))?;
                Ok((Place::Memory, connect(&url, &self.settings).await?))
            }
            Engine::Postgres => {
                let mut admin = connect(&self.url, &self.settings).await?;
                match self.database(admin.as_mut()).await {
                    Ok((name, session)) => {
                        admin.close().await;
                        Ok((Place::Database(name), session))
                    }
                    Err(refused) if refused.code() == "privilege" && self.one_namespace => {
                        let name = fresh_name();
                        prepare_namespace(admin.as_mut(), &name).await?;
                        Ok((Place::Namespace(name), admin))
                    }
                    Err(refused) if refused.code() == "privilege" => {
                        Err(ShadowError::NoDatabase { reason: refused.to_string() }.into())
                    }
                    Err(other) => Err(other),
                }
            }
            Engine::MySql => Err(ShadowError::NoDatabase { reason: "MySQL is not supported yet".into() }.into()),
        }
    }

    /// Makes a database like the live one, and connects to it.
    async fn database(&self, admin: &mut dyn Session) -> Result<(String, Box<dyn Session>)> {
        remove_leftovers(admin).await;
        let name = fresh_name();
        let row = admin
            .rows(
                "SELECT current_schema(), pg_encoding_to_char(encoding), datcollate, datctype \
                 FROM pg_database WHERE datname = current_database()",
            )
            .await?
            .pop()
            .unwrap_or_default();
        let value = |at: usize| row.get(at).cloned().flatten().unwrap_or_default();
        let dialect = admin.dialect();
        let create = format!(
            "CREATE DATABASE {} TEMPLATE template0 ENCODING {} LC_COLLATE {} LC_CTYPE {}",
            dialect.quote(&name),
            dialect.string(&value(1)),
            dialect.string(&value(2)),
            dialect.string(&value(3))
        );
        standing().push((name.clone(), self.url.clone(), self.settings.clone()));
        admin.execute(&create).await?;
        let connected = async {
            let mut session = connect(&self.url.with_database(&name), &self.settings).await?;
            // Durability means nothing here.
            session.execute("SET synchronous_commit = off").await?;
            let namespace = value(0);
            if !namespace.is_empty() && namespace != "public" {
                let quoted = dialect.quote(&namespace);
                session.execute(&format!("CREATE SCHEMA {quoted}")).await?;
                session.execute(&format!("SET search_path = {quoted}")).await?;
            }
            Ok(session)
        }
        .await;
        match connected {
            Ok(session) => Ok((name, session)),
            Err(fault) => {
                let _ = admin.execute(&format!("DROP DATABASE IF EXISTS {}", dialect.quote(&name))).await;
                Err(fault)
            }
        }
    }

    async fn given(&self, url: &DatabaseUrl) -> Result<(Place, Box<dyn Session>)> {
        if url.engine() != self.engine {
            return Err(ShadowError::OtherEngine {
                url: url.redacted(),
                found: url.engine().name(),
                wanted: self.engine.name(),
            }
            .into());
        }
        let settings = ConnectSettings { create: true, ..self.settings.clone() };
        let mut session = connect(url, &settings).await?;
        let schema = session.introspect(&Scope::everything()).await?;
        let found = schema.objects.keys().next().map(ToString::to_string);
        let found = found.or_else(|| schema.unmodelled.first().map(|one| format!("{} {}", one.kind, one.name)));
        if let Some(found) = found {
            session.close().await;
            return Err(ShadowError::NotEmpty { url: url.redacted(), found }.into());
        }
        session.begin().await?;
        Ok((Place::Given, session))
    }

    /// Removes the shadow; the error of a trial matters more than one of cleaning up, so none is reported.
    pub async fn close(&mut self) {
        let Some((place, mut session)) = self.open.take() else { return };
        let _ = session.rollback().await;
        let dialect = session.dialect();
        session.close().await;
        if let Place::Database(name) = place
            && let Ok(mut admin) = connect(&self.url, &self.settings).await
        {
            let dropped = admin.execute(&format!("DROP DATABASE IF EXISTS {}", dialect.quote(&name))).await;
            admin.close().await;
            if dropped.is_ok() {
                standing().retain(|(standing, ..)| *standing != name);
            }
        }
    }
}

/// A transaction with an empty namespace as the default one.
async fn prepare_namespace(session: &mut dyn Session, name: &str) -> Result<(), ServerError> {
    let quoted = session.dialect().quote(name);
    session.begin().await?;
    session.execute(&format!("CREATE SCHEMA {quoted}")).await?;
    // What extensions have installed in `public` stays in reach, behind everything that is made here.
    session.execute(&format!("SET LOCAL search_path = {quoted}, public")).await?;
    Ok(())
}

fn fresh_name() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    format!("{PREFIX}{now}_{:08x}", rand::random::<u32>())
}

/// Drops the databases that killed runs have left; one in use, or one that is not ours to drop, stays.
async fn remove_leftovers(admin: &mut dyn Session) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let query = format!(
        "SELECT datname FROM pg_database d WHERE datname LIKE '{}%' \
         AND NOT EXISTS (SELECT 1 FROM pg_stat_activity a WHERE a.datid = d.oid)",
        PREFIX.replace('_', "\\_")
    );
    let Ok(rows) = admin.rows(&query).await else { return };
    for name in rows.into_iter().filter_map(|row| row.into_iter().next().flatten()) {
        let made = name.strip_prefix(PREFIX).and_then(|rest| rest.split('_').next()?.parse::<u64>().ok());
        if made.is_some_and(|made| now.saturating_sub(made) >= LEFTOVER) {
            let quoted = admin.dialect().quote(&name);
            let _ = admin.execute(&format!("DROP DATABASE IF EXISTS {quoted}")).await;
        }
    }
}
