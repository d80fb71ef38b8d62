//! A schema that a program prints: models of an application, as DDL.

use std::path::Path;
use std::process::Stdio;

use tokio::process::Command;

use super::error::SourceError;

/// So many lines of what a failed program said are shown.
const SHOWN: usize = 20;

/// Runs the program in `folder` and answers what it printed.
///
/// # Errors
/// Where it cannot be started, exits with another status than 0, or prints something that is no text.
pub(super) async fn run(command: &[String], folder: &Path) -> Result<String, SourceError> {
    let name = command.join(" ");
    let not_started = |why: String| SourceError::NotStarted { program: name.clone(), why };
    let (program, arguments) = command.split_first().ok_or_else(|| not_started("no program is named".into()))?;
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .map_err(|why| not_started(why.to_string()))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let lines: Vec<&str> = said.lines().collect();
        let said = lines[lines.len().saturating_sub(SHOWN)..].iter().map(|line| (*line).to_owned()).collect();
        return Err(SourceError::Failed { program: name, status: output.status.to_string(), said });
    }
    String::from_utf8(output.stdout).map_err(|_| SourceError::NotText { program: name })
}
