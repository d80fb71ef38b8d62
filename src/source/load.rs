//! From `[schema] source` to a source that has been read.

use std::collections::HashSet;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::{Config, SourceSpec, as_named};
use crate::dialect::Dialect;
use crate::error::{Place, Result};
use crate::text::{self, NUL_HELP, TextFault, without_byte_order_mark};

use super::error::{Problem, SourceError};
use super::{Declared, Source, command, ddl, toml};
use crate::schema::{Kind, Managed, Node};

/// The files of a source, as they are called and what they hold.
pub type SourceFiles = Vec<(PathBuf, Arc<str>)>;

/// Reads a source: a file, a folder, or what a program prints.
///
/// # Errors
/// A file, folder or program that is not there or fails; whatever is wrong in the schema, drawn at its line.
pub async fn load(spec: &SourceSpec, config: &Config, dialect: &dyn Dialect) -> Result<Source> {
    read(&files(spec, config).await?, config, dialect)
}

/// The texts of a source, which are still to be read.
///
/// # Errors
/// A file, folder or program that is not there or fails; what is no text.
pub async fn files(spec: &SourceSpec, config: &Config) -> Result<SourceFiles> {
    Ok(match spec {
        SourceSpec::Command(words) => {
            let printed = command::run(words, &config.root).await?;
            let name = PathBuf::from(format!("<{}>", words.join(" ")));
            if let Some(span) = text::nul_in(&printed) {
                return Err(nul(name, printed, span).into());
            }
            vec![(name, plain(printed))]
        }
        SourceSpec::File(path) => vec![file_text(path, "file")?],
        SourceSpec::Folder(folder) => in_folder(folder)?,
    })
}

/// A source that is not on disk yet; `path` is the file that it is going to be.
///
/// # Errors
/// Whatever is wrong in it, drawn at its line.
pub fn of_text(path: &Path, text: String, config: &Config, dialect: &dyn Dialect) -> Result<Source> {
    read(&[(as_named(path), plain(text))], config, dialect)
}

/// Reads the files of a source, all of one language.
///
/// # Errors
/// Whatever is wrong in them, drawn at its line.
pub fn read(files: &[(PathBuf, Arc<str>)], config: &Config, dialect: &dyn Dialect) -> Result<Source> {
    let is_toml = |path: &Path| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
    if files.iter().any(|(path, _)| is_toml(path)) {
        let declared = toml::read(files, dialect, &config.naming)?;
        refuse_unmanaged(&declared, Managed { privileges: config.schema.privileges, owners: config.schema.owners })?;
        return Ok(Source::Declared(declared));
    }
    let (owners, privileges) = (config.schema.owners, config.schema.privileges);
    Ok(Source::Ddl(ddl::read(files, dialect.syntax(), owners, privileges)?))
}

/// Refuses owners and grants that the file says and the configuration leaves alone: they would do nothing.
fn refuse_unmanaged(declared: &Declared, managed: Managed) -> Result<(), SourceError> {
    let mut problems = Vec::new();
    for (id, object) in &declared.schema.objects {
        let access = object.access();
        let owner = !managed.owners && access.values().any(|access| access.owner.is_some());
        let grants = !managed.privileges
            && (matches!(id.kind, Kind::DefaultPrivileges | Kind::SystemObject)
                || access.values().any(|access| !access.grants.is_empty()));
        for (said, what, setting) in [(owner, "an owner", "owners"), (grants, "grants", "privileges")] {
            if said {
                problems.push(Problem {
                    code: "not-managed",
                    message: format!("{id} has {what}, and `{setting}` is not set: they would be left as they are"),
                    help: Some(format!("write `{setting} = true` under [schema] in migrate.toml, or take them out")),
                    places: declared.places.get(&Node::Object(id.clone())).cloned().into_iter().collect(),
                });
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(SourceError::Invalid { problems }) }
}

/// A file's text.
fn file_text(path: &Path, what: &'static str) -> Result<(PathBuf, Arc<str>), SourceError> {
    let shown = as_named(path);
    let bytes = text::read(path).map_err(|why| match why.kind() {
        std::io::ErrorKind::NotFound => SourceError::Missing { what, path: shown.clone() },
        _ => SourceError::Unreadable { path: shown.clone(), why: why.to_string() },
    })?;
    match text::decoded(bytes) {
        Ok(text) => Ok((shown, plain(text))),
        Err(TextFault::NotUtf8 { utf16: true, .. }) => {
            Err(SourceError::Unreadable { path: shown, why: "it is UTF-16, not UTF-8 text".into() })
        }
        Err(TextFault::NotUtf8 { line, .. }) => Err(SourceError::Unreadable {
            path: shown,
            why: format!("it is not UTF-8 text; the first byte that is none is on line {line}"),
        }),
        Err(TextFault::Nul { text, span }) => Err(nul(shown, text, span)),
    }
}

/// The fault of a NUL byte, at its line.
pub(super) fn nul(path: PathBuf, text: String, span: Range<usize>) -> SourceError {
    let message = format!("{} holds a NUL byte, which no database takes", path.display());
    let place = Place { path, text: text.into(), span, label: "here".to_owned() };
    let help = Some(NUL_HELP.to_owned());
    SourceError::Invalid { problems: vec![Problem { code: "nul-byte", message, help, places: vec![place] }] }
}

/// A text without a byte-order mark and with plain line ends: what SQL in it says must not depend on the editor or the
/// checkout that wrote it, since a database keeps the texts of views and functions as they came.
pub(super) fn plain(text: String) -> Arc<str> {
    match without_byte_order_mark(&text) {
        bare if bare.contains("\r\n") => Arc::from(bare.replace("\r\n", "\n")),
        bare => Arc::from(bare),
    }
}

/// All schema files of a folder and its sub-folders, by name.
fn in_folder(folder: &Path) -> Result<Vec<(PathBuf, Arc<str>)>, SourceError> {
    let mut paths = Vec::new();
    let mut left = vec![folder.to_path_buf()];
    // A folder that links lead to again is read once.
    let mut seen = HashSet::new();
    while let Some(next) = left.pop() {
        if std::fs::canonicalize(&next).is_ok_and(|real| !seen.insert(real)) {
            continue;
        }
        let entries = std::fs::read_dir(&next).map_err(|why| match why.kind() {
            std::io::ErrorKind::NotFound => SourceError::Missing { what: "folder", path: as_named(&next) },
            _ => SourceError::Unreadable { path: as_named(&next), why: why.to_string() },
        })?;
        for entry in entries {
            let entry = entry.map_err(|why| SourceError::Unreadable { path: as_named(&next), why: why.to_string() })?;
            let path = entry.path();
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
            if path.is_dir() {
                left.push(path);
            } else if ["toml", "sql"].iter().any(|known| extension.eq_ignore_ascii_case(known)) {
                paths.push(path);
            }
        }
    }
    paths.sort();
    let kind = |wanted: &str| {
        paths.iter().find(|path| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(wanted)))
    };
    match (kind("toml"), kind("sql")) {
        (None, None) => return Err(SourceError::EmptyFolder { path: as_named(folder) }),
        (Some(toml), Some(sql)) => {
            return Err(SourceError::Mixed { folder: as_named(folder), toml: as_named(toml), sql: as_named(sql) });
        }
        _ => {}
    }
    paths.iter().map(|path| file_text(path, "file")).collect()
}
