//! A cache on disk of canonical schemas, keyed by content, engine and version.
//!
//! A cache only ever saves time: a file that is missing, damaged or not to be written is no fault.

use std::path::PathBuf;

use sha2::{Digest, Sha256};

use crate::dialect::Dialect;
use crate::schema::Schema;
use crate::text;

use super::shortcuts::Shortcut;

/// Counted up whenever the model or an introspector changes what it makes of the same database.
const FORMAT: u32 = 33;
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
    if !Shortcut::Cache.is_taken() {
        return None;
    }
    entry(&text::read(&folder()?.join(format!("{key}.json"))).ok()?)
}

/// What a file of the cache holds, where it is whole.
pub(crate) fn entry(bytes: &[u8]) -> Option<Schema> {
    serde_json::from_slice(bytes).ok()
}

/// Keeps an entry.
pub(super) fn put(key: &str, schema: &Schema) {
    let Some(folder) = folder().filter(|_| Shortcut::Cache.is_taken()) else { return };
    let Ok(text) = serde_json::to_vec(schema) else { return };
    if std::fs::create_dir_all(&folder).is_err() {
        return;
    }
    // Beside its place first: a reader never sees half of it.
    let draft = folder.join(format!("{key}.{}.tmp", std::process::id()));
    if std::fs::write(&draft, text).is_ok() && std::fs::rename(&draft, folder.join(format!("{key}.json"))).is_err() {
        let _ = std::fs::remove_file(&draft);
    }
    prune(&folder);
}

/// Whether this was found to be so ([`know`]): an entry that holds nothing but its name.
pub(super) fn is_known(key: &str) -> bool {
    Shortcut::Cache.is_taken() && folder().is_some_and(|folder| folder.join(format!("{key}.known")).is_file())
}

/// Keeps what was found to be so.
pub(super) fn know(key: &str) {
    let Some(folder) = folder().filter(|_| Shortcut::Cache.is_taken()) else { return };
    if std::fs::create_dir_all(&folder).is_ok() && std::fs::write(folder.join(format!("{key}.known")), "").is_ok() {
        prune(&folder);
    }
}

fn prune(folder: &std::path::Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut files: Vec<_> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            Some((entry.metadata().ok()?.modified().ok()?, entry.path()))
        })
        .collect();
    files.sort_by_key(|(modified, _)| std::cmp::Reverse(*modified));
    for (_, path) in files.into_iter().skip(KEPT) {
        let _ = std::fs::remove_file(path);
    }
}
