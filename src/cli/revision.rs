//! `migrate revision`

use std::path::{Path, PathBuf};

use chrono::{SubsecRound, Utc};
use clap::Args;
use serde_json::json;

use super::Status;
use super::autogenerate::{Generated, Wish, generate};
use super::context::Context;
use super::history::look;
use super::renames::RenameArguments;
use super::upgrade::{variable, variables};
use crate::config::Config;
use crate::config::as_named;
use crate::error::{Fault, Result};
use crate::report::operations;
use crate::report::style::{FAINT, paint};
use crate::revision::{BadName, Graph, Ident, Revision, Symbol, check_id, check_label, new_dependency, new_parents};
use crate::run::Chain;
use crate::script::{DEFAULT_TEMPLATE, NewScript, NewSection, ScriptError, Target, new_id, run_hooks};

/// Arguments of `revision`.
#[derive(Debug, Args)]
#[command(after_help = "\
Without --autogenerate the script is empty, to be filled in: what it does below `-- migrate:upgrade`, what undoes it below \
`-- migrate:downgrade`. Prints the path of the script.

Examples:
  migrate revision -m \"add orders\"
  migrate revision -m \"add orders\" --autogenerate
  migrate revision -m \"people\" --autogenerate --rename users=people")]
pub struct NewRevision {
    /// What it is about; part of the file's name
    #[arg(short, long, value_name = "MSG")]
    pub message: String,
    /// Fill it with what takes the database to the schema, and back, both ways proven
    #[arg(long)]
    pub autogenerate: bool,
    /// With --autogenerate: write it although nothing differs
    #[arg(long)]
    pub empty: bool,
    #[command(flatten)]
    renames: RenameArguments,
    /// Take the state that the chain makes, in a shadow database, in place of the database's
    #[arg(long, requires = "autogenerate")]
    pub replay: bool,
    /// Write it without trying it out
    #[arg(long, requires = "autogenerate")]
    pub no_proof: bool,
    /// The id, in place of a random one
    #[arg(long, value_name = "ID")]
    pub rev_id: Option<String>,
    /// The revision it comes after, or base [default: the head]
    #[arg(long, value_name = "REV", allow_negative_numbers = true)]
    pub head: Option<String>,
    /// Start a branch from a revision that is no head
    #[arg(long)]
    pub splice: bool,
    /// A label for the branch that starts here
    #[arg(long, value_name = "LABEL")]
    pub branch_label: Option<String>,
    /// The folder for the script: that of `dir`, or one of `version_paths`
    #[arg(long, value_name = "DIR")]
    pub version_path: Option<PathBuf>,
    /// A revision of another branch that must be applied before
    #[arg(long, value_name = "REV")]
    pub depends_on: Vec<String>,
    /// A variable for scripts with `template: on`
    #[arg(short = 'x', value_name = "NAME=VALUE", value_parser = variable)]
    pub variables: Vec<(String, String)>,
}

/// What cannot be a new revision.
#[derive(Debug, thiserror::Error)]
enum RevisionError {
    /// An id that cannot be one.
    #[error("the revision id `{id}` {why}")]
    BadId { id: String, why: BadName },
    /// An id that a script has.
    #[error("revision {id} is there already: {path}")]
    Taken { id: String, path: String },
    /// A label that cannot be one, or is taken.
    #[error("the branch label `{label}` {why}")]
    BadLabel { label: String, why: String },
    /// A folder that holds no scripts of this project.
    #[error("{} is not a folder of this project's scripts", path.display())]
    NotAFolder { path: PathBuf, known: Vec<PathBuf> },
}

impl Fault for RevisionError {
    fn code(&self) -> &'static str {
        match self {
            RevisionError::BadId { .. } => "bad-revision-id",
            RevisionError::Taken { .. } => "duplicate-revision-id",
            RevisionError::BadLabel { .. } => "bad-branch-label",
            RevisionError::NotAFolder { .. } => "not-a-version-folder",
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            RevisionError::BadId { .. } => {
                "an id is letters, digits, `_` and `.`; `head`, `heads`, `base`, `current` and `none` are reserved"
                    .into()
            }
            RevisionError::Taken { .. } => "choose another id, or leave `--rev-id` out".into(),
            RevisionError::BadLabel { .. } => "choose another label".into(),
            RevisionError::NotAFolder { known, .. } => format!(
                "name one of {}, or add it to `version_paths` in [migrations]",
                known.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
            ),
        })
    }
}

/// The sections of a new script.
#[derive(Debug, Default)]
pub struct Content {
    /// What it does.
    pub upgrade: Vec<NewSection>,
    /// What undoes it.
    pub downgrade: Vec<NewSection>,
}

impl NewRevision {
    /// Runs the command.
    pub async fn run(self, context: &Context) -> Result<Status> {
        let config = context.config()?;
        let chain = context.chain(&config, variables(&self.variables))?;
        let revision = self.head(context, &config, &chain).await?;
        let folder = self.folder(&config)?;
        let mut made = Generated::default();
        if self.autogenerate {
            let wish = Wish { renames: &self.renames, replay: self.replay, proof: !self.no_proof };
            made = generate(context, config.clone(), &chain, &wish).await?;
            if made.changes.is_empty() && !self.empty {
                context.screen.result("nothing differs: no revision is written\n");
                context.screen.document(&json!({ "path": null, "revision": null, "operations": [] }));
                return Ok(0);
            }
        }
        let Generated { content, changes, steps } = made;
        let path = write(&config, folder, &revision, content)?;
        if !changes.is_empty() {
            context.screen.remark(operations::listed(&changes).trim_end());
        }
        context.screen.result(&format!("{}\n", path.display()));
        context.screen.remark(&paint(
            FAINT,
            match changes.is_empty() {
                true => "next: fill in its two sections, then migrate upgrade",
                false => "next: read it, then migrate upgrade",
            },
        ));
        context.screen.document(&json!({
            "path": path,
            "revision": revision.id,
            "operations": operations::document(&changes),
            "steps": steps,
        }));
        Ok(0)
    }

    /// The head of the new script, all that it names checked.
    async fn head(&self, context: &Context, config: &Config, chain: &Chain) -> Result<Revision> {
        let graph = &chain.graph;
        let id = fresh_id(graph, self.rev_id.as_deref())?;
        if let Some(label) = &self.branch_label {
            fresh_label(graph, label, &id)?;
        }
        let mut asks = false;
        for text in self.head.iter().chain(&self.depends_on) {
            let ident = Ident::parse(text)?;
            asks |= ident.symbol == Some(Symbol::Current) || ident.is_from_current();
        }
        let applied = match asks {
            true => Some(look(context, config, chain).await?),
            false => None,
        };
        let down = new_parents(graph, applied.as_ref(), self.head.as_deref(), self.splice)?;
        let depends_on = self
            .depends_on
            .iter()
            .map(|text| new_dependency(graph, applied.as_ref(), text))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Revision {
            id,
            down,
            depends_on,
            labels: self.branch_label.iter().cloned().collect(),
            message: self.message.clone(),
            ..Revision::default()
        })
    }

    /// The folder that the script goes to.
    fn folder(&self, config: &Config) -> Result<PathBuf> {
        let known = || std::iter::once(config.migrations.versions()).chain(config.migrations.version_paths.clone());
        let Some(wanted) = &self.version_path else { return Ok(config.migrations.versions()) };
        let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let here = std::env::current_dir().unwrap_or_default();
        let candidates = [here.join(wanted), config.root.join(wanted)];
        let found = known().find(|folder| candidates.iter().any(|path| real(path) == real(folder)));
        found.ok_or_else(|| {
            let known = known().map(|path| as_named(&path)).collect();
            RevisionError::NotAFolder { path: wanted.clone(), known }.into()
        })
    }
}

/// The id of a new revision: the one that was asked for, if it can be one and nobody has it, else a random one.
///
/// # Errors
/// An id that cannot be one, or is taken.
pub fn fresh_id(graph: &Graph, wanted: Option<&str>) -> Result<String> {
    let Some(id) = wanted else { return Ok(new_id(graph)) };
    check_id(id).map_err(|why| RevisionError::BadId { id: id.to_owned(), why })?;
    let taken = |path: String| RevisionError::Taken { id: id.to_owned(), path };
    if let Some(there) = graph.get(id) {
        return Err(taken(there.path().map(|path| path.display().to_string()).unwrap_or_default()).into());
    }
    if let Some((index, _)) = graph.replacement(id) {
        return Err(taken(format!("it was squashed into {}", graph.id(index))).into());
    }
    if let Some(index) = graph.labelled(id) {
        return Err(taken(format!("it is a branch label of revision {}", graph.id(index))).into());
    }
    Ok(id.to_owned())
}

/// Checks the branch label of a new revision with this id.
///
/// # Errors
/// A label that cannot be one, or is taken.
pub fn fresh_label(graph: &Graph, label: &str, id: &str) -> Result<()> {
    let bad = |why: String| RevisionError::BadLabel { label: label.to_owned(), why };
    check_label(label).map_err(|why| bad(why.to_string()))?;
    if let Some(index) = graph.labelled(label) {
        return Err(bad(format!("is already that of revision {}", graph.id(index))).into());
    }
    if graph.index(label).is_some() || label == id {
        return Err(bad("is the id of a revision".to_owned()).into());
    }
    Ok(())
}

/// Writes a script and runs the hooks on it; its path.
///
/// # Errors
/// A template or file that cannot be read or written, a hook that fails.
pub fn write(config: &Config, folder: PathBuf, revision: &Revision, content: Content) -> Result<PathBuf> {
    let settings = &config.migrations;
    let script = NewScript {
        revision: revision.clone(),
        created: Utc::now().trunc_subsecs(0).with_timezone(&settings.timezone),
        upgrade: content.upgrade,
        downgrade: content.downgrade,
    };
    let template = settings.template();
    let text = match std::fs::read_to_string(&template) {
        Ok(text) => text,
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => DEFAULT_TEMPLATE.to_owned(),
        Err(why) => {
            return Err(ScriptError::Read { path: as_named(&template), reason: why.to_string() }.into());
        }
    };
    let text = script.render(&as_named(&template), &text, settings.truncate_slug)?;
    let target = Target {
        folder: &as_named(&folder),
        file_template: &settings.file_template,
        truncate_slug: settings.truncate_slug,
    };
    let path = script.write(&target, &text)?;
    if !settings.hooks.is_empty() {
        let whole = std::fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        run_hooks(&settings.hooks, &whole, &config.root)?;
    }
    Ok(path)
}
