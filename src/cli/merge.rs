//! `migrate merge`

use clap::Args;
use serde_json::json;

use super::Status;
use super::context::CommandContext;
use super::revision::{RevisionContent, fresh_id, fresh_label, next_upgrade, write};
use super::show::asked_of_database;
use crate::error::Result;
use crate::report::style::{FAINT, paint};
use crate::revision::{Revision, merge_parents};

/// Arguments of `merge`.
#[derive(Debug, Args)]
#[command(after_help = "\
Writes one script that comes after all of them, so that the chain has one head again. It holds no statements, unless you \
write some. Prints the path of the script.

If nobody has applied one of the branches yet, `migrate rebase` is simpler.

Examples:
  migrate merge -m \"join\"
  migrate merge 3f2a 1b0c -m \"billing and orders\"")]
pub(super) struct MergeArguments {
    /// The heads to join, two or more [default: heads, which means all of them]
    #[arg(default_value = "heads", hide_default_value = true, allow_negative_numbers = true, value_name = "REV")]
    pub revisions: Vec<String>,
    /// A short description; it also names the file
    #[arg(short, long, value_name = "MSG", default_value = "", hide_default_value = true)]
    pub message: String,
    /// A label for the branch that starts here
    #[arg(long, value_name = "LABEL")]
    pub branch_label: Option<String>,
    /// The id of the revision [default: a random one]
    #[arg(long, value_name = "ID")]
    pub rev_id: Option<String>,
}

impl MergeArguments {
    /// Runs the command.
    pub(super) async fn run(self, context: &CommandContext) -> Result<Status> {
        let config = context.config()?;
        let chain = context.chain(&config)?;
        let graph = &chain.graph;
        let applied = asked_of_database(context, &config, &chain, &self.revisions).await?;
        let targets: Vec<&str> = self.revisions.iter().map(String::as_str).collect();
        let down = merge_parents(graph, applied.as_ref(), &targets, false)?;
        let id = fresh_id(graph, self.rev_id.as_deref())?;
        if let Some(label) = &self.branch_label {
            fresh_label(graph, label, &id)?;
        }
        let labels = self.branch_label.into_iter().collect();
        let revision = Revision { id, down, labels, message: self.message, ..Revision::default() };
        let path = write(&config, config.migrations.versions(), &revision, RevisionContent::default())?;
        context.screen.result(&format!("{}\n", path.display()));
        context.screen.remark(&paint(FAINT, format_args!("next: {}", next_upgrade(&chain.graph, &revision))));
        context.screen.document(&json!({
            "path": path,
            "revision": revision.id,
            "down_revision": revision.down,
        }));
        Ok(0)
    }
}
