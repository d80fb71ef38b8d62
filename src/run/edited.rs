//! Applied scripts that were edited since: an upgrade builds on what they were, not on what stands there now.
//!
//! Told by the checksums of the rows that the run has read anyway; no query is sent for it.

use super::chain::Chain;
use super::error::few;
use super::planning::applied;
use super::version_table::VersionRow;
use crate::config::Edited;
use crate::error::{Fault, Result};
use crate::sql::Syntax;

/// Applied scripts that are no longer what was applied.
#[derive(Debug, thiserror::Error)]
#[error("{} edited since {} applied", revisions(.0), if .0.len() == 1 { "it was" } else { "they were" })]
pub struct EditedScripts(pub Vec<String>);

/// `revision 3f2a was`, `revisions 3f2a, 1b0c were`
fn revisions(edited: &[String]) -> String {
    let (s, were) = if edited.len() == 1 { ("", "was") } else { ("s", "were") };
    format!("revision{s} {} {were}", few(edited))
}

impl Fault for EditedScripts {
    fn code(&self) -> &'static str {
        "edited-scripts"
    }
    fn help(&self) -> Option<String> {
        Some(
            "`migrate verify` shows the edits; take them back, or `migrate verify --accept REV` takes the script for what was \
             applied (`edited` in [migrations] says what an upgrade does about them)"
                .to_owned(),
        )
    }
}

/// Looks for them where that is wanted: a warning, or none.
///
/// # Errors
/// [`EditedScripts`], where such scripts are refused.
pub(super) fn edited_scripts(
    chain: &Chain,
    rows: &[VersionRow],
    syntax: Syntax,
    wanted: Edited,
) -> Result<Option<String>> {
    if wanted == Edited::Ignore {
        return Ok(None);
    }
    let applied = applied(chain, rows);
    let mut edited = Vec::new();
    for index in chain.graph.sort(applied.set()) {
        let id = chain.graph.id(index);
        let row = rows.iter().find(|row| row.revision == id && row.pending.is_none());
        let Some(checksum) = row.and_then(|row| row.checksum.as_deref()) else { continue };
        // One that cannot be read any more was edited, too.
        if !chain.text(id, syntax).is_ok_and(|(_, on_disk)| on_disk == checksum) {
            edited.push(id.to_owned());
        }
    }
    match wanted {
        _ if edited.is_empty() => Ok(None),
        Edited::Refuse => Err(EditedScripts(edited).into()),
        Edited::Warn | Edited::Ignore => {
            Ok(Some(format!("{}; `migrate verify` shows the edits", EditedScripts(edited))))
        }
    }
}
