//! A schema that a program prints: models of an application, as DDL.

use std::path::Path;
use std::process::Stdio;

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::Command;

use super::error::SourceError;

/// So many lines of what a failed program said are shown.
const SHOWN: usize = 20;
/// A program that prints more bytes than this is taken for one that never ends.
const PRINTED: usize = 256 << 20;
/// So many bytes of what it says are kept.
const REMEMBERED: usize = 64 << 10;

/// Runs the program in `folder` and answers what it printed.
///
/// # Errors
/// Where it cannot be started, exits with another status than 0, or prints something that is no text.
pub(super) async fn run(command: &[String], folder: &Path) -> Result<String, SourceError> {
    let name = command.join(" ");
    let not_started = |why: String| SourceError::NotStarted { program: name.clone(), why };
    let (program, arguments) = command.split_first().ok_or_else(|| not_started("no program is named".into()))?;
    let mut running = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|why| not_started(why.to_string()))?;
    // Both at once: a program that nobody listens to waits.
    let (printed, said) =
        tokio::join!(all_of(running.stdout.take(), PRINTED), end_of(running.stderr.take(), REMEMBERED));
    let Some(printed) = printed else {
        let why = format!("it printed more than {} MiB and was ended", PRINTED >> 20);
        return Err(SourceError::Unreadable { path: format!("the output of `{name}`").into(), why });
    };
    let status = running.wait().await.map_err(|why| not_started(why.to_string()))?;
    if !status.success() {
        let said = String::from_utf8_lossy(&said).into_owned();
        let lines: Vec<&str> = said.lines().collect();
        let said = lines[lines.len().saturating_sub(SHOWN)..].iter().map(|line| (*line).to_owned()).collect();
        return Err(SourceError::Failed { program: name, status: status.to_string(), said });
    }
    String::from_utf8(printed).map_err(|_| SourceError::NotText { program: name })
}

/// All that a program prints; `None` as soon as it is more than `most`.
async fn all_of(from: Option<impl AsyncRead + Unpin>, most: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(from) = from {
        // What was read before a fault is what there is.
        let _ = from.take(most as u64 + 1).read_to_end(&mut bytes).await;
    }
    (bytes.len() <= most).then_some(bytes)
}

/// The last `most` bytes of what a program says, or some more.
async fn end_of(from: Option<impl AsyncRead + Unpin>, most: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let Some(mut from) = from else { return bytes };
    while from.read_buf(&mut bytes).await.is_ok_and(|count| count > 0) {
        if bytes.len() > 2 * most {
            bytes.drain(..bytes.len() - most);
        }
    }
    bytes
}
