//! `migrate rebase`

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::Status;
use super::context::CommandContext;
use super::history::look;
use crate::error::Result;
use crate::report::style::{BAD, FAINT, GOOD, ID, paint, printable};
use crate::revision::{Reparent, rebase, reparented};
use crate::run::Chain;
use crate::script::{ScriptError, set_head, write_over};

/// Arguments of `rebase`.
#[derive(Debug, Args)]
#[command(after_help = "\
For when two people have written a revision on the same parent: one of the two is moved after the other, so that the \
chain is one line again. REV and those of its ancestors that ONTO does not have come after ONTO. In each script only the \
`down_revision` line changes, and only if it has to. A revision that this database has applied is not moved.

Examples:
  migrate rebase mine --onto theirs
  migrate rebase billing@head --onto main@head")]
pub(super) struct RebaseArguments {
    /// The revision to move, with those of its ancestors that ONTO does not have
    #[arg(value_name = "REV", allow_negative_numbers = true)]
    pub revision: String,
    /// The revision that it will come after
    #[arg(long, value_name = "REV", allow_negative_numbers = true)]
    pub onto: String,
}

impl RebaseArguments {
    /// Runs the command.
    pub(super) async fn run(self, context: &CommandContext) -> Result<Status> {
        let config = context.config()?;
        let chain = context.chain(&config)?;
        let applied = look(context, &config, &chain).await?;
        let changes = rebase(&chain.graph, &applied, &self.revision, &self.onto)?;
        let after = reparented(&chain.graph, &changes)?;
        rewrite(&chain, &changes)?;

        let parents = |ids: &[String]| if ids.is_empty() { "base".to_owned() } else { ids.join(", ") };
        let path = |id: &str| chain.graph.get(id).and_then(|revision| revision.path().map(PathBuf::from));
        let mut text = String::new();
        for Reparent { id, from, to } in &changes {
            let message = chain.graph.get(id).map(|revision| revision.message.as_str()).unwrap_or_default();
            let line = format!("{} {}", paint(ID, printable(id)), printable(message));
            text.push_str(&format!(
                "{}: down_revision {} -> {}\n",
                line.trim_end(),
                paint(BAD, printable(&parents(from))),
                paint(GOOD, printable(&parents(to)))
            ));
            if let Some(path) = path(id) {
                text.push_str(&format!("    {}\n", paint(FAINT, path.display())));
            }
        }
        context.screen.result(&text);
        let heads = after.ids(&after.heads());
        context.screen.remark(&match heads.as_slice() {
            [head] => format!("the chain has one head: {head}"),
            several => format!("the chain has {} heads: {}", several.len(), several.join(", ")),
        });
        let changed = changes.iter().map(
            |change| json!({ "revision": change.id, "path": path(&change.id), "from": change.from, "to": change.to }),
        );
        context.screen.document(&json!({ "changed": changed.collect::<Vec<_>>(), "heads": heads }));
        Ok(0)
    }
}

/// Rewrites the heads of scripts: all of them, or none.
fn rewrite(chain: &Chain, changes: &[Reparent]) -> Result<(), ScriptError> {
    let mut texts: Vec<(PathBuf, String, String)> = Vec::new();
    for change in changes {
        let Some(path) = chain.graph.get(&change.id).and_then(|revision| revision.path()) else { continue };
        let old = crate::script::read_text(path)?;
        let new = set_head(path, &old, "down_revision", &change.to.join(", "))?;
        texts.push((path.to_path_buf(), old, new));
    }
    for (at, (path, _, new)) in texts.iter().enumerate() {
        if let Err(fault) = write_over(path, new) {
            for (path, old, _) in texts.iter().take(at) {
                // What cannot be put back is no worse than it was.
                let _ = write_over(path, old);
            }
            return Err(fault);
        }
    }
    Ok(())
}
