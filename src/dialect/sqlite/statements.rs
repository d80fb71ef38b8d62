//! What the statements of a schema file make, told without running them.
//!
//! SQLite keeps each CREATE statement as it was written, so a file of such statements is nearly a database already. Running
//! them costs time that grows with the square of their number: after each one SQLite reads its whole catalogue again.

use std::collections::HashSet;

use crate::dialect::Scope;
use crate::schema::{ObjectId, QName, Schema};

use super::introspect;
use super::parse::{self, Cursor};

/// One CREATE statement of a file.
pub(super) struct WrittenStatement {
    /// As in `sqlite_master`: `table`, `index`, `view`, `trigger`.
    pub kind: &'static str,
    /// What it creates.
    pub name: String,
    /// The table or view of an index or trigger.
    pub on: Option<String>,
    /// The statement.
    pub sql: String,
}

/// The schema that these statements make in an empty database, and which object each of them belongs to.
///
/// None where only SQLite can say: another statement than a plain CREATE, a text that is not understood, a name that comes
/// twice, an index or trigger on something that is not there yet.
pub(super) fn schema(statements: &[&str], scope: &Scope) -> Option<(Schema, Vec<ObjectId>)> {
    let mut written: Vec<WrittenStatement> = Vec::with_capacity(statements.len());
    let mut relations: HashSet<String> = HashSet::new();
    let mut views: HashSet<String> = HashSet::new();
    let mut triggers: HashSet<String> = HashSet::new();
    let mut owners = Vec::with_capacity(statements.len());
    for sql in statements {
        let statement = statement(sql)?;
        let folded = statement.name.to_ascii_lowercase();
        let names = if statement.kind == "trigger" { &mut triggers } else { &mut relations };
        if !names.insert(folded.clone()) {
            return None;
        }
        let owner = match &statement.on {
            Some(on) if !relations.contains(&on.to_ascii_lowercase()) => return None,
            Some(on) => on.to_ascii_lowercase(),
            None => folded,
        };
        if statement.kind == "view" {
            views.insert(owner.clone());
        }
        owners.push(owner);
        written.push(statement);
    }
    let schema = introspect::written(written, scope);
    if !schema.unmodelled.is_empty() {
        return None;
    }
    let declared: std::collections::HashMap<String, &ObjectId> =
        schema.objects.keys().map(|id| (id.name.name.to_ascii_lowercase(), id)).collect();
    let owner = |name: String| match declared.get(&name) {
        Some(id) => (*id).clone(),
        // Left out by the scope.
        None if views.contains(&name) => ObjectId::view(&QName::plain(name)),
        None => ObjectId::table(&QName::plain(name)),
    };
    let owners = owners.into_iter().map(owner).collect();
    Some((schema, owners))
}

fn statement(sql: &str) -> Option<WrittenStatement> {
    let mut cursor = Cursor::of_head(sql);
    cursor.expect(&["CREATE"], "CREATE").ok()?;
    let unique = cursor.eat(&["UNIQUE"]);
    let kind = ["table", "index", "view", "trigger"].into_iter().find(|kind| cursor.eat(&[kind]))?;
    if unique && kind != "index" {
        return None;
    }
    cursor.eat(&["IF", "NOT", "EXISTS"]);
    let name = cursor.name().ok()?;
    // The name of a database before it; a table that is made of a query.
    if cursor.is_punct(".") || (kind == "table" && !cursor.is_punct("(")) || reserved(&name) {
        return None;
    }
    let on = match kind {
        "index" => {
            cursor.expect(&["ON"], "ON").ok()?;
            Some(cursor.name().ok()?)
        }
        "trigger" => Some(parse::trigger(sql).ok()?.on),
        _ => None,
    };
    Some(WrittenStatement { kind, name, on, sql: sql.to_owned() })
}

/// Names that SQLite keeps to itself.
fn reserved(name: &str) -> bool {
    name.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("sqlite_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(statements: &[&str]) -> Option<Vec<String>> {
        let (schema, owners) = schema(statements, &Scope::everything())?;
        assert_eq!(owners.len(), statements.len());
        assert!(owners.iter().all(|owner| schema.get(owner).is_some()));
        Some(owners.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn plain_statements_need_no_database() {
        let statements = [
            "CREATE TABLE IF NOT EXISTS \"A\" (id INTEGER PRIMARY KEY, b TEXT)",
            "create unique index i on a (b)",
            "CREATE VIEW v AS SELECT * FROM a",
            "CREATE TRIGGER i AFTER INSERT ON A BEGIN DELETE FROM a; END",
            "CREATE TRIGGER w INSTEAD OF DELETE ON v BEGIN SELECT 1; END",
        ];
        assert_eq!(names(&statements).unwrap(), ["table A", "table A", "view v", "table A", "view v"]);
    }

    #[test]
    fn the_rest_is_for_the_database() {
        for statements in [
            &["CREATE TABLE a (id INTEGER)", "ALTER TABLE a ADD COLUMN b TEXT"][..],
            &["CREATE TABLE a (id INTEGER)", "CREATE TABLE A (id INTEGER)"],
            &["CREATE TABLE a (id INTEGER)", "CREATE INDEX a ON a (id)"],
            &["CREATE INDEX i ON a (id)", "CREATE TABLE a (id INTEGER)"],
            &["CREATE TABLE a AS SELECT 1 AS b"],
            &["CREATE TEMP TABLE a (id INTEGER)"],
            &["CREATE TABLE main.a (id INTEGER)"],
            &["CREATE VIRTUAL TABLE a USING fts5(b)"],
            &["CREATE TABLE sqlite_a (id INTEGER)"],
            &["CREATE TABLE a (id INTEGER"],
            &["CREATE UNIQUE TABLE a (id INTEGER)"],
            &["DROP TABLE a"],
        ] {
            assert_eq!(names(statements), None, "{statements:?}");
        }
    }
}
