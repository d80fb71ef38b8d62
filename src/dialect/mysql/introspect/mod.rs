//! Reads a schema out of what `SHOW CREATE …` prints, in two rounds of questions, each one text of many statements.
//!
//! - [`catalog`]: the first round: what there is, and what the server takes for granted;
//! - [`printed`]: the second round: the statements that make it, as the server prints them;
//! - [`settings`]: what decides how the server prints things, for the time of the reading;
//! - [`reader`]: objects made of the texts, as far as they are the user's schema; [`parts`]: triggers, filtered parts;
//! - [`depends`]: who needs what, by the names in the texts;
//! - [`unrunnable`]: views that name what there is not;
//! - [`inventory`]: every table of `information_schema`: read, or left out for a reason.
//!
//! No snapshot holds what DDL changes (`START TRANSACTION WITH CONSISTENT SNAPSHOT` is of rows): what is dropped between the
//! rounds makes the second one fail, and all is read once more.

mod catalog;
mod depends;
pub mod inventory;
mod parts;
mod printed;
mod reader;
mod settings;
mod unrunnable;

use super::session::MySqlSession;
use crate::dialect::Dialect;
use crate::dialect::Scope;
use crate::dialect::session::{ServerError, ServerErrorKind};
use crate::engine::Flavor;
use crate::error::Result;
use crate::schema::Schema;

use super::written::Printed;
use catalog::{Catalog, PrintedKind};
use reader::SchemaReader;

/// Reads the schema.
///
/// # Errors
/// What the server says, where a question fails.
pub(super) async fn read(session: &mut MySqlSession, scope: &Scope) -> Result<Schema> {
    let flavor = session.mysql().flavor().clone();
    let settings = session.batch(settings::saved(&flavor)).await?;
    let read = read_under_settings(session, scope, &flavor).await;
    let restored = session.batch(settings::restore(&flavor, &settings)).await;
    let schema = read?;
    restored?;
    Ok(schema)
}

async fn read_under_settings(
    session: &mut MySqlSession,
    scope: &Scope,
    flavor: &Flavor,
) -> Result<Schema, ServerError> {
    let (catalog, mut printed) = match fetch(session, flavor).await {
        Err(fault) if fault.kind != ServerErrorKind::Connection && fault.kind != ServerErrorKind::Cancelled => {
            let catalog = catalog(session, flavor).await?;
            match printed::all(session, &catalog).await {
                Ok(printed) => (catalog, printed),
                // Something cannot be shown: it is found by asking for each thing by itself.
                Err(fault) if fault.kind == ServerErrorKind::Connection => return Err(fault),
                Err(_) => {
                    let printed = printed::each(session, &catalog).await?;
                    (catalog, printed)
                }
            }
        }
        fetched => fetched?,
    };
    let sql_mode = session.sql_mode().to_owned();
    let mut reader = SchemaReader::new(&catalog, scope, &sql_mode);
    reader.objects(&printed);
    if flavor.is_mariadb() && reader.has_geometry() {
        reader.reference_systems(session.batch(catalog::REFERENCE_SYSTEMS.to_owned()).await?);
    }
    let tables = catalog.listed.iter().zip(&mut printed).filter(|(one, _)| one.kind == PrintedKind::Table);
    let tables = tables.filter_map(|(_, printed)| printed.sql.take());
    let ignores_case = catalog.ignores_case;
    session.mysql().remember(Printed::new(catalog.conventions.clone(), sql_mode.clone(), ignores_case, tables));
    let relations = reader.relations();
    let mut schema = reader.schema(&relations);
    schema.unrunnable = unrunnable::of(session, &schema, &relations, scope).await?;
    Ok(schema)
}

async fn catalog(session: &mut MySqlSession, flavor: &Flavor) -> Result<Catalog, ServerError> {
    Ok(Catalog::of(session.batch(catalog::questions(flavor)).await?, flavor))
}

/// Both rounds.
async fn fetch(session: &mut MySqlSession, flavor: &Flavor) -> Result<(Catalog, Vec<printed::Printed>), ServerError> {
    let catalog = catalog(session, flavor).await?;
    let printed = printed::all(session, &catalog).await?;
    Ok((catalog, printed))
}
