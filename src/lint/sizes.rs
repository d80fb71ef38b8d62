//! How large the tables of a database are: two queries, whatever their number.

use std::collections::HashMap;

use super::state::table_key;
use super::step::TableSize;
use crate::dialect::{ServerError, Session};
use crate::schema::QName;

/// The most tables that one query looks into.
const MOST: usize = 200;

/// The tables of a database by their keys, with what is known of their size. Where the database only guesses that a table has no
/// row, or cannot guess, a second query looks whether there is one.
///
/// # Errors
/// The server's refusal of the first query.
pub async fn sizes(session: &mut dyn Session) -> Result<HashMap<String, TableSize>, ServerError> {
    let dialect = session.dialect();
    let (mut found, mut doubtful) = (HashMap::new(), Vec::new());
    let Some(query) = dialect.table_sizes() else { return Ok(found) };
    for row in session.rows(query).await? {
        let mut values = row.into_iter();
        let (namespace, name) = (values.next().flatten(), values.next().flatten().unwrap_or_default());
        let mut number = || values.next().flatten().and_then(|text| text.trim().parse::<u64>().ok());
        let (rows, bytes, empty) = (number(), number(), number() == Some(1));
        let name = QName { namespace, name };
        let key = table_key(dialect.engine(), &name);
        if !empty && rows.unwrap_or_default() == 0 {
            doubtful.push((key.clone(), dialect.qualified(&name)));
        }
        found.insert(key, TableSize { rows, bytes, empty });
    }
    for some in doubtful.chunks(MOST) {
        let queries: Vec<String> = some
            .iter()
            .enumerate()
            .map(|(at, (_, table))| format!("SELECT {at}, CASE WHEN EXISTS (SELECT 1 FROM {table}) THEN 1 ELSE 0 END"))
            .collect();
        // A table that may not be read, or is none, keeps all of them from being known: nothing is taken for empty then.
        let Ok(rows) = session.rows(&queries.join(" UNION ALL ")).await else { continue };
        for row in rows {
            let [Some(at), Some(exists)] = row.as_slice() else { continue };
            let table = at.parse::<usize>().ok().and_then(|at| some.get(at)).and_then(|(key, _)| found.get_mut(key));
            if let Some(size) = table {
                size.empty = exists == "0";
            }
        }
    }
    Ok(found)
}
