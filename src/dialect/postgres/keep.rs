//! Rows kept in a schema of their own, in the transaction that loses them.

use super::quote;
use crate::dialect::keep::{Keep, NAMESPACE, Opened, StandingColumn, StandingTable};
use crate::dialect::session::{BoxFuture, ServerError, Session};
use crate::schema::QName;

/// PostgreSQL's words.
pub(super) struct PostgresKeep;

/// A name of parts as it is written.
fn written(parts: &[String]) -> String {
    parts.iter().map(|part| quote::identifier(part)).collect::<Vec<_>>().join(".")
}

/// A table as an SQL expression of type `regclass`.
fn regclass(parts: &[String]) -> String {
    format!("pg_catalog.to_regclass({})", quote::string(&written(parts)))
}

fn qualified(table: &StandingTable) -> String {
    written(&table.name.parts())
}

async fn find(session: &mut dyn Session, name: &[String]) -> Result<Option<StandingTable>, ServerError> {
    let of = regclass(name);
    let sql = format!(
        "SELECT namespace.nspname, relation.relname, relation.relkind, pg_catalog.row_security_active(relation.oid)::text \
         FROM pg_catalog.pg_class AS relation JOIN pg_catalog.pg_namespace AS namespace \
         ON namespace.oid = relation.relnamespace WHERE relation.oid = {of} AND relation.relkind IN ('r', 'p') \
         AND relation.relpersistence <> 't'"
    );
    let row = session.rows(&sql).await?.into_iter().next().unwrap_or_default();
    let Ok([Some(namespace), Some(relation), Some(kind), active]) = <[Option<String>; 4]>::try_from(row) else {
        return Ok(None);
    };
    let name = QName::within(&namespace, &relation);
    let mut table = StandingTable {
        name,
        columns: Vec::new(),
        keys: Vec::new(),
        alone: kind == "r",
        hides_rows: active.as_deref() == Some("true"),
        numbered: false,
    };
    let of = regclass(&table.name.parts());
    let sql = format!(
        "SELECT of.attname, pg_catalog.format_type(of.atttypid, of.atttypmod), (of.attgenerated <> '')::text, \
         (type.typnamespace <> 'pg_catalog'::pg_catalog.regnamespace OR EXISTS (SELECT FROM pg_catalog.pg_collation AS \
         rules WHERE rules.oid = of.attcollation \
         AND rules.collnamespace <> 'pg_catalog'::pg_catalog.regnamespace))::text \
         FROM pg_catalog.pg_attribute AS of JOIN pg_catalog.pg_type AS type ON type.oid = of.atttypid \
         WHERE of.attrelid = {of} AND of.attnum > 0 AND NOT of.attisdropped ORDER BY of.attnum"
    );
    for row in session.rows(&sql).await? {
        if let Ok([Some(name), Some(ty), Some(generated), Some(own)]) = <[Option<String>; 4]>::try_from(row) {
            let (generated, own_type) = (generated == "true", own == "true");
            table.columns.push(StandingColumn { name, ty, generated, own_type, updates_itself: false });
        }
    }
    let sql = format!(
        "SELECT key.indexrelid, of.attname FROM pg_catalog.pg_index AS key \
         CROSS JOIN LATERAL pg_catalog.unnest(key.indkey) WITH ORDINALITY AS part (number, place) \
         JOIN pg_catalog.pg_attribute AS of ON of.attrelid = key.indrelid AND of.attnum = part.number \
         WHERE key.indrelid = {of} AND key.indisunique AND key.indimmediate AND key.indisvalid \
         AND key.indpred IS NULL AND key.indexprs IS NULL AND part.place <= key.indnkeyatts \
         AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS nullable WHERE nullable.attrelid = key.indrelid \
         AND nullable.attnum = ANY ((key.indkey::pg_catalog.int2[])[0:key.indnkeyatts - 1]) AND NOT nullable.attnotnull) \
         ORDER BY NOT key.indisprimary, key.indexrelid, part.place"
    );
    let mut last = None;
    for row in session.rows(&sql).await? {
        if let Ok([Some(index), Some(column)]) = <[Option<String>; 2]>::try_from(row) {
            if last.as_ref() != Some(&index) {
                table.keys.push(Vec::new());
            }
            last = Some(index);
            table.keys.last_mut().into_iter().for_each(|key| key.push(column.clone()));
        }
    }
    Ok(Some(table))
}

/// The foreign keys look at all rows at the end, and the triggers do not fire.
async fn open(session: &mut dyn Session, table: &StandingTable) -> Result<Opened, ServerError> {
    let (of, alter) = (regclass(&table.name.parts()), format!("ALTER TABLE {}", qualified(table)));
    let mut opened = Opened::default();
    let keys = format!(
        "SELECT conname FROM pg_catalog.pg_constraint WHERE conrelid = {of} AND contype = 'f' AND NOT condeferrable \
         AND conparentid = 0 ORDER BY conname"
    );
    for name in session.rows(&keys).await?.into_iter().flatten().flatten() {
        let name = quote::identifier(&name);
        session.execute(&format!("{alter} ALTER CONSTRAINT {name} DEFERRABLE INITIALLY DEFERRED")).await?;
        opened.undo.push(format!("{alter} ALTER CONSTRAINT {name} NOT DEFERRABLE"));
    }
    let triggers = format!(
        "SELECT tgname, tgenabled FROM pg_catalog.pg_trigger WHERE tgrelid = {of} AND NOT tgisinternal \
         AND tgenabled <> 'D' ORDER BY tgname"
    );
    for row in session.rows(&triggers).await? {
        let Ok([Some(name), Some(enabled)]) = <[Option<String>; 2]>::try_from(row) else { continue };
        let name = quote::identifier(&name);
        let when = match enabled.as_str() {
            "A" => "ALWAYS ",
            "R" => "REPLICA ",
            _ => "",
        };
        session.execute(&format!("{alter} DISABLE TRIGGER {name}")).await?;
        opened.undo.push(format!("{alter} ENABLE {when}TRIGGER {name}"));
    }
    session.execute("SET CONSTRAINTS ALL DEFERRED").await?;
    Ok(opened)
}

/// Each sequence that feeds a column goes on behind the highest value that was put back.
async fn counters(session: &mut dyn Session, table: &StandingTable) -> Result<Vec<String>, ServerError> {
    let of = regclass(&table.name.parts());
    let sql = format!(
        "SELECT namespace.nspname, sequence.relname, of.attname FROM pg_catalog.pg_depend AS owned \
         JOIN pg_catalog.pg_class AS sequence ON sequence.oid = owned.objid AND sequence.relkind = 'S' \
         JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = sequence.relnamespace \
         JOIN pg_catalog.pg_sequence AS counts ON counts.seqrelid = sequence.oid AND counts.seqincrement > 0 \
         JOIN pg_catalog.pg_attribute AS of ON of.attrelid = owned.refobjid AND of.attnum = owned.refobjsubid \
         WHERE owned.classid = 'pg_catalog.pg_class'::pg_catalog.regclass \
         AND owned.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND owned.refobjid = {of} \
         AND owned.deptype IN ('a', 'i')"
    );
    let mut statements = Vec::new();
    for row in session.rows(&sql).await? {
        let Ok([Some(namespace), Some(sequence), Some(column)]) = <[Option<String>; 3]>::try_from(row) else {
            continue;
        };
        let sequence = written(&[namespace, sequence]);
        let (table, column) = (qualified(table), quote::identifier(&column));
        statements.push(format!(
            "SELECT pg_catalog.setval({}, highest.value) FROM (SELECT max({column}) AS value FROM {table}) AS highest, \
             {sequence} AS counter WHERE highest.value >= counter.last_value",
            quote::string(&sequence)
        ));
    }
    Ok(statements)
}

impl Keep for PostgresKeep {
    fn prepare(&self) -> Vec<String> {
        vec![format!(
            "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = '{NAMESPACE}') \
             THEN CREATE SCHEMA {NAMESPACE}; END IF; END $$"
        )]
    }

    fn help(&self) -> &'static str {
        "`GRANT CREATE ON DATABASE … TO …` lets this role make the schema; or make it yourself: `CREATE SCHEMA migrate_kept \
         AUTHORIZATION …`"
    }

    fn find<'a>(
        &'a self,
        session: &'a mut dyn Session,
        name: &'a [String],
    ) -> BoxFuture<'a, Result<Option<StandingTable>, ServerError>> {
        Box::pin(find(session, name))
    }

    /// As the statement itself will: a weaker lock would have to be made stronger then, which two sessions can't both wait for.
    fn lock(&self, table: &str) -> Vec<String> {
        vec![format!("LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")]
    }

    fn bytes(&self, value: &str) -> String {
        format!("coalesce(pg_catalog.pg_column_size({value}), 0)")
    }

    fn copied(&self, value: &str, column: &StandingColumn) -> String {
        if column.own_type { format!("({value}::text COLLATE pg_catalog.\"default\")") } else { value.to_owned() }
    }

    fn restored(&self, value: &str, column: &StandingColumn) -> String {
        if column.own_type { format!("{value}::{}", column.ty) } else { value.to_owned() }
    }

    fn fingerprint(&self, value: &str) -> String {
        format!("{value}::text")
    }

    fn no_fingerprint(&self) -> &'static str {
        "NULL::text"
    }

    fn differ(&self, one: &str, other: &str) -> String {
        format!("{one} IS DISTINCT FROM {other}")
    }

    fn overriding(&self) -> &'static str {
        " OVERRIDING SYSTEM VALUE"
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
        _table: &'a StandingTable,
    ) -> BoxFuture<'a, Result<Option<String>, ServerError>> {
        Box::pin(async move { session.execute("SET CONSTRAINTS ALL IMMEDIATE").await.map(|_| None) })
    }

    fn counters<'a>(
        &'a self,
        session: &'a mut dyn Session,
        table: &'a StandingTable,
    ) -> BoxFuture<'a, Result<Vec<String>, ServerError>> {
        Box::pin(counters(session, table))
    }
}
