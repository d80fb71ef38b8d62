//! Throw-away databases on a MySQL or MariaDB server. There are no namespaces within one, so nothing can stand for a
//! database; a role that may make none needs one that `[shadow] url` names.

use crate::dialect::session::{BoxFuture, Row};
use crate::dialect::shadow::{Live, PREFIX, Shadows, is_leftover};
use crate::dialect::{ServerError, Session, connect};
use crate::error::Result;

/// The makers of shadows.
pub(super) struct Scratch;

/// What a database is made with.
const DEFAULTS: &str = "SELECT DATABASE(), @@character_set_database, @@collation_database";

/// What is in the database: how it is dropped, and its name. Triggers go with their tables. The order is that in which they
/// can be dropped.
const CONTENTS: &str = "SELECT CASE table_type WHEN 'VIEW' THEN 'VIEW' WHEN 'SEQUENCE' THEN 'SEQUENCE' ELSE 'TABLE' END, \
     table_name FROM information_schema.tables \
     WHERE table_schema = DATABASE() AND table_type <> 'TEMPORARY' \
     UNION ALL SELECT routine_type, routine_name FROM information_schema.routines WHERE routine_schema = DATABASE() \
     UNION ALL SELECT 'EVENT', event_name FROM information_schema.events WHERE event_schema = DATABASE()";

impl Shadows for Scratch {
    fn create<'a>(&'a self, live: &'a Live, name: &'a str) -> BoxFuture<'a, Result<Box<dyn Session>>> {
        Box::pin(async move {
            let mut admin = connect(&live.url, &live.settings).await?;
            let created = create(admin.as_mut(), live, name).await;
            admin.close().await;
            created
        })
    }

    fn remove<'a>(&'a self, live: &'a Live, name: &'a str) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let mut admin = connect(&live.url, &live.settings).await?;
            let dialect = admin.dialect();
            let running = format!("SELECT id FROM information_schema.processlist WHERE db = {}", dialect.string(name));
            // A statement that is still running there keeps the database from being dropped until it ends.
            for id in admin.rows(&running).await.unwrap_or_default().into_iter().flatten().flatten() {
                let _ = admin.execute(&format!("KILL {id}")).await;
            }
            let dropped = admin.execute(&format!("DROP DATABASE IF EXISTS {}", dialect.quote(name))).await;
            admin.close().await;
            Ok(dropped.map(drop)?)
        })
    }

    /// A database of our own is made anew: one statement drops it with all that it holds. What a given one holds is dropped
    /// piece by piece, since the role may have no right to make it again.
    fn clear<'a>(&'a self, session: &'a mut dyn Session) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let dialect = session.dialect();
            let row = session.rows(DEFAULTS).await?.pop().unwrap_or_default();
            let value = |at: usize| row.get(at).cloned().flatten().unwrap_or_default();
            let name = value(0);
            if name.starts_with(PREFIX) {
                let quoted = dialect.quote(&name);
                session.execute(&format!("DROP DATABASE {quoted}")).await?;
                session.execute(&create_database(&quoted, &value(1), &value(2))).await?;
                session.execute(&format!("USE {quoted}")).await?;
                return Ok(());
            }
            let contents = session.rows(CONTENTS).await?;
            if contents.is_empty() {
                return Ok(());
            }
            session.execute("SET SESSION foreign_key_checks = 0").await?;
            let mut result = Ok(());
            for sql in drops(&contents, &|name| dialect.quote(name)) {
                result = session.execute(&sql).await.map(drop);
                if result.is_err() {
                    break;
                }
            }
            session.execute("SET SESSION foreign_key_checks = @@GLOBAL.foreign_key_checks").await?;
            Ok(result?)
        })
    }
}

/// The statements that drop what [`CONTENTS`] has found: all of a kind in one, where the server takes a list.
fn drops(contents: &[Row], quote: &dyn Fn(&str) -> String) -> Vec<String> {
    let of = |kind: &str| -> Vec<String> {
        let rows = contents.iter().filter(|row| row.first().is_some_and(|found| found.as_deref() == Some(kind)));
        rows.filter_map(|row| row.get(1)?.as_deref().map(quote)).collect()
    };
    let mut statements = Vec::new();
    // A table's default may be a sequence's next value.
    for kind in ["VIEW", "TABLE", "SEQUENCE"] {
        let names = of(kind);
        if !names.is_empty() {
            statements.push(format!("DROP {kind} {}", names.join(", ")));
        }
    }
    for kind in ["EVENT", "PROCEDURE", "FUNCTION", "PACKAGE BODY", "PACKAGE"] {
        statements.extend(of(kind).into_iter().map(|name| format!("DROP {kind} {name}")));
    }
    statements
}

fn create_database(quoted: &str, charset: &str, collation: &str) -> String {
    format!("CREATE DATABASE {quoted} CHARACTER SET {charset} COLLATE {collation}")
}

async fn create(admin: &mut dyn Session, live: &Live, name: &str) -> Result<Box<dyn Session>> {
    remove_leftovers(admin).await;
    let row = admin.rows(DEFAULTS).await?.pop().unwrap_or_default();
    let value = |at: usize| row.get(at).cloned().flatten().unwrap_or_default();
    let quoted = admin.dialect().quote(name);
    admin.execute(&create_database(&quoted, &value(1), &value(2))).await?;
    let connected = connect(&live.url.with_database(name), &live.settings).await;
    if connected.is_err() {
        let _ = admin.execute(&format!("DROP DATABASE IF EXISTS {quoted}")).await;
    }
    connected
}

/// Drops the databases that killed runs have left; one in use, or one that is not ours to drop, stays.
async fn remove_leftovers(admin: &mut dyn Session) {
    let found: Result<Vec<Row>, ServerError> = admin
        .rows(&format!(
            "SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE '{}%' \
             AND schema_name NOT IN (SELECT db FROM information_schema.processlist WHERE db IS NOT NULL)",
            PREFIX.replace('_', "\\_")
        ))
        .await;
    let Ok(rows) = found else { return };
    for name in rows.into_iter().filter_map(|row| row.into_iter().next().flatten()).filter(|name| is_leftover(name)) {
        let quoted = admin.dialect().quote(&name);
        let _ = admin.execute(&format!("DROP DATABASE IF EXISTS {quoted}")).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_dropped_in_an_order_that_works() {
        let row = |kind: &str, name: &str| -> Row { vec![Some(kind.into()), Some(name.into())] };
        let contents =
            [row("TABLE", "a"), row("PROCEDURE", "p"), row("VIEW", "v"), row("SEQUENCE", "s"), row("TABLE", "b")];
        assert_eq!(
            drops(&contents, &|name| format!("`{name}`")),
            ["DROP VIEW `v`", "DROP TABLE `a`, `b`", "DROP SEQUENCE `s`", "DROP PROCEDURE `p`"]
        );
    }
}
