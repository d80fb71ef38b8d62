//! `migrate init`

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::Status;
use super::context::CommandContext;
use crate::config::as_named;
use crate::config::{Config, FILE_NAME};
use crate::error::{Fault, Result};
use crate::nearest::did_you_mean;
use crate::report::style::{FAINT, paint};
use crate::script::DEFAULT_TEMPLATE;

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
pub(super) const TEMPLATES: [Template; 3] = [
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
  migrate init --url postgres://u@h/db --from-db  from an existing database: its schema becomes schema.toml

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
    /// Write the schema file from the database that --url or DATABASE_URL names
    #[arg(long)]
    pub from_db: bool,
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
        let config = Config::new_project(&root, &context.global.overrides())?;
        let url = self.url(context, template, &config);
        let settings = template
            .text
            .replace("{{ url }}", &quoted(&url))
            .replace("{{ source }}", &quoted(&source))
            .replace("{{ dir }}", &quoted(&dir.to_string_lossy()));

        let mut files = vec![
            (root.join(FILE_NAME), settings),
            (root.join(&source), String::new()),
            (root.join(&dir).join("script.sql.tera"), DEFAULT_TEMPLATE.to_owned()),
        ];
        let there: Vec<PathBuf> =
            files.iter().filter(|(path, _)| path.symlink_metadata().is_ok()).map(|(path, _)| as_named(path)).collect();
        if !there.is_empty() {
            return Err(InitError::Exists(there).into());
        }
        let schema = self.schema(context, &config, &source).await?;
        if let Some((_, text)) = files.get_mut(1) {
            *text = schema;
        }
        // Git keeps no empty folders, and a missing one is an error.
        files.push((root.join(&dir).join("versions/.gitkeep"), String::new()));
        let written = write(&files)?;
        let is_file = match &config.database.url {
            Some(url) => url.host().is_none(),
            None => template.url.starts_with("sqlite:"),
        };
        self.report(context, &written, &source, is_file);
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

    /// The text of the schema file.
    async fn schema(&self, context: &CommandContext, config: &Config, source: &str) -> Result<String> {
        let sql = Path::new(source).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("sql"));
        if !self.from_db {
            return Ok(if sql {
                include_str!("../../templates/init/schema.sql").to_owned()
            } else {
                include_str!("../../templates/init/schema.toml").to_owned()
            });
        }
        config.database_url()?;
        super::inspect::schema_text(context, config.clone(), sql).await
    }

    /// What was written, and what to do next. `is_file`: whether the database is a file, which `upgrade` creates.
    fn report(&self, context: &CommandContext, written: &[PathBuf], source: &str, is_file: bool) {
        let mut text = String::new();
        for path in written {
            text.push_str(&format!("created {}\n", path.display()));
        }
        context.screen.progress(&text);
        let inside = self.folder.as_ref().map(|folder| format!("cd {} && ", folder.display())).unwrap_or_default();
        let create = "migrate upgrade                              creates the database\n      ";
        let next = if self.from_db {
            format!(
                "next: {inside}migrate check, which compares the database with the schema; then change the schema and run\n      \
                 migrate revision -m \"what changed\" --autogenerate"
            )
        } else {
            format!(
                "next: {inside}write {source}, then\n      {}\
                 migrate revision -m \"start\" --autogenerate   writes the first revision\n      \
                 migrate upgrade                              applies it",
                if is_file { create } else { "" }
            )
        };
        context.screen.remark(&paint(FAINT, next));
        context.screen.document(&json!({ "written": written }));
    }
}

/// A text as a TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// Writes files that are not there; what was written before a fault is taken away again.
fn write(files: &[(PathBuf, String)]) -> Result<Vec<PathBuf>, InitError> {
    let mut written: Vec<PathBuf> = Vec::new();
    for (path, text) in files {
        let made = || -> std::io::Result<()> {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            match fs::File::create_new(path) {
                Ok(mut file) => file.write_all(text.as_bytes()),
                // A folder of scripts that is there already needs no mark.
                Err(why) if why.kind() == std::io::ErrorKind::AlreadyExists && text.is_empty() => Ok(()),
                Err(why) => Err(why),
            }
        };
        if let Err(why) = made() {
            for path in &written {
                let _ = fs::remove_file(path);
            }
            return Err(InitError::Write { path: as_named(path), why });
        }
        written.push(path.clone());
    }
    Ok(written.iter().map(|path| as_named(path)).collect())
}
