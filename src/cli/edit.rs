//! `migrate edit`

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::Status;
use super::context::CommandContext;
use super::show::named;
use crate::error::Result;
use crate::script::{Editor, Head, Script};

/// Arguments of `edit`.
#[derive(Debug, Args)]
#[command(after_help = "\
When the editor closes, the scripts are read again, so that mistakes are reported at once.

Examples:
  migrate edit head
  EDITOR=\"code --wait\" migrate edit 3f2a")]
pub(super) struct EditArguments {
    /// The revisions
    #[arg(required = true, allow_negative_numbers = true, value_name = "REV")]
    pub revisions: Vec<String>,
}

impl EditArguments {
    /// Runs the command.
    pub(super) async fn run(self, context: &CommandContext) -> Result<Status> {
        let config = context.config()?;
        let chain = context.chain(&config)?;
        let (indexes, _) = named(context, &config, &chain, &self.revisions).await?;
        let revisions = indexes.iter().map(|index| &chain.graph.node(*index).revision);
        let scripts: Vec<PathBuf> = revisions.filter_map(|revision| revision.path()).map(PathBuf::from).collect();
        if scripts.is_empty() {
            context.screen.remark("that is base: there is no script to edit");
            context.screen.document(&json!({ "edited": [] }));
            return Ok(0);
        }
        Editor::of_environment(|name| std::env::var(name).ok(), &scripts)?.open(&scripts)?;
        context.chain(&config)?;
        let syntax = config.database.connection().map(|url| url.engine().syntax());
        for script in &scripts {
            // A template may need variables to be read whole.
            if let (false, Some(syntax)) = (Head::read(script)?.template, syntax) {
                Script::load(script, &context.global.script_variables(), syntax)?;
            }
        }
        context.screen.document(&json!({ "edited": scripts }));
        Ok(0)
    }
}
