//! One comparison from end to end: read, spell, decide about renames, compare.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::{Config, Online};
use crate::dialect::session::ServerErrorKind;
use crate::dialect::{Dialect, OnlineTables, Scope, Session, TableSizes};
use crate::diff::{self, RenameCandidate};
use crate::error::{Fault, Place, Result};
use crate::operation::Operation;
use crate::schema::{Expr, Hints, Managed, Node, ObjectId, QName, Schema};
use crate::shadow::Shadow;
use crate::source::{Source, SourceFiles};

use super::live_tables::with_rows;
use super::rows::has_rows;
use super::{
    Comparison, KnownEquality, Places, SectionText, StatementCosts, allowed_by_rows, canonical, conversions, proof,
    refuse_unmodelled,
};

/// Asks a person whether this is a rename; `None` is no answer, which decides nothing.
pub type AskRename<'a> = dyn FnMut(&RenameCandidate) -> Result<Option<bool>> + Send + 'a;

/// What a caller says about renames.
pub struct RenameOptions<'a> {
    /// `--rename OLD=NEW`, as given.
    pub given: &'a [String],
    /// `--no-renames`: every drop and add is taken as a drop and an add.
    pub none: bool,
    /// Asks a person; `None` where there is none to ask.
    pub ask: Option<&'a mut AskRename<'a>>,
}

impl RenameOptions<'_> {
    /// Only what the schema file says; nothing is asked, nothing refused: for commands that only look.
    pub fn as_declared() -> Self {
        RenameOptions { given: &[], none: true, ask: None }
    }
}

/// Drops and adds that look like renames while nobody says which they are.
#[derive(Debug, thiserror::Error)]
#[error("{}", looks(.0))]
pub struct UndecidedRenames(pub Vec<RenameCandidate>);

fn looks(likely: &[RenameCandidate]) -> String {
    let list: Vec<String> = likely.iter().filter(|one| one.only).map(ToString::to_string).collect();
    let looks = match (list.as_slice(), likely.len() - list.len()) {
        ([], _) => "what is dropped may be what is added, under another name".to_owned(),
        ([one], 0) => format!("{one} looks like a rename"),
        ([one], _) => format!("{one} looks like a rename, and others may be"),
        (_, 0) => format!("{} look like renames", list.join(", ")),
        (_, _) => format!("{} look like renames, and others may be", list.join(", ")),
    };
    format!("{looks}, but nothing says so; a drop and an add would lose the data")
}

impl Fault for UndecidedRenames {
    fn code(&self) -> &'static str {
        "rename-undecided"
    }
    /// `column users.first: now given or family?`
    fn notes(&self) -> Vec<String> {
        let open: Vec<&RenameCandidate> = self.0.iter().filter(|one| !one.only).collect();
        let groups = open.chunk_by(|a, b| a.old == b.old);
        let said = groups.filter_map(|group| {
            let names: Vec<&str> = group.iter().map(|one| one.new.leaf()).collect();
            group.first().map(|one| format!("{}: now {}?", one.old, names.join(" or ")))
        });
        said.collect()
    }
    fn help(&self) -> Option<String> {
        let (sure, open): (Vec<_>, Vec<_>) = self.0.iter().partition(|one| one.only);
        let flags: Vec<String> = sure.iter().map(|one| format!("--rename {}", one.flag())).collect();
        let flags = flags.join(" ");
        let which = "say which became which by a `--rename OLD=NEW` for each (or `renamed_from` in the schema)";
        let said = match (sure.len(), open.is_empty()) {
            (_, true) => format!("if it is a rename: `{flags}` (or `renamed_from` in the schema)"),
            (0, false) => format!("if they are renames: {which}"),
            (_, false) => format!("if they are renames: `{flags}`, and for the others {which}"),
        };
        Some(format!("{said}; if the data may be lost: `--no-renames`"))
    }
}

/// Compares schemas: the dialect, the scope, and a shadow database that is opened when it is first needed.
pub struct Comparer {
    /// The database's pure side.
    pub dialect: Arc<dyn Dialect>,
    /// What is looked at.
    pub scope: Scope,
    /// Where schemas are spelled and scripts proven.
    pub shadow: Shadow,
    /// Where the wanted schema's file has each thing.
    places: Arc<BTreeMap<Node, Place>>,
    /// Where a schema of SQL makes each object.
    statements: Option<BTreeMap<ObjectId, Place>>,
}

impl Comparer {
    /// For the database of this configuration.
    ///
    /// # Errors
    /// Where no database is configured.
    pub fn new(config: &Config, dialect: Arc<dyn Dialect>) -> Result<Self> {
        let shadow = Shadow::new(config)?;
        Ok(Self::of(dialect, scope(config), shadow))
    }

    /// Of its parts.
    pub fn of(dialect: Arc<dyn Dialect>, mut scope: Scope, shadow: Shadow) -> Self {
        // Where who defined a thing is said in its definition alone, it is kept.
        if !dialect.has_grants() {
            scope.managed = Managed::NONE;
        }
        Comparer { dialect, scope, shadow, places: Arc::default(), statements: None }
    }

    /// Reads a database.
    ///
    /// # Errors
    /// Where a query fails, or the database holds what the model does not.
    pub async fn actual(&self, session: &mut dyn Session) -> Result<Arc<Schema>> {
        let schema = session.introspect(&self.scope.keeping()).await?;
        refuse_unmodelled(&schema, "the database")?;
        Ok(Arc::new(schema))
    }

    /// Has the server spell a source. `actual` is what the database is: what stands there as declared needs no asking.
    ///
    /// # Errors
    /// Where the server does not take it, or it holds what the model does not.
    pub async fn wanted(&mut self, source: &Source, actual: &Arc<Schema>) -> Result<(Arc<Schema>, Hints)> {
        self.places = match source {
            Source::Declared(declared) => Arc::clone(&declared.places),
            Source::Ddl(_) => Arc::default(),
        };
        self.statements = match source {
            Source::Declared(_) => None,
            Source::Ddl(ddl) => Some(ddl.objects(self.dialect.as_ref())),
        };
        canonical::wanted(source, actual, &self.scope, self.dialect.as_ref(), &mut self.shadow).await
    }

    /// Whether a source was found equal to what the database is, before it is read.
    pub fn known_equality(&self, files: &SourceFiles, actual: &Schema, config: &Config) -> Option<KnownEquality> {
        KnownEquality::of(files, actual, config, &self.scope, self.dialect.as_ref())
    }

    /// Compares what is with what is wanted.
    ///
    /// # Errors
    /// [`UndecidedRenames`] where a rename is likely and nobody decides; faults of the hints, the order and the shadow.
    pub async fn compare(
        &mut self,
        before: Arc<Schema>,
        after: Arc<Schema>,
        mut hints: Hints,
        renames: RenameOptions<'_>,
    ) -> Result<Comparison> {
        let given = diff::parse_renames(renames.given, &before, &after, self.dialect.default_namespace())?;
        // What a flag says is to be done now, whatever the file says.
        hints.renames.retain(|rename| !given.contains(rename));
        diff::complete_renames(&before, &after, &mut hints);
        diff::resolve_rename_cycles(&before, &after, &mut hints)?;
        hints.renames.extend(given);
        diff::rename_capitals(&before, &after, &mut hints, self.dialect.as_ref());
        let mut ask = renames.ask;
        let mut declined: Vec<RenameCandidate> = Vec::new();
        loop {
            let dialect = self.dialect.as_ref();
            let comparison =
                Comparison::of(before.clone(), after.clone(), &hints, self.scope.managed, dialect, &mut self.shadow)
                    .await?;
            if renames.none {
                return Ok(comparison);
            }
            let mut open = comparison.rename_candidates();
            open.retain(|one| !declined.iter().any(|other| other.old == one.old && other.new == one.new));
            if open.is_empty() {
                return Ok(comparison);
            }
            let Some(ask) = ask.as_mut() else { return Err(UndecidedRenames(open).into()) };
            let mut accepted: Vec<RenameCandidate> = Vec::new();
            for one in open.clone() {
                if accepted.iter().any(|other| other.old == one.old || other.new == one.new) {
                    continue;
                }
                match ask(&one)? {
                    Some(true) => accepted.push(one),
                    Some(false) => declined.push(one),
                    None => return Err(UndecidedRenames(open).into()),
                }
            }
            if accepted.is_empty() {
                return Ok(comparison);
            }
            hints.renames.extend(accepted.into_iter().map(|one| (one.old, one.new)));
        }
    }

    /// Asks the live rows whether they allow a comparison's operations.
    ///
    /// # Errors
    /// [`super::rows::RowsError`], or a query that fails.
    pub async fn check_rows(&self, comparison: &Comparison, session: &mut dyn Session) -> Result<()> {
        let old_name = |table: &QName, column: &str| comparison.old_name(table, column);
        let places = match &self.statements {
            Some(statements) => Places::Sql(statements),
            None => Places::Declared(&self.places),
        };
        let schemas = (comparison.renamed.as_ref(), comparison.after.as_ref());
        allowed_by_rows(&comparison.changes, old_name, schemas, &places, session).await
    }

    /// Has columns pass by way of text to types that nothing converts their values to, where the live table has no rows: nothing
    /// can be lost, and where the script meets rows after all, it fails on values that do not read as the new type.
    ///
    /// # Errors
    /// A query that fails.
    pub async fn convert_without_rows(&self, comparison: &mut Comparison, session: &mut dyn Session) -> Result<()> {
        for (at, needs) in conversions::unsaid(comparison, self.dialect.as_ref()) {
            let Some(Operation::AlterColumn { table, .. }) = comparison.changes.get(at) else { continue };
            let before = |table: &QName| comparison.old_name(table, "").0;
            if has_rows(table, &comparison.renamed, before, session).await? {
                continue;
            }
            if let Some(Operation::AlterColumn { using, .. }) = comparison.changes.get_mut(at) {
                *using = Some(Expr(needs.by_text));
            }
        }
        Ok(())
    }

    /// Decides which tables are changed beside their traffic: none, all that are there, or those with rows in the live database,
    /// which is asked once for all; where it is not at hand, or does not tell, all.
    ///
    /// # Errors
    /// A connection that is lost.
    pub async fn spare(
        &self,
        comparison: &mut Comparison,
        online: Online,
        live: Option<&mut (dyn Session + '_)>,
    ) -> Result<()> {
        comparison.online = match (online, live) {
            _ if !self.dialect.has_online_forms() => OnlineTables::None,
            (Online::Never, _) => OnlineTables::None,
            (Online::Always, _) | (Online::Auto, None) => OnlineTables::All,
            (Online::Auto, Some(live)) => {
                let before = |table: &QName| comparison.old_name(table, "").0;
                with_rows(&comparison.changes, &comparison.renamed, before, live).await?
            }
        };
        Ok(())
    }

    /// Asks the live database how large the tables are, so that a script says what it locks of those that are large.
    ///
    /// # Errors
    /// A connection that is lost.
    pub async fn measure(&self, comparison: &mut Comparison, live: &mut dyn Session) -> Result<()> {
        if self.dialect.has_online_forms() {
            match TableSizes::ask(live).await {
                Ok(sizes) => comparison.costs = StatementCosts::OfLargeTables(sizes),
                Err(fault) if fault.kind == ServerErrorKind::Connection => return Err(fault.into()),
                // A database that does not tell is one whose sizes are not known.
                Err(_) => {}
            }
        }
        Ok(())
    }

    /// Proves both directions in the shadow.
    ///
    /// # Errors
    /// [`proof::ProofError`] where the script does not do what it should.
    pub async fn prove(
        &mut self,
        comparison: &Comparison,
        upgrade: &[SectionText],
        downgrade: &[SectionText],
    ) -> Result<()> {
        let dialect = self.dialect.clone();
        let proven =
            proof::prove(comparison, upgrade, downgrade, &self.places, dialect.as_ref(), &mut self.shadow).await;
        if proven.is_err() {
            // What ran outside of a transaction is still there.
            self.shadow.close().await;
        }
        proven
    }
}

/// What a configuration has looked at.
pub fn scope(config: &Config) -> Scope {
    let version_table =
        QName { namespace: config.migrations.version_schema.clone(), name: config.migrations.version_table.clone() };
    let managed = Managed { privileges: config.schema.privileges, owners: config.schema.owners };
    Scope { filter: config.schema.filter.clone(), version_table, only: None, managed, keeps: false, stand_ins: true }
}
