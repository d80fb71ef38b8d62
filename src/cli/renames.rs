//! Renames and losses: what is said by flags, and what a person is asked on a terminal.

use std::io::IsTerminal;

use clap::Args;
use dialoguer::Confirm;

use super::context::CommandContext;
use crate::compare::{AskRename, RenameOptions};
use crate::diff::RenameCandidate;
use crate::error::Result;
use crate::run::{RunError, Signal, Stopped};

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
    /// Decides by the flags, or by asking where `ask` is given.
    pub(super) fn decide<'a>(&'a self, ask: Option<&'a mut AskRename<'a>>) -> RenameOptions<'a> {
        RenameOptions { given: &self.renames, none: self.no_renames, ask }
    }
}

/// Whether there is a person to ask.
pub(super) fn can_ask(context: &CommandContext) -> bool {
    !context.screen.is_json() && std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks whether a drop and an add are a rename.
///
/// # Errors
/// Ctrl-C at the question.
pub(super) fn ask_rename(likely: &RenameCandidate) -> Result<bool> {
    confirm(&format!("{likely}: is this a rename, which keeps the data?"))
}

/// Asks a question, `no` being the answer where nothing is typed.
///
/// # Errors
/// Ctrl-C at the question.
pub(super) fn confirm(question: &str) -> Result<bool> {
    let stopped = || RunError::Stopped(Box::new(Stopped::early(Signal::Interrupt)));
    Confirm::new().with_prompt(question).default(false).interact().map_err(|_| stopped().into())
}
