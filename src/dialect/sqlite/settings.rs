//! The settings of a SQLite connection that a script may have changed: its pragmas
//! (<https://www.sqlite.org/pragma.html>).

use crate::dialect::session::{BoxFuture, ServerError, Session};
use crate::dialect::settings::{Changes, Restore, SessionSettings};
use crate::dialect::sqlite::SYNTAX;
use crate::sql::{TokenKind, head_words, tokens};

/// SQLite's settings.
pub(super) struct SqliteSettings;

/// The pragmas that hold for a connection and change what statements do or how they wait, with the value that each has in a
/// connection in which nothing was set (of this program: foreign keys are enforced). What a file keeps (`user_version`) is no
/// setting; a `defer_foreign_keys` ends with its transaction.
const PRAGMAS: [(&str, &str); 14] = [
    ("automatic_index", "ON"),
    ("busy_timeout", "0"),
    ("case_sensitive_like", "OFF"),
    ("cell_size_check", "OFF"),
    ("foreign_keys", "ON"),
    ("ignore_check_constraints", "OFF"),
    ("legacy_alter_table", "OFF"),
    (QUERY_ONLY, "OFF"),
    ("read_uncommitted", "OFF"),
    ("recursive_triggers", "OFF"),
    ("reverse_unordered_selects", "OFF"),
    ("synchronous", "FULL"),
    ("trusted_schema", "ON"),
    ("writable_schema", "OFF"),
];

/// The one under which nothing can be written, not even what is recorded.
const QUERY_ONLY: &str = "query_only";

impl SessionSettings for SqliteSettings {
    fn changed_by(&self, sql: &str) -> Changes {
        if head_words(SYNTAX, sql, 1).first().map(String::as_str) != Some("PRAGMA") {
            return Changes::default();
        }
        let written = || tokens(SYNTAX, sql).filter(|token| !token.kind.is_trivia());
        // Without a value a pragma only asks.
        if !written().any(|token| token.text == "=" || (token.kind == TokenKind::Punct && token.text != ".")) {
            return Changes::default();
        }
        let named = |pragma: &str| {
            written().any(|token| token.text.trim_matches(['"', '`', '[', ']']).eq_ignore_ascii_case(pragma))
        };
        let names = PRAGMAS.iter().map(|(pragma, _)| *pragma).filter(|pragma| named(pragma)).collect();
        Changes { any: false, names }
    }

    fn is_setting(&self, sql: &str) -> bool {
        !self.changed_by(sql).is_empty()
    }

    fn save<'a>(
        &'a self,
        session: &'a mut dyn Session,
        changes: &'a Changes,
    ) -> BoxFuture<'a, Result<Restore, ServerError>> {
        Box::pin(async move {
            let mut restore = Restore::default();
            for pragma in &changes.names {
                let rows = session.rows(&format!("PRAGMA {pragma}")).await?;
                // `case_sensitive_like` cannot be asked for.
                let value = rows.into_iter().flatten().flatten().next();
                put_back(&mut restore, pragma, value.as_deref().unwrap_or_else(|| default_of(pragma)));
            }
            Ok(restore)
        })
    }

    fn defaults(&self, changes: &Changes) -> Restore {
        let mut restore = Restore::default();
        changes.names.iter().for_each(|pragma| put_back(&mut restore, pragma, default_of(pragma)));
        restore
    }
}

/// Some pragmas do nothing inside a transaction (`foreign_keys`) or are refused there (`synchronous`), and a rollback takes
/// none of them back: all are put back outside.
fn put_back(restore: &mut Restore, pragma: &str, value: &str) {
    let sql = format!("PRAGMA {pragma} = {value}");
    if pragma == QUERY_ONLY {
        restore.before_record.push(sql.clone());
    }
    restore.outside.push(sql);
}

fn default_of(pragma: &str) -> &'static str {
    PRAGMAS.iter().find(|(name, _)| *name == pragma).map_or("OFF", |(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::ConnectSettings;
    use crate::dialect::sqlite::connect::in_memory;

    #[test]
    fn sees_what_outlives_a_statement() {
        let names = |sql: &str| SqliteSettings.changed_by(sql).names;
        assert_eq!(names("PRAGMA main.legacy_alter_table = ON"), ["legacy_alter_table"]);
        assert_eq!(names("pragma foreign_keys(0)"), ["foreign_keys"]);
        assert_eq!(names("PRAGMA foreign_keys"), [""; 0]);
        assert_eq!(names("PRAGMA user_version = 3"), [""; 0]);
        assert_eq!(names("UPDATE t SET foreign_keys = 1"), [""; 0]);
    }

    #[tokio::test(flavor = "current_thread")]
    async fn every_pragma_is_put_back() {
        let mut session = in_memory(&ConnectSettings::default()).await.unwrap();
        let changes = Changes { any: false, names: PRAGMAS.iter().map(|(pragma, _)| *pragma).collect() };
        let mut before = Vec::new();
        for (pragma, _) in PRAGMAS {
            before.push(session.rows(&format!("PRAGMA {pragma}")).await.unwrap());
        }
        let like = "SELECT 'a' LIKE 'A'";
        let restore = SqliteSettings.save(&mut session, &changes).await.unwrap();
        for (pragma, default) in PRAGMAS {
            let other = match default {
                "ON" => "OFF",
                "OFF" => "ON",
                _ => "1",
            };
            session.execute(&format!("PRAGMA {pragma} = {other}")).await.unwrap();
        }
        assert_eq!(session.rows(like).await.unwrap(), [[Some("0".to_owned())]]);
        for sql in restore.all() {
            session.execute(sql).await.unwrap();
        }
        for ((pragma, _), before) in PRAGMAS.iter().zip(before) {
            assert_eq!(session.rows(&format!("PRAGMA {pragma}")).await.unwrap(), before, "{pragma}");
        }
        assert_eq!(session.rows(like).await.unwrap(), [[Some("1".to_owned())]]);
    }
}
