//! Rows kept in a database of their own on the same server.
//!
//! DDL commits by itself here, so that a copy is made before the statement that loses the rows and stands whatever becomes of
//! it. What other sessions write to the table between the two is not in the copy.

use super::quote;
use crate::dialect::keep::{Keep, NAMESPACE, Opened, StandingColumn, StandingTable};
use crate::dialect::session::{BoxFuture, ServerError, Session};
use crate::schema::QName;

/// The words of MySQL and MariaDB.
pub(super) struct MySqlKeep;

/// The condition on `TABLE_SCHEMA` and `TABLE_NAME` for a name of these parts.
fn named(name: &[String]) -> Option<String> {
    let (database, table) = match name {
        [table] => ("DATABASE()".to_owned(), table),
        [database, table] => (quote::string(database), table),
        _ => return None,
    };
    Some(format!("TABLE_SCHEMA = {database} AND TABLE_NAME = {}", quote::string(table)))
}

/// The same of a table that was found.
fn of(table: &StandingTable) -> String {
    named(&table.name.parts()).unwrap_or_default()
}

fn qualified(namespace: &str, table: &str) -> String {
    format!("{}.{}", quote::identifier(namespace), quote::identifier(table))
}

async fn find(session: &mut dyn Session, name: &[String]) -> Result<Option<StandingTable>, ServerError> {
    let Some(named) = named(name) else { return Ok(None) };
    let sql = format!(
        "SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES WHERE {named} \
         AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')"
    );
    let row = session.rows(&sql).await?.into_iter().next().unwrap_or_default();
    let Ok([Some(namespace), Some(table)]) = <[Option<String>; 2]>::try_from(row) else { return Ok(None) };
    let mut found = StandingTable {
        name: QName::within(&namespace, &table),
        columns: Vec::new(),
        keys: Vec::new(),
        alone: false,
        hides_rows: false,
        numbered: false,
    };
    let sql = format!(
        "SELECT COLUMN_NAME, COLUMN_TYPE, EXTRA FROM information_schema.COLUMNS WHERE {named} ORDER BY ORDINAL_POSITION"
    );
    for row in session.rows(&sql).await? {
        if let Ok([Some(name), Some(ty), extra]) = <[Option<String>; 3]>::try_from(row) {
            let extra = extra.unwrap_or_default().to_ascii_lowercase();
            // An expression for a default is `DEFAULT_GENERATED`.
            let generated = extra.contains("virtual generated") || extra.contains("stored generated");
            let updates_itself = extra.contains("on update");
            found.columns.push(StandingColumn { name, ty, generated, own_type: false, updates_itself });
        }
    }
    let sql = format!(
        "SELECT INDEX_NAME, COLUMN_NAME, COALESCE(NULLABLE, '') = '' AND SUB_PART IS NULL AND COLUMN_NAME IS NOT NULL \
         FROM information_schema.STATISTICS WHERE {named} AND NON_UNIQUE = 0 \
         ORDER BY INDEX_NAME <> 'PRIMARY', INDEX_NAME, SEQ_IN_INDEX"
    );
    let mut keys: Vec<(String, bool, Vec<String>)> = Vec::new();
    for row in session.rows(&sql).await? {
        let Ok([Some(index), column, whole]) = <[Option<String>; 3]>::try_from(row) else { continue };
        if keys.last().is_none_or(|(name, ..)| *name != index) {
            keys.push((index, true, Vec::new()));
        }
        if let Some((_, serves, columns)) = keys.last_mut() {
            *serves &= whole.as_deref() == Some("1");
            columns.extend(column);
        }
    }
    found.keys = keys.into_iter().filter(|(_, serves, _)| *serves).map(|(.., columns)| columns).collect();
    Ok(Some(found))
}

/// Foreign keys are looked at behind all rows, and a row numbered 0 stays that. Nothing keeps a trigger from firing.
async fn open(session: &mut dyn Session, table: &StandingTable) -> Result<Opened, ServerError> {
    let row = session.rows("SELECT @@SESSION.foreign_key_checks, @@SESSION.sql_mode").await?.into_iter().next();
    let mut values = row.unwrap_or_default().into_iter().map(Option::unwrap_or_default);
    let (checks, mode) = (values.next().unwrap_or_default(), values.next().unwrap_or_default());
    session.execute("SET SESSION foreign_key_checks = 0").await?;
    session.execute("SET SESSION sql_mode = CONCAT_WS(',', @@SESSION.sql_mode, 'NO_AUTO_VALUE_ON_ZERO')").await?;
    let undo = vec![
        format!("SET SESSION foreign_key_checks = {checks}"),
        format!("SET SESSION sql_mode = {}", quote::string(&mode)),
    ];
    let Some(namespace) = &table.name.namespace else { return Ok(Opened { undo, notes: Vec::new() }) };
    let sql = format!(
        "SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = {} AND EVENT_OBJECT_TABLE = {} \
         AND EVENT_MANIPULATION <> 'DELETE'",
        quote::string(namespace),
        quote::string(&table.name.name)
    );
    let triggers: Vec<String> = session.rows(&sql).await?.into_iter().flatten().flatten().collect();
    let notes = (!triggers.is_empty()).then(|| {
        format!("triggers of {} fired on the rows that were put back: {}", table.name.name, triggers.join(", "))
    });
    Ok(Opened { undo, notes: notes.into_iter().collect() })
}

/// A foreign key: the table that it refers to, as SQL, and its columns, each with the one that it refers to.
struct ForeignKey {
    name: String,
    referred: String,
    columns: Vec<(String, String)>,
}

async fn check(session: &mut dyn Session, table: &StandingTable) -> Result<Option<String>, ServerError> {
    let sql = format!(
        "SELECT CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME \
         FROM information_schema.KEY_COLUMN_USAGE WHERE {} AND REFERENCED_TABLE_NAME IS NOT NULL \
         ORDER BY CONSTRAINT_NAME, ORDINAL_POSITION",
        of(table)
    );
    let mut keys: Vec<ForeignKey> = Vec::new();
    for row in session.rows(&sql).await? {
        let Ok([Some(key), Some(column), Some(namespace), Some(referred), Some(to)]) =
            <[Option<String>; 5]>::try_from(row)
        else {
            continue;
        };
        if keys.last().is_none_or(|last| last.name != key) {
            keys.push(ForeignKey { name: key, referred: qualified(&namespace, &referred), columns: Vec::new() });
        }
        keys.last_mut().into_iter().for_each(|key| key.columns.push((column.clone(), to.clone())));
    }
    let from =
        table.name.namespace.as_deref().map(|namespace| qualified(namespace, &table.name.name)).unwrap_or_default();
    for ForeignKey { name: key, referred, columns } in keys {
        let quoted = |name: &str| quote::identifier(name);
        let on: Vec<String> = columns.iter().map(|(own, to)| format!("t.{} = r.{}", quoted(own), quoted(to))).collect();
        let set: Vec<String> = columns.iter().map(|(own, _)| format!("t.{} IS NOT NULL", quoted(own))).collect();
        let sql = format!(
            "SELECT 1 FROM {from} AS t WHERE {} AND NOT EXISTS (SELECT 1 FROM {referred} AS r WHERE {}) LIMIT 1",
            set.join(" AND "),
            on.join(" AND ")
        );
        if !session.rows(&sql).await?.is_empty() {
            return Ok(Some(format!("rows refer by {key} to rows of {referred} that are not there")));
        }
    }
    Ok(None)
}

impl Keep for MySqlKeep {
    fn prepare(&self) -> Vec<String> {
        vec![format!("CREATE DATABASE IF NOT EXISTS {NAMESPACE}")]
    }

    fn help(&self) -> &'static str {
        "`GRANT ALL ON migrate_kept.* TO …` lets this user make the database `migrate_kept` and write to it"
    }

    fn database(&self) -> &'static str {
        "SELECT DATABASE()"
    }

    fn not_columns(&self) -> &'static [&'static str] {
        &["CONSTRAINT", "INDEX", "KEY", "PRIMARY", "FOREIGN", "CHECK", "PARTITION", "PERIOD", "SYSTEM"]
    }

    fn find<'a>(
        &'a self,
        session: &'a mut dyn Session,
        name: &'a [String],
    ) -> BoxFuture<'a, Result<Option<StandingTable>, ServerError>> {
        Box::pin(find(session, name))
    }

    /// <https://dev.mysql.com/doc/refman/8.4/en/sql-mode.html#sql-mode-strict>
    fn is_lenient<'a>(&'a self, session: &'a mut dyn Session) -> BoxFuture<'a, Result<bool, ServerError>> {
        Box::pin(async move {
            let mode = session.rows("SELECT @@SESSION.sql_mode").await?.into_iter().flatten().flatten().next();
            Ok(!mode.unwrap_or_default().contains("STRICT_"))
        })
    }

    /// Some servers take no table without a primary key (`sql_require_primary_key`).
    fn copy(&self, copy: &str, columns: &str, from: &str) -> String {
        format!(
            "CREATE TABLE {copy} (_migrate_row bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY) ENGINE = InnoDB \
             AS SELECT {columns} FROM {from}"
        )
    }

    fn bytes(&self, value: &str) -> String {
        format!("COALESCE(LENGTH({value}), 0)")
    }

    fn fingerprint(&self, value: &str) -> String {
        format!("SHA2({value}, 256)")
    }

    fn no_fingerprint(&self) -> &'static str {
        "CAST(NULL AS CHAR(64))"
    }

    fn differ(&self, one: &str, other: &str) -> String {
        format!("NOT ({one} <=> {other})")
    }

    fn update(&self, target: &str, source: &str, sets: &[(String, String)], on: &str) -> String {
        let sets: Vec<String> = sets.iter().map(|(column, value)| format!("t.{column} = {value}")).collect();
        format!("UPDATE {target} AS t JOIN {source} AS k ON {on} SET {}", sets.join(", "))
    }

    fn open<'a>(
        &'a self,
        session: &'a mut dyn Session,
        table: &'a StandingTable,
    ) -> BoxFuture<'a, Result<Opened, ServerError>> {
        Box::pin(open(session, table))
    }

    fn check<'a>(
        &'a self,
        session: &'a mut dyn Session,
        table: &'a StandingTable,
    ) -> BoxFuture<'a, Result<Option<String>, ServerError>> {
        Box::pin(check(session, table))
    }
}
