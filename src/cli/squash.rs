//! `migrate squash`

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::Status;
use super::compare_context::{CompareContext, Side};
use super::context::{CommandContext, Purpose};
use super::revision::{RevisionContent, fresh_id, write};
use crate::compare::{SquashMethod, Squashed};
use crate::config::Config;
use crate::config::as_named;
use crate::error::{Fault, Result};
use crate::report::style::{FAINT, count, paint};
use crate::revision::{Graph, Partial, Revision, SquashPlan, squash};
use crate::run::{Chain, VersionRow, applied};
use crate::script::{KEPT_IN, kept_names, remove_abandoned};

/// Arguments of `squash`.
#[derive(Debug, Args)]
#[command(after_help = "\
One script takes the place of all revisions from FROM to TO, both included. A shadow database proves that it does what \
they do, up and down; only then is it written, and the old scripts are moved to the folder `squashed` beside the scripts. \
A database that is at TO or beyond is recognised and needs nothing. One that is between FROM and TO is brought to TO with \
the old scripts by the next `migrate upgrade`; once there are none of these, the folder can be deleted.

If FROM is base and the revisions make nothing but a schema, the script is generated from that schema; otherwise their \
statements are copied, one after another.

Examples:
  migrate squash base:3f2a -m \"the first year\"
  migrate squash 1b0c:3f2a -m \"billing\"")]
pub(super) struct SquashArguments {
    /// The first and the last revision to replace; base:TO is from the beginning
    #[arg(value_name = "FROM:TO")]
    pub range: String,
    /// A short description; it also names the file
    #[arg(short, long, value_name = "MSG")]
    pub message: String,
}

/// An old script cannot be copied to where it is kept.
#[derive(Debug, thiserror::Error)]
#[error("can't copy {} to {}: {why}", from.display(), to.display())]
struct CannotKeep {
    from: PathBuf,
    to: PathBuf,
    why: io::Error,
}

impl Fault for CannotKeep {
    fn code(&self) -> &'static str {
        "squash-cannot-keep"
    }
    fn help(&self) -> Option<String> {
        Some("nothing was changed: all scripts are where they were".into())
    }
}

impl SquashArguments {
    /// Runs the command.
    pub(super) async fn run(self, context: &CommandContext) -> Result<Status> {
        let config = context.config()?;
        let chain = context.chain(&config)?;
        let SquashPlan { revisions, mut revision } = squash(&chain.graph, &self.range)?;
        revision.id = fresh_id(&chain.graph, None)?;
        revision.message = self.message;
        let plan = SquashPlan { revisions, revision };
        with_squash(&chain.graph, &plan)?;

        let mut compare_context =
            CompareContext::for_sides(context, config.clone(), &[&Side::Revisions], Purpose::Read).await?;
        let proven = compare_context.comparer.squashed(&chain, &plan, &context.stop).await;
        compare_context.close().await;
        let Squashed { upgrade, downgrade, origin } = proven?;

        // Once the new script is there the squash is done. The old ones are removed last: see `script::take_replaced`.
        let kept = KeptScripts::plan(&config, &chain, &plan);
        remove_abandoned(&config.migrations.dir, &chain.graph);
        kept.copy()?;
        let content = RevisionContent { upgrade, downgrade, generated: false };
        let path = match write(&config, config.migrations.versions(), &plan.revision, content) {
            // A hook that fails leaves the script where it is.
            Err(fault) if fault.code() != "hook-failed" => {
                kept.forget();
                return Err(fault);
            }
            written => {
                context.remove_replaced(kept.files.iter().map(|(old, _)| old.as_path()));
                written?
            }
        };
        context.screen.result(&format!("{}\n", path.display()));
        let kept = as_named(&kept.folder);
        context.screen.remark(&format!(
            "{} squashed into {}; both ways proven in a shadow database",
            count(plan.revisions.len(), "revision"),
            plan.revision.id
        ));
        match &origin {
            SquashMethod::FromSchema => context.screen.remark("it is generated from the schema that they make"),
            SquashMethod::FromScripts(why) => {
                context.screen.remark(&format!("their statements are taken over as they stand: {why}"));
            }
        }
        let hint = format!("the old scripts are in {}, for databases that are between them", kept.display());
        context.screen.remark(&paint(FAINT, hint));
        context.screen.document(&json!({
            "path": path,
            "revision": plan.revision.id,
            "replaces": plan.revision.replaces,
            "squashed": plan.revisions,
            "moved_to": kept,
            "from_schema": origin == SquashMethod::FromSchema,
        }));
        Ok(0)
    }
}

/// The graph with the one in place of the many: what is wrong with it is found before anything is tried.
fn with_squash(graph: &Graph, plan: &SquashPlan) -> Result<Graph> {
    let kept = graph.iter().map(|node| &node.revision).filter(|known| !plan.revisions.contains(&known.id));
    let revisions: Vec<Revision> = kept.chain([&plan.revision]).cloned().collect();
    Ok(Graph::new(revisions)?)
}

/// The chain for a database that stands among the revisions that a squash replaces, if their scripts are still kept: the old
/// ones are in the place of the squash. `None` for every other database.
///
/// # Errors
/// Old scripts that cannot be read, or are not those that the squash replaces.
pub(super) fn with_old_scripts(config: &Config, chain: &Chain, rows: &[VersionRow]) -> Result<Option<Chain>> {
    let mut with_old: Option<Chain> = None;
    // Among the old scripts there may be a squash, too.
    loop {
        let now = with_old.as_ref().unwrap_or(chain);
        let kept = |partial: &Partial| {
            let folders = KEPT_IN.map(|name| config.migrations.dir.join(name).join(&partial.revision));
            Some((partial.clone(), folders.into_iter().find(|folder| folder.is_dir())?))
        };
        let Some((partial, folder)) = applied(now, rows).partial().iter().find_map(kept) else { return Ok(with_old) };
        with_old = Some(now.before_squash(&partial.revision, &partial.last, &as_named(&folder))?);
    }
}

/// The old scripts, and where they are kept.
struct KeptScripts {
    folder: PathBuf,
    files: Vec<(PathBuf, PathBuf)>,
}

impl KeptScripts {
    fn plan(config: &Config, chain: &Chain, plan: &SquashPlan) -> KeptScripts {
        let settings = &config.migrations;
        let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let home = real(&settings.dir);
        let read = std::iter::once(settings.versions()).chain(settings.version_paths.iter().cloned());
        // What lies in a folder of scripts would be read as one; hidden folders are not.
        let [open, hidden] = KEPT_IN;
        let among = read.map(|folder| real(&folder)).any(|folder| home.join(open).starts_with(folder));
        let folder = settings.dir.join(if among { hidden } else { open }).join(&plan.revision.id);
        let mut files: Vec<(PathBuf, PathBuf)> = Vec::new();
        for id in &plan.revisions {
            let Some(path) = chain.graph.get(id).and_then(Revision::path) else { continue };
            let [name, with_id] = kept_names(id, path).map(|name| folder.join(name));
            let taken = files.iter().any(|(_, taken)| *taken == name);
            files.push((path.to_path_buf(), if taken { with_id } else { name }));
        }
        KeptScripts { folder, files }
    }

    /// Copies all of them; what is there stays. A link is followed: what is kept is the script.
    fn copy(&self) -> Result<(), CannotKeep> {
        for (from, to) in &self.files {
            let copied = fs::create_dir_all(&self.folder).and_then(|()| fs::copy(from, to));
            // It is to be on the disk before the old file goes.
            if let Err(why) = copied.and_then(|_| fs::File::open(to)?.sync_all()) {
                self.forget();
                return Err(CannotKeep { from: from.clone(), to: to.clone(), why });
            }
        }
        Ok(())
    }

    /// Removes the copies.
    fn forget(&self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}
