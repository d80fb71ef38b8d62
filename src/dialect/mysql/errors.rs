//! What the driver says, as what the server says: the class of an error number, and the place in the statement.
//!
//! The numbers: <https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html> and
//! <https://mariadb.com/kb/en/mariadb-error-code-reference/>.

#[cfg(feature = "mysql")]
use sqlx::mysql::MySqlDatabaseError;

#[cfg(any(feature = "mysql", test))]
use super::syntax::SYNTAX;
use crate::dialect::session::ServerError;
#[cfg(any(feature = "mysql", test))]
use crate::dialect::session::ServerErrorKind;
#[cfg(any(feature = "mysql", test))]
use crate::sql;

/// The driver's error in our classes, with all that the server said of `sql`.
#[cfg(feature = "mysql")]
pub(super) fn server_error(error: sqlx::Error, sql: &str) -> ServerError {
    let mut found = ServerError {
        kind: ServerErrorKind::Statement,
        message: String::new(),
        code: None,
        detail: None,
        hint: None,
        context: None,
        position: None,
    };
    match &error {
        sqlx::Error::Database(refusal) => {
            refusal.message().clone_into(&mut found.message);
            let state = refusal.code().unwrap_or_default();
            if let Some(refusal) = refusal.try_downcast_ref::<MySqlDatabaseError>() {
                found.kind = kind(refusal.number());
                found.code = Some(format!("{} ({state})", refusal.number()));
            }
            found.position = position(&found.message, sql);
            shorten(&mut found.message);
        }
        sqlx::Error::Io(io) => {
            found.kind = ServerErrorKind::Connection;
            found.message = format!("the connection to the server is gone: {io}");
        }
        sqlx::Error::Tls(_) | sqlx::Error::WorkerCrashed => {
            found.kind = ServerErrorKind::Connection;
            found.message = error.to_string();
        }
        _ => found.message = error.to_string(),
    }
    found
}

/// The number of a refusal.
pub(super) fn number(fault: &ServerError) -> Option<u16> {
    fault.code.as_deref()?.split(' ').next()?.parse().ok()
}

/// The class of an error number.
#[cfg(any(feature = "mysql", test))]
fn kind(number: u16) -> ServerErrorKind {
    match number {
        // Lock wait timeout, deadlock, NOWAIT: the statement may be tried again.
        1205 | 1213 | 3572 => ServerErrorKind::Lock,
        // Interrupted by KILL QUERY, max_execution_time, max_statement_time.
        1317 | 3024 | 1969 | 1907 => ServerErrorKind::Cancelled,
        // Denied: to a database, at login, to a table, a column, a routine; a missing privilege; --read-only.
        1044 | 1045 | 1142 | 1143 | 1227 | 1370 | 1698 | 1290 | 1836 => ServerErrorKind::Privilege,
        // The server shuts down, the connection was killed, is gone, was lost.
        1053 | 1077 | 1078 | 1079 | 1184 | 1927 | 2006 | 2013 | 4031 => ServerErrorKind::Connection,
        _ => ServerErrorKind::Statement,
    }
}

/// Where the text stands that a syntax error begins with (`near 'x' at line 2`), in characters from 1: where it stands once
/// in that line. The server counts lines from the first that is not empty, and cuts the text short.
#[cfg(any(feature = "mysql", test))]
fn position(message: &str, sql: &str) -> Option<usize> {
    if let Some(word) = message.strip_prefix("Unknown data type: '").and_then(|rest| rest.strip_suffix('\'')) {
        let places = sql::tokens_like(SYNTAX, sql, word);
        let [place] = places.as_slice() else { return None };
        return Some(sql.get(..place.start)?.chars().count() + 1);
    }
    let (_, rest) = message.split_once(" near '")?;
    let (near, line) = rest.rsplit_once("' at line ")?;
    let line: usize = line.trim().parse().ok()?;
    let trimmed = sql.trim_start();
    let skipped = sql.len() - trimmed.len();
    if near.is_empty() {
        // The statement ends too early.
        return Some(sql.trim_end().chars().count().max(1));
    }
    let mut found = trimmed
        .match_indices(near)
        .map(|(at, _)| at)
        .filter(|at| trimmed.get(..*at).is_some_and(|before| before.matches('\n').count() + 1 == line));
    let at = found.next().filter(|_| found.next().is_none())?;
    Some(sql.get(..skipped + at)?.chars().count() + 1)
}

/// Leaves of the text that a syntax error begins with the first line: the statement is shown beside it.
#[cfg(any(feature = "mysql", test))]
fn shorten(message: &mut String) {
    if let Some((head, rest)) = message.split_once(" near '")
        && let Some((near, line)) = rest.rsplit_once("' at line ")
        && let Some((first, _)) = near.split_once('\n')
    {
        *message = format!("{head} near '{first} …' at line {line}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_of_errors() {
        for (number, expected) in [
            (1205, ServerErrorKind::Lock),
            (1213, ServerErrorKind::Lock),
            (1317, ServerErrorKind::Cancelled),
            (1969, ServerErrorKind::Cancelled),
            (3024, ServerErrorKind::Cancelled),
            (1142, ServerErrorKind::Privilege),
            (1053, ServerErrorKind::Connection),
            (1064, ServerErrorKind::Statement),
        ] {
            assert_eq!(kind(number), expected, "{number}");
        }
    }

    #[test]
    fn a_place_is_said_where_it_is_certain() {
        let message = |near: &str, line: usize| {
            format!(
                "You have an error in your SQL syntax; check the manual that corresponds to your MariaDB server version \
                 for the right syntax to use near '{near}' at line {line}"
            )
        };
        let sql = "\n\u{e4}\nCREATE TABLE t (\n  a int,\n  b itn\n)";
        let at = |near: &str, line| position(&message(near, line), sql);
        assert_eq!(at("itn\n)", 4), Some(sql.find("itn").unwrap() - 1 + 1));
        assert_eq!(at("itn\n)", 3), None, "it stands in another line");
        assert_eq!(at("int", 4), None);
        assert_eq!(position(&message("a", 1), "a a"), None, "it stands there twice");
        assert_eq!(position(&message("'x' y", 1), "SELECT 'x' y"), Some(8));
        assert_eq!(at("", 5), Some(sql.chars().count()));
        assert_eq!(position("Unknown column 'a' in 'field list'", "SELECT a"), None);
        assert_eq!(position("Unknown data type: 'itn'", sql), Some(sql.find("itn").unwrap()));
        assert_eq!(position("Unknown data type: 'a'", "CREATE TABLE a (a a)"), None);
    }

    #[test]
    fn of_the_text_near_a_fault_the_first_line_is_shown() {
        let mut message = "use near 'itn,\n  b int\n)' at line 4".to_owned();
        shorten(&mut message);
        assert_eq!(message, "use near 'itn, …' at line 4");
        let mut other = "Unknown column 'a'".to_owned();
        shorten(&mut other);
        assert_eq!(other, "Unknown column 'a'");
    }
}
