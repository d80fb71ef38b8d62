//! The folders of a project's scripts, read.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;

use super::{Head, ScriptError};
use crate::revision::Revision;

/// Fewer files than this are read by one thread: starting more costs more.
const WORTH_A_THREAD: usize = 128;

/// Reads the heads of all scripts in `folders` and what lies below them, sorted by path.
///
/// A script is a file that ends in `.sql`; other files and hidden ones (and hidden folders) are left alone. A file or a
/// folder that is reached twice, by a symbolic link or because two folders overlap, is read once. A link that leads out of all of
/// the folders is refused: what runs on a database lies where it is looked for.
///
/// # Errors
/// A folder that is missing; a link out of them; a file or a head that cannot be read.
pub fn read_heads(folders: &[PathBuf]) -> Result<Vec<Revision>, ScriptError> {
    let paths = scripts(folders)?;
    let threads = thread::available_parallelism().map_or(1, usize::from).min(paths.len() / WORTH_A_THREAD + 1);
    let read = |paths: &[PathBuf]| -> Result<Vec<Revision>, ScriptError> {
        paths.iter().map(|path| Head::read(path).map(|head| head.revision)).collect()
    };
    if threads == 1 {
        return read(&paths);
    }
    let parts: Vec<_> = thread::scope(|scope| {
        let started: Vec<_> =
            paths.chunks(paths.len().div_ceil(threads)).map(|part| scope.spawn(move || read(part))).collect();
        started.into_iter().map(thread::ScopedJoinHandle::join).collect()
    });
    let mut revisions = Vec::with_capacity(paths.len());
    for part in parts {
        match part {
            Ok(part) => revisions.extend(part?),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
    Ok(revisions)
}

/// The scripts in `folders`, each once, sorted by path.
fn scripts(folders: &[PathBuf]) -> Result<Vec<PathBuf>, ScriptError> {
    let mut real_folders = Vec::new();
    for folder in folders {
        match fs::canonicalize(folder) {
            Ok(real) if real.is_dir() => real_folders.push(real),
            Ok(_) => {
                return Err(ScriptError::Read { path: folder.clone(), reason: "it is not a folder".to_owned() });
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(ScriptError::FolderMissing { path: folder.clone() });
            }
            Err(error) => return Err(ScriptError::read(folder, &error)),
        }
    }
    let mut walk = Walk { roots: real_folders.clone(), ..Walk::default() };
    for (folder, real) in folders.iter().zip(real_folders) {
        walk.folder(folder, real)?;
    }
    let Walk { mut files, links, mut seen, .. } = walk;
    for (link, real) in links {
        if seen.insert(real) {
            files.push(link);
        }
    }
    files.sort_unstable();
    Ok(files)
}

#[derive(Default)]
struct Walk {
    files: Vec<PathBuf>,
    /// Symbolic links to scripts, with their ends: looked at last, so that the file itself is what is named in messages.
    links: Vec<(PathBuf, PathBuf)>,
    /// The real paths of the folders that links may lead to.
    roots: Vec<PathBuf>,
    /// The real paths of files and folders already met.
    seen: HashSet<PathBuf>,
}

impl Walk {
    /// Walks a folder, named `path` by the user and `real` by the system.
    fn folder(&mut self, path: &Path, real: PathBuf) -> Result<(), ScriptError> {
        if !self.seen.insert(real.clone()) {
            return Ok(());
        }
        let fault = |error: io::Error| ScriptError::read(path, &error);
        for entry in fs::read_dir(path).map_err(fault)? {
            let entry = entry.map_err(fault)?;
            let name = entry.file_name();
            if name.as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let path = path.join(&name);
            let kind = entry.file_type().map_err(|error| ScriptError::read(&path, &error))?;
            let script = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("sql"));
            if kind.is_dir() {
                self.folder(&path, real.join(&name))?;
            } else if kind.is_symlink() {
                match fs::canonicalize(&path) {
                    Ok(target)
                        if (script || target.is_dir()) && !self.roots.iter().any(|root| target.starts_with(root)) =>
                    {
                        return Err(ScriptError::LinkOutside { path, target });
                    }
                    Ok(target) if target.is_dir() => self.folder(&path, target)?,
                    Ok(target) if script => self.links.push((path, target)),
                    Err(error) if script => return Err(ScriptError::read(&path, &error)),
                    _ => {}
                }
            } else if script && self.seen.insert(real.join(&name)) {
                self.files.push(path);
            }
        }
        Ok(())
    }
}
