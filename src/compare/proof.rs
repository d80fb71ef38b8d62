//! The proof: both directions of a script, run in a shadow before the script is written.
//!
//! The shadow holds what the script touches and what that depends on. After the upgrade it must be the wanted schema,
//! after the downgrade the one before, the order of columns aside.

use std::collections::BTreeSet;

use crate::dialect::{Dialect, Scope, ServerError, Session};
use crate::error::{Fault, Place, Result};
use crate::operation::Operation;

use crate::run::{RunError, SqlSection, Stop, run_sections};
use crate::schema::{Hints, Object, ObjectId, Schema};
use crate::shadow::Shadow;
use crate::{diff, sql};

use super::subset::{Links, subset};
use super::{Comparison, SectionText, canonical};

/// A script that does not do what it should.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// A statement fails.
    #[error("the {direction} does not run: {fault}")]
    Run {
        /// `upgrade`, `downgrade`.
        direction: &'static str,
        /// What a run says of it.
        fault: RunError,
    },
    /// A statement fails, inside an outer transaction.
    #[error("the {direction} does not run: {server}")]
    Statement {
        /// `upgrade`, `downgrade`.
        direction: &'static str,
        /// The statement.
        statement: String,
        /// The server's words.
        server: ServerError,
    },
    /// It runs, and the schema is another one than it should be.
    #[error("after the {direction} the schema is not the one {}", if *.direction == "upgrade" { "wanted" } else { "before" })]
    Differs {
        /// `upgrade`, `downgrade`.
        direction: &'static str,
        /// What differs, a line each.
        differences: Vec<String>,
    },
    /// The shadow cannot be made like the database: the model does not hold it well enough.
    #[error("a copy of the schema, made for the proof, does not equal it")]
    Copy {
        /// What differs, a line each.
        differences: Vec<String>,
    },
    /// The shadow is inside a transaction, and the script has to leave it.
    #[error("the script has statements that run outside of a transaction, and the shadow is inside of one")]
    Outside,
}

impl Fault for ProofError {
    fn code(&self) -> &'static str {
        "proof-failed"
    }
    fn places(&self) -> Vec<Place> {
        match self {
            ProofError::Run { fault, .. } => fault.places(),
            _ => Vec::new(),
        }
    }
    fn notes(&self) -> Vec<String> {
        match self {
            ProofError::Run { fault, .. } => fault.notes(),
            ProofError::Statement { statement, server, .. } => {
                let mut notes = vec![format!("statement: {statement}")];
                notes.extend(server.notes());
                notes
            }
            ProofError::Differs { differences, .. } | ProofError::Copy { differences } => differences.clone(),
            ProofError::Outside => Vec::new(),
        }
    }
    fn help(&self) -> Option<String> {
        Some(match self {
            ProofError::Outside => {
                "give the role CREATEDB, name a server in `[shadow] url`, or leave the proof out: `--no-proof`".into()
            }
            _ => "no script was written; `--no-proof` writes it anyway, for you to correct by hand".into(),
        })
    }
}

/// Proves a comparison's script.
///
/// # Errors
/// [`ProofError`] where it does not hold; whatever keeps the shadow from being made.
pub async fn prove(
    comparison: &Comparison,
    upgrade: &[SectionText],
    downgrade: &[SectionText],
    dialect: &dyn Dialect,
    shadow: &mut Shadow,
) -> Result<()> {
    let Comparison { before, after, .. } = comparison;
    let links = Links::of(before, dialect);
    let mut chosen: BTreeSet<ObjectId> = BTreeSet::new();
    for operation in comparison.operations() {
        chosen.insert(operation.object());
        if let Operation::Rename { from, .. } = operation {
            chosen.insert(from.clone());
        }
        // The tables that a sequence passes between may change in nothing else.
        if let Operation::Alter { from: Object::Sequence(from), to: Object::Sequence(to) } = operation {
            let owners = from.owned_by.iter().chain(&to.owned_by);
            chosen.extend(owners.map(|(table, _)| ObjectId::table(table)));
        }
        if let Operation::AlterType(change) = operation {
            chosen.extend(change.uses().iter().map(|one| ObjectId::table(&one.table)));
        }
    }
    // Views over what changes are the first to break.
    let mut queue: Vec<ObjectId> = chosen.iter().cloned().collect();
    while let Some(id) = queue.pop() {
        for dependent in links.dependents(&id).filter(|id| id.kind.facts().text) {
            if chosen.insert(dependent.clone()) {
                queue.push(dependent.clone());
            }
        }
    }
    // What the wanted side depends on must be there too, where it is there already.
    let after_links = Links::of(after, dialect);
    let wanted = subset(after, &after_links, &chosen, dialect);
    let mut start = subset(before, &links, &chosen, dialect);
    for id in &wanted.supports {
        if start.schema.get(id).is_none()
            && let Some(object) = before.get(id)
        {
            start.schema.insert(object.as_support());
            start.supports.insert(id.clone());
        }
    }
    start.schema.link();
    shadow.one_namespace(start.schema.fits_one_namespace() && after.fits_one_namespace());
    let result = run(&start.schema, after, &chosen, upgrade, downgrade, dialect, shadow).await;
    let left = shadow.leave().await;
    result?;
    left
}

async fn run(
    start: &Schema,
    after: &Schema,
    chosen: &BTreeSet<ObjectId>,
    upgrade: &[SectionText],
    downgrade: &[SectionText],
    dialect: &dyn Dialect,
    shadow: &mut Shadow,
) -> Result<()> {
    shadow.session().await?;
    let commits = shadow.commits();
    let everything = shadow.within(&Scope::everything());
    let session = shadow.enter().await?;
    if !commits && upgrade.iter().chain(downgrade).any(SectionText::stands_alone) {
        return Err(ProofError::Outside.into());
    }
    canonical::build(start, None, dialect, session).await?;
    let copy = session.introspect(&everything).await?;
    let differences = differences(&copy, start, None, dialect)?;
    if !differences.is_empty() {
        return Err(ProofError::Copy { differences }.into());
    }
    // The trial's transaction, where there is one: a run opens its own.
    if commits && dialect.transactional_ddl() {
        session.commit().await?;
    }
    for (direction, sections, goal) in [("upgrade", upgrade, after), ("downgrade", downgrade, start)] {
        play(sections, direction, dialect, commits, session).await?;
        let reached = session.introspect(&everything).await?;
        let differences = self::differences(&reached, goal, Some(chosen), dialect)?;
        if !differences.is_empty() {
            return Err(ProofError::Differs { direction, differences }.into());
        }
    }
    Ok(())
}

/// Runs the sections as a run would. Inside an outer transaction only the statements are left of it.
async fn play(
    sections: &[SectionText],
    direction: &'static str,
    dialect: &dyn Dialect,
    commits: bool,
    session: &mut dyn Session,
) -> Result<()> {
    if commits {
        let sql_section =
            |section: &SectionText| SqlSection::of_sql(direction, section.body.as_str(), section.transaction);
        let sql_sections: Vec<SqlSection> = sections.iter().map(sql_section).collect();
        let ran = run_sections(session, &sql_sections, &Stop::never()).await;
        return ran.map_err(|fault| ProofError::Run { direction, fault }.into());
    }
    for section in sections {
        for statement in sql::split(dialect.syntax(), &section.body)? {
            if let Err(server) = session.execute(&statement.text).await {
                return Err(ProofError::Statement { direction, statement: statement.text, server }.into());
            }
        }
    }
    Ok(())
}

/// What differs between two schemas, in words; of `chosen` objects only, where given.
fn differences(
    found: &Schema,
    goal: &Schema,
    chosen: Option<&BTreeSet<ObjectId>>,
    dialect: &dyn Dialect,
) -> Result<Vec<String>> {
    let part = |schema: &Schema| {
        let mut part = schema.clone();
        if let Some(chosen) = chosen {
            part.objects.retain(|id, _| chosen.contains(id));
        }
        part
    };
    let operations = diff::changes(&part(found), &part(goal), &Hints::default(), dialect)?;
    let mut said: Vec<String> = operations
        .iter()
        .flat_map(Operation::shown)
        .map(|operation| format!("{} {}", operation.mark().sign(), operation.describe()))
        .collect();
    said.extend(found.unmodelled.iter().map(|one| format!("? {} {}", one.kind, one.name)));
    Ok(said)
}
