//! SQLite's pragmas around the rebuild of a table: <https://www.sqlite.org/pragma.html#pragma_foreign_keys> does nothing
//! inside a transaction.

use super::SYNTAX;
use crate::dialect::foreign_keys::{Counted, ForeignKeyStatement, ForeignKeySwitch, Violation};
use crate::dialect::session::{BoxFuture, ServerError, Session};
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
            let rows = session.rows(self.check()).await?;
            let row = |row: Vec<Option<String>>| {
                let mut values = row.into_iter();
                let mut next = || values.next().flatten();
                Violation { table: next().unwrap_or_default(), rowid: next(), parent: next().unwrap_or_default() }
            };
            Ok(rows.into_iter().map(row).collect())
        })
    }

    /// A check constraint fails where there are more of them than before, between any two tables.
    fn counted(&self) -> Counted {
        let before = vec![
            format!("CREATE TABLE {COUNT} (child, parent, had, has CHECK (has <= had))"),
            format!(
                "INSERT INTO {COUNT} SELECT \"table\", parent, count(*), 0 FROM pragma_foreign_key_check GROUP BY 1, 2"
            ),
        ];
        let after = vec![
            format!(
                "INSERT INTO {COUNT} SELECT f.\"table\", f.parent, coalesce((SELECT had FROM {COUNT} AS c \
                 WHERE c.child = f.\"table\" AND c.parent = f.parent), 0), count(*) \
                 FROM pragma_foreign_key_check AS f GROUP BY 1, 2"
            ),
            format!("DROP TABLE {COUNT}"),
        ];
        Counted { before, after }
    }
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
