//! `migrate inspect`

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::Status;
use super::context::Context;
use super::desk::{Desk, Side};
use crate::compare::creation_text;
use crate::error::Result;

/// The language that a schema is printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// As the statements that make it.
    Sql,
    /// As the model holds it.
    Json,
}

/// Arguments of `inspect`.
#[derive(Debug, Args)]
#[command(after_help = "\
SOURCE is db (the database of the project), schema, revisions, a database URL, or a schema file. What is printed, \
applied to an empty database, gives the same database. What cannot be said is named, and nothing is printed.

Examples:
  migrate inspect > schema.sql
  migrate inspect --as json")]
pub struct Inspect {
    /// What to print
    #[arg(default_value = "db", value_name = "SOURCE")]
    pub source: String,
    /// The language [default: sql; json with --format json]
    #[arg(long = "as", value_enum, value_name = "LANGUAGE")]
    pub language: Option<Language>,
}

impl Inspect {
    /// Runs the command.
    pub async fn run(self, context: &Context) -> Result<Status> {
        let side = Side::parse(&self.source)?;
        let config = context.config()?;
        let default = if context.screen.is_json() { Language::Json } else { Language::Sql };
        let language = self.language.unwrap_or(default);
        let mut desk = Desk::for_sides(context, config, &[&side]).await?;
        let read = desk.side(&side, None).await;
        let dialect = desk.job.dialect.clone();
        desk.close().await;
        let (schema, _) = read?;
        if language == Language::Json {
            let value = serde_json::to_value(&schema).unwrap_or(Value::Null);
            context.screen.result(&format!("{value:#}\n"));
            context.screen.document(&value);
            return Ok(0);
        }
        let text = creation_text(&schema, dialect.as_ref())?;
        context.screen.result(&text);
        context.screen.document(&json!({ "sql": text }));
        Ok(0)
    }
}
