//! `migrate inspect`

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::Status;
use super::compare_context::{CompareContext, Side};
use super::context::{CommandContext, Purpose};
use crate::compare::creation_text;
use crate::config::{Config, Naming};
use crate::dialect::Dialect;
use crate::error::Result;
use crate::schema::Schema;
use crate::source;

/// The language that a schema is printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Language {
    /// As schema.toml.
    Toml,
    /// As the statements that make it.
    Sql,
    /// As the model holds it.
    Json,
}

/// Arguments of `inspect`.
#[derive(Debug, Args)]
#[command(after_help = "\
SOURCE is db (the database of the project), schema, revisions, a database URL, or a schema file. A URL needs no project \
around it; a file is read by the database that --url or the project names. What is printed, \
applied to an empty database, makes the same schema. If the database holds what cannot be printed, that is named and \
nothing is printed.

Examples:
  migrate inspect > schema.toml
  migrate inspect --as sql
  migrate inspect postgres://u@h/shop --as json
  migrate inspect schema.sql --as toml")]
pub(super) struct InspectArguments {
    /// What to print
    #[arg(default_value = "db", value_name = "SOURCE")]
    pub source: String,
    /// The format [default: toml; json with --format json]
    #[arg(long = "as", value_enum, value_name = "LANGUAGE")]
    pub language: Option<Language>,
}

impl InspectArguments {
    /// Runs the command.
    pub(super) async fn run(self, context: &CommandContext) -> Result<Status> {
        let side = Side::parse(&self.source)?;
        let default = if context.screen.is_json() { Language::Json } else { Language::Toml };
        let language = self.language.unwrap_or(default);
        let mut compare_context = CompareContext::for_any(context, &[&side], Purpose::ReadExisting).await?;
        let read = compare_context.side(&side, None).await;
        let (dialect, naming) = (compare_context.comparer.dialect.clone(), compare_context.config.naming.clone());
        compare_context.close().await;
        let (schema, _) = read?;
        if language == Language::Json {
            let value = serde_json::to_value(&schema).unwrap_or(Value::Null);
            context.screen.result(&format!("{value:#}\n"));
            context.screen.document(&value);
            return Ok(0);
        }
        let text = text(&schema, language == Language::Sql, dialect.as_ref(), &naming)?;
        context.screen.result(&text);
        context.screen.document(&json!({ if language == Language::Sql { "sql" } else { "toml" }: text }));
        Ok(0)
    }
}

fn text(schema: &Schema, sql: bool, dialect: &dyn Dialect, naming: &Naming) -> Result<String> {
    if sql { creation_text(schema, dialect) } else { source::toml::write(schema, dialect, naming) }
}

/// The text of a schema file that holds what the live database is.
///
/// # Errors
/// A database that cannot be read, or holds what cannot be said.
pub(super) async fn schema_text(context: &CommandContext, config: Config, sql: bool) -> Result<String> {
    let mut compare_context = CompareContext::open(context, config, Purpose::Read).await?;
    let read = compare_context.actual().await;
    let (dialect, naming) = (compare_context.comparer.dialect.clone(), compare_context.config.naming.clone());
    compare_context.close().await;
    text(read?.as_ref(), sql, dialect.as_ref(), &naming)
}
