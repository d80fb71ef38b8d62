//! Starts a server for the run and sees to it that it ends with the run.
//!
//! A static is never dropped, and a test run can be killed: so a small shell stands beside each server. It waits on a
//! pipe whose other end only this process holds; when the process ends, however it ends, the shell stops the server and
//! removes its folder. Were the shell killed too, the next run finds a folder that nobody has locked, and clears it.

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What runs for as long as this process does.
pub(crate) struct Server {
    /// Its folder: short, since the path of a socket may not have more than about 100 bytes.
    pub folder: PathBuf,
    _lock: File,
    _shell: Child,
}

/// Starts `$@`, its output in the folder's `log`, and stops it when standard input ends.
const SHELL: &str = r#"
folder=$1 signal=$2; shift 2
"$@" >"$folder/log" 2>&1 </dev/null &
server=$!
trap '' HUP INT TERM
cat >/dev/null
kill -s "$signal" "$server" 2>/dev/null
wait "$server"
rm -rf "$folder"
"#;

/// A folder of its own for a server, owned by `owner` where we are root, and the lock that says it is in use.
pub(crate) fn folder(kind: &str, owner: Option<&str>) -> Result<(PathBuf, File), String> {
    folder_in(Path::new("/tmp"), kind, owner)
}

/// Whether a folder can be made there.
pub(crate) fn is_writable(parent: &Path) -> bool {
    let probe = parent.join(super::unique_name("migrate-probe"));
    fs::create_dir(&probe).and_then(|()| fs::remove_dir(&probe)).is_ok()
}

/// The same, below another folder than `/tmp`.
pub(crate) fn folder_in(parent: &Path, kind: &str, owner: Option<&str>) -> Result<(PathBuf, File), String> {
    remove_stale(parent, kind);
    let folder = parent.join(super::unique_name(&prefix(kind)));
    let made = || -> std::io::Result<File> {
        fs::create_dir(&folder)?;
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755))?;
        let lock = File::create(folder.join("lock"))?;
        lock.lock()?;
        Ok(lock)
    };
    let lock = made().map_err(|why| format!("cannot make {}: {why}", folder.display()))?;
    if let Some(owner) = owner {
        let (uid, gid) = user(owner).ok_or_else(|| format!("there is no user `{owner}`"))?;
        std::os::unix::fs::chown(&folder, Some(uid), Some(gid))
            .map_err(|why| format!("cannot give {} to {owner}: {why}", folder.display()))?;
    }
    Ok((folder, lock))
}

/// The start of the names of such folders.
fn prefix(kind: &str) -> String {
    format!("migrate-test-{kind}")
}

/// Removes what killed runs left: folders whose lock can be had.
fn remove_stale(parent: &Path, kind: &str) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        let folder = entry.path();
        let named = entry.file_name().to_string_lossy().starts_with(&prefix(kind));
        // A folder made this moment may not have its lock yet.
        let settled = entry
            .metadata()
            .and_then(|metadata| metadata.modified())
            .is_ok_and(|at| at.elapsed().is_ok_and(|age| age > Duration::from_secs(30)));
        if !named || !settled {
            continue;
        }
        let free = File::open(folder.join("lock")).is_ok_and(|lock| lock.try_lock().is_ok());
        if free {
            stop_left_over(&folder);
            fs::remove_dir_all(&folder).ok();
        }
    }
}

/// Stops a server that outlived both its run and its shell: any process whose command line names the folder.
fn stop_left_over(folder: &Path) {
    let Ok(processes) = fs::read_dir("/proc") else { return };
    let named = folder.to_string_lossy().into_owned();
    for process in processes.flatten() {
        let Ok(pid) = process.file_name().to_string_lossy().parse::<u32>() else { continue };
        let command = fs::read(process.path().join("cmdline")).unwrap_or_default();
        if pid != std::process::id() && String::from_utf8_lossy(&command).contains(&named) {
            Command::new("kill").args(["-s", "QUIT", &pid.to_string()]).stderr(Stdio::null()).status().ok();
        }
    }
}

/// Starts a server under the shell that ends it, and waits until `ready` says yes.
///
/// `signal` is what stops it at once.
pub(crate) fn start(
    (folder, lock): (PathBuf, File),
    signal: &str,
    command: &Command,
    ready: impl Fn() -> bool,
) -> Result<Server, String> {
    let mut shell = Command::new("sh");
    shell.args(["-c", SHELL, "sh"]).arg(&folder).arg(signal).arg(command.get_program()).args(command.get_args());
    // A group of its own: Ctrl-C goes to the tests, and the server ends with them, not before them.
    let mut shell = shell
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .current_dir("/")
        .process_group(0)
        .spawn()
        .map_err(|why| format!("cannot run sh: {why}"))?;
    let start = Instant::now();
    while !ready() {
        let ended = shell.try_wait().ok().flatten().is_some();
        if ended || start.elapsed() > Duration::from_mins(1) {
            let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
            return Err(format!("{} did not start:\n{log}", command.get_program().display()));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(Server { folder, _lock: lock, _shell: shell })
}

/// Whether this process is root, which servers refuse to run as.
pub(crate) fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|metadata| std::os::unix::fs::MetadataExt::uid(&metadata) == 0)
}

/// The command as another user. `setpriv` becomes the program, so that a signal reaches it.
pub(crate) fn as_user(user: Option<&str>, program: &Path) -> Command {
    match user {
        None => Command::new(program),
        Some(user) => {
            let mut command = Command::new("setpriv");
            command.args([&format!("--reuid={user}"), &format!("--regid={user}"), "--clear-groups", "--"]).arg(program);
            command
        }
    }
}

/// Gives a file to a user, where we are root.
pub(crate) fn give(file: &Path, owner: Option<&str>) {
    if let Some((uid, gid)) = owner.and_then(user) {
        std::os::unix::fs::chown(file, Some(uid), Some(gid)).expect("another owner");
    }
}

/// The ids of a user.
fn user(name: &str) -> Option<(u32, u32)> {
    let id = |flag: &str| {
        let output = Command::new("id").args([flag, name]).stderr(Stdio::null()).output().ok()?;
        String::from_utf8_lossy(&output.stdout).trim().parse().ok()
    };
    Some((id("-u")?, id("-g")?))
}
