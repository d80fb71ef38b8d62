//! Renames: what is said by flags, and what a person is asked on a terminal.

use std::io::IsTerminal;

use clap::Args;

use super::context::CommandContext;
use super::prompt::{Answer, ask};
use crate::compare::{AskRename, RenameOptions};
use crate::diff::RenameCandidate;
use crate::error::Result;
use crate::report::style::printable;

/// What flags say of renames.
#[derive(Debug, Clone, Args)]
pub(super) struct RenameArguments {
    /// Treat a drop and an add as a rename: users=people, `users.name=users.full_name`
    #[arg(long = "rename", value_name = "OLD=NEW")]
    pub renames: Vec<String>,
    /// Treat nothing as a rename: a drop is a drop, an add is an add
    #[arg(long)]
    pub no_renames: bool,
}

impl RenameArguments {
    /// Whether one of the flags is given.
    pub(super) fn say_something(&self) -> bool {
        self.no_renames || !self.renames.is_empty()
    }

    /// Decides by the flags, or by asking where `ask` is given.
    pub(super) fn decide<'a>(&'a self, ask: Option<&'a mut AskRename<'a>>) -> RenameOptions<'a> {
        RenameOptions { given: &self.renames, none: self.no_renames, ask }
    }
}

/// Whether there is a person to ask.
pub(super) fn can_ask(context: &CommandContext) -> bool {
    context.screen.is_text() && std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks whether a drop and an add are a rename; `None` where a person does not say.
///
/// # Errors
/// Ctrl-C or SIGTERM at the question.
pub(super) fn ask_rename(context: &CommandContext, likely: &RenameCandidate) -> Result<Option<bool>> {
    let question = format!("{}: is this a rename, which keeps the data?", printable(&likely.to_string()));
    Ok(match ask(context, &question)? {
        Answer::Yes => Some(true),
        Answer::No => Some(false),
        Answer::None => None,
    })
}
