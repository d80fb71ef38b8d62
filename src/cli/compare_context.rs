//! The context of the commands that compare schemas: the live database, the schema, the chain, a URL, as sides to be
//! compared.

use std::sync::Arc;

use super::context::{CommandContext, Purpose};
use crate::compare::{Comparer, Difference, KnownEquality, RenameOptions, refuse_unmodelled};
use crate::config::{Config, DatabaseUrl, SourceSpec, mask};
use crate::dialect::Session;
use crate::error::{Fault, Result};
use crate::run::{VersionRow, VersionTable};
use crate::schema::{Excuse, Hints, Schema, Unrunnable};
use crate::source::{self, SourceFiles};

/// A schema, by where it comes from.
#[derive(Debug, Clone)]
pub(super) enum Side {
    /// The database of the configuration.
    Database,
    /// The schema of the configuration.
    Schema,
    /// What the revision chain makes.
    Revisions,
    /// Another database.
    Url(DatabaseUrl),
    /// Another schema file or folder.
    File(SourceSpec),
}

/// A word that is no side.
#[derive(Debug, thiserror::Error)]
#[error("`{word}` is neither db, schema, revisions, a database URL nor a schema file: {why}")]
struct UnknownSide {
    word: String,
    why: String,
}

impl Fault for UnknownSide {
    fn code(&self) -> &'static str {
        "unknown-side"
    }
    fn help(&self) -> Option<String> {
        Some("write `db`, `schema`, `revisions`, a URL such as sqlite://other.db, or a .toml or .sql file".to_owned())
    }
}

/// Other runs change the database so often that it cannot be read in between.
#[derive(Debug, thiserror::Error)]
#[error(
    "the database is being changed by another run of migrate: its schema and its revisions were not read together in {TRIES} tries"
)]
struct BeingChanged;

impl Fault for BeingChanged {
    fn code(&self) -> &'static str {
        "being-changed"
    }
    fn help(&self) -> Option<String> {
        Some("run the command again when the other run has ended".to_owned())
    }
}

/// Two databases of different kinds.
#[derive(Debug, thiserror::Error)]
#[error("{other} is {found}, and the database of the project is {wanted}: their schemas cannot be compared")]
struct OtherEngine {
    other: String,
    found: &'static str,
    wanted: &'static str,
}

impl Fault for OtherEngine {
    fn code(&self) -> &'static str {
        "other-engine"
    }
    fn help(&self) -> Option<String> {
        Some("compare databases of one kind; `--url` names another database of the project".to_owned())
    }
}

/// How often a database that other runs change is read before that is given up.
const TRIES: usize = 20;

impl Side {
    /// What a word on the command line names.
    ///
    /// # Errors
    /// A word that is none of them.
    pub(super) fn parse(word: &str) -> Result<Self> {
        let here = std::env::current_dir().unwrap_or_default();
        Ok(match word {
            "db" => Side::Database,
            "schema" => Side::Schema,
            "revisions" => Side::Revisions,
            url if url.contains("://") || url.starts_with("sqlite:") => Side::Url(DatabaseUrl::parse(url, &here)?),
            path => {
                // It may be meant as a URL.
                let unknown = |why: String| UnknownSide { word: mask(path), why };
                let spec = SourceSpec::of_path(path, &here).map_err(unknown)?;
                if !here.join(path).exists() {
                    return Err(unknown("there is no such file".to_owned()).into());
                }
                Side::File(spec)
            }
        })
    }

    /// Whether it is the project's, so that it means nothing without one.
    pub(super) fn is_of_project(&self) -> bool {
        matches!(self, Side::Database | Side::Schema | Side::Revisions)
    }

    /// Whether it is written in a file that a shadow has to spell, and can be helped by knowing the other side.
    fn is_declared(&self) -> bool {
        matches!(self, Side::Schema | Side::File(_))
    }
}

/// The configuration, comparer and live connection of one command.
pub(super) struct CompareContext<'c> {
    context: &'c CommandContext,
    /// The configuration.
    pub config: Config,
    /// The comparison.
    pub comparer: Comparer,
    /// The live database, where it was opened.
    pub live: Option<Box<dyn Session>>,
    /// What is meant to be done with databases that are opened later.
    purpose: Purpose,
}

impl<'c> CompareContext<'c> {
    /// With the live database open.
    ///
    /// # Errors
    /// No configuration, no connection.
    pub(super) async fn open(context: &'c CommandContext, config: Config, purpose: Purpose) -> Result<Self> {
        let live = context.session(&config, purpose).await?;
        let comparer = Comparer::new(&config, live.dialect())?;
        Ok(CompareContext { context, config, comparer, live: Some(live), purpose })
    }

    /// With what `sides` need: those that are no project's (a URL, a file) need none around them, and the first URL among
    /// them takes the place of the project's database.
    ///
    /// # Errors
    /// A side that needs a project where there is none; as [`CompareContext::open`].
    pub(super) async fn for_any(context: &'c CommandContext, sides: &[&Side], purpose: Purpose) -> Result<Self> {
        if sides.iter().any(|side| side.is_of_project()) {
            return Self::for_sides(context, context.config()?, sides, purpose).await;
        }
        let url = sides.iter().find_map(|side| match side {
            Side::Url(url) => Some(url),
            _ => None,
        });
        let mut config = context.config_at(url)?;
        let Some(url) = url else { return Self::for_sides(context, config, sides, purpose).await };
        if config.shadow.url.as_ref().is_some_and(|shadow| shadow.engine() != url.engine()) {
            config.shadow.url = None;
        }
        Self::open(context, config, purpose).await
    }

    /// Without the live database, where none of `sides` is that: its kind alone is known, from a shadow.
    ///
    /// # Errors
    /// As [`CompareContext::open`].
    pub(super) async fn for_sides(
        context: &'c CommandContext,
        config: Config,
        sides: &[&Side],
        purpose: Purpose,
    ) -> Result<Self> {
        if sides.iter().any(|side| matches!(side, Side::Database)) {
            return Self::open(context, config, purpose).await;
        }
        let mut shadow = crate::shadow::Shadow::new(&config)?;
        shadow.one_namespace(true);
        let dialect = shadow.session().await?.dialect();
        let scope = crate::compare::scope(&config);
        Ok(CompareContext { context, config, comparer: Comparer::of(dialect, scope, shadow), live: None, purpose })
    }

    /// Closes the shadow and the live database.
    pub(super) async fn close(mut self) {
        self.comparer.shadow.close().await;
        if let Some(live) = self.live.take() {
            live.close().await;
        }
    }

    /// The live database's schema.
    ///
    /// # Errors
    /// What cannot be read, or not be compared.
    pub(super) async fn actual(&mut self) -> Result<Arc<Schema>> {
        if let Some(live) = &mut self.live {
            self.comparer.actual(live.as_mut()).await
        } else {
            let mut live = self.context.session(&self.config, self.purpose).await?;
            let schema = self.comparer.actual(live.as_mut()).await;
            self.live = Some(live);
            schema
        }
    }

    /// The rows of the live database's version table, and its schema, as they were together: where another run changed them
    /// while they were read, they are read again. A schema of one moment and rows of another look like a difference that is
    /// none, and a script would be written of it. What the rows say may count more than that the schema cannot be read: that is
    /// a result of its own.
    ///
    /// # Errors
    /// What the version table cannot be read for; a database that is changed again and again.
    pub(super) async fn at_rest(&mut self) -> Result<(Vec<VersionRow>, Result<Arc<Schema>>)> {
        let table = match &mut self.live {
            Some(live) => Some(VersionTable::locate(live.as_mut(), &self.config).await?),
            None => None,
        };
        let mut rows = self.rows(table.as_ref()).await?;
        for _ in 0..TRIES {
            let schema = self.actual().await;
            let behind = self.rows(table.as_ref()).await?;
            if behind == rows {
                return Ok((rows, schema));
            }
            rows = behind;
        }
        Err(BeingChanged.into())
    }

    /// The rows of the live database's version table.
    async fn rows(&mut self, table: Option<&VersionTable>) -> Result<Vec<VersionRow>> {
        let (Some(live), Some(table)) = (&mut self.live, table) else { return Ok(Vec::new()) };
        Ok(table.read(live.as_mut()).await?.unwrap_or_default())
    }

    /// The schema of the configuration, as the server spells it.
    ///
    /// # Errors
    /// A schema that cannot be read, or that the server refuses.
    pub(super) async fn wanted(&mut self, actual: &Arc<Schema>) -> Result<(Arc<Schema>, Hints)> {
        let spec = self.config.schema.source.clone();
        self.declared(&spec, actual).await
    }

    async fn declared(&mut self, spec: &SourceSpec, actual: &Arc<Schema>) -> Result<(Arc<Schema>, Hints)> {
        let files = source::files(spec, &self.config).await?;
        self.read(&files, actual).await
    }

    /// What differs between the live database and the schema of the configuration.
    ///
    /// # Errors
    /// A schema that cannot be read, or that the server refuses; what cannot be compared.
    pub(super) async fn differences(&mut self, actual: Arc<Schema>) -> Result<Vec<Difference>> {
        let files = source::files(&self.config.schema.source, &self.config).await?;
        let known = self.comparer.known_equality(&files, &actual, &self.config);
        if known.as_ref().is_some_and(KnownEquality::holds) {
            return Ok(Vec::new());
        }
        let (wanted, hints) = self.read(&files, &actual).await?;
        drop(files);
        let hinted = !hints.is_empty();
        let comparison = self.comparer.compare(actual, wanted, hints, RenameOptions::as_declared()).await?;
        if let Some(known) = known.filter(|_| comparison.is_empty() && !hinted) {
            known.keep();
        }
        Ok(comparison.differences())
    }

    async fn read(&mut self, files: &SourceFiles, actual: &Arc<Schema>) -> Result<(Arc<Schema>, Hints)> {
        let source = source::read(files, &self.config, self.comparer.dialect.as_ref())?;
        let (wanted, hints) = self.comparer.wanted(&source, actual).await?;
        for one in &wanted.unrunnable {
            let Unrunnable { node, message, .. } = one;
            match one.excuse {
                None => self.context.screen.remark(&format!(
                    "note: {node} cannot run, in the database as in the schema: {message}; it is left as it is"
                )),
                Some(Excuse::Registered) => self
                    .context
                    .screen
                    .remark(&format!("note: {node} was not tried out: {message}, unless the application registers it")),
                Some(Excuse::Excluded) => {}
            }
        }
        Ok((wanted, hints))
    }

    /// The schema of a side. `other` is the other one, where it is known.
    ///
    /// # Errors
    /// What cannot be read, or not be compared.
    pub(super) async fn side(&mut self, side: &Side, other: Option<&Arc<Schema>>) -> Result<(Arc<Schema>, Hints)> {
        let nothing = Arc::new(Schema::default());
        match side {
            Side::Database => Ok((self.actual().await?, Hints::default())),
            Side::Schema => self.wanted(other.unwrap_or(&nothing)).await,
            Side::File(spec) => self.declared(spec, other.unwrap_or(&nothing)).await,
            Side::Revisions => {
                let chain = self.context.chain(&self.config)?;
                Ok((self.comparer.replayed(&chain, &self.context.stop).await?, Hints::default()))
            }
            Side::Url(url) => Ok((self.elsewhere(url).await?, Hints::default())),
        }
    }

    async fn elsewhere(&mut self, url: &DatabaseUrl) -> Result<Arc<Schema>> {
        let wanted = self.comparer.dialect.engine();
        if url.engine() != wanted {
            let (found, wanted) = (url.engine().name(), wanted.name());
            return Err(OtherEngine { other: url.to_string(), found, wanted }.into());
        }
        let schema = match &mut self.live {
            Some(live) if self.config.database.connection() == Some(url) => {
                live.introspect(&self.comparer.scope).await?
            }
            _ => {
                let mut session = self.context.session_at(url, &self.config, self.purpose).await?;
                let schema = session.introspect(&self.comparer.scope).await;
                session.close().await;
                schema?
            }
        };
        refuse_unmodelled(&schema, &format!("the database {url}"))?;
        Ok(Arc::new(schema))
    }

    /// Both sides of a comparison.
    ///
    /// # Errors
    /// As [`CompareContext::side`].
    pub(super) async fn sides(&mut self, from: &Side, to: &Side) -> Result<(Arc<Schema>, Arc<Schema>, Hints)> {
        if from.is_declared() && !to.is_declared() {
            let (after, hints) = self.side(to, None).await?;
            let (before, _) = self.side(from, Some(&after)).await?;
            return Ok((before, after, hints));
        }
        let (before, _) = self.side(from, None).await?;
        let (after, hints) = self.side(to, Some(&before)).await?;
        Ok((before, after, hints))
    }
}
