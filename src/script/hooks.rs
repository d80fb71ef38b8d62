//! The commands of `hooks` in migrate.toml, run on a new script: a formatter, `git add`.

use std::path::Path;
use std::process::{Command, Stdio};

use super::ScriptError;

/// How many lines of what a failed hook printed are shown.
const LAST_LINES: usize = 10;

/// Runs the hooks one after another, in `root`, `{path}` standing for the script; the first that fails ends it. What they
/// print is kept apart: the output of this program is its own.
///
/// # Errors
/// [`ScriptError::Hook`]: a program that cannot be started, or that fails.
pub fn run_hooks(hooks: &[Vec<String>], script: &Path, root: &Path) -> Result<(), ScriptError> {
    for hook in hooks {
        let words: Vec<String> = hook.iter().map(|word| word.replace("{path}", &script.to_string_lossy())).collect();
        let Some((program, arguments)) = words.split_first() else { continue };
        let failed = |why: String, output: Vec<String>| {
            Err(ScriptError::Hook { command: words.join(" "), why, script: script.to_path_buf(), output })
        };
        let run = Command::new(program).args(arguments).current_dir(root).stdin(Stdio::null()).output();
        match run {
            Ok(output) if output.status.success() => {}
            Ok(output) => {
                let printed = [output.stdout, output.stderr].concat();
                let printed = String::from_utf8_lossy(&printed);
                let lines: Vec<&str> = printed.lines().filter(|line| !line.trim().is_empty()).collect();
                let last = lines.iter().skip(lines.len().saturating_sub(LAST_LINES)).map(ToString::to_string);
                return failed(format!("failed: {}", output.status), last.collect());
            }
            Err(error) => return failed(format!("can't be started: {}", super::error::reason(&error)), Vec::new()),
        }
    }
    Ok(())
}
