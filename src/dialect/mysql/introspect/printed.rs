//! The second round: every thing of the first as the server prints it.

use super::catalog::{Catalog, Listed, PrintedKind};
use crate::dialect::mysql::quote;
use crate::dialect::mysql::session::MySqlSession;
use crate::dialect::session::{Row, ServerError, ServerErrorKind};

/// How many statements are sent at once at most: what is read of them lies in memory twice for so long.
const AT_ONCE: usize = 4000;

/// What the server printed of a thing.
#[derive(Debug, Default)]
pub(super) struct Printed {
    /// The statement that makes it; none where the server does not show it to this user.
    pub(super) sql: Option<String>,
    /// The `sql_mode` that it keeps.
    pub(super) sql_mode: Option<String>,
    /// The time zone that it keeps.
    pub(super) time_zone: Option<String>,
    /// Why it cannot be shown.
    pub(super) refused: Option<String>,
}

impl Printed {
    /// Where the columns of an answer stand: the statement, the mode, the zone.
    fn of(kind: PrintedKind, rows: Vec<Row>) -> Self {
        let (sql, mode, zone) = match kind {
            PrintedKind::Table | PrintedKind::View | PrintedKind::Sequence => (1, None, None),
            PrintedKind::Trigger | PrintedKind::Function | PrintedKind::Procedure => (2, Some(1), None),
            PrintedKind::Event => (3, Some(1), Some(2)),
        };
        let mut row = rows.into_iter().next().unwrap_or_default();
        let mut take = |at: Option<usize>| at.and_then(|at| row.get_mut(at)).and_then(Option::take);
        Printed { sql: take(Some(sql)), sql_mode: take(mode), time_zone: take(zone), refused: None }
    }
}

fn question(one: &Listed) -> String {
    format!("SHOW CREATE {} {}", one.kind.word(), quote::always(&one.name))
}

/// Asks for all of it at once, in as many texts as the server's limit on one makes necessary.
///
/// # Errors
/// Where any of it cannot be shown.
pub(super) async fn all(session: &mut MySqlSession, catalog: &Catalog) -> Result<Vec<Printed>, ServerError> {
    let mut printed = Vec::with_capacity(catalog.listed.len());
    let mut text = String::new();
    let mut count = 0;
    let mut asked = catalog.listed.iter();
    for (at, one) in catalog.listed.iter().enumerate() {
        text.push_str(&question(one));
        text.push(';');
        count += 1;
        // A name takes 200 bytes at most.
        let full = count >= AT_ONCE || text.len() + 1024 > catalog.packet;
        if full || at + 1 == catalog.listed.len() {
            let answers = session.batch(std::mem::take(&mut text)).await?;
            count = 0;
            printed.extend(answers.into_iter().zip(&mut asked).map(|(rows, one)| Printed::of(one.kind, rows)));
        }
    }
    Ok(printed)
}

/// Asks for each thing by itself, so that what cannot be shown is known by name.
///
/// # Errors
/// Where the connection is gone.
pub(super) async fn each(session: &mut MySqlSession, catalog: &Catalog) -> Result<Vec<Printed>, ServerError> {
    let mut printed = Vec::with_capacity(catalog.listed.len());
    for one in &catalog.listed {
        printed.push(match session.batch(question(one)).await {
            Ok(answers) => Printed::of(one.kind, answers.into_iter().next().unwrap_or_default()),
            Err(fault) if matches!(fault.kind, ServerErrorKind::Connection | ServerErrorKind::Cancelled) => {
                return Err(fault);
            }
            Err(fault) => Printed { refused: Some(fault.message), ..Printed::default() },
        });
    }
    Ok(printed)
}
