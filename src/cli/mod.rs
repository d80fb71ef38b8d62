//! The command line: arguments, one file a command, the exit status.
//!
//! The arguments are plain data; each command turns them into a call of the library and prints what came of it. The exit
//! status is made here and nowhere else: 0 done, 1 a check found a difference, 2 trouble, 130 and 143 stopped.

mod adopt;
mod amend;
mod apply;
mod arguments;
mod autogenerate;
mod branches;
mod check;
mod ci;
mod compare_context;
mod completions;
mod context;
mod current;
mod diff;
mod downgrade;
mod dry_run;
mod edit;
mod ensure_version;
mod heads;
mod history;
mod init;
mod inspect;
mod kept;
mod lint;
mod lint_scope;
mod list_templates;
mod merge;
mod notices;
mod offline;
mod prompt;
mod rebase;
mod renames;
mod revision;
mod show;
mod signals;
mod squash;
mod stamp;
mod test;
mod upgrade;
mod verify;

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, FromArgMatches as _};
use serde_json::json;

use crate::error::{Error, Result};
use crate::report::fault;
use crate::report::screen::{Screen, record_write_result, to_stderr, write_error};
use crate::run::RunError;
use arguments::{Arguments, Command, with_variables_behind};
use context::CommandContext;

/// How long the server may take to drop what a stopped command has left.
const SHUTDOWN_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(5);

/// What a command ends with, when it does not fail: 0, or 1 for a check that found a difference.
type Status = u8;

/// Runs the program with the arguments of the process; the exit status.
pub fn main() -> u8 {
    let arguments = with_variables_behind(std::env::args_os().collect());
    let parsed = Arguments::command().try_get_matches_from(&arguments).and_then(|matches| {
        let name = matches.subcommand_name().unwrap_or_default().to_owned();
        let parsed = Arguments::from_arg_matches(&matches)?.with_fitting_format()?;
        Ok((parsed, name))
    });
    let status = match parsed {
        Ok((parsed, name)) => run(parsed, &name),
        Err(fault) => usage(&fault, &arguments),
    };
    match write_error() {
        Some(why) => {
            to_stderr(&format!("error: the result cannot be written to standard output: {why}\n"));
            status.max(2)
        }
        None => status,
    }
}

/// Help, the version, or a command line that makes no sense.
fn usage(fault: &clap::Error, arguments: &[OsString]) -> u8 {
    let asked = matches!(fault.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let words: Vec<&str> = arguments.iter().filter_map(|word| word.to_str()).collect();
    let json = words.contains(&"--format=json") || words.windows(2).any(|pair| pair == ["--format", "json"]);
    if asked || !json {
        record_write_result(fault.print());
        return u8::try_from(fault.exit_code()).unwrap_or(2);
    }
    let text = fault.render().to_string();
    let mut lines = text.lines();
    let message = lines.next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    let rest: Vec<&str> = lines.map(str::trim).filter(|line| !line.is_empty()).collect();
    let screen = Screen { format: crate::report::screen::Format::Json, ..Screen::default() };
    screen.document(&json!({ "error": { "code": "usage", "message": message, "help": rest.join("\n") } }));
    2
}

/// `name` is the command's.
fn run(arguments: Arguments, name: &str) -> u8 {
    let Arguments { global, command } = arguments;
    global.apply_colour();
    let screen = global.screen();
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(why) => {
            to_stderr(&format!("error: the program cannot be started: {why}\n"));
            return 2;
        }
    };
    notices::listen(screen);
    let result = runtime.block_on(async {
        let stop = signals::listen();
        let context = CommandContext::new(global, screen, stop.clone(), name);
        let result = if command.stops_by_itself() {
            command.run(&context).await
        } else {
            tokio::select! {
                result = command.run(&context) => result,
                signal = stop.wait() => {
                    context.cancel().await;
                    Err(stopped(signal))
                }
            }
        };
        // What the next run finds it removes; but a server that answers gets it done now.
        let _ = tokio::time::timeout(SHUTDOWN_TIMEOUT, crate::shadow::remove_open()).await;
        result
    });
    // A statement that a driver's thread still runs must not keep the program.
    runtime.shutdown_background();
    match result {
        Ok(status) => status,
        Err(error) => fail(screen, &error),
    }
}

fn stopped(signal: crate::run::Signal) -> Error {
    RunError::stopped_early(signal).into()
}

/// Prints a fault where it belongs; its exit status.
fn fail(screen: Screen, error: &Error) -> u8 {
    if screen.is_json() {
        screen.document(&fault::to_json(error));
    } else {
        // Styles are taken out again where they are not wanted.
        to_stderr(&format!("{}\n", fault::draw(error, true)));
    }
    error.fault().status()
}

impl Command {
    /// Whether the command listens to a request to stop, and says what it did before.
    fn stops_by_itself(&self) -> bool {
        matches!(
            self,
            Command::Upgrade(_)
                | Command::Downgrade(_)
                | Command::Stamp(_)
                | Command::EnsureVersion(_)
                | Command::Apply(_)
        )
    }

    async fn run(self, context: &CommandContext) -> Result<Status> {
        match self {
            Command::Init(arguments) => Box::pin(arguments.run(context)).await,
            Command::ListTemplates => Ok(list_templates::run(context)),
            Command::Revision(arguments) => arguments.run(context).await,
            Command::Merge(arguments) => arguments.run(context).await,
            Command::Squash(arguments) => arguments.run(context).await,
            Command::Rebase(arguments) => arguments.run(context).await,
            Command::Upgrade(arguments) => arguments.run(context).await,
            Command::Downgrade(arguments) => arguments.run(context).await,
            Command::Current(arguments) => arguments.run(context).await,
            Command::History(arguments) => arguments.run(context).await,
            Command::Heads(arguments) => arguments.run(context),
            Command::Branches(arguments) => arguments.run(context),
            Command::Show(arguments) => arguments.run(context).await,
            Command::Edit(arguments) => arguments.run(context).await,
            Command::Stamp(arguments) => arguments.run(context).await,
            Command::EnsureVersion(arguments) => arguments.run(context).await,
            Command::Check(arguments) => Box::pin(arguments.run(context)).await,
            Command::Lint(arguments) => Box::pin(arguments.run(context)).await,
            Command::Verify(arguments) => arguments.run(context).await,
            Command::Test(arguments) => arguments.run(context).await,
            Command::Diff(arguments) => arguments.run(context).await,
            Command::Inspect(arguments) => arguments.run(context).await,
            Command::Apply(arguments) => arguments.run(context).await,
            Command::Kept(arguments) => arguments.run(context).await,
            Command::Completions { shell } => Ok(completions::completions(shell)),
            Command::Man => Ok(completions::man()),
        }
    }
}
