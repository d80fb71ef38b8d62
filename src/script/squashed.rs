//! The scripts that a squash replaces: where they are kept, and those that still lie where they were.
//!
//! A squash is done when its script is there: that is one rename. The old scripts have been copied before and are taken away
//! afterwards, so that a squash that was cut off leaves some of both. A script that another one replaces, and of which the
//! same is kept, is then no part of the chain any more.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::revision::{Graph, Revision};

/// The folders beside the scripts in which old ones are kept, each below the id of its squash: the hidden one where the other
/// would be read as a folder of scripts.
pub const KEPT_IN: [&str; 2] = ["squashed", ".squashed"];

/// The names under which an old script may be kept: its own, and one with its id where two have the same.
pub fn kept_names(id: &str, path: &Path) -> [OsString; 2] {
    let name = path.file_name().unwrap_or_default().to_owned();
    let mut with_id = OsString::from(format!("{id}_"));
    with_id.push(&name);
    [name, with_id]
}

/// Takes the scripts that a squash has replaced, but not yet removed, out of `revisions`; their files, sorted. `dir` is the
/// folder of migrations.
pub fn take_replaced(revisions: &mut Vec<Revision>, dir: &Path) -> Vec<PathBuf> {
    let replaced: HashMap<String, String> = revisions
        .iter()
        .flat_map(|squash| squash.replaces.iter().map(|old| (old.clone(), squash.id.clone())))
        .collect();
    let mut files = Vec::new();
    if !replaced.is_empty() {
        revisions.retain(|revision| {
            let file = revision.path().filter(|path| {
                replaced.get(&revision.id).is_some_and(|squash| is_kept(dir, squash, &revision.id, path))
            });
            files.extend(file.map(Path::to_path_buf));
            file.is_none()
        });
    }
    files.sort_unstable();
    files
}

/// Whether the same script is kept for a squash.
fn is_kept(dir: &Path, squash: &str, id: &str, path: &Path) -> bool {
    let names = kept_names(id, path);
    let places =
        KEPT_IN.iter().flat_map(|folder| names.iter().map(move |name| dir.join(folder).join(squash).join(name)));
    places.into_iter().any(|kept| hold_the_same(&kept, path))
}

/// Whether both files can be read, and hold the same.
fn hold_the_same(one: &Path, other: &Path) -> bool {
    fs::read(one).is_ok_and(|text| fs::read(other).is_ok_and(|also| also == text))
}

/// Whether the first file holds no more than the beginning of the second, as a copy does that was cut off.
fn holds_beginning(copy: &Path, of: &Path) -> bool {
    fs::read(copy).is_ok_and(|text| fs::read(of).is_ok_and(|whole| whole.starts_with(&text)))
}

/// Removes what a squash that was cut off before it was done has kept: the folders of an id that no script has, which hold
/// nothing but copies of scripts of the chain, whole or begun. `dir` is the folder of migrations.
pub fn remove_abandoned(dir: &Path, graph: &Graph) {
    let scripts: HashMap<OsString, &Path> = graph
        .iter()
        .filter_map(|node| node.revision.path().map(|path| (node.revision.id.as_str(), path)))
        .flat_map(|(id, path)| kept_names(id, path).map(|name| (name, path)))
        .collect();
    let is_copy =
        |entry: &fs::DirEntry| scripts.get(&entry.file_name()).is_some_and(|path| holds_beginning(&entry.path(), path));
    for folder in KEPT_IN.iter().flat_map(|name| fs::read_dir(dir.join(name)).into_iter().flatten().flatten()) {
        let of_none = folder.file_name().to_str().is_some_and(|id| graph.get(id).is_none());
        if of_none
            && fs::read_dir(folder.path())
                .is_ok_and(|mut files| files.all(|file| file.is_ok_and(|file| is_copy(&file))))
        {
            let _ = fs::remove_dir_all(folder.path());
        }
    }
}
