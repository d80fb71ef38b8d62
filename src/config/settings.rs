//! The settings of each section: their types, their defaults, and how they are read and checked.
//!
//! [`SETTINGS`] lists every setting there is; what is not in it is refused.

use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use chrono_tz::{TZ_VARIANTS, Tz};
use toml::de::DeValue;

use super::error::ConfigError;
use super::filter::Filter;
use super::lint::LINT_CODES;
use super::naming::{Naming, PatternPart, WORDS, pieces};
use super::read::{ConfigSection, StringValue};
use super::secret::mask;
use super::url::DatabaseUrl;
use crate::engine::Engine;
use crate::nearest::{did_you_mean, nearest};

/// Every section and every key of `migrate.toml`.
pub const SETTINGS: [(&str, &[&str]); 7] = [
    (
        "database",
        &[
            "url",
            "direct_url",
            "lock_timeout",
            "lock_retries",
            "statement_timeout",
            "wait",
            "connect_timeout",
            "lock_wait",
        ],
    ),
    ("schema", &["source", "include", "exclude", "privileges", "owners"]),
    ("shadow", &["url"]),
    ("revision", &["online"]),
    ("naming", &["ix", "uq", "ck", "fk", "pk"]),
    (
        "migrations",
        &[
            "dir",
            "version_table",
            "version_schema",
            "transaction",
            "file_template",
            "timezone",
            "truncate_slug",
            "version_paths",
            "edited",
            "keep",
            "hooks",
        ],
    ),
    ("lint", LINT_CODES),
];

/// The words that `file_template` may hold in braces.
pub const FILE_TEMPLATE_WORDS: [&str; 9] =
    ["revision", "slug", "year", "month", "day", "hour", "minute", "second", "epoch"];

/// `[database]`: the database and how patient to be with it. A limit of `None` is off.
#[derive(Debug, Clone)]
pub struct Database {
    /// The database, unless none is named anywhere.
    pub url: Option<DatabaseUrl>,
    /// The same database past a connection pooler, where `url` leads to one: what is connected to.
    pub direct_url: Option<DatabaseUrl>,
    /// How long a statement may wait for a lock that others wait behind, before it is given up and tried again.
    pub lock_timeout: Option<Duration>,
    /// Whether the configuration says `lock_timeout`.
    pub lock_timeout_said: bool,
    /// How often a statement that waited too long is tried again; None: as often as `lock_wait` has room for.
    pub lock_retries: Option<u32>,
    /// How long a statement may run.
    pub statement_timeout: Option<Duration>,
    /// How long to wait for a server that is not up yet; zero is not at all.
    pub wait: Duration,
    /// How long making the connection may take.
    pub connect_timeout: Option<Duration>,
    /// How long to wait for another run of `migrate`, and for the locks of others; zero is not at all.
    pub lock_wait: Duration,
}

impl Default for Database {
    fn default() -> Self {
        Database {
            url: None,
            direct_url: None,
            lock_timeout: Some(Duration::from_millis(100)),
            lock_timeout_said: false,
            lock_retries: None,
            statement_timeout: None,
            wait: Duration::ZERO,
            connect_timeout: Some(Duration::from_secs(10)),
            lock_wait: Duration::from_mins(5),
        }
    }
}

impl Database {
    /// The database at `url`, all else at its default; a relative SQLite path starts at the working folder.
    ///
    /// # Errors
    /// A URL that is none.
    pub fn at(url: &str) -> crate::error::Result<Self> {
        let here = std::env::current_dir().unwrap_or_default();
        let url = DatabaseUrl::parse(url, &here).map_err(|fault| ConfigError::Url {
            fault,
            from: Some("the program"),
            place: None,
        })?;
        Ok(Database { url: Some(url), ..Database::default() })
    }

    /// What is connected to.
    pub fn connection(&self) -> Option<&DatabaseUrl> {
        self.direct_url.as_ref().or(self.url.as_ref())
    }
}

/// What the declarative schema is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceSpec {
    /// A `.toml` or a `.sql` file.
    File(PathBuf),
    /// A folder of either.
    Folder(PathBuf),
    /// A program, and its arguments, that prints DDL; it runs in the folder of `migrate.toml`.
    Command(Vec<String>),
}

impl SourceSpec {
    /// The file or folder that `text` names, `base` being where relative paths start.
    ///
    /// # Errors
    /// The reason, where it is a file of another kind.
    pub fn of_path(text: &str, base: &Path) -> Result<Self, String> {
        let path = base.join(text);
        if path.is_dir() || text.ends_with(['/', std::path::MAIN_SEPARATOR]) {
            return Ok(SourceSpec::Folder(path));
        }
        match path.extension().and_then(|extension| extension.to_str()) {
            Some(extension) if ["toml", "sql"].iter().any(|known| extension.eq_ignore_ascii_case(known)) => {
                Ok(SourceSpec::File(path))
            }
            None if !path.exists() => Ok(SourceSpec::Folder(path)),
            _ => Err(format!("`{}` is neither a .toml file, a .sql file nor a folder of them", mask(text))),
        }
    }
}

/// `[schema]`: the declarative schema and which part of the database it covers.
#[derive(Debug, Clone)]
pub struct SchemaSettings {
    /// Where the schema is written.
    pub source: SourceSpec,
    /// Which objects belong to it.
    pub filter: Filter,
    /// Whether grants are compared.
    pub privileges: bool,
    /// Whether owners are compared.
    pub owners: bool,
}

/// `[shadow]`: where schemas are tried out.
#[derive(Debug, Clone, Default)]
pub struct ShadowSettings {
    /// A database of its own; `None` is a temporary one on the same server.
    pub url: Option<DatabaseUrl>,
}

/// Whether to generate the forms of statements that do not stop traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Online {
    /// Where tables have rows.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Online {
    /// What it is for statements that are run at once, with no record of how far they came: plain and in one transaction, unless
    /// that is said otherwise.
    #[must_use]
    pub fn unless_auto(self) -> Online {
        if self == Online::Auto { Online::Never } else { self }
    }
}

/// `[revision]`: how revisions are generated.
#[derive(Debug, Clone, Default)]
pub struct RevisionSettings {
    /// Forms that do not stop traffic.
    pub online: Online,
}

/// Which statements of an upgrade share a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TransactionMode {
    /// Those of one revision.
    #[default]
    Each,
    /// All of the run.
    All,
    /// None.
    Off,
}

/// What an upgrade does about applied scripts that were edited since: `edited` in `[migrations]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Edited {
    /// It names them, and goes on.
    #[default]
    Warn,
    /// It names them, and applies nothing.
    Refuse,
    /// It does not look.
    Ignore,
}

/// What is copied before a revision loses it: `keep` in `[migrations]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keep {
    /// Nothing.
    #[default]
    None,
    /// The rows of tables and columns that go, and values that another type doesn't hold.
    Tables,
}

/// `[migrations]`: the revision chain.
#[derive(Debug, Clone)]
pub struct MigrationSettings {
    /// The folder that holds `script.sql.tera` and `versions/`.
    pub dir: PathBuf,
    /// The table that records what is applied.
    pub version_table: String,
    /// Its namespace; `None` is the connection's own.
    pub version_schema: Option<String>,
    /// Which statements share a transaction.
    pub transaction: TransactionMode,
    /// The name of a new script without `.sql`; may hold `/`.
    pub file_template: String,
    /// The time zone of the dates in names and heads of scripts.
    pub timezone: Tz,
    /// The longest slug, in characters.
    pub truncate_slug: usize,
    /// Further folders of the same chain.
    pub version_paths: Vec<PathBuf>,
    /// What an upgrade does about applied scripts that were edited since.
    pub edited: Edited,
    /// What is copied before a revision loses it.
    pub keep: Keep,
    /// Commands run on a new script, `{path}` standing for it.
    pub hooks: Vec<Vec<String>>,
}

impl MigrationSettings {
    /// The settings of a file that says nothing, in the folder `root`.
    pub fn beside(root: &Path) -> Self {
        MigrationSettings {
            dir: root.join("migrations"),
            version_table: "migrate_version".to_owned(),
            version_schema: None,
            transaction: TransactionMode::Each,
            file_template: "{revision}_{slug}".to_owned(),
            timezone: Tz::UTC,
            truncate_slug: 40,
            version_paths: Vec::new(),
            edited: Edited::Warn,
            keep: Keep::None,
            hooks: Vec::new(),
        }
    }

    /// The folder of the scripts.
    pub fn versions(&self) -> PathBuf {
        self.dir.join("versions")
    }

    /// The template that new scripts are rendered from.
    pub fn template(&self) -> PathBuf {
        self.dir.join("script.sql.tera")
    }
}

/// Zero is off.
fn limit(duration: Duration) -> Option<Duration> {
    (!duration.is_zero()).then_some(duration)
}

impl Database {
    /// How long a statement may wait for a lock that nobody waits behind: a row's, or SQLite's. To be given up for it may cost a server the
    /// work of minutes, so that it is never short there.
    pub fn row_lock_timeout(&self) -> Option<Duration> {
        const USUAL: Duration = Duration::from_secs(5);
        let is_sqlite = self.url.as_ref().is_some_and(|url| url.engine() == Engine::Sqlite);
        match self.lock_timeout {
            Some(limit) if is_sqlite && self.lock_timeout_said => Some(limit),
            Some(limit) => Some(limit.max(USUAL)),
            None => None,
        }
    }

    /// Reads all of `[database]` but the URLs, which flags and environment come before.
    pub(super) fn read(section: &ConfigSection<'_>) -> Result<Self, ConfigError> {
        let default = Database::default();
        let lock_timeout = section.duration("lock_timeout")?;
        Ok(Database {
            url: None,
            direct_url: None,
            lock_timeout: lock_timeout.map_or(default.lock_timeout, limit),
            lock_timeout_said: lock_timeout.is_some(),
            lock_retries: section.number("lock_retries", 0)?.or(default.lock_retries),
            statement_timeout: section.duration("statement_timeout")?.map_or(default.statement_timeout, limit),
            wait: section.duration("wait")?.unwrap_or(default.wait),
            connect_timeout: section.duration("connect_timeout")?.map_or(default.connect_timeout, limit),
            lock_wait: section.duration("lock_wait")?.unwrap_or(default.lock_wait),
        })
    }
}

/// A URL of the file.
pub(super) fn url(section: &ConfigSection<'_>, key: &str, root: &Path) -> Result<Option<DatabaseUrl>, ConfigError> {
    // Empty is as if it were not there: `url = "${DATABASE_URL}"` in a job that has none.
    let Some(text) = section.string(key)?.filter(|text| !text.value.trim().is_empty()) else { return Ok(None) };
    DatabaseUrl::parse(&text.value, root).map(Some).map_err(|fault| ConfigError::Url {
        fault,
        from: None,
        place: Some(Box::new(section.document.place(text.span, ""))),
    })
}

impl SchemaSettings {
    /// The settings of a file that says nothing, in the folder `root`.
    pub fn beside(root: &Path) -> Self {
        SchemaSettings {
            source: SourceSpec::File(root.join("schema.toml")),
            filter: Filter::default(),
            privileges: false,
            owners: false,
        }
    }

    /// Reads `[schema]`.
    pub(super) fn read(section: &ConfigSection<'_>, root: &Path) -> Result<Self, ConfigError> {
        let default = Self::beside(root);
        let mut filter = Filter::default();
        for (key, add) in [("include", Filter::include as fn(&mut Filter, &str) -> _), ("exclude", Filter::exclude)] {
            for pattern in section.strings(key)?.unwrap_or_default() {
                add(&mut filter, &pattern.value).map_err(|why| {
                    let problem = format!("holds the pattern `{}`: {why}", pattern.value);
                    section.fault(pattern.span, key, &problem, why.help())
                })?;
            }
        }
        Ok(SchemaSettings {
            source: source(section, root)?.unwrap_or(default.source),
            filter,
            privileges: section.boolean("privileges")?.unwrap_or(default.privileges),
            owners: section.boolean("owners")?.unwrap_or(default.owners),
        })
    }
}

/// `source`: a path, or `{ command = [...] }`.
fn source(section: &ConfigSection<'_>, root: &Path) -> Result<Option<SourceSpec>, ConfigError> {
    const KEY: &str = "source";
    const HELP: &str = "write \"schema.toml\", \"schema.sql\", a folder of them, or { command = [\"prog\", \"arg\"] }";
    let help = || Some(HELP.to_owned());
    let Some(value) = section.any(KEY) else { return Ok(None) };
    match value.get_ref() {
        DeValue::String(_) => {
            let Some(text) = section.filled(KEY)? else { return Ok(None) };
            SourceSpec::of_path(&text.value, root)
                .map(Some)
                .map_err(|why| section.fault(text.span, KEY, &format!("is wrong: {why}"), help()))
        }
        DeValue::Table(table) => {
            if let Some(key) = table.keys().find(|key| key.get_ref() != "command") {
                let problem = format!("knows only `command`, not `{}`", key.get_ref());
                return Err(section.fault(key.span(), KEY, &problem, help()));
            }
            let Some(command) = table.get("command") else {
                return Err(section.fault(value.span(), KEY, "holds no `command`", help()));
            };
            let words = section.strings_in(command, KEY)?;
            match words.first() {
                Some(program) if !program.value.trim().is_empty() => {
                    Ok(Some(SourceSpec::Command(words.into_iter().map(|word| word.value).collect())))
                }
                _ => Err(section.fault(command.span(), KEY, "names no program", help())),
            }
        }
        _ => Err(section.wrong(value, KEY, "a path or { command = [...] }")),
    }
}

impl RevisionSettings {
    /// Reads `[revision]`.
    pub(super) fn read(section: &ConfigSection<'_>) -> Result<Self, ConfigError> {
        let online = match section.any("online") {
            None => Online::default(),
            Some(value) => match value.get_ref() {
                DeValue::Boolean(true) => Online::Always,
                DeValue::Boolean(false) => Online::Never,
                DeValue::String(text) if text == "auto" => Online::Auto,
                _ => return Err(section.wrong(value, "online", "\"auto\", true or false")),
            },
        };
        Ok(RevisionSettings { online })
    }
}

impl Naming {
    /// Reads `[naming]`.
    pub(super) fn read(section: &ConfigSection<'_>) -> Result<Self, ConfigError> {
        let mut naming = Naming::default();
        for (key, words) in WORDS {
            let Some(pattern) = section.filled(key)? else { continue };
            check_words(section, key, &pattern, words)?;
            match key {
                "ix" => naming.ix = pattern.value,
                "uq" => naming.uq = pattern.value,
                "ck" => naming.ck = pattern.value,
                "fk" => naming.fk = pattern.value,
                _ => naming.pk = pattern.value,
            }
        }
        Ok(naming)
    }
}

/// Checks the words in braces of a pattern.
fn check_words(
    section: &ConfigSection<'_>,
    key: &str,
    pattern: &StringValue,
    known: &[&str],
) -> Result<(), ConfigError> {
    for piece in pieces(&pattern.value) {
        let (problem, help) = match piece {
            PatternPart::Text(_) => continue,
            PatternPart::Word(word) if known.contains(&word) => continue,
            PatternPart::Word(word) => (
                format!("knows no word `{{{word}}}`"),
                did_you_mean(word, known.iter().copied()).unwrap_or_else(|| {
                    let all: Vec<_> = known.iter().map(|word| format!("{{{word}}}")).collect();
                    format!("the words are {}", all.join(", "))
                }),
            ),
            PatternPart::Open(_) => ("has a `{` that is not closed".to_owned(), "write a word and `}`".to_owned()),
        };
        return Err(section.fault(pattern.span.clone(), key, &problem, help));
    }
    Ok(())
}

impl MigrationSettings {
    /// Reads `[migrations]`.
    pub(super) fn read(section: &ConfigSection<'_>, root: &Path) -> Result<Self, ConfigError> {
        let mut read = Self::beside(root);
        if let Some(dir) = section.filled("dir")? {
            read.dir = root.join(dir.value);
        }
        if let Some(table) = section.filled("version_table")? {
            read.version_table = table.value;
        }
        read.version_schema = section.string("version_schema")?.map(|text| text.value).filter(|name| !name.is_empty());
        if let Some(text) = section.string("transaction")? {
            let known = ["each", "all", "off"];
            read.transaction = match text.value.as_str() {
                "each" => TransactionMode::Each,
                "all" => TransactionMode::All,
                "off" => TransactionMode::Off,
                other => {
                    let problem = format!("must be \"each\", \"all\" or \"off\", not \"{other}\"");
                    return Err(section.fault(text.span, "transaction", &problem, did_you_mean(other, known)));
                }
            };
        }
        if let Some(template) = section.filled("file_template")? {
            check_words(section, "file_template", &template, &FILE_TEMPLATE_WORDS)?;
            let plain = Path::new(&template.value).components().all(|part| matches!(part, Component::Normal(_)));
            if !plain || template.value.ends_with('/') {
                let problem = "must be a name, or a path below the folder of the scripts";
                let help = "write for example \"{year}/{revision}_{slug}\"".to_owned();
                return Err(section.fault(template.span, "file_template", problem, help));
            }
            read.file_template = template.value;
        }
        if let Some(text) = section.string("timezone")? {
            read.timezone = text.value.parse().map_err(|_| {
                let help = nearest(&text.value, TZ_VARIANTS.iter().map(|zone| zone.name())).map_or_else(
                    || "write a name of the time zone database, such as \"UTC\" or \"Europe/Berlin\"".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                let problem = format!("names no time zone: `{}`", text.value);
                section.fault(text.span, "timezone", &problem, help)
            })?;
        }
        if let Some(length) = section.number("truncate_slug", 1)? {
            read.truncate_slug = usize::try_from(length).unwrap_or(usize::MAX);
        }
        for path in section.strings("version_paths")?.unwrap_or_default() {
            if path.value.trim().is_empty() {
                return Err(section.fault(path.span, "version_paths", "holds an empty path", None));
            }
            read.version_paths.push(root.join(path.value));
        }
        if let Some(text) = section.string("edited")? {
            let known = ["warn", "refuse", "ignore"];
            read.edited = match text.value.as_str() {
                "warn" => Edited::Warn,
                "refuse" => Edited::Refuse,
                "ignore" => Edited::Ignore,
                other => {
                    let problem = format!("must be \"warn\", \"refuse\" or \"ignore\", not \"{other}\"");
                    return Err(section.fault(text.span, "edited", &problem, did_you_mean(other, known)));
                }
            };
        }
        if let Some(text) = section.string("keep")? {
            let known = ["none", "tables"];
            read.keep = match text.value.as_str() {
                "none" => Keep::None,
                "tables" => Keep::Tables,
                other => {
                    let problem = format!("must be \"none\" or \"tables\", not \"{other}\"");
                    return Err(section.fault(text.span, "keep", &problem, did_you_mean(other, known)));
                }
            };
        }
        read.hooks = hooks(section)?;
        Ok(read)
    }
}

/// `hooks`: a list of commands, each a list of words.
fn hooks(section: &ConfigSection<'_>) -> Result<Vec<Vec<String>>, ConfigError> {
    const EXPECTED: &str = "a list of commands, each a list of strings";
    let Some(value) = section.any("hooks") else { return Ok(Vec::new()) };
    let DeValue::Array(commands) = value.get_ref() else { return Err(section.wrong(value, "hooks", EXPECTED)) };
    let mut hooks = Vec::new();
    for command in commands {
        if !matches!(command.get_ref(), DeValue::Array(_)) {
            return Err(section.wrong(command, "hooks", EXPECTED));
        }
        let words = section.strings_in(command, "hooks")?;
        if words.first().is_none_or(|program| program.value.trim().is_empty()) {
            return Err(section.fault(command.span(), "hooks", "holds a command that names no program", None));
        }
        hooks.push(words.into_iter().map(|word| word.value).collect());
    }
    Ok(hooks)
}
