//! Throw-away databases on a PostgreSQL server: one of its own, like the live one; without the right to make one, a
//! namespace in a transaction that is rolled back.

use crate::dialect::session::BoxFuture;
use crate::dialect::shadow::{Live, PREFIX, Shadows, is_leftover};
use crate::dialect::{ServerError, Session, connect};
use crate::error::Result;

/// The makers of PostgreSQL's shadows.
pub(super) struct Scratch;

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
            let end = format!(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}",
                dialect.string(name)
            );
            // Where the role may not end another's session, the database says below that it is in use.
            let _ = admin.rows(&end).await;
            let dropped = admin.execute(&format!("DROP DATABASE IF EXISTS {}", dialect.quote(name))).await;
            admin.close().await;
            Ok(dropped.map(drop)?)
        })
    }

    fn namespace<'a>(
        &'a self,
        session: &'a mut dyn Session,
        name: &'a str,
    ) -> BoxFuture<'a, Result<bool, ServerError>> {
        Box::pin(async move {
            let quoted = session.dialect().quote(name);
            session.begin().await?;
            session.execute(&format!("CREATE SCHEMA {quoted}")).await?;
            // What extensions have installed in `public` stays in reach, behind everything that is made here.
            session.execute(&format!("SET LOCAL search_path = {quoted}, public")).await?;
            Ok(true)
        })
    }

    fn outside<'a>(
        &'a self,
        session: &'a mut dyn Session,
        name: &'a str,
    ) -> BoxFuture<'a, Result<Option<String>, ServerError>> {
        Box::pin(async move {
            let namespace = session.dialect().string(name);
            // The transaction made what is newer than its namespace and has its number, or that of one of its savepoints: a row
            // that it has only changed is older.
            let made = "x.oid > s.oid AND x.xmin::text::bigint >= (txid_current() & 4294967295)";
            let of = |catalogue: &str, namespace: &str, condition: &str| {
                format!(
                    "SELECT pg_catalog.pg_describe_object('{catalogue}'::regclass, x.oid, 0) AS what \
                     FROM pg_catalog.{catalogue} x, s WHERE {made} AND {namespace} <> s.oid AND {condition}"
                )
            };
            let query = format!(
                "WITH s AS (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = {namespace}) {} UNION ALL {} UNION ALL {} \
                 UNION ALL {} LIMIT 1",
                of("pg_namespace", "x.oid", "x.nspname !~ '^pg_'"),
                of(
                    "pg_class",
                    "x.relnamespace",
                    "x.relpersistence <> 't' AND x.relkind NOT IN ('t', 'c') \
                    AND x.relnamespace <> 'pg_toast'::regnamespace"
                ),
                of("pg_proc", "x.pronamespace", "true"),
                of(
                    "pg_type",
                    "x.typnamespace",
                    "x.typtype <> 'b' AND x.typrelid = 0 AND NOT EXISTS (\
                    SELECT FROM pg_catalog.pg_class c WHERE c.reltype = x.oid AND c.relpersistence = 't')"
                ),
            );
            Ok(session.rows(&query).await?.into_iter().flatten().flatten().next())
        })
    }
}

async fn create(admin: &mut dyn Session, live: &Live, name: &str) -> Result<Box<dyn Session>> {
    remove_leftovers(admin).await;
    let row = admin
        .rows(
            "SELECT current_schema(), pg_encoding_to_char(encoding), datcollate, datctype, \
             'public' = ANY (current_schemas(false)) \
             FROM pg_database WHERE datname = current_database()",
        )
        .await?
        .pop()
        .unwrap_or_default();
    let value = |at: usize| row.get(at).cloned().flatten().unwrap_or_default();
    let dialect = admin.dialect();
    let create = format!(
        "CREATE DATABASE {} TEMPLATE template0 ENCODING {} LC_COLLATE {} LC_CTYPE {}",
        dialect.quote(name),
        dialect.string(&value(1)),
        dialect.string(&value(2)),
        dialect.string(&value(3))
    );
    admin.execute(&create).await?;
    let connected = async {
        let url = live.url.with_database(name);
        let mut session = connect(&url, &live.settings).await?;
        let namespace = value(0);
        if !namespace.is_empty() && namespace != "public" {
            let quoted = dialect.quote(&namespace);
            session.execute(&format!("CREATE SCHEMA {quoted}")).await?;
            // What stands in `public` is found there where the live database finds it.
            let behind = if value(4) == "t" { ", public" } else { "" };
            let at = dialect.quote(name);
            session.execute(&format!("ALTER DATABASE {at} SET search_path = {quoted}{behind}")).await?;
            session.close().await;
            // A connection asks for its default namespace when it begins.
            session = connect(&url, &live.settings).await?;
        } else if namespace.is_empty() {
            // Where the live database has no default namespace, no name is in one.
            let at = dialect.quote(name);
            session.execute(&format!("ALTER DATABASE {at} SET search_path = ''")).await?;
            session.close().await;
            session = connect(&url, &live.settings).await?;
        }
        // Durability means nothing here.
        session.execute("SET synchronous_commit = off").await?;
        Ok(session)
    }
    .await;
    if connected.is_err() {
        let _ = admin.execute(&format!("DROP DATABASE IF EXISTS {}", dialect.quote(name))).await;
    }
    connected
}

/// Drops the databases that killed runs have left; one in use, or one that is not ours to drop, stays.
async fn remove_leftovers(admin: &mut dyn Session) {
    let query = format!(
        "SELECT datname FROM pg_database d WHERE datname LIKE '{}%' \
         AND NOT EXISTS (SELECT 1 FROM pg_stat_activity a WHERE a.datid = d.oid)",
        PREFIX.replace('_', "\\_")
    );
    let Ok(rows) = admin.rows(&query).await else { return };
    for name in rows.into_iter().filter_map(|row| row.into_iter().next().flatten()).filter(|name| is_leftover(name)) {
        let quoted = admin.dialect().quote(&name);
        let _ = admin.execute(&format!("DROP DATABASE IF EXISTS {quoted}")).await;
    }
}
