//! A cache on disk of canonical schemas, keyed by content, engine and version.
//!
//! A cache only ever saves time: a file that is missing, damaged or not to be written is no fault. None is believed blindly: an
//! entry begins with a digest of its name and of what it holds, and one that is not what it says, or somebody else's, is thrown
//! away.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::dialect::Dialect;
use crate::schema::Schema;
use crate::text;

use super::shortcuts::Shortcut;

/// Counted up whenever the model or an introspector changes what it makes of the same database.
const FORMAT: u32 = 36;
/// So many entries are kept, the newest.
const KEPT: usize = 64;

/// The name of an entry: what it is made from, on which server, with which default namespace.
pub(super) fn key(dialect: &dyn Dialect, parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    let (flavor, namespace) = (dialect.flavor(), dialect.default_namespace());
    hash.update(format!("{FORMAT} {} {flavor} {namespace:?}", env!("CARGO_PKG_VERSION")));
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hex::encode(hash.finalize())
}

/// The folder, by the platform's custom.
fn folder() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = set("XDG_CACHE_HOME")
        .or_else(|| set("LOCALAPPDATA"))
        .or_else(|| set("HOME").map(|home| home.join(".cache")))?;
    base.is_absolute().then(|| base.join("migrate"))
}

/// The entry, where it is there and whole.
pub(super) fn get(key: &str) -> Option<Schema> {
    let file = file(key, "json")?;
    let held = held(key, &file)?;
    let schema = entry(&held);
    if schema.is_none() {
        let _ = fs::remove_file(file);
    }
    schema
}

/// The file of an entry, where the cache is used at all.
fn file(key: &str, kind: &str) -> Option<PathBuf> {
    folder().filter(|_| Shortcut::Cache.is_taken()).map(|folder| folder.join(format!("{key}.{kind}")))
}

/// What a file holds behind its digest; one that is damaged, a link or somebody else's is removed.
fn held(key: &str, file: &Path) -> Option<Vec<u8>> {
    let found = file.symlink_metadata().ok()?;
    let trusted = if found.is_file() && is_own(&found) { text::read(file).ok() } else { None };
    let held = trusted.and_then(|bytes| {
        let (digest, held) = bytes.split_at_checked(DIGEST)?;
        (digest == digest_of(key, held).as_bytes()).then(|| held.to_vec())
    });
    if held.is_none() {
        let _ = fs::remove_file(file);
    }
    held
}

/// The length of a digest as it is written.
const DIGEST: usize = 64;

fn digest_of(key: &str, held: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(key.as_bytes());
    hash.update(held);
    hex::encode(hash.finalize())
}

/// Whether a file is of the user that this process runs as.
#[cfg(unix)]
fn is_own(file: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    // A process is its user's, where the system shows processes as files; elsewhere that user's folder has to do.
    let home = || std::env::var_os("HOME").and_then(|home| fs::metadata(home).ok());
    let own = fs::metadata("/proc/self").ok().or_else(home);
    own.is_some_and(|own| own.uid() == file.uid())
}

#[cfg(not(unix))]
fn is_own(_: &fs::Metadata) -> bool {
    true
}

/// What a file of the cache holds, where it is whole.
pub(crate) fn entry(bytes: &[u8]) -> Option<Schema> {
    serde_json::from_slice(bytes).ok()
}

/// Keeps an entry. What stands for a secret in it would be said to another process that cannot read it.
pub(super) fn put(key: &str, schema: &Schema) {
    if !schema.secrets().is_empty() {
        return;
    }
    if let Ok(text) = serde_json::to_vec(schema) {
        keep(key, "json", &text);
    }
}

/// Whether this was found to be so ([`know`]): an entry that holds nothing but its digest.
pub(super) fn is_known(key: &str) -> bool {
    file(key, "known").and_then(|file| held(key, &file)).is_some_and(|held| held.is_empty())
}

/// Keeps what was found to be so.
pub(super) fn know(key: &str) {
    keep(key, "known", &[]);
}

fn keep(key: &str, kind: &str, held: &[u8]) {
    let Some(file) = file(key, kind) else { return };
    let Some(folder) = file.parent().filter(|folder| fs::create_dir_all(folder).is_ok()) else { return };
    // Beside its place first: a reader never sees half of it. Nothing that stands there, a link say, is written to.
    let draft = folder.join(format!("{key}.{}.tmp", std::process::id()));
    let written = fs::File::create_new(&draft).and_then(|mut draft| {
        draft.write_all(digest_of(key, held).as_bytes())?;
        draft.write_all(held)
    });
    if written.and_then(|()| fs::rename(&draft, &file)).is_err() {
        let _ = fs::remove_file(&draft);
    }
    prune(folder);
}

/// Removes all but the newest entries.
fn prune(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut files: Vec<_> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let is_entry = is_name(&entry.file_name().to_string_lossy());
            is_entry.then_some((entry.metadata().ok()?.modified().ok()?, entry.path()))
        })
        .collect();
    files.sort_by_key(|(modified, _)| std::cmp::Reverse(*modified));
    for (_, path) in files.into_iter().skip(KEPT) {
        let _ = fs::remove_file(path);
    }
}

/// Whether a file is the cache's by its name: whatever else lies in the folder stays there.
fn is_name(name: &str) -> bool {
    let (key, rest) = name.split_once('.').unwrap_or_default();
    key.len() == DIGEST
        && key.bytes().all(|byte| byte.is_ascii_hexdigit())
        && (["json", "known"].contains(&rest) || rest.rsplit('.').next() == Some("tmp"))
}
