//! How large the tables of a database are: two queries, whatever their number.

use std::collections::HashMap;

use super::{ServerError, Session};
use crate::engine::Engine;
use crate::schema::QName;

/// The most tables that one query looks into.
const MOST: usize = 200;

/// How large a table is, as far as the database says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TableSize {
    /// About how many rows.
    pub rows: Option<u64>,
    /// Bytes on disk, with its indexes.
    pub bytes: Option<u64>,
    /// Whether it certainly has no row.
    pub empty: bool,
}

impl TableSize {
    /// `2.1 GB, about 14.0 million rows`; empty where nothing is known.
    pub fn in_words(&self) -> String {
        let bytes = self.bytes.map(|bytes| match bytes {
            0..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
            1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
            _ => format!("{:.1} GB", bytes as f64 / 1e9),
        });
        let rows = self.rows.map(|rows| match rows {
            1 => "about 1 row".to_owned(),
            0..10_000 => format!("about {rows} rows"),
            10_000..1_000_000 => format!("about {} thousand rows", (rows + 500) / 1_000),
            _ => format!("about {:.1} million rows", rows as f64 / 1e6),
        });
        bytes.into_iter().chain(rows).collect::<Vec<_>>().join(", ")
    }
}

/// The tables of a database with their sizes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableSizes {
    engine: Engine,
    by_key: HashMap<String, TableSize>,
}

/// What a table is found by: two spellings of one name have one key.
pub fn table_key(engine: Engine, name: &QName) -> String {
    let text = name.to_string();
    if engine == Engine::Postgres { text } else { text.to_lowercase() }
}

impl TableSizes {
    /// Asks a database. Where it only guesses that a table has no row, or cannot guess, a second query looks whether there is
    /// one.
    ///
    /// # Errors
    /// The server's refusal of the first query.
    pub async fn ask(session: &mut dyn Session) -> Result<Self, ServerError> {
        let dialect = session.dialect();
        let engine = dialect.engine();
        let (mut by_key, mut doubtful) = (HashMap::new(), Vec::new());
        let Some(query) = dialect.table_sizes() else { return Ok(TableSizes { engine, by_key }) };
        for row in session.rows(query).await? {
            let mut values = row.into_iter();
            let (namespace, name) = (values.next().flatten(), values.next().flatten().unwrap_or_default());
            let mut number = || values.next().flatten().and_then(|text| text.trim().parse::<u64>().ok());
            let (rows, bytes, empty) = (number(), number(), number() == Some(1));
            let name = QName { namespace, name };
            let key = table_key(engine, &name);
            if !empty && rows.unwrap_or_default() == 0 {
                doubtful.push((key.clone(), dialect.qualified(&name)));
            }
            by_key.insert(key, TableSize { rows, bytes, empty });
        }
        for some in doubtful.chunks(MOST) {
            let queries: Vec<String> = some
                .iter()
                .enumerate()
                .map(|(at, (_, table))| {
                    format!("SELECT {at}, CASE WHEN EXISTS (SELECT 1 FROM {table}) THEN 1 ELSE 0 END")
                })
                .collect();
            // A table that may not be read, or is none, keeps all of them from being known: nothing is taken for empty then.
            let Ok(rows) = session.rows(&queries.join(" UNION ALL ")).await else { continue };
            for row in rows {
                let [Some(at), Some(exists)] = row.as_slice() else { continue };
                let table =
                    at.parse::<usize>().ok().and_then(|at| some.get(at)).and_then(|(key, _)| by_key.get_mut(key));
                if let Some(size) = table {
                    size.empty = exists == "0";
                }
            }
        }
        Ok(TableSizes { engine, by_key })
    }

    /// Sizes that are known from elsewhere.
    pub fn of(engine: Engine, sizes: impl IntoIterator<Item = (QName, TableSize)>) -> Self {
        let by_key = sizes.into_iter().map(|(table, size)| (table_key(engine, &table), size)).collect();
        TableSizes { engine, by_key }
    }

    /// What is known of a table.
    pub fn get(&self, table: &QName) -> Option<TableSize> {
        self.by_key.get(&table_key(self.engine, table)).copied()
    }

    /// Whether a table is known to have no row.
    pub fn have_empty(&self) -> bool {
        self.by_key.values().any(|size| size.empty)
    }

    /// The same, no table being taken for empty.
    #[must_use]
    pub fn as_in_use(mut self) -> Self {
        self.by_key.values_mut().for_each(|size| size.empty = false);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        let size = |bytes, rows| TableSize { bytes, rows, empty: false }.in_words();
        assert_eq!(size(Some(2_100_000_000), Some(14_000_000)), "2.1 GB, about 14.0 million rows");
        assert_eq!(size(Some(8_192), Some(3)), "9 kB, about 3 rows");
        assert_eq!(size(None, Some(12_300)), "about 12 thousand rows");
        assert_eq!(size(None, Some(1)), "about 1 row");
        assert_eq!(size(None, None), "");
    }
}
