//! Runs the databases' own clients: what they say is what the tests compare with, since they know nothing of this program.

use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Runs a client to its end and gives back what it printed.
///
/// # Panics
/// Where the client is not installed (with the line that installs it) or reports a failure (with what it said).
pub(crate) fn run(mut command: Command, stdin: &str, package: &str) -> String {
    match try_run(&mut command, stdin) {
        Ok(Ok(printed)) => printed,
        Ok(Err(said)) => panic!("{command:?} failed:\n{said}\non:\n{stdin}"),
        Err(why) => panic!("cannot run {:?} ({why}): {}", command.get_program(), install(package)),
    }
}

/// Runs a client; the inner error is what it said where it failed.
pub(crate) fn try_run(command: &mut Command, stdin: &str) -> std::io::Result<Result<String, String>> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let mut input = child.stdin.take();
    let text = stdin.to_owned();
    // On a thread, since a client that prints much before it has read all would wait for us for ever.
    let writer = std::thread::spawn(move || {
        if let Some(input) = &mut input {
            // A client that stops at a failure closes the pipe: what it says is what counts.
            std::io::Write::write_all(input, text.as_bytes()).ok();
        }
    });
    let output = child.wait_with_output()?;
    writer.join().ok();
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(Ok(stdout));
    }
    Ok(Err(format!("{}{stdout}", String::from_utf8_lossy(&output.stderr))))
}

/// The line that installs a package.
pub(crate) fn install(package: &str) -> String {
    format!("apt-get install -y --no-install-recommends {package}")
}

/// A program on the PATH or in `/usr/sbin`, where Debian puts servers.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(["/usr/sbin".into(), "/usr/local/sbin".into()])
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}
