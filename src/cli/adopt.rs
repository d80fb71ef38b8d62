//! `migrate init --from-db`: the schema file and the first revision of a database that is there.

use std::path::Path;

use super::compare_context::CompareContext;
use super::context::{CommandContext, Purpose};
use super::inspect::schema_text;
use super::revision::RevisionContent;
use crate::compare::{LeftOut, RenameOptions, SectionText};
use crate::config::Config;
use crate::error::{Error, Fault, Result};
use crate::run::VersionTable;
use crate::script::NewSection;
use crate::source;

/// What is written of a database that is there.
pub(super) struct Adopted {
    /// The text of the schema file; none where the database holds nothing that could be managed.
    pub schema: Option<String>,
    /// The sections of the first revision.
    pub content: RevisionContent,
    /// What is not managed.
    pub left_out: Vec<LeftOut>,
    /// The revisions that the database's version table already has.
    pub recorded: Vec<String>,
}

/// Why a database cannot be taken over.
#[derive(Debug, thiserror::Error)]
enum AdoptError {
    /// The first revision would not do.
    #[error("a first revision that builds this database from nothing cannot be made: {0}")]
    NotProven(Error),
    /// The schema file would not say what the database is.
    #[error("the schema file would not say all that the database is")]
    NotSaid(Vec<String>),
}

impl Fault for AdoptError {
    fn code(&self) -> &'static str {
        "not-adopted"
    }
    fn help(&self) -> Option<String> {
        Some("nothing was written and nothing was changed".to_owned())
    }
    fn notes(&self) -> Vec<String> {
        match self {
            AdoptError::NotProven(fault) => fault.fault().notes(),
            AdoptError::NotSaid(differences) => differences.clone(),
        }
    }
}

/// Reads the database, proves a first revision and the schema file; nothing is written, the database only looked at.
///
/// # Errors
/// A database that cannot be read; what cannot be proven.
pub(super) async fn adopt(context: &CommandContext, config: Config, file: &Path, sql: bool) -> Result<Adopted> {
    config.database_url()?;
    let mut compare_context = CompareContext::open(context, config, Purpose::ReadExisting).await?;
    let adopted = adopted(&mut compare_context, file, sql).await;
    compare_context.close().await;
    adopted
}

async fn adopted(compare_context: &mut CompareContext<'_>, file: &Path, sql: bool) -> Result<Adopted> {
    let Some(mut live) = compare_context.live.take() else {
        return Ok(Adopted { schema: None, content: RevisionContent::default(), left_out: vec![], recorded: vec![] });
    };
    let recorded = recorded(live.as_mut(), &compare_context.config).await;
    let adoption = compare_context.comparer.adopt(live.as_mut()).await;
    compare_context.live = Some(live);
    let adoption = adoption.map_err(|fault| match fault.code() {
        "proof-failed" => AdoptError::NotProven(fault).into(),
        _ => fault,
    })?;
    let schema = adoption.schema();
    let text = if schema.is_empty() { None } else { Some(schema_text(compare_context, schema, sql).await?) };
    if let Some(text) = &text {
        // `check` must find nothing from the first day.
        let dialect = compare_context.comparer.dialect.clone();
        let source = source::of_text(file, text.clone(), &compare_context.config, dialect.as_ref())?;
        let (wanted, hints) = compare_context.comparer.wanted(&source, schema).await?;
        let options = RenameOptions::as_declared();
        let comparison = compare_context.comparer.compare(schema.clone(), wanted, hints, options).await?;
        if !comparison.is_empty() {
            let differences = comparison.differences().iter().map(ToString::to_string).collect();
            return Err(AdoptError::NotSaid(differences).into());
        }
    }
    let sections = |sections: Vec<SectionText>| -> Vec<NewSection> {
        let section = |one: SectionText| one.into_new();
        sections.into_iter().map(section).collect()
    };
    Ok(Adopted {
        schema: text,
        content: RevisionContent {
            upgrade: sections(adoption.upgrade),
            downgrade: sections(adoption.downgrade),
            generated: true,
        },
        left_out: adoption.left_out,
        recorded: recorded?,
    })
}

/// The revisions that a version table in the database already has.
async fn recorded(live: &mut dyn crate::dialect::Session, config: &Config) -> Result<Vec<String>> {
    let table = VersionTable::locate(live, config).await?;
    let rows = table.read(live).await?.unwrap_or_default();
    Ok(rows.into_iter().map(|row| row.revision).collect())
}
