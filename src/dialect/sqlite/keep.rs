//! Rows kept in a file beside the database.
//!
//! A file can't be attached within a transaction, and two files that are written in one are not committed at one moment where
//! the journal is a WAL: a run that is killed between the two would have dropped the rows and not kept them. So the copy goes by
//! way of the program, as literals, into a database of its own connection, and is committed there first.

use super::quote;
use crate::dialect::Dialect;
use crate::dialect::keep::{Keep, Opened, StandingColumn, StandingTable};
use crate::dialect::session::{BoxFuture, ServerError, Session};
use crate::schema::QName;

/// SQLite's words.
pub(super) struct SqliteKeep;

async fn find(session: &mut dyn Session, name: &[String]) -> Result<Option<StandingTable>, ServerError> {
    let Some(table) = name.last() else { return Ok(None) };
    // A temporary table is what a name without a schema means first.
    let schema = match name {
        [schema, _] => format!("schema = {} COLLATE NOCASE", quote::string(schema)),
        _ => "schema IN ('temp', 'main')".to_owned(),
    };
    let sql = format!(
        "SELECT name, schema, type, wr FROM pragma_table_list WHERE name = {} COLLATE NOCASE AND {schema} \
         ORDER BY schema = 'main' LIMIT 1",
        quote::string(table)
    );
    let row = session.rows(&sql).await?.into_iter().next().unwrap_or_default();
    let Ok([Some(name), Some(schema), Some(kind), Some(without)]) = <[Option<String>; 4]>::try_from(row) else {
        return Ok(None);
    };
    if schema != "main" || kind != "table" {
        return Ok(None);
    }
    let of = quote::string(&name);
    let sql = format!("SELECT name, type, hidden, \"notnull\", pk FROM pragma_table_xinfo({of}, 'main')");
    let (mut columns, mut required, mut primary) = (Vec::new(), Vec::new(), Vec::new());
    for row in session.rows(&sql).await? {
        let Ok([Some(name), ty, Some(hidden), Some(not_null), Some(place)]) = <[Option<String>; 5]>::try_from(row)
        else {
            continue;
        };
        if not_null == "1" {
            required.push(name.clone());
        }
        if let Some(place) = place.parse::<usize>().ok().filter(|place| *place > 0) {
            primary.push((place, name.clone()));
        }
        columns.push(StandingColumn {
            name,
            ty: ty.unwrap_or_default(),
            generated: hidden != "0",
            own_type: false,
            updates_itself: false,
        });
    }
    primary.sort();
    let mut keys: Vec<Vec<String>> = Vec::new();
    if !primary.is_empty() {
        keys.push(primary.into_iter().map(|(_, name)| name).collect());
    }
    let sql = format!(
        "SELECT list.name, part.name FROM pragma_index_list({of}, 'main') AS list, pragma_index_xinfo(list.name, 'main') AS part \
         WHERE list.\"unique\" = 1 AND list.partial = 0 AND list.origin <> 'pk' AND part.key = 1 ORDER BY list.seq, part.seqno"
    );
    let mut indexes: Vec<(String, Vec<Option<String>>)> = Vec::new();
    for row in session.rows(&sql).await? {
        let Ok([Some(index), column]) = <[Option<String>; 2]>::try_from(row) else { continue };
        if indexes.last().is_none_or(|(name, _)| *name != index) {
            indexes.push((index, Vec::new()));
        }
        indexes.last_mut().into_iter().for_each(|(_, columns)| columns.push(column.clone()));
    }
    // An expression has no name.
    let whole = |columns: Vec<Option<String>>| columns.into_iter().collect::<Option<Vec<String>>>();
    let never_null = |columns: &Vec<String>| columns.iter().all(|column| required.contains(column));
    keys.extend(indexes.into_iter().filter_map(|(_, columns)| whole(columns)).filter(never_null));
    let numbered = without == "0" && !columns.iter().any(|column| column.name.eq_ignore_ascii_case("_rowid_"));
    Ok(Some(StandingTable { name: QName::plain(&name), columns, keys, alone: false, hides_rows: false, numbered }))
}

/// Foreign keys count at the end of the transaction; the triggers are away meanwhile.
async fn open(session: &mut dyn Session, table: &StandingTable) -> Result<Opened, ServerError> {
    session.execute("PRAGMA defer_foreign_keys = ON").await?;
    let sql = format!(
        "SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger' AND tbl_name = {} COLLATE NOCASE ORDER BY rowid",
        quote::string(&table.name.name)
    );
    let mut opened = Opened::default();
    for row in session.rows(&sql).await? {
        let Ok([Some(name), Some(sql)]) = <[Option<String>; 2]>::try_from(row) else { continue };
        session.execute(&format!("DROP TRIGGER main.{}", quote::identifier(&name))).await?;
        opened.undo.push(sql);
    }
    Ok(opened)
}

impl Keep for SqliteKeep {
    fn is_apart(&self) -> bool {
        true
    }

    fn help(&self) -> &'static str {
        "see whether the folder of the database may be written to"
    }

    /// The file is all there is.
    fn copy_name(&self, dialect: &dyn Dialect, name: &str) -> String {
        dialect.quote(name)
    }

    fn find<'a>(
        &'a self,
        session: &'a mut dyn Session,
        name: &'a [String],
    ) -> BoxFuture<'a, Result<Option<StandingTable>, ServerError>> {
        Box::pin(find(session, name))
    }

    fn bytes(&self, value: &str) -> String {
        format!("coalesce(length(CAST({value} AS BLOB)), 0)")
    }

    fn fingerprint(&self, value: &str) -> String {
        self.literal(value)
    }

    fn no_fingerprint(&self) -> &'static str {
        "NULL"
    }

    fn differ(&self, one: &str, other: &str) -> String {
        format!("{one} IS NOT {other}")
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
        Box::pin(async move {
            let sql = format!("SELECT parent FROM pragma_foreign_key_check({})", quote::string(&table.name.name));
            let parent = session.rows(&sql).await?.into_iter().flatten().flatten().next();
            Ok(parent.map(|parent| format!("rows refer to rows of {parent} that are not there")))
        })
    }

    /// `quote()` ends a text at a NUL byte.
    fn literal(&self, value: &str) -> String {
        format!(
            "CASE WHEN typeof({value}) = 'text' AND instr({value}, char(0)) > 0 \
             THEN 'CAST(X''' || hex(CAST({value} AS BLOB)) || ''' AS TEXT)' ELSE quote({value}) END"
        )
    }
}
