//! SQLite's pragmas around the rebuild of a table: <https://www.sqlite.org/pragma.html#pragma_foreign_keys> does nothing
//! inside a transaction.

use super::{SYNTAX, quote};
use crate::dialect::foreign_keys::{Counted, ForeignKeyStatement, ForeignKeySwitch, Violation};
use crate::dialect::session::{BoxFuture, Row, ServerError, Session};
use crate::sql::{TokenKind, tokens};

/// The pragmas.
#[derive(Debug)]
pub(super) struct Pragmas;

/// Where a script for the `sqlite3` shell counts rows that refer to nothing.
const COUNT: &str = "temp.migrate_foreign_keys";

impl ForeignKeySwitch for Pragmas {
    fn off(&self) -> &'static str {
        "PRAGMA foreign_keys = OFF"
    }

    fn on(&self) -> &'static str {
        "PRAGMA foreign_keys = ON"
    }

    fn check(&self) -> &'static str {
        "PRAGMA foreign_key_check"
    }

    fn recognize(&self, statement: &str) -> Option<ForeignKeyStatement> {
        let words: Vec<String> = tokens(SYNTAX, statement)
            .filter(|token| !token.kind.is_trivia() && token.kind != TokenKind::Punct || token.is_punct("."))
            .map(|token| token.text.to_ascii_lowercase())
            .filter(|word| word != "=")
            .collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let (["pragma", _, ".", words @ ..] | ["pragma", words @ ..]) = words.as_slice() else { return None };
        match words {
            ["foreign_keys", value] => match value.trim_matches(['\'', '"']) {
                "off" | "0" | "no" | "false" => Some(ForeignKeyStatement::Off),
                _ => Some(ForeignKeyStatement::On),
            },
            ["foreign_key_check", ..] => Some(ForeignKeyStatement::Check),
            _ => None,
        }
    }

    fn enforced<'a>(&'a self, session: &'a mut dyn Session) -> BoxFuture<'a, Result<bool, ServerError>> {
        Box::pin(async move {
            let on = session.rows("PRAGMA foreign_keys").await?.into_iter().flatten().flatten().next();
            Ok(on.as_deref() == Some("1"))
        })
    }

    fn violations<'a>(&'a self, session: &'a mut dyn Session) -> BoxFuture<'a, Result<Vec<Violation>, ServerError>> {
        Box::pin(async move {
            let rows = match session.rows(self.check()).await {
                Err(fault) if leads_nowhere(&fault) => table_by_table(session).await?,
                rows => rows?,
            };
            let row = |row: Vec<Option<String>>| {
                let mut values = row.into_iter();
                let mut next = || values.next().flatten();
                Violation { table: next().unwrap_or_default(), rowid: next(), parent: next().unwrap_or_default() }
            };
            Ok(rows.into_iter().map(row).collect())
        })
    }

    fn tables<'a>(&'a self, session: &'a mut dyn Session) -> BoxFuture<'a, Result<Vec<String>, ServerError>> {
        Box::pin(async move {
            let rows = session.rows("SELECT name FROM sqlite_master WHERE type = 'table'").await?;
            Ok(rows.into_iter().flatten().flatten().collect())
        })
    }

    /// A check constraint fails where there are more of them than before, between any two tables.
    fn counted(&self) -> Counted {
        let before = vec![
            format!("CREATE TABLE {COUNT} (child, parent, had, has CHECK (has <= had))"),
            format!("INSERT INTO {COUNT} SELECT f.\"table\", f.parent, count(*), 0 FROM {CHECKED} GROUP BY 1, 2"),
        ];
        let after = vec![
            format!(
                "INSERT INTO {COUNT} SELECT f.\"table\", f.parent, coalesce((SELECT had FROM {COUNT} AS c \
                 WHERE c.child = f.\"table\" AND c.parent = f.parent), 0), count(*) FROM {CHECKED} GROUP BY 1, 2"
            ),
            format!("DROP TABLE {COUNT}"),
        ];
        Counted { before, after }
    }
}

/// `pragma_foreign_key_check`, table by table, without those whose foreign keys lead nowhere: the pragma fails over them. A
/// key leads somewhere if it refers to the primary key or to the columns of a unique index that is not partial, or if the
/// table is not there at all. (`sqlite_master` has no foreign keys: it stands for what is left out.)
const CHECKED: &str = "sqlite_master AS m, pragma_foreign_key_check(CASE WHEN m.type <> 'table' OR m.rootpage = 0 OR EXISTS \
     (SELECT 1 FROM (SELECT k.id, k.\"table\" AS parent, count(*) AS n, max(k.\"to\") AS referred \
     FROM pragma_foreign_key_list(m.name) AS k GROUP BY k.id) AS key JOIN sqlite_master AS p \
     ON p.name = key.parent COLLATE NOCASE AND p.type IN ('table', 'view') WHERE NOT (\
     (key.referred IS NULL AND key.n = (SELECT count(*) FROM pragma_table_info(p.name) WHERE pk > 0)) OR \
     (key.n = 1 AND NOT EXISTS (SELECT 1 FROM pragma_index_list(p.name) WHERE origin = 'pk') AND \
     coalesce(key.referred = (SELECT max(name) FROM pragma_table_info(p.name) WHERE pk > 0) COLLATE NOCASE, 0)) OR \
     EXISTS (SELECT 1 FROM pragma_index_list(p.name) AS i WHERE i.\"unique\" AND NOT i.partial AND \
     key.n = (SELECT count(*) FROM pragma_index_info(i.name)) AND NOT EXISTS (SELECT 1 FROM pragma_index_info(i.name) AS x \
     WHERE NOT EXISTS (SELECT 1 FROM pragma_foreign_key_list(m.name) AS f WHERE f.id = key.id AND \
     f.\"to\" = x.name COLLATE NOCASE))))) THEN 'sqlite_master' ELSE m.name END) AS f";

/// A foreign key whose columns are no key of the table that it refers to. SQLite takes it, and refuses to check it.
fn leads_nowhere(fault: &ServerError) -> bool {
    fault.message.starts_with("foreign key mismatch")
}

/// The rows of those tables that SQLite can check: of the others it says nothing, whatever their rows.
async fn table_by_table(session: &mut dyn Session) -> Result<Vec<Row>, ServerError> {
    let tables = session.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0").await?;
    let mut found = Vec::new();
    for table in tables.into_iter().flatten().flatten() {
        match session.rows(&format!("PRAGMA foreign_key_check({})", quote::string(&table))).await {
            Err(fault) if leads_nowhere(&fault) => {}
            rows => found.extend(rows?),
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pragmas_are_known_however_they_are_written() {
        use ForeignKeyStatement::{Check, Off, On};
        for (sql, expected) in [
            (Pragmas.off(), Some(Off)),
            (Pragmas.on(), Some(On)),
            (Pragmas.check(), Some(Check)),
            ("pragma main.foreign_keys(0)", Some(Off)),
            ("PRAGMA foreign_keys = 'yes'", Some(On)),
            ("pragma main.foreign_key_check(t)", Some(Check)),
            ("PRAGMA foreign_keys", None),
            ("PRAGMA user_version = 0", None),
            ("SELECT 1", None),
        ] {
            assert_eq!(Pragmas.recognize(sql), expected, "{sql}");
        }
    }
}
