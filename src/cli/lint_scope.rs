//! Which scripts `lint` judges, and what it is told of the database that they are for.

use std::path::Path;
use std::time::Duration;

use super::context::{CommandContext, Purpose};
use super::show;
use crate::config::{Config, DatabaseUrl};
use crate::dialect::{Session, TableSizes, offline_dialect};
use crate::engine::{Engine, Flavor};
use crate::error::{Error, Fault, Place, Result};
use crate::lint::World;
use crate::revision::NodeSet;
use crate::run::{Chain, VersionTable, applied};
use crate::script::Script;
use crate::sql::Syntax;

/// See the module.
pub(super) struct Scope {
    /// The revisions to be judged, in the order in which they run.
    pub judged: Vec<usize>,
    /// Those that come before them.
    pub known: Vec<usize>,
    /// Where they run.
    pub world: World,
    /// What a person should know of the two.
    pub remarks: Vec<String>,
}

/// The database cannot say what is not applied.
#[derive(Debug, thiserror::Error)]
#[error("which scripts are not applied is for the database to say, and it can't be asked: {0}")]
struct CannotAsk(Error);

impl Fault for CannotAsk {
    fn code(&self) -> &'static str {
        self.0.code()
    }
    fn help(&self) -> Option<String> {
        Some("without a database, name what is to be judged: `migrate lint head`, or the files of a branch".to_owned())
    }
    fn notes(&self) -> Vec<String> {
        let fault = self.0.fault();
        fault.notes().into_iter().chain(fault.help()).collect()
    }
    fn places(&self) -> Vec<Place> {
        self.0.fault().places()
    }
}

/// What is judged: `asked`, or where that is empty what the database has not applied.
///
/// # Errors
/// A name that is none; a database that has to be asked and cannot be.
pub(super) async fn scope(context: &CommandContext, config: &Config, chain: &Chain, asked: &[String]) -> Result<Scope> {
    let url = config.database_url()?;
    if asked.is_empty() {
        let mut session = context.session(config, Purpose::Read).await.map_err(CannotAsk)?;
        let scope = unapplied(&mut *session, config, chain).await;
        session.close().await;
        return scope;
    }
    let judged = named(context, config, chain, asked).await?;
    let before = needed(chain, &judged);
    let mut remarks = Vec::new();
    // A database that does not answer at once is done without.
    let mut patient = config.clone();
    patient.database.wait = Duration::ZERO;
    let world = match context.session(&patient, Purpose::Read).await {
        Ok(mut session) => {
            let mut world = world(&mut *session, config, &mut remarks).await;
            session.close().await;
            // What is named is judged as on a database in use: a developer's own has no rows.
            world.sizes = world.sizes.map(TableSizes::as_in_use);
            world
        }
        Err(why) => {
            let flavor = assumed(url);
            remarks.push(format!(
                "note: the database was not asked ({}): {flavor} is taken for granted, and sizes are not known",
                why.to_string().lines().next().unwrap_or_default()
            ));
            let dialect = offline_dialect(flavor.engine)?;
            let limits_locks = config.database.lock_timeout.is_some();
            World { dialect, flavor, sizes: None, limits_locks, mode: config.migrations.transaction }
        }
    };
    Ok(Scope { judged, known: before, world, remarks })
}

/// What is judged where the database says what it has.
async fn unapplied(session: &mut dyn Session, config: &Config, chain: &Chain) -> Result<Scope> {
    let table = VersionTable::locate(session, config).await?;
    let rows = table.read(session).await?.unwrap_or_default();
    let applied = applied(chain, &rows);
    let mut missing: NodeSet = (0..chain.graph.len()).collect();
    missing.subtract(applied.set());
    let mut remarks = Vec::new();
    if applied.set().is_empty() && missing.len() > 1 {
        remarks.push(
            "note: no revision is applied there: all are judged as one run, and the tables that they make are exempt; name \
             revisions to judge them alone"
                .to_owned(),
        );
    }
    let world = world(session, config, &mut remarks).await;
    Ok(Scope { judged: chain.graph.sort(&missing), known: chain.graph.sort(applied.set()), world, remarks })
}

/// The revisions that are named, by what names a revision elsewhere or by their files.
async fn named(context: &CommandContext, config: &Config, chain: &Chain, asked: &[String]) -> Result<Vec<usize>> {
    let mut nodes = NodeSet::new();
    let mut others = Vec::new();
    for text in asked {
        match of_file(chain, Path::new(text)) {
            Some(index) => {
                nodes.insert(index);
            }
            None => others.push(text.clone()),
        }
    }
    let (found, _) = show::named(context, config, chain, &others).await?;
    for index in found {
        nodes.insert(index);
    }
    Ok(chain.graph.sort(&nodes))
}

/// The revision whose script this file is.
fn of_file(chain: &Chain, file: &Path) -> Option<usize> {
    let whole = std::fs::canonicalize(file).ok()?;
    let same =
        |path: &Path| path.file_name() == file.file_name() && std::fs::canonicalize(path).is_ok_and(|own| own == whole);
    (0..chain.graph.len()).find(|index| chain.graph.node(*index).revision.path().is_some_and(same))
}

/// What comes before revisions, in order.
fn needed(chain: &Chain, judged: &[usize]) -> Vec<usize> {
    let judged: NodeSet = judged.iter().copied().collect();
    let mut before = chain.graph.needs(&judged);
    before.subtract(&judged);
    chain.graph.sort(&before)
}

/// The scripts that come before, read as far as they can be, and those that are judged.
///
/// # Errors
/// One that is judged and cannot be read.
pub(super) fn scripts(
    chain: &Chain,
    known: &[usize],
    judged: &[usize],
    syntax: Syntax,
) -> Result<(Vec<Script>, Vec<Script>)> {
    let script = |index: &usize| chain.script(chain.graph.id(*index), syntax);
    let known = known.iter().filter_map(|index| script(index).ok()).collect();
    Ok((known, judged.iter().map(script).collect::<Result<_, _>>()?))
}

/// What a database says of itself.
pub(super) async fn world(session: &mut dyn Session, config: &Config, remarks: &mut Vec<String>) -> World {
    let sizes = match TableSizes::ask(session).await {
        Ok(sizes) => Some(sizes),
        Err(why) => {
            remarks.push(format!("note: the sizes of the tables are not known: {why}"));
            None
        }
    };
    let dialect = session.dialect();
    let flavor = dialect.flavor().clone();
    let limits_locks = config.database.lock_timeout.is_some();
    World { dialect, flavor, sizes, limits_locks, mode: config.migrations.transaction }
}

/// The server that is taken for granted where none is asked: the newest that Debian has, as far as it has one.
fn assumed(url: &DatabaseUrl) -> Flavor {
    let engine = url.engine();
    let mariadb = url.expose().starts_with("mariadb");
    let version = match engine {
        Engine::Postgres => (15, 0, 0),
        Engine::Sqlite => (3, 40, 0),
        Engine::MySql if mariadb => (10, 11, 0),
        Engine::MySql => (8, 0, 0),
    };
    Flavor { engine, mariadb, version }
}
