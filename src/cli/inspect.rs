//! `migrate inspect`

use std::sync::Arc;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::Status;
use super::compare_context::{CompareContext, Side};
use super::context::{CommandContext, Purpose};
use crate::compare::{creation_text, refuse_secrets};
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
        let printed = printed(&mut compare_context, &side, language).await;
        compare_context.close().await;
        let (schema, text) = printed?;
        if language == Language::Json {
            let value = serde_json::to_value(&schema).unwrap_or(Value::Null);
            context.screen.result(&format!("{value:#}\n"));
            context.screen.document(&value);
            return Ok(0);
        }
        context.screen.result(&text);
        context.screen.document(&json!({ if language == Language::Sql { "sql" } else { "toml" }: text }));
        Ok(0)
    }
}

/// The schema of a side, and the text of it; JSON is made of the schema itself.
async fn printed(
    compare_context: &mut CompareContext<'_>,
    side: &Side,
    language: Language,
) -> Result<(Arc<Schema>, String)> {
    let (schema, _) = compare_context.side(side, None).await?;
    refuse_secrets(&schema, "the database")?;
    let text = match language {
        Language::Json => String::new(),
        Language::Toml | Language::Sql => schema_text(compare_context, &schema, language == Language::Sql).await?,
    };
    Ok((schema, text))
}

/// The text of a schema file that holds this schema: the one place where one is written, for `inspect` and `init` alike.
///
/// # Errors
/// What cannot be said.
pub(super) async fn schema_text(
    compare_context: &mut CompareContext<'_>,
    schema: &Arc<Schema>,
    sql: bool,
) -> Result<String> {
    let dialect = compare_context.comparer.dialect.clone();
    if sql {
        creation_text(&schema.managed(compare_context.comparer.scope.managed), dialect.as_ref())
    } else {
        let schema = Arc::new(schema.managed(compare_context.comparer.scope.managed));
        let schema = compare_context.comparer.in_shorter_words(&schema).await;
        let unsound = compare_context.comparer.unsound_bodies(&schema).await;
        source::toml::write(&schema, &unsound, dialect.as_ref(), &compare_context.config.naming)
    }
}
