//! The chain, on disk or in the program: the graph of all heads, and each script when it is needed.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::prepare::{SqlSection, prepare};
use super::version_state::PreparedRevision;
use crate::config::{Config, TransactionMode, as_named};
use crate::dialect::Dialect;
use crate::error::Result;
use crate::revision::{Applied, Direction, Graph, Plan, Revision, RevisionStep};
use crate::script::{Head, Script, ScriptError, Variables, checksum_of_text, read_heads, read_text, take_replaced};
use crate::sql::Syntax;
use crate::text::without_byte_order_mark;

/// The revisions of a project.
#[derive(Debug, Clone)]
pub struct Chain {
    /// All of them.
    pub graph: Graph,
    /// The variables of `-x`, for scripts that are templates.
    pub variables: Variables,
    /// Scripts that a squash has replaced and was cut off before it removed them: no part of the graph.
    pub replaced: Vec<PathBuf>,
    /// The scripts that are no files, by revision.
    texts: HashMap<String, Arc<str>>,
}

impl Chain {
    /// Reads the heads of all scripts of a project.
    ///
    /// # Errors
    /// A folder or a script that cannot be read; revisions that make no graph.
    pub fn load(config: &Config, variables: Variables) -> Result<Self> {
        let mut folders = vec![config.migrations.versions()];
        folders.extend(config.migrations.version_paths.iter().cloned());
        let folders: Vec<PathBuf> = folders.iter().map(|folder| as_named(folder)).collect();
        let mut revisions = read_heads(&folders)?;
        let replaced = take_replaced(&mut revisions, &config.migrations.dir);
        Ok(Chain { replaced, ..Self::of_revisions(revisions, variables)? })
    }

    fn of_revisions(revisions: Vec<Revision>, variables: Variables) -> Result<Self> {
        Ok(Chain { graph: Graph::new(revisions)?, variables, replaced: Vec::new(), texts: HashMap::new() })
    }

    /// Reads the heads of all scripts in `folders` and below them.
    ///
    /// # Errors
    /// As [`Chain::load`].
    pub fn of_folders(folders: &[PathBuf], variables: Variables) -> Result<Self> {
        Self::of_revisions(read_heads(folders)?, variables)
    }

    /// The revisions of scripts that are no files, each with the name that messages call it by.
    ///
    /// # Errors
    /// A script without a head, or with a damaged one; revisions that make no graph.
    pub fn of_texts<N: Into<PathBuf>, T: Into<Arc<str>>>(
        scripts: impl IntoIterator<Item = (N, T)>,
        variables: Variables,
    ) -> Result<Self> {
        let mut revisions = Vec::new();
        let mut texts = HashMap::new();
        for (name, text) in scripts {
            let text = text.into();
            let head = Head::parse(&name.into(), without_byte_order_mark(&text))?;
            texts.insert(head.revision.id.clone(), text);
            revisions.push(head.revision);
        }
        Ok(Chain { texts, ..Self::of_revisions(revisions, variables)? })
    }

    /// The same without one revision, after which no other comes.
    ///
    /// # Errors
    /// A revision that another one needs.
    pub fn without(&self, id: &str) -> Result<Self> {
        let kept = self.graph.iter().map(|node| &node.revision).filter(|revision| revision.id != id);
        Ok(Chain { graph: Graph::new(kept.cloned().collect())?, ..self.clone() })
    }

    /// The same with the scripts that a squash replaces, read from `folder`, in the place of the squash: for a database that
    /// stands among them. `last` is the last of their ids.
    ///
    /// # Errors
    /// Scripts that cannot be read, or are not those that it replaces.
    pub fn before_squash(&self, squash: &str, last: &str, folder: &Path) -> Result<Self> {
        let mut revisions = read_heads(&[folder.to_path_buf()])?;
        for node in self.graph.iter().filter(|node| node.revision.id != squash) {
            let mut revision = node.revision.clone();
            let names = revision.down.iter_mut().chain(&mut revision.depends_on);
            names.filter(|name| *name == squash).for_each(|name| last.clone_into(name));
            revisions.push(revision);
        }
        Ok(Chain { graph: Graph::new(revisions)?, ..self.clone() })
    }

    /// The script of a revision, whole.
    ///
    /// # Errors
    /// A script that cannot be read.
    pub fn script(&self, id: &str, syntax: Syntax) -> Result<Script, ScriptError> {
        let path = self.graph.get(id).and_then(|revision| revision.path()).unwrap_or_else(|| Path::new(""));
        match self.texts.get(id) {
            Some(text) => Script::parse(path, text, &self.variables, syntax),
            None => Script::load(path, &self.variables, syntax),
        }
    }

    /// Whether a revision's script is rendered before it is run.
    ///
    /// # Errors
    /// A script that cannot be read.
    pub fn is_template(&self, id: &str) -> Result<bool, ScriptError> {
        let path = self.graph.get(id).and_then(|revision| revision.path()).unwrap_or_else(|| Path::new(""));
        let head = match self.texts.get(id) {
            Some(text) => Head::parse(path, without_byte_order_mark(text))?,
            None => Head::read(path)?,
        };
        Ok(head.template)
    }

    /// The text of a revision's script and its checksum; no variable is needed.
    ///
    /// # Errors
    /// A script that cannot be read.
    pub fn text(&self, id: &str, syntax: Syntax) -> Result<(Arc<str>, String), ScriptError> {
        let path = self.graph.get(id).and_then(|revision| revision.path()).unwrap_or_else(|| Path::new(""));
        let text: Arc<str> = match self.texts.get(id) {
            Some(text) => without_byte_order_mark(text).into(),
            None => without_byte_order_mark(&read_text(path)?).into(),
        };
        let checksum = checksum_of_text(path, &text, syntax)?;
        Ok((text, checksum))
    }

    /// All that a plan runs, read and checked.
    ///
    /// # Errors
    /// A script that cannot be read or lacks the sections; a statement that cannot be run ([`super::RunError`]).
    pub fn prepared_revisions(
        &self,
        plan: &Plan,
        applied: &Applied,
        dialect: &dyn Dialect,
        mode: TransactionMode,
    ) -> Result<Vec<PreparedRevision>> {
        plan.steps.iter().map(|step| self.prepared(step, applied, dialect, mode)).collect()
    }

    fn prepared(
        &self,
        step: &RevisionStep,
        applied: &Applied,
        dialect: &dyn Dialect,
        mode: TransactionMode,
    ) -> Result<PreparedRevision> {
        let script = self.script(&step.id, dialect.syntax())?;
        let sql_sections: Vec<SqlSection> = script
            .sections_for(step.direction)?
            .into_iter()
            .map(|section| SqlSection {
                path: script.path.clone(),
                text: script.text.clone(),
                span: section.span.clone(),
                transaction: section.transaction,
                batch: section.batch,
            })
            .collect();
        let statements = prepare(dialect, &sql_sections, mode != TransactionMode::Off)?;
        let neighbours = self.graph.index(&step.id).map(|index| {
            let node = self.graph.node(index);
            let near = match step.direction {
                Direction::Upgrade => [&node.down, &node.depends_on],
                Direction::Downgrade => [&node.children, &node.dependents],
            };
            near.into_iter().flatten().map(|near| applied.rows_of(&self.graph, *near)).collect()
        });
        Ok(PreparedRevision {
            id: step.id.clone(),
            message: script.revision.message.clone(),
            path: script.path.display().to_string(),
            checksum: script.checksum(dialect.syntax()),
            script: script.on_disk().clone(),
            direction: step.direction,
            rows: match step.direction {
                Direction::Upgrade => vec![step.id.clone()],
                Direction::Downgrade => step.delete.clone(),
            },
            neighbours: neighbours.unwrap_or_default(),
            statements,
        })
    }
}
