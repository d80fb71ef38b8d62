//! What was found equal once: a schema source and what a database held then.
//!
//! A comparison that finds nothing is the usual one (`check` in CI, all day long), and it need not be made again as long as both
//! sides are to the letter what they were: then neither is the source read nor are two schemas held and compared. Only that they
//! were equal is kept, under a name made of both sides and of whatever else the answer depends on.

use std::io::{BufWriter, Write};

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::config::Config;
use crate::dialect::{Dialect, Scope};
use crate::schema::{Object, Schema, Unrunnable};
use crate::source::SourceFiles;

use super::cache;

/// A source and the schema of a database, by one name.
pub struct KnownEquality {
    key: String,
}

impl KnownEquality {
    /// Of these files, as this configuration reads them, and of what a database holds. None where a comparison would say more
    /// than whether they are equal.
    pub(super) fn of(
        files: &SourceFiles,
        actual: &Schema,
        config: &Config,
        scope: &Scope,
        dialect: &dyn Dialect,
    ) -> Option<Self> {
        if !actual.unrunnable.is_empty() {
            return None;
        }
        let schema = &config.schema;
        let settings = format!("{scope:?} {:?} {} {}", config.naming, schema.owners, schema.privileges);
        let digest = digest(actual)?;
        let mut parts = vec!["equal", settings.as_str(), digest.as_str()];
        let names: Vec<String> = files.iter().map(|(path, _)| path.to_string_lossy().into_owned()).collect();
        for (name, (_, text)) in names.iter().zip(files) {
            parts.extend([name.as_str(), text]);
        }
        Some(KnownEquality { key: cache::key(dialect, &parts) })
    }

    /// Whether they were found equal.
    pub fn holds(&self) -> bool {
        cache::is_known(&self.key)
    }

    /// Keeps that they are equal.
    pub fn keep(&self) {
        cache::know(&self.key);
    }
}

/// What of a schema can make a difference.
#[derive(Serialize)]
struct Compared<'a> {
    objects: Vec<&'a Object>,
    outside: &'a [Object],
    unrunnable: &'a [Unrunnable],
}

/// A digest of all that is compared: two schemas of one are equal. It is made as the text is written, which is never held.
fn digest(schema: &Schema) -> Option<String> {
    let compared = Compared {
        objects: schema.objects.values().collect(),
        outside: &schema.outside,
        unrunnable: &schema.unrunnable,
    };
    let mut out = BufWriter::with_capacity(1 << 16, Digesting(Sha256::new()));
    serde_json::to_writer(&mut out, &compared).ok()?;
    Some(hex::encode(out.into_inner().ok()?.0.finalize()))
}

/// Takes what is written into a digest.
struct Digesting(Sha256);

impl Write for Digesting {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Column, Node, QName, Table};

    fn schema(ty: &str) -> Schema {
        let mut table = Table::new(QName::plain("t"));
        table.columns.push(Column::new("a", ty));
        let mut schema = Schema::default();
        schema.insert(Object::Table(table));
        schema
    }

    #[test]
    fn what_is_compared_decides() {
        let one = digest(&schema("integer"));
        assert!(one.is_some());
        assert_eq!(one, digest(&schema("integer")));
        assert_ne!(one, digest(&schema("bigint")));
        let mut depends = schema("integer");
        depends.depend(Node::column(&QName::plain("t"), "a"), Node::table(&QName::plain("u")));
        assert_eq!(one, digest(&depends));
    }
}
