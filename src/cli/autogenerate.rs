//! `migrate revision --autogenerate`: what the schema changes, as proven sections of a script.

use serde_json::Value;

use super::check::{rows, state};
use super::context::{Context, Purpose};
use super::desk::{Desk, Side};
use super::renames::{RenameArguments, ask_rename, can_ask};
use super::revision::Content;
use crate::compare::{Ask, SectionText};
use crate::config::Config;
use crate::error::{Fault, Result};
use crate::report::operations::{self, Told};
use crate::run::Chain;
use crate::script::NewSection;

/// How a comparison becomes a script.
pub struct Wish<'a> {
    /// What flags say of renames.
    pub renames: &'a RenameArguments,
    /// Whether the state of the chain takes the place of the live database's.
    pub replay: bool,
    /// Whether both directions are proven.
    pub proof: bool,
}

/// What the script would hold.
#[derive(Debug, Default)]
pub struct Generated {
    /// The sections.
    pub content: Content,
    /// What they do; none where nothing differs.
    pub changes: Vec<Told>,
    /// The statements of the upgrade with what each does to a live database, as JSON.
    pub steps: Value,
}

/// The database has not every revision, so that the difference to the schema is not what the next one must hold.
#[derive(Debug, thiserror::Error)]
#[error("the database is not at head: {}", .0.join("; "))]
struct NotAtHead(Vec<String>);

impl Fault for NotAtHead {
    fn code(&self) -> &'static str {
        "not-at-head"
    }
    fn help(&self) -> Option<String> {
        Some(
            "`migrate upgrade` brings it there; `--replay` takes what the chain makes instead of this database"
                .to_owned(),
        )
    }
}

/// Compares and proves.
///
/// # Errors
/// A database that is not at head; what cannot be read or compared; a rename that nobody decides; rows that do not allow
/// it; a proof that fails.
pub async fn generate(context: &Context, config: Config, chain: &Chain, wish: &Wish<'_>) -> Result<Generated> {
    let mut desk = match wish.replay {
        true => Desk::for_sides(context, config, &[&Side::Revisions, &Side::Schema]).await?,
        false => Desk::open(context, config, Purpose::Read).await?,
    };
    let generated = at_desk(context, &mut desk, chain, wish).await;
    desk.close().await;
    generated
}

async fn at_desk(context: &Context, desk: &mut Desk<'_>, chain: &Chain, wish: &Wish<'_>) -> Result<Generated> {
    let before = match wish.replay {
        true => desk.job.replayed(chain, &context.stop).await?,
        false => {
            let (missing, mut beyond) = state(chain, &rows(desk).await?);
            if !missing.is_empty() {
                beyond.insert(0, format!("not applied: {}", missing.join(", ")));
            }
            if !beyond.is_empty() {
                return Err(NotAtHead(beyond).into());
            }
            desk.actual().await?
        }
    };
    let (after, hints) = desk.wanted(&before).await?;
    let mut ask = ask_rename;
    let ask: Option<&mut Ask<'_>> = if can_ask(context) { Some(&mut ask) } else { None };
    let comparison = desk.job.compare(before, after, hints, wish.renames.decide(ask)).await?;
    if comparison.is_empty() {
        return Ok(Generated::default());
    }
    if let Some(live) = desk.live.as_mut() {
        desk.job.check_rows(&comparison, live.as_mut()).await?;
    }
    let dialect = desk.job.dialect.clone();
    let (upgrade, downgrade) = (comparison.upgrade(dialect.as_ref()), comparison.downgrade(dialect.as_ref())?);
    if wish.proof {
        desk.job.prove(&comparison, &upgrade, &downgrade).await?;
    }
    let sections = |sections: Vec<SectionText>| -> Vec<NewSection> {
        sections
            .into_iter()
            .map(|section| NewSection { transaction: section.transaction, body: section.body })
            .collect()
    };
    Ok(Generated {
        steps: operations::steps(&upgrade),
        content: Content { upgrade: sections(upgrade), downgrade: sections(downgrade) },
        changes: operations::told(comparison.shown(), &comparison.after, dialect.as_ref()),
    })
}
