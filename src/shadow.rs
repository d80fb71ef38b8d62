//! A throw-away database in which schemas are spelled by the server and scripts are tried out.
//!
//! It is opened when it is first needed, and never outlives the run: what a killed run left is removed by the next one
//! that opens a shadow on the same server. Where the role may not create a database, a namespace of its own inside a
//! transaction that is rolled back serves, as long as the schema lives in one namespace.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::config::{Config, DatabaseUrl};
use crate::dialect::shadow::{Live, Shadows, fresh_name};
use crate::dialect::{ConnectSettings, Scope, Session, connect, driver};
use crate::error::{Fault, Result};

/// A trial of so many statements is not begun in one transaction: PostgreSQL's table of locks has room for some thousands of
/// tables and indexes, as it is set up.
const LARGE: usize = 1500;

/// The databases that shadows of this process make and have not dropped yet, with the live ones beside them.
static STANDING: Mutex<Vec<(String, Live)>> = Mutex::new(Vec::new());

fn standing() -> MutexGuard<'static, Vec<(String, Live)>> {
    STANDING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Drops what shadows that were never closed have left: those of a command that was stopped on its way. What is still
/// running there is ended.
pub async fn remove_open() {
    let left = std::mem::take(&mut *standing());
    for (name, live) in left {
        if let Ok(driver) = driver(live.url.engine()) {
            let _ = driver.shadows().remove(&live, &name).await;
        }
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
    /// The server takes no changes.
    #[error("no temporary database can be made to try the schema out in: {reason}")]
    ReadOnly {
        /// What was said of the server.
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
            ShadowError::NoDatabase { .. } | ShadowError::ReadOnly { .. } => "no-shadow",
            ShadowError::NotEmpty { .. } => "shadow-not-empty",
            ShadowError::OtherEngine { .. } => "shadow-engine",
        }
    }
    fn help(&self) -> Option<String> {
        Some(match self {
            ShadowError::NoDatabase { .. } => {
                "let the role make databases (PostgreSQL: CREATEDB; MySQL: GRANT ALL ON `migrate\\_shadow\\_%`.*), or name an \
                empty database in migrate.toml: `[shadow] url = \"…\"`"
                    .into()
            }
            ShadowError::ReadOnly { .. } => {
                "name an empty database on a server of the same version that takes changes: `[shadow] url = \"…\"`".into()
            }
            ShadowError::NotEmpty { .. } => "name an empty database of its own in `[shadow] url`".into(),
            ShadowError::OtherEngine { .. } => "use a shadow of the same kind as the database".into(),
        })
    }
}

/// Where the shadow schema is created.
#[derive(Debug, Clone)]
enum ShadowLocation {
    /// A database of its own, by name.
    Own(String),
    /// A namespace inside a transaction, by name.
    Namespace(String),
    /// The database that `[shadow] url` names.
    Given,
}

/// A shadow database, opened at its first use.
pub struct Shadow {
    live: Live,
    shadows: &'static dyn Shadows,
    given: Option<DatabaseUrl>,
    one_namespace: bool,
    open: Option<(ShadowLocation, Box<dyn Session>)>,
}

impl Shadow {
    /// A shadow for the database of this configuration; nothing is opened yet.
    ///
    /// # Errors
    /// Where no database is configured, or one that is not supported.
    pub fn new(config: &Config) -> Result<Self> {
        let url = config.database_url()?.clone();
        Ok(Shadow {
            shadows: driver(url.engine())?.shadows(),
            live: Live { url, settings: ConnectSettings::from(&config.database) },
            given: config.shadow.url.clone(),
            one_namespace: false,
            open: None,
        })
    }

    /// Says that all of the schema lives in the default namespace, so that a namespace can stand for a database.
    pub fn one_namespace(&mut self, yes: bool) {
        self.one_namespace = yes;
    }

    /// Whether it is a transaction as a whole: then nothing that is done in it can be committed, and scripts that leave the
    /// transaction cannot be tried.
    fn is_transaction(&self) -> bool {
        match &self.open {
            Some((ShadowLocation::Own(_), _)) | None => false,
            Some((ShadowLocation::Namespace(_), _)) => true,
            Some((ShadowLocation::Given, session)) => session.dialect().transactional_ddl(),
        }
    }

    /// Whether what is done in it can be committed: scripts that leave the transaction can be tried.
    pub fn commits(&self) -> bool {
        !self.is_transaction()
    }

    /// The scope of a reading in this shadow: a namespace that stands for a database is read alone.
    pub fn within(&self, scope: &Scope) -> Scope {
        let only = match &self.open {
            Some((ShadowLocation::Namespace(name), _)) => Some(name.clone()),
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

    /// Does `work` as a trial that leaves nothing behind; it is given what of `scope` is read there. `size` is about how many
    /// statements it takes.
    ///
    /// What is too large for one transaction of the server, or uses what another must have committed, is done in several, where
    /// the database is a throw-away one: it is dropped afterwards, and the next trial gets another.
    ///
    /// # Errors
    /// As [`Shadow::session`], and those of `work`.
    pub async fn trial<T>(
        &mut self,
        scope: &Scope,
        size: usize,
        work: impl AsyncFn(&mut dyn Session, &Scope) -> Result<T>,
    ) -> Result<T> {
        self.session().await?;
        let scope = self.within(scope);
        let is_own = matches!(&self.open, Some((ShadowLocation::Own(_), _)));
        let divides = is_own && self.session().await?.set_divided(size >= LARGE);
        if !divides || size < LARGE {
            let mut result = work(self.enter().await?, &scope).await;
            if result.is_ok()
                && let Some(found) = self.outside().await?
            {
                let reason = format!("the schema makes {found}, outside of the default namespace");
                result = Err(ShadowError::NoDatabase { reason }.into());
            }
            let left = self.leave().await;
            let outgrew = self.open.as_ref().is_some_and(|(_, session)| session.outgrew());
            if result.is_ok() || !divides || !outgrew {
                left?;
                return result;
            }
            self.close().await;
        }
        self.session().await?.set_divided(true);
        let result = work(self.enter().await?, &scope).await;
        self.close().await;
        result
    }

    /// Begins a trial that leaves nothing behind.
    ///
    /// # Errors
    /// As [`Shadow::session`].
    pub async fn enter(&mut self) -> Result<&mut dyn Session> {
        let inside = self.is_transaction();
        let session = self.session().await?;
        if !inside && session.dialect().transactional_ddl() {
            switch_keys_off(session).await?;
            session.begin().await?;
        }
        Ok(session)
    }

    /// Ends a trial begun by [`Shadow::enter`], or one that went wrong.
    ///
    /// # Errors
    /// Where the connection is gone.
    pub async fn leave(&mut self) -> Result<()> {
        let Some((place, session)) = &mut self.open else { return Ok(()) };
        session.rollback().await?;
        if !session.dialect().transactional_ddl() {
            return self.shadows.clear(session.as_mut()).await;
        }
        if let (ShadowLocation::Own(_), Some(switch)) = (&*place, session.dialect().foreign_key_switch()) {
            session.execute(switch.on()).await?;
        }
        match place {
            ShadowLocation::Namespace(name) => self.shadows.namespace(session.as_mut(), name).await.map(drop)?,
            ShadowLocation::Given => session.begin().await?,
            ShadowLocation::Own(_) => {}
        }
        Ok(())
    }

    /// What a trial has made outside of the namespace that stands for a database.
    async fn outside(&mut self) -> Result<Option<String>> {
        match &mut self.open {
            Some((ShadowLocation::Namespace(name), session)) => {
                Ok(self.shadows.outside(session.as_mut(), name).await?)
            }
            _ => Ok(None),
        }
    }

    async fn opened(&self) -> Result<(ShadowLocation, Box<dyn Session>)> {
        if let Some(given) = &self.given {
            return Ok((ShadowLocation::Given, self.given(given).await?));
        }
        let name = fresh_name();
        // Known before it is made: a run that is stopped in between leaves nothing either.
        standing().push((name.clone(), self.live.clone()));
        match self.shadows.create(&self.live, &name).await {
            Ok(session) => Ok((ShadowLocation::Own(name), session)),
            Err(fault) => {
                forget(&name);
                if fault.code() == "read-only-server" {
                    return Err(ShadowError::ReadOnly { reason: fault.to_string() }.into());
                }
                if fault.code() != "privilege" {
                    return Err(fault);
                }
                match self.namespace(&name).await {
                    Ok(Some(session)) => Ok((ShadowLocation::Namespace(name), session)),
                    Err(other) if other.code() != "privilege" => Err(other),
                    Ok(None) | Err(_) => Err(ShadowError::NoDatabase { reason: fault.to_string() }.into()),
                }
            }
        }
    }

    /// A transaction of the live database with a namespace of its own, where that will do.
    async fn namespace(&self, name: &str) -> Result<Option<Box<dyn Session>>> {
        if !self.one_namespace {
            return Ok(None);
        }
        let mut session = connect(&self.live.url, &self.live.settings).await?;
        match self.shadows.namespace(session.as_mut(), name).await {
            Ok(true) => Ok(Some(session)),
            Ok(false) => {
                session.close().await;
                Ok(None)
            }
            Err(fault) => {
                session.close().await;
                Err(fault.into())
            }
        }
    }

    async fn given(&self, url: &DatabaseUrl) -> Result<Box<dyn Session>> {
        let (found, wanted) = (url.engine(), self.live.url.engine());
        if found != wanted {
            let (found, wanted) = (found.name(), wanted.name());
            return Err(ShadowError::OtherEngine { url: url.redacted(), found, wanted }.into());
        }
        let settings = ConnectSettings { create: true, ..self.live.settings.clone() };
        let mut session = connect(url, &settings).await?;
        let schema = session.introspect(&Scope::everything()).await?;
        let found = schema.objects.keys().next().map(ToString::to_string);
        let found = found.or_else(|| schema.unmodelled.first().map(|one| format!("{} {}", one.kind, one.name)));
        if let Some(found) = found {
            session.close().await;
            return Err(ShadowError::NotEmpty { url: url.redacted(), found }.into());
        }
        if session.dialect().transactional_ddl() {
            switch_keys_off(session.as_mut()).await?;
            session.begin().await?;
        }
        Ok(session)
    }

    /// Removes the shadow; the error of a trial matters more than one of cleaning up, so none is reported.
    pub async fn close(&mut self) {
        let Some((place, mut session)) = self.open.take() else { return };
        let _ = session.rollback().await;
        if matches!(place, ShadowLocation::Given) && !session.dialect().transactional_ddl() {
            let _ = self.shadows.clear(session.as_mut()).await;
        }
        session.close().await;
        if let ShadowLocation::Own(name) = place
            && self.shadows.remove(&self.live, &name).await.is_ok()
        {
            forget(&name);
        }
    }
}

/// Within a trial foreign keys are not enforced, where they can be switched off: one that leads nowhere, which the database
/// takes, would keep it from reading the triggers beside it. It must be said before the transaction.
async fn switch_keys_off(session: &mut dyn Session) -> Result<()> {
    if let Some(switch) = session.dialect().foreign_key_switch() {
        session.execute(switch.off()).await?;
    }
    Ok(())
}

/// The database `name` is gone, or was never made.
fn forget(name: &str) {
    standing().retain(|(standing, _)| standing != name);
}
