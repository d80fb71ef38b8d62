//! `migrate init`

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::Status;
use super::adopt::{Adopted, adopt};
use super::context::{CommandContext, Purpose};
use super::revision;
use super::upgrade::current_as_text;
use crate::compare::LeftOut;
use crate::config::{Config, FILE_NAME, Overrides, as_named};
use crate::error::{Error, Fault, Result};
use crate::nearest::did_you_mean;
use crate::report::progress::Progress;
use crate::report::style::{FAINT, count, paint};
use crate::revision::{Graph, Revision};
use crate::script::{DEFAULT_TEMPLATE, new_id, read_heads};

/// A migrate.toml to begin with.
pub(super) struct Template {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    text: &'static str,
    url: &'static str,
}

/// All of them; the first is the default.
pub(super) const TEMPLATES: [Template; 4] = [
    Template {
        name: "generic",
        about: "the few settings that every project has, on a SQLite file to begin with",
        text: include_str!("../../templates/init/generic.toml"),
        url: "sqlite://app.db",
    },
    Template {
        name: "postgres",
        about: "a PostgreSQL server, its URL taken from the environment, with the settings that matter there",
        text: include_str!("../../templates/init/postgres.toml"),
        url: "${DATABASE_URL}",
    },
    Template {
        name: "mysql",
        about: "a MySQL or MariaDB server, its URL taken from the environment, with the settings that matter there",
        text: include_str!("../../templates/init/mysql.toml"),
        url: "${DATABASE_URL}",
    },
    Template {
        name: "full",
        about: "every setting there is, with its default and what it does",
        text: include_str!("../../templates/init/full.toml"),
        url: "sqlite://app.db",
    },
];

/// The language of the schema file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaFormat {
    /// schema.toml
    Toml,
    /// schema.sql
    Sql,
}

/// Arguments of `init`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  migrate init                                    a new project here, on a SQLite file
  migrate init shop --schema-format sql           in the folder shop, with a schema.sql
  migrate init --url postgres://u@h/db --from-db  from an existing database, see below
  migrate init --url mysql://u@h/db               a new project on MySQL or MariaDB

--from-db writes the schema file from the database, and a first revision that builds the same from nothing, proven in a \
shadow database. What migrate cannot manage yet is named and goes into `exclude` in migrate.toml. The database is only \
read: `migrate stamp head` then records that it has the revision, or --stamp does so at once.

Nothing is overwritten: if one of the files exists already, none is written.")]
pub(super) struct InitArguments {
    /// The folder of the project [default: the current folder]
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// The template for migrate.toml, one of list-templates
    #[arg(short, long, default_value = "generic", value_name = "NAME")]
    pub template: String,
    /// The format of the schema file
    #[arg(long, value_enum, default_value = "toml", value_name = "FORMAT")]
    pub schema_format: SchemaFormat,
    /// Take over the database that --url or DATABASE_URL names
    #[arg(long)]
    pub from_db: bool,
    /// With --from-db: record in the database that it has the first revision
    #[arg(long, requires = "from_db")]
    pub stamp: bool,
}

/// What keeps a project from being made.
#[derive(Debug, thiserror::Error)]
pub(super) enum InitError {
    /// Files that are there.
    #[error("{} already: {}", if .0.len() == 1 { "a file exists" } else { "files exist" }, names(.0))]
    Exists(Vec<PathBuf>),
    /// A template that is none.
    #[error("there is no template `{0}`")]
    UnknownTemplate(String),
    /// `--stamp` on a database that has been stamped.
    #[error("the database already records {}: {}", count(.0.len(), "revision"), .0.join(", "))]
    Recorded(Vec<String>),
    /// A file or folder that cannot be written.
    #[error("can't write {}: {why}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        why: std::io::Error,
    },
}

fn names(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

impl Fault for InitError {
    fn code(&self) -> &'static str {
        match self {
            InitError::Exists(_) => "exists",
            InitError::UnknownTemplate(_) => "unknown-template",
            InitError::Recorded(_) => "already-recorded",
            InitError::Write { .. } => "write-failed",
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            InitError::Exists(_) => {
                Some("nothing was changed; remove or rename them, or create the project in another folder".into())
            }
            InitError::UnknownTemplate(name) => Some(
                did_you_mean(name, TEMPLATES.iter().map(|template| template.name))
                    .unwrap_or_else(|| "`migrate list-templates` lists them".to_owned()),
            ),
            InitError::Recorded(_) => Some(
                "nothing was changed; if these are of no use any more, leave `--stamp` out and then run `migrate stamp head \
                 --purge`"
                    .to_owned(),
            ),
            InitError::Write { .. } => None,
        }
    }
}

impl InitArguments {
    /// Runs the command.
    pub(super) async fn run(self, context: &CommandContext) -> Result<Status> {
        let template = TEMPLATES
            .iter()
            .find(|template| template.name == self.template)
            .ok_or_else(|| InitError::UnknownTemplate(self.template.clone()))?;
        let here = std::env::current_dir().unwrap_or_default();
        let root = self.folder.as_ref().map_or_else(|| here.clone(), |folder| here.join(folder));
        let source = context.global.schema.clone().unwrap_or_else(|| match self.schema_format {
            SchemaFormat::Toml => "schema.toml".to_owned(),
            SchemaFormat::Sql => "schema.sql".to_owned(),
        });
        let dir = context.global.dir.clone().unwrap_or_else(|| PathBuf::from("migrations"));
        let mut config = Config::new_project(&root, &context.global.overrides())?;
        config.migrations.dir = root.join(&dir);
        let url = self.url(context, template, &config);
        let is_file = match &config.database.url {
            Some(url) => url.host().is_none(),
            None => template.url.starts_with("sqlite:"),
        };

        let paths = [root.join(FILE_NAME), root.join(&source), root.join(&dir).join("script.sql.tera")];
        let there: Vec<PathBuf> =
            paths.iter().filter(|path| path.symlink_metadata().is_ok()).map(|path| as_named(path)).collect();
        if !there.is_empty() {
            return Err(InitError::Exists(there).into());
        }
        if self.from_db {
            refuse_other_scripts(&config)?;
        }
        let [settings_path, schema_path, template_path] = paths;
        let is_sql = schema_path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("sql"));
        let adopted =
            if self.from_db { Some(adopt(context, config.clone(), &schema_path, is_sql).await?) } else { None };
        if let Some(adopted) = adopted.as_ref().filter(|adopted| self.stamp && !adopted.recorded.is_empty()) {
            return Err(InitError::Recorded(adopted.recorded.clone()).into());
        }
        let left_out = adopted.as_ref().map(|adopted| adopted.left_out.as_slice()).unwrap_or_default();
        let settings = template
            .text
            .replace("{{ url }}", &quoted(&url))
            .replace("{{ source }}", &quoted(&source))
            .replace("{{ dir }}", &quoted(&dir.to_string_lossy()));
        let schema = adopted.as_ref().and_then(|adopted| adopted.schema.clone());
        let is_empty = schema.is_none();
        let example = if is_sql {
            include_str!("../../templates/init/schema.sql")
        } else {
            include_str!("../../templates/init/schema.toml")
        };
        let files = [
            (settings_path, with_exclude(&settings, left_out)),
            (schema_path, schema.unwrap_or_else(|| example.to_owned())),
            (template_path, DEFAULT_TEMPLATE.to_owned()),
            // Git keeps no empty folders, and a missing one is an error.
            (config.migrations.versions().join(".gitkeep"), String::new()),
        ];
        let mut written = Written::default();
        let mut result = written.write(&files).map_err(Error::from);
        let mut first = None;
        if let (Ok(()), Some(adopted), false) = (&result, adopted.as_ref(), is_empty) {
            match first_revision(&config, adopted) {
                Ok((id, path)) => {
                    written.files.push(path);
                    first = Some(id);
                }
                Err(fault) => result = Err(fault),
            }
        }
        if let Err(fault) = result {
            written.undo();
            return Err(fault);
        }
        let mut text = String::new();
        let names: Vec<PathBuf> = written.files.iter().map(|path| as_named(path)).collect();
        for path in &names {
            text.push_str(&format!("created {}\n", path.display()));
        }
        context.screen.progress(&text);
        for one in left_out {
            let why = one.why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
            context.screen.warn(&format!("left out: {}{why}", one.what));
        }
        if !left_out.is_empty() {
            context.screen.note("These stay as they are: `exclude` in migrate.toml lists them.");
        }
        let stamped = match &first {
            Some(_) if self.stamp => {
                stamp(context, &root).await?;
                true
            }
            _ => false,
        };
        let purge = adopted.as_ref().is_some_and(|adopted| !adopted.recorded.is_empty());
        let next = match (&first, stamped) {
            (None, _) => Next::Edit { source: &source, is_file: is_file && !self.from_db },
            (Some(_), false) => Next::Stamp { source: &source, purge },
            (Some(_), true) => Next::Change { source: &source },
        };
        if first.is_none() && self.from_db {
            context.screen.note("The database holds nothing to take over: no revision was written.");
        }
        self.say(context, &next);
        context.screen.document(&json!({
            "written": names,
            "revision": first,
            "left_out": left_out,
            "stamped": stamped,
        }));
        Ok(0)
    }

    /// The URL for migrate.toml: the one that was given, but never a password.
    fn url(&self, context: &CommandContext, template: &Template, config: &Config) -> String {
        const VARIABLE: &str = "${DATABASE_URL}";
        match (&context.global.url, &config.database.url) {
            (Some(given), Some(url)) if url.to_string() != given.trim() => {
                context.screen.warn(&format!(
                    "the URL holds a password: migrate.toml says {VARIABLE}; put the URL into the environment or into .env"
                ));
                VARIABLE.to_owned()
            }
            (Some(given), _) => given.trim().to_owned(),
            (None, Some(_)) => VARIABLE.to_owned(),
            (None, None) => template.url.to_owned(),
        }
    }

    /// Says what to do next.
    fn say(&self, context: &CommandContext, next: &Next<'_>) {
        let inside = self.folder.as_ref().map(|folder| format!("cd {} && ", folder.display())).unwrap_or_default();
        let change =
            |source: &str| format!("edit {source}, then\n      migrate revision -m \"what changed\" --autogenerate");
        let text = match next {
            Next::Edit { source, is_file } => format!(
                "next: {inside}edit {source}, then\n      \
                 migrate revision -m \"start\" --autogenerate   writes the first revision\n      \
                 migrate upgrade                              {}applies it",
                if *is_file { "creates the database and " } else { "" }
            ),
            Next::Stamp { source, purge } => format!(
                "next: {inside}migrate stamp head{}   records in the database that it has this revision\n      {}",
                if *purge { " --purge" } else { "" },
                change(source)
            ),
            Next::Change { source } => format!("next: {inside}{}", change(source)),
        };
        context.screen.remark(&paint(FAINT, text));
    }
}

/// What a user does next.
enum Next<'a> {
    /// Edit the schema, and have the first revision written.
    Edit { source: &'a str, is_file: bool },
    /// Record the first revision; `purge`: in place of others.
    Stamp { source: &'a str, purge: bool },
    /// Change the schema.
    Change { source: &'a str },
}

/// Refuses a folder that has scripts: the first revision would be one of two.
fn refuse_other_scripts(config: &Config) -> Result<()> {
    let folder = config.migrations.versions();
    if !folder.is_dir() {
        return Ok(());
    }
    let there: Vec<PathBuf> = read_heads(&[as_named(&folder)])?
        .iter()
        .filter_map(|revision| revision.path().map(Path::to_path_buf))
        .collect();
    if there.is_empty() { Ok(()) } else { Err(InitError::Exists(there).into()) }
}

/// Writes the first revision; its id and its path.
fn first_revision(config: &Config, adopted: &Adopted) -> Result<(String, PathBuf)> {
    let id = new_id(&Graph::default());
    let revision = Revision { id: id.clone(), message: "start".to_owned(), ..Revision::default() };
    let path = revision::write(config, config.migrations.versions(), &revision, adopted.content.clone())?;
    Ok((id, std::env::current_dir().unwrap_or_default().join(path)))
}

/// Records in the database that it has the first revision.
async fn stamp(context: &CommandContext, root: &Path) -> Result<()> {
    let overrides =
        Overrides { config: Some(root.join(FILE_NAME)), url: context.global.url.clone(), ..Overrides::default() };
    let config = Config::load(&overrides)?;
    let chain = context.chain(&config)?;
    let mut runner = context.runner(&config, Purpose::Change).await?;
    let mut progress = Progress::new(context.screen);
    let result = runner.stamp(&chain, &["head"], false, &mut progress).await;
    progress.end();
    runner.close().await;
    let current = current_as_text(&chain, &result?.rows);
    context.screen.progress(&format!("the database is now recorded as being at {current}\n"));
    Ok(())
}

/// The settings with what is left out in place of the example.
fn with_exclude(settings: &str, left_out: &[LeftOut]) -> String {
    if left_out.is_empty() {
        return settings.to_owned();
    }
    let mut list = "# Not managed yet, and left as it is:\nexclude = [\n".to_owned();
    let mut patterns: Vec<&str> = left_out.iter().map(|one| one.pattern.as_str()).collect();
    let mut seen = BTreeSet::new();
    patterns.retain(|pattern| seen.insert(*pattern));
    for pattern in patterns {
        list.push_str(&format!("    {},\n", quoted(pattern)));
    }
    list.push_str("]\n");
    let lines = settings.split_inclusive('\n');
    lines.map(|line| if line.starts_with("# exclude =") { list.as_str() } else { line }).collect()
}

/// A text as a TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// What was written, to be taken away again where something later fails.
#[derive(Default)]
struct Written {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Written {
    /// Writes files that are not there.
    fn write(&mut self, files: &[(PathBuf, String)]) -> Result<(), InitError> {
        for (path, text) in files {
            let failed = |why: std::io::Error| InitError::Write { path: as_named(path), why };
            if let Some(folder) = path.parent() {
                self.make(folder).map_err(failed)?;
            }
            match fs::File::create_new(path) {
                Ok(mut file) => {
                    self.files.push(path.clone());
                    file.write_all(text.as_bytes()).map_err(failed)?;
                }
                // A folder of scripts that is there already needs no mark.
                Err(why) if why.kind() == std::io::ErrorKind::AlreadyExists && text.is_empty() => {}
                Err(why) => return Err(failed(why)),
            }
        }
        Ok(())
    }

    /// Makes a folder and those above it.
    fn make(&mut self, folder: &Path) -> std::io::Result<()> {
        let mut missing: Vec<&Path> =
            folder.ancestors().take_while(|one| !one.as_os_str().is_empty() && !one.exists()).collect();
        missing.reverse();
        for one in missing {
            fs::create_dir(one)?;
            self.folders.push(one.to_path_buf());
        }
        Ok(())
    }

    /// Takes it all away again.
    fn undo(&self) {
        for path in &self.files {
            let _ = fs::remove_file(path);
        }
        // Only what is empty can be removed: nothing of anybody else's goes.
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_has_a_place_for_what_is_left_out() {
        let one = LeftOut { pattern: "function:public.\"a\"".to_owned(), what: String::new(), why: None };
        for template in TEMPLATES {
            let text = with_exclude(template.text, std::slice::from_ref(&one));
            assert!(text.contains("\nexclude = [\n    'function:public.\"a\"',\n]\n"), "{text}");
        }
    }
}
