//! The Python environment with SQLAlchemy that `tests/setup.sh` makes below `target/`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A value for PATH whose `python3` knows SQLAlchemy 2.
///
/// # Panics
/// Where there is none: the message names the script that makes it.
pub(crate) fn path() -> String {
    let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../python/bin");
    let path = std::env::var("PATH").unwrap_or_default();
    let with_made = format!("{}:{path}", made.display());
    for candidate in [with_made, path] {
        if knows_sqlalchemy(&candidate) {
            return candidate;
        }
    }
    panic!("there is no Python with SQLAlchemy 2: run `sh tests/setup.sh`, which installs it below target/");
}

fn knows_sqlalchemy(path: &str) -> bool {
    let python: Option<PathBuf> = std::env::split_paths(path).map(|f| f.join("python3")).find(|file| file.is_file());
    python.is_some_and(|python| {
        Command::new(python)
            .args(["-c", "import sqlalchemy, sys; sys.exit(sqlalchemy.__version__ < '2')"])
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    })
}
